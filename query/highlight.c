/* Finding needles among the words of a text; see highlight.h. */
#include "config.h"

#include "query/highlight.h"

/* ---- Needles ---- */

static void add_needle(struct needles *l, const struct plan_term *terms, size_t n)
{
	struct needle needle = { .terms = terms, .n_terms = n, .n_places = 1 };
	double best = 0;
	for (size_t i = 0; i < n; i++) {
		if (i && terms[i].phrase_index != terms[i - 1].phrase_index) {
			needle.n_places++;
			needle.weight += best;
			best = 0;
		}
		if (terms[i].weight > best)
			best = terms[i].weight;
	}
	needle.weight += best;
	l->list[l->n++] = needle;
}

/* The terms of a phrase stand together in the plan. */
void highlight_needles(const struct plan *plan, bool title, struct arena *a, struct needles *out_r)
{
	*out_r = (struct needles){ .list = arena_array(a, plan->n_terms, sizeof(*out_r->list)) };
	for (size_t i = 0, end; i < plan->n_terms; i = end) {
		unsigned phrase = plan->terms[i].phrase;
		for (end = i + 1; phrase && end < plan->n_terms && plan->terms[end].phrase == phrase;)
			end++;
		if (title || !plan->terms[i].title_only)
			add_needle(out_r, &plan->terms[i], end - i);
	}
}

/* ---- Words ---- */

struct found {
	size_t needle;
	unsigned place;
	bool joined;		/* the compound that starts here, as one word */
};

struct finder {
	const struct needles *needles;
	struct arena *arena;
	struct highlight *out;
	size_t words_cap, hits_cap;
	struct found *matches;
	size_t n_matches, matches_cap;
	bool starts[256];	/* first bytes of what is looked for: most words are not it */
};

static bool may_match(const struct finder *f, const struct word *w)
{
	return (w->stem.n && f->starts[(unsigned char)w->stem.p[0]]) ||
	       (w->exact.n && f->starts[(unsigned char)w->exact.p[0]]) ||
	       (w->joined.n && f->starts[(unsigned char)w->joined.p[0]]);
}

static bool matches(const struct plan_term *t, const struct word *w, bool *joined_r)
{
	*joined_r = false;
	if (t->is_exact)
		return str_eq(w->exact, t->term);
	if (t->is_prefix ? str_starts(w->exact, t->term) || str_starts(w->stem, t->term) : str_eq(w->stem, t->term))
		return true;
	*joined_r = w->joined.n && (t->is_prefix ? str_starts(w->joined, t->term) : str_eq(w->joined, t->term));
	return *joined_r;
}

static void match_word(struct finder *f, const struct word *w)
{
	for (size_t n = 0; n < f->needles->n; n++) {
		const struct needle *needle = &f->needles->list[n];
		unsigned place = 0;
		for (size_t i = 0; i < needle->n_terms; i++) {
			bool joined;
			place += i && needle->terms[i].phrase_index != needle->terms[i - 1].phrase_index;
			if (!matches(&needle->terms[i], w, &joined))
				continue;
			f->matches = arena_grow(f->arena, f->matches, &f->matches_cap, f->n_matches + 1,
						sizeof(*f->matches));
			f->matches[f->n_matches++] = (struct found){ n, place, joined };
		}
	}
}

static void read_words(struct finder *f, struct analyzer *an, bool resumed, struct str lang)
{
	struct highlight *h = f->out;
	struct words words;
	struct word w;
	words_begin(&words, an, h->text, lang, 1);
	if (resumed)
		words_resume(&words);
	words_starting(&words, f->starts);
	while (words_next(&words, &w)) {
		h->words = arena_grow(f->arena, h->words, &f->words_cap, h->n_words + 1, sizeof(*h->words));
		h->words[h->n_words++] = (struct highlight_word){
			.start = w.start, .end = w.end, .position = w.position, .first_match = f->n_matches, .is_part = w.flags & WORD_PART };
		if (may_match(f, &w))
			match_word(f, &w);
	}
}

/* ---- Hits ---- */

static size_t last_match(const struct finder *f, size_t word)
{
	return word + 1 < f->out->n_words ? f->out->words[word + 1].first_match : f->n_matches;
}

static const struct found *find_match(const struct finder *f, size_t word, size_t needle, unsigned place)
{
	if (word >= f->out->n_words)
		return NULL;
	for (size_t i = f->out->words[word].first_match; i < last_match(f, word); i++)
		if (f->matches[i].needle == needle && f->matches[i].place == place)
			return &f->matches[i];
	return NULL;
}

static size_t word_after(const struct finder *f, size_t word, const struct found *m)
{
	word++;
	while (m->joined && word < f->out->n_words && f->out->words[word].is_part)
		word++;
	return word;
}

/* Does a phrase run from the word before on to this one? */
static bool follows(const struct finder *f, size_t word)
{
	const struct highlight_word *words = f->out->words;
	return word < f->out->n_words && words[word].position == words[word - 1].position + 1;
}

static void add_hit(struct finder *f, size_t word, const struct found *m)
{
	struct highlight *h = f->out;
	size_t next = word_after(f, word, m);
	for (unsigned place = 1; place < f->needles->list[m->needle].n_places; place++) {
		const struct found *found = follows(f, next) ? find_match(f, next, m->needle, place) : NULL;
		if (!found)
			return;
		next = word_after(f, next, found);
	}
	h->hits = arena_grow(f->arena, h->hits, &f->hits_cap, h->n_hits + 1, sizeof(*h->hits));
	h->hits[h->n_hits++] = (struct highlight_hit){ word, next - 1, m->needle };
}

void highlight_text(struct str text, bool resumed, struct str lang, const struct needles *needles, struct analyzer *an,
		    struct arena *a, struct highlight *out_r)
{
	struct finder f = { .needles = needles, .arena = a, .out = out_r };
	*out_r = (struct highlight){ .text = text };
	for (size_t n = 0; n < needles->n; n++)
		for (size_t i = 0; i < needles->list[n].n_terms; i++)
			if (needles->list[n].terms[i].term.n)
				f.starts[(unsigned char)needles->list[n].terms[i].term.p[0]] = true;
	read_words(&f, an, resumed, lang);
	for (size_t word = 0; word < out_r->n_words; word++)
		for (size_t i = out_r->words[word].first_match; i < last_match(&f, word); i++)
			if (f.matches[i].place == 0)
				add_hit(&f, word, &f.matches[i]);
}

size_t highlight_word_at(const struct highlight *h, termpos_t position)
{
	size_t low = 0, high = h->n_words;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (h->words[middle].position < position)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void highlight_spans(const struct highlight *h, size_t first, size_t last, struct arena *a,
		     struct span **spans_r, size_t *n_r)
{
	size_t n = 0;
	struct span *spans = arena_array(a, h->n_hits, sizeof(*spans));
	for (size_t i = 0; i < h->n_hits; i++) {
		if (h->hits[i].first < first || h->hits[i].last > last)
			continue;
		uint32_t start = (uint32_t)h->words[h->hits[i].first].start;
		uint32_t end = (uint32_t)h->words[h->hits[i].last].end;
		if (n == 0 || start >= spans[n - 1].end)
			spans[n++] = (struct span){ start, end };
		else if (end > spans[n - 1].end)
			spans[n - 1].end = end;
	}
	*spans_r = spans;
	*n_r = n;
}

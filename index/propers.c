/* Finding the proper names of a document; see propers.h. */
#include "config.h"

#include "index/propers.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "common/hash.h"
#include "common/xalloc.h"
#include "index/schema.h"
#include "text/namekey.h"

#define WORDS_MAX 10		/* of a name; longer runs are headings */

enum kind {
	KIND_OPENING = 1, KIND_TITLE = 2, KIND_CALENDAR = 4, KIND_JOINING = 8, KIND_ROMAN = 16,
	KIND_PARTICLE = 32,	/* of Arabic names: namekey_particle_at() */
	KIND_ARTICLE = 64, KIND_RANK = 128,
	KIND_KNOWN = 256
};

struct proper_form {
	uint32_t hash[2];	/* of its key: as a word, as an acronym; 0: not yet known */
};

struct proper_word {
	uint32_t form, start, end;
	uint16_t kind;
	bool is_exact, acronym, capital;
};

struct proper_run {
	uint32_t first, n;	/* words */
	bool opening;		/* it begins a sentence */
};

/* What a run says. */
struct entry {
	uint32_t number, count, last;	/* last: hash of its last word */
	unsigned words;			/* that make the number */
	bool acronym, joined;
	struct str written;
};

/* ---- Words ---- */

/* The words of propers.def and particles, in a table with open addressing. */
struct proper_listed {
	struct str word;
	unsigned kind;
};
#define LISTED_SLOTS 2048

static struct proper_listed *find_listed(struct proper_listed *table, struct str word)
{
	size_t at = (size_t)hash64(word) % LISTED_SLOTS;
	while (table[at].word.n && !str_eq(table[at].word, word))
		at = (at + 1) % LISTED_SLOTS;
	return &table[at];
}

static void list_word(struct proper_listed *table, struct str word, unsigned kind)
{
	struct proper_listed *slot = find_listed(table, word);
	slot->word = word;
	slot->kind |= kind;
}

static struct proper_listed *make_listed(void)
{
	static const struct { unsigned kind; const char *words; } lists[] = {
#define PROPERS_WORDS(name, words) { KIND_##name, words },
#include "index/propers.def"
#undef PROPERS_WORDS
	};
	struct proper_listed *table = xcalloc(LISTED_SLOTS, sizeof(*table));
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		struct str rest = str_trim(str_of(lists[i].words)), word;
		while (str_cut(&rest, ' ', &word))
			list_word(table, word, lists[i].kind);
	}
	const char *particle;
	for (size_t i = 0; (particle = namekey_particle_at(i)) != NULL; i++)
		list_word(table, str_of(particle), KIND_PARTICLE);
	return table;
}

void propers_init(struct propers *p)
{
	*p = (struct propers){ .listed = make_listed() };
}

void propers_forget(struct propers *p)
{
	free(p->forms);
	p->forms = NULL;
	p->n_forms = 0;
}

void propers_fini(struct propers *p)
{
	propers_forget(p);
	free(p->words);
	free(p->runs);
	free(p->listed);
}

size_t propers_bytes(const struct propers *p)
{
	return p->words_cap * sizeof(*p->words) + p->runs_cap * sizeof(*p->runs) + p->n_forms * sizeof(*p->forms);
}

void propers_begin(struct propers *p, struct terms *terms)
{
	p->terms = terms;
	p->n_words = p->n_runs = p->line_runs = 0;
	p->open = false;
	p->last_end = 0;
	p->line_words = p->line_capitals = 0;
}

/* All spellings have it, as far as one can be chosen: of several readings the shortest, for cases only add to a name. */
static uint32_t hash_of(struct str exact, bool acronym)
{
	struct namekeys keys;
	struct str best = STR_NONE;
	namekey_make(exact, acronym, NAMEKEY_CASE, &keys);
	for (size_t i = 0; i < keys.n; i++) {
		struct str key = str_of(keys.list[i].text);
		if (best.n == 0 || key.n < best.n || (key.n == best.n && str_cmp(key, best) < 0))
			best = key;
	}
	return (uint32_t)hash64(best.n ? best : exact) | 1;
}

static struct str exact_of(const struct propers *p, const struct proper_word *w)
{
	struct str term = lexicon_term(p->terms->lexicon, w->form);
	return w->is_exact ? str_sub(term, 0, term.n - 1) : term;
}

static struct proper_form *form_of(struct propers *p, uint32_t form)
{
	if (form >= p->n_forms) {
		size_t more = (size_t)form * 3 / 2 + 1024;
		p->forms = xreallocarray(p->forms, more, sizeof(*p->forms));
		memset(p->forms + p->n_forms, 0, (more - p->n_forms) * sizeof(*p->forms));
		p->n_forms = more;
	}
	return &p->forms[form];
}

static unsigned kind_of(const struct propers *p, const struct proper_word *w)
{
	uint16_t *kind = &terms_state(p->terms, w->form)->name.kind;
	if (!*kind)
		*kind = (uint16_t)(KIND_KNOWN | find_listed(p->listed, exact_of(p, w))->kind);
	return *kind;
}

static uint32_t word_hash(struct propers *p, const struct proper_word *w)
{
	uint32_t *hash = &form_of(p, w->form)->hash[w->acronym];
	if (!*hash)
		*hash = hash_of(exact_of(p, w), w->acronym);
	return *hash;
}

static uint32_t join(uint32_t number, uint32_t hash)
{
	uint64_t mixed = (number * UINT64_C(0x9e3779b97f4a7c15) + hash) * UINT64_C(0xbf58476d1ce4e5b9);
	return (uint32_t)(mixed >> 32);
}

/* ---- Runs ---- */

/* Does the latest word of the run?  "Ministry of the Interior", but not "Ivan Petrov of the Interior". */
static bool joins(const struct propers *p)
{
	const struct proper_word *w = &p->words[p->n_words - 1];
	if (w->capital || !(w->kind & (KIND_JOINING | KIND_PARTICLE)))
		return false;
	return !(w->kind & KIND_ARTICLE) || p->runs[p->n_runs - 1].n == 2;
}

/* "of the" at its end belongs to no name. */
static void close_run(struct propers *p)
{
	if (!p->open)
		return;
	p->open = false;
	struct proper_run *r = &p->runs[p->n_runs - 1];
	while (r->n > 1 && !p->words[r->first + r->n - 1].capital)
		r->n--;
	p->n_words = r->first + r->n;
}

static inline bool is_blank(struct str between)
{
	return between.n == 1 ? between.p[0] == ' ' : str_eqz(between, "\xc2\xa0");
}

/* "A. Knysh", "Dr. Smith" */
static bool is_point_of(struct propers *p, struct str text, struct str between)
{
	const struct proper_word *w = &p->words[p->n_words - 1];
	if (between.n < 2 || between.p[0] != '.' || !is_blank(str_sub(between, 1, between.n)))
		return false;
	return w->end - w->start <= 2 || memchr(text.p + w->start, '.', w->end - w->start) || (w->kind & KIND_TITLE);
}

static void end_line(struct propers *p, struct str between)
{
	bool heading = p->line_words > 1 && 2 * p->line_capitals > p->line_words &&
		       (between.n == 0 || !strchr(".!?;:,", between.p[0]));
	close_run(p);
	if (heading)
		p->n_runs = p->line_runs;
	p->line_runs = p->n_runs;
	p->line_words = p->line_capitals = 0;
}

/* "Karimov's": the bytes that are no part of the name. */
static size_t possessive(struct str word)
{
	if (word.n < 3 || word.p[word.n - 1] != 's')
		return 0;
	switch (word.p[word.n - 2]) {
	case '\'': return 2;
	case '\x99': return str_ends(word, STR("\xe2\x80\x99s")) ? 4 : 0;
	case '\xbc': return str_ends(word, STR("\xca\xbcs")) ? 3 : 0;
	default: return 0;
	}
}

static void add_word(struct propers *p, const struct word *word, size_t end, bool capital)
{
	if (p->n_words == p->words_cap) {
		p->words_cap = p->words_cap * 2 + 64;
		p->words = xreallocarray(p->words, p->words_cap, sizeof(*p->words));
	}
	struct proper_word *w = &p->words[p->n_words++];
	*w = (struct proper_word){ .form = names_form(*word->numbers), .start = (uint32_t)word->start, .end = (uint32_t)end,
				   .is_exact = word->numbers->exact != 0, .acronym = word->flags & WORD_ALL_CAPS, .capital = capital };
	w->kind = (uint16_t)kind_of(p, w);
	if (capital && w->form < p->n_forms)	/* its hash will be asked for at the end of the document */
		__builtin_prefetch(&p->forms[w->form]);
}

static void open_run(struct propers *p, bool in_sentence)
{
	if (p->n_runs == p->runs_cap) {
		p->runs_cap = p->runs_cap * 2 + 32;
		p->runs = xreallocarray(p->runs, p->runs_cap, sizeof(*p->runs));
	}
	p->runs[p->n_runs++] = (struct proper_run){ .first = (uint32_t)p->n_words, .opening = !in_sentence };
	p->open = true;
}

void propers_step(struct propers *p, struct str text, const struct word *word, bool in_sentence)
{
	struct str between = str_sub(text, p->last_end, word->start);
	bool blank = is_blank(between);		/* as most are */
	if (word->start > PROPERS_TEXT_MAX) {
		close_run(p);
		return;
	}
	if (!blank && str_chr(between, '\n') >= 0)
		end_line(p, between);
	/* In a line of capitals they tell nothing, nor in an address. */
	bool capital = (word->flags & WORD_CAPITAL) && (!(word->flags & WORD_ALL_CAPS) || (word->flags & WORD_ACRONYM)) &&
		       (blank || word->start == 0 || !strchr("/._@#=&?%+", text.p[word->start - 1]));
	p->line_capitals += (word->flags & WORD_CAPITAL) != 0;
	if (p->open && !blank && !(word->flags & WORD_PART) && !is_point_of(p, text, between))
		close_run(p);
	if (!p->open && !capital)
		return;
	if (!p->open)
		open_run(p, in_sentence);
	size_t owner = possessive(str_sub(text, word->start, word->end));
	add_word(p, word, word->end - owner, capital);
	bool belongs = capital || joins(p);
	p->runs[p->n_runs - 1].n += belongs;
	if (!belongs || owner)
		close_run(p);
}

/* ---- What runs say ---- */

/* How many words are titles of what follows: "Prime Minister", "Secretary General".  None in "Department of Justice". */
static uint32_t title_of(const struct proper_word *w, uint32_t n)
{
	for (uint32_t i = n; i-- > 0;) {
		if (!(w[i].kind & KIND_TITLE) || (i && !w[i - 1].capital))
			continue;
		uint32_t end = i + 1;
		while (end < n && (w[end].kind & KIND_RANK))
			end++;
		if (end < n)
			return end;
	}
	return 0;
}

/* Words that only stand before a name: of the beginning of a sentence, titles, days. */
static void trim(struct propers *p, const struct names *names, struct proper_run *r)
{
	const struct proper_word *w = p->words + r->first;
	if (r->opening && r->n && ((w->kind & (KIND_OPENING | KIND_ARTICLE)) || names_is_lower(names, w->form))) {
		r->first++, r->n--, w++;
		r->opening = false;
	}
	uint32_t before = title_of(w, r->n);
	if (before || (r->n > 2 && w->end - w->start > 1 && (w->kind & KIND_ARTICLE))) {
		before += before == 0;
		r->first += before, r->n -= before, w += before;
		r->opening = false;
	}
	while (r->n && ((w->kind & KIND_CALENDAR) || !w->capital))
		r->first++, r->n--, w++;
	while (r->n && ((w[r->n - 1].kind & KIND_CALENDAR) || !w[r->n - 1].capital))
		r->n--;
}

static bool says_something(struct propers *p, const struct names *names, const struct proper_run *r)
{
	const struct proper_word *w = p->words + r->first;
	if (r->n == 0 || r->n > WORDS_MAX)
		return false;
	if (r->n > 1)
		return true;
	unsigned kind = w->kind;
	if (w->acronym)
		return !(kind & KIND_ROMAN);
	return !r->opening && w->end - w->start > 2 && !(kind & ~(unsigned)(KIND_KNOWN | KIND_JOINING | KIND_RANK)) &&
	       !names_is_lower(names, w->form);
}

/* "al-Qaeda": the article is written with the name. */
static size_t with_article(struct str text, size_t start)
{
	size_t at = start;
	if (at == 0 || text.p[at - 1] != '-')
		return start;
	for (at--; at > 0 && start - at < 5 && text.p[at - 1] >= 'a' && text.p[at - 1] <= 'z';)
		at--;
	return at + 1 < start ? at : start;
}

/* Kinds of words that are no part of a name's number. */
static unsigned without(const struct proper_word *w)
{
	return KIND_PARTICLE | (w->capital ? 0 : KIND_JOINING);
}

static struct entry entry_of(struct propers *p, struct str text, const struct proper_run *r)
{
	const struct proper_word *w = p->words + r->first;
	struct entry e = { .count = 1, .acronym = r->n == 1 && w->acronym };
	for (uint32_t i = 0; i < r->n; i++) {
		bool joining = w[i].kind & without(w + i);
		e.joined |= joining;
		if (joining && r->n > 1)
			continue;
		e.last = word_hash(p, w + i);
		e.number = join(e.number, e.last);
		e.words++;
	}
	e.written = str_sub(text, with_article(text, w->start), w[r->n - 1].end);
	return e;
}

/* ---- Names of a document ---- */

/* Entries, each number once, and tables by which they are found: open addressing, 0 free, else place + 1. */
struct entries {
	struct entry *list;
	size_t n, mask;
	uint32_t *by_number, *by_last;
};

static void entries_init(struct entries *l, size_t most, struct arena *a)
{
	size_t slots = 16;
	while (slots < 2 * most)
		slots *= 2;
	*l = (struct entries){ .list = arena_array(a, most, sizeof(*l->list)), .mask = slots - 1 };
	l->by_number = arena_zalloc(a, slots * sizeof(*l->by_number));
	l->by_last = arena_zalloc(a, slots * sizeof(*l->by_last));
}

static uint32_t *find_number(const struct entries *l, uint32_t number)
{
	size_t at = number & l->mask;
	while (l->by_number[at] && l->list[l->by_number[at] - 1].number != number)
		at = (at + 1) & l->mask;
	return &l->by_number[at];
}

static uint32_t *find_last(const struct entries *l, uint32_t last)
{
	size_t at = last & l->mask;
	while (l->by_last[at] && l->list[l->by_last[at] - 1].last != last)
		at = (at + 1) & l->mask;
	return &l->by_last[at];
}

/* Written as briefly as the text has it, which leaves the cases out. */
static void add_entry(struct entries *l, const struct entry *e)
{
	uint32_t *slot = find_number(l, e->number);
	if (!*slot) {
		l->list[l->n++] = *e;
		*slot = (uint32_t)l->n;
		return;
	}
	struct entry *same = &l->list[*slot - 1];
	same->count += e->count;
	if (e->written.n < same->written.n)
		same->written = e->written;
}

/* An acronym is what the document says it is; one of a common noun is no name. */
static void spell_out(struct entries *l, struct propers *p, struct analyzer *an, const struct acronym *definitions, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		bool capital = false;
		uint32_t slot = *find_number(l, propers_number_of(p, an, definitions[i].acronym, NULL));
		if (!slot)
			continue;
		uint32_t number = propers_number_of(p, an, definitions[i].long_form, &capital);
		struct entry *e = &l->list[slot - 1];
		struct entry whole = { .number = number, .count = e->count, .words = 2, .acronym = true,
				       .written = definitions[i].long_form };
		e->count = 0;
		if (number && capital && number != e->number)
			add_entry(l, &whole);
	}
}

/* "Karimov" is Islam Karimov where the text has him: the first of two or three words that end so. */
static void join_surnames(struct entries *l)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct entry *e = &l->list[i];
		if (e->acronym || e->joined || e->words < 2 || e->words > 3)
			continue;
		uint32_t *slot = find_last(l, e->last);
		if (!*slot)
			*slot = (uint32_t)i + 1;
	}
	for (size_t i = 0; i < l->n; i++) {
		struct entry *e = &l->list[i];
		uint32_t full = e->acronym || e->words != 1 ? 0 : *find_last(l, e->last);
		if (!full)
			continue;
		l->list[full - 1].count += e->count;
		e->count = 0;
	}
}

struct worth {
	uint64_t worth;
	uint32_t number, entry;
};

/* Several words, and acronyms, are names for certain. */
static uint64_t worth_of(const struct entry *e)
{
	return (uint64_t)e->count * (e->words > 1 || e->acronym ? 3 : 1);
}

static bool is_more(const struct worth *a, const struct worth *b)
{
	return a->worth != b->worth ? a->worth > b->worth : a->number < b->number;
}

/* The entries that are worth most, the best one first; their number. */
static size_t choose(const struct entries *l, struct worth best[PROPERS_MAX], size_t most)
{
	size_t n = 0;
	for (uint32_t i = 0; i < l->n; i++) {
		const struct worth w = { worth_of(&l->list[i]), l->list[i].number, i };
		if (w.worth == 0 || (n == most && !is_more(&w, &best[n - 1])))
			continue;
		size_t at = n < most ? n++ : n - 1;
		for (; at > 0 && is_more(&w, &best[at - 1]); at--)
			best[at] = best[at - 1];
		best[at] = w;
	}
	return n;
}

static void collect(struct propers *p, const struct names *names, struct str text, struct entries *l)
{
	for (size_t i = 0; i < p->n_runs; i++) {
		struct proper_run *r = &p->runs[i];
		trim(p, names, r);
		if (!says_something(p, names, r))
			continue;
		struct entry e = entry_of(p, text, r);
		if (e.words)
			add_entry(l, &e);
	}
}

void propers_end(struct propers *p, const struct names *names, struct analyzer *an, struct str text, const struct acronym *definitions,
		 size_t n_definitions, struct arena *a, struct proper **out_r, size_t *n_r)
{
	struct entries l;
	struct worth best[PROPERS_MAX];
	size_t most = PROPERS_LEAST + text.n / PROPERS_RATE;
	*n_r = 0;
	*out_r = NULL;
	end_line(p, text.n ? str_sub(text, p->last_end, text.n) : STR_NONE);
	if (p->n_runs == 0)
		return;
	entries_init(&l, p->n_runs + n_definitions, a);
	collect(p, names, text, &l);
	spell_out(&l, p, an, definitions, n_definitions);
	join_surnames(&l);
	*n_r = choose(&l, best, most > PROPERS_MAX ? PROPERS_MAX : most);
	*out_r = arena_array(a, *n_r, sizeof(**out_r));
	for (size_t i = 0; i < *n_r; i++) {
		const struct entry *e = &l.list[best[i].entry];
		(*out_r)[i] = (struct proper){ e->number, e->written, e->acronym };
	}
}

struct str propers_pack(const struct proper *list, size_t n, struct arena *a)
{
	uint32_t *numbers = arena_array(a, n, sizeof(*numbers));
	for (size_t i = 0; i < n; i++) {
		size_t at = i;
		for (; at > 0 && numbers[at - 1] > list[i].number; at--)
			numbers[at] = numbers[at - 1];
		numbers[at] = list[i].number;
	}
	for (size_t i = 0; i < n; i++)
		numbers[i] = htobe32(numbers[i]);
	return str_n((char *)numbers, n * PROPERS_BYTES);
}

/* The words of a text under way have their numbers, and what they are is known. */
uint32_t propers_number_of(struct propers *p, struct analyzer *an, struct str name, bool *capital_r)
{
	struct words words;
	struct word word;
	uint32_t number = 0, hash = 0;
	words_begin(&words, an, name, STR_NONE, 1);
	for (bool first = true; words_next(&words, &word); first = false) {
		struct proper_word w = { .acronym = word.flags & WORD_ALL_CAPS, .capital = word.flags & WORD_CAPITAL };
		bool known = p->terms && word.numbers->stem;
		if (known) {
			w.form = names_form(*word.numbers);
			w.is_exact = word.numbers->exact != 0;
		}
		if (first && capital_r)
			*capital_r = w.capital;
		unsigned kind = known ? kind_of(p, &w) : find_listed(p->listed, word.exact)->kind;
		hash = known ? word_hash(p, &w) : hash_of(word.exact, w.acronym);
		if (!(kind & without(&w)))
			number = join(number, hash);
	}
	return number ? number : hash ? join(0, hash) : 0;
}

/* Comparing the positions of words in one document; see phrase.h.
 *
 * The rarest word says where the phrase can be, the next one leaves fewer of these places, and says
 * with each how far the others have to be unpacked: most documents are done with after two words, many of them when the
 * first and the last place of both are known, which takes no unpacking.
 */
#include "config.h"

#include "query/phrase.h"

struct places {
	const termpos_t *list;
	size_t n, at;
};

/* From each place of the first word, the next word at the first place after it, and so on. */
static bool in_order(struct places *words, unsigned n, uint32_t window)
{
	for (struct places *first = words; first->at < first->n; first->at++) {
		termpos_t start = first->list[first->at], before = start;
		for (unsigned i = 1; i < n; i++) {
			struct places *w = &words[i];
			while (w->at < w->n && w->list[w->at] <= before)
				w->at++;
			if (w->at == w->n)
				return false;
			before = w->list[w->at];
		}
		if (before - start < window)
			return true;
	}
	return false;
}

/* How far after place i of the phrase its place k can be, at least and at most: negative before it. */
static int64_t nearest(const struct phrase *p, unsigned i, unsigned k)
{
	return k > i ? (int64_t)k - i : -((int64_t)p->window - p->n + i - k);
}

static int64_t farthest(const struct phrase *p, unsigned i, unsigned k)
{
	return -nearest(p, k, i);
}

static bool is_apart(const struct positions_code *c, int64_t least, int64_t most)
{
	return c->first > most || c->last < least;
}

/* Of the n places in `list` keep those from which one of w is `least` to `most` away. */
static size_t keep_near(termpos_t *list, size_t n, const struct places *w, int64_t least, int64_t most)
{
	size_t kept = 0, at = 0;
	for (size_t i = 0; i < n; i++) {
		while (at < w->n && w->list[at] < list[i] + least)
			at++;
		if (at == w->n)
			break;
		if (w->list[at] <= list[i] + most)
			list[kept++] = list[i];
	}
	return kept;
}

/* ---- Words ---- */

void phrase_words_init(struct phrase_words *w, unsigned n, struct arena *a)
{
	*w = (struct phrase_words){ .arena = a, .list = arena_array(a, n, sizeof(*w->list)) };
}

void phrase_add_word(struct phrase_words *w, unsigned n_terms)
{
	w->list[w->n++] = (struct phrase_word){ .terms = arena_array(w->arena, n_terms, sizeof(*w->list->terms)) };
}

void phrase_add_term(struct phrase_words *w, const struct positions *p, struct str term)
{
	struct phrase_word *word = &w->list[w->n - 1];
	positions_begin(&word->terms[word->n++], p, term, w->arena);
}

void phrase_prepare(struct phrase *p, const struct phrase_words *w)
{
	p->repeats = false;
	for (unsigned i = 0; i < p->n; i++) {
		unsigned k = i;
		for (; k > 0 && w->list[p->words[p->order[k - 1]]].documents > w->list[p->words[i]].documents; k--)
			p->order[k] = p->order[k - 1];
		p->order[k] = (unsigned char)i;
		for (k = 0; k < i; k++)
			p->repeats |= p->words[k] == p->words[i];
	}
	unsigned first = p->words[p->order[0]], second = p->words[p->order[1]];
	p->pair = first != second && w->list[first].n == 1 && w->list[second].n == 1;
}

/* ---- Where a word stands in a document ---- */

/* A term that was found, if a place of it is within low and high; up to that, but all of it if it may be asked for again. */
static int read_found(const struct phrase *p, struct positions_of *o, int64_t low, int64_t high, struct places *places_r, struct err *err)
{
	if (is_apart(&o->code, low, high))
		return 0;
	termpos_t limit = p->repeats || high > UINT32_MAX ? UINT32_MAX : high < 0 ? 0 : (termpos_t)high;
	if (positions_read(o, limit, &places_r->n, err) != 0)
		return -1;
	places_r->list = o->list;
	return 1;
}

static int read_term(const struct phrase *p, struct positions_of *o, docid_t doc, uint64_t rank, int64_t low,
		     int64_t high, struct places *places_r, struct err *err)
{
	int rc = positions_find(o, doc, rank, err);
	return rc > 0 ? read_found(p, o, low, high, places_r, err) : rc;
}

/* Can the first two words be so near to each other?  They are found then, and the first is of no use beyond *high_r. */
static int find_pair(const struct phrase *p, const struct phrase_words *w, docid_t doc, const uint64_t *ranks, int64_t *high_r,
		     struct err *err)
{
	unsigned x = p->order[0], y = p->order[1];
	struct positions_of *first = w->list[p->words[x]].terms, *second = w->list[p->words[y]].terms;
	int64_t least = nearest(p, x, y), most = farthest(p, x, y);
	int rc = positions_find(first, doc, ranks[p->words[x]], err);
	if (rc > 0)
		rc = positions_find(second, doc, ranks[p->words[y]], err);
	if (rc <= 0)
		return rc;
	*high_r = second->code.last - least;
	return !is_apart(&second->code, first->code.first + least, first->code.last + most);
}

/* What is in either of two lists that rise. */
static size_t unite(const termpos_t *x, size_t n_x, const termpos_t *y, size_t n_y, termpos_t *out)
{
	size_t n = 0;
	for (size_t i = 0, k = 0; i < n_x || k < n_y; n++) {
		bool of_x = k == n_y || (i < n_x && x[i] <= y[k]), of_y = i == n_x || (k < n_y && y[k] <= x[i]);
		out[n] = of_x ? x[i] : y[k];
		i += of_x;
		k += of_y;
	}
	return n;
}

/* Of all terms of a word, which one by one need not be in the document. */
static int read_terms(struct phrase_words *w, struct phrase_word *word, docid_t doc, struct places *places_r,
		      struct err *err)
{
	static const struct phrase whole = { .repeats = true };
	*places_r = (struct places){ 0 };
	for (unsigned i = 0; i < word->n; i++) {
		struct places one;
		int rc = read_term(&whole, &word->terms[i], doc, 0, 0, UINT32_MAX, &one, err);
		if (rc < 0)
			return -1;
		if (rc == 0)
			continue;
		word->spare = arena_grow(w->arena, word->spare, &word->spare_room, places_r->n + one.n,
					 sizeof(*word->spare));
		places_r->n = unite(places_r->list, places_r->n, one.list, one.n, word->spare);
		places_r->list = word->spare;
		word->spare = word->united;
		word->united = (termpos_t *)places_r->list;
		size_t room = word->spare_room;
		word->spare_room = word->united_room;
		word->united_room = room;
	}
	return places_r->n > 0;
}

static termpos_t *copy_places(struct phrase_words *w, const struct places *from)
{
	w->kept = arena_grow(w->arena, w->kept, &w->kept_room, from->n, sizeof(*w->kept));
	memcpy(w->kept, from->list, from->n * sizeof(*w->kept));
	return w->kept;
}

int phrase_check(const struct phrase *p, struct phrase_words *w, docid_t doc, const uint64_t *ranks,
		 struct err *err)
{
	struct places places[PHRASE_MAX];
	unsigned first = p->order[0];
	termpos_t *kept = NULL;		/* places of the rarest word that can be the phrase's */
	size_t n = 0;
	int64_t last = UINT32_MAX;
	int rc = p->pair ? find_pair(p, w, doc, ranks, &last, err) : 1;
	if (rc <= 0)
		return rc;
	for (unsigned i = 0; i < p->n; i++) {
		unsigned place = p->order[i], number = p->words[place];
		places[place].at = 0;
		struct phrase_word *word = &w->list[number];
		int64_t least = i ? nearest(p, first, place) : 0, most = i ? farthest(p, first, place) : 0;
		int64_t low = i ? kept[0] + least : 0, high = i ? kept[n - 1] + most : last;
		rc = word->n > 1 ? read_terms(w, word, doc, &places[place], err)
		     : i < 2 && p->pair ? read_found(p, word->terms, low, high, &places[place], err)
		     : read_term(p, word->terms, doc, ranks[number], low, high, &places[place], err);
		if (rc <= 0)
			return rc;
		if (i == 0) {
			kept = copy_places(w, &places[place]);
			n = places[place].n;
			continue;
		}
		n = keep_near(kept, n, &places[place], least, most);
		if (n == 0)
			return 0;
	}
	return p->window == p->n || in_order(places, p->n, p->window);
}

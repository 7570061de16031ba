/* Comparing the positions of words in one document; see phrase.h.
 *
 * The word that comes least often says how far those of the others have to be unpacked.
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

static bool is_apart(const struct positions_code *a, const struct positions_code *b, uint32_t window)
{
	return (a->first > b->last && a->first - b->last >= window) ||
	       (b->first > a->last && b->first - a->last >= window);
}

/* Unpack a word, the same one once only. */
static int read_word(const struct phrase *p, struct positions_of *words, unsigned i, termpos_t limit,
		     struct places *places, struct err *err)
{
	for (unsigned k = 0; k < i; k++)
		if (p->words[k] == p->words[i]) {
			places[i] = places[k];
			return 0;
		}
	struct positions_of *o = &words[p->words[i]];
	if (positions_read(o, limit, &places[i].n, err) != 0)
		return -1;
	places[i].list = o->list;
	return 0;
}

int phrase_check(const struct phrase *p, struct positions_of *words, const uint64_t *ranks, docid_t doc,
		 struct err *err)
{
	struct places places[PHRASE_MAX] = { 0 };
	const struct positions_code *least = NULL;
	for (unsigned i = 0; i < p->n; i++) {
		struct positions_of *o = &words[p->words[i]];
		int rc = positions_find(o, doc, ranks[p->words[i]], err);
		if (rc <= 0)
			return rc;
		if (!least || o->code.n < least->n)
			least = &o->code;
	}
	for (unsigned i = 0; i < p->n; i++)
		if (is_apart(least, &words[p->words[i]].code, p->window))
			return 0;
	termpos_t limit = least->last > UINT32_MAX - p->window ? UINT32_MAX : least->last + p->window;
	for (unsigned i = 0; i < p->n; i++)
		if (read_word(p, words, i, limit, places, err) != 0)
			return -1;
	return in_order(places, p->n, p->window);
}

/* Comparing the positions of words in one document; see phrase.h.
 *
 * The rarest word says where the phrase can be, the next one leaves fewer of these places, and says
 * with each how far the others have to be unpacked: most documents are done with after two words.
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

void phrase_prepare(struct phrase *p, const struct phrase_words *w)
{
	p->repeats = false;
	for (unsigned i = 0; i < p->n; i++) {
		unsigned k = i;
		for (; k > 0 && w->documents[p->words[p->order[k - 1]]] > w->documents[p->words[i]]; k--)
			p->order[k] = p->order[k - 1];
		p->order[k] = (unsigned char)i;
		for (k = 0; k < i; k++)
			p->repeats |= p->words[k] == p->words[i];
	}
}

/* Unpack a word up to a place; all of it if it may be asked for again. */
static int read_word(const struct phrase *p, struct positions_of *o, int64_t last, struct places *places_r,
		     struct err *err)
{
	termpos_t limit = p->repeats || last > UINT32_MAX ? UINT32_MAX : last < 0 ? 0 : (termpos_t)last;
	if (positions_read(o, limit, &places_r->n, err) != 0)
		return -1;
	places_r->list = o->list;
	return 0;
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
	struct places places[PHRASE_MAX] = { 0 };
	unsigned first = p->order[0];
	termpos_t *kept = NULL;		/* places of the rarest word that can be the phrase's */
	size_t n = 0;
	for (unsigned i = 0; i < p->n; i++) {
		unsigned place = p->order[i], word = p->words[place];
		struct positions_of *o = &w->positions[word];
		int rc = positions_find(o, doc, ranks[word], err);
		if (rc <= 0)
			return rc;
		if (i == 0) {
			if (read_word(p, o, UINT32_MAX, &places[place], err) != 0)
				return -1;
			kept = copy_places(w, &places[place]);
			n = places[place].n;
			continue;
		}
		int64_t least = nearest(p, first, place), most = farthest(p, first, place);
		if (is_apart(&o->code, kept[0] + least, kept[n - 1] + most))
			return 0;
		if (read_word(p, o, kept[n - 1] + most, &places[place], err) != 0)
			return -1;
		n = keep_near(kept, n, &places[place], least, most);
		if (n == 0)
			return 0;
	}
	return p->window == p->n || in_order(places, p->n, p->window);
}

/* Walking through the entries of one term in the POSITION table; see positions.h. */
#include "config.h"

#include "index/positions.h"

#include <stdlib.h>

#include "common/xalloc.h"
#include "glass/pack.h"
#include "glass/table_view.h"

#define MOST (1u << 26)		/* positions of a term in one document: more than any has words */

struct positions {
	struct table_view view;
};

static int damaged(struct err *err, const char *what)
{
	return err_set(err, ERR_CORRUPT, "damaged positions: %s", what);
}

/* ---- Opening ---- */

int positions_map(const char *database, struct positions **out_r, struct err *err)
{
	struct positions *p = *out_r = xcalloc(1, sizeof(*p));
	int rc = table_view_open(&p->view, database, TABLE_POSITION, err);
	if (rc != 0)
		positions_unmap(out_r);
	return rc;
}

void positions_unmap(struct positions **pp)
{
	struct positions *p = *pp;
	if (!p)
		return;
	*pp = NULL;
	table_view_close(&p->view);
	free(p);
}

bool positions_are_of(const struct positions *p, uint64_t revision, struct str uuid)
{
	return table_view_is_of(&p->view, revision, uuid);
}

bool positions_hold(const struct positions *p)
{
	return table_view_holds(&p->view);
}

/* ---- The leaf ---- */

void positions_begin(struct positions_of *o, const struct positions *p, struct str term, struct arena *a)
{
	*o = (struct positions_of){ .positions = p, .arena = a };
	size_t zeros = 1;
	for (size_t i = 0; i < term.n; i++)
		zeros += term.p[i] == '\0';
	if (term.n + zeros + PACK_SORT_MAX > sizeof(o->key))	/* the key of no entry */
		return;
	unsigned char *end = pack_term(o->key, term);
	*end++ = '\0';
	o->term_n = (size_t)(end - o->key);
}

/* An item of the term, and its document. */
static int read_item(const struct positions_of *o, unsigned at, struct table_item *item, docid_t *doc_r,
		     struct err *err)
{
	if (table_map_item(&o->leaf, at, item, err) != 0)
		return -1;
	if (item->key.n <= o->term_n ||
	    !unpack_uint_sort((const unsigned char *)item->key.p + o->term_n, item->key.n - o->term_n, doc_r))
		return damaged(err, "key of an entry");
	return 0;
}

/* Is the key before those of the term, one of them, or beyond?  A zero byte followed by 0xff is one of a
 * longer term. */
static int compare_term(const struct positions_of *o, struct str key)
{
	int order = str_cmp(str_sub(key, 0, o->term_n), str_n((const char *)o->key, o->term_n));
	return order ? order : key.n > o->term_n && (unsigned char)key.p[o->term_n] == 0xff;
}

/* The first item from `low` on that is not before those of the term; or, past: that is beyond them. */
static int find_edge(const struct positions_of *o, unsigned low, bool past, unsigned *edge_r, struct err *err)
{
	unsigned high = o->leaf.items;
	for (unsigned middle = past ? high - 1 : low; low < high; middle = low + (high - low) / 2) {
		struct table_item item;
		if (table_map_item(&o->leaf, middle, &item, err) != 0)
			return -1;
		int order = compare_term(o, item.key);
		if (order < 0 || (past && order == 0))
			low = middle + 1;
		else
			high = middle;
	}
	*edge_r = low;
	return 0;
}

/* The first document of the term whose key does not come before what is left of one.  False: it is not one of the term. */
static bool document_from(const struct positions_of *o, struct str key, docid_t *doc_r)
{
	unsigned char doc[PACK_SORT_MAX] = { 0 };
	if (key.n < o->term_n || key.n - o->term_n > sizeof(doc) || compare_term(o, key) != 0)
		return false;
	memcpy(doc, key.p + o->term_n, key.n - o->term_n);
	return unpack_uint_sort(doc, pack_sort_size(doc[0]), doc_r);
}

/* The documents of a leaf that holds nothing but entries of the term, as is known without a look at it. */
static bool documents_within(const struct positions_of *o, const struct table_span *span, docid_t *first_r, docid_t *last_r)
{
	docid_t past;
	if (!document_from(o, span->low, first_r) || !document_from(o, span->high, &past) || past == 0)
		return false;
	*last_r = past - 1;
	return true;
}

static struct str key_of(struct positions_of *o, docid_t doc)
{
	unsigned char *end = pack_uint_sort(o->key + o->term_n, doc);
	return str_n((const char *)o->key, (size_t)(end - o->key));
}

/* To the leaf that the entry of this document is in, if there is one. */
static int go_to_leaf(struct positions_of *o, docid_t doc, struct err *err)
{
	struct table_span span;
	if (doc < o->sought)
		o->finger = (struct table_finger){ .at = 0 };
	o->sought = doc;
	o->begin = o->end = 0;
	o->first = 1;
	o->last = 0;
	if (table_map_leaf_from(&o->positions->view.map, &o->finger, key_of(o, doc), &o->leaf, &span, err) != 0)
		return -1;
	if (o->leaf.items == 0)
		return 0;
	if (documents_within(o, &span, &o->first, &o->last)) {
		o->at = o->end = o->leaf.items;
		return 0;
	}
	o->first = 1;
	if (find_edge(o, 0, false, &o->begin, err) != 0 || find_edge(o, o->begin, true, &o->end, err) != 0)
		return -1;
	o->at = o->end;
	if (o->begin == o->end)
		return 0;
	struct table_item item;
	if (read_item(o, o->end - 1, &item, &o->last, err) != 0 || read_item(o, o->begin, &item, &o->first, err) != 0)
		return -1;
	o->first += item.component > 1 && o->first < UINT32_MAX;	/* that one begins in the leaf before */
	return 0;
}

/* Where the document should be, o->first <= doc <= o->last. */
static unsigned guess(const struct positions_of *o, docid_t doc, uint64_t rank)
{
	if (o->at < o->end && rank >= o->rank && rank - o->rank < o->end - o->at)
		return o->at + (unsigned)(rank - o->rank);
	uint64_t range = (uint64_t)o->last - o->first + 1;
	return o->begin + (unsigned)((uint64_t)(doc - o->first) * (o->end - o->begin) / range);
}

/* The first item of the document or of one after it (0: of none), which is not beyond o->last: near `at`, then in
 * steps that double, then by halves. */
static int find_item(struct positions_of *o, docid_t doc, unsigned at, struct table_item *item, docid_t *found_r,
		     struct err *err)
{
	unsigned low = o->begin, high = o->end - 1;	/* it is from low on, and not after high */
	bool halves = false, was_before = false;
	for (unsigned step = 1; low < high; step *= 2) {
		if (read_item(o, at, item, found_r, err) != 0)
			return -1;
		o->at = at;
		if (*found_r == doc && item->component == 1)
			return 0;
		bool is_before = *found_r < doc;
		if (is_before)
			low = at + 1;
		else
			high = at;
		halves |= high - low <= step || (step > 1 && is_before != was_before);
		was_before = is_before;
		at = halves ? low + (high - low) / 2 : is_before ? low + step - 1 : high - step;
	}
	o->at = low;
	*found_r = 0;
	return low < o->end ? read_item(o, low, item, found_r, err) : 0;
}

/* ---- An entry ---- */

static void join(struct positions_of *o, size_t n, struct str part)
{
	o->joined = arena_grow(o->arena, o->joined, &o->joined_room, n + part.n + POSITIONS_AFTER, 1);
	if (part.n)
		memcpy(o->joined + n, part.p, part.n);
	memset(o->joined + n + part.n, 0, POSITIONS_AFTER);
}

/* The tag that begins with the item, put together from all of its items. */
static int join_tag(struct positions_of *o, const struct table_item *item, struct str *tag_r, struct err *err)
{
	struct table_leaf leaf = o->leaf;
	struct table_item next = *item;
	unsigned at = o->at;
	size_t n = 0;
	for (unsigned component = 1;; component++) {
		if (next.component != component || !str_eq(next.key, item->key))
			return damaged(err, "a long entry");
		join(o, n, next.tag);
		n += next.tag.n;
		if (next.last)
			break;
		if (++at == leaf.items) {
			at = 0;		/* a leaf begins with it */
			if (table_map_leaf(&o->positions->view.map, item->key, component + 1, &leaf, err) != 0)
				return -1;
		}
		if (table_map_item(&leaf, at, &next, err) != 0)
			return -1;
	}
	*tag_r = str_n(o->joined, n);
	return 0;
}

static int open_entry(struct positions_of *o, const struct table_item *item, struct err *err)
{
	struct str tag = item->tag;
	if ((!item->last || item->component != 1 || !table_map_reaches(&o->positions->view.map, tag, POSITIONS_AFTER)) &&
	    join_tag(o, item, &tag, err) != 0)
		return -1;
	return positions_open(&o->code, tag) ? 1 : damaged(err, "an entry");
}

int positions_find(struct positions_of *o, docid_t doc, uint64_t rank, struct err *err)
{
	struct table_item item;
	docid_t found;
	if (o->term_n == 0)
		return 0;
	if ((doc < o->first || doc > o->last) && go_to_leaf(o, doc, err) != 0)
		return -1;
	if (doc < o->first || doc > o->last)
		return 0;
	if (find_item(o, doc, guess(o, doc, rank), &item, &found, err) != 0)
		return -1;
	o->rank = rank;
	return found == doc ? open_entry(o, &item, err) : 0;
}

int positions_read(struct positions_of *o, termpos_t limit, size_t *n_r, struct err *err)
{
	if (o->code.n > MOST)
		return damaged(err, "number of positions");
	o->list = arena_grow(o->arena, o->list, &o->list_room, o->code.n, sizeof(*o->list));
	*n_r = positions_unpack(&o->code, limit, o->list);
	return *n_r ? 0 : damaged(err, "an entry");
}

/* Looking up keys in leaves of the POSTLIST table; see lookup.h. */
#include "config.h"

#include "glass/lookup.h"

#include "common/buf.h"
#include "glass/pack.h"

static const char metadata[] = { '\0', '\xc0' };	/* begins the keys of metadata */

struct key {
	unsigned char bytes[2 * TABLE_KEY_MAX];
	size_t n;			/* 0: longer than any */
};

static void term_key(struct key *k, struct str term)
{
	k->n = term.n && term.n <= TABLE_KEY_MAX ? (size_t)(pack_term(k->bytes, term) - k->bytes) : 0;
	k->n = k->n > TABLE_KEY_MAX ? 0 : k->n;
}

static void metadata_key(struct key *k, struct str key)
{
	k->n = key.n + sizeof(metadata) <= TABLE_KEY_MAX ? key.n + sizeof(metadata) : 0;
	if (k->n)
		pack_raw(pack_raw(k->bytes, str_n(metadata, sizeof(metadata))), key);
}

/* An entry of a leaf. */
struct place {
	struct table_leaf leaf;
	unsigned at;
	struct table_item item;
};

/* The entry at the place, or the first of the next leaf: 1; 0: there is none; -1. */
static int read_item(const struct table_map *t, const struct key *k, struct place *p)
{
	struct err err;
	if (p->at == p->leaf.items) {
		if (table_map_leaf_after(t, p->item.key.n ? p->item.key : str_n((const char *)k->bytes, k->n), UINT16_MAX, &p->leaf,
					 &err) != 0)
			return -1;
		p->at = 0;
		if (p->leaf.items == 0)
			return 0;
	}
	return table_map_item(&p->leaf, p->at, &p->item, &err) == 0 ? 1 : -1;
}

/* The first entry that is not before the key. */
static int find(const struct table_map *t, const struct key *k, struct place *p)
{
	struct str key = str_n((const char *)k->bytes, k->n);
	struct err err;
	*p = (struct place){ .at = 0 };
	if (table_map_leaf(t, key, 1, &p->leaf, &err) != 0)
		return -1;
	for (unsigned high = p->leaf.items; p->at < high;) {
		unsigned middle = p->at + (high - p->at) / 2;
		if (table_map_item(&p->leaf, middle, &p->item, &err) != 0)
			return -1;
		if (str_cmp(p->item.key, key) < 0)
			p->at = middle + 1;
		else
			high = middle;
	}
	return p->leaf.items ? read_item(t, k, p) : 0;
}

static int find_exactly(const struct table_map *t, const struct key *k, struct place *p)
{
	int rc = k->n ? find(t, k, p) : 0;
	return rc > 0 ? str_eq(p->item.key, str_n((const char *)k->bytes, k->n)) : rc;
}

int lookup_term(const struct table_map *t, struct str term, uint32_t *documents_r)
{
	struct key k;
	struct place p;
	uint64_t documents;
	term_key(&k, term);
	*documents_r = 0;
	int rc = find_exactly(t, &k, &p);
	if (rc <= 0)
		return rc;
	/* A list begins with the number of its documents. */
	if (p.item.component != 1 || p.item.packed || !str_take_varint(&p.item.tag, &documents) || documents > UINT32_MAX)
		return -1;
	*documents_r = (uint32_t)documents;
	return 1;
}

int lookup_metadata(const struct table_map *t, struct str key)
{
	struct key k;
	struct place p;
	metadata_key(&k, key);
	return find_exactly(t, &k, &p);
}

int lookup_terms_starting(const struct table_map *t, struct str prefix)
{
	struct key k;
	struct place p;
	term_key(&k, prefix);
	int rc = k.n ? find(t, &k, &p) : -1;
	return rc > 0 && str_starts(p.item.key, str_n((const char *)k.bytes, k.n)) ? -1 : rc > 0 ? 0 : rc;
}

int lookup_metadata_starting(const struct table_map *t, struct str prefix, lookup_fn *fn, void *arg)
{
	struct key k;
	struct place p;
	metadata_key(&k, prefix);
	int rc = k.n ? find(t, &k, &p) : -1;
	struct str before = STR_NONE;
	for (; rc > 0 && str_starts(p.item.key, str_n((const char *)k.bytes, k.n)); p.at++, rc = read_item(t, &k, &p)) {
		if (p.item.component != 1 || !p.item.last || p.item.packed || str_cmp(p.item.key, before) <= 0)
			return -1;
		before = p.item.key;
		if (fn && fn(arg, str_sub(p.item.key, sizeof(metadata), p.item.key.n), p.item.tag))
			return 0;
	}
	return rc < 0 ? -1 : 1;
}

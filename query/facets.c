/* Counting the values of a field over all matches; see facets.h. */
#include "config.h"

#include "query/facets.h"

#include <stdlib.h>

#include "common/hash.h"
#include "index/schema.h"

static bool find_slot(struct str name, enum slot *slot_r)
{
	static const struct { const char *name; enum slot slot; } known[] = {
		{ "lang", SLOT_LANG }, { "type", SLOT_TYPE }, { "source", SLOT_SOURCE }, { "author", SLOT_AUTHOR },
		{ "year", SLOT_YEAR }, { "names", SLOT_NAMES },
	};
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (str_eqz(name, known[i].name)) {
			*slot_r = known[i].slot;
			return true;
		}
	return false;
}

/* ---- Values met, in a table with open addressing ---- */

struct counted {
	uint64_t hash;
	struct str value;
	uint32_t count;			/* 0: free */
	size_t last;			/* match + 1: a list may name one twice */
};

struct counter {
	struct arena *arena;
	bool several;			/* values are lists of authors */
	struct counted *slots;
	size_t n, mask;
	uint64_t with;			/* matches that have a value */
};

static struct counted *find_counted(const struct counter *c, uint64_t hash, struct str value)
{
	size_t at = hash & c->mask;
	while (c->slots[at].count && (c->slots[at].hash != hash || !str_eq(c->slots[at].value, value)))
		at = (at + 1) & c->mask;
	return &c->slots[at];
}

static void grow(struct counter *c)
{
	const struct counted *old = c->slots;
	size_t n_old = c->mask + 1;
	c->mask = 2 * n_old - 1;
	c->slots = arena_zalloc(c->arena, (c->mask + 1) * sizeof(*c->slots));
	for (size_t i = 0; i < n_old; i++)
		if (old[i].count)
			*find_counted(c, old[i].hash, old[i].value) = old[i];
}

static void count(struct counter *c, size_t match, struct str value)
{
	uint64_t hash = hash64(value);
	struct counted *slot = find_counted(c, hash, value);
	if (slot->count && slot->last == match + 1)
		return;
	if (!slot->count) {
		*slot = (struct counted){ .hash = hash, .value = arena_str(c->arena, value) };
		c->n++;
	}
	slot->count++;
	slot->last = match + 1;
	if (2 * c->n > c->mask)
		grow(c);
}

static int count_value(void *arg, size_t match, struct str value)
{
	struct counter *c = arg;
	bool any = false;
	while (c->several && value.n) {
		ptrdiff_t end = str_find(value, STR("; "));
		struct str one = str_trim(end < 0 ? value : str_sub(value, 0, (size_t)end));
		value = end < 0 ? STR_NONE : str_sub(value, (size_t)end + 2, value.n);
		any |= one.n > 0;
		if (one.n)
			count(c, match, one);
	}
	if (value.n) {
		count(c, match, value);
		any = true;
	}
	c->with += any;
	return 0;
}

static int by_count(const void *a, const void *b)
{
	const struct facet_value *x = a, *y = b;
	return x->count != y->count ? (x->count > y->count ? -1 : 1) : str_cmp(x->value, y->value);
}

static void list_values(const struct counter *c, size_t limit, struct search_facet *out)
{
	out->values = arena_array(c->arena, c->n, sizeof(*out->values));
	for (size_t i = 0; i <= c->mask; i++)
		if (c->slots[i].count)
			out->values[out->n++] = (struct facet_value){ c->slots[i].value, c->slots[i].count, 0 };
	if (out->n)
		qsort(out->values, out->n, sizeof(*out->values), by_count);
	for (size_t i = limit; i < out->n; i++)
		out->other += out->values[i].count;
	out->more = out->n > limit ? out->n - limit : 0;
	out->n -= out->more;
}

int facet_count(struct store *s, struct str name, const docid_t *docs, size_t n, size_t limit, const struct name_asker *asker,
		struct arena *a, struct search_facet *out_r, struct err *err)
{
	enum slot slot;
	*out_r = (struct search_facet){ .name = name };
	if (!find_slot(name, &slot))
		return err_set(err, ERR_INVALID, "no facet \"%.*s\"", STR_ARG(name));
	if (n == 0)
		return 0;
	if (slot == SLOT_NAMES)
		return name_facet(s, docs, n, limit, asker, a, out_r, err);
	struct counter c = { .arena = a, .several = slot == SLOT_AUTHOR, .mask = 63 };
	c.slots = arena_zalloc(a, (c.mask + 1) * sizeof(*c.slots));
	if (store_values(s, slot, docs, n, count_value, &c, err) < 0)
		return -1;
	list_values(&c, limit, out_r);
	out_r->none = n - c.with;
	return 0;
}

/* Grouping hits by what their sketches share; see twins.h. */
#include "config.h"

#include "query/twins.h"

#include "index/sketch.h"

/* Which groups have shown a document with this hash: a table with open addressing. */
struct slot {
	uint32_t hash, group;	/* number + 1; 0: free */
};

struct grouping {
	const struct doc *docs;
	struct arena *arena;
	struct twins_group *groups;
	size_t n;
	size_t *caps;		/* of the others of each group */
	struct slot *slots;
	size_t mask;
};

bool twins_may_be_same(const struct doc *a, const struct doc *b)
{
	return a->date.n == 0 || b->date.n == 0 || str_starts(a->date, b->date) || str_starts(b->date, a->date);
}

static void remember(struct grouping *g, size_t group, struct str sketch)
{
	for (size_t i = 0; i < sketch_count(sketch); i++) {
		uint32_t hash = sketch_hash(sketch, i);
		size_t at = hash & g->mask;
		while (g->slots[at].group)
			at = (at + 1) & g->mask;
		g->slots[at] = (struct slot){ hash, (uint32_t)group + 1 };
	}
}

/* The group whose shown hit is a twin, or n. */
static size_t find_group(const struct grouping *g, size_t hit, enum kinship *kin_r)
{
	const struct doc *d = &g->docs[hit];
	size_t tried = g->n;
	for (size_t i = 0; i < sketch_count(d->sketch); i++) {
		uint32_t hash = sketch_hash(d->sketch, i);
		for (size_t at = hash & g->mask; g->slots[at].group; at = (at + 1) & g->mask) {
			size_t group = g->slots[at].group - 1;
			if (g->slots[at].hash != hash || group == tried)
				continue;
			tried = group;
			const struct doc *shown = &g->docs[g->groups[group].shown];
			*kin_r = sketch_compare(d->sketch, shown->sketch);
			if (*kin_r != KIN_NONE && twins_may_be_same(d, shown))
				return group;
		}
	}
	return g->n;
}

static void add_other(struct grouping *g, size_t group, size_t hit)
{
	struct twins_group *t = &g->groups[group];
	t->others = arena_grow(g->arena, t->others, &g->caps[group], t->n_others + 1, sizeof(*t->others));
	t->others[t->n_others++] = hit;
}

static void add_hit(struct grouping *g, size_t hit)
{
	enum kinship kin;
	size_t group = find_group(g, hit, &kin);
	if (group == g->n) {
		g->groups[g->n++] = (struct twins_group){ .shown = hit };
		remember(g, group, g->docs[hit].sketch);
	} else if (kin == KIN_HOLDS) {
		add_other(g, group, g->groups[group].shown);
		g->groups[group].shown = hit;
		remember(g, group, g->docs[hit].sketch);
	} else {
		add_other(g, group, hit);
	}
}

void twins_group(const struct doc *docs, size_t n, struct arena *a, struct twins_group **out_r, size_t *n_r)
{
	struct grouping g = { .docs = docs, .arena = a };
	size_t hashes = 0, size = 16;
	for (size_t i = 0; i < n; i++)
		hashes += sketch_count(docs[i].sketch);
	while (size < 2 * hashes)
		size *= 2;
	g.mask = size - 1;
	g.slots = arena_array(a, size, sizeof(*g.slots));
	g.groups = arena_array(a, n, sizeof(*g.groups));
	g.caps = arena_array(a, n, sizeof(*g.caps));
	for (size_t i = 0; i < n; i++)
		add_hit(&g, i);
	*out_r = g.groups;
	*n_r = g.n;
}

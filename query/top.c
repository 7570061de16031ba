/* The order of words, and their texts; see top.h. */
#include "config.h"

#include "query/top.h"

static int better_first(const void *a, const void *b)
{
	const struct top_item *x = a, *y = b;
	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	if (x->documents != y->documents)
		return x->documents > y->documents ? -1 : 1;
	return str_cmp(x->text, y->text);
}

void top_init(struct top *t, size_t max, struct arena *a)
{
	t->arena = a;
	best_init(&t->best, max, sizeof(struct top_item), better_first, a);
}

void top_add(struct top *t, const struct top_item *item)
{
	struct top_item *kept = best_add(&t->best, item);
	if (kept)
		kept->text = arena_str(t->arena, item->text);
}

const struct top_item *top_sorted(struct top *t, size_t *n_r)
{
	best_sort(&t->best);
	*n_r = t->best.n;
	return (const struct top_item *)t->best.list;
}

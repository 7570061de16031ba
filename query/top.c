/* Selecting the best few: fill a table of twice the size, sort, drop the worse half; see top.h. */
#include "config.h"

#include "query/top.h"

#include <stdlib.h>

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
	*t = (struct top){ .arena = a, .max = max };
	t->items = arena_array(a, 2 * max, sizeof(*t->items));
}

void top_sort(struct top *t)
{
	qsort(t->items, t->n, sizeof(*t->items), better_first);
	if (t->n >= t->max) {
		t->n = t->max;
		t->bounded = true;
	}
}

void top_add(struct top *t, const struct top_item *item)
{
	if (t->max == 0 || (t->bounded && better_first(item, &t->items[t->max - 1]) >= 0))
		return;
	if (t->n == 2 * t->max)
		top_sort(t);
	t->items[t->n] = *item;
	t->items[t->n++].text = arena_str(t->arena, item->text);
}

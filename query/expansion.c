/* The list of what was added to a query; see expansion.h. */
#include "config.h"

#include "query/expansion.h"

/* Alternatives of one word that are written out; of the others only their number. */
#define SHOWN 12

const char *expansion_kind_name(enum expansion_kind kind)
{
	static const char *const names[] = {
		[EXPANSION_ALIAS] = "alias", [EXPANSION_ACRONYM] = "acronym", [EXPANSION_NAME] = "name",
		[EXPANSION_SPELLING] = "spelling",
		[EXPANSION_FEEDBACK] = "feedback",
	};
	return names[kind];
}

bool widening_leaves_alone(const struct widening *w, struct str typed)
{
	for (size_t i = 0; i < w->n_alone; i++)
		if (str_eq(w->alone[i], typed))
			return true;
	return false;
}

void expansion_add(struct expansions *l, struct arena *a, struct expansion e)
{
	for (size_t i = 0; i < l->n; i++)
		if (str_eq(l->list[i].from, e.from) && str_eq_nocase(l->list[i].to, e.to))
			return;
	l->list = arena_grow(a, l->list, &l->cap, l->n + 1, sizeof(*l->list));
	l->list[l->n++] = e;
}

static bool same_group(const struct expansion *x, const struct expansion *y)
{
	return x->kind == y->kind && str_eq(x->from, y->from) && (x->weight == 0) == (y->weight == 0);
}

/* Is there one of its group before i? */
static bool was_written(const struct expansions *l, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (same_group(&l->list[k], &l->list[i]))
			return true;
	return false;
}

static void write_group(const struct expansions *l, size_t first, struct buf *out)
{
	const struct expansion *e = &l->list[first];
	size_t n = 0;
	buf_puts(out, out->n ? "; " : "");
	if (e->kind == EXPANSION_FEEDBACK)
		buf_puts(out, "+ ");
	else
		buf_printf(out, "%.*s %c ", STR_ARG(e->from), e->weight == 0 ? '~' : '=');
	for (size_t i = first; i < l->n; i++) {
		if (!same_group(e, &l->list[i]) || n++ >= SHOWN)
			continue;
		buf_printf(out, "%s%.*s", n > 1 ? ", " : "", STR_ARG(l->list[i].to));
		if (l->list[i].documents)
			buf_printf(out, " [%u]", l->list[i].documents);
	}
	if (n > SHOWN)
		buf_printf(out, " and %zu more", n - SHOWN);
	buf_printf(out, " (%s)", expansion_kind_name(e->kind));
}

void expansions_format(const struct expansions *l, bool offered, struct buf *out)
{
	for (size_t i = 0; i < l->n; i++)
		if ((l->list[i].weight == 0) == offered && !was_written(l, i))
			write_group(l, i, out);
}

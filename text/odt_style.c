/* Styles of an ODT; see odt_style.h. */
#include "config.h"

#include "text/odt_style.h"

#include <stdlib.h>

#define PARENTS 32	/* of a style, one after the other */

/* "Contents_20_1" is the name "Contents 1". */
static void take_name(struct odt_style *s)
{
	char name[32];
	struct str rest = s->name, blank = STR("_20_");
	size_t n = 0;
	while (rest.n && n < sizeof(name)) {
		bool escaped = str_starts(rest, blank);
		name[n++] = escaped ? ' ' : rest.p[0];
		rest = str_sub(rest, escaped ? blank.n : 1, rest.n);
	}
	if (!rest.n)
		prose_kind_of_style(str_n(name, n), &s->kind, &s->level);
}

void odt_style_open(struct odt_styles *styles, const struct xml_attrs *attrs)
{
	uint64_t level;
	styles->list = arena_grow(styles->arena, styles->list, &styles->cap, styles->n + 1, sizeof(*styles->list));
	struct odt_style *s = &styles->list[styles->n++];
	struct str family = xml_attr(attrs, "family");
	*s = (struct odt_style){
		.family = family.n ? family.p[0] : '\0',
		.name = arena_str(styles->arena, xml_attr(attrs, "name")),
		.parent = arena_str(styles->arena, xml_attr(attrs, "parent-style-name")),
	};
	if (s->family == 'p') {
		take_name(s);
		if (s->kind == PROSE_PLAIN && str_to_u64(xml_attr(attrs, "default-outline-level"), 1, 100, &level)) {
			s->kind = PROSE_HEADING;
			s->level = (unsigned)level;
		}
	}
	styles->open = true;
	styles->sorted = false;
}

/* "super", "super 58%", "33% 58%": raised; "0% 100%" and negative ones are not. */
static bool is_raised(struct str position)
{
	uint64_t percent;
	ptrdiff_t at = str_chr(position, '%');
	return str_starts(position, STR("super")) ||
	       (at > 0 && str_to_u64(str_sub(position, 0, (size_t)at), 1, 100, &percent));
}

void odt_style_properties(struct odt_styles *styles, const struct xml_attrs *attrs)
{
	if (!styles->open)
		return;
	struct odt_style *s = &styles->list[styles->n - 1];
	s->raised |= is_raised(xml_attr(attrs, "text-position"));
	s->hidden |= str_eqz(xml_attr(attrs, "display"), "none");
	s->page_before |= str_eqz(xml_attr(attrs, "break-before"), "page");
}

void odt_style_close(struct odt_styles *styles)
{
	styles->open = false;
}

static int by_name(const void *x, const void *y)
{
	const struct odt_style *a = x, *b = y;
	return a->family != b->family ? (a->family > b->family) - (a->family < b->family) : str_cmp(a->name, b->name);
}

static struct odt_style *find(const struct odt_styles *styles, char family, struct str name)
{
	struct odt_style key = { .family = family, .name = name };
	return name.n && styles->n ? bsearch(&key, styles->list, styles->n, sizeof(key), by_name) : NULL;
}

static void inherit(const struct odt_styles *styles, struct odt_style *s, unsigned depth)
{
	struct odt_style *parent = s->resolved || depth == PARENTS ? NULL : find(styles, s->family, s->parent);
	s->resolved = true;
	if (!parent)
		return;
	inherit(styles, parent, depth + 1);
	if (s->kind == PROSE_PLAIN) {
		s->kind = parent->kind;
		s->level = parent->level;
	}
	s->raised |= parent->raised;
	s->hidden |= parent->hidden;
}

const struct odt_style *odt_style_find(struct odt_styles *styles, char family, struct str name)
{
	if (!styles->sorted && styles->n) {
		qsort(styles->list, styles->n, sizeof(*styles->list), by_name);
		for (size_t i = 0; i < styles->n; i++)
			inherit(styles, &styles->list[i], 0);
	}
	styles->sorted = true;
	const struct odt_style *s = find(styles, family, name);
	if (s || family != 'p' || !name.n)
		return s;
	/* Some writers use the styles that every program has without defining them. */
	styles->undefined = (struct odt_style){ .family = family, .name = name };
	take_name(&styles->undefined);
	return &styles->undefined;
}

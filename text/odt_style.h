/* Styles of an ODT: what the name of a style says about a paragraph or a part of it.
 */
#ifndef KAREZ_TEXT_ODT_STYLE_H
#define KAREZ_TEXT_ODT_STYLE_H

#include <stdbool.h>

#include "common/arena.h"
#include "text/prose.h"
#include "text/xml.h"

struct odt_style {
	char family;			/* first letter: paragraph, text, section */
	struct str name, parent;
	enum prose_kind kind;
	unsigned level;
	bool raised, hidden;
	bool page_before;
	bool resolved;
};

struct odt_styles {
	struct arena *arena;
	struct odt_style *list;
	size_t n, cap;
	bool open, sorted;
	struct odt_style undefined;
};

/* style:style and style:default-style begin; their properties; they end. */
void odt_style_open(struct odt_styles *styles, const struct xml_attrs *attrs);
void odt_style_properties(struct odt_styles *styles, const struct xml_attrs *attrs);
void odt_style_close(struct odt_styles *styles);

/* NULL when there is none of that name; valid until the next call. */
const struct odt_style *odt_style_find(struct odt_styles *styles, char family, struct str name);

#endif

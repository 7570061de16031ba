/* Styles of a DOCX: what the name of a style says about a paragraph or a run.
 */
#ifndef KAREZ_TEXT_DOCX_STYLE_H
#define KAREZ_TEXT_DOCX_STYLE_H

#include <stdbool.h>

#include "common/arena.h"
#include "common/err.h"
#include "text/prose.h"

struct docx_style {
	struct str id, based_on;
	enum prose_kind kind;		/* PROSE_PLAIN: nothing is said */
	unsigned level;			/* of PROSE_HEADING */
	bool body;			/* outline level 9: no heading, whatever it is based on */
	bool hidden, raised, resolved;
};

struct docx_styles {
	struct docx_style *list;	/* by id */
	size_t n, cap;
};

/* word/styles.xml; strings are in the arena. */
int docx_styles_read(struct str xml, struct arena *a, struct docx_styles *out_r, struct err *err);
const struct docx_style *docx_style_find(const struct docx_styles *styles, struct str id);	/* or NULL */

/* "0" to "8" of w:outlineLvl give a heading of level 1 to 9; false for the body's level and nonsense. */
bool docx_outline_level(struct str value, unsigned *level_r);
/* A property that is on or off: on, unless its value says not. */
bool docx_is_on(struct str value);

#endif

/* Text for people: cleaned, wrapped, and on a terminal in bold and colour.
 *
 * Documents are not trusted: nothing but plain characters of theirs reaches the terminal.  Output
 * collects in a buf, so that it can be tested and written at once.
 */
#ifndef KAREZ_CLIENT_VIEW_H
#define KAREZ_CLIENT_VIEW_H

#include <stdbool.h>
#include <stdint.h>

#include "common/buf.h"

enum style { STYLE_PLAIN, STYLE_BOLD, STYLE_DIM, STYLE_MATCH };

struct view {
	struct buf out;
	bool styled;		/* escape sequences for the styles */
	bool terminal;		/* somebody is looking: width means something */
	unsigned width;		/* columns to wrap at */
};

/* For a descriptor: styled when it is a terminal, TERM is not "dumb" and NO_COLOR is not set; as
 * wide as the terminal, else $COLUMNS, else 80. */
void view_init(struct view *v, int fd);
void view_fini(struct view *v);

struct view_mark {
	size_t start, end;	/* bytes, [start, end) */
};

/* Columns that s takes once it is cleaned. */
unsigned view_width(struct str s);
/* One line's worth, cleaned: every character that is not text comes out as a blank. */
void view_text(struct view *v, enum style style, struct str s);
/* Text wrapped at the width; marks (rising) stand out.  The first line begins where the output stands,
 * which is column `indent`; the others get that many blanks.  White space is folded.  Ends in a
 * newline. */
void view_wrapped(struct view *v, enum style style, unsigned indent, struct str s, const struct view_mark *marks,
		  size_t n_marks);
/* Line by line as it is, but cleaned (tabs stay); ends in a newline. */
void view_lines(struct view *v, unsigned indent, struct str s);
void view_blanks(struct view *v, unsigned n);

#endif

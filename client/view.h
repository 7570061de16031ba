/* Text for people: cleaned, wrapped, and on a terminal in bold and colour, with links.
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

/* Whether escape sequences are written. */
enum view_when { VIEW_AUTO, VIEW_ALWAYS, VIEW_NEVER };

struct view {
	struct buf out;
	bool styled;		/* escape sequences for the styles */
	bool linked;		/* and for links (OSC 8) */
	bool terminal;		/* somebody is looking */
	unsigned width;		/* columns to wrap at */
	unsigned height;	/* rows of the screen */
	const char *files_on;	/* host whose files those of the documents are; NULL: not known */
	struct str link;	/* see view_link() */
};

/* For a descriptor, as if `when` were VIEW_AUTO for both; sizes as view_measure() has them. */
void view_init(struct view *v, int fd);
void view_fini(struct view *v);
/* The size of the terminal, else $COLUMNS and $LINES, else 80 by 24. */
void view_measure(struct view *v, int fd);
/* VIEW_AUTO, styles: $NO_COLOR (not empty) forbids them, $CLICOLOR_FORCE (neither empty nor 0) wants them anywhere,
 * else a terminal has them whose TERM is set and not "dumb", unless $CLICOLOR is 0.  Links: such a terminal. */
void view_choose(struct view *v, enum view_when styles, enum view_when links);

struct view_mark {
	size_t start, end;	/* bytes, [start, end) */
};

/* Columns that s takes once it is cleaned. */
unsigned view_width(struct str s);
/* The longest beginning of s that takes at most this many columns, with the marks that combine with its last character. */
struct str view_beginning(struct str s, unsigned columns);
/* Rows of the screen that these bytes of a view take, escape sequences not counted. */
size_t view_rows(struct str out, unsigned width);

/* What view_text() and view_wrapped() print from now on leads to this URI of plain ASCII (link.h), which is borrowed;
 * an empty one ends that.  Nothing is done where there are no links. */
void view_link(struct view *v, struct str uri);
/* One line's worth, cleaned: every character that is not text comes out as a blank. */
void view_text(struct view *v, enum style style, struct str s);
/* Text wrapped at the width; marks (rising) stand out.  The first line begins where the output stands,
 * which is column `indent`; the others get that many blanks.  White space is folded.  Ends in a
 * newline. */
void view_wrapped(struct view *v, enum style style, unsigned indent, struct str s, const struct view_mark *marks,
		  size_t n_marks);
/* Line by line as it is, but cleaned (tabs stay), and on a terminal wrapped where it is too wide; ends in a newline. */
void view_lines(struct view *v, unsigned indent, struct str s);
void view_blanks(struct view *v, unsigned n);

#endif

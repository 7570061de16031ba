/* struct prose: marked text (marks.h) as it is written from a word processor's file.
 *
 * Text comes in pieces, paragraphs end where the format says so; empty ones leave nothing.  Notes and
 * frames may come in the middle of a paragraph: they stand after it.  The row of a table is a line with
 * tabs between its cells, unless a cell holds several paragraphs: then they stay paragraphs.
 * Text must be valid UTF-8; white space collapses, controls are blanks, soft hyphens go.
 */
#ifndef KAREZ_TEXT_PROSE_H
#define KAREZ_TEXT_PROSE_H

#include "common/arena.h"
#include "common/err.h"
#include "text/doc.h"
#include "text/flow.h"

enum prose_kind {
	PROSE_PLAIN,
	PROSE_TITLE,		/* of the document: a heading of the first level */
	PROSE_HEADING,
	PROSE_ITEM,
	PROSE_CAPTION,
	PROSE_LEFT_OUT		/* what repeats other text: a table of contents */
};

#define PROSE_DEPTH 8		/* notes and frames in one another; what is deeper is text of the last */
#define PROSE_LEVELS 9		/* of headings */

struct prose;

/* What the name of a style says, in the forms that Word and OpenDocument's programs share in all of
 * their languages: "heading 2", "Title", "caption", "toc 1", "Contents 1".  False: nothing. */
bool prose_kind_of_style(struct str name, enum prose_kind *kind_r, unsigned *level_r);

struct prose *prose_new(void);
void prose_free(struct prose **p);

void prose_text(struct prose *p, struct str s);
void prose_char(struct prose *p, uint32_t c);	/* what is no character of Unicode is left out */
void prose_blank(struct prose *p);
void prose_line(struct prose *p);		/* a line end inside a paragraph */
void prose_raised(struct prose *p, bool on);	/* superscript */

/* Of the paragraph under way, until it ends.  level: 1.. of a heading. */
void prose_kind(struct prose *p, enum prose_kind kind, unsigned level);
void prose_paragraph(struct prose *p);		/* it ends */
void prose_page(struct prose *p);		/* a page ends with the paragraph under way */

/* A note that is called for here, a frame (text box) that is anchored here: its paragraphs up to
 * prose_end(). */
void prose_note(struct prose *p);
void prose_frame(struct prose *p);
void prose_end(struct prose *p);

/* Tables: cells and rows are told when they end, the table in any case. */
void prose_table(struct prose *p);
void prose_cell(struct prose *p);
void prose_row(struct prose *p);
void prose_table_end(struct prose *p);

/* All there was, in the arena; *title_r: the first paragraph that was a title, else the first heading
 * of level 1 before which no text stands; empty if there is none.  ERR_NO_MEMORY as -1 only. */
int prose_finish(struct prose *p, struct arena *a, struct str *text_r, struct str *title_r);
/* The same as the document's text, and its title if it has none. */
int prose_to_doc(struct prose *p, struct arena *a, struct doc *doc, struct err *err);

#endif

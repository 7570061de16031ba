/* struct flow: reading text as it is written from markup.
 *
 * White space collapses as in a browser; words, cells, lines and paragraphs are kept apart by
 * exactly one blank, tab, line end or blank line, whatever the markup asks for and how often.
 * Nothing separates at the beginning and the end.  Text must be valid UTF-8.
 */
#ifndef KAREZ_TEXT_FLOW_H
#define KAREZ_TEXT_FLOW_H

#include "common/buf.h"

#define FLOW_LEAD_MAX 24

enum gap { GAP_NONE, GAP_BLANK, GAP_TAB, GAP_LINE, GAP_PARAGRAPH };

struct flow {
	struct buf out;		/* the text so far, no separator at its end */
	enum gap gap;		/* owed before the next text */
	size_t blanks;		/* preformatted text: blanks owed after the gap */
	char lead[FLOW_LEAD_MAX];	/* put in front of the next text when that begins a line, NUL-terminated */
};

#define FLOW_INIT ((struct flow){ BUF_INIT, GAP_NONE, 0, "" })

void flow_fini(struct flow *f);
void flow_reset(struct flow *f);

void flow_gap(struct flow *f, enum gap gap);		/* the stronger of this and what is owed */
void flow_text(struct flow *f, struct str s);		/* runs of white space are one blank */
void flow_preformatted(struct flow *f, struct str s);	/* line ends and blanks stay */

/* Marks (marks.h) for the next line; the last ones count, "" takes them back. */
void flow_lead(struct flow *f, const char *lead);
/* Puts what is owed before the next text now. */
void flow_begin(struct flow *f);
/* A mark inside of a line, as it is: flow_text() takes controls for white space. */
void flow_sign(struct flow *f, struct str sign);

/* A place in the text, to see what was written since, or take it back. */
struct flow_mark {
	size_t n;
	enum gap gap;
	size_t blanks;
};
struct flow_mark flow_mark(const struct flow *f);
/* Text since the mark, without the separator in front of it. */
struct str flow_since(const struct flow *f, struct flow_mark m);
void flow_rewind(struct flow *f, struct flow_mark m);
/* Puts one blank at the mark if text before and after it touch; costs the length of what follows. */
void flow_split(struct flow *f, struct flow_mark m);
/* Takes n bytes of the text out; costs the length of what follows. */
void flow_delete(struct flow *f, size_t at, size_t n);

#endif

/* A page under repair: its lines as blocks, which the rules, one after another, give shapes and roles.
 *
 * A rule is a function over a struct page in a file of its own: it looks at blocks and their neighbours and changes
 * roles, links and texts; none removes a block, so that repair_show() can tell what became of each line.
 */
#ifndef KAREZ_REPAIR_PAGE_H
#define KAREZ_REPAIR_PAGE_H

#include "repair/repair.h"

/* How a line stands in the source. */
enum shape {
	SHAPE_LINE,		/* of text */
	SHAPE_HEADING,		/* by the format or by "## " */
	SHAPE_ITEM,		/* of a list */
	SHAPE_ROW,		/* cells between tabs or bars */
	SHAPE_CAPTION,		/* by the format */
	SHAPE_NOTE,		/* by the format; with a label */
	SHAPE_RULE,		/* "---", "* * *" */
	SHAPE_PAGE		/* a page ends */
};

/* What it is for a reader. */
enum role {
	ROLE_BODY,
	ROLE_HEADING,
	ROLE_APART,		/* found, but no phrase runs into it and no sentence is joined with it: rows, lists */
	ROLE_NOTE,
	ROLE_FRAME,
	ROLE_DROPPED,		/* no text of the work */
	ROLE_CONTINUED		/* the text of an earlier block goes on here; it is in that one's chain */
};

/* What a text may hold: what a bit is not set for is not in it, so most rules pass over most lines without a look. */
enum has {
	HAS_DIGIT = 1,
	HAS_HYPHEN = 2,
	HAS_BEYOND = 4,		/* bytes of characters beyond ASCII */
	HAS_DESCENT = 8,	/* one of > / : */
	HAS_BAR = 16,
	HAS_CODE = 32,		/* signs of programs and tables */
	HAS_K = 64,
	HAS_GAP = 128,		/* three blanks in a row */
	HAS_CAPITAL = 256
};
#define HAS_ALL 511

struct block {
	struct str text;	/* marks of the line taken off, trimmed; page_look() once it is set */
	uint32_t chars;		/* of it */
	struct str label;	/* of a note */
	uint32_t line;		/* of the marked text, from 1 */
	uint32_t next;		/* the block that goes on with its text, or 0 */
	uint32_t work;		/* number of the work that it belongs to, from 0 */
	uint16_t has;		/* bits of enum has */
	uint16_t blank;		/* empty lines before it, at most UINT16_MAX */
	uint16_t indent;	/* blanks before its text in the source */
	uint8_t shape, level;	/* level of a heading, 1..6, or 0 */
	uint8_t role;
	uint8_t rule;		/* that gave it the role; RULE_NONE */
	char bullet;		/* of a list item, its first byte; or 0 */
	bool glue;		/* its text goes on in `next` without a blank between */
};

/* A call for a note in a text, where a marker was. */
struct call {
	uint32_t block;
	uint32_t at;		/* byte of the block's text, behind the word */
	struct str label;
};

struct work {
	struct str title, author, date, source, lang;
	struct str evidence;	/* struct doc's */
	uint32_t first, last;	/* blocks */
};

struct page {
	struct arena *arena;
	const struct doc *source;
	unsigned rules;
	struct repair_counts *counts;
	struct block *blocks;	/* in the order of the source; blocks[0] is the first line */
	size_t n;
	struct call *calls;
	size_t n_calls, cap_calls;
	struct work *works;	/* at least one when the rules are done */
	size_t n_works, cap_works;
};

void page_read(struct page *p);			/* marked text to blocks (page.c) */
void page_look(struct block *b);		/* what the text is made of */
void page_count(struct page *p, enum rule r, size_t n);
/* Gives the role, says why, and counts nothing. */
void page_set_role(struct page *p, size_t block, enum role role, enum rule why);
/* The text of block `from` goes on in block `to` > from, which becomes ROLE_CONTINUED. */
void page_join(struct page *p, size_t from, size_t to, bool glue, enum rule why);
/* Brings the text of each chain together in its first block, which is what later rules look at.  Calls move along. */
void page_flatten(struct page *p);
void page_call(struct page *p, size_t block, size_t at, struct str label);
void page_sort_calls(struct page *p);	/* by block and byte */

/* Bytes of a block's text give way to others. */
struct edit {
	uint32_t block, start, end;
	struct str with;
};
/* All at once; in the order of blocks and bytes, none over another.  Calls move along; one inside of what goes stands where that
 * began. */
void page_edit(struct page *p, const struct edit *edits, size_t n);

/* ---- The rules, each in the file of its name ---- */
void rule_markup(struct page *p);
void rule_pages(struct page *p);
void rule_repeated(struct page *p);
void rule_chrome(struct page *p);
void rule_teasers(struct page *p);
void rule_works(struct page *p);
void rule_notes(struct page *p);
void rule_frames(struct page *p);
void rule_wraps(struct page *p);
void rule_joins(struct page *p);
void rule_hyphens(struct page *p);
void rule_markers(struct page *p);
void rule_glued(struct page *p);
void rule_fields(struct page *p);

/* Blocks to documents (compose.c). */
void page_compose(struct page *p, struct repaired *out_r);

#endif

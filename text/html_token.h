/* HTML as a stream of tags and text: a tokenizer after the rules of HTML5, reduced to what reading
 * text needs.
 *
 * It allocates nothing, keeps no tree, and its work is linear in the input whatever that holds:
 * a construct that is never closed is searched for once.  (libxml2's HTML parser compares every
 * attribute of a tag with all others and every end tag with all open elements: half a megabyte
 * of hostile input keeps it busy for ten seconds.)  Where browsers would swallow the rest of a
 * page (a comment or a title without an end), the text is kept instead.
 */
#ifndef KAREZ_TEXT_HTML_TOKEN_H
#define KAREZ_TEXT_HTML_TOKEN_H

#include <stdbool.h>

#include "common/str.h"

enum html_kind {
	HTML_TEXT,	/* between tags; may hold character references */
	HTML_RAW,	/* nothing to read: content of script and style, comments, declarations */
	HTML_OPEN,
	HTML_CLOSE
};

struct html_token {
	enum html_kind kind;
	struct str text;	/* HTML_TEXT, content of script and style */
	char name[16];		/* tags: small letters; empty when longer than any known name */
	struct str attrs;	/* HTML_OPEN: bytes after the name, for html_attr() */
	bool empty;		/* HTML_OPEN: "/>" of XML or of an SVG element: no end tag follows */
};

struct html_tokens {
	struct str rest;
	bool xml;		/* begins as XML: "<script/>" has no content */
	/* private to html_token.c */
	size_t raw;		/* bytes of an element's raw content that come next */
	bool raw_is_text;
	unsigned endless;	/* bits: what the rest holds no end of */
};

void html_begin(struct html_tokens *t, struct str html);
bool html_next(struct html_tokens *t, struct html_token *out_r);	/* false at the end */
/* The same, but only for markup that stands right at the front; false if text does. */
bool html_markup(struct html_tokens *t, struct html_token *out_r);

/* Attributes one after the other: *attrs shrinks.  The value is raw: references undecoded. */
bool html_attr_next(struct str *attrs, struct str *name_r, struct str *value_r);
/* The first attribute of this name (small letters); false if there is none. */
bool html_attr(struct str attrs, const char *name, struct str *value_r);

#endif

/* Writing HTML: templates whose only gaps are escaped text.
 *
 * Nothing from outside reaches a page but through html_text(), which makes any bytes text: bad UTF-8 and
 * control characters come out as U+FFFD, so what is written is always well-formed.  Errors are the buf's
 * (sticky).
 */
#ifndef KAREZ_PROTO_HTML_H
#define KAREZ_PROTO_HTML_H

#include <stddef.h>

#include "common/buf.h"
#include "proto/reply.h"

/* As text between tags, or within the double quotes of an attribute. */
void html_text(struct buf *out, struct str s);

/* A template: each "$" in it stands for the next text, escaped.  As many texts as there are "$". */
#define HTML(out, template, ...) \
	html_fill(out, template, (const struct str[]){ __VA_ARGS__ }, \
		  sizeof((const struct str[]){ __VA_ARGS__ }) / sizeof(struct str))
void html_fill(struct buf *out, const char *template, const struct str *texts, size_t n);

/* Text with <mark> around the spans, which are rising; what is wrong with them is passed over. */
void html_marked(struct buf *out, struct str text, const struct reply_span *spans, size_t n);

/* A name or a value in a URL: everything but unreserved characters as %XX. */
void html_url(struct buf *out, struct str s);

#endif

/* The search page as HTML: results, start page, errors, one document.
 *
 * All of it works without JavaScript: every filter, chip, order and page is a link, and the search box a plain form.
 * web/karez.js fetches the same pages and puts their #results in place.  Pure: an ask and the reply to its request in,
 * bytes out.
 */
#ifndef KAREZ_PROTO_PAGE_H
#define KAREZ_PROTO_PAGE_H

#include "common/buf.h"
#include "proto/page_ask.h"
#include "proto/reply.h"
#include "proto/request.h"

#define PAGE_MAX_TEXT (2u << 20)	/* bytes of a document that the page shows: browsers are slow with more */

struct page {
	const struct page_ask *ask;
	const struct request *request;	/* page_ask_request() of it */
	const struct reply *reply;	/* its arena is used */
	const struct str *collections;	/* those served, to choose from */
	size_t n_collections;
};

/* Whatever the ask was for and the reply is.  Errors are the buf's. */
void page_render(const struct page *p, struct buf *out);

/* Of every page.  Nothing but what karezd serves is loaded, nothing inline is run, no other site can frame it. */
#define PAGE_CSP \
	"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " \
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

#endif

/* What the parts of the page share: the frame around them, and how numbers, dates and names are said.
 *
 * Texts are in the arena of the reply, or static.
 */
#ifndef KAREZ_PROTO_PAGE_PARTS_H
#define KAREZ_PROTO_PAGE_PARTS_H

#include "proto/html.h"
#include "proto/page.h"

/* Everything before and after what a page shows; kind is a class of the body: start, found or document. */
void page_open(const struct page *p, struct str title, const char *kind, struct buf *out);
void page_close(struct buf *out);

/* page_results.c: all of a search; page_side.c: filters to choose beside it; page_document.c: one document. */
void page_results(const struct page *p, struct buf *out);
void page_side(const struct page *p, struct buf *out);
void page_document(const struct page *p, struct buf *out);

struct str page_number(struct arena *a, uint64_t n);		/* 12,345 */
struct str page_date(struct arena *a, struct str date);		/* 26 December 2014; what is no date as it is */
struct str page_language(struct str code);			/* Russian; the code of one not known */
struct str page_type(struct str type);				/* HTML; the media type of one not known */
/* "1 document", "2 documents" */
struct str page_count(struct arena *a, uint64_t n, const char *one, const char *many);
/* A value fit for a phrase of the query language: without what would end it. */
struct str page_phrase(struct arena *a, struct str field, struct str value);
/* An address that may be followed: http and https only. */
bool page_is_link(struct str url);

#endif

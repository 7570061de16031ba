/* The answers that are not hits, for people: tables, lists, one document, spellings.
 *
 * All append to v->out and give -1 when a row is not what the protocol says.
 */
#ifndef KAREZ_CLIENT_PRINT_ROWS_H
#define KAREZ_CLIENT_PRINT_ROWS_H

#include "client/reply.h"
#include "client/view.h"

/* A '+' line as it is. */
int print_line(struct view *v, const struct karez_reply *r, struct arena *a, struct err *err);
/* COUNT: the number. */
int print_count(struct view *v, const struct karez_reply *r, struct arena *a, struct err *err);
/* Rows that begin with the same key one below the other in columns; a table that is wider than the
 * view comes out as a list of "key  value" for each row. */
int print_table(struct view *v, const struct karez_reply *r, struct arena *a, struct err *err);
/* EXPLAIN: each value below its key, line by line. */
int print_blocks(struct view *v, const struct karez_reply *r, struct arena *a, struct err *err);
/* GET: the fields, then the text. */
int print_document(struct view *v, const struct karez_reply *r, struct arena *a, struct err *err);
/* SPELL: what stands near each word, then the whole text put right. */
int print_spellings(struct view *v, const struct karez_reply *r, struct arena *a, struct err *err);
/* ALIASES: a name a line, with who says so. */
int print_aliases(struct view *v, const struct karez_reply *r, struct arena *a, struct err *err);
/* The last line of it alone, for a search that found nothing; prints nothing when nothing is near. */
void print_did_you_mean(struct view *v, const struct karez_reply *r, struct arena *a);

#endif

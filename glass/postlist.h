/* The POSTLIST and POSITION tables from merged blocks: chunks of postings, of document lengths and
 * of values, statistics of values, metadata, packed positions.
 *
 * The functions write one kind each; a table gets the kinds in the order metadata, statistics,
 * values, lengths, postings.
 */
#ifndef KAREZ_GLASS_POSTLIST_H
#define KAREZ_GLASS_POSTLIST_H

#include "glass/builder.h"
#include "glass/bytes.h"
#include "glass/section.h"
#include "glass/table.h"

/* What the tables' writers work with; the counts go up. */
struct postlist {
	struct table *table;
	struct posting_sink sink;	/* of lengths and postings */
	uint64_t terms, postings, positions;
	struct bytes entries, tag;		/* room for a chunk */
};

void postlist_fini(struct postlist *p);

/* These are merge functions (merge.h) with a struct postlist. */
int postlist_metadata(void *postlist, struct cursor *const *tied, size_t n, struct err *err);
int postlist_values(void *postlist, struct cursor *const *tied, size_t n, struct err *err);
int postlist_lengths(void *postlist, struct cursor *const *tied, size_t n, struct err *err);
int postlist_postings(void *postlist, struct cursor *const *tied, size_t n, struct err *err);
int postlist_positions(void *postlist, struct cursor *const *tied, size_t n, struct err *err);

/* Statistics of a slot; by the order of their keys, which is that of their packed numbers. */
int postlist_slot(struct postlist *p, uint32_t slot, uint64_t count, struct str low, struct str high,
		  struct err *err);

#endif

/* Runs to a database: the tables of Xapian's glass format, written in order and once.
 *
 * begin -> append each run in the order of the documents (data and lists of terms go to their
 * tables at once, postings and positions wait in memory, then in temporary files) -> metadata -> finish: one k-way
 * merge writes the other tables.  Memory does not grow with the documents.  One thread calls; the
 * merge may use more.
 */
#ifndef KAREZ_GLASS_BUILDER_H
#define KAREZ_GLASS_BUILDER_H

#include <stdbool.h>
#include <stdint.h>

#include "common/err.h"
#include "glass/batch.h"

struct builder;

/* Whoever wants to see it all on its way: the data of each document as it is appended; then, from one
 * thread of the merge, the length of each document, and each term in order with its postings, but for
 * terms that wants() says no of.  Documents always rise.  What is NULL is not wanted (wants: all are). */
struct posting_sink {
	void *arg;
	int (*data)(void *arg, uint32_t docid, struct str data, struct err *err);
	int (*length)(void *arg, uint32_t docid, uint32_t length, struct err *err);
	bool (*wants)(void *arg, struct str term);
	int (*term)(void *arg, struct str term, uint32_t tf, uint64_t cf, struct err *err);
	int (*posting)(void *arg, uint32_t docid, uint32_t wdf, struct err *err);
};

struct builder_options {
	const char *path;	/* of the database, a folder that is made; its parent exists */
	const char *tmp;	/* folder for temporary files, on the same or another disk */
	uint64_t memory;	/* bytes, for postings that wait and for the merge's buffers */
	unsigned jobs;		/* threads for the merge */
	const struct posting_sink *sink;	/* may be NULL; is copied */
};

struct builder_info {
	uint64_t documents, total_length;
	uint64_t bytes;		/* of the tables */
	uint64_t terms, postings, positions;
};

int builder_begin(const struct builder_options *o, struct builder **out_r, struct err *err);
/* Takes the run, in any case.  *first_r: docid of its first document. */
int builder_append(struct builder *b, struct run **r, uint32_t *first_r, struct err *err);
/* Key 1..253 bytes; the last value of a key counts. */
int builder_metadata(struct builder *b, struct str key, struct str value, struct err *err);
/* A database that is durable and complete, and nothing temporary left. */
int builder_finish(struct builder *b, struct builder_info *info_r, struct err *err);
/* Frees; what is not finished is removed. */
void builder_free(struct builder **b);

#endif

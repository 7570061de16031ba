/* The files of an evaluation: queries, judgements, and runs as TREC has them.
 *
 * One row a line; columns are parted by a tab or, in a line without one, by blanks, so an id may hold blanks where
 * tabs part.  Blank lines and those that begin with #, after blanks or none, are passed over, a CR at the end of a line
 * and a byte order mark too.
 *     queries   id TAB query
 *     qrels     topic iteration document relevance, or topic document relevance; the first line may name the columns
 *     run       topic Q0 document rank score tag
 * Everything that is not so is refused with file and line (ERR_SYNTAX).  What comes out are views of the bytes.
 */
#ifndef KAREZ_CLIENT_TREC_H
#define KAREZ_CLIENT_TREC_H

#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/buf.h"
#include "common/err.h"
#include "common/str.h"

#define TREC_MAX_FILE ((size_t)1 << 30)

struct topic {
	struct str id, text;
	size_t line;		/* of the file, here and below */
};

struct topics {
	struct topic *list;	/* in the order of the file; no id twice */
	size_t n, cap;
};

struct judgement {
	struct str topic, document;
	int relevance;
	size_t line;
};

struct qrels {
	struct judgement *list;	/* by topic, then document; no pair twice */
	size_t n, cap;
};

struct ranked {
	struct str topic, document;
	uint32_t rank;
	double score;
	size_t line;
};

struct run_list {
	struct ranked *list;	/* by topic, then rank, then score (highest first); no document twice in a topic */
	size_t n, cap;
};

/* name: of the file, for messages. */
int topics_parse(const char *name, struct str bytes, struct arena *a, struct topics *out_r, struct err *err);
int qrels_parse(const char *name, struct str bytes, struct arena *a, struct qrels *out_r, struct err *err);
int run_parse(const char *name, struct str bytes, struct arena *a, struct run_list *out_r, struct err *err);

/* The same of a file, or of standard input for "-".  The bytes go to the arena. */
int topics_read(const char *path, struct arena *a, struct topics *out_r, struct err *err);
int qrels_read(const char *path, struct arena *a, struct qrels *out_r, struct err *err);
int run_read(const char *path, struct arena *a, struct run_list *out_r, struct err *err);

/* Puts a list in the order of a run_list. */
void run_sort(struct run_list *r);
/* The rows of one topic, [*from_r, *to_r). */
void qrels_find(const struct qrels *q, struct str topic, size_t *from_r, size_t *to_r);
void run_find(const struct run_list *r, struct str topic, size_t *from_r, size_t *to_r);

/* A run for trec_eval, which goes by the scores alone: where they do not fall from rank to rank, they are
 * lowered until they do. */
void run_write(const struct run_list *r, const char *tag, struct buf *out);

#endif

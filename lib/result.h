/* A reply as it came becomes a result.
 *
 * A result owns a copy of its lines, the JSON that was read out of them, and one pool for all else.
 */
#ifndef KAREZ_LIB_RESULT_H
#define KAREZ_LIB_RESULT_H

#include <jansson.h>

#include "common/err.h"
#include "common/str.h"
#include "lib/karez.h"
#include "lib/pool.h"

/* What the rows of a reply are; set when its request is sent. */
enum row_kind { ROWS_RAW, ROWS_HITS, ROWS_SUGGESTIONS, ROWS_SPELLINGS, ROWS_COLLECTIONS };

struct head_pair {
	const char *key, *value;
};

struct result {
	struct karez_result shown;	/* first: what the program has */
	struct result *next;		/* in a queue of results */
	struct pool pool;
	json_t **trees;			/* of the rows, n_trees of them read */
	size_t n_trees;
	uint64_t memory;		/* that may still be taken by what is read */
	const struct head_pair *head;
	size_t n_head;
};

/* From the lines of one whole reply, each with its end; `rows` of them follow the first.  What is read out of them takes no more than
 * `memory` bytes.  NULL with err filled: ERR_NO_MEMORY, ERR_CORRUPT, ERR_LIMIT. */
struct result *result_new(struct str lines, size_t rows, enum row_kind kind, uint64_t memory, struct err *err);
void result_free(struct result *r);

int result_no_memory(struct err *err);	/* fills err, gives -1 */
/* May this be read as well?  -1, with err filled: no. */
int result_afford(struct result *r, uint64_t cost, struct err *err);

/* The code of a refusal by its name on the wire. */
enum karez_code result_refusal(struct str name);

#endif

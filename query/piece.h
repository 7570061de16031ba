/* A leaf of the query as words, with what else each of them may be meant for: other spellings of a name, what a word that
 * no document has was meant for, two words that documents write as one.
 */
#ifndef KAREZ_QUERY_PIECE_H
#define KAREZ_QUERY_PIECE_H

#include "query/alternatives.h"

struct piece {
	enum query_field field;
	enum query_op op;
	struct str text;
	struct query_token *tokens;
	struct alternatives *others;	/* for each token: words that may stand for it */
	size_t n;
};

/* Looks up what p->widen allows and tells it (p->expansions).  Counts the words: ERR_LIMIT with too many; ERR_BUSY in haste,
 * when it would take long; store errors. */
int piece_analyze(struct planner *p, const struct query *q, struct piece *out_r);

/* Is the token asked for exactly: =word, or "=word" within quotes? */
bool piece_is_exact(const struct piece *piece, const struct query_token *t);

#endif

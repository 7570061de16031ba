/* Query text to tokens: where words, quotes, signs, fields and operators begin and end.
 *
 * Knows characters, not grammar: which token may follow which is qparse.c's.  Linear in the
 * length of the text.
 */
#ifndef KAREZ_QUERY_QLEX_H
#define KAREZ_QUERY_QLEX_H

#include "common/arena.h"
#include "common/err.h"
#include "query/query.h"

enum qtoken_kind {
	QTOKEN_END, QTOKEN_LEAF, QTOKEN_OPEN, QTOKEN_CLOSE,
	QTOKEN_AND, QTOKEN_OR, QTOKEN_NOT, QTOKEN_NEAR, QTOKEN_ADJ
};

struct qtoken {
	enum qtoken_kind kind;
	enum query_op op;		/* LEAF: PHRASE, WORD, PREFIX, EXACT, FUZZY or ALL */
	char sign;			/* LEAF, OPEN: '+', '-' or 0 */
	enum query_field field;		/* LEAF, OPEN: as written in front of it */
	struct str text;		/* LEAF: without its marks; operators: as written */
	unsigned column;		/* characters from 1 */
	uint32_t window;		/* NEAR, ADJ: 0 when no number was written */
	unsigned distance;		/* FUZZY */
	double weight;			/* LEAF, CLOSE */
};

/* The last token is QTOKEN_END.  plain: only words.  ERR_SYNTAX for an unclosed quote, a bad
 * number and a short prefix; ERR_LIMIT for too many tokens; both with err->column. */
int qlex(struct str text, bool plain, struct arena *a, struct qtoken **tokens_r, struct err *err);

/* err_set() with a column; returns -1. */
int qlex_error(struct err *err, enum err_code code, unsigned column, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

#endif

/* The tree of a parsed query: what was asked, before any analysis.
 *
 * Made by qparse.h, read by plan.h.  Everything lives in the arena given to the parser.
 */
#ifndef KAREZ_QUERY_QUERY_H
#define KAREZ_QUERY_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/buf.h"
#include "common/str.h"
#include "text/date.h"

enum query_op {
	QUERY_WORDS,	/* children are wanted together: the implicit operator; match= decides
			 * between all and any.  Each child's `sign` may make it + or -; when all
			 * are -, it means every document but these */
	QUERY_AND,
	QUERY_OR,
	QUERY_NOT,	/* child 0 but not child 1 */
	QUERY_NEAR,	/* children within `window` words, any order */
	QUERY_ADJ,	/* the same in order */
	QUERY_PHRASE,	/* text: the words inside the quotes, exact order */
	QUERY_WORD,	/* text: a piece without blanks, may hold several words ("al-Qaeda") */
	QUERY_PREFIX,	/* text: pre* without the star */
	QUERY_EXACT,	/* text: =word without the sign */
	QUERY_FUZZY,	/* text: word~ without the tilde */
	QUERY_DATE,	/* date: range of days; open at both ends: the documents without a date */
	QUERY_VALUE,	/* field lang: or type:, text compared as a whole */
	QUERY_ALL	/* a lone * : every document */
};

enum query_field { FIELD_NONE, FIELD_TITLE, FIELD_AUTHOR, FIELD_SOURCE, FIELD_LANG, FIELD_TYPE, FIELD_DATE };

struct query {
	enum query_op op;
	char sign;			/* '+', '-' or 0: for children of QUERY_WORDS */
	enum query_field field;		/* leaves and phrases */
	struct str text;
	unsigned column;		/* where it starts: characters from 1 */
	uint32_t window;		/* NEAR/n, ADJ/n: at most n words apart */
	unsigned distance;		/* word~1, word~2; 0: word~, as its length allows */
	double weight;			/* ^2; 1 otherwise */
	struct date_range date;
	struct query **children;
	size_t n_children;
};

/* The tree as one line for EXPLAIN and tests: (AND kazakh (PHRASE "shanghai cooperation")). */
void query_format(const struct query *q, struct buf *out);

/* The name of a field as queries write it ("title"); "" for FIELD_NONE. */
const char *query_field_name(enum query_field f);

#endif

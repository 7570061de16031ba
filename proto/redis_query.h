/* RediSearch's query language, translated into that of karez-query(7).
 *
 * Words (all wanted), "phrases", a|b, -a, ~a, ( ), pre*, %fuzzy%, *, @field:..., @field1|field2:..., @field:{tag | tag},
 * @date:[from to], => { $weight: 2 }, \ before any sign, $parameters.  What karez has no counterpart of is an error that names it.
 * Two things differ from RediSearch: a hyphen within a word belongs to the word, and words are found in all their forms.
 */
#ifndef KAREZ_PROTO_REDIS_QUERY_H
#define KAREZ_PROTO_REDIS_QUERY_H

#include <stdbool.h>

#include "common/arena.h"
#include "common/err.h"
#include "common/str.h"

#define REDIS_QUERY_DEPTH 60	/* parentheses and signs inside each other; karez-query(7) takes 64 */

struct redis_param {
	struct str name, value;		/* PARAMS: $name stands for value */
};

struct redis_query {
	struct str text;
	const struct redis_param *params;
	size_t n_params;
	bool or_binds_tighter;		/* DIALECT 1: "a b|c" is a (b|c); since then (a b)|c */
	bool verbatim;			/* words in exactly these forms */
};

/* ERR_SYNTAX with err->column, the offset in bytes from 0; also for what would become longer than LIMIT_LINE. */
int redis_query_translate(const struct redis_query *q, struct arena *a, struct str *out_r, struct err *err);

#endif

/* The answers of karez eval: figures for people, or as JSON.
 */
#ifndef KAREZ_CLIENT_PRINT_EVAL_H
#define KAREZ_CLIENT_PRINT_EVAL_H

#include <stdbool.h>

#include "client/eval.h"
#include "client/view.h"

struct eval_report {
	const struct eval *now, *before;	/* before NULL: nothing to compare with */
	const struct eval_difference *differences;	/* N_METRICS; with before */
	const struct eval_run *run;		/* what was asked; NULL: a saved run */
	bool per_query;
};

/* Means, differences and their significance; the queries that changed most, or each. */
void print_eval(struct view *v, const struct eval_report *r, struct arena *a);
/* One object for each query, then one with the means. */
void print_eval_json(struct buf *out, const struct eval_report *r);

#endif

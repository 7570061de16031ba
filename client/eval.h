/* karez eval: asks the queries of a file, or takes a run that was saved, and measures the answers.
 *
 * The queries are pipelined over one connection.  A query that the daemon refuses has found nothing.
 */
#ifndef KAREZ_CLIENT_EVAL_H
#define KAREZ_CLIENT_EVAL_H

#include "client/reply.h"
#include "client/metrics.h"
#include "client/trec.h"

struct eval_refusal {
	struct str topic, message;
};

struct eval_run {
	struct run_list ranked;
	struct eval_refusal *refusals;
	size_t n_refusals, refusals_cap;
	size_t n_partial;		/* answers that were not whole */
	uint64_t *took_us;		/* in the daemon, rising; those that were answered */
	size_t n_took;
};

/* What goes out with each query: the options given, and those that an evaluation has of itself (plain=1,
 * limit=1000, cache=off unless given).  ERR_INVALID for one that an evaluation has no use for. */
int eval_options(struct str given, struct arena *a, struct str *options_r, struct err *err);

/* The documents found for each topic. */
int eval_ask(struct karez *k, struct str collections, struct str options, const struct topics *topics, struct arena *a,
	     struct eval_run *out_r, struct err *err);

struct eval_topic {
	struct str id, text;
	double values[N_METRICS];
};

struct eval {
	struct eval_topic *topics;	/* those with a relevant document, in the order of the queries */
	size_t n;
	size_t n_unjudged;		/* queries without one: in no mean */
	size_t n_unasked;		/* judged topics with a relevant document and no query: in no mean */
	double means[N_METRICS];
};

/* topics NULL: those of the judgements.  A document that was found twice counts once. */
void eval_measure(const struct run_list *run, const struct topics *topics, const struct qrels *qrels, struct arena *a,
		  struct eval *out_r);

struct eval_difference {
	double mean;
	double p;			/* significance.h */
	size_t better, worse;		/* topics */
};

/* now against before, which were measured over the same topics. */
void eval_compare(const struct eval *now, const struct eval *before, struct arena *a, struct eval_difference out[N_METRICS]);

#endif

/* What a ranking is worth, as trec_eval defines it: ndcg_cut_10, map, P_10, recall_100.
 *
 * Pure: no files, no memory.  Relevance is what assessors gave: above 0 is relevant, more is better; 0 and less
 * is not relevant and gains nothing.  The order is that of the ranking as it was given: trec_eval instead
 * sorts a run by score, equal scores by the name of the document, last first.
 */
#ifndef KAREZ_CLIENT_METRICS_H
#define KAREZ_CLIENT_METRICS_H

#include <stddef.h>

enum metric {
	METRIC_NDCG,	/* gain rel, discount log2(rank + 1), over the ideal order of all that were judged */
	METRIC_MAP,	/* precision at each relevant document found, summed, over all relevant documents */
	METRIC_P,	/* relevant among the first 10, over 10 */
	METRIC_RECALL,	/* relevant among the first 100, over all relevant documents */
	N_METRICS
};

struct metric_name {
	const char *trec, *people;
};
extern const struct metric_name metric_names[N_METRICS];

/* ranked: the relevance of each document found, best first, 0 for one that nobody judged; no document twice.
 * judged: that of all documents judged for the query, in any order.  All are 0 when none is relevant. */
void metrics_of(const int *ranked, size_t n_ranked, const int *judged, size_t n_judged, double out[N_METRICS]);

#endif

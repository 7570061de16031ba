/* Measures of a ranking against judgements; see metrics.h. */
#include "config.h"

#include "client/metrics.h"

#include <math.h>

enum { NDCG_DEPTH = 10, P_DEPTH = 10, RECALL_DEPTH = 100 };

const struct metric_name metric_names[N_METRICS] = {
	[METRIC_NDCG] = { "ndcg_cut_10", "nDCG@10" },
	[METRIC_MAP] = { "map", "MAP" },
	[METRIC_P] = { "P_10", "P@10" },
	[METRIC_RECALL] = { "recall_100", "R@100" },
};

static double gain(int rel, size_t rank)
{
	return rel > 0 ? rel / log2((double)rank + 1) : 0;
}

/* The first of the best order: insertion into a list that is never longer than the depth. */
static double ideal_gain(const int *judged, size_t n)
{
	int best[NDCG_DEPTH];
	size_t kept = 0;
	double sum = 0;
	for (size_t i = 0; i < n; i++) {
		size_t at = kept < NDCG_DEPTH ? kept++ : NDCG_DEPTH;
		for (; at > 0 && best[at - 1] < judged[i]; at--)
			if (at < NDCG_DEPTH)
				best[at] = best[at - 1];
		if (at < NDCG_DEPTH)
			best[at] = judged[i];
	}
	for (size_t i = 0; i < kept; i++)
		sum += gain(best[i], i + 1);
	return sum;
}

void metrics_of(const int *ranked, size_t n_ranked, const int *judged, size_t n_judged, double out[N_METRICS])
{
	size_t relevant = 0, found = 0;
	double gained = 0, precisions = 0, p = 0, recall = 0;
	for (size_t i = 0; i < n_judged; i++)
		relevant += judged[i] > 0;
	for (int m = 0; m < N_METRICS; m++)
		out[m] = 0;
	if (!relevant)
		return;
	for (size_t i = 0; i < n_ranked; i++) {
		if (i < NDCG_DEPTH)
			gained += gain(ranked[i], i + 1);
		if (ranked[i] <= 0)
			continue;
		precisions += (double)++found / (double)(i + 1);
		p += i < P_DEPTH;
		recall += i < RECALL_DEPTH;
	}
	out[METRIC_NDCG] = gained / ideal_gain(judged, n_judged);
	out[METRIC_MAP] = precisions / (double)relevant;
	out[METRIC_P] = p / P_DEPTH;
	out[METRIC_RECALL] = recall / (double)relevant;
}

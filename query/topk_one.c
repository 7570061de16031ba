/* One word, or several terms that stand for it: its blocks, but for those that cannot reach the worst hit; see topk_state.h. */
#include "config.h"

#include "query/topk_state.h"

/* So often a document that weighs more than `least` has the word, if it can be told by that. */
static double least_wdf(const struct cursor *c, double least)
{
	return c->blend || !(least > 0) ? 0 : bm25_least_wdf(least / c->weight) * (1 - TOPK_SLACK);
}

static void judge_block(struct topk *t, const struct cursor *c)
{
	double least = topk_worst(t), wdf = least_wdf(c, least);
	for (uint32_t at = 0; at < c->n; at++) {
		if (t->arena)
			topk_collect(t, c->docs[at]);
		if (!c->blend && impacts_wdf(&c->wdfs, at) < wdf)
			continue;
		double weight = cursor_weight(c, at);
		if (weight * (1 + TOPK_SLACK) <= least)
			continue;
		topk_add_hit(t, c->docs[at], weight * topk_factor(t, c->docs[at]));
		least = topk_worst(t);
		wdf = least_wdf(c, least);
	}
	t->matches += c->n;
}

int topk_run_one(struct topk *t)
{
	struct cursor *c = &t->cursors[0];
	for (uint32_t block = 0; block < c->list.n_blocks && !topk_is_late(t); block++) {
		if (c->weight * impacts_skip(&c->list, block).bound * (1 + TOPK_SLACK) <= topk_threshold(t)) {
			t->passed = true;
			continue;
		}
		if (cursor_unpack(c, block, t->err) < 0)
			return -1;
		judge_block(t, c);
	}
	return 0;
}

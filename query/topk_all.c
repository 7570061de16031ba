/* All of the words, and phrases of them; see topk_state.h.
 *
 * The rarest word drives, and where the blocks of all others that reach up to
 * its document cannot weigh enough together it goes on behind the shortest of them; phrases are looked for
 * last, in documents that weigh enough.
 */
#include "config.h"

#include "query/topk_state.h"

#define COUNTED 1024		/* documents of the rarest word, up to which all are looked at: so few are better counted */

static int has_phrases(struct topk *t, docid_t doc)
{
	uint64_t ranks[SHAPE_WORDS];
	int rc = 1;
	t->looked_at++;
	for (unsigned i = 0; i < t->n; i++)
		ranks[t->cursors[i].number] = cursor_rank(&t->cursors[i]);
	for (unsigned i = 0; i < t->n_phrases && rc > 0; i++)
		rc = phrase_check(&t->phrases[i], &t->words, doc, ranks, t->err);
	return rc;
}

/* As the store adds, from the rarest word on. */
static double add_weight(const struct cursor *c, double weight, double sum)
{
	for (unsigned k = 0; k < c->times; k++)
		sum += weight;
	return sum;
}

/* What words that only add weight add to a document that weighs `sum`, until it cannot be a hit any more.  bound: of all of them. */
static int add_more(struct topk *t, docid_t doc, double bound, double *sum)
{
	double least = topk_worst(t);
	for (unsigned i = t->n; i < t->n + t->n_more && (*sum + bound) * (1 + TOPK_SLACK) > least; i++) {
		double more;
		int rc = cursor_meet(&t->cursors[i], doc, &more, t->err);
		if (rc < 0)
			return -1;
		*sum += rc ? more : 0;
		bound -= t->cursors[i].bound;
	}
	return 0;
}

/* Each word's weight in a document that the driver is at: 1; 0: it has not all of them, or weighs too little; -1.
 * rest[i]: what the words from i on can add.  The driver's own weight is looked at first where that may be enough to pass
 * over the document, and else last, for it has to be fetched from memory. */
static int weigh_words(struct topk *t, docid_t doc, const double *rest, double *weights)
{
	struct cursor *driver = &t->cursors[0];
	double least = t->is_counted ? -1 : topk_threshold(t), sum = 0;
	weights[0] = least < 0 ? 0 : cursor_weight(driver, driver->at);
	for (unsigned i = 0; i < t->n; i++) {
		int rc = i ? cursor_meet(&t->cursors[i], doc, &weights[i], t->err) : 1;
		if (rc <= 0)
			return rc;
		sum += t->cursors[i].times * weights[i];
		if ((sum + rest[i + 1]) * (1 + TOPK_SLACK) <= least) {
			t->passed = true;
			return 0;
		}
	}
	if (least < 0)
		weights[0] = cursor_weight(driver, driver->at);
	return 1;
}

/* A document that has the phrases, if it has all words; only then is it weighed. */
static int judge_phrases(struct topk *t, docid_t doc)
{
	double sum = 0;
	int rc = 1;
	for (unsigned i = 1; i < t->n && rc > 0; i++)
		rc = cursor_find(&t->cursors[i], doc, t->err);
	if (rc > 0)
		rc = has_phrases(t, doc);
	if (rc <= 0)
		return rc;
	for (unsigned i = 0; i < t->n; i++)
		sum = add_weight(&t->cursors[i], cursor_weight(&t->cursors[i], t->cursors[i].at), sum);
	return topk_found(t, doc, sum);
}

static int judge_all(struct topk *t, docid_t doc, const double *rest)
{
	double weights[SHAPE_WORDS], sum = 0;
	if (t->weigh_late && topk_threshold(t) < 0)
		return judge_phrases(t, doc);
	int rc = weigh_words(t, doc, rest, weights);
	if (rc <= 0)
		return rc;
	for (unsigned i = 0; i < t->n; i++)
		sum = add_weight(&t->cursors[i], weights[i], sum);
	if (t->n_more && add_more(t, doc, rest[t->n], &sum) < 0)
		return -1;
	if (t->n_phrases) {
		if (sum <= topk_threshold(t)) {
			t->passed = true;
			return 0;
		}
		rc = has_phrases(t, doc);
		if (rc <= 0)
			return rc;
	}
	return topk_found(t, doc, sum);
}

/* The blocks that reach up to `low` go on together to *last_r; false: a word has none.  rest[i]: what they weigh from
 * word i on, and what words add that need not be there. */
static bool find_stretch(struct topk *t, docid_t low, docid_t *last_r, double *rest)
{
	*last_r = UINT32_MAX;
	rest[t->n] = 0;
	for (unsigned i = t->n; i-- > 0;) {
		struct cursor *c = &t->cursors[i];
		if (!cursor_skip_to(c, low))
			return false;
		struct impacts_skip skip = impacts_skip(&c->list, c->skip);
		*last_r = skip.last < *last_r ? skip.last : *last_r;
		rest[i] = rest[i + 1] + c->times * c->weight * skip.bound;
	}
	double more = 0;
	for (unsigned i = t->n; i < t->n + t->n_more; i++)
		more += t->cursors[i].bound = cursor_bound(&t->cursors[i], low, (uint64_t)*last_r + 1);
	for (unsigned i = 0; i <= t->n && t->n_more; i++)
		rest[i] += more;
	return true;
}

/* The documents of the driver from `low` to `last`, which its block reaches up to. */
static int stretch_all(struct topk *t, docid_t low, docid_t last, const double *rest)
{
	struct cursor *driver = &t->cursors[0];
	if (cursor_advance(driver, low, t->err) < 0)
		return -1;
	while (driver->at < driver->n && driver->docs[driver->at] <= last) {
		uint32_t chosen[IMPACTS_BLOCK], from = driver->at;
		double least = t->is_counted ? -1 : topk_threshold(t);
		uint32_t n = topk_choose(driver, (uint64_t)last + 1, rest[1], least, chosen), next = driver->at;
		t->passed |= n < next - from;
		for (uint32_t i = 0; i < n; i++) {
			driver->at = chosen[i];
			if (judge_all(t, driver->docs[chosen[i]], rest) < 0)
				return -1;
		}
		driver->at = next;
	}
	return 0;
}

/* What several terms weigh is told on the way to their document, and what words add that need not be there, behind it. */
static bool may_weigh_late(const struct topk *t)
{
	for (unsigned i = 0; i < t->n; i++)
		if (t->cursors[i].blend)
			return false;
	return t->n_phrases && !t->n_more;
}

int topk_run_all(struct topk *t)
{
	double rest[SHAPE_WORDS + 1];
	docid_t last;
	t->is_counted = t->cursors[0].most <= COUNTED;
	t->weigh_late = may_weigh_late(t);
	for (uint64_t low = 1; low <= t->info->last_doc && !topk_is_late(t); low = (uint64_t)last + 1) {
		if (cursor_first(&t->cursors[0], (docid_t)low, &low, t->err) < 0)
			return -1;
		if (low > t->info->last_doc || !find_stretch(t, (docid_t)low, &last, rest))
			break;
		if (rest[0] * (1 + TOPK_SLACK) <= topk_threshold(t))
			t->passed = true;
		else if (stretch_all(t, (docid_t)low, last, rest) < 0)
			return -1;
	}
	return 0;
}

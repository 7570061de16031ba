/* Scoring stretches of words; see window.h. */
#include "config.h"

#include "query/window.h"

/* What a passage before has shown already is worth less in the next one. */
#define SHOWN_BEFORE 0.3
/* How much a window gains at most by its hits standing together. */
#define CLOSENESS 0.2

struct chooser {
	const struct highlight_hit *hits;
	size_t n;
	double *weights;	/* per needle, as of now */
	size_t *seen;		/* per needle: number of the round it was last seen in */
	size_t round;
	const struct window *taken;
	size_t n_taken;
};

static bool is_taken(const struct chooser *c, const struct window *w)
{
	for (size_t i = 0; i < c->n_taken; i++)
		if (w->first < c->taken[i].last + WINDOW_WORDS && c->taken[i].first < w->last + WINDOW_WORDS)
			return true;
	return false;
}

/* The window that starts with hit i and ends with the last hit that adds something. */
static double score(struct chooser *c, size_t i, struct window *w)
{
	double sum = 0;
	c->round++;
	*w = (struct window){ c->hits[i].first, c->hits[i].last };
	for (size_t k = i; k < c->n && c->hits[k].first < w->first + WINDOW_WORDS; k++) {
		const struct highlight_hit *hit = &c->hits[k];
		if (c->seen[hit->needle] == c->round || (k > i && hit->last >= w->first + WINDOW_WORDS))
			continue;
		c->seen[hit->needle] = c->round;
		sum += c->weights[hit->needle];
		if (hit->last > w->last)
			w->last = hit->last;
	}
	return sum * (1 + CLOSENESS / (double)(w->last - w->first + 1));
}

static bool best_window(struct chooser *c, struct window *best_r)
{
	double best = -1;
	for (size_t i = 0; i < c->n; i++) {
		struct window w;
		double s = score(c, i, &w);
		if (s > best && !is_taken(c, &w)) {
			best = s;
			*best_r = w;
		}
	}
	return best >= 0;
}

static void damp(struct chooser *c, const struct window *w)
{
	c->round++;
	for (size_t i = 0; i < c->n; i++) {
		const struct highlight_hit *hit = &c->hits[i];
		if (hit->first < w->first || hit->last > w->last || c->seen[hit->needle] == c->round)
			continue;
		c->seen[hit->needle] = c->round;
		c->weights[hit->needle] *= SHOWN_BEFORE;
	}
}

size_t window_choose(const struct highlight_hit *hits, size_t n, const struct needles *needles, size_t max,
		     struct arena *a, struct window *out_r)
{
	struct chooser c = { .hits = hits, .n = n, .taken = out_r };
	c.weights = arena_array(a, needles->n, sizeof(*c.weights));
	c.seen = arena_array(a, needles->n, sizeof(*c.seen));
	for (size_t i = 0; i < needles->n; i++)
		c.weights[i] = needles->list[i].weight;
	while (c.n_taken < max && best_window(&c, &out_r[c.n_taken]))
		damp(&c, &out_r[c.n_taken++]);
	return c.n_taken;
}

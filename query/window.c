/* Scoring stretches of words by sliding over the hits; see window.h. */
#include "config.h"

#include "query/window.h"

/* What a passage before has shown already is worth less in the next one. */
#define SHOWN_BEFORE 0.3
/* What holds less than this share of what the best one does is not the best, however it looks. */
#define WORTH_A_LOOK 0.7
/* Of windows with the same needles, so many are compared by how close together these stand. */
#define MAX_TIES 64

void window_init(struct windows *w, const struct highlight_hit *hits, size_t n, const struct needles *needles,
		 struct arena *a)
{
	*w = (struct windows){ .hits = hits, .n_hits = n, .n_needles = needles->n };
	w->weights = arena_array(a, needles->n, sizeof(*w->weights));
	w->counts = arena_array(a, needles->n, sizeof(*w->counts));
	for (size_t i = 0; i < needles->n; i++)
		w->weights[i] = needles->list[i].weight;
}

static bool is_taken(const struct windows *w, const struct window *window)
{
	for (size_t i = 0; i < w->n_taken; i++)
		if (window->first < w->taken[i].last + WINDOW_WORDS &&
		    w->taken[i].first < window->last + WINDOW_WORDS)
			return true;
	return false;
}

static void clear(struct windows *w)
{
	memset(w->counts, 0, w->n_needles * sizeof(*w->counts));
}

/* From hit i to the last hit within reach that brings a needle not seen before. */
static struct window tight(struct windows *w, size_t i)
{
	struct window window = { w->hits[i].first, w->hits[i].last };
	clear(w);
	for (size_t k = i; k < w->n_hits && w->hits[k].first < window.first + WINDOW_WORDS; k++)
		if (w->counts[w->hits[k].needle]++ == 0 && w->hits[k].last > window.last)
			window.last = w->hits[k].last;
	return window;
}

struct candidates {
	double best;
	size_t hits[MAX_TIES], n;
};

static void consider(struct candidates *c, size_t hit, double sum)
{
	if (sum > c->best * (1 + 1e-9)) {
		c->best = sum;
		c->n = 0;
	} else if (sum < c->best * (1 - 1e-9)) {
		return;
	}
	if (c->n < MAX_TIES)
		c->hits[c->n++] = hit;
}

/* The hits from which a window holds the most. */
static void slide(struct windows *w, struct candidates *c)
{
	double sum = 0;
	size_t end = 0;		/* the hits from i to end - 1 are within reach */
	*c = (struct candidates){ .best = 0 };
	clear(w);
	for (size_t i = 0; i < w->n_hits; i++) {
		for (; end < w->n_hits && w->hits[end].first < w->hits[i].first + WINDOW_WORDS; end++)
			if (w->counts[w->hits[end].needle]++ == 0)
				sum += w->weights[w->hits[end].needle];
		if (!is_taken(w, &(struct window){ w->hits[i].first, w->hits[end - 1].first }))
			consider(c, i, sum);
		if (--w->counts[w->hits[i].needle] == 0)
			sum -= w->weights[w->hits[i].needle];
	}
}

static void damp(struct windows *w, const struct window *window)
{
	clear(w);
	for (size_t i = 0; i < w->n_hits; i++) {
		const struct highlight_hit *hit = &w->hits[i];
		if (hit->first >= window->first && hit->last <= window->last && w->counts[hit->needle]++ == 0)
			w->weights[hit->needle] *= SHOWN_BEFORE;
	}
}

/* The best one that does not overlap those taken, and what it holds; false when there is none. */
static bool next_best(struct windows *w, struct window *out_r, double *value_r)
{
	struct candidates c;
	size_t shortest = SIZE_MAX;
	slide(w, &c);
	*value_r = c.best;
	for (size_t i = 0; i < c.n; i++) {
		struct window window = tight(w, c.hits[i]);
		if (window.last - window.first < shortest) {
			shortest = window.last - window.first;
			*out_r = window;
		}
	}
	return c.n > 0;
}

size_t window_best(struct windows *w, struct window *out, size_t max)
{
	size_t n = 0, taken = w->n_taken;
	double best = 0, value;
	while (n < max && w->n_taken < WINDOW_MAX && next_best(w, &out[n], &value)) {
		if (value < best * WORTH_A_LOOK)
			break;
		best = n ? best : value;
		w->taken[w->n_taken++] = out[n++];
	}
	w->n_taken = taken;
	return n;
}

void window_take(struct windows *w, const struct window *window, bool shown)
{
	w->taken[w->n_taken++] = *window;
	if (shown)
		damp(w, window);
}

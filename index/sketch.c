/* The smallest hashes of shingles; see sketch.h. */
#include "config.h"

#include "index/sketch.h"

#include <stdlib.h>

#include "common/xalloc.h"

#define HELD_LEAST 256		/* hashes there is room for */
#define HELD_MAX (32 * HELD_LEAST)	/* hashes, before the limit is lowered */
#define SORTED_IN_PLACE 64	/* hashes */
/* Of so many hashes of the smaller text one may be missing in the other: a word was corrected. */
#define ONE_MAY_MISS 34
/* In fewer than so many common ones there is no telling. */
#define LEAST_COMMON 2

void sketch_begin(struct sketch_writer *w)
{
	uint32_t *hashes = w->hashes;
	size_t cap = w->cap < HELD_MAX ? w->cap : HELD_MAX;
	*w = (struct sketch_writer){ .hashes = hashes, .cap = cap, .limit = UINT32_MAX };
}

void sketch_fini(struct sketch_writer *w)
{
	free(w->hashes);
	*w = (struct sketch_writer){ .hashes = NULL };
}

void sketch_make_room(struct sketch_writer *w)
{
	if (w->n == HELD_MAX) {
		size_t kept = 0;
		w->limit /= 2;
		for (size_t i = 0; i < w->n; i++)
			if (w->hashes[i] <= w->limit)
				w->hashes[kept++] = w->hashes[i];
		w->n = kept;
	}
	if (w->n == w->cap) {
		w->cap = w->cap ? w->cap * 2 : HELD_LEAST;
		w->hashes = xrealloc(w->hashes, w->cap * sizeof(*w->hashes));
	}
}

static int by_value(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return x < y ? -1 : x > y;
}

/* Mostly some thirty. */
static void sort(uint32_t *hashes, size_t n)
{
	if (n > SORTED_IN_PLACE) {
		qsort(hashes, n, sizeof(*hashes), by_value);
		return;
	}
	for (size_t i = 1; i < n; i++) {
		uint32_t hash = hashes[i];
		size_t to = i;
		for (; to > 0 && hashes[to - 1] > hash; to--)
			hashes[to] = hashes[to - 1];
		hashes[to] = hash;
	}
}

/* Of so many hashes, spread evenly, the `most` smallest are nearly always below the same part of the limit. */
static size_t with_others(size_t most)
{
	return most + most / 4 + 14;
}

/* Brings the hashes that may be among the `most` smallest to the front; their number. */
static size_t bring_small(struct sketch_writer *w, size_t most)
{
	uint64_t limit = (uint64_t)w->limit / w->n * with_others(most);
	size_t small = 0;
	for (size_t i = 0; i < w->n; i++) {
		uint32_t hash = w->hashes[i];
		if (hash > limit)
			continue;
		w->hashes[i] = w->hashes[small];
		w->hashes[small++] = hash;
	}
	return small;
}

static uint32_t kept_part(uint32_t hash)
{
	return hash >> 8 * (sizeof(hash) - SKETCH_HASH);
}

/* The smallest of the first n hashes, each once; false when there are fewer. */
static bool put_smallest(struct sketch_writer *w, size_t n, size_t most, struct buf *out)
{
	size_t put = 0;
	buf_reset(out);
	sort(w->hashes, n);
	for (size_t i = 0; i < n && put < most; i++) {
		if (i && kept_part(w->hashes[i]) == kept_part(w->hashes[i - 1]))
			continue;
		for (unsigned k = 0; k < SKETCH_HASH; k++)
			buf_putc(out, (char)(kept_part(w->hashes[i]) >> 8 * k));
		put++;
	}
	return put == most;
}

void sketch_end(struct sketch_writer *w, struct buf *out)
{
	uint64_t wanted = w->shingles / SKETCH_RATE;
	size_t most = wanted < SKETCH_MIN ? SKETCH_MIN : wanted > SKETCH_MAX ? SKETCH_MAX : (size_t)wanted;
	/* A text that repeats itself may have too few different ones in front. */
	if (w->n <= with_others(most) || !put_smallest(w, bring_small(w, most), most, out))
		put_smallest(w, w->n, most, out);
}

size_t sketch_count(struct str s)
{
	return s.n % SKETCH_HASH || s.n / SKETCH_HASH > SKETCH_MAX ? 0 : s.n / SKETCH_HASH;
}

uint32_t sketch_hash(struct str s, size_t i)
{
	const unsigned char *p = (const unsigned char *)s.p + SKETCH_HASH * i;
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16;
}

/* Up to what hash all of its text's are in it: a sketch of few hashes may hold all there are. */
static uint32_t reach(struct str s, size_t n)
{
	return n < SKETCH_MIN ? UINT32_MAX : sketch_hash(s, n - 1);
}

enum kinship sketch_compare(struct str a, struct str b)
{
	size_t n_a = sketch_count(a), n_b = sketch_count(b), i = 0, k = 0, in_a = 0, in_b = 0, common = 0;
	if (n_a == 0 || n_b == 0)
		return KIN_NONE;
	uint32_t limit = reach(a, n_a) < reach(b, n_b) ? reach(a, n_a) : reach(b, n_b);
	while (i < n_a || k < n_b) {
		uint32_t x = i < n_a ? sketch_hash(a, i) : UINT32_MAX, y = k < n_b ? sketch_hash(b, k) : UINT32_MAX;
		if ((x < y ? x : y) > limit)
			break;
		bool of_a = i < n_a && x <= y, of_b = k < n_b && y <= x;
		in_a += of_a;
		in_b += of_b;
		common += of_a && of_b;
		i += of_a;
		k += of_b;
	}
	size_t smaller = in_a < in_b ? in_a : in_b, larger = in_a < in_b ? in_b : in_a;
	if (common < LEAST_COMMON || smaller - common > smaller / ONE_MAY_MISS)
		return KIN_NONE;
	if (larger * 2 < smaller * 3)
		return KIN_SAME;
	return in_a < in_b ? KIN_PART_OF : KIN_HOLDS;
}

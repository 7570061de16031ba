/* Edit distance, row by row, in a band of 2 * max + 1 columns; see distance.h. */
#include "config.h"

#include "query/distance.h"

#include <stdlib.h>

#include "common/utf8.h"

void distance_word(struct str word, struct distance_word *out_r)
{
	out_r->n = 0;
	out_r->letters = 0;
	for (size_t i = 0; i < word.n && out_r->n < DISTANCE_MAX_CHARS;) {
		uint32_t c = utf8_next(word, &i);
		out_r->chars[out_r->n++] = c;
		out_r->letters |= (uint64_t)1 << (c & 63);
	}
}

/* Each edit changes at most one letter on each side. */
static bool letters_differ(const struct distance_word *a, const struct distance_word *b, unsigned max)
{
	return (unsigned)__builtin_popcountll(a->letters & ~b->letters) > max ||
	       (unsigned)__builtin_popcountll(b->letters & ~a->letters) > max;
}

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

unsigned distance(const struct distance_word *a, const struct distance_word *b, unsigned max)
{
	unsigned rows[3][DISTANCE_MAX_CHARS + 1], far = max + 1;
	size_t longer = a->n > b->n ? a->n - b->n : b->n - a->n;
	if (longer > max || letters_differ(a, b, max))
		return far;
	for (size_t k = 0; k <= b->n; k++)
		rows[0][k] = (unsigned)k;
	for (size_t i = 1; i <= a->n; i++) {
		unsigned *row = rows[i % 3], *above = rows[(i - 1) % 3], *two_above = rows[(i + 1) % 3], best = far;
		for (size_t k = 0; k <= b->n; k++) {
			size_t off = i > k ? i - k : k - i;
			row[k] = far;
			if (off > max)
				continue;
			if (k == 0) {
				row[k] = (unsigned)i;
				best = least(best, row[k]);
				continue;
			}
			bool same = a->chars[i - 1] == b->chars[k - 1];
			row[k] = least(above[k - 1] + !same, least(above[k], row[k - 1]) + 1);
			if (i > 1 && k > 1 && a->chars[i - 1] == b->chars[k - 2] &&
			    a->chars[i - 2] == b->chars[k - 1])
				row[k] = least(row[k], two_above[k - 2] + 1);
			best = least(best, row[k]);
		}
		if (best > max)
			return far;
	}
	return least(rows[a->n % 3][b->n], far);
}

/* Byte by byte from the lowest; see radix.h. */
#include "config.h"

#include "glass/radix.h"

#include <string.h>

static void pass(struct keyed *to, const struct keyed *from, size_t n, unsigned shift, const uint32_t *count)
{
	size_t at[256], sum = 0;
	for (unsigned i = 0; i < 256; i++) {
		at[i] = sum;
		sum += count[i];
	}
	for (size_t i = 0; i < n; i++)
		to[at[from[i].key >> shift & 0xff]++] = from[i];
}

void radix_sort(struct keyed *a, struct keyed *other, size_t n)
{
	if (n < 2)
		return;
	uint32_t counts[8][256] = { { 0 } };
	for (size_t i = 0; i < n; i++)
		for (unsigned byte = 0; byte < 8; byte++)
			counts[byte][a[i].key >> (8 * byte) & 0xff]++;
	struct keyed *from = a, *to = other;
	for (unsigned byte = 0; byte < 8; byte++) {
		if (counts[byte][a[0].key >> (8 * byte) & 0xff] == n)
			continue;	/* all the same */
		pass(to, from, n, 8 * byte, counts[byte]);
		struct keyed *swap = from;
		from = to;
		to = swap;
	}
	if (from != a)
		memcpy(a, from, n * sizeof(*a));
}

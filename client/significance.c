/* The paired randomisation test; see significance.h. */
#include "config.h"

#include "client/significance.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#define SEED 1

/* Sums of the same numbers in another order are not the same bits. */
#define ROUNDING 1e-12

/* splitmix64 */
static uint64_t next_random(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15u;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

struct sums {
	double total, size;	/* of the differences, and of their amounts */
	size_t n;		/* that are not 0 */
};

static bool as_far(const struct sums *s, double sum)
{
	return fabs(sum) >= fabs(s->total) - ROUNDING * s->size;
}

/* Every way: bit i of the number is the sign of the i-th difference. */
static double exact(const double *d, size_t n, const struct sums *s)
{
	uint32_t ways = (uint32_t)1 << s->n, far = 0;
	for (uint32_t way = 0; way < ways; way++) {
		double sum = 0;
		uint32_t signs = way;
		for (size_t i = 0; i < n; i++) {
			if (d[i] == 0)
				continue;
			sum += signs & 1 ? -d[i] : d[i];
			signs >>= 1;
		}
		far += as_far(s, sum);
	}
	return (double)far / ways;
}

/* The way that was met counts as one of those drawn, so p is never 0. */
static double sampled(const double *d, size_t n, const struct sums *s)
{
	uint64_t state = SEED;
	uint32_t far = 1;
	for (int k = 0; k < SIGNIFICANCE_SAMPLES; k++) {
		double sum = 0;
		uint64_t signs = 0;
		for (size_t i = 0; i < n; i++) {
			if (i % 64 == 0)
				signs = next_random(&state);
			sum += d[i] * (1.0 - 2.0 * (double)(signs & 1));
			signs >>= 1;
		}
		far += as_far(s, sum);
	}
	return (double)far / (SIGNIFICANCE_SAMPLES + 1);
}

double significance(const double *differences, size_t n)
{
	struct sums s = { 0 };
	for (size_t i = 0; i < n; i++) {
		s.total += differences[i];
		s.size += fabs(differences[i]);
		s.n += differences[i] != 0;
	}
	return s.n <= SIGNIFICANCE_EXACT ? exact(differences, n, &s) : sampled(differences, n, &s);
}

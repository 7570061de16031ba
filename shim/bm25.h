/* BM25 as the store's search computes it: its parameters, and the same double operations in the
 * same order, so that a score computed here has the same bits.
 *
 * The store does not scale it further: the weight of a document is the sum over the terms of
 * bm25_weight() * bm25_part().
 */
#ifndef KAREZ_SHIM_BM25_H
#define KAREZ_SHIM_BM25_H

#include <math.h>
#include <stdint.h>

/* Chosen by experiment (doc/RANKING.md).  Whoever changes them changes the version of the impacts too. */
#define BM25_K1 1.5
#define BM25_K2 0.0
#define BM25_K3 1.0
#define BM25_B 0.65
#define BM25_MIN_NORMLEN 0.0	/* short documents are as short as they are */

/* How much a term tells that `documents` of `all` have, asked for once; times a factor. */
static inline double bm25_weight(uint32_t all, uint32_t documents, double factor)
{
	double odds = (all - documents + 0.5) / (documents + 0.5);
	if (odds < 2)
		odds = odds * 0.5 + 1;
	return log(odds) * factor * (BM25_K1 + 1);
}

/* 1 / the average length, 0 when all documents are empty. */
static inline double bm25_length_factor(uint64_t total_length, uint32_t documents)
{
	double average = documents ? (double)total_length / documents : 0;
	return average != 0 ? 1 / average : 0;
}

/* How much of a term's weight a document of this length gets that has the term `wdf` times. */
static inline double bm25_part(double length_factor, double wdf, double length)
{
	double norm = length * length_factor;
	return wdf / (BM25_K1 * (norm * BM25_B + (1 - BM25_B)) + wdf);
}

/* With a smaller wdf no document gets that part of a term's weight, however short it is. */
static inline double bm25_least_wdf(double part)
{
	return part < 1 ? part / (1 - part) * BM25_K1 * (BM25_MIN_NORMLEN * BM25_B + (1 - BM25_B)) : INFINITY;
}

#endif

/* Is the difference between two runs more than chance?  Fisher's paired randomisation test, two-sided.
 *
 * If the runs were alike, each query's difference could as well have the other sign.  p is the share of all ways
 * to give signs under which the mean is at least as far from 0 as it is.  Pure and repeatable.
 */
#ifndef KAREZ_CLIENT_SIGNIFICANCE_H
#define KAREZ_CLIENT_SIGNIFICANCE_H

#include <stddef.h>

#define SIGNIFICANCE_EXACT 16		/* differences other than 0: so many, and every way is tried */
#define SIGNIFICANCE_SAMPLES 100000	/* ways drawn otherwise, by a generator with a fixed seed */

/* differences: one a query.  Differences of 0 have no sign and change nothing; with no others p is 1. */
double significance(const double *differences, size_t n);

#endif

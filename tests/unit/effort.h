/* How much work a test gives itself: under the sanitizers, where it takes many times as long, an eighth.
 * For tests of cost and of growth; config.h comes first. */
#ifndef KAREZ_TESTS_UNIT_EFFORT_H
#define KAREZ_TESTS_UNIT_EFFORT_H

#ifdef KAREZ_SANITIZED
#define EFFORT(n) ((n) / 8)
#else
#define EFFORT(n) (n)
#endif

#endif

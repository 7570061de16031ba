/* Planning NEAR and ADJ.  A part of plan.c. */
#ifndef KAREZ_QUERY_PLAN_NEAR_H
#define KAREZ_QUERY_PLAN_NEAR_H

#include "query/plan_word.h"

/* *out_r is NULL when no operand has a word in it. */
int plan_near(struct planner *p, const struct query *q, const struct node **out_r);

#endif

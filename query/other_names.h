/* Other names of what a query names: those of the alias files, and the acronyms that documents define.
 *
 * What is found is told (p->expansions) and counted (VARIANTS_MAX).
 */
#ifndef KAREZ_QUERY_OTHER_NAMES_H
#define KAREZ_QUERY_OTHER_NAMES_H

#include "query/planner.h"
#include "query/widen.h"

#define VARIANTS_MAX 300	/* other names in one query, looked for and added: a list of all names that there are is not widened to its end */

/* What else a leaf is called, as a whole, and is to be searched for. */
int other_names_find(struct planner *p, const struct query *q, struct variant **out_r, size_t *n_r);
/* One of them in place of the leaf. */
struct query other_name_query(const struct query *q, const struct variant *v);
/* Any of them; NULL: none. */
int other_names_plan(struct planner *p, const struct query *q, const struct variant *list, size_t n, const struct node **out_r);

/* The longest name of several words that the children begin with: other names of it, of which any will do,
 * and the number of children; 0 and NULL when there is none.  They are plain words that stand together. */
int other_names_head(struct planner *p, struct query *const *children, size_t n, size_t *length_r,
		     const struct node **out_r);

#endif

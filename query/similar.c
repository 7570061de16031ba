/* A query made of the words that set a document apart; see similar.h. */
#include "config.h"

#include "query/similar.h"

#include "index/schema.h"
#include "query/fetch.h"
#include "query/node.h"

#define MAX_TERMS 40	/* more make it slower, not better */

/* Any of the terms, each as important as it is for the document; not the document itself. */
static void plan_terms(const struct store_weighted_term *terms, size_t n, struct str id, struct arena *a,
		       struct plan *plan)
{
	struct node_list l = { 0 };
	*plan = (struct plan){ .nothing = n == 0, .n_terms = n };
	plan->terms = arena_array(a, n, sizeof(*plan->terms));
	for (size_t i = 0; i < n; i++) {
		double weight = terms[0].weight > 0 ? terms[i].weight / terms[0].weight : 1;
		node_add(a, &l, node_scale(a, node_term(a, "", terms[i].term), weight));
		plan->terms[i] = (struct plan_term){ .term = terms[i].term, .weight = weight };
	}
	const struct node *any = node_join(a, STORE_OR, &l);
	const struct node *itself = node_term(a, "", schema_id_term(a, id));
	if (any)
		node_write(node_pair(a, STORE_AND_NOT, any, itself), a, &plan->nodes, &plan->n_nodes);
}

int similar(struct store *s, struct analyzer *an, struct str id, const struct search_params *p,
	    struct arena *a, struct search_result *out_r, struct err *err)
{
	docid_t number;
	struct store_weighted_term *terms;
	struct plan plan;
	size_t n;
	if (store_find(s, schema_id_term(a, id), &number, err) < 0)
		return err && err->code == ERR_NOT_FOUND ? fetch_not_found(id, err) : -1;
	if (store_expand(s, &number, 1, MAX_TERMS, a, &terms, &n, err) < 0)
		return -1;
	plan_terms(terms, n, id, a, &plan);
	return search_plan(s, an, &plan, p, a, out_r, err);
}

/* One document asked about the parts of a plan; see audit.h. */
#include "config.h"

#include "query/audit.h"

#include "index/schema.h"

#define SAME_ID 64	/* documents of several collections that may have one id */

size_t audit_child(const struct audit *d, size_t node, uint32_t number)
{
	size_t end = node - 1;
	for (uint32_t i = d->nodes[node].n; --i > number;)
		end = d->starts[end] - 1;
	return end;
}

int audit_weigh(struct audit *d, size_t node, double *weight_r)
{
	struct arena *a = &d->scratch;
	size_t n = node + 1 - d->starts[node];
	if (d->matches[node] < 0) {
		struct store_node *nodes = arena_array(a, n + 2, sizeof(*nodes));
		struct store_search q = { .nodes = nodes, .n_nodes = n + 2, .limit = SAME_ID, .sort_slot = STORE_NO_SLOT,
					  .collapse_slot = STORE_NO_SLOT };
		struct store_result r;
		memcpy(nodes, d->nodes + d->starts[node], n * sizeof(*nodes));
		nodes[n] = (struct store_node){ .op = STORE_TERM, .term = schema_id_term(a, d->document->fields->id) };
		nodes[n + 1] = (struct store_node){ .op = STORE_FILTER, .n = 2 };
		if (store_search(d->by->store, &q, a, &r, d->err) < 0)
			return -1;
		d->matches[node] = 0;
		for (size_t i = 0; i < r.n_hits; i++)
			if (r.hits[i].doc == d->document->doc) {
				d->matches[node] = 1;
				d->weights[node] = r.hits[i].weight;
			}
	}
	*weight_r = d->weights[node];
	return d->matches[node];
}

static const struct { const char *prefix, *field; } fields[] = {
	{ PREFIX_SOURCE, "source:" }, { PREFIX_TITLE, "title:" }, { PREFIX_AUTHOR, "author:" },
};

struct str audit_bare_term(struct str term, const char **field_r)
{
	*field_r = "";
	if (term_is_marked(term))
		return str_sub(term, 0, term.n - 1);
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		if (str_starts(term, str_of(fields[i].prefix))) {
			*field_r = fields[i].field;
			return str_sub(term, strlen(fields[i].prefix), term.n);
		}
	return term;
}

int audit_open(struct audit *d, size_t n)
{
	struct accountant *by = d->by;
	struct arena *a = &d->scratch;
	struct store_info info;
	uint32_t wdf;
	if (store_info(by->store, &info, d->err) < 0 ||
	    store_posting(by->store, d->document->doc, schema_id_term(a, d->document->fields->id), &wdf, &d->out->length,
			  d->err) < 0)
		return -1;
	d->out->average_length = info.average_length;
	d->starts = arena_array(a, n, sizeof(*d->starts));
	d->weights = arena_zalloc(a, n * sizeof(*d->weights));
	d->matches = arena_array(a, n, sizeof(*d->matches));
	d->blocks = arena_zalloc(a, d->document->stored->n_blocks * sizeof(struct highlight *));
	for (size_t i = 0; i < n; i++) {
		d->matches[i] = -1;
		d->starts[i] = i;
		for (uint32_t k = 0; k < d->nodes[i].n; k++)
			d->starts[i] = d->starts[d->starts[i] - 1];
	}
	return 0;
}

/* Rows of a score, by asking about each part of a plan; see account.h. */
#include "config.h"

#include "query/account.h"

#include "index/schema.h"
#include "query/audit.h"
#include "shim/bm25.h"

/* ---- The words of a row ---- */

/* How often the title has it: its positions come before those of the text. */
static int count_in_title(struct audit *d, struct str term, uint32_t *n_r)
{
	termpos_t *positions;
	size_t n;
	const struct stored *s = d->document->stored;
	termpos_t text = s->n_blocks ? s->blocks[0].position : UINT32_MAX;
	*n_r = 0;
	if (store_positions(d->by->store, d->document->doc, term, &d->scratch, &positions, &n, d->err) < 0)
		return -1;
	while (*n_r < n && positions[*n_r] < text)
		++*n_r;
	return 0;
}

/* What the row would weigh with other words in the title, and in another length. */
static void compare(struct audit *d, struct account_row *row, double weight, uint32_t wdf, uint32_t in_title)
{
	double factor = d->out->average_length > 0 ? 1 / d->out->average_length : 0;
	double part = bm25_part(factor, wdf, d->out->length);
	if (wdf == 0 || part <= 0)
		return;
	uint32_t of_title = in_title * TITLE_WDF < wdf ? in_title * TITLE_WDF : wdf;
	row->title += weight * (1 - bm25_part(factor, wdf - of_title, d->out->length) / part);
	row->length += weight * (1 - bm25_part(factor, wdf, (uint32_t)(d->out->average_length + 0.5)) / part);
}

static bool has_term(const struct account_row *row, struct str term)
{
	for (size_t i = 0; i < row->n_terms; i++)
		if (str_eq(row->terms[i].term, term))
			return true;
	return false;
}

/* A term of the subtree, if the document has it.  Adds what it counts for to *wdf and *in_title. */
static int add_term(struct audit *d, struct account_row *row, struct str term, uint32_t *wdf, uint32_t *in_title)
{
	struct account_term t = { .term = term };
	const char *field;
	uint32_t n, length;
	int rc = store_posting(d->by->store, d->document->doc, term, &n, &length, d->err);
	if (rc <= 0)
		return rc;
	struct str bare = audit_bare_term(term, &field);
	if ((!field[0] && count_in_title(d, term, &t.in_title) < 0) ||
	    store_term_frequency(d->by->store, term, &t.documents, d->err) < 0)
		return -1;
	uint32_t twice = t.in_title * (TITLE_WDF - 1);
	t.times = n > twice ? n - twice : n;
	t.term = field[0] ? arena_printf(d->by->arena, "%s%.*s", field, STR_ARG(bare)) : bare;
	*wdf += n;
	*in_title += t.in_title;
	if (has_term(row, t.term))
		return 0;
	row->terms = arena_grow(d->by->arena, row->terms, &row->terms_cap, row->n_terms + 1, sizeof(*row->terms));
	row->terms[row->n_terms++] = t;
	return 0;
}

/* The terms of what matches; each place of a phrase is weighed by itself. */
static int add_terms(struct audit *d, struct account_row *row, size_t node, uint32_t *wdf, uint32_t *in_title)
{
	const struct store_node *n = &d->nodes[node];
	if (n->op == STORE_TERM)
		return add_term(d, row, n->term, wdf, in_title);
	for (uint32_t i = 0; i < n->n; i++) {
		size_t child = audit_child(d, node, i);
		uint32_t own_wdf = 0, own_title = 0;
		double weight;
		int rc = audit_weigh(d, child, &weight);
		if (rc < 0 || (rc > 0 && add_terms(d, row, child, audit_is_window(n) ? &own_wdf : wdf,
						   audit_is_window(n) ? &own_title : in_title) < 0))
			return -1;
		if (audit_is_window(n))
			compare(d, row, weight, own_wdf, own_title);
	}
	return 0;
}

/* ---- Rows ---- */

struct account_row *account_add(struct account *out, struct arena *a, const char *kind, double weight)
{
	out->rows = arena_grow(a, out->rows, &out->cap, out->n + 1, sizeof(*out->rows));
	out->rows[out->n] = (struct account_row){ .kind = kind, .weight = weight };
	return &out->rows[out->n++];
}

double account_sum(const struct account *account)
{
	double sum = 0;
	for (size_t i = 0; i < account->n; i++)
		sum += account->rows[i].weight;
	return sum;
}

/* Of alternatives that count as one it is told by way of the first that is there. */
static int first_match(struct audit *d, size_t node, size_t *match_r)
{
	const struct store_node *n = &d->nodes[node];
	double weight;
	*match_r = node;
	if (audit_is_window(n))
		return 0;
	for (uint32_t i = 0; i < n->n; i++) {
		size_t child = audit_child(d, node, i);
		int rc = audit_weigh(d, child, &weight);
		if (rc != 0)
			return rc < 0 ? -1 : first_match(d, child, match_r);
	}
	return 0;
}

static bool is_part_of(const struct account_row *row, const struct account_row *whole)
{
	if (strcmp(row->kind, whole->kind) != 0 || !str_eq(row->typed, whole->typed) || !str_eq(row->found, whole->found))
		return false;
	for (size_t i = 0; i < row->n_terms; i++)
		if (!has_term(whole, row->terms[i].term))
			return false;
	return true;
}

/* The same words count twice where those typed are preferred to others: one row tells it. */
static void merge_last(struct account *out)
{
	const struct account_row *last = &out->rows[out->n - 1];
	for (size_t i = 0; i + 1 < out->n; i++) {
		struct account_row *row = &out->rows[i];
		if (!is_part_of(last, row))
			continue;
		row->weight += last->weight;
		row->title += last->title;
		row->length += last->length;
		out->n--;
		return;
	}
}

static int add_row(struct audit *d, size_t node, double weight, double factor)
{
	struct account_row *row = account_add(d->out, d->by->arena, "", weight * factor);
	uint32_t wdf = 0, in_title = 0;
	size_t match;
	if (first_match(d, node, &match) < 0 || add_terms(d, row, node, &wdf, &in_title) < 0 || audit_places(d, row, node) < 0)
		return -1;
	audit_attribute(d, row, match);
	compare(d, row, weight, wdf, in_title);
	row->title *= factor;
	row->length *= factor;
	merge_last(d->out);
	return 0;
}

static int best_of(struct audit *d, size_t node, size_t *best_r)
{
	double best = -1, weight;
	for (uint32_t i = 0; i < d->nodes[node].n; i++) {
		size_t child = audit_child(d, node, i);
		int rc = audit_weigh(d, child, &weight);
		if (rc < 0)
			return -1;
		if (rc > 0 && weight > best) {
			best = weight;
			*best_r = child;
		}
	}
	return 0;
}

static int go_through(struct audit *d, size_t node, double factor)
{
	const struct store_node *n = &d->nodes[node];
	double weight;
	size_t best = node;
	int rc = audit_weigh(d, node, &weight);
	if (rc <= 0 || weight == 0 || factor == 0)
		return rc < 0 ? -1 : 0;
	switch (n->op) {
	case STORE_SCALE:
		return go_through(d, node - 1, factor * n->factor);
	case STORE_MAX:
		return best_of(d, node, &best) < 0 ? -1 : go_through(d, best, factor);
	case STORE_FILTER: case STORE_AND_NOT:
		return go_through(d, audit_child(d, node, 0), factor);
	case STORE_AND: case STORE_OR: case STORE_AND_MAYBE:
		for (uint32_t i = 0; i < n->n && rc >= 0; i++)
			rc = go_through(d, audit_child(d, node, i), factor);
		return rc;
	default:
		return add_row(d, node, weight, factor);
	}
}

int account_make(struct accountant *by, const struct store_node *nodes, size_t n, const struct account_document *document,
		 struct account *out_r, struct err *err)
{
	struct audit d = { .by = by, .document = document, .nodes = nodes, .out = out_r, .scratch = ARENA_INIT, .err = err };
	double weight;
	*out_r = (struct account){ 0 };
	int rc = audit_open(&d, n) < 0 ? -1 : audit_weigh(&d, n - 1, &weight);
	if (rc > 0 && go_through(&d, n - 1, 1) < 0)
		rc = -1;
	if (rc > 0)
		audit_missing(&d);
	arena_fini(&d.scratch);
	return rc;
}

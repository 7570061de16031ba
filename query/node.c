/* Building, writing and explaining planned queries; see node.h. */
#include "config.h"

#include "query/node.h"

#include "index/schema.h"

void node_add(struct arena *a, struct node_list *l, const struct node *n)
{
	if (!n)
		return;
	l->items = arena_grow(a, l->items, &l->cap, l->n + 1, sizeof(*l->items));
	l->items[l->n++] = n;
}

static struct node *new_node(struct arena *a, enum store_op op)
{
	struct node *n = arena_zalloc(a, sizeof(*n));
	n->store.op = op;
	return n;
}

const struct node *node_all(struct arena *a)
{
	return new_node(a, STORE_ALL);
}

const struct node *node_nothing(struct arena *a)
{
	return new_node(a, STORE_NOTHING);
}

const struct node *node_term(struct arena *a, const char *prefix, struct str text)
{
	struct str term = schema_term(a, prefix, text);
	if (term.n > SCHEMA_TERM_MAX)	/* no document can have it */
		return node_nothing(a);
	struct node *n = new_node(a, STORE_TERM);
	n->store.term = term;
	return n;
}

const struct node *node_terms(struct arena *a, const char *prefix, const struct str *texts, size_t n)
{
	struct node_list l = { 0 };
	for (size_t i = 0; i < n; i++)
		node_add(a, &l, node_term(a, prefix, texts[i]));
	return node_join(a, STORE_SYNONYM, &l);
}

const struct node *node_prefix(struct arena *a, const char *prefix, struct str text, uint32_t limit)
{
	struct node *n = new_node(a, STORE_PREFIX);
	n->store.marked = str_eqz(STR(EXACT), prefix);
	n->store.term = schema_term(a, n->store.marked ? "" : prefix, text);
	n->store.limit = limit;
	return n;
}

const struct node *node_range(struct arena *a, uint32_t slot, const char *low, const char *high)
{
	struct node *n = new_node(a, STORE_RANGE);
	n->store.slot = slot;
	n->store.low = arena_str(a, str_of(low));
	n->store.high = arena_str(a, str_of(high));
	return n;
}

static struct node *operator(struct arena *a, enum store_op op, const struct node *const *operands, size_t n)
{
	struct node *node = new_node(a, op);
	node->store.n = (uint32_t)n;
	node->children = arena_array(a, n, sizeof(*node->children));
	memcpy(node->children, operands, n * sizeof(*operands));
	return node;
}

const struct node *node_join(struct arena *a, enum store_op op, const struct node_list *l)
{
	if (l->n < 2)
		return l->n ? l->items[0] : NULL;
	return operator(a, op, l->items, l->n);
}

const struct node *node_pair(struct arena *a, enum store_op op, const struct node *left, const struct node *right)
{
	if (!right)
		return left;
	if (!left && op == STORE_AND_NOT)
		left = node_all(a);
	if (!left)
		return op == STORE_FILTER ? node_scale(a, right, 0) : right;
	const struct node *both[] = { left, right };
	return operator(a, op, both, 2);
}

const struct node *node_window(struct arena *a, enum store_op op, const struct node_list *l, uint32_t window)
{
	if (l->n < 2)
		return l->n ? l->items[0] : NULL;
	struct node *n = operator(a, op, l->items, l->n);
	n->store.window = window;
	return n;
}

const struct node *node_scale(struct arena *a, const struct node *n, double factor)
{
	if (!n || factor == 1)
		return n;
	struct node *scaled = operator(a, STORE_SCALE, &n, 1);
	scaled->store.factor = factor;
	return scaled;
}

static void write_below(const struct node *n, struct arena *a, struct store_node **out, size_t *count, size_t *cap)
{
	for (uint32_t i = 0; i < n->store.n; i++)
		write_below(n->children[i], a, out, count, cap);
	*out = arena_grow(a, *out, cap, *count + 1, sizeof(**out));
	(*out)[(*count)++] = n->store;
}

void node_write(const struct node *n, struct arena *a, struct store_node **out_r, size_t *n_r)
{
	size_t cap = 0;
	*out_r = NULL;
	*n_r = 0;
	write_below(n, a, out_r, n_r, &cap);
}

static void explain_leaf(const struct store_node *n, struct buf *out)
{
	switch (n->op) {
	case STORE_TERM: buf_addstr(out, n->term); break;
	case STORE_PREFIX: buf_printf(out, n->marked ? "%.*s*" EXACT : "%.*s*", STR_ARG(n->term)); break;
	case STORE_ALL: buf_putc(out, '*'); break;
	case STORE_NOTHING: buf_puts(out, "NOTHING"); break;
	default:
		buf_printf(out, "(RANGE %s %.*s..%.*s)", n->slot == SLOT_DATE_TO ? "date-to" : "date-from",
			   STR_ARG(n->low), STR_ARG(n->high));
	}
}

void node_explain(const struct node *n, struct buf *out)
{
	static const char *const names[] = {
		[STORE_AND] = "AND", [STORE_OR] = "OR", [STORE_AND_NOT] = "AND_NOT",
		[STORE_AND_MAYBE] = "AND_MAYBE", [STORE_FILTER] = "FILTER", [STORE_NEAR] = "NEAR",
		[STORE_PHRASE] = "PHRASE", [STORE_SYNONYM] = "SYN", [STORE_MAX] = "MAX", [STORE_SCALE] = "SCALE",
	};
	if (n->store.op <= STORE_NOTHING) {
		explain_leaf(&n->store, out);
		return;
	}
	buf_printf(out, "(%s", names[n->store.op]);
	if (n->store.op == STORE_SCALE)
		buf_printf(out, " %g", n->store.factor);
	else if (n->store.op == STORE_NEAR || (n->store.op == STORE_PHRASE && n->store.window > n->store.n))
		buf_printf(out, " window=%u", n->store.window);
	for (uint32_t i = 0; i < n->store.n; i++) {
		buf_putc(out, ' ');
		node_explain(n->children[i], out);
	}
	buf_putc(out, ')');
}

/* Recognising common kinds of queries in their postfix trees; see shape.h. */
#include "config.h"

#include "query/shape.h"

/* ---- Alternatives ---- */

/* What a subquery is: terms that may stand for one word, or something larger. */
struct item {
	bool larger;
	unsigned scales;		/* around each other, at most */
	struct shape_word word;		/* its terms */
};

struct stack {
	struct item items[SHAPE_WORDS];
	unsigned n;
};

static bool push(struct stack *stack, struct item item)
{
	if (stack->n == SHAPE_WORDS)
		return false;
	stack->items[stack->n++] = item;
	return true;
}

static bool add_term(struct shape *s, const struct store_node *node, struct stack *stack)
{
	struct str term = node->term;
	if (!term_is_plain(term) || node->wqf > 1 || s->n_terms == SHAPE_TERMS)
		return false;
	s->terms[s->n_terms] = (struct blend_term){ term, 1 };
	return push(stack, (struct item){ .word = { (unsigned char)s->n_terms++, 1 } });
}

/* The store multiplies factors from the outermost one on: of two there is one order only.  Of something larger, words may
 * be those of what stands beside it. */
static bool scale(struct shape *s, const struct store_node *node, struct stack *stack)
{
	struct item *item = stack->n ? &stack->items[stack->n - 1] : NULL;
	if (!item || (item->larger && stack->n > 1) || !(node->factor > 0) || ++item->scales > 2)
		return false;
	struct shape_word w = item->larger ? (struct shape_word){ 0, (unsigned char)s->n_terms } : item->word;
	for (unsigned i = 0; i < w.n; i++)
		s->terms[w.first + i].factor *= node->factor;
	return true;
}

/* The terms of subqueries that follow each other do so as well. */
static bool best_of(const struct store_node *node, struct stack *stack)
{
	if (node->n == 0 || node->n > stack->n)
		return false;
	stack->n -= node->n;
	struct item all = stack->items[stack->n];
	for (unsigned i = 0; i < node->n; i++) {
		const struct item *item = &stack->items[stack->n + i];
		if (item->larger)
			return false;
		all.word.n = i ? all.word.n + item->word.n : item->word.n;
		all.scales = item->scales > all.scales ? item->scales : all.scales;
	}
	return all.word.n <= BLEND_MAX && push(stack, all);
}

/* Terms and what joins them to words; anything else is 0, and -1 what cannot be here. */
static int add_alternatives(struct shape *s, const struct store_node *node, struct stack *stack)
{
	switch (node->op) {
	case STORE_TERM: return add_term(s, node, stack) ? 1 : -1;
	case STORE_SCALE: return scale(s, node, stack) ? 1 : -1;
	case STORE_MAX: return best_of(node, stack) ? 1 : -1;
	default: return 0;
	}
}

static bool is_same(const struct shape *s, struct shape_word x, struct shape_word y)
{
	for (unsigned i = 0; i < x.n && x.n == y.n; i++)
		if (!str_eq(s->terms[x.first + i].term, s->terms[y.first + i].term) ||
		    s->terms[x.first + i].factor != s->terms[y.first + i].factor)
			return false;
	return x.n == y.n;
}

/* The number of the word; -1: there are too many. */
static int add_word(struct shape *s, const struct item *item)
{
	unsigned i = 0, all = 0;
	for (unsigned k = 0; k < s->n; k++)
		all += s->times[k];
	while (i < s->n && !is_same(s, s->words[i], item->word))
		i++;
	if (all == SHAPE_WORDS)
		return -1;
	if (i == s->n) {
		s->words[i] = item->word;
		s->times[i] = 0;
		s->n++;
	}
	s->times[i]++;
	return (int)i;
}

/* ---- All of the words ---- */

/* As items of one. */
static bool take_words(struct shape *s, const struct store_node *node, const struct item *items, struct item *all_r)
{
	struct phrase *p = NULL;
	*all_r = (struct item){ .larger = true };
	if (node->op == STORE_PHRASE) {
		if (node->n < 2 || s->n_phrases == SHAPE_WORDS / 2)
			return false;
		p = &s->phrases[s->n_phrases++];
		*p = (struct phrase){ .n = node->n, .window = node->window > node->n ? node->window : node->n };
	}
	for (unsigned i = 0; i < node->n; i++) {
		if (items[i].larger && p)
			return false;
		int word = items[i].larger ? 0 : add_word(s, &items[i]);
		if (word < 0)
			return false;
		if (p)
			p->words[i] = (unsigned char)word;
		all_r->scales = items[i].scales > all_r->scales ? items[i].scales : all_r->scales;
	}
	return true;
}

static bool is_all(const struct store_search *q, struct shape *s)
{
	struct stack stack = { .n = 0 };
	*s = (struct shape){ .kind = SHAPE_ALL, .n = 0 };
	for (size_t i = 0; i < q->n_nodes; i++) {
		const struct store_node *node = &q->nodes[i];
		int rc = add_alternatives(s, node, &stack);
		if (rc < 0)
			return false;
		if (rc)
			continue;
		if ((node->op != STORE_AND && node->op != STORE_PHRASE) || node->n == 0 || node->n > stack.n)
			return false;
		struct item all;
		stack.n -= node->n;
		if (!take_words(s, node, stack.items + stack.n, &all))
			return false;
		stack.items[stack.n++] = all;
	}
	if (stack.n != 1 || (!stack.items[0].larger && add_word(s, &stack.items[0]) < 0))
		return false;
	if (s->n == 1 && s->times[0] == 1)
		s->kind = SHAPE_ANY;	/* whose matches need not be counted */
	return true;
}

/* ---- Any of the words ---- */

static bool is_same_node(const struct store_node *x, const struct store_node *y)
{
	return x->op == y->op && x->n == y->n && str_eq(x->term, y->term) && x->wqf == y->wqf && x->factor == y->factor;
}

/* A word of one term that comes again makes the first one weigh more. */
static bool join_word(struct shape *s, const struct item *item)
{
	const struct blend_term *t = &s->terms[item->word.first];
	for (unsigned i = 0; i < s->n && item->word.n == 1; i++) {
		struct blend_term *first = &s->terms[s->words[i].first];
		if (s->words[i].n != 1 || !str_eq(first->term, t->term))
			continue;
		first->factor += t->factor;
		return true;
	}
	int word = add_word(s, item);
	return word >= 0 && s->times[word] == 1;
}

/* words OR; (words OR) (the same words AND) AND_NOT. */
static bool is_any(const struct store_search *q, struct shape *s)
{
	const struct store_node *nodes = q->nodes;
	struct stack stack = { .n = 0 };
	size_t n = 0;
	int rc = 1;
	*s = (struct shape){ .kind = SHAPE_ANY };
	while (n < q->n_nodes && (rc = add_alternatives(s, &nodes[n], &stack)) > 0)
		n++;
	if (rc < 0 || n == 0 || n == q->n_nodes || nodes[n].op != STORE_OR || nodes[n].n != stack.n)
		return false;
	for (unsigned i = 0; i < stack.n; i++)
		if (stack.items[i].larger ||
		    (q->any_order ? !join_word(s, &stack.items[i]) : add_word(s, &stack.items[i]) < 0))
			return false;
	if (s->n != stack.n && !q->any_order)		/* one comes twice */
		return false;
	if (q->n_nodes == n + 1)
		return true;
	s->kind = SHAPE_ANY_NOT_ALL;
	if (q->n_nodes != 2 * n + 3 || nodes[2 * n + 1].op != STORE_AND || nodes[2 * n + 1].n != stack.n ||
	    nodes[2 * n + 2].op != STORE_AND_NOT)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!is_same_node(&nodes[i], &nodes[n + 1 + i]))
			return false;
	return true;
}

/* ---- Words that only add weight ---- */

/* Behind the query: (term SCALE) each, OR, AND_MAYBE.  How many; 0: there are none. */
static size_t count_more(const struct store_search *q)
{
	if (!q->any_order || q->n_nodes < 2 || q->nodes[q->n_nodes - 1].op != STORE_AND_MAYBE || q->nodes[q->n_nodes - 1].n != 2)
		return 0;
	const struct store_node *or = &q->nodes[q->n_nodes - 2];
	size_t n = or->op == STORE_OR ? or->n : 0;
	if (q->n_nodes < 2 * n + 3)
		return 0;
	for (const struct store_node *node = or - 2 * n; node < or; node += 2)
		if (node->op != STORE_TERM || node[1].op != STORE_SCALE)
			return 0;
	return n;
}

/* One that the query has makes that weigh more. */
static bool add_more(struct shape *s, const struct store_node *term)
{
	double factor = term[1].factor;
	if (!term_is_plain(term->term) || term->wqf > 1 || !(factor > 0) || s->n_terms == SHAPE_TERMS || s->n + s->n_more == SHAPE_WORDS)
		return false;
	for (unsigned i = 0; i < s->n; i++) {
		struct blend_term *t = &s->terms[s->words[i].first];
		if (s->words[i].n == 1 && s->times[i] == 1 && str_eq(t->term, term->term)) {
			t->factor += factor;
			return true;
		}
	}
	s->terms[s->n_terms] = (struct blend_term){ term->term, factor };
	s->words[s->n + s->n_more++] = (struct shape_word){ (unsigned char)s->n_terms++, 1 };
	return true;
}

static bool add_all_more(struct shape *s, const struct store_node *more, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s->kind == SHAPE_ANY_NOT_ALL || !add_more(s, &more[2 * i]))
			return false;
	return true;
}

/* ---- The best of several ---- */

/* Where the subquery begins whose last node is before `end`; false: no tree. */
static bool find_start(const struct store_node *nodes, size_t end, size_t *start_r)
{
	for (uint64_t wanted = 1; wanted > 0 && end > 0; end--) {
		wanted += nodes[end - 1].n;
		wanted--;
		*start_r = end - 1;
		if (wanted == 0)
			return true;
	}
	return false;
}

/* Of those with any of some words Xapian 1.4 would take the best word. */
unsigned shapes_of(const struct store_search *q, struct arena *a, struct shape **out_r)
{
	size_t n_more = count_more(q), end = q->n_nodes - (n_more ? 2 * n_more + 2 : 0), start;
	const struct store_node *more = q->nodes + end;
	struct store_search base = *q;
	if (q->sort_slot != STORE_NO_SLOT || q->collapse_slot != STORE_NO_SLOT || q->n_nodes == 0)
		return 0;
	base.n_nodes = end;
	*out_r = arena_alloc(a, sizeof(**out_r));
	if (is_all(&base, *out_r) || is_any(&base, *out_r))
		return add_all_more(*out_r, more, n_more);
	const struct store_node *best = &q->nodes[--end];
	if (best->op != STORE_MAX || best->n > SHAPES_MAX)
		return 0;
	*out_r = arena_array(a, best->n, sizeof(**out_r));
	for (uint32_t i = 0; i < best->n; i++, end = start) {
		if (!find_start(q->nodes, end, &start))
			return 0;
		base.nodes = q->nodes + start;
		base.n_nodes = end - start;
		if (!is_all(&base, &(*out_r)[i]) || !add_all_more(&(*out_r)[i], more, n_more))
			return 0;
	}
	return end == 0 ? best->n : 0;
}

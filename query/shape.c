/* Recognising common kinds of queries in their postfix trees; see shape.h. */
#include "config.h"

#include "query/shape.h"

/* The number of the word; -1: it cannot be here. */
static int add_word(struct shape *s, const struct store_node *node)
{
	struct str word = node->term;
	unsigned i = 0, all = 0;
	if (word.n == 0 || (word.p[0] >= 'A' && word.p[0] <= 'Z') || node->wqf > 1)
		return -1;
	for (unsigned k = 0; k < s->n; k++)
		all += s->times[k];
	while (i < s->n && !str_eq(s->words[i], word))
		i++;
	if (all == SHAPE_WORDS)
		return -1;
	if (i == s->n) {
		s->words[i] = word;
		s->times[i] = 0;
		s->n++;
	}
	s->times[i]++;
	return (int)i;
}

/* ---- All of the words ---- */

#define NO_WORD 255

struct stack {
	unsigned char words[SHAPE_WORDS];	/* or NO_WORD: something larger */
	unsigned n;
};

static bool add_phrase(struct shape *s, const struct store_node *node, const unsigned char *words)
{
	if (node->n < 2 || memchr(words, NO_WORD, node->n))
		return false;
	struct phrase *p = &s->phrases[s->n_phrases++];	/* of two words of the query at least */
	*p = (struct phrase){ .n = node->n, .window = node->window > node->n ? node->window : node->n };
	for (unsigned i = 0; i < node->n; i++)
		p->words[i] = words[i];
	return true;
}

static bool join(struct shape *s, const struct store_node *node, struct stack *stack)
{
	if (node->n == 0 || node->n > stack->n)
		return false;
	stack->n -= node->n;
	if (node->op == STORE_PHRASE && !add_phrase(s, node, stack->words + stack->n))
		return false;
	stack->words[stack->n++] = NO_WORD;
	return node->op == STORE_AND || node->op == STORE_PHRASE;
}

static bool is_all(const struct store_search *q, struct shape *s)
{
	struct stack stack = { .n = 0 };
	*s = (struct shape){ .kind = SHAPE_ALL, .n = 0 };
	for (size_t i = 0; i < q->n_nodes; i++) {
		const struct store_node *node = &q->nodes[i];
		if (node->op != STORE_TERM) {
			if (!join(s, node, &stack))
				return false;
			continue;
		}
		int word = add_word(s, node);
		if (word < 0)
			return false;
		stack.words[stack.n++] = (unsigned char)word;
	}
	if (s->n == 1 && s->times[0] == 1)
		s->kind = SHAPE_ANY;	/* whose matches need not be counted */
	return stack.n == 1;
}

/* ---- Any of the words ---- */

/* words OR; (words OR) (the same words AND) AND_NOT. */
static bool is_any(const struct store_search *q, struct shape *s)
{
	const struct store_node *nodes = q->nodes;
	unsigned n = 0;
	*s = (struct shape){ .kind = SHAPE_ANY };
	while (n < q->n_nodes && nodes[n].op == STORE_TERM && n < SHAPE_WORDS)
		if (add_word(s, &nodes[n++]) < 0)
			return false;
	if (n == 0 || s->n != n || n == q->n_nodes || nodes[n].op != STORE_OR || nodes[n].n != n)
		return false;
	if (q->n_nodes == n + 1)
		return true;
	s->kind = SHAPE_ANY_NOT_ALL;
	if (q->n_nodes != 2 * n + 3 || nodes[2 * n + 1].op != STORE_AND || nodes[2 * n + 1].n != n ||
	    nodes[2 * n + 2].op != STORE_AND_NOT)
		return false;
	for (unsigned i = 0; i < n; i++)
		if (nodes[n + 1 + i].op != STORE_TERM || !str_eq(nodes[n + 1 + i].term, nodes[i].term))
			return false;
	return true;
}

bool shape_of(const struct store_search *q, struct shape *out_r)
{
	if (q->sort_slot != STORE_NO_SLOT || q->collapse_slot != STORE_NO_SLOT || q->n_facets)
		return false;
	return is_all(q, out_r) || is_any(q, out_r);
}

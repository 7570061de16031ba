/* Other names of what a query names, from alias files and acronyms; see other_names.h. */
#include "config.h"

#include "query/other_names.h"

#include "query/piece.h"
#include "query/plan_word.h"
#include "query/sequence.h"
#include "query/widen.h"

static bool may_be_widened(const struct planner *p, const struct query *q)
{
	return p->widen.aliases && !p->negated && !planner_is_unstemmed(q->field) && p->n_variants < VARIANTS_MAX &&
	       (q->op == QUERY_WORD || (q->op == QUERY_PHRASE && str_chr(q->text, '=') < 0)) &&
	       !widening_leaves_alone(&p->widen, q->text);
}

/* Tells what was found; of it what is to be searched for. */
static void note_variants(struct planner *p, struct str typed, struct variant *list, size_t *n)
{
	size_t kept = 0;
	for (size_t i = 0; i < *n; i++) {
		expansion_add(&p->expansions, p->arena, (struct expansion){
			.kind = list[i].kind, .from = typed, .to = list[i].text, .weight = list[i].offered ? 0 : 1,
			.documents = list[i].documents });
		if (!list[i].offered)
			list[kept++] = list[i];
	}
	*n = kept;
	p->n_variants += (unsigned)kept;
}

/* Is the phrase in any document?  Nothing is ranked: the first one will do. */
static int phrase_stands(void *arg, struct str text, bool *stands_r)
{
	struct planner *p = arg;
	struct query q = { .op = QUERY_PHRASE, .text = text, .weight = 1 };
	struct piece piece;
	struct store_node *nodes;
	struct store_result r;
	struct store_search search = { .limit = 1, .sort_slot = STORE_NO_SLOT, .collapse_slot = STORE_NO_SLOT };
	bool muted = p->muted;
	struct widening widen = p->widen;
	unsigned n_words = p->n_words;
	if (p->widen.in_haste)
		return err_set(p->err, ERR_BUSY, "a longer search");
	p->widen.translit = p->widen.spelling = p->widen.respell = false;
	p->n_words = 0;		/* its words are not the query's */
	int rc = piece_analyze(p, &q, &piece);
	p->widen = widen;
	p->n_words = n_words;
	*stands_r = false;
	if (rc < 0)
		return -1;
	p->muted = true;
	const struct node *node = sequence_node(p, &piece);
	p->muted = muted;
	if (!node)
		return 0;
	node_write(node_scale(p->arena, node, 0), p->arena, &nodes, &search.n_nodes);
	search.nodes = nodes;
	if (store_search(p->store, &search, p->arena, &r, p->err) < 0)
		return -1;
	*stands_r = r.n_hits > 0;
	return 0;
}

static struct widener widener(struct planner *p)
{
	return (struct widener){ .store = p->store, .recall = p->recall, .analyzer = p->analyzer, .aliases = p->widen.names,
				 .arena = p->arena, .err = p->err, .stands = phrase_stands, .arg = p, .n_asked = &p->n_variants };
}

/* What else a leaf is called, as a whole. */
int other_names_find(struct planner *p, const struct query *q, struct variant **out_r, size_t *n_r)
{
	struct widener w = widener(p);
	size_t n, length;
	*n_r = 0;
	*out_r = NULL;
	if (!may_be_widened(p, q))
		return 0;
	struct query_token *tokens = planner_tokens(p, q->text, &n);
	if (n > WIDEN_WORDS)
		return 0;
	struct alias_word *words = arena_array(p->arena, n, sizeof(*words));
	for (size_t i = 0; i < n; i++)
		words[i] = (struct alias_word){ &tokens[i], i == 0, i + 1 == n };
	if (widen(&w, words, n, true, &length, out_r, n_r) < 0)
		return -1;
	note_variants(p, q->text, *out_r, n_r);
	return 0;
}

struct query other_name_query(const struct query *q, const struct variant *v)
{
	return (struct query){ .op = QUERY_PHRASE, .field = q->field, .text = v->text, .column = q->column, .weight = 1 };
}

/* Any of them; NULL: none. */
int other_names_plan(struct planner *p, const struct query *q, const struct variant *list, size_t n,
			 const struct node **out_r)
{
	struct node_list l = { 0 };
	struct widening widen = p->widen;
	unsigned n_words = p->n_words;
	int rc = 0;
	/* Alias files spell as they mean it; their words are not the query's. */
	p->widen.aliases = p->widen.translit = p->widen.spelling = p->widen.respell = false;
	p->n_words = 0;
	for (size_t i = 0; i < n && rc == 0; i++) {
		struct query one = other_name_query(q, &list[i]);
		const struct node *node;
		rc = plan_leaf(p, &one, &node);
		if (rc == 0)
			node_add(p->arena, &l, node);
	}
	p->widen = widen;
	p->n_words = n_words;
	*out_r = node_join(p->arena, STORE_SYNONYM, &l);
	return rc;
}

/* The words of some leaves, one behind the other, up to one without any. */
static struct alias_word *words_of(struct planner *p, struct query *const *leaves, size_t n, size_t *n_r)
{
	struct alias_word *words = NULL;
	size_t n_words = 0, cap = 0;
	for (size_t i = 0; i < n && n_words < WIDEN_WORDS; i++) {
		size_t n_tokens;
		struct query_token *tokens = planner_tokens(p, leaves[i]->text, &n_tokens);
		if (n_tokens == 0)
			break;
		words = arena_grow(p->arena, words, &cap, n_words + n_tokens, sizeof(*words));
		for (size_t k = 0; k < n_tokens; k++)
			words[n_words++] = (struct alias_word){ &tokens[k], k == 0, k + 1 == n_tokens };
	}
	*n_r = n_words;
	return words;
}

static struct str joined_text(struct planner *p, struct query *const *leaves, size_t n)
{
	struct str s = leaves[0]->text;
	for (size_t i = 1; i < n; i++)
		s = arena_printf(p->arena, "%.*s %.*s", STR_ARG(s), STR_ARG(leaves[i]->text));
	return s;
}

int other_names_head(struct planner *p, struct query *const *children, size_t n, size_t *length_r,
	       const struct node **out_r)
{
	struct widener w = widener(p);
	struct variant *list;
	size_t n_words, n_list, length;
	struct alias_word *words = words_of(p, children, n, &n_words);
	*length_r = 0;
	*out_r = NULL;
	if (n_words < 2)
		return 0;
	if (widen(&w, words, n_words, false, &length, &list, &n_list) < 0)
		return -1;
	size_t leaves = 0;
	for (size_t i = 0; i < length; i++)
		leaves += words[i].ends;
	if (leaves < 2)
		return 0;
	struct str typed = joined_text(p, children, leaves);
	if (widening_leaves_alone(&p->widen, typed))
		return 0;
	*length_r = leaves;
	note_variants(p, typed, list, &n_list);
	return other_names_plan(p, children[0], list, n_list, out_r);
}

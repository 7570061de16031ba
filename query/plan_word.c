/* Words and phrases to terms; see plan_word.h. */
#include "config.h"

#include "query/plan_word.h"

#include "index/schema.h"
#include "query/aliases.h"
#include "query/forms.h"
#include "query/other_names.h"
#include "query/piece.h"
#include "query/sequence.h"
#include "query/spell.h"

#define TYPED_WEIGHT 0.1	/* by which documents with the very name that was typed come before those that have another */
#define FUZZY_WEIGHT 0.5	/* a word near to the one typed counts half */

static int plan_phrase(struct planner *p, const struct piece *piece, const struct node **out_r)
{
	const struct node *conditions;
	if (sequence_conditions(p, piece, &conditions) < 0)
		return -1;
	*out_r = node_pair(p->arena, STORE_FILTER, sequence_node(p, piece), conditions);
	if (p->optional && piece->op == QUERY_WORD && piece->n > 1)
		*out_r = node_pair(p->arena, STORE_OR, *out_r, sequence_parts(p, piece));
	return 0;
}

/* ---- pre* ---- */

struct prefix {
	struct str text;		/* folded */
	struct alternatives stems;	/* of words that start with it, that do not do so themselves:
					 * organisations -> organis for "organisat*" */
	const struct node *forms;	/* any word that starts with it */
};

static int find_prefix(struct planner *p, const struct piece *piece, struct prefix *out_r)
{
	struct form *forms;
	size_t n;
	*out_r = (struct prefix){ .text = piece->tokens[piece->n - 1].exact };
	if (planner_is_unstemmed(piece->field))
		return 0;
	if (forms_starting(p->store, EXACT, out_r->text, PLAN_MAX_PREFIX_TERMS, p->arena, &forms, &n,
			   p->err) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct str *stems;
		size_t n_stems;
		analyzer_stems(p->analyzer, forms[i].text, p->arena, &stems, &n_stems);
		for (size_t k = 0; k < n_stems; k++)
			if (!str_starts(stems[k], out_r->text))
				alternatives_add(p, &out_r->stems, &stems[k], 1);
	}
	out_r->forms = node_pair(p->arena, STORE_OR, node_prefix(p->arena, "", out_r->text, PLAN_MAX_PREFIX_TERMS),
				 node_prefix(p->arena, EXACT, out_r->text, PLAN_MAX_PREFIX_TERMS));
	return 0;
}

/* The tokens before the last one, which carries the mark. */
static const struct node *phrase_before_last(struct planner *p, const struct piece *piece)
{
	struct piece before = *piece;
	before.n--;
	return sequence_node(p, &before);
}

static int plan_prefix(struct planner *p, const struct piece *piece, const struct node **out_r)
{
	struct prefix prefix;
	struct node_list words = { 0 };
	if (find_prefix(p, piece, &prefix) < 0)
		return -1;
	node_add(p->arena, &words, node_prefix(p->arena, planner_prefix(piece->field), prefix.text,
					       PLAN_MAX_PREFIX_TERMS));
	node_add(p->arena, &words, alternatives_node(p, piece->field, &prefix.stems));
	*out_r = node_join(p->arena, STORE_SYNONYM, &words);
	/* Exact forms have no weight: the stems give it, and the forms decide. */
	if (prefix.stems.n)
		*out_r = node_pair(p->arena, STORE_FILTER, *out_r, prefix.forms);
	planner_mark(p, piece->field, (struct plan_term){ .term = prefix.text, .is_prefix = true });
	*out_r = node_pair(p->arena, STORE_AND, phrase_before_last(p, piece), *out_r);
	return 0;
}

/* ---- word~ ---- */

static int near_alternatives(struct planner *p, const struct query *q, const struct query_token *t,
			     struct alternatives *out_r)
{
	struct form *forms;
	size_t n;
	if (spell_near(p->store, p->analyzer, planner_vocabulary(q->field), t->exact,
		       q->distance, PLAN_MAX_FUZZY_TERMS, p->arena, &forms, &n, p->err) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct str *stems = &forms[i].text;
		size_t n_stems = 1;
		if (aliases_distinct(p->widen.names, t->exact, forms[i].text, p->arena))
			continue;
		if (!planner_is_unstemmed(q->field))
			analyzer_stems(p->analyzer, forms[i].text, p->arena, &stems, &n_stems);
		alternatives_add(p, out_r, stems, n_stems);
	}
	return 0;
}

/* What may stand for each token of word~, the word itself first. */
static int plan_fuzzy(struct planner *p, const struct query *q, const struct piece *piece,
		      const struct node **out_r)
{
	struct node_list places = { 0 };
	unsigned number = ++p->n_phrases;
	for (size_t i = 0; i < piece->n; i++) {
		struct alternatives own = alternatives_of(p, q->field, &piece->tokens[i]), l = { 0 };
		alternatives_add(p, &l, own.list, own.n);
		alternatives_add(p, &l, piece->others[i].list, piece->others[i].n);
		if (near_alternatives(p, q, &piece->tokens[i], &l) < 0)
			return -1;
		alternatives_mark(p, q->field, &l, number, (unsigned)i);
		if (piece->n > 1) {
			node_add(p->arena, &places, alternatives_node(p, q->field, &l));
			continue;
		}
		struct alternatives others = { .list = l.list + own.n, .n = l.n - own.n };
		node_add(p->arena, &places, node_pair(p->arena, STORE_OR, alternatives_node(p, q->field, &own),
			node_scale(p->arena, alternatives_node(p, q->field, &others), FUZZY_WEIGHT)));
	}
	*out_r = node_window(p->arena, STORE_PHRASE, &places, (uint32_t)places.n);
	return 0;
}

/* ---- Leaves ---- */

/* What was typed, or what else it is called. */
static int join_variants(struct planner *p, const struct query *q, const struct variant *list, size_t n,
			 bool with_parts, const struct node **out_r)
{
	const struct node *others;
	if (other_names_plan(p, q, list, n, &others) < 0)
		return -1;
	const struct node *typed = *out_r;
	if (!others)
		return 0;
	/* A part of a name tells less than another name. */
	*out_r = node_pair(p->arena, with_parts ? STORE_OR : STORE_SYNONYM, typed, others);
	*out_r = node_pair(p->arena, STORE_AND_MAYBE, *out_r, node_scale(p->arena, typed, TYPED_WEIGHT));
	return 0;
}

int plan_leaf(struct planner *p, const struct query *q, const struct node **out_r)
{
	struct piece piece;
	struct variant *list;
	size_t n;
	bool respell = p->widen.respell;
	*out_r = NULL;
	if (other_names_find(p, q, &list, &n) < 0)
		return -1;
	p->widen.respell = respell && n == 0;		/* a name that is known is not misspelled */
	int rc = piece_analyze(p, q, &piece);
	p->widen.respell = respell;
	if (rc < 0 || piece.n == 0)
		return rc;
	switch (q->op) {
	case QUERY_PREFIX: return plan_prefix(p, &piece, out_r);
	case QUERY_FUZZY: return plan_fuzzy(p, q, &piece, out_r);
	default:
		if (plan_phrase(p, &piece, out_r) < 0)
			return -1;
		return join_variants(p, q, list, n, p->optional && piece.n > 1, out_r);
	}
}

/* Terms of titles have no weight of their own (schema.h): the same words among all words of the
 * document give it, where those of a title count more. */
int plan_word(struct planner *p, const struct query *q, const struct node **out_r)
{
	const struct node *everywhere;
	if (q->field != FIELD_TITLE)
		return plan_leaf(p, q, out_r);
	struct query unbound = *q;
	bool muted = p->muted;
	unbound.field = FIELD_NONE;
	p->muted = true;
	int rc = plan_leaf(p, &unbound, &everywhere);
	p->muted = muted;
	if (rc < 0 || plan_leaf(p, q, out_r) < 0)
		return -1;
	*out_r = node_pair(p->arena, STORE_AND_MAYBE, *out_r, everywhere);
	return 0;
}

/* ---- NEAR ---- */

static int prefix_alternatives(struct planner *p, const struct piece *piece, struct alternatives *l,
			       const struct node **condition_r)
{
	struct prefix prefix;
	struct form *forms;
	size_t n;
	if (find_prefix(p, piece, &prefix) < 0 ||
	    forms_starting(p->store, planner_prefix(piece->field), prefix.text, PLAN_MAX_PREFIX_TERMS, p->arena,
			   &forms, &n, p->err) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		alternatives_add(p, l, &forms[i].text, 1);
	alternatives_add(p, l, prefix.stems.list, prefix.stems.n);
	*condition_r = prefix.stems.n ? prefix.forms : NULL;
	planner_mark(p, piece->field, (struct plan_term){ .term = prefix.text, .is_prefix = true });
	return 0;
}

int plan_place(struct planner *p, const struct query *q, struct plan_place *out_r)
{
	struct piece piece;
	struct alternatives l = { 0 };
	*out_r = (struct plan_place){ 0 };
	if (piece_analyze(p, q, &piece) < 0)
		return -1;
	if (piece.n == 0)
		return 0;
	const struct query_token *last = &piece.tokens[piece.n - 1];
	if (q->op == QUERY_PREFIX) {
		if (prefix_alternatives(p, &piece, &l, &out_r->condition) < 0)
			return -1;
		out_r->condition = node_pair(p->arena, STORE_AND, phrase_before_last(p, &piece), out_r->condition);
	} else {
		l = alternatives_of(p, q->field, last);
		alternatives_add(p, &l, piece.others[piece.n - 1].list, piece.others[piece.n - 1].n);
		if (sequence_is_whole(&piece))
			alternatives_add(p, &l, piece.tokens[0].joined, piece.tokens[0].n_joined);
		if (q->op == QUERY_FUZZY && near_alternatives(p, q, last, &l) < 0)
			return -1;
		if (q->op == QUERY_EXACT && sequence_conditions(p, &piece, &out_r->condition) < 0)
			return -1;
		if (piece.n > 1 && q->op != QUERY_FUZZY)
			out_r->condition = node_pair(p->arena, STORE_AND, sequence_node(p, &piece), out_r->condition);
		else
			alternatives_mark(p, q->field, &l, ++p->n_phrases, 0);
	}
	out_r->words = l.n ? alternatives_node(p, q->field, &l) : node_nothing(p->arena);
	return 0;
}

int plan_other_places(struct planner *p, const struct query *q, struct plan_place **out_r, size_t *n_r)
{
	struct variant *list;
	struct widening widen = p->widen;
	unsigned n_words = p->n_words;
	size_t n;
	int rc = 0;
	*n_r = 0;
	if (other_names_find(p, q, &list, &n) < 0)
		return -1;
	*out_r = arena_array(p->arena, n, sizeof(**out_r));
	p->widen.translit = p->widen.spelling = p->widen.respell = false;
	for (size_t i = 0; i < n && rc == 0; i++) {
		struct query one = other_name_query(q, &list[i]);
		rc = plan_place(p, &one, &(*out_r)[i]);
	}
	p->widen = widen;
	p->n_words = n_words;
	*n_r = n;
	return rc;
}

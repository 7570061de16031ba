/* The words of a leaf one after the other, compounds of them in each way they are written; see sequence.h. */
#include "config.h"

#include "query/sequence.h"

#include "query/forms.h"

#define PART_WEIGHT 0.5		/* a part of "al-Qaeda" counts half where any word will do */

/* Does a compound start with token i that others write as one word? */
static bool is_compound(const struct piece *piece, size_t i)
{
	const struct query_token *t = &piece->tokens[i];
	return t->n_joined && t->n_joined_tokens <= piece->n - i && !planner_is_unstemmed(piece->field);
}

/* Which compounds are taken for one word: those with hyphens, and those that only lack a blank. */
enum { JOIN_HYPHENED = 1, JOIN_GLUED = 2 };

static unsigned joint(const struct piece *piece, size_t i)
{
	if (!is_compound(piece, i))
		return 0;
	return piece->tokens[i + 1].flags & WORD_PART ? JOIN_HYPHENED : JOIN_GLUED;
}

bool sequence_is_whole(const struct piece *piece)
{
	return is_compound(piece, 0) && piece->tokens[0].n_joined_tokens == piece->n;
}

static void mark_token(struct planner *p, const struct piece *piece, size_t i, const struct alternatives *own,
		       unsigned phrase, unsigned index)
{
	alternatives_mark(p, piece->field, own, phrase, index);
	alternatives_mark(p, piece->field, &piece->others[i], phrase, index);
}

/* The tokens one after the other.  joined: which compounds as one word, as others write them.  weight_r, unless NULL: what the
 * words weigh together. */
static const struct node *sequence(struct planner *p, const struct piece *piece, unsigned joined, double *weight_r)
{
	static const struct alternatives none = { 0 };
	struct node_list places = { 0 };
	unsigned number = ++p->n_phrases;
	for (size_t i = 0; i < piece->n; i++) {
		const struct query_token *t = &piece->tokens[i];
		struct alternatives l = { 0 };
		bool as_one = joined & joint(piece, i);
		if (as_one)
			alternatives_add(p, &l, t->joined, t->n_joined);
		else
			l = alternatives_of(p, piece->field, t);
		if (!as_one && piece_is_exact(piece, t))
			planner_mark(p, piece->field, (struct plan_term){ .term = t->exact, .is_exact = true,
				.phrase = number, .phrase_index = (unsigned)places.n });
		else if (as_one)
			alternatives_mark(p, piece->field, &l, number, (unsigned)places.n);
		else
			mark_token(p, piece, i, &l, number, (unsigned)places.n);
		const struct alternatives *others = as_one ? &none : &piece->others[i];
		node_add(p->arena, &places, alternatives_best(p, piece->field, &l, others));
		if (weight_r)
			*weight_r += alternatives_weight(p, piece->field, &l, others);
		if (as_one)
			i += t->n_joined_tokens - 1;
	}
	return node_window(p->arena, STORE_PHRASE, &places, (uint32_t)places.n);
}

/* In each of the ways in which compounds with hyphens are written. */
static const struct node *hyphened(struct planner *p, const struct piece *piece, unsigned joints, unsigned glued, double *weight_r)
{
	struct node_list variants = { 0 };
	node_add(p->arena, &variants, sequence(p, piece, glued, weight_r));
	if (joints & JOIN_HYPHENED)
		node_add(p->arena, &variants, sequence(p, piece, glued | JOIN_HYPHENED, NULL));
	return node_join(p->arena, STORE_SYNONYM, &variants);
}

/* Glued words are rare, and tell no more than the words apart, for they are the same. */
const struct node *sequence_node(struct planner *p, const struct piece *piece)
{
	unsigned joints = 0;
	double apart = 0, as_one = 0;
	if (piece->n == 0)
		return NULL;
	for (size_t i = 0; i < piece->n; i++)
		joints |= joint(piece, i);
	if (!(joints & JOIN_GLUED))
		return hyphened(p, piece, joints, 0, NULL);
	const struct node *typed = hyphened(p, piece, joints, 0, &apart);
	const struct node *glued = hyphened(p, piece, joints, JOIN_GLUED, &as_one);
	double factor = apart > 0 && as_one > apart ? apart / as_one : 1;
	return node_pair(p->arena, STORE_MAX, typed, node_scale(p->arena, glued, factor));
}

/* What the exact forms in a piece demand of the document, or NULL. */
int sequence_conditions(struct planner *p, const struct piece *piece, const struct node **out_r)
{
	struct node_list l = { 0 };
	for (size_t i = 0; i < piece->n && !planner_is_unstemmed(piece->field); i++) {
		const struct node *condition;
		if (!piece_is_exact(piece, &piece->tokens[i]))
			continue;
		if (form_condition(p->store, p->analyzer, piece->tokens[i].exact, p->arena, &condition, p->err) < 0)
			return -1;
		node_add(p->arena, &l, condition);
	}
	*out_r = node_join(p->arena, STORE_AND, &l);
	return 0;
}

const struct node *sequence_parts(struct planner *p, const struct piece *piece)
{
	struct node_list l = { 0 };
	for (size_t i = 0; i < piece->n; i++) {
		struct alternatives words = alternatives_of(p, piece->field, &piece->tokens[i]);
		node_add(p->arena, &l, alternatives_best(p, piece->field, &words, &piece->others[i]));
	}
	return node_scale(p->arena, node_join(p->arena, STORE_OR, &l), PART_WEIGHT);
}

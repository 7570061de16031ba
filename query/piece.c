/* A leaf of the query as words, and what else each of them may be meant for; see piece.h. */
#include "config.h"

#include "query/piece.h"

#include <string.h>

#include "index/schema.h"
#include "query/aliases.h"
#include "query/forms.h"
#include "query/glued.h"
#include "query/name_forms.h"
#include "query/qlex.h"
#include "query/qparse.h"
#include "query/respell.h"
#include "query/spell.h"

#define OTHER_WEIGHT 0.9	/* another spelling decides where documents are alike otherwise, and hardly more */
#define GUESSED_WEIGHT 0.8	/* what a word that no document has may be meant for */
#define FOUND_ENOUGH 6		/* words of a query that tell something: with more, none that is unknown is corrected */
#define COMMON_SHARE 10

bool piece_is_exact(const struct piece *piece, const struct query_token *t)
{
	const char *p = piece->text.p;
	size_t at = t->start;
	if (planner_is_unstemmed(piece->field) || piece->op != QUERY_PHRASE)
		return piece->op == QUERY_EXACT;
	return at > 0 && p[at - 1] == '=' && (at == 1 || p[at - 2] == ' ');
}

static bool is_hyphen_behind(struct str text, const struct query_token *t)
{
	struct str rest = str_sub(text, t->end, text.n);
	return str_starts(rest, STR("-")) || str_starts(rest, STR("\u2010")) || str_starts(rest, STR("\u2011"));
}

/* ---- Words that were meant for others ---- */

/* Does it tell what is looked for, and has some document it?  What every tenth document has tells little. */
static bool is_telling(struct planner *p, const struct query_token *t)
{
	uint32_t documents = 0;
	for (size_t i = 0; i < t->n_stems; i++) {
		uint32_t more = planner_frequency(p, FIELD_NONE, t->stems[i]);
		documents = more > documents ? more : documents;
	}
	return documents > 0 && documents <= p->documents / COMMON_SHARE;
}

static void count_found(struct planner *p, const struct query *q)
{
	for (size_t i = 0; i < q->n_children && p->n_found <= FOUND_ENOUGH; i++)
		count_found(p, q->children[i]);
	if (q->op != QUERY_WORD && q->op != QUERY_PHRASE)
		return;
	size_t n;
	const struct query_token *tokens = planner_tokens(p, q->text, &n);
	for (size_t i = 0; i < n && p->n_found <= FOUND_ENOUGH; i++)
		p->n_found += is_telling(p, &tokens[i]);
}

/* A question of many words is answered by those that documents have.  A guess about one that they do not would be the
 * rarest of them, and decide. */
static bool has_enough(struct planner *p)
{
	if (!p->counted)
		count_found(p, p->query);
	p->counted = true;
	return p->n_found > FOUND_ENOUGH;
}

static void add_other(struct planner *p, struct piece *piece, size_t i, enum expansion_kind kind, const struct str *terms,
		      size_t n, struct str form)
{
	const struct query_token *t = &piece->tokens[i];
	struct alternatives *others = &piece->others[i];
	others->weight = kind == EXPANSION_SPELLING ? GUESSED_WEIGHT : OTHER_WEIGHT;
	alternatives_add(p, others, terms, n);
	if (kind == EXPANSION_SPELLING) {
		p->respelled = arena_grow(p->arena, p->respelled, &p->forms_cap, p->n_forms + 1, sizeof(*p->respelled));
		p->respelled[p->n_forms++] = form;
	}
	expansion_add(&p->expansions, p->arena, (struct expansion){
		.kind = kind, .from = str_sub(piece->text, t->start, t->end), .to = form, .weight = others->weight });
}

/* What answers about a token depend on, all of it. */
static struct str key_of(struct planner *p, const struct piece *piece, size_t i)
{
	const struct query_token *t = &piece->tokens[i];
	size_t n = 2 + t->exact.n;
	for (size_t k = 0; k < t->n_stems; k++)
		n += 1 + t->stems[k].n;
	char *key = arena_alloc(p->arena, n), *end = key;
	*end++ = (char)(planner_is_unstemmed(piece->field) ? piece->field : FIELD_NONE);
	*end++ = (char)(is_hyphen_behind(piece->text, t) + 2 * !!(t->flags & WORD_CAPITAL) + 4 * !!(t->flags & WORD_ALL_CAPS));
	end = mempcpy(end, t->exact.p, t->exact.n);
	for (size_t k = 0; k < t->n_stems; k++) {
		*end++ = ' ';
		end = mempcpy(end, t->stems[k].p, t->stems[k].n);
	}
	return str_n(key, n);
}

/* Other spellings of a name. */
static int names_of(struct planner *p, const struct piece *piece, size_t i, struct recalled **out_r, size_t *n_r)
{
	const struct query_token *t = &piece->tokens[i];
	struct str key = key_of(p, piece, i);
	struct name_list names;
	if (recall_get(p->recall, RECALL_NAMES, key, p->arena, out_r, n_r))
		return 0;
	if (name_forms(p->store, p->analyzer, t, planner_is_unstemmed(piece->field), is_hyphen_behind(piece->text, t), p->arena, &names,
		       p->err) < 0)
		return -1;
	*n_r = names.n;
	*out_r = arena_array(p->arena, names.n, sizeof(**out_r));
	for (size_t k = 0; k < names.n; k++)
		(*out_r)[k] = (struct recalled){ .term = names.list[k].term, .form = names.list[k].form };
	recall_put(p->recall, RECALL_NAMES, key, *out_r, *n_r);
	return 0;
}

static int find_names(struct planner *p, struct piece *piece, size_t i)
{
	const struct query_token *t = &piece->tokens[i];
	struct recalled *names;
	size_t n;
	if (names_of(p, piece, i, &names, &n) < 0)
		return -1;
	for (size_t k = 0; k < n; k++)
		/* What is told by its capitals, or by another language's endings, is no other spelling of the word. */
		if (!str_ends(names[k].term, STR(CAPITALS_MARK)) && !str_eq(names[k].form, t->exact) &&
		    !aliases_distinct(p->widen.names, t->exact, names[k].form, p->arena))
			add_other(p, piece, i, EXPANSION_NAME, &names[k].term, 1, names[k].form);
	return 0;
}

/* The most documents that have one of the terms of the word. */
static int count_documents(struct planner *p, enum query_field f, const struct query_token *t, uint32_t *documents_r)
{
	struct alternatives own = alternatives_of(p, f, t);
	*documents_r = 0;
	for (size_t i = 0; i < own.n; i++) {
		uint32_t documents = planner_frequency(p, planner_is_unstemmed(f) ? f : FIELD_NONE, own.list[i]);
		*documents_r = documents > *documents_r ? documents : *documents_r;
	}
	return p->failed ? -1 : 0;
}

/* A rare word that a much commoner one is near to is searched for as it is, and the other only named. */
static void offer(struct planner *p, const struct piece *piece, const struct query_token *t, struct str form)
{
	expansion_add(&p->expansions, p->arena, (struct expansion){
		.kind = EXPANSION_SPELLING, .from = str_sub(piece->text, t->start, t->end), .to = form });
}

static void take_for(struct planner *p, struct piece *piece, size_t i, struct str form)
{
	struct str *stems = &form;
	size_t n = 1;
	if (!planner_is_unstemmed(piece->field))
		analyzer_stems(p->analyzer, form, p->arena, &stems, &n);
	add_other(p, piece, i, EXPANSION_SPELLING, stems, n, form);
}

/* What a word was meant for, or may have been when documents have it. */
static int look_for_spellings(struct planner *p, const struct piece *piece, size_t i, uint32_t documents, struct recalled **out_r,
			      size_t *n_r)
{
	const struct query_token *t = &piece->tokens[i];
	const char *prefix = planner_vocabulary(piece->field);
	struct form *forms;
	if (p->widen.in_haste)
		return err_set(p->err, ERR_BUSY, "a longer search");
	if ((documents ? spell_commoner(p->store, p->analyzer, prefix, t, documents, true, RESPELL_FORMS, p->arena, &forms, n_r, p->err)
		       : respell(p->store, p->analyzer, t, prefix, p->arena, &forms, n_r, p->err)) < 0)
		return -1;
	*out_r = arena_array(p->arena, *n_r, sizeof(**out_r));
	for (size_t k = 0; k < *n_r; k++)
		(*out_r)[k] = (struct recalled){ .form = forms[k].text };
	return 0;
}

static int find_spellings(struct planner *p, struct piece *piece, size_t i)
{
	const struct query_token *t = &piece->tokens[i];
	struct recalled *forms;
	uint32_t documents;
	size_t n;
	if (!respell_may(t))
		return 0;
	if (count_documents(p, piece->field, t, &documents) < 0)
		return -1;
	enum recall_kind kind = documents ? RECALL_COMMONER : RECALL_MEANT;
	unsigned *looked_for = documents ? &p->n_offered : &p->n_respelled;
	if (*looked_for >= RESPELL_MAX || has_enough(p) || (documents && !spell_is_rare(documents, p->documents)))
		return 0;
	struct str key = key_of(p, piece, i);
	if (!recall_get(p->recall, kind, key, p->arena, &forms, &n)) {
		if (look_for_spellings(p, piece, i, documents, &forms, &n) < 0)
			return -1;
		recall_put(p->recall, kind, key, forms, n);
	}
	++*looked_for;
	for (size_t k = 0; k < n; k++) {
		if (aliases_distinct(p->widen.names, t->exact, forms[k].form, p->arena))
			continue;
		if (documents)
			offer(p, piece, t, forms[k].form);
		else
			take_for(p, piece, i, forms[k].form);
	}
	return 0;
}

static int find_other(struct planner *p, struct piece *piece, size_t i)
{
	const struct query_token *t = &piece->tokens[i];
	if (widening_leaves_alone(&p->widen, str_sub(piece->text, t->start, t->end)))
		return 0;
	if (p->widen.translit && find_names(p, piece, i) < 0)
		return -1;
	/* The mark of word~ and pre* says what is wanted. */
	if (p->widen.respell && piece->others[i].n == 0 && !t->n_joined &&
	    (piece->op == QUERY_WORD || piece->op == QUERY_PHRASE) && find_spellings(p, piece, i) < 0)
		return -1;
	return 0;
}

/* What else each of the words may be in documents. */
static int find_others(struct planner *p, struct piece *piece)
{
	for (size_t i = 0; i < piece->n; i++)
		if (!piece_is_exact(piece, &piece->tokens[i]) && find_other(p, piece, i) < 0)
			return -1;
	return 0;
}

/* Pairs of words of a phrase that some document has without the blank between them become compounds of another kind. */
static void find_glued(struct planner *p, struct piece *piece)
{
	for (size_t i = 0; i + 1 < piece->n; i++) {
		struct query_token *t = &piece->tokens[i];
		struct glued g;
		if (piece_is_exact(piece, t) || piece_is_exact(piece, t + 1) ||
		    !glued_stands(p->store, p->analyzer, t, t + 1, p->arena, &g))
			continue;
		t->joined = g.stems;
		t->n_joined = g.n_stems;
		t->n_joined_tokens = 2;
		expansion_add(&p->expansions, p->arena, (struct expansion){
			.kind = EXPANSION_SPELLING, .from = str_sub(piece->text, t->start, t[1].end), .to = g.form,
			.weight = 1, .documents = g.documents });
	}
}

int piece_analyze(struct planner *p, const struct query *q, struct piece *out_r)
{
	*out_r = (struct piece){ .field = q->field, .op = q->op, .text = q->text };
	const struct query_token *tokens = planner_tokens(p, q->text, &out_r->n);
	out_r->tokens = arena_array(p->arena, out_r->n, sizeof(*tokens));	/* which glued words change */
	if (out_r->n)
		memcpy(out_r->tokens, tokens, out_r->n * sizeof(*tokens));
	if (out_r->n > QPARSE_MAX_CLAUSES - p->n_words)
		return qlex_error(p->err, ERR_LIMIT, q->column, "more than %d words in one query",
				  QPARSE_MAX_CLAUSES);
	p->n_words += (unsigned)out_r->n;
	out_r->others = arena_array(p->arena, out_r->n, sizeof(*out_r->others));
	if (p->widen.spelling && q->op == QUERY_PHRASE && !planner_is_unstemmed(q->field))
		find_glued(p, out_r);
	return find_others(p, out_r);
}

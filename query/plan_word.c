/* Words and phrases to terms; see plan_word.h. */
#include "config.h"

#include "query/plan_word.h"

#include "index/schema.h"
#include "query/forms.h"
#include "query/glued.h"
#include "query/name_forms.h"
#include "query/qlex.h"
#include "query/qparse.h"
#include "query/respell.h"
#include "query/spell.h"
#include "query/widen.h"
#include "shim/bm25.h"

#define TYPED_WEIGHT 0.1	/* by which documents with the very name that was typed come before those that have another */
#define OTHER_WEIGHT 0.9	/* another spelling decides where documents are alike otherwise, and hardly more */
#define GUESSED_WEIGHT 0.8	/* what a word that no document has may be meant for */
#define FUZZY_WEIGHT 0.5	/* a word near to the one typed counts half, */
#define FOUND_ENOUGH 6		/* words of a query that tell something: with more, none that is unknown is corrected */
#define COMMON_SHARE 10
#define PART_WEIGHT 0.5		/* and so does a part of "al-Qaeda" where any word will do */

/* ---- Fields ---- */

static const char *field_prefix(enum query_field f)
{
	switch (f) {
	case FIELD_TITLE: return PREFIX_TITLE;
	case FIELD_AUTHOR: return PREFIX_AUTHOR;
	case FIELD_SOURCE: return PREFIX_SOURCE;
	default: return "";
	}
}

/* Names are not stemmed (schema.h): every form in these fields is an exact one. */
static bool is_unstemmed(enum query_field f)
{
	return f == FIELD_AUTHOR || f == FIELD_SOURCE;
}

/* ---- Words of a text: asked for when names are looked for, and again when it is planned ---- */

#define ANALYZED_MAX 64		/* texts kept */

static struct query_token *analyze_text(struct planner *p, struct str text, size_t *n_r)
{
	for (size_t i = 0; i < p->n_analyzed; i++)
		if (p->analyzed[i].text.p == text.p && p->analyzed[i].text.n == text.n) {
			*n_r = p->analyzed[i].n;
			return p->analyzed[i].tokens;
		}
	struct query_token *tokens;
	analyzer_query(p->analyzer, text, p->arena, &tokens, n_r);
	if (p->n_analyzed < ANALYZED_MAX) {
		p->analyzed = arena_grow(p->arena, p->analyzed, &p->analyzed_cap, p->n_analyzed + 1, sizeof(*p->analyzed));
		p->analyzed[p->n_analyzed++] = (struct analyzed){ text, tokens, *n_r };
	}
	return tokens;
}

/* ---- Alternatives: what may stand at one place ---- */

struct alternatives {
	struct str *list;
	size_t n, cap;
	double weight;		/* by which other words count */
};

static void add_alternatives(struct planner *p, struct alternatives *l, const struct str *words, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t k = 0;
		while (k < l->n && !str_eq(l->list[k], words[i]))
			k++;
		if (k < l->n)
			continue;
		l->list = arena_grow(p->arena, l->list, &l->cap, l->n + 1, sizeof(*l->list));
		l->list[l->n++] = words[i];
	}
}

/* Documents that have it.  An error is kept, and ends the plan. */
static uint32_t frequency(struct planner *p, enum query_field f, struct str text)
{
	uint32_t documents = 0;
	if (store_term_frequency(p->store, schema_term(p->arena, field_prefix(f), text), &documents, p->err) < 0)
		p->failed = true;
	return documents;
}

static bool has_term(struct planner *p, enum query_field f, struct str text)
{
	return frequency(p, f, text) > 0;
}

/* What a word may be in several languages is mostly one word that the collection has: a search for one is faster. */
static void drop_unknown(struct planner *p, enum query_field f, struct alternatives *l)
{
	struct str first = l->list[0];
	size_t kept = 0;
	for (size_t i = 0; i < l->n && l->n > 1; i++)
		if (has_term(p, f, l->list[i]))
			l->list[kept++] = l->list[i];
	l->n = kept ? kept : 1;
	if (!kept)
		l->list[0] = first;
}

static struct alternatives token_alternatives(struct planner *p, enum query_field f, const struct query_token *t)
{
	struct alternatives l = { 0 };
	if (is_unstemmed(f))
		add_alternatives(p, &l, &t->exact, 1);
	/* An acronym that is also a word is meant, when it is typed in capitals and the collection has it so. */
	else if (t->capitals.n && has_term(p, f, t->capitals))
		add_alternatives(p, &l, &t->capitals, 1);
	else
		add_alternatives(p, &l, t->stems, t->n_stems);
	drop_unknown(p, f, &l);
	return l;
}

static const struct node *alternatives_node(struct planner *p, enum query_field f, const struct alternatives *l)
{
	return node_terms(p->arena, field_prefix(f), l->list, l->n);
}

/* What each of the terms weighs, 0 for one that no document has; gives the least of them, 0 when none has any. */
static double find_weights(struct planner *p, enum query_field f, const struct alternatives *l, double *weights)
{
	double least = 0;
	for (size_t i = 0; i < l->n; i++) {
		uint32_t documents = frequency(p, f, l->list[i]);
		weights[i] = documents ? bm25_weight(p->documents, documents, 1) : 0;
		if (documents && (least == 0 || weights[i] < least))
			least = weights[i];
	}
	return least;
}

static void add_weighed(struct planner *p, enum query_field f, const struct alternatives *l, const double *weights,
			double most, double factor, struct node_list *out)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct node *term = node_term(p->arena, field_prefix(f), l->list[i]);
		node_add(p->arena, out, node_scale(p->arena, term, weights[i] > most ? factor * most / weights[i] : factor));
	}
}

/* The best of several terms that stand for one word, those of `others` by their weight.  A rare one tells no more than
 * the commonest of those typed, for it is the same word. */
static const struct node *best_node(struct planner *p, enum query_field f, const struct alternatives *own,
				    const struct alternatives *others)
{
	struct node_list l = { 0 };
	if (own->n + others->n == 1)
		return alternatives_node(p, f, own);
	double *weights = arena_array(p->arena, own->n + others->n, sizeof(*weights));
	double least = find_weights(p, f, own, weights), least_other = find_weights(p, f, others, weights + own->n);
	add_weighed(p, f, own, weights, least, 1, &l);
	add_weighed(p, f, others, weights + own->n, least ? least : least_other, others->weight, &l);
	return node_join(p->arena, STORE_MAX, &l);
}

/* ---- What is to be highlighted ---- */

static void mark(struct planner *p, enum query_field f, struct plan_term term)
{
	if (p->muted || is_unstemmed(f))
		return;
	term.title_only = f == FIELD_TITLE;
	p->terms = arena_grow(p->arena, p->terms, &p->terms_cap, p->n_terms + 1, sizeof(*p->terms));
	p->terms[p->n_terms++] = term;
}

static void mark_alternatives(struct planner *p, enum query_field f, const struct alternatives *l,
			      unsigned phrase, unsigned index)
{
	for (size_t i = 0; i < l->n; i++)
		mark(p, f, (struct plan_term){ .term = l->list[i], .phrase = phrase, .phrase_index = index });
}

/* ---- Pieces ---- */

struct piece {
	enum query_field field;
	enum query_op op;
	struct str text;
	struct query_token *tokens;
	struct alternatives *others;	/* for each token: words that may stand for it */
	size_t n;
};

/* Is the token asked for exactly: =word, or "=word" within quotes? */
static bool is_exact(const struct piece *piece, const struct query_token *t)
{
	const char *p = piece->text.p;
	size_t at = t->start;
	if (is_unstemmed(piece->field) || piece->op != QUERY_PHRASE)
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
		uint32_t more = frequency(p, FIELD_NONE, t->stems[i]);
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
	const struct query_token *tokens = analyze_text(p, q->text, &n);
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
	add_alternatives(p, others, terms, n);
	if (kind == EXPANSION_SPELLING) {
		p->respelled = arena_grow(p->arena, p->respelled, &p->forms_cap, p->n_forms + 1, sizeof(*p->respelled));
		p->respelled[p->n_forms++] = form;
	}
	expansion_add(&p->expansions, p->arena, (struct expansion){
		.kind = kind, .from = str_sub(piece->text, t->start, t->end), .to = form, .weight = others->weight });
}

static int find_names(struct planner *p, struct piece *piece, size_t i)
{
	const struct query_token *t = &piece->tokens[i];
	struct name_list names;
	if (name_forms(p->store, p->analyzer, t, is_unstemmed(piece->field), is_hyphen_behind(piece->text, t), p->arena, &names,
		       p->err) < 0)
		return -1;
	for (size_t k = 0; k < names.n; k++)
		/* What is told by its capitals, or by another language's endings, is no other spelling of the word. */
		if (!str_ends(names.list[k].term, STR(CAPITALS_MARK)) && !str_eq(names.list[k].form, t->exact) &&
		    !aliases_distinct(p->widen.names, t->exact, names.list[k].form, p->arena))
			add_other(p, piece, i, EXPANSION_NAME, &names.list[k].term, 1, names.list[k].form);
	return 0;
}

/* The most documents that have one of the terms of the word. */
static int count_documents(struct planner *p, const struct piece *piece, const struct query_token *t, uint32_t *documents_r)
{
	struct piece one = { .field = piece->field };
	struct alternatives own = token_alternatives(p, one.field, t);
	*documents_r = 0;
	for (size_t i = 0; i < own.n; i++) {
		uint32_t freq;
		struct str term = schema_term(p->arena, is_unstemmed(one.field) ? field_prefix(one.field) : "", own.list[i]);
		if (store_term_frequency(p->store, term, &freq, p->err) < 0)
			return -1;
		*documents_r = freq > *documents_r ? freq : *documents_r;
	}
	return 0;
}

/* A rare word that a much commoner one is near to is searched for as it is, and the other only named. */
static int offer_commoner(struct planner *p, const struct piece *piece, const struct query_token *t, uint32_t documents)
{
	struct form *forms;
	size_t n;
	if (spell_commoner(p->store, p->analyzer, is_unstemmed(piece->field) ? field_prefix(piece->field) : "", t, documents,
			   true, RESPELL_FORMS, p->arena, &forms, &n, p->err) < 0)
		return -1;
	for (size_t k = 0; k < n; k++)
		if (!aliases_distinct(p->widen.names, t->exact, forms[k].text, p->arena))
			expansion_add(&p->expansions, p->arena, (struct expansion){
				.kind = EXPANSION_SPELLING, .from = str_sub(piece->text, t->start, t->end), .to = forms[k].text });
	return 0;
}

static int respell_word(struct planner *p, struct piece *piece, size_t i)
{
	const struct query_token *t = &piece->tokens[i];
	struct form *forms;
	size_t n;
	if (respell(p->store, p->analyzer, t, is_unstemmed(piece->field) ? field_prefix(piece->field) : "", p->arena,
		    &forms, &n, p->err) < 0)
		return -1;
	for (size_t k = 0; k < n; k++) {
		struct str *stems = &forms[k].text;
		size_t n_stems = 1;
		if (aliases_distinct(p->widen.names, t->exact, forms[k].text, p->arena))
			continue;
		if (!is_unstemmed(piece->field))
			analyzer_stems(p->analyzer, forms[k].text, p->arena, &stems, &n_stems);
		add_other(p, piece, i, EXPANSION_SPELLING, stems, n_stems, forms[k].text);
	}
	return 0;
}

static int find_spellings(struct planner *p, struct piece *piece, size_t i)
{
	const struct query_token *t = &piece->tokens[i];
	uint32_t documents;
	if (!respell_may(t))
		return 0;
	if (count_documents(p, piece, t, &documents) < 0)
		return -1;
	unsigned *looked_for = documents ? &p->n_offered : &p->n_respelled;
	if (*looked_for >= RESPELL_MAX || has_enough(p) || (documents && !spell_is_rare(documents, p->documents)))
		return 0;
	if (p->widen.in_haste)
		return err_set(p->err, ERR_BUSY, "a longer search");
	++*looked_for;
	return documents ? offer_commoner(p, piece, t, documents) : respell_word(p, piece, i);
}

static int find_other(struct planner *p, struct piece *piece, size_t i)
{
	if (p->widen.translit && find_names(p, piece, i) < 0)
		return -1;
	/* The mark of word~ and pre* says what is wanted. */
	if (p->widen.respell && piece->others[i].n == 0 && !piece->tokens[i].n_joined &&
	    (piece->op == QUERY_WORD || piece->op == QUERY_PHRASE) && find_spellings(p, piece, i) < 0)
		return -1;
	return 0;
}

static bool remember(const struct plan_memo *memo, const struct plan_known *key, struct alternatives *out_r)
{
	for (size_t i = 0; memo && i < memo->n; i++) {
		const struct plan_known *k = &memo->list[i];
		if (k->at != key->at || k->field != key->field || k->translit != key->translit || k->respell != key->respell)
			continue;
		*out_r = (struct alternatives){ k->words, k->n, k->n, k->weight };
		return true;
	}
	return false;
}

/* What else each of the words may be in documents. */
static int find_others(struct planner *p, struct piece *piece)
{
	struct plan_memo *memo = p->widen.memo;
	for (size_t i = 0; i < piece->n; i++) {
		struct plan_known key = { .at = piece->text.p + piece->tokens[i].start, .field = piece->field,
					  .translit = p->widen.translit, .respell = p->widen.respell };
		if (is_exact(piece, &piece->tokens[i]) || remember(memo, &key, &piece->others[i]))
			continue;
		if (find_other(p, piece, i) < 0)
			return -1;
		if (!memo)
			continue;
		key.words = piece->others[i].list;
		key.n = piece->others[i].n;
		key.weight = piece->others[i].weight;
		memo->list = arena_grow(p->arena, memo->list, &memo->cap, memo->n + 1, sizeof(*memo->list));
		memo->list[memo->n++] = key;
	}
	return 0;
}

/* Pairs of words of a phrase that some document has without the blank between them become compounds of another kind. */
static void find_glued(struct planner *p, struct piece *piece)
{
	for (size_t i = 0; i + 1 < piece->n; i++) {
		struct query_token *t = &piece->tokens[i];
		struct glued g;
		if (is_exact(piece, t) || is_exact(piece, t + 1) ||
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

static int analyze(struct planner *p, const struct query *q, struct piece *out_r)
{
	*out_r = (struct piece){ .field = q->field, .op = q->op, .text = q->text };
	const struct query_token *tokens = analyze_text(p, q->text, &out_r->n);
	out_r->tokens = arena_array(p->arena, out_r->n, sizeof(*tokens));	/* which glued words change */
	if (out_r->n)
		memcpy(out_r->tokens, tokens, out_r->n * sizeof(*tokens));
	if (out_r->n > QPARSE_MAX_CLAUSES - p->n_words)
		return qlex_error(p->err, ERR_LIMIT, q->column, "more than %d words in one query",
				  QPARSE_MAX_CLAUSES);
	p->n_words += (unsigned)out_r->n;
	out_r->others = arena_array(p->arena, out_r->n, sizeof(*out_r->others));
	if (p->widen.spelling && q->op == QUERY_PHRASE && !is_unstemmed(q->field))
		find_glued(p, out_r);
	return find_others(p, out_r);
}

/* Does a compound start with token i that others write as one word? */
static bool is_compound(const struct piece *piece, size_t i)
{
	const struct query_token *t = &piece->tokens[i];
	return t->n_joined && t->n_joined_tokens <= piece->n - i && !is_unstemmed(piece->field);
}

/* Which compounds are taken for one word: those with hyphens, and those that only lack a blank. */
enum { JOIN_HYPHENED = 1, JOIN_GLUED = 2 };

static unsigned joint(const struct piece *piece, size_t i)
{
	if (!is_compound(piece, i))
		return 0;
	return piece->tokens[i + 1].flags & WORD_PART ? JOIN_HYPHENED : JOIN_GLUED;
}

static bool is_one_compound(const struct piece *piece)
{
	return is_compound(piece, 0) && piece->tokens[0].n_joined_tokens == piece->n;
}

static const struct node *token_node(struct planner *p, const struct piece *piece, size_t i,
				     const struct alternatives *own)
{
	return best_node(p, piece->field, own, &piece->others[i]);
}

static void mark_token(struct planner *p, const struct piece *piece, size_t i, const struct alternatives *own,
		       unsigned phrase, unsigned index)
{
	mark_alternatives(p, piece->field, own, phrase, index);
	mark_alternatives(p, piece->field, &piece->others[i], phrase, index);
}

/* The tokens one after the other.  joined: which compounds as one word, as others write them. */
static const struct node *sequence(struct planner *p, const struct piece *piece, unsigned joined)
{
	struct node_list places = { 0 };
	unsigned number = ++p->n_phrases;
	for (size_t i = 0; i < piece->n; i++) {
		const struct query_token *t = &piece->tokens[i];
		struct alternatives l = { 0 };
		bool as_one = joined & joint(piece, i);
		if (as_one)
			add_alternatives(p, &l, t->joined, t->n_joined);
		else
			l = token_alternatives(p, piece->field, t);
		if (!as_one && is_exact(piece, t))
			mark(p, piece->field, (struct plan_term){ .term = t->exact, .is_exact = true,
				.phrase = number, .phrase_index = (unsigned)places.n });
		else if (as_one)
			mark_alternatives(p, piece->field, &l, number, (unsigned)places.n);
		else
			mark_token(p, piece, i, &l, number, (unsigned)places.n);
		node_add(p->arena, &places, as_one ? alternatives_node(p, piece->field, &l)
						   : token_node(p, piece, i, &l));
		if (as_one)
			i += t->n_joined_tokens - 1;
	}
	return node_window(p->arena, STORE_PHRASE, &places, (uint32_t)places.n);
}

static const struct node *phrase(struct planner *p, const struct piece *piece)
{
	struct node_list variants = { 0 };
	unsigned joints = 0;
	if (piece->n == 0)
		return NULL;
	for (size_t i = 0; i < piece->n; i++)
		joints |= joint(piece, i);
	for (unsigned joined = 0; joined <= joints; joined++)
		if ((joined & joints) == joined)
			node_add(p->arena, &variants, sequence(p, piece, joined));
	return node_join(p->arena, STORE_SYNONYM, &variants);
}

/* What the exact forms in a piece demand of the document, or NULL. */
static int exact_conditions(struct planner *p, const struct piece *piece, const struct node **out_r)
{
	struct node_list l = { 0 };
	for (size_t i = 0; i < piece->n && !is_unstemmed(piece->field); i++) {
		const struct node *condition;
		if (!is_exact(piece, &piece->tokens[i]))
			continue;
		if (form_condition(p->store, p->analyzer, piece->tokens[i].exact, p->arena, &condition, p->err) < 0)
			return -1;
		node_add(p->arena, &l, condition);
	}
	*out_r = node_join(p->arena, STORE_AND, &l);
	return 0;
}

static const struct node *parts(struct planner *p, const struct piece *piece)
{
	struct node_list l = { 0 };
	for (size_t i = 0; i < piece->n; i++) {
		struct alternatives words = token_alternatives(p, piece->field, &piece->tokens[i]);
		node_add(p->arena, &l, token_node(p, piece, i, &words));
	}
	return node_scale(p->arena, node_join(p->arena, STORE_OR, &l), PART_WEIGHT);
}

static int plan_phrase(struct planner *p, const struct piece *piece, const struct node **out_r)
{
	const struct node *conditions;
	if (exact_conditions(p, piece, &conditions) < 0)
		return -1;
	*out_r = node_pair(p->arena, STORE_FILTER, phrase(p, piece), conditions);
	if (p->optional && piece->op == QUERY_WORD && piece->n > 1)
		*out_r = node_pair(p->arena, STORE_OR, *out_r, parts(p, piece));
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
	if (is_unstemmed(piece->field))
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
				add_alternatives(p, &out_r->stems, &stems[k], 1);
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
	return phrase(p, &before);
}

static int plan_prefix(struct planner *p, const struct piece *piece, const struct node **out_r)
{
	struct prefix prefix;
	struct node_list words = { 0 };
	if (find_prefix(p, piece, &prefix) < 0)
		return -1;
	node_add(p->arena, &words, node_prefix(p->arena, field_prefix(piece->field), prefix.text,
					       PLAN_MAX_PREFIX_TERMS));
	node_add(p->arena, &words, alternatives_node(p, piece->field, &prefix.stems));
	*out_r = node_join(p->arena, STORE_SYNONYM, &words);
	/* Exact forms have no weight: the stems give it, and the forms decide. */
	if (prefix.stems.n)
		*out_r = node_pair(p->arena, STORE_FILTER, *out_r, prefix.forms);
	mark(p, piece->field, (struct plan_term){ .term = prefix.text, .is_prefix = true });
	*out_r = node_pair(p->arena, STORE_AND, phrase_before_last(p, piece), *out_r);
	return 0;
}

/* ---- word~ ---- */

static int near_alternatives(struct planner *p, const struct query *q, const struct query_token *t,
			     struct alternatives *out_r)
{
	struct form *forms;
	size_t n;
	if (spell_near(p->store, p->analyzer, is_unstemmed(q->field) ? field_prefix(q->field) : "", t->exact,
		       q->distance, PLAN_MAX_FUZZY_TERMS, p->arena, &forms, &n, p->err) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct str *stems = &forms[i].text;
		size_t n_stems = 1;
		if (aliases_distinct(p->widen.names, t->exact, forms[i].text, p->arena))
			continue;
		if (!is_unstemmed(q->field))
			analyzer_stems(p->analyzer, forms[i].text, p->arena, &stems, &n_stems);
		add_alternatives(p, out_r, stems, n_stems);
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
		struct alternatives own = token_alternatives(p, q->field, &piece->tokens[i]), l = { 0 };
		add_alternatives(p, &l, own.list, own.n);
		add_alternatives(p, &l, piece->others[i].list, piece->others[i].n);
		if (near_alternatives(p, q, &piece->tokens[i], &l) < 0)
			return -1;
		mark_alternatives(p, q->field, &l, number, (unsigned)i);
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

/* ---- Other names ---- */

static int plan_leaf(struct planner *p, const struct query *q, const struct node **out_r);

static bool may_be_widened(const struct planner *p, const struct query *q)
{
	return p->widen.aliases && !p->negated && !is_unstemmed(q->field) && p->n_variants < VARIANTS_MAX &&
	       (q->op == QUERY_WORD || (q->op == QUERY_PHRASE && str_chr(q->text, '=') < 0));
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
	p->n_variants++;	/* it took time, whether or not it is there */
	p->widen.translit = p->widen.spelling = p->widen.respell = false;
	int rc = analyze(p, &q, &piece);
	p->widen = widen;
	p->n_words = n_words;
	*stands_r = false;
	if (rc < 0)
		return -1;
	p->muted = true;
	const struct node *node = phrase(p, &piece);
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
	return (struct widener){ .store = p->store, .analyzer = p->analyzer, .aliases = p->widen.names,
				 .arena = p->arena, .err = p->err, .stands = phrase_stands, .arg = p };
}

/* What else a leaf is called, as a whole. */
static int find_variants(struct planner *p, const struct query *q, struct variant **out_r, size_t *n_r)
{
	struct widener w = widener(p);
	size_t n, length;
	*n_r = 0;
	*out_r = NULL;
	if (!may_be_widened(p, q))
		return 0;
	struct query_token *tokens = analyze_text(p, q->text, &n);
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

static struct query variant_query(const struct query *q, const struct variant *v)
{
	return (struct query){ .op = QUERY_PHRASE, .field = q->field, .text = v->text, .column = q->column, .weight = 1 };
}

/* Any of them; NULL: none. */
static int plan_variants(struct planner *p, const struct query *q, const struct variant *list, size_t n,
			 const struct node **out_r)
{
	struct node_list l = { 0 };
	struct widening widen = p->widen;
	unsigned n_words = p->n_words;
	int rc = 0;
	/* Alias files spell as they mean it; their words are not the query's. */
	p->widen.aliases = p->widen.translit = p->widen.spelling = p->widen.respell = false;
	for (size_t i = 0; i < n && rc == 0; i++) {
		struct query one = variant_query(q, &list[i]);
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
		struct query_token *tokens = analyze_text(p, leaves[i]->text, &n_tokens);
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

int plan_names(struct planner *p, struct query *const *children, size_t n, size_t *length_r,
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
	*length_r = leaves;
	note_variants(p, joined_text(p, children, leaves), list, &n_list);
	return plan_variants(p, children[0], list, n_list, out_r);
}

/* ---- Leaves ---- */

/* What was typed, or what else it is called. */
static int join_variants(struct planner *p, const struct query *q, const struct variant *list, size_t n,
			 bool with_parts, const struct node **out_r)
{
	const struct node *others;
	if (plan_variants(p, q, list, n, &others) < 0)
		return -1;
	const struct node *typed = *out_r;
	if (!others)
		return 0;
	/* A part of a name tells less than another name. */
	*out_r = node_pair(p->arena, with_parts ? STORE_OR : STORE_SYNONYM, typed, others);
	*out_r = node_pair(p->arena, STORE_AND_MAYBE, *out_r, node_scale(p->arena, typed, TYPED_WEIGHT));
	return 0;
}

static int plan_leaf(struct planner *p, const struct query *q, const struct node **out_r)
{
	struct piece piece;
	struct variant *list;
	size_t n;
	bool respell = p->widen.respell;
	*out_r = NULL;
	if (find_variants(p, q, &list, &n) < 0)
		return -1;
	p->widen.respell = respell && n == 0;		/* a name that is known is not misspelled */
	int rc = analyze(p, q, &piece);
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
	    forms_starting(p->store, field_prefix(piece->field), prefix.text, PLAN_MAX_PREFIX_TERMS, p->arena,
			   &forms, &n, p->err) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		add_alternatives(p, l, &forms[i].text, 1);
	add_alternatives(p, l, prefix.stems.list, prefix.stems.n);
	*condition_r = prefix.stems.n ? prefix.forms : NULL;
	mark(p, piece->field, (struct plan_term){ .term = prefix.text, .is_prefix = true });
	return 0;
}

int plan_place(struct planner *p, const struct query *q, struct plan_place *out_r)
{
	struct piece piece;
	struct alternatives l = { 0 };
	*out_r = (struct plan_place){ 0 };
	if (analyze(p, q, &piece) < 0)
		return -1;
	if (piece.n == 0)
		return 0;
	const struct query_token *last = &piece.tokens[piece.n - 1];
	if (q->op == QUERY_PREFIX) {
		if (prefix_alternatives(p, &piece, &l, &out_r->condition) < 0)
			return -1;
		out_r->condition = node_pair(p->arena, STORE_AND, phrase_before_last(p, &piece), out_r->condition);
	} else {
		l = token_alternatives(p, q->field, last);
		add_alternatives(p, &l, piece.others[piece.n - 1].list, piece.others[piece.n - 1].n);
		if (is_one_compound(&piece))
			add_alternatives(p, &l, piece.tokens[0].joined, piece.tokens[0].n_joined);
		if (q->op == QUERY_FUZZY && near_alternatives(p, q, last, &l) < 0)
			return -1;
		if (q->op == QUERY_EXACT && exact_conditions(p, &piece, &out_r->condition) < 0)
			return -1;
		if (piece.n > 1 && q->op != QUERY_FUZZY)
			out_r->condition = node_pair(p->arena, STORE_AND, phrase(p, &piece), out_r->condition);
		else
			mark_alternatives(p, q->field, &l, ++p->n_phrases, 0);
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
	if (find_variants(p, q, &list, &n) < 0)
		return -1;
	*out_r = arena_array(p->arena, n, sizeof(**out_r));
	p->widen.translit = p->widen.spelling = p->widen.respell = false;
	for (size_t i = 0; i < n && rc == 0; i++) {
		struct query one = variant_query(q, &list[i]);
		rc = plan_place(p, &one, &(*out_r)[i]);
	}
	p->widen = widen;
	p->n_words = n_words;
	*n_r = n;
	return rc;
}

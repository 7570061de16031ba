/* Words of the vocabulary near to a word, and correcting a text with them; see spell.h. */
#include "config.h"

#include "query/spell.h"

#include <math.h>
#include <stdlib.h>

#include "common/utf8.h"
#include "index/schema.h"
#include "query/meant.h"
#include "query/qparse.h"
#include "query/respell.h"
#include "query/split.h"
#include "query/typo.h"

/* How much commoner a word has to be than a rare one that is written nearly so: 4.5 times, and e times as much for each
 * 7 tenths of an edit. */
#define COMMONER 1.5
#define COMMONER_EDIT 0.15

/* ---- Near words ---- */

static struct form *forms_of(const struct meant *list, size_t n, struct arena *a)
{
	struct form *forms = arena_array(a, n, sizeof(*forms));
	for (size_t i = 0; i < n; i++)
		forms[i] = (struct form){ list[i].text, list[i].documents };
	return forms;
}

int spell_near(struct store *s, struct analyzer *an, const char *prefix, struct str folded, unsigned within, uint32_t max,
	       struct arena *a, struct form **out_r, size_t *n_r, struct err *err)
{
	struct meant *list;
	size_t letters = utf8_count(folded);
	unsigned edits = within ? within : letters < 3 ? 0 : letters < 5 ? 1 : 2;
	if (meant_written(s, an, prefix, STR_NONE, false, folded, edits * TYPO_EDIT, false, max, a, &list, n_r, err) < 0)
		return -1;
	*out_r = forms_of(list, *n_r, a);
	return 0;
}

/* Forms of one word: who looks for one finds the other anyway. */
static bool is_same_stem(struct analyzer *an, const struct query_token *t, struct str form, struct arena *a)
{
	struct str *stems;
	size_t n;
	analyzer_stems(an, form, a, &stems, &n);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < t->n_stems; k++)
			if (str_eq(stems[i], t->stems[k]))
				return true;
	return false;
}

static bool is_commoner(uint32_t documents, uint32_t than, unsigned cost)
{
	return log((double)documents / than) > COMMONER + COMMONER_EDIT * cost;
}

bool spell_is_rare(uint32_t documents, uint32_t of)
{
	return documents > 0 && documents <= SPELL_RARE && is_commoner(of, documents, 1);
}

static struct str first_letter(struct str word)
{
	size_t end = 0;
	(void)utf8_next(word, &end);
	return str_sub(word, 0, end);
}

int spell_commoner(struct store *s, struct analyzer *an, const char *prefix, const struct query_token *t, uint32_t documents,
		   bool in_haste, uint32_t max, struct arena *a, struct form **out_r, size_t *n_r, struct err *err)
{
	struct meant *list;
	size_t n;
	*n_r = 0;
	*out_r = arena_array(a, max, sizeof(**out_r));
	if (documents == 0 || documents > SPELL_RARE || !respell_may(t))
		return 0;
	/* A plain edit asks for 20 times the documents: more than WORDLIST_COMMON. */
	if (meant_written(s, an, prefix, in_haste ? first_letter(t->exact) : STR_NONE, in_haste, t->exact, TYPO_EDIT, !in_haste, max, a,
			  &list, &n, err) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (is_commoner(list[i].documents, documents, list[i].cost) &&
		    !typo_in_ending(t->exact, list[i].text) && !is_same_stem(an, t, list[i].text, a))
			(*out_r)[(*n_r)++] = (struct form){ list[i].text, list[i].documents };
	return 0;
}

/* ---- Correcting a text ---- */

/* A word of the text that can be corrected. */
struct typed {
	const struct query_token *token;
	const char *prefix;
	size_t start, end;		/* bytes of the text */
	uint32_t documents;		/* UINT32_MAX: it is what it is */
};

struct correction {
	struct store *store;
	struct analyzer *analyzer;
	struct arena *arena;
	struct err *err;
	struct str text;
	uint32_t max;
	struct typed *typed;		/* in the order of the text */
	size_t n_typed, typed_cap;
	struct spelling *list;
	size_t n, cap;
};

static void add_spelling(struct correction *c, struct spelling sp)
{
	c->list = arena_grow(c->arena, c->list, &c->cap, c->n + 1, sizeof(*c->list));
	c->list[c->n++] = sp;
}

/* The most documents that have one of the terms. */
static int count(struct correction *c, const char *prefix, const struct str *words, size_t n, uint32_t *documents_r)
{
	*documents_r = 0;
	for (size_t i = 0; i < n; i++) {
		uint32_t freq;
		if (store_term_frequency(c->store, schema_term(c->arena, prefix, words[i]), &freq, c->err) < 0)
			return -1;
		*documents_r = freq > *documents_r ? freq : *documents_r;
	}
	return 0;
}

static int count_word(struct correction *c, struct typed *w)
{
	const struct query_token *t = w->token;
	uint32_t joined;
	if (w->documents)	/* of a compound */
		return 0;
	if (count(c, "", t->joined, t->n_joined, &joined) < 0)
		return -1;
	/* "anti-terrorism", written as one word in a document */
	if (joined)
		for (size_t k = 0; k < t->n_joined_tokens && &w[k] < c->typed + c->n_typed; k++)
			w[k].documents = UINT32_MAX;
	if (joined || t->flags & (WORD_NUMBER | WORD_NO_SPACE)) {
		w->documents = UINT32_MAX;
		return 0;
	}
	return w->prefix[0] ? count(c, w->prefix, &t->exact, 1, &w->documents) : count(c, "", t->stems, t->n_stems, &w->documents);
}

static struct str between(const struct correction *c, size_t from, size_t to)
{
	return str_sub(c->text, from, to);
}

static bool is_blank(struct str s)
{
	return s.n > 0 && str_trim(s).n == 0;
}

/* Two words, one of which nobody writes, that documents write as one. */
static int try_joined(struct correction *c, size_t i, size_t *taken_r)
{
	const struct typed *w = &c->typed[i];
	struct form *f = arena_array(c->arena, 1, sizeof(*f));
	if (i + 1 >= c->n_typed || w[0].prefix[0] || w[1].prefix[0] || (w[0].documents && w[1].documents) ||
	    !is_blank(between(c, w[0].end, w[1].start)))
		return 0;
	f->text = arena_printf(c->arena, "%.*s%.*s", STR_ARG(w[0].token->exact), STR_ARG(w[1].token->exact));
	if (meant_known(c->store, c->analyzer, f->text, c->arena, &f->documents, c->err) < 0)
		return -1;
	if (f->documents) {
		add_spelling(c, (struct spelling){ .word = between(c, w[0].start, w[1].end), .better = f, .n = 1 });
		*taken_r = 2;
	}
	return 0;
}

/* What stands between blanks with signs in it and is no word at all, read by its keys: "j,kfcnm" is область. */
static int try_keys(struct correction *c, size_t i, size_t *taken_r)
{
	const struct typed *w = &c->typed[i];
	size_t from = w->start, to = w->end, n = 1;
	struct meant m;
	while (from > 0 && c->text.p[from - 1] != ' ')
		from--;
	while (to < c->text.n && c->text.p[to] != ' ')
		to++;
	while (i + n < c->n_typed && c->typed[i + n].start < to)
		n++;
	if (w->prefix[0] || (from == w->start && to == w->end) || (i > 0 && w[-1].end > from))
		return 0;
	for (size_t k = 0; k < n; k++)
		if (w[k].documents && w[k].end - w[k].start > 1)
			return 0;
	if (meant_keys(c->store, c->analyzer, between(c, from, to), c->arena, &m, c->err) < 0)
		return -1;
	if (m.documents) {
		add_spelling(c, (struct spelling){ .word = between(c, from, to), .better = forms_of(&m, 1, c->arena), .n = 1 });
		*taken_r = n;
	}
	return 0;
}

static int try_split(struct correction *c, struct str folded, struct spelling *sp)
{
	struct split split;
	if (split_find(c->store, c->analyzer, folded, c->arena, &split, c->err) < 0)
		return -1;
	if (split.documents) {
		sp->better = arena_array(c->arena, 1, sizeof(*sp->better));
		*sp->better = (struct form){ split.text, split.documents };
		sp->n = 1;
	}
	return 0;
}

static int correct_word(struct correction *c, const struct typed *w)
{
	struct spelling sp = { .word = between(c, w->start, w->end), .documents = w->documents };
	struct meant *list;
	if (sp.documents) {
		if (spell_commoner(c->store, c->analyzer, w->prefix, w->token, sp.documents, false, c->max, c->arena, &sp.better, &sp.n, c->err) < 0)
			return -1;
		if (sp.n)
			add_spelling(c, sp);
		return 0;
	}
	if (meant_find(c->store, c->analyzer, w->prefix, w->token->exact, true, c->max, c->arena, &list, &sp.n,
		       c->err) < 0)
		return -1;
	sp.better = forms_of(list, sp.n, c->arena);
	if (c->max && !w->prefix[0] && (sp.n == 0 || list[0].cost > SPLIT_COST) && try_split(c, w->token->exact, &sp) < 0)
		return -1;
	add_spelling(c, sp);
	return 0;
}

static int correct_words(struct correction *c)
{
	for (size_t i = 0; i < c->n_typed; i++)
		if (count_word(c, &c->typed[i]) < 0)
			return -1;
	for (size_t i = 0, taken; i < c->n_typed; i += taken ? taken : 1) {
		taken = 0;
		if (try_keys(c, i, &taken) < 0 || (!taken && try_joined(c, i, &taken) < 0))
			return -1;
		if (!taken && c->typed[i].documents <= SPELL_RARE && correct_word(c, &c->typed[i]) < 0)
			return -1;
	}
	return 0;
}

/* Words and phrases of the query, whose texts are parts of what was typed. */
static void take_words(struct correction *c, const struct query *q)
{
	struct query_token *tokens;
	size_t n = 0;
	for (size_t i = 0; i < q->n_children; i++)
		take_words(c, q->children[i]);
	if (q->op != QUERY_WORD && q->op != QUERY_PHRASE)
		return;
	analyzer_query(c->analyzer, q->text, c->arena, &tokens, &n);
	c->typed = arena_grow(c->arena, c->typed, &c->typed_cap, c->n_typed + n, sizeof(*c->typed));
	for (size_t i = 0; i < n; i++) {
		size_t at = (size_t)(q->text.p - c->text.p);
		c->typed[c->n_typed++] = (struct typed){
			.token = &tokens[i], .start = at + tokens[i].start, .end = at + tokens[i].end,
			.prefix = q->field == FIELD_AUTHOR ? PREFIX_AUTHOR : q->field == FIELD_SOURCE ? PREFIX_SOURCE : "",
		};
	}
}

static int by_place(const void *a, const void *b)
{
	const struct typed *x = a, *y = b;
	return x->start < y->start ? -1 : x->start > y->start;
}

static struct str corrected(const struct correction *c)
{
	struct buf b = BUF_INIT;
	size_t at = 0, replaced = 0;
	for (size_t i = 0; i < c->n; i++) {
		if (c->list[i].n == 0)
			continue;
		size_t start = (size_t)(c->list[i].word.p - c->text.p);
		buf_addstr(&b, str_sub(c->text, at, start));
		buf_addstr(&b, c->list[i].better[0].text);
		at = start + c->list[i].word.n;
		replaced++;
	}
	buf_addstr(&b, str_sub(c->text, at, c->text.n));
	struct str result = replaced ? arena_str(c->arena, buf_str(&b)) : STR_NONE;
	buf_fini(&b);
	return result;
}

int spell(struct store *s, struct analyzer *an, struct str text, uint32_t max, struct arena *a,
	  struct spelling **words_r, size_t *n_r, struct str *corrected_r, struct err *err)
{
	struct correction c = { .store = s, .analyzer = an, .arena = a, .err = err, .text = text, .max = max };
	struct query *q;
	/* Operators, fields and exact words are no words to correct; what is no query is text. */
	if (qparse(text, false, a, &q, err) < 0 && qparse(text, true, a, &q, err) < 0)
		return -1;
	if (q)
		take_words(&c, q);
	if (c.n_typed)
		qsort(c.typed, c.n_typed, sizeof(*c.typed), by_place);
	if (correct_words(&c) < 0)
		return -1;
	*words_r = c.list;
	*n_r = c.n;
	*corrected_r = corrected(&c);
	return 0;
}

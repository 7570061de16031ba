/* Words of the vocabulary near to a word, and correcting a text with them; see spell.h. */
#include "config.h"

#include "query/spell.h"

#include <stdlib.h>

#include "common/utf8.h"
#include "index/schema.h"
#include "query/distance.h"
#include "query/qparse.h"
#include "query/top.h"

/* Terms looked at for one word: bounds the time on a vocabulary of many millions. */
#define MAX_SCAN 500000

/* ---- Near words ---- */

struct hunt {
	struct store *store;
	struct distance_word word;
	unsigned max;
	size_t skip;		/* bytes of the prefix */
	bool stems;		/* terms without prefix: perhaps no written words */
	unsigned scanned;
	struct top found;
};

static int take_near(void *arg, struct str term, uint32_t freq)
{
	struct hunt *h = arg;
	bool marked = term_is_marked(term);
	struct str text = str_sub(term, h->skip, term.n - marked);
	struct distance_word word;
	if (++h->scanned > MAX_SCAN)
		return 1;
	if (text.n > 4 * (h->word.n + h->max))
		return 0;
	distance_word(text, &word);
	unsigned d = distance(&h->word, &word, h->max);
	if (d > 0 && d <= h->max)
		top_add(&h->found, &(struct top_item){ .text = text, .documents = freq, .rank = d,
						       .is_stem = h->stems && !marked });
	return 0;
}

/* Words of title and text are exact forms, which are marked, and stems that are words. */
static int hunt_in(struct hunt *h, const char *prefix, struct str start, struct err *err)
{
	struct arena a = ARENA_INIT;
	h->skip = strlen(prefix);
	h->stems = prefix[0] == '\0';
	int rc = store_each_term(h->store, schema_term(&a, prefix, start), take_near, h, err);
	arena_fini(&a);
	return rc;
}

/* Terms without a prefix begin with anything but an ASCII capital. */
static int hunt_everywhere(struct hunt *h, const char *prefix, struct err *err)
{
	if (prefix[0])
		return hunt_in(h, prefix, STR_NONE, err);
	for (unsigned c = '0'; c < 0xf5; c++) {
		char start = (char)c;
		if ((c >= 'A' && c <= 'Z') || (c >= 0x80 && c < 0xc2))
			continue;
		if (hunt_in(h, prefix, str_n(&start, 1), err) < 0)
			return -1;
	}
	return 0;
}

/* The first letter is seldom wrong, and the second is first when it was left out or swapped. */
static int hunt_likely(struct hunt *h, const char *prefix, struct str word, struct err *err)
{
	size_t first = 0, second;
	utf8_next(word, &first);
	second = first;
	if (second < word.n)
		utf8_next(word, &second);
	if (hunt_in(h, prefix, str_sub(word, 0, first), err) < 0)
		return -1;
	if (second == first || str_eq(str_sub(word, 0, first), str_sub(word, first, second)))
		return 0;
	return hunt_in(h, prefix, str_sub(word, first, second), err);
}

static bool is_known(const struct form *forms, size_t n, struct str text)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(forms[i].text, text))
			return true;
	return false;
}

static unsigned default_distance(size_t chars)
{
	return chars < 3 ? 0 : chars < 5 ? 1 : 2;
}

struct near_list {
	struct form *forms;
	size_t n, max;
	unsigned best;		/* distance of the nearest */
};

/* What of the terms found are words that somebody wrote. */
static int take_standing(struct hunt *h, struct analyzer *an, struct arena *a, struct near_list *l, struct err *err)
{
	top_sort(&h->found);
	l->n = 0;
	for (size_t i = 0; i < h->found.n && l->n < l->max; i++) {
		const struct top_item *item = &h->found.items[i];
		bool stands = true;
		if (is_known(l->forms, l->n, item->text))
			continue;
		if (item->is_stem && form_stands(h->store, an, item->text, a, &stands, err) < 0)
			return -1;
		if (!stands)
			continue;
		if (l->n == 0)
			l->best = item->rank;
		l->forms[l->n++] = (struct form){ item->text, item->documents };
	}
	return 0;
}

static int hunt(struct store *s, struct analyzer *an, const char *prefix, struct str folded, unsigned within,
		bool everywhere, uint32_t max, struct arena *a, struct form **out_r, size_t *n_r, struct err *err)
{
	struct hunt h = { .store = s };
	struct near_list l = { .forms = arena_array(a, max, sizeof(*l.forms)), .max = max };
	*out_r = l.forms;
	*n_r = 0;
	distance_word(folded, &h.word);
	h.max = within ? within : default_distance(h.word.n);
	if (h.word.n == 0 || h.max == 0 || max == 0)
		return 0;
	top_init(&h.found, 4 * (size_t)max + 32, a);	/* some will turn out to be no words */
	if (hunt_likely(&h, prefix, folded, err) < 0 || take_standing(&h, an, a, &l, err) < 0)
		return -1;
	/* Nothing so near that no other word could be nearer: look at all of them. */
	if (everywhere && (l.n == 0 || l.best > 1) &&
	    (hunt_everywhere(&h, prefix, err) < 0 || take_standing(&h, an, a, &l, err) < 0))
		return -1;
	*n_r = l.n;
	return 0;
}

int spell_near(struct store *s, struct analyzer *an, const char *prefix, struct str folded, unsigned within,
	       uint32_t max, struct arena *a, struct form **out_r, size_t *n_r, struct err *err)
{
	return hunt(s, an, prefix, folded, within, true, max, a, out_r, n_r, err);
}

int spell_near_start(struct store *s, struct analyzer *an, const char *prefix, struct str folded, unsigned within,
		     uint32_t max, struct arena *a, struct form **out_r, size_t *n_r, struct err *err)
{
	return hunt(s, an, prefix, folded, within, false, max, a, out_r, n_r, err);
}

/* ---- Correcting a text ---- */

struct correction {
	struct store *store;
	struct analyzer *analyzer;
	struct arena *arena;
	struct err *err;
	struct str text;
	uint32_t max;
	struct spelling *list;
	size_t n, cap;
};

/* 1 when a document has one of the terms, 0 when none has. */
static int any_stands(struct correction *c, const char *prefix, const struct str *words, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		uint32_t freq;
		if (store_term_frequency(c->store, schema_term(c->arena, prefix, words[i]), &freq, c->err) < 0)
			return -1;
		if (freq)
			return 1;
	}
	return 0;
}

static int correct_token(struct correction *c, const char *prefix, struct str text, const struct query_token *t)
{
	struct spelling sp = { .word = str_sub(text, t->start, t->end) };
	if (t->flags & (WORD_NUMBER | WORD_NO_SPACE))
		return 0;
	int stands = prefix[0] ? any_stands(c, prefix, &t->exact, 1) : any_stands(c, prefix, t->stems, t->n_stems);
	if (stands)
		return stands < 0 ? -1 : 0;
	if (spell_near(c->store, c->analyzer, prefix, t->exact, 0, c->max, c->arena, &sp.better, &sp.n, c->err) < 0)
		return -1;
	c->list = arena_grow(c->arena, c->list, &c->cap, c->n + 1, sizeof(*c->list));
	c->list[c->n++] = sp;
	return 0;
}

static int correct_leaf(struct correction *c, const struct query *q)
{
	struct query_token *tokens;
	size_t n;
	const char *prefix = q->field == FIELD_AUTHOR ? PREFIX_AUTHOR :
			     q->field == FIELD_SOURCE ? PREFIX_SOURCE : "";
	if (q->op != QUERY_WORD && q->op != QUERY_PHRASE)
		return 0;
	analyzer_query(c->analyzer, q->text, c->arena, &tokens, &n);
	for (size_t i = 0; i < n; i++) {
		int joined = any_stands(c, "", tokens[i].joined, tokens[i].n_joined);
		if (joined < 0)
			return -1;
		if (joined)	/* "anti-terrorism", written as one word in a document */
			i += tokens[i].n_joined_tokens - 1;
		else if (correct_token(c, prefix, q->text, &tokens[i]) < 0)
			return -1;
	}
	return 0;
}

static int correct_tree(struct correction *c, const struct query *q)
{
	for (size_t i = 0; i < q->n_children; i++)
		if (correct_tree(c, q->children[i]) < 0)
			return -1;
	return correct_leaf(c, q);
}

static int by_place(const void *a, const void *b)
{
	const struct spelling *x = a, *y = b;
	return x->word.p < y->word.p ? -1 : x->word.p > y->word.p;
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
	if (q && correct_tree(&c, q) < 0)
		return -1;
	if (c.n)
		qsort(c.list, c.n, sizeof(*c.list), by_place);
	*words_r = c.list;
	*n_r = c.n;
	*corrected_r = corrected(&c);
	return 0;
}

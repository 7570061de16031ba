/* Finding the parts of a word by the vocabulary, and making sure by a phrase; see split.h. */
#include "config.h"

#include "query/split.h"

#include <stdlib.h>

#include "common/unit.h"
#include "common/utf8.h"
#include "query/meant.h"

enum {
	LEAST_LETTERS = 6,	/* of the whole, */
	MOST_LETTERS = 40,
	LEAST_PART = 2,		/* of a part */
	MOST_PARTS = 3,
	TRIED = 4		/* ways that are looked for as phrases, */
};
#define TIME_US 20000		/* for no longer than this each */

struct way {
	size_t n;
	size_t ends[MOST_PARTS];	/* letters */
	uint32_t documents;		/* of the rarest part */
};

struct splitting {
	struct store *store;
	struct analyzer *analyzer;
	struct arena *arena;
	struct err *err;
	struct str word;
	size_t ends[MOST_LETTERS + 1];	/* bytes of the first letters */
	size_t letters;
	uint32_t *counts;		/* documents of letters [from, to), plus one; 0: not asked yet */
	struct way best[TRIED];
	size_t n;
};

static struct str part(const struct splitting *s, size_t from, size_t to)
{
	return str_sub(s->word, s->ends[from], s->ends[to]);
}

static int count(struct splitting *s, size_t from, size_t to, uint32_t *documents_r)
{
	uint32_t *kept = &s->counts[from * (MOST_LETTERS + 1) + to];
	if (!*kept) {
		if (meant_documents(s->store, s->analyzer, "", part(s, from, to), s->arena, documents_r, s->err) < 0)
			return -1;
		*kept = *documents_r < UINT32_MAX ? *documents_r + 1 : UINT32_MAX;
	}
	*documents_r = *kept - 1;
	return 0;
}

/* Fewer parts are likelier, then parts that more documents have. */
static bool better(const struct way *a, const struct way *b)
{
	return a->n != b->n ? a->n < b->n : a->documents > b->documents;
}

static void keep(struct splitting *s, const struct way *w)
{
	size_t at = s->n < TRIED ? s->n++ : TRIED;
	for (; at > 0 && better(w, &s->best[at - 1]); at--)
		if (at < TRIED)
			s->best[at] = s->best[at - 1];
	if (at < TRIED)
		s->best[at] = *w;
}

/* The next part begins at letter `from` and is not all of the word; the last part takes all that is left. */
static int cut(struct splitting *s, struct way w, size_t from)
{
	for (size_t to = from + LEAST_PART; to <= s->letters; to++) {
		bool last = to == s->letters;
		struct way next = w;
		uint32_t documents;
		if (last ? from == 0 : to + LEAST_PART > s->letters || w.n + 1 == MOST_PARTS)
			continue;
		if (count(s, from, to, &documents) < 0)
			return -1;
		if (!documents)
			continue;
		next.ends[next.n++] = to;
		next.documents = documents < w.documents ? documents : w.documents;
		if (last)
			keep(s, &next);
		else if (cut(s, next, to) < 0)
			return -1;
	}
	return 0;
}

static struct str text_of(const struct splitting *s, const struct way *w)
{
	struct str text = part(s, 0, w->ends[0]);
	for (size_t i = 1; i < w->n; i++)
		text = arena_printf(s->arena, "%.*s %.*s", STR_ARG(text), STR_ARG(part(s, w->ends[i - 1], w->ends[i])));
	return text;
}

/* Has a document the parts one after the other? */
static int stands(struct splitting *s, struct str text, bool *stands_r)
{
	struct query_token *tokens;
	struct store_result r;
	size_t n;
	uint32_t n_terms = 0;
	analyzer_query(s->analyzer, text, s->arena, &tokens, &n);
	struct store_node *nodes = arena_array(s->arena, n + 1, sizeof(*nodes));
	for (size_t i = 0; i < n; i++)
		if (tokens[i].n_stems)
			nodes[n_terms++] = (struct store_node){ .op = STORE_TERM, .term = tokens[i].stems[0] };
	*stands_r = false;
	if (n_terms < 2)
		return 0;
	nodes[n_terms] = (struct store_node){ .op = STORE_PHRASE, .n = n_terms, .window = n_terms };
	struct store_search q = { .nodes = nodes, .n_nodes = (size_t)n_terms + 1, .limit = 1, .sort_slot = STORE_NO_SLOT,
				  .collapse_slot = STORE_NO_SLOT, .deadline_us = clock_us() + TIME_US };
	if (store_search(s->store, &q, s->arena, &r, s->err) < 0)
		return -1;
	*stands_r = r.n_hits > 0;
	return 0;
}

int split_find(struct store *store, struct analyzer *an, struct str folded, struct arena *a, struct split *out_r, struct err *err)
{
	struct splitting s = { .store = store, .analyzer = an, .arena = a, .err = err, .word = folded };
	*out_r = (struct split){ .documents = 0 };
	for (size_t i = 0; i < folded.n; s.ends[++s.letters] = i) {
		if (s.letters == MOST_LETTERS)
			return 0;
		utf8_next(folded, &i);
	}
	if (s.letters < LEAST_LETTERS)
		return 0;
	s.counts = arena_array(a, (MOST_LETTERS + 1) * (MOST_LETTERS + 1), sizeof(*s.counts));
	if (cut(&s, (struct way){ .documents = UINT32_MAX }, 0) < 0)
		return -1;
	for (size_t i = 0; i < s.n && !out_r->documents; i++) {
		struct str text = text_of(&s, &s.best[i]);
		bool yes;
		if (stands(&s, text, &yes) < 0)
			return -1;
		if (yes)
			*out_r = (struct split){ text, s.best[i].documents };
	}
	return 0;
}

/* From a name to its other names; see widen.h. */
#include "config.h"

#include "query/widen.h"

#include <stdlib.h>

#include "common/utf8.h"
#include "index/acronyms.h"
#include "query/dates.h"
#include "text/acronym.h"
#include "text/ordinary.h"

#define LONG_FORMS_MAX 6	/* of one acronym */
#define HURRIED_MAX 6		/* letters of one that is not typed in capitals */

struct search {
	const struct widener *w;
	struct str typed;		/* stems, one blank apart */
	struct variant *list;
	size_t n;
};

/* ---- Adding ---- */

/* Has the index all of its words? */
static int has_words(const struct search *s, struct str text, bool *has_r)
{
	const struct widener *w = s->w;
	struct query_token *tokens;
	size_t n;
	analyzer_query(w->analyzer, text, w->arena, &tokens, &n);
	/* What capitals tell from an ordinary word is only worth looking for where the index keeps them. */
	*has_r = n > 1 || (n == 1 && (tokens[0].capitals.n || !aliases_is_ordinary(text, w->arena)));
	for (size_t i = 0; i < n && *has_r; i++) {
		uint32_t documents = 0, freq;
		if (tokens[i].capitals.n) {
			if (store_term_frequency(w->store, tokens[i].capitals, &freq, w->err) < 0)
				return -1;
			*has_r = freq > 0;
			continue;
		}
		for (size_t k = 0; k < tokens[i].n_stems + tokens[i].n_joined && !documents; k++) {
			struct str term = k < tokens[i].n_stems ? tokens[i].stems[k]
								: tokens[i].joined[k - tokens[i].n_stems];
			if (store_term_frequency(w->store, term, &freq, w->err) < 0)
				return -1;
			documents += freq;
		}
		*has_r = documents > 0;
	}
	return 0;
}

static int add(struct search *s, struct variant v)
{
	struct str stems = acronyms_stems(s->w->analyzer, v.text, s->w->arena);
	if (s->n == WIDEN_MAX || stems.n == 0 || str_eq(stems, s->typed))
		return 0;
	for (size_t i = 0; i < s->n; i++)
		if (str_eq(s->list[i].stems, stems))
			return 0;
	v.text = arena_str(s->w->arena, v.text);
	v.stems = stems;
	v.order = s->n;
	s->list[s->n++] = v;
	return 0;
}

/* ---- Alias files ---- */

static int add_aliases(struct search *s, const uint32_t *names, size_t n)
{
	const struct alias_table *t = s->w->aliases ? aliases_table(s->w->aliases) : NULL;
	for (size_t i = 0; i < n; i++) {
		struct alias_other *others;
		size_t n_others;
		aliases_others(s->w->aliases, names[i], s->w->arena, &others, &n_others);
		for (size_t k = 0; k < n_others; k++)
			if (add(s, (struct variant){ .kind = EXPANSION_ALIAS, .text = t->names[others[k].name].text,
						     .offered = others[k].offered }) < 0)
				return -1;
	}
	return 0;
}

/* What the alias files know of a name found elsewhere. */
static int add_aliases_of(struct search *s, struct str text)
{
	const struct widener *w = s->w;
	struct query_token *tokens;
	uint32_t *names;
	size_t n, n_names;
	if (!w->aliases)
		return 0;
	analyzer_query(w->analyzer, text, w->arena, &tokens, &n);
	struct alias_word *words = arena_array(w->arena, n, sizeof(*words));
	for (size_t i = 0; i < n; i++)
		words[i] = (struct alias_word){ &tokens[i], i == 0, i + 1 == n };
	aliases_match(w->aliases, words, n, true, w->arena, &names, &n_names);
	return add_aliases(s, names, n_names);
}

/* ---- Acronyms of documents ---- */

/* Does the acronym stand for this long form more often than for all others? */
static int is_main(const struct widener *w, struct str acronym, struct str stems, bool *main_r)
{
	struct acronym_found *found;
	uint64_t own = 0, others = 0;
	size_t n;
	if (acronyms_of(w->store, w->analyzer, acronym_key(acronym, w->arena), w->arena, &found, &n, w->err) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		bool same = str_eq(acronyms_stems(w->analyzer, found[i].long_form, w->arena), stems);
		*(same ? &own : &others) += found[i].documents;
	}
	*main_r = own > others;
	return 0;
}

static bool is_long(const struct acronym_long *l, const struct alias_word *words, size_t n)
{
	if (l->n_stems > n || !words[l->n_stems - 1].ends)
		return false;
	for (size_t i = 0; i < l->n_stems; i++) {
		const struct query_token *t = words[i].token;
		size_t k = 0;
		while (k < t->n_stems && !str_eq(t->stems[k], l->stems[i]))
			k++;
		if (k == t->n_stems)
			return false;
	}
	return true;
}

static struct str joined(const struct acronym_long *l, struct arena *a)
{
	struct str s = l->stems[0];
	for (size_t i = 1; i < l->n_stems; i++)
		s = arena_printf(a, "%.*s %.*s", STR_ARG(s), STR_ARG(l->stems[i]));
	return s;
}

static bool is_known_none(const struct widener *w, enum recall_kind kind, struct str key)
{
	struct recalled *none;
	size_t n;
	return recall_get(w->recall, kind, key, w->arena, &none, &n);
}

/* Long forms that the words begin with, whose length is at least *length_r; that of the longest. */
static int find_longs(const struct widener *w, const struct alias_word *words, size_t n, bool whole,
		      struct acronym_long **out_r, size_t *n_r, size_t *length_r)
{
	size_t kept = 0;
	*n_r = 0;
	if (n < 2 || !words[0].begins)
		return 0;
	struct str first = words[0].token->stems[0], second = words[1].token->stems[0];
	struct str key = arena_printf(w->arena, "%.*s %.*s", STR_ARG(first), STR_ARG(second));
	if (is_known_none(w, RECALL_LONG, key))
		return 0;
	if (acronyms_beginning(w->store, first, second, w->arena, out_r, n_r, w->err) < 0)
		return -1;
	if (*n_r == 0)
		recall_put(w->recall, RECALL_LONG, key, NULL, 0);
	for (size_t i = 0; i < *n_r; i++) {
		struct acronym_long *l = &(*out_r)[i];
		if (!is_long(l, words, n) || l->n_stems < *length_r || (whole && l->n_stems != n))
			continue;
		if (l->n_stems > *length_r)
			kept = 0;
		*length_r = l->n_stems;
		(*out_r)[kept++] = *l;
	}
	*n_r = kept;
	return 0;
}

static int add_acronyms(struct search *s, const struct acronym_long *longs, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		bool main;
		if (is_main(s->w, longs[i].acronym, joined(&longs[i], s->w->arena), &main) < 0)
			return -1;
		if (add(s, (struct variant){ .kind = EXPANSION_ACRONYM, .text = longs[i].acronym,
					     .documents = longs[i].documents, .offered = !main }) < 0)
			return -1;
	}
	return 0;
}

/* The same for a name found elsewhere. */
static int add_acronyms_of(struct search *s, struct str text)
{
	const struct widener *w = s->w;
	struct query_token *tokens;
	struct acronym_long *longs;
	size_t n, n_longs, length = 0;
	analyzer_query(w->analyzer, text, w->arena, &tokens, &n);
	struct alias_word *words = arena_array(w->arena, n, sizeof(*words));
	for (size_t i = 0; i < n; i++)
		words[i] = (struct alias_word){ &tokens[i], i == 0, i + 1 == n };
	if (find_longs(w, words, n, true, &longs, &n_longs, &length) < 0)
		return -1;
	return add_acronyms(s, longs, n_longs);
}

/* ---- Acronyms in the query ---- */

/* The letters of the first piece, when it may be an acronym as it is typed; empty when not.  *n_r: its words. */
static struct str typed_key(const struct widener *w, const struct alias_word *words, size_t n, size_t *n_r)
{
	struct str key = STR_NONE;
	bool capitals = false;
	size_t i = 0;
	for (bool ended = false; i < n && !ended; i++) {
		const struct query_token *t = words[i].token;
		key = i ? arena_printf(w->arena, "%.*s%.*s", STR_ARG(key), STR_ARG(t->exact)) : t->exact;
		capitals |= t->flags & WORD_ALL_CAPS;
		ended = words[i].ends;
		if (i == ACRONYM_MAX_LETTERS)
			return STR_NONE;
	}
	*n_r = i;
	if (n == 0 || !words[0].begins)
		return STR_NONE;
	/* "who" is a word, and so is "Who"; "imu" is typed by somebody in a hurry. */
	size_t letters = utf8_count(key);
	bool may = capitals ? letters <= ACRONYM_MAX_LETTERS : letters <= HURRIED_MAX && !ordinary_word(key);
	return may ? key : STR_NONE;
}

static int find_acronym(const struct widener *w, const struct alias_word *words, size_t n, bool whole,
			struct acronym_found **out_r, size_t *n_r, size_t *length_r)
{
	size_t length = 0;
	struct str key = typed_key(w, words, n, &length);
	*n_r = 0;
	if (key.n == 0 || length < *length_r || (whole && length != n) || is_known_none(w, RECALL_ACRONYM, key))
		return 0;
	if (acronyms_of(w->store, w->analyzer, key, w->arena, out_r, n_r, w->err) < 0)
		return -1;
	/* FTFs */
	if (*n_r == 0 && key.n > 3 && key.p[key.n - 1] == 's' &&
	    acronyms_of(w->store, w->analyzer, str_sub(key, 0, key.n - 1), w->arena, out_r, n_r, w->err) < 0)
		return -1;
	if (*n_r == 0)
		recall_put(w->recall, RECALL_ACRONYM, key, NULL, 0);
	if (*n_r > LONG_FORMS_MAX)
		*n_r = LONG_FORMS_MAX;
	if (*n_r)
		*length_r = length;
	return 0;
}

static int add_long_forms(struct search *s, const struct acronym_found *found, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (add(s, (struct variant){ .kind = EXPANSION_ACRONYM, .text = found[i].acronym }) < 0 ||
		    add(s, (struct variant){ .kind = EXPANSION_ACRONYM, .text = found[i].long_form,
					     .documents = found[i].documents }) < 0 ||
		    add_aliases_of(s, found[i].long_form) < 0 || add_acronyms_of(s, found[i].long_form) < 0)
			return -1;
	}
	return 0;
}

/* ---- All together ---- */

/* Do the words of `part` stand in a row in `whole`? */
static bool holds(struct str whole, struct str part)
{
	for (size_t i = 0; i + part.n <= whole.n; i++)
		if (memcmp(whole.p + i, part.p, part.n) == 0 && (i == 0 || whole.p[i - 1] == ' ') &&
		    (i + part.n == whole.n || whole.p[i + part.n] == ' '))
			return true;
	return false;
}

/* Whoever looks for "Islamic State" finds "Islamic State of Iraq" as well.  s->list[..n]: those taken. */
static bool is_needless(const struct search *s, size_t n, const struct variant *v)
{
	if (v->offered)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!s->list[i].offered && holds(v->stems, s->list[i].stems))
			return true;
	return holds(v->stems, s->typed);
}

static int by_length(const void *a, const void *b)
{
	const struct variant *x = a, *y = b;
	return x->stems.n != y->stems.n ? (x->stems.n < y->stems.n ? -1 : 1) : str_cmp(x->stems, y->stems);
}

static int by_order(const void *a, const void *b)
{
	size_t x = ((const struct variant *)a)->order, y = ((const struct variant *)b)->order;
	return x < y ? -1 : x > y;
}

/* Is it in the index, as a word or as words in a row? */
static int stands(const struct search *s, const struct variant *v, bool *stands_r)
{
	const struct widener *w = s->w;
	const struct recalled there = { .term = v->text };
	bool is_phrase = str_chr(v->stems, ' ') >= 0;
	struct recalled *list;
	size_t n;
	*w->n_asked += is_phrase;
	if (recall_get(w->recall, RECALL_STANDS, v->text, w->arena, &list, &n)) {
		*stands_r = n > 0;
		return 0;
	}
	if (has_words(s, v->text, stands_r) < 0 ||
	    (*stands_r && is_phrase && w->stands(w->arg, v->text, stands_r) < 0))
		return -1;
	recall_put(w->recall, RECALL_STANDS, v->text, &there, *stands_r);
	return 0;
}

/* What stands in the index and is not found anyway. */
static int choose(struct search *s)
{
	size_t kept = 0;
	if (s->n)
		qsort(s->list, s->n, sizeof(*s->list), by_length);
	for (size_t i = 0; i < s->n; i++) {
		bool is_there;
		if (is_needless(s, kept, &s->list[i]))
			continue;
		if (stands(s, &s->list[i], &is_there) < 0)
			return -1;
		if (is_there)
			s->list[kept++] = s->list[i];
	}
	s->n = kept;
	if (kept)
		qsort(s->list, kept, sizeof(*s->list), by_order);
	return 0;
}

static struct str stems_of(const struct alias_word *words, size_t n, struct arena *a)
{
	struct str s = n ? words[0].token->stems[0] : STR_NONE;
	for (size_t i = 1; i < n; i++)
		s = arena_printf(a, "%.*s %.*s", STR_ARG(s), STR_ARG(words[i].token->stems[0]));
	return s;
}

int widen(const struct widener *w, const struct alias_word *words, size_t n, bool whole, size_t *length_r,
	  struct variant **out_r, size_t *n_r)
{
	struct search s = { .w = w };
	struct acronym_long *longs;
	struct acronym_found *found;
	uint32_t *names;
	struct str days[DATE_FORMS];
	size_t n_longs, n_found, n_names = 0, length = 0, by_alias = 0, by_long;
	*length_r = *n_r = 0;
	if (n > WIDEN_WORDS) {
		if (whole)
			return 0;
		n = WIDEN_WORDS;
	}
	if (w->aliases)
		length = by_alias = aliases_match(w->aliases, words, n, whole, w->arena, &names, &n_names);
	if (find_longs(w, words, n, whole, &longs, &n_longs, &length) < 0)
		return -1;
	by_long = n_longs ? length : 0;
	if (find_acronym(w, words, n, whole, &found, &n_found, &length) < 0)
		return -1;
	size_t by_date = length ? 0 : date_forms(words, n, whole, w->arena, days);
	length = length ? length : by_date;
	if (length == 0)
		return 0;
	s.typed = stems_of(words, length, w->arena);
	s.list = arena_array(w->arena, WIDEN_MAX, sizeof(*s.list));
	if (by_alias == length && add_aliases(&s, names, n_names) < 0)
		return -1;
	if (by_long == length && add_acronyms(&s, longs, n_longs) < 0)
		return -1;
	if (n_found && add_long_forms(&s, found, n_found) < 0)
		return -1;
	for (size_t i = 0; i < DATE_FORMS && by_date; i++)
		if (add(&s, (struct variant){ .kind = EXPANSION_SPELLING, .text = days[i] }) < 0)
			return -1;
	/* EAEU = Eurasian Economic Union by an alias file, EEU by a document. */
	for (size_t i = 0, n_now = s.n; i < n_now && by_alias == length; i++)
		if (!s.list[i].offered && add_acronyms_of(&s, s.list[i].text) < 0)
			return -1;
	if (choose(&s) < 0)
		return -1;
	*length_r = length;
	*out_r = s.list;
	*n_r = s.n;
	return 0;
}

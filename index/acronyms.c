/* Definitions of acronyms to terms and back; see acronyms.h. */
#include "config.h"

#include "index/acronyms.h"

#include <stdlib.h>

#include "common/buf.h"
#include "index/schema.h"

#define SCANNED_MAX 2000	/* terms looked at for one acronym or beginning */

/* ---- Writing ---- */

struct str acronyms_stems(struct analyzer *an, struct str long_form, struct arena *a)
{
	struct buf b = BUF_INIT;
	struct words words;
	struct word word;
	words_begin(&words, an, long_form, STR_NONE, 1);
	while (words_next(&words, &word)) {
		if (b.n)
			buf_putc(&b, ' ');
		buf_addstr(&b, word.stem);
	}
	struct str s = arena_str(a, buf_str(&b));
	buf_fini(&b);
	return s;
}

/* Whole or not at all: half a long form would be another one. */
static void add_term(struct terms *t, const char *prefix, struct str text)
{
	if (strlen(prefix) + text.n <= SCHEMA_TERM_MAX)
		terms_add(t, prefix, text, 0, 0);
}

void acronyms_add(struct terms *t, struct analyzer *an, const struct acronym *list, size_t n, struct arena *a)
{
	for (size_t i = 0; i < n && i < ACRONYMS_PER_DOCUMENT; i++) {
		struct str key = acronym_key(list[i].acronym, a), stems = acronyms_stems(an, list[i].long_form, a);
		if (key.n == 0 || stems.n == 0)
			continue;
		add_term(t, PREFIX_ACRONYM, arena_printf(a, "%.*s\t%.*s\t%.*s", STR_ARG(key), STR_ARG(list[i].acronym),
							 STR_ARG(list[i].long_form)));
		add_term(t, PREFIX_LONG, arena_printf(a, "%.*s\t%.*s", STR_ARG(stems), STR_ARG(list[i].acronym)));
	}
}

/* ---- Reading ---- */

struct scan {
	struct analyzer *analyzer;
	struct arena *arena;
	size_t skip;			/* bytes of the prefix */
	unsigned scanned;
	struct acronym_found *found;
	struct str *stems;		/* of found[] */
	uint32_t *most;			/* documents of the writing shown in found[] */
	size_t n_found, found_cap, stems_cap, most_cap;
	struct acronym_long *longs;
	size_t n_longs, longs_cap;
};

/* The same long form in another case or number is the same one. */
static void add_found(struct scan *s, struct str term, struct str acronym, struct str long_form, uint32_t documents)
{
	struct str stems = acronyms_stems(s->analyzer, long_form, s->arena);
	size_t i = 0;
	while (i < s->n_found && !str_eq(s->stems[i], stems))
		i++;
	if (i == s->n_found) {
		s->found = arena_grow(s->arena, s->found, &s->found_cap, i + 1, sizeof(*s->found));
		s->stems = arena_grow(s->arena, s->stems, &s->stems_cap, i + 1, sizeof(*s->stems));
		s->most = arena_grow(s->arena, s->most, &s->most_cap, i + 1, sizeof(*s->most));
		s->found[i] = (struct acronym_found){ .documents = 0 };
		s->stems[i] = stems;
		s->most[i] = 0;
		s->n_found++;
	}
	s->found[i].documents += documents;
	if (documents <= s->most[i])
		return;
	s->most[i] = documents;
	s->found[i].acronym = arena_str(s->arena, acronym);
	s->found[i].long_form = arena_str(s->arena, long_form);
	s->found[i].term = arena_str(s->arena, term);
}

static int take_found(void *arg, struct str term, uint32_t documents)
{
	struct scan *s = arg;
	struct str rest = str_sub(term, s->skip, term.n), acronym;
	if (str_cut(&rest, '\t', &acronym) && rest.n)
		add_found(s, term, acronym, rest, documents);
	return ++s->scanned >= SCANNED_MAX;
}

static int by_documents(const void *a, const void *b)
{
	const struct acronym_found *x = a, *y = b;
	return x->documents != y->documents ? (x->documents > y->documents ? -1 : 1)
					    : str_cmp(x->long_form, y->long_form);
}

int acronyms_of(struct store *s, struct analyzer *an, struct str key, struct arena *a,
		struct acronym_found **out_r, size_t *n_r, struct err *err)
{
	struct str prefix = arena_printf(a, PREFIX_ACRONYM "%.*s\t", STR_ARG(key));
	struct scan scan = { .analyzer = an, .arena = a, .skip = prefix.n };
	*n_r = 0;
	*out_r = NULL;
	if (key.n == 0 || prefix.n > SCHEMA_TERM_MAX)
		return 0;
	if (store_each_term(s, prefix, take_found, &scan, err) < 0)
		return -1;
	if (scan.n_found)
		qsort(scan.found, scan.n_found, sizeof(*scan.found), by_documents);
	*out_r = scan.found;
	*n_r = scan.n_found;
	return 0;
}

static int take_long(void *arg, struct str term, uint32_t documents)
{
	struct scan *s = arg;
	struct str text = arena_str(s->arena, str_sub(term, strlen(PREFIX_LONG), term.n)), stems, stem;
	struct acronym_long l = { .documents = documents };
	size_t cap = 0;
	if (!str_cut(&text, '\t', &stems) || text.n == 0)
		return 0;
	l.acronym = text;
	while (str_cut(&stems, ' ', &stem)) {
		l.stems = arena_grow(s->arena, l.stems, &cap, l.n_stems + 1, sizeof(*l.stems));
		l.stems[l.n_stems++] = stem;
	}
	s->longs = arena_grow(s->arena, s->longs, &s->longs_cap, s->n_longs + 1, sizeof(*s->longs));
	s->longs[s->n_longs++] = l;
	return ++s->scanned >= SCANNED_MAX;
}

int acronyms_beginning(struct store *s, struct str first, struct str second, struct arena *a,
		       struct acronym_long **out_r, size_t *n_r, struct err *err)
{
	struct str prefix = arena_printf(a, PREFIX_LONG "%.*s %.*s", STR_ARG(first), STR_ARG(second));
	struct scan scan = { .arena = a };
	*n_r = 0;
	*out_r = NULL;
	if (prefix.n > SCHEMA_TERM_MAX)
		return 0;
	if (store_each_term(s, prefix, take_long, &scan, err) < 0)
		return -1;
	*out_r = scan.longs;
	*n_r = scan.n_longs;
	return 0;
}

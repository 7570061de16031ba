/* Counting names over all matches, and choosing those that set them apart; see name_facet.h. */
#include "config.h"

#include "query/name_facet.h"

#include <math.h>

#include "common/unit.h"
#include "index/propers.h"
#include "index/schema.h"
#include "query/best.h"
#include "query/name_lore.h"
#include "query/numbered.h"

/* Some are left out when they are known: of the query, or not to be read. */
#define CANDIDATES(limit) (2 * (limit) + 16)

/* Documents in which is looked how a name is written: the shortest form leaves out the cases, and is the Latin one of two scripts. */
#define EXAMPLES 3

struct met {
	uint32_t number, count;
	uint32_t examples[EXAMPLES];	/* places of matches that have few names beside it, for these are short, */
	uint8_t names[EXAMPLES];	/* and how many; 0: no example */
};

struct counter {
	const struct name_table *table;
	struct arena *arena;
	struct numbered met;
	uint64_t with;			/* matches that have a name */
};

/* In place of the one with most names, if that has more. */
static void add_example(struct met *m, uint32_t match, uint8_t names)
{
	unsigned worst = 0;
	for (unsigned i = 0; i < EXAMPLES && m->names[worst]; i++)
		if (m->names[i] == 0 || m->names[i] > m->names[worst])
			worst = i;
	if (m->names[worst] && m->names[worst] <= names)
		return;
	m->examples[worst] = match;
	m->names[worst] = names;
}

static int count_match(void *arg, size_t match, struct str packed)
{
	struct counter *c = arg;
	uint32_t numbers[PROPERS_MAX];
	size_t n = name_table_numbers(c->table, packed, numbers);
	c->with += n > 0;
	for (size_t i = 0; i < n; i++) {
		struct met *m = numbered_add(&c->met, sizeof(*m), numbers[i]);
		m->count++;
		add_example(m, (uint32_t)match, (uint8_t)n);
	}
	return 0;
}

/* ---- What sets the matches apart ---- */

static double part(double seen, double expected)
{
	return seen > 0 ? seen * log(seen / expected) : 0;
}

/* Twice the log-likelihood ratio of the name's being more frequent among n of the documents; 0: it is not. */
static double apart(double count, double all, double n, double documents)
{
	double expected = all * n / documents;
	if (count <= expected || documents <= n)
		return 0;
	return 2 * (part(count, expected) + part(n - count, n - expected) + part(all - count, all - expected) +
		    part(documents - n - all + count, documents - n - all + expected));
}

struct candidate {
	double apart;
	const struct met *met;
};

static int best_first(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;
	if (x->apart != y->apart)
		return x->apart > y->apart ? -1 : 1;
	if (x->met->count != y->met->count)
		return x->met->count > y->met->count ? -1 : 1;
	return x->met->number < y->met->number ? -1 : 1;
}

/* The best of them. */
static const struct candidate *choose(const struct counter *c, uint64_t matches, size_t most, size_t *n_r)
{
	double n = (double)matches, documents = (double)name_table_documents(c->table);
	/* What one document can add, at most. */
	double rate = documents > n ? 2 * (log(documents / n) + 1) : 0;
	struct best best;
	best_init(&best, most, sizeof(struct candidate), best_first, c->arena);
	for (size_t i = 0; i <= c->met.mask; i++) {
		const struct met *m = (const struct met *)c->met.list + i;
		const struct candidate *worst = best_worst(&best);
		if (m->count && (!worst || rate * m->count >= worst->apart))
			best_add(&best, &(struct candidate){ apart(m->count, name_table_all(c->table, m->number), n, documents), m });
	}
	best_sort(&best);
	*n_r = best.n;
	return (const struct candidate *)best.list;
}

/* ---- Names ---- */

static bool is_asked(const struct name_asker *asker, struct str stem)
{
	for (size_t i = 0; i < asker->n_terms; i++)
		if (str_eq(asker->terms[i].term, stem))
			return true;
	return false;
}

/* Are all of its words those of the query?  But joining ones. */
static bool is_of_query(const struct name_asker *asker, struct str name)
{
	struct words words;
	struct word word;
	bool any = false;
	words_begin(&words, asker->analyzer, name, STR_NONE, 1);
	while (words_next(&words, &word)) {
		if (is_asked(asker, word.stem) || is_asked(asker, word.exact))
			any = true;
		else if (word.flags & WORD_CAPITAL)
			return false;
	}
	return any;
}

static int find_name(struct store *s, struct name_table *t, const docid_t *docs, const struct met *m, struct arena *a,
		     struct str *out_r, struct err *err)
{
	*out_r = STR_NONE;
	for (unsigned i = 0; i < EXAMPLES && m->names[i]; i++) {
		struct str form;
		if (name_table_written(t, s, docs[m->examples[i]], m->number, a, &form, err) < 0)
			return -1;
		if (form.n && (out_r->n == 0 || form.n < out_r->n || (form.n == out_r->n && str_cmp(form, *out_r) < 0)))
			*out_r = form;
	}
	return 0;
}

static int list_names(struct store *s, struct name_table *t, const struct counter *c, const struct candidate *list, size_t n,
		      const docid_t *docs, size_t limit, const struct name_asker *asker, struct search_facet *out, struct err *err)
{
	size_t skipped = 0;
	uint64_t counted = 0;
	out->values = arena_array(c->arena, limit, sizeof(*out->values));
	for (size_t i = 0; i < n && out->n < limit; i++) {
		const struct met *m = list[i].met;
		struct str name;
		if (asker->deadline_us && clock_us() >= asker->deadline_us) {
			out->partial = true;
			break;
		}
		if (find_name(s, t, docs, m, c->arena, &name, err) < 0)
			return -1;
		counted += m->count;
		if (name.n == 0 || is_of_query(asker, name))
			skipped++;
		else
			out->values[out->n++] = (struct facet_value){ name, m->count, name_table_all(t, m->number) };
	}
	out->more = c->met.n - out->n - skipped;
	for (size_t i = 0; i <= c->met.mask; i++)
		out->other += ((const struct met *)c->met.list)[i].count;
	out->other -= counted;
	out->with_all = true;
	return 0;
}

int name_facet(struct store *s, const docid_t *docs, size_t n, size_t limit, const struct name_asker *asker, struct arena *a,
	       struct search_facet *out_r, struct err *err)
{
	struct name_table *t;
	if (name_table_get(asker->lore, s, asker->analyzer, &t, err) < 0)
		return -1;
	struct counter c = { .table = t, .arena = a };
	numbered_init(&c.met, sizeof(struct met), 1024);
	int rc = store_values(s, SLOT_NAMES, docs, n, count_match, &c, err);
	if (rc == 0) {
		size_t found;
		const struct candidate *list = choose(&c, n, CANDIDATES(limit), &found);
		rc = list_names(s, t, &c, list, found, docs, limit, asker, out_r, err);
		out_r->none = n - c.with;
	}
	numbered_fini(&c.met);
	name_table_put(asker->lore, &t);
	return rc;
}

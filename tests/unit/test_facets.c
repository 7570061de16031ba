/* Facets of searches: counted over all matches, as a plain count of the documents has it. */
#include "config.h"

#include "tests/unit/query_fixture.h"

#define DOCUMENTS 400
#define NAMES 12

static const char *const langs[] = { "", "en", "ru", "kk" };
static const char *const people[NAMES] = {
	"Anna Belova", "Boris Gromov", "Clara Dorn", "David Ferrari", "Elena Ganz", "Farid Hamidov", "Gustav Ibsen", "Hanna Jung",
	"Igor Kramer", "Julia Lindt", "Karl Mohr", "Laura Neumann",
};
static const char *const words[] = { "river", "mountain", "road", "bridge", "market" };

static uint32_t seed = 1;

static uint32_t below(uint32_t n)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % n;
}

/* What a document is made of, for counting it by hand. */
struct made {
	bool there;
	unsigned word, lang, year, author[2], names;	/* bits */
};

static struct made made[DOCUMENTS];

static void put(struct fixture *f, unsigned i)
{
	struct arena a = ARENA_INIT;
	struct made m = { .there = true, .word = below(5), .lang = below(4), .year = below(3), .author = { below(4), below(4) },
			  .names = below(1 << NAMES) & below(1 << NAMES) };
	struct str text = arena_printf(&a, "the %s is far", words[m.word]);
	for (unsigned k = 0; k < NAMES; k++)
		if (m.names >> k & 1)
			text = arena_printf(&a, "%.*s and then %s spoke of it", STR_ARG(text), people[k]);
	struct doc doc = { .id = arena_printf(&a, "d%u", i), .text = arena_printf(&a, "%.*s.", STR_ARG(text)), .lang = str_of(langs[m.lang]) };
	if (m.year)
		doc.date = arena_printf(&a, "201%u", m.year);
	if (m.author[0])	/* some are named twice */
		doc.author = m.author[1] ? arena_printf(&a, "Author %u; Author %u", m.author[0], m.author[1])
					 : arena_printf(&a, "Author %u", m.author[0]);
	/* A short text keeps PROPERS_LEAST names: so it is made long. */
	struct buf b = BUF_INIT;
	buf_addstr(&b, doc.text);
	for (int k = 0; k < 120; k++)
		buf_puts(&b, " it rained and it rained all day,");
	doc.text = arena_str(&a, buf_str(&b));
	fixture_put(f, &doc);
	made[i] = m;
	buf_fini(&b);
	arena_fini(&a);
}

static bool has_word(const struct made *m, unsigned words_wanted)
{
	return m->there && (words_wanted >> m->word & 1);
}

/* How many of the documents with the words have the value. */
static uint32_t count_of(struct str facet, struct str value, unsigned wanted)
{
	uint32_t n = 0;
	for (unsigned i = 0; i < DOCUMENTS; i++) {
		const struct made *m = &made[i];
		char author[2][16], year[16];
		snprintf(year, sizeof(year), "201%u", m->year);
		for (int k = 0; k < 2; k++)
			snprintf(author[k], sizeof(author[k]), "Author %u", m->author[k]);
		bool has = false;
		if (str_eqz(facet, "lang"))
			has = str_eqz(value, langs[m->lang]);
		else if (str_eqz(facet, "year"))
			has = m->year ? str_eqz(value, year) : value.n == 0;
		else if (str_eqz(facet, "author"))
			has = m->author[0] ? str_eqz(value, author[0]) || (m->author[1] && str_eqz(value, author[1])) : value.n == 0;
		else if (value.n == 0)
			has = m->names == 0;
		else
			for (unsigned k = 0; k < NAMES; k++)
				has |= (m->names >> k & 1) && str_eqz(value, people[k]);
		n += has && has_word(m, wanted);
	}
	return n;
}

static void check_facet(const struct search_facet *f, unsigned wanted, uint64_t total)
{
	uint64_t sum = 0;
	for (size_t i = 0; i < f->n; i++) {
		const struct facet_value *v = &f->values[i];
		if (v->count != count_of(f->name, v->value, wanted) || v->count == 0)
			fail_msg("%.*s \"%.*s\": %u, not %u", STR_ARG(f->name), STR_ARG(v->value), v->count,
				 count_of(f->name, v->value, wanted));
		if (f->with_all)
			assert_int_equal(v->all, count_of(f->name, v->value, 31));
		else if (i)
			assert_true(f->values[i - 1].count >= v->count);
		sum += v->count;
	}
	assert_int_equal(f->none, count_of(f->name, STR_NONE, wanted));
	if (str_eqz(f->name, "lang") || str_eqz(f->name, "year"))
		assert_int_equal(sum + f->none + f->other, total);
}

static void check(struct fixture *f, struct name_lore *lore, const char *query, unsigned wanted)
{
	static const char *const names[] = { "lang", "year", "author", "names" };
	struct search_params p = fixture_params(query);
	struct search_result r;
	p.match = MATCH_ANY;
	p.limit = below(3);
	p.lore = lore;
	p.facet_values = 20;
	for (; p.n_facets < 4; p.n_facets++)
		p.facets[p.n_facets] = str_of(names[p.n_facets]);
	fixture_ids(f, &p, &r);
	assert_int_equal(r.n_facets, 4);
	assert_int_equal(r.relation, TOTAL_EXACT);
	for (size_t i = 0; i < r.n_facets; i++) {
		check_facet(&r.facets[i], wanted, r.total);
		assert_int_equal(r.facets[i].more, 0);
	}
	uint32_t people_there = 0;
	for (unsigned k = 0; k < NAMES; k++)
		people_there += count_of(STR("names"), str_of(people[k]), wanted) > 0;
	assert_int_equal(r.facets[3].n, people_there);
	size_t n[4];
	uint64_t sums[4] = { 0 };
	for (size_t i = 0; i < 4; i++) {
		n[i] = r.facets[i].n;
		for (size_t k = 2; k < n[i]; k++)
			sums[i] += r.facets[i].values[k].count;
	}
	p.facet_values = 2;
	fixture_ids(f, &p, &r);
	for (size_t i = 0; i < r.n_facets; i++) {
		assert_int_equal(r.facets[i].n, n[i] < 2 ? n[i] : 2);
		assert_int_equal(r.facets[i].more, n[i] < 2 ? 0 : n[i] - 2);
		if (i < 3)
			assert_int_equal(r.facets[i].other, sums[i]);
	}
}

static void check_all(struct fixture *f, struct name_lore *lore)
{
	check(f, lore, "river", 1);
	check(f, lore, "river bridge", 9);
	check(f, NULL, "mountain road market", 22);
	check(f, lore, "*", 31);
}

static void counts_like_a_plain_count(void **state)
{
	(void)state;
	struct fixture *f = fixture_open_in("en,ru", NULL, 0);
	struct name_lore *lore = name_lore_new();
	for (unsigned i = 0; i < DOCUMENTS; i++)
		put(f, i);
	fixture_commit(f);
	check_all(f, lore);
	for (unsigned i = 0; i < DOCUMENTS; i += 1 + below(4))	/* others in their place */
		put(f, i);
	fixture_commit(f);
	check_all(f, lore);
	for (unsigned i = 0; i < DOCUMENTS; i += 1 + below(5)) {
		struct arena a = ARENA_INIT;
		docid_t number;
		ok(store_find(f->store, schema_id_term(&a, arena_printf(&a, "d%u", i)), &number, &ok_err));
		ok(store_writer_delete(f->writer, number, &ok_err));
		made[i].there = false;
		arena_fini(&a);
	}
	fixture_commit(f);
	check_all(f, lore);
	name_lore_free(&lore);
	fixture_close(f);
}

static const struct search_facet *names_facet(struct fixture *f, const char *query, struct search_result *r)
{
	struct search_params p = fixture_params(query);
	p.facets[0] = STR("names");
	p.n_facets = 1;
	fixture_ids(f, &p, r);
	assert_int_equal(r->n_facets, 1);
	return &r->facets[0];
}

static const struct facet_value *find(const struct search_facet *f, const char *name)
{
	for (size_t i = 0; i < f->n; i++)
		if (str_eqz(f->values[i].value, name))
			return &f->values[i];
	return NULL;
}

static void names_that_set_apart(void **state)
{
	(void)state;
	static const struct doc docs[] = {
		{ .id = STR("1"), .text = STR("a bridge of the Desert Rivers Union (DRU), said Ivan Petrov in Samarkand.") },
		{ .id = STR("2"), .text = STR("the DRU mends a bridge in Samarkand.") },
		{ .id = STR("3"), .text = STR("the Desert Rivers Union, or DRU, mends a bridge, as in Freedonia.") },
		{ .id = STR("4"), .text = STR("a road in Samarkand and in Freedonia.") },
		{ .id = STR("5"), .text = STR("a road in Samarkand, and Freedonia.") },
		{ .id = STR("6"), .text = STR("a road; nobody is named.") },
		{ .id = STR("7"), .text = STR("the Road Union (RU) of Freedonia. The improvised road device (IRD) is no name, nor the IRD.") },
	};
	struct fixture *f = fixture_open_in("en,ru", docs, 7);
	struct search_result r;
	const struct search_facet *n = names_facet(f, "bridge", &r);
	assert_true(str_eqz(n->values[0].value, "Desert Rivers Union"));	/* all three: acronym, both, definition */
	assert_int_equal(n->values[0].count, 3);
	assert_int_equal(n->values[0].all, 3);
	assert_int_equal(find(n, "Samarkand")->count, 2);
	assert_int_equal(find(n, "Samarkand")->all, 4);
	assert_int_equal(find(n, "Ivan Petrov")->all, 1);
	assert_int_equal(n->none, 0);
	n = names_facet(f, "road", &r);
	assert_int_equal(n->none, 1);
	assert_null(find(n, "IRD"));
	assert_non_null(find(n, "Freedonia"));
	n = names_facet(f, "samarkand", &r);		/* the query's own name */
	assert_null(find(n, "Samarkand"));
	assert_int_equal(find(n, "Desert Rivers Union")->count, 2);
	n = names_facet(f, "nothing", &r);
	assert_int_equal(n->n + n->more + n->none, 0);
	fixture_close(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_like_a_plain_count), cmocka_unit_test(names_that_set_apart),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

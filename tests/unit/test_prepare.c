/* Documents to terms: against a plain model of the rules in index/schema.h, and their limits. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>

#include "index/schema.h"
#include "index/stored.h"
#include "tests/unit/preparer_fixture.h"

static const struct prepare_limits NO_LIMIT = { 0 };

static void must_prepare(const struct doc *doc, struct str file, const struct prepare_limits *limits,
			 struct prepared *p)
{
	struct err err;
	if (prepare(preparer, doc, file, limits, p, &err) != 0)
		fail_msg("%s", err.msg);
	prepared_group(preparer, p);
}

static const struct store_term *find(const struct prepared *p, struct str term)
{
	for (size_t i = 0; i < p->document.n_terms; i++)
		if (str_eq(p->document.terms[i].term, term))
			return &p->document.terms[i];
	return NULL;
}

static struct str value_of(const struct prepared *p, enum slot slot)
{
	for (size_t i = 0; i < p->document.n_values; i++)
		if (p->document.values[i].slot == slot)
			return p->document.values[i].value;
	return STR_NONE;
}

/* ---- The model: one list of terms, searched from the start ---- */

struct model_term {
	struct str term;
	uint32_t wdf;
	termpos_t positions[3000];
	size_t n;
};

struct model {
	struct arena arena;
	struct model_term *terms[6000];
	size_t n;
};

static struct model_term *model_get(struct model *m, const char *prefix, struct str text)
{
	struct str term = arena_printf(&m->arena, "%s%.*s", prefix, STR_ARG(text));
	for (size_t i = 0; i < m->n; i++)
		if (str_eq(m->terms[i]->term, term))
			return m->terms[i];
	assert_true(m->n < 6000);
	struct model_term *t = arena_zalloc(&m->arena, sizeof(*t));
	t->term = term;
	m->terms[m->n++] = t;
	return t;
}

static void model_add(struct model *m, const char *prefix, struct str text, termpos_t at, uint32_t wdf)
{
	struct model_term *t = model_get(m, prefix, text);
	t->wdf += wdf;
	if (t->n == 0 || t->positions[t->n - 1] != at) {
		assert_true(t->n < 3000);
		t->positions[t->n++] = at;
	}
}

/* All words of one document with their forms, kept for the rule on exact forms. */
struct seen {
	struct str exact, stem;
};

static size_t model_words(struct model *m, struct str text, struct str lang, termpos_t first, uint32_t wdf,
			  bool title, struct seen *seen, size_t n_seen)
{
	struct words words;
	struct word w;
	words_begin(&words, preparer_analyzer(preparer), text, lang, first);
	while (words_next(&words, &w)) {
		model_add(m, "", w.stem, w.position, wdf);
		if (title)
			model_add(m, "S", w.stem, w.position, 0);
		if (w.joined.n) {
			model_add(m, "", w.joined, w.position, 0);
			if (title)
				model_add(m, "S", w.joined, w.position, 0);
		}
		seen[n_seen++] = (struct seen){ arena_str(&m->arena, w.exact), arena_str(&m->arena, w.stem) };
	}
	return n_seen;
}

static void model_document(struct model *m, const struct doc *doc)
{
	struct seen *seen = arena_array(&m->arena, 10000, sizeof(*seen));
	size_t title = model_words(m, doc->title, doc->lang, 1, 2, true, seen, 0);
	size_t n = model_words(m, doc->text, doc->lang, (termpos_t)title + 101, 1, false, seen, title);
	for (size_t i = 0; i < n; i++) {
		bool give = !str_eq(seen[i].exact, seen[i].stem);
		for (size_t j = 0; j < n && !give; j++)
			give = str_eq(seen[j].stem, seen[i].stem) && !str_eq(seen[j].exact, seen[j].stem);
		if (give)
			model_get(m, "", schema_term(&m->arena, EXACT, seen[i].exact));
	}
	const struct { const char *prefix; const struct str *text; } fields[] = {
		{ "A", &doc->author }, { "XP", &doc->source },
	};
	for (size_t f = 0; f < 2; f++) {
		struct words words;
		struct word w;
		words_begin(&words, preparer_analyzer(preparer), *fields[f].text, STR_NONE, 1);
		while (words_next(&words, &w))
			model_add(m, fields[f].prefix, w.exact, w.position, 1);
	}
}

static const char *const VOCABULARY[] = {
	"border", "borders", "Border", "bordered", "trade", "trades", "trading", "граница", "границы", "границ",
	"Назарбаев", "co-operation", "cooperation", "co-operate", "well-known", "pre-s", "I.M.U.", "2014", "3.14",
	"o‘zbek", "don't", "news", "new", "a", "the", "the", "the", "of", "of", "中", "café", "university", "universe",
};

static struct str random_text(struct arena *a, int words)
{
	struct buf b = BUF_INIT;
	for (int i = 0; i < words; i++) {
		buf_puts(&b, VOCABULARY[(size_t)rand() % (sizeof(VOCABULARY) / sizeof(*VOCABULARY))]);
		buf_puts(&b, rand() % 9 ? " " : ". ");
		if (rand() % 20 == 0)
			buf_printf(&b, "rare%d ", rand() % 1000);
	}
	struct str s = arena_str(a, buf_str(&b));
	buf_fini(&b);
	return s;
}

static void follows_the_model(void **state)
{
	(void)state;
	srand(5);
	static const int lengths[] = { 0, 1, 2, 3, 10, 50, 300, 3000 };
	for (size_t round = 0; round < 4 * sizeof(lengths) / sizeof(*lengths); round++) {
		struct model *m = calloc(1, sizeof(*m));
		struct prepared p;
		struct doc doc = {
			.id = STR("x"), .text = random_text(&m->arena, lengths[round / 4]),
			.title = random_text(&m->arena, rand() % 9), .author = random_text(&m->arena, rand() % 4),
			.source = random_text(&m->arena, rand() % 4),
		};
		model_document(m, &doc);
		prepared_init(&p);
		must_prepare(&doc, STR_NONE, &NO_LIMIT, &p);
		assert_true(str_eqz(p.unique, "Qx"));
		assert_non_null(find(&p, STR("Qx")));
		assert_int_equal(p.document.n_terms, m->n + 1);
		for (size_t i = 0; i < m->n; i++) {
			const struct model_term *t = m->terms[i];
			const struct store_term *got = find(&p, t->term);
			if (!got)
				fail_msg("no term %.*s", STR_ARG(t->term));
			assert_int_equal(got->wdf, t->wdf);
			assert_int_equal(got->n_positions, t->n);
			assert_memory_equal(got->positions, t->positions, t->n * sizeof(termpos_t));
		}
		prepared_fini(&p);
		arena_fini(&m->arena);
		free(m);
	}
}

static void gives_labels_and_values(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	char path[33];
	struct hash128 hash = hash128(STR("/m/1.txt"));
	hash128_hex(&hash, path);
	struct doc doc = {
		.id = STR("memos/1"), .title = STR("Über die Grenze"), .text = STR("text of Bukhara"), .date = STR("2014-06"),
		.source = STR("The Source"), .author = STR("A. Author; B. Author"), .lang = STR("EN-gb"),
		.type = STR("Text/HTML"),
	};
	struct prepared p;
	prepared_init(&p);
	must_prepare(&doc, STR("/m/1.txt"), &NO_LIMIT, &p);
	const struct str labels[] = {
		STR("Qmemos/1"), arena_printf(&a, "XF%.*s", FILE_HASH, path), STR("Len"), STR("Ttext/html")
	};
	for (size_t i = 0; i < 4; i++) {
		const struct store_term *t = find(&p, labels[i]);
		assert_non_null(t);
		assert_int_equal(t->wdf, 0);
		assert_int_equal(t->n_positions, 0);
	}
	hash = hash128(doc.text);
	const struct { enum slot slot; struct str value; } rows[] = {
		{ SLOT_DATE_FROM, STR("20140601") }, { SLOT_DATE_TO, STR("20140630") }, { SLOT_YEAR, STR("2014") },
		{ SLOT_TITLE_KEY, STR("uber die grenze") }, { SLOT_LANG, STR("en") }, { SLOT_TYPE, STR("text/html") },
		{ SLOT_SOURCE, STR("The Source") }, { SLOT_AUTHOR, STR("A. Author; B. Author") },
		{ SLOT_CONTENT, str_n((char *)hash.b, CONTENT_HASH) },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_true(str_eq(value_of(&p, rows[i].slot), rows[i].value));
	assert_int_equal(value_of(&p, SLOT_NAMES).n, 4);	/* one name: test_propers.c */
	assert_int_equal(p.document.n_values, N_SLOTS);

	struct stored stored;
	struct doc back;
	struct err err;
	assert_int_equal(stored_open(p.document.data, &a, &stored, &err), 0);
	assert_int_equal(stored_fields(&stored, &a, &back, &err), 0);
	assert_true(str_eq(back.title, doc.title));
	assert_int_equal(stored.blocks[0].position, TEXT_POSITION(3));
	prepared_fini(&p);
	arena_fini(&a);
}

static void leaves_out_what_is_unknown(void **state)
{
	(void)state;
	struct doc doc = { .id = STR("x"), .date = STR("last spring"), .lang = STR(""), .type = STR("") };
	struct prepared p;
	prepared_init(&p);
	must_prepare(&doc, STR_NONE, &NO_LIMIT, &p);
	assert_int_equal(p.document.n_values, 0);
	assert_int_equal(p.document.n_terms, 1);
	prepared_fini(&p);
	doc.id = STR_NONE;
	struct err err;
	assert_int_equal(prepare(preparer, &doc, STR_NONE, &NO_LIMIT, &p, &err), -1);
	assert_int_equal(err.code, ERR_INVALID);
	prepared_fini(&p);
}

static void cuts_long_values(void **state)
{
	(void)state;
	struct buf long_text = BUF_INIT;
	for (int i = 0; i < 80; i++)
		buf_puts(&long_text, "Я\xe4\xb8\xad ");	/* two bytes, three bytes, a blank */
	struct doc doc = {
		.id = buf_str(&long_text), .title = buf_str(&long_text), .source = buf_str(&long_text),
		.author = buf_str(&long_text), .type = buf_str(&long_text), .lang = buf_str(&long_text)
	};
	struct prepared p;
	prepared_init(&p);
	must_prepare(&doc, STR_NONE, &NO_LIMIT, &p);
	static const struct { enum slot slot; size_t n; } rows[] = {
		{ SLOT_TITLE_KEY, 100 }, { SLOT_SOURCE, 200 }, { SLOT_AUTHOR, 200 }, { SLOT_TYPE, 200 },
		{ SLOT_LANG, 200 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		size_t n = value_of(&p, rows[i].slot).n;
		assert_true(n <= rows[i].n && n + 3 > rows[i].n);
	}
	for (size_t i = 0; i < p.document.n_terms; i++)
		assert_true(p.document.terms[i].term.n <= SCHEMA_TERM_MAX);
	prepared_fini(&p);
	buf_fini(&long_text);
}

static void stops_at_the_limit_of_words(void **state)
{
	(void)state;
	static const struct { uint64_t max; uint64_t words; bool truncated; } rows[] = {
		{ 0, 4, false }, { 1, 1, true }, { 3, 3, true }, { 4, 4, false }, { 5, 4, false },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct doc doc = { .id = STR("x"), .title = STR("title"), .text = STR("one two three four ...") };
		struct prepared p;
		struct arena a = ARENA_INIT;
		struct stored stored;
		struct str text;
		struct err err;
		prepared_init(&p);
		must_prepare(&doc, STR_NONE, &(struct prepare_limits){ rows[i].max }, &p);
		assert_int_equal(p.words, rows[i].words);
		assert_int_equal(p.truncated, rows[i].truncated);
		assert_int_equal(find(&p, STR("four")) != NULL, !rows[i].truncated);
		assert_int_equal(stored_open(p.document.data, &a, &stored, &err), 0);
		assert_int_equal(stored_text(&stored, 0, 0, &a, &text, &err), 0);
		assert_true(str_eq(text, doc.text));
		prepared_fini(&p);
		arena_fini(&a);
	}
}

/* The fingerprint follows every field and the text, and nothing else. */
static void fingerprints(void **state)
{
	(void)state;
	struct doc_extra extra = { STR("k"), STR("1") };
	const struct doc docs[] = {
		{ .id = STR("x"), .text = STR("a") }, { .id = STR("x"), .text = STR("b") },
		{ .id = STR("y"), .text = STR("a") }, { .id = STR("x"), .text = STR("a"), .title = STR("t") },
		{ .id = STR("x"), .text = STR("a"), .url = STR("t") },
		{ .id = STR("x"), .text = STR("a"), .extras = &extra, .n_extras = 1 },
	};
	enum { N = sizeof(docs) / sizeof(*docs) };
	struct prepared p[N], again;
	prepared_init(&again);
	for (size_t i = 0; i < N; i++) {
		prepared_init(&p[i]);
		must_prepare(&docs[i], STR("/a"), &NO_LIMIT, &p[i]);
		must_prepare(&docs[i], STR("/b"), &NO_LIMIT, &again);
		assert_true(hash128_eq(&p[i].content, &again.content));
		for (size_t j = 0; j < i; j++)
			assert_false(hash128_eq(&p[i].content, &p[j].content));
		assert_true(prepared_bytes(&p[i]) > 0);
	}
	for (size_t i = 0; i < N; i++)
		prepared_fini(&p[i]);
	prepared_fini(&again);
}

static void refuses_what_cannot_be_read_again(void **state)
{
	(void)state;
	enum { DEPTH = 2048 };
	static char json[2 * DEPTH + 1];
	memset(json, '[', DEPTH);
	memset(json + DEPTH, ']', DEPTH);
	struct doc_extra extra = { STR("k"), { json, 2 * DEPTH } };
	struct doc doc = { .id = STR("x"), .extras = &extra, .n_extras = 1 };
	struct prepared p;
	struct err err;
	prepared_init(&p);
	assert_int_equal(prepare(preparer, &doc, STR_NONE, &NO_LIMIT, &p, &err), -1);
	assert_int_equal(err.code, ERR_INVALID);
	extra.json = str_n(json + DEPTH - 100, 200);
	must_prepare(&doc, STR_NONE, &NO_LIMIT, &p);
	prepared_fini(&p);
}

/* The terms of a document are those of the first time, however many were forgotten since. */
static void forgets_terms_unnoticed(void **state)
{
	(void)state;
	struct doc doc = {
		.id = STR("x"), .title = STR("Borders and border trade"), .text = STR("co-operation of borders, границы"),
		.author = STR("A. Author"),
	};
	struct lexicon *lexicon = preparer_lexicon(preparer);
	struct prepared first, again, other;
	struct buf text = BUF_INIT;
	uint32_t n = 0, before;
	prepared_init(&first);
	prepared_init(&again);
	prepared_init(&other);
	must_prepare(&doc, STR_NONE, &NO_LIMIT, &first);
	do {
		struct doc filler = { .id = STR("y") };
		before = lexicon_count(lexicon);
		buf_reset(&text);
		for (int i = 0; i < 5000; i++)
			buf_printf(&text, "w%ux ", n++);
		filler.text = buf_str(&text);
		must_prepare(&filler, STR_NONE, &NO_LIMIT, &other);
		assert_true(n < 2000000);
	} while (lexicon_count(lexicon) > before);
	assert_true(preparer_bytes(preparer) > 0);
	must_prepare(&doc, STR_NONE, &NO_LIMIT, &again);
	assert_int_equal(again.document.n_terms, first.document.n_terms);
	for (size_t i = 0; i < first.document.n_terms; i++) {
		const struct store_term *a = &first.document.terms[i], *b = &again.document.terms[i];
		assert_true(str_eq(a->term, b->term));
		assert_int_equal(a->wdf, b->wdf);
		assert_int_equal(a->n_positions, b->n_positions);
		assert_memory_equal(a->positions, b->positions, a->n_positions * sizeof(termpos_t));
	}
	prepared_fini(&first);
	prepared_fini(&again);
	prepared_fini(&other);
	buf_fini(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(follows_the_model),
		cmocka_unit_test(gives_labels_and_values),
		cmocka_unit_test(leaves_out_what_is_unknown),
		cmocka_unit_test(cuts_long_values),
		cmocka_unit_test(stops_at_the_limit_of_words),
		cmocka_unit_test(fingerprints),
		cmocka_unit_test(refuses_what_cannot_be_read_again),
		cmocka_unit_test(forgets_terms_unnoticed),
	};
	return cmocka_run_group_tests(tests, make_preparer, free_preparer);
}

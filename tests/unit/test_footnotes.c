/* Footnotes beside passages, over stored documents of one block and of many. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "common/buf.h"
#include "query/footnotes.h"
#include "tests/unit/analyzer_fixture.h"

static const char note[] = "Cf. a report on the border.";

/* filler, "A first sentence. The post was closed¹ in May.", filler, the note; in blocks that are cut anywhere between words. */
static void store(size_t filler, struct arena *a, struct stored *s, struct doc *doc)
{
	struct buf text = BUF_INIT, out = BUF_INIT;
	struct stored_writer w;
	struct err err;
	for (size_t i = 0; i < filler; i++)
		buf_puts(&text, "filling words. ");
	buf_puts(&text, "A first sentence. The post was closed");
	size_t anchor = text.n;
	buf_puts(&text, " in May. ");
	for (size_t i = 0; i < filler; i++)
		buf_puts(&text, "filling words. ");
	buf_puts(&text, "\n\n\f");
	struct doc_passage *p = arena_array(a, 2, sizeof(*p));
	p[0] = (struct doc_passage){ PASSAGE_NOTE, text.n, text.n + strlen(note), anchor, STR("1") };
	buf_puts(&text, note);
	buf_puts(&text, "\n\n\f");
	p[1] = (struct doc_passage){ PASSAGE_FRAME, text.n, text.n + 5, NO_ANCHOR, STR_NONE };
	buf_puts(&text, "Photo");
	*doc = (struct doc){ .id = STR("x"), .text = arena_str(a, buf_str(&text)), .passages = p, .n_passages = 2,
			     .evidence = STR("{\"date\":\"line 3\"}") };
	buf_fini(&text);
	stored_writer_init(&w);
	stored_begin(&w, doc, NULL, 101, &out);
	for (size_t i = STORED_BLOCK; i < doc->text.n; i++)
		if (doc->text.p[i - 1] == ' ' && stored_wants_cut(&w, i))
			assert_int_equal(stored_cut(&w, i, (termpos_t)(101 + i), &err), 0);
	assert_int_equal(stored_end(&w, (termpos_t)(102 + doc->text.n), 1, STR_NONE, &err), 0);
	stored_writer_fini(&w);
	assert_int_equal(stored_open(arena_str(a, buf_str(&out)), a, s, &err), 0);
	buf_fini(&out);
}

static void passages_come_back(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	struct stored s;
	struct doc doc, back = { 0 };
	struct err err;
	store(0, &a, &s, &doc);
	assert_int_equal(stored_fields(&s, &a, &back, &err), 0);
	assert_true(str_eqz(back.evidence, "{\"date\":\"line 3\"}"));
	assert_int_equal(back.n_passages, 2);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(back.passages[i].kind, doc.passages[i].kind);
		assert_int_equal(back.passages[i].start, doc.passages[i].start);
		assert_int_equal(back.passages[i].end, doc.passages[i].end);
		assert_int_equal(back.passages[i].anchor, doc.passages[i].anchor);
		assert_true(str_eq(back.passages[i].label, doc.passages[i].label));
	}
	arena_fini(&a);
}

static void notes_and_sentences(void **state)
{
	(void)state;
	static const size_t fillers[] = { 0, 3, 5000 };
	for (size_t i = 0; i < sizeof(fillers) / sizeof(*fillers); i++) {
		struct arena a = ARENA_INIT;
		struct stored s;
		struct doc doc;
		struct err err;
		struct footnote *list;
		size_t n;
		store(fillers[i], &a, &s, &doc);
		size_t anchor = doc.passages[0].anchor, start = doc.passages[0].start;
		struct plan_term terms[] = { { .term = STR("border") }, { .term = STR("may") } };
		const struct plan plan = { .terms = terms, .n_terms = 1 }, other = { .terms = terms + 1, .n_terms = 1 };
		const struct { size_t from, to; const char *text; bool sentence; } rows[] = {
			{ anchor - 10, anchor, note, false },
			{ anchor - 10, anchor + 5, note, false },
			{ anchor, anchor + 5, NULL, false },
			{ anchor - 10, anchor - 1, NULL, false },
			{ start, start + 10, "The post was closed", true },
			{ start + 4, start + 10, "The post was closed", true },
			{ doc.passages[1].start, doc.passages[1].end, NULL, false },
		};
		for (size_t k = 0; k < sizeof(rows) / sizeof(*rows); k++) {
			const struct passage p = { .offset = rows[k].from, .end = rows[k].to };
			assert_int_equal(footnotes_find(&s, STR_NONE, &plan, analyzer, &p, 1, &a, &list, &n, &err), 0);
			assert_int_equal(n, rows[k].text != NULL);
			if (!n)
				continue;
			assert_int_equal(list[0].n_marks, !rows[k].sentence);
			assert_int_equal(list[0].passage, 0);
			struct str place = str_sub(doc.text, list[0].offset, list[0].end);
			assert_true(str_eqz(place, rows[k].text));
			assert_true(str_eqz(list[0].label, "1"));
			if (!str_eqz(list[0].text, rows[k].text))
				fail_msg("filler %zu row %zu: \"%.*s\"", fillers[i], k, STR_ARG(list[0].text));
			assert_int_equal(list[0].sentence, rows[k].sentence);
		}
		/* The sentence and its note are both shown: nothing to add. */
		const struct passage both[] = { { .offset = anchor - 10, .end = anchor }, { .offset = start, .end = start + 9 } };
		assert_int_equal(footnotes_find(&s, STR_NONE, &plan, analyzer, both, 2, &a, &list, &n, &err), 0);
		assert_int_equal(n, 0);
		/* A note without what was asked for stays away; the sentence of one is always told, with marks of its own. */
		assert_int_equal(footnotes_find(&s, STR_NONE, &other, analyzer, both, 1, &a, &list, &n, &err), 0);
		assert_int_equal(n, 0);
		assert_int_equal(footnotes_find(&s, STR_NONE, &other, analyzer, both + 1, 1, &a, &list, &n, &err), 0);
		assert_int_equal(n, 1);
		assert_int_equal(list[0].n_marks, 0);
		arena_fini(&a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(passages_come_back), cmocka_unit_test(notes_and_sentences),
	};
	return cmocka_run_group_tests(tests, make_analyzer, free_analyzer);
}

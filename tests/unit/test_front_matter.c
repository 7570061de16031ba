/* Front matter of Markdown files. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "common/buf.h"
#include "text/front_matter.h"

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

static void fills_the_fields(void **state)
{
	(void)state;
	static const struct {
		const char *yaml, *title, *author, *date, *lang, *url, *source;
	} rows[] = {
		{ "title: Water and borders", "Water and borders", "", "", "", "", "" },
		{ "title:   \"A: \\\"quoted\\\" one\"  # note", "A: \"quoted\" one", "", "", "", "", "" },
		{ "title: 'It''s'", "It's", "", "", "", "", "" },
		{ "title: C# and more # a comment", "C# and more", "", "", "", "", "" },
		{ "Title: T\ntitle: other", "T", "", "", "", "", "" },
		{ "title: null\nauthor: ~", "", "", "", "", "", "" },
		{ "author: A. Orlova", "", "A. Orlova", "", "", "", "" },
		{ "authors: [A. Orlova, \"B, C\", 'D']", "", "A. Orlova; B, C; D", "", "", "", "" },
		{ "author:\n  - A. Orlova\n  - name: B. Ormonov\n    email: b@example.org\ntitle: T", "T", "A. Orlova; B. Ormonov", "", "", "", "" },
		{ "authors:\n- A\n- B", "", "A; B", "", "", "", "" },
		{ "author: [", "", "", "", "", "", "" },
		{ "title: >\n  Water\n  and borders\ndate: 2014", "Water and borders", "", "2014", "", "", "" },
		{ "title: |\n  One line", "One line", "", "", "", "", "" },
		{ "date: 26 декабря 2014\nlang: RU", "", "", "2014-12-26", "ru", "", "" },
		{ "date: soon\npublished: 2014-05-06T10:00:00Z", "", "", "2014-05-06", "", "", "" },
		{ "language: en_gb\nurl: https://example.org/a#b\npublisher: Steppe Review", "", "", "", "en-GB", "https://example.org/a#b", "Steppe Review" },
		{ "tags: [a, b]\nnested:\n  title: no\nbroken line\nsource: S", "", "", "", "", "", "S" },
		{ "# a comment\n\ntitle: T\r\nauthor: A\r", "T", "A", "", "", "", "" },
		{ "title: \"never closed", "never closed", "", "", "", "", "" },
		{ "title:", "", "", "", "", "", "" },
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena a = ARENA_INIT;
		struct doc d = { 0 };
		struct str s = arena_printf(&a, "---\n%s\n---\nText", rows[i].yaml);
		assert_int_equal(front_matter(s, &a, &d), s.n - 4);
		const struct str found[] = { d.title, d.author, d.date, d.lang, d.url, d.source };
		const char *expected[] = { rows[i].title, rows[i].author, rows[i].date, rows[i].lang, rows[i].url, rows[i].source };
		for (size_t k = 0; k < COUNT(found); k++)
			if (!str_eq(found[k], str_of(expected[k])))
				fail_msg("%s: field %zu: %.*s", rows[i].yaml, k, STR_ARG(found[k]));
		arena_fini(&a);
	}
}

static void knows_its_bounds(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		size_t n;
	} rows[] = {
		{ "---\na: b\n---\n", 13 },
		{ "---\na: b\n---", 12 },
		{ "--- \na: b\n...\nx", 14 },
		{ "---\r\na: b\r\n---\r\nx", 16 },
		{ "", 0 },
		{ "---", 0 },
		{ "---\n", 0 },
		{ "---\n---\n", 0 },
		{ "---\na: b\n", 0 },
		{ "---\nJust text after a rule\n---\n", 0 },
		{ "---\nhttp://example.org\n---\n", 0 },
		{ "----\na: b\n---\n", 0 },
		{ " ---\na: b\n---\n", 0 },
		{ "\n---\na: b\n---\n", 0 },
		{ "a: b\n---\n", 0 },
	};
	struct arena a = ARENA_INIT;
	struct doc d = { 0 };
	for (size_t i = 0; i < COUNT(rows); i++)
		if (front_matter(str_of(rows[i].text), &a, &d) != rows[i].n)
			fail_msg("%s", rows[i].text);
	arena_fini(&a);

	/* A rule and a "note: ..." at the top of a long text are no front matter. */
	struct buf b = BUF_INIT;
	buf_puts(&b, "---\nnote: text\n");
	while (b.n < 1 << 16)
		buf_puts(&b, "and so on\n");
	buf_puts(&b, "---\n");
	assert_int_equal(front_matter(buf_str(&b), &a, &d), 0);
	buf_fini(&b);
	arena_fini(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fills_the_fields),
		cmocka_unit_test(knows_its_bounds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

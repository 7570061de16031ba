/* Markdown: blocks, inline marks, what is no mark, and texts made to cost time. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "common/buf.h"
#include "text/markdown.h"
#include "tests/unit/effort.h"
#include "tests/unit/marked.h"

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

struct row {
	const char *md, *text;
};

static void check_text(const struct row *rows, size_t n, bool exact)
{
	for (size_t i = 0; i < n; i++) {
		struct arena a = ARENA_INIT;
		struct doc d = { 0 };
		struct err err;
		assert_int_equal(markdown_document(str_of(rows[i].md), &a, &d, &err), 0);
		if (!str_eq(exact ? d.text : without_marks(d.text, &a), str_of(rows[i].text)))
			fail_msg("%s\n%.*s", rows[i].md, STR_ARG(d.text));
		arena_fini(&a);
	}
}

static void check(const struct row *rows, size_t n)
{
	check_text(rows, n, false);
}

static void blocks(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "", "" },
		{ "\n\n", "" },
		{ "one\ntwo\n\nthree", "one two\n\nthree" },
		{ "one\r\ntwo\r\n\r\nthree\r\n", "one two\n\nthree" },
		{ "one  \ntwo\\\nthree", "one\ntwo\nthree" },
		{ "# One\ntext\n## Two ##\n###### Six", "One\n\ntext\n\nTwo\n\nSix" },
		{ "#hashtag\n####### seven\n# C#", "#hashtag ####### seven\n\nC#" },
		{ "One\n===\nTwo\n---\ntext", "One\n\nTwo\n\ntext" },
		{ "a\n\n---\n\nb\n* * *\nc", "a\n\nb\n\nc" },
		{ "- a\n- b\n  more\n  - c\n* d\n+ e", "a\nb more\nc\nd\ne" },
		{ "- a\n\n- b", "a\n\nb" },
		{ "1. a\n2. b\n3) c", "1. a\n2. b\n3) c" },
		{ "1991. The Union ended.", "1991. The Union ended." },
		{ "in the year\n2014. He came", "in the year 2014. He came" },
		{ "-no list\n-1 degrees", "-no list -1 degrees" },
		{ "> quoted\n> text\n>> deeper\n\nend", "quoted text deeper\n\nend" },
		{ "> - a\n> - b", "a\nb" },
		{ "```c\nint *a;\n\n    x_y_z\n```\nend", "int *a;\n\n    x_y_z\n\nend" },
		{ "~~~\n```\n~~~~\nend", "```\n\nend" },
		{ "```\nnever closed *a*", "never closed *a*" },
		{ "`` not a `fence`` x", "not a `fence x" },
		{ "| A | B |\n|---|:-:|\n| 1 | *2* |\n| a\\|b | |\n\nend", "A\tB\n1\t2\na|b\n\nend" },
		{ "A | B\n--|--\n1 | 2", "A\tB\n1\t2" },
		{ "no | table", "no | table" },
		{ "[r]: http://example.org \"T\"\ntext", "text" },
		{ "word[^1] and[^note].\n\n[^1]: The note.\n[^note]: Another *one*.", "word and.\n\nThe note.\n\nAnother one." },
		{ "a\n\n<!-- hidden\n\nstill hidden -->\n\nb", "a\n\nb" },
		{ "<script>\nx\n\ny\n</script>\n\nb", "b" },
		{ "<div>\na\n</div>\n<p>b<br>c", "a\n\nb\nc" },
		{ "    # code, no heading", "# code, no heading" },
		{ "---\ntitle: T\n---\n# H\ntext", "H\n\ntext" },
		{ "граница\n\n- река\n- вода", "граница\n\nрека\nвода" },
	};
	check(rows, COUNT(rows));
}

static void inline_marks(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "un*frigging*believable", "unfriggingbelievable" },
		{ "**bold** and *it* and __b__ and _i_ and ***both***", "bold and it and b and i and both" },
		{ "**a *b* c**, *a **b** c*, **a***b*", "a b c, a b c, ab" },
		{ "*a\nb*", "a b" },
		{ "~~gone~~ ~5 km ~a~", "gone ~5 km ~a~" },
		{ "\"*quoted*\" (_x_), «*y*»", "\"quoted\" (x), «y»" },
		{ "*сло*во и _слово_", "слово и слово" },
		/* no marks */
		{ "snake_case_name", "snake_case_name" },
		{ "имя_файла_тут", "имя_файла_тут" },
		{ "2*3*4 and 2 * 3 * 4", "2*3*4 and 2 * 3 * 4" },
		{ "*footnote", "*footnote" },
		{ "*.c and *.h", "*.c and *.h" },
		{ "a ** b", "a ** b" },
		{ "*a [b* c](x)", "*a b* c" },
		/* links */
		{ "[text](http://example.org/a_(b) \"T\") end", "text end" },
		{ "[text](<a b>) [](x)end", "text end" },
		{ "[*a* [b] c](x)", "a [b] c" },
		{ "![alt *text*](i.png)![](x)", "alt text" },
		{ "[![alt](i.png)](x)", "alt" },
		{ "[a][r] [r][] [R] ![b][r]\n\n[ r ]: x", "a r R b" },
		{ "[sic] a[1][2] [a][r] ![x]", "[sic] a[1][2] [a][r] ![x]" },
		{ "[a](b c) [a](b [a]( x", "[a](b c) [a](b [a]( x" },
		{ "[a](x \"t' \") [b](x 't)", "a [b](x 't)" },
		{ "<https://example.org/a_b_c> <desk@example.org>", "https://example.org/a_b_c desk@example.org" },
		{ "http://example.org/a_b_c", "http://example.org/a_b_c" },
		{ "x[^a b] y[^] [^", "x[^a b] y[^] [^" },
		/* code, escapes, references, tags */
		{ "`a *b* \\` c", "a *b* \\ c" },
		{ "``a ` b`` and `c", "a ` b and `c" },
		{ "\\*a\\* \\_b\\_ \\[c\\](d) \\a \\", "*a* _b_ [c](d) \\a \\" },
		{ "&mdash; &#1078; AT&T &lt;b&gt;", "— ж AT&T <b>" },
		{ "<b>a</b>b <i class=\"x>y\">c</i> 1 < 2 > 1", "ab c 1 < 2 > 1" },
		{ "a<!-- b -->c", "ac" },
		{ "threats<sup>1</sup> remain, 10<sup>th</sup>", "threats¹ remain, 10th" },
		{ "*threats<sup>[1](x)</sup>* **a<sup>†</sup>b**", "threats¹ ab" },
	};
	check(rows, COUNT(rows));
}

static void titles(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "# One *two* [three](x)\n# Four", "One two three" },
		{ "intro\n\nOne\n===", "One" },
		{ "## Only a second level", "" },
		{ "---\ntitle: T\n---\n# H", "T" },
		{ "---\nauthor: A\n---\n# H", "H" },
		{ "#\n# Second", "Second" },
		{ "```\n# code\n```", "" },
		{ "text", "" },
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena a = ARENA_INIT;
		struct doc d = { 0 };
		struct err err;
		assert_int_equal(markdown_document(str_of(rows[i].md), &a, &d, &err), 0);
		if (!str_eq(d.title, str_of(rows[i].text)))
			fail_msg("%s: %.*s", rows[i].md, STR_ARG(d.title));
		arena_fini(&a);
	}
}

static void hostile_texts_cost_linear_time(void **state)
{
	(void)state;
	static const char *const pieces[] = {
		"[", "]", "![", "[a](b", "](a \"x", "*", "*a ", "a* ", "*a _b ", "`", "``a`", "<", "<a ", "<!--\n", "<sup>",
		"- ", "> ", "|", "|-|\n", "a|b\n-|-\n", "a\n", "[a]: b\n", "[^a]: b\n", "\\", "***a**b*", "[a][", "1. a\n",
	};
	struct buf b = BUF_INIT;
	for (size_t i = 0; i < COUNT(pieces); i++) {
		struct arena a = ARENA_INIT;
		struct doc d = { 0 };
		struct err err;
		buf_reset(&b);
		buf_puts(&b, "[a]: b\n\n");
		while (b.n < EFFORT(2 << 20))
			buf_puts(&b, pieces[i]);
		assert_int_equal(markdown_document(buf_str(&b), &a, &d, &err), 0);
		assert_true(d.text.n <= 2 * b.n);	/* with its marks */
		arena_fini(&a);
	}
	buf_fini(&b);
}

static void structure_is_marked(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "# One\na\n\nTwo\n---\nb", "\x01" "1One\n\na\n\n\x01" "2Two\n\nb" },
		{ "- a\n- b\n  more\n\n1. c\n2. d", "\x02" "a\n\x02" "b more\n\n\x02" "1. c\n\x02" "2. d" },
		{ "a\n\n---\n\nb", "a\n\n\x03\n\nb" },
		{ "a[^1] b.\n\n[^1]: The *note*.", "a\x07" "1\x06 b.\n\n\x05" "1\x06The note." },
		{ "a[^x y] b[^]", "a[^x y] b[^]" },
	};
	check_text(rows, COUNT(rows), true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(structure_is_marked),
		cmocka_unit_test(blocks),
		cmocka_unit_test(inline_marks),
		cmocka_unit_test(titles),
		cmocka_unit_test(hostile_texts_cost_linear_time),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

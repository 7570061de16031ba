/* text/columns.h: pages with columns, and those that only look like it. */
#include "config.h"

#include "text/columns.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

static void pages(void **state)
{
	static const struct { const char *page, *want; } rows[] = {
		{ "", "" },
		{ "One column of text\nwith two lines\n", "One column of text\nwith two lines\n" },
		/* two columns below a title, the right one indented and longer */
		{ "              The title of all of it goes right across the page\n"
		  "\n"
		  "  The first column begins        end of the first sentence.\n"
		  "with a paragraph that goes         A new paragraph begins\n"
		  "on over several lines of         in the other column and\n"
		  "it, until another one is         goes on to the end of the\n"
		  "begun at the foot of the         page, which is further\n"
		  "                                 down than the left one.\n",
		  "              The title of all of it goes right across the page\n"
		  "\n"
		  "  The first column begins\nwith a paragraph that goes\non over several lines of\nit, until another one is\n"
		  "begun at the foot of the\n"
		  "end of the first sentence.\n  A new paragraph begins\nin the other column and\ngoes on to the end of the\n"
		  "page, which is further\ndown than the left one.\n" },
		/* a head and a foot stay whole */
		{ "Left head of the page            Right head\n"
		  "\n\n"
		  "колонка слева и её слова         one two three four\n"
		  "колонка слева и её слова         one two three four\n"
		  "колонка слева и её слова         one two three four\n"
		  "колонка слева и её слова         one two three four\n"
		  "колонка слева и её слова         one two three five\n",
		  "Left head of the page            Right head\n\n\n"
		  "колонка слева и её слова\nколонка слева и её слова\nколонка слева и её слова\nколонка слева и её слова\n"
		  "колонка слева и её слова\n"
		  "one two three four\none two three four\none two three four\none two three four\none two three five\n" },
		/* three */
		{ "aa bb cc dd    ee ff gg hh    ii jj kk ll\n" "aa bb cc dd    ee ff gg hh    ii jj kk ll\n"
		  "aa bb cc dd    ee ff gg hh    ii jj kk ll\n" "aa bb cc dd    ee ff gg hh    ii jj kk ll\n"
		  "aa bb cc dd    ee ff gg hh    ii jj kk ll\n",
		  "aa bb cc dd\naa bb cc dd\naa bb cc dd\naa bb cc dd\naa bb cc dd\n"
		  "ee ff gg hh\nee ff gg hh\nee ff gg hh\nee ff gg hh\nee ff gg hh\n"
		  "ii jj kk ll\nii jj kk ll\nii jj kk ll\nii jj kk ll\nii jj kk ll\n" },
		/* a table: cells are short */
		{ "Gauge      Level     Year\nUpper      12        1978\nLower      14        1979\nMiddle     11        1980\n"
		  "Old        10        1981\nNew        9         1982\n",
		  "Gauge      Level     Year\nUpper      12        1978\nLower      14        1979\nMiddle     11        1980\n"
		  "Old        10        1981\nNew        9         1982\n" },
		/* too few lines to be sure */
		{ "one two three four     one two three four\none two three four     one two three four\n",
		  "one two three four     one two three four\none two three four     one two three four\n" },
		/* blanks between sentences, at no place in common */
		{ "It was late.  Nobody came to the gate at all\nand then it rained.  We went back home at\n"
		  "once and read.  There were the letters that\nnobody had read.  In the morning we wrote to\n"
		  "all of them.  None of them ever answered, but\none came by himself.  He had not got it.\n",
		  "It was late.  Nobody came to the gate at all\nand then it rained.  We went back home at\n"
		  "once and read.  There were the letters that\nnobody had read.  In the morning we wrote to\n"
		  "all of them.  None of them ever answered, but\none came by himself.  He had not got it.\n" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buf out = BUF_INIT;
		buf_puts(&out, "");
		columns_page(str_of(rows[i].page), &out);
		if (!str_eqz(buf_str(&out), rows[i].want))
			print_error("row %zu:\n%s", i, out.p);
		assert_true(str_eqz(buf_str(&out), rows[i].want));
		buf_fini(&out);
	}
}

/* Whatever the lines are, no word is lost, and the longest ones cost no more than others. */
static void nothing_is_lost(void **state)
{
	struct buf page = BUF_INIT, out = BUF_INIT;
	uint32_t seed = 1;
	(void)state;
	for (int round = 0; round < 200; round++) {
		size_t letters = 0, left = 0;
		buf_reset(&page);
		buf_reset(&out);
		for (int i = 0; i < 60; i++) {
			for (seed = seed * 1664525 + 1013904223; seed >> 28; seed = seed * 1664525 + 1013904223)
				buf_puts(&page, (const char *const[]){ "a", "     ", "word", "я", "  ", " ", "words and words", "        " }[seed >> 24 & 7]);
			if (round % 50 == 0)
				for (int k = 0; k < 1000; k++)
					buf_puts(&page, "long   line ");
			buf_putc(&page, '\n');
		}
		columns_page(buf_str(&page), &out);
		for (size_t i = 0; i < page.n; i++)
			letters += page.p[i] != ' ' && page.p[i] != '\n';
		for (size_t i = 0; i < out.n; i++)
			left += out.p[i] != ' ' && out.p[i] != '\n';
		assert_int_equal(left, letters);
	}
	buf_fini(&page);
	buf_fini(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(pages), cmocka_unit_test(nothing_is_lost) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}

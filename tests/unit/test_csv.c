/* text/csv.h: delimiters, quotes, names of columns, what rows become. */
#include "config.h"

#include "tests/unit/parts_fixture.h"
#include "text/csv.h"

static struct buf out;

static const char *read_csv(const char *text)
{
	return shown(csv_read, str_of(text), &out);
}

static void test_rows(void **state)
{
	static const struct {
		const char *csv, *documents;
	} rows[] = {
		{ "title,text\na,b\n", "2: a|||\nb" },
		{ "\xef\xbb\xbftitle,text\r\na,b\r\n\r\nc,d", "2: a|||\nb\n4: c|||\nd" },
		/* quotes */
		{ "title,text\n\"a, \"\"b\"\"\",\"c\nd\"\n\"e\",f\n", "2: a, \"b\"|||\nc\nd\n4: e|||\nf" },
		{ "title,text\na \"b\" c,d\n\"a\"b,\"c\" \"d\"\n\"\",x\n", "2: a \"b\" c|||\nd\n3: ab|||\nc \"d\"\n4: |||\nx" },
		/* delimiters: that which gives columns with a meaning, else the most columns */
		{ "title;text\na,b;c\n", "2: a,b|||\nc" },
		{ "title\ttext\na\tb\n", "2: a|||\nb" },
		{ "a,b|title|text\n1|t|x\n", "2: t|||\nx\n\na,b: 1" },
		{ "\"title, long\";\"text\"\nt;x\n", "2: |||\nx\n\ntitle, long: t" },
		/* fields */
		{ "ID,Headline,Full_Text,Byline,Publication-Date,LINK,Publisher,Language\nk1,t,x,Ann,12 May 2014,http://x,Post,EN\n",
		  "k1: t|Ann|2014-05-12|en\nx" },
		{ "ИД;ЗАГОЛОВОК;Текст;Автор;Дата публикации;Ссылка;Источник;Язык\nk1;т;х;Анна;12.05.2014;http://x;Вести;ru\n",
		  "k1: т|Анна|2014-05-12|ru\nх" },
		{ "title,subject,text\na,b,c\n", "2: a|||\nc\n\nsubject: b" },
		{ "title,date,lang\na,soon,human\n", "2: a|||\ndate: soon\nlang: human" },
		{ "place;men\nLower fort;40\n;\nUpper;\n", "error: 1 rows are wrong, the first of them in line 3: neither title nor text" },
		{ "place;men\nLower fort;40\n", "2: |||\nplace: Lower fort\nmen: 40" },
		{ ",title\n7,a\n", "2: a|||\n7" },
		{ "title,text,,\na,b,,\n", "2: a|||\nb" },
		/* what is wrong */
		{ "", "error: it has no rows" },
		{ "title\n", "" },
		{ "1,2\n3,4\n", "error: the first row is no header: 1 is no name of a column" },
		{ "2014-05-12;3\n", "error: the first row is no header: 2014-05-12 is no name of a column" },
		{ "a,a\n1,2\n", "error: the first row is no header: a stands there twice" },
		{ ",,\n", "error: the first row is no header: it is empty" },
		{ "\"title\n", "error: a quote in the header is never closed" },
		{ "title,text\na,b,c\nd,\"e\n", "error: 2 rows are wrong, the first of them in line 2: field 3 is one more than there are columns" },
		{ "title,text\na,\"b\nc,d\n", "error: 1 rows are wrong, the first of them in line 2: the quote that opens field 2 is never closed" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_string_equal(read_csv(rows[i].csv), rows[i].documents);
}

static void test_encodings(void **state)
{
	static const char windows[] = "title;text\n\xca\xe0\xed\xe0\xeb;\xc2\xee\xe4\xf3 \xef\xf3\xf1\xf2\xe8\xeb\xe8\n";
	static const char wide[] = "\xff\xfet\0i\0t\0l\0e\0\n\0a\0\n";
	(void)state;
	assert_string_equal(read_csv(windows), "2: Канал|||\nВоду пустили");
	assert_string_equal(shown(csv_read, str_n(wide, sizeof(wide)), &out), "2: a|||\n");
}

static void test_extras(void **state)
{
	struct arena a = ARENA_INIT;
	struct csv_columns columns;
	struct doc doc;
	struct err err;
	(void)state;
	assert_int_equal(csv_header(STR("title,Район,n"), &a, &columns, &err), 0);
	assert_int_equal(csv_record(STR("t,\"Кара-\"\"Суу\"\"\n2\",7"), &columns, &a, &doc, &err), 0);
	assert_int_equal(doc.n_extras, 2);
	assert_true(str_eqz(doc.extras[0].key, "Район"));
	assert_true(str_eqz(doc.extras[0].json, "\"Кара-\\\"Суу\\\"\\n2\""));
	assert_true(str_eqz(doc.extras[1].json, "\"7\""));
	assert_int_equal(doc.id.n, 0);
	arena_fini(&a);
}

static void test_limits(void **state)
{
	struct arena a = ARENA_INIT;
	struct csv_columns columns;
	struct buf header = BUF_INIT;
	struct err err;
	(void)state;
	for (int i = 0; i < CSV_COLUMNS_MAX; i++)
		buf_printf(&header, "%sc%d", i ? "," : "", i);
	assert_int_equal(csv_header(buf_str(&header), &a, &columns, &err), 0);
	assert_int_equal(columns.n, CSV_COLUMNS_MAX);
	buf_puts(&header, ",one more");
	assert_int_equal(csv_header(buf_str(&header), &a, &columns, &err), -1);
	assert_int_equal(err.code, ERR_LIMIT);
	buf_fini(&header);
	arena_fini(&a);
}

static void test_lines(void **state)
{
	static const struct {
		const char *line;
		bool before, after;
	} rows[] = {
		{ "", false, false }, { "a,b", false, false }, { "a,\"b", false, true }, { "a\",b", false, false }, { "", true, true },
		{ "x\"\"y", true, true }, { "x\",z", true, false }, { "x\",\"z", true, true }, { "\"\"\"", false, true },
		{ "\"\"", false, false }, { "\"a\"b\"c", false, false }, { "\"", true, false }, { "\"a\",\"\"", false, false },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		bool quoted = rows[i].before;
		csv_scan_line(str_of(rows[i].line), ',', &quoted);
		if (quoted != rows[i].after)
			fail_msg("row %zu: %s", i, rows[i].line);
	}
}

static void test_headers(void **state)
{
	(void)state;
	assert_true(csv_is_header(STR("id,title,text")));
	assert_true(csv_is_header(STR("Дата;Заголовок")));
	assert_true(csv_is_header(STR("\xef\xbb\xbftitle\ttext")));
	assert_true(csv_is_header(STR("id\ttitle\ttext")));
	assert_true(csv_is_header(STR("x\ttitle\ttext\tdistrict")));
	assert_false(csv_is_header(STR("x\ttitle\ttext")));
	assert_false(csv_is_header(STR("title")));
	assert_false(csv_is_header(STR("id,date,author")));
	assert_false(csv_is_header(STR("1,The title,The text")));
	assert_false(csv_is_header(STR("{\"id\":1,\"title\":2}")));
	assert_false(csv_is_header(STR_NONE));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows), cmocka_unit_test(test_encodings), cmocka_unit_test(test_extras),
		cmocka_unit_test(test_limits), cmocka_unit_test(test_lines), cmocka_unit_test(test_headers),
	};
	int rc = cmocka_run_group_tests(tests, NULL, NULL);
	buf_fini(&out);
	return rc;
}

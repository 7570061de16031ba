/* --format: what is printed of a hit, what is refused and where, what it asks for. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>

#include "client/format.h"
#include "client/row.h"

static const char hit_json[] =
	"{\"rank\":3,\"id\":\"memos/a.txt\",\"score\":8.3123,\"title\":\"Border \\u4e2d\\u56fd e\\u0301\",\"date\":\"2014-12-26\",\"author\":\"\","
	"\"snippets\":[{\"text\":\"one\\ntwo\\u001b[2J\"},{\"text\":\"three\"}],\"extra\":{\"pages\":12,\"a.b\":true,\"n\":null},\"also\":[\"x\",1]}";

static struct arena arena;
static struct err err;
static struct view view;

static int setup(void **state)
{
	(void)state;
	setlocale(LC_CTYPE, "C.UTF-8");
	view = (struct view){ .out = BUF_INIT, .width = 20, .styled = true, .linked = true };
	return 0;
}

static int clean(void **state)
{
	(void)state;
	view_fini(&view);
	arena_fini(&arena);
	return 0;
}

static struct format *parse(const char *text)
{
	struct format *f;
	if (format_parse(str_of(text), &arena, &f, &err) < 0)
		fail_msg("%s: %s", text, err.msg);
	return f;
}

static void fill(const char *text, struct str hit, const struct format_query *q, struct str want)
{
	json_t *row = row_parse(hit, &err);
	assert_non_null(row);
	buf_reset(&view.out);
	format_hit(parse(text), row, q, &view, &arena);
	json_decref(row);
	if (!str_eq(buf_str(&view.out), want))
		fail_msg("%s: \"%s\", wanted \"%s\"", text, view.out.p, want.p);
}

static void fields_are_filled_in(void **state)
{
	(void)state;
	static const struct {
		const char *format;
		struct str want;
	} rows[] = {
		{ "x", STR("x\n") },
		{ "{rank} {id}", STR("3 memos/a.txt\n") },
		{ "{score}", STR("8.3123\n") }, { "{score:.2}", STR("8.31\n") }, { "{score:.0}|", STR("8|\n") }, { "{rank:.1}", STR("3.0\n") },
		{ "{score:8.2}|{score:<8.2}|", STR("    8.31|8.31    |\n") },
		{ "{id:14}|{id:>14}|", STR("memos/a.txt   |   memos/a.txt|\n") },
		{ "{id:1}", STR("memos/a.txt\n") },
		{ "{id:.5}|{id:.0}|{id:7.3}|{id:.1000}", STR("memos||mem    |memos/a.txt\n") },
		/* in columns: wide characters are two, accents none */
		{ "{title:.8}|", STR("Border |\n") }, { "{title:.9}|", STR("Border \xe4\xb8\xad|\n") },
		{ "{title:15}|", STR("Border \xe4\xb8\xad\xe5\x9b\xbd e\xcc\x81  |\n") },
		/* missing, empty, null */
		{ "{url}|{author}|{extra.n}|{extra.x}", STR("|||\n") },
		{ "{url|none}|{author:5|-}|{date|none}|{url:>4.1|ab}", STR("none|-    |2014-12-26|  ab\n") },
		{ "{url|}", STR("\n") }, { "{url|a|b}", STR("a|b\n") },
		{ "{snippet}", STR("one two [2J\n") },
		{ "{also} {extra.pages:.1} {extra.a.b}", STR("[\"x\",1] 12.0 true\n") },
		{ "{query}/{qid}/{total}/{total:4}/{total:.1}", STR("b t/q1/12/  12/12\n") },
		{ "{{{rank}}}", STR("{3}\n") }, { "{{id}}", STR("{id}\n") },
		{ "{rank}\\t\\\\{id}\\n", STR("3\t\\memos/a.txt\n") }, { "{id}\\0", STR("memos/a.txt\0") }, { "\\n{id}", STR("\nmemos/a.txt\n") },
		{ "\xd1\x88 {rank}", STR("\xd1\x88 3\n") },
	};
	struct format_query q = { STR("b\tt"), STR("q1"), STR("12") };
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		fill(rows[i].format, STR(hit_json), &q, rows[i].want);
}

/* What a broken server sends instead of the types that a hit has. */
static void hits_that_are_nonsense(void **state)
{
	(void)state;
	struct format_query none = { STR_NONE, STR_NONE, STR_NONE };
	fill("{rank:3}|{title:.2}|{snippet}|{extra.a}|{total}", STR("{\"rank\":\"x\",\"title\":[1],\"snippets\":{},\"extra\":7}"), &none, STR("x  |[1|||\n"));
	fill("{title}", STR("{\"title\":\"a\\u0000b\\u202e\"}"), &none, STR("a b \n"));
}

static void refusals_tell_the_place(void **state)
{
	(void)state;
	static const struct {
		const char *format;
		int column;
		const char *message;
	} rows[] = {
		{ "a {foo}", 4, "there is no field 'foo'; there are rank, id, score, title" },
		{ "{}", 2, "there is no field ''" }, { "{ id}", 2, "there is no field ' id'" }, { "{extra.}", 2, "there is no field" },
		{ "{:5}", 2, "there is no field" }, { "{i{d}", 2, "there is no field 'i{d'" },
		{ "\xd1\x88{id", 2, "this brace is not closed" }, { "{", 1, "this brace is not closed" }, { "{{{", 3, "this brace is not closed" },
		{ "a}b", 2, "this brace closes nothing" }, { "{id}}", 5, "this brace closes nothing" },
		{ "\\q", 1, "no such escape" }, { "a\\", 2, "no such escape" },
		{ "{id:}", 5, "after the colon" }, { "{id:x}", 5, "after the colon" }, { "{id:<}", 5, "after the colon" }, { "{id:0}", 5, "after the colon" },
		{ "{id:1001}", 5, "after the colon" }, { "{id:.1001}", 5, "after the colon" }, { "{id:.}", 5, "after the colon" },
		{ "{id:99999999999999999999}", 5, "after the colon" }, { "{id:5x}", 5, "after the colon" }, { "{id:5.2.2}", 5, "after the colon" },
	};
	struct format *f;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *place = arena_printf(&arena, "--format, column %d: %s", rows[i].column, rows[i].message).p;
		assert_int_equal(format_parse(str_of(rows[i].format), &arena, &f, &err), -1);
		if (err.code != ERR_SYNTAX || err.column != rows[i].column || strncmp(err.msg, place, strlen(place)))
			fail_msg("%s: %d %s, wanted %s", rows[i].format, err.column, err.msg, place);
	}
	assert_int_equal(format_parse(STR("{i\xff}"), &arena, &f, &err), -1);
	assert_int_equal(format_parse(STR_NONE, &arena, &f, &err), -1);
}

static void asks_for_what_it_names(void **state)
{
	(void)state;
	static const struct {
		const char *format, *keys;
		bool passages;
	} rows[] = {
		{ "x", "id", false }, { "{query}", "id", false }, { "{title}{id}{title}", "title,id", false },
		{ "{snippet} {snippets}", "snippets", true }, { "{extra.a}{extra.b}{extra}", "extra", false }, { "{title_hl}{title}", "title_hl,title", false },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct format *f = parse(rows[i].format);
		assert_string_equal(arena_strz(&arena, format_keys(f, &arena)), rows[i].keys);
		assert_int_equal(format_has_passages(f), rows[i].passages);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(fields_are_filled_in, setup, clean),
		cmocka_unit_test_setup_teardown(hits_that_are_nonsense, setup, clean),
		cmocka_unit_test_setup_teardown(refusals_tell_the_place, setup, clean),
		cmocka_unit_test_setup_teardown(asks_for_what_it_names, setup, clean),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

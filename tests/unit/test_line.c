/* Reply bytes: what each kind looks like, that nothing forges a line, and that clients read it back. */
#include "config.h"

#include "tests/unit/arena_fixture.h"

#include <stdlib.h>

#include "proto/line.h"

static struct reply reply;
static struct buf out;

static int setup(void **state)
{
	(void)state;
	reply_init(&reply, &arena);
	buf_init(&out, 0);
	return 0;
}

static int clean(void **state)
{
	buf_fini(&out);
	return empty_arena(state);
}

static void assert_encoded(const char *tag, const char *want)
{
	buf_reset(&out);
	line_encode(&reply, str_of(tag), &out);
	assert_false(out.failed);
	assert_string_equal(out.p ? out.p : "", want);
}

static void lines(void **state)
{
	(void)state;
	assert_encoded("q", "");
	reply_line(&reply, "PONG");
	assert_encoded("", "+PONG\n");
	assert_encoded("q2", "+PONG @q2\n");
	reply_line(&reply, "karez %s proto=%d", "1.0", 1);
	assert_encoded("", "+karez 1.0 proto=1\n");
	assert_encoded("q", "+karez @q 1.0 proto=1\n");
	reply_line(&reply, "one\r\n=1\n{}\x1b[31m\x7f");
	assert_encoded("", "+one  =1 {} [31m \n");
}

static void errors(void **state)
{
	(void)state;
	reply_error(&reply, WIRE_SYNTAX, "col=%d unclosed quote", 12);
	assert_encoded("", "-SYNTAX col=12 unclosed quote\n");
	assert_encoded("q2", "-SYNTAX @q2 col=12 unclosed quote\n");
	reply_error(&reply, WIRE_BUSY, "%s", "");
	assert_encoded("", "-BUSY\n");
	assert_encoded("q", "-BUSY @q\n");
	reply_error(&reply, WIRE_INTERNAL, "a\nb");
	assert_encoded("", "-INTERNAL a b\n");
	for (unsigned e = 0; e < WIRE_ERROR_COUNT_; e++)
		assert_true(wire_error_name((enum wire_error)e)[0] && wire_error_help((enum wire_error)e)[0]);
}

static void rows_of_every_kind(void **state)
{
	(void)state;
	static const struct reply_span spans[] = { { 0, 4 }, { 10, 12 } };
	struct reply_fields *head = reply_head(&reply);
	assert_encoded("", "=0\n");
	field_int(&reply, head, "total", 2);
	field_str(&reply, head, "relation", STR("exact"));
	field_bool(&reply, head, "truncated", true);
	field_double(&reply, head, "age", 1.5);
	field_text(&reply, head, "partial", STR_NONE);
	assert_encoded("", "=0 total=2 relation=exact truncated=1 age=1.5000\n");
	struct reply_fields *row = reply_row(&reply);
	field_int(&reply, row, "rank", 1);
	field_str(&reply, row, "id", STR("a\"b\\c\n\x1b"));
	field_double(&reply, row, "score", 8.31234567);
	field_bool(&reply, row, "cut", false);
	field_str(&reply, row, "empty", STR_NONE);
	field_text(&reply, row, "left out", STR_NONE);
	field_spans(&reply, row, "hl", spans, 2);
	field_spans(&reply, row, "title_hl", NULL, 0);
	field_json(&reply, row, "extra", STR("{\"k\":\n [1,\t2]}\n"));
	field_int(&reply, row, "big", INT64_MIN);
	row = reply_row(&reply);
	field_int(&reply, row, "rank", 2);
	assert_encoded("q", "=2 @q total=2 relation=exact truncated=1 age=1.5000\n"
		       "{\"rank\":1,\"id\":\"a\\\"b\\\\c\\n\\u001b\",\"score\":8.3123,\"cut\":false,\"empty\":\"\","
		       "\"hl\":[[0,4],[10,12]],\"title_hl\":[],\"extra\":{\"k\":  [1, 2]},\"big\":-9223372036854775808}\n"
		       "{\"rank\":2}\n");
}

static void many_rows(void **state)
{
	(void)state;
	for (int i = 0; i < 1000; i++)
		field_int(&reply, reply_row(&reply), "rank", i);
	line_encode(&reply, STR_NONE, &out);
	size_t ends = 0;
	for (size_t i = 0; i < out.n; i++)
		ends += out.p[i] == '\n';
	assert_int_equal(ends, 1001);
	assert_true(str_ends(buf_str(&out), STR("{\"rank\":999}\n")));
}

/* Values of the head go there and back whatever they hold. */
static void head_values_round_trip(void **state)
{
	(void)state;
	static const struct {
		struct str value;
		const char *wire;
	} rows[] = {
		{ STR("plain"), "v=plain" },
		{ STR("a=b"), "v=a=b" },
		{ STR("shard:almaty"), "v=shard:almaty" },
		{ STR(""), "v=\"\"" },
		{ STR("two words"), "v=\"two words\"" },
		{ STR("say \"hi\" \\ bye"), "v=\"say \\\"hi\\\" \\\\ bye\"" },
		{ STR("\\"), "v=\"\\\\\"" },
		{ STR("a\nb\r\tc\x1b\x7f"), "v=\"a\\x0ab\\x0d\\x09c\\x1b\\x7f\"" },
		{ STR("x v=forged"), "v=\"x v=forged\"" },
		{ STR("\xd0\xa8\xd0\x9e\xd0\xa1"), "v=\xd0\xa8\xd0\x9e\xd0\xa1" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		reply_init(&reply, &arena);
		struct reply_fields *head = reply_head(&reply);
		field_str(&reply, head, "before", STR("x v=no \" v=no"));
		field_str(&reply, head, "v", rows[i].value);
		field_int(&reply, head, "after", 7);
		buf_reset(&out);
		line_encode(&reply, STR("t"), &out);
		assert_true(strstr(out.p, rows[i].wire));
		struct line_status status;
		struct str v;
		assert_true(line_status(str_sub(buf_str(&out), 0, out.n - 1), &status));
		assert_str(status.tag, "t");
		assert_true(line_value(status.rest, "v", &arena, &v));
		assert_true(str_eq(v, rows[i].value));
		assert_true(line_value(status.rest, "after", &arena, &v));
		assert_str(v, "7");
	}
}

static void reads_first_lines(void **state)
{
	(void)state;
	static const struct {
		struct str line;
		char kind;
		uint64_t rows;
		const char *word, *tag, *rest;
	} rows[] = {
		{ STR("+PONG"), '+', 0, "PONG", "", "" },
		{ STR("+PONG\r"), '+', 0, "PONG", "", "" },
		{ STR("+PONG @q2"), '+', 0, "PONG", "q2", "" },
		{ STR("+karez @q 1.0 proto=1"), '+', 0, "karez", "q", "1.0 proto=1" },
		{ STR("=0"), '=', 0, "0", "", "" },
		{ STR("=3 total=3 took_us=4"), '=', 3, "3", "", "total=3 took_us=4" },
		{ STR("=3 @q total=3"), '=', 3, "3", "q", "total=3" },
		{ STR("=18446744073709551615"), '=', UINT64_MAX, "18446744073709551615", "", "" },
		{ STR("-SYNTAX @q col=12 what"), '-', 0, "SYNTAX", "q", "col=12 what" },
		{ STR("-BUSY"), '-', 0, "BUSY", "", "" },
		{ STR("-BUSY @ x"), '-', 0, "BUSY", "", "@ x" },
	};
	struct line_status s;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		assert_true(line_status(rows[i].line, &s));
		assert_int_equal(s.kind, rows[i].kind);
		assert_true(s.rows == rows[i].rows);
		assert_str(s.word, rows[i].word);
		assert_str(s.tag, rows[i].tag);
		assert_str(s.rest, rows[i].rest);
	}
	static const struct str bad[] = {
		STR_NONE, STR("+"), STR("="), STR("-"), STR("+ x"), STR("=x"), STR("=-1"), STR("=18446744073709551616"),
		STR("HTTP/1.1 400 Bad Request"), STR("{}"), STR("\r"), STR("+\r"),
	};
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(line_status(bad[i], &s));
}

static void reads_values(void **state)
{
	(void)state;
	static const struct {
		struct str rest;
		const char *value;	/* of "k"; NULL: none */
	} rows[] = {
		{ STR("k=1"), "1" },
		{ STR("a=1  k=2 k=3"), "2" },
		{ STR("kk=1 k=2"), "2" },
		{ STR("k="), "" },
		{ STR("k"), NULL },
		{ STR("k k=1"), "1" },
		{ STR("a=\"x k=no\" k=yes"), "yes" },
		{ STR("a=\"\\\" k=no\" k=\"y \\\\ \\x41\\x4\""), "y \\ Ax4" },
		{ STR("k=\"open"), NULL },
		{ STR("k=\"open\\"), NULL },
		{ STR("a=\"open k=1"), NULL },
		{ STR("=1 k=2"), "2" },
		{ STR(""), NULL },
		{ STR_NONE, NULL },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct str v;
		bool found = line_value(rows[i].rest, "k", &arena, &v);
		assert_int_equal(found, rows[i].value != NULL);
		if (found)
			assert_str(v, rows[i].value);
	}
}

static void client_requests(void **state)
{
	(void)state;
	struct err e;
	assert_int_equal(line_request("PING", STR_NONE, STR_NONE, STR_NONE, &out, &e), 0);
	assert_int_equal(line_request("SEARCH", STR("memos"), STR("limit=3"), STR("\"a b\" : c"), &out, &e), 0);
	assert_int_equal(line_request("SEARCH", STR_NONE, STR_NONE, STR(""), &out, &e), 0);
	assert_string_equal(out.p, "PING\nSEARCH memos limit=3 : \"a b\" : c\nSEARCH : \n");
	static const struct str bad[] = { STR("a\nb"), STR("a\rb"), STR("a\0b"), STR("\n") };
	size_t before = out.n;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		assert_int_equal(line_request("SEARCH", STR_NONE, STR_NONE, bad[i], &out, &e), -1);
		assert_int_equal(e.code, ERR_INVALID);
		assert_int_equal(line_request("SEARCH", bad[i], STR_NONE, STR("x"), &out, &e), -1);
		assert_int_equal(line_request("SEARCH", STR_NONE, bad[i], STR("x"), &out, &e), -1);
	}
	assert_int_equal(out.n, before);
}

static void client_requests_keep_the_line_limit(void **state)
{
	(void)state;
	struct err e;
	char *text = calloc(1, LIMIT_LINE);
	memset(text, 'x', LIMIT_LINE);
	size_t fits = LIMIT_LINE - strlen("SEARCH : ");
	assert_int_equal(line_request("SEARCH", STR_NONE, STR_NONE, str_n(text, fits), &out, &e), 0);
	assert_int_equal(out.n, LIMIT_LINE + 1);
	assert_int_equal(line_request("SEARCH", STR_NONE, STR_NONE, str_n(text, fits + 1), &out, &e), -1);
	assert_int_equal(e.code, ERR_LIMIT);
	assert_int_equal(out.n, LIMIT_LINE + 1);
	free(text);
}

static void quotes_outside_bytes(void **state)
{
	(void)state;
	static const struct {
		struct str in;
		const char *want;
	} rows[] = {
		{ STR("foo"), "'foo'" },
		{ STR(""), "''" },
		{ STR_NONE, "''" },
		{ STR("it's \\"), "'it\\'s \\\\'" },
		{ STR("a\n-FORGED"), "'a\\x0a-FORGED'" },
		{ STR("\x1b[2J\x7f"), "'\\x1b[2J\\x7f'" },
		{ STR("\xd0\xa8"), "'\xd0\xa8'" },
		{ STR("\xff\xd0"), "'\\xff\\xd0'" },
		{ STR("\xc2\x85\xe2\x80\xa8\xe2\x80\xae"), "'\\u0085\\u2028\\u202e'" },
		{ STR("\0"), "'\\x00'" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_str(reply_quote(&arena, rows[i].in), rows[i].want);
	char longer[QUOTE_MAX + 1];
	memset(longer, 'x', sizeof(longer));
	assert_int_equal(reply_quote(&arena, str_n(longer, QUOTE_MAX)).n, QUOTE_MAX + 2);
	struct str cut = reply_quote(&arena, str_n(longer, QUOTE_MAX + 1));
	assert_int_equal(cut.n, QUOTE_MAX + 5);
	assert_true(str_ends(cut, STR("x...'")));
}

static void kept_answers_again(void **state)
{
	(void)state;
	static const struct { const char *kept, *tag; uint64_t took_us; const char *again; } rows[] = {
		{ "=0 total=3 relation=exact took_us=1234 generation=1\n", "", 7,
		  "=0 total=3 relation=exact took_us=7 generation=1\n" },
		{ "=1 total=3 took_us=1\n{\"id\":\" took_us=5\"}\n", "a1", 99,
		  "=1 @a1 total=3 took_us=99\n{\"id\":\" took_us=5\"}\n" },
		{ "=12 took_us=1 hits=2\nx\n", "t", 0, "=12 @t took_us=0 hits=2\nx\n" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buf again = BUF_INIT;
		line_again(str_of(rows[i].kept), str_of(rows[i].tag), rows[i].took_us, &again);
		assert_string_equal(again.p, rows[i].again);
		buf_fini(&again);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kept_answers_again),
		cmocka_unit_test_setup_teardown(lines, setup, clean),
		cmocka_unit_test_setup_teardown(errors, setup, clean),
		cmocka_unit_test_setup_teardown(rows_of_every_kind, setup, clean),
		cmocka_unit_test_setup_teardown(many_rows, setup, clean),
		cmocka_unit_test_setup_teardown(head_values_round_trip, setup, clean),
		cmocka_unit_test_setup_teardown(reads_first_lines, setup, clean),
		cmocka_unit_test_setup_teardown(reads_values, setup, clean),
		cmocka_unit_test_setup_teardown(client_requests, setup, clean),
		cmocka_unit_test_setup_teardown(client_requests_keep_the_line_limit, setup, clean),
		cmocka_unit_test_setup_teardown(quotes_outside_bytes, setup, clean),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

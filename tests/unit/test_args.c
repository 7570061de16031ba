/* The command line: where the query begins, what each command takes, what is refused. */
#include "config.h"

#include "tests/unit/arena_fixture.h"

#include <stdlib.h>

#include "client/address.h"
#include "client/args.h"
#include "client/shells.h"
#include "common/fs.h"

static struct args args;
static struct err err;

/* "|" between the words of the command line. */
static int parse(const char *line)
{
	static char *argv[32];
	int argc = 0;
	char *words = arena_strz(&arena, str_of(line)), *word;
	argv[argc++] = (char *)(uintptr_t)"karez";
	while ((word = strsep(&words, "|")))
		if (line[0])
			argv[argc++] = word;
	argv[argc] = NULL;
	return args_parse(argc, argv, &arena, &args, &err);
}

static void commands_and_queries(void **state)
{
	(void)state;
	static const struct {
		const char *line, *command, *text, *options;
	} rows[] = {
		{ "drug", "search", "drug", "" },
		{ "drug|trade", "search", "drug trade", "" },
		{ "search|drug", "search", "drug", "" },
		{ "search|search", "search", "search", "" },
		{ "search|status", "search", "status", "" },
		{ "drug|status", "search", "drug status", "" },
		{ "drug|-n|5", "search", "drug -n 5", "" },
		{ "--|-drug", "search", "-drug", "" },
		{ "--|status", "search", "status", "" },
		{ "search|--|-drug", "search", "-drug", "" },
		{ "search|--|--", "search", "--", "" },
		{ "-", "search", "-", "" },
		{ "a\nb\r\nc", "search", "a b  c", "" },
		{ "\"joint exercise\"|date:2012..", "search", "\"joint exercise\" date:2012..", "" },
		{ "-n|5|drug", "search", "drug", "limit=5" },
		{ "-n5|drug", "search", "drug", "limit=5" },
		{ "-vn5|drug", "search", "drug", "limit=5" },
		{ "--limit=5|drug", "search", "drug", "limit=5" },
		{ "--limit|5|drug", "search", "drug", "limit=5" },
		{ "-n|5|-n|7|drug", "search", "drug", "limit=7" },
		{ "-n|5|suggest|-C|memos|sha", "suggest", "sha", "limit=5" },
		{ "-n|1|-o|2|--match|any|--plain|--snippets|3|--explain|--facets|lang,year|--values|9|--sort|date|--collapse|content|--fields|id|"
		  "--timeout|1m|--exact-total|--no-cache|--no-aliases|--no-translit|--no-spelling|--strict|x", "search", "x",
		  "limit=1 offset=2 match=any plain=1 aliases=off spelling=off translit=off strict=1 snippets=3 explain=on facets=lang,year values=9 sort=date collapse=content fields=id "
		  "timeout=1m total=exact cache=off" },
		{ "--format|{id} {score}|x", "search", "x", "fields=id,score snippets=0" },
		{ "--format|{snippet}|-n|3|x", "search", "x", "limit=3 fields=snippets" },
		{ "--format|{id}|--fields|title|--snippets|2|x", "search", "x", "snippets=2 fields=title" },
		{ "get|--format|{text}|x", "get", "x", "fields=text" },
		{ "-f|-", "search", "", "" },
		{ "-f|q.txt|count|--strict", "count", "", "strict=1" },
		{ "get|memos/a b.txt", "get", "memos/a b.txt", "" },
		{ "status", "status", "", "" },
		{ "raw|@q|SEARCH|:|x", "raw", "@q SEARCH : x", "" },
		{ "eval|--queries|q|--qrels|r", "eval", "", "" },
		{ "eval|--queries|q|--qrels|r|--match|any|spelling=off|limit=50", "eval", "", "match=any spelling=off limit=50" },
		{ "eval|--run|x|--qrels|r|--against|y|--", "eval", "", "" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (parse(rows[i].line) < 0)
			fail_msg("%s: %s", rows[i].line, err.msg);
		assert_string_equal(args.command->name, rows[i].command);
		assert_str(args.text, rows[i].text);
		assert_str(args.options, rows[i].options);
	}
}

static void own_options(void **state)
{
	(void)state;
	assert_int_equal(parse("-s|unix:/x|-c|f.conf|-C|memos,news|--json|-v|x"), 0);
	assert_string_equal(args.server, "unix:/x");
	assert_string_equal(args.conf, "f.conf");
	assert_str(args.collections, "memos,news");
	assert_true(args.json && args.verbose && !args.help && !args.version);
	assert_int_equal(args.color, VIEW_AUTO);
	assert_int_equal(parse("--color|always|--hyperlink=never|--no-pager|x"), 0);
	assert_true(args.color == VIEW_ALWAYS && args.hyperlink == VIEW_NEVER && args.no_pager);
	assert_int_equal(parse("reindex|memos"), 0);
	assert_str(args.collections, "memos");
	assert_int_equal(args.text.n, 0);
	assert_int_equal(parse("reindex"), 0);
	assert_int_equal(args.collections.n, 0);
	assert_int_equal(parse("--help|--limit|wrong"), 0);
	assert_true(args.help);
	assert_int_equal(args.completions, -1);
	assert_int_equal(parse("--completions|fish"), 0);
	assert_int_equal(args.completions, SHELL_FISH);
	assert_int_equal(parse("-V"), 0);
	assert_true(args.version);
}

static void waits_longer_than_the_daemon_may(void **state)
{
	(void)state;
	assert_int_equal(parse("x"), 0);
	uint64_t usual = args.timeout_ms;
	assert_int_equal(parse("--timeout|2s|x"), 0);
	assert_true(args.timeout_ms == usual);
	assert_int_equal(parse("--timeout|10m|x"), 0);
	assert_true(args.timeout_ms > 600000);
}

static void refusals(void **state)
{
	(void)state;
	static const struct {
		const char *line, *message;
	} rows[] = {
		{ "", "usage: karez search QUERY..." },
		{ "-n|5", "usage: karez search QUERY..." },
		{ "get", "usage: karez get ID" },
		{ "raw", "usage: karez raw LINE..." },
		{ "raw| \t", "usage: karez raw LINE..." },
		{ "-drug", "unknown option '-drug'; a query that begins with - goes after --" },
		{ "--lim|5|x", "unknown option '--lim'; a query that begins with - goes after --" },
		{ "--json=1|x", "--json takes no value" },
		{ "-n", "-n wants N" },
		{ "--color|some|x", "--color wants auto|always|never" },
		{ "--completions|tcsh", "--completions wants bash|zsh|fish" },
		{ "--hyperlink=|x", "--hyperlink wants auto|always|never" },
		{ "--limit", "--limit wants N" },
		{ "--format|{x}|--json|x", "karez prints --json or a --format, not both" },
		{ "--format|{|x", "--format, column 1: this brace is not closed; {{ is a brace" },
		{ "--format||x", "--format is empty" },
		{ "--format|x|count|x", "karez count takes no --format" },
		{ "raw|--format|x|x", "karez raw takes no --format" },
		{ "-f|q|x", "karez search: by --file or as words, not both" },
		{ "-f|q|status", "karez status takes no --file" },
		{ "raw|-f|q", "karez raw takes no --file" },
		{ "eval|-f|q|--queries|q|--qrels|r", "karez eval takes no --file" },
		{ "-n|abc|x", "limit=abc: wants 0..1000" },
		{ "-n|1001|x", "limit=1001: wants 0..1000" },
		{ "suggest|-n|101|x", "limit=101: wants 0..100" },
		{ "--facets|colour|x", "facets=colour: wants lang,type,source,author,year,names" },
		{ "count|--sort|date|x", "karez count takes no --sort" },
		{ "--sort|date|count|x", "karez count takes no --sort" },
		{ "raw|-n|5|x", "karez raw takes no --limit" },
		{ "ping|x", "karez ping takes no words" },
		{ "eval", "usage: karez eval --queries FILE --qrels FILE [OPTION=VALUE...]" },
		{ "eval|--queries|q", "usage: karez eval --queries FILE --qrels FILE [OPTION=VALUE...]" },
		{ "eval|--queries|q|--qrels|r|any", "karez eval wants OPTION=VALUE, not 'any'" },
		{ "eval|--queries|q|--qrels|r|match=some", "match=some: wants auto|all|any" },
		{ "eval|--queries|q|--qrels|r|match=any|match=all", "match is given twice" },
		{ "eval|--queries|q|--qrels|r|--baseline|match=some", "match=some: wants auto|all|any" },
		{ "eval|--queries|q|--qrels|r|--baseline||--against|x", "karez eval compares with --baseline or --against, not both" },
		{ "eval|--run|q|--qrels|r|--baseline|", "karez eval --run asks no daemon: no --baseline with it" },
		{ "eval|--run|q|--qrels|r|--save|f", "karez eval --run asks no daemon: no --save with it" },
		{ "eval|--run|q|--qrels|r|match=any", "karez eval --run asks no daemon: no options of a search with it" },
		{ "-C|a|eval|--run|q|--qrels|r", "karez eval --run asks no daemon: no collections with it" },
		{ "--qrels|r|x", "karez search takes no --qrels" },
		{ "-C|a|reindex|b", "karez reindex: collections by -C or as words, not both" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		assert_int_equal(parse(rows[i].line), -1);
		assert_int_equal(err.code, ERR_INVALID);
		assert_string_equal(err.msg, rows[i].message);
	}
}

static void help_names_everything(void **state)
{
	(void)state;
	static const char *const words[] = { "search QUERY", "raw LINE", "eval [OPTION=VALUE...]", "eval: the judgements", "-s, --server ADDR", "-n, --limit N", "--exact-total",
					     "ranked hits for a query", "0..1000", "exit status" };
	struct buf b = BUF_INIT;
	args_help(&b);
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		assert_true(strstr(b.p, words[i]));
	for (unsigned v = 0; v < VERB_COUNT_; v++)
		if (v != VERB_AUTH && v != VERB_HELLO && v != VERB_QUIT && v != VERB_HELP)
			assert_true(strstr(b.p, verb_help((enum verb)v)));
	buf_fini(&b);
}

/*
 * The daemon's address
 */

static char dir[] = "/tmp/karez-test-XXXXXX";

static const char *file(const char *name, const char *text)
{
	const char *path = arena_printf(&arena, "%s/%s", dir, name).p;
	assert_int_equal(fs_write_atomic(path, str_of(text), &err), 0);
	return path;
}

static int make_dir(void **state)
{
	(void)state;
	unsetenv("KAREZ_SERVER");
	unsetenv("XDG_RUNTIME_DIR");
	setenv("KAREZ_CONF", "/nonexistent/karez.conf", 1);
	return mkdtemp(dir) ? 0 : -1;
}

static int remove_dir(void **state)
{
	empty_arena(state);
	return fs_remove_tree(dir, &err);
}

static void assert_address(const char *server, const char *conf, const char *addr, const char *origin)
{
	struct address at;
	if (address_find(server, conf, &arena, &at, &err) < 0)
		fail_msg("%s", err.msg);
	assert_string_equal(at.addr, addr);
	assert_string_equal(at.origin, origin);
}

/* Each source, from the last to the first: every one takes over from those before. */
static void addresses_in_their_order(void **state)
{
	(void)state;
	struct address at;
	assert_address(NULL, NULL, "unix:/run/karez/karez.sock", "the default");
	setenv("XDG_RUNTIME_DIR", dir, 1);
	assert_address(NULL, NULL, "unix:/run/karez/karez.sock", "the default");
	const char *own = file("karez.sock", "");
	assert_address(NULL, NULL, own, "the socket of this user");
	const char *none = file("none.conf", "log_level = \"info\"\n");
	assert_address(NULL, none, "unix:/run/karez/karez.sock", arena_printf(&arena, "listen in %s", none).p);
	assert_address(NULL, NULL, own, "the socket of this user");
	const char *conf = file("karez.conf", "listen = {\"unix:/run/a.sock\", \"127.0.0.1:5601\"}\n");
	setenv("KAREZ_CONF", conf, 1);
	assert_address(NULL, NULL, "unix:/run/a.sock", arena_printf(&arena, "listen in %s", conf).p);
	const char *other = file("other.conf", "listen = {\"127.0.0.1:5602\"}\n");
	assert_address(NULL, other, "127.0.0.1:5602", arena_printf(&arena, "listen in %s", other).p);
	setenv("KAREZ_SERVER", "", 1);
	assert_address(NULL, other, "127.0.0.1:5602", arena_printf(&arena, "listen in %s", other).p);
	setenv("KAREZ_SERVER", "h:1", 1);
	assert_address(NULL, other, "h:1", "$KAREZ_SERVER");
	assert_address("h:2", other, "h:2", "-s");
	unsetenv("KAREZ_SERVER");
	assert_int_equal(address_find(NULL, "/nonexistent/x.conf", &arena, &at, &err), -1);
	assert_non_null(strstr(err.msg, "x.conf"));
	assert_int_equal(address_find(NULL, file("bad.conf", "colour = 1\n"), &arena, &at, &err), -1);
}

static void advice_says_what_to_do(void **state)
{
	(void)state;
	struct address at = { "/run/x.sock", "-s" };
	struct str s = address_advice(&at, &arena);
	assert_non_null(strstr(s.p, "karezd --index NAME=DIR --listen unix:/run/x.sock\n"));
	assert_non_null(strstr(s.p, "systemctl start karezd"));
	assert_non_null(strstr(s.p, "from -s;"));
	at.addr = "127.0.0.1:5601";
	assert_non_null(strstr(address_advice(&at, &arena).p, "--listen 127.0.0.1:5601\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(commands_and_queries, empty_arena),
		cmocka_unit_test_teardown(own_options, empty_arena),
		cmocka_unit_test_teardown(waits_longer_than_the_daemon_may, empty_arena),
		cmocka_unit_test_teardown(refusals, empty_arena),
		cmocka_unit_test_teardown(help_names_everything, empty_arena),
		cmocka_unit_test_setup_teardown(addresses_in_their_order, make_dir, remove_dir),
		cmocka_unit_test_teardown(advice_says_what_to_do, empty_arena),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

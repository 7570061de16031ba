/* The configuration: every key, every refusal with its line, the shipped file. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/conf.h"
#include "common/fs.h"

#define N(a) (sizeof(a) / sizeof(*(a)))
#define TEN "1234567890"
#define FIFTY TEN TEN TEN TEN TEN

/* Read text as /etc/x.conf, which /etc makes absolute. */
static struct conf *read_text(const char *text)
{
	struct conf *c;
	struct err err;
	if (conf_parse("/etc/x.conf", str_of(text), &c, &err) < 0)
		fail_msg("%s", err.msg);
	assert_non_null(c);
	return c;
}

static void check_defaults(const struct conf *c)
{
	assert_int_equal(c->n_listen, 1);
	assert_string_equal(c->listen[0], "unix:/run/karez/karez.sock");
	assert_int_equal(c->n_http, 0);
	assert_int_equal(c->socket_mode, 0660);
	assert_int_equal(c->workers, 0);
	assert_int_equal(c->max_connections, 10000);
	assert_int_equal(c->queue, 1024);
	assert_int_equal(c->query_timeout_ms, 2000);
	assert_int_equal(c->idle_timeout_ms, 600000);
	assert_int_equal(c->slow_query_ms, 500);
	assert_int_equal(c->cache, 32 << 20);
	assert_string_equal(c->log_level, "info");
	assert_false(c->syslog);
	assert_string_equal(fs_basename(c->indexer), "karez-index");
}

static void check_collection_defaults(const struct conf_collection *col)
{
	assert_string_equal(col->input, "auto");
	assert_string_equal(col->languages, "en,ru,kk");
	assert_int_equal(col->memory, CONF_DEFAULT_MEMORY);
	assert_int_equal(col->jobs, 0);
	assert_int_equal(col->max_file_size, 1 << 30);
	assert_int_equal(col->max_words, 20000000);
}

static void nothing_gives_defaults(void **state)
{
	(void)state;
	static const char *const texts[] = { "", "\n", "# a comment", "#\n#\n\n", "/* a\n comment */\n", "// x\n", "\r\n" };
	for (size_t i = 0; i < N(texts); i++) {
		struct conf *c = read_text(texts[i]);
		check_defaults(c);
		assert_int_equal(c->n_collections, 0);
		assert_true(c->listen_is_default);
		assert_string_equal(c->path, "/etc/x.conf");
		conf_free(&c);
		assert_null(c);
		conf_free(&c);
	}
}

static void every_key_is_read(void **state)
{
	(void)state;
	struct conf *c = read_text(
		"listen = {\"unix:/tmp/k.sock\", 127.0.0.1:7700, \"[::1]:7700\"}\n"
		"socket_mode = 0600\nworkers = 3\nmax_connections = 5\nqueue = \"6\"\nquery_timeout = 1500ms\n"
		"idle_timeout = 1h30m\nslow_query = 0\ncache = 0\nlog_level = debug\nsyslog = yes\nindexer = /opt/karez-index\n"
		"collection memos {\n"
		"  index = \"/var/lib/karez/memos\"\n"
		"  sources = {\"/srv/a\", '/srv/b c'}\n"
		"  input = ndjson\n  languages = \"de, ru ,en\"\n  memory = 64M\n  jobs = 2\n  max_file_size = 10k\n"
		"  max_words = 4000000000\n  reindex = \"every 15m\"\n"
		"}\n"
		"collection 2-b_c { index = /x\n reindex = \"daily 03:30\" sources = one }\n");
	assert_int_equal(c->n_listen, 3);
	assert_string_equal(c->listen[0], "unix:/tmp/k.sock");
	assert_string_equal(c->listen[1], "127.0.0.1:7700");
	assert_string_equal(c->listen[2], "[::1]:7700");
	assert_int_equal(c->socket_mode, 0600);
	assert_int_equal(c->workers, 3);
	assert_int_equal(c->max_connections, 5);
	assert_int_equal(c->queue, 6);
	assert_int_equal(c->query_timeout_ms, 1500);
	assert_int_equal(c->idle_timeout_ms, 5400000);
	assert_int_equal(c->slow_query_ms, 0);
	assert_int_equal(c->cache, 0);
	assert_string_equal(c->log_level, "debug");
	assert_true(c->syslog);
	assert_string_equal(c->indexer, "/opt/karez-index");
	assert_int_equal(c->n_collections, 2);
	const struct conf_collection *col = conf_find(c, STR("memos"));
	assert_ptr_equal(col, &c->collections[0]);
	assert_string_equal(col->index, "/var/lib/karez/memos");
	assert_int_equal(col->n_sources, 2);
	assert_string_equal(col->sources[0], "/srv/a");
	assert_string_equal(col->sources[1], "/srv/b c");
	assert_string_equal(col->input, "ndjson");
	assert_string_equal(col->languages, "de,ru,en");
	assert_int_equal(col->memory, 64 << 20);
	assert_int_equal(col->jobs, 2);
	assert_int_equal(col->max_file_size, 10240);
	assert_int_equal(col->max_words, 4000000000u);
	assert_int_equal(col->reindex.kind, SCHEDULE_EVERY);
	assert_int_equal(col->reindex.every_s, 900);
	col = conf_find(c, STR("2-b_c"));
	check_collection_defaults(col);
	assert_int_equal(col->reindex.kind, SCHEDULE_DAILY);
	assert_int_equal(col->n_sources, 1);
	assert_string_equal(col->sources[0], "/etc/one");
	assert_null(conf_find(c, STR("memo")));
	assert_null(conf_find(c, STR("")));
	conf_free(&c);
}

static void paths_start_at_the_folder_of_the_file(void **state)
{
	(void)state;
	struct conf *c = read_text("listen = \"unix:k.sock\" indexer = bin/karez-index\n"
				   "collection a { index = idx sources = {docs, ../srv, /abs} }");
	assert_string_equal(c->listen[0], "unix:/etc/k.sock");
	assert_string_equal(c->indexer, "/etc/bin/karez-index");
	assert_string_equal(c->collections[0].index, "/etc/idx");
	assert_string_equal(c->collections[0].sources[0], "/etc/docs");
	assert_string_equal(c->collections[0].sources[1], "/etc/../srv");
	assert_string_equal(c->collections[0].sources[2], "/abs");
	conf_free(&c);
	assert_int_equal(chdir("/etc"), 0);
	assert_int_equal(conf_parse("y.conf", STR("collection a { index = i }"), &c, NULL), 0);
	assert_string_equal(c->path, "/etc/y.conf");
	assert_string_equal(c->collections[0].index, "/etc/i");
	conf_free(&c);
}

static void lists_may_be_appended_to(void **state)
{
	(void)state;
	struct conf *c = read_text("listen = {}\nlisten += {\"/a\"}\nlisten += /b\n");
	assert_int_equal(c->n_listen, 2);
	assert_string_equal(c->listen[0], "unix:/a");
	conf_free(&c);
	c = read_text("collection a { index = /i sources = {} }");
	assert_int_equal(c->collections[0].n_sources, 0);
	conf_free(&c);
}

#define COL(body) "collection a {\n index = /i\n " body "\n}\n"

static void says_where_and_what(void **state)
{
	(void)state;
	static const struct { const char *text; int line; const char *what; } rows[] = {
		{ "workers = 1\nworker = 2\n", 2, "no such option 'worker'" },
		{ "\n\ncolection a {}\n", 3, "colection" },
		{ COL("indx = /j"), 3, "indx" },
		{ COL("workers = 1"), 3, "workers" },
		{ "index = /i\n", 1, "index" },
		{ "workers 3", 1, "missing equal sign" },
		{ "workers = {1}", 1, "unexpected" },
		{ "workers +=\n1", 1, "non-list" },
		{ "\nworkers =", 2, "premature end" },
		{ "collection a {\n index = /i\n", 2, "premature end" },
		{ "/* a\n", 1, "premature end" }, { COL("/*") "\n", 5, "premature end" },
		{ "collection {\n}", 1, "title" },
		{ "}\n", 1, "closing brace" },
		{ "log_level = \"info\n", 2, "premature end" },
		{ "log_level = \"info\nsyslog = \"yes\"\n", 2, "missing quote" },
		{ "=", 1, "" }, { "{", 1, "" }, { "(", 1, "" }, { ",", 1, "" }, { "\"\" = 1", 1, "" },
		/* values */
		{ "\nworkers = four", 2, "workers: \"four\" is not a number from 0 to 1024" },
		{ "workers = -1", 1, "\"-1\"" }, { "workers = 1025", 1, "to 1024" }, { "workers = 0x10", 1, "0x10" },
		{ "workers = \"\"", 1, "workers: \"\"" },
		{ "max_connections = 0", 1, "from 1 to 1000000" }, { "queue = 1000001", 1, "queue" },
		{ "query_timeout = 0", 1, "from 1ms to 1h" }, { "query_timeout = 3601s", 1, "1h" },
		{ "query_timeout = 2 s", 1, "" }, { "idle_timeout = 999ms", 1, "1s" },
		{ "slow_query = soon", 1, "a time (such as" },
		{ "log_level = warning", 1, "error|warn|info|debug" },
		{ "syslog = maybe", 1, "neither yes nor no" },
		{ "socket_mode = 0999", 1, "octal" }, { "socket_mode = 66", 1, "octal" }, { "socket_mode = 1777", 1, "octal" },
		{ "socket_mode = 00660", 1, "octal" },
		{ "indexer = \"\"", 1, "the path is empty" },
		{ COL("memory = lots"), 3, "memory: \"lots\" is not a size" }, { COL("memory = 32767k"), 3, "from 32M to 1T" },
		{ COL("max_file_size = 0"), 3, "size" }, { COL("max_words = 4000000001"), 3, "max_words" },
		{ COL("jobs = many"), 3, "jobs" }, { COL("jobs = 65"), 3, "from 0 to 64" }, { COL("input = xls"), 3, "auto|files|ndjson|tsv|csv" },
		{ COL("languages = \"\""), 3, "languages" }, { COL("languages = \"en,,ru\""), 3, "such as en,ru" },
		{ COL("languages = \"EN\""), 3, "languages" }, { COL("languages = abcdefghijklmnop"), 3, "languages" },
		{ COL("reindex = hourly"), 3, "reindex: \"hourly\" is not a schedule" },
		{ COL("reindex = \"every 0s\""), 3, "schedule" },
		{ COL("sources = {/a,\n\"\"}"), 4, "sources: the path is empty" },
		{ COL("sources = {\"/a\x01\"}"), 3, "control character" },
		/* addresses */
		{ "listen = {}\n", 2, "listen: it is empty" },
		{ "listen = {\"/a\",\n\"localhost\"}", 2, "has no port" },
		{ "listen = 0.0.0.0:7700", 1, "no authentication yet" },
		{ "listen = \"[::]:7700\"", 1, "no authentication yet" },
		{ "listen = example.org:80", 1, "no authentication yet" },
		{ "listen = {\"/a\", \"unix:/a\"}", 1, "listed twice" },
		{ "http = {\"/a\", \"unix:/a\"}", 1, "listed twice" },
		{ "listen = /a\nhttp = {/b, /a}\n", 2, "\"/a\" is listed in listen and in http" },
		{ "http = \"127.0.0.1:77\"\nlisten = {/b, \"127.0.0.1:77\"}\n", 2, "is listed in listen and in http" },
		{ "listen = \"unix:" FIFTY FIFTY "1234\"", 1, "the system takes at most 107" },
		/* twice, missing, misnamed */
		{ "workers = 1\nqueue = 2\nworkers = 1\n", 3, "workers: it is set twice" },
		{ "listen = /a\nlisten = /b\n", 2, "listen: it is set twice" },
		{ "listen = {/a}\nlisten = {}\n", 3, "listen: it is set twice" },
		{ COL("index = /j"), 3, "index: it is set twice" },
		{ COL("sources = {/a, /b}\n sources = {/c}"), 4, "sources: it is set twice" },
		{ COL("sources = {/a}\n sources = {}"), 5, "sources: it is set twice" },
		{ COL("") COL(""), 5, "duplicate title 'a'" },
		{ COL("") "collection b { index = /j }\n" COL(""), 6, "duplicate title 'a'" },
		{ "collection a {\n}\n", 2, "collection a has no index" },
		{ "collection a {\nsources = /x\n}\n", 3, "collection a has no index" },
		{ "collection a {\nindex = /x\n}\ncollection b {\nindex = /x/\n}\n", 6, "collections a and b have the same index" },
		{ "collection a {\nindex = /x\nreindex = \"every 15m\"\n}\n", 4, "collection a has a schedule (reindex) and no sources" },
		{ "collection a {\nindex = \"\"\n}\n", 2, "index: the path is empty" },
		{ "collection Memos {\nindex = /i\n}\n", 2, "\"Memos\" cannot name a collection" },
		{ "collection Memos {\n}\n", 2, "\"Memos\" cannot name a collection" },
		{ "collection \"\" {}\n", 1, "cannot name" }, { "collection _a {}\n", 1, "cannot name" },
		{ "collection a.b {}\n", 1, "cannot name" },
		{ "collection " FIFTY "123456789012345 {}\n", 1, "64 at most" },
		{ COL("") "\"collection=a|index\" = /j\n", 5, "" },
	};
	for (size_t i = 0; i < N(rows); i++) {
		struct conf *c = (struct conf *)&c;
		struct err err = { .code = ERR_NONE };
		char where[32];
		if (conf_parse("/etc/x.conf", str_of(rows[i].text), &c, &err) == 0)
			fail_msg("accepted: %s", rows[i].text);
		assert_null(c);
		assert_true(err.code == ERR_INVALID || err.code == ERR_SYNTAX);
		snprintf(where, sizeof(where), "/etc/x.conf:%d: ", rows[i].line);
		if (!str_starts(str_of(err.msg), str_of(where)) || !strstr(err.msg, rows[i].what))
			fail_msg("%s: %s", rows[i].text, err.msg);
	}
	struct conf *c;
	assert_int_equal(conf_parse("/etc/x.conf", STR("workers = 1\0"), &c, NULL), -1);
	c = read_text("collection " FIFTY "12345678901234 { index = /i }");
	conf_free(&c);
}

static void the_same_rules_without_a_file(void **state)
{
	(void)state;
	struct conf *c = conf_new();
	struct err err;
	assert_int_equal(chdir("/tmp"), 0);
	check_defaults(c);
	assert_int_equal(conf_add_listen(c, "1.2.3.4:80", &err), -1);
	assert_non_null(strstr(err.msg, "no authentication"));
	assert_true(c->listen_is_default);
	assert_int_equal(conf_add_listen(c, "unix:k.sock", &err), 0);
	assert_int_equal(conf_add_listen(c, "localhost:80", &err), 0);
	assert_int_equal(conf_add_listen(c, "/tmp/k.sock", &err), -1);
	assert_int_equal(c->n_listen, 2);
	assert_string_equal(c->listen[0], "unix:/tmp/k.sock");
	assert_int_equal(conf_add_collection(c, "a", "idx", &err), 0);
	assert_int_equal(conf_add_collection(c, "a", "/other", &err), -1);
	assert_non_null(strstr(err.msg, "collection a is defined twice"));
	assert_int_equal(conf_add_collection(c, "b", "", &err), -1);
	assert_string_equal(err.msg, "index of b: the path is empty");
	assert_int_equal(conf_add_collection(c, "b b", "/x", &err), -1);
	assert_int_equal(c->n_collections, 1);
	assert_string_equal(c->collections[0].index, "/tmp/idx");
	check_collection_defaults(&c->collections[0]);
	assert_int_equal(c->collections[0].reindex.kind, SCHEDULE_NEVER);
	conf_free(&c);
}

static void loads_files(void **state)
{
	(void)state;
	char path[] = "/tmp/karez-test-XXXXXX";
	struct conf *c;
	struct err err;
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "workers = 7\n", 12), 12);
	assert_int_equal(conf_load(path, &c, &err), 0);
	assert_int_equal(c->workers, 7);
	conf_free(&c);
	assert_int_equal(ftruncate(fd, (1 << 20) + 1), 0);
	assert_int_equal(conf_load(path, &c, &err), -1);
	assert_int_equal(err.code, ERR_LIMIT);
	close(fd);
	unlink(path);
	assert_int_equal(conf_load(path, &c, &err), -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_null(c);
	setenv("KAREZ_CONF", "/x/y", 1);
	assert_string_equal(conf_default_path(), "/x/y");
	unsetenv("KAREZ_CONF");
	assert_true(str_ends(str_of(conf_default_path()), STR("/karez/karez.conf")));
}

/* The shipped file without the marks in front of its settings ("#key", never "# text"). */
static void uncomment(struct str text, struct buf *out)
{
	struct str line;
	while (str_cut(&text, '\n', &line)) {
		if (line.n > 1 && line.p[0] == '#' && line.p[1] != ' ')
			line = str_sub(line, 1, line.n);
		buf_addstr(out, line);
		buf_putc(out, '\n');
	}
}

static void the_shipped_file_shows_every_key_with_its_default(void **state)
{
	(void)state;
	static const char *const keys[] = {
#define CONF_TOP(key, ...) #key " = ",
#define CONF_COLLECTION CONF_TOP
#include "common/conf.def"
	};
	const char *srcdir = getenv("srcdir");
	char *path = fs_join(srcdir ? srcdir : ".", "etc/karez.conf");
	struct buf text = BUF_INIT, bare = BUF_INIT;
	struct conf *c;
	struct err err;
	if (fs_read(path, 0, &text, &err) < 0)
		fail_msg("%s", err.msg);
	c = read_text(text.p);
	check_defaults(c);
	assert_int_equal(c->n_collections, 0);
	conf_free(&c);
	uncomment(buf_str(&text), &bare);
	c = read_text(bare.p);
	check_defaults(c);
	assert_int_equal(c->n_collections, 1);
	check_collection_defaults(&c->collections[0]);
	for (size_t i = 0; i < N(keys); i++)
		if (str_find(buf_str(&bare), str_of(keys[i])) < 0)
			fail_msg("%s is not in etc/karez.conf", keys[i]);
	conf_free(&c);
	buf_fini(&text);
	buf_fini(&bare);
	free(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_shipped_file_shows_every_key_with_its_default),
		cmocka_unit_test(nothing_gives_defaults),
		cmocka_unit_test(every_key_is_read),
		cmocka_unit_test(paths_start_at_the_folder_of_the_file),
		cmocka_unit_test(lists_may_be_appended_to),
		cmocka_unit_test(says_where_and_what),
		cmocka_unit_test(the_same_rules_without_a_file),
		cmocka_unit_test(loads_files),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Children of the daemon: how they are started, what is kept of their output, how they end. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "common/log.h"
#include "daemon/child.h"
#include "daemon/reindex.h"

static struct loop *loop;
static struct loop_event *timer;
static char output[200000];
static size_t n_lines, longest;
static int status;
static bool ended;

static void on_line(void *arg, struct str line)
{
	(void)arg;
	size_t n = strlen(output);
	n_lines++;
	if (line.n > longest)
		longest = line.n;
	assert_true(n + line.n + 2 < sizeof(output));
	memcpy(output + n, line.p, line.n);
	memcpy(output + n + line.n, "|", 2);
}

static void on_end(void *arg, int st)
{
	(void)arg;
	status = st;
	ended = true;
	loop_stop(loop);
}

static const struct child_ops ops = { .line = on_line, .end = on_end };

static void stop(void *arg)
{
	(void)arg;
	loop_stop(loop);
}

static int setup(void **state)
{
	(void)state;
	log_init("test", LOG_LEVEL_ERROR, false);
	signal(SIGPIPE, SIG_IGN);
	output[0] = '\0';
	n_lines = longest = 0;
	ended = false;
	loop_new(&loop, NULL);
	timer = loop_timer_new(loop, stop, NULL);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	loop_event_free(&timer);
	loop_free(&loop);
	return 0;
}

static struct child *start(const char *script)
{
	char *argv[] = { (char *)"/bin/sh", (char *)"-c", (char *)script, NULL };
	struct child *c;
	struct err err;
	assert_int_equal(child_start(loop, argv, &ops, NULL, &c, &err), 0);
	return c;
}

static void run(const char *script)
{
	struct child *c = start(script);
	loop_timer_start(timer, 20000);
	loop_run(loop, NULL);
	assert_true(ended);
	child_free(&c);
}

static void lines_and_exit_codes(void **state)
{
	(void)state;
	static const struct { const char *script, *output; int code; } rows[] = {
		{ "true", "", 0 },
		{ "echo one; echo two >&2; exit 3", "one|two|", 3 },
		{ "printf 'no end'", "no end|", 0 },
		{ "printf '\\n\\nx\\n'", "||x|", 0 },
		{ "sleep 0.05; printf a; sleep 0.05; echo b", "ab|", 0 },
		{ "cat; echo end of input", "end of input|", 0 },
		{ "ulimit -S -c 0; kill -TRAP $$", "", -SIGTRAP },
		/* SIGPIPE is as usual again: the writer ends by it. */
		{ "sh -c 'kill -PIPE $$; echo still here'; echo $?", "141|", 0 },
		/* A grandchild that keeps the pipe does not keep the end from us. */
		{ "sleep 5 & echo started", "started|", 0 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		output[0] = '\0';
		ended = false;
		run(rows[i].script);
		assert_string_equal(output, rows[i].output);
		assert_int_equal(WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status), rows[i].code);
	}
}

static void long_lines_come_in_pieces(void **state)
{
	(void)state;
	run("head -c 20000 /dev/zero | tr '\\0' x; echo; echo end");
	assert_int_equal(longest, CHILD_LINE);
	assert_int_equal(n_lines, 20000 / CHILD_LINE + 1 + 1);
	assert_int_equal(strlen(output), 20000 + 3 + n_lines);
}

static void much_output_at_the_end(void **state)
{
	(void)state;
	run("seq 10000");
	assert_int_equal(n_lines, 10000);
}

static void terminated_with_its_descendants(void **state)
{
	(void)state;
	struct child *c = start("trap 'echo told; exit 9' TERM; echo ready; sleep 30 & wait");
	loop_timer_start(timer, 300);
	loop_run(loop, NULL);
	assert_string_equal(output, "ready|");
	assert_true(child_pid(c) > 1);
	child_terminate(c);
	loop_timer_start(timer, 10000);
	loop_run(loop, NULL);
	assert_true(ended);
	assert_int_equal(WEXITSTATUS(status), 9);
	assert_string_equal(output, "ready|told|");
	child_free(&c);
}

static void no_such_program(void **state)
{
	(void)state;
	char *argv[] = { (char *)"/nonexistent/program", NULL };
	struct child *c;
	struct err err;
	assert_int_equal(child_start(loop, argv, &ops, NULL, &c, &err), -1);
	assert_null(c);
	assert_int_equal(err.code, ERR_NOT_FOUND);
}

static void changed(void *arg)
{
	(void)arg;
	loop_stop(loop);
}

static struct snapshot *configuration(const char *schedule)
{
	struct conf *conf;
	struct err err;
	char text[512];
	snprintf(text, sizeof(text), "indexer = \"/bin/echo\"\ncollection memos {\n index = \"/tmp/x\"\n"
		 " sources = {\"/tmp/y\"}\n reindex = \"%s\"\n}\n", schedule);
	if (conf_parse("/etc/k.conf", str_of(text), &conf, &err) < 0)
		fail_msg("%s", err.msg);
	return snapshot_new(conf, 1);
}

static void runs_of_a_collection(void **state)
{
	(void)state;
	static struct stats stats;
	struct err err;
	pid_t pid;
	struct reindex *r = reindex_new(loop, &stats, changed, NULL);
	struct snapshot *never = configuration("never"), *often = configuration("every 1s");
	reindex_conf_set(r, never);
	assert_int_equal(reindex_state(r, "memos").next, 0);
	assert_int_equal(reindex_start(r, "press", &pid, &err), -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_int_equal(reindex_start(r, "memos", &pid, &err), 0);
	assert_int_equal(reindex_state(r, "memos").pid, pid);
	assert_int_equal(reindex_start(r, "memos", &pid, &err), -1);
	assert_int_equal(err.code, ERR_BUSY);
	assert_false(reindex_idle(r));
	loop_timer_start(timer, 10000);
	loop_run(loop, NULL);
	assert_true(reindex_idle(r));
	struct reindex_state s = reindex_state(r, "memos");
	assert_false(s.running);
	assert_int_equal(s.exit, 0);
	assert_string_equal(s.result, "-c /etc/k.conf --quiet --log-json memos");
	/* by the clock, then not any more */
	reindex_conf_set(r, often);
	assert_true(reindex_state(r, "memos").next > 0);
	for (int i = 0; i < 2; i++)
		loop_run(loop, NULL);
	assert_int_equal(stats_get(&stats, STAT_reindex_runs), 3);
	reindex_conf_set(r, never);
	loop_timer_start(timer, 1500);
	loop_run(loop, NULL);
	assert_int_equal(stats_get(&stats, STAT_reindex_runs), 3);
	reindex_stop(r);
	assert_int_equal(reindex_start(r, "memos", &pid, &err), -1);
	reindex_free(&r);
	snapshot_drop(&never);
	snapshot_drop(&often);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(lines_and_exit_codes),
		TEST(long_lines_come_in_pieces),
		TEST(much_output_at_the_end),
		TEST(terminated_with_its_descendants),
		TEST(no_such_program),
		TEST(runs_of_a_collection),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Connections over socket pairs, with a server that answers when the test says so: lines, order,
 * limits, half close, slow and vanished clients. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/log.h"
#include "common/unit.h"
#include "daemon/conn.h"
#include "daemon/wire.h"
#include "proto/limits.h"

static struct loop *loop;
static struct loop_event *pump_timer;
static struct conns *conns;
static struct stats stats;
static struct job_cache cache;
static struct job_list held;		/* requests the server has not answered yet */
static bool hold;			/* answer later */
static bool answer_when_gone;		/* those that are held, when a client goes */
static size_t reply_size;		/* of every answer, if not 0 */
static unsigned requests, gone_waiting;
static bool drained;

static void answer(struct job *j)
{
	struct request *r = &j->request;
	if (reply_size)
		reply_line(&j->reply, "%0*d", (int)reply_size - 2, 0);
	else if (r->verb == VERB_QUIT)
		reply_line(&j->reply, "BYE");
	else
		reply_line(&j->reply, "%s %.*s", verb_name(r->verb), STR_ARG(r->text));
	j->reply.close |= r->verb == VERB_QUIT;
	job_encode(j);
	if (j->out.n < reply_size)	/* HTTP does not tell the line */
		buf_printf(&j->out, "%0*d", (int)reply_size, 0);
	conns_answer(conns, j);
}

static void request(void *arg, struct job *j)
{
	(void)arg;
	requests++;
	if (hold)
		job_list_push(&held, j);
	else
		answer(j);
}

static void answered(void *arg, struct job *j)
{
	(void)arg;
	job_encode(j);
	conns_answer(conns, j);
}

static void gone(void *arg, uint64_t conn, unsigned waiting)
{
	(void)arg;
	(void)conn;
	gone_waiting += waiting;
	for (struct job *j; answer_when_gone && (j = job_list_pop(&held));)
		answer(j);
}

static const struct conns_ops ops = { .request = request, .reply = answered, .gone = gone };

static void stop(void *arg)
{
	(void)arg;
	loop_stop(loop);
}

/* Let the loop do what it can. */
static void pump(unsigned ms)
{
	loop_timer_start(pump_timer, ms);
	assert_int_equal(loop_run(loop, NULL), 0);
}

static int setup(void **state)
{
	(void)state;
	log_init("test", LOG_LEVEL_ERROR, false);
	memset(&stats, 0, sizeof(stats));
	requests = gone_waiting = 0;
	hold = drained = answer_when_gone = false;
	reply_size = 0;
	assert_int_equal(loop_new(&loop, NULL), 0);
	pump_timer = loop_timer_new(loop, stop, NULL);
	conns = conns_new(loop, &ops, NULL, &stats, &cache, (struct conns_limits){ .max = 4, .idle_ms = 60000 });
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	for (struct job *j; (j = job_list_pop(&held));)
		job_give(&cache, &j);
	conns_free(&conns);
	job_cache_fini(&cache);
	loop_event_free(&pump_timer);
	loop_free(&loop);
	return 0;
}

/* A connected client: the other end of a pair. */
static int client_of(const struct wire *wire)
{
	int fds[2];
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds), 0);
	conns_add(conns, fds[1], "test", wire);
	return fds[0];
}

static int client(void)
{
	return client_of(&wire_line);
}

static void say(int fd, struct str s)
{
	while (s.n) {
		ssize_t n = send(fd, s.p, s.n, MSG_NOSIGNAL);
		if (n > 0)
			s = str_sub(s, (size_t)n, s.n);
		else
			pump(1);
	}
}

/* All that has come by now; *eof_r (may be NULL): the server closed. */
static size_t hear(int fd, char *out, size_t size, bool *eof_r)
{
	size_t n = 0;
	ssize_t got = -1;
	for (int quiet = 0; quiet < 3 && n < size;) {
		pump(1);
		got = recv(fd, out + n, size - n, 0);
		if (got == 0)
			break;
		quiet = got < 0 ? quiet + 1 : 0;
		n += got > 0 ? (size_t)got : 0;
	}
	if (eof_r)
		*eof_r = got == 0;
	return n;
}

static void expect_at(int line, int fd, const char *want, bool want_eof)
{
	char got[4096];
	bool eof;
	size_t n = hear(fd, got, sizeof(got) - 1, &eof);
	got[n] = '\0';
	if (strcmp(got, want) || eof != want_eof)
		print_error("line %d: got \"%s\"%s, expected \"%s\"%s\n", line, got, eof ? " and the end" : "",
			    want, want_eof ? " and the end" : "");
	assert_string_equal(got, want);
	assert_int_equal(eof, want_eof);
}
#define expect(fd, want) expect_at(__LINE__, fd, want, false)
#define expect_end(fd, want) expect_at(__LINE__, fd, want, true)

static void lines(void **state)
{
	(void)state;
	static const struct { const char *in, *out; } rows[] = {
		{ "PING\n", "+PING \n" },
		{ "ping\r\n", "+PING \r\n" },
		{ "PING\nPING\nPING\n", "+PING \n+PING \n+PING \n" },
		{ "\n\r\n \nPING\n", "+PING \n" },
		{ "@7 SEARCH memos : a  b \n", "+SEARCH @7 a  b \n" },
	};
	int fd = client();
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		say(fd, str_of(rows[i].in));
		expect(fd, rows[i].out);
	}
	/* one byte at a time */
	const char *drop = "@x SEARCH : \xd0\xb4\xd0\xbe\xd0\xbc\r\nPING\n";
	for (const char *p = drop; *p; p++) {
		say(fd, str_n(p, 1));
		pump(0);
	}
	expect(fd, "+SEARCH @x \xd0\xb4\xd0\xbe\xd0\xbc\r\n+PING \n");
	close(fd);
	pump(1);
	assert_int_equal(conns_count(conns), 0);
}

static void bad_lines_are_answered_in_their_place(void **state)
{
	(void)state;
	int fd = client();
	hold = true;
	say(fd, STR("SEARCH : one\nPING now\nSEARCH : two\n\xff\xfe\n"));
	expect(fd, "");
	assert_int_equal(requests, 2);
	for (struct job *j; (j = job_list_pop(&held));)
		answer(j);
	conns_settle(conns);
	expect(fd, "+SEARCH one\n-BADREQUEST PING takes no name, but 'now' is given\n+SEARCH two\n"
		   "-ENCODING offset=0\n");
	close(fd);
}

static void replies_keep_the_order_of_requests(void **state)
{
	(void)state;
	int fd = client();
	hold = true;
	say(fd, STR("SEARCH : 0\nSEARCH : 1\nSEARCH : 2\nSEARCH : 3\n"));
	pump(2);
	assert_int_equal(held.n, 4);
	struct job *j[4];
	for (int i = 0; i < 4; i++)
		j[i] = job_list_pop(&held);
	static const int order[] = { 3, 1, 0, 2 };
	static const char *const out[] = { "", "", "+SEARCH 0\n+SEARCH 1\n", "+SEARCH 2\n+SEARCH 3\n" };
	for (int i = 0; i < 4; i++) {
		answer(j[order[i]]);
		conns_settle(conns);
		expect(fd, out[i]);
	}
	close(fd);
}

static void a_full_pipeline_is_not_read(void **state)
{
	(void)state;
	int fd = client();
	hold = true;
	for (int i = 0; i < LIMIT_PIPELINE + 50; i++)
		say(fd, STR("SEARCH : x\n"));
	pump(5);
	assert_int_equal(requests, LIMIT_PIPELINE);
	/* One answer makes no room yet: it is read again at half the mark. */
	answer(job_list_pop(&held));
	conns_settle(conns);
	pump(2);
	assert_int_equal(requests, LIMIT_PIPELINE);
	for (int i = 1; i < LIMIT_PIPELINE / 2; i++)
		answer(job_list_pop(&held));
	conns_settle(conns);
	pump(2);
	assert_int_equal(requests, LIMIT_PIPELINE + 50);
	char out[8192];
	assert_int_equal(hear(fd, out, sizeof(out), NULL), LIMIT_PIPELINE / 2 * strlen("+SEARCH x\n"));
	close(fd);
}

static void heavy_requests_fill_the_pipeline_sooner(void **state)
{
	(void)state;
	int fd = client();
	hold = true;
	for (int i = 0; i < 10; i++)
		say(fd, STR("GET : x\n"));
	pump(2);
	assert_int_equal(requests, 4);
	close(fd);
}

/* "SEARCH : xxx" of n bytes, with an end. */
static void say_long(int fd, size_t n, const char *end)
{
	char *line = malloc(n);
	memset(line, 'x', n);
	memcpy(line, "SEARCH : ", 9);
	say(fd, str_n(line, n));
	say(fd, str_of(end));
	free(line);
}

static void long_lines(void **state)
{
	(void)state;
	static char out[LIMIT_LINE * 2];
	static const struct { size_t n; const char *end; bool fits; } rows[] = {
		{ LIMIT_LINE - 1, "\n", true }, { LIMIT_LINE, "\n", true }, { LIMIT_LINE, "\r\n", true },
		{ LIMIT_LINE + 1, "\n", false }, { LIMIT_LINE + 1, "\r\n", false },
		{ LIMIT_LINE + 2, "\n", false }, { 3 * LIMIT_LINE, "\r\n", false },
		{ 1000000, "\n", false },
	};
	int fd = client();
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		say_long(fd, rows[i].n, rows[i].end);
		size_t n = hear(fd, out, sizeof(out), NULL);
		if (rows[i].fits)
			assert_int_equal(n, rows[i].n + strlen(rows[i].end) - 1);	/* it ends as the line did */
		else
			assert_true(str_eq(str_n(out, n), STR("-TOOLONG max=65536\n")));
		say(fd, STR("PING\n"));
		expect(fd, "+PING \n");
	}
	close(fd);
}

static void an_endless_line_is_answered_once(void **state)
{
	(void)state;
	int fd = client();
	say(fd, STR("@7 "));
	for (int i = 0; i < 20; i++)
		say_long(fd, LIMIT_LINE, "");
	expect(fd, "-TOOLONG @7 max=65536\n");
	shutdown(fd, SHUT_WR);
	expect_end(fd, "");
	close(fd);
}

static void half_close_finishes_what_is_under_way(void **state)
{
	(void)state;
	int fd = client();
	hold = true;
	say(fd, STR("SEARCH : a\nSEARCH : last line without its end"));
	shutdown(fd, SHUT_WR);
	expect(fd, "");
	assert_int_equal(held.n, 2);
	for (struct job *j; (j = job_list_pop(&held));)
		answer(j);
	conns_settle(conns);
	expect_end(fd, "+SEARCH a\n+SEARCH last line without its end\n");
	close(fd);
	assert_int_equal(conns_count(conns), 0);
}

static void half_close_with_a_full_pipeline(void **state)
{
	(void)state;
	int fd = client();
	hold = true;
	for (int i = 0; i < LIMIT_PIPELINE * 2 + 3; i++)
		say(fd, STR("SEARCH : x\n"));
	say(fd, STR("PING"));
	shutdown(fd, SHUT_WR);
	pump(2);
	for (int round = 0; round < 10; round++) {
		for (struct job *j; (j = job_list_pop(&held));)
			answer(j);
		conns_settle(conns);
		pump(1);
	}
	assert_int_equal(requests, LIMIT_PIPELINE * 2 + 4);
	char out[8192];
	bool eof;
	size_t n = hear(fd, out, sizeof(out), &eof);
	assert_int_equal(n, (LIMIT_PIPELINE * 2 + 3) * strlen("+SEARCH x\n") + strlen("+PING \n"));
	assert_true(eof);
	close(fd);
}

static void quit_ends_after_its_turn(void **state)
{
	(void)state;
	int fd = client();
	hold = true;
	say(fd, STR("SEARCH : a\n"));
	pump(1);
	hold = false;
	say(fd, STR("QUIT\nPING\n"));
	expect(fd, "");
	answer(job_list_pop(&held));
	conns_settle(conns);
	expect_end(fd, "+SEARCH a\n+BYE\n");
	assert_int_equal(requests, 2);
	close(fd);
}

static void output_that_waits_stops_reading(void **state)
{
	(void)state;
	int fd = client();
	reply_size = 1u << 20;
	for (int i = 0; i < 30; i++)
		say(fd, STR("PING\n"));
	pump(5);
	/* What the kernel holds comes on top. */
	assert_in_range(requests, LIMIT_OUTPUT / reply_size, LIMIT_OUTPUT / reply_size + 3);
	char *out = malloc(30 * reply_size + 1);
	assert_int_equal(hear(fd, out, 30 * reply_size + 1, NULL), 30 * reply_size);
	assert_int_equal(requests, 30);
	free(out);
	close(fd);
}

static void replies_that_wait_for_their_turn_count_as_output(void **state)
{
	(void)state;
	int fd = client();
	hold = true;
	say(fd, STR("SEARCH : first\n"));
	pump(1);
	hold = false;
	reply_size = 1u << 20;
	for (int i = 0; i < 30; i++)
		say(fd, STR("PING\n"));
	pump(5);
	assert_int_equal(requests, 1 + LIMIT_OUTPUT / reply_size);
	close(fd);
}

static void vanished_client(void **state)
{
	(void)state;
	hold = true;
	int fd = client();
	say(fd, STR("SEARCH : a\nSEARCH : b\n"));
	pump(1);
	close(fd);
	pump(2);
	assert_int_equal(conns_count(conns), 0);
	assert_int_equal(gone_waiting, 2);
	/* The next client takes the place of the one that left, and gets nothing of its answers. */
	int next = client();
	for (struct job *j; (j = job_list_pop(&held));)
		answer(j);
	conns_settle(conns);
	expect(next, "");
	assert_int_equal(stats_get(&stats, STAT_dropped), 2);
	hold = false;
	say(next, STR("PING\n"));
	expect(next, "+PING \n");
	close(next);
}

/* What a client that goes makes possible reaches the others at once. */
static void others_hear_at_once(void **state)
{
	(void)state;
	hold = answer_when_gone = true;
	int leaving = client(), waiting = client();
	say(leaving, STR("SEARCH : a\n"));
	say(waiting, STR("SEARCH : b\n"));
	pump(1);
	close(leaving);
	expect(waiting, "+SEARCH b\n");
	close(waiting);
}

/* A reset would take from the client what it was told last. */
static void what_comes_behind_the_end_is_thrown_away(void **state)
{
	(void)state;
	static const char more[65536];
	int fd = client();
	say(fd, STR("QUIT\nPING\n"));
	expect_end(fd, "+BYE\n");
	for (size_t n = 0; n < 64 * sizeof(more);) {
		ssize_t sent = send(fd, more, sizeof(more), MSG_NOSIGNAL);
		assert_true(sent > 0 || errno == EAGAIN);
		n += sent > 0 ? (size_t)sent : 0;
		pump(0);
	}
	assert_int_equal(requests, 1);
	assert_int_equal(conns_count(conns), 1);
	close(fd);
	pump(2);
	assert_int_equal(conns_count(conns), 0);
	/* One that does not close is not waited for. */
	conns_limits_set(conns, (struct conns_limits){ .max = 4, .idle_ms = 40 });
	fd = client();
	say(fd, STR("QUIT\n"));
	expect_end(fd, "+BYE\n");
	for (int i = 0; i < 300 && conns_count(conns); i++)
		pump(10);
	assert_int_equal(conns_count(conns), 0);
	assert_int_equal(stats_get(&stats, STAT_connections_idle), 0);
	close(fd);
}

static void tls_is_not_spoken(void **state)
{
	(void)state;
	int fd = client();
	say(fd, STR("\x16\x03\x01\x02\x00\x01\x00\nPING\n"));
	expect_end(fd, "");
	assert_int_equal(requests, 0);
	close(fd);
}

static void http_is_refused_and_closed(void **state)
{
	(void)state;
	int fd = client();
	say(fd, STR("POST / HTTP/1.1\r\nHost: x\r\n\r\nPING\r\n"));
	char out[256];
	bool eof;
	size_t n = hear(fd, out, sizeof(out), &eof);
	assert_true(str_starts(str_n(out, n), STR("-BADREQUEST ")));
	assert_int_equal(str_chr(str_n(out, n), '\n'), n - 1);
	assert_true(eof);
	assert_int_equal(requests, 0);
	close(fd);
}

static void too_many_connections(void **state)
{
	(void)state;
	int fds[5];
	for (int i = 0; i < 5; i++)
		fds[i] = client();
	expect_end(fds[4], "-BUSY too many connections (max 4)\n");
	say(fds[3], STR("PING\n"));
	expect(fds[3], "+PING \n");
	close(fds[3]);
	pump(2);
	close(fds[4]);
	fds[3] = client();
	say(fds[3], STR("PING\n"));
	expect(fds[3], "+PING \n");
	for (int i = 0; i < 4; i++)
		close(fds[i]);
}

#define HTTP_HEAD "GET /v1/search?q=x HTTP/1.1\r\nHost: x\r\n"

/* The rest of a request is waited for shortly, the next request for long. */
static void half_a_request_is_not_waited_for(void **state)
{
	(void)state;
	struct wire impatient = wire_http;
	impatient.request_ms = 30;
	conns_limits_set(conns, (struct conns_limits){ .max = 4, .idle_ms = 4000 });
	int half = client_of(&impatient), idle = client_of(&impatient), dripping = client_of(&impatient);
	say(half, STR("GET /v1/se"));
	for (size_t i = 0; i < 300 && conns_count(conns) > 1; i++) {
		/* Closed already, it cannot be sent to: that is what is wanted. */
		(void)!send(dripping, &HTTP_HEAD[i % strlen(HTTP_HEAD)], 1, MSG_NOSIGNAL);
		pump(10);
	}
	expect_at(__LINE__, half, "", true);
	expect_at(__LINE__, dripping, "", true);
	assert_int_equal(conns_count(conns), 1);
	assert_int_equal(conns_speaking(conns, &impatient), 1);
	assert_int_equal(conns_speaking(conns, &wire_line), 0);
	close(half);
	close(idle);
	close(dripping);
}

/* Who closes an HTTP connection wants no answer; nor does the next one hear it. */
static void http_clients_that_leave_are_not_waited_for(void **state)
{
	(void)state;
	int fd = client_of(&wire_http);
	hold = true;
	say(fd, STR(HTTP_HEAD "\r\n" HTTP_HEAD "\r\n"));
	pump(1);
	assert_int_equal(requests, 2);
	assert_int_equal(shutdown(fd, SHUT_WR), 0);
	pump(5);
	assert_int_equal(gone_waiting, 2);
	assert_int_equal(conns_count(conns), 0);
	close(fd);
}

/* "Connection: close": nobody may act on what stands behind it (RFC 9112, 9.6). */
static void the_last_request_is_the_last(void **state)
{
	(void)state;
	int fd = client_of(&wire_http);
	hold = true;
	say(fd, STR(HTTP_HEAD "Connection: close\r\n\r\n" HTTP_HEAD "\r\n"));
	pump(1);
	say(fd, STR(HTTP_HEAD "\r\n"));
	pump(1);
	assert_int_equal(requests, 1);
	answer(job_list_pop(&held));
	conns_settle(conns);
	char out[4096];
	bool eof;
	struct str heard = str_n(out, hear(fd, out, sizeof(out), &eof));
	assert_true(eof);
	assert_true(str_starts(heard, STR("HTTP/1.1 ")));
	assert_int_equal(str_find(str_sub(heard, 9, heard.n), STR("HTTP/1.1 ")), -1);
	close(fd);
}

/* While there is no room for its answers a client is not read: the rest of a request may have come long ago. */
static void a_client_that_is_not_read_is_not_late(void **state)
{
	(void)state;
	struct wire impatient = wire_http;
	impatient.request_ms = 30;
	conns_limits_set(conns, (struct conns_limits){ .max = 4, .idle_ms = 2000 });
	int fd = client_of(&impatient);
	hold = true;
	reply_size = 2 * LIMIT_OUTPUT;
	say(fd, STR(HTTP_HEAD "\r\n" HTTP_HEAD));
	pump(1);
	answer(job_list_pop(&held));
	conns_settle(conns);
	say(fd, STR("\r\n"));
	pump(600);	/* those who are late are looked for every 500 ms */
	assert_int_equal(conns_count(conns), 1);
	close(fd);
}

static void silent_and_slow_clients_are_closed(void **state)
{
	(void)state;
	conns_limits_set(conns, (struct conns_limits){ .max = 4, .idle_ms = 60 });
	int silent = client(), dripping = client(), busy = client(), slow = client();
	hold = true;
	say(busy, STR("SEARCH : takes its time\n"));
	pump(1);
	hold = false;
	reply_size = 4u << 20;
	say(slow, STR("PING\n"));
	pump(1);
	reply_size = 0;
	for (int i = 0; i < 20; i++) {
		/* Bytes without end are no sign of life. */
		send(dripping, "x", 1, MSG_NOSIGNAL);
		pump(10);
	}
	assert_int_equal(conns_count(conns), 1);
	assert_int_equal(stats_get(&stats, STAT_connections_idle), 3);
	answer(job_list_pop(&held));
	conns_settle(conns);
	expect(busy, "+SEARCH takes its time\n");
	close(silent);
	close(dripping);
	close(busy);
	close(slow);
}

static void on_drained(void *arg)
{
	(void)arg;
	drained = true;
}

static void draining(void **state)
{
	(void)state;
	int idle = client(), busy = client();
	hold = true;
	say(busy, STR("SEARCH : a\n"));
	pump(1);
	conns_drain(conns, on_drained, NULL);
	say(busy, STR("SEARCH : too late\n"));
	expect_end(idle, "");
	assert_false(drained);
	int late = client();
	expect_end(late, "-BUSY too many connections (max 4)\n");
	assert_int_equal(requests, 1);
	answer(job_list_pop(&held));
	conns_settle(conns);
	char out[64];
	size_t n = hear(busy, out, sizeof(out), NULL);
	assert_true(str_eq(str_n(out, n), STR("+SEARCH a\n")));
	assert_true(drained);
	close(idle);
	close(busy);
	close(late);
}

static void many_clients_come_and_go(void **state)
{
	(void)state;
	conns_limits_set(conns, (struct conns_limits){ .max = 100, .idle_ms = 60000 });
	int fds[100];
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < 100; i++)
			fds[i] = client();
		for (int i = 0; i < 100; i++)
			say(fds[(i * 37) % 100], STR("PING\n"));
		pump(2);
		for (int i = 0; i < 100; i++) {
			char out[16];
			for (int wait = 0; wait < 1000 && recv(fds[i], out, sizeof(out), MSG_PEEK) < 0; wait++)
				pump(1);
			assert_int_equal(recv(fds[i], out, sizeof(out), 0), strlen("+PING \n"));
			if (i % 3 || round == 2)
				close(fds[i]);
		}
		pump(2);
		for (int i = 0; i < 100; i += 3)
			if (round < 2)
				close(fds[i]);
		pump(2);
		assert_int_equal(conns_count(conns), 0);
	}
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(lines),
		TEST(bad_lines_are_answered_in_their_place),
		TEST(replies_keep_the_order_of_requests),
		TEST(a_full_pipeline_is_not_read),
		TEST(heavy_requests_fill_the_pipeline_sooner),
		TEST(long_lines),
		TEST(an_endless_line_is_answered_once),
		TEST(half_close_finishes_what_is_under_way),
		TEST(half_close_with_a_full_pipeline),
		TEST(quit_ends_after_its_turn),
		TEST(output_that_waits_stops_reading),
		TEST(replies_that_wait_for_their_turn_count_as_output),
		TEST(vanished_client),
		TEST(others_hear_at_once),
		TEST(what_comes_behind_the_end_is_thrown_away),
		TEST(tls_is_not_spoken),
		TEST(http_is_refused_and_closed),
		TEST(too_many_connections),
		TEST(half_a_request_is_not_waited_for),
		TEST(http_clients_that_leave_are_not_waited_for),
		TEST(the_last_request_is_the_last),
		TEST(a_client_that_is_not_read_is_not_late),
		TEST(silent_and_slow_clients_are_closed),
		TEST(draining),
		TEST(many_clients_come_and_go),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* libkarez against a server that follows a script: replies in any pieces, servers that stop, close or talk nonsense. */
#include "config.h"

#include "lib/handle.h"	/* before the fixture, whose handle is k, too */
#include "tests/unit/server_fixture.h"

#include <arpa/inet.h>
#include <poll.h>

#include "common/buf.h"
#include "common/unit.h"
#include "proto/limits.h"

static void replies_of_each_kind(void **state)
{
	(void)state;
	static const struct {
		struct str bytes;
		enum karez_code code;
		const char *message, *tag, *total;
		size_t rows;
	} rows[] = {
		{ STR("+PONG\n"), KAREZ_OK, "PONG", NULL, NULL, 0 },
		{ STR("+PONG\r\n"), KAREZ_OK, "PONG", NULL, NULL, 0 },
		{ STR("+karez @q 1.0 proto=1\n"), KAREZ_OK, "karez 1.0 proto=1", "q", NULL, 0 },
		{ STR("=0 total=0\n"), KAREZ_OK, NULL, NULL, "0", 0 },
		{ STR("=0\n"), KAREZ_OK, NULL, NULL, NULL, 0 },
		{ STR("=2 @q x=\"a b\" total=\"\\x32\"\n{\"a\":1}\n{}\n"), KAREZ_OK, NULL, "q", "2", 2 },
		{ STR("=2 total=1\0\n\n{}\n"), KAREZ_OK, NULL, NULL, "1", 2 },
		{ STR("-SYNTAX col=1 what\n"), KAREZ_R_SYNTAX, "col=1 what", NULL, NULL, 0 },
		{ STR("-BUSY @b\n"), KAREZ_R_BUSY, "", "b", NULL, 0 },
		{ STR("-TOMORROW not before\n"), KAREZ_R_OTHER, "TOMORROW not before", NULL, NULL, 0 },
		{ STR("-TOMORROW\n"), KAREZ_R_OTHER, "TOMORROW", NULL, NULL, 0 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		for (size_t piece = 1; piece <= 64; piece += 63) {
			struct script x = { 1, rows[i].bytes, piece, false };
			struct server s;
			start(&s, &x, 1);
			struct karez_result *r = karez_request(k, "HELLO");
			if (!r)
				fail_msg("%s: %s", rows[i].bytes.p, karez_message(k));
			assert_int_equal(karez_code(k), KAREZ_OK);
			assert_int_equal(r->code, rows[i].code);
			const char *const pairs[][2] = {
				{ r->message, rows[i].message }, { r->tag, rows[i].tag }, { karez_head(r, "total"), rows[i].total },
			};
			for (size_t j = 0; j < 3; j++) {
				assert_int_equal(!pairs[j][0], !pairs[j][1]);
				assert_string_equal(pairs[j][0] ? pairs[j][0] : "", pairs[j][1] ? pairs[j][1] : "");
			}
			assert_int_equal(r->n_rows, rows[i].rows);
			if (rows[i].rows)
				assert_string_equal(r->rows[1], "{}");
			stop(&s);
			assert_string_equal(s.got, "HELLO\n");
			karez_result_free(r);		/* after its handle */
		}
}

static void servers_that_fail(void **state)
{
	(void)state;
	static const struct {
		struct str bytes;
		bool stay;
		enum karez_code code;
		const char *says;
	} rows[] = {
		{ STR(""), false, KAREZ_E_CLOSED, "closed the connection" },
		{ STR("+PON"), false, KAREZ_E_CLOSED, "closed the connection" },
		{ STR("=2\n{}\n"), false, KAREZ_E_CLOSED, "closed the connection" },
		{ STR(""), true, KAREZ_E_TIMEOUT, "no answer" },
		{ STR("=2\n{}\n"), true, KAREZ_E_TIMEOUT, "no answer" },
		{ STR("HTTP/1.1 400 Bad\x1b Request\r\n"), true, KAREZ_E_PROTOCOL, "is not a karezd: it answers 'HTTP/1.1 400 Bad  Request" },
		{ STR("\n"), true, KAREZ_E_PROTOCOL, "is not a karezd" },
		{ STR("+\0PONG\n"), true, KAREZ_E_PROTOCOL, "is not a karezd: it answers '+ PONG'" },
		{ STR("-\0\n"), true, KAREZ_E_PROTOCOL, "is not a karezd" },
		{ STR("=-1\n"), true, KAREZ_E_PROTOCOL, "is not a karezd" },
		{ STR("=18446744073709551616\n"), true, KAREZ_E_PROTOCOL, "is not a karezd" },
		{ STR("=18446744073709551615\n"), true, KAREZ_E_LIMIT, "announces 18446744073709551615 rows" },
		{ STR("=100001\n"), true, KAREZ_E_LIMIT, "announces 100001 rows" },
		{ STR("+0123456789012345678901234567890"), true, KAREZ_E_LIMIT, "more than 31 bytes" },
		{ STR("=4\n{\"a\":1}\n{\"a\":1}\n{\"a\":1}\n{\"a\":1}\n"), true, KAREZ_E_LIMIT, "more than 31 bytes" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct script x = { 1, rows[i].bytes, 0, rows[i].stay };
		struct server s;
		start(&s, &x, 1);
		if (rows[i].code == KAREZ_E_TIMEOUT)
			karez_set_timeout(k, 50);
		if (rows[i].code == KAREZ_E_LIMIT)
			karez_set_max_reply(k, 31);
		assert_null(karez_request(k, "PING"));
		assert_int_equal(karez_code(k), rows[i].code);
		says(rows[i].says);
		says(s.addr);
		/* A connection that is out of step is closed. */
		assert_int_equal(karez_fd(k), -1);
		assert_int_equal(karez_pending(k), 0);
		assert_null(karez_receive(k));
		assert_int_equal(karez_code(k), KAREZ_E_CLOSED);
		stop(&s);
	}
}

/* A server that sends a byte now and then does not hold the client for ever. */
static void the_timeout_is_for_the_whole_reply(void **state)
{
	(void)state;
	char slow[4000];
	memset(slow, 'x', sizeof(slow));
	struct script x = { 1, str_n(slow, sizeof(slow)), 1, false };
	struct server s;
	uint64_t began = clock_us();
	start(&s, &x, 1);
	karez_set_timeout(k, 50);
	assert_null(karez_request(k, "PING"));
	assert_int_equal(karez_code(k), KAREZ_E_TIMEOUT);
	stop(&s);
	assert_true(clock_us() - began < 5000000);
}

static void pipelines(void **state)
{
	(void)state;
	enum { N = LIMIT_PIPELINE };
	struct buf bytes = BUF_INIT;
	for (int i = 0; i < N; i++)
		buf_printf(&bytes, "=1 @%d\n{\"id\":\"%d\"}\n", i, i);
	struct script x = { N, buf_str(&bytes), 7, false };
	struct server s;
	start(&s, &x, 1);
	for (int i = 0; i < N; i++) {
		struct karez_options o = KAREZ_OPTIONS_INIT;
		o.tag = arena_printf(&arena, "%d", i).p;
		assert_int_equal(karez_send(k, KAREZ_SEARCH, "x", &o), KAREZ_OK);
	}
	assert_int_equal(karez_pending(k), N);
	assert_null(karez_search(k, "y", NULL));
	assert_int_equal(karez_code(k), KAREZ_E_INVALID);
	for (int i = 0; i < N; i++) {
		struct karez_result *r = karez_receive(k);
		assert_non_null(r);
		assert_string_equal(r->tag, arena_printf(&arena, "%d", i).p);
		assert_int_equal(r->n_hits, 1);
		assert_string_equal(r->hits[0]->id, arena_printf(&arena, "%d", i).p);
		karez_result_free(r);
	}
	assert_int_equal(karez_pending(k), 0);
	assert_null(karez_receive(k));
	assert_int_equal(karez_code(k), KAREZ_E_INVALID);
	stop(&s);
	buf_fini(&bytes);
}

/* More than the socket takes, while the server does not read: nothing blocks, and all of it arrives. */
/* However long a program goes on with one request always on its way: what is remembered of them is what waits. */
static void pipelines_without_end(void **state)
{
	(void)state;
	int fds[2];
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
	k = karez_new();
	assert_int_equal(karez_attach(k, fds[0]), KAREZ_OK);
	assert_int_equal(karez_send(k, KAREZ_PING, NULL, NULL), KAREZ_OK);
	for (int i = 0; i < 200; i++) {
		assert_int_equal(karez_send(k, KAREZ_PING, NULL, NULL), KAREZ_OK);
		assert_int_equal(write(fds[1], "+A\n", 3), 3);
		struct karez_result *r = karez_receive(k);
		assert_non_null(r);
		karez_result_free(r);
		assert_int_equal(karez_pending(k), 1);
		assert_in_range(k->waiting.n, 1, 4);
	}
	karez_free(k);
	close(fds[1]);
}

static const struct {
	const char *refusal, *message;
} refusals[] = {
	{ "-BUSY \xd0\x94\xd0\xb0\n", "\xd0\x94\xd0\xb0" },
	{ "-BUSY a\x1b[2Jb\x7f\n", "a [2Jb " },
	{ "-BUSY a\xc2\x9b" "2Jb\n", "a  2Jb" },
	{ "-BUSY a\xe2\x80\xae" "b\n", "a   b" },
	{ "-BUSY \x9b\xd0\n", "  " },
};

/* A message may be shown on a terminal, whatever a server has said. */
static void messages_are_text(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(refusals) / sizeof(*refusals); i++) {
		struct script x = { 1, str_of(refusals[i].refusal), 0, true };
		struct server s;
		start(&s, &x, 1);
		assert_null(karez_search(k, "x", NULL));
		assert_int_equal(karez_code(k), KAREZ_R_BUSY);
		assert_string_equal(karez_message(k), refusals[i].message);
		stop(&s);
	}
}

static void sending_does_not_wait(void **state)
{
	(void)state;
	enum { N = 40, LENGTH = 60000 };	/* sockets hold some 200 KB */
	struct buf bytes = BUF_INIT;
	char *query = arena_alloc(&arena, LENGTH + 1);
	memset(query, 'q', LENGTH);
	query[LENGTH] = '\0';
	for (int i = 0; i < N; i++)
		buf_puts(&bytes, "=0 total=0 relation=exact\n");
	struct script x = { N, buf_str(&bytes), 0, false };
	struct server s;
	start(&s, &x, 1);
	for (int i = 0; i < N; i++)
		assert_int_equal(karez_send(k, KAREZ_COUNT, query, NULL), KAREZ_OK);
	for (int i = 0; i < N; i++) {
		struct karez_result *r = karez_receive(k);
		assert_non_null(r);
		assert_int_equal(r->relation, KAREZ_TOTAL_EXACT);
		karez_result_free(r);
	}
	stop(&s);
	assert_int_equal(s.n_got, N * (LENGTH + sizeof("COUNT : \n") - 1));
	buf_fini(&bytes);
}

static void long_rows(void **state)
{
	(void)state;
	size_t n = 3 << 20;
	struct buf bytes = BUF_INIT;
	buf_puts(&bytes, "=2 total=2\n");
	for (int row = 0; row < 2; row++) {
		for (size_t i = 0; i < n; i++)
			buf_putc(&bytes, "ab"[row]);
		buf_putc(&bytes, '\n');
	}
	struct script x = { 1, buf_str(&bytes), 0, false };
	struct server s;
	start(&s, &x, 1);
	struct karez_result *r = karez_request(k, "X");
	assert_non_null(r);
	assert_int_equal(r->n_rows, 2);
	assert_int_equal(strlen(r->rows[0]), n);
	assert_int_equal(strlen(r->rows[1]), n);
	assert_int_equal(r->rows[1][n - 1], 'b');
	karez_result_free(r);
	stop(&s);
	buf_fini(&bytes);
}

static void nobody_there(void **state)
{
	(void)state;
	k = karez_new();
	assert_int_equal(karez_connect(k, "unix:/nonexistent/s"), KAREZ_E_CONNECT);
	says("unix:/nonexistent/s: No such file");
	static const char *const bad[] = { "no port", "", "unix:", NULL };
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(karez_connect(k, bad[i]), KAREZ_E_INVALID);
	/* A port that was just free, and the same with a server behind it. */
	struct sockaddr_in in = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(in);
	char addr[64];
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&in, len), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&in, &len), 0);
	snprintf(addr, sizeof(addr), "127.0.0.1:%u", ntohs(in.sin_port));
	assert_int_equal(karez_connect(k, addr), KAREZ_E_CONNECT);
	assert_int_equal(karez_fd(k), -1);
	assert_null(karez_search(k, "x", NULL));
	assert_int_equal(karez_code(k), KAREZ_E_CLOSED);
	assert_int_equal(listen(fd, 1), 0);
	assert_int_equal(karez_reconnect(k), KAREZ_OK);
	assert_true(karez_fd(k) >= 0);
	karez_free(k);
	karez_free(NULL);
	close(fd);
}

/* A socket whose queue is full, and a name that nobody knows. */
static void nobody_opens(void **state)
{
	(void)state;
	enum { N = 4 };
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	struct karez *others[N];
	snprintf(un.sun_path, sizeof(un.sun_path), "/tmp/karez-test-%d-full", (int)getpid());
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&un, sizeof(un)), 0);
	assert_int_equal(listen(fd, 0), 0);
	for (int i = 0; i < N; i++) {
		others[i] = karez_new();
		karez_set_timeout(others[i], 20);
		karez_connect(others[i], un.sun_path);
	}
	k = others[N - 1];
	assert_int_equal(karez_code(k), KAREZ_E_TIMEOUT);
	says(un.sun_path);
	assert_int_equal(karez_fd(k), -1);
	assert_int_equal(karez_connect(k, "[::1%karez-has-none]:1"), KAREZ_E_CONNECT);
	says("[::1%karez-has-none]:1: ");
	for (int i = 0; i < N; i++)
		karez_free(others[i]);
	close(fd);
	unlink(un.sun_path);
}

/* A handle goes with the answers that nobody took, and with the requests that nobody answered. */
static void handles_that_are_left(void **state)
{
	(void)state;
	struct script x = { 3, STR("=1\n{\"id\":\"a\"}\n+PONG\n=2\n{}"), 0, true };
	struct server s;
	start(&s, &x, 1);
	for (int i = 0; i < 3; i++)
		assert_int_equal(karez_send(k, KAREZ_SEARCH, "x", NULL), KAREZ_OK);
	struct pollfd p = { karez_fd(k), POLLIN, 0 };
	assert_int_equal(poll(&p, 1, 20000), 1);
	assert_int_equal(karez_process(k), KAREZ_OK);
	assert_int_equal(karez_pending(k), 3);
	stop(&s);
}

/* -BUSY of a server that has too many clients and does not even read. */
static void refused_at_the_door(void **state)
{
	(void)state;
	struct script x = { 0, STR("-BUSY too many connections\n"), 0, false };
	for (int way = 0; way < 2; way++) {
		struct server s;
		start(&s, &x, 1);
		struct pollfd p = { karez_fd(k), POLLRDHUP, 0 };
		assert_int_equal(poll(&p, 1, 20000), 1);
		if (way == 0) {
			assert_int_equal(karez_ping(k), KAREZ_R_BUSY);
			assert_string_equal(karez_message(k), "too many connections");
		} else {
			assert_int_equal(karez_process(k), KAREZ_E_CLOSED);
			says("-BUSY too many connections");
		}
		stop(&s);
	}
}

/* In which a request is asked again and in which it is not. */
static void connections_that_break(void **state)
{
	(void)state;
	static const struct script closing = { 0, STR(""), 0, false };		/* while nothing is asked */
	static const struct script deserting = { 1, STR(""), 0, false };	/* once something was */
	static const struct script torn = { 1, STR("=1\n{"), 0, false };
	static const struct script answer = { 1, STR("+PONG\n"), 0, false };
	static const struct {
		const struct script *first, *second;
		bool retry;
		const char *line;
		enum karez_code code;
		size_t served;
	} rows[] = {
		{ &closing, &answer, false, "PING", KAREZ_E_CLOSED, 1 },
		{ &closing, &answer, true, "PING", KAREZ_OK, 2 },
		{ &closing, &answer, true, "REINDEX memos", KAREZ_OK, 2 },	/* it cannot have been sent */
		{ &deserting, &answer, false, "PING", KAREZ_E_CLOSED, 1 },
		{ &deserting, &answer, true, "PING", KAREZ_OK, 2 },
		{ &deserting, &answer, true, "@tag search : x", KAREZ_OK, 2 },
		{ &deserting, &answer, true, "EXPLAIN : x", KAREZ_OK, 2 },
		{ &deserting, &answer, true, "REINDEX memos", KAREZ_E_CLOSED, 1 },
		{ &deserting, &answer, true, "@PING RELOAD", KAREZ_E_CLOSED, 1 },
		{ &deserting, &answer, true, "QUIT", KAREZ_E_CLOSED, 1 },
		{ &deserting, &answer, true, "TOMORROW", KAREZ_E_CLOSED, 1 },
		{ &torn, &answer, true, "PING", KAREZ_E_CLOSED, 1 },
		{ &deserting, &deserting, true, "PING", KAREZ_E_CLOSED, 2 },	/* once, not for ever */
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct script scripts[] = { *rows[i].first, *rows[i].second };
		struct server s;
		start(&s, scripts, rows[i].served);
		karez_set_retry(k, rows[i].retry);
		struct pollfd p = { karez_fd(k), POLLRDHUP, 0 };
		if (!scripts[0].lines)
			assert_int_equal(poll(&p, 1, 20000), 1);
		struct karez_result *r = karez_request(k, rows[i].line);
		if (karez_code(k) != rows[i].code)
			fail_msg("row %zu: %s", i, karez_message(k));
		assert_int_equal(!r, rows[i].code != KAREZ_OK);
		karez_result_free(r);
		stop(&s);
	}
}

/* What was under way is given up, and the next answer belongs to the next request. */
static void reconnecting(void **state)
{
	(void)state;
	static const struct script scripts[] = {
		{ 2, STR("+one\n"), 0, true },
		{ 1, STR("+two\n"), 0, true },
	};
	struct server s;
	start(&s, scripts, 2);
	assert_int_equal(karez_send_line(k, "HELLO"), KAREZ_OK);
	assert_int_equal(karez_send_line(k, "HELLO"), KAREZ_OK);
	struct karez_result *r = karez_receive(k);
	assert_string_equal(r->message, "one");
	karez_result_free(r);
	assert_int_equal(karez_reconnect(k), KAREZ_OK);
	assert_int_equal(karez_pending(k), 0);
	r = karez_request(k, "HELLO");
	assert_string_equal(r->message, "two");
	karez_result_free(r);
	stop(&s);
}

static void descriptors_of_the_program(void **state)
{
	(void)state;
	int pair[2];
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	assert_int_equal(write(pair[1], "+PONG\n", 6), 6);
	k = karez_new();
	assert_int_equal(karez_attach(k, pair[0]), KAREZ_OK);
	assert_int_equal(karez_fd(k), pair[0]);
	assert_int_equal(karez_ping(k), KAREZ_OK);
	assert_int_equal(karez_reconnect(k), KAREZ_E_INVALID);
	assert_int_equal(karez_fd(k), -1);
	assert_int_equal(karez_attach(k, -1), KAREZ_E_IO);
	karez_free(k);
	close(pair[1]);
}

/* One loop over several handles; each answer goes to who asked. */
static void a_loop_of_the_program(void **state)
{
	(void)state;
	enum { N = 3, EACH = 20 };
	struct buf bytes = BUF_INIT;
	struct server servers[N];
	struct karez *handles[N];
	size_t got[N] = { 0 }, left = (size_t)N * EACH;
	for (int i = 0; i < EACH; i++)
		buf_printf(&bytes, "=1 @%d\n{\"id\":\"%d\"}\n", i, i);
	struct script x = { EACH, buf_str(&bytes), 5, true };
	for (int h = 0; h < N; h++) {
		start(&servers[h], &x, 1);
		handles[h] = k;
		assert_int_equal(karez_wait_ms(k), -1);
		for (int i = 0; i < EACH; i++)
			assert_int_equal(karez_send(k, KAREZ_GET, "m", NULL), KAREZ_OK);
		assert_in_range(karez_wait_ms(k), 1, 20000);
	}
	while (left) {
		struct pollfd fds[N];
		for (int h = 0; h < N; h++)
			fds[h] = (struct pollfd){ karez_fd(handles[h]), karez_events(handles[h]) & KAREZ_READ ? POLLIN : 0, 0 };
		assert_true(poll(fds, N, 20000) > 0);
		for (int h = 0; h < N; h++) {
			assert_int_equal(karez_process(handles[h]), KAREZ_OK);
			for (struct karez_result *r; (r = karez_next(handles[h])); left--, got[h]++) {
				assert_int_equal(atoi(r->tag), got[h]);
				assert_string_equal(r->hits[0]->id, r->tag);
				karez_result_free(r);
			}
		}
	}
	for (int h = 0; h < N; h++) {
		k = handles[h];
		assert_int_equal(karez_wait_ms(k), -1);
		stop(&servers[h]);
	}
	buf_fini(&bytes);
}

/* What came whole before the end can be taken; what did not, is overdue or lost. */
static void loops_meet_the_end(void **state)
{
	(void)state;
	static const struct {
		struct script script;
		enum karez_code code;
	} rows[] = {
		{ { 2, STR("+one\n+tw"), 0, false }, KAREZ_E_CLOSED },
		{ { 2, STR("+one\n+tw"), 0, true }, KAREZ_E_TIMEOUT },
		{ { 2, STR("+one\nwhat\n"), 0, true }, KAREZ_E_PROTOCOL },
		{ { 2, STR("+one\n+two\n"), 0, false }, KAREZ_E_CLOSED },	/* that nothing waits is no reason to be silent */
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct server s;
		start(&s, &rows[i].script, 1);
		karez_set_timeout(k, rows[i].code == KAREZ_E_TIMEOUT ? 100 : 20000);
		assert_int_equal(karez_send_line(k, "HELLO"), KAREZ_OK);
		assert_int_equal(karez_send_line(k, "HELLO"), KAREZ_OK);
		while (karez_process(k) == KAREZ_OK) {
			struct pollfd p = { karez_fd(k), POLLIN, 0 };
			poll(&p, 1, karez_wait_ms(k) < 0 ? 20000 : karez_wait_ms(k));
		}
		assert_int_equal(karez_code(k), rows[i].code);
		assert_int_equal(karez_fd(k), -1);
		struct karez_result *r = karez_next(k);
		assert_non_null(r);
		assert_string_equal(r->message, "one");
		karez_result_free(r);
		karez_result_free(karez_next(k));
		assert_null(karez_next(k));
		stop(&s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(replies_of_each_kind, empty_arena),
		cmocka_unit_test_teardown(servers_that_fail, empty_arena),
		cmocka_unit_test_teardown(the_timeout_is_for_the_whole_reply, empty_arena),
		cmocka_unit_test_teardown(pipelines, empty_arena),
		cmocka_unit_test_teardown(pipelines_without_end, empty_arena),
		cmocka_unit_test_teardown(messages_are_text, empty_arena),
		cmocka_unit_test_teardown(sending_does_not_wait, empty_arena),
		cmocka_unit_test_teardown(long_rows, empty_arena),
		cmocka_unit_test_teardown(nobody_there, empty_arena),
		cmocka_unit_test_teardown(nobody_opens, empty_arena),
		cmocka_unit_test_teardown(handles_that_are_left, empty_arena),
		cmocka_unit_test_teardown(refused_at_the_door, empty_arena),
		cmocka_unit_test_teardown(connections_that_break, empty_arena),
		cmocka_unit_test_teardown(reconnecting, empty_arena),
		cmocka_unit_test_teardown(descriptors_of_the_program, empty_arena),
		cmocka_unit_test_teardown(a_loop_of_the_program, empty_arena),
		cmocka_unit_test_teardown(loops_meet_the_end, empty_arena),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

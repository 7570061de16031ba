/* One connection: replies in any pieces, servers that stop, close or talk nonsense. */
#include "config.h"

#include "tests/unit/arena_fixture.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "client/karez.h"
#include "common/buf.h"
#include "common/unit.h"

/* A server for one client: reads `lines` lines, then sends its bytes in pieces and closes, or keeps
 * the connection open until the client goes. */
struct server {
	int listener;
	char addr[64];
	pthread_t thread;
	unsigned lines;
	struct str bytes;
	size_t piece;
	bool stay;
	size_t n_got;			/* bytes of requests */
};

static struct err err;
static struct karez_reply reply;

static void read_lines(struct server *s, int fd)
{
	char c;
	for (unsigned n = 0; n < s->lines && read(fd, &c, 1) == 1;) {
		s->n_got++;
		n += c == '\n';
	}
}

static void *serve(void *arg)
{
	struct server *s = arg;
	int fd = accept(s->listener, NULL, NULL);
	char c;
	read_lines(s, fd);
	for (size_t i = 0; i < s->bytes.n; i += s->piece) {
		struct str part = str_sub(s->bytes, i, i + s->piece);
		if (send(fd, part.p, part.n, MSG_NOSIGNAL) < 0)
			break;
		if (s->piece < 16)
			usleep(200);
	}
	while (s->stay && read(fd, &c, 1) == 1)
		;
	close(fd);
	return NULL;
}

static void start(struct server *s)
{
	static unsigned number;
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	snprintf(s->addr, sizeof(s->addr), "unix:/tmp/karez-test-%d-%u", (int)getpid(), number++);
	strcpy(un.sun_path, s->addr + 5);
	s->listener = socket(AF_UNIX, SOCK_STREAM, 0);
	assert_int_equal(bind(s->listener, (struct sockaddr *)&un, sizeof(un)), 0);
	assert_int_equal(listen(s->listener, 1), 0);
	s->piece = s->piece ? s->piece : 65536;
	assert_int_equal(pthread_create(&s->thread, NULL, serve, s), 0);
}

/* Waits until the server has done its part. */
static void stop(struct server *s)
{
	pthread_join(s->thread, NULL);
	close(s->listener);
	unlink(s->addr + 5);
}

/* Connects to a server that answers these bytes and asks it once. */
static int ask(struct server *s, uint64_t timeout_ms)
{
	struct karez *k;
	s->lines = 1;
	start(s);
	assert_int_equal(karez_connect(s->addr, timeout_ms, &k, &err), 0);
	int result = karez_call(k, STR("PING"), &arena, &reply, &err);
	karez_close(&k);
	assert_null(k);
	stop(s);
	return result;
}

static void replies_of_each_kind(void **state)
{
	(void)state;
	static const struct {
		struct str bytes;
		char kind;
		const char *head, *code, *message, *tag;
		size_t rows;
	} rows[] = {
		{ STR("+PONG\n"), '+', "PONG", "", "", "", 0 },
		{ STR("+PONG\r\n"), '+', "PONG", "", "", "", 0 },
		{ STR("+karez @q 1.0 proto=1\n"), '+', "karez 1.0 proto=1", "", "", "q", 0 },
		{ STR("=0 total=0\n"), '=', "total=0", "", "", "", 0 },
		{ STR("=2 @q total=2\n{\"a\":1}\n{}\n"), '=', "total=2", "", "", "q", 2 },
		{ STR("-SYNTAX col=1 what\n"), '-', "", "SYNTAX", "col=1 what", "", 0 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		for (size_t piece = 1; piece <= 64; piece += 63) {
			struct server s = { .bytes = rows[i].bytes, .piece = piece };
			if (ask(&s, 5000) < 0)
				fail_msg("%s", err.msg);
			assert_int_equal(reply.kind, rows[i].kind);
			assert_str(reply.head, rows[i].head);
			assert_str(reply.code, rows[i].code);
			assert_str(reply.message, rows[i].message);
			assert_str(reply.tag, rows[i].tag);
			assert_int_equal(reply.n_rows, rows[i].rows);
			if (rows[i].rows)
				assert_str(reply.rows[1], "{}");
		}
}

static void servers_that_fail(void **state)
{
	(void)state;
	static const struct {
		struct str bytes;
		bool stay;
		enum err_code code;
		const char *says;
	} rows[] = {
		{ STR(""), false, ERR_IO, "closed the connection" },
		{ STR("+PON"), false, ERR_IO, "closed the connection" },
		{ STR("=2\n{}\n"), false, ERR_IO, "closed the connection" },
		{ STR(""), true, ERR_TIMEOUT, "no answer" },
		{ STR("=2\n{}\n"), true, ERR_TIMEOUT, "no answer" },
		{ STR("HTTP/1.1 400 Bad\x1b Request\r\n"), true, ERR_CORRUPT, "is not a karezd: it answers 'HTTP/1.1 400 Bad\\x1b Request" },
		{ STR("\n"), true, ERR_CORRUPT, "is not a karezd" },
		{ STR("=100001\n"), true, ERR_LIMIT, "announces 100001 rows" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct server s = { .bytes = rows[i].bytes, .stay = rows[i].stay };
		assert_int_equal(ask(&s, rows[i].code == ERR_TIMEOUT ? 50 : 5000), -1);
		assert_int_equal(err.code, rows[i].code);
		if (!strstr(err.msg, rows[i].says) || !strstr(err.msg, s.addr))
			fail_msg("%s", err.msg);
	}
}

/* A server that sends a byte now and then does not hold the client for ever. */
static void the_timeout_is_for_the_whole_reply(void **state)
{
	(void)state;
	char slow[4000];
	memset(slow, 'x', sizeof(slow));
	struct server s = { .bytes = str_n(slow, sizeof(slow)), .piece = 1 };
	uint64_t began = clock_us();
	assert_int_equal(ask(&s, 50), -1);
	assert_int_equal(err.code, ERR_TIMEOUT);
	assert_true(clock_us() - began < 5000000);
}

static void pipelines(void **state)
{
	(void)state;
	enum { N = LIMIT_PIPELINE };
	struct buf bytes = BUF_INIT;
	struct karez *k;
	for (int i = 0; i < N; i++)
		buf_printf(&bytes, "=1 @%d\n{\"n\":%d}\n", i, i);
	struct server s = { .bytes = buf_str(&bytes), .lines = N, .piece = 7 };
	start(&s);
	assert_int_equal(karez_connect(s.addr, 5000, &k, &err), 0);
	for (int i = 0; i < N; i++)
		assert_int_equal(karez_send(k, i % 2 ? STR("X") : STR("X\n"), &err), 0);
	for (int i = 0; i < N; i++) {
		assert_int_equal(karez_receive(k, &arena, &reply, &err), 0);
		assert_str(reply.tag, arena_printf(&arena, "%d", i).p);
		assert_str(reply.rows[0], arena_printf(&arena, "{\"n\":%d}", i).p);
	}
	karez_close(&k);
	stop(&s);
	assert_int_equal(s.n_got, 2 * N);
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
	struct server s = { .bytes = buf_str(&bytes) };
	assert_int_equal(ask(&s, 20000), 0);
	assert_int_equal(reply.n_rows, 2);
	assert_int_equal(reply.rows[0].n, n);
	assert_int_equal(reply.rows[1].n, n);
	assert_int_equal(reply.rows[1].p[n - 1], 'b');
	buf_fini(&bytes);
}

static void nobody_there(void **state)
{
	(void)state;
	struct karez *k;
	assert_int_equal(karez_connect("unix:/nonexistent/s", 100, &k, &err), -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_null(k);
	assert_int_equal(karez_connect("no port", 100, &k, &err), -1);
	assert_int_equal(err.code, ERR_INVALID);
	/* A port that was just free, and a socket file without a server. */
	struct sockaddr_in in = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(in);
	char addr[64];
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&in, len), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&in, &len), 0);
	snprintf(addr, sizeof(addr), "127.0.0.1:%u", ntohs(in.sin_port));
	assert_int_equal(karez_connect(addr, 1000, &k, &err), -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);
	/* The same port with a server behind it. */
	assert_int_equal(listen(fd, 1), 0);
	assert_int_equal(karez_connect(addr, 1000, &k, &err), 0);
	karez_close(&k);
	karez_close(&k);
	close(fd);
}

/* -BUSY of a server that has too many clients and does not even read. */
static void refused_at_the_door(void **state)
{
	(void)state;
	struct server s = { .bytes = STR("-BUSY too many connections\n") };
	struct karez *k;
	start(&s);
	assert_int_equal(karez_connect(s.addr, 5000, &k, &err), 0);
	stop(&s);
	assert_int_equal(karez_call(k, STR("PING"), &arena, &reply, &err), 0);
	assert_str(reply.code, "BUSY");
	karez_close(&k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(replies_of_each_kind, empty_arena),
		cmocka_unit_test_teardown(servers_that_fail, empty_arena),
		cmocka_unit_test_teardown(the_timeout_is_for_the_whole_reply, empty_arena),
		cmocka_unit_test_teardown(pipelines, empty_arena),
		cmocka_unit_test_teardown(long_rows, empty_arena),
		cmocka_unit_test_teardown(nobody_there, empty_arena),
		cmocka_unit_test_teardown(refused_at_the_door, empty_arena),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Sockets of the service manager: what the environment may say, and which descriptors are taken. */
#include "config.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <cmocka.h>

#include "common/str.h"
#include "daemon/inherited.h"

#define N(a) (sizeof(a) / sizeof(*(a)))
#define NAME63 "a23456789012345678901234567890123456789012345678901234567890123"

static void reads_the_environment(void **state)
{
	(void)state;
	static const struct { const char *pid, *fds, *names; unsigned n; const char *first, *last; } rows[] = {
		{ NULL, NULL, NULL, 0, "", "" },
		{ NULL, "1", NULL, 0, "", "" },
		{ "42", NULL, NULL, 0, "", "" },
		{ "42", "0", NULL, 0, "", "" },
		{ "42", "0", "", 0, "", "" },
		{ "42", "1", NULL, 1, "", "" },
		{ "42", "1", "", 1, "", "" },
		{ "42", "1", "karez", 1, "karez", "karez" },
		{ "42", "2", "karez:http", 2, "karez", "http" },
		{ "42", "3", "karez::", 3, "karez", "" },
		{ "42", "32", NULL, 32, "", "" },
		{ "42", "1", NAME63, 1, NAME63, NAME63 },
		/* for another process, or its parent's: not looked at any further */
		{ "43", "1", "karez", 0, "", "" },
		{ "43", "nonsense", NULL, 0, "", "" },
	};
	for (size_t i = 0; i < N(rows); i++) {
		struct inherited in;
		struct err err;
		if (inherited_parse(rows[i].pid, rows[i].fds, rows[i].names, 42, &in, &err) < 0)
			fail_msg("row %zu: %s", i, err.msg);
		assert_int_equal(in.n, rows[i].n);
		for (unsigned k = 0; k < in.n; k++)
			assert_int_equal(in.sockets[k].fd, INHERITED_FIRST + (int)k);
		if (in.n) {
			assert_string_equal(in.sockets[0].name, rows[i].first);
			assert_string_equal(in.sockets[in.n - 1].name, rows[i].last);
		}
	}
}

static void refuses_what_makes_no_sense(void **state)
{
	(void)state;
	static const struct { const char *pid, *fds, *names, *reason; } rows[] = {
		{ "", "1", NULL, "LISTEN_PID= is no process" },
		{ "0", "1", NULL, "LISTEN_PID=0 " }, { "-42", "1", NULL, "LISTEN_PID=-42 " },
		{ "42x", "1", NULL, "LISTEN_PID=42x " }, { "99999999999999999999", "1", NULL, "is no process" },
		{ "42", "", NULL, "LISTEN_FDS= is no number" }, { "42", "-1", NULL, "LISTEN_FDS=-1 " },
		{ "42", " 1", NULL, "LISTEN_FDS= 1 " }, { "42", "1.0", NULL, "LISTEN_FDS=1.0 " },
		{ "42", "33", NULL, "from 0 to 32" }, { "42", "4294967297", NULL, "from 0 to 32" },
		{ "42", "2", "karez", "1 names for 2 sockets" }, { "42", "2", "", "1 names for 2 sockets" },
		{ "42", "1", "karez:http", "more names than 1 sockets" }, { "42", "1", ":", "more names than 1 sockets" },
		{ "42", "1", NAME63 "4", "a name of 64 bytes, at most 63" },
	};
	for (size_t i = 0; i < N(rows); i++) {
		struct inherited in;
		struct err err;
		assert_int_equal(inherited_parse(rows[i].pid, rows[i].fds, rows[i].names, 42, &in, &err), -1);
		assert_int_equal(err.code, ERR_INVALID);
		if (!strstr(err.msg, rows[i].reason))
			fail_msg("row %zu: \"%s\", wanted \"%s\"", i, err.msg, rows[i].reason);
	}
}

/* ---- descriptors ---- */

static char folder[] = "/tmp/karez-inherited.XXXXXX";

static int unix_socket(int type, bool listening)
{
	static unsigned n;
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	snprintf(sun.sun_path, sizeof(sun.sun_path), "%s/%u", folder, n++);
	int fd = socket(AF_UNIX, type, 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&sun, sizeof(sun)), 0);
	unlink(sun.sun_path);	/* the descriptor is all that is looked at */
	if (listening)
		assert_int_equal(listen(fd, 5), 0);
	return fd;
}

static int tcp_socket(const char *host, bool listening)
{
	struct sockaddr_in sin = { .sin_family = AF_INET, .sin_addr.s_addr = inet_addr(host) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&sin, sizeof(sin)), 0);
	if (listening)
		assert_int_equal(listen(fd, 5), 0);
	return fd;
}

/* -1: no IPv6 here. */
static int tcp6_socket(const struct in6_addr *host)
{
	struct sockaddr_in6 sin = { .sin6_family = AF_INET6, .sin6_addr = *host };
	int fd = socket(AF_INET6, SOCK_STREAM, 0);
	if (fd >= 0 && (bind(fd, (struct sockaddr *)&sin, sizeof(sin)) < 0 || listen(fd, 5) < 0)) {
		close(fd);
		fd = -1;
	}
	if (fd < 0)
		print_message("skip: this machine has no IPv6\n");
	return fd;
}

static void takes(int fd, const char *addr)
{
	struct inherited_socket s = { .fd = fd };
	struct err err;
	if (inherited_check(&s, &err) < 0)
		fail_msg("%s: %s", addr, err.msg);
	if (!str_starts(str_of(s.addr), str_of(addr)))
		fail_msg("it listens on %s, wanted %s", s.addr, addr);
	assert_true(fcntl(fd, F_GETFL) & O_NONBLOCK);
	assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
	close(fd);
}

static void takes_listening_sockets(void **state)
{
	(void)state;
	takes(unix_socket(SOCK_STREAM, true), "unix:/tmp/karez-inherited.");
	takes(tcp_socket("127.0.0.1", true), "127.0.0.1:");
	takes(tcp_socket("127.1.2.3", true), "127.1.2.3:");
	int fd = tcp6_socket(&in6addr_loopback);
	if (fd >= 0)
		takes(fd, "[::1]:");
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	int n = snprintf(sun.sun_path + 1, sizeof(sun.sun_path) - 1, "karez-test-%ld", (long)getpid());
	fd = socket(AF_UNIX, SOCK_STREAM, 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&sun, (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + (size_t)n)), 0);
	assert_int_equal(listen(fd, 5), 0);
	takes(fd, "unix:@karez-test-");
}

static void refuses(int fd, enum err_code code, const char *reason)
{
	struct inherited_socket s = { .fd = fd };
	struct err err;
	assert_int_equal(inherited_check(&s, &err), -1);
	assert_int_equal(err.code, code);
	if (!strstr(err.msg, reason))
		fail_msg("\"%s\", wanted \"%s\"", err.msg, reason);
	if (fd >= 0)
		close(fd);
}

static void refuses_other_descriptors(void **state)
{
	(void)state;
	int pair[2];
	refuses(-1, ERR_IO, "descriptor -1 is no socket: Bad file descriptor");
	refuses(open("/dev/null", O_RDONLY), ERR_IO, "is no socket: Socket operation on non-socket");
	refuses(unix_socket(SOCK_DGRAM, false), ERR_INVALID, "is no stream (ListenStream= is wanted)");
	refuses(unix_socket(SOCK_SEQPACKET, true), ERR_INVALID, "is no stream");
	refuses(unix_socket(SOCK_STREAM, false), ERR_INVALID, "does not listen");
	refuses(tcp_socket("127.0.0.1", false), ERR_INVALID, "does not listen");
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	close(pair[1]);
	refuses(pair[0], ERR_INVALID, "does not listen (Accept=no is wanted)");
	refuses(tcp_socket("0.0.0.0", true), ERR_INVALID, "listens on 0.0.0.0:");
	int fd = tcp6_socket(&in6addr_any);
	if (fd >= 0)
		refuses(fd, ERR_INVALID, "listens on [::]:");
}

static void a_child_is_told_nothing(void **state)
{
	(void)state;
	struct inherited in;
	struct err err;
	setenv("LISTEN_PID", "1", 1);	/* not this process */
	setenv("LISTEN_FDS", "1", 1);
	setenv("LISTEN_FDNAMES", "karez", 1);
	assert_int_equal(inherited_take(&in, &err), 0);
	assert_int_equal(in.n, 0);
	assert_null(getenv("LISTEN_PID"));
	assert_null(getenv("LISTEN_FDS"));
	assert_null(getenv("LISTEN_FDNAMES"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_the_environment),
		cmocka_unit_test(refuses_what_makes_no_sense),
		cmocka_unit_test(takes_listening_sockets),
		cmocka_unit_test(refuses_other_descriptors),
		cmocka_unit_test(a_child_is_told_nothing),
	};
	if (!mkdtemp(folder))
		return 1;
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	rmdir(folder);
	return failed;
}

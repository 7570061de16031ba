/* Addresses: their forms, limits, and which of them stay on this machine. */
#include "config.h"

#include <netdb.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/un.h>
#include <cmocka.h>

#include "common/addr.h"

#define N(a) (sizeof(a) / sizeof(*(a)))
#define TEN "1234567890"
#define HUNDRED TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN

static void takes_the_written_forms(void **state)
{
	(void)state;
	static const struct { const char *in; const char *path, *host, *port; bool local; } rows[] = {
		{ "unix:/run/karez.sock", "/run/karez.sock", "", "", true },
		{ "/run/karez.sock", "/run/karez.sock", "", "", true },
		{ "unix:karez.sock", "karez.sock", "", "", true },
		{ "/a:1", "/a:1", "", "", true },
		{ "127.0.0.1:7700", "", "127.0.0.1", "7700", true },
		{ "127.255.0.1:1", "", "127.255.0.1", "1", true },
		{ "[::1]:65535", "", "::1", "65535", true },
		{ "localhost:80", "", "localhost", "80", true },
		{ "LocalHost:80", "", "LocalHost", "80", true },
		{ "128.0.0.1:80", "", "128.0.0.1", "80", false },
		{ "0.0.0.0:80", "", "0.0.0.0", "80", false },
		{ "[::]:80", "", "::", "80", false },
		{ "[::ffff:127.0.0.1]:80", "", "::ffff:127.0.0.1", "80", false },
		{ "[fe80::1%eth0]:80", "", "fe80::1%eth0", "80", false },
		{ "127.0.0.1.example.org:80", "", "127.0.0.1.example.org", "80", false },
		{ "search-1.example.org:443", "", "search-1.example.org", "443", false },
	};
	for (size_t i = 0; i < N(rows); i++) {
		struct addr a;
		struct err err;
		if (addr_parse(str_of(rows[i].in), &a, &err) < 0)
			fail_msg("%s: %s", rows[i].in, err.msg);
		assert_int_equal(a.is_unix, rows[i].path[0] != 0);
		assert_string_equal(a.path, rows[i].path);
		assert_string_equal(a.host, rows[i].host);
		assert_string_equal(a.port, rows[i].port);
		assert_int_equal(addr_is_local(&a), rows[i].local);
	}
}

static void refuses_with_a_reason(void **state)
{
	(void)state;
	static const struct { const char *in, *reason; } rows[] = {
		{ "", "has no port" }, { "unix:", "names no socket" }, { "localhost", "HOST:PORT" },
		{ "127.0.0.1", "has no port" }, { "[::1]", "has no port" },
		{ "localhost:", "from 1 to 65535" }, { "localhost:0", "from 1 to 65535" },
		{ "localhost:65536", "from 1 to 65535" }, { "localhost:http", "from 1 to 65535" },
		{ "localhost:-1", "from 1 to 65535" }, { "localhost: 1", "from 1 to 65535" },
		{ "localhost:000080", "from 1 to 65535" },
		{ ":80", "must be" }, { "[]:80", "must be" }, { "::1:80", "must be" }, { "a b:80", "must be" },
		{ "http://x:80", "must be" }, { "[::1:80", "must be" }, { "x]:80", "must be" },
		{ "unix:/12345678" HUNDRED, "has 109 bytes, the system takes at most 107" },
	};
	for (size_t i = 0; i < N(rows); i++) {
		struct addr a;
		struct err err = { .code = ERR_NONE };
		assert_int_equal(addr_parse(str_of(rows[i].in), &a, &err), -1);
		assert_int_equal(err.code, ERR_INVALID);
		if (!strstr(err.msg, rows[i].reason))
			fail_msg("%s: %s", rows[i].in, err.msg);
	}
	struct addr a;
	assert_int_equal(addr_parse(STR("/a\0b"), &a, NULL), -1);
}

static void lengths_at_the_limit(void **state)
{
	(void)state;
	struct addr a;
	char long_host[300];
	memset(long_host, 'h', sizeof(long_host));
	assert_int_equal(addr_parse(STR("/123456" HUNDRED), &a, NULL), 0);
	assert_int_equal(strlen(a.path), 107);
	assert_int_equal(addr_parse(STR("/1234567" HUNDRED), &a, NULL), -1);
	memcpy(long_host + 255, ":80", 3);
	assert_int_equal(addr_parse(str_n(long_host, 258), &a, NULL), 0);
	assert_int_equal(strlen(a.host), 255);
	memcpy(long_host + 255, "h:80", 4);
	assert_int_equal(addr_parse(str_n(long_host, 259), &a, NULL), -1);
}

static void shows_what_it_reads(void **state)
{
	(void)state;
	static const char *const rows[] = { "unix:/run/karez.sock", "unix:k", "127.0.0.1:7700", "0.0.0.0:1", "[::1]:65535" };
	for (size_t i = 0; i < N(rows); i++) {
		struct addr a;
		struct sockaddr_un sun = { .sun_family = AF_UNIX };
		struct addrinfo hints = { .ai_flags = AI_NUMERICHOST, .ai_socktype = SOCK_STREAM }, *list = NULL;
		char out[64];
		assert_int_equal(addr_parse(str_of(rows[i]), &a, NULL), 0);
		memcpy(sun.sun_path, a.path, sizeof(sun.sun_path));
		if (!a.is_unix)
			assert_int_equal(getaddrinfo(a.host, a.port, &hints, &list), 0);
		const struct sockaddr *sa = list ? list->ai_addr : (const struct sockaddr *)&sun;
		socklen_t n = list ? list->ai_addrlen : sizeof(sun);
		assert_true(addr_show(sa, n, out, sizeof(out)));
		assert_string_equal(out, rows[i]);
		assert_true(addr_show(sa, n, out, strlen(rows[i]) + 1));
		assert_false(addr_show(sa, n, out, strlen(rows[i])));
		if (list)
			freeaddrinfo(list);
	}
}

static void shows_unix_sockets_as_the_system_tells_them(void **state)
{
	(void)state;
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	const socklen_t head = offsetof(struct sockaddr_un, sun_path);
	char out[128];
	memset(sun.sun_path, 'p', sizeof(sun.sun_path));
	assert_true(addr_show((struct sockaddr *)&sun, head + 3, out, sizeof(out)));
	assert_string_equal(out, "unix:ppp");	/* no NUL at its end */
	assert_true(addr_show((struct sockaddr *)&sun, sizeof(sun), out, sizeof(out)));
	assert_int_equal(strlen(out), 5 + sizeof(sun.sun_path));
	assert_true(addr_show((struct sockaddr *)&sun, head, out, sizeof(out)));
	assert_string_equal(out, "unix:");	/* nobody bound it */
	memcpy(sun.sun_path, "\0abc", 4);
	assert_true(addr_show((struct sockaddr *)&sun, head + 4, out, sizeof(out)));
	assert_string_equal(out, "unix:@abc");
	sun.sun_family = AF_NETLINK;
	assert_false(addr_show((struct sockaddr *)&sun, sizeof(sun), out, sizeof(out)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_the_written_forms),
		cmocka_unit_test(refuses_with_a_reason),
		cmocka_unit_test(lengths_at_the_limit),
		cmocka_unit_test(shows_what_it_reads),
		cmocka_unit_test(shows_unix_sockets_as_the_system_tells_them),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

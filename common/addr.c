/* Addresses as people write them; see addr.h. */
#include "config.h"

#include "common/addr.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/un.h>

_Static_assert(sizeof(((struct addr *)0)->path) == sizeof(((struct sockaddr_un *)0)->sun_path),
	       "a path that fits the one fits the other");

static int parse_unix(struct str path, struct addr *a, struct err *err)
{
	if (path.n >= sizeof(a->path))
		return err_set(err, ERR_INVALID, "socket path %.*s has %zu bytes, the system takes at most %zu",
			       STR_ARG(path), path.n, sizeof(a->path) - 1);
	a->is_unix = true;
	memcpy(a->path, path.p, path.n);
	return 0;
}

static bool host_char(char c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '.' || c == '-' || c == '_';
}

/* "[::1]" may hold colons, and "%eth0" at its end; a name or an IPv4 number may not. */
static bool parse_host(struct str host, struct addr *a)
{
	bool bracketed = host.n > 2 && host.p[0] == '[' && host.p[host.n - 1] == ']';
	if (bracketed)
		host = str_sub(host, 1, host.n - 1);
	if (host.n == 0 || host.n >= sizeof(a->host))
		return false;
	for (size_t i = 0; i < host.n; i++)
		if (!host_char(host.p[i]) && !(bracketed && (host.p[i] == ':' || host.p[i] == '%')))
			return false;
	memcpy(a->host, host.p, host.n);
	return true;
}

int addr_parse(struct str s, struct addr *out_r, struct err *err)
{
	static const char form[] = "unix:PATH, HOST:PORT or [IPV6]:PORT";
	struct addr a = { .is_unix = false };
	struct str path = str_starts(s, STR("unix:")) ? str_sub(s, 5, s.n) : str_starts(s, STR("/")) ? s : STR_NONE;
	if (str_chr(s, '\0') >= 0)
		return err_set(err, ERR_INVALID, "an address with a zero byte in it");
	if (str_eqz(s, "unix:"))
		return err_set(err, ERR_INVALID, "address \"unix:\" names no socket: it must be %s", form);
	if (path.n) {
		if (parse_unix(path, &a, err) < 0)
			return -1;
		*out_r = a;
		return 0;
	}
	size_t colon = s.n;
	while (colon > 0 && s.p[colon - 1] != ':' && s.p[colon - 1] != ']')
		colon--;
	struct str port = str_sub(s, colon, s.n);
	uint64_t number;
	if (colon == 0 || s.p[colon - 1] != ':')
		return err_set(err, ERR_INVALID, "address \"%.*s\" has no port: it must be %s", STR_ARG(s), form);
	if (!str_to_u64(port, 1, 65535, &number) || port.n >= sizeof(a.port))
		return err_set(err, ERR_INVALID, "address \"%.*s\": the port must be a number from 1 to 65535", STR_ARG(s));
	if (!parse_host(str_sub(s, 0, colon - 1), &a))
		return err_set(err, ERR_INVALID, "address \"%.*s\" must be %s", STR_ARG(s), form);
	memcpy(a.port, port.p, port.n);
	*out_r = a;
	return 0;
}

bool addr_is_local(const struct addr *a)
{
	struct in_addr v4;
	struct in6_addr v6;
	if (a->is_unix)
		return true;
	if (inet_pton(AF_INET, a->host, &v4) == 1)
		return ntohl(v4.s_addr) >> 24 == 127;
	if (inet_pton(AF_INET6, a->host, &v6) == 1)
		return IN6_IS_ADDR_LOOPBACK(&v6);
	return str_eq_nocase(str_of(a->host), STR("localhost"));
}

/* The length of a path is what the system told, a NUL at its end is not always in it. */
static bool show_unix(const struct sockaddr_un *sun, size_t n, char *out, size_t size)
{
	const size_t head = offsetof(struct sockaddr_un, sun_path);
	n = n > head ? n - head : 0;
	bool abstract = n > 1 && sun->sun_path[0] == '\0';
	size_t length = abstract ? n - 1 : strnlen(sun->sun_path, n);
	int written = snprintf(out, size, "unix:%s%.*s", abstract ? "@" : "", (int)length, sun->sun_path + abstract);
	return written >= 0 && (size_t)written < size;
}

bool addr_show(const struct sockaddr *sa, socklen_t n, char *out, size_t size)
{
	char host[NI_MAXHOST], port[8];
	if (sa->sa_family == AF_UNIX)
		return show_unix((const struct sockaddr_un *)(const void *)sa, n, out, size);
	if ((sa->sa_family != AF_INET && sa->sa_family != AF_INET6) ||
	    getnameinfo(sa, n, host, sizeof(host), port, sizeof(port), NI_NUMERICHOST | NI_NUMERICSERV) != 0)
		return false;
	int written = snprintf(out, size, sa->sa_family == AF_INET6 ? "[%s]:%s" : "%s:%s", host, port);
	return written >= 0 && (size_t)written < size;
}

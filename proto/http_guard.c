/* Host, Origin and Sec-Fetch-Site; see http_guard.h. */
#include "config.h"

#include "proto/http_guard.h"

void http_caller_of(const struct http_message *m, struct arena *a, struct http_caller *caller_r)
{
	struct str site = http_header(m, "Sec-Fetch-Site"), mode = http_header(m, "Sec-Fetch-Mode");
	*caller_r = (struct http_caller){
		.host = arena_str(a, m->host),
		.origin = arena_str(a, http_header(m, "Origin")),
		.cross_site = str_eqz(site, "cross-site") && !str_eqz(mode, "navigate"),
		.changes = !str_eqz(m->method, "GET") && !str_eqz(m->method, "HEAD"),
	};
}

/* "[::1]:8080" is "[::1]". */
static struct str without_port(struct str host)
{
	size_t n = host.n;
	while (n > 0 && host.p[n - 1] >= '0' && host.p[n - 1] <= '9')
		n--;
	return n > 0 && host.p[n - 1] == ':' ? str_sub(host, 0, n - 1) : host;
}

/* What no name server can answer for.  Letters need not be looked at: a name has one that is no digit in its last part. */
static bool is_address(struct str host)
{
	if (str_starts(host, STR("[")))
		return str_ends(host, STR("]"));
	for (size_t i = 0; i < host.n; i++)
		if (host.p[i] != '.' && (host.p[i] < '0' || host.p[i] > '9'))
			return false;
	return true;
}

static bool is_known(struct str host, const struct http_policy *p)
{
	host = without_port(host);
	if (host.n == 0 || is_address(host) || str_eq_nocase(host, STR("localhost")))
		return true;
	for (unsigned i = 0; i < p->n_hosts; i++)
		if (str_eq_nocase(host, str_of(p->hosts[i])))
			return true;
	return false;
}

bool http_may_read(const struct http_caller *c, const struct http_policy *p)
{
	for (unsigned i = 0; i < p->n_origins; i++)
		if (strcmp(p->origins[i], "*") == 0 || str_eqz(c->origin, p->origins[i]))
			return c->origin.n > 0;
	return false;
}

/* "http://127.0.0.1:8080", where that is Host. */
static bool is_own(const struct http_caller *c)
{
	ptrdiff_t slashes = str_find(c->origin, STR("://"));
	return slashes > 0 && str_eq_nocase(str_sub(c->origin, (size_t)slashes + 3, c->origin.n), c->host);
}

const char *http_guard(const struct http_caller *c, const struct http_policy *p, unsigned *status_r)
{
	if (!is_known(c->host, p)) {
		*status_r = 421;
		return "the Host header names no host of this server: see http_hosts in karez.conf(5)";
	}
	*status_r = 403;
	if (http_may_read(c, p) || (c->origin.n && is_own(c)))
		return NULL;
	if (c->cross_site || (c->changes && c->origin.n))
		return "a page of another site asks: see http_origins in karez.conf(5)";
	return NULL;
}

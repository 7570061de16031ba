/* Who may ask, seen from a browser: by what name, and from which site.  Pure.
 *
 * A page of any site can send requests to this machine.  It cannot read answers unless its site is among `origins`; and it must
 * not make them readable by having its own name lead here, so requests name this machine by an address, as localhost, or by one
 * of `hosts`.
 */
#ifndef KAREZ_PROTO_HTTP_GUARD_H
#define KAREZ_PROTO_HTTP_GUARD_H

#include "proto/http.h"

struct http_policy {
	char *const *hosts;		/* names, without ports */
	unsigned n_hosts;
	char *const *origins;		/* "https://desk.example", or "*" */
	unsigned n_origins;
};

/* Strings in the arena. */
void http_caller_of(const struct http_message *m, struct arena *a, struct http_caller *caller_r);
/* May that origin read the answer? */
bool http_may_read(const struct http_caller *c, const struct http_policy *p);
/* NULL: the request may be carried out; else why not, and *status_r. */
const char *http_guard(const struct http_caller *c, const struct http_policy *p, unsigned *status_r);

#endif

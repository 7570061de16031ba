/* Finding the daemon's address, and what to say when nobody answers there; see address.h. */
#include "config.h"

#include "client/address.h"

#include <stdlib.h>
#include <unistd.h>

#include "common/conf.h"
#include "common/fs.h"

static const char default_origin[] = "the default";

static const char *copy(struct arena *a, const char *z)
{
	return arena_strz(a, str_of(z));
}

static int from_conf(const char *path, struct arena *a, struct address *out_r, struct err *err)
{
	struct conf *conf;
	if (conf_load(path, &conf, err) < 0)
		return -1;
	*out_r = (struct address){ copy(a, conf->listen[0]), arena_printf(a, "listen in %s", path).p };
	conf_free(&conf);
	return 0;
}

/* Where a daemon listens that nothing was told. */
static const char *default_socket(struct arena *a)
{
	struct conf *conf = conf_new();
	const char *addr = copy(a, conf->listen[0]);
	conf_free(&conf);
	return addr;
}

/* The socket that a daemon of the user's own would have; NULL without a runtime folder. */
static const char *user_socket(struct arena *a)
{
	const char *dir = getenv("XDG_RUNTIME_DIR");
	return dir && dir[0] == '/' ? arena_printf(a, "%s/karez.sock", dir).p : NULL;
}

int address_find(const char *server, const char *conf, struct arena *a, struct address *out_r, struct err *err)
{
	const char *env = getenv("KAREZ_SERVER"), *path = conf ? conf : conf_default_path();
	if (server || (env && env[0])) {
		*out_r = (struct address){ copy(a, server ? server : env), server ? "-s" : "$KAREZ_SERVER" };
		return 0;
	}
	if (conf || access(path, R_OK) == 0)
		return from_conf(path, a, out_r, err);
	const char *own = user_socket(a);
	bool exists = own && fs_exists(own);
	*out_r = exists ? (struct address){ own, "the socket of this user" }
			: (struct address){ default_socket(a), default_origin };
	return 0;
}

struct str address_advice(const struct address *at, struct arena *a)
{
	/* Where the default is, only a service may listen; where the user's own is, anybody. */
	const char *own = user_socket(a);
	const char *addr = own && at->origin == default_origin ? own : at->addr;
	return arena_printf(a,
		"To start one on an index:    karezd --index NAME=DIR --listen %s%s\n"
		"Where it is a service:       systemctl start karezd\n"
		"The address is from %s; they are, in this order: -s, $KAREZ_SERVER,\n"
		"listen in %s, %s, %s\n",
		addr[0] == '/' ? "unix:" : "", addr, at->origin, conf_default_path(),
		own ? own : "$XDG_RUNTIME_DIR/karez.sock", default_socket(a));
}

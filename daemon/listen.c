/* Opening listening sockets and accepting on them; see listen.h. */
#include "config.h"

#include "daemon/listen.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "common/fs.h"
#include "common/log.h"
#include "common/unit.h"
#include "common/xalloc.h"
#include "daemon/wire.h"

#define BACKLOG 1024
#define ACCEPT_MAX 64			/* in one turn, so that other events get theirs */
#define COMPLAIN_US UINT64_C(1000000)	/* between two lines about missing descriptors */

struct listener {
	struct listener *next;
	struct listeners *all;
	char *addr;			/* as configured, or as inherited_check() names it */
	const struct wire *wire;	/* spoken there */
	char *path;			/* Unix: of the socket that karezd made, to remove it; else NULL */
	struct stat made;		/* Unix: what bind() made */
	int fd;
	struct loop_event *event;
	bool inherited;
	const struct wire *asked;	/* inherited: by the configuration that is being taken over; NULL: lines */
	bool wanted;
};

struct listeners {
	struct loop *loop;
	struct stats *stats;
	listen_fn *accepted;
	void *arg;
	struct listener *list;
	int reserve;			/* descriptor given up to turn a client away */
	uint64_t complained_us;
};

static void on_acceptable(void *arg);

/* ---- one listener ---- */

/* What shall be listened on: an address as configured, and the wire. */
struct place {
	const char *name;
	const struct wire *wire;
};

static struct listener *listener_add(struct listeners *ls, struct place p, int fd)
{
	struct listener *l = xcalloc(1, sizeof(*l));
	l->all = ls;
	l->addr = xstrdup(p.name);
	l->wire = p.wire;
	l->fd = fd;
	l->wanted = true;
	l->event = loop_readable_new(ls->loop, fd, on_acceptable, l);
	l->next = ls->list;
	ls->list = l;
	return l;
}

static void log_listening(struct place p)
{
	log_info("listen", "addr=%s wire=%s", p.name, p.wire->name);
}

static void listener_free(struct listener *l)
{
	struct stat now;
	loop_event_free(&l->event);
	/* Not another's that was put in its place. */
	if (l->path && lstat(l->path, &now) == 0 && now.st_ino == l->made.st_ino && now.st_dev == l->made.st_dev)
		unlink(l->path);
	close(l->fd);
	free(l->path);
	free(l->addr);
	free(l);
}

/* ---- inherited ones ---- */

static bool same_address(const struct sockaddr_storage *a, const struct sockaddr *b)
{
	if (a->ss_family != b->sa_family)
		return false;
	const void *va = a, *vb = b;
	const struct sockaddr_un *ua = va, *ub = vb;
	const struct sockaddr_in *a4 = va, *b4 = vb;
	const struct sockaddr_in6 *a6 = va, *b6 = vb;
	switch (b->sa_family) {
	case AF_UNIX: return strncmp(ua->sun_path, ub->sun_path, sizeof(ua->sun_path)) == 0;
	case AF_INET: return a4->sin_port == b4->sin_port && a4->sin_addr.s_addr == b4->sin_addr.s_addr;
	case AF_INET6: return a6->sin6_port == b6->sin6_port && IN6_ARE_ADDR_EQUAL(&a6->sin6_addr, &b6->sin6_addr);
	default: return false;
	}
}

/* Is this address held already?  Then what is configured to be spoken there is. */
static bool take_inherited(struct listeners *ls, const struct sockaddr *sa, const struct wire *wire)
{
	for (struct listener *l = ls->list; l; l = l->next) {
		struct sockaddr_storage own = { .ss_family = AF_UNSPEC };
		socklen_t n = sizeof(own);
		if (l->inherited && getsockname(l->fd, (struct sockaddr *)&own, &n) == 0 && same_address(&own, sa)) {
			l->asked = wire;
			return true;
		}
	}
	return false;
}

void listeners_inherit(struct listeners *ls, const struct inherited *in)
{
	for (unsigned i = 0; i < in->n; i++) {
		const struct inherited_socket *s = &in->sockets[i];
		listener_add(ls, (struct place){ s->addr, &wire_line }, s->fd)->inherited = true;
		log_info("listen", "addr=%s inherited=%d name=%s", s->addr, s->fd, s->name);
	}
}

/* ---- Unix sockets ---- */

/* Does anybody answer there?  Leaves errno as connect() set it. */
static bool answers(const struct sockaddr_un *sun)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return false;
	int rc = connect(fd, (const struct sockaddr *)sun, sizeof(*sun));
	int e = errno;
	close(fd);
	errno = e;
	return rc == 0 || e == EAGAIN;	/* EAGAIN: its queue is full */
}

/* Remove what a daemon that died has left; refuse to take a living one's place. */
static int remove_stale(const struct sockaddr_un *sun, struct err *err)
{
	struct stat st;
	if (lstat(sun->sun_path, &st) < 0)
		return errno == ENOENT ? 0 : err_errno(err, "%s", sun->sun_path);
	if (!S_ISSOCK(st.st_mode))
		return err_set(err, ERR_EXISTS, "%s is there and is not a socket", sun->sun_path);
	if (answers(sun))
		return err_set(err, ERR_BUSY, "another server answers on %s", sun->sun_path);
	if (errno != ECONNREFUSED)
		return err_errno(err, "%s", sun->sun_path);
	if (unlink(sun->sun_path) < 0)
		return err_errno(err, "removing the stale socket %s", sun->sun_path);
	log_info("listen", "removed stale socket %s", sun->sun_path);
	return 0;
}

static int bind_unix(int fd, const struct sockaddr_un *sun, unsigned mode, struct err *err)
{
	/* Nobody may connect between bind() and chmod(). */
	mode_t mask = umask(0177);
	int rc = bind(fd, (const struct sockaddr *)sun, sizeof(*sun));
	umask(mask);
	if (rc < 0)
		return err_errno(err, "binding %s", sun->sun_path);
	if (chmod(sun->sun_path, (mode_t)mode) < 0 || listen(fd, BACKLOG) < 0) {
		err_errno(err, "listening on %s", sun->sun_path);
		unlink(sun->sun_path);
		return -1;
	}
	return 0;
}

/* Two daemons that start at once must not each remove the other's socket: the folder is locked
 * from the look at what is there until bind(). */
static int lock_folder(const char *path, struct err *err)
{
	char *dir = xstrdup(path), *slash = strrchr(dir, '/');
	if (slash)
		*(slash == dir ? slash + 1 : slash) = '\0';
	int fd = open(slash ? dir : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		err_errno(err, "the folder of socket %s", path);
	else if (flock(fd, LOCK_EX) < 0) {
		err_errno(err, "locking the folder of socket %s", path);
		close(fd);
		fd = -1;
	}
	free(dir);
	return fd;
}

static int listen_unix(struct listeners *ls, struct place p, const struct addr *addr, unsigned mode, struct err *err)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	_Static_assert(sizeof(sun.sun_path) == sizeof(addr->path), "addr_parse() knows how long a path may be");
	memcpy(sun.sun_path, addr->path, sizeof(sun.sun_path));
	if (take_inherited(ls, (const struct sockaddr *)&sun, p.wire))
		return 0;
	int folder = lock_folder(addr->path, err);
	if (folder < 0)
		return -1;
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	int rc = fd < 0 ? err_errno(err, "socket") : remove_stale(&sun, err);
	if (rc == 0)
		rc = bind_unix(fd, &sun, mode, err);
	close(folder);
	if (rc < 0) {
		if (fd >= 0)
			close(fd);
		return -1;
	}
	struct listener *l = listener_add(ls, p, fd);
	log_listening(p);
	l->path = xstrdup(addr->path);
	if (lstat(l->path, &l->made) < 0)
		memset(&l->made, 0, sizeof(l->made));	/* removed already: nothing of ours to remove */
	return 0;
}

/* ---- TCP ---- */

static int give_up(const char *name, int fd, struct err *err)
{
	int e = errno;	/* listen_tcp() looks at it */
	err_errno(err, "listening on %s", name);
	if (fd >= 0)
		close(fd);
	errno = e;
	return -1;
}

static int listen_one(struct listeners *ls, struct place p, const struct addrinfo *ai, struct err *err)
{
	int one = 1;
	if (take_inherited(ls, ai->ai_addr, p.wire))
		return 0;
	int fd = socket(ai->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return give_up(p.name, fd, err);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (ai->ai_family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof(one));
	if (bind(fd, ai->ai_addr, ai->ai_addrlen) < 0 || listen(fd, BACKLOG) < 0)
		return give_up(p.name, fd, err);
	listener_add(ls, p, fd);
	log_listening(p);
	return 0;
}

/* A name may stand for several addresses; one that this machine does not have is no error as
 * long as there is another. */
static int listen_tcp(struct listeners *ls, struct place p, const struct addr *addr, struct err *err)
{
	struct addrinfo hints = { .ai_flags = AI_PASSIVE | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM }, *list;
	int rc = getaddrinfo(addr->host, addr->port, &hints, &list);
	if (rc)
		return err_set(err, ERR_NOT_FOUND, "%s: %s", p.name, gai_strerror(rc));
	bool any = false;
	for (struct addrinfo *ai = list; ai; ai = ai->ai_next) {
		rc = listen_one(ls, p, ai, err);
		any |= rc == 0;
		if (rc < 0 && errno != EADDRNOTAVAIL && errno != EAFNOSUPPORT) {
			any = false;
			break;
		}
	}
	freeaddrinfo(list);
	return any ? 0 : -1;
}

/* ---- all of them ---- */

static unsigned n_places(const struct conf *conf)
{
	return conf->n_listen + conf->n_http;
}

static struct place place_of(const struct conf *conf, unsigned i)
{
	if (i < conf->n_listen)
		return (struct place){ conf->listen[i], &wire_line };
	return (struct place){ conf->http[i - conf->n_listen], &wire_http };
}

static bool is_at(const struct listener *l, struct place p)
{
	return l->wire == p.wire && strcmp(l->addr, p.name) == 0;
}

static bool listening_on(const struct listeners *ls, struct place p)
{
	for (struct listener *l = ls->list; l; l = l->next)
		if (!l->inherited && is_at(l, p))
			return true;
	return false;
}

static bool configured(const struct conf *conf, const struct listener *l)
{
	for (unsigned i = 0; i < n_places(conf); i++)
		if (is_at(l, place_of(conf, i)))
			return true;
	return false;
}

static bool any_inherited(const struct listeners *ls)
{
	for (struct listener *l = ls->list; l; l = l->next)
		if (l->inherited)
			return true;
	return false;
}

/* Those that are not wanted, or all. */
static void drop(struct listeners *ls, bool all)
{
	for (struct listener **at = &ls->list, *l; (l = *at);) {
		if (l->wanted && !all) {
			at = &l->next;
			continue;
		}
		*at = l->next;
		listener_free(l);
	}
}

static int listen_add(struct listeners *ls, struct place p, unsigned mode, struct err *err)
{
	struct addr addr;
	if (addr_parse(str_of(p.name), &addr, err) < 0)
		return -1;
	return addr.is_unix ? listen_unix(ls, p, &addr, mode, err) : listen_tcp(ls, p, &addr, err);
}

int listeners_set(struct listeners *ls, const struct conf *conf, struct err *err)
{
	struct listener *before = ls->list;
	int rc = 0;
	unsigned first = conf->listen_is_default && any_inherited(ls) ? conf->n_listen : 0;
	for (unsigned i = first; i < n_places(conf) && rc == 0; i++)
		if (!listening_on(ls, place_of(conf, i)))
			rc = listen_add(ls, place_of(conf, i), conf->socket_mode, err);
	/* New ones stand before the old ones in the list. */
	bool old = false;
	for (struct listener *l = ls->list; l; l = l->next) {
		old |= l == before;
		l->wanted = l->inherited || (rc < 0 ? old : configured(conf, l));
		if (l->inherited && rc == 0)
			l->wire = l->asked ? l->asked : &wire_line;
		l->asked = NULL;
	}
	drop(ls, false);
	return rc;
}

void listeners_close(struct listeners *ls)
{
	drop(ls, true);
}

/* ---- accepting ---- */

static void peer_name(int fd, const struct sockaddr_storage *sa, socklen_t n, char *out, size_t size)
{
	struct ucred cred;
	socklen_t length = sizeof(cred);
	if (sa->ss_family == AF_UNIX && getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &cred, &length) == 0)
		snprintf(out, size, "uid=%u,pid=%d", (unsigned)cred.uid, (int)cred.pid);
	else if (!addr_show((const struct sockaddr *)sa, n, out, size))
		snprintf(out, size, "unknown");
}

static void complain(struct listeners *ls, const char *what)
{
	uint64_t now = clock_us();
	if (ls->complained_us && now - ls->complained_us < COMPLAIN_US)
		return;
	ls->complained_us = now;
	log_error("accept", "%s", what);
}

/* No descriptor left: tell the client by closing, with the one kept for this. */
static void turn_away(struct listeners *ls, int listening)
{
	complain(ls, strerror(errno));
	if (ls->reserve >= 0)
		close(ls->reserve);
	int fd = accept4(listening, NULL, NULL, SOCK_CLOEXEC);
	if (fd >= 0) {
		close(fd);
		stats_add(ls->stats, STAT_connections_refused, 1);
	}
	ls->reserve = open("/dev/null", O_RDONLY | O_CLOEXEC);
}

static void on_acceptable(void *arg)
{
	struct listener *l = arg;
	struct listeners *ls = l->all;
	for (int i = 0; i < ACCEPT_MAX; i++) {
		struct sockaddr_storage sa;
		socklen_t n = sizeof(sa);
		int one = 1;
		char peer[80];
		int fd = accept4(l->fd, (struct sockaddr *)&sa, &n, SOCK_CLOEXEC | SOCK_NONBLOCK);
		if (fd < 0) {
			if (errno == EMFILE || errno == ENFILE)
				turn_away(ls, l->fd);
			else if (errno != EAGAIN && errno != EINTR && errno != ECONNABORTED)
				complain(ls, strerror(errno));
			return;
		}
		if (sa.ss_family != AF_UNIX)
			setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
		peer_name(fd, &sa, n, peer, sizeof(peer));
		ls->accepted(ls->arg, fd, peer, l->wire);
	}
}

struct listeners *listeners_new(struct loop *l, struct stats *stats, listen_fn *accepted, void *arg)
{
	struct listeners *ls = xcalloc(1, sizeof(*ls));
	ls->loop = l;
	ls->stats = stats;
	ls->accepted = accepted;
	ls->arg = arg;
	ls->reserve = open("/dev/null", O_RDONLY | O_CLOEXEC);
	return ls;
}

void listeners_free(struct listeners **listeners)
{
	struct listeners *ls = *listeners;
	if (!ls)
		return;
	*listeners = NULL;
	drop(ls, true);
	if (ls->reserve >= 0)
		close(ls->reserve);
	free(ls);
}

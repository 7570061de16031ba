/* The state machine of one client; see conn.h. */
#include "config.h"

#include "daemon/conn.h"

#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/log.h"
#include "common/unit.h"
#include "common/xalloc.h"
#include "daemon/io.h"
#include "daemon/wire.h"
#include "proto/limits.h"

#define LINGER_MS 2000		/* for a client to close after its last answer */
#define TLS_HANDSHAKE 0x16	/* first byte of a TLS client hello, with which no request begins */

enum conn_state {
	CONN_OPEN,	/* reads requests and makes jobs of them */
	CONN_PARKED,	/* not read: enough requests under way, or enough output waiting */
	CONN_DRAINING,	/* takes no more requests; closes when all replies are out */
	CONN_LINGERING,	/* all is said; what the client still sends is thrown away until it closes */
	CONN_DEAD	/* nothing can be sent; freed at the next turn of the loop */
};

/* Replies that came before it was their turn wait in answered[]; a NULL there is a request
 * that is still under way.
 *
 *     first            next
 *       |                |
 *   ... A  .  B  .  .    |          A goes out with first++, then it is B's predecessor's turn
 */
struct conn {
	struct conns *all;
	struct io *io;
	uint32_t place;			/* in all->table */
	uint64_t serial;
	enum conn_state state;
	bool eof;			/* the client sends no more */
	bool begun;			/* some of its input was taken */
	bool last;			/* its last request was taken */
	uint64_t half_us;		/* when the input was found to hold less than a request; 0: it does not */
	const struct wire *wire;
	struct wire_session session;
	bool touched;			/* is on all->touched */
	struct conn *next;		/* on all->touched or all->dead */
	uint64_t active_us;		/* last request, reply or progress of output */
	uint64_t first, next_sequence;	/* requests under way: [first, next_sequence) */
	unsigned weight;		/* of them (job_weight) */
	size_t held;			/* bytes in answered[] */
	struct str said;		/* goes out when nothing is under way */
	struct job *answered[LIMIT_PIPELINE];
};

struct conns {
	struct loop *loop;
	const struct conns_ops *ops;
	void *arg;
	struct stats *stats;
	struct job_cache *cache;
	struct conns_limits limits;
	struct conn **table;		/* n_table places, NULL where free */
	uint32_t n_table, n;
	uint32_t *free_places;		/* n_table - n of them */
	uint64_t serial;
	struct conn *touched, *dead;
	struct arena scratch;		/* commands that may not be whole yet */
	bool settling;
	struct loop_event *sweep, *reap;
	loop_fn *drained;		/* draining when not NULL */
	void *drained_arg;
};

static void conn_touch(struct conn *c)
{
	if (c->touched)
		return;
	c->touched = true;
	c->next = c->all->touched;
	c->all->touched = c;
}

static void conn_enter(struct conn *c, enum conn_state state)
{
	if (c->state == CONN_DEAD || c->state == state)
		return;
	/* A draining connection takes no request again. */
	if (c->state == CONN_DRAINING && state < CONN_DRAINING)
		return;
	c->state = state;
	io_read_enable(c->io, state == CONN_OPEN || state == CONN_LINGERING);
	conn_touch(c);
}

/* ---- answers ---- */

static bool under_way(const struct conn *c)
{
	return c->first != c->next_sequence;
}

static struct job **slot(struct conn *c, uint64_t sequence)
{
	return &c->answered[sequence % LIMIT_PIPELINE];
}

static struct conn *find(const struct conns *all, const struct job *j)
{
	struct conn *c = j->conn_place < all->n_table ? all->table[j->conn_place] : NULL;
	return c && c->serial == j->conn && c->state != CONN_DEAD ? c : NULL;
}

/* Send what has its turn. */
static void advance(struct conn *c)
{
	struct job *j;
	while (under_way(c) && (j = *slot(c, c->first))) {
		*slot(c, c->first) = NULL;
		c->first++;
		c->weight -= job_weight(j);
		c->held -= j->out.n;
		stats_add(c->all->stats, STAT_bytes_out, j->out.n);
		if (j->reply.kind == REPLY_ERROR)
			stats_error(c->all->stats, j->reply.error);
		io_write_take(c->io, &j->out);
		job_give(c->all->cache, &j);
	}
	if (!under_way(c) && c->said.n) {
		io_write(c->io, c->said);
		c->said = STR_NONE;
	}
}

void conns_answer(struct conns *all, struct job *j)
{
	struct conn *c = find(all, j);
	if (!c) {
		stats_add(all->stats, STAT_dropped, 1);
		job_give(all->cache, &j);
		return;
	}
	*slot(c, j->sequence) = j;
	c->held += j->out.n;
	c->active_us = clock_us();
	if (j->reply.close) {
		c->last = true;
		conn_enter(c, CONN_DRAINING);
	}
	advance(c);
	conn_touch(c);
}

/* ---- requests ---- */

struct job *conn_job(struct conn *c)
{
	struct job *j = job_take(c->all->cache);
	j->conn_place = c->place;
	j->conn = c->serial;
	j->wire = c->wire;
	j->arrived_us = clock_us();
	c->active_us = j->arrived_us;
	stats_add(c->all->stats, STAT_requests, 1);
	return j;
}

void conn_job_drop(struct conn *c, struct job *j)
{
	job_give(c->all->cache, &j);
}

/* From here on the job has its place in the order of the replies. */
static void job_begin(struct conn *c, struct job *j)
{
	c->said = STR_NONE;	/* it was for a request that is whole now */
	j->sequence = c->next_sequence++;
	c->weight += job_weight(j);
}

void conn_request(struct conn *c, struct job *j)
{
	job_begin(c, j);
	c->last = j->reply.close;	/* the wire may know it before anybody answers */
	c->all->ops->request(c->all->arg, j);
}

void conn_reply(struct conn *c, struct job *j)
{
	job_begin(c, j);
	c->all->ops->reply(c->all->arg, j);
}

struct wire_session *conn_session(struct conn *c)
{
	return &c->session;
}

bool conn_is_new(const struct conn *c)
{
	return !c->begun;
}

bool conn_at_end(const struct conn *c)
{
	return c->eof;
}

struct arena *conn_scratch(struct conn *c)
{
	arena_reset(&c->all->scratch);
	return &c->all->scratch;
}

void conn_consume(struct conn *c, size_t n)
{
	c->begun = true;
	c->half_us = 0;
	io_consume(c->io, n);
	stats_add(c->all->stats, STAT_bytes_in, n);
}

void conn_change_wire(struct conn *c, const struct wire *w)
{
	c->wire = w;
}

void conn_say(struct conn *c, struct str bytes)
{
	c->said = bytes;
	advance(c);
	conn_touch(c);
}

static bool has_room(const struct conn *c)
{
	return c->weight < LIMIT_PIPELINE && c->held + io_queued(c->io) < LIMIT_OUTPUT;
}

/* Well below the marks that parked it, so that it does not go to and fro with each reply. */
static bool has_much_room(const struct conn *c)
{
	return c->weight <= LIMIT_PIPELINE / 2 && c->held + io_queued(c->io) <= LIMIT_OUTPUT / 2;
}

static bool is_tls(struct conn *c, struct str in)
{
	if (c->begun || (unsigned char)in.p[0] != TLS_HANDSHAKE)
		return false;
	log_info("tls", "conn=%llu a TLS client on a plain socket: closed", (unsigned long long)c->serial);
	conn_enter(c, CONN_DEAD);
	return true;
}

static void process_input(struct conn *c)
{
	if (c->state == CONN_LINGERING)
		conn_consume(c, io_input(c->io).n);
	while (c->state == CONN_OPEN) {
		struct str in = io_input(c->io);
		if (in.n == 0 || is_tls(c, in))
			break;
		if (c->last) {
			conn_consume(c, in.n);
		} else if (!has_room(c)) {
			c->half_us = 0;		/* it is not the client any more that keeps us waiting */
			conn_enter(c, CONN_PARKED);
		} else if (!c->wire->next(c, in)) {
			c->half_us = c->half_us ? c->half_us : clock_us();
			break;
		}
	}
	if (c->eof && c->state != CONN_PARKED)
		conn_enter(c, CONN_DRAINING);
}

static void on_io(void *owner, enum io_event event)
{
	struct conn *c = owner;
	switch (event) {
	case IO_DATA:
		process_input(c);
		break;
	case IO_EOF:
		c->eof = true;
		if (c->wire->end_is_gone && under_way(c))
			conn_enter(c, CONN_DEAD);
		process_input(c);
		break;
	case IO_WRITTEN:
		c->active_us = clock_us();
		break;
	case IO_BROKEN:
		conn_enter(c, CONN_DEAD);
		break;
	}
	conn_touch(c);
	conns_settle(c->all);
}

/* ---- settling, closing ---- */

/* Closed while input waits, or is still on its way, the kernel resets the connection, and the client may not read what it was
 * told last: that its request is too large, say, while it sends it. */
static void end(struct conn *c)
{
	bool linger = c->last && !c->eof && !c->all->drained && io_end(c->io);
	c->active_us = clock_us();
	conn_enter(c, linger ? CONN_LINGERING : CONN_DEAD);
}

static void settle(struct conn *c)
{
	if (c->state != CONN_DEAD)
		io_flush(c->io);
	if (c->state == CONN_PARKED && has_much_room(c)) {
		conn_enter(c, CONN_OPEN);
		process_input(c);
	}
	if (c->state == CONN_DRAINING && !under_way(c) && io_queued(c->io) == 0)
		end(c);
}

void conns_settle(struct conns *all)
{
	/* Flushing tells on_io() of its progress, which would begin here again. */
	if (all->settling)
		return;
	all->settling = true;
	for (struct conn *c; (c = all->touched);) {
		all->touched = c->next;
		c->touched = false;
		settle(c);
		if (c->state == CONN_DEAD && !c->touched) {
			/* Its io may be in a callback further up the stack: freed by reap(). */
			c->touched = true;
			c->next = all->dead;
			all->dead = c;
			loop_timer_start(all->reap, 0);
		}
	}
	all->settling = false;
}

static void conn_free(struct conn *c)
{
	struct conns *all = c->all;
	unsigned waiting = 0;
	for (uint64_t i = c->first; i != c->next_sequence; i++) {
		waiting += !*slot(c, i);
		if (*slot(c, i))
			job_give(all->cache, slot(c, i));
	}
	all->table[c->place] = NULL;
	all->n--;
	all->free_places[all->n_table - all->n - 1] = c->place;
	if (waiting)
		all->ops->gone(all->arg, c->serial, waiting);
	log_debug("closed", "conn=%llu requests=%llu dropped=%u", (unsigned long long)c->serial,
		  (unsigned long long)c->next_sequence, waiting);
	io_free(&c->io);
	free(c);
}

static void reap(void *arg)
{
	struct conns *all = arg;
	while (all->dead) {
		struct conn *c = all->dead;
		all->dead = c->next;
		conn_free(c);
	}
	/* Others may have been answered instead of those that are gone. */
	conns_settle(all);
	if (all->drained && all->n == 0)
		all->drained(all->drained_arg);
}

/* How often idle connections are looked for. */
static uint64_t sweep_ms(const struct conns *all)
{
	uint64_t ms = all->limits.idle_ms / 4;
	return ms < 10 ? 10 : ms > 1000 ? 1000 : ms;
}

/* Has the client kept us waiting for too long?  While a request is under way it is the client that waits; while replies wait for
 * the client, it is the client that is slow. */
static bool is_idle(const struct conn *c, uint64_t now)
{
	if (c->half_us && c->wire->request_ms && now >= c->half_us && now - c->half_us >= c->wire->request_ms * 1000)
		return true;
	if (under_way(c) && io_queued(c->io) == 0)
		return false;
	uint64_t ms = c->all->limits.idle_ms;
	if (c->state == CONN_LINGERING && ms > LINGER_MS)
		ms = LINGER_MS;
	return now >= c->active_us && now - c->active_us >= ms * 1000;
}

static void sweep(void *arg)
{
	struct conns *all = arg;
	uint64_t now = clock_us();
	for (uint32_t i = 0; i < all->n_table; i++) {
		struct conn *c = all->table[i];
		if (!c || !is_idle(c, now))
			continue;
		log_debug("idle", "conn=%llu output=%zu", (unsigned long long)c->serial, io_queued(c->io));
		stats_add(all->stats, STAT_connections_idle, c->state != CONN_LINGERING);
		conn_enter(c, CONN_DEAD);
	}
	conns_settle(all);
	loop_timer_start(all->sweep, sweep_ms(all));
}

/* ---- the table ---- */

struct conns *conns_new(struct loop *l, const struct conns_ops *ops, void *arg, struct stats *stats,
			struct job_cache *cache, struct conns_limits limits)
{
	struct conns *all = xcalloc(1, sizeof(*all));
	all->loop = l;
	all->ops = ops;
	all->arg = arg;
	all->stats = stats;
	all->cache = cache;
	all->sweep = loop_timer_new(l, sweep, all);
	all->reap = loop_timer_new(l, reap, all);
	conns_limits_set(all, limits);
	return all;
}

void conns_limits_set(struct conns *all, struct conns_limits limits)
{
	all->limits = limits;
	loop_timer_start(all->sweep, sweep_ms(all));
}

unsigned conns_count(const struct conns *all)
{
	return all->n;
}

unsigned conns_speaking(const struct conns *all, const struct wire *wire)
{
	unsigned n = 0;
	for (uint32_t i = 0; i < all->n_table; i++)
		n += all->table[i] && all->table[i]->wire == wire;
	return n;
}

unsigned conns_max(const struct conns *all)
{
	return all->limits.max;
}

void conns_free(struct conns **conns)
{
	struct conns *all = *conns;
	if (!all)
		return;
	*conns = NULL;
	for (uint32_t i = 0; i < all->n_table; i++)
		if (all->table[i])
			conn_free(all->table[i]);
	loop_event_free(&all->sweep);
	loop_event_free(&all->reap);
	free(all->table);
	free(all->free_places);
	arena_fini(&all->scratch);
	free(all);
}

static uint32_t place_take(struct conns *all)
{
	if (all->n == all->n_table) {
		uint32_t n = all->n_table ? all->n_table * 2 : 16;
		all->table = xreallocarray(all->table, n, sizeof(*all->table));
		all->free_places = xreallocarray(all->free_places, n, sizeof(*all->free_places));
		for (uint32_t i = all->n_table; i < n; i++) {
			all->table[i] = NULL;
			all->free_places[n - 1 - i] = i;
		}
		all->n_table = n;
	}
	return all->free_places[all->n_table - all->n - 1];
}

static void refuse(struct conns *all, int fd, const struct wire *wire)
{
	struct job *j = job_take(all->cache);
	j->wire = wire;
	reply_error(&j->reply, WIRE_BUSY, "too many connections (max %u)", all->limits.max);
	job_encode(j);
	/* As far as it goes at once: a client that does not read it has no claim to more. */
	if (send(fd, j->out.p, j->out.n, MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
		log_debug("refused", "the client is gone already");
	job_give(all->cache, &j);
	close(fd);
	stats_add(all->stats, STAT_connections_refused, 1);
	stats_error(all->stats, WIRE_BUSY);
}

void conns_add(struct conns *all, int fd, const char *peer, const struct wire *wire)
{
	if (all->n >= all->limits.max || all->drained) {
		refuse(all, fd, wire);
		return;
	}
	struct conn *c = xcalloc(1, sizeof(*c));
	c->all = all;
	c->place = place_take(all);
	c->serial = ++all->serial;
	c->wire = wire;
	c->session = (struct wire_session){ .redis = { .proto = 2, .id = c->serial } };
	c->active_us = clock_us();
	c->io = io_new(all->loop, fd, on_io, c);
	all->table[c->place] = c;
	all->n++;
	stats_add(all->stats, STAT_connections_total, 1);
	log_debug("accepted", "conn=%llu peer=%s wire=%s", (unsigned long long)c->serial, peer, wire->name);
}

void conns_drain(struct conns *all, loop_fn *fn, void *arg)
{
	all->drained = fn;
	all->drained_arg = arg;
	for (uint32_t i = 0; i < all->n_table; i++)
		if (all->table[i])
			conn_enter(all->table[i], CONN_DRAINING);
	conns_settle(all);
	loop_timer_start(all->reap, 0);
}

/* The state machine of one client; see conn.h. */
#include "config.h"

#include "daemon/conn.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/log.h"
#include "common/unit.h"
#include "common/xalloc.h"
#include "daemon/io.h"
#include "proto/limits.h"
#include "proto/line.h"
#include "proto/redis.h"
#include "proto/resp.h"

/* First bytes: of a TLS client hello, with which no request begins, and of a Redis client's first command. */
#define TLS_HANDSHAKE 0x16
#define REDIS_COMMAND '*'

enum conn_state {
	CONN_OPEN,	/* reads lines and makes jobs of them */
	CONN_SKIPPING,	/* inside a line that is too long: input is thrown away up to its end */
	CONN_PARKED,	/* not read: enough requests under way, or enough output waiting */
	CONN_DRAINING,	/* takes no more requests; closes when all replies are out */
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
	bool greeted;			/* the first byte was looked at */
	bool is_redis;			/* it said so */
	struct redis_session session;
	bool touched;			/* is on all->touched */
	struct conn *next;		/* on all->touched or all->dead */
	uint64_t active_us;		/* last request, reply or progress of output */
	uint64_t first, next_sequence;	/* requests under way: [first, next_sequence) */
	unsigned weight;		/* of them (job_weight) */
	size_t held;			/* bytes in answered[] */
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
	/* A draining connection never reads again. */
	if (c->state == CONN_DRAINING && state != CONN_DEAD)
		return;
	c->state = state;
	io_read_enable(c->io, state == CONN_OPEN || state == CONN_SKIPPING);
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
	if (j->reply.close)
		conn_enter(c, CONN_DRAINING);
	advance(c);
	conn_touch(c);
}

/* ---- requests ---- */

static struct job *job_make(struct conn *c)
{
	struct job *j = job_take(c->all->cache);
	j->conn_place = c->place;
	j->conn = c->serial;
	j->arrived_us = clock_us();
	c->active_us = j->arrived_us;
	stats_add(c->all->stats, STAT_requests, 1);
	return j;
}

/* From here on the job has its place in the order of the replies. */
static void job_begin(struct conn *c, struct job *j)
{
	j->sequence = c->next_sequence++;
	c->weight += job_weight(j);
}

/* What needs nobody to carry it out. */
static void answer_here(struct conn *c, struct job *j)
{
	job_begin(c, j);
	job_encode(j);
	conns_answer(c->all, j);
}

/* Only the tag of the line is read, so that the client knows what is meant. */
static void too_long(struct conn *c, struct str line)
{
	struct job *j = job_make(c);
	(void)line_parse(str_sub(line, 0, LIMIT_TAG + 2), &j->arena, &j->request, &j->reply);
	reply_error(&j->reply, WIRE_TOOLONG, "max=%d", LIMIT_LINE);
	answer_here(c, j);
}

/* more: the client has sent more than that. */
static void take_line(struct conn *c, struct str line, bool more)
{
	bool crlf = str_ends(line, STR("\r"));
	line.n -= crlf;
	if (line.n > LIMIT_LINE) {
		too_long(c, line);
		return;
	}
	if (line.n == 0)
		return;
	struct job *j = job_make(c);
	j->crlf = crlf;
	if (line_parse(line, &j->arena, &j->request, &j->reply)) {
		j->more = more;
		job_begin(c, j);
		c->all->ops->request(c->all->arg, j);
	} else if (j->reply.kind == REPLY_ERROR) {
		answer_here(c, j);
	} else {
		job_give(c->all->cache, &j);
	}
}

static void take_command(struct conn *c, const struct str *args, size_t n, bool more)
{
	struct job *j = job_make(c);
	struct str *own = arena_array(&j->arena, n, sizeof(*own));
	struct redis_shape *shape = arena_alloc(&j->arena, sizeof(*shape));
	for (size_t i = 0; i < n; i++)
		own[i] = arena_str(&j->arena, args[i]);
	j->redis = shape;
	j->more = more;
	if (redis_parse(&c->session, own, n, &j->arena, &j->request, shape, &j->reply)) {
		job_begin(c, j);
		c->all->ops->request(c->all->arg, j);
	} else {
		answer_here(c, j);
	}
}

static void take_no_command(struct conn *c, const char *why)
{
	struct job *j = job_make(c);
	struct redis_shape *shape = arena_alloc(&j->arena, sizeof(*shape));
	redis_protocol_error(why, &j->arena, shape, &j->reply);
	j->redis = shape;
	answer_here(c, j);
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

static void consume(struct conn *c, size_t n)
{
	io_consume(c->io, n);
	stats_add(c->all->stats, STAT_bytes_in, n);
}

static void skip(struct conn *c, struct str in)
{
	ptrdiff_t end = str_chr(in, '\n');
	consume(c, end < 0 ? in.n : (size_t)end + 1);
	if (end >= 0)
		conn_enter(c, CONN_OPEN);
}

/* The next line, or the rest at the end of input.  False when more has to come first. */
static bool next_line(struct conn *c, struct str in)
{
	ptrdiff_t end = str_chr(in, '\n');
	if (end >= 0) {
		take_line(c, str_sub(in, 0, (size_t)end), in.n > (size_t)end + 1);
		consume(c, (size_t)end + 1);
		return true;
	}
	/* One byte more may be the CR of a line that is just not too long. */
	if (in.n > LIMIT_LINE + 1) {
		too_long(c, in);
		conn_enter(c, CONN_SKIPPING);
		return true;
	}
	if (!c->eof)
		return false;
	take_line(c, in, false);
	consume(c, in.n);
	return true;
}

/* The next command; false when more has to come first. */
static bool next_command(struct conn *c, struct str in)
{
	struct str *args;
	size_t n, used;
	const char *why;
	arena_reset(&c->all->scratch);
	switch (resp_take(in, &c->all->scratch, &args, &n, &used, &why)) {
	case RESP_MORE:
		return false;
	case RESP_DONE:
		if (n)
			take_command(c, args, n, in.n > used);
		consume(c, used);
		return true;
	case RESP_BAD:
		take_no_command(c, why);
		consume(c, in.n);
		break;
	}
	return true;
}

static bool greet(struct conn *c, struct str in)
{
	c->greeted = true;
	c->is_redis = in.p[0] == REDIS_COMMAND;
	if ((unsigned char)in.p[0] != TLS_HANDSHAKE)
		return true;
	log_info("tls", "conn=%llu a TLS client on a plain socket: closed", (unsigned long long)c->serial);
	conn_enter(c, CONN_DEAD);
	return false;
}

static void process_input(struct conn *c)
{
	while (c->state == CONN_OPEN || c->state == CONN_SKIPPING) {
		struct str in = io_input(c->io);
		if (in.n == 0)
			break;
		if (!c->greeted && !greet(c, in))
			return;
		if (c->state == CONN_SKIPPING)
			skip(c, in);
		else if (!has_room(c))
			conn_enter(c, CONN_PARKED);
		else if (!(c->is_redis ? next_command(c, in) : next_line(c, in)))
			break;
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

static void settle(struct conn *c)
{
	if (c->state != CONN_DEAD)
		io_flush(c->io);
	if (c->state == CONN_PARKED && has_much_room(c)) {
		conn_enter(c, CONN_OPEN);
		process_input(c);
	}
	if (c->state == CONN_DRAINING && !under_way(c) && io_queued(c->io) == 0)
		conn_enter(c, CONN_DEAD);
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
	if (all->drained && all->n == 0)
		all->drained(all->drained_arg);
}

/* How often idle connections are looked for. */
static uint64_t sweep_ms(const struct conns *all)
{
	uint64_t ms = all->limits.idle_ms / 4;
	return ms < 10 ? 10 : ms > 1000 ? 1000 : ms;
}

static void sweep(void *arg)
{
	struct conns *all = arg;
	uint64_t now = clock_us();
	for (uint32_t i = 0; i < all->n_table; i++) {
		struct conn *c = all->table[i];
		/* While a request is under way the client is waiting for us; while replies wait
		 * for the client, it is the client that is slow. */
		if (!c || (under_way(c) && io_queued(c->io) == 0))
			continue;
		if (now < c->active_us || now - c->active_us < all->limits.idle_ms * 1000)
			continue;
		log_debug("idle", "conn=%llu output=%zu", (unsigned long long)c->serial, io_queued(c->io));
		stats_add(all->stats, STAT_connections_idle, 1);
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

static void refuse(struct conns *all, int fd)
{
	char line[80];
	int n = snprintf(line, sizeof(line), "-%s too many connections (max %u)\n",
			 wire_error_name(WIRE_BUSY), all->limits.max);
	/* As far as it goes at once: a client that does not read it has no claim to more. */
	if (send(fd, line, (size_t)n, MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
		log_debug("refused", "the client is gone already");
	close(fd);
	stats_add(all->stats, STAT_connections_refused, 1);
	stats_error(all->stats, WIRE_BUSY);
}

void conns_add(struct conns *all, int fd, const char *peer)
{
	if (all->n >= all->limits.max || all->drained) {
		refuse(all, fd);
		return;
	}
	struct conn *c = xcalloc(1, sizeof(*c));
	c->all = all;
	c->place = place_take(all);
	c->serial = ++all->serial;
	c->session = (struct redis_session){ .proto = 2, .id = c->serial };
	c->active_us = clock_us();
	c->io = io_new(all->loop, fd, on_io, c);
	all->table[c->place] = c;
	all->n++;
	stats_add(all->stats, STAT_connections_total, 1);
	log_debug("accepted", "conn=%llu peer=%s", (unsigned long long)c->serial, peer);
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

/* Requests go out, replies come in; see stream.h. */
#include "config.h"

#include "lib/stream.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

#include "common/unit.h"
#include "proto/line.h"

/* What a server may send, and what may wait for it: more than a karezd ever sends. */
#define MAX_ROWS 100000
#define MAX_WAITING 16384		/* requests without a reply */
#define MAX_OUT ((size_t)16 << 20)	/* bytes of requests that the server does not take */
#define MIN_MEMORY (64u << 20)		/* bytes that an answer may take once it is read, */
					/* or four times the largest answer, if that is more: texts, with spans in them */
#define MAX_UNASKED 4096		/* bytes before anything was asked: a refusal at the door */

const char *stream_peer(const struct karez *k)
{
	return k->address ? k->address : "the server";
}

enum karez_code stream_overdue(struct karez *k)
{
	return handle_fail(k, KAREZ_E_TIMEOUT, "no answer from %s within %.1f s", stream_peer(k), (double)k->timeout_us / 1e6);
}

static enum karez_code failed(struct karez *k, const char *what)
{
	err_errno(&k->err, "%s %s", what, stream_peer(k));
	return handle_failed(k);
}

static enum karez_code no_memory(struct karez *k)
{
	return handle_fail(k, KAREZ_E_MEMORY, "the answer of %s does not fit into memory", stream_peer(k));
}

enum karez_code stream_await(struct karez *k, int events, uint64_t deadline)
{
	struct pollfd p = { .fd = k->fd };
	p.events = (short)((events & KAREZ_READ ? POLLIN : 0) | (events & KAREZ_WRITE ? POLLOUT : 0));
	for (;;) {
		uint64_t now = clock_us();
		if (now >= deadline)
			return stream_overdue(k);
		uint64_t ms = (deadline - now + 999) / 1000;
		int n = poll(&p, 1, ms > 3600000 ? 3600000 : (int)ms);
		if (n > 0)
			return handle_ok(k);
		if (n < 0 && errno != EINTR)
			return failed(k, "waiting for");
	}
}

/* The first *n bytes go. */
static void shift(struct buf *b, size_t *n)
{
	memmove(b->p, b->p + *n, b->n - *n);
	buf_truncate(b, b->n - *n);
	*n = 0;
}

/* ---- out ---- */

/* As much as the system takes. */
static void flush(struct karez *k)
{
	while (!k->deaf && k->sent < k->out.n) {
		ssize_t n = send(k->fd, k->out.p + k->sent, k->out.n - k->sent, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n >= 0)
			k->sent += (size_t)n;
		else if (errno == EAGAIN) {
			if (k->sent > k->out.n / 2)
				shift(&k->out, &k->sent);
			return;
		} else if (errno != EINTR)
			k->deaf = true;		/* what it said before can still be read, or the end */
	}
	buf_reset(&k->out);
	k->sent = 0;
}

static void start_clock(struct karez *k)
{
	k->deadline = clock_us() + k->timeout_us;
}

enum karez_code stream_send(struct karez *k, struct str line, enum row_kind kind)
{
	if (k->fd < 0)
		return handle_fail(k, KAREZ_E_CLOSED, "not connected");
	if (handle_waiting(k) >= MAX_WAITING || k->out.n + line.n > MAX_OUT)
		return handle_fail(k, KAREZ_E_LIMIT, "%zu requests wait for their answers: take some first", handle_waiting(k));
	size_t n = k->out.n;
	buf_addstr(&k->out, line);
	if (!k->out.failed)
		buf_putc(&k->waiting, (char)kind);
	if (k->out.failed || k->waiting.failed) {
		k->out.failed = k->waiting.failed = false;
		buf_truncate(&k->out, n);
		return handle_fail(k, KAREZ_E_MEMORY, "the request does not fit into memory");
	}
	if (handle_waiting(k) == 1)
		start_clock(k);
	flush(k);
	return handle_ok(k);
}

/* ---- in ---- */

static void queue(struct karez *k, struct result *r)
{
	*k->last = r;
	k->last = &r->next;
	k->n_results++;
}

/* Bytes of a server for a person: visible ASCII characters of their beginning. */
static const char *visible(struct str line, char shown[96])
{
	size_t n = 0;
	for (; n < line.n && n < 95; n++)
		shown[n] = line.p[n] > 0x20 && line.p[n] < 0x7f ? line.p[n] : ' ';
	shown[n] = '\0';
	return shown;
}

static enum karez_code no_karezd(struct karez *k, struct str line)
{
	char shown[96];
	return handle_fail(k, KAREZ_E_PROTOCOL, "%s is not a karezd: it answers '%s'", stream_peer(k), visible(line, shown));
}

/* The end, and what was said before without being asked. */
static enum karez_code closed(struct karez *k)
{
	char shown[96];
	k->torn = k->in.n > k->taken;
	struct str said = handle_waiting(k) ? STR_NONE : str_trim(str_sub(buf_str(&k->in), k->taken, k->in.n));
	return handle_fail(k, KAREZ_E_CLOSED, "%s closed the connection%s%s", stream_peer(k), said.n ? ": " : "", visible(said, shown));
}

static enum karez_code see_first(struct karez *k, struct str line)
{
	struct line_status status;
	if (!line_status(line, &status))
		return no_karezd(k, line);
	if (status.rows > MAX_ROWS)
		return handle_fail(k, KAREZ_E_LIMIT, "%s announces %llu rows", stream_peer(k), (unsigned long long)status.rows);
	k->rows = k->left = (size_t)status.rows;
	k->begun = true;
	return KAREZ_OK;
}

/* What may be made of a reply; small ones may be all brackets. */
static uint64_t most_memory(const struct karez *k)
{
	uint64_t most = (uint64_t)k->max_reply < UINT64_MAX / 4 ? (uint64_t)k->max_reply * 4 : UINT64_MAX;
	return most < MIN_MEMORY ? MIN_MEMORY : most;
}

/* The reply that begins at k->taken is whole. */
static enum karez_code see_reply(struct karez *k)
{
	enum row_kind kind = (enum row_kind)k->waiting.p[k->answered];
	struct result *r = result_new(str_sub(buf_str(&k->in), k->taken, k->seen), k->rows, kind, most_memory(k), &k->err);
	if (!r)
		return handle_failed(k);
	queue(k, r);
	k->taken = k->seen;
	k->begun = false;
	if (++k->answered > k->waiting.n / 2)
		shift(&k->waiting, &k->answered);
	start_clock(k);
	return KAREZ_OK;
}

/* The line that ends at `end` of k->in. */
static enum karez_code see_line(struct karez *k, size_t end)
{
	enum karez_code code = KAREZ_OK;
	if (k->begun)
		k->left--;
	else
		code = see_first(k, str_sub(buf_str(&k->in), k->seen, end));
	k->seen = k->looked = end + 1;
	return code != KAREZ_OK || k->left ? code : see_reply(k);
}

/* Replies that are whole are cut off. */
static enum karez_code cut_replies(struct karez *k)
{
	while (handle_waiting(k)) {
		ptrdiff_t end = str_chr(str_sub(buf_str(&k->in), k->looked, k->in.n), '\n');
		size_t at = end < 0 ? k->in.n : k->looked + (size_t)end;
		if (at - k->taken > k->max_reply)
			return handle_fail(k, KAREZ_E_LIMIT, "%s answers with more than %zu bytes", stream_peer(k), k->max_reply);
		if (end < 0) {
			k->looked = k->in.n;
			return KAREZ_OK;
		}
		enum karez_code code = see_line(k, at);
		if (code != KAREZ_OK)
			return code;
	}
	if (k->in.n - k->taken > MAX_UNASKED)
		return handle_fail(k, KAREZ_E_PROTOCOL, "%s speaks without being asked", stream_peer(k));
	return KAREZ_OK;
}

/* 1: bytes came, 0: none now, -1: the handle has failed. */
static int fill(struct karez *k)
{
	enum { STEP = 65536 };
	/* What was taken goes before more comes, so the buffer is as long as a reply, not as all of them. */
	if (k->taken) {
		k->seen -= k->taken;
		k->looked -= k->taken;
		shift(&k->in, &k->taken);
	}
	if (!buf_reserve(&k->in, STEP)) {
		no_memory(k);
		return -1;
	}
	for (;;) {
		ssize_t n = recv(k->fd, k->in.p + k->in.n, STEP, MSG_DONTWAIT);
		if (n > 0) {
			k->in.n += (size_t)n;
			return 1;
		}
		if (n == 0 || errno == ECONNRESET) {
			k->ended = true;
			return 0;
		}
		if (errno == EAGAIN)
			return 0;
		if (errno != EINTR) {
			failed(k, "reading from");
			return -1;
		}
	}
}

/* Some of what has come: the others of a loop shall have their turn as well. */
static enum karez_code read_some(struct karez *k)
{
	enum { TURNS = 16 };
	enum karez_code code = cut_replies(k);	/* what came before it was asked for */
	for (int i = 0; i < TURNS && code == KAREZ_OK && !k->ended; i++) {
		int n = fill(k);
		if (n < 0)
			return k->code;
		if (n == 0)
			break;
		code = cut_replies(k);
	}
	if (code == KAREZ_OK && k->ended && handle_waiting(k))
		return closed(k);
	return code;
}

enum karez_code stream_process(struct karez *k)
{
	if (k->fd < 0)
		return handle_fail(k, KAREZ_E_CLOSED, "not connected");
	flush(k);
	if (read_some(k) != KAREZ_OK) {
		handle_drop(k);
		return k->code;
	}
	return handle_ok(k);
}

bool stream_is_gone(struct karez *k)
{
	return k->fd < 0 || (stream_process(k) != KAREZ_OK) || (k->ended && k->in.n == k->taken);
}

struct result *stream_take(struct karez *k)
{
	struct result *r = k->first;
	if (!r)
		return NULL;
	k->first = r->next;
	r->next = NULL;
	if (!k->first)
		k->last = &k->first;
	k->n_results--;
	return r;
}

struct result *stream_receive(struct karez *k)
{
	start_clock(k);
	while (!k->first) {
		if (stream_process(k) != KAREZ_OK && !k->first)
			return NULL;
		if (!k->first && stream_await(k, karez_events(k), k->deadline) != KAREZ_OK) {
			handle_drop(k);
			return NULL;
		}
	}
	handle_ok(k);
	return stream_take(k);
}

/* ---- for loops of the program's ---- */

int karez_fd(const struct karez *k)
{
	return k->fd;
}

int karez_events(const struct karez *k)
{
	return KAREZ_READ | (k->sent < k->out.n && !k->deaf ? KAREZ_WRITE : 0);
}

int karez_wait_ms(const struct karez *k)
{
	if (k->fd < 0 || !handle_waiting(k))
		return -1;
	uint64_t now = clock_us();
	uint64_t ms = now < k->deadline ? (k->deadline - now + 999) / 1000 : 0;
	return ms > 3600000 ? 3600000 : (int)ms;
}

enum karez_code karez_process(struct karez *k)
{
	if (stream_process(k) != KAREZ_OK)
		return k->code;
	if (k->ended && !handle_waiting(k)) {
		closed(k);
		handle_drop(k);
		return k->code;
	}
	if (handle_waiting(k) && clock_us() >= k->deadline) {
		handle_drop(k);
		return stream_overdue(k);
	}
	return KAREZ_OK;
}

struct karez_result *karez_next(struct karez *k)
{
	struct result *r = stream_take(k);
	return r ? &r->shown : NULL;
}

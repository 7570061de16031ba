/* Messages over a socket pair; see wire.h. */
#include "config.h"

#include "extract/wire.h"

#include <errno.h>
#include <jansson.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/unit.h"
#include "common/utf8.h"

#define HEAD 8			/* version, type, 0, 0, length (4, little endian) */
#define MAX_EXTRAS 1000
#define STEP ((size_t)256 << 10)

union control {
	struct cmsghdr align;
	char space[CMSG_SPACE(sizeof(int))];
};

void wire_message_fini(struct wire_message *m)
{
	buf_fini(&m->body);
	if (m->fd >= 0)
		close(m->fd);
	m->fd = -1;
}

/* ---- Sending ---- */

static ssize_t send_some(int socket, struct iovec *parts, size_t n, int fd)
{
	union control control;
	struct msghdr h = { .msg_iov = parts, .msg_iovlen = n };
	if (fd >= 0) {
		memset(&control, 0, sizeof(control));
		h.msg_control = control.space;
		h.msg_controllen = sizeof(control.space);
		*CMSG_FIRSTHDR(&h) = (struct cmsghdr){ .cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET,
						       .cmsg_type = SCM_RIGHTS };
		memcpy(CMSG_DATA(CMSG_FIRSTHDR(&h)), &fd, sizeof(int));
	}
	return sendmsg(socket, &h, MSG_NOSIGNAL);
}

int wire_send(int socket, enum wire_type type, struct str body, int fd, struct err *err)
{
	unsigned char head[HEAD] = { WIRE_VERSION, (unsigned char)type };
	if (body.n > UINT32_MAX)
		return err_set(err, ERR_LIMIT, "a message of %zu bytes", body.n);
	for (unsigned i = 0; i < 4; i++)
		head[4 + i] = (unsigned char)(body.n >> 8 * i);
	struct iovec parts[2] = { { head, HEAD }, { (void *)(uintptr_t)body.p, body.n } };
	while (parts[0].iov_len || parts[1].iov_len) {
		ssize_t n = send_some(socket, parts, 2, fd);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(err, "sending to the other side");
		fd = -1;
		for (size_t i = 0; i < 2; i++) {
			size_t gone = (size_t)n < parts[i].iov_len ? (size_t)n : parts[i].iov_len;
			parts[i].iov_base = (char *)parts[i].iov_base + gone;
			parts[i].iov_len -= gone;
			n -= (ssize_t)gone;
		}
	}
	return 0;
}

/* ---- Receiving ---- */

static int wait_for(int socket, uint64_t deadline, struct err *err)
{
	for (;;) {
		uint64_t now = clock_us();
		struct pollfd p = { .fd = socket, .events = POLLIN };
		if (deadline && now >= deadline)
			return err_set(err, ERR_TIMEOUT, "no answer in time");
		uint64_t ms = deadline ? (deadline - now) / 1000 + 1 : 0;
		int rc = poll(&p, 1, !deadline ? -1 : ms > 60000 ? 60000 : (int)ms);
		if (rc > 0)
			return 0;
		if (rc < 0 && errno != EINTR)
			return err_errno(err, "waiting for the other side");
	}
}

static void take_fd(struct msghdr *h, struct wire_message *m)
{
	for (struct cmsghdr *c = CMSG_FIRSTHDR(h); c; c = CMSG_NXTHDR(h, c)) {
		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
			continue;
		/* Of several the last one is kept: none may stay open unknown. */
		for (size_t at = 0; CMSG_LEN(at + sizeof(int)) <= c->cmsg_len; at += sizeof(int)) {
			if (m->fd >= 0)
				close(m->fd);
			memcpy(&m->fd, CMSG_DATA(c) + at, sizeof(int));
		}
	}
}

/* n bytes.  1, 0 when the peer closed before the first of them, -1. */
static int receive(int socket, struct wire_message *m, void *to, size_t n, uint64_t deadline, struct err *err)
{
	for (size_t got = 0; got < n; ) {
		union control control;
		struct iovec part = { (char *)to + got, n - got };
		struct msghdr h = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.space,
				    .msg_controllen = sizeof(control.space) };
		if (wait_for(socket, deadline, err) < 0)
			return -1;
		ssize_t rc = recvmsg(socket, &h, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
		if (rc < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (rc < 0 && errno != ECONNRESET)
			return err_errno(err, "hearing the other side");
		if (rc <= 0)
			return got == 0 ? 0 : err_set(err, ERR_CORRUPT, "the other side stopped in the middle of a message");
		take_fd(&h, m);
		got += (size_t)rc;
	}
	return 1;
}

int wire_receive(int socket, struct wire_message *m, size_t max, uint64_t deadline, struct err *err)
{
	unsigned char head[HEAD];
	size_t left = 0;
	wire_message_fini(m);
	int rc = receive(socket, m, head, HEAD, deadline, err);
	if (rc <= 0)
		return rc;
	for (unsigned i = 0; i < 4; i++)
		left |= (size_t)head[4 + i] << 8 * i;
	if (head[0] != WIRE_VERSION || head[1] < WIRE_HELLO || head[1] >= N_WIRE_TYPES)
		return err_set(err, ERR_CORRUPT, "a message that nobody knows (another version?)");
	if (left > max)
		return err_set(err, ERR_LIMIT, "a message of %zu bytes", left);
	m->type = (enum wire_type)head[1];
	while (left) {		/* memory as it comes, not as it is announced */
		size_t n = left < STEP ? left : STEP;
		if (!buf_reserve(&m->body, n))
			return err_set(err, ERR_NO_MEMORY, "no memory for a message");
		if (receive(socket, m, m->body.p + m->body.n, n, deadline, err) <= 0)
			return err_set(err, ERR_CORRUPT, "the other side stopped in the middle of a message");
		m->body.n += n;
		m->body.p[m->body.n] = '\0';
		left -= n;
	}
	return 1;
}

/* ---- Bodies ---- */

static void put_str(struct buf *b, struct str s)
{
	buf_add_varint(b, s.n);
	buf_addstr(b, s);
}

static bool take_str(struct str *rest, struct str *s_r)
{
	uint64_t n;
	if (!str_take_varint(rest, &n) || n > rest->n)
		return false;
	*s_r = str_sub(*rest, 0, (size_t)n);
	*rest = str_sub(*rest, (size_t)n, rest->n);
	return true;
}

static bool take_text(struct str *rest, struct str *s_r)
{
	return take_str(rest, s_r) && utf8_valid(*s_r);
}

static int malformed(struct err *err)
{
	return err_set(err, ERR_CORRUPT, "a message that contradicts itself");
}

void wire_put_pair(struct buf *b, struct str first, struct str second)
{
	put_str(b, first);
	put_str(b, second);
}

int wire_take_pair(struct str body, struct str *first_r, struct str *second_r, struct err *err)
{
	return take_text(&body, first_r) && take_text(&body, second_r) && body.n == 0 ? 0 : malformed(err);
}

void wire_put_job(struct buf *b, const struct wire_job *job)
{
	const struct walk_limits *l = &job->limits;
	const uint64_t numbers[] = { l->document, l->member, l->total, l->members, l->ratio, l->depth, l->families };
	put_str(b, job->name);
	put_str(b, job->type);
	put_str(b, job->externals);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		buf_add_varint(b, numbers[i]);
}

int wire_take_job(struct str body, struct wire_job *job, struct err *err)
{
	uint64_t n[7];
	if (!take_str(&body, &job->name) || !take_str(&body, &job->type) || !take_str(&body, &job->externals))
		return malformed(err);
	for (size_t i = 0; i < 7; i++) {
		if (!str_take_varint(&body, &n[i]) || (i >= 4 && n[i] > UINT32_MAX))
			return malformed(err);
	}
	job->limits = (struct walk_limits){ n[0], n[1], n[2], n[3], (unsigned)n[4], (unsigned)n[5], (unsigned)n[6] };
	return body.n == 0 ? 0 : malformed(err);
}

/* The strings of a document, in the order in which they travel. */
#define N_FIELDS 9
static void fields_of(struct doc *doc, struct str *fields[N_FIELDS])
{
	struct str *all[N_FIELDS] = { &doc->id, &doc->title, &doc->text, &doc->author, &doc->date, &doc->url,
				      &doc->source, &doc->lang, &doc->type };
	memcpy(fields, all, sizeof(all));
}

void wire_put_document(struct buf *b, const struct doc *doc)
{
	struct doc copy = *doc;
	struct str *fields[N_FIELDS];
	fields_of(&copy, fields);
	for (size_t i = 0; i < N_FIELDS; i++)
		put_str(b, *fields[i]);
	buf_add_varint(b, doc->n_extras);
	for (size_t i = 0; i < doc->n_extras; i++)
		wire_put_pair(b, doc->extras[i].key, doc->extras[i].json);
}

/* It is stored as it came, so it has to be JSON. */
static bool is_json(struct str s)
{
	json_t *value = json_loadb(s.p ? s.p : "", s.n, JSON_DECODE_ANY, NULL);
	json_decref(value);
	return value != NULL;
}

int wire_take_document(struct str body, struct arena *a, struct doc *doc, struct err *err)
{
	struct str *fields[N_FIELDS];
	uint64_t n;
	memset(doc, 0, sizeof(*doc));
	fields_of(doc, fields);
	for (size_t i = 0; i < N_FIELDS; i++) {
		if (!take_text(&body, fields[i]))
			return malformed(err);
	}
	if (!str_take_varint(&body, &n) || n > MAX_EXTRAS || n > body.n)
		return malformed(err);
	doc->n_extras = (size_t)n;
	doc->extras = arena_array(a, (size_t)n + 1, sizeof(*doc->extras));
	for (size_t i = 0; i < n; i++) {
		struct doc_extra *e = &doc->extras[i];
		if (!take_text(&body, &e->key) || !take_text(&body, &e->json) || !is_json(e->json))
			return malformed(err);
	}
	return body.n == 0 ? 0 : malformed(err);
}

/* A closed-loop load generator for servers: latency of each query, or throughput by class.
 *
 * usage: load [-f FORMAT] [-r ROUNDS] ADDR REQUESTS.tsv
 *        load [-f FORMAT] -t SECONDS [-c CONNECTIONS] [-d DEPTH] [-k CLASS] ADDR REQUESTS.tsv
 *        load -i CONNECTIONS ADDR
 * ADDR: unix:PATH or 127.0.0.1:PORT.  FORMAT: line, resp, http or sphinxql (formats.h).  REQUESTS.tsv: class TAB request, as the format
 * wants it.
 *
 * -r: one connection, one request at a time; for each request a line "class TAB microseconds TAB ids of
 * the hits", the best of ROUNDS after one round to warm up (fewer where a class takes ten seconds).  -t: CONNECTIONS with DEPTH requests under way each, over all requests of a class in
 * turn: one JSON line per class.  -k: this class only.  -i: opens connections, says so with a line, and holds them until its
 * standard input ends.  One thread, so that a thousand connections cost no more than eight.
 */
#include "config.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "common/buf.h"
#include "common/xalloc.h"
#include "tests/bench/formats.h"

#define READ_SIZE (64u << 10)
#define MAX_DEPTH 128
#define CLASS_SECONDS 10.0

struct request {
	char *class, *bytes;	/* with what frames them */
	size_t n;
	char *ids;		/* of the hits */
	double best;		/* seconds */
};

static struct request *requests;
static size_t n_requests;

struct connection {
	int fd;
	struct buf in;
	size_t next;			/* the request to send next */
	double sent[MAX_DEPTH];		/* when those under way were sent, a ring */
	unsigned first, under_way;
};

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static _Noreturn void die(const char *what)
{
	fprintf(stderr, "load: %s: %s\n", what, errno ? strerror(errno) : "not as expected");
	exit(1);
}

static void send_all(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t k = send(fd, p, n, MSG_NOSIGNAL);
		if (k < 0)
			die("send");
		p += k;
		n -= (size_t)k;
	}
}

static const struct format *format;

/* ---- Connections ---- */

static int dial(const char *addr)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	struct sockaddr_in in = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	const char *colon = strrchr(addr, ':');
	bool local = !strncmp(addr, "unix:", 5);
	if (!colon || strlen(addr + 5) >= sizeof(un.sun_path))
		die(addr);
	if (local)
		strcpy(un.sun_path, addr + 5);
	else
		in.sin_port = htons((uint16_t)strtoul(colon + 1, NULL, 10));
	int fd = socket(local ? AF_UNIX : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		die("socket");
	/* A Unix socket whose backlog is full says EAGAIN where TCP would wait. */
	while (connect(fd, local ? (struct sockaddr *)&un : (struct sockaddr *)&in,
		       local ? sizeof(un) : sizeof(in)) < 0) {
		if (errno != EAGAIN)
			die(addr);
		usleep(1000);
	}
	if (!local)
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int));
	if (format->greet && !format->greet(fd))
		die("greeting");
	return fd;
}

/* Waits for bytes and adds them to what is there. */
static void receive(struct connection *c)
{
	char bytes[READ_SIZE];
	ssize_t n = recv(c->fd, bytes, sizeof(bytes), 0);
	if (n <= 0)
		die("the server closed a connection");
	buf_add(&c->in, bytes, (size_t)n);
}

static void consume(struct connection *c, size_t n)
{
	memmove(c->in.p, c->in.p + n, c->in.n - n);
	buf_truncate(&c->in, c->in.n - n);
}

/* ---- One request at a time ---- */

static _Noreturn void die_of(const struct request *q)
{
	fputs("load: an error for the request ", stderr);
	fwrite(q->bytes, 1, q->n, stderr);
	fputc('\n', stderr);
	exit(1);
}

static double once(struct connection *c, const struct request *q, struct load_reply *r)
{
	double began = now();
	size_t n;
	send_all(c->fd, q->bytes, q->n);
	do
		receive(c);
	while (!(n = format->reply(str_n(c->in.p, c->in.n), r)));
	double took = now() - began;
	consume(c, n);
	return took;
}

static void latency(struct connection *c, const char *class, unsigned rounds)
{
	struct buf ids = BUF_INIT;
	double began = now();
	for (unsigned round = 0; round <= rounds && (round < 2 || now() - began < CLASS_SECONDS); round++)
		for (struct request *q = requests; q < requests + n_requests; q++) {
			struct load_reply r = { .ids = &ids };
			if (strcmp(q->class, class))
				continue;
			double took = once(c, q, &r);
			if (r.error)
				die_of(q);
			if (!round)
				q->ids = xstrndup(ids.p ? ids.p : "", ids.n);
			else if (round == 1 || took < q->best)
				q->best = took;
		}
	for (struct request *q = requests; q < requests + n_requests; q++)
		if (!strcmp(q->class, class)) {
			printf("%s\t%.2f\t%s\n", class, q->best * 1e6, q->ids);
			free(q->ids);
		}
	buf_fini(&ids);
}

/* ---- Many requests at a time ---- */

static struct {
	struct request **of_class;
	size_t n_of_class;
	unsigned depth;
	double began, ends;	/* what is sent between them counts, also when the answer comes later */
	float *took;		/* microseconds */
	size_t n, cap;
	unsigned long long hits;
	unsigned errors;
} run;

static void count(double sent, double answered, const struct load_reply *r)
{
	if (sent < run.began)
		return;
	if (run.n == run.cap) {
		run.cap = run.cap ? run.cap * 2 : 1 << 16;
		run.took = xreallocarray(run.took, run.cap, sizeof(*run.took));
	}
	run.took[run.n++] = (float)((answered - sent) * 1e6);
	run.hits += r->hits;
	run.errors += r->error;
}

/* Fills the connection up with requests, all in one write. */
static void top_up(struct connection *c, double at)
{
	static struct buf out = BUF_INIT;
	buf_reset(&out);
	for (; c->under_way < run.depth; c->under_way++) {
		const struct request *q = run.of_class[c->next++ % run.n_of_class];
		buf_add(&out, q->bytes, q->n);
		c->sent[(c->first + c->under_way) % MAX_DEPTH] = at;
	}
	send_all(c->fd, out.p, out.n);
}

static void take_replies(struct connection *c)
{
	struct load_reply r = { .ids = NULL };
	size_t done = 0, n;
	receive(c);
	double at = now();
	while (c->under_way && (n = format->reply(str_n(c->in.p + done, c->in.n - done), &r)) > 0) {
		count(c->sent[c->first], at, &r);
		c->first = (c->first + 1) % MAX_DEPTH;
		c->under_way--;
		done += n;
	}
	if (done)
		consume(c, done);
	if (at >= run.ends && !run.n)	/* nothing to report yet: a slow server, or a machine that was elsewhere */
		run.ends = at + (run.ends - run.began);
	if (done && at < run.ends)
		top_up(c, at);
}

static int by_number(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;
	return x < y ? -1 : x > y;
}

static void report(const char *class, unsigned connections)
{
	double sum = 0;
	qsort(run.took, run.n, sizeof(*run.took), by_number);
	for (size_t i = 0; i < run.n; i++)
		sum += run.took[i];
	printf("{\"class\":\"%s\",\"connections\":%u,\"depth\":%u,\"requests\":%zu,\"per_second\":%.0f,\"mean\":%.1f,"
	       "\"p50\":%.1f,\"p99\":%.1f,\"max\":%.1f,\"hits\":%llu,\"errors\":%u}\n",
	       class, connections, run.depth, run.n, (double)run.n / (run.ends - run.began), sum / (double)run.n,
	       (double)run.took[run.n / 2], (double)run.took[run.n * 99 / 100], (double)run.took[run.n - 1], run.hits, run.errors);
	fflush(stdout);
}

static void throughput(struct connection *c, unsigned connections, int poller, const char *class, double seconds)
{
	unsigned waiting = connections;
	struct epoll_event ready[256];
	run.n_of_class = run.n = run.hits = run.errors = 0;
	for (size_t i = 0; i < n_requests; i++)
		if (!strcmp(requests[i].class, class))
			run.of_class[run.n_of_class++] = &requests[i];
	run.began = now() + seconds / 5;
	run.ends = run.began + seconds;
	for (unsigned i = 0; i < connections; i++) {
		c[i].next = i * 7;
		top_up(&c[i], now());
	}
	while (waiting) {
		int n = epoll_wait(poller, ready, 256, -1);
		for (int i = 0; i < n; i++) {
			struct connection *which = ready[i].data.ptr;
			take_replies(which);
			waiting -= which->under_way == 0;
		}
	}
	report(class, connections);
}

/* ---- What to do ---- */

static void read_requests(const char *path)
{
	FILE *f = fopen(path, "r");
	char *line = NULL;
	size_t cap = 0;
	struct buf out = BUF_INIT;
	if (!f)
		die(path);
	for (ssize_t n; (n = getline(&line, &cap, f)) > 0;) {
		line[strcspn(line, "\n")] = '\0';
		char *tab = strchr(line, '\t');
		if (!tab)
			continue;
		format->frame(&out, str_of(tab + 1));
		requests = xreallocarray(requests, n_requests + 1, sizeof(*requests));
		requests[n_requests++] = (struct request){ .class = xstrndup(line, (size_t)(tab - line)), .n = out.n,
							   .bytes = xstrndup(out.p, out.n) };
		buf_reset(&out);
	}
	free(line);
	buf_fini(&out);
	fclose(f);
}

static bool first_of_class(size_t i)
{
	size_t j = 0;
	while (strcmp(requests[j].class, requests[i].class))
		j++;
	return j == i;
}

static void hold_idle(const char *addr, unsigned connections)
{
	for (unsigned i = 0; i < connections; i++)
		dial(addr);
	printf("open\n");
	fflush(stdout);
	while (getchar() != EOF)
		;
}

static _Noreturn void usage(void)
{
	fprintf(stderr, "usage: load [-f FORMAT] [-r ROUNDS | -t SECONDS [-c CONNECTIONS] [-d DEPTH]] [-k CLASS] ADDR REQUESTS.tsv\n"
			"       load -i CONNECTIONS ADDR\n");
	exit(2);
}

int main(int argc, char **argv)
{
	unsigned connections = 1, rounds = 3, idle = 0;
	double seconds = 0;
	const char *only = NULL;
	run.depth = 1;
	format = format_find("line");
	for (int o; (o = getopt(argc, argv, "c:d:f:i:k:r:t:")) != -1;) {
		unsigned n = optarg ? (unsigned)strtoul(optarg, NULL, 10) : 0;
		switch (o) {
		case 'c': connections = n; break;
		case 'd': run.depth = n; break;
		case 'f': format = format_find(optarg); break;
		case 'i': idle = n; break;
		case 'k': only = optarg; break;
		case 'r': rounds = n; break;
		case 't': seconds = strtod(optarg, NULL); break;
		default: usage();
		}
	}
	if (!format || argc - optind != (idle ? 1 : 2) || !connections || !run.depth || run.depth > MAX_DEPTH)
		usage();
	if (idle) {
		hold_idle(argv[optind], idle);
		return 0;
	}
	read_requests(argv[optind + 1]);
	struct connection *c = xcalloc(connections, sizeof(*c));
	int poller = epoll_create1(EPOLL_CLOEXEC);
	for (unsigned i = 0; i < connections; i++) {
		c[i].fd = dial(argv[optind]);
		if (epoll_ctl(poller, EPOLL_CTL_ADD, c[i].fd, &(struct epoll_event){ .events = EPOLLIN, .data.ptr = &c[i] }) < 0)
			die("epoll_ctl");
	}
	run.of_class = xcalloc(n_requests, sizeof(struct request *));
	for (size_t i = 0; i < n_requests; i++)
		if (first_of_class(i) && (!only || !strcmp(only, requests[i].class))) {
			if (seconds > 0)
				throughput(c, connections, poller, requests[i].class, seconds);
			else
				latency(c, requests[i].class, rounds);
		}
	return 0;
}

/* A server that follows a script, and a handle of libkarez that is connected to it. */
#ifndef KAREZ_TESTS_SERVER_FIXTURE_H
#define KAREZ_TESTS_SERVER_FIXTURE_H

#include "tests/unit/arena_fixture.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "lib/karez.h"

/* A server for one client after the other: each gets the next script, in pieces, once it has sent its lines; then its
 * connection is closed, or kept until the client goes. */
struct script {
	unsigned lines;		/* of requests that are read before */
	struct str bytes;
	size_t piece;		/* 0: all at once */
	bool stay;
};

struct server {
	int listener;
	char addr[64];
	pthread_t thread;
	const struct script *scripts;
	size_t n;
	char got[4096];		/* what the clients sent, as far as it was read before answering */
	size_t n_got;		/* all of it */
};

static struct karez *k;

static void read_lines(struct server *s, const struct script *x, int fd)
{
	char chunk[16384];
	ssize_t got;
	for (unsigned n = 0; n < x->lines && (got = read(fd, chunk, sizeof(chunk))) > 0;)
		for (ssize_t i = 0; i < got; i++) {
			if (s->n_got < sizeof(s->got) - 1)
				s->got[s->n_got] = chunk[i];
			s->n_got++;
			n += chunk[i] == '\n';
		}
}

static void play(struct server *s, const struct script *x, int fd)
{
	size_t piece = x->piece ? x->piece : 65536;
	char c;
	read_lines(s, x, fd);
	for (size_t i = 0; i < x->bytes.n; i += piece) {
		struct str part = str_sub(x->bytes, i, i + piece);
		if (send(fd, part.p, part.n, MSG_NOSIGNAL) < 0)
			break;
		if (piece < 16)
			usleep(200);
	}
	while (x->stay && read(fd, &c, 1) == 1)
		;
}

static void *serve(void *arg)
{
	struct server *s = arg;
	for (size_t i = 0; i < s->n; i++) {
		int fd = accept(s->listener, NULL, NULL);
		play(s, &s->scripts[i], fd);
		close(fd);
	}
	return NULL;
}

/* Starts the server and connects to it. */
static void start(struct server *s, const struct script *scripts, size_t n)
{
	static unsigned number;
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	*s = (struct server){ .scripts = scripts, .n = n };
	snprintf(s->addr, sizeof(s->addr), "unix:/tmp/karez-test-%d-%u", (int)getpid(), number++);
	strcpy(un.sun_path, s->addr + 5);
	s->listener = socket(AF_UNIX, SOCK_STREAM, 0);
	assert_int_equal(bind(s->listener, (struct sockaddr *)&un, sizeof(un)), 0);
	assert_int_equal(listen(s->listener, 8), 0);
	assert_int_equal(pthread_create(&s->thread, NULL, serve, s), 0);
	k = karez_new();
	assert_non_null(k);
	assert_int_equal(karez_set_timeout(k, 20000), KAREZ_OK);
	assert_int_equal(karez_connect(k, s->addr), KAREZ_OK);
}

/* Gives the handle back, then waits until the server has done its part. */
static void stop(struct server *s)
{
	karez_free(k);
	pthread_join(s->thread, NULL);
	close(s->listener);
	unlink(s->addr + 5);
}

/* The handle's message has this part. */
static inline void says(const char *part)
{
	if (!strstr(karez_message(k), part))
		fail_msg("\"%s\" does not say \"%s\"", karez_message(k), part);
}

#endif

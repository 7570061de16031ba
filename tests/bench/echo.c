/* The floor of a request and its answer through a socket: a server that searches nothing.
 *
 * usage: echo PATH REPLY-BYTES
 * Answers each line with one line of REPLY-BYTES bytes; epoll, one thread, a Unix socket.  Ends by a signal.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "common/xalloc.h"

static void answer(int fd, const char *reply, size_t size)
{
	char in[65536];
	ssize_t n = recv(fd, in, sizeof(in), 0);
	if (n <= 0) {
		close(fd);
		return;
	}
	for (const char *p = in; (p = memchr(p, '\n', (size_t)(in + n - p))); p++)
		if (send(fd, reply, size, MSG_NOSIGNAL) < 0)
			perror("send");
}

int main(int argc, char **argv)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	size_t size = argc == 3 ? strtoul(argv[2], NULL, 10) : 0;
	if (size < 2 || strlen(argv[1]) >= sizeof(un.sun_path)) {
		fprintf(stderr, "usage: %s PATH REPLY-BYTES\n", argv[0]);
		return 2;
	}
	char *reply = xmalloc(size);
	memset(reply, '+', size);
	reply[size - 1] = '\n';
	strcpy(un.sun_path, argv[1]);
	int server = socket(AF_UNIX, SOCK_STREAM, 0), poller = epoll_create1(0);
	struct epoll_event e = { .events = EPOLLIN, .data.fd = server }, ready[64];
	if (bind(server, (struct sockaddr *)&un, sizeof(un)) < 0 || listen(server, 4096) < 0 ||
	    epoll_ctl(poller, EPOLL_CTL_ADD, server, &e) < 0) {
		perror(argv[1]);
		return 1;
	}
	for (;;) {
		int n = epoll_wait(poller, ready, 64, -1);
		for (int i = 0; i < n; i++) {
			if (ready[i].data.fd != server) {
				answer(ready[i].data.fd, reply, size);
				continue;
			}
			e.data.fd = accept(server, NULL, NULL);
			if (e.data.fd >= 0 && epoll_ctl(poller, EPOLL_CTL_ADD, e.data.fd, &e) < 0)
				perror("epoll_ctl");
		}
	}
}

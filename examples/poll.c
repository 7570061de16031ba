/* Counts what each word finds, over two connections in a poll() loop: libkarez(3) in a program that has a loop of its own.
 * C, and C++ as it stands.
 *
 *     cc -o poll poll.c $(pkg-config --cflags --libs libkarez)
 *     ./poll /run/karez/karez.sock border trade customs
 */
#include <karez.h>
#include <poll.h>
#include <stdio.h>

#define N 2

static int fail(const struct karez *k)
{
	fprintf(stderr, "%s\n", k ? karez_message(k) : "out of memory");
	return 1;
}

/* Word i goes over connection i % N; its answer has it as tag. */
static int ask(struct karez **k, char **words, int n)
{
	for (int i = 0; i < n; i++) {
		struct karez_options options = KAREZ_OPTIONS_INIT;
		char tag[16];
		snprintf(tag, sizeof(tag), "%d", i);
		options.tag = tag;
		if (karez_send(k[i % N], KAREZ_COUNT, words[i], &options) != KAREZ_OK)
			return fail(k[i % N]);
	}
	return 0;
}

/* Waits for whatever comes first; 0 when it came. */
static int wait_for_any(struct karez **k)
{
	struct pollfd fds[N];
	int wait_ms = -1;
	for (int i = 0; i < N; i++) {
		int events = karez_events(k[i]), ms = karez_wait_ms(k[i]);
		fds[i].fd = karez_fd(k[i]);
		fds[i].events = (short)((events & KAREZ_READ ? POLLIN : 0) | (events & KAREZ_WRITE ? POLLOUT : 0));
		fds[i].revents = 0;
		if (ms >= 0 && (wait_ms < 0 || ms < wait_ms))
			wait_ms = ms;
	}
	return poll(fds, N, wait_ms) < 0;
}

static int print_answers(struct karez *k, char **words)
{
	struct karez_result *r;
	int n = 0;
	for (; (r = karez_next(k)); n++) {
		int i = 0;
		sscanf(r->tag, "%d", &i);
		if (r->code == KAREZ_OK)
			printf("%s: %d\n", words[i], (int)r->total);
		else
			printf("%s: %s\n", words[i], r->message);
		karez_result_free(r);
	}
	return n;
}

static int run(struct karez **k, const char *address, char **words, int n)
{
	for (int i = 0; i < N; i++)
		if (!(k[i] = karez_new()) || karez_connect(k[i], address) != KAREZ_OK)
			return fail(k[i]);
	if (ask(k, words, n))
		return 1;
	for (int left = n; left;) {
		if (wait_for_any(k)) {
			perror("poll");
			return 1;
		}
		for (int i = 0; i < N; i++) {
			enum karez_code code = karez_process(k[i]);
			left -= print_answers(k[i], words);
			if (code != KAREZ_OK && left)
				return fail(k[i]);
		}
	}
	return 0;
}

int main(int argc, char **argv)
{
	struct karez *k[N] = { NULL, NULL };
	if (argc < 3) {
		fprintf(stderr, "usage: %s ADDRESS WORD...\n", argv[0]);
		return 2;
	}
	int failed = run(k, argv[1], argv + 2, argc - 2);
	for (int i = 0; i < N; i++)
		karez_free(k[i]);
	return failed;
}

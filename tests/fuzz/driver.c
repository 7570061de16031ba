/* Replays a fuzz corpus and mutates it deterministically, for builds without libFuzzer.
 *
 * usage: fuzz_NAME [-seconds=N] [-seed=N] FILE-OR-FOLDER...
 * Every input is run as it is, then mutated (bits, bytes, cuts, copies, splices of two inputs)
 * until the time is over.  Ends with the number of executions; a finding is a crash.
 */
#include "config.h"

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/fs.h"
#include "common/xalloc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define LARGEST_INPUT 65536

static struct input {
	uint8_t *p;
	size_t n;
} *inputs;
static size_t n_inputs;
static uint64_t seed = 1, executions;

static uint64_t rnd(uint64_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return below ? seed % below : 0;
}

static void load(const char *path)
{
	struct buf b = BUF_INIT;
	struct err err;
	if (fs_read(path, LARGEST_INPUT, &b, &err) < 0) {
		fprintf(stderr, "%s\n", err.msg);
		exit(1);
	}
	inputs = xreallocarray(inputs, n_inputs + 1, sizeof(*inputs));
	inputs[n_inputs++] = (struct input){ (uint8_t *)b.p, b.n };
}

static int is_input(const struct dirent *e)
{
	return e->d_name[0] != '.';
}

static void load_all(const char *path)
{
	struct dirent **entries;
	int n = scandir(path, &entries, is_input, alphasort);	/* the same inputs in the same order on every machine */
	if (n < 0) {
		load(path);
		return;
	}
	for (int i = 0; i < n; i++) {
		char *p = fs_join(path, entries[i]->d_name);
		load(p);
		free(p);
		free(entries[i]);
	}
	free(entries);
}

/* Exactly sized copies, so that a sanitizer sees reads past the end. */
static void run(const uint8_t *p, size_t n)
{
	uint8_t *copy = xmalloc(n);
	if (n)
		memcpy(copy, p, n);
	LLVMFuzzerTestOneInput(copy, n);
	free(copy);
	executions++;
}

static size_t mutate(uint8_t *p, size_t n)
{
	static const uint8_t odd[] = { 0, 1, 0x7f, 0x80, 0xff, '\n', '"', '\\', '(', ')', '<', '>', '*', '=', '~', '^', ':' };
	for (uint64_t rounds = 1 + rnd(6); rounds; rounds--) {
		size_t at = n ? rnd(n) : 0, len = n ? 1 + rnd(n - at < 64 ? n - at : 64) : 0;
		switch (rnd(6)) {
		case 0:
			if (n)
				p[at] ^= (uint8_t)(1u << rnd(8));
			break;
		case 1:
			if (n)
				p[at] = odd[rnd(sizeof(odd))];
			break;
		case 2:	/* cut out */
			if (n) {
				memmove(p + at, p + at + len, n - at - len);
				n -= len;
			}
			break;
		case 3:	/* copy a piece to here */
			if (n && n + len <= LARGEST_INPUT) {
				memmove(p + at + len, p + at, n - at);
				n += len;
			}
			break;
		case 4:	/* splice another input */
			if (n_inputs) {
				const struct input *o = &inputs[rnd(n_inputs)];
				size_t from = rnd(o->n + 1), take = o->n - from;
				if (at + take > LARGEST_INPUT)
					take = LARGEST_INPUT - at;
				if (take)
					memcpy(p + at, o->p + from, take);
				if (at + take > n)
					n = at + take;
			}
			break;
		default:
			if (n < LARGEST_INPUT) {
				memmove(p + at + 1, p + at, n - at);
				p[at] = odd[rnd(sizeof(odd))];
				n++;
			}
		}
	}
	return n;
}

int main(int argc, char **argv)
{
	unsigned seconds = 0;
	for (int i = 1; i < argc; i++) {
		if (!strncmp(argv[i], "-seconds=", 9))
			seconds = (unsigned)strtoul(argv[i] + 9, NULL, 10);
		else if (!strncmp(argv[i], "-seed=", 6))
			seed = strtoull(argv[i] + 6, NULL, 10) | 1;
		else
			load_all(argv[i]);
	}
	if (!n_inputs) {
		fprintf(stderr, "usage: %s [-seconds=N] [-seed=N] CORPUS...\n", argv[0]);
		return 2;
	}
	run((const uint8_t *)"", 0);
	for (size_t i = 0; i < n_inputs; i++)
		run(inputs[i].p, inputs[i].n);
	uint8_t *work = xmalloc(LARGEST_INPUT);
	time_t end = time(NULL) + (time_t)seconds;
	while (seconds && time(NULL) < end) {
		const struct input *in = &inputs[rnd(n_inputs)];
		memcpy(work, in->p ? (const void *)in->p : "", in->n);
		run(work, mutate(work, in->n));
	}
	printf("%s: %zu inputs, %llu executions, no finding\n", argv[0], n_inputs, (unsigned long long)executions);
	free(work);
	for (size_t i = 0; i < n_inputs; i++)
		free(inputs[i].p);
	free(inputs);
	return 0;
}

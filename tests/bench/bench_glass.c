/* How fast the bulk builder is by itself: tokens with natural frequencies to a database.
 *
 * usage: bench_glass [DOCUMENTS [JOBS [TOKENS-PER-RUN]]]
 * Documents of 230 words on average over 500 000 terms after a Zipf-Mandelbrot law, 700 bytes of data
 * each; the same in every run.  Making them is not counted.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "common/fs.h"
#include "common/xalloc.h"
#include "glass/builder.h"

#define VOCABULARY 500000
#define DATA 700
#define WORDS_MIN 20
#define WORDS_MAX 20000

static uint64_t state = 0x9e3779b97f4a7c15u;
static double cumulative[VOCABULARY];
static uint32_t guide[1 << 16];		/* where to look for a fraction */

static double uniform(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (double)(state >> 11) / 9007199254740992.0;
}

static void make_frequencies(void)
{
	double sum = 0;
	for (unsigned i = 0; i < VOCABULARY; i++)
		cumulative[i] = sum += 1.0 / pow(i + 2.7, 1.07);
	uint32_t at = 0;
	for (uint32_t i = 0; i < 1 << 16; i++) {
		while (cumulative[at] / sum < i / 65536.0)
			at++;
		guide[i] = at;
	}
	for (unsigned i = 0; i < VOCABULARY; i++)
		cumulative[i] /= sum;
}

static uint32_t draw(void)
{
	double u = uniform();
	uint32_t low = guide[(unsigned)(u * 65536)], high = VOCABULARY - 1;
	for (uint32_t step = 1; cumulative[low] < u && low < high; step *= 2) {
		uint32_t next = low + step < high ? low + step : high;
		if (cumulative[next] >= u) {
			high = next;
			break;
		}
		low = next;
	}
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (cumulative[middle] < u)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The frequent ones are short; neighbours in frequency are far apart in the alphabet. */
static struct str word(uint32_t i)
{
	static char text[16];
	static const char letters[] = "etaoinshrdlcumwfgypbvkjx";
	uint64_t x = (uint64_t)i * 2654435761U % VOCABULARY;	/* another order of the same numbers */
	size_t n = 0;
	for (; n < 3 || x > 0; x /= 23)
		text[n++] = letters[x % 23];
	for (unsigned ending = i % 11; i > 1000 && ending > 5; ending--)
		text[n++] = letters[ending];
	return str_n(text, n);
}

static uint32_t next_document(struct token *tokens, struct lexicon *l)
{
	double length = exp(5.2 + 0.7 * sqrt(-2 * log(uniform() + 1e-12)) * cos(2 * M_PI * uniform()));
	uint32_t n = length < WORDS_MIN ? WORDS_MIN : length > WORDS_MAX ? WORDS_MAX : (uint32_t)length;
	for (uint32_t i = 0; i < n; i++) {
		/* What a text is about comes again and again. */
		uint32_t term = i > 0 && uniform() < 0.42 ? tokens[(uint32_t)(uniform() * i)].term
							  : TOKEN(lexicon_number(l, word(draw())), 1);
		tokens[i] = (struct token){ term, i + 1 };
	}
	return n;
}

static void must(int rc, const struct err *err)
{
	if (rc == 0)
		return;
	fprintf(stderr, "bench_glass: %s\n", err->msg);
	exit(1);
}

/* Seconds: of the processor (other programs do not count), on the clock. */
struct spent {
	double cpu, real;
};

static double seconds(clockid_t clock)
{
	struct timespec t;
	clock_gettime(clock, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static struct spent now(void)
{
	return (struct spent){ seconds(CLOCK_PROCESS_CPUTIME_ID), seconds(CLOCK_MONOTONIC) };
}

/* What was spent since; the next part starts now. */
static void note(struct spent *s, struct spent *start)
{
	struct spent end = now();
	s->cpu += end.cpu - start->cpu;
	s->real += end.real - start->real;
	*start = end;
}

static void print(const char *name, struct spent s, uint64_t tokens)
{
	printf("%-8s %7.3f s of processor  %7.3f s  %6.1f ns a token\n", name, s.cpu, s.real, s.cpu * 1e9 / (double)tokens);
}

enum { ADD, INVERT, APPEND, MERGE, STAGES };

int main(int argc, char **argv)
{
	unsigned long documents = argc > 1 ? strtoul(argv[1], NULL, 10) : 50000;
	unsigned jobs = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 1;
	unsigned long per_run = argc > 3 ? strtoul(argv[3], NULL, 10) : 2000000;
	static const char *const names[STAGES] = { "add", "invert", "append", "merge" };
	static char data[DATA];
	struct spent spent[STAGES] = { { 0 } }, all = { 0 };
	uint64_t n = 0, runs = 0, largest = 0;
	char folder[] = "/tmp/bench-glass-XXXXXX";
	struct err err;
	struct builder *b;
	struct builder_info info;
	make_frequencies();
	must(mkdtemp(folder) ? 0 : err_errno(&err, "no folder"), &err);
	char *path = fs_join(folder, "db");
	struct builder_options o = { .path = path, .tmp = folder, .memory = 64 << 20, .jobs = jobs };
	must(builder_begin(&o, &b, &err), &err);
	struct lexicon *l = lexicon_new();
	struct batch *batch = batch_new(l);
	for (unsigned long made = 0; made < documents; runs++) {
		/* All of a run's tokens before the clock runs. */
		struct token *tokens = xreallocarray(NULL, per_run + WORDS_MAX, sizeof(*tokens));
		uint32_t *lengths = xreallocarray(NULL, per_run / WORDS_MIN + 1, sizeof(*lengths)), first;
		size_t in_run = 0, held = 0;
		for (; made + held < documents && in_run < per_run; held++)
			in_run += lengths[held] = next_document(tokens + in_run, l);
		n += in_run;
		made += held;
		struct spent start = now();
		for (size_t i = 0, at = 0; i < held; at += lengths[i++]) {
			struct glass_document d = {
				.data = { data, DATA }, .tokens = tokens + at, .n_tokens = lengths[i]
			};
			batch_add(batch, &d);
		}
		note(&spent[ADD], &start);
		free(tokens);
		free(lengths);
		size_t before = batch_bytes(batch);
		start = now();
		struct run *run = batch_finish(batch);
		note(&spent[INVERT], &start);
		if (before + run_bytes(run) > largest)
			largest = before + run_bytes(run);
		must(builder_append(b, &run, &first, &err), &err);
		note(&spent[APPEND], &start);
	}
	struct spent start = now();
	must(builder_finish(b, &info, &err), &err);
	note(&spent[MERGE], &start);
	builder_free(&b);
	batch_free(&batch);
	lexicon_free(&l);
	must(fs_remove_tree(folder, &err), &err);
	free(path);
	for (int i = 0; i < STAGES; i++) {
		all.cpu += spent[i].cpu;
		all.real += spent[i].real;
		print(names[i], spent[i], n);
	}
	print("all", all, n);
	printf("%.2f M tokens a second of processor time\n", (double)n / all.cpu / 1e6);
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	printf("%lu documents, %.2f M tokens, %.2f M postings, %.0f k terms, %.1f MB, %lu runs of at most %.1f MB, peak %.1f MB\n",
	       documents, (double)n / 1e6, (double)info.postings / 1e6, (double)info.terms / 1e3, (double)info.bytes / 1e6,
	       (unsigned long)runs, (double)largest / 1e6, (double)usage.ru_maxrss / 1e3);
	return 0;
}

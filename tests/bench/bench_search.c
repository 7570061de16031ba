/* Where the time of a search goes, without the daemon: microseconds by class of query, in this process.
 *
 *   bench_search [-e] [-k CLASS] [-n] [-p] [-r ROUNDS] [-s] INDEX REQUESTS.tsv
 *
 * INDEX: a folder with generations.  REQUESTS.tsv: class TAB query, or class TAB a request to the daemon,
 * of which the query counts.  For each query the best of ROUNDS after one round to warm up; mean, p50, p90 and p99 over
 * the queries of a class, and a digest of all ids and scores (totals are estimates), so that two programs can be compared.  -k: this class only.
 * -e: with words of the best documents (expand=on).  -n: no search, only parsing and planning.  -p: plain, no names, aliases or spellings.  -s: the digest of each query.  Under callgrind with
 * --toggle-collect=measure the instructions are those of one round (-r 1) without opening and warming up.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/buf.h"
#include "common/hash.h"
#include "common/xalloc.h"
#include "index/generation.h"
#include "index/schema.h"
#include "query/search.h"

struct query_line {
	char *class, *text;
	double best;			/* seconds */
	uint64_t digest;
};

struct bench {
	struct store *store;
	struct aids aids;
	struct analyzer *analyzer;
	struct arena arena;
	struct query_line *lines;
	size_t n;
	bool plain, no_search, expand;
};

static _Noreturn void die(const struct err *err)
{
	fprintf(stderr, "bench_search: %s\n", err->msg);
	exit(1);
}

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void read_lines(struct bench *b, const char *path, const char *class)
{
	char *line = NULL;
	size_t room = 0;
	FILE *f = fopen(path, "r");
	if (!f) {
		perror(path);
		exit(1);
	}
	for (ssize_t n; (n = getline(&line, &room, f)) > 0;) {
		line[strcspn(line, "\n")] = '\0';
		char *tab = strchr(line, '\t');
		if (!tab)
			continue;
		*tab++ = '\0';
		if (class && strcmp(class, line) != 0)
			continue;
		char *colon = strstr(tab, " : ");
		b->lines = xreallocarray(b->lines, b->n + 1, sizeof(*b->lines));
		b->lines[b->n++] = (struct query_line){ xstrdup(line), xstrdup(colon ? colon + 3 : tab), 1e9, 0 };
	}
	free(line);
	fclose(f);
}

static void open_index(struct bench *b, const char *dir)
{
	struct err err;
	struct langs langs;
	uint64_t number;
	char *path;
	if (generation_current(dir, &number, &path, &err) < 0 ||
	    store_open((const char *const[]){ path }, 1, &b->store, &err) < 0 ||
	    schema_check(b->store, dir, &langs, &err) < 0 || analyzer_new(&langs, &b->analyzer, &err) < 0)
		die(&err);
	aids_open(&b->aids, path, b->store, true);
	free(path);
}

static void search(struct bench *b, const char *text, struct search_result *out_r)
{
	struct err err;
	struct search_params p = { .query = str_of(text), .match = MATCH_AUTO, .limit = 10, .bare_titles = true, .aids = &b->aids,
				   .feedback = b->expand };
	p.widen.aliases = p.widen.translit = p.widen.spelling = !b->plain;
	arena_reset(&b->arena);
	if (b->no_search) {
		struct search_explanation e;
		*out_r = (struct search_result){ .n_hits = 0 };
		if (search_explain(b->store, b->analyzer, &p, &b->arena, &e, &err) < 0)
			die(&err);
		return;
	}
	if (search_run(b->store, b->analyzer, &p, &b->arena, out_r, &err) < 0)
		die(&err);
}

static uint64_t digest(const struct search_result *r)
{
	uint64_t d[2] = { r->n_hits, 0 };
	for (size_t i = 0; i < r->n_hits; i++) {
		uint64_t id = hash64(r->hits[i].doc.id);
		memcpy(&d[1], &r->hits[i].score, sizeof(d[1]));
		d[1] ^= id;
		d[0] = hash64(str_n((const char *)d, sizeof(d)));
	}
	return hash64(str_n((const char *)d, sizeof(d)));
}

/* Not inlined: callgrind counts within it. */
__attribute__((noinline)) void measure(struct bench *b, struct query_line *l);
void measure(struct bench *b, struct query_line *l)
{
	struct search_result r;
	double began = now();
	search(b, l->text, &r);
	double took = now() - began;
	l->best = took < l->best ? took : l->best;
}

static void warm_up(struct bench *b)
{
	for (size_t i = 0; i < b->n; i++) {
		struct search_result r;
		search(b, b->lines[i].text, &r);
		b->lines[i].digest = digest(&r);
	}
}

static int by_time(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return x < y ? -1 : x > y;
}

static void report(const struct query_line *lines, size_t n)
{
	double *all = xcalloc(n, sizeof(*all)), sum = 0;
	uint64_t d[2] = { 0, 0 };
	for (size_t i = 0; i < n; i++) {
		sum += all[i] = lines[i].best * 1e6;
		d[1] = lines[i].digest;
		d[0] = hash64(str_n((const char *)d, sizeof(d)));
	}
	qsort(all, n, sizeof(*all), by_time);
	printf("%-8s %5zu queries  mean %8.1f  p50 %8.1f  p90 %8.1f  p99 %8.1f us  digest %016llx\n", lines->class, n,
	       sum / (double)n, all[n / 2], all[n * 9 / 10], all[n * 99 / 100], (unsigned long long)d[0]);
	free(all);
}

static int by_class(const void *a, const void *b)
{
	const struct query_line *x = a, *y = b;
	int order = strcmp(x->class, y->class);
	return order ? order : strcmp(x->text, y->text);
}

static void report_all(struct bench *b)
{
	for (size_t i = 0, first = 0; i < b->n; i++)
		if (i + 1 == b->n || strcmp(b->lines[i + 1].class, b->lines[i].class) != 0) {
			report(&b->lines[first], i + 1 - first);
			first = i + 1;
		}
}

int main(int argc, char **argv)
{
	struct bench b = { .arena = ARENA_INIT };
	const char *class = NULL;
	int rounds = 20;
	bool each = false;
	for (int o; (o = getopt(argc, argv, "ek:npr:s")) != -1;) {
		switch (o) {
		case 'e': b.expand = true; break;
		case 'k': class = optarg; break;
		case 'n': b.no_search = true; break;
		case 'p': b.plain = true; break;
		case 'r': rounds = atoi(optarg); break;
		case 's': each = true; break;
		default: optind = argc;
		}
	}
	if (argc - optind != 2) {
		fprintf(stderr, "usage: bench_search [-e] [-k CLASS] [-n] [-p] [-r ROUNDS] [-s] INDEX REQUESTS.tsv\n");
		return 2;
	}
	open_index(&b, argv[optind]);
	read_lines(&b, argv[optind + 1], class);
	if (b.n)
		qsort(b.lines, b.n, sizeof(*b.lines), by_class);
	warm_up(&b);
	for (int round = 0; round < rounds; round++)
		for (size_t i = 0; i < b.n; i++)
			measure(&b, &b.lines[i]);
	for (size_t i = 0; each && i < b.n; i++)
		printf("%016llx %8.1f %s\t%s\n", (unsigned long long)b.lines[i].digest, b.lines[i].best * 1e6, b.lines[i].class,
		       b.lines[i].text);
	report_all(&b);
	return 0;
}

/* A closed-loop load generator for the line protocol: latency and throughput by query class.
 *
 * usage: load ADDR COLLECTION QUERIES.tsv CONNECTIONS ROUNDS [OPTIONS]
 * QUERIES.tsv: class TAB query.  Each class by itself: CONNECTIONS threads, each with its own
 * connection and one request under way, go through all queries of the class ROUNDS times (one
 * more round before, not counted, to warm up).  One JSON line per class: microseconds.
 * OPTIONS is put into every request ("snippets=0 cache=off").
 */
#include "config.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/karez.h"
#include "common/buf.h"
#include "common/unit.h"
#include "common/xalloc.h"

static struct query {
	char *class, *text;
} *queries;
static size_t n_queries;
static const char *addr, *collection, *options = "";
static unsigned rounds, connections;
static const char *class_now;

struct worker {
	pthread_t thread;
	unsigned number;
	uint32_t *took;
	size_t n;
	uint64_t began, ended;
	unsigned long long hits;
	unsigned errors;
};

static pthread_barrier_t ready;

static void *run(void *arg)
{
	struct worker *w = arg;
	struct karez *k;
	struct err err;
	if (karez_connect(addr, 60000, &k, &err) < 0) {
		fprintf(stderr, "%s\n", err.msg);
		exit(1);
	}
	struct arena a = ARENA_INIT;
	struct buf line = BUF_INIT;
	for (unsigned round = 0; round <= rounds; round++) {
		if (round == 1) {
			pthread_barrier_wait(&ready);
			w->began = clock_us();
		}
		for (size_t i = 0; i < n_queries; i++) {
			const struct query *q = &queries[(i + w->number * 7) % n_queries];
			if (strcmp(q->class, class_now))
				continue;
			buf_reset(&line);
			buf_printf(&line, "SEARCH %s %s : %s\n", collection, options, q->text);
			uint64_t t = clock_us();
			struct karez_reply r;
			arena_reset(&a);
			if (karez_call(k, buf_str(&line), &a, &r, &err) < 0) {
				fprintf(stderr, "%s\n", err.msg);
				exit(1);
			}
			if (!round)
				continue;
			w->took[w->n++] = (uint32_t)(clock_us() - t);
			w->hits += r.n_rows;
			w->errors += r.kind == '-';
		}
	}
	w->ended = clock_us();
	buf_fini(&line);
	arena_fini(&a);
	karez_close(&k);
	return NULL;
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return x < y ? -1 : x > y;
}

static void measure(const char *class)
{
	class_now = class;
	struct worker *w = xcalloc(connections, sizeof(*w));
	pthread_barrier_init(&ready, NULL, connections);
	for (unsigned i = 0; i < connections; i++) {
		w[i].number = i;
		w[i].took = xcalloc(n_queries * rounds, sizeof(uint32_t));
		pthread_create(&w[i].thread, NULL, run, &w[i]);
	}
	uint32_t *all = xcalloc(n_queries * rounds * connections, sizeof(uint32_t));
	size_t n = 0;
	uint64_t began = UINT64_MAX, ended = 0;
	unsigned long long hits = 0;
	unsigned errors = 0;
	double sum = 0;
	for (unsigned i = 0; i < connections; i++) {
		pthread_join(w[i].thread, NULL);
		if (w[i].n)
			memcpy(all + n, w[i].took, w[i].n * sizeof(uint32_t));
		n += w[i].n;
		began = w[i].began < began ? w[i].began : began;
		ended = w[i].ended > ended ? w[i].ended : ended;
		hits += w[i].hits;
		errors += w[i].errors;
		free(w[i].took);
	}
	pthread_barrier_destroy(&ready);
	qsort(all, n, sizeof(*all), by_number);
	for (size_t i = 0; i < n; i++)
		sum += all[i];
	if (n)
		printf("{\"class\":\"%s\",\"connections\":%u,\"requests\":%zu,\"mean\":%.1f,\"p50\":%u,\"p90\":%u,\"p99\":%u,"
		       "\"per_second\":%.0f,\"hits\":%llu,\"errors\":%u}\n",
		       class, connections, n, sum / (double)n, all[n / 2], all[n * 9 / 10], all[n * 99 / 100],
		       (double)n * 1e6 / (double)(ended - began), hits, errors);
	fflush(stdout);
	free(all);
	free(w);
}

int main(int argc, char **argv)
{
	if (argc < 6) {
		fprintf(stderr, "usage: %s ADDR COLLECTION QUERIES.tsv CONNECTIONS ROUNDS [OPTIONS]\n", argv[0]);
		return 2;
	}
	addr = argv[1];
	collection = argv[2];
	connections = (unsigned)strtoul(argv[4], NULL, 10);
	rounds = (unsigned)strtoul(argv[5], NULL, 10);
	if (argc > 6)
		options = argv[6];
	FILE *f = fopen(argv[3], "r");
	if (!f) {
		perror(argv[3]);
		return 1;
	}
	char *line = NULL;
	size_t cap = 0;
	for (ssize_t n; (n = getline(&line, &cap, f)) > 0;) {
		if (line[n - 1] == '\n')
			line[n - 1] = '\0';
		char *tab = strchr(line, '\t');
		if (!tab)
			continue;
		queries = xreallocarray(queries, n_queries + 1, sizeof(*queries));
		queries[n_queries++] = (struct query){ xstrndup(line, (size_t)(tab - line)), xstrdup(tab + 1) };
	}
	free(line);
	fclose(f);
	for (size_t i = 0; i < n_queries; i++) {
		size_t j = 0;
		while (strcmp(queries[j].class, queries[i].class))
			j++;
		if (j == i)
			measure(queries[i].class);
	}
	for (size_t i = 0; i < n_queries; i++) {
		free(queries[i].class);
		free(queries[i].text);
	}
	free(queries);
	return 0;
}

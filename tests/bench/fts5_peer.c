/* The peer: SQLite's FTS5 in process, Porter stems, text stored in the table.
 *
 * usage: fts5_peer build CORPUS.tsv FILE
 *            one transaction, then 'optimize'
 *        fts5_peer query FILE QUERIES.tsv ROUNDS
 * Prints the best of ROUNDS for each query (see bench.py): "ids" takes the ids of the best ten documents by bm25,
 * "text" their text as well.  The queries are MATCH expressions.
 */
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define CLASS_SECONDS 10.0
#define MAX_CLASSES 16

static sqlite3 *db;

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void check(int rc)
{
	if (rc == SQLITE_OK || rc == SQLITE_DONE || rc == SQLITE_ROW)
		return;
	fprintf(stderr, "fts5_peer: %s\n", sqlite3_errmsg(db));
	exit(1);
}

static void run_sql(const char *sql)
{
	check(sqlite3_exec(db, sql, NULL, NULL, NULL));
}

static sqlite3_stmt *prepare(const char *sql)
{
	sqlite3_stmt *s;
	check(sqlite3_prepare_v2(db, sql, -1, &s, NULL));
	return s;
}

static void build(FILE *in)
{
	char *line = NULL;
	size_t cap = 0;
	run_sql("PRAGMA journal_mode = off; PRAGMA synchronous = off;"
		"CREATE VIRTUAL TABLE docs USING fts5(id UNINDEXED, title, text, tokenize = 'porter unicode61');"
		"BEGIN");
	sqlite3_stmt *insert = prepare("INSERT INTO docs(id, title, text) VALUES (?, ?, ?)");
	while (getline(&line, &cap, in) > 0) {
		char *rest = line;
		for (int i = 1; i <= 3; i++)
			check(sqlite3_bind_text(insert, i, strsep(&rest, "\t\n"), -1, SQLITE_STATIC));
		check(sqlite3_step(insert));
		check(sqlite3_reset(insert));
	}
	sqlite3_finalize(insert);
	run_sql("INSERT INTO docs(docs) VALUES ('optimize'); COMMIT");
	free(line);
}

struct query {
	char *class, *match;
	char ids[256];
	double best, *spent;	/* spent: by its whole class */
};

static double ask(sqlite3_stmt *select, struct query *q, bool text)
{
	size_t bytes = 0;
	double began = now();
	q->ids[0] = '\0';
	check(sqlite3_bind_text(select, 1, q->match, -1, SQLITE_STATIC));
	for (int rc; (rc = sqlite3_step(select)) != SQLITE_DONE;) {
		check(rc);
		size_t n = strlen(q->ids);
		snprintf(q->ids + n, sizeof(q->ids) - n, "%s%s", n ? "," : "", (const char *)sqlite3_column_text(select, 0));
		if (text && sqlite3_column_text(select, 1))
			bytes += (size_t)sqlite3_column_bytes(select, 1);
	}
	check(sqlite3_reset(select));
	double took = now() - began;
	if (text && q->ids[0] && !bytes) {
		fprintf(stderr, "fts5_peer: nothing is stored\n");
		exit(1);
	}
	*q->spent += took;
	return took;
}

static void measure(struct query *queries, size_t n, unsigned rounds, bool text)
{
	sqlite3_stmt *select = prepare(text ? "SELECT id, text FROM docs WHERE docs MATCH ? ORDER BY rank LIMIT 10"
					    : "SELECT id FROM docs WHERE docs MATCH ? ORDER BY rank LIMIT 10");
	for (size_t i = 0; i < n; i++)
		*queries[i].spent = 0;
	for (unsigned round = 0; round <= rounds; round++)
		for (struct query *q = queries; q < queries + n; q++) {
			if (round > 1 && *q->spent > CLASS_SECONDS)
				continue;
			double took = ask(select, q, text);
			if (round <= 1 || took < q->best)
				q->best = took;
		}
	for (size_t i = 0; i < n; i++)
		printf("%s\t%s\t%.2f\t%s\n", text ? "text" : "ids", queries[i].class, queries[i].best * 1e6, queries[i].ids);
	sqlite3_finalize(select);
}

/* The seconds that a class has taken. */
static double *spent_on(const char *class)
{
	static struct {
		const char *class;
		double spent;
	} classes[MAX_CLASSES];
	size_t i = 0;
	while (i < MAX_CLASSES - 1 && classes[i].class && strcmp(classes[i].class, class))
		i++;
	classes[i].class = class;
	return &classes[i].spent;
}

static void query(FILE *in, unsigned rounds)
{
	struct query *queries = NULL;
	size_t n = 0;
	char *line = NULL;
	size_t cap = 0;
	while (getline(&line, &cap, in) > 0) {
		char *rest = strdup(line), *class = strsep(&rest, "\t");
		queries = realloc(queries, (n + 1) * sizeof(*queries));
		if (!queries || !rest)
			exit(1);
		queries[n++] = (struct query){ .class = class, .match = strsep(&rest, "\n"), .spent = spent_on(class) };
	}
	free(line);
	measure(queries, n, rounds, false);
	measure(queries, n, rounds, true);
	for (size_t i = 0; i < n; i++)
		free(queries[i].class);
	free(queries);
}

int main(int argc, char **argv)
{
	bool builds = argc == 4 && !strcmp(argv[1], "build");
	if (!builds && (argc != 5 || strcmp(argv[1], "query") != 0)) {
		fprintf(stderr, "usage: fts5_peer build CORPUS.tsv FILE | query FILE QUERIES.tsv ROUNDS\n");
		return 2;
	}
	FILE *in = fopen(argv[builds ? 2 : 3], "r");
	if (!in) {
		perror("fts5_peer");
		return 1;
	}
	check(sqlite3_open(argv[builds ? 3 : 2], &db));
	if (builds)
		build(in);
	else
		query(in, (unsigned)strtoul(argv[4], NULL, 10));
	fclose(in);
	return sqlite3_close(db) != SQLITE_OK;
}

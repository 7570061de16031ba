/* Where the time of an analysis goes: megabytes of text per second of one core, stage by stage.
 *
 *   bench_analysis [-l LANGUAGES] [-r ROUNDS] [-s STAGE] FILE.ndjson|FILE.tsv
 *
 * Each stage runs over all records by itself; processor time, the best round counts.  `prepare` is all
 * that follows the record, `grouped` the same with terms for the store.  Every stage has a preparer of its own, whose cache
 * is filled in the first round.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "common/buf.h"
#include "common/hash.h"
#include "common/xalloc.h"
#include "index/prepare.h"
#include "index/stored.h"
#include "text/record.h"

/* What the stages share. */
struct bench {
	struct str file;
	bool tsv;
	struct preparer *preparer;
	struct trainer *trainer;
	struct arena arena;
	struct prepared prepared;
	struct stored_writer stored;
	struct buf packed;
	struct arena kept;	/* of docs */
	struct doc *docs;
	size_t records;
	uint64_t text;		/* bytes of title and text */
	uint64_t result;	/* so that nothing is optimised away */
};

static void die(const struct err *err)
{
	fprintf(stderr, "bench_analysis: %s\n", err->msg);
	exit(1);
}

static void load(const char *path, struct buf *out)
{
	char chunk[65536];
	size_t n;
	FILE *f = fopen(path, "rb");
	if (!f) {
		perror(path);
		exit(1);
	}
	while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0)
		buf_add(out, chunk, n);
	fclose(f);
}

static void read_record(struct bench *b, struct str line, struct doc *doc)
{
	struct err err;
	if ((b->tsv ? record_tsv(line, &b->arena, doc, &err) : record_json(line, &b->arena, doc, &err)) != 0)
		die(&err);
}

static void count(struct bench *b, struct str text)
{
	struct words w;
	struct word word;
	words_begin(&w, preparer_analyzer(b->preparer), text, STR_NONE, 0);
	while (words_next(&w, &word))
		b->result += word.stem.n;
}

static void stage_words(struct bench *b, const struct doc *doc)
{
	count(b, doc->title);
	count(b, doc->text);
}

static void stage_stored(struct bench *b, const struct doc *doc)
{
	struct err err;
	buf_reset(&b->packed);
	stored_begin(&b->stored, doc, trainer_dictionary(b->trainer, doc->text), 1, &b->packed);
	if (stored_end(&b->stored, 1, 0, STR_NONE, &err) != 0)
		die(&err);
	b->result += b->packed.n;
}

static void stage_hash(struct bench *b, const struct doc *doc)
{
	b->result += hash128(doc->text).b[0];
}

static void stage_prepare(struct bench *b, const struct doc *doc)
{
	static const struct prepare_limits limits = { 0 };
	struct err err;
	if (prepare(b->preparer, doc, STR("/a/file"), &limits, &b->prepared, &err) != 0)
		die(&err);
	b->result += b->prepared.n_tokens;
}

/* As the incremental way goes on. */
static void stage_group(struct bench *b, const struct doc *doc)
{
	stage_prepare(b, doc);
	prepared_group(b->preparer, &b->prepared);
	b->result += b->prepared.document.n_terms;
}

/* Reading all records, each into the arena emptied for it or, with docs, all into the same. */
static void read_all(struct bench *b, struct doc *docs)
{
	struct str rest = b->file, line;
	size_t n = 0;
	while (str_cut(&rest, '\n', &line)) {
		struct doc doc;
		if (line.n == 0)
			continue;
		read_record(b, line, docs ? &docs[n] : &doc);
		n++;
		if (!docs)
			arena_reset(&b->arena);
	}
}

static double cpu_seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

typedef void stage_fn(struct bench *b, const struct doc *doc);

/* NULL: the reading of records. */
static double round_of(struct bench *b, stage_fn *stage)
{
	double begun = cpu_seconds();
	if (!stage)
		read_all(b, NULL);
	else
		for (size_t i = 0; i < b->records; i++)
			stage(b, &b->docs[i]);
	return cpu_seconds() - begun;
}

static double measure(struct bench *b, const struct langs *langs, int rounds, const char *name, stage_fn *fn)
{
	struct err err;
	double best = 0, first = 0, missed = 0, mb = (double)b->text / 1e6;
	if (preparer_new(langs, b->trainer, &b->preparer, &err) != 0)
		die(&err);
	for (int r = 0; r < rounds; r++) {
		double seconds = round_of(b, fn);
		best = r == 0 || seconds < best ? seconds : best;
		struct analyzer_stats s = analyzer_stats(preparer_analyzer(b->preparer));
		if (r == 0) {
			first = seconds;
			missed = s.words ? (double)s.misses / (double)s.words : 0;
		}
	}
	preparer_free(&b->preparer);
	printf("%-8s %8.1f MB/s %7.2f ns/byte", name, mb / best, best * 1e3 / mb);
	if (missed > 0)
		printf("   first round %.1f MB/s, hit rate %.4f", mb / first, 1 - missed);
	putchar('\n');
	return best;
}

static const struct { const char *name; stage_fn *fn; } stages[] = {
	{ "record", NULL }, { "words", stage_words }, { "stored", stage_stored }, { "hash", stage_hash },
	{ "prepare", stage_prepare }, { "grouped", stage_group },
};

static void measure_all(struct bench *b, const struct langs *langs, int rounds, const char *only)
{
	double mb = (double)b->text / 1e6, seconds = 0;
	printf("%.1f MB of text, %zu records\n", mb, b->records);
	for (size_t i = 0; i < sizeof(stages) / sizeof(*stages); i++) {
		if (only && strcmp(stages[i].name, only) != 0)
			continue;
		double best = measure(b, langs, rounds, stages[i].name, stages[i].fn);
		if (!stages[i].fn || stages[i].fn == stage_prepare)
			seconds += best;
	}
	if (!only)
		printf("record and prepare %.1f MB/s\n", mb / seconds);
}

/* All records in memory, for the stages behind the first one, and the dictionary of their texts. */
static void keep_records(struct bench *b)
{
	trainer_begin(b->trainer);
	struct str rest = b->file, line;
	while (str_cut(&rest, '\n', &line))
		b->records += line.n > 0;
	b->docs = xcalloc(b->records, sizeof(*b->docs));
	read_all(b, b->docs);
	for (size_t i = 0; i < b->records; i++) {
		b->text += b->docs[i].title.n + b->docs[i].text.n;
		(void)trainer_dictionary(b->trainer, b->docs[i].text);
	}
	b->kept = b->arena;
	b->arena = ARENA_INIT;
}

int main(int argc, char **argv)
{
	const char *spec = LANGS_DEFAULT, *only = NULL;
	int opt, rounds = 3;
	while ((opt = getopt(argc, argv, "l:r:s:")) != -1) {
		if (opt == 'l')
			spec = optarg;
		else if (opt == 'r')
			rounds = atoi(optarg);
		else if (opt == 's')
			only = optarg;
		else
			return 2;
	}
	struct langs langs;
	struct err err;
	struct bench b = { .arena = ARENA_INIT, .packed = BUF_INIT, .trainer = trainer_new() };
	struct buf file = BUF_INIT;
	if (optind + 1 != argc) {
		fprintf(stderr, "usage: bench_analysis [-l LANGUAGES] [-r ROUNDS] [-s STAGE] FILE\n");
		return 2;
	}
	if (langs_parse(str_of(spec), &langs, &err) != 0)
		die(&err);
	load(argv[optind], &file);
	b.file = buf_str(&file);
	b.tsv = str_ends(str_of(argv[optind]), STR(".tsv"));
	prepared_init(&b.prepared);
	stored_writer_init(&b.stored);
	keep_records(&b);
	measure_all(&b, &langs, rounds, only);
	prepared_fini(&b.prepared);
	stored_writer_fini(&b.stored);
	arena_fini(&b.arena);
	arena_fini(&b.kept);
	free(b.docs);
	buf_fini(&b.packed);
	buf_fini(&file);
	trainer_free(&b.trainer);
	return 0;
}

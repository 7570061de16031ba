/* How fast text becomes terms: words and megabytes per second of files, with a warm cache.
 *
 *   bench_words [-l LANGUAGES] FILE...
 *
 * The first round fills the cache and is not measured.  Files that are not UTF-8 are read up to the
 * first bad byte.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/buf.h"
#include "common/unit.h"
#include "common/utf8.h"
#include "text/analyzer.h"

#define ROUNDS 5

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

static uint64_t count_words(struct analyzer *a, struct str text)
{
	struct words w;
	struct word word;
	uint64_t bytes = 0;	/* used, so that nothing is optimised away */
	words_begin(&w, a, text, STR_NONE, 0);
	while (words_next(&w, &word))
		bytes += word.stem.n;
	return bytes;
}

static void measure(struct analyzer *a, struct str text)
{
	uint64_t bytes = count_words(a, text);
	struct analyzer_stats cold = analyzer_stats(a);
	uint64_t begun = clock_us();
	for (int i = 0; i < ROUNDS; i++)
		count_words(a, text);
	double us = (double)(clock_us() - begun);
	struct analyzer_stats all = analyzer_stats(a);
	double words = (double)(all.words - cold.words);
	printf("%.1f MB, %.0f words, %.1f bytes of stems per word\n", (double)text.n / 1e6, words / ROUNDS,
	       (double)bytes * ROUNDS / words);
	printf("%.1f MB/s, %.1f million words/s\n", (double)text.n * ROUNDS / us, words / us);
	printf("hit rate: first round %.4f, warm %.4f\n", 1 - (double)cold.misses / (double)cold.words,
	       1 - (double)(all.misses - cold.misses) / words);
}

int main(int argc, char **argv)
{
	const char *spec = LANGS_DEFAULT;
	int opt;
	while ((opt = getopt(argc, argv, "l:")) != -1) {
		if (opt != 'l')
			return 2;
		spec = optarg;
	}
	struct langs langs;
	struct analyzer *a;
	struct err err;
	if (langs_parse(str_of(spec), &langs, &err) || analyzer_new(&langs, &a, &err)) {
		fprintf(stderr, "%s\n", err.msg);
		return 1;
	}
	struct buf text = BUF_INIT;
	for (int i = optind; i < argc; i++)
		load(argv[i], &text);
	struct str s = buf_str(&text);
	s.n = utf8_valid_prefix(s);
	if (s.n == 0) {
		fprintf(stderr, "no text\n");
		return 1;
	}
	measure(a, s);
	buf_fini(&text);
	analyzer_free(&a);
	return 0;
}

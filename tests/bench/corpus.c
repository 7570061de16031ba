/* A seeded synthetic corpus with natural word frequencies, for benchmarks without real text.
 *
 * usage: corpus DOCUMENTS [SEED [QUERIES-FILE]] > corpus.ndjson
 * Words are made of syllables, English-like and Russian-like (one document in five), drawn from
 * a Zipf-Mandelbrot distribution over 100 000 stems with inflections; document lengths are
 * log-normal with a mean near 230 words.  The queries are drawn from the documents: five classes
 * (word, and, phrase, or, prefix), over all frequency bands.  The same seed gives the same bytes.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VOCABULARY 100000
#define QUERIES 200		/* per class */

static uint64_t state = 1;

static double uniform(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (double)(state >> 11) / 9007199254740992.0;
}

static unsigned below(unsigned n)
{
	return (unsigned)(uniform() * n);
}

static const char *const onset[2][16] = {
	{ "b", "c", "d", "f", "g", "l", "m", "n", "p", "r", "s", "t", "tr", "st", "v", "pl" },
	{ "б", "в", "г", "д", "к", "л", "м", "н", "п", "р", "с", "т", "пр", "ст", "з", "тр" },
};
static const char *const vowel[2][8] = {
	{ "a", "e", "i", "o", "u", "ea", "io", "ou" },
	{ "а", "е", "и", "о", "у", "я", "ы", "ое" },
};
static const char *const coda[2][8] = {
	{ "", "n", "r", "s", "t", "l", "", "m" },
	{ "", "н", "р", "с", "т", "л", "", "м" },
};
static const char *const ending[2][8] = {
	{ "", "", "", "s", "ed", "ing", "ation", "al" },
	{ "", "", "а", "ом", "ы", "ов", "ами", "ение" },
};

static char *words[2][VOCABULARY];
static double cumulative[VOCABULARY];

static void make_vocabulary(void)
{
	for (int lang = 0; lang < 2; lang++)
		for (unsigned i = 0; i < VOCABULARY; i++) {
			char w[128] = "";
			/* Frequent words are short. */
			unsigned syllables = i < 60 ? 1 : i < 3000 ? 2 : i < 30000 ? 3 : 4;
			for (unsigned s = 0; s < syllables; s++) {
				strcat(w, onset[lang][below(16)]);
				strcat(w, vowel[lang][below(8)]);
				strcat(w, coda[lang][below(8)]);
			}
			words[lang][i] = strdup(w);
		}
	double sum = 0;
	for (unsigned i = 0; i < VOCABULARY; i++)
		cumulative[i] = sum += 1.0 / pow(i + 2.7, 1.07);
	for (unsigned i = 0; i < VOCABULARY; i++)
		cumulative[i] /= sum;
}

static unsigned draw(void)
{
	double u = uniform();
	unsigned lo = 0, hi = VOCABULARY - 1;
	while (lo < hi) {
		unsigned mid = (lo + hi) / 2;
		if (cumulative[mid] < u)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static void word(char *out, int lang)
{
	unsigned w = draw();
	strcpy(out, words[lang][w]);
	if (w >= 60)
		strcat(out, ending[lang][below(8)]);
}

/* A handful of documents are remembered; queries are made of their words. */
static char kept[QUERIES * 2][64][128];
static unsigned n_kept;

static void document(unsigned id, int keep)
{
	int lang = below(5) == 0;
	double u1 = uniform() + 1e-12, u2 = uniform();
	double length = exp(5.2 + 0.7 * sqrt(-2 * log(u1)) * cos(2 * M_PI * u2));
	unsigned n = length < 20 ? 20 : length > 20000 ? 20000 : (unsigned)length;
	char w[160];
	printf("{\"id\":\"d%u\",\"lang\":\"%s\",\"date\":\"%u-%02u-%02u\",\"title\":\"", id, lang ? "ru" : "en",
	       2000 + below(25), 1 + below(12), 1 + below(28));
	for (unsigned i = 0; i < 5; i++) {
		word(w, lang);
		printf(i ? " %s" : "%s", w);
	}
	printf("\",\"text\":\"");
	unsigned in_sentence = 0;
	for (unsigned i = 0; i < n; i++) {
		word(w, lang);
		if (keep && i < 64)
			strcpy(kept[n_kept][i], w);
		printf(i ? " %s" : "%s", w);
		if (++in_sentence > 8 && below(8) == 0) {
			putchar('.');
			in_sentence = 0;
		}
	}
	printf(".\"}\n");
	if (keep) {
		for (unsigned i = n; i < 64; i++)
			kept[n_kept][i][0] = '\0';
		n_kept++;
	}
}

static const char *pick(unsigned doc, unsigned *at)
{
	do
		*at = below(20);
	while (!kept[doc][*at][0]);
	return kept[doc][*at];
}

static void queries(const char *path)
{
	FILE *f = fopen(path, "w");
	if (!f) {
		perror(path);
		exit(1);
	}
	for (unsigned i = 0; i < QUERIES && i < n_kept; i++) {
		unsigned a, b;
		const char *x = pick(i, &a), *y = pick(i, &b);
		fprintf(f, "word\t%s\nand\t%s AND %s\nor\t%s OR %s\n", x, x, y, x, y);
		a = below(18);
		fprintf(f, "phrase\t\"%s %s\"\n", kept[i][a], kept[i][a + 1]);
		size_t n = 0, chars = 0;
		for (; x[n] && chars < 4; chars++)
			for (n++; ((unsigned char)x[n] & 0xc0) == 0x80; n++)
				;
		fprintf(f, "prefix\t%.*s*\n", (int)n, x);
	}
	if (fclose(f)) {
		perror(path);
		exit(1);
	}
}

int main(int argc, char **argv)
{
	if (argc < 2) {
		fprintf(stderr, "usage: %s DOCUMENTS [SEED [QUERIES-FILE]]\n", argv[0]);
		return 2;
	}
	unsigned n = (unsigned)strtoul(argv[1], NULL, 10);
	state = argc > 2 ? strtoull(argv[2], NULL, 10) * 0x9e3779b97f4a7c15u | 1 : 0x9e3779b97f4a7c15u;
	make_vocabulary();
	unsigned every = n / QUERIES ? n / QUERIES : 1;
	for (unsigned i = 0; i < n; i++)
		document(i, i % every == 0 && n_kept < QUERIES);
	if (argc > 3)
		queries(argv[3]);
	return fflush(stdout) ? 1 : 0;
}

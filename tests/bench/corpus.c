/* A seeded synthetic corpus like short encyclopedia articles, for benchmarks without real text.
 *
 * usage: corpus [-n DOCUMENTS] [-s SEED] [-r PERCENT-RUSSIAN] [-q QUERIES-FILE] [-k QUERIES-PER-CLASS] [-j] > corpus.tsv
 * id TAB title TAB text, with -j a JSON object a line.  QUERIES-FILE: class TAB words.
 *
 * Frequencies follow Zipf and Mandelbrot for the frequent words and fall faster for the rare ones, without
 * an end: the vocabulary grows by Heaps' law.  The word of a rank is spelt from syllables, the frequent ones
 * shorter, and comes in forms (-s, -ed, -ing ...) by its part of speech.  A document returns to words of its
 * own, and words have favourite neighbours, so that counts in documents and phrases are as uneven as in real
 * text.  Lengths are log-normal.  The queries (word, and, phrase, or) are made of words of documents.
 * The same arguments give the same bytes.
 */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HEAD 1100		/* ranks before the faster fall */
#define MANDELBROT 0.3
#define TAIL 1.49		/* exponent of the fall; 1 / TAIL is that of Heaps' law */
#define FUNCTION_WORDS 60	/* never inflected, seldom asked for */
#define MAX_WORD 96
#define MAX_WORDS 8000		/* of a document */
#define TOPIC 24		/* words that a document returns to */
#define TOPIC_SHARE 0.41	/* of its words, and of those that are a favourite neighbour of the one before */
#define NEIGHBOUR_SHARE 0.18

/* ---- Random numbers (splitmix64); two streams, so that queries do not change the text ---- */

static uint64_t text_state, query_state;

static uint64_t mix(uint64_t x)
{
	x ^= x >> 30;
	x *= 0xbf58476d1ce4e5b9u;
	x ^= x >> 27;
	x *= 0x94d049bb133111ebu;
	return x ^ x >> 31;
}

static uint64_t next(uint64_t *state)
{
	return mix(*state += 0x9e3779b97f4a7c15u);
}

static double unit(uint64_t x)
{
	return (double)(x >> 11) / 9007199254740992.0;
}

static double uniform(void)
{
	return unit(next(&text_state));
}

static unsigned below(uint64_t *state, unsigned n)
{
	return (unsigned)(unit(next(state)) * n);
}

/* ---- Ranks ---- */

static double cumulative[HEAD], head_share;

static void make_ranks(void)
{
	double sum = 0, last = 1 / (HEAD + MANDELBROT);
	for (unsigned i = 0; i < HEAD; i++)
		cumulative[i] = sum += 1 / (i + 1 + MANDELBROT);
	head_share = sum / (sum + last * HEAD / (TAIL - 1));
	for (unsigned i = 0; i < HEAD; i++)
		cumulative[i] *= head_share / sum;
}

/* The rank, from 0, at the share u of all words. */
static uint32_t rank_at(double u)
{
	if (u >= head_share) {
		double r = HEAD * pow((1 - u) / (1 - head_share), -1 / (TAIL - 1));
		return r < UINT32_MAX ? (uint32_t)r : UINT32_MAX;
	}
	uint32_t lo = 0, hi = HEAD - 1;
	while (lo < hi) {
		uint32_t mid = (lo + hi) / 2;
		if (cumulative[mid] < u)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* ---- Spelling ---- */

enum { ENGLISH, RUSSIAN, LANGUAGES };

static const char *const onsets[LANGUAGES][24] = {
	{ "b", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "t", "v", "w", "k", "br", "ch", "cl", "pr", "sh", "st", "th", "tr" },
	{ "б", "в", "г", "д", "ж", "з", "к", "л", "м", "н", "п", "р", "с", "т", "х", "ч", "вр", "гр", "кр", "пр", "ст", "сл", "тр", "ш" },
};
static const char *const vowels[LANGUAGES][6] = {
	{ "a", "e", "i", "o", "u", "y" }, { "а", "е", "и", "о", "у", "я" },
};
static const char *const codas[LANGUAGES][4] = {
	{ "", "n", "r", "l" }, { "", "н", "р", "л" },
};
/* Nouns, verbs, adjectives, names: the forms of a word, each as likely as it stands here. */
static const char *const forms[LANGUAGES][4][8] = {
	{ { "", "", "", "", "", "s", "s", "s" }, { "", "", "s", "ed", "ed", "ed", "ing", "ing" },
	  { "", "", "", "", "", "", "ly", "ness" }, { "", "", "", "", "", "", "", "'s" } },
	{ { "", "а", "у", "ом", "е", "ы", "ов", "ами" }, { "ать", "ал", "ала", "али", "ает", "ают", "ание", "ать" },
	  { "ый", "ого", "ому", "ым", "ая", "ой", "ые", "ых" }, { "", "", "", "а", "у", "ом", "е", "" } },
};
#define SYLLABLES (24 * 6 * 4)

static void spell(uint32_t rank, int lang, char out[MAX_WORD])
{
	static const uint64_t longer_from[] = { 250, 50000, 20000000, UINT64_MAX };
	uint64_t from = 0, size = SYLLABLES;
	unsigned n = 0;
	for (; rank >= longer_from[n]; n++, size *= SYLLABLES)
		from = longer_from[n];
	/* A prime factor scatters the ranks of a length over all its words, each once. */
	uint64_t code = (rank - from) * 0x9e3779b1u % size;
	*out = '\0';
	for (unsigned i = 0; i <= n; i++, code /= SYLLABLES) {
		unsigned s = (unsigned)(code % SYLLABLES);
		strcat(out, onsets[lang][s % 24]);
		strcat(out, vowels[lang][s / 24 % 6]);
		strcat(out, codas[lang][s / 24 / 6]);
	}
	if (rank >= FUNCTION_WORDS)
		strcat(out, forms[lang][mix(rank) % 4][below(&text_state, 8)]);
}

/* ---- Documents ---- */

struct token {
	uint32_t rank;
	bool sentence_ends;
	char word[MAX_WORD];
};

static struct token tokens[MAX_WORDS];
static uint32_t topic[TOPIC];

static uint32_t next_rank(uint32_t before)
{
	double u = uniform();
	if (u < TOPIC_SHARE)
		return topic[(unsigned)(u / TOPIC_SHARE * u / TOPIC_SHARE * TOPIC)];
	if (u < TOPIC_SHARE + NEIGHBOUR_SHARE)
		return rank_at(unit(mix((uint64_t)before << 3 | below(&text_state, 3))));
	return rank_at(uniform());
}

static unsigned make_document(int lang)
{
	double normal = sqrt(-2 * log(uniform() + 1e-12)) * cos(2 * M_PI * uniform());
	double length = exp(4.95 + 0.95 * normal);
	unsigned n = length < 12 ? 12 : length > MAX_WORDS ? MAX_WORDS : (unsigned)length, sentence = 0;
	for (unsigned i = 0; i < TOPIC; i++)
		topic[i] = rank_at(0.5 + uniform() / 2);
	for (unsigned i = 0; i < n; i++) {
		struct token *t = &tokens[i];
		t->rank = next_rank(i ? t[-1].rank : 0);
		if (below(&text_state, 60) == 0)
			snprintf(t->word, sizeof(t->word), "%u", 1 + below(&text_state, 2025));
		else
			spell(t->rank, lang, t->word);
		t->sentence_ends = ++sentence > 6 && below(&text_state, 14) == 0;
		if (t->sentence_ends)
			sentence = 0;
	}
	return n;
}

static void print_words(const struct token *t, unsigned n)
{
	bool capital = true;
	for (unsigned i = 0; i < n; i++) {
		bool name = mix(t[i].rank) % 4 == 3 && t[i].rank >= FUNCTION_WORDS;
		char first = t[i].word[0];
		if (i)
			putchar(' ');
		putchar((capital || name) && first >= 'a' && first <= 'z' ? first - 'a' + 'A' : first);
		fputs(t[i].word + 1, stdout);
		capital = t[i].sentence_ends;
		if (capital)
			putchar('.');
		else if (t[i].rank % 23 == 0)
			putchar(',');
	}
}

static void print_document(unsigned id, const struct token *t, unsigned n, bool json)
{
	unsigned title = 1 + t->rank % 4;
	printf(json ? "{\"id\":\"%u\",\"title\":\"" : "%u\t", id);
	print_words(t + n - title, title);
	fputs(json ? "\",\"text\":\"" : "\t", stdout);
	print_words(t, n);
	puts(json ? ".\"}" : ".");
}

/* ---- Queries ---- */

/* A word worth asking for; one time in eight any. */
static unsigned pick(unsigned n)
{
	for (unsigned tries = 0; tries < 1000; tries++) {
		unsigned i = below(&query_state, n);
		if (!strchr(tokens[i].word, '\'') && (tokens[i].rank >= FUNCTION_WORDS || below(&query_state, 8) == 0))
			return i;
	}
	return 0;
}

static void some_words(FILE *f, const char *class, unsigned n)
{
	unsigned words = 2 + (below(&query_state, 3) == 0), at[3];
	fputs(class, f);
	for (unsigned i = 0; i < words; i++) {
		bool again = true;
		for (unsigned tries = 0; again && tries < 100; tries++) {
			at[i] = pick(n);
			again = false;
			for (unsigned j = 0; j < i; j++)
				again |= tokens[at[j]].rank == tokens[at[i]].rank;
		}
		fprintf(f, "%c%s", i ? ' ' : '\t', tokens[at[i]].word);
	}
	fputc('\n', f);
}

/* Neighbours in one sentence; programs differ in what an apostrophe is. */
static bool makes_phrase(const struct token *t, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		if (strchr(t[i].word, '\'') || (t[i].sentence_ends && i + 1 < n))
			return false;
	return true;
}

static void phrase(FILE *f, unsigned n)
{
	unsigned words = 2 + (below(&query_state, 3) == 0), at = pick(n - words);
	for (unsigned tries = 0; tries < 1000 && !makes_phrase(tokens + at, words); tries++)
		at = pick(n - words);
	fputs("phrase", f);
	for (unsigned i = 0; i < words; i++)
		fprintf(f, "%c%s", i ? ' ' : '\t', tokens[at + i].word);
	fputc('\n', f);
}

static void write_queries(FILE *f, unsigned n)
{
	fprintf(f, "word\t%s\n", tokens[pick(n)].word);
	some_words(f, "and", n);
	phrase(f, n);
	some_words(f, "or", n);
}

int main(int argc, char **argv)
{
	unsigned documents = 20000, russian = 0, per_class = 200, made = 0;
	const char *path = NULL;
	uint64_t seed = 7;
	bool json = false;
	for (int o; (o = getopt(argc, argv, "jk:n:q:r:s:")) != -1;)
		switch (o) {
		case 'j': json = true; break;
		case 'k': per_class = (unsigned)strtoul(optarg, NULL, 10); break;
		case 'n': documents = (unsigned)strtoul(optarg, NULL, 10); break;
		case 'q': path = optarg; break;
		case 'r': russian = (unsigned)strtoul(optarg, NULL, 10); break;
		case 's': seed = strtoull(optarg, NULL, 10); break;
		default: documents = 0;
		}
	if (!documents || optind < argc) {
		fprintf(stderr, "usage: corpus [-n DOCUMENTS] [-s SEED] [-r PERCENT-RUSSIAN] [-q FILE] [-k PER-CLASS] [-j]\n");
		return 2;
	}
	FILE *f = path ? fopen(path, "w") : NULL;
	if (path && !f) {
		perror(path);
		return 1;
	}
	text_state = mix(seed);
	query_state = mix(seed + 1);
	make_ranks();
	for (unsigned i = 0; i < documents; i++) {
		unsigned n = make_document(below(&text_state, 100) < russian ? RUSSIAN : ENGLISH);
		print_document(i + 1, tokens, n, json);
		if (f && made < per_class && (uint64_t)(i + 1) * per_class / documents > made) {
			write_queries(f, n);
			made++;
		}
	}
	if ((f && fclose(f)) || fflush(stdout)) {
		perror("corpus");
		return 1;
	}
	return 0;
}

/* Telling the language of a text; see language.h.
 *
 * Latin script by the commonest words of each language, Cyrillic by the letters that only some alphabets have; Russian,
 * whose alphabet others contain, by both.  A sample is enough: every third word of a text is a common one.
 */
#include "config.h"

#include "repair/language.h"

#include <endian.h>
#include <pthread.h>
#include <stdint.h>


#define WORDS_LEAST 20		/* of a text that can be told */
#define COMMON_LEAST 10		/* percent of them that are common words of its language */
#define HITS_LEAST 5
#define LETTERS_LEAST 4		/* percent of them with a letter that tells the alphabet */
#define WORD_MOST 8		/* bytes of the words below, as many as a number has */
#define SLOTS 512		/* power of 2, more than twice the words below */

enum { EN, DE, FR, ES, IT, TR, UZ, RU, N_LANGUAGES = LANGUAGES_BY_WORDS };
static const char *const names[N_LANGUAGES] = { "en", "de", "fr", "es", "it", "tr", "uz", "ru" };

/* Words of up to 8 bytes that texts of the language cannot do without. */
static const char *const common[N_LANGUAGES] = {
	[EN] = "the of and to that is for was with by this from which are has have not were been it its an be at as in on he they their",
	[DE] = "der die das und ist nicht ein eine den von zu mit dem des im sich auf auch als wird bei aus sind werden in",
	[FR] = "le la les des et est une du dans que qui pour par sur pas avec sont au aux ce cette plus en un",
	[ES] = "el la los las de y es una del que por con para se su como pero sus al en un lo",
	[IT] = "il di che la per una del della con non sono dei alla gli le nel anche si un in",
	[TR] = "ve bir bu için ile olarak da de olan çok daha gibi kadar ise sonra",
	[UZ] = "va bilan uchun bu ham bir edi esa deb kerak yoki lekin emas shu",
	[RU] = "и в не на что с по как это из к от за его для но он был же так все при или о у они а",
};

struct slot {
	uint64_t word;
	uint32_t languages;
};
static struct slot slots[SLOTS];
static pthread_once_t filled = PTHREAD_ONCE_INIT;

static struct slot *slot_of(uint64_t word)
{
	size_t i = (size_t)((word * UINT64_C(0x9e3779b97f4a7c15)) >> 32) & (SLOTS - 1);
	while (slots[i].word && slots[i].word != word)
		i = (i + 1) & (SLOTS - 1);
	return &slots[i];
}

/* Up to 8 bytes as a number, the first one the lowest. */
static inline uint64_t pack(const char *word, size_t n)
{
	uint64_t v = 0;
	memcpy(&v, word, n);
	return le64toh(v);
}

static void fill(void)
{
	for (unsigned l = 0; l < N_LANGUAGES; l++) {
		struct str rest = str_of(common[l]), word;
		while (str_cut(&rest, ' ', &word)) {
			struct slot *s = slot_of(pack(word.p, word.n));
			s->word = pack(word.p, word.n);
			s->languages |= 1u << l;
		}
	}
}

/* ---- Sampling ---- */

/* Letters of Cyrillic alphabets beyond the Russian one: two bytes each. */
static void look_at_letters(struct str word, struct language_sample *s)
{
	bool kazakh = false, turkic = false, tajik = false, uzbek = false, ukrainian = false, shared = false;
	for (size_t i = 0; i + 1 < word.n; i += 2) {
		unsigned c = (unsigned)(unsigned char)word.p[i] << 8 | (unsigned char)word.p[i + 1];
		switch (c) {
		case 0xd399: case 0xd398: case 0xd2b1: case 0xd2b0: kazakh = true; break;	/* ә ұ */
		case 0xd2af: case 0xd2ae: case 0xd3a9: case 0xd3a8: case 0xd2a3: case 0xd2a2: turkic = true; break;	/* ү ө ң */
		case 0xd3a3: case 0xd3af: case 0xd2b7: case 0xd2b6: tajik = true; break;	/* ӣ ӯ ҷ */
		case 0xd19e: case 0xd08e: uzbek = true; break;					/* ў */
		case 0xd197: case 0xd087: case 0xd194: case 0xd084: case 0xd291: ukrainian = true; break;	/* ї є ґ */
		case 0xd29b: case 0xd29a: case 0xd293: case 0xd292: shared = true; break;	/* қ ғ */
		default: break;
		}
	}
	s->kazakh += kazakh;
	s->turkic += turkic;
	s->tajik += tajik;
	s->uzbek += uzbek;
	s->ukrainian += ukrainian;
	s->shared += shared;
}

/* start: its first bytes, all of a short one. */
static void look_at(struct str word, uint64_t start, struct language_sample *s)
{
	s->words++;
	if ((unsigned char)word.p[0] >= 0xd0 && (unsigned char)word.p[0] <= 0xd3) {
		s->cyrillic++;
		look_at_letters(word, s);
	}
	if (word.n > WORD_MOST)
		return;
	/* Of bytes that are letters or beyond ASCII, those without the top bit are letters, whose small forms have one bit more. */
	uint64_t all = UINT64_MAX >> (8 * (WORD_MOST - word.n)), letters = start & all;
	letters |= (~letters & all & UINT64_C(0x8080808080808080)) >> 2;
	for (uint32_t languages = slot_of(letters)->languages; languages; languages &= languages - 1)
		s->hits[__builtin_ctz(languages)]++;
}

/* What stands at i as a number, with zeros behind the end. */
static inline uint64_t bytes_at(struct str text, size_t i)
{
	return text.n - i >= WORD_MOST ? pack(text.p + i, WORD_MOST) : pack(text.p + i, text.n - i);
}

/* The top bit of each byte that is neither a letter nor beyond ASCII.  Ends of words cannot be foretold, so they are not looked for
 * byte by byte. */
static inline uint64_t other_bytes(uint64_t w)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
	uint64_t small = (w | ones * 0x20) & ~tops;
	uint64_t letters = (small + ones * (0x80 - 'a')) & ~(small + ones * (0x7f - 'z'));
	return ~(letters | w) & tops;
}

void language_look(struct language_sample *s, struct str text, unsigned most)
{
	unsigned taken = 0;
	pthread_once(&filled, fill);
	for (size_t i = 0, end; i < text.n && taken < most && s->words < LANGUAGE_WORDS; i = end + 1) {
		uint64_t start = bytes_at(text, i), others = other_bytes(start);
		for (end = i; others == 0; others = other_bytes(bytes_at(text, end)))
			end += WORD_MOST;
		end += (size_t)__builtin_ctzll(others) / 8;
		if (end > i) {
			look_at(str_sub(text, i, end), start, s);
			taken++;
		}
	}
}

/* ---- Judging ---- */

static bool percent(unsigned n, unsigned of, unsigned least)
{
	return n * 100 >= of * least;
}

static const char *cyrillic_language(const struct language_sample *s)
{
	unsigned all = s->cyrillic;
	if (percent(s->tajik, all, LETTERS_LEAST))
		return "tg";
	if (percent(s->uzbek, all, LETTERS_LEAST))
		return "uz";
	if (percent(s->ukrainian, all, LETTERS_LEAST))
		return "uk";
	if (percent(s->kazakh, all, LETTERS_LEAST) && s->shared)
		return "kk";
	if (percent(s->turkic, all, 2 * LETTERS_LEAST) && !s->shared && !s->kazakh)
		return "ky";
	unsigned foreign = s->tajik + s->uzbek + s->ukrainian + s->kazakh + s->turkic + s->shared;
	return percent(s->hits[RU], all, COMMON_LEAST) && foreign * 20 <= all ? "ru" : NULL;
}

static const char *latin_language(const struct language_sample *s)
{
	unsigned best = 0, second = 0;
	for (unsigned l = 1; l < RU; l++)
		if (s->hits[l] > s->hits[best])
			best = l;
	for (unsigned l = 0; l < RU; l++)
		if (l != best && s->hits[l] > second)
			second = s->hits[l];
	bool sure = s->hits[best] >= HITS_LEAST && percent(s->hits[best], s->words, COMMON_LEAST) && s->hits[best] * 2 >= second * 3;
	return sure ? names[best] : NULL;
}

const char *language_tell(const struct language_sample *s)
{
	if (s->words < WORDS_LEAST)
		return NULL;
	if (s->cyrillic * 5 > s->words * 4)
		return cyrillic_language(s);
	return s->cyrillic * 5 < s->words ? latin_language(s) : NULL;
}

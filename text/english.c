/* Irregular and confusable words of English; see english.h. */
#include "config.h"

#include "text/english.h"

#include <pthread.h>
#include <stdlib.h>

#include "common/wordset.h"

enum kind { FORM, SPELLING, AGENT, FAMILY, KINDS };

static const struct row {
	enum kind kind;
	const char *from, *to;
} rows[] = {
#define ENGLISH(kind, from, to) { kind, #from, #to },
#include "text/english.def"
#undef ENGLISH
};
#define N_ROWS (sizeof(rows) / sizeof(*rows))

/* Where the rows of a kind with each first letter begin, and the last ones end: few rows are left to look at. */
static uint16_t row_starts[KINDS * 26 + 1];
/* The kinds that have rows with these first three letters, a bit each: most words need no further look. */
static uint8_t start_kinds[26 * 26 * 26];
static pthread_once_t started = PTHREAD_ONCE_INIT;

static size_t place_of(enum kind kind, char first)
{
	return (size_t)kind * 26 + (size_t)(first - 'a');
}

/* Of the first three letters, which every row has; NULL: these are none. */
static uint8_t *kinds_of(struct str word)
{
	size_t at = 0;
	if (word.n < 3)
		return NULL;
	for (size_t i = 0; i < 3; i++) {
		unsigned letter = (unsigned)(unsigned char)word.p[i] - 'a';
		if (letter >= 26)
			return NULL;
		at = at * 26 + letter;
	}
	return &start_kinds[at];
}

static void find_starts(void)
{
	for (size_t i = 0; i < N_ROWS; i++) {
		row_starts[place_of(rows[i].kind, rows[i].from[0]) + 1]++;
		*kinds_of(str_of(rows[i].from)) |= (uint8_t)(1u << rows[i].kind);
	}
	for (size_t i = 1; i <= KINDS * 26; i++)
		row_starts[i] = (uint16_t)(row_starts[i] + row_starts[i - 1]);
}

#define Z_MOST 9		/* letters of an ending in -isational */

/* Words that end in -ise in every English. */
static const char *const always_s[] = {
	"advert", "adv", "appra", "appr", "ar", "bra", "bru", "chast", "circumc", "compr", "comprom", "conc", "cr", "cru", "dem",
	"desp", "dev", "disgu", "enterpr", "exc", "exerc", "expert", "franch", "gu", "improv", "inc", "likew", "merchand", "m",
	"no", "otherw", "parad", "po", "pra", "prec", "prem", "prom", "ra", "rev", "r", "superv", "surm", "surpr", "telev",
	"treat", "upr", "v", "w",
};

/* Ordinary words of two to five letters that acronyms are also made of, regular plurals left out. */
static const char ordinary_words[] =
#include "text/ordinary.def"
;
static struct wordset ordinary = WORDSET(ordinary_words);

/* As bytes; from ends with a zero. */
static int compare(const char *from, struct str word)
{
	for (size_t i = 0; i < word.n; i++)
		if (from[i] != word.p[i] || from[i] == '\0')
			return from[i] == '\0' || (unsigned char)from[i] < (unsigned char)word.p[i] ? -1 : 1;
	return from[word.n] != '\0';
}

/* The last row of the kind with the word's first letter, a small one, that is not behind the word; NULL: there is none. */
static const struct row *last_up_to(enum kind kind, struct str word)
{
	size_t place = place_of(kind, word.p[0]), low = row_starts[place], high = row_starts[place + 1];
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (compare(rows[middle].from, word) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low > row_starts[place] ? &rows[low - 1] : NULL;
}

static const struct row *find(enum kind kind, struct str word)
{
	const struct row *r = last_up_to(kind, word);
	return r && compare(r->from, word) == 0 ? r : NULL;
}

static struct str without_s(struct str word)
{
	return word.n > 3 && word.p[word.n - 1] == 's' && word.p[word.n - 2] != 's' ? str_sub(word, 0, word.n - 1) : word;
}

/* The longest beginning that is in the table.  What is in order between a beginning and the word begins so as
 * well: where the row before the word is no beginning, one can only be in what the two share. */
static const struct row *find_beginning(enum kind kind, struct str word)
{
	while (word.n > 2) {
		const struct row *r = last_up_to(kind, word);
		size_t same = 0;
		while (r && same < word.n && r->from[same] && r->from[same] == word.p[same])
			same++;
		if (!r || r->from[same] == '\0')
			return same > 2 ? r : NULL;
		word.n = same;
	}
	return NULL;
}

static bool is_one_of(struct str s, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((s.n == 0 || list[i][0] == s.p[0]) && str_eqz(s, list[i]))
			return true;
	return false;
}

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

static bool is_ending(struct str s)
{
	static const char *const endings[] = {
		"", "s", "d", "r", "rs", "ed", "er", "ers", "ing", "ings", "ful", "fully", "less", "ly", "al", "ally", "able", "ably",
		"ism", "ist", "ists", "ic", "ical", "hood", "hoods",
	};
	return is_one_of(s, endings, COUNT(endings));
}

/* "centred", "labourers", "analysing" in the other spelling. */
static bool respell(struct str word, struct buf *out)
{
	const struct row *r = find_beginning(SPELLING, word);
	struct str rest, to;
	if (!r) {	/* an e that the ending took away */
		for (size_t cut = 2; cut <= 4 && cut + 3 < word.n && !r; cut++) {
			char stem[64];
			size_t n = word.n - cut;
			if (n + 1 >= sizeof(stem))
				continue;
			memcpy(stem, word.p, n);
			stem[n] = 'e';
			r = find(SPELLING, str_n(stem, n + 1));
			if (r && !is_ending(str_sub(word, n, word.n)))
				r = NULL;
		}
		if (!r)
			return false;
		rest = str_sub(word, strlen(r->from) - 1, word.n);
		to = str_of(r->to);
		if (str_ends(to, STR("e")))
			to.n--;
	} else {
		rest = str_sub(word, strlen(r->from), word.n);
		to = str_of(r->to);
		if (!is_ending(rest))
			return false;
	}
	buf_reset(out);
	buf_addstr(out, to);
	if (str_starts(rest, STR("d")) && !str_ends(to, STR("e")))
		buf_putc(out, 'e');
	buf_addstr(out, rest);
	return true;
}

/* "mobilisation" as "mobilization". */
static bool with_z(struct str word, struct buf *out)
{
	static const char *const endings[] = { "e", "ed", "er", "ers", "es", "ing", "ation", "ations", "ational" };
	for (size_t at = word.n > Z_MOST + 3 ? word.n - Z_MOST : 3; at + 2 < word.n; at++) {
		if (word.p[at] != 'i' || word.p[at + 1] != 's')
			continue;
		struct str base = str_sub(word, 0, at), ending = str_sub(word, at + 2, word.n);
		if (!is_one_of(ending, endings, COUNT(endings)))
			continue;
		if (is_one_of(base, always_s, COUNT(always_s)))
			return false;
		buf_reset(out);
		buf_addstr(out, base);
		buf_puts(out, "iz");
		buf_addstr(out, ending);
		return true;
	}
	return false;
}

/* What may stand behind the beginning of a family: endings alone, no second word. */
static bool is_family_ending(struct str s)
{
	static const char *const endings[] = {
		"", "a", "able", "al", "als", "ally", "ance", "arian", "arians", "ary", "ate", "ated", "ates", "ating", "ation", "ational",
		"ationally", "ations", "ative", "atively", "ator", "ators", "ce", "ces", "d", "e", "ed", "er", "ers", "es", "ial", "ially",
		"ic", "ical", "ically", "ies", "ing", "ings", "ion", "ional", "ions", "ise", "ised", "ism", "isms", "ist", "istic", "ists",
		"ities", "ity", "ive", "ively", "ize", "ized", "izing", "ization", "ly", "ment", "ments", "n", "ng", "ns", "on", "onal", "ons",
		"or", "ors", "s", "t", "tly", "ve", "vely", "veness", "ves", "y", "zation", "ze", "zed", "zing",
	};
	return is_one_of(s, endings, COUNT(endings));
}

static enum english give(enum english what, const char *word, struct buf *out)
{
	buf_reset(out);
	buf_puts(out, word);
	return what;
}

enum english english_adjust(struct str folded, struct buf *out)
{
	const struct row *r;
	pthread_once(&started, find_starts);
	const uint8_t *starts = kinds_of(folded);
	unsigned kinds = starts ? *starts : 0;
	if ((kinds & 1u << FORM) && (r = find(FORM, folded)) != NULL)
		return give(ENGLISH_STEM_THIS, r->to, out);
	if ((kinds & 1u << AGENT) && (r = find(AGENT, without_s(folded))) != NULL)
		return give(ENGLISH_STEM_THIS, r->to, out);
	if ((kinds & 1u << FAMILY) && (r = find_beginning(FAMILY, folded)) != NULL &&
	    is_family_ending(str_sub(folded, strlen(r->from), folded.n)))
		return give(ENGLISH_IS_STEM, r->to, out);
	bool other = (kinds & 1u << SPELLING) && respell(folded, out);
	return other || with_z(folded, out) ? ENGLISH_STEM_THIS : ENGLISH_AS_IT_IS;
}

bool english_is_ordinary(struct str folded)
{
	for (int plural = 0; plural < 2; plural++) {
		struct str s = plural ? without_s(folded) : folded;
		if (s.n >= 2 && s.n <= 5 && wordset_has(&ordinary, s))
			return true;
	}
	return false;
}

void english_add_starts(bool starts[256])
{
	static const struct {
		char word, stem;	/* ate, eat; gaol, jail; went, go */
	} changed[] = { { 'a', 'e' }, { 'g', 'j' }, { 'w', 'g' } };
	for (size_t i = 0; i < sizeof(changed) / sizeof(*changed); i++)
		if (starts[(unsigned char)changed[i].stem])
			starts[(unsigned char)changed[i].word] = true;
}

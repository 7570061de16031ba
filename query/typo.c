/* A weighed edit distance over words that come in order, row by row; see typo.h. */
#include "config.h"

#include "query/typo.h"

#include <string.h>
#include <uchar.h>

#include "common/utf8.h"
#include "query/keyboard.h"

/* Tenths of an edit. */
enum {
	SIGHT = 3,		/* the same letter of another alphabet, or without its mark */
	SOUND = 4,		/* the same sound */
	DOUBLED = 4,
	MUTE = 4,		/* ь, ъ */
	VOWEL = 6,		/* another vowel */
	BREATH = 6,		/* an h behind a consonant */
	SWAP = 7,
	KEY = 7,		/* the key beside it */
	FIRST = 4,		/* more, at the first letter */
	FAR = 0xffff
};

/* ---- Which letters are taken for which ---- */

static const char32_t *const sights[] = {
	U"аa", U"еe", U"оo", U"рp", U"сc", U"хx", U"уy", U"кk", U"мm", U"тt", U"вb", U"іi",
	U"қк", U"ғг", U"ңн", U"үу", U"ұу", U"үұ", U"өо", U"әа", U"іи", U"һх", U"ҳх", U"ҷч", U"ӣи", U"ӯу", U"ўу", U"їі", U"єе", U"ґг", U"ьъ",
};

static const char32_t *const sounds[] = {
	U"ck", U"cs", U"kq", U"sz", U"iy", U"gj", U"jy", U"vw", U"hx", U"fv", U"dt", U"bp",
	U"оа", U"еи", U"яе", U"тд", U"пб", U"кг", U"вф", U"зс", U"жш", U"шщ", U"йи", U"эе", U"ыи", U"іы", U"щч",
};
#define COUNT(list) (sizeof(list) / sizeof(*(list)))

static const char32_t vowels[] = U"aeiouyаеиоуыэюяәіүұө";

/* Either for the other, at most two letters on a side. */
static const struct {
	char32_t a[3], b[3];
} rules[] = {
	{ U"ph", U"f" }, { U"ck", U"k" }, { U"kh", U"h" }, { U"kh", U"k" }, { U"kh", U"x" }, { U"gh", U"g" }, { U"th", U"t" },
	{ U"ch", U"k" }, { U"qu", U"k" }, { U"ks", U"x" }, { U"sh", U"s" }, { U"sc", U"s" }, { U"zh", U"j" }, { U"dj", U"j" },
	{ U"dg", U"j" }, { U"ts", U"c" }, { U"tz", U"z" }, { U"ff", U"v" }, { U"ie", U"ei" }, { U"er", U"re" }, { U"le", U"el" },
	{ U"ou", U"u" }, { U"oo", U"u" }, { U"ee", U"i" }, { U"ea", U"e" }, { U"ai", U"e" }, { U"ei", U"i" }, { U"ie", U"i" },
	{ U"ya", U"a" }, { U"ia", U"a" }, { U"yu", U"u" }, { U"ey", U"y" }, { U"iy", U"y" }, { U"au", U"o" }, { U"ae", U"e" },
	{ U"oe", U"o" }, { U"ue", U"u" }, { U"kn", U"n" }, { U"wr", U"r" }, { U"gn", U"n" }, { U"ps", U"s" }, { U"mb", U"m" },
	{ U"тс", U"ц" }, { U"дс", U"ц" }, { U"сч", U"щ" }, { U"зч", U"щ" }, { U"жч", U"щ" }, { U"ст", U"с" }, { U"зд", U"з" },
	{ U"ия", U"я" }, { U"ие", U"е" }, { U"йо", U"е" }, { U"ье", U"е" }, { U"ьо", U"е" },
};
_Static_assert(2 * COUNT(rules) <= UINT8_MAX, "rules are kept in bytes");

/* Rule r of the word typed: 1.. ; the first half with side a typed, the second with side b. */
struct sides {
	const char32_t *typed, *meant;
};

static struct sides sides_of(unsigned r)
{
	const char32_t *a = rules[(r - 1) % COUNT(rules)].a, *b = rules[(r - 1) % COUNT(rules)].b;
	return r > COUNT(rules) ? (struct sides){ b, a } : (struct sides){ a, b };
}

static size_t length(const char32_t *side)
{
	return side[1] ? 2 : 1;
}

static bool has(const char32_t *s, uint32_t c)
{
	while (*s && *s != c)
		s++;
	return *s != 0;
}

static bool listed(const char32_t *const *pairs, size_t n, uint32_t a, uint32_t b)
{
	for (size_t i = 0; i < n; i++)
		if ((pairs[i][0] == a && pairs[i][1] == b) || (pairs[i][0] == b && pairs[i][1] == a))
			return true;
	return false;
}

static bool is_consonant(uint32_t c)
{
	return c >= 'a' && c <= 'z' && !has(vowels, c);
}

static unsigned change_cost(uint32_t a, uint32_t b)
{
	struct keyboard_key ka, kb;
	if (listed(sights, COUNT(sights), a, b))
		return SIGHT;
	if (listed(sounds, COUNT(sounds), a, b))
		return SOUND;
	if (has(vowels, a) && has(vowels, b))
		return VOWEL;
	return keyboard_key(a, &ka) && keyboard_key(b, &kb) && keyboard_near(ka, kb) ? KEY : TYPO_EDIT;
}

/* Of a letter too many or missing, with the letter before it; 0: it is the first. */
static unsigned extra_cost(uint32_t c, uint32_t before)
{
	if (c == U'ь' || c == U'ъ')
		return MUTE;
	if (c == before)
		return DOUBLED;
	if (!before)
		return TYPO_EDIT + FIRST;
	return c == 'h' && is_consonant(before) ? BREATH : TYPO_EDIT;
}

/* Bytes of the same first characters. */
static size_t same_start(struct str a, struct str b)
{
	size_t n = 0;
	while (n < a.n && n < b.n && a.p[n] == b.p[n])
		n++;
	return n < a.n ? utf8_floor(a, n) : utf8_floor(b, n);
}

static bool all_vowels(struct str s)
{
	for (size_t i = 0; i < s.n;)
		if (!has(vowels, utf8_next(s, &i)))
			return false;
	return true;
}

bool typo_in_ending(struct str a, struct str b)
{
	size_t same = same_start(a, b);
	return all_vowels(str_sub(a, same, a.n)) && all_vowels(str_sub(b, same, b.n));
}

/* ---- The word typed ---- */

static const char32_t more_letters[] = U"әіңғүұқөһёїєґўҳҷӣӯ";
enum { CYRILLIC = 26, MORE = 58, OTHER = TYPO_CLASSES - 1 };
_Static_assert(MORE + COUNT(more_letters) <= TYPO_CLASSES, "a class for each letter, and one for all others");

static unsigned class_of(uint32_t c)
{
	if (c >= 'a' && c <= 'z')
		return c - 'a';
	if (c >= U'а' && c <= U'я')
		return CYRILLIC + (c - U'а');
	for (unsigned i = 0; more_letters[i]; i++)
		if (more_letters[i] == c)
			return MORE + i;
	return OTHER;
}

/* 0 for a class that is no letter. */
static uint32_t letter_of(unsigned class)
{
	if (class < CYRILLIC)
		return 'a' + class;
	if (class < MORE)
		return U'а' + (class - CYRILLIC);
	return class - MORE < COUNT(more_letters) ? more_letters[class - MORE] : 0;
}

static void weigh_changes(struct typo *t)
{
	for (unsigned class = 0; class < TYPO_CLASSES; class++)
		for (size_t k = 0; k < t->n; k++) {
			uint32_t c = letter_of(class);
			unsigned cost = t->weighed && c ? change_cost(t->typed[k], c) : TYPO_EDIT;
			bool first = t->weighed && k == 0 && cost > VOWEL;
			t->change[class][k] = (uint8_t)(cost + (first ? FIRST : 0));
		}
}

static void find_rules(struct typo *t)
{
	for (size_t k = 1; k <= t->n; k++) {
		size_t n = 0;
		for (unsigned r = 1; t->weighed && r <= 2 * COUNT(rules) && n + 1 < TYPO_RULES; r++) {
			const char32_t *side = sides_of(r).typed;
			size_t letters = length(side);
			if (k >= letters && t->typed[k - letters] == side[0] && (letters == 1 || t->typed[k - 1] == side[1]))
				t->rules[k][n++] = (uint8_t)r;
		}
		t->rules[k][n] = 0;
	}
}

static void first_row(struct typo *t)
{
	size_t k = 0;
	t->rows[0][0] = 0;
	for (; k < t->n && t->rows[0][k] + t->drop[k] <= (int)t->budget; k++)
		t->rows[0][k + 1] = (uint16_t)(t->rows[0][k] + t->drop[k]);
	t->low[0] = 0;
	t->high[0] = (uint8_t)k;
	t->least[0] = 0;
	t->ends[0] = 0;
	t->depth = 0;
}

bool typo_begin(struct typo *t, struct str word, unsigned budget, bool weighed)
{
	t->n = 0;
	for (size_t i = 0; i < word.n;) {
		if (t->n == TYPO_LETTERS)
			return false;
		t->typed[t->n++] = utf8_next(word, &i);
	}
	t->budget = budget;
	t->weighed = weighed;
	for (size_t k = 0; k < t->n; k++)
		t->drop[k] = (uint8_t)(weighed ? extra_cost(t->typed[k], k ? t->typed[k - 1] : 0) : TYPO_EDIT);
	weigh_changes(t);
	find_rules(t);
	first_row(t);
	return true;
}

/* ---- Candidates ---- */

static unsigned at(const struct typo *t, size_t row, size_t column)
{
	return column >= t->low[row] && column <= t->high[row] ? t->rows[row][column] : FAR;
}

static void take_least(unsigned *best, unsigned before, unsigned cost)
{
	if (before + cost < *best)
		*best = before + cost;
}

/* Pairs of letters that stand for one another, ending at column k and at the d-th letter of the candidate. */
static void try_pairs(const struct typo *t, size_t d, size_t k, unsigned *best)
{
	if (d > 1 && k > 1 && t->letters[d - 1] == t->typed[k - 2] && t->letters[d - 2] == t->typed[k - 1])
		take_least(best, at(t, d - 2, k - 2), t->weighed ? SWAP : TYPO_EDIT);
	for (const uint8_t *r = t->rules[k]; *r; r++) {
		struct sides s = sides_of(*r);
		size_t n = length(s.meant);
		if (d >= n && t->letters[d - n] == s.meant[0] && (n == 1 || t->letters[d - 1] == s.meant[1]))
			take_least(best, at(t, d - n, k - length(s.typed)), SOUND);
	}
}

static unsigned cell(const struct typo *t, size_t d, size_t k, unsigned extra, unsigned left, const uint8_t *change)
{
	unsigned best = FAR;
	take_least(&best, at(t, d - 1, k), extra);
	if (k == 0)
		return best;
	take_least(&best, at(t, d - 1, k - 1), t->typed[k - 1] == t->letters[d - 1] ? 0 : change[k - 1]);
	take_least(&best, left, t->drop[k - 1]);
	try_pairs(t, d, k, &best);
	return best;
}

/* Row d, of which the letter is there.  Only columns from which the end can be reached within the budget are kept. */
static void add_row(struct typo *t, size_t d)
{
	uint32_t c = t->letters[d - 1];
	unsigned extra = t->weighed ? extra_cost(c, d > 1 ? t->letters[d - 2] : 0) : TYPO_EDIT, left = FAR, least = FAR;
	const uint8_t *change = t->change[class_of(c)];
	size_t two = d > 1 ? d - 2 : 0;
	size_t from = t->low[d - 1] < t->low[two] ? t->low[d - 1] : t->low[two];
	size_t to = (size_t)(t->high[d - 1] > t->high[two] ? t->high[d - 1] : t->high[two]) + 2;
	t->low[d] = 1;
	t->high[d] = 0;
	for (size_t k = from; k <= t->n && (k <= to || left != FAR); k++) {
		unsigned cost = cell(t, d, k, extra, left, change);
		bool none = t->high[d] < t->low[d];
		least = cost < least ? cost : least;
		left = cost <= t->budget ? cost : FAR;
		if (none && left == FAR)
			continue;
		if (none)
			t->low[d] = (uint8_t)k;
		t->high[d] = (uint8_t)k;
		t->rows[d][k] = (uint16_t)left;
	}
	t->least[d] = (uint16_t)(least < FAR ? least : FAR);
}

/* Pairs reach back by two rows. */
static bool is_dead(const struct typo *t, size_t d)
{
	unsigned cheapest = t->weighed ? SOUND : TYPO_EDIT;
	return t->least[d] > t->budget && t->least[d - 1] + cheapest > t->budget;
}

unsigned typo_next(struct typo *t, struct str candidate, size_t shared, size_t *dead_r)
{
	*dead_r = 0;
	while (t->depth > 0 && t->ends[t->depth] > shared)
		t->depth--;
	for (size_t i = t->ends[t->depth]; i < candidate.n;) {
		size_t d = t->depth + 1;
		if (d > TYPO_LETTERS + 2)
			return t->budget + 1;
		t->letters[d - 1] = utf8_next(candidate, &i);
		t->ends[d] = i;
		add_row(t, d);
		t->depth = d;
		if (is_dead(t, d)) {
			*dead_r = i;
			return t->budget + 1;
		}
	}
	unsigned cost = at(t, t->depth, t->n);
	return cost <= t->budget ? cost : t->budget + 1;
}

unsigned typo_cost(struct str typed, struct str meant, unsigned budget, bool weighed)
{
	struct typo t;
	size_t dead;
	return typo_begin(&t, typed, budget, weighed) ? typo_next(&t, meant, 0, &dead) : budget + 1;
}

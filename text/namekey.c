/* Names to keys by tables: letters to sounds, sounds levelled, oblique cases to nominatives; see namekey.h.
 *
 * The tables join what these systems write: for Russian BGN/PCGN 1947, GOST 7.79-2000 B, ISO 9:1995 without
 * its diacritics (folding takes them off), ALA-LC, and the German and French habits of the press; for Kazakh
 * BGN/PCGN 1979 and the Latin alphabet of 2021; for Uzbek the Latin alphabet of 1995; for Kyrgyz BGN/PCGN 1979; for
 * Tajik BGN/PCGN 1994; for Arabic and Persian names the English spellings of the press.  Where a system cannot be told
 * from another by its letters, both readings are given.
 *
 * ICU has transliterators for some of these alphabets, each for one system; which one a document follows is not
 * known, and what they give would have to be levelled by the same table.
 */
#include "config.h"

#include "text/namekey.h"

#include <pthread.h>
#include <stdint.h>
#include <string.h>

#include "common/err.h"
#include "common/utf8.h"

#define KEY_LEAST 4		/* letters: shorter words have a strict key */
#define STRICT_LEAST 3
#define ACRONYM_MOST 5		/* letters: capitals make longer words no acronym */
#define WORD_MOST 40		/* letters */
#define SOUNDS_MOST 96		/* rows of a table */
#define READINGS 8		/* of one word at most */
#define READING_BYTES (3 * WORD_MOST + 8)

/* ---- Letters to sounds ---- */

enum where {
	START = 1, END = 2,
	SOFT = 4,		/* before e, i, y */
	BEHIND = 8,		/* after a consonant */
	HARD = 16		/* before a consonant */
};

/* The first row that matches counts.  to: readings, separated by '|'. */
struct sound {
	const char *from;
	unsigned where;
	const char *to;
};

static const struct sound latin_rows[] = {
	{ "schtsch", 0, "w" }, { "shch", 0, "w" },
	{ "tsch", 0, "q" }, { "dsch", 0, "j" }, { "tch", 0, "q" }, { "sch", 0, "x" }, { "ch", 0, "q" },
	{ "dzh", 0, "j" }, { "zh", 0, "j" }, { "dj", 0, "j" }, { "dg", SOFT, "dg" },
	{ "j", 0, "j|i" },		/* Juraev, Jurij */
	{ "sh", 0, "x" }, { "kh", 0, "h" }, { "gh", 0, "g" }, { "ph", 0, "f" }, { "th", 0, "t" },
	{ "dh", 0, "d" }, { "bh", 0, "b" }, { "ck", 0, "k" },
	{ "ts", 0, "c" }, { "tz", 0, "c" }, { "c", SOFT, "c" }, { "c", 0, "k" }, { "q", 0, "k" },
	{ "x", START, "h" }, { "x", 0, "ks|h" },	/* Xorazm; Alexandr, Toxirov */
	{ "off", END, "ov" }, { "eff", END, "ev" }, { "of", END, "ov" }, { "ef", END, "ev" },
	{ "aw", HARD, "av|au" }, { "w", 0, "v" },	/* Dawlat, Tawhid */
	{ "you", 0, "iu" }, { "yo", 0, "io|e" },		/* Yoldosh; ё, which Russians write as е */
	{ "oo", 0, "u" }, { "ou", 0, "u" }, { "ee", 0, "e|i" },	/* Jeenbekov, Najeeb */
	{ "ah", END, "a" }, { "y", END | BEHIND, "i|y" }, { "y", 0, "i" },
	{ "ə", 0, "a" },
	{ "a", 0, "a" }, { "b", 0, "b" }, { "d", 0, "d" }, { "e", 0, "e" }, { "f", 0, "f" }, { "g", 0, "g" },
	{ "h", 0, "h" }, { "i", 0, "i" }, { "k", 0, "k" }, { "l", 0, "l" }, { "m", 0, "m" }, { "n", 0, "n" },
	{ "o", 0, "o" }, { "p", 0, "p" }, { "r", 0, "r" }, { "s", 0, "s" }, { "t", 0, "t" }, { "u", 0, "u" },
	{ "v", 0, "v" }, { "z", 0, "z" },
	{ NULL, 0, NULL }
};

static const struct sound cyrillic_rows[] = {
	{ "дж", 0, "j" }, { "тц", 0, "c" }, { "ах", END, "ah|a" }, { "оо", 0, "u" },
	{ "ье", 0, "ie|e" },		/* Solovyev, Solovev */
	{ "ы", END, "y" },		/* Almaty; Бухары is a case of Бухара and not Bukhari */
	{ "а", 0, "a" }, { "б", 0, "b" }, { "в", 0, "v" }, { "г", 0, "g" }, { "д", 0, "d" }, { "е", 0, "e" },
	{ "ж", 0, "j" }, { "з", 0, "z" }, { "и", 0, "i" }, { "й", 0, "i" }, { "к", 0, "k" }, { "л", 0, "l" },
	{ "м", 0, "m" }, { "н", 0, "n" }, { "о", 0, "o" }, { "п", 0, "p" }, { "р", 0, "r" }, { "с", 0, "s" },
	{ "т", 0, "t" }, { "у", 0, "u" }, { "ф", 0, "f" }, { "х", 0, "h" }, { "ц", 0, "c" }, { "ч", 0, "q" },
	{ "ш", 0, "x" }, { "щ", 0, "w" }, { "ъ", 0, "" }, { "ы", 0, "i" }, { "ь", 0, "" }, { "э", 0, "e" },
	{ "ю", 0, "iu" }, { "я", 0, "ia" },
	/* Kazakh, Kyrgyz, Tajik, Uzbek, Tatar, Ukrainian */
	{ "ғ", 0, "g" }, { "ґ", 0, "g" }, { "қ", 0, "k" }, { "ҡ", 0, "k" }, { "ҳ", 0, "h" }, { "һ", 0, "h" },
	{ "ҷ", 0, "j" }, { "җ", 0, "j" }, { "ң", 0, "n" }, { "ө", 0, "o" }, { "ў", 0, "o|u" }, { "ү", 0, "u" },
	{ "ұ", 0, "u" }, { "ә", 0, "a" }, { "і", 0, "i" }, { "є", 0, "ie" },
	{ NULL, 0, NULL }
};

/* Without any levelling, as BGN/PCGN has it; Latin letters are what they are. */
static const struct sound strict_cyrillic_rows[] = {
	{ "дж", 0, "j|dzh" }, { "а", 0, "a" }, { "б", 0, "b" }, { "в", 0, "v" }, { "г", 0, "g" }, { "д", 0, "d" },
	{ "е", 0, "e" }, { "ж", 0, "zh|j" }, { "з", 0, "z" }, { "и", 0, "i" }, { "й", 0, "y|i" }, { "к", 0, "k" },
	{ "л", 0, "l" }, { "м", 0, "m" }, { "н", 0, "n" }, { "о", 0, "o" }, { "п", 0, "p" }, { "р", 0, "r" },
	{ "с", 0, "s" }, { "т", 0, "t" }, { "у", 0, "u" }, { "ф", 0, "f" }, { "х", 0, "kh|h" }, { "ц", 0, "ts" },
	{ "ч", 0, "ch" }, { "ш", 0, "sh" }, { "щ", 0, "shch" }, { "ъ", 0, "" }, { "ы", 0, "y" }, { "ь", 0, "" },
	{ "э", 0, "e" }, { "ю", 0, "yu" }, { "я", 0, "ya" },
	{ "ғ", 0, "gh|g" }, { "қ", 0, "q|k" }, { "ҳ", 0, "h" }, { "һ", 0, "h" }, { "ҷ", 0, "j" }, { "ң", 0, "ng|n" },
	{ "ө", 0, "o" }, { "ў", 0, "o|u" }, { "ү", 0, "u" }, { "ұ", 0, "u" }, { "ә", 0, "a" }, { "і", 0, "i" },
	{ NULL, 0, NULL }
};

/* Sounds of keys back to Russian letters; i behind a vowel is й. */
static const struct sound russian_rows[] = {
	{ "ia", 0, "я" }, { "iu", 0, "ю" }, { "e", START, "э" },
	{ "a", 0, "а" }, { "b", 0, "б" }, { "c", 0, "ц" }, { "d", 0, "д" }, { "e", 0, "е" }, { "f", 0, "ф" },
	{ "g", 0, "г" }, { "h", 0, "х" }, { "i", BEHIND, "и|ы" }, { "i", START, "и" }, { "i", 0, "й" }, { "j", 0, "дж|ж" },
	{ "k", 0, "к" }, { "l", 0, "л" }, { "m", 0, "м" }, { "n", 0, "н" }, { "o", 0, "о" }, { "p", 0, "п" },
	{ "q", 0, "ч" }, { "r", 0, "р" }, { "s", 0, "с" }, { "t", 0, "т" }, { "u", 0, "у" }, { "v", 0, "в" },
	{ "w", 0, "щ" }, { "x", 0, "ш" }, { "y", 0, "ы" }, { "z", 0, "з" },
	{ NULL, 0, NULL }
};

struct reading {
	char text[READING_BYTES];
	size_t n;
};

struct readings {
	size_t n;
	struct reading list[READINGS];
};

static bool is_vowel(char c)
{
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

static bool stands_there(const struct sound *s, struct str word, size_t at, size_t n)
{
	size_t end = at + n;
	char next = end < word.n ? word.p[end] : 0;
	if ((s->where & START) && at > 0)
		return false;
	if ((s->where & END) && end < word.n)
		return false;
	if ((s->where & BEHIND) && (at == 0 || is_vowel(word.p[at - 1])))
		return false;
	if ((s->where & HARD) && (!next || is_vowel(next)))
		return false;
	return !(s->where & SOFT) || next == 'e' || next == 'i' || next == 'y';
}

/* The rows of a table by the bytes that they begin with: for each the first one, and from each row the next. */
struct sounds {
	const struct sound *rows;
	uint8_t first[256], next[SOUNDS_MOST];	/* + 1; 0: none */
	uint8_t from[SOUNDS_MOST], to[SOUNDS_MOST];	/* lengths of the letters and of the first reading */
};

static struct sounds latin = { .rows = latin_rows }, cyrillic = { .rows = cyrillic_rows },
		     strict_cyrillic = { .rows = strict_cyrillic_rows }, russian = { .rows = russian_rows };
static pthread_once_t chained = PTHREAD_ONCE_INIT;

/* All letters of an alphabet beyond ASCII have few first bytes, so it is the second one that tells. */
static inline unsigned char telling_byte(const char *s)
{
	return (unsigned char)((unsigned char)s[0] < 0x80 ? s[0] : s[1]);
}

static void chain(struct sounds *t)
{
	size_t n = 0;
	while (t->rows[n].from)
		n++;
	BUG_ON(n > SOUNDS_MOST);
	while (n > 0) {
		const struct sound *s = &t->rows[n - 1];
		uint8_t *first = &t->first[telling_byte(s->from)];
		t->from[n - 1] = (uint8_t)strlen(s->from);
		t->to[n - 1] = (uint8_t)strcspn(s->to, "|");
		t->next[n - 1] = *first;
		*first = (uint8_t)n--;
	}
}

static void chain_all(void)
{
	chain(&latin);
	chain(&cyrillic);
	chain(&strict_cyrillic);
	chain(&russian);
}

static bool begins(struct str s, const char *letters, size_t n)
{
	if (s.n < n)
		return false;
	for (size_t i = 0; i < n; i++)	/* of a few bytes, mostly one */
		if (s.p[i] != letters[i])
			return false;
	return true;
}

/* The number of the row for what stands there; -1: there is none. */
static int find_sound(const struct sounds *t, struct str word, size_t at)
{
	struct str rest = str_sub(word, at, word.n);
	if (rest.n < 2 && (unsigned char)rest.p[0] >= 0x80)
		return -1;
	for (unsigned row = t->first[telling_byte(rest.p)]; row; row = t->next[row - 1]) {
		const struct sound *s = &t->rows[row - 1];
		if (begins(rest, s->from, t->from[row - 1]) && (!s->where || stands_there(s, word, at, t->from[row - 1])))
			return (int)row - 1;
	}
	return -1;
}

static inline void append(struct reading *r, const char *sound, size_t n)
{
	if (r->n + n < sizeof(r->text))
		for (size_t i = 0; i < n; i++)
			r->text[r->n++] = sound[i];
}

/* Every reading so far goes on in each of the ways; when there are too many, only in the first. */
static void go_on(struct readings *r, const char *ways, size_t first)
{
	size_t before = r->n;
	for (const char *way = ways + first; *way == '|'; way += 1 + strcspn(way + 1, "|"))
		for (size_t i = 0; i < before && r->n < READINGS; i++) {
			r->list[r->n] = r->list[i];
			append(&r->list[r->n++], way + 1, strcspn(way + 1, "|"));
		}
	for (size_t i = 0; i < before; i++)
		append(&r->list[i], ways, first);
}

/* False for a word with a letter that is not in the table. */
static bool read_word(const struct sounds *table, struct str word, struct readings *out_r)
{
	pthread_once(&chained, chain_all);
	out_r->n = 1;
	out_r->list[0].n = 0;
	for (size_t at = 0; at < word.n;) {
		int row = find_sound(table, word, at);
		if (row < 0)
			return false;
		go_on(out_r, table->rows[row].to, table->to[row]);
		at += table->from[row];
	}
	return true;
}

/* ---- Levelling ---- */

static void take_out(struct reading *r, size_t at)
{
	memmove(r->text + at, r->text + at + 1, r->n - at - 1);
	r->n--;
}

static void single(struct reading *r)
{
	size_t kept = r->n > 0;
	for (size_t i = 1; i < r->n; i++)
		if (r->text[i] != r->text[kept - 1])
			r->text[kept++] = r->text[i];
	r->n = kept;
}

static inline bool is_at(const struct reading *r, size_t at, const char *what)
{
	if (at >= r->n || r->text[at] != what[0])
		return false;
	size_t n = strlen(what);
	return n <= r->n - at && memcmp(r->text + at, what, n) == 0;
}

/* -ayev is -aev, for Russian е after a vowel is read ye. */
static void level_ev(struct reading *r)
{
	for (size_t i = 1; i + 2 < r->n; i++)
		if (is_at(r, i, "iev") && is_vowel(r->text[i - 1]))
			take_out(r, i);
}

/* Qaeda, Qaida; Hussein, Husain.  Not the a before -ev. */
static void level_ai(struct reading *r)
{
	for (size_t i = 0; i + 1 < r->n; i++) {
		if (is_at(r, i, "ae") && !is_at(r, i, "aev"))
			r->text[i + 1] = 'i';
		else if (is_at(r, i, "ei"))
			r->text[i] = 'a';
	}
}

static void level(struct reading *r)
{
	single(r);			/* iy, yi, ii and doubled consonants: Kirbassov */
	level_ev(r);
	single(r);			/* Sergeyev */
	if (is_at(r, 0, "ie"))		/* Yeltsin */
		take_out(r, 0);
	level_ai(r);
	single(r);
	if (r->n > 5 && is_at(r, r->n - 5, "estan"))	/* Turkestan */
		r->text[r->n - 5] = 'i';
}

/* ---- Keys ---- */

static void add_key(struct namekeys *keys, const char *mark, const struct reading *r, enum namekey_grade grade)
{
	struct namekey key = { .grade = grade };
	size_t mark_n = strlen(mark);
	if (keys->n == NAMEKEY_MAX || mark_n + r->n >= sizeof(key.text))
		return;
	memcpy(mempcpy(key.text, mark, mark_n), r->text, r->n);
	for (size_t i = 0; i < keys->n; i++)
		if (strcmp(keys->list[i].text, key.text) == 0)
			return;
	keys->list[keys->n++] = key;
}

static bool is_latin(struct str word)
{
	return (unsigned char)word.p[0] < 0x80 || str_starts(word, STR("ə"));
}

static void add_strict(struct namekeys *keys, struct str word, enum namekey_grade grade)
{
	struct readings r = { .n = 1 };
	if (!is_latin(word)) {
		if (!read_word(&strict_cyrillic, word, &r))
			return;
	} else {
		for (size_t i = 0; i < word.n; i++)
			if (word.p[i] < 'a' || word.p[i] > 'z')
				return;
		append(&r.list[0], word.p, word.n);
	}
	for (size_t i = 0; i < r.n; i++)
		if (r.list[i].n >= STRICT_LEAST)
			add_key(keys, "-", &r.list[i], grade);
}

/* Keys of a nominative. */
static void add_word(struct namekeys *keys, struct str word, bool acronym, enum namekey_grade grade)
{
	struct readings r;
	bool short_one = false;
	if (acronym && utf8_count(word) <= ACRONYM_MOST) {
		add_strict(keys, word, grade);
		return;
	}
	if (!read_word(is_latin(word) ? &latin : &cyrillic, word, &r))
		return;
	for (size_t i = 0; i < r.n; i++) {
		level(&r.list[i]);
		if (r.list[i].n >= KEY_LEAST)
			add_key(keys, "", &r.list[i], grade);
		else
			short_one = true;
	}
	if (short_one)
		add_strict(keys, word, grade);
}

/* ---- Cases ---- */

/* Endings of Russian oblique cases and what nominatives have instead (separated by '|').  The first row that
 * matches counts; it leaves at least STEM_LEAST letters.  A soft sign is not written, as keys have none. */
struct ending {
	const char *from;
	enum namekey_grade grade;
	const char *to;
};

#define STEM_LEAST 2

static const struct ending endings[] = {
	/* surnames; places such as Ростов, Молдова, Пекин, Украина */
	{ "овыми", NAMEKEY_NAME, "ов" }, { "евыми", NAMEKEY_NAME, "ев" }, { "иными", NAMEKEY_NAME, "ин" },
	{ "ского", NAMEKEY_NAME, "ский" }, { "скому", NAMEKEY_NAME, "ский" }, { "цкого", NAMEKEY_NAME, "цкий" },
	{ "цкому", NAMEKEY_NAME, "цкий" },
	{ "ским", NAMEKEY_NAME, "ский" }, { "ском", NAMEKEY_NAME, "ский" }, { "ской", NAMEKEY_NAME, "ская|ский" },
	{ "скую", NAMEKEY_NAME, "ская" }, { "ские", NAMEKEY_NAME, "ский" }, { "ских", NAMEKEY_NAME, "ский" },
	{ "цким", NAMEKEY_NAME, "цкий" }, { "цком", NAMEKEY_NAME, "цкий" },
	{ "овым", NAMEKEY_NAME, "ов" }, { "овой", NAMEKEY_NAME, "ова" }, { "овых", NAMEKEY_NAME, "ов" },
	{ "евым", NAMEKEY_NAME, "ев" }, { "евой", NAMEKEY_NAME, "ева" }, { "евых", NAMEKEY_NAME, "ев" },
	{ "иным", NAMEKEY_NAME, "ин" }, { "иной", NAMEKEY_NAME, "ина" }, { "иных", NAMEKEY_NAME, "ин" },
	{ "ова", NAMEKEY_NAME, "ов" }, { "ову", NAMEKEY_NAME, "ов|ова" }, { "ове", NAMEKEY_NAME, "ов|ова" },
	{ "овы", NAMEKEY_NAME, "ов|ова" }, { "ева", NAMEKEY_NAME, "ев" }, { "еву", NAMEKEY_NAME, "ев|ева" },
	{ "еве", NAMEKEY_NAME, "ев|ева" }, { "евы", NAMEKEY_NAME, "ев|ева" }, { "ина", NAMEKEY_NAME, "ин" },
	{ "ину", NAMEKEY_NAME, "ин|ина" }, { "ине", NAMEKEY_NAME, "ин|ина" }, { "ины", NAMEKEY_NAME, "ин|ина" },
	/* given names and places: Сирия, Георгий, Сергей, Алтай, Игорь, Астана, Ташкент */
	{ "ией", NAMEKEY_CASE, "ия" }, { "ием", NAMEKEY_CASE, "ий" }, { "ии", NAMEKEY_CASE, "ия|ий" },
	{ "ию", NAMEKEY_CASE, "ия|ий" }, { "ия", NAMEKEY_CASE, "ий" },
	{ "еем", NAMEKEY_CASE, "ей" }, { "ея", NAMEKEY_CASE, "ей" }, { "ею", NAMEKEY_CASE, "ей" },
	{ "ее", NAMEKEY_CASE, "ей" }, { "аем", NAMEKEY_CASE, "ай" }, { "ая", NAMEKEY_CASE, "ай" },
	{ "аю", NAMEKEY_CASE, "ай" }, { "ае", NAMEKEY_CASE, "ай" },
	{ "ами", NAMEKEY_PLURAL, "|а" }, { "ам", NAMEKEY_PLURAL, "|а" }, { "ах", NAMEKEY_PLURAL, "|а" },
	{ "ов", NAMEKEY_PLURAL, "" }, { "ев", NAMEKEY_PLURAL, "" },
	{ "ом", NAMEKEY_CASE, "" }, { "ем", NAMEKEY_CASE, "" }, { "ой", NAMEKEY_CASE, "а" }, { "ей", NAMEKEY_CASE, "а|я" },
	{ "ки", NAMEKEY_CASE, "к|ка" }, { "ги", NAMEKEY_CASE, "г|га" }, { "хи", NAMEKEY_CASE, "х|ха" },
	{ "жи", NAMEKEY_CASE, "ж|жа" }, { "ши", NAMEKEY_CASE, "ш|ша" }, { "чи", NAMEKEY_CASE, "ч|ча" },
	{ "а", NAMEKEY_CASE, "" }, { "я", NAMEKEY_CASE, "" }, { "у", NAMEKEY_CASE, "|а" }, { "ю", NAMEKEY_CASE, "|я" },
	{ "е", NAMEKEY_CASE, "|а|я" }, { "ы", NAMEKEY_CASE, "|а" },
};

static bool ends_in(struct str word, const char *ending, size_t *stem_r)
{
	size_t n = strlen(ending);
	if (n >= word.n || memcmp(word.p + word.n - n, ending, n) != 0)
		return false;
	*stem_r = word.n - n;
	return utf8_count(str_sub(word, 0, *stem_r)) >= STEM_LEAST;
}

static void add_nominatives(struct namekeys *keys, struct str stem, const struct ending *e)
{
	char word[4 * WORD_MOST + 16];
	const char *way = e->to;
	for (;;) {
		size_t n = strcspn(way, "|");
		memcpy(mempcpy(word, stem.p, stem.n), way, n);
		add_word(keys, str_n(word, stem.n + n), false, e->grade);
		if (way[n] == '\0')
			return;
		way += n + 1;
	}
}

static void add_cases(struct namekeys *keys, struct str word, enum namekey_grade most)
{
	size_t stem;
	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++)
		if (ends_in(word, endings[i].from, &stem)) {
			if (endings[i].grade <= most)
				add_nominatives(keys, str_sub(word, 0, stem), &endings[i]);
			return;
		}
}

void namekey_make(struct str folded, bool acronym, enum namekey_grade most, struct namekeys *out_r)
{
	out_r->n = 0;
	if (folded.n < 2 || folded.n > 2 * WORD_MOST)
		return;
	add_word(out_r, folded, acronym, NAMEKEY_NAME);
	if (!acronym && !is_latin(folded) && out_r->n)
		add_cases(out_r, folded, most);
}

bool namekey_same(struct str a, struct str b)
{
	struct namekeys x, y;
	namekey_make(a, false, NAMEKEY_NAME, &x);
	namekey_make(b, false, NAMEKEY_NAME, &y);
	for (size_t i = 0; i < x.n; i++)
		for (size_t k = 0; k < y.n; k++)
			if (strcmp(x.list[i].text, y.list[k].text) == 0)
				return true;
	return false;
}

/* Ends it in -и behind a consonant that has -ы there, if it has an ending? */
static bool is_in_i(struct str word)
{
	static const char *const hard[] = {
		"би", "ви", "ди", "зи", "ли", "ми", "ни", "пи", "ри", "си", "ти", "фи", "ци",
	};
	for (size_t i = 0; i < sizeof(hard) / sizeof(*hard); i++)
		if (str_ends(word, str_of(hard[i])))
			return true;
	return false;
}

/* Soft nouns have -и: what is left is the sign of one. */
static bool is_soft(struct str word)
{
	static const char *const ends[] = { "ь", "я", "ю", "ью", "ей", "ем", "ям", "ями", "ях" };
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		if (str_ends(word, str_of(ends[i])))
			return true;
	return false;
}

bool namekey_is_other(struct str a, struct str b)
{
	return is_in_i(a) != is_in_i(b) && !is_soft(is_in_i(a) ? b : a);
}

/* ---- Back to Russian ---- */

size_t namekey_russian(const char *key, char out_r[NAMEKEY_RUSSIAN][NAMEKEY_RUSSIAN_BYTES])
{
	struct readings r;
	size_t n = 0;
	if (!read_word(&russian, str_of(key), &r))
		return 0;
	for (size_t i = 0; i < r.n && n < NAMEKEY_RUSSIAN; i++) {
		if (r.list[i].n >= NAMEKEY_RUSSIAN_BYTES || r.list[i].n + 8 > sizeof(r.list[i].text))
			continue;	/* cut */
		memcpy(out_r[n], r.list[i].text, r.list[i].n);
		out_r[n++][r.list[i].n] = '\0';
	}
	return n;
}

/* ---- Particles ---- */

/* The first row is the word for "son of", the second what every article may be written as, the others how that sounds
 * before one of the sun letters: ash-Sham, ud-Din, аш-Шам. */
#define FORMS 6
static const char *const particles[][FORMS] = {
	{ "bin", "ben", "ibn", "бин", "бен", "ибн" },
	{ "al", "el", "ul", "аль", "эль", "уль" },
	{ "ash", "ush", "esh", "аш", "уш", "эш" }, { "ad", "ud", "ed", "ад", "уд", "эд" },
	{ "ar", "ur", "er", "ар", "ур", "эр" }, { "as", "us", "es", "ас", "ус", "эс" },
	{ "at", "ut", "et", "ат", "ут", "эт" }, { "an", "un", "en", "ан", "ун", "эн" },
	{ "az", "uz", "ez", "аз", "уз", "эз" },
};

#define ROWS (sizeof(particles) / sizeof(*particles))
#define ARTICLE 1

const char *namekey_particle_at(size_t i)
{
	return i < ROWS * FORMS ? particles[i / FORMS][i % FORMS] : NULL;
}

static size_t row_of(struct str folded)
{
	for (size_t i = 0; i < ROWS * FORMS; i++)
		if (str_eqz(folded, namekey_particle_at(i)))
			return i / FORMS;
	return ROWS;
}

bool namekey_particle(struct str folded, const char *out_r[NAMEKEY_PARTICLES])
{
	size_t row = row_of(folded), n = 0;
	if (row == ROWS)
		return false;
	for (size_t k = 0; row > ARTICLE && k < FORMS; k++)
		out_r[n++] = particles[ARTICLE][k];
	for (size_t k = 0; k < FORMS; k++)
		out_r[n++] = particles[row][k];
	out_r[n] = NULL;
	return true;
}

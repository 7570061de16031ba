/* Endings of Kazakh and Uzbek; see turkic.h. */
#include "config.h"

#include "text/turkic.h"

#include "common/utf8.h"

#define LEAST_LETTERS 2

/* An ending, and the letters it can stand behind (NULL: any). */
struct ending {
	const char *text, *after;
};

/* Endings that exclude each other, the longer ones of those that end alike first. */
struct slot {
	const struct ending *endings;
	bool voices;		/* in front of it, final k, q and p are g, gh and b */
};

struct language {
	const char *code, *keep;	/* words that end so are whole: names of countries */
	struct slot slots[3];		/* from the last one on */
	const char *back, *front;	/* vowels; NULL: no harmony */
	const char *vowels;
};

#define THIRD "ыі"		/* "his": an n comes between it and a case */
#define NASAL "мнңыі"
#define VOWEL "аәеоөұүыіуиэяёю"
#define VOWEL_OR_NASAL VOWEL "мнң"
#define VOICED "рлйузжмнңв"
#define VOICELESS "пткқсшщфхцчһбгд"

static const struct ending kk_cases[] = {
	{ "ндағы", THIRD }, { "ндегі", THIRD }, { "дағы", NULL }, { "дегі", NULL }, { "тағы", VOICELESS }, { "тегі", VOICELESS },
	{ "нікі", VOWEL_OR_NASAL }, { "дікі", VOICED }, { "тікі", VOICELESS }, { "ның", VOWEL_OR_NASAL }, { "нің", VOWEL_OR_NASAL }, { "дың", VOICED }, { "дің", VOICED },
	{ "тың", VOICELESS }, { "тің", VOICELESS }, { "нда", THIRD }, { "нде", THIRD }, { "нан", NASAL }, { "нен", NASAL }, { "дан", NULL },
	{ "ден", NULL }, { "тан", VOICELESS }, { "тен", VOICELESS }, { "мен", NULL }, { "бен", VOICED }, { "пен", VOICELESS }, { "ға", NULL },
	{ "ге", NULL }, { "қа", VOICELESS }, { "ке", VOICELESS }, { "на", THIRD }, { "не", THIRD }, { "ны", VOWEL }, { "ні", VOWEL }, { "ды", VOICED },
	{ "ді", VOICED }, { "ты", VOICELESS }, { "ті", VOICELESS }, { "да", NULL }, { "де", NULL }, { "та", VOICELESS }, { "те", VOICELESS }, { "н", THIRD },
	{ NULL, NULL },
};
static const struct ending kk_possessors[] = {
	{ "ымыз", NULL }, { "іміз", NULL }, { "ыңыз", NULL }, { "іңіз", NULL }, { "мыз", NULL }, { "міз", NULL }, { "ңыз", NULL },
	{ "ңіз", NULL }, { "сы", NULL }, { "сі", NULL }, { "ы", NULL }, { "і", NULL }, { NULL, NULL },
};
static const struct ending kk_plurals[] = {
	{ "лар", NULL }, { "лер", NULL }, { "дар", VOICED }, { "дер", VOICED }, { "тар", VOICELESS }, { "тер", VOICELESS }, { NULL, NULL },
};

static const struct ending uz_cases[] = {
	{ "dagi", NULL }, { "gacha", NULL }, { "niki", NULL }, { "ning", NULL }, { "dan", NULL }, { "ni", NULL }, { "ga", NULL },
	{ "ka", "k" }, { "qa", "q" }, { "da", NULL }, { NULL, NULL },
};
static const struct ending uz_possessors[] = {
	{ "imiz", NULL }, { "ingiz", NULL }, { "miz", NULL }, { "ngiz", NULL }, { "si", NULL }, { "i", NULL }, { NULL, NULL },
};
static const struct ending uz_plurals[] = { { "lar", NULL }, { NULL, NULL } };

static const struct ending uzc_cases[] = {
	{ "даги", NULL }, { "гача", NULL }, { "ники", NULL }, { "нинг", NULL }, { "дан", NULL }, { "ни", NULL }, { "га", NULL },
	{ "ка", "к" }, { "қа", "қ" }, { "да", NULL }, { NULL, NULL },
};
static const struct ending uzc_possessors[] = {
	{ "имиз", NULL }, { "ингиз", NULL }, { "миз", NULL }, { "нгиз", NULL }, { "си", NULL }, { "и", NULL }, { NULL, NULL },
};
static const struct ending uzc_plurals[] = { { "лар", NULL }, { NULL, NULL } };

static const struct language languages[] = {
	{ "kk", "стан", { { kk_cases, false }, { kk_possessors, true }, { kk_plurals, false } },
	  "аоұыуяёю", "әөүіеэ", VOWEL },
	{ "uz", "ston", { { uz_cases, false }, { uz_possessors, true }, { uz_plurals, false } }, NULL, NULL, "aeiou" },
	{ "uz", "стон", { { uzc_cases, false }, { uzc_possessors, true }, { uzc_plurals, false } }, NULL, NULL, "аеиоуўэёюя" },
};
#define N_LANGUAGES (sizeof(languages) / sizeof(*languages))

bool turkic_has(const char *code)
{
	for (size_t i = 0; i < N_LANGUAGES; i++)
		if (strcmp(code, languages[i].code) == 0)
			return true;
	return false;
}

static bool is_in(uint32_t c, const char *letters)
{
	struct str s = str_of(letters);
	for (size_t i = 0; i < s.n;)
		if (utf8_next(s, &i) == c)
			return true;
	return false;
}

/* +1: the last vowel that tells is a back one, -1 a front one, 0 there is none. */
static int harmony(const struct language *l, struct str s)
{
	int last = 0;
	for (size_t i = 0; l->back && i < s.n;) {
		uint32_t c = utf8_next(s, &i);
		last = is_in(c, l->back) ? 1 : is_in(c, l->front) ? -1 : last;
	}
	return last;
}

/* Can it be a word?  Two letters, one of them a vowel. */
static bool may_stand(const struct language *l, struct str s)
{
	bool vowel = false;
	for (size_t i = 0; i < s.n;)
		vowel |= is_in(utf8_next(s, &i), l->vowels);
	return vowel && utf8_count(s) >= LEAST_LETTERS;
}

static uint32_t last_letter(struct str s)
{
	size_t i = utf8_floor(s, s.n - 1);
	return utf8_next(s, &i);
}

/* An ending that begins with a vowel stands behind a consonant. */
static bool fits(const struct language *l, struct str rest, struct str ending, const char *after)
{
	size_t i = 0;
	if (!may_stand(l, rest) || (after && !is_in(last_letter(rest), after)))
		return false;
	if (is_in(utf8_next(ending, &i), l->vowels) && is_in(last_letter(rest), l->vowels))
		return false;
	int a = harmony(l, rest), b = harmony(l, ending);
	return a == 0 || b == 0 || a == b;
}

/* "мектеб-і" is of "мектеп". */
static void unvoice(struct buf *out)
{
	static const char *const pairs[][2] = { { "б", "п" }, { "г", "к" }, { "ғ", "қ" }, { "g", "k" }, { "b", "p" } };
	struct str s = buf_str(out);
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
		if (str_ends(s, str_of(pairs[i][0]))) {
			buf_truncate(out, s.n - strlen(pairs[i][0]));
			buf_puts(out, pairs[i][1]);
			return;
		}
}

static void take_off(const struct language *l, const struct slot *slot, struct buf *out)
{
	for (const struct ending *e = slot->endings; e->text; e++) {
		struct str s = buf_str(out), ending = str_of(e->text);
		if (!str_ends(s, ending) || !fits(l, str_sub(s, 0, s.n - ending.n), ending, e->after))
			continue;
		buf_truncate(out, s.n - ending.n);
		size_t at = 0;
		if (slot->voices && is_in(utf8_next(ending, &at), l->vowels))
			unvoice(out);
		return;
	}
}

void turkic_stem(const char *code, struct str folded, struct buf *out)
{
	bool latin = folded.n && (unsigned char)folded.p[0] < 0x80;
	buf_reset(out);
	buf_addstr(out, folded);
	for (size_t i = 0; i < N_LANGUAGES; i++) {
		const struct language *l = &languages[i];
		if (strcmp(code, l->code) != 0 || latin != ((unsigned char)l->vowels[0] < 0x80))
			continue;
		for (size_t k = 0; k < 3 && !str_ends(buf_str(out), str_of(l->keep)); k++)
			take_off(l, &l->slots[k], out);
	}
}

/* Lines looked up among the words of sites; see site_words.h. */
#include "config.h"

#include "repair/site_words.h"

#include <pthread.h>
#include <stdlib.h>

#include "common/ascii.h"

#define BAR_MAX 240		/* bytes of a line of labels */
#define BAR_LEAST 3		/* labels in it */
#define ITEM_MAX 300		/* bytes of a line with a list's head and an item */

static const struct site_word {
	const char *text;
	enum site_kind kind;
} words[] = {
#define W(line, kind) { line, SITE_##kind },
#include "repair/site_words.def"
#undef W
};
#define N_WORDS (sizeof(words) / sizeof(*words))

bool site_words_sorted(void)
{
	for (size_t i = 1; i < N_WORDS; i++)
		if (strcmp(words[i - 1].text, words[i].text) >= 0 || strlen(words[i].text) >= SITE_KEY_MAX)
			return false;
	return true;
}

/* The words that begin with a byte: most lines are longer than all of these. */
static struct {
	uint16_t first, end;
	uint8_t longest;	/* bytes */
} beginnings[256];
static pthread_once_t indexed = PTHREAD_ONCE_INIT;

static void index_words(void)
{
	for (size_t i = N_WORDS; i > 0; i--) {
		size_t length = strlen(words[i - 1].text), c = (unsigned char)words[i - 1].text[0];
		beginnings[c].first = (uint16_t)(i - 1);
		if (!beginnings[c].end)
			beginnings[c].end = (uint16_t)i;
		if (length > beginnings[c].longest)
			beginnings[c].longest = (uint8_t)length;
	}
}

static int compare(const void *key, const void *row)
{
	return strcmp(key, ((const struct site_word *)row)->text);
}

static enum site_kind look_up(const char *key)
{
	size_t c = (unsigned char)key[0], first = beginnings[c].first;
	const struct site_word *w = bsearch(key, words + first, beginnings[c].end - first, sizeof(*words), compare);
	return w ? w->kind : SITE_NONE;
}

/* Letters of scripts beyond ASCII begin with these bytes; signs (arrows, bullets, quotes) with e2, blanks and « » with c2. */
static bool is_sign(unsigned char c)
{
	return c < 0x80 && !ascii_is_letter((char)c) && !ascii_is_digit((char)c) && c != '+' && c != '=' && c != '\\' && c != '@';
}

/* The bytes of a sign at the front of s: one of ASCII, or of the blocks of general signs. */
static size_t sign_at(struct str s)
{
	unsigned char c = (unsigned char)s.p[0];
	if (is_sign(c))
		return 1;
	if (c == 0xc2 && s.n >= 2)
		return 2;
	return c == 0xe2 && s.n >= 3 ? 3 : 0;
}

static size_t sign_before(struct str s)
{
	for (size_t n = 1; n <= 3 && n <= s.n; n++)
		if (((unsigned char)s.p[s.n - n] & 0xc0) != 0x80)
			return sign_at(str_sub(s, s.n - n, s.n)) == n ? n : 0;
	return 0;
}

static struct str without_signs(struct str s)
{
	size_t n;
	while (s.n && (n = sign_at(s)) != 0)
		s = str_sub(s, n, s.n);
	while (s.n && (n = sign_before(s)) != 0)
		s.n -= n;
	return s;
}

/* "Comments (3)" */
static struct str without_count(struct str s)
{
	size_t n = s.n;
	if (n < 4 || s.p[n - 1] != ')')
		return s;
	for (n--; n && ascii_is_digit(s.p[n - 1]); n--)
		;
	return n > 1 && n < s.n - 1 && s.p[n - 1] == '(' ? str_sub(s, 0, n - 1) : s;
}

/* Small letters of ASCII and Russian; the length of what was read. */
static size_t put_small(struct str s, char *out, size_t *n)
{
	unsigned char c = (unsigned char)s.p[0], next = s.n > 1 ? (unsigned char)s.p[1] : 0;
	if (c == 0xd0 && next >= 0x90 && next <= 0xaf) {		/* А..Я */
		out[(*n)++] = (char)(next < 0xa0 ? 0xd0 : 0xd1);
		out[(*n)++] = (char)(next < 0xa0 ? next + 0x20 : next - 0x20);
		return 2;
	}
	if ((c == 0xd0 && next == 0x81) || (c == 0xd1 && next == 0x91)) {	/* Ё, ё */
		memcpy(out + *n, "\xd0\xb5", 2);
		*n += 2;
		return 2;
	}
	if (c == 0xc2 && next == 0xa0) {
		out[(*n)++] = ' ';
		return 2;
	}
	if (c == 0xe2 && str_starts(s, STR("\xe2\x80\x99"))) {
		out[(*n)++] = '\'';
		return 3;
	}
	out[(*n)++] = ascii_lower((char)c);
	return 1;
}

/* What is put in small letters: empty when the line is too long. */
static struct str bare_line(struct str line)
{
	struct str s = line.n < 2 * SITE_KEY_MAX ? without_signs(without_count(str_trim(line))) : STR_NONE;
	return s.n + 1 < SITE_KEY_MAX ? s : STR_NONE;
}

/* 0 as soon as the key is longer than `most`. */
static size_t put_key(struct str s, size_t most, char key[SITE_KEY_MAX])
{
	size_t n = 0;
	for (size_t i = 0; i < s.n && n <= most;) {
		if (ascii_is_letter(s.p[i])) {
			key[n++] = ascii_lower(s.p[i++]);
			continue;
		}
		i += put_small(str_sub(s, i, s.n), key, &n);
		if (n > 1 && key[n - 1] == ' ' && key[n - 2] == ' ')
			n--;
	}
	key[n] = '\0';
	return n <= most ? n : 0;
}

size_t site_key(struct str line, char key[SITE_KEY_MAX])
{
	return put_key(bare_line(line), SITE_KEY_MAX - 1, key);
}

/* "Click to share on Telegram (Opens in new window)": what a button says to those who cannot see it. */
static struct str without_help(struct str s)
{
	static const char click[] = "Click to ", opens[] = " (Opens in new window)";
	if (str_starts(s, STR(click)))
		s = str_sub(s, sizeof(click) - 1, s.n);
	if (str_ends(s, STR(opens)))
		s.n -= sizeof(opens) - 1;
	return s;
}

enum site_kind site_words(struct str line)
{
	char key[SITE_KEY_MAX], first[4];
	size_t n = 0;
	struct str s = bare_line(without_help(line));
	if (s.n == 0)
		return SITE_NONE;
	pthread_once(&indexed, index_words);
	put_small(s, first, &n);
	return put_key(s, beginnings[(unsigned char)first[0]].longest, key) ? look_up(key) : SITE_NONE;
}

/* ---- Several in one line ---- */

/* Cut at signs that stand between labels, or else at blanks. */
static bool next_label(struct str *rest, bool at_blanks, struct str *label_r)
{
	/* has_between() knows their first bytes. */
	static const char *const between[] = { "|", "·", "•", "/", "›", "»", "\t", "  " };
	if (rest->n == 0)
		return false;
	for (size_t i = 0; i < rest->n; i++) {
		if (ascii_is_letter(rest->p[i]) || (at_blanks && rest->p[i] != ' '))
			continue;
		struct str s = str_sub(*rest, i, rest->n);
		size_t n = at_blanks;
		for (size_t k = 0; !at_blanks && n == 0 && k < sizeof(between) / sizeof(*between); k++)
			n = str_starts(s, str_of(between[k])) ? strlen(between[k]) : 0;
		if (n == 0)
			continue;
		*label_r = str_sub(*rest, 0, i);
		*rest = str_sub(*rest, i + n, rest->n);
		return true;
	}
	*label_r = *rest;
	*rest = STR_NONE;
	return true;
}

/* All are site words, and labels or networks among them. */
static bool is_bar(struct str line, bool at_blanks)
{
	struct str label;
	size_t n = 0, labels = 0, networks = 0;
	while (next_label(&line, at_blanks, &label)) {
		if (without_signs(label).n == 0)
			continue;
		enum site_kind kind = site_words(label);
		if (kind == SITE_NONE || kind == SITE_STUB || kind == SITE_LIST_WEAK)
			return false;
		n++;
		labels += kind == SITE_LABEL || kind == SITE_PHRASE || kind == SITE_LIST;
		networks += kind == SITE_NETWORK;
	}
	return (n >= BAR_LEAST || (n == 2 && labels == 2 && !at_blanks)) && (labels > 0 || networks == n) && (labels > 1 || networks > 0 || !at_blanks);
}

/* May the line be cut at more than its blanks? */
static bool has_between(struct str line)
{
	for (size_t i = 0; i < line.n; i++)
		switch ((unsigned char)line.p[i]) {
		case '|': case '/': case '\t': case 0xc2: case 0xe2:
			return true;
		case ' ':
			if (i + 1 < line.n && line.p[i + 1] == ' ')
				return true;
			break;
		default:
			break;
		}
	return false;
}

bool site_bar(struct str line)
{
	if (line.n > BAR_MAX || line.n < 8 || memchr(line.p, ',', line.n) || line.p[line.n - 1] == '.')
		return false;
	return (has_between(line) && is_bar(line, false)) || is_bar(line, true);
}

bool site_list_item(struct str line)
{
	ptrdiff_t colon = str_chr(str_sub(line, 0, SITE_KEY_MAX), ':');
	return line.n <= ITEM_MAX && colon > 0 && (size_t)colon + 1 < line.n &&
	       site_words(str_sub(line, 0, (size_t)colon)) == SITE_LIST;
}

/* Brackets that define an acronym; see acronym.h. */
#include "config.h"

#include "text/acronym.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#include "common/ascii.h"
#include "common/buf.h"
#include "common/utf8.h"
#include "text/acronym_match.h"
#include "text/fold.h"

#define BRACKET_MAX 200		/* bytes in a bracket */
#define BEFORE_MAX 250		/* bytes looked at in front of one */
#define WORD_MAX 40		/* bytes of an acronym, dots and hyphens included */

struct finder {
	struct str text;
	struct arena *arena;
	struct acronym *list;
	size_t n, cap;
};

/* ---- Characters ---- */

static uint32_t char_at(struct str text, size_t at)
{
	return at < text.n ? utf8_next(text, &at) : 0;
}

static size_t char_before(struct str text, size_t at)
{
	return utf8_floor(text, at - 1);
}

static bool is_letter(uint32_t c)
{
	if (c < 0x80)
		return ascii_is_letter((char)c) || ascii_is_digit((char)c);
	int8_t type = u_charType((UChar32)c);
	return u_isalnum((UChar32)c) || type == U_NON_SPACING_MARK;
}

/* Within a word: don't, o‘zbek.  Marks of emphasis are none, wherever they stand. */
static bool is_apostrophe(uint32_t c)
{
	return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x2bc || c == 0x2bb || c == 0x2bf || c == 0x2be;
}

static bool is_hyphen(uint32_t c)
{
	return c == '-' || c == 0x2010 || c == 0x2011;
}

static bool is_blank(uint32_t c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == 0xa0 || c == 0x202f;
}

static bool is_emphasis(uint32_t c)
{
	return c == '*' || c == '_';
}

static bool is_quote(uint32_t c)
{
	return c == '"' || c == 0xab || c == 0xbb || (c >= 0x2018 && c <= 0x201f) || c == '\'';
}

/* ---- Words ---- */

/* The next word in [at, end); apostrophes between letters belong to it, and invisible hyphens.  False:
 * none. */
static bool next_word(struct str text, size_t *at, size_t end, size_t *start_r, size_t *end_r)
{
	size_t i = *at;
	while (i < end && !is_letter(char_at(text, i)))
		utf8_next(text, &i);
	if (i >= end)
		return false;
	*start_r = i;
	while (i < end) {
		size_t next = i;
		uint32_t c = utf8_next(text, &next);
		bool joins = is_apostrophe(c) && next < end && is_letter(char_at(text, next));
		if (!is_letter(c) && !joins && c != 0xad)
			break;
		i = next;
	}
	*end_r = *at = i;
	return true;
}

/* What stands between two words of a long form.  hyphen: nothing but one. */
enum between { JOINED, SEPARATE, APART };

static bool is_initial(struct str text, size_t start, size_t end)
{
	size_t i = start;
	utf8_next(text, &i);
	return i == end && u_isupper((UChar32)char_at(text, start));
}

/* start, end: of the word before. */
static enum between between(struct str text, size_t start, size_t end, size_t next)
{
	bool hyphen = false, blank = false, dot = false, line = false;
	for (size_t i = end; i < next;) {
		uint32_t c = utf8_next(text, &i);
		if (is_hyphen(c) || c == 0x2013)
			hyphen = true;
		else if (c == '\n' && line)
			return APART;
		else if (is_blank(c)) {
			blank = true;
			line |= c == '\n';
		} else if (c == '.')
			dot = true;
		else if (c != ',' && c != '&' && c != '/' && c != 0xad && !is_quote(c) && !is_emphasis(c))
			return APART;
	}
	if (dot && blank && !is_initial(text, start, end))
		return APART;
	if (hyphen && blank && !line)
		return APART;	/* that was a dash */
	return hyphen ? JOINED : SEPARATE;
}

/* The last words of [from, to) that belong together. */
static size_t words_before(struct str text, size_t from, size_t to, struct acronym_word *words)
{
	size_t n = 0, at = from, start, end;
	while (next_word(text, &at, to, &start, &end)) {
		enum between how = n ? between(text, words[n - 1].start, words[n - 1].end, start) : SEPARATE;
		if (how == APART)
			n = 0;
		if (n == ACRONYM_WORDS)
			memmove(words, words + 1, --n * sizeof(*words));
		words[n++] = (struct acronym_word){ start, end, how == JOINED };
	}
	return n && between(text, words[n - 1].start, words[n - 1].end, to) != APART ? n : 0;
}

/* The first words of [from, to) that belong together. */
static size_t words_after(struct str text, size_t from, size_t to, struct acronym_word *words)
{
	size_t n = 0, at = from, start, end;
	while (n < ACRONYM_WORDS && next_word(text, &at, to, &start, &end)) {
		enum between how = n ? between(text, words[n - 1].start, words[n - 1].end, start) : SEPARATE;
		if (how == APART)
			break;
		words[n++] = (struct acronym_word){ start, end, how == JOINED };
	}
	return n;
}

/* ---- Acronyms ---- */

/* Letters and digits, and hyphens, dots or & between them: "IS-K", "R&D", "U.S".  Its end, or 0. */
static size_t acronym_end(struct str text, size_t at, size_t end)
{
	size_t i = at, last = at;
	while (i < end && i - at <= WORD_MAX) {
		uint32_t c = utf8_next(text, &i);
		if (is_letter(c))
			last = i;
		else if (!is_hyphen(c) && c != '.' && c != '&')
			break;
	}
	return i - at > WORD_MAX ? 0 : last;
}

bool acronym_like(struct str word, size_t *n_r)
{
	unsigned capitals = 0, letters = 0, digits = 0;
	size_t last = 0;
	for (size_t i = 0; i < word.n;) {
		UChar32 c = (UChar32)utf8_next(word, &i);
		capitals += u_isupper(c);
		letters += u_isalpha(c);
		digits += u_isdigit(c);
		if (i < word.n)
			last = i;
	}
	*n_r = word.n;
	/* FTFs */
	if (capitals >= 2 && last + 1 == word.n && word.p[last] == 's' && letters == capitals + 1) {
		*n_r = last;
		letters--;
	}
	return capitals >= 2 && capitals * 2 >= letters && letters + digits <= ACRONYM_MAX_LETTERS;
}

struct str acronym_key(struct str acronym, struct arena *a)
{
	struct buf folded = BUF_INIT, key = BUF_INIT;
	fold_word(acronym, &folded);
	struct str s = buf_str(&folded);
	for (size_t i = 0; i < s.n;) {
		size_t at = i;
		if (is_letter(utf8_next(s, &i)))
			buf_addstr(&key, str_sub(s, at, i));
	}
	struct str result = arena_str(a, buf_str(&key));
	buf_fini(&folded);
	buf_fini(&key);
	return result;
}

/* ---- Definitions ---- */

/* One blank between words; marks of emphasis, quotes and invisible characters go. */
static struct str cleaned(struct finder *f, size_t start, size_t end)
{
	struct buf b = BUF_INIT;
	bool blank = false;
	for (size_t i = start; i < end;) {
		size_t at = i;
		uint32_t c = utf8_next(f->text, &i);
		if (is_blank(c)) {
			blank = b.n > 0;
			continue;
		}
		if (is_emphasis(c) || c == 0xad || (is_quote(c) && !is_apostrophe(c)))
			continue;
		if (blank)
			buf_putc(&b, ' ');
		blank = false;
		buf_addstr(&b, str_sub(f->text, at, i));
	}
	struct str s = arena_str(f->arena, buf_str(&b));
	buf_fini(&b);
	return s;
}

/* foreign terrorist fighters -> fighter, agencies -> agency */
static struct str singular(struct finder *f, struct str s)
{
	if (str_ends(s, STR("ies")) && s.n > 5)
		return arena_printf(f->arena, "%.*sy", (int)s.n - 3, s.p);
	if (str_ends(s, STR("s")) && !str_ends(s, STR("ss")) && s.n > 3)
		return str_sub(s, 0, s.n - 1);
	return s;
}

static void add(struct finder *f, struct str acronym, bool plural, size_t start, size_t end)
{
	if (end - start > ACRONYM_MAX_LONG)
		return;
	struct str long_form = cleaned(f, start, end);
	if (plural)
		long_form = singular(f, long_form);
	for (size_t i = 0; i < f->n; i++)
		if (str_eq(f->list[i].acronym, acronym) && str_eq(f->list[i].long_form, long_form))
			return;
	f->list = arena_grow(f->arena, f->list, &f->cap, f->n + 1, sizeof(*f->list));
	f->list[f->n++] = (struct acronym){ arena_str(f->arena, acronym), long_form };
}

static bool define(struct finder *f, struct str acronym, const struct acronym_word *words, size_t n, bool whole)
{
	size_t start, length;
	bool like = acronym_like(acronym, &length);
	bool plural = length < acronym.n;
	acronym.n = length;
	if (!like || !acronym_match(f->text, acronym, words, n, whole, &start))
		return false;
	add(f, acronym, plural, start, words[n - 1].end);
	return true;
}

static size_t skip_marks(struct str text, size_t at, size_t end)
{
	while (at < end && (is_blank(char_at(text, at)) || is_quote(char_at(text, at)) || is_emphasis(char_at(text, at))))
		utf8_next(text, &at);
	return at;
}

/* Words that lead from a long form to its acronym: "(the IMU", "(hereafter SCO", "(далее – ШОС". */
static bool is_lead(struct str word)
{
	static const char list[] = " the or and also hereafter hereinafter henceforth abbreviated as acronym short for in"
				   " english russian called и или далее сокр сокращенно англ рус ";
	char key[24];
	if (word.n + 2 > sizeof(key))
		return false;
	key[0] = key[word.n + 1] = ' ';
	for (size_t i = 0; i < word.n; i++)
		key[i + 1] = (char)(word.p[i] >= 'A' && word.p[i] <= 'Z' ? word.p[i] + ('a' - 'A') : word.p[i]);
	return str_find(STR(list), str_n(key, word.n + 2)) >= 0;
}

/* Does a word end here, and is what follows no part of a sentence? */
static bool ends_piece(struct str text, size_t at, size_t end)
{
	at = skip_marks(text, at, end);
	uint32_t c = at < end ? char_at(text, at) : ',';
	return c == ',' || c == ';' || c == ':' || c == '/' || c == '(' || c == '[' || c == 0x2013 || c == 0x2014;
}

/* LONG (ACR), LONG (ACR or OTHER), LONG (the ACR): [from, to) is in the bracket that opens at `open`. */
static bool try_before(struct finder *f, size_t open, size_t from, size_t to)
{
	struct acronym_word words[ACRONYM_WORDS];
	size_t before = open > BEFORE_MAX ? utf8_floor(f->text, open - BEFORE_MAX) : 0, n = 0;
	size_t start, end;
	bool found = false, looked = false;
	for (size_t at = from; at < to; at = end) {
		while (at < to && !is_letter(char_at(f->text, at)))
			utf8_next(f->text, &at);
		start = at;
		end = acronym_end(f->text, start, to);
		if (start >= to || end == 0)
			return found;
		struct str word = str_sub(f->text, start, end);
		if (is_lead(word))
			continue;
		size_t length;
		if (!acronym_like(word, &length))
			return found;
		if (!looked)
			n = words_before(f->text, before, open, words);
		looked = true;
		size_t next = end;
		bool lead = next_word(f->text, &next, to, &start, &end) && is_lead(str_sub(f->text, start, end));
		end = (size_t)(word.p - f->text.p) + word.n;
		if (!lead && !ends_piece(f->text, end, to))
			return found;
		if (!define(f, word, words, n, false))
			return found;
		found = true;
	}
	return found;
}

/* TRANSLATION (LONG, ACR) */
static bool try_inside(struct finder *f, size_t from, size_t to)
{
	struct acronym_word words[ACRONYM_WORDS];
	size_t comma = to;
	while (comma > from && f->text.p[comma - 1] != ',')
		comma--;
	if (comma == from)
		return false;
	size_t start = skip_marks(f->text, comma, to), end = acronym_end(f->text, start, to);
	if (end <= start || skip_marks(f->text, end, to) != to)
		return false;
	size_t n = words_before(f->text, from, comma - 1, words);
	return define(f, str_sub(f->text, start, end), words, n, false);
}

/* ACR (LONG), ACR (the LONG, something else) */
static bool try_after(struct finder *f, size_t open, size_t from, size_t to)
{
	struct acronym_word words[ACRONYM_WORDS];
	size_t end = open, start, word_start, word_end, at = from;
	while (end > 0 && (is_blank(char_at(f->text, char_before(f->text, end))) ||
			   is_quote(char_at(f->text, char_before(f->text, end))) ||
			   is_emphasis(char_at(f->text, char_before(f->text, end)))) && open - end < 6)
		end = char_before(f->text, end);
	for (start = end; start > 0 && end - start <= WORD_MAX; start = char_before(f->text, start)) {
		uint32_t c = char_at(f->text, char_before(f->text, start));
		if (!is_letter(c) && !is_hyphen(c) && c != '.' && c != '&')
			break;
	}
	while (start < end && !is_letter(char_at(f->text, start)))
		utf8_next(f->text, &start);
	struct str acronym = str_sub(f->text, start, end);
	size_t length;
	if (!acronym_like(acronym, &length))
		return false;
	while (next_word(f->text, &at, to, &word_start, &word_end) &&
	       is_lead(str_sub(f->text, word_start, word_end)))
		from = word_end;
	size_t n = words_after(f->text, from, to, words);
	/* All of it, or up to a comma. */
	for (size_t i = 2; i <= n; i++)
		if ((i == n || f->text.p[words[i - 1].end] == ',') && define(f, acronym, words, i, true))
			return true;
	return false;
}

/* The bracket that opens at `open`; *close_r: its end.  False: none that is short enough. */
static bool find_close(struct str text, size_t open, size_t *close_r)
{
	char up = text.p[open], down = up == '(' ? ')' : ']';
	size_t end = open + BRACKET_MAX < text.n ? open + BRACKET_MAX : text.n;
	size_t inner = open + 1;
	/* Of brackets in brackets the outer one goes on behind the inner ones. */
	for (size_t at = open + 1; at < end;) {
		const char *close = memchr(text.p + at, down, end - at);
		if (!close)
			return false;
		*close_r = (size_t)(close - text.p);
		const char *other = memchr(text.p + inner, up, *close_r - inner);
		if (!other)
			return true;
		inner = (size_t)(other - text.p) + 1;
		at = *close_r + 1;
	}
	return false;
}

static bool has_capitals(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((s.p[i] >= 'A' && s.p[i] <= 'Z') || (unsigned char)s.p[i] >= 0xc3)
			return true;
	return false;
}

static void look_at(struct finder *f, size_t open)
{
	size_t close;
	if (!find_close(f->text, open, &close))
		return;
	/* "(Non)Responses", "Europe(an)" are words. */
	if (is_letter(char_at(f->text, close + 1)))
		return;
	if (has_capitals(str_sub(f->text, open + 1, close)) &&
	    (try_before(f, open, open + 1, close) || try_inside(f, open + 1, close)))
		return;
	try_after(f, open, open + 1, close);
}

void acronyms_find(struct str text, struct arena *a, struct acronym **out_r, size_t *n_r)
{
	struct finder f = { .text = text, .arena = a };
	for (unsigned kind = 0; kind < 2 && text.n; kind++) {
		const char *p = text.p, *end = text.p + text.n;
		while (p < end && (p = memchr(p, kind ? '[' : '(', (size_t)(end - p)))) {
			look_at(&f, (size_t)(p - text.p));
			p++;
		}
	}
	*out_r = f.list;
	*n_r = f.n;
}

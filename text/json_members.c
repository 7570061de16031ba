/* A JSON object in one pass, strings eight bytes at a time; see json_members.h. */
#include "config.h"

#include "text/json_members.h"

#include <stdint.h>

#include "common/utf8.h"

/* A longer array or object may be nested deeper than jansson would go. */
#define NESTED_MAX 1000

struct scan {
	struct str json;
	size_t i;		/* the next byte */
	struct arena *arena;
};

static int peek(const struct scan *s)
{
	return s->i < s->json.n ? (unsigned char)s->json.p[s->i] : -1;
}

static bool take(struct scan *s, char c)
{
	if (peek(s) != c)
		return false;
	s->i++;
	return true;
}

static void skip_blanks(struct scan *s)
{
	for (int c = peek(s); c == ' ' || c == '\t' || c == '\n' || c == '\r'; c = peek(s))
		s->i++;
}

/* ---- Strings ---- */

static bool stands_for_itself(unsigned char c)
{
	return c >= ' ' && c != '"' && c != '\\';
}

/* The top bit of each byte that is zero, and perhaps of bytes above one that is. */
static uint64_t zeros(uint64_t w)
{
	return (w - UINT64_C(0x0101010101010101)) & ~w & UINT64_C(0x8080808080808080);
}

/* Past the bytes from i on that stand for themselves. */
static size_t plain_end(struct str s, size_t i)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	for (; s.n - i >= 8; i += 8) {
		uint64_t w;
		memcpy(&w, s.p + i, sizeof(w));
		uint64_t below = (w - ones * ' ') & ~w & (ones << 7);
		if (below | zeros(w ^ ones * '"') | zeros(w ^ ones * '\\'))
			break;
	}
	while (i < s.n && stands_for_itself((unsigned char)s.p[i]))
		i++;
	return i;
}

/* Four hexadecimal digits, or -1. */
static int32_t hex4(struct str s, size_t i)
{
	int32_t value = 0;
	if (s.n - i < 4)
		return -1;
	for (size_t end = i + 4; i < end; i++) {
		char c = s.p[i];
		int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 :
			    c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
		if (digit < 0)
			return -1;
		value = value << 4 | digit;
	}
	return value;
}

/* The character of an escape "uXXXX" at i, and of a second one when two make a character.  0: none. */
static uint32_t unicode_escape(struct str s, size_t *i)
{
	int32_t c = hex4(s, *i + 1);
	*i += 5;
	if (c < 0xd800 || c > 0xdfff)
		return c < 0 ? 0 : (uint32_t)c;
	if (c > 0xdbff || !str_starts(str_sub(s, *i, s.n), STR("\\u")))
		return 0;
	int32_t low = hex4(s, *i + 2);
	*i += 6;
	if (low < 0xdc00 || low > 0xdfff)
		return 0;
	return 0x10000 + (((uint32_t)c & 0x3ff) << 10 | ((uint32_t)low & 0x3ff));
}

/* The escape whose letter is at i, to out; bytes written, or 0. */
static unsigned unescape(struct str s, size_t *i, char *out)
{
	static const char letters[] = "\"\\/bfnrt", bytes[] = "\"\\/\b\f\n\r\t";
	if (*i == s.n)
		return 0;
	if (s.p[*i] == 'u') {
		uint32_t c = unicode_escape(s, i);
		return c ? utf8_encode(c, out) : 0;
	}
	const char *known = memchr(letters, s.p[*i], sizeof(letters) - 1);
	if (!known)
		return 0;
	*out = bytes[known - letters];
	++*i;
	return 1;
}

/* The string between the quotes, with escapes; an escape is never shorter than what it stands for. */
static bool decode(struct str s, struct arena *a, struct str *out_r)
{
	char *out = arena_alloc(a, s.n);
	size_t n = 0;
	for (size_t i = 0; i < s.n;) {
		size_t end = plain_end(s, i);
		memcpy(out + n, s.p + i, end - i);
		n += end - i;
		i = end;
		if (i == s.n)
			break;
		i++;	/* the backslash */
		unsigned written = unescape(s, &i, out + n);
		if (written == 0)
			return false;
		n += written;
	}
	*out_r = str_n(out, n);
	return true;
}

/* A string to the closing quote, as it is written. */
static bool raw_string(struct scan *s, struct str *raw_r, bool *escapes_r)
{
	if (!take(s, '"'))
		return false;
	size_t start = s->i;
	*escapes_r = false;
	for (;;) {
		s->i = plain_end(s->json, s->i);
		if (peek(s) == '"')
			break;
		if (peek(s) != '\\' || s->json.n - s->i < 2)
			return false;
		*escapes_r = true;
		s->i += 2;
	}
	*raw_r = str_sub(s->json, start, s->i);
	s->i++;
	return true;
}

static bool string(struct scan *s, struct str *out_r)
{
	bool escapes;
	if (!raw_string(s, out_r, &escapes) || (escapes && !decode(*out_r, s->arena, out_r)))
		return false;
	return utf8_valid(*out_r);
}

/* ---- Values and members ---- */

/* To the end of an array or object. */
static bool skip_nested(struct scan *s)
{
	size_t start = s->i, depth = 0;
	struct str raw;
	bool escapes;
	do {
		int c = peek(s);
		if (c < 0 || s->i - start > NESTED_MAX)
			return false;
		if (c == '"') {
			if (!raw_string(s, &raw, &escapes))
				return false;
			continue;
		}
		if (c == '[' || c == '{')
			depth++;
		else if (c == ']' || c == '}')
			depth--;
		s->i++;
	} while (depth);
	return true;
}

static void skip_scalar(struct scan *s)
{
	for (int c = peek(s); c >= 0 && !memchr(",]} \t\r\n", c, 7); c = peek(s))
		s->i++;
}

static bool value(struct scan *s, struct json_member *m)
{
	int c = peek(s);
	size_t start = s->i;
	m->is_string = c == '"';
	if (m->is_string)
		return string(s, &m->value);
	if (c == '[' || c == '{') {
		if (!skip_nested(s))
			return false;
	} else {
		skip_scalar(s);
	}
	m->value = str_sub(s->json, start, s->i);
	return m->value.n > 0;
}

static bool member(struct scan *s, struct json_member *m)
{
	if (!string(s, &m->name))
		return false;
	skip_blanks(s);
	if (!take(s, ':'))
		return false;
	skip_blanks(s);
	return value(s, m);
}

static bool is_new(const struct json_member *members, size_t n, struct str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(members[i].name, name))
			return false;
	return true;
}

bool json_members(struct str json, struct arena *a, struct json_member *members_r, size_t *n_r)
{
	struct scan s = { .json = json, .arena = a };
	size_t n = 0;
	skip_blanks(&s);
	if (!take(&s, '{'))
		return false;
	skip_blanks(&s);
	if (peek(&s) != '}') {
		do {
			skip_blanks(&s);
			if (n == JSON_MEMBERS_MAX || !member(&s, &members_r[n]) ||
			    !is_new(members_r, n, members_r[n].name))
				return false;
			n++;
			skip_blanks(&s);
		} while (take(&s, ','));
	}
	if (!take(&s, '}'))
		return false;
	skip_blanks(&s);
	*n_r = n;
	return s.i == json.n;
}

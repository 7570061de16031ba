/* Character references; see entity.h. */
#include "config.h"

#include "text/entity.h"

#include <stdlib.h>

#include "common/ascii.h"
#include "common/utf8.h"

#define NAME_MAX_BYTES 8

static const struct entity {
	char name[NAME_MAX_BYTES + 1];
	uint16_t c;
} entities[] = {
#define E(name, c) { #name, c },
#include "text/entity.def"
#undef E
};

static int compare(const void *key, const void *row)
{
	return strcmp(key, ((const struct entity *)row)->name);
}

static uint32_t named(struct str name)
{
	char key[NAME_MAX_BYTES + 1];
	if (name.n == 0 || name.n > NAME_MAX_BYTES)
		return 0;
	memcpy(key, name.p, name.n);
	key[name.n] = '\0';
	const struct entity *e = bsearch(key, entities, sizeof(entities) / sizeof(*entities), sizeof(*entities),
					 compare);
	return e ? e->c : 0;
}

static int digit_of(char c, int base)
{
	if (ascii_is_digit(c))
		return c - '0';
	c = ascii_lower(c);
	return base == 16 && c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* What pages mean that were written on Windows and escaped byte by byte. */
static uint32_t windows_1252(uint32_t c)
{
	static const uint16_t high[32] = {
		0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021,
		0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d, 0x8f,
		0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
		0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178,
	};
	return c >= 0x80 && c < 0xa0 ? high[c - 0x80] : c;
}

/* "&#...": bytes taken, 0 when no digit follows. */
static size_t numeric(struct str s, uint32_t *c_r)
{
	bool hex = s.n > 2 && (s.p[2] == 'x' || s.p[2] == 'X');
	int base = hex ? 16 : 10, digit;
	size_t start = hex ? 3 : 2, i = start;
	uint32_t c = 0;
	for (; i < s.n && (digit = digit_of(s.p[i], base)) >= 0; i++)
		if (c < 0x110000)
			c = c * (uint32_t)base + (uint32_t)digit;
	if (i == start)
		return 0;
	bool character = c && c < 0x110000 && (c < 0xd800 || c > 0xdfff);
	*c_r = character ? windows_1252(c) : 0xfffd;
	return i;
}

size_t entity_decode(struct str s, char utf8_r[4], unsigned *n_r)
{
	uint32_t c = 0;
	size_t i = 1;
	if (s.n > 1 && s.p[1] == '#') {
		i = numeric(s, &c);
		if (i == 0)
			return 0;
	} else {
		while (i < s.n && i <= NAME_MAX_BYTES + 1 && (ascii_is_letter(s.p[i]) || ascii_is_digit(s.p[i])))
			i++;
		c = named(str_sub(s, 1, i));
		/* "?a=1&copy=2" is an address and no copyright sign. */
		if (c == 0 || (i < s.n && s.p[i] == '='))
			return 0;
	}
	*n_r = utf8_encode(c, utf8_r);
	return i + (i < s.n && s.p[i] == ';');
}

struct str entity_decode_all(struct str s, struct arena *a)
{
	ptrdiff_t at = str_chr(s, '&');
	if (at < 0)
		return s;
	/* The shortest reference to a character of k bytes is longer than k bytes. */
	char *out = arena_alloc(a, s.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < s.n;) {
		unsigned len;
		size_t taken = s.p[i] == '&' ? entity_decode(str_sub(s, i, s.n), out + n, &len) : 0;
		if (taken) {
			n += len;
			i += taken;
		} else {
			out[n++] = s.p[i++];
		}
	}
	out[n] = '\0';
	return str_n(out, n);
}

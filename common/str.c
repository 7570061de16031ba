/* Views of bytes; see str.h. */
#include "config.h"

#include "common/str.h"

#include <math.h>
#include <stdlib.h>

#include "common/ascii.h"

bool str_eq_nocase(struct str a, struct str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (ascii_lower(a.p[i]) != ascii_lower(b.p[i]))
			return false;
	return true;
}

int str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.p, b.p, n) : 0;
	if (c)
		return c;
	return a.n < b.n ? -1 : a.n > b.n;
}

#define NEEDLE_SCANNED 12	/* bytes of a needle among which the rarest is looked for */
#define NEEDLE_SHORT 4
#define TRIES_MOST 64

/* How often a byte stands in texts, roughly in percent: 0 seldom. */
static unsigned frequency(unsigned char c)
{
	static const unsigned char of_letters[26] = { 8, 2, 3, 4, 12, 2, 2, 6, 7, 0, 1, 4, 3, 7, 8, 2, 0, 6, 6, 9, 3, 1, 2, 0, 2, 0 };
	if (c >= 'a' && c <= 'z')
		return of_letters[c - 'a'];
	return c == ' ' || c >= 0xc0 ? 16 : c >= 0x80 ? 3 : 0;
}

static size_t rarest_byte(struct str s)
{
	size_t best = 0, n = s.n < NEEDLE_SCANNED ? s.n : NEEDLE_SCANNED;
	unsigned least = frequency((unsigned char)s.p[0]);
	for (size_t i = 1; i < n && least; i++) {
		unsigned f = frequency((unsigned char)s.p[i]);
		if (f < least) {
			least = f;
			best = i;
		}
	}
	return best;
}

/* Mostly words are looked for in a line that does not have them: going from one of the needle's rarest bytes to the next is
 * quicker than memmem(), which has to prepare itself.  A memmem() takes linear time whatever the needle is, but to a
 * sanitizer it reads all of s each time; markup, which is searched from each tag to the next, has short needles. */
ptrdiff_t str_find(struct str s, struct str needle)
{
	if (needle.n == 0)
		return 0;
	if (needle.n > s.n)
		return -1;
	size_t rare = rarest_byte(needle);
	const char *p = s.p + rare, *last = s.p + (s.n - needle.n) + rare;
	for (unsigned tries = 0; (p = memchr(p, needle.p[rare], (size_t)(last - p) + 1)) != NULL; p++) {
		const char *at = p - rare;
		if (at[0] == needle.p[0] && at[needle.n - 1] == needle.p[needle.n - 1] && memcmp(at, needle.p, needle.n) == 0)
			return at - s.p;
		if (p == last)
			return -1;
		if (needle.n > NEEDLE_SHORT && ++tries == TRIES_MOST) {
			p = memmem(p - rare + 1, (size_t)(last - p) - 1 + needle.n, needle.p, needle.n);
			return p ? p - s.p : -1;
		}
	}
	return -1;
}

ptrdiff_t str_chr(struct str s, char c)
{
	const char *p = s.n ? memchr(s.p, c, s.n) : NULL;
	return p ? p - s.p : -1;
}

struct str str_trim(struct str s)
{
	while (s.n && ascii_is_space(s.p[0])) {
		s.p++;
		s.n--;
	}
	while (s.n && ascii_is_space(s.p[s.n - 1]))
		s.n--;
	return s;
}

bool str_cut(struct str *rest, char sep, struct str *field_r)
{
	if (!rest->p)
		return false;
	ptrdiff_t at = str_chr(*rest, sep);
	if (at < 0) {
		*field_r = *rest;
		*rest = STR_NONE;
	} else {
		*field_r = str_sub(*rest, 0, (size_t)at);
		*rest = str_sub(*rest, (size_t)at + 1, rest->n);
	}
	return true;
}

bool str_cut_any(struct str *rest, const char *const *signs, size_t n, struct str *field_r)
{
	size_t at = rest->n, length = 0;
	if (rest->n == 0)
		return false;
	for (size_t i = 0; i < n; i++) {
		size_t length_i = strlen(signs[i]);
		ptrdiff_t found = str_find(str_sub(*rest, 0, at), str_n(signs[i], length_i));
		if (found >= 0) {
			at = (size_t)found;
			length = length_i;
		}
	}
	*field_r = str_sub(*rest, 0, at);
	*rest = str_sub(*rest, at + length, rest->n);
	return true;
}

struct str str_word(struct str s, size_t *at)
{
	while (*at < s.n && ascii_is_blank(s.p[*at]))
		++*at;
	size_t from = *at;
	while (*at < s.n && !ascii_is_blank(s.p[*at]))
		++*at;
	return str_sub(s, from, *at);
}

bool str_to_u64(struct str s, uint64_t min, uint64_t max, uint64_t *out_r)
{
	uint64_t v = 0;
	if (s.n == 0)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		uint64_t d = (uint64_t)(s.p[i] - '0');
		if (v > (UINT64_MAX - d) / 10)
			return false;
		v = v * 10 + d;
	}
	if (v < min || v > max)
		return false;
	*out_r = v;
	return true;
}

bool str_to_double(struct str s, double *out_r)
{
	char tmp[64];
	if (s.n == 0 || s.n >= sizeof(tmp) || ascii_is_space(s.p[0]))
		return false;
	memcpy(tmp, s.p, s.n);
	tmp[s.n] = '\0';
	if (strlen(tmp) != s.n)
		return false;
	char *end;
	double v = strtod(tmp, &end);
	if (*end || !isfinite(v))
		return false;
	*out_r = v;
	return true;
}

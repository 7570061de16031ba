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

#define SHORT_NEEDLE 4

/* Markup is searched from each tag to the next.  A memmem() takes linear time whatever the needle is,
 * but to a sanitizer it reads all of s each time, which made a page of 3 MB quadratic. */
ptrdiff_t str_find(struct str s, struct str needle)
{
	if (needle.n == 0)
		return 0;
	if (needle.n > s.n)
		return -1;
	const char *p = s.p, *last = s.p + (s.n - needle.n);
	if (needle.n > SHORT_NEEDLE)
		p = memmem(p, s.n, needle.p, needle.n);
	else
		while ((p = memchr(p, needle.p[0], (size_t)(last - p) + 1)) && memcmp(p, needle.p, needle.n) != 0)
			p++;
	return p ? p - s.p : -1;
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

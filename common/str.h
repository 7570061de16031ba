/* struct str: a borrowed view of bytes (pointer, length), the form of all input.
 *
 * It owns nothing and need not end in NUL.  An empty str may have p == NULL.
 */
#ifndef KAREZ_COMMON_STR_H
#define KAREZ_COMMON_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
	const char *p;
	size_t n;
};

#define STR(literal) ((struct str){ (literal), sizeof(literal) - 1 })
#define STR_NONE ((struct str){ NULL, 0 })
/* For printf: "%.*s", STR_ARG(s) */
#define STR_ARG(s) (int)((s).n > 0x7fffffff ? 0x7fffffff : (s).n), (s).p ? (s).p : ""

static inline struct str str_of(const char *z)	/* of a NUL-terminated string; NULL gives an empty one */
{
	return (struct str){ z, z ? strlen(z) : 0 };
}

static inline struct str str_n(const char *p, size_t n)
{
	return (struct str){ p, n };
}

static inline bool str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool str_eqz(struct str a, const char *z)
{
	return str_eq(a, str_of(z));
}

static inline bool str_starts(struct str s, struct str prefix)
{
	return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

static inline bool str_ends(struct str s, struct str suffix)
{
	return s.n >= suffix.n && (suffix.n == 0 || memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0);
}

/* The part from byte a up to b (clamped to the view). */
static inline struct str str_sub(struct str s, size_t a, size_t b)
{
	if (b > s.n)
		b = s.n;
	if (a > b)
		a = b;
	return (struct str){ s.p ? s.p + a : NULL, b - a };
}

bool str_eq_nocase(struct str a, struct str b);		/* ASCII letters only */
int str_cmp(struct str a, struct str b);		/* bytewise, shorter first on a tie */
ptrdiff_t str_find(struct str s, struct str needle);	/* byte offset or -1 */
/* Cut off what stands before the first of the signs (the one listed first where several begin), or all; false: nothing is left. */
bool str_cut_any(struct str *rest, const char *const *signs, size_t n, struct str *field_r);
ptrdiff_t str_chr(struct str s, char c);		/* byte offset or -1 */
struct str str_trim(struct str s);			/* ASCII white space off both ends */

/* Cut the next field ending at sep off *rest.  False when *rest was already used up
 * (p == NULL); "a,,b" gives "a", "", "b". */
bool str_cut(struct str *rest, char sep, struct str *field_r);

/* The next run of bytes without blanks or tabs, from *at on; empty at the end. */
struct str str_word(struct str s, size_t *at);

/* Whole text as a decimal number within [min, max]; false otherwise. */
bool str_to_u64(struct str s, uint64_t min, uint64_t max, uint64_t *out_r);
bool str_to_double(struct str s, double *out_r);	/* finite, whole text, "." as the point */

#endif

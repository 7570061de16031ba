/* struct buf: owned, growable bytes, the form of all output.
 *
 * p is always NUL-terminated after the first append (the NUL is not counted in n).
 * Errors are sticky: once the maximum is passed or memory fails, `failed` is set, every
 * later append does nothing, and the bytes from before stay valid.  So append freely and
 * test once at the end.  One thread at a time.
 */
#ifndef KAREZ_COMMON_BUF_H
#define KAREZ_COMMON_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/str.h"

struct buf {
	char *p;
	size_t n;
	size_t cap;
	size_t max;	/* most bytes it may hold; 0 = no maximum */
	bool failed;
};

#define BUF_INIT ((struct buf){ NULL, 0, 0, 0, false })

void buf_init(struct buf *b, size_t max);
void buf_fini(struct buf *b);			/* frees; the buf can be used again */
void buf_reset(struct buf *b);			/* empties, keeps the memory, clears failed */
void buf_truncate(struct buf *b, size_t n);	/* shortens to n bytes */

/* Room for n more bytes, so that the next appends of n bytes in all cannot fail; false if not. */
bool buf_reserve(struct buf *b, size_t n);

void buf_add(struct buf *b, const void *p, size_t n);
void buf_putc(struct buf *b, char c);
void buf_puts(struct buf *b, const char *z);
void buf_addstr(struct buf *b, struct str s);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *b, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));

/* Numbers in a form that does not depend on the machine: LEB128 varint, little-endian. */
void buf_add_varint(struct buf *b, uint64_t v);
/* Its length and itself: strings in a row so written are told apart, whatever they hold. */
void buf_add_counted(struct buf *b, struct str s);
/* Read one varint off the front of *s; false when it is cut short or longer than 64 bits. */
bool str_take_long_varint(struct str *s, uint64_t *v_r);

static inline bool str_take_varint(struct str *s, uint64_t *v_r)
{
	const unsigned char *p = (const unsigned char *)s->p;
	size_t n = s->n && p[0] < 0x80 ? 1 : s->n > 1 && p[1] < 0x80 ? 2 : 0;	/* most are small */
	if (n == 0)
		return str_take_long_varint(s, v_r);
	*v_r = n == 1 ? p[0] : (p[0] & 0x7fu) | (uint64_t)p[1] << 7;
	s->p += n;
	s->n -= n;
	return true;
}

/* The bytes as a malloc()ed, NUL-terminated string that the caller frees; the buf is empty
 * after it.  NULL when the buf has failed. */
char *buf_take(struct buf *b, size_t *n_r);

static inline struct str buf_str(const struct buf *b)
{
	return (struct str){ b->p, b->n };
}

#endif

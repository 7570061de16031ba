/* The ways in which the glass format writes numbers and strings.
 *
 * Each pack_ function writes at p and returns the end; the caller has made room.  Byte by byte, so
 * that neither the order of bytes nor the alignment of the machine matters.
 */
#ifndef KAREZ_GLASS_PACK_H
#define KAREZ_GLASS_PACK_H

#include <endian.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "common/str.h"

#define PACK_UINT_MAX 10	/* bytes of a uint of 64 bits, 5 of one of 32 */
#define PACK_SORT_MAX 5
#define PACK_SLACK 16		/* see pack_short() */

static inline unsigned char *pack_be16(unsigned char *p, uint32_t v)
{
	p[0] = (unsigned char)(v >> 8);
	p[1] = (unsigned char)v;
	return p + 2;
}

static inline unsigned char *pack_be32(unsigned char *p, uint32_t v)
{
	p[0] = (unsigned char)(v >> 24);
	p[1] = (unsigned char)(v >> 16);
	return pack_be16(p + 2, v);
}

static inline uint32_t unpack_be16(const unsigned char *p)
{
	return (uint32_t)p[0] << 8 | p[1];
}

static inline uint32_t unpack_be32(const unsigned char *p)
{
	return unpack_be16(p) << 16 | unpack_be16(p + 2);
}

/* Seven bits a byte, the lowest first, the high bit set on all but the last. */
static inline unsigned char *pack_uint(unsigned char *p, uint64_t v)
{
	for (; v >= 0x80; v >>= 7)
		*p++ = (unsigned char)(v | 0x80);
	*p++ = (unsigned char)v;
	return p;
}

/* Of bytes that pack_uint() wrote, or that are followed by PACK_UINT_MAX others. */
static inline const unsigned char *unpack_uint(const unsigned char *p, uint64_t *v_r)
{
	uint64_t v = *p & 0x7f;
	for (unsigned shift = 7; (*p++ & 0x80) && shift < 64; shift += 7)
		v |= (uint64_t)(*p & 0x7f) << shift;
	*v_r = v;
	return p;
}

/* For the end of a string: the lowest byte first, no high zeros. */
static inline unsigned char *pack_uint_last(unsigned char *p, uint64_t v)
{
	for (; v; v >>= 8)
		*p++ = (unsigned char)v;
	return p;
}

/* In the order of the numbers when compared as bytes. */
static inline unsigned char *pack_uint_sort(unsigned char *p, uint32_t v)
{
	if (v < 0x8000)
		return pack_be16(p, v);
	if (v < 0x400000) {
		*p++ = (unsigned char)(0x80 | v >> 16);
		return pack_be16(p, v);
	}
	if (v < 0x20000000)
		return pack_be32(p, UINT32_C(0xc0000000) | v);
	*p++ = 0xe0;
	return pack_be32(p, v);
}

/* How many bytes one that begins so has. */
static inline size_t pack_sort_size(unsigned char first)
{
	return first < 0x80 ? 2 : first < 0xc0 ? 3 : first < 0xe0 ? 4 : 5;
}

/* Of exactly n bytes; false: no such number. */
static inline bool unpack_uint_sort(const unsigned char *p, size_t n, uint32_t *v_r)
{
	static const unsigned char head[] = { [2] = 0, [3] = 0x80, [4] = 0xc0, [5] = 0xe0 };
	static const unsigned char mask[] = { [2] = 0x7f, [3] = 0x3f, [4] = 0x1f, [5] = 0 };
	if (n < 2 || n > PACK_SORT_MAX || (p[0] & (unsigned char)~mask[n]) != head[n])
		return false;
	uint32_t v = p[0] & mask[n];
	for (size_t i = 1; i < n; i++)
		v = v << 8 | p[i];
	*v_r = v;
	return true;
}

static inline unsigned char *pack_raw(unsigned char *p, struct str s)
{
	if (s.n)
		memcpy(p, s.p, s.n);
	return p + s.n;
}

static inline unsigned char *pack_string(unsigned char *p, struct str s)
{
	return pack_raw(pack_uint(p, s.n), s);
}

/* A term at the beginning of a key; what follows it, if anything does, follows a zero byte. */
static inline unsigned char *pack_term(unsigned char *p, struct str s)
{
	if (!memchr(s.p, 0, s.n))
		return pack_raw(p, s);
	for (size_t i = 0; i < s.n; i++) {
		*p++ = (unsigned char)s.p[i];
		if (s.p[i] == '\0')
			*p++ = 0xff;
	}
	return p;
}

/* The first 8 bytes as a number that sorts like them, zeros after the end.  8 bytes at p can be read. */
static inline uint64_t pack_prefix(const void *p, size_t n)
{
	uint64_t prefix;
	memcpy(&prefix, p, sizeof(prefix));
	prefix = be64toh(prefix);
	return n >= 8 ? prefix : n ? prefix & UINT64_MAX << (64 - 8 * n) : 0;
}

/* A copy of what is mostly short and must not be written past its end. */
static inline unsigned char *pack_few(unsigned char *p, const void *from, size_t n)
{
	if (n > 16) {
		memcpy(p, from, n);
	} else if (n >= 8) {	/* two copies that overlap */
		memcpy(p, from, 8);
		memcpy(p + n - 8, (const char *)from + n - 8, 8);
	} else if (n >= 4) {
		memcpy(p, from, 4);
		memcpy(p + n - 4, (const char *)from + n - 4, 4);
	} else {
		for (size_t i = 0; i < n; i++)
			p[i] = ((const unsigned char *)from)[i];
	}
	return p + n;
}

/* A copy of what is mostly short: 16 bytes at both places can be read and written. */
static inline unsigned char *pack_short(unsigned char *p, const void *from, size_t n)
{
	memcpy(p, from, 16);
	if (n > 16)
		memcpy(p + 16, (const char *)from + 16, n - 16);
	return p + n;
}

#endif

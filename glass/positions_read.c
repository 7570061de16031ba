/* The interpolative code read again; see positions.h and, for the code, positions.c. */
#include "config.h"

#include <endian.h>
#include <string.h>

#include "common/buf.h"
#include "glass/positions.h"

/* A number below m.  Without branches: which of the widths a value has cannot be foretold. */
static inline uint32_t decode(struct positions_code *c, uint32_t m)
{
	if (m < 2 || c->at > c->end)	/* beyond the end: noticed when all is done */
		return 0;
	uint64_t held;
	memcpy(&held, c->p + c->at / 8, sizeof(held));
	held = le64toh(held) >> c->at % 8;
	unsigned less = 31 - (unsigned)__builtin_clz(m - 1);	/* the width of the short ones */
	uint64_t half = UINT64_C(1) << less;
	uint32_t low = (uint32_t)(held & (half - 1));
	uint32_t is_long = low < m - half;
	uint32_t high = (uint32_t)(held >> less) & is_long;
	c->at += less + is_long;
	return low | high << less;
}

/* What lies between list[j] and list[k], until one is beyond the limit; the number of the last that
 * is there.  The depth of the recursion is the logarithm of k - j. */
static uint32_t between(struct positions_code *c, uint32_t *list, uint32_t j, uint32_t k, uint32_t limit)
{
	while (k - j > 1) {
		uint32_t h = j + (k - j) / 2;
		uint32_t room = list[k] - list[j] - (k - j) + 1;
		list[h] = list[j] + (h - j) + decode(c, room);
		uint32_t got = h - j > 1 ? between(c, list, j, h, limit) : h;
		if (list[got] > limit)
			return got;
		j = h;
	}
	return k;
}

bool positions_open(struct positions_code *c, struct str packed)
{
	uint64_t last;
	*c = (struct positions_code){ .n = 1 };
	if (!str_take_varint(&packed, &last) || last > UINT32_MAX)
		return false;
	c->first = c->last = (uint32_t)last;
	if (packed.n == 0)
		return true;
	c->p = (const unsigned char *)packed.p;
	c->end = (uint64_t)packed.n * 8;
	c->first = decode(c, c->last);
	c->n = decode(c, c->last - c->first) + 2;
	return c->last > 0 && c->at <= c->end;
}

uint32_t positions_unpack(struct positions_code *c, uint32_t limit, uint32_t *list)
{
	list[0] = c->first;
	if (c->n == 1 || c->first > limit)
		return 1;
	list[c->n - 1] = c->last;
	uint32_t got = between(c, list, 0, c->n - 1, limit);
	return c->at <= c->end ? got + 1 : 0;
}

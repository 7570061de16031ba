/* Interpolative coding; see positions.h.
 *
 * Both ends are known, then the middle one is coded within what the ends and the number of
 * positions between them leave possible, and so on for both halves.
 */
#include "config.h"

#include "glass/positions.h"

#include "glass/pack.h"

struct bits {
	unsigned char *p;
	uint64_t held;		/* the lowest first */
	unsigned n;		/* held, below 32 between the calls */
};

static inline void put(struct bits *b, uint32_t v, unsigned width)
{
	b->held |= (uint64_t)v << b->n;
	b->n += width;
	if (b->n < 32)
		return;
	uint32_t full = htole32((uint32_t)b->held);
	memcpy(b->p, &full, sizeof(full));
	b->p += sizeof(full);
	b->held >>= 32;
	b->n -= 32;
}

/* v below m: as many bits as m - 1 has, and one less for the values in the middle. */
static inline void code(struct bits *b, uint32_t v, uint32_t m)
{
	if (m < 2)
		return;
	unsigned width = 32 - (unsigned)__builtin_clz(m - 1);
	uint32_t spare = (uint32_t)(((uint64_t)1 << width) - m);
	uint32_t middle = (m - spare) / 2;
	if (spare == 0 || v < middle)
		put(b, v, width);
	else if (v < middle + spare)
		put(b, v, width - 1);
	else
		put(b, (v - middle - spare) | (uint32_t)1 << (width - 1), width);
}

/* What lies between list[j] and list[k].  The depth of the recursion is the logarithm of k - j. */
static void between(struct bits *b, const uint32_t *list, size_t j, size_t k)
{
	while (j + 1 < k) {
		size_t h = j + (k - j) / 2;
		uint32_t lowest = list[j] + (uint32_t)(h - j);
		uint32_t room = list[k] - list[j] - (uint32_t)(k - j) + 1;
		code(b, list[h] - lowest, room);
		between(b, list, j, h);
		j = h;
	}
}

unsigned char *positions_pack(unsigned char *p, const uint32_t *list, size_t n)
{
	uint32_t first = list[0], last = list[n - 1];
	p = pack_uint(p, last);
	if (n == 1)
		return p;
	struct bits b = { .p = p };
	code(&b, first, last);
	code(&b, (uint32_t)(n - 2), last - first);
	between(&b, list, 0, n - 1);
	for (; b.n > 0; b.n -= b.n < 8 ? b.n : 8, b.held >>= 8)
		*b.p++ = (unsigned char)b.held;
	return b.p;
}

/* Terms with what they share with the one before left out; see termlist.h. */
#include "config.h"

#include "glass/termlist.h"

#include "glass/pack.h"

#define AHEAD 16
#define TERM_MAX 255
#define ENTRY_MAX (2 + TERM_MAX + PACK_UINT_MAX + PACK_SLACK)

/* Bytes that are the same at both places, of most at most.  Some more can be read. */
static inline uint32_t shared(const unsigned char *p, const unsigned char *q, uint32_t most)
{
	uint32_t n = 0;
	for (; n < most; n += 8) {
		uint64_t x, y;
		memcpy(&x, p + n, sizeof(x));
		memcpy(&y, q + n, sizeof(y));
		if (x != y) {
			n += (uint32_t)__builtin_clzll(be64toh(x ^ y)) / 8;
			break;
		}
	}
	return n < most ? n : most;
}

void termlist_pack(struct bytes *to, const struct ranked *ranked, const unsigned char *pool,
		   const struct termlist_entry *entries, size_t n, uint32_t length)
{
	if (n == 0)
		return;
	const struct ranked *last = &ranked[entries[0].rank];
	const unsigned char *last_bytes = ranked_bytes(last, pool);
	unsigned char *p = bytes_room(to, 2 * PACK_UINT_MAX + ENTRY_MAX);
	p = pack_uint(p, length);
	p = pack_uint(p, n);
	*p++ = (unsigned char)last->n;
	p = pack_short(p, last_bytes, last->n);
	p = pack_uint(p, entries[0].wdf);
	for (size_t i = 1; i < n; i++) {
		bytes_end(to, p);
		p = bytes_room(to, ENTRY_MAX);
		/* Most of the time would go into waiting for memory: what comes in a while is asked for now. */
		__builtin_prefetch(&ranked[entries[i + AHEAD < n ? i + AHEAD : n - 1].rank]);
		const struct ranked *term = &ranked[entries[i].rank];
		const unsigned char *bytes = ranked_bytes(term, pool);
		uint32_t same = shared(last_bytes, bytes, last->n < term->n ? last->n : term->n);
		uint32_t rest = term->n - same, wdf = entries[i].wdf;
		/* A small wdf goes into the byte that says how much is shared. */
		bool packed = wdf < 127 && (wdf + 1) * (last->n + 1) + same < 256;
		*p++ = (unsigned char)(packed ? (wdf + 1) * (last->n + 1) + same : same);
		*p++ = (unsigned char)rest;
		p = pack_short(p, bytes + same, rest);
		if (!packed)
			p = pack_uint(p, wdf);
		last = term;
		last_bytes = bytes;
	}
	bytes_end(to, p);
}

void termlist_slots(struct bytes *to, const uint32_t *slots, size_t n)
{
	unsigned char *p = bytes_room(to, n * PACK_UINT_MAX);
	p = pack_uint(p, slots[0]);
	for (size_t i = 1; i < n; i++)
		p = pack_uint(p, slots[i] - slots[i - 1] - 1);
	bytes_end(to, p);
}

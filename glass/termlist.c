/* Terms with what they share with the one before left out; see termlist.h. */
#include "config.h"

#include "glass/termlist.h"

#include "glass/pack.h"

#define AHEAD 8
#define TERM_MAX 255
#define ENTRY_MAX (2 + TERM_MAX + PACK_UINT_MAX)

static uint32_t shared(const struct ranked *a, const struct ranked *b, const unsigned char *pool)
{
	uint32_t most = a->n < b->n ? a->n : b->n;
	uint64_t differs = a->prefix ^ b->prefix;
	uint32_t n = differs ? (uint32_t)__builtin_clzll(differs) / 8 : 8;
	if (n >= most)
		return most;
	if (differs)
		return n;
	const unsigned char *p = pool + a->at, *q = pool + b->at;
	while (n < most && p[n] == q[n])
		n++;
	return n;
}

/* Most are short: a copy of fixed size costs less, and what is too much is written over. */
static inline unsigned char *copy(unsigned char *p, const unsigned char *from, uint32_t n)
{
	memcpy(p, from, TERMLIST_SLACK);
	if (n > TERMLIST_SLACK)
		memcpy(p + TERMLIST_SLACK, from + TERMLIST_SLACK, n - TERMLIST_SLACK);
	return p + n;
}

void termlist_pack(struct bytes *to, const struct ranked *ranked, const unsigned char *pool,
		   const struct termlist_entry *entries, size_t n, uint32_t length)
{
	if (n == 0)
		return;
	const struct ranked *last = &ranked[entries[0].rank];
	unsigned char *p = bytes_room(to, 2 * PACK_UINT_MAX + ENTRY_MAX + TERMLIST_SLACK);
	p = pack_uint(p, length);
	p = pack_uint(p, n);
	*p++ = (unsigned char)last->n;
	p = copy(p, pool + last->at, last->n);
	p = pack_uint(p, entries[0].wdf);
	for (size_t i = 1; i < n; i++) {
		bytes_end(to, p);
		p = bytes_room(to, ENTRY_MAX + TERMLIST_SLACK);
		const struct ranked *term = &ranked[entries[i].rank];
		__builtin_prefetch(&ranked[entries[i + AHEAD < n ? i + AHEAD : i].rank]);
		uint32_t same = shared(last, term, pool), wdf = entries[i].wdf;
		/* A small wdf goes into the byte that says how much is shared. */
		bool packed = wdf < 127 && (wdf + 1) * (last->n + 1) + same < 256;
		*p++ = (unsigned char)(packed ? (wdf + 1) * (last->n + 1) + same : same);
		*p++ = (unsigned char)(term->n - same);
		p = copy(p, pool + term->at + same, term->n - same);
		if (!packed)
			p = pack_uint(p, wdf);
		last = term;
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

/* Terms with what they share with the one before left out; see termlist.h. */
#include "config.h"

#include "glass/termlist.h"

#include "glass/pack.h"

#define AHEAD 16
#define TERM_MAX 255
#define ENTRY_MAX (2 + TERM_MAX + PACK_UINT_MAX + PACK_SLACK)

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

/* What the term does not share.  That of a short one is in its prefix. */
static inline unsigned char *put_rest(unsigned char *p, const struct ranked *term, uint32_t same,
				      const unsigned char *pool)
{
	if (term->n > 8)
		return pack_short(p, pool + term->at + same, term->n - same);
	uint64_t rest = htobe64(term->prefix << 8 * same);
	memcpy(p, &rest, sizeof(rest));
	return p + (term->n - same);
}

/* What comes in a while is asked for now, for most of the time would go into waiting for memory. */
static inline void ask(const struct ranked *ranked, const unsigned char *pool, const struct termlist_entry *entries)
{
	const struct ranked *sooner = &ranked[entries[AHEAD / 2].rank];
	__builtin_prefetch(&ranked[entries[AHEAD].rank]);
	if (sooner->n > 8)
		__builtin_prefetch(pool + sooner->at);
}

void termlist_pack(struct bytes *to, const struct ranked *ranked, const unsigned char *pool,
		   const struct termlist_entry *entries, size_t n, uint32_t length)
{
	if (n == 0)
		return;
	const struct ranked *last = &ranked[entries[0].rank];
	unsigned char *p = bytes_room(to, 2 * PACK_UINT_MAX + ENTRY_MAX);
	p = pack_uint(p, length);
	p = pack_uint(p, n);
	*p++ = (unsigned char)last->n;
	p = put_rest(p, last, 0, pool);
	p = pack_uint(p, entries[0].wdf);
	for (size_t i = 1; i < n; i++) {
		bytes_end(to, p);
		p = bytes_room(to, ENTRY_MAX);
		const struct ranked *term = &ranked[entries[i].rank];
		if (i + AHEAD < n)
			ask(ranked, pool, entries + i);
		uint32_t same = shared(last, term, pool), wdf = entries[i].wdf;
		/* A small wdf goes into the byte that says how much is shared. */
		bool packed = wdf < 127 && (wdf + 1) * (last->n + 1) + same < 256;
		*p++ = (unsigned char)(packed ? (wdf + 1) * (last->n + 1) + same : same);
		*p++ = (unsigned char)(term->n - same);
		p = put_rest(p, term, same, pool);
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

/* A heap of cursors; see merge.h. */
#include "config.h"

#include "glass/merge.h"

#include <stdlib.h>
#include <string.h>

#include "common/xalloc.h"
#include "glass/bytes.h"
#include "glass/pack.h"

#define BUFFER_MIN ((size_t)32 << 10)	/* of a cursor */
#define BUFFER_MAX ((size_t)64 << 10)	/* all of them are best within a cache of the processor */

int stream_open(struct stream *s, const char *folder, struct err *err)
{
	*s = STREAM_NONE;
	return spill_open(&s->spill, folder, err);
}

void stream_close(struct stream *s)
{
	for (size_t i = 0; i < s->n; i++)
		free(s->sections[i].memory);
	spill_close(&s->spill);
	free(s->sections);
	*s = STREAM_NONE;
}

static void note(struct stream *s, const struct section *section)
{
	s->sections = array_room(s->sections, &s->cap, s->n + 1, sizeof(*s->sections));
	s->sections[s->n++] = *section;
}

int stream_add(struct stream *s, uint32_t base, struct bytes *section, bool keep, struct err *err)
{
	struct section place = { .from = s->spill.size, .base = base };
	if (section->n == 0)
		return 0;
	place.to = place.from + section->n;
	if (keep) {
		place.memory = section->p;
		*section = (struct bytes){ NULL, 0, 0 };
	} else if (spill_write(&s->spill, bytes_sub(section, 0, section->n), err)) {
		return -1;
	}
	note(s, &place);
	return 0;
}

struct block merge_sum(struct cursor *const *tied, size_t n)
{
	struct block b = tied[0]->block;
	for (size_t i = 1; i < n; i++) {
		b.count += tied[i]->block.count;
		b.sum += tied[i]->block.sum;
		b.body += tied[i]->block.body;
		b.last = tied[i]->block.last;
	}
	return b;
}

/* ---- The heap: the least term above, of equal ones that of the section that is first ---- */

/* A pair of numbers that sorts as the terms do: the first 15 bytes, then the length, or 16 for what is
 * longer.  Only of two longer ones with the same numbers must the terms be compared. */
struct key {
	uint64_t high, low;
};

struct entry {
	struct key key;
	struct cursor *cursor;	/* they lie in the order of the sections */
};

struct heap {
	struct entry *entries;
	size_t n;
};

static struct key key_of(const struct cursor *c)
{
	size_t n = c->block.term.n;
	uint64_t rest = n > 8 ? pack_prefix(c->term + 8, n - 8) : 0;
	return (struct key){ pack_prefix(c->term, n), (rest & ~(uint64_t)0xff) | (n < 16 ? n : 16) };
}

static inline int compare(const struct entry *a, const struct entry *b)
{
	if (a->key.high != b->key.high)
		return a->key.high < b->key.high ? -1 : 1;
	if (a->key.low != b->key.low)
		return a->key.low < b->key.low ? -1 : 1;
	return (a->key.low & 0xff) < 16 ? 0 : str_cmp(a->cursor->block.term, b->cursor->block.term);
}

static inline bool before(const struct entry *a, const struct entry *b)
{
	int order = compare(a, b);
	return order ? order < 0 : a->cursor < b->cursor;
}

/* Into the gap at i, or above it. */
static void rise(struct heap *h, size_t i, struct entry e)
{
	for (size_t up; i > 0 && (up = (i - 1) / 2, before(&e, &h->entries[up])); i = up)
		h->entries[i] = h->entries[up];
	h->entries[i] = e;
}

static void push(struct heap *h, struct cursor *c)
{
	rise(h, h->n++, (struct entry){ key_of(c), c });
}

/* The gap goes down to the end before the last entry fills it: that one belongs there nearly always. */
static struct entry pop(struct heap *h)
{
	struct entry top = h->entries[0], last = h->entries[--h->n];
	size_t i = 0;
	for (size_t down; (down = 2 * i + 1) < h->n; i = down) {
		if (down + 1 < h->n)
			down += before(&h->entries[down + 1], &h->entries[down]);
		h->entries[i] = h->entries[down];
	}
	rise(h, i, last);
	return top;
}

/* ---- The merge ---- */

static int advance(struct heap *h, struct cursor *c, struct err *err)
{
	int rc = cursor_next(c, err);
	if (rc > 0)
		push(h, c);
	return rc < 0 ? -1 : 0;
}

static int merge_all(struct heap *h, struct cursor **tied, merge_fn *fn, void *arg, struct err *err)
{
	while (h->n > 0) {
		size_t n = 0;
		struct entry least = pop(h);
		tied[n++] = least.cursor;
		while (h->n > 0 && compare(&h->entries[0], &least) == 0)
			tied[n++] = pop(h).cursor;
		if (fn(arg, tied, n, err))
			return -1;
		for (size_t i = 0; i < n; i++)
			if (advance(h, tied[i], err))
				return -1;
	}
	return 0;
}

static int merge_sections(const struct spill *spill, const struct section *sections, size_t n, size_t memory,
			  merge_fn *fn, void *arg, struct err *err)
{
	size_t size = memory / n < BUFFER_MIN ? BUFFER_MIN : memory / n > BUFFER_MAX ? BUFFER_MAX : memory / n;
	struct cursor *cursors = xcalloc(n, sizeof(*cursors)), **tied = xcalloc(n, sizeof(*tied));
	struct heap h = { .entries = xcalloc(n, sizeof(*h.entries)) };
	int rc = 0;
	for (size_t i = 0; i < n; i++)
		cursor_init(&cursors[i], spill, &sections[i], size);
	for (size_t i = 0; i < n && rc == 0; i++)
		rc = advance(&h, &cursors[i], err);
	if (rc == 0)
		rc = merge_all(&h, tied, fn, arg, err);
	for (size_t i = 0; i < n; i++)
		cursor_fini(&cursors[i]);
	free(cursors);
	free(tied);
	free(h.entries);
	return rc;
}

/* ---- Too many sections ---- */

struct joined {
	struct spill *spill;
	uint32_t base;
};

/* Blocks of one term become one block of a longer section. */
static int join(void *arg, struct cursor *const *tied, size_t n, struct err *err)
{
	struct joined *to = arg;
	unsigned char head[BLOCK_HEAD_MAX], gaps[PACK_UINT_MAX];
	struct block b = merge_sum(tied, n);
	for (size_t i = 1; i < n; i++)
		b.body += (size_t)(pack_uint(gaps, tied[i]->block.first - tied[i - 1]->block.last - 1) - gaps);
	b.first -= to->base;
	b.last -= to->base;
	if (spill_write(to->spill, str_n((char *)head, (size_t)(block_pack(head, &b) - head)), err))
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (i > 0) {
			unsigned char *end = pack_uint(gaps, tied[i]->block.first - tied[i - 1]->block.last - 1);
			if (spill_write(to->spill, str_n((char *)gaps, (size_t)(end - gaps)), err))
				return -1;
		}
		while (tied[i]->left > 0) {
			const unsigned char *stop, *end, *p = cursor_ahead(tied[i], 1, &stop, &end, err);
			if (!p || spill_write(to->spill, str_n((const char *)p, (size_t)(end - p)), err) ||
			    cursor_pass(tied[i], end, err))
				return -1;
		}
	}
	return 0;
}

/* What is merged takes no room any more. */
static void forget(struct stream *s, size_t from, size_t n)
{
	for (struct section *i = &s->sections[from]; n-- > 0; i++) {
		if (i->memory)
			free(i->memory);
		else
			spill_forget(&s->spill, i->from, i->to);
		i->memory = NULL;
	}
}

/* Each so many neighbours become one section, in another file. */
static int reduce(struct stream *s, size_t most, size_t memory, struct err *err)
{
	struct stream shorter;
	if (stream_open(&shorter, s->spill.folder, err))
		return -1;
	int rc = 0;
	for (size_t i = 0; i < s->n && rc == 0; i += most) {
		const struct section *first = &s->sections[i];
		size_t n = s->n - i < most ? s->n - i : most;
		struct joined to = { &shorter.spill, first->base };
		uint64_t from = shorter.spill.size;
		rc = merge_sections(&s->spill, first, n, memory, join, &to, err);
		note(&shorter, &(struct section){ from, shorter.spill.size, first->base, NULL });
		forget(s, i, n);
	}
	if (rc == 0)
		rc = spill_flush(&shorter.spill, err);
	if (rc) {
		stream_close(&shorter);
		return -1;
	}
	stream_close(s);
	*s = shorter;
	return 0;
}

int merge(struct stream *s, size_t memory, merge_fn *fn, void *arg, struct err *err)
{
	size_t most = memory / BUFFER_MIN < 2 ? 2 : memory / BUFFER_MIN;
	if (spill_flush(&s->spill, err))
		return -1;
	while (s->n > most)
		if (reduce(s, most, memory, err))
			return -1;
	return s->n ? merge_sections(&s->spill, s->sections, s->n, memory, fn, arg, err) : 0;
}

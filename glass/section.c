/* Reading sections through a buffer; see section.h. */
#include "config.h"

#include "glass/section.h"

#include <stdlib.h>
#include <string.h>

#include "common/xalloc.h"

#define SLACK PACK_SLACK	/* zeros after the buffer's end, where any number ends */

unsigned char *block_pack(unsigned char *p, const struct block *b)
{
	*p++ = (unsigned char)b->term.n;
	p = pack_raw(p, b->term);
	p = pack_uint(p, b->count);
	p = pack_uint(p, b->sum);
	p = pack_uint(p, b->first);
	p = pack_uint(p, b->last - b->first);
	return pack_uint(p, b->body);
}

void cursor_init(struct cursor *c, const struct spill *spill, const struct section *s, size_t size)
{
	*c = (struct cursor){ .base = s->base };
	if (s->memory) {
		c->buffer = s->memory;
		c->borrowed = true;
		c->end = (size_t)(s->to - s->from);
		return;
	}
	c->spill = spill;
	c->at = s->from;
	c->to = s->to;
	c->size = size;
	c->buffer = xmalloc(size + SLACK);
	memset(c->buffer, 0, SLACK);
}

void cursor_fini(struct cursor *c)
{
	if (!c->borrowed)
		free(c->buffer);
	c->buffer = NULL;
}

static int fill(struct cursor *c, size_t n, struct err *err)
{
	size_t held = c->end - c->begin;
	if (c->begin)
		memmove(c->buffer, c->buffer + c->begin, held);
	if (n > c->size) {
		c->size = n;
		c->buffer = xrealloc(c->buffer, c->size + SLACK);
	}
	size_t more = c->size - held;
	if (more > c->to - c->at)
		more = (size_t)(c->to - c->at);
	if (spill_read(c->spill, c->at, c->buffer + held, more, err))
		return -1;
	c->at += more;
	c->begin = 0;
	c->end = held + more;
	memset(c->buffer + c->end, 0, SLACK);
	return 0;
}

/* At least n bytes in the buffer, if the section has them. */
static inline int need(struct cursor *c, size_t n, struct err *err)
{
	return c->end - c->begin >= n || c->at == c->to ? 0 : fill(c, n, err);
}

static int corrupt(struct err *err)
{
	return err_set(err, ERR_CORRUPT, "a temporary file is not as it was written");
}

int cursor_next(struct cursor *c, struct err *err)
{
	BUG_ON(c->left);
	if (need(c, BLOCK_HEAD_MAX, err))
		return -1;
	if (c->begin == c->end)
		return 0;
	const unsigned char *p = c->buffer + c->begin;
	size_t n = *p++;
	if (n > c->end - c->begin - 1)
		return corrupt(err);
	pack_short((unsigned char *)c->term, p, n);
	uint64_t first, span;
	struct block *b = &c->block;
	b->term = str_n(c->term, n);
	p = unpack_uint(p + n, &b->count);
	p = unpack_uint(p, &b->sum);
	p = unpack_uint(p, &first);
	p = unpack_uint(p, &span);
	p = unpack_uint(p, &b->body);
	c->begin = (size_t)(p - c->buffer);
	if (c->begin > c->end || b->body > c->end - c->begin + (c->to - c->at) || first > UINT32_MAX - c->base ||
	    span > UINT32_MAX - c->base - first)
		return corrupt(err);
	b->first = c->base + (uint32_t)first;
	b->last = b->first + (uint32_t)span;
	c->left = b->body;
	return 1;
}

const unsigned char *cursor_peek(struct cursor *c, size_t n, size_t *n_r, struct err *err)
{
	if (n > c->left)
		n = (size_t)c->left;
	*n_r = n;
	return need(c, n, err) ? NULL : c->buffer + c->begin;
}

const unsigned char *cursor_rest(struct cursor *c, size_t *n_r, struct err *err)
{
	if (!cursor_peek(c, 1, n_r, err))
		return NULL;
	size_t held = c->end - c->begin;
	*n_r = held < c->left ? held : (size_t)c->left;
	return c->buffer + c->begin;
}

void cursor_skip(struct cursor *c, size_t n)
{
	c->begin += n;
	c->left -= n;
}

int cursor_uint(struct cursor *c, uint64_t *v_r, struct err *err)
{
	size_t have;
	const unsigned char *p = cursor_peek(c, PACK_UINT_MAX, &have, err);
	if (!p)
		return -1;
	size_t n = (size_t)(unpack_uint(p, v_r) - p);
	if (n > have)
		return corrupt(err);
	cursor_skip(c, n);
	return 0;
}

int cursor_string(struct cursor *c, struct str *s_r, struct err *err)
{
	uint64_t n;
	size_t have;
	if (cursor_uint(c, &n, err))
		return -1;
	if (n > c->left)
		return corrupt(err);
	const unsigned char *p = cursor_peek(c, (size_t)n, &have, err);
	if (!p)
		return -1;
	*s_r = str_n((const char *)p, (size_t)n);
	cursor_skip(c, (size_t)n);
	return 0;
}

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

int cursor_corrupt(struct err *err)
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
		return cursor_corrupt(err);
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
		return cursor_corrupt(err);
	b->first = c->base + (uint32_t)first;
	b->last = b->first + (uint32_t)span;
	c->left = b->body;
	return 1;
}

const unsigned char *cursor_ahead(struct cursor *c, size_t n, const unsigned char **stop_r,
				  const unsigned char **end_r, struct err *err)
{
	if (n > c->left)
		n = (size_t)c->left;
	if (c->left == 0 ? cursor_corrupt(err) : need(c, n, err))
		return NULL;
	const unsigned char *p = c->buffer + c->begin;
	size_t held = c->end - c->begin;
	*end_r = p + (held < c->left ? held : (size_t)c->left);
	*stop_r = held < c->left ? *end_r - n + 1 : *end_r;
	return p;
}

int cursor_pass(struct cursor *c, const unsigned char *p, struct err *err)
{
	size_t n = (size_t)(p - (c->buffer + c->begin));
	if (n > c->left)
		return cursor_corrupt(err);
	c->begin += n;
	c->left -= n;
	return 0;
}

int cursor_uint(struct cursor *c, uint64_t *v_r, struct err *err)
{
	const unsigned char *stop, *end, *p = cursor_ahead(c, PACK_UINT_MAX, &stop, &end, err);
	return p ? cursor_pass(c, unpack_uint(p, v_r), err) : -1;
}

int cursor_string(struct cursor *c, struct str *s_r, struct err *err)
{
	uint64_t n;
	const unsigned char *stop, *end, *p;
	if (cursor_uint(c, &n, err))
		return -1;
	*s_r = STR_NONE;
	if (n == 0)
		return 0;
	if (n > c->left)
		return cursor_corrupt(err);
	p = cursor_ahead(c, (size_t)n, &stop, &end, err);
	if (!p)
		return -1;
	*s_r = str_n((const char *)p, (size_t)n);
	return cursor_pass(c, p + n, err);
}

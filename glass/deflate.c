/* ISA-L's fastest level with a code of our own; see deflate.h. */
#include "config.h"

#include "glass/deflate.h"

#include <isa-l/igzip_lib.h>
#include <stdlib.h>
#include <string.h>

#include "common/err.h"
#include "common/xalloc.h"

struct deflate {
	struct isal_huff_histogram seen;
	struct isal_hufftables code;
	struct isal_zstream stream;
	unsigned char *packed;
	size_t cap;
};

struct deflate *deflate_new(void)
{
	struct deflate *d = xcalloc(1, sizeof(*d));
	deflate_fit(d);
	return d;
}

void deflate_free(struct deflate **d)
{
	if (*d)
		free((*d)->packed);
	free(*d);
	*d = NULL;
}

static uint8_t *bytes_of(struct str s)
{
	return (uint8_t *)(uintptr_t)s.p;	/* ISA-L has no const */
}

void deflate_sample(struct deflate *d, struct str s)
{
	BUG_ON(s.n > INT32_MAX);
	isal_update_histogram(bytes_of(s), (int)s.n, &d->seen);
}

void deflate_fit(struct deflate *d)
{
	/* What was never seen has a code as well. */
	BUG_ON(isal_create_hufftables(&d->code, &d->seen) != 0);
	memset(&d->seen, 0, sizeof(d->seen));
}

struct str deflate_pack(struct deflate *d, struct str s)
{
	struct isal_zstream *z = &d->stream;
	if (s.n < 2 || s.n > UINT32_MAX)
		return STR_NONE;
	if (s.n > d->cap) {
		d->cap = s.n + s.n / 2;
		d->packed = xrealloc(d->packed, d->cap);
	}
	isal_deflate_stateless_init(z);
	z->hufftables = &d->code;
	z->end_of_stream = 1;
	z->next_in = bytes_of(s);
	z->avail_in = (uint32_t)s.n;
	z->next_out = d->packed;
	z->avail_out = (uint32_t)s.n - 1;
	if (isal_deflate_stateless(z) != COMP_OK)
		return STR_NONE;
	return str_n((char *)d->packed, z->total_out);
}

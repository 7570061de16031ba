/* Blocks by libdeflate or zlib; see packer.h. */
#include "config.h"

#include "common/packer.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#ifdef HAVE_LIBDEFLATE
#include <libdeflate.h>
#else
#define ZLIB_CONST
#include <zlib.h>
#endif

#include "common/err.h"
#include "common/xalloc.h"

/* Text is packed once and unpacked rarely; higher levels cost more time than they save space. */
#define LEVEL 1

#ifdef HAVE_LIBDEFLATE

struct packer {
	struct libdeflate_compressor *deflate;
};

struct packer *packer_new(void)
{
	struct packer *p = xcalloc(1, sizeof(*p));
	p->deflate = libdeflate_alloc_compressor(LEVEL);
	if (!p->deflate)
		xalloc_failed(sizeof(*p));
	return p;
}

void packer_free(struct packer **p)
{
	if (*p)
		libdeflate_free_compressor((*p)->deflate);
	free(*p);
	*p = NULL;
}

bool packer_add(struct packer *p, struct str block, struct buf *out)
{
	size_t bound = libdeflate_zlib_compress_bound(p->deflate, block.n);
	if (!buf_reserve(out, bound))
		return false;
	size_t n = libdeflate_zlib_compress(p->deflate, block.p ? block.p : "", block.n, out->p + out->n, bound);
	BUG_ON(n == 0);
	out->n += n;
	return true;
}

bool unpack(struct str packed, char *out, size_t n)
{
	size_t used, written;
	struct libdeflate_decompressor *inflate = libdeflate_alloc_decompressor();
	if (!inflate)
		xalloc_failed(n);
	bool ok = libdeflate_zlib_decompress_ex(inflate, packed.p, packed.n, out, n, &used, &written) ==
		  LIBDEFLATE_SUCCESS && used == packed.n && written == n;
	libdeflate_free_decompressor(inflate);
	return ok;
}

#else

/* zlib clears its tables for each block; for a short one small tables do. */
#define SHORT_BLOCK 2048

struct packer {
	z_stream full, small;
};

static void start(z_stream *z, int window_bits, int memory_level)
{
	if (deflateInit2(z, LEVEL, Z_DEFLATED, window_bits, memory_level, Z_DEFAULT_STRATEGY) != Z_OK)
		xalloc_failed(sizeof(*z));
}

struct packer *packer_new(void)
{
	struct packer *p = xcalloc(1, sizeof(*p));
	start(&p->full, 15, 8);
	start(&p->small, 11, 4);
	return p;
}

void packer_free(struct packer **p)
{
	if (*p) {
		deflateEnd(&(*p)->full);
		deflateEnd(&(*p)->small);
	}
	free(*p);
	*p = NULL;
}

bool packer_add(struct packer *p, struct str block, struct buf *out)
{
	z_stream *z = block.n < SHORT_BLOCK ? &p->small : &p->full;
	BUG_ON(block.n > UINT32_MAX);
	uLong bound = deflateBound(z, block.n);
	if (!buf_reserve(out, bound))
		return false;
	z->next_in = (const Bytef *)(block.p ? block.p : "");
	z->avail_in = (uInt)block.n;
	z->next_out = (Bytef *)out->p + out->n;
	z->avail_out = (uInt)bound;
	int rc = deflate(z, Z_FINISH);
	BUG_ON(rc != Z_STREAM_END);
	out->n += bound - z->avail_out;
	deflateReset(z);
	return true;
}

bool unpack(struct str packed, char *out, size_t n)
{
	uLong taken = packed.n;
	uLongf written = n;
	return uncompress2((Bytef *)out, &written, (const Bytef *)packed.p, &taken) == Z_OK &&
	       taken == packed.n && written == n;
}

#endif

/* zstd for many short blocks; see packer.h. */
#include "config.h"

#include "common/packer.h"

#include <stdlib.h>
#include <string.h>
#define ZDICT_STATIC_LINKING_ONLY	/* the fast way of learning */
#include <zdict.h>
#include <zstd.h>

#include "common/xalloc.h"

/* Higher ones save less space than they cost time: from 3 on the tables of a dictionary do not stay in the processor's cache beside
 * those of the analysis. */
#define LEVEL 2

/* ---- Dictionaries ---- */

struct dictionary {
	ZSTD_CDict *digested;
	size_t n;
	char bytes[];
};

/* What begins otherwise would be taken for text to refer to. */
static bool is_dictionary(struct str bytes)
{
	return bytes.n > 8 && ZDICT_getDictID(bytes.p, bytes.n) != 0;
}

struct dictionary *dictionary_new(struct str bytes)
{
	if (!is_dictionary(bytes))
		return NULL;
	struct dictionary *d = xmalloc(sizeof(*d) + bytes.n);
	d->n = bytes.n;
	memcpy(d->bytes, bytes.p, bytes.n);
	d->digested = ZSTD_createCDict(d->bytes, d->n, LEVEL);
	if (!d->digested)
		dictionary_free(&d);
	return d;
}

void dictionary_free(struct dictionary **d)
{
	if (*d)
		ZSTD_freeCDict((*d)->digested);
	free(*d);
	*d = NULL;
}

struct str dictionary_bytes(const struct dictionary *d)
{
	return str_n(d->bytes, d->n);
}

struct dictionary *dictionary_learn(const char *samples, const size_t *lengths, size_t n)
{
	/* One segment length and coarse counts, where the usual way tries many and counts all: a tenth of
	 * the time for half a percent of the size. */
	const ZDICT_fastCover_params_t how = {
		.k = 200, .d = 8, .f = 18, .accel = 4, .zParams = { .compressionLevel = LEVEL },
	};
	char *bytes = xmalloc(DICTIONARY_BYTES);
	size_t size = n < UINT32_MAX ? ZDICT_trainFromBuffer_fastCover(bytes, DICTIONARY_BYTES, samples, lengths,
								       (unsigned)n, how) : 0;
	struct dictionary *d = ZDICT_isError(size) ? NULL : dictionary_new(str_n(bytes, size));
	free(bytes);
	return d;
}

/* ---- Packing ---- */

struct packer {
	ZSTD_CCtx *zstd;
};

struct packer *packer_new(void)
{
	struct packer *p = xcalloc(1, sizeof(*p));
	p->zstd = ZSTD_createCCtx();
	if (!p->zstd)
		xalloc_failed(sizeof(*p));
	/* Who unpacks knows length and dictionary; the check sum tells damage. */
	BUG_ON(ZSTD_isError(ZSTD_CCtx_setParameter(p->zstd, ZSTD_c_compressionLevel, LEVEL)) ||
	       ZSTD_isError(ZSTD_CCtx_setParameter(p->zstd, ZSTD_c_contentSizeFlag, 0)) ||
	       ZSTD_isError(ZSTD_CCtx_setParameter(p->zstd, ZSTD_c_dictIDFlag, 0)) ||
	       ZSTD_isError(ZSTD_CCtx_setParameter(p->zstd, ZSTD_c_checksumFlag, 1)));
	return p;
}

void packer_free(struct packer **p)
{
	if (*p)
		ZSTD_freeCCtx((*p)->zstd);
	free(*p);
	*p = NULL;
}

bool packer_add(struct packer *p, const struct dictionary *d, struct str block, struct buf *out)
{
	size_t bound = ZSTD_compressBound(block.n);
	if (!buf_reserve(out, bound))
		return false;
	BUG_ON(ZSTD_isError(ZSTD_CCtx_refCDict(p->zstd, d ? d->digested : NULL)));
	size_t n = ZSTD_compress2(p->zstd, out->p + out->n, bound, block.p ? block.p : "", block.n);
	if (ZSTD_isError(n))	/* nothing but memory can be missing */
		xalloc_failed(block.n);
	out->n += n;
	return true;
}

/* ---- Unpacking ---- */

struct unpacker {
	ZSTD_DCtx *zstd;
	ZSTD_DDict *dictionary;
};

struct unpacker *unpacker_new(struct str dictionary)
{
	if (dictionary.n && !is_dictionary(dictionary))
		return NULL;
	struct unpacker *u = xcalloc(1, sizeof(*u));
	u->zstd = ZSTD_createDCtx();
	if (!u->zstd)
		xalloc_failed(sizeof(*u));
	if (dictionary.n) {
		u->dictionary = ZSTD_createDDict(dictionary.p, dictionary.n);
		if (!u->dictionary)
			unpacker_free(&u);
	}
	return u;
}

void unpacker_free(struct unpacker **u)
{
	if (*u) {
		ZSTD_freeDCtx((*u)->zstd);
		ZSTD_freeDDict((*u)->dictionary);
	}
	free(*u);
	*u = NULL;
}

bool unpacker_block(struct unpacker *u, bool with, struct str packed, char *out, size_t n)
{
	if (with && !u->dictionary)
		return false;
	return ZSTD_decompress_usingDDict(u->zstd, out, n, packed.p, packed.n, with ? u->dictionary : NULL) == n;
}

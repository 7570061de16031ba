/* Reading impacts: the file mapped, every number in it checked; see impacts.h. */
#include "config.h"

#include "index/impacts.h"

#include <math.h>
#include <stdlib.h>

#include "common/buf.h"
#include "common/xalloc.h"
#include "index/impacts_format.h"
#include "index/schema.h"
#include "shim/bm25.h"

struct impacts {
	struct sidefile file;
	struct impacts_info info;
	struct str body;		/* lists and terms: the file from 0 up to the index */
	const struct impacts_group *index;
	size_t groups;
};

static int damaged(struct err *err, const char *what)
{
	return err_set(err, ERR_CORRUPT, "damaged impacts: %s", what);
}

/* ---- Opening ---- */

static int check(const struct sidefile *f, struct err *err)
{
	const uint64_t *n = f->header->numbers, size = f->body.n, index_at = n[IMPACTS_INDEX_AT];
	if (n[IMPACTS_LAST_DOC] > UINT32_MAX || n[IMPACTS_DOCUMENTS] > n[IMPACTS_LAST_DOC])
		return damaged(err, "number of documents");
	uint64_t lengths = (n[IMPACTS_LAST_DOC] + 1) * sizeof(uint32_t);
	if (index_at > size || index_at % sizeof(uint64_t) != 0 || index_at < sizeof(*f->header) ||
	    index_at - sizeof(*f->header) < lengths ||
	    (size - index_at) / sizeof(struct impacts_group) != n[IMPACTS_GROUPS] ||
	    (size - index_at) % sizeof(struct impacts_group) != 0)
		return damaged(err, "sizes");
	return 0;
}

static void adopt(struct impacts *im)
{
	const struct sidefile_header *h = im->file.header;
	const uint64_t *n = h->numbers;
	im->info = (struct impacts_info){
		.documents = (uint32_t)n[IMPACTS_DOCUMENTS], .last_doc = (uint32_t)n[IMPACTS_LAST_DOC],
		.total_length = n[IMPACTS_TOTAL_LENGTH], .terms = n[IMPACTS_TERMS],
		.lengths = (const uint32_t *)(im->file.map + sizeof(*h)),
	};
	im->info.length_factor = bm25_length_factor(im->info.total_length, im->info.documents);
	im->body = str_sub(im->file.body, 0, (size_t)n[IMPACTS_INDEX_AT]);
	im->index = (const struct impacts_group *)(im->file.map + im->body.n);
	im->groups = (size_t)n[IMPACTS_GROUPS];
}

int impacts_open(const char *path, struct impacts **out_r, struct err *err)
{
	struct impacts *im = *out_r = xcalloc(1, sizeof(*im));
	if (sidefile_open(&im->file, path, &impacts_kind, err) == 0 && check(&im->file, err) == 0) {
		adopt(im);
		return 0;
	}
	impacts_close(out_r);
	return -1;
}

void impacts_close(struct impacts **imp)
{
	struct impacts *im = *imp;
	if (!im)
		return;
	*imp = NULL;
	sidefile_close(&im->file);
	free(im);
}

const struct impacts_info *impacts_info(const struct impacts *im)
{
	return &im->info;
}

const struct sidefile_header *impacts_header(const struct impacts *im)
{
	return im->file.header;
}

/* ---- Terms ---- */

static bool take(struct str *in, uint64_t n, struct str *out_r)
{
	if (n > in->n)
		return false;
	*out_r = str_sub(*in, 0, (size_t)n);
	*in = str_sub(*in, (size_t)n, in->n);
	return true;
}

/* The next term of a group; `term` holds the one before it. */
static bool next_term(struct str *in, char term[SCHEMA_TERM_MAX], size_t *n, struct str *list_r)
{
	uint64_t shared, more, list;
	struct str rest;
	if (!str_take_varint(in, &shared) || shared > *n || !str_take_varint(in, &more) ||
	    more > SCHEMA_TERM_MAX - shared || !take(in, more, &rest) || !str_take_varint(in, &list) ||
	    !take(in, list, list_r))
		return false;
	if (rest.n)
		memcpy(term + shared, rest.p, rest.n);
	*n = (size_t)(shared + more);
	return true;
}

/* The last group whose first term is not beyond `term`; -1: all are, -2: damaged. */
static ptrdiff_t find_group(const struct impacts *im, struct str term)
{
	uint64_t key = impacts_key(term);
	size_t low = 0, high = im->groups;
	char first[SCHEMA_TERM_MAX];
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct impacts_group *g = &im->index[middle];
		bool beyond = g->key > key;
		if (g->key == key) {
			size_t n = 0;
			struct str in, list;
			if (g->at > im->body.n)
				return -2;
			in = str_sub(im->body, (size_t)g->at, im->body.n);
			if (!next_term(&in, first, &n, &list))
				return -2;
			beyond = str_cmp(str_n(first, n), term) > 0;
		}
		if (beyond)
			high = middle;
		else
			low = middle + 1;
	}
	return (ptrdiff_t)low - 1;
}

/* Unpack a short list.  False: damaged. */
static bool read_short(const struct impacts *im, struct str in, uint32_t n, uint32_t *docs, uint32_t *wdfs)
{
	uint64_t doc = 0, gap, wdf;
	for (uint32_t i = 0; i < n; i++) {
		if (!str_take_varint(&in, &gap) || !str_take_varint(&in, &wdf) || gap == 0 ||
		    gap > im->info.last_doc - doc || wdf > UINT32_MAX)
			return false;
		docs[i] = (uint32_t)(doc += gap);
		wdfs[i] = (uint32_t)wdf;
	}
	return in.n == 0;
}

static int open_short(const struct impacts *im, struct str in, struct impacts_list *l, struct err *err)
{
	uint32_t docs[IMPACTS_SHORT], wdfs[IMPACTS_SHORT];
	double bound = 0;
	if (!read_short(im, in, l->documents, docs, wdfs))
		return damaged(err, "a short list");
	for (uint32_t i = 0; i < l->documents; i++) {
		double part = bm25_part(im->info.length_factor, wdfs[i], im->info.lengths[docs[i]]);
		bound = part > bound ? part : bound;
	}
	l->postings = in;
	l->only = (struct impacts_skip){ docs[l->documents - 1], 0, (float)bound };
	if (l->only.bound < bound)
		l->only.bound = nextafterf(l->only.bound, INFINITY);
	l->n_blocks = 1;
	return 1;
}

static int open_list(const struct impacts *im, struct str in, struct impacts_list *l, struct err *err)
{
	uint64_t documents, at, size;
	if (!str_take_varint(&in, &documents) || documents == 0 || documents > im->info.documents)
		return damaged(err, "number of documents of a term");
	*l = (struct impacts_list){ .documents = (uint32_t)documents };
	if (documents < IMPACTS_SHORT)
		return open_short(im, in, l, err);
	l->n_blocks = (l->documents - 1) / IMPACTS_BLOCK + 1;
	struct str body = im->body;
	if (!str_take_varint(&in, &at) || !str_take_varint(&in, &size) || at > body.n || size > body.n - at ||
	    (uint64_t)l->n_blocks * sizeof(struct impacts_skip) > body.n - at - size)
		return damaged(err, "place of a list");
	l->blocks = str_sub(body, (size_t)at, (size_t)(at + size));
	l->skips = l->blocks.p + size;
	return 1;
}

int impacts_find(const struct impacts *im, struct str term, struct impacts_list *out_r, struct err *err)
{
	char at[SCHEMA_TERM_MAX];
	size_t n = 0;
	struct str list;
	ptrdiff_t group = find_group(im, term);
	if (group == -1)
		return 0;
	if (group < 0 || im->index[group].at > im->body.n)
		return damaged(err, "index of terms");
	struct str in = str_sub(im->body, (size_t)im->index[group].at, im->body.n);
	for (unsigned i = 0; i < IMPACTS_GROUP; i++) {
		/* The last group may be short. */
		if ((size_t)group + 1 == im->groups && i == (im->info.terms - 1) % IMPACTS_GROUP + 1)
			break;
		if (!next_term(&in, at, &n, &list))
			return damaged(err, "a group of terms");
		int order = str_cmp(str_n(at, n), term);
		if (order == 0)
			return open_list(im, list, out_r, err);
		if (order > 0)
			break;
	}
	return 0;
}

int impacts_frequency(const struct impacts *im, struct store *s, struct str term, uint32_t *documents_r, struct err *err)
{
	struct impacts_list list;
	if (!im || impacts_find(im, term, &list, NULL) <= 0)
		return store_term_frequency(s, term, documents_r, err);
	*documents_r = list.documents;
	return 0;
}

/* ---- Blocks ---- */

/* n gaps of this many bits to documents, after document `doc`; gives the last.  Eight of them fill whole bytes: where
 * each begins is known when this is compiled, for each width. */
static inline __attribute__((always_inline)) uint64_t add_gaps(const char *at, uint32_t n, uint64_t doc, uint32_t *docs,
								unsigned width)
{
	uint32_t i = 0;
	for (; i + 8 <= n; i += 8, at += width)
#pragma GCC unroll 8
		for (uint32_t k = 0; k < 8; k++)
			docs[i + k] = (uint32_t)(doc += 1 + (uint64_t)impacts_unpack(at, k, width));
	for (uint32_t k = 0; i < n; i++, k++)
		docs[i] = (uint32_t)(doc += 1 + (uint64_t)impacts_unpack(at, k, width));
	return doc;
}

static uint64_t unpack_docs(const char *at, uint32_t n, uint64_t doc, uint32_t *docs, unsigned width)
{
#define WIDTH(w) case w: return add_gaps(at, n, doc, docs, w);
#define WIDTHS(w) WIDTH(w) WIDTH(w + 1) WIDTH(w + 2) WIDTH(w + 3)
	switch (width) {
	WIDTHS(0) WIDTHS(4) WIDTHS(8) WIDTHS(12) WIDTHS(16)
	default: return add_gaps(at, n, doc, docs, width);	/* of rare words */
	}
#undef WIDTHS
#undef WIDTH
}

int impacts_read(const struct impacts *im, const struct impacts_list *l, uint32_t block,
		 uint32_t docs[IMPACTS_BLOCK], struct impacts_wdfs *wdfs_r, struct err *err)
{
	bool is_last = block + 1 == l->n_blocks;
	uint32_t n = is_last ? l->documents - block * IMPACTS_BLOCK : IMPACTS_BLOCK;
	struct impacts_skip skip = impacts_skip(l, block);
	wdfs_r->packed = NULL;
	if (!l->skips)
		return read_short(im, l->postings, n, docs, wdfs_r->few) ? (int)n : damaged(err, "a short list");
	size_t end = is_last ? l->blocks.n : impacts_skip(l, block + 1).start;
	if (skip.start > end || end > l->blocks.n || end - skip.start < 2)
		return damaged(err, "place of a block");
	const char *at = l->blocks.p + skip.start;
	unsigned widths[] = { (unsigned char)at[0], (unsigned char)at[1] };
	size_t size = impacts_packed_size(n, widths[0]);
	if (widths[0] > 32 || widths[1] > 32 || end - skip.start != 2 + size + impacts_packed_size(n, widths[1]))
		return damaged(err, "size of a block");
	uint64_t doc = block ? impacts_skip(l, block - 1).last : 0;
	at += 2;
	doc = unpack_docs(at, n, doc, docs, widths[0]);
	if (doc != skip.last || doc > im->info.last_doc)
		return damaged(err, "documents of a block");
	wdfs_r->packed = at + size;
	wdfs_r->width = widths[1];
	return (int)n;
}

/* Writing impacts: one pass over the postings, one sequential file; see impacts.h. */
#include "config.h"

#include "index/impacts.h"

#include <math.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "common/buf.h"
#include "common/xalloc.h"
#include "index/impacts_format.h"
#include "shim/bm25.h"

struct impacts_writer {
	struct sidefile_writer file;
	uint32_t documents;
	uint64_t next_doc;		/* lengths of those before it are in the file */
	uint64_t total_length;
	const uint32_t *lengths;	/* the file, mapped, once all are in it */
	double length_factor;

	bool passing;			/* the term has a prefix */
	struct buf term, before;	/* the term under way, the one before it in its group */
	uint32_t expected, seen;	/* postings of the term */
	docid_t last;			/* document of the term */
	uint64_t list_at;		/* where its blocks start */
	uint32_t docs[IMPACTS_BLOCK], wdfs[IMPACTS_BLOCK], n;
	struct buf skips;

	struct buf group;		/* terms of the group under way */
	unsigned in_group;
	struct impacts_group group_head;
	struct buf index;
	uint64_t terms;
};

int impacts_begin(const char *path, struct impacts_writer **out_r, struct err *err)
{
	struct impacts_writer *w = *out_r = xcalloc(1, sizeof(*w));
	return sidefile_begin(&w->file, path, err);
}

static uint64_t lengths_end(const struct impacts_writer *w)
{
	return sizeof(struct sidefile_header) + w->next_doc * sizeof(uint32_t);
}

void impacts_free(struct impacts_writer **wp)
{
	struct impacts_writer *w = *wp;
	if (!w)
		return;
	*wp = NULL;
	if (w->lengths)
		munmap((char *)w->lengths - sizeof(struct sidefile_header), lengths_end(w));
	sidefile_end(&w->file);
	struct buf *bufs[] = { &w->term, &w->before, &w->skips, &w->group, &w->index };
	for (size_t i = 0; i < sizeof(bufs) / sizeof(*bufs); i++)
		buf_fini(bufs[i]);
	free(w);
}

static int out_of_order(struct impacts_writer *w, const char *what, struct err *err)
{
	return err_set(err, ERR_INTERNAL, "writing %s: %s out of order", w->file.path, what);
}

/* ---- Lengths ---- */

int impacts_document(void *writer, docid_t doc, uint32_t length, struct err *err)
{
	struct impacts_writer *w = writer;
	if (w->lengths || doc < w->next_doc || doc == 0)
		return out_of_order(w, "documents", err);
	if (sidefile_put_zeros(&w->file, (doc - w->next_doc) * sizeof(length), err) != 0)
		return -1;
	w->documents++;
	w->next_doc = (uint64_t)doc + 1;
	w->total_length += length;
	return sidefile_put(&w->file, &length, sizeof(length), err);
}

/* From here on the lengths are read from the file: memory that the system can take back. */
static int end_documents(struct impacts_writer *w, struct err *err)
{
	if (w->lengths)
		return 0;
	if (w->next_doc == 0) {
		w->next_doc = 1;
		if (sidefile_put_zeros(&w->file, sizeof(uint32_t), err) != 0)
			return -1;
	}
	if (sidefile_flush(&w->file, err) != 0)
		return -1;
	void *map = mmap(NULL, lengths_end(w), PROT_READ, MAP_SHARED, w->file.fd, 0);
	if (map == MAP_FAILED)
		return err_errno(err, "mapping %s", w->file.path);
	w->lengths = (const uint32_t *)((const char *)map + sizeof(struct sidefile_header));
	w->length_factor = bm25_length_factor(w->total_length, w->documents);
	return 0;
}

/* ---- Blocks ---- */

static unsigned width_of(const uint32_t *values, uint32_t n)
{
	uint32_t all = 0;
	for (uint32_t i = 0; i < n; i++)
		all |= values[i];
	return all ? 32 - (unsigned)__builtin_clz(all) : 0;
}

static int put_packed(struct impacts_writer *w, const uint32_t *values, uint32_t n, unsigned width,
		      struct err *err)
{
	char bytes[IMPACTS_BLOCK * sizeof(uint32_t)];
	uint64_t bits = 0;
	unsigned held = 0;
	size_t size = 0;
	for (uint32_t i = 0; i < n; i++) {
		bits |= (uint64_t)values[i] << held;
		for (held += width; held >= 8; held -= 8, bits >>= 8)
			bytes[size++] = (char)bits;
	}
	if (held)
		bytes[size++] = (char)bits;
	return sidefile_put(&w->file, bytes, size, err);
}

static float bound_of(const struct impacts_writer *w)
{
	double most = 0;
	for (uint32_t i = 0; i < w->n; i++) {
		double part = bm25_part(w->length_factor, w->wdfs[i], w->lengths[w->docs[i]]);
		most = part > most ? part : most;
	}
	float bound = (float)most;
	return bound < most ? nextafterf(bound, INFINITY) : bound;
}

/* before: the last document of the block before. */
static int put_block(struct impacts_writer *w, docid_t before, struct err *err)
{
	uint64_t start = w->file.at - w->list_at;
	if (start > UINT32_MAX)
		return err_set(err, ERR_LIMIT, "writing %s: a list of more than 4 GB", w->file.path);
	struct impacts_skip skip = { w->docs[w->n - 1], (uint32_t)start, bound_of(w) };
	buf_add(&w->skips, &skip, sizeof(skip));
	uint32_t gaps[IMPACTS_BLOCK];
	for (uint32_t i = 0; i < w->n; i++) {
		gaps[i] = w->docs[i] - before - 1;
		before = w->docs[i];
	}
	unsigned widths[] = { width_of(gaps, w->n), width_of(w->wdfs, w->n) };
	char head[] = { (char)widths[0], (char)widths[1] };
	if (sidefile_put(&w->file, head, sizeof(head), err) != 0 || put_packed(w, gaps, w->n, widths[0], err) != 0)
		return -1;
	return put_packed(w, w->wdfs, w->n, widths[1], err);
}

/* ---- Terms ---- */

static int put_group(struct impacts_writer *w, struct err *err)
{
	if (w->in_group == 0)
		return 0;
	w->group_head.at = w->file.at;
	buf_add(&w->index, &w->group_head, sizeof(w->group_head));
	int rc = sidefile_put(&w->file, w->group.p, w->group.n, err);
	buf_reset(&w->group);
	w->in_group = 0;
	return rc;
}

/* What leads to the list: number of documents, then place and size of the blocks, or the postings. */
static void describe_list(struct impacts_writer *w, uint64_t blocks, struct buf *out)
{
	buf_add_varint(out, w->seen);
	if (w->seen >= IMPACTS_SHORT) {
		buf_add_varint(out, w->list_at);
		buf_add_varint(out, blocks);
		return;
	}
	docid_t before = 0;
	for (uint32_t i = 0; i < w->n; i++) {
		buf_add_varint(out, w->docs[i] - before);
		buf_add_varint(out, w->wdfs[i]);
		before = w->docs[i];
	}
}

static void add_to_group(struct impacts_writer *w, uint64_t blocks)
{
	struct buf list = BUF_INIT;
	size_t shared = 0;
	if (w->in_group++ == 0)
		w->group_head.key = impacts_key(buf_str(&w->term));
	else
		while (shared < w->before.n && shared < w->term.n && w->before.p[shared] == w->term.p[shared])
			shared++;
	describe_list(w, blocks, &list);
	buf_add_varint(&w->group, shared);
	buf_add_varint(&w->group, w->term.n - shared);
	buf_addstr(&w->group, str_sub(buf_str(&w->term), shared, w->term.n));
	buf_add_varint(&w->group, list.n);
	buf_addstr(&w->group, buf_str(&list));
	buf_fini(&list);
	w->terms++;
}

static docid_t last_of_blocks(const struct impacts_writer *w)
{
	struct impacts_skip skip;
	if (w->skips.n == 0)
		return 0;
	memcpy(&skip, w->skips.p + w->skips.n - sizeof(skip), sizeof(skip));
	return skip.last;
}

static int end_term(struct impacts_writer *w, struct err *err)
{
	if (w->seen != w->expected)
		return out_of_order(w, "postings", err);
	if (w->passing || w->seen == 0)
		return 0;
	if (w->seen >= IMPACTS_SHORT && put_block(w, last_of_blocks(w), err) != 0)
		return -1;
	uint64_t blocks = w->file.at - w->list_at;
	if (sidefile_put(&w->file, w->skips.p, w->skips.n, err) != 0)
		return -1;
	add_to_group(w, blocks);
	if (w->in_group == IMPACTS_GROUP && put_group(w, err) != 0)
		return -1;
	w->seen = w->expected = w->n = 0;
	return 0;
}

int impacts_term(void *writer, struct str term, uint32_t documents, uint64_t occurrences, struct err *err)
{
	struct impacts_writer *w = writer;
	(void)occurrences;
	if (end_documents(w, err) != 0 || end_term(w, err) != 0)
		return -1;
	if (term.n == 0 || documents == 0 || (w->terms && str_cmp(term, buf_str(&w->term)) <= 0))
		return out_of_order(w, "terms", err);
	w->seen = w->n = 0;
	w->expected = documents;
	w->passing = !term_is_plain(term);
	if (w->passing)
		return 0;
	struct buf swap = w->before;
	w->before = w->term;
	w->term = swap;
	buf_reset(&w->term);
	buf_addstr(&w->term, term);
	buf_reset(&w->skips);
	w->last = 0;
	w->list_at = w->file.at;
	return 0;
}

int impacts_posting(void *writer, docid_t doc, uint32_t wdf, struct err *err)
{
	struct impacts_writer *w = writer;
	if (w->seen++ == w->expected)
		return out_of_order(w, "postings", err);
	if (w->passing)
		return 0;
	if (doc <= w->last || doc >= w->next_doc)
		return out_of_order(w, "postings", err);
	/* A full block waits for one more posting: the last one may be full too. */
	if (w->n == IMPACTS_BLOCK) {
		if (put_block(w, last_of_blocks(w), err) != 0)
			return -1;
		w->n = 0;
	}
	w->docs[w->n] = doc;
	w->wdfs[w->n++] = wdf;
	w->last = doc;
	return 0;
}

int impacts_finish(struct impacts_writer *w, const struct sidefile_origin *origin, struct err *err)
{
	if (end_documents(w, err) != 0 || end_term(w, err) != 0 || put_group(w, err) != 0 ||
	    sidefile_put_zeros(&w->file, -w->file.at % sizeof(uint64_t), err) != 0)
		return -1;
	const uint64_t numbers[SIDEFILE_NUMBERS] = {
		[IMPACTS_TOTAL_LENGTH] = w->total_length, [IMPACTS_DOCUMENTS] = w->documents,
		[IMPACTS_LAST_DOC] = w->next_doc - 1, [IMPACTS_TERMS] = w->terms, [IMPACTS_INDEX_AT] = w->file.at,
		[IMPACTS_GROUPS] = w->index.n / sizeof(struct impacts_group),
	};
	if (sidefile_put(&w->file, w->index.p, w->index.n, err) != 0)
		return -1;
	return sidefile_finish(&w->file, &impacts_kind, origin, numbers, err);
}

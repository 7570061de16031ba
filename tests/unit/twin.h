/* Twins: two databases of the same documents, one made by the bulk builder, one through Xapian.
 *
 * For the differential test and its fuzz target.  Nothing here uses cmocka: a failure is a message
 * on stderr and abort().
 */
#ifndef KAREZ_TESTS_TWIN_H
#define KAREZ_TESTS_TWIN_H

#include <stdio.h>
#include <stdlib.h>

#include "common/fs.h"
#include "common/xalloc.h"
#include "glass/builder.h"
#include "shim/store_compare.h"
#include "shim/store_write.h"

#define TWIN_TOKENS_MAX 2000000

#define twin_ok(call) do { \
	struct err twin_err = { .msg = "" }; \
	if ((call) != 0) { \
		fprintf(stderr, "%s: %s\n", #call, twin_err.msg); \
		abort(); \
	} \
} while (0)

struct twin_token {
	struct str term;
	uint32_t position, wdf;
};

struct twin {
	char *bulk_path, *api_path;
	struct lexicon *lexicon;
	struct batch *batch;
	struct builder *builder;
	struct store_writer *api;
	uint32_t documents;
};

static inline void twin_begin(struct twin *t, const char *folder, const char *tmp, uint64_t memory, unsigned jobs,
			      const struct posting_sink *sink)
{
	*t = (struct twin){ .bulk_path = fs_join(folder, "bulk"), .api_path = fs_join(folder, "api") };
	struct builder_options o = {
		.path = t->bulk_path, .tmp = tmp, .memory = memory, .jobs = jobs, .sink = sink
	};
	t->lexicon = lexicon_new();
	t->batch = batch_new(t->lexicon);
	twin_ok(builder_begin(&o, &t->builder, &twin_err));
	twin_ok(store_writer_open(t->api_path, true, &t->api, &twin_err));
}

static inline int twin_order(const void *x, const void *y)
{
	const struct twin_token *a = x, *b = y;
	int order = str_cmp(a->term, b->term);
	return order ? order : a->position < b->position ? -1 : a->position > b->position;
}

/* The tokens as Xapian wants them: by term, each position once. */
static inline void twin_api_document(const struct twin_token *tokens, size_t n, struct store_document *d)
{
	struct twin_token *sorted = xreallocarray(NULL, n, sizeof(*sorted));
	struct store_term *terms = xcalloc(n, sizeof(*terms));
	uint32_t *positions = xcalloc(n, sizeof(*positions));
	size_t n_terms = 0, n_positions = 0;
	if (n)
		memcpy(sorted, tokens, n * sizeof(*sorted));
	qsort(sorted, n, sizeof(*sorted), twin_order);
	for (size_t i = 0; i < n; i++) {
		if (i == 0 || !str_eq(sorted[i].term, sorted[i - 1].term))
			terms[n_terms++] = (struct store_term){
				.term = sorted[i].term, .positions = positions + n_positions
			};
		struct store_term *term = &terms[n_terms - 1];
		term->wdf += sorted[i].wdf;
		if (sorted[i].position &&
		    (term->n_positions == 0 || positions[n_positions - 1] != sorted[i].position)) {
			positions[n_positions++] = sorted[i].position;
			term->n_positions++;
		}
	}
	free(sorted);
	d->terms = terms;
	d->n_terms = n_terms;
	if (n_terms == 0) {
		free(terms);
		free(positions);
		d->terms = NULL;
	}
}

static inline void twin_api_free(struct store_document *d)
{
	if (d->n_terms) {
		free((void *)d->terms[0].positions);
		free((void *)d->terms);
	}
}

static inline void twin_add(struct twin *t, struct str data, const struct twin_token *tokens, size_t n,
			    const struct store_value_in *values, size_t n_values)
{
	struct token *numbered = xreallocarray(NULL, n, sizeof(*numbered));
	struct glass_value *own = xreallocarray(NULL, n_values, sizeof(*own));
	for (size_t i = 0; i < n; i++)
		numbered[i] = (struct token){
			TOKEN(lexicon_number(t->lexicon, tokens[i].term), tokens[i].wdf), tokens[i].position
		};
	for (size_t i = 0; i < n_values; i++)
		own[i] = (struct glass_value){ values[i].slot, values[i].value };
	struct glass_document g = {
		.data = data, .tokens = numbered, .n_tokens = n, .values = own, .n_values = n_values
	};
	batch_add(t->batch, &g);
	free(numbered);
	free(own);

	struct store_document d = { .data = data, .values = values, .n_values = n_values };
	docid_t docid;
	twin_api_document(tokens, n, &d);
	twin_ok(store_writer_add(t->api, &d, &docid, &twin_err));
	twin_api_free(&d);
	t->documents++;
}

/* What was added since becomes a run; the lexicon begins anew when told so. */
static inline void twin_run(struct twin *t, bool reset)
{
	uint32_t first, before = t->documents - (uint32_t)batch_documents(t->batch);
	struct run *r = batch_finish(t->batch);
	twin_ok(builder_append(t->builder, &r, &first, &twin_err));
	if (first != before + 1)
		abort();
	if (reset)
		lexicon_reset(t->lexicon);
}

static inline void twin_metadata(struct twin *t, struct str key, struct str value)
{
	twin_ok(builder_metadata(t->builder, key, value, &twin_err));
	twin_ok(store_writer_set_metadata(t->api, key, value, &twin_err));
}

static inline void twin_compare(const struct twin *t)
{
	const char *const paths[] = { t->api_path, t->bulk_path };
	uint64_t n;
	struct buf log = BUF_INIT;
	for (int i = 0; i < 2; i++) {
		twin_ok(store_check(paths[i], &n, &log, &twin_err));
		if (n) {
			fprintf(stderr, "%s\n%s\n", paths[i], log.p);
			abort();
		}
	}
	buf_reset(&log);
	twin_ok(store_compare(t->bulk_path, t->api_path, &n, &log, &twin_err));
	if (n) {
		fprintf(stderr, "bulk and api differ:\n%s\n", log.p);
		abort();
	}
	buf_fini(&log);
}

/* Both are there, sound and the same. */
static inline struct builder_info twin_finish(struct twin *t)
{
	struct builder_info info;
	if (batch_documents(t->batch))
		twin_run(t, false);
	twin_ok(builder_finish(t->builder, &info, &twin_err));
	twin_ok(store_writer_commit(t->api, &twin_err));
	store_writer_close(&t->api);
	batch_free(&t->batch);
	lexicon_free(&t->lexicon);
	builder_free(&t->builder);
	twin_compare(t);
	return info;
}

static inline void twin_end(struct twin *t)
{
	twin_ok(fs_remove_tree(t->bulk_path, &twin_err));
	twin_ok(fs_remove_tree(t->api_path, &twin_err));
	free(t->bulk_path);
	free(t->api_path);
}

#endif

/* A tiny database built both ways; see bulk_check.h.
 *
 * The format of the tables is Xapian's own affair.  Another libxapian may have another one, or may
 * want something of the same one that was never needed before; better seen here than in an index.
 */
#include "config.h"

#include "index/bulk_check.h"

#include <stdlib.h>

#include "common/arena.h"
#include "common/fs.h"
#include "common/xalloc.h"
#include "glass/builder.h"
#include "shim/store_compare.h"
#include "shim/store_write.h"

#define ROWS(a) (sizeof(a) / sizeof(*(a)))
#define DOCUMENTS 3
#define DATA 5000	/* bytes: more than an item holds */

/* Of each document, its terms with their positions. */
static const struct occurrence {
	unsigned document;
	struct str term;
	uint32_t positions[4];	/* 0: no more */
} occurrences[] = {
	{ 0, { "Qa", 2 }, { 0 } }, { 0, { "karez", 5 }, { 1, 3, 4, 90 } }, { 0, { "kanat", 5 }, { 2 } },
	{ 1, { "Qb", 2 }, { 0 } }, { 1, { "karez", 5 }, { 7, 9 } }, { 1, { "a\0b", 3 }, { 1 } },
};

static struct store_value_in values[] = { { 0, { "first", 5 } }, { 200, { "second", 6 } } };

static unsigned count_positions(const struct occurrence *o)
{
	unsigned n = 0;
	while (n < ROWS(o->positions) && o->positions[n])
		n++;
	return n;
}

static void add_bulk(struct batch *batch, struct lexicon *l, unsigned document, struct str data)
{
	struct token tokens[32];
	struct glass_value own[ROWS(values)];
	struct glass_document d = { .data = data, .tokens = tokens, .values = own };
	for (size_t i = 0; i < ROWS(occurrences); i++) {
		const struct occurrence *o = &occurrences[i];
		if (o->document != document)
			continue;
		uint32_t number = lexicon_number(l, o->term);
		unsigned n = count_positions(o);
		if (n == 0)
			tokens[d.n_tokens++] = (struct token){ .term = TOKEN(number, 0) };
		for (unsigned k = 0; k < n; k++)
			tokens[d.n_tokens++] = (struct token){ TOKEN(number, 1), o->positions[k] };
	}
	for (; d.n_values < document && d.n_values < ROWS(values); d.n_values++)
		own[d.n_values] = (struct glass_value){ values[d.n_values].slot, values[d.n_values].value };
	batch_add(batch, &d);
}

static int make_bulk(const char *path, const char *tmp, struct str data, struct err *err)
{
	struct builder_options o = { .path = path, .tmp = tmp, .jobs = 1 };
	struct builder *b;
	struct builder_info info;
	if (builder_begin(&o, &b, err))
		return -1;
	struct lexicon *l = lexicon_new();
	struct batch *batch = batch_new(l);
	uint32_t first;
	int rc = builder_metadata(b, STR("key"), STR("value"), err);
	for (unsigned i = 0; i < DOCUMENTS && rc == 0; i++) {
		add_bulk(batch, l, i, i ? str_sub(data, 0, 10) : data);
		struct run *r = batch_finish(batch);
		rc = builder_append(b, &r, &first, err);
	}
	if (rc == 0)
		rc = builder_finish(b, &info, err);
	batch_free(&batch);
	lexicon_free(&l);
	builder_free(&b);
	return rc;
}

static int add_api(struct store_writer *w, unsigned document, struct str data, struct err *err)
{
	struct store_term terms[ROWS(occurrences)];
	struct store_document d = { .data = data, .terms = terms, .values = values };
	for (size_t i = 0; i < ROWS(occurrences); i++)
		if (occurrences[i].document == document) {
			unsigned n = count_positions(&occurrences[i]);
			terms[d.n_terms++] = (struct store_term){
				occurrences[i].term, n, n ? occurrences[i].positions : NULL, n
			};
		}
	d.n_values = document < ROWS(values) ? document : ROWS(values);
	docid_t docid;
	return store_writer_add(w, &d, &docid, err);
}

static int make_api(const char *path, struct str data, struct err *err)
{
	struct store_writer *w;
	if (store_writer_open(path, true, &w, err))
		return -1;
	int rc = store_writer_set_metadata(w, STR("key"), STR("value"), err);
	for (unsigned i = 0; i < DOCUMENTS && rc == 0; i++)
		rc = add_api(w, i, i ? str_sub(data, 0, 10) : data, err);
	if (rc == 0)
		rc = store_writer_commit(w, err);
	store_writer_close(&w);
	return rc;
}

/* A document less, through Xapian. */
static int change(const char *path, struct err *err)
{
	struct store_writer *w;
	if (store_writer_open(path, false, &w, err))
		return -1;
	int rc = store_writer_delete(w, 1, err) || store_writer_commit(w, err) ? -1 : 0;
	store_writer_close(&w);
	return rc;
}

static int same(const char *bulk, const char *api, struct err *err)
{
	uint64_t n;
	struct buf log = BUF_INIT;
	int rc = store_check(bulk, &n, NULL, err);
	if (rc == 0 && n)
		rc = err_set(err, ERR_MISMATCH, "libxapian %s finds errors in what karez builds", store_library_version());
	if (rc == 0)
		rc = store_compare(bulk, api, &n, &log, err);
	if (rc == 0 && n)
		rc = err_set(err, ERR_MISMATCH, "libxapian %s reads something else than karez builds: %.*s",
			     store_library_version(), (int)strcspn(log.p, "\n"), log.p);
	buf_fini(&log);
	return rc;
}

int bulk_check(const char *folder, struct err *err)
{
	struct arena a = ARENA_INIT;
	char *inside = (char *)arena_printf(&a, "%s/" BULK_CHECK_NAME "XXXXXX", folder).p;
	char *data = arena_zalloc(&a, DATA);
	if (!mkdtemp(inside)) {
		arena_fini(&a);
		return err_errno(err, "cannot make a folder in %s", folder);
	}
	for (size_t i = 0; i < DATA; i++)
		data[i] = (char)(i * i >> 3);
	const char *bulk = arena_printf(&a, "%s/bulk", inside).p, *api = arena_printf(&a, "%s/api", inside).p;
	struct str bytes = str_n(data, DATA);
	int rc = 0;
	if (make_bulk(bulk, inside, bytes, err) || make_api(api, bytes, err) || same(bulk, api, err) ||
	    change(bulk, err) || change(api, err) || same(bulk, api, err))
		rc = -1;
	fs_remove_tree(inside, NULL);
	arena_fini(&a);
	return rc;
}

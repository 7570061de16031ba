/* For tests of the query layer: documents to an index on disk, and an open store and analyzer. */
#ifndef KAREZ_TESTS_QUERY_FIXTURE_H
#define KAREZ_TESTS_QUERY_FIXTURE_H

#include "tests/unit/store_fixture.h"

#include "common/xalloc.h"
#include "index/prepare.h"
#include "index/schema.h"
#include "query/search.h"
#include "text/langs.h"

struct fixture {
	char *dir, *path;
	struct store_writer *writer;
	struct store *store;
	struct preparer *preparer;
	struct analyzer *analyzer;	/* of the preparer */
	struct arena arena;
};

static inline void fixture_put(struct fixture *f, const struct doc *doc)
{
	struct prepared p;
	struct prepare_limits limits = { 0 };
	docid_t id;
	prepared_init(&p);
	ok(prepare(f->preparer, doc, STR_NONE, &limits, &p, &ok_err));
	prepared_group(f->preparer, &p);
	ok(store_writer_replace(f->writer, p.unique, &p.document, &id, &ok_err));
	for (size_t i = 0; i < p.n_names; i++)
		ok(store_writer_set_metadata(f->writer, p.names[i].key, p.names[i].value, &ok_err));
	prepared_fini(&p);
}

static inline void fixture_commit(struct fixture *f)
{
	ok(store_writer_commit(f->writer, &ok_err));
	if (f->store)
		ok(store_reopen(f->store, NULL, &ok_err));
	else
		ok(store_open((const char *const *)&f->path, 1, &f->store, &ok_err));
}

static inline struct fixture *fixture_open_in(const char *languages, const struct doc *docs, size_t n)
{
	struct fixture *f = xcalloc(1, sizeof(*f));
	struct langs langs;
	void *dir = NULL;
	assert_int_equal(scratch_make(&dir), 0);
	f->dir = dir;
	f->path = fs_join(f->dir, "index");
	arena_init(&f->arena);
	ok(langs_parse(str_of(languages), &langs, &ok_err));
	ok(preparer_new(&langs, NULL, &f->preparer, &ok_err));
	f->analyzer = preparer_analyzer(f->preparer);
	ok(store_writer_open(f->path, true, &f->writer, &ok_err));
	for (size_t i = 0; i < n; i++)
		fixture_put(f, &docs[i]);
	fixture_commit(f);
	return f;
}

static inline struct fixture *fixture_open(const struct doc *docs, size_t n)
{
	return fixture_open_in(LANGS_DEFAULT, docs, n);
}

static inline void fixture_close(struct fixture *f)
{
	void *dir = f->dir;
	store_close(&f->store);
	store_writer_close(&f->writer);
	preparer_free(&f->preparer);
	arena_fini(&f->arena);
	free(f->path);
	scratch_remove(&dir);
	free(f);
}

/* One index for all tests of a file: f, and setup and teardown of their group. */
#define FIXTURE_OF(docs) \
	static struct fixture *f; \
	static int setup(void **state) \
	{ \
		(void)state; \
		f = fixture_open(docs, sizeof(docs) / sizeof(*(docs))); \
		return 0; \
	} \
	static int teardown(void **state) \
	{ \
		(void)state; \
		fixture_close(f); \
		return 0; \
	}

static inline struct search_params fixture_params(const char *query)
{
	return (struct search_params){ .query = str_of(query), .match = MATCH_ALL, .limit = 20, .facet_values = 20 };
}

/* Ids of the hits, in order, separated by blanks; "!" and the message for an error. */
static inline const char *fixture_ids(struct fixture *f, const struct search_params *p, struct search_result *r)
{
	struct buf b = BUF_INIT;
	struct err err;
	if (search_run(f->store, f->analyzer, p, &f->arena, r, &err) < 0)
		buf_printf(&b, "!%d %s", err.column, err.msg);
	for (size_t i = 0; i < r->n_hits; i++)
		buf_printf(&b, "%s%.*s", i ? " " : "", STR_ARG(r->hits[i].doc.id));
	const char *z = arena_strz(&f->arena, buf_str(&b));
	buf_fini(&b);
	return z;
}

static inline int fixture_by_id(const void *a, const void *b)
{
	return str_cmp(((const struct search_hit *)a)->doc.id, ((const struct search_hit *)b)->doc.id);
}

/* Ids of the hits, by id, and what was added to the words typed: "ids|expansions". */
static inline const char *fixture_widened(struct fixture *f, const struct search_params *p)
{
	struct buf b = BUF_INIT, added = BUF_INIT;
	struct search_result r;
	struct err err;
	if (search_run(f->store, f->analyzer, p, &f->arena, &r, &err) != 0)
		fail_msg("%.*s: %s", STR_ARG(p->query), err.msg);
	if (r.n_hits)
		qsort(r.hits, r.n_hits, sizeof(*r.hits), fixture_by_id);
	for (size_t i = 0; i < r.n_hits; i++)
		buf_printf(&b, "%s%.*s", i ? " " : "", STR_ARG(r.hits[i].doc.id));
	expansions_format(&r.expansions, false, &added);
	const char *z = arena_strz(&f->arena, arena_printf(&f->arena, "%.*s|%.*s", STR_ARG(buf_str(&b)), STR_ARG(buf_str(&added))));
	buf_fini(&b);
	buf_fini(&added);
	return z;
}

#endif

/* Verifying an index, and going back to the generation before; see check.h. */
#include "config.h"

#include "indexer/check.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/lock.h"
#include "common/xalloc.h"
#include "index/catalogue.h"
#include "index/generation.h"
#include "index/schema.h"
#include "index/stored.h"
#include "shim/store.h"
#include "shim/store_write.h"

static int check_tables(const char *path, struct err *err)
{
	struct buf log = BUF_INIT;
	uint64_t errors = 0;
	int rc = store_check(path, &errors, &log, err);
	if (rc == 0 && errors) {
		fwrite(log.p, 1, log.n, stderr);
		rc = err_set(err, ERR_CORRUPT, "%llu errors in the tables of %s", (unsigned long long)errors, path);
	}
	buf_fini(&log);
	return rc;
}

/* Can all of the document be read?  0 with *there_r false for a number that no document has. */
static int check_document(struct store *s, docid_t doc, struct arena *a, bool *there_r, struct err *err)
{
	struct str data, text;
	struct stored stored;
	struct doc fields;
	*there_r = true;
	if (store_data(s, doc, a, &data, err) < 0) {
		*there_r = err->code != ERR_NOT_FOUND;
		return *there_r ? -1 : 0;
	}
	if (stored_of(s, doc, data, a, &stored, err) < 0 || stored_fields(&stored, a, &fields, err) < 0)
		return -1;
	return stored.n_blocks ? stored_text(&stored, 0, stored.n_blocks - 1, a, &text, err) : 0;
}

static int check_documents(struct store *s, uint64_t *documents_r, struct err *err)
{
	struct store_info info;
	struct arena a = ARENA_INIT;
	uint64_t n = 0;
	bool there;
	if (store_info(s, &info, err) < 0)
		return -1;
	for (uint64_t doc = 1; doc <= info.last_docid; doc++) {
		if (check_document(s, (docid_t)doc, &a, &there, err) < 0) {
			arena_fini(&a);
			return err_prefix(err, "document %llu", (unsigned long long)doc);
		}
		n += there;
		arena_reset(&a);
	}
	arena_fini(&a);
	*documents_r = n;
	if (n != info.documents)
		return err_set(err, ERR_CORRUPT, "%llu documents can be read, %llu should be there",
			       (unsigned long long)n, (unsigned long long)info.documents);
	return 0;
}

struct entries {
	uint64_t n;
	struct err *err;
	bool failed;
};

static int check_entry(void *arg, struct str key, struct str value)
{
	struct entries *e = arg;
	struct catalogue_entry entry;
	(void)key;
	e->n++;
	e->failed = catalogue_decode(value, &entry, e->err) < 0;
	return e->failed;
}

static int check_store(const char *index, const char *path, uint64_t generation, struct err *err)
{
	struct store *s = NULL;
	struct langs langs;
	struct entries entries = { .err = err };
	uint64_t documents = 0;
	if (store_open(&path, 1, &s, err) < 0)
		return -1;
	int rc = schema_check(s, index, &langs, err);
	if (rc == 0)
		rc = check_documents(s, &documents, err);
	if (rc == 0)
		rc = store_each_metadata(s, STR(META_FILE), check_entry, &entries, err);
	store_close(&s);
	if (rc < 0 || entries.failed)
		return -1;
	printf("%s: no errors: generation %llu, %llu documents of %llu files, languages %s\n", index,
	       (unsigned long long)generation, (unsigned long long)documents, (unsigned long long)entries.n,
	       langs.spec);
	return 0;
}

static int lock_index(const char *index, struct lock *lock, struct err *err)
{
	char *path = xasprintf("%s/lock", index);
	int rc = lock_acquire(lock, path, "karez-index", err);
	free(path);
	return rc;
}

static enum result result_of(int rc, const struct err *err)
{
	return rc == 0 ? RESULT_OK : err->code == ERR_LOCKED ? RESULT_LOCKED : RESULT_ERROR;
}

enum result check_index(const char *index, struct err *why)
{
	struct lock lock = LOCK_INIT;
	char *path = NULL;
	uint64_t generation;
	if (generation_current(index, &generation, &path, why) < 0)
		return RESULT_ERROR;
	int rc = lock_index(index, &lock, why);
	if (rc == 0)
		rc = check_tables(path, why);
	if (rc == 0)
		rc = check_store(index, path, generation, why);
	lock_release(&lock);
	free(path);
	return result_of(rc, why);
}

enum result check_rollback(const char *index, struct err *why)
{
	struct lock lock = LOCK_INIT;
	uint64_t from, to;
	if (generation_current(index, &from, NULL, why) < 0)
		return RESULT_ERROR;
	int rc = lock_index(index, &lock, why);
	if (rc == 0)
		rc = generation_rollback(index, &from, &to, why);
	if (rc == 0)
		printf("%s: generation %llu is served again, it was %llu\n", index, (unsigned long long)to,
		       (unsigned long long)from);
	lock_release(&lock);
	return result_of(rc, why);
}

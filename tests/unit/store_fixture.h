/* For tests that need an index on disk: a scratch folder, and documents in one line each. */
#ifndef KAREZ_TESTS_STORE_FIXTURE_H
#define KAREZ_TESTS_STORE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/arena.h"
#include "common/fs.h"
#include "shim/store.h"
#include "shim/store_write.h"

/* A setup and teardown pair for cmocka: *state is the path of an empty folder. */
static inline int scratch_make(void **state)
{
	const char *tmp = getenv("TMPDIR");
	char path[256];
	snprintf(path, sizeof(path), "%s/karez-test-XXXXXX", tmp ? tmp : "/tmp");
	if (!mkdtemp(path))
		return -1;
	*state = strdup(path);
	return *state ? 0 : -1;
}

static inline int scratch_remove(void **state)
{
	struct err err;
	int rc = fs_remove_tree(*state, &err);
	free(*state);
	return rc;
}

/* What lies in a folder. */
static inline unsigned entries_in(const char *folder)
{
	unsigned n = 0;
	DIR *d = opendir(folder);
	assert_non_null(d);
	while (readdir(d))
		n++;
	closedir(d);
	return n - 2;
}

#define ok(call) do { \
	struct err ok_err = { 0 }; \
	(void)ok_err; \
	if ((call) != 0) \
		fail_msg("%s: %s", #call, ok_err.msg); \
} while (0)

/* A document of these words (separated by single blanks) at positions 1.., its id Qid, its data the
 * words; value may be NULL. */
static inline docid_t put_words(struct store_writer *w, const char *id, const char *words,
				uint32_t slot, const char *value)
{
	enum { MAX = 2000 };
	struct arena a = ARENA_INIT;
	struct store_term *terms = arena_array(&a, MAX, sizeof(*terms));
	termpos_t (*positions)[1] = arena_array(&a, MAX, sizeof(*positions));
	size_t n = 0;
	struct str rest = str_of(words), word;
	for (termpos_t at = 1; str_cut(&rest, ' ', &word); at++) {
		size_t i = 0;
		while (i < n && !str_eq(terms[i].term, word))
			i++;
		if (i == n) {
			assert_true(n < MAX - 1);
			terms[n++] = (struct store_term){ .term = word, .positions = positions[i] };
		}
		struct store_term *t = &terms[i];
		termpos_t *p = arena_array(&a, t->n_positions + 1, sizeof(*p));
		if (t->n_positions)
			memcpy(p, t->positions, t->n_positions * sizeof(*p));
		p[t->n_positions++] = at;
		t->positions = p;
		t->wdf++;
	}
	struct str unique = arena_printf(&a, "Q%s", id);
	terms[n++] = (struct store_term){ .term = unique };
	struct store_value_in v = { slot, str_of(value) };
	struct store_document d = {
		.data = str_of(words), .terms = terms, .n_terms = n, .values = &v, .n_values = value ? 1 : 0
	};
	docid_t doc = 0;
	ok(store_writer_replace(w, unique, &d, &doc, &ok_err));
	arena_fini(&a);
	return doc;
}

/* A file of these bytes, for reading what is damaged. */
static inline void write_file(const char *path, const char *bytes, size_t n)
{
	FILE *f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
}

#endif

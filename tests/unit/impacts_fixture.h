/* For tests that need the impacts of an index as well. */
#ifndef KAREZ_TESTS_IMPACTS_FIXTURE_H
#define KAREZ_TESTS_IMPACTS_FIXTURE_H

#include "tests/unit/store_fixture.h"

#include "index/impacts.h"

/* Of the database in this folder. */
static inline void write_impacts(const char *path)
{
	struct store *s;
	struct impacts_writer *w;
	char *file = fs_join(path, IMPACTS_FILE);
	ok(store_open(&path, 1, &s, &ok_err));
	ok(impacts_begin(file, &w, &ok_err));
	struct store_walk walk = {
		.arg = w, .document = impacts_document, .term = impacts_term, .posting = impacts_posting
	};
	struct sidefile_origin origin = { STR("01234567-89ab-cdef-0123-456789abcdef"), 1 };
	ok(store_walk(s, &walk, &ok_err));
	ok(impacts_finish(w, &origin, &ok_err));
	impacts_free(&w);
	store_close(&s);
	free(file);
}

#endif

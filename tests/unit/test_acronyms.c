/* Definitions of acronyms in an index: counted, found by acronym and by long form. */
#include "config.h"

#include "query_fixture.h"

#include "index/acronyms.h"

static const struct doc docs[] = {
	{ .id = STR("1"), .text = STR("The Mountain Road Agency (MRA) met. MRA (Mountain Road Agency).") },
	{ .id = STR("2"), .text = STR("A mountain road agency (MRA). Middle Range Army (MRA)") },
	{ .id = STR("3"), .text = STR("Mountain Road Agencies (MRAs), the Mountain Road Authority (MRA)") },
	{ .id = STR("4"), .text = STR("The MRA. Northern State Valley (NS-V)") },
	{ .id = STR("5"), .text = STR("Mountain Road Agency of Turan (MRAT)") },
};

/* "long form*documents; ..." */
static void expect_of(struct fixture *f, const char *key, const char *expected)
{
	struct acronym_found *found;
	struct buf got = BUF_INIT;
	size_t n;
	ok(acronyms_of(f->store, f->analyzer, str_of(key), &f->arena, &found, &n, &ok_err));
	buf_puts(&got, "");
	for (size_t i = 0; i < n; i++) {
		docid_t doc;
		ok(store_find(f->store, found[i].term, &doc, &ok_err));
		buf_printf(&got, "%s%.*s=%.*s*%u", i ? "; " : "", STR_ARG(found[i].acronym), STR_ARG(found[i].long_form),
			   found[i].documents);
	}
	assert_string_equal(got.n ? got.p : "", expected);
	buf_fini(&got);
}

static void found_by_acronym(void **state)
{
	(void)state;
	struct fixture *f = fixture_open(docs, sizeof(docs) / sizeof(*docs));
	/* One long form whatever its case and number; the counts are of documents. */
	expect_of(f, "mra", "MRA=Mountain Road Agency*3; MRA=Middle Range Army*1; MRA=Mountain Road Authority*1");
	expect_of(f, "nsv", "NS-V=Northern State Valley*1");
	expect_of(f, "mr", "");
	expect_of(f, "", "");
	/* A document that goes takes its definitions along. */
	struct doc changed = { .id = STR("2"), .text = STR("Nothing here") };
	fixture_put(f, &changed);
	fixture_commit(f);
	expect_of(f, "mra", "MRA=Mountain Road Agency*2; MRA=Mountain Road Authority*1");
	fixture_close(f);
}

static void found_by_long_form(void **state)
{
	(void)state;
	struct fixture *f = fixture_open(docs, sizeof(docs) / sizeof(*docs));
	struct acronym_long *longs;
	size_t n;
	struct buf got = BUF_INIT;
	ok(acronyms_beginning(f->store, STR("mountain"), STR("road"), &f->arena, &longs, &n, &ok_err));
	for (size_t i = 0; i < n; i++) {
		buf_printf(&got, "%.*s*%u:", STR_ARG(longs[i].acronym), longs[i].documents);
		for (size_t k = 0; k < longs[i].n_stems; k++)
			buf_printf(&got, " %.*s", STR_ARG(longs[i].stems[k]));
		buf_puts(&got, "; ");
	}
	assert_string_equal(got.p, "MRA*3: mountain road agenc; MRAT*1: mountain road agenc of turan; "
				   "MRA*1: mountain road authorit; ");
	ok(acronyms_beginning(f->store, STR("road"), STR("agenc"), &f->arena, &longs, &n, &ok_err));
	assert_int_equal(n, 0);
	buf_fini(&got);
	fixture_close(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(found_by_acronym),
		cmocka_unit_test(found_by_long_form),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

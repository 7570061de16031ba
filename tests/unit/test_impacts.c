/* Impacts written and read again, against a plain model; files that are cut off or changed. */
#include "config.h"

#include "tests/unit/store_fixture.h"

#include <math.h>

#include "common/buf.h"
#include "common/xalloc.h"
#include "index/impacts.h"
#include "index/impacts_format.h"
#include "shim/bm25.h"

/* A collection: a length for every document there is, and lists made from a rule. */
struct list {
	const char *term;
	uint32_t n;
	uint32_t (*doc)(uint32_t i);
	uint32_t (*wdf)(uint32_t i);
};

#define LAST_DOC 70000

static uint32_t each(uint32_t i) { return i + 1; }
static uint32_t every_7th(uint32_t i) { return 7 * i + 3; }
static uint32_t growing(uint32_t i) { return i * i + 1; }
static uint32_t ends(uint32_t i) { return i ? LAST_DOC : 1; }
static uint32_t one(uint32_t i) { (void)i; return 1; }
static uint32_t none(uint32_t i) { (void)i; return 0; }
static uint32_t mixed(uint32_t i) { return i % 50 == 0 ? UINT32_MAX : i % 5; }

static const char long_term[] =
	"long-------------------------------------------------------------------------------------------"
	"-----------------------------------------------------------------------------------------------"
	"-------------------------------------------------------";

static const struct list lists[] = {
	{ "1", 1, each, one }, { "15", IMPACTS_SHORT - 1, every_7th, mixed },
	{ "16", IMPACTS_SHORT, every_7th, mixed }, { "17", IMPACTS_SHORT + 1, every_7th, one },
	{ "all", LAST_DOC - 2, each, one }, { "block", 128, each, none }, { "block-", 127, growing, mixed },
	{ "block.", 129, growing, one }, { "blocks", 256, growing, mixed }, { "blocks2", 257, every_7th, none },
	{ "ends", 2, ends, mixed }, { long_term, 200, growing, one }, { "z", 5000, every_7th, mixed },
	{ "\xd1\x8f", 3, growing, one },
};
#define N_LISTS (sizeof(lists) / sizeof(*lists))

static uint32_t length_of(docid_t doc)
{
	return doc % 3 == 0 ? 0 : doc % 1000;
}

static bool has_document(docid_t doc)
{
	return doc != LAST_DOC - 1;
}

/* extra: more terms after "blocks2", so that groups end here and there. */
static void write_all(const char *path, uint32_t last_doc, size_t n_lists, unsigned extra)
{
	struct impacts_writer *w;
	ok(impacts_begin(path, &w, &ok_err));
	for (docid_t d = 1; d <= last_doc; d++)
		if (d == last_doc || has_document(d))
			ok(impacts_document(w, d, length_of(d), &ok_err));
	for (size_t i = 0; i < n_lists; i++) {
		const struct list *l = &lists[i];
		ok(impacts_term(w, str_of(l->term), l->n, 0, &ok_err));
		for (uint32_t k = 0; k < l->n; k++)
			ok(impacts_posting(w, l->doc(k), l->wdf(k), &ok_err));
		if (strcmp(l->term, "17") == 0) {	/* a term with a prefix is left out */
			ok(impacts_term(w, STR("Qid"), 1, 0, &ok_err));
			ok(impacts_posting(w, 1, 0, &ok_err));
		}
		for (unsigned k = 0; strcmp(l->term, "blocks2") == 0 && k < extra; k++) {
			char term[20];
			snprintf(term, sizeof(term), "c%05u", k);
			ok(impacts_term(w, str_of(term), 1, 0, &ok_err));
			ok(impacts_posting(w, k + 1, k, &ok_err));
		}
	}
	struct sidefile_origin origin = { STR("01234567-89ab-cdef-0123-456789abcdef"), 17 };
	ok(impacts_finish(w, &origin, &ok_err));
	impacts_free(&w);
	assert_null(w);
}

static void check_list(const struct impacts *im, const struct list *l)
{
	struct impacts_list got;
	const struct impacts_info *info = impacts_info(im);
	uint32_t docs[IMPACTS_BLOCK], seen = 0;
	struct impacts_wdfs wdfs;
	struct err err;
	assert_int_equal(impacts_find(im, str_of(l->term), &got, &err), 1);
	assert_int_equal(got.documents, l->n);
	for (uint32_t b = 0; b < got.n_blocks; b++) {
		int n = impacts_read(im, &got, b, docs, &wdfs, &err);
		assert_true(n > 0);
		struct impacts_skip skip = impacts_skip(&got, b);
		double most = 0;
		for (int i = 0; i < n; i++, seen++) {
			assert_int_equal(docs[i], l->doc(seen));
			assert_int_equal(impacts_wdf(&wdfs, (uint32_t)i), l->wdf(seen));
			most = fmax(most, bm25_part(info->length_factor, impacts_wdf(&wdfs, (uint32_t)i), info->lengths[docs[i]]));
		}
		assert_int_equal(skip.last, docs[n - 1]);
		assert_true(skip.bound >= most && skip.bound <= most * 1.000001);
	}
	assert_int_equal(seen, l->n);
}

static void round_trip(void **state)
{
	static const unsigned extras[] = { 0, 1, 17, 18, 19, 32, 1000 };
	static const char *const absent[] = { "", "0", "151", "blocks1", "c", "c00500x", "long", "zz", "\xff", "Qid" };
	char *path = fs_join(*state, "impacts");
	for (size_t i = 0; i < sizeof(extras) / sizeof(*extras); i++) {
		struct impacts *im;
		struct impacts_list l;
		struct err err;
		write_all(path, LAST_DOC, N_LISTS, extras[i]);
		ok(impacts_open(path, &im, &ok_err));
		const struct impacts_info *info = impacts_info(im);
		assert_int_equal(impacts_header(im)->revision, 17);
		assert_int_equal(info->last_doc, LAST_DOC);
		assert_int_equal(info->terms, N_LISTS + extras[i]);
		assert_string_equal(impacts_header(im)->uuid, "01234567-89ab-cdef-0123-456789abcdef");
		for (docid_t d = 0; d <= LAST_DOC; d++)
			assert_int_equal(info->lengths[d], has_document(d) ? length_of(d) : 0);
		for (size_t k = 0; k < N_LISTS; k++)
			check_list(im, &lists[k]);
		for (size_t k = 0; k < sizeof(absent) / sizeof(*absent); k++)
			assert_int_equal(impacts_find(im, str_of(absent[k]), &l, &err), 0);
		impacts_close(&im);
		assert_null(im);
	}
	free(path);
}

static void empty(void **state)
{
	char *path = fs_join(*state, "impacts");
	struct impacts *im;
	struct impacts_list l;
	struct err err;
	write_all(path, 0, 0, 0);
	ok(impacts_open(path, &im, &ok_err));
	assert_int_equal(impacts_info(im)->documents, 0);
	assert_int_equal(impacts_find(im, STR("a"), &l, &err), 0);
	impacts_close(&im);
	free(path);
}

/* What a writer refuses, and that it leaves nothing behind. */
static void out_of_order(void **state)
{
	char *path = fs_join(*state, "impacts");
	for (int i = 0; i < 8; i++) {
		struct impacts_writer *w;
		struct err err;
		ok(impacts_begin(path, &w, &ok_err));
		ok(impacts_document(w, 5, 1, &ok_err));
		int rc = 0;
		switch (i) {
		case 0: rc = impacts_document(w, 5, 1, &err); break;
		case 1: rc = impacts_term(w, STR("a"), 0, 0, &err); break;
		case 2: rc = impacts_term(w, STR_NONE, 1, 0, &err); break;
		default:
			ok(impacts_term(w, STR("b"), 2, 0, &ok_err));
			ok(impacts_posting(w, 4, 1, &ok_err));
			switch (i) {
			case 3: rc = impacts_posting(w, 4, 1, &err); break;
			case 4: rc = impacts_posting(w, 6, 1, &err); break;
			case 5: rc = impacts_term(w, STR("c"), 1, 0, &err); break;	/* one posting is missing */
			case 6: rc = impacts_document(w, 6, 1, &err); break;
			case 7:
				ok(impacts_posting(w, 5, 1, &ok_err));
				rc = impacts_term(w, STR("b"), 1, 0, &err);
				break;
			}
		}
		assert_int_equal(rc, -1);
		assert_int_equal(err.code, ERR_INTERNAL);
		impacts_free(&w);
		assert_false(fs_exists(path));
	}
	free(path);
}

/* ---- Damage ---- */

static void read_everything(const struct impacts *im)
{
	uint32_t docs[IMPACTS_BLOCK];
	struct impacts_wdfs wdfs;
	struct err err;
	for (size_t i = 0; i < N_LISTS; i++) {
		struct impacts_list l;
		if (impacts_find(im, str_of(lists[i].term), &l, &err) <= 0)
			continue;
		for (uint32_t b = 0; b < l.n_blocks; b++) {
			int n = impacts_read(im, &l, b, docs, &wdfs, &err);
			if (n < 0) {
				assert_int_equal(err.code, ERR_CORRUPT);
				continue;
			}
			for (int k = 0; k < n; k++)
				assert_true(docs[k] > (k ? docs[k - 1] : 0) && docs[k] <= impacts_info(im)->last_doc);
		}
	}
}

static void damage(void **state)
{
	char *path = fs_join(*state, "impacts");
	struct buf whole = BUF_INIT;
	struct impacts *im;
	struct err err;
	write_all(path, 1000, 4, 0);
	ok(fs_read(path, 0, &whole, &ok_err));
	for (size_t n = 0; n < whole.n; n += n < 200 ? 1 : 37) {
		write_file(path, whole.p, n);
		assert_int_equal(impacts_open(path, &im, &err), -1);
		assert_int_equal(err.code, ERR_CORRUPT);
		assert_null(im);
	}
	size_t lists_at = sizeof(struct sidefile_header) + 1001 * sizeof(uint32_t);
	for (size_t at = 0; at < whole.n; at++) {
		if (at >= sizeof(struct sidefile_header) && at < lists_at)
			continue;
		for (int bit = 0; bit < 8; bit += 1 + (at > sizeof(struct sidefile_header)) * 2) {
			whole.p[at] ^= (char)(1 << bit);
			write_file(path, whole.p, whole.n);
			int rc = impacts_open(path, &im, &err);
			if (at < sizeof(struct sidefile_header)) {
				assert_int_equal(rc, -1);
				assert_true(err.code == ERR_CORRUPT || err.code == ERR_MISMATCH);
			} else {
				assert_int_equal(rc, 0);
				read_everything(im);
				impacts_close(&im);
			}
			whole.p[at] ^= (char)(1 << bit);
		}
	}
	assert_int_equal(impacts_open("/nowhere/impacts", &im, &err), -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);
	buf_fini(&whole);
	free(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(round_trip, scratch_make, scratch_remove),
		cmocka_unit_test_setup_teardown(empty, scratch_make, scratch_remove),
		cmocka_unit_test_setup_teardown(out_of_order, scratch_make, scratch_remove),
		cmocka_unit_test_setup_teardown(damage, scratch_make, scratch_remove),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

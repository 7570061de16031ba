/* text/archive_file.h: members, names, and each of the limits at and past it. */
#include "config.h"

#include "text/archive_file.h"

#include <archive.h>
#include <archive_entry.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "common/xalloc.h"

#define SPACE ((size_t)4 << 20)

static char space[SPACE];

struct file {
	const char *name, *bytes;
	size_t repeat;
};

/* An archive of these files, as libarchive writes it. */
static struct str pack(enum archive_form form, const char *filter, const struct file *files, size_t n)
{
	struct archive *a = archive_write_new();
	size_t used = 0;
	assert_int_equal(form == ARCHIVE_ZIP ? archive_write_set_format_zip(a) :
			 form == ARCHIVE_TAR ? archive_write_set_format_ustar(a) : archive_write_set_format_raw(a), ARCHIVE_OK);
	if (filter)
		assert_int_equal(archive_write_add_filter_by_name(a, filter), ARCHIVE_OK);
	assert_int_equal(archive_write_open_memory(a, space, SPACE, &used), ARCHIVE_OK);
	for (size_t i = 0; i < n; i++) {
		struct archive_entry *e = archive_entry_new();
		size_t length = strlen(files[i].bytes);
		bool folder = files[i].name[strlen(files[i].name) - 1] == '/';
		archive_entry_set_pathname(e, files[i].name);
		archive_entry_set_size(e, folder ? 0 : (la_int64_t)(length * files[i].repeat));
		archive_entry_set_filetype(e, folder ? AE_IFDIR : AE_IFREG);
		archive_entry_set_perm(e, 0644);
		assert_int_equal(archive_write_header(a, e), ARCHIVE_OK);
		for (size_t k = 0; !folder && k < files[i].repeat; k++)
			assert_int_equal(archive_write_data(a, files[i].bytes, length), (la_ssize_t)length);
		archive_entry_free(e);
	}
	assert_int_equal(archive_write_free(a), ARCHIVE_OK);
	return str_n(space, used);
}

static const struct file two[] = { { "a.txt", "first", 1 }, { "d/", "", 0 }, { "d/b.txt", "second!", 1 } };

/* Everything as "name=bytes;". */
static int list(struct str bytes, enum archive_form form, struct archive_limits limits, struct buf *out, struct err *err)
{
	struct archive_file *f;
	struct str name;
	int rc;
	if (archive_file_open(bytes, form, &limits, &f, err) < 0)
		return -1;
	while ((rc = archive_file_next(f, &name, err)) > 0) {
		buf_addstr(out, name);
		buf_putc(out, '=');
		rc = archive_file_read(f, out, err);
		if (rc < 0)
			break;
		buf_putc(out, ';');
	}
	archive_file_close(&f);
	return rc;
}

static void members(void **state)
{
	static const struct {
		enum archive_form form;
		const char *filter, *want;
	} rows[] = {
		{ ARCHIVE_ZIP, NULL, "a.txt=first;d/b.txt=second!;" },
		{ ARCHIVE_TAR, NULL, "a.txt=first;d/b.txt=second!;" },
		{ ARCHIVE_TAR, "gzip", "a.txt=first;d/b.txt=second!;" },
		{ ARCHIVE_TAR, "bzip2", "a.txt=first;d/b.txt=second!;" },
		{ ARCHIVE_TAR, "xz", "a.txt=first;d/b.txt=second!;" },
		{ ARCHIVE_PACKED, "gzip", "=first;" },
		{ ARCHIVE_PACKED, "bzip2", "=first;" },
		{ ARCHIVE_PACKED, "xz", "=first;" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buf out = BUF_INIT;
		struct err err;
		struct str bytes = pack(rows[i].form, rows[i].filter, two, rows[i].form == ARCHIVE_PACKED ? 1 : 3);
		assert_int_equal(list(bytes, rows[i].form, ARCHIVE_LIMITS_DEFAULT, &out, &err), 0);
		assert_string_equal(out.p, rows[i].want);
		buf_fini(&out);
	}
}

static void limits_hold(void **state)
{
	static const struct {
		struct archive_limits limits;
		const char *want;	/* of the message, NULL: all is well */
	} rows[] = {
		{ { 7, 0, 0, 0 }, NULL },
		{ { 6, 0, 0, 0 }, "longer than 6 B" },
		{ { 0, 12, 0, 0 }, NULL },
		{ { 0, 11, 0, 0 }, "more than 11 B" },
		{ { 0, 0, 3, 0 }, NULL },
		{ { 0, 0, 2, 0 }, "more than 2 members" },
		{ { 0, 0, 0, 1 }, NULL },	/* small things may grow as they like */
	};
	(void)state;
	struct str zip = pack(ARCHIVE_ZIP, NULL, two, 3);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buf out = BUF_INIT;
		struct err err = { .code = ERR_NONE };
		int rc = list(zip, ARCHIVE_ZIP, rows[i].limits, &out, &err);
		assert_int_equal(rc, rows[i].want ? -1 : 0);
		if (rows[i].want) {
			assert_int_equal(err.code, ERR_LIMIT);
			assert_non_null(strstr(err.msg, rows[i].want));
		}
		buf_fini(&out);
	}
}

/* 64 MB of blanks in some 64 kB. */
static void a_bomb_ends_by_its_ratio(void **state)
{
	static char blanks[4097];
	struct err err;
	struct buf out = BUF_INIT;
	(void)state;
	memset(blanks, ' ', sizeof(blanks) - 1);
	struct str bomb = pack(ARCHIVE_ZIP, NULL, (struct file[]){ { "bomb.txt", blanks, 16384 } }, 1);
	assert_true(bomb.n < 100000);
	struct archive_limits limits = { 0, 0, 0, 200 };
	assert_int_equal(list(bomb, ARCHIVE_ZIP, limits, &out, &err), -1);
	assert_int_equal(err.code, ERR_LIMIT);
	assert_non_null(strstr(err.msg, "200 times"));
	assert_true(out.n <= ARCHIVE_RATIO_FROM + (64 << 10));
	buf_fini(&out);
}

/* One member too long is passed over, the others are read. */
static void reading_goes_on(void **state)
{
	struct archive_file *f;
	struct str name;
	struct err err;
	struct buf out = BUF_INIT;
	struct archive_limits limits = { 5, 0, 0, 0 };
	(void)state;
	struct str zip = pack(ARCHIVE_ZIP, NULL, (struct file[]){ { "long", "too long", 1 }, { "short", "fits", 1 } }, 2);
	assert_int_equal(archive_file_open(zip, ARCHIVE_ZIP, &limits, &f, &err), 0);
	assert_int_equal(archive_file_next(f, &name, &err), 1);
	assert_int_equal(archive_file_read(f, &out, &err), -1);
	assert_false(archive_file_is_over(f));
	buf_reset(&out);
	assert_int_equal(archive_file_next(f, &name, &err), 1);
	assert_int_equal(archive_file_head(f, 2, &out, &err), 0);
	assert_string_equal(out.p, "fi");
	assert_int_equal(archive_file_read(f, &out, &err), 0);
	assert_string_equal(out.p, "fits");
	assert_int_equal(archive_file_next(f, &name, &err), 0);
	archive_file_close(&f);
	buf_fini(&out);
}

/* Cut anywhere, a zip or tar is an error or fewer members, never more. */
static void cut_anywhere(void **state)
{
	static const enum archive_form forms[] = { ARCHIVE_ZIP, ARCHIVE_TAR };
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct str whole = pack(forms[i], forms[i] == ARCHIVE_TAR ? "gzip" : NULL, two, 3);
		for (size_t n = 0; n < whole.n; n++) {
			struct buf out = BUF_INIT;
			struct err err;
			char *copy = xmalloc(n + 1);	/* a byte read behind it would be seen */
			memcpy(copy, whole.p, n);
			list(str_n(copy, n), forms[i], ARCHIVE_LIMITS_DEFAULT, &out, &err);
			assert_true(out.n <= strlen("a.txt=first;d/b.txt=second!;"));
			free(copy);
			buf_fini(&out);
		}
	}
}

static void no_archive(void **state)
{
	struct buf out = BUF_INIT;
	struct err err;
	(void)state;
	assert_int_equal(list(STR("plain words"), ARCHIVE_ZIP, ARCHIVE_LIMITS_DEFAULT, &out, &err), -1);
	assert_int_equal(err.code, ERR_CORRUPT);
	assert_int_equal(list(STR_NONE, ARCHIVE_ZIP, ARCHIVE_LIMITS_DEFAULT, &out, &err), -1);
	buf_fini(&out);
}

static bool is_text(void *ctx, struct str name)
{
	++*(int *)ctx;
	return str_ends(name, STR(".txt"));
}

static void load(void **state)
{
	struct arena a = ARENA_INIT;
	struct archived *list_r;
	size_t n;
	struct err err;
	int asked = 0;
	struct archive_limits limits = ARCHIVE_LIMITS_DEFAULT;
	(void)state;
	struct str zip = pack(ARCHIVE_ZIP, NULL, (struct file[]){ { "x.png", "picture", 1 }, { "a.txt", "A", 1 },
			      { "b.txt", "B", 1 } }, 3);
	assert_int_equal(archive_file_load(zip, &limits, is_text, &asked, &a, &list_r, &n, &err), 0);
	assert_int_equal(asked, 3);
	assert_int_equal(n, 2);
	assert_string_equal(archive_file_find(list_r, n, "b.txt")->bytes.p, "B");
	assert_null(archive_file_find(list_r, n, "x.png"));
	limits.total = 1;
	assert_int_equal(archive_file_load(zip, &limits, is_text, &asked, &a, &list_r, &n, &err), -1);
	assert_non_null(strstr(err.msg, "b.txt: "));
	arena_fini(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(members), cmocka_unit_test(limits_hold), cmocka_unit_test(a_bomb_ends_by_its_ratio),
		cmocka_unit_test(reading_goes_on), cmocka_unit_test(cut_anywhere), cmocka_unit_test(no_archive),
		cmocka_unit_test(load),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* extract/walk.h: what is found in a file, under which names, and what each limit does. */
#include "config.h"

#include "extract/walk.h"

#include <archive.h>
#include <archive_entry.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>
#include <cmocka.h>

#include "common/buf.h"
#include "common/fs.h"
#include "extract/kind.h"

#define SPACE ((size_t)1 << 20)

static struct buf seen;		/* a line for each thing told */

static int on_document(void *ctx, const struct doc *doc, struct err *err)
{
	(void)ctx, (void)err;
	buf_printf(&seen, "%.*s[%.*s]%s%.*s\n", STR_ARG(doc->id), STR_ARG(doc->text), doc->url.n ? " " : "", STR_ARG(doc->url));
	return 0;
}

static int on_external(void *ctx, struct str name, struct str type, struct str bytes, struct err *err)
{
	(void)ctx, (void)err, (void)type;
	buf_printf(&seen, "%.*s -> %zu bytes\n", STR_ARG(name), bytes.n);
	return 0;
}

static int on_failed(void *ctx, struct str name, const char *why, struct err *err)
{
	(void)ctx, (void)err;
	buf_printf(&seen, "%.*s failed: %s\n", STR_ARG(name), why);
	return 0;
}

static int on_cut(void *ctx, struct str name, const char *what, struct err *err)
{
	(void)ctx, (void)err;
	buf_printf(&seen, "%.*s cut: %s\n", STR_ARG(name), what);
	return 0;
}

static int on_step(void *ctx, struct err *err)
{
	(void)ctx, (void)err;
	return 0;
}

static const struct walk_limits usual = { 1000, 10000, 100000, 100, 200, 2, FAMILIES_ALL };

static int walk(struct str bytes, const char *name, const char *externals, const struct walk_limits *limits, struct err *err)
{
	struct walk_sink sink = { NULL, on_document, on_external, on_failed, on_cut, on_step };
	int fd = memfd_create("walk", MFD_CLOEXEC);
	buf_reset(&seen);
	buf_puts(&seen, "");
	assert_true(fd >= 0 && fs_write_all(fd, bytes) == 0);
	int rc = walk_fd(fd, str_of(name), STR_NONE, str_of(externals), limits, &sink, err);
	close(fd);
	return rc;
}

static void is(struct str bytes, const char *name, const struct walk_limits *limits, const char *want)
{
	struct err err = { .code = ERR_NONE };
	assert_int_equal(walk(bytes, name, "", limits, &err), 0);
	assert_string_equal(seen.p, want);
}

struct file {
	const char *name;
	struct str bytes;
};

/* A zip (tar: a tar in gzip) of the files, in the space. */
static struct str pack(char *space, bool tar, const struct file *files, size_t n)
{
	struct archive *a = archive_write_new();
	size_t used = 0;
	assert_int_equal(tar ? archive_write_set_format_ustar(a) : archive_write_set_format_zip(a), ARCHIVE_OK);
	if (tar)
		assert_int_equal(archive_write_add_filter_gzip(a), ARCHIVE_OK);
	assert_int_equal(archive_write_open_memory(a, space, SPACE, &used), ARCHIVE_OK);
	for (size_t i = 0; i < n; i++) {
		struct archive_entry *e = archive_entry_new();
		archive_entry_set_pathname(e, files[i].name);
		archive_entry_set_size(e, (la_int64_t)files[i].bytes.n);
		archive_entry_set_filetype(e, AE_IFREG);
		assert_int_equal(archive_write_header(a, e), ARCHIVE_OK);
		archive_write_data(a, files[i].bytes.p, files[i].bytes.n);
		archive_entry_free(e);
	}
	assert_int_equal(archive_write_free(a), ARCHIVE_OK);
	return str_n(space, used);
}

static char space[3][SPACE];

static void names(void **state)
{
	(void)state;
	struct str inner = pack(space[0], false, (struct file[]){ { "x.txt", STR("deep") } }, 1);
	struct str outer = pack(space[1], true, (struct file[]){ { "a.txt", STR("one") }, { "a.txt", STR("two") },
				{ "p.html", STR("<p>three</p>") }, { "pic.png", STR("\x89PNG\0\0\0\0") }, { "z.zip", inner } }, 5);
	is(outer, "f.tgz", &usual, "a.txt[one]\na.txt@2[two]\np.html[three]\nz.zip!x.txt[deep]\n");
	is(STR("words"), "f.txt", &usual, "[words]\n");
	is(STR_NONE, "f.txt", &usual, "[]\n");
	is(STR("\0\0\0\0"), "f.bin", &usual, "");
}

static void depth(void **state)
{
	(void)state;
	struct str z = pack(space[0], false, (struct file[]){ { "x.txt", STR("deep") } }, 1);
	z = pack(space[1], false, (struct file[]){ { "1.zip", z }, { "2.zip", z }, { "s.txt", STR("shallow") } }, 3);
	z = pack(space[2], false, (struct file[]){ { "0.zip", z }, { "t.txt", STR("top") } }, 2);
	is(z, "f.zip", &usual, "0.zip!1.zip!x.txt failed: archives in archives are not read so deep\n"
	   "0.zip!s.txt[shallow]\nt.txt[top]\n");
}

static void limits(void **state)
{
	struct walk_limits l = usual;
	struct err err;
	(void)state;
	struct str z = pack(space[0], false, (struct file[]){ { "a", STR("0123456789") }, { "b", STR("01234\n789") }, { "c", STR("0") } }, 3);
	l.member = 9;
	is(z, "f.zip", &l, "a failed: longer than 9 B\nb[01234\n789]\nc[0]\n");
	l = usual;
	l.document = 9;
	is(z, "f.zip", &l, "a cut: only the first 9 B are searchable\na[012345678]\nb[01234\n789]\nc[0]\n");
	l.document = 8;
	assert_int_equal(walk(z, "f.zip", "", &l, &err), 0);
	assert_non_null(strstr(seen.p, "b[01234\n]"));
	l = usual;
	l.total = 15;
	is(z, "f.zip", &l, "a[0123456789]\nb failed: unpacks to more than 15 B\n");
	l = usual;
	l.members = 2;
	is(z, "f.zip", &l, "a[0123456789]\nb[01234\n789]\n failed: more than 2 members\n");
	l = usual;
	l.member = 4;
	is(STR("{\\rtf1 }"), "f.rtf", &l, " failed: longer than 4 B\n");
}

static void many_failures_are_counted(void **state)
{
	struct file files[30];
	static char name[30][4];
	struct walk_limits l = usual;
	struct err err;
	(void)state;
	for (int i = 0; i < 30; i++) {
		name[i][0] = (char)('a' + i % 26);
		name[i][1] = (char)('0' + i / 26);
		files[i] = (struct file){ name[i], STR("too long") };
	}
	l.member = 4;
	assert_int_equal(walk(pack(space[0], false, files, 30), "f.zip", "", &l, &err), 0);
	assert_non_null(strstr(seen.p, "t0 failed"));
	assert_null(strstr(seen.p, "u0 failed"));
	assert_non_null(strstr(seen.p, "10 more parts of it cannot be read"));
}

static void switches_and_externals(void **state)
{
	struct walk_limits l = usual;
	struct err err;
	(void)state;
	struct str z = pack(space[0], false, (struct file[]){ { "a.pdf", STR("%PDF-1.4") }, { "b.xyz", STR("\0\1\2") },
			    { "c.rtf", STR("{\\rtf1 words}") }, { "d.txt", STR("t") } }, 4);
	assert_int_equal(walk(z, "f.zip", ".pdf\n.xyz\n", &l, &err), 0);
	assert_string_equal(seen.p, "a.pdf -> 8 bytes\nb.xyz -> 3 bytes\nc.rtf[words]\nd.txt[t]\n");
	l.families = 1u << FAMILY_TEXT | 1u << FAMILY_ARCHIVE;
	is(z, "f.zip", &l, "d.txt[t]\n");
	l.families = 1u << FAMILY_TEXT;
	is(z, "f.zip", &l, "");
}

/* The file itself is told by an error, a part of it by its name. */
static void damage(void **state)
{
	struct err err;
	(void)state;
	assert_int_equal(walk(STR("PK\3\4rubbish"), "f.zip", "", &usual, &err), -1);
	assert_int_equal(err.code, ERR_CORRUPT);
	assert_int_equal(walk(STR("\xfd" "7zXZ\0rubbish"), "f.xz", "", &usual, &err), -1);
	assert_int_equal(walk(STR("\x1f\x8b\x08rubbish"), "f.gz", "", &usual, &err), -1);
	struct str z = pack(space[0], false, (struct file[]){ { "a.zip", STR("PK\3\4rubbish") }, { "b.txt", STR("t") } }, 2);
	assert_int_equal(walk(z, "f.zip", "", &usual, &err), 0);
	assert_non_null(strstr(seen.p, "a.zip failed: damaged archive"));
	assert_non_null(strstr(seen.p, "b.txt[t]"));
}

#define MESSAGE(subject, body) "From a@b Mon Jan  1 00:00:00 2024\nFrom: a@b\nSubject: " subject "\n\n" body "\n\n"

static void mailboxes(void **state)
{
	struct walk_limits l = usual;
	struct buf box = BUF_INIT;
	struct err err;
	(void)state;
	is(STR(MESSAGE("one", "first") MESSAGE("two", "second")), "f.mbox", &usual, "1[first]\n2[second]\n");
	struct str z = pack(space[0], false, (struct file[]){ { "m.mbox", STR(MESSAGE("one", "first") MESSAGE("two", "second")) } }, 1);
	is(z, "f.zip", &usual, "m.mbox!1[first]\nm.mbox!2[second]\n");
	/* longer than a member may be, in messages that are not */
	for (int i = 0; i < 600; i++)
		buf_puts(&box, MESSAGE("many", "words"));
	assert_true(box.n > 3 * l.member);
	assert_int_equal(walk(buf_str(&box), "f.mbox", "", &l, &err), 0);
	assert_non_null(strstr(seen.p, "600[words]"));
	assert_null(strstr(seen.p, "601["));
	buf_fini(&box);
}

#define WARC(uri, type, length, body) \
	"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: " uri "\r\nContent-Type: " type "\r\nContent-Length: " length \
	"\r\n\r\n" body "\r\n\r\n"

static void web_archives(void **state)
{
	(void)state;
	is(STR(WARC("http://a/x", "text/html", "6", "<p>one") WARC("http://a/x", "text/plain", "3", "two")
	       WARC("http://a/y.png", "image/png", "4", "\x89PNG") WARC("http://a/z", "text/plain; charset=windows-1251", "2", "\xe4\xe0")),
	   "f.warc", &usual, "http://a/x[one] http://a/x\nhttp://a/x@2[two] http://a/x\nhttp://a/z[да] http://a/z\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names), cmocka_unit_test(depth), cmocka_unit_test(limits),
		cmocka_unit_test(many_failures_are_counted), cmocka_unit_test(switches_and_externals), cmocka_unit_test(damage),
		cmocka_unit_test(mailboxes), cmocka_unit_test(web_archives),
	};
	int rc = cmocka_run_group_tests(tests, NULL, NULL);
	buf_fini(&seen);
	return rc;
}

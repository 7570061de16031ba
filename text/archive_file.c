/* Members of archives by libarchive, with every byte counted; see archive_file.h. */
#include "config.h"

#include "text/archive_file.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/unit.h"
#include "common/utf8.h"
#include "common/xalloc.h"
#include "text/charset.h"

#define CHUNK ((size_t)64 << 10)
#define MAX_NAME 4096		/* a name as long as a path may be; the rest of a longer one is cut off */

struct archive_file {
	struct archive *archive;
	struct archive_entry *entry;	/* of the current member, libarchive's */
	struct archive_limits limits;
	uint64_t packed;		/* bytes that there are to read */
	uint64_t unpacked, members;
	uint64_t read;			/* bytes of the current member so far */
	struct buf name;
	bool packed_form;
	bool over;			/* a limit of the whole was passed, or it is damaged for good */
	char chunk[CHUNK];
};

static int no_memory(struct err *err)
{
	return err_set(err, ERR_NO_MEMORY, "no memory for an archive");
}

static int longer(uint64_t bytes, const char *what, struct err *err)
{
	char size[24];
	unit_format_size(bytes, size, sizeof(size));
	return err_set(err, ERR_LIMIT, "%s %s", what, size);
}

/* What libarchive says; a damaged archive has no other reason. */
static int corrupt(struct archive_file *f, struct err *err)
{
	const char *why = archive_error_string(f->archive);
	return err_set(err, ERR_CORRUPT, "damaged archive: %s", why ? why : "it cannot be read");
}

static int choose_form(struct archive *a, enum archive_form form)
{
	int rc = ARCHIVE_OK;
	if (form == ARCHIVE_ZIP)
		return archive_read_support_format_zip(a);
	rc |= archive_read_support_filter_gzip(a);
	rc |= archive_read_support_filter_bzip2(a);
	rc |= archive_read_support_filter_xz(a);
	rc |= form == ARCHIVE_TAR ? archive_read_support_format_tar(a) : archive_read_support_format_raw(a);
	return rc;
}

static int archive_new(enum archive_form form, const struct archive_limits *limits, struct archive_file **out_r,
		       struct err *err)
{
	struct archive_file *f = xcalloc(1, sizeof(*f));
	f->limits = *limits;
	f->packed_form = form == ARCHIVE_PACKED;
	f->archive = archive_read_new();
	*out_r = NULL;
	if (!f->archive || choose_form(f->archive, form) != ARCHIVE_OK) {
		archive_file_close(&f);
		return no_memory(err);
	}
	buf_init(&f->name, 0);
	*out_r = f;
	return 0;
}

static int opened(struct archive_file **out_r, int rc, struct err *err)
{
	if (rc == ARCHIVE_OK || rc == ARCHIVE_WARN)
		return 0;
	corrupt(*out_r, err);
	archive_file_close(out_r);
	return -1;
}

int archive_file_open(struct str bytes, enum archive_form form, const struct archive_limits *limits,
		      struct archive_file **out_r, struct err *err)
{
	if (archive_new(form, limits, out_r, err) < 0)
		return -1;
	(*out_r)->packed = bytes.n;
	return opened(out_r, archive_read_open_memory((*out_r)->archive, bytes.p ? bytes.p : "", bytes.n), err);
}

int archive_file_open_fd(int fd, enum archive_form form, const struct archive_limits *limits,
			 struct archive_file **out_r, struct err *err)
{
	struct stat st;
	*out_r = NULL;
	if (lseek(fd, 0, SEEK_SET) < 0 || fstat(fd, &st) < 0)
		return err_errno(err, "reading an archive");
	if (archive_new(form, limits, out_r, err) < 0)
		return -1;
	(*out_r)->packed = (uint64_t)st.st_size;
	return opened(out_r, archive_read_open_fd((*out_r)->archive, fd, CHUNK), err);
}

void archive_file_close(struct archive_file **fp)
{
	struct archive_file *f = *fp;
	if (!f)
		return;
	if (f->archive)
		archive_read_free(f->archive);
	buf_fini(&f->name);
	free(f);
	*fp = NULL;
}

/* "./a" and "/a" are "a": how the archive was called for is not part of a name. */
static struct str without_dots(struct str name)
{
	for (;;) {
		if (str_starts(name, STR("/")))
			name = str_sub(name, 1, name.n);
		else if (str_starts(name, STR("./")))
			name = str_sub(name, 2, name.n);
		else
			return name;
	}
}

/* Names are UTF-8 where the archive says so, else in whatever encoding its writer used. */
static void take_name(struct archive_file *f)
{
	const char *name = archive_entry_pathname_utf8(f->entry);
	const char *encoding;
	if (!name)
		name = archive_entry_pathname(f->entry);
	struct str s = without_dots(str_sub(str_of(name), 0, MAX_NAME));
	buf_reset(&f->name);
	if (f->packed_form)
		return;
	if (!utf8_valid(s) && charset_decode(s, STR_NONE, &f->name, &encoding, NULL) == 0)
		return;
	buf_reset(&f->name);
	buf_addstr(&f->name, str_sub(s, 0, utf8_valid_prefix(s)));
}

int archive_file_next(struct archive_file *f, struct str *name_r, struct err *err)
{
	for (;;) {
		if (f->over)
			return 0;
		int rc = archive_read_next_header(f->archive, &f->entry);
		if (rc == ARCHIVE_EOF)
			return 0;
		if (rc == ARCHIVE_RETRY)
			continue;
		if (rc != ARCHIVE_OK && rc != ARCHIVE_WARN) {
			f->over = true;
			return corrupt(f, err);
		}
		if (f->limits.members && ++f->members > f->limits.members) {
			f->over = true;
			return err_set(err, ERR_LIMIT, "more than %llu members", (unsigned long long)f->limits.members);
		}
		if (!f->packed_form && archive_entry_filetype(f->entry) != AE_IFREG)
			continue;
		take_name(f);
		f->read = 0;
		*name_r = buf_str(&f->name);
		return 1;
	}
}

/* The limits of the whole, after n more bytes. */
static int count(struct archive_file *f, size_t n, struct err *err)
{
	const struct archive_limits *l = &f->limits;
	f->unpacked += n;
	f->over = true;
	if (l->total && f->unpacked > l->total)
		return longer(l->total, "unpacks to more than", err);
	if (l->ratio && f->unpacked > ARCHIVE_RATIO_FROM && f->unpacked / l->ratio > f->packed)
		return err_set(err, ERR_LIMIT, "unpacks to more than %u times its size", l->ratio);
	f->over = false;
	return 0;
}

/* The next n bytes at most, appended.  1, 0 at the end, -1. */
static int read_some(struct archive_file *f, size_t n, struct buf *out, struct err *err)
{
	la_ssize_t got;
	if (archive_entry_is_data_encrypted(f->entry))
		return err_set(err, ERR_DENIED, "encrypted");
	do
		got = archive_read_data(f->archive, f->chunk, n < CHUNK ? n : CHUNK);
	while (got == ARCHIVE_RETRY);
	if (got < 0) {
		f->over = got == ARCHIVE_FATAL;
		return corrupt(f, err);
	}
	if (count(f, (size_t)got, err) < 0)
		return -1;
	f->read += (uint64_t)got;
	if (f->limits.member && f->read > f->limits.member)
		return longer(f->limits.member, "longer than", err);
	buf_add(out, f->chunk, (size_t)got);
	if (out->failed)
		return out->max ? longer(out->max, "longer than", err) : no_memory(err);
	return got > 0;
}

int archive_file_head(struct archive_file *f, size_t n, struct buf *out, struct err *err)
{
	const size_t end = out->n + n;
	int rc = 1;
	while (rc > 0 && out->n < end)
		rc = read_some(f, end - out->n, out, err);
	return rc < 0 ? -1 : 0;
}

int archive_file_read(struct archive_file *f, struct buf *out, struct err *err)
{
	int rc;
	do
		rc = read_some(f, CHUNK, out, err);
	while (rc > 0);
	return rc;
}

bool archive_file_is_over(const struct archive_file *f)
{
	return f->over;
}

uint64_t archive_file_unpacked(const struct archive_file *f)
{
	return f->unpacked;
}

/* ---- Zips that are one document ---- */

static int load_member(struct archive_file *f, struct str name, struct arena *a, struct archived *to, struct err *err)
{
	struct buf bytes = BUF_INIT;
	int rc = archive_file_read(f, &bytes, err);
	if (rc == 0)
		*to = (struct archived){ arena_str(a, name), arena_str(a, buf_str(&bytes)) };
	else
		err_prefix(err, "%.*s", STR_ARG(name));
	buf_fini(&bytes);
	return rc;
}

int archive_file_load(struct str zip, const struct archive_limits *limits,
		      bool (*want)(void *ctx, struct str name), void *ctx, struct arena *a,
		      struct archived **list_r, size_t *n_r, struct err *err)
{
	struct archive_file *f;
	struct str name;
	size_t cap = 0;
	int rc;
	*list_r = NULL;
	*n_r = 0;
	if (archive_file_open(zip, ARCHIVE_ZIP, limits, &f, err) < 0)
		return -1;
	while ((rc = archive_file_next(f, &name, err)) > 0) {
		if (!want(ctx, name))
			continue;
		*list_r = arena_grow(a, *list_r, &cap, *n_r + 1, sizeof(**list_r));
		rc = load_member(f, name, a, &(*list_r)[*n_r], err);
		if (rc < 0)
			break;
		++*n_r;
	}
	archive_file_close(&f);
	return rc;
}

const struct archived *archive_file_find(const struct archived *list, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++) {
		if (str_eqz(list[i].name, name))
			return &list[i];
	}
	return NULL;
}

/* The version file that stays open, and a table mapped; see table_view.h. */
#include "config.h"

#include "glass/table_view.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/fs.h"

static int read_version(struct table_view *v, const char *path, struct err *err)
{
	char bytes[VERSION_MAX];
	v->version_fd = open(path, O_RDONLY | O_CLOEXEC);
	if (v->version_fd < 0)
		return err_errno(err, "opening %s", path);
	ssize_t n = pread(v->version_fd, bytes, sizeof(bytes), 0);
	if (n < 0)
		return err_errno(err, "reading %s", path);
	return version_unpack(str_n(bytes, (size_t)n), &v->version, err);
}

static const char *const names[TABLES] = {
	[TABLE_POSTLIST] = "postlist.glass", [TABLE_DOCDATA] = "docdata.glass", [TABLE_TERMLIST] = "termlist.glass",
	[TABLE_POSITION] = "position.glass", [TABLE_SPELLING] = "spelling.glass", [TABLE_SYNONYM] = "synonym.glass",
};

int table_view_open(struct table_view *v, const char *database, unsigned which, struct err *err)
{
	*v = (struct table_view){ .version_fd = -1 };
	char *version = fs_join(database, "iamglass");
	char *table = fs_join(database, names[which]);
	int rc = read_version(v, version, err);
	if (rc == 0)
		rc = table_map_open(&v->map, table, &v->version.roots[which], v->version.revision, err);
	free(version);
	free(table);
	if (rc != 0)
		table_view_close(v);
	return rc;
}

void table_view_close(struct table_view *v)
{
	table_map_close(&v->map);
	if (v->version_fd > 0)
		close(v->version_fd);
	*v = (struct table_view){ .version_fd = -1 };
}

static unsigned digit(char c)
{
	return c >= '0' && c <= '9' ? (unsigned)(c - '0') : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a' + 10) : 16;
}

/* "01234567-89ab-...": two digits a byte. */
static bool is_uuid(const unsigned char *uuid, struct str text)
{
	size_t n = 0;
	for (size_t i = 0; i + 1 < text.n && n < VERSION_UUID; i++) {
		if (text.p[i] == '-')
			continue;
		if (digit(text.p[i]) * 16 + digit(text.p[i + 1]) != uuid[n++])
			return false;
		i++;
	}
	return n == VERSION_UUID;
}

bool table_view_is_of(const struct table_view *v, uint64_t revision, struct str uuid)
{
	return v->version.revision == revision && is_uuid(v->version.uuid, uuid);
}

/* Every commit puts another version file in the place of the one that was opened. */
bool table_view_holds(const struct table_view *v)
{
	struct stat st;
	return fstat(v->version_fd, &st) == 0 && st.st_nlink > 0;
}

/* SOURCEs as absolute paths, and ids of the files below them; see source.h. */
#include "config.h"

#include "indexer/source.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/buf.h"
#include "common/hash.h"
#include "common/utf8.h"
#include "common/xalloc.h"
#include "common/idset.h"

static const struct { const char *name; enum input input; } modes[] = {
	{ "auto", INPUT_AUTO }, { "files", INPUT_FILES }, { "ndjson", INPUT_NDJSON }, { "tsv", INPUT_TSV },
	{ "csv", INPUT_CSV },
};

static const struct { const char *suffix; enum input input; } suffixes[] = {
	{ ".ndjson", INPUT_NDJSON }, { ".jsonl", INPUT_NDJSON }, { ".tsv", INPUT_TSV },
	{ ".csv", INPUT_CSV },
};

bool input_parse(struct str s, enum input *out_r)
{
	for (size_t i = 0; i < sizeof(modes) / sizeof(*modes); i++) {
		if (str_eqz(s, modes[i].name)) {
			*out_r = modes[i].input;
			return true;
		}
	}
	return false;
}

static bool ends_nocase(struct str s, struct str suffix)
{
	return s.n >= suffix.n && str_eq_nocase(str_sub(s, s.n - suffix.n, s.n), suffix);
}

enum input input_of(enum input mode, struct str name)
{
	if (mode != INPUT_AUTO)
		return mode;
	if (ends_nocase(name, STR(".gz")))
		name.n -= 3;
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++) {
		if (ends_nocase(name, str_of(suffixes[i].suffix)))
			return suffixes[i].input;
	}
	return INPUT_FILES;
}

/* "/a//b/./c/" is "/a/b/c", in place.  Links stay as they are named: the tree they point to may
 * change, the ids of its documents should not.  False for "..", which only the system can follow. */
static bool tidy(char *path)
{
	char *out = path;
	for (char *p = path; *p; ) {
		size_t n = strcspn(++p, "/");
		if (n == 2 && p[0] == '.' && p[1] == '.')
			return false;
		if (n > 0 && !(n == 1 && p[0] == '.')) {
			*out++ = '/';
			memmove(out, p, n);
			out += n;
		}
		p += n;
	}
	*out = '\0';
	return true;
}

static char *absolute(const char *given, struct err *err)
{
	char cwd[PATH_MAX];
	if (!getcwd(cwd, sizeof(cwd))) {
		err_errno(err, "finding the current folder");
		return NULL;
	}
	char *path = given[0] == '/' ? xstrdup(given) : xasprintf("%s/%s", cwd, given);
	if (tidy(path))
		return path;
	free(path);
	path = realpath(given, NULL);
	if (!path)
		err_errno(err, "finding %s", given);
	else
		tidy(path);
	return path;
}

int sources_resolve(char *const *given, size_t n, struct sources *out_r, struct err *err)
{
	struct sources s = { xcalloc(n ? n : 1, sizeof(*s.list)), 0 };
	struct idset listed = IDSET_INIT;
	for (size_t i = 0; i < n; i++) {
		char *path = NULL;
		if (given[i][0] == '\0')
			err_set(err, ERR_INVALID, "a SOURCE is empty");
		else
			path = strcmp(given[i], "-") == 0 ? xstrdup("-") : absolute(given[i], err);
		if (!path) {
			idset_fini(&listed);
			sources_fini(&s);
			return -1;
		}
		if (!idset_add(&listed, hash64(str_of(path)))) {
			free(path);
			continue;
		}
		const char *slash = strrchr(path, '/');
		s.list[s.n++] = (struct source){ path, slash ? slash + 1 : path };
	}
	idset_fini(&listed);
	*out_r = s;
	return 0;
}

void sources_fini(struct sources *s)
{
	for (size_t i = 0; i < s->n; i++)
		free(s->list[i].path);
	free(s->list);
	*s = (struct sources){ NULL, 0 };
}

bool source_is_stdin(const struct source *s)
{
	return strcmp(s->path, "-") == 0;
}

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
}

/* Is this how escape() writes a byte? */
static bool looks_escaped(struct str s)
{
	return s.n >= 4 && s.p[0] == '\\' && s.p[1] == 'x' && is_hex(s.p[2]) && is_hex(s.p[3]);
}

/* Bytes that are no UTF-8 as "\xNN"; when it must be told from a name with just these characters,
 * the backslash of such characters too. */
static struct str escape(struct str path, bool unambiguous, struct arena *a)
{
	struct buf out = BUF_INIT;
	while (path.n) {
		size_t valid = utf8_valid_prefix(path), i = 0;
		while (i < valid && !(unambiguous && looks_escaped(str_sub(path, i, path.n))))
			i++;
		buf_add(&out, path.p, i);
		if (i < path.n)
			buf_printf(&out, "\\x%02X", (unsigned char)path.p[i]);
		path = str_sub(path, i + 1, path.n);
	}
	struct str escaped = arena_str(a, buf_str(&out));
	buf_fini(&out);
	return escaped;
}

struct str source_id(const struct source *s, struct str path, struct arena *a)
{
	/* From the name of the SOURCE on; below "/", whose name is empty, without the slash. */
	struct str id = str_sub(path, (size_t)(s->name - s->path), path.n);
	if (*s->name == '\0' && id.n && id.p[0] == '/')
		id = str_sub(id, 1, id.n);
	return escape(id, true, a);
}

struct str source_shown(struct str path, struct arena *a)
{
	return escape(path, false, a);
}

/* Alias files by collection; see names.h. */
#include "config.h"

#include "daemon/names.h"

#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/fs.h"
#include "common/xalloc.h"

struct file {
	char *path;
	struct buf bytes;
};

struct names {
	struct file *files;		/* each path once */
	size_t n_files;
	size_t **of;			/* by collection: places in files */
	size_t *n_of;
	unsigned n_collections;
};

/* ---- Which files ---- */

static bool is_folder(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* malloc()ed; NULL: there is none. */
static char *installed_folder(void)
{
	char program[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", program, sizeof(program) - 1);
	char *slash = n > 0 ? memrchr(program, '/', (size_t)n) : NULL;
	if (slash) {
		char *beside = xasprintf("%.*s/../share/karez/aliases", (int)(slash - program), program);
		char *path = is_folder(beside) ? realpath(beside, NULL) : NULL;
		free(beside);
		if (path)
			return path;
	}
	return is_folder(DATADIR "/karez/aliases") ? xstrdup(DATADIR "/karez/aliases") : NULL;
}

/* ---- Reading ---- */

static int add_file(struct names *n, unsigned collection, const char *path, struct err *err)
{
	size_t i = 0;
	while (i < n->n_files && strcmp(n->files[i].path, path) != 0)
		i++;
	if (i == n->n_files) {
		n->files = xreallocarray(n->files, i + 1, sizeof(*n->files));
		n->files[i] = (struct file){ xstrdup(path), BUF_INIT };
		n->n_files++;
		if (fs_read(path, ALIAS_FILE_MAX, &n->files[i].bytes, err) < 0)
			return -1;
	}
	size_t *count = &n->n_of[collection];
	for (size_t k = 0; k < *count; k++)
		if (n->of[collection][k] == i)
			return 0;
	n->of[collection] = xreallocarray(n->of[collection], *count + 1, sizeof(**n->of));
	n->of[collection][(*count)++] = i;
	return 0;
}

static int add_installed(struct names *n, unsigned collection, struct err *err)
{
	char *folder = installed_folder();
	glob_t found = { .gl_pathc = 0 };
	int rc = 0;
	if (!folder)
		return 0;
	char *pattern = fs_join(folder, "*.aliases");
	if (glob(pattern, 0, NULL, &found) == 0)
		for (size_t i = 0; i < found.gl_pathc && rc == 0; i++)
			rc = add_file(n, collection, found.gl_pathv[i], err);
	globfree(&found);
	free(pattern);
	free(folder);
	return rc;
}

static int add_collection(struct names *n, const struct conf_collection *c, unsigned number, struct err *err)
{
	if (c->n_aliases == 0)
		return add_installed(n, number, err);
	for (unsigned i = 0; i < c->n_aliases; i++) {
		const char *path = c->aliases[i];
		int rc = strcmp(path, CONF_ALIASES_NONE) == 0 ? 0 :
			 strcmp(path, CONF_ALIASES_INSTALLED) == 0 ? add_installed(n, number, err)
								   : add_file(n, number, path, err);
		if (rc < 0)
			return -1;
	}
	return 0;
}

/* Each collection's files by themselves; what is wrong in them is told here, before anybody uses them. */
static int check(const struct names *n, unsigned collection, struct err *err)
{
	struct alias_table *table = NULL;
	bool *members = xcalloc(n->n_collections, sizeof(*members));
	members[collection] = true;
	int rc = names_table(n, members, &table, err);
	alias_table_free(&table);
	free(members);
	return rc;
}

int names_load(const struct conf *conf, struct names **out_r, struct err *err)
{
	struct names *n = xcalloc(1, sizeof(*n));
	n->n_collections = conf->n_collections;
	n->of = xcalloc((size_t)n->n_collections + 1, sizeof(*n->of));
	n->n_of = xcalloc((size_t)n->n_collections + 1, sizeof(*n->n_of));
	*out_r = NULL;
	for (unsigned i = 0; i < n->n_collections; i++)
		if (add_collection(n, &conf->collections[i], i, err) < 0 || check(n, i, err) < 0) {
			names_free(&n);
			return -1;
		}
	*out_r = n;
	return 0;
}

void names_free(struct names **np)
{
	struct names *n = *np;
	if (!n)
		return;
	*np = NULL;
	for (size_t i = 0; i < n->n_files; i++) {
		free(n->files[i].path);
		buf_fini(&n->files[i].bytes);
	}
	for (unsigned i = 0; i < n->n_collections; i++)
		free(n->of[i]);
	free(n->files);
	free(n->of);
	free(n->n_of);
	free(n);
}

/* ---- Using ---- */

static bool has_file(const struct names *n, const bool *members, size_t file)
{
	for (unsigned i = 0; i < n->n_collections; i++)
		for (size_t k = 0; k < n->n_of[i] && members[i]; k++)
			if (n->of[i][k] == file)
				return true;
	return false;
}

int names_table(const struct names *n, const bool *members, struct alias_table **out_r, struct err *err)
{
	struct alias_table *t = alias_table_new();
	int rc = 0;
	for (size_t i = 0; i < n->n_files && rc == 0; i++)
		if (has_file(n, members, i))
			rc = alias_table_parse(t, n->files[i].path, buf_str(&n->files[i].bytes), err);
	if (rc == 0)
		rc = alias_table_finish(t, err);
	if (rc < 0)
		alias_table_free(&t);
	*out_r = t;
	return rc;
}

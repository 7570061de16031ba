/* The generations of an index and the switch between them; see generation.h. */
#include "config.h"

#include "index/generation.h"

#include "index/bulk_check.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/fs.h"
#include "common/str.h"
#include "common/xalloc.h"

/* "gen.17" */
static bool parse_name(const char *name, uint64_t *number_r)
{
	struct str s = str_of(name);
	return str_starts(s, STR("gen.")) && str_to_u64(str_sub(s, 4, s.n), 1, UINT64_MAX - 1, number_r);
}

/* "gen.18.new" */
static bool parse_new_name(const char *name, uint64_t *number_r)
{
	char part[64];
	struct str s = str_of(name);
	if (!str_ends(s, STR(".new")) || s.n >= sizeof(part))
		return false;
	snprintf(part, sizeof(part), "%.*s", (int)s.n - 4, name);
	return parse_name(part, number_r);
}

static char *path_of(const char *dir, uint64_t number, const char *suffix)
{
	return xasprintf("%s/gen.%llu%s", dir, (unsigned long long)number, suffix);
}

static char *current_link(const char *dir)
{
	return fs_join(dir, "current");
}

int generation_current(const char *dir, uint64_t *number_r, char **path_r, struct err *err)
{
	char *link = current_link(dir), target[64];
	ssize_t n = readlink(link, target, sizeof(target) - 1);
	int rc = 0;
	if (n < 0) {
		rc = errno == ENOENT ? err_set(err, ERR_NOT_FOUND, "there is no index in %s", dir)
				     : err_errno(err, "reading the link %s", link);
	} else {
		target[n] = '\0';
		if (!parse_name(target, number_r))
			rc = err_set(err, ERR_CORRUPT, "%s points to '%s', which is no generation", link, target);
		else if (path_r)
			*path_r = path_of(dir, *number_r, "");
	}
	free(link);
	return rc;
}

/* Calls fn for each entry of dir until one call fails. */
typedef int entry_fn(void *arg, const char *dir, const char *name, struct err *err);

static int each_entry(const char *dir, entry_fn *fn, void *arg, struct err *err)
{
	DIR *d = opendir(dir);
	if (!d)
		return err_errno(err, "reading the folder %s", dir);
	int rc = 0;
	struct dirent *e;
	while (rc == 0 && (errno = 0, e = readdir(d)))
		rc = fn(arg, dir, e->d_name, err);
	if (rc == 0 && errno)
		rc = err_errno(err, "reading the folder %s", dir);
	closedir(d);
	return rc;
}

static int remove_entry(const char *dir, const char *name, struct err *err)
{
	char *path = fs_join(dir, name);
	int rc = fs_remove_tree(path, err);
	free(path);
	return rc;
}

/* Remove what dead builds and dead switches left, and see the highest number. */
static int clean_entry(void *arg, const char *dir, const char *name, struct err *err)
{
	uint64_t *highest = arg, number = 0;
	struct str s = str_of(name);
	if (parse_new_name(name, &number) || str_starts(s, STR(BULK_CHECK_NAME)) ||
	    (str_starts(s, STR("current.")) && str_ends(s, STR(".tmp"))))
		return remove_entry(dir, name, err);
	if (parse_name(name, &number) && number > *highest)
		*highest = number;
	return 0;
}

int generation_begin(const char *dir, uint64_t *number_r, char **path_r, struct err *err)
{
	uint64_t highest = 0;
	if (each_entry(dir, clean_entry, &highest, err) != 0)
		return -1;
	*number_r = highest + 1;
	char *folder = path_of(dir, *number_r, ".new");
	int rc = fs_mkdirs(folder, 0777, err);
	if (rc == 0)
		*path_r = fs_join(folder, "db");
	free(folder);
	return rc;
}

struct kept {
	uint64_t number, previous;
};

static int remove_old(void *arg, const char *dir, const char *name, struct err *err)
{
	const struct kept *kept = arg;
	uint64_t number;
	if (!parse_name(name, &number) || number == kept->number || number == kept->previous)
		return 0;
	return remove_entry(dir, name, err);
}

static int switch_to(const char *dir, uint64_t number, struct err *err)
{
	char *link = current_link(dir), target[64];
	snprintf(target, sizeof(target), "gen.%llu", (unsigned long long)number);
	int rc = fs_symlink_atomic(target, link, err);
	free(link);
	return rc;
}

int generation_publish(const char *dir, uint64_t number, struct err *err)
{
	struct kept kept = { number, 0 };	/* no generation has the number 0 */
	struct err none;
	if (generation_current(dir, &kept.previous, NULL, &none) != 0)
		kept.previous = 0;
	char *from = path_of(dir, number, ".new/db"), *to = path_of(dir, number, "");
	int rc = fs_sync_tree(from, err);
	if (rc == 0 && rename(from, to) != 0)
		rc = err_errno(err, "renaming %s to %s", from, to);
	free(from);
	free(to);
	generation_abandon(dir, number);	/* the folder, empty now */
	/* The name has to last before the link does. */
	if (rc != 0 || fs_fsync(dir, err) != 0 || switch_to(dir, number, err) != 0)
		return -1;
	/* It is served now; what cannot be removed today is removed by the next one. */
	each_entry(dir, remove_old, &kept, &none);
	return 0;
}

void generation_abandon(const char *dir, uint64_t number)
{
	char *path = path_of(dir, number, ".new");
	fs_remove_tree(path, NULL);	/* what stays is removed by the next generation_begin() */
	free(path);
}

struct search {
	uint64_t below, found;
};

static int newest_below(void *arg, const char *dir, const char *name, struct err *err)
{
	struct search *s = arg;
	uint64_t number;
	(void)dir, (void)err;
	if (parse_name(name, &number) && number < s->below && number > s->found)
		s->found = number;
	return 0;
}

int generation_rollback(const char *dir, uint64_t *from_r, uint64_t *to_r, struct err *err)
{
	struct search s = { 0 };
	if (generation_current(dir, &s.below, NULL, err) != 0 ||
	    each_entry(dir, newest_below, &s, err) != 0)
		return -1;
	if (s.found == 0)
		return err_set(err, ERR_NOT_FOUND, "index %s has no generation before %llu to go back to",
			       dir, (unsigned long long)s.below);
	if (switch_to(dir, s.found, err) != 0)
		return -1;
	*from_r = s.below;
	*to_r = s.found;
	return 0;
}

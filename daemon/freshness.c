/* What the folders of indexes tell about their state; see freshness.h. */
#include "config.h"

#include "daemon/freshness.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <time.h>

#include "common/hash.h"
#include "daemon/view.h"

#define STAMP_SETTLED_S 2	/* times of files are that coarse at most */

bool freshness_stat(const struct view_member *m, const char *file, struct statx *st)
{
	char path[PATH_MAX];
	int n = snprintf(path, sizeof(path), "%s/current%s", m->dir, file);
	return n > 0 && (size_t)n < sizeof(path) &&
	       statx(AT_FDCWD, path, 0, STATX_BASIC_STATS | STATX_BTIME, st) == 0;
}

/* Fingerprint of generation folders, one after the other.  The inode number tells apart those that
 * exist now, the time of birth one that got the number of another. */
static uint64_t add_folder(uint64_t fingerprint, const struct statx *st)
{
	uint64_t mix[] = {
		fingerprint, (uint64_t)st->stx_dev_major << 32 | st->stx_dev_minor, st->stx_ino,
		(uint64_t)st->stx_btime.tv_sec, st->stx_btime.tv_nsec,
	};
	return hash64(str_n((const char *)mix, sizeof(mix)));
}

uint64_t freshness_now(const struct view *v)
{
	uint64_t f = 0;
	for (unsigned i = 0; i < v->n_members; i++) {
		struct statx st = { .stx_ino = 0 };
		if (!freshness_stat(&v->members[i], "", &st))
			st = (struct statx){ .stx_ino = 0 };
		f = add_folder(f, &st);
	}
	return f;
}

uint64_t freshness_open(const struct view *v)
{
	uint64_t f = 0;
	for (unsigned i = 0; i < v->n_members; i++) {
		struct statx st = { .stx_ino = 0 };
		if (statx(v->members[i].folder, "", AT_EMPTY_PATH, STATX_BASIC_STATS | STATX_BTIME, &st) == 0)
			f = add_folder(f, &st);
	}
	return f;
}

uint64_t freshness_stamp(const struct view *v)
{
	uint64_t stamp = 0;
	time_t settled = time(NULL) - STAMP_SETTLED_S;
	for (unsigned i = 0; i < v->n_members; i++) {
		struct statx st;
		if (!freshness_stat(&v->members[i], "/iamglass", &st) || st.stx_ctime.tv_sec > settled)
			return 0;
		st.stx_btime = st.stx_ctime;
		stamp = add_folder(stamp, &st);
	}
	return stamp;
}

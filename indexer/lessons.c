/* Learning from the files of a folder; see lessons.h. */
#include "config.h"

#include "indexer/lessons.h"

#include <dirent.h>
#include <pthread.h>
#include <stdlib.h>

#include "common/fs.h"
#include "common/hash.h"
#include "common/xalloc.h"
#include "text/extract.h"
#include "text/reader.h"

#define SAMPLE 24			/* files of a folder */
#define SAMPLE_BYTES ((size_t)64 << 10)	/* read of each */

struct folder {
	uint64_t key;			/* of path and suffix; 0: free */
	struct repeated *repeated;	/* or NULL */
};

struct lessons {
	pthread_mutex_t lock;
	struct folder *folders;		/* open addressing */
	size_t n, cap;			/* cap: a power of 2 */
};

struct lessons *lessons_new(void)
{
	struct lessons *l = xcalloc(1, sizeof(*l));
	pthread_mutex_init(&l->lock, NULL);
	l->cap = 64;
	l->folders = xcalloc(l->cap, sizeof(*l->folders));
	return l;
}

void lessons_free(struct lessons **lp)
{
	struct lessons *l = *lp;
	if (!l)
		return;
	for (size_t i = 0; i < l->cap; i++)
		repeated_free(&l->folders[i].repeated);
	pthread_mutex_destroy(&l->lock);
	free(l->folders);
	free(l);
	*lp = NULL;
}

/* ---- The sample ---- */

struct candidate {
	uint64_t order;
	char *name;
};
struct sample {
	struct candidate list[SAMPLE];	/* rising */
	size_t n;
};

/* ".txt" of "a/b.txt", "" of "a/b". */
static struct str suffix_of(struct str path)
{
	for (size_t i = path.n; i > 0 && path.p[i - 1] != '/'; i--)
		if (path.p[i - 1] == '.')
			return str_sub(path, i - 1, path.n);
	return STR_NONE;
}

static void consider(struct sample *s, const char *name)
{
	struct candidate c = { hash64(str_of(name)), NULL };
	size_t i = s->n;
	if (s->n == SAMPLE && c.order >= s->list[SAMPLE - 1].order)
		return;
	if (s->n == SAMPLE)
		free(s->list[--i].name);
	else
		s->n++;
	for (; i > 0 && s->list[i - 1].order > c.order; i--)
		s->list[i] = s->list[i - 1];
	c.name = xstrdup(name);
	s->list[i] = c;
}

static void take_sample(struct sample *s, const char *folder, struct str suffix)
{
	DIR *d = opendir(folder);
	for (struct dirent *e; d && (e = readdir(d)) != NULL;) {
		if (e->d_type == DT_REG && e->d_name[0] != '.' && str_eq(suffix_of(str_of(e->d_name)), suffix))
			consider(s, e->d_name);
	}
	if (d)
		closedir(d);
}

static void look_at(struct repeated *r, const char *path)
{
	struct arena a = ARENA_INIT;
	struct buf bytes = BUF_INIT;
	struct reader *reader;
	struct doc doc = { .id = STR_NONE };
	struct err err;
	int rc = reader_open(path, &reader, &err);
	if (rc == 0) {
		while (bytes.n < SAMPLE_BYTES && (rc = reader_read(reader, &bytes, SAMPLE_BYTES - bytes.n, &err)) > 0)
			;
		reader_close(&reader);
	}
	/* What cannot be read teaches nothing; it is reported when its turn comes. */
	if (rc >= 0 && extract(buf_str(&bytes), path, &a, &doc, &err) == 0)
		repeated_look(r, &doc, bytes.n >= SAMPLE_BYTES);
	buf_fini(&bytes);
	arena_fini(&a);
}

static struct repeated *learn(const char *folder, struct str suffix)
{
	struct sample s = { .n = 0 };
	struct repeated *r = NULL;
	take_sample(&s, folder, suffix);
	if (s.n >= REPEATED_FILES_LEAST)
		r = repeated_new();
	for (size_t i = 0; i < s.n; i++) {
		char *path = fs_join(folder, s.list[i].name);
		if (r)
			look_at(r, path);
		free(path);
		free(s.list[i].name);
	}
	if (r && !repeated_finish(r))
		repeated_free(&r);
	return r;
}

/* ---- Folders ---- */

static size_t slot_of(const struct lessons *l, uint64_t key)
{
	size_t i = (size_t)key & (l->cap - 1);
	while (l->folders[i].key && l->folders[i].key != key)
		i = (i + 1) & (l->cap - 1);
	return i;
}

static void grow(struct lessons *l)
{
	struct folder *old = l->folders;
	size_t n = l->cap;
	l->cap *= 2;
	l->folders = xcalloc(l->cap, sizeof(*l->folders));
	for (size_t i = 0; i < n; i++)
		if (old[i].key)
			l->folders[slot_of(l, old[i].key)] = old[i];
	free(old);
}

const struct repeated *lessons_for(struct lessons *l, const char *path)
{
	size_t name = (size_t)(fs_basename(path) - path);
	struct str suffix = suffix_of(str_of(path));
	uint64_t key = hash64(str_n(path, name)) ^ (hash64(suffix) << 1 | 1);
	pthread_mutex_lock(&l->lock);
	size_t i = slot_of(l, key ? key : 1);
	if (!l->folders[i].key) {
		if (l->n * 2 >= l->cap) {
			grow(l);
			i = slot_of(l, key ? key : 1);
		}
		char *folder = name ? xstrndup(path, name) : xstrdup(".");
		l->folders[i] = (struct folder){ key ? key : 1, learn(folder, suffix) };
		l->n++;
		free(folder);
	}
	const struct repeated *found = l->folders[i].repeated;
	pthread_mutex_unlock(&l->lock);
	return found;
}

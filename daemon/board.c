/* The present configuration and the state of the collections, for all threads; see board.h. */
#include "config.h"

#include "daemon/board.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "common/xalloc.h"
#include "query/name_facet.h"

struct entry {
	struct entry *next;
	char *name, *dir;
	struct board_state state;
};

struct board {
	pthread_mutex_t lock;
	struct snapshot *conf;
	struct entry *entries;
	struct name_lore *lore;
};

struct board *board_new(void)
{
	struct board *b = xcalloc(1, sizeof(*b));
	pthread_mutex_init(&b->lock, NULL);
	b->lore = name_lore_new();
	return b;
}

static void entry_free(struct entry *e)
{
	free(e->name);
	free(e->dir);
	free(e);
}

void board_free(struct board **board)
{
	struct board *b = *board;
	if (!b)
		return;
	*board = NULL;
	for (struct entry *e = b->entries, *next; e; e = next) {
		next = e->next;
		entry_free(e);
	}
	snapshot_drop(&b->conf);
	name_lore_free(&b->lore);
	pthread_mutex_destroy(&b->lock);
	free(b);
}

struct name_lore *board_lore(struct board *b)
{
	return b->lore;
}

static struct entry **find(struct board *b, const char *name, const char *dir)
{
	struct entry **at = &b->entries;
	while (*at && (strcmp((*at)->name, name) != 0 || strcmp((*at)->dir, dir) != 0))
		at = &(*at)->next;
	return at;
}

static bool configured(const struct conf *conf, const struct entry *e)
{
	const struct conf_collection *c = conf_find(conf, str_of(e->name));
	return c && strcmp(c->index, e->dir) == 0;
}

void board_conf_set(struct board *b, struct snapshot *s)
{
	pthread_mutex_lock(&b->lock);
	struct snapshot *old = b->conf;
	b->conf = s;
	for (struct entry **at = &b->entries, *e; (e = *at);) {
		if (configured(s->conf, e)) {
			at = &e->next;
			continue;
		}
		*at = e->next;
		entry_free(e);
	}
	pthread_mutex_unlock(&b->lock);
	snapshot_drop(&old);
}

struct snapshot *board_conf(struct board *b)
{
	pthread_mutex_lock(&b->lock);
	struct snapshot *s = snapshot_hold(b->conf);
	pthread_mutex_unlock(&b->lock);
	return s;
}

void board_put(struct board *b, const char *name, const char *dir, const struct board_state *s)
{
	pthread_mutex_lock(&b->lock);
	struct entry **at = find(b, name, dir);
	if (!*at) {
		struct entry *e = xcalloc(1, sizeof(*e));
		e->name = xstrdup(name);
		e->dir = xstrdup(dir);
		*at = e;
	}
	(*at)->state = *s;
	(*at)->state.known = true;
	pthread_mutex_unlock(&b->lock);
}

struct board_state board_get(struct board *b, const char *name, const char *dir)
{
	struct board_state s = { .known = false };
	pthread_mutex_lock(&b->lock);
	struct entry *e = *find(b, name, dir);
	if (e)
		s = e->state;
	pthread_mutex_unlock(&b->lock);
	return s;
}

/* The life of a job: made, encoded, recycled; see job.h. */
#include "config.h"

#include "daemon/job.h"

#include <stdlib.h>
#include <string.h>

#include "common/unit.h"
#include "common/xalloc.h"
#include "daemon/snapshot.h"
#include "daemon/wire.h"

#define CACHE_MAX 256			/* jobs kept */
#define CACHE_MAX_MEMORY 65536		/* a job that holds more is freed, not kept */

struct job *job_take(struct job_cache *cache)
{
	struct job *j = cache->head;
	if (j) {
		cache->head = j->next;
		cache->n--;
		j->next = NULL;
	} else {
		j = xcalloc(1, sizeof(*j));
		arena_init(&j->arena);
		buf_init(&j->out, JOB_MAX_REPLY);
	}
	reply_init(&j->reply, &j->arena);
	j->wire = &wire_line;
	return j;
}

static void job_free(struct job *j)
{
	arena_fini(&j->arena);
	buf_fini(&j->out);
	free(j);
}

void job_give(struct job_cache *cache, struct job **job)
{
	struct job *j = *job;
	*job = NULL;
	snapshot_drop(&j->conf);
	if (cache->n >= CACHE_MAX || j->arena.total + j->out.cap > CACHE_MAX_MEMORY) {
		job_free(j);
		return;
	}
	struct arena arena = j->arena;
	struct buf out = j->out;
	arena_reset(&arena);
	buf_reset(&out);
	memset(j, 0, sizeof(*j));
	j->arena = arena;
	j->out = out;
	j->next = cache->head;
	cache->head = j;
	cache->n++;
}

void job_cache_fini(struct job_cache *cache)
{
	for (struct job *j = cache->head, *next; j; j = next) {
		next = j->next;
		job_free(j);
	}
	*cache = (struct job_cache){ NULL, 0 };
}

unsigned job_weight(const struct job *j)
{
	return j->request.verb == VERB_GET ? LIMIT_PIPELINE / 4 : 1;
}

static void encode(struct job *j)
{
	buf_reset(&j->out);
	if (j->keep && j->wire->encode_kept)
		j->wire->encode_kept(j, &j->out);
	else
		j->wire->encode(j, &j->out);
}

void job_encode(struct job *j)
{
	j->keep = j->keep && j->reply.kind == REPLY_ROWS;
	encode(j);
	if (!j->out.failed)
		return;
	j->keep = false;
	reply_error(&j->reply, WIRE_LIMIT, "the answer is larger than %u bytes", JOB_MAX_REPLY);
	encode(j);
}

void job_answer_with(struct job *j, struct str kept)
{
	if (j->wire->again)
		j->wire->again(j, kept, clock_us() - j->arrived_us, &j->out);
	else
		buf_addstr(&j->out, kept);
}

void job_make_own(struct job *j)
{
	if (!j->keep || !j->wire->has_own || !j->wire->has_own(j))
		return;
	struct buf kept = j->out;
	buf_init(&j->out, JOB_MAX_REPLY);
	job_answer_with(j, buf_str(&kept));
	buf_fini(&kept);
}

void job_list_push(struct job_list *l, struct job *j)
{
	j->next = NULL;
	if (l->tail)
		l->tail->next = j;
	else
		l->head = j;
	l->tail = j;
	l->n++;
}

struct job *job_list_pop(struct job_list *l)
{
	struct job *j = l->head;
	if (!j)
		return NULL;
	l->head = j->next;
	if (!l->head)
		l->tail = NULL;
	l->n--;
	j->next = NULL;
	return j;
}

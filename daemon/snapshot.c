/* Counting the users of a configuration; see snapshot.h. */
#include "config.h"

#include "daemon/snapshot.h"

#include <stdlib.h>

#include "common/log.h"
#include "common/xalloc.h"

struct snapshot *snapshot_new(struct conf *conf, uint64_t number)
{
	struct snapshot *s = xcalloc(1, sizeof(*s));
	s->conf = conf;
	/* They were checked a moment ago. */
	struct err err;
	if (names_load(conf, &s->names, &err) < 0)
		log_error("aliases", "searching without them: %s", err.msg);
	s->number = number;
	atomic_init(&s->users, 1);
	return s;
}

struct snapshot *snapshot_hold(struct snapshot *s)
{
	atomic_fetch_add_explicit(&s->users, 1, memory_order_relaxed);
	return s;
}

void snapshot_drop(struct snapshot **snapshot)
{
	struct snapshot *s = *snapshot;
	*snapshot = NULL;
	/* Acquire and release: what the other users read happens before it is freed. */
	if (!s || atomic_fetch_sub_explicit(&s->users, 1, memory_order_acq_rel) > 1)
		return;
	names_free(&s->names);
	conf_free(&s->conf);
	free(s);
}

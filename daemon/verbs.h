/* The verbs: which function answers which, and where it runs.
 *
 * A verb of the loop answers at once and never blocks; a verb of the workers may use the
 * indexes.  Either fills j->reply; the caller encodes.
 */
#ifndef KAREZ_DAEMON_VERBS_H
#define KAREZ_DAEMON_VERBS_H

#include <stdbool.h>

#include "daemon/collections.h"
#include "daemon/job.h"

struct server;

bool verbs_on_loop(enum verb v);
void verbs_answer(struct server *s, struct job *j);		/* on the loop thread; encoded after it */
void verbs_work(struct collections *c, struct job *j);		/* on a worker; encoded after it */
/* An answer of an index is ready: for the statistics and the log. */
void verbs_note(struct stats *stats, const struct job *j);

/* verb_control.c */
void verb_ping(struct server *s, struct job *j);
void verb_hello(struct server *s, struct job *j);
void verb_show_help(struct server *s, struct job *j);
void verb_auth(struct server *s, struct job *j);
void verb_quit(struct server *s, struct job *j);
void verb_reload(struct server *s, struct job *j);
void verb_reindex(struct server *s, struct job *j);
/* verb_status.c */
void verb_collections(struct server *s, struct job *j);
void verb_status(struct server *s, struct job *j);
void verb_stats(struct server *s, struct job *j);
/* verb_metrics.c */
void verb_metrics(struct server *s, struct job *j);
/* verb_search.c */
void verb_search(struct collections *c, struct job *j);		/* COUNT too */
/* The same on the loop thread for what needs no more than so many postings, at some nanoseconds each, of
 * the impacts; false: it is not such a search, nothing is answered. */
bool verb_search_quick(struct collections *c, struct view *v, struct job *j, uint64_t most_postings);
/* All that the answer depends on; j->state is set. */
void verb_search_key(const struct view *v, const struct job *j, struct buf *key);
/* verb_similar.c */
void verb_similar(struct collections *c, struct job *j);	/* VERSIONS too */
/* verb_get.c */
void verb_get(struct collections *c, struct job *j);
/* verb_words.c */
void verb_suggest(struct collections *c, struct job *j);
void verb_spell(struct collections *c, struct job *j);
void verb_aliases(struct collections *c, struct job *j);
/* verb_explain.c */
void verb_explain(struct collections *c, struct job *j);
void verb_analyze(struct collections *c, struct job *j);

#endif

/* From the engine's results to replies: errors, documents, the head of an answer.
 *
 * Everything in a reply is borrowed from the job's arena or static.
 */
#ifndef KAREZ_DAEMON_ANSWER_H
#define KAREZ_DAEMON_ANSWER_H

#include "common/err.h"
#include "daemon/collections.h"
#include "daemon/job.h"
#include "query/search.h"

/* The one place where an error of the engine becomes an error of the wire. */
void answer_error(struct job *j, const struct err *err);

/* Head fields that tell what was searched. */
int answer_revision(struct job *j, const struct view *v, struct err *err);

/* Head and rows of SEARCH and SIMILAR; of COUNT only the head. */
int answer_hits(struct job *j, const struct view *v, const struct search_result *res, uint64_t took_us,
		struct err *err);

/* Those that say the same as a document, a row each. */
int answer_versions(struct job *j, const struct view *v, const struct search_result *res, uint64_t took_us,
		    struct err *err);

/* The row of GET. */
int answer_document(struct job *j, const struct view *v, const struct doc *doc, size_t database,
		    struct err *err);

#endif

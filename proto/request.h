/* What was asked, whatever the wire: verb, collections, options, text.
 *
 * Borrowed from the arena of the job.  Made by a wire (line.h), read by daemon/verb_*.c.
 */
#ifndef KAREZ_PROTO_REQUEST_H
#define KAREZ_PROTO_REQUEST_H

#include <stdbool.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/str.h"
#include "proto/limits.h"

enum verb {
#define VERB(name, needs, query, help) VERB_##name,
#include "proto/verbs.def"
#undef VERB
	VERB_COUNT_
};

enum request_match { REQUEST_MATCH_AUTO, REQUEST_MATCH_ALL, REQUEST_MATCH_ANY };
enum request_sort { REQUEST_SORT_RELEVANCE, REQUEST_SORT_DATE, REQUEST_SORT_DATE_ASC, REQUEST_SORT_TITLE };
enum request_collapse { REQUEST_COLLAPSE_NONE, REQUEST_COLLAPSE_CONTENT, REQUEST_COLLAPSE_SOURCE,
			REQUEST_COLLAPSE_TITLE };

#define REQUEST_MAX_FACETS 8
#define REQUEST_MAX_FIELDS 32

struct request {
	enum verb verb;
	struct str tag;				/* without the @; empty: none */
	struct str collections[LIMIT_COLLECTIONS];
	unsigned n_collections;			/* 0: all */
	struct str text;			/* valid UTF-8: query, id or text */
	unsigned text_column;			/* characters of the line before it, for errors */
	/* options, defaults filled in */
	uint32_t limit, offset, snippets;
	enum request_match match;
	bool plain, cache, exact_total;
	enum request_sort sort;
	enum request_collapse collapse;
	struct str facets[REQUEST_MAX_FACETS];
	unsigned n_facets;
	struct str fields[REQUEST_MAX_FIELDS];
	unsigned n_fields;			/* 0: all */
	uint64_t timeout_ms;			/* 0: the server's */
};

struct reply;

const char *verb_name(enum verb v);
const char *verb_help(enum verb v);

/* Defaults of a verb. */
void request_init(struct request *r, enum verb v);

/* Set one option by name.  On a bad name or value fills *error (proto/reply.h) and returns false. */
bool request_option(struct request *r, struct str name, struct str value, struct arena *a,
		    struct reply *error);

#endif

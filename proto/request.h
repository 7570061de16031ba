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
#define VERB(name, needs, text, help) VERB_##name,
#include "proto/verbs.def"
#undef VERB
	VERB_COUNT_
};

enum request_match { REQUEST_MATCH_AUTO, REQUEST_MATCH_ALL, REQUEST_MATCH_ANY };
enum request_sort { REQUEST_SORT_RELEVANCE, REQUEST_SORT_DATE, REQUEST_SORT_DATE_ASC, REQUEST_SORT_TITLE };
enum request_collapse { REQUEST_COLLAPSE_NEAR, REQUEST_COLLAPSE_NONE, REQUEST_COLLAPSE_CONTENT,
			REQUEST_COLLAPSE_SOURCE, REQUEST_COLLAPSE_TITLE };

#define REQUEST_MAX_FACETS 8
#define REQUEST_MAX_FIELDS 32
#define REQUEST_MAX_ALONE 16

struct request {
	enum verb verb;
	struct str tag;				/* without the @; empty: none */
	struct str collections[LIMIT_COLLECTIONS];	/* each once */
	unsigned n_collections;			/* 0: all */
	struct str text;			/* valid UTF-8: query, id or text */
	unsigned text_column;			/* characters of the line before it */
	/* options, defaults filled in */
	uint32_t limit, offset, snippets;
	enum request_match match;
	bool plain, cache, exact_total;
	bool explain;				/* the score of each hit taken apart */
	bool aliases, translit, spelling;	/* may be added to the words typed; not with `strict` */
	bool strict;
	bool expand;
	enum request_sort sort;
	enum request_collapse collapse;
	struct str facets[REQUEST_MAX_FACETS];	/* each once */
	unsigned n_facets;
	uint32_t recency_days;			/* 0: none */
	uint32_t values;			/* of each facet */
	struct str fields[REQUEST_MAX_FIELDS];	/* each once */
	unsigned n_fields;			/* 0: all */
	struct str advise;			/* SEARCH: when nothing is found, what may be meant by this text is told; empty: it is not */
	struct str alone[REQUEST_MAX_ALONE];	/* words and names of the text to which nothing is added */
	unsigned n_alone;
	struct str marks;			/* GET: a query; what it finds in the text is marked.  Empty: nothing is */
	uint64_t timeout_ms;			/* 0: the server's */
	uint32_t given;				/* bit i: row i of options.def was set */
};

struct reply;

const char *verb_name(enum verb v);
const char *verb_help(enum verb v);
bool verb_find(struct str name, enum verb *out_r);	/* either case */

/* What a verb takes besides options: see verbs.def. */
enum verb_needs { VERB_NEEDS_NONE, VERB_NEEDS_COLLECTION };
enum verb_text { VERB_TEXT_QUERY, VERB_TEXT_TEXT, VERB_TEXT_ID, VERB_TEXT_OPTIONAL, VERB_TEXT_ABSENT };
enum verb_needs verb_needs(enum verb v);
enum verb_text verb_text(enum verb v);

/* Defaults of a verb. */
void request_init(struct request *r, enum verb v);

/* Add the collections of "a,b"; false with *error (proto/reply.h) filled: an empty name, or too many. */
bool request_collections(struct request *r, struct str list, struct reply *error);

/* One row of options.def. */
struct request_option {
	const char *name;
	uint32_t verbs;			/* bit 1 << verb: those that take it */
	const char *form;		/* of the value */
	const char *help;
	bool (*set)(struct request *r, const char *form, struct str value);	/* false: not of the form */
};
const struct request_option *request_options(size_t *n_r);
const struct request_option *request_option_find(enum verb v, struct str name);	/* NULL: not taken */

/* Set one option by name; r->verb decides which there are.  On an unknown name, a bad value or a
 * name that was set before fills *error (proto/reply.h) and returns false. */
bool request_set(struct request *r, struct str name, struct str value, struct reply *error);

/* Place of a value in "one|of|these", or -1. */
int request_choice(const char *form, struct str value);

/* fields= names the keys that are wanted; none: all. */
bool request_wants(const struct request *r, const char *key);

#endif

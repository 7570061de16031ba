/* Redis' commands as requests of karez, and karez's replies as Redis clients expect them.
 *
 * FT.SEARCH and its kin become the same struct request that the line protocol makes; what differs in the form of the answer (fields
 * renamed, scores, marks) is a struct redis_shape beside it.  Commands about the connection are answered here.  What karez does not do
 * is refused by name, never ignored.
 *
 * Pure: no sockets, no threads.  Commands and their options: karez-protocol(7).
 */
#ifndef KAREZ_PROTO_REDIS_H
#define KAREZ_PROTO_REDIS_H

#include <stdbool.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/buf.h"
#include "common/str.h"
#include "proto/reply.h"
#include "proto/request.h"

/* The version of Redis whose behaviour is followed; clients choose by it. */
#define REDIS_VERSION "7.4.0"

/* One connection. */
struct redis_session {
	unsigned proto;			/* 2, or 3 after HELLO 3 */
	uint64_t id;			/* CLIENT ID */
	char name[64];			/* CLIENT SETNAME; may be empty */
};

/* How a reply is written. */
enum redis_form {
	REDIS_BYTES,			/* `bytes`, as they are: what was answered here */
	REDIS_STATUS,			/* +OK, +PONG or an error */
	REDIS_HITS,			/* FT.SEARCH */
	REDIS_GROUPS,			/* FT.AGGREGATE */
	REDIS_TAGS,			/* FT.TAGVALS */
	REDIS_SUGGESTIONS,		/* FT.SUGGET */
	REDIS_SPELLING,			/* FT.SPELLCHECK */
	REDIS_PLAN,			/* FT.EXPLAIN */
	REDIS_INDEXES,			/* FT._LIST */
	REDIS_INDEX,			/* FT.INFO */
	REDIS_INFO			/* INFO */
};

struct redis_field {
	struct str name, as;		/* of karez; to be written */
};

#define REDIS_MAX_FIELDS 32

struct redis_shape {
	enum redis_form form;
	unsigned proto;
	struct str bytes;		/* REDIS_BYTES */
	bool no_content, with_scores;
	struct str open, close;		/* around words that matched; both empty: no marks */
	struct str between;		/* passages of a snippet */
	struct redis_field fields[REDIS_MAX_FIELDS];	/* RETURN; none: all */
	unsigned n_fields;
	struct str name;		/* of the index asked for; of the column that counts */
	uint32_t offset, limit;		/* of groups */
	bool ascending, by_value;	/* order of groups */
};

/* n: at least one.  True: *request_r is to be carried out, and its reply written with *shape_r.  False: *shape_r has the answer
 * (REDIS_BYTES), and reply->close says whether it is the last.  Everything lives in the arena or in args. */
bool redis_parse(struct redis_session *s, const struct str *args, size_t n, struct arena *a, struct request *request_r,
		 struct redis_shape *shape_r, struct reply *reply);

/* The answer to bytes that are no command: the connection ends with it. */
void redis_protocol_error(const char *why, struct arena *a, struct redis_shape *shape_r, struct reply *reply);

/* Append a reply. */
void redis_encode(const struct reply *r, const struct redis_shape *shape, struct buf *out);

/* Everything in a shape that decides over the bytes of the answer, for the key of a kept one. */
void redis_shape_key(const struct redis_shape *shape, struct buf *key);

#endif

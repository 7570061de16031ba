/* A command that is being read: what redis.c and redis_search.c share.
 */
#ifndef KAREZ_PROTO_REDIS_COMMAND_H
#define KAREZ_PROTO_REDIS_COMMAND_H

#include "proto/redis.h"

struct redis_command {
	struct redis_session *session;
	const char *name;
	const struct str *args;
	size_t n, at;			/* arguments, and the next one */
	struct arena *arena;
	struct request *request;
	struct redis_shape *shape;
	struct reply *reply;		/* for what request_set() has to say */
};

/* An error as the answer; returns false, as all that parses a command does when it is answered. */
bool redis_refuse(struct redis_command *c, const char *code, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* The request is one for this verb, and its reply has this form. */
bool redis_ask(struct redis_command *c, enum verb verb, enum redis_form form);
/* An option of the request, checked as those of the line protocol are. */
bool redis_set(struct redis_command *c, const char *option, struct str value);
/* "a,b", or "*" for all. */
bool redis_collections(struct redis_command *c, struct str list);

/* FT.*, from their second argument on. */
bool redis_ft_search(struct redis_command *c);
bool redis_ft_aggregate(struct redis_command *c);
bool redis_ft_sugget(struct redis_command *c);
bool redis_ft_spellcheck(struct redis_command *c);
bool redis_ft_explain(struct redis_command *c);
bool redis_ft_tagvals(struct redis_command *c);

#endif

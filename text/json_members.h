/* The members of a JSON object, without a tree: strings decoded, all else as it is written.
 *
 * Reading JSON is jansson's work; but a record is mostly one long string, and jansson takes five times
 * as long over that as all of the analysis may.  So this reads what records look like, and leaves the
 * rest, errors as well, to jansson: nothing is taken here that jansson would refuse.
 */
#ifndef KAREZ_TEXT_JSON_MEMBERS_H
#define KAREZ_TEXT_JSON_MEMBERS_H

#include <stdbool.h>
#include <stddef.h>

#include "common/arena.h"
#include "common/str.h"

struct json_member {
	struct str name;
	bool is_string;
	struct str value;	/* a string: decoded; else JSON, whose brackets are in order and no more */
};

#define JSON_MEMBERS_MAX 64

/* In the order of the text.  Strings borrow from json or are in the arena.  False: more members than
 * there is room for, a name twice, or no JSON object. */
bool json_members(struct str json, struct arena *a, struct json_member *members_r, size_t *n_r);

#endif

/* One row of a reply: a JSON object, read by jansson.
 */
#ifndef KAREZ_CLIENT_ROW_H
#define KAREZ_CLIENT_ROW_H

#include <jansson.h>

#include "common/arena.h"
#include "common/err.h"
#include "common/str.h"

/* NULL with err filled when it is no JSON object.  The caller gives it back with json_decref(). */
json_t *row_parse(struct str json, struct err *err);

/* A string of the row, borrowed from it; empty when there is none. */
struct str row_str(const json_t *row, const char *key);
/* Any value as text for people: strings as they are, numbers and others as JSON, null as nothing. */
struct str row_text(const json_t *value, struct arena *a);

/* Among the rows of SEARCH and its like there are facets and versions too. */
bool row_is_hit(const json_t *row);

#endif

/* Reading the rows of a reply; see row.h. */
#include "config.h"

#include "client/row.h"

#include <stdlib.h>

json_t *row_parse(struct str json, struct err *err)
{
	json_error_t e;
	json_t *row = json_loadb(json.p ? json.p : "", json.n, JSON_ALLOW_NUL, &e);
	if (!row) {
		err_set(err, ERR_CORRUPT, "a row of the answer is not JSON: %s", e.text);
		return NULL;
	}
	if (!json_is_object(row)) {
		err_set(err, ERR_CORRUPT, "a row of the answer is not a JSON object");
		json_decref(row);
		return NULL;
	}
	return row;
}

static struct str string_of(const json_t *value)
{
	return json_is_string(value) ? str_n(json_string_value(value), json_string_length(value)) : STR_NONE;
}

struct str row_str(const json_t *row, const char *key)
{
	return string_of(json_object_get(row, key));
}

struct str row_text(const json_t *value, struct arena *a)
{
	if (json_is_string(value))
		return string_of(value);
	if (!value || json_is_null(value))
		return STR_NONE;
	if (json_is_integer(value))
		return arena_printf(a, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
	char *dump = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(6));
	struct str s = arena_str(a, str_of(dump));
	free(dump);
	return s;
}

bool row_is_hit(const json_t *row)
{
	return !json_object_get(row, "facet") && !json_object_get(row, "versions");
}

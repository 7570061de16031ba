/* What json_members() takes is what jansson reads, member by member.
 */
#ifndef KAREZ_TESTS_FUZZ_CHECK_MEMBERS_H
#define KAREZ_TESTS_FUZZ_CHECK_MEMBERS_H

#include <jansson.h>

#include "common/err.h"
#include "text/json_members.h"

static inline void check_member(const struct json_member *m, const char *name, json_t *expected)
{
	BUG_ON(!str_eqz(m->name, name));
	BUG_ON(m->is_string != json_is_string(expected));
	if (m->is_string) {
		BUG_ON(!str_eq(m->value, str_n(json_string_value(expected), json_string_length(expected))));
		return;
	}
	json_t *value = json_loadb(m->value.p, m->value.n, JSON_DECODE_ANY, NULL);
	BUG_ON(!json_equal(value, expected));
	json_decref(value);
}

/* Does a value of another kind, which is jansson's business, hold it too? */
static inline bool values_are_json(const struct json_member *members, size_t n)
{
	bool ok = true;
	for (size_t i = 0; i < n && ok; i++) {
		if (members[i].is_string)
			continue;
		json_t *value = json_loadb(members[i].value.p, members[i].value.n, JSON_DECODE_ANY, NULL);
		ok = value != NULL;
		json_decref(value);
	}
	return ok;
}

/* True when it was taken. */
static inline bool check_members(struct str json)
{
	struct arena a = ARENA_INIT;
	struct json_member members[JSON_MEMBERS_MAX];
	size_t n, i = 0;
	const char *name;
	json_t *value;
	bool taken = json_members(json, &a, members, &n) && values_are_json(members, n);
	if (taken) {
		json_t *object = json_loadb(json.p, json.n, 0, NULL);
		BUG_ON(!json_is_object(object) || json_object_size(object) != n);
		json_object_foreach(object, name, value) {
			check_member(&members[i], name, value);
			i++;
		}
		json_decref(object);
	}
	arena_fini(&a);
	return taken;
}

#endif

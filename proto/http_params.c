/* Parameters of a request, out of a query string or a JSON object; see http.h. */
#include "config.h"

#include "proto/http.h"

#include <jansson.h>

#include "common/utf8.h"

#define MAX_PARAMS 256

static bool add(struct http_params *p, struct str *name_r, struct str value, struct arena *a, struct reply *reply)
{
	struct str name = *name_r;
	if (p->n == MAX_PARAMS) {
		*name_r = STR_NONE;	/* it is their number that is wrong */
		reply_error(reply, WIRE_LIMIT, "at most %d parameters", MAX_PARAMS);
		return false;
	}
	p->list = arena_grow(a, p->list, &p->cap, p->n + 1, sizeof(*p->list));
	p->list[p->n++] = (struct http_param){ name, value };
	return true;
}

/* ---- Query strings ---- */

static int hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
}

bool http_unescape(struct str s, bool in_query, struct arena *a, struct str *out_r)
{
	char *out = arena_alloc(a, s.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++, n++) {
		out[n] = in_query && s.p[i] == '+' ? ' ' : s.p[i];
		if (s.p[i] != '%')
			continue;
		if (i + 2 >= s.n || hex(s.p[i + 1]) < 0 || hex(s.p[i + 2]) < 0)
			return false;
		out[n] = (char)(hex(s.p[i + 1]) << 4 | hex(s.p[i + 2]));
		i += 2;
	}
	out[n] = '\0';
	*out_r = str_n(out, n);
	return str_chr(*out_r, '\0') < 0 && utf8_valid(*out_r);
}

bool http_params_query(struct http_params *p, struct str query, struct arena *a, struct str *name_r, struct reply *reply)
{
	struct str one;
	while (str_cut(&query, '&', &one)) {
		struct str name, value;
		ptrdiff_t equals = str_chr(one, '=');
		size_t split = equals < 0 ? one.n : (size_t)equals;
		*name_r = STR_NONE;
		if (one.n == 0)
			continue;
		if (!http_unescape(str_sub(one, 0, split), true, a, &name)) {
			reply_error(reply, WIRE_ENCODING, "the name of a parameter is not percent-encoded UTF-8");
			return false;
		}
		*name_r = name;
		if (!http_unescape(str_sub(one, split + 1, one.n), true, a, &value)) {
			reply_error(reply, WIRE_ENCODING, "%.*s: the value is not percent-encoded UTF-8", STR_ARG(name));
			return false;
		}
		if (!add(p, name_r, value, a, reply))
			return false;
	}
	*name_r = STR_NONE;
	return true;
}

/* ---- JSON ---- */

/* What a value may be besides a string, and what says so. */
static const struct type {
	json_type types[2];
	const char *wanted;
} text = { { JSON_STRING, JSON_STRING }, "a string" }, number = { { JSON_INTEGER, JSON_INTEGER }, "an integer" },
  on_off = { { JSON_TRUE, JSON_FALSE }, "true or false" }, words = { { JSON_ARRAY, JSON_ARRAY }, "a list of words without commas" };

/* By the name of a parameter and the form of its values.  NULL: there is none of that name. */
static const struct type *type_of(enum verb v, struct str name)
{
	const struct request_option *o = request_option_find(v, name);
	if (str_eqz(name, "collection"))
		return &words;
	if (str_eqz(name, "q") || str_eqz(name, "id"))
		return &text;
	if (!o)
		return NULL;
	if (strcmp(o->form, "0|1") == 0 || strcmp(o->form, "on|off") == 0)
		return &on_off;
	if (strstr(o->form, ".."))
		return &number;
	return strchr(o->form, ',') && !strchr(o->form, ' ') ? &words : &text;
}

/* What a switch of this name is set to: "on" or "1", whichever its form has. */
static struct str of_bool(enum verb v, struct str name, bool on)
{
	if (strcmp(request_option_find(v, name)->form, "on|off") == 0)
		return on ? STR("on") : STR("off");
	return on ? STR("1") : STR("0");
}

static bool add_words(struct buf *out, const json_t *list)
{
	size_t i;
	json_t *one;
	json_array_foreach(list, i, one) {
		struct str s = { json_string_value(one), json_string_length(one) };
		/* Two in one word, or none, would be another list than was sent. */
		if (!json_is_string(one) || s.n == 0 || str_chr(s, ',') >= 0)
			return false;
		if (i)
			buf_putc(out, ',');
		buf_addstr(out, s);
	}
	return true;
}

static bool to_text(const json_t *v, enum verb verb, struct str name, const struct type *type, struct arena *a, struct str *out_r)
{
	struct buf list = BUF_INIT;
	bool good = true;
	if (!json_is_string(v) && json_typeof(v) != type->types[0] && json_typeof(v) != type->types[1])
		return false;
	if (json_is_string(v))
		*out_r = arena_str(a, str_n(json_string_value(v), json_string_length(v)));
	else if (json_is_integer(v))
		*out_r = arena_printf(a, "%lld", (long long)json_integer_value(v));
	else if (json_is_boolean(v))
		*out_r = of_bool(verb, name, json_is_true(v));
	else if ((good = add_words(&list, v)))
		*out_r = arena_str(a, buf_str(&list));
	buf_fini(&list);
	return good;
}

static bool add_members(struct http_params *p, json_t *object, enum verb v, struct arena *a, struct str *name_r, struct reply *reply)
{
	const char *key;
	json_t *member;
	json_object_foreach(object, key, member) {
		struct str value = STR_NONE;
		*name_r = arena_str(a, str_of(key));
		const struct type *type = type_of(v, *name_r);
		/* The value of what there is not says nothing. */
		if (type && !to_text(member, v, *name_r, type, a, &value)) {
			reply_error(reply, WIRE_BADOPTION, "%.*s: %s is wanted", STR_ARG(reply_quote(a, *name_r)), type->wanted);
			return false;
		}
		if (!add(p, name_r, value, a, reply))
			return false;
	}
	*name_r = STR_NONE;
	return true;
}

bool http_params_json(struct http_params *p, struct str json, enum verb v, struct arena *a, struct str *name_r, struct reply *reply)
{
	json_error_t error;
	json_t *root = json_loadb(json.n ? json.p : "", json.n, JSON_REJECT_DUPLICATES, &error);
	bool good = json_is_object(root);
	if (good)
		good = add_members(p, root, v, a, name_r, reply);
	else if (root)
		reply_error(reply, WIRE_BADREQUEST, "the body is not a JSON object");
	else
		reply_error(reply, WIRE_BADREQUEST, "the body is not JSON: line %d, column %d: %.*s", error.line, error.column,
			    STR_ARG(reply_quote(a, str_of(error.text))));
	json_decref(root);
	return good;
}

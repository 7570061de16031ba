/* Records of NDJSON and TSV files to documents; see record.h. */
#include "config.h"

#include "text/record.h"

#include <jansson.h>
#include <stdlib.h>

#include "common/utf8.h"
#include "text/field.h"
#include "text/json_members.h"
#include "text/plain.h"

static struct str without_bom(struct str s)
{
	return str_starts(s, STR("\xef\xbb\xbf")) ? str_sub(s, 3, s.n) : s;
}

/* What every record must have. */
static int check(const struct doc *doc, bool has_title, bool has_text, struct err *err)
{
	if (str_trim(doc->id).n == 0)
		return err_set(err, ERR_INVALID, "the id is empty");
	if (!has_title && !has_text)
		return err_set(err, ERR_INVALID, "neither title nor text");
	return 0;
}

/* --- NDJSON --- */

enum key {
	KEY_ID, KEY_TITLE, KEY_TEXT, KEY_AUTHOR, KEY_DATE, KEY_URL, KEY_SOURCE, KEY_LANG, KEY_TYPE,
	KEY_OTHER
};

static enum key key_of(struct str name)
{
	static const struct str names[KEY_OTHER] = {
		STR("id"), STR("title"), STR("text"), STR("author"), STR("date"), STR("url"), STR("source"),
		STR("lang"), STR("type"),
	};
	enum key k = 0;
	while (k < KEY_OTHER && !str_eq(names[k], name))
		k++;
	return k;
}

/* A member of a record: a string, or what else it is. */
struct member {
	struct str name;
	struct str string;
	json_t *other;		/* NULL: a string; else ours */
};

struct members {
	struct member *list;
	size_t n;
};

static struct str string_of(const json_t *v)
{
	return str_n(json_string_value(v), json_string_length(v));
}

static int add_authors(const struct member *m, struct arena *a, struct doc *doc, struct err *err)
{
	if (!m->other) {
		doc->author = field_line(m->string, a);
		return 0;
	}
	if (!json_is_array(m->other))
		return err_set(err, ERR_INVALID, "author is neither a string nor an array of strings");
	size_t i;
	const json_t *one;
	json_array_foreach (m->other, i, one) {
		if (!json_is_string(one))
			return err_set(err, ERR_INVALID, "author %zu is not a string", i + 1);
		field_add_author(doc, string_of(one), a);
	}
	return 0;
}

/* A string that stands between quotes as it is. */
static bool needs_no_escape(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == '"' || s.p[i] == '\\')
			return false;
	return true;
}

static int add_extra(const struct member *m, struct arena *a, struct doc *doc, struct err *err)
{
	struct doc_extra *extra = &doc->extras[doc->n_extras];
	extra->key = arena_str(a, m->name);
	if (!m->other && needs_no_escape(m->string)) {
		extra->json = arena_printf(a, "\"%.*s\"", STR_ARG(m->string));
	} else {
		json_t *v = m->other ? json_incref(m->other) : json_stringn_nocheck(m->string.p, m->string.n);
		char *json = json_dumps(v, JSON_COMPACT | JSON_ENCODE_ANY);
		json_decref(v);
		if (!json)
			return err_set(err, ERR_NO_MEMORY, "no memory for %.*s", STR_ARG(m->name));
		extra->json = arena_str(a, str_of(json));
		free(json);
	}
	doc->n_extras++;
	return 0;
}

/* A number stands for its digits where identifiers and years are often written so. */
static int scalar(const struct member *m, enum key key, struct arena *a, struct str *out_r, struct err *err)
{
	bool number_ok = key == KEY_ID || key == KEY_DATE;
	if (!m->other)
		*out_r = m->string;
	else if (number_ok && json_is_integer(m->other))
		*out_r = arena_printf(a, "%" JSON_INTEGER_FORMAT, json_integer_value(m->other));
	else
		return err_set(err, ERR_INVALID, "%.*s is %s", STR_ARG(m->name),
			       number_ok ? "neither a string nor an integer" : "not a string");
	return 0;
}

/* A date or language that is not understood becomes an extra: returned as it came, rather than
 * lost or an error. */
static int add_member(const struct member *m, struct arena *a, struct doc *doc, struct err *err)
{
	enum key key = key_of(m->name);
	struct str s;
	if (key == KEY_OTHER)
		return add_extra(m, a, doc, err);
	if (json_is_null(m->other))
		return 0;
	if (key == KEY_AUTHOR)
		return add_authors(m, a, doc, err);
	if (scalar(m, key, a, &s, err) < 0)
		return -1;
	switch (key) {
	case KEY_ID:
		doc->id = arena_str(a, s);
		break;
	case KEY_TITLE:
		doc->title = field_line(s, a);
		break;
	case KEY_TEXT:
		doc->text = plain_text(s, a);
		break;
	case KEY_DATE:
		doc->date = field_date(s, a);
		return doc->date.n ? 0 : add_extra(m, a, doc, err);
	case KEY_URL:
		doc->url = field_line(s, a);
		break;
	case KEY_SOURCE:
		doc->source = field_line(s, a);
		break;
	case KEY_LANG:
		doc->lang = field_lang(s, a);
		return doc->lang.n ? 0 : add_extra(m, a, doc, err);
	default:
		doc->type = field_line(s, a);
		break;
	}
	return 0;
}

static bool has(const struct members *members, enum key key)
{
	for (size_t i = 0; i < members->n; i++)
		if (key_of(members->list[i].name) == key)
			return !json_is_null(members->list[i].other);
	return false;
}

static int from_members(const struct members *members, struct arena *a, struct doc *doc, struct err *err)
{
	if (!has(members, KEY_ID))
		return err_set(err, ERR_INVALID, "no id");
	doc->extras = arena_array(a, members->n, sizeof(*doc->extras));
	for (size_t i = 0; i < members->n; i++)
		if (add_member(&members->list[i], a, doc, err) < 0)
			return -1;
	return check(doc, has(members, KEY_TITLE), has(members, KEY_TEXT), err);
}

static void members_fini(struct members *members)
{
	for (size_t i = 0; i < members->n; i++)
		json_decref(members->list[i].other);
	members->n = 0;
}

/* The fast way; false when the record has to go the other one. */
static bool read_members(struct str line, struct arena *a, struct members *out_r)
{
	struct json_member found[JSON_MEMBERS_MAX];
	size_t n;
	if (!json_members(line, a, found, &n))
		return false;
	out_r->list = arena_array(a, n, sizeof(*out_r->list));
	for (size_t i = 0; i < n; i++) {
		struct member *m = &out_r->list[out_r->n];
		*m = (struct member){ .name = found[i].name, .string = found[i].value };
		if (!found[i].is_string) {
			m->string = STR_NONE;
			m->other = json_loadb(found[i].value.p, found[i].value.n, JSON_DECODE_ANY, NULL);
			if (!m->other) {
				members_fini(out_r);
				return false;
			}
		}
		out_r->n++;
	}
	return true;
}

/* The way for all other records. */
static int load_members(struct str line, struct arena *a, struct members *out_r, json_t **root_r, struct err *err)
{
	json_error_t why;
	const char *name;
	json_t *v;
	json_t *root = *root_r = json_loadb(line.n ? line.p : "", line.n, 0, &why);
	if (!root) {
		enum err_code code = json_error_code(&why) == json_error_out_of_memory ? ERR_NO_MEMORY : ERR_INVALID;
		for (char *p = why.text; *p; p++)	/* it quotes the record */
			if ((unsigned char)*p < ' ')
				*p = ' ';
		return err_set(err, code, "JSON, byte %d: %s", why.position, why.text);
	}
	if (!json_is_object(root))
		return err_set(err, ERR_INVALID, "the record is not a JSON object");
	out_r->list = arena_array(a, json_object_size(root), sizeof(*out_r->list));
	json_object_foreach (root, name, v) {
		struct member *m = &out_r->list[out_r->n++];
		*m = (struct member){ .name = str_of(name) };
		if (json_is_string(v))
			m->string = string_of(v);
		else
			m->other = json_incref(v);
	}
	return 0;
}

int record_json(struct str line, struct arena *a, struct doc *doc, struct err *err)
{
	struct members members = { .n = 0 };
	json_t *root = NULL;
	int rc = 0;
	*doc = (struct doc){ 0 };
	line = without_bom(line);
	if (!read_members(line, a, &members))
		rc = load_members(line, a, &members, &root, err);
	if (rc == 0)
		rc = from_members(&members, a, doc, err);
	members_fini(&members);
	json_decref(root);
	return rc;
}

/* --- TSV --- */

/* Escapes of PostgreSQL's COPY; another character after a backslash stands for itself. */
static struct str unescape(struct str s, struct arena *a)
{
	if (str_chr(s, '\\') < 0)
		return arena_str(a, s);
	static const char from[] = "tnrbfv", to[] = "\t\n\r\b\f\v";
	char *out = arena_alloc(a, s.n + 1);
	size_t n = 0;
	if (str_eq(s, STR("\\N")))	/* NULL */
		return STR_NONE;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c == '\\' && i + 1 < s.n) {
			c = s.p[++i];
			const char *known = strchr(from, c);
			if (known)
				c = to[known - from];
		}
		out[n++] = c;
	}
	out[n] = '\0';
	return str_n(out, n);
}

int record_tsv(struct str line, struct arena *a, struct doc *doc, struct err *err)
{
	struct str field[3] = { STR_NONE, STR_NONE, STR_NONE }, more;
	unsigned n = 0;
	*doc = (struct doc){ 0 };
	line = without_bom(line);
	size_t good = utf8_valid_prefix(line);
	if (good < line.n)
		return err_set(err, ERR_INVALID, "not UTF-8 at byte %zu", good + 1);
	if (str_chr(line, '\0') >= 0)
		return err_set(err, ERR_INVALID, "NUL at byte %td", str_chr(line, '\0') + 1);
	struct str rest = line;
	while (n < 3 && str_cut(&rest, '\t', &field[n]))
		n++;
	if (str_cut(&rest, '\t', &more))
		return err_set(err, ERR_INVALID, "more than the three fields id, title, text");
	doc->id = unescape(field[0], a);
	doc->title = field_line(unescape(field[1], a), a);
	doc->text = plain_text(unescape(field[2], a), a);
	return check(doc, n > 1, n > 2, err);
}

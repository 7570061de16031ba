/* Records of NDJSON and TSV files to documents; see record.h. */
#include "config.h"

#include "text/record.h"

#include <jansson.h>
#include <stdlib.h>

#include "common/utf8.h"
#include "text/field.h"
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

static enum key key_of(const char *name)
{
	static const char *const names[KEY_OTHER] = {
		"id", "title", "text", "author", "date", "url", "source", "lang", "type",
	};
	enum key k = 0;
	while (k < KEY_OTHER && strcmp(names[k], name) != 0)
		k++;
	return k;
}

static struct str string_of(const json_t *v)
{
	return str_n(json_string_value(v), json_string_length(v));
}

static int add_authors(const json_t *v, struct arena *a, struct doc *doc, struct err *err)
{
	if (json_is_string(v)) {
		doc->author = field_line(string_of(v), a);
		return 0;
	}
	if (!json_is_array(v))
		return err_set(err, ERR_INVALID, "author is neither a string nor an array of strings");
	size_t i;
	const json_t *one;
	json_array_foreach (v, i, one) {
		if (!json_is_string(one))
			return err_set(err, ERR_INVALID, "author %zu is not a string", i + 1);
		field_add_author(doc, string_of(one), a);
	}
	return 0;
}

static int add_extra(const char *name, const json_t *v, struct arena *a, struct doc *doc, struct err *err)
{
	char *json = json_dumps(v, JSON_COMPACT | JSON_ENCODE_ANY);
	if (!json)
		return err_set(err, ERR_NO_MEMORY, "no memory for %s", name);
	doc->extras[doc->n_extras++] = (struct doc_extra){
		arena_str(a, str_of(name)), arena_str(a, str_of(json)),
	};
	free(json);
	return 0;
}

/* A number stands for its digits where identifiers and years are often written so. */
static int scalar(const char *name, enum key key, const json_t *v, struct arena *a, struct str *out_r,
		  struct err *err)
{
	bool number_ok = key == KEY_ID || key == KEY_DATE;
	if (json_is_string(v))
		*out_r = string_of(v);
	else if (number_ok && json_is_integer(v))
		*out_r = arena_printf(a, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
	else
		return err_set(err, ERR_INVALID, "%s is %s", name,
			       number_ok ? "neither a string nor an integer" : "not a string");
	return 0;
}

/* A date or language that is not understood becomes an extra: returned as it came, rather than
 * lost or an error. */
static int add_member(const char *name, const json_t *v, struct arena *a, struct doc *doc, struct err *err)
{
	enum key key = key_of(name);
	struct str s;
	if (key == KEY_OTHER)
		return add_extra(name, v, a, doc, err);
	if (json_is_null(v))
		return 0;
	if (key == KEY_AUTHOR)
		return add_authors(v, a, doc, err);
	if (scalar(name, key, v, a, &s, err) < 0)
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
		return doc->date.n ? 0 : add_extra(name, v, a, doc, err);
	case KEY_URL:
		doc->url = field_line(s, a);
		break;
	case KEY_SOURCE:
		doc->source = field_line(s, a);
		break;
	case KEY_LANG:
		doc->lang = field_lang(s, a);
		return doc->lang.n ? 0 : add_extra(name, v, a, doc, err);
	default:
		doc->type = field_line(s, a);
		break;
	}
	return 0;
}

static bool has(const json_t *object, const char *name)
{
	const json_t *v = json_object_get(object, name);
	return v && !json_is_null(v);
}

static int from_object(json_t *object, struct arena *a, struct doc *doc, struct err *err)
{
	const char *name;
	json_t *v;
	if (!json_is_object(object))
		return err_set(err, ERR_INVALID, "the record is not a JSON object");
	if (!has(object, "id"))
		return err_set(err, ERR_INVALID, "no id");
	doc->extras = arena_array(a, json_object_size(object), sizeof(*doc->extras));
	json_object_foreach (object, name, v)
		if (add_member(name, v, a, doc, err) < 0)
			return -1;
	return check(doc, has(object, "title"), has(object, "text"), err);
}

int record_json(struct str line, struct arena *a, struct doc *doc, struct err *err)
{
	json_error_t why;
	*doc = (struct doc){ 0 };
	line = without_bom(line);
	json_t *object = json_loadb(line.n ? line.p : "", line.n, 0, &why);
	if (!object) {
		enum err_code code = json_error_code(&why) == json_error_out_of_memory ? ERR_NO_MEMORY : ERR_INVALID;
		for (char *p = why.text; *p; p++)	/* it quotes the record */
			if ((unsigned char)*p < ' ')
				*p = ' ';
		return err_set(err, code, "JSON, byte %d: %s", why.position, why.text);
	}
	int rc = from_object(object, a, doc, err);
	json_decref(object);
	return rc;
}

/* --- TSV --- */

/* Escapes of PostgreSQL's COPY; another character after a backslash stands for itself. */
static struct str unescape(struct str s, struct arena *a)
{
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

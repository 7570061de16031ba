/* Front matter of Markdown files; see front_matter.h. */
#include "config.h"

#include "text/front_matter.h"

#include "common/ascii.h"
#include "common/buf.h"
#include "text/field.h"

#define LONGEST 65536	/* bytes; a rule at the top of a long text is no front matter */

enum field { FIELD_TITLE, FIELD_AUTHOR, FIELD_DATE, FIELD_LANG, FIELD_URL, FIELD_SOURCE, FIELD_NONE };

static enum field field_of(struct str key)
{
	static const struct {
		const char *key;
		enum field field;
	} keys[] = {
		{ "title", FIELD_TITLE }, { "author", FIELD_AUTHOR }, { "authors", FIELD_AUTHOR },
		{ "date", FIELD_DATE }, { "published", FIELD_DATE }, { "lang", FIELD_LANG },
		{ "language", FIELD_LANG }, { "url", FIELD_URL }, { "link", FIELD_URL },
		{ "canonical_url", FIELD_URL }, { "source", FIELD_SOURCE }, { "publisher", FIELD_SOURCE },
	};
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (str_eq_nocase(key, str_of(keys[i].key)))
			return keys[i].field;
	return FIELD_NONE;
}

/* The first of two keys for one field stays, but for authors. */
static void set(struct doc *d, enum field field, struct str value, struct arena *a)
{
	struct str *one = field == FIELD_TITLE ? &d->title : field == FIELD_DATE ? &d->date :
			  field == FIELD_LANG ? &d->lang : field == FIELD_URL ? &d->url : &d->source;
	if (field == FIELD_AUTHOR)
		field_add_author(d, value, a);
	else if (field != FIELD_NONE && one->n == 0)
		*one = field == FIELD_DATE ? field_date(value, a) : field == FIELD_LANG ? field_lang(value, a) :
		       field_line(value, a);
}

/* Up to the quote that ends it ("" or \" inside stand for one); *rest goes past it. */
static struct str quoted(struct str *rest, struct arena *a)
{
	char quote = rest->p[0], *out = arena_alloc(a, rest->n);
	size_t n = 0, i = 1;
	for (; i < rest->n; i++) {
		char c = rest->p[i];
		bool doubled = c == quote && i + 1 < rest->n && rest->p[i + 1] == quote;
		bool escaped = c == '\\' && quote == '"' && i + 1 < rest->n;
		if (c == quote && !doubled)
			break;
		if (doubled || escaped)
			c = rest->p[++i];
		out[n++] = c;
	}
	*rest = str_sub(*rest, i + 1, rest->n);
	return str_n(out, n);
}

/* One scalar off the front of *rest, up to one of `ends` or the end. */
static struct str scalar(struct str *rest, const char *ends, struct arena *a)
{
	*rest = str_trim(*rest);
	if (rest->n && (rest->p[0] == '"' || rest->p[0] == '\''))
		return quoted(rest, a);
	size_t n = 0;
	while (n < rest->n && !(rest->p[n] && strchr(ends, rest->p[n])) &&
	       !(rest->p[n] == '#' && n && rest->p[n - 1] == ' '))
		n++;
	struct str s = str_trim(str_sub(*rest, 0, n));
	*rest = str_sub(*rest, n, rest->n);
	return str_eq(s, STR("null")) || str_eq(s, STR("~")) ? STR_NONE : s;
}

/* [a, "b, c"] */
static void flow_list(struct str rest, enum field field, struct arena *a, struct doc *doc)
{
	rest = str_sub(rest, 1, rest.n);
	for (;;) {
		set(doc, field, scalar(&rest, ",]", a), a);
		ptrdiff_t comma = str_chr(rest, ',');
		if (comma < 0)
			return;
		rest = str_sub(rest, (size_t)comma + 1, rest.n);
	}
}

/* "key:" at the start of a line; *line becomes what follows. */
static bool take_key(struct str *line, struct str *key_r)
{
	size_t n = 0;
	while (n < line->n && (ascii_is_letter(line->p[n]) || ascii_is_digit(line->p[n]) || line->p[n] == '_' ||
			       line->p[n] == '-'))
		n++;
	if (n == 0 || n >= line->n || line->p[n] != ':' || (n + 1 < line->n && !ascii_is_space(line->p[n + 1])))
		return false;
	*key_r = str_sub(*line, 0, n);
	*line = str_trim(str_sub(*line, n + 1, line->n));
	return true;
}

/* The lines under a key that are indented, or items of a list. */
static void nested_lines(struct str *rest, enum field field, bool block, struct arena *a, struct doc *doc)
{
	struct str line, key, text = STR_NONE;
	for (struct str next = *rest; str_cut(&next, '\n', &line); *rest = next) {
		struct str s = str_trim(line);
		bool item = s.n > 1 && s.p[0] == '-' && s.p[1] == ' ';
		if (s.n && line.p[0] != ' ' && line.p[0] != '\t' && !item)
			break;
		if (block) {
			text = text.p ? str_n(text.p, (size_t)(line.p + line.n - text.p)) : line;
		} else if (item) {
			s = str_trim(str_sub(s, 2, s.n));
			if (!take_key(&s, &key) || str_eq(key, STR("name")))
				set(doc, field, scalar(&s, "", a), a);
		}
	}
	if (text.n)
		set(doc, field, text, a);
}

/* Length of the block with both of its rules, 0 if it is none. */
static size_t length(struct str s, struct str *inside_r)
{
	struct str rest = str_sub(s, 0, LONGEST), line, first, key;
	if (!str_cut(&rest, '\n', &line) || !str_eq(str_trim(line), STR("---")) || line.p[0] != '-')
		return 0;
	first = STR_NONE;
	const char *start = rest.p;
	while (rest.p && str_cut(&rest, '\n', &line)) {
		struct str t = str_trim(line);
		if (line.n && (str_eq(t, STR("---")) || str_eq(t, STR("..."))) && line.p[0] != ' ') {
			*inside_r = str_n(start, (size_t)(line.p - start));
			size_t end = (size_t)(line.p + line.n - s.p);
			return take_key(&first, &key) ? end + (end < s.n) : 0;
		}
		if (first.n == 0 && t.n && t.p[0] != '#')
			first = line;
	}
	return 0;
}

size_t front_matter(struct str s, struct arena *a, struct doc *doc)
{
	struct str rest, line, key;
	size_t n = length(s, &rest);
	if (n == 0)
		return 0;
	while (str_cut(&rest, '\n', &line)) {
		if (!take_key(&line, &key))
			continue;
		enum field field = field_of(key);
		bool block = line.n && (line.p[0] == '>' || line.p[0] == '|');
		if (line.n == 0 || block)
			nested_lines(&rest, field, block, a, doc);
		else if (line.p[0] == '[')
			flow_list(line, field, a, doc);
		else
			set(doc, field, scalar(&line, "", a), a);
	}
	return n;
}

/* HTML as a stream of tags and text; see html_token.h. */
#include "config.h"

#include "text/html_token.h"

#include "common/ascii.h"

/* Elements whose content is no markup up to their end tag, and whether it is text to read. */
static const struct {
	const char *name;
	bool text;
} raw_elements[] = {
	{ "script", false }, { "style", false }, { "iframe", false }, { "noembed", false },
	{ "noframes", false }, { "xmp", true }, { "title", true }, { "textarea", true },
};
#define N_RAW (sizeof(raw_elements) / sizeof(*raw_elements))

/* Bits of html_tokens.endless; the raw elements have theirs by index, from 1 << 8 on. */
enum { ENDLESS_COMMENT = 1, ENDLESS_TAG = 2, ENDLESS_ANGLE = 4, ENDLESS_RAW = 1 << 8 };

void html_begin(struct html_tokens *t, struct str html)
{
	*t = (struct html_tokens){ .rest = html, .xml = str_starts(str_trim(html), STR("<?xml")) };
}

static struct str take(struct html_tokens *t, size_t n)
{
	struct str s = str_sub(t->rest, 0, n);
	t->rest = str_sub(t->rest, n, t->rest.n);
	return s;
}

/* Offset just past needle in the rest; 0 when it is not there, which the bit remembers. */
static size_t past(struct html_tokens *t, struct str needle, unsigned bit)
{
	ptrdiff_t at = t->endless & bit ? -1 : str_find(t->rest, needle);
	if (at < 0)
		t->endless |= bit;
	return at < 0 ? 0 : (size_t)at + needle.n;
}

/* --- attributes --- */

static size_t skip_spaces(struct str s, size_t i)
{
	while (i < s.n && ascii_is_space(s.p[i]))
		i++;
	return i;
}

/* One attribute at *i, *i moves past it; false at ">" or the end.  A failing search for the
 * closing quote means that no such quote follows at all, so it happens once for each kind. */
static bool attr_at(struct str s, size_t *i, struct str *name_r, struct str *value_r)
{
	size_t at = *i;
	while (at < s.n && (ascii_is_space(s.p[at]) || s.p[at] == '/'))
		at++;
	*i = at;
	if (at >= s.n || s.p[at] == '>')
		return false;
	size_t start = at++;	/* a "=" in front belongs to the name */
	while (at < s.n && !ascii_is_space(s.p[at]) && !strchr("/>=", s.p[at] ? s.p[at] : 'x'))
		at++;
	*name_r = str_sub(s, start, at);
	*value_r = STR_NONE;
	*i = at;
	at = skip_spaces(s, at);
	if (at >= s.n || s.p[at] != '=')
		return true;
	at = skip_spaces(s, at + 1);
	if (at < s.n && (s.p[at] == '"' || s.p[at] == '\'')) {
		ptrdiff_t len = str_chr(str_sub(s, at + 1, s.n), s.p[at]);
		if (len >= 0) {
			*value_r = str_sub(s, at + 1, at + 1 + (size_t)len);
			*i = at + (size_t)len + 2;
			return true;
		}
	}
	start = at;
	while (at < s.n && !ascii_is_space(s.p[at]) && s.p[at] != '>')
		at++;
	*value_r = str_sub(s, start, at);
	*i = at;
	return true;
}

bool html_attr_next(struct str *attrs, struct str *name_r, struct str *value_r)
{
	size_t i = 0;
	bool found = attr_at(*attrs, &i, name_r, value_r);
	*attrs = str_sub(*attrs, i, attrs->n);
	return found;
}

bool html_attr(struct str attrs, const char *name, struct str *value_r)
{
	struct str one;
	while (html_attr_next(&attrs, &one, value_r))
		if (str_eq_nocase(one, str_of(name)))
			return true;
	*value_r = STR_NONE;
	return false;
}

/* --- tags --- */

/* Offset just past the ">" of the tag whose name ends at i, 0 if there is none.  When a quote
 * hides all of them, this and all later tags end at the next ">" whatever is quoted. */
static size_t tag_end(struct html_tokens *t, size_t i)
{
	struct str name, value;
	if (!(t->endless & ENDLESS_TAG)) {
		while (attr_at(t->rest, &i, &name, &value))
			;
		if (i < t->rest.n)
			return i + 1;
		t->endless |= ENDLESS_TAG;
	}
	return past(t, STR(">"), ENDLESS_ANGLE);
}

/* Where the end tag of a raw element begins, or SIZE_MAX. */
static size_t raw_end(struct html_tokens *t, size_t element)
{
	struct str s = t->rest, name = str_of(raw_elements[element].name);
	if (t->endless & ENDLESS_RAW << element)
		return SIZE_MAX;
	for (size_t from = 0; from < s.n;) {
		ptrdiff_t at = str_find(str_sub(s, from, s.n), STR("</"));
		if (at < 0)
			break;
		from += (size_t)at + 2;
		size_t end = from + name.n;
		if (str_eq_nocase(str_sub(s, from, end), name) && (end >= s.n || !ascii_is_letter(s.p[end])))
			return from - 2;
	}
	t->endless |= ENDLESS_RAW << element;
	return SIZE_MAX;
}

/* After an open tag: is what follows raw?  A script without an end reaches to the end of the
 * page, but a title without one does not swallow it. */
static void begin_raw(struct html_tokens *t, const char *name)
{
	for (size_t i = 0; i < N_RAW; i++) {
		if (strcmp(raw_elements[i].name, name) != 0)
			continue;
		size_t end = raw_end(t, i);
		if (end == SIZE_MAX)
			end = raw_elements[i].text ? 0 : t->rest.n;
		t->raw = end;
		t->raw_is_text = raw_elements[i].text;
	}
}

static bool read_tag(struct html_tokens *t, struct html_token *out)
{
	size_t start = t->rest.p[1] == '/' ? 2 : 1, i = start, n;
	if (t->endless & ENDLESS_ANGLE)
		return false;
	while (i < t->rest.n && !ascii_is_space(t->rest.p[i]) && t->rest.p[i] != '/' && t->rest.p[i] != '>')
		i++;
	size_t end = tag_end(t, i);
	if (end == 0)
		return false;
	n = i - start < sizeof(out->name) ? i - start : 0;
	for (size_t k = 0; k < n; k++)
		out->name[k] = ascii_lower(t->rest.p[start + k]);
	out->name[n] = '\0';
	struct str tag = take(t, end);
	out->kind = start == 2 ? HTML_CLOSE : HTML_OPEN;
	out->attrs = str_sub(tag, i, end - 1);
	out->empty = str_ends(out->attrs, STR("/")) && (t->xml || strcmp(out->name, "svg") == 0);
	if (out->kind == HTML_OPEN && !out->empty)
		begin_raw(t, out->name);
	return true;
}

/* Comments, declarations, processing instructions: bytes to skip, 0 for none here. */
static size_t skip_length(struct html_tokens *t)
{
	struct str s = t->rest;
	if (s.n < 2 || (s.p[1] != '!' && s.p[1] != '?' && s.p[1] != '/'))
		return 0;
	if (str_starts(s, STR("<!-->")))
		return 5;
	if (str_starts(s, STR("<!--"))) {
		size_t end = past(t, STR("-->"), ENDLESS_COMMENT);
		if (end)
			return end;
	}
	return past(t, STR(">"), ENDLESS_ANGLE);
}

static bool at_tag(struct str s)
{
	size_t i = s.n > 1 && s.p[1] == '/' ? 2 : 1;
	return i < s.n && ascii_is_letter(s.p[i]);
}

bool html_markup(struct html_tokens *t, struct html_token *out)
{
	*out = (struct html_token){ .kind = HTML_RAW };
	if (t->rest.n == 0 || t->rest.p[0] != '<')
		return false;
	if (at_tag(t->rest))
		return read_tag(t, out);
	size_t skip = skip_length(t);
	take(t, skip);
	return skip > 0;
}

bool html_next(struct html_tokens *t, struct html_token *out)
{
	if (t->raw) {
		*out = (struct html_token){ .kind = t->raw_is_text ? HTML_TEXT : HTML_RAW };
		out->text = take(t, t->raw);
		t->raw = 0;
		return true;
	}
	if (t->rest.n == 0)
		return false;
	if (html_markup(t, out))
		return true;
	/* An angle that begins no markup is a character. */
	size_t first = t->rest.p[0] == '<';
	ptrdiff_t next = str_chr(str_sub(t->rest, first, t->rest.n), '<');
	out->kind = HTML_TEXT;
	out->text = take(t, next < 0 ? t->rest.n : first + (size_t)next);
	return true;
}

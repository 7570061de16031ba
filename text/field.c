/* Values of a document's fields; see field.h. */
#include "config.h"

#include "text/field.h"

#include "common/ascii.h"
#include "common/utf8.h"
#include "text/date.h"

/* Bytes of white space or control character at offset i, 0 if there is none. */
static size_t blank_at(struct str s, size_t i)
{
	unsigned char c = (unsigned char)s.p[i];
	if (c <= ' ' || c == 0x7f)
		return 1;
	if (c != 0xc2 && c != 0xe2 && c != 0xef)
		return 0;
	size_t next = i;
	uint32_t u = utf8_next(s, &next);
	bool blank = (u >= 0x80 && u <= 0xa0) || u == 0x2028 || u == 0x2029 || u == 0xfeff;
	return blank ? next - i : 0;
}

struct str field_line(struct str s, struct arena *a)
{
	char *out = arena_alloc(a, s.n + 1);
	size_t n = 0, skip;
	bool gap = false;
	for (size_t i = 0; i < s.n;) {
		if ((skip = blank_at(s, i)) != 0) {
			gap = n > 0;
			i += skip;
			continue;
		}
		if (gap)
			out[n++] = ' ';
		gap = false;
		out[n++] = s.p[i++];
	}
	out[n] = '\0';
	return str_n(out, n);
}

static bool letters(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!ascii_is_letter(s.p[i]))
			return false;
	return true;
}

struct str field_lang(struct str s, struct arena *a)
{
	char *out = arena_alloc(a, sizeof("abc-Abcd-AB"));
	size_t n = 0;
	s = str_trim(s);
	for (unsigned part = 0; part < 3; part++) {
		size_t len = 0;
		while (len < s.n && s.p[len] != '-' && s.p[len] != '_')
			len++;
		struct str tag = str_sub(s, 0, len);
		s = str_sub(s, len + 1, s.n);
		bool primary = part == 0 && (len == 2 || len == 3);
		bool script = part == 1 && len == 4;
		bool region = part > 0 && len == 2;
		if (!letters(tag) || !(primary || script || region))
			break;
		if (part)
			out[n++] = '-';
		for (size_t i = 0; i < len; i++)
			out[n++] = region || (script && i == 0) ? ascii_upper(tag.p[i]) : ascii_lower(tag.p[i]);
		if (region)
			break;
	}
	return str_n(out, n);
}

struct str field_date(struct str s, struct arena *a)
{
	char iso[11];
	return date_normalise(s, iso) ? arena_str(a, str_of(iso)) : STR_NONE;
}

void field_add_author(struct doc *doc, struct str name, struct arena *a)
{
	name = field_line(name, a);
	/* The list is copied for each author: without a limit that would be quadratic. */
	if (name.n == 0 || doc->author.n > AUTHORS_MAX)
		return;
	struct str rest = doc->author, one;
	while (str_cut(&rest, ';', &one))
		if (str_eq(str_trim(one), name))
			return;
	if (doc->author.n)
		doc->author = arena_printf(a, "%.*s; %.*s", STR_ARG(doc->author), STR_ARG(name));
	else
		doc->author = name;
}

/* Footnotes by the names of their places; see html_note.h. */
#include "config.h"

#include "text/html_note.h"

#include "common/ascii.h"
#include "text/html_token.h"

#define LABEL_MAX 12

static bool starts(struct str s, const char *prefix)
{
	struct str z = str_of(prefix);
	return s.n >= z.n && str_eq_nocase(str_sub(s, 0, z.n), z);
}

/* What follows the prefix and a separator. */
static struct str behind(struct str name, const char *prefix)
{
	size_t i = strlen(prefix);
	while (i < name.n && strchr("-_:.", name.p[i] ? name.p[i] : 'x'))
		i++;
	return str_sub(name, i, name.n);
}

bool html_note_call(struct str name)
{
	static const char *const prefixes[] = { "fnref", "_ftnref", "ftnref", "_ednref", "ednref", "cite_ref", "footnote-ref", "footnoteref",
		"footnote-back", "noteref", "note-ref", "user-content-fnref", "_ref", "ref-fn" };
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++)
		if (starts(name, prefixes[i]))
			return true;
	return false;
}

static bool is_printed(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7f)
			return false;
	return true;
}

bool html_note_place(struct str name, struct str *label_r)
{
	static const char *const prefixes[] = { "footnote", "endnote", "cite_note", "user-content-fn", "_ftn", "_edn", "ftn", "edn", "note", "fn" };
	*label_r = STR_NONE;
	if (html_note_call(name) || name.n == 0 || !ascii_is_digit(name.p[name.n - 1]))
		return false;
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++) {
		if (!starts(name, prefixes[i]))
			continue;
		*label_r = behind(name, prefixes[i]);
		return label_r->n > 0 && label_r->n <= LABEL_MAX && is_printed(*label_r);
	}
	return false;
}

bool html_is_note(struct str attrs, struct str *label_r)
{
	struct str value;
	return html_attr(attrs, "id", &value) && html_note_place(value, label_r);
}

static struct str fragment(struct str attrs)
{
	struct str href;
	if (!html_attr(attrs, "href", &href))
		return STR_NONE;
	ptrdiff_t at = str_chr(href, '#');
	return at < 0 ? STR_NONE : str_sub(href, (size_t)at + 1, href.n);
}

bool html_links_to_note(struct str attrs, struct str *label_r)
{
	return html_note_place(fragment(attrs), label_r);
}

bool html_links_back(struct str attrs)
{
	struct str role;
	return html_note_call(fragment(attrs)) || (html_attr(attrs, "role", &role) && str_eq_nocase(role, STR("doc-backlink")));
}

bool html_is_caption(struct str attrs)
{
	struct str class, one;
	if (!html_attr(attrs, "class", &class))
		return false;
	while (str_cut(&class, ' ', &one))
		if (str_eq_nocase(one, STR("caption")) || str_eq_nocase(one, STR("wp-caption-text")) || str_eq_nocase(one, STR("image-caption")) ||
		    str_eq_nocase(one, STR("photo-caption")) || str_eq_nocase(one, STR("figure-caption")) || str_eq_nocase(one, STR("img-caption")))
			return true;
	return false;
}

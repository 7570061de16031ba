/* Furniture of web pages; see html_furniture.h. */
#include "config.h"

#include "text/html_furniture.h"

#include <stdlib.h>

#include "common/ascii.h"
#include "text/html_token.h"

#define LINKS_MIN 3	/* of a menu; a character between two of them is a separator */
#define LABEL_MAX 20	/* characters of its labels, in the mean */

static bool is_one_of(struct str word, const char *const *list)
{
	for (; *list; list++)
		if (str_eq_nocase(word, str_of(*list)))
			return true;
	return false;
}

/* Next word of a class name: letters, cut at signs, digits and capitals ("siteNav2"). */
static bool next_word(struct str *s, struct str *word_r)
{
	size_t i = 0, end;
	while (i < s->n && !ascii_is_letter(s->p[i]))
		i++;
	for (end = i + 1; end < s->n && ascii_is_letter(s->p[end]); end++)
		if (s->p[end] != ascii_lower(s->p[end]) && s->p[end - 1] == ascii_lower(s->p[end - 1]))
			break;
	*word_r = str_sub(*s, i, end);
	*s = str_sub(*s, end, s->n);
	return word_r->n > 0;
}

/* Words of class names, sorted: kinds of furniture, and places and parts of pages. */
enum { KIND = 1, PART };
#define WORD_LONGEST 13
static const struct word {
	char text[WORD_LONGEST + 1];
	char is;
} words[] = {
	{ "ads", KIND }, { "advert", KIND }, { "advertisement", KIND }, { "area", PART },
	{ "article", PART }, { "banner", KIND }, { "bar", PART }, { "block", PART }, { "bottom", PART },
	{ "box", PART }, { "breadcrumb", KIND }, { "breadcrumbs", KIND }, { "btn", PART },
	{ "button", PART }, { "buttons", PART }, { "col", PART }, { "consent", PART },
	{ "container", PART }, { "content", PART }, { "cookie", KIND }, { "cookies", KIND },
	{ "desktop", PART }, { "div", PART }, { "entry", PART }, { "footer", KIND }, { "global", PART },
	{ "group", PART }, { "head", PART }, { "header", PART }, { "icon", PART }, { "icons", PART },
	{ "id", PART }, { "inner", PART }, { "item", PART }, { "items", PART }, { "js", PART },
	{ "left", PART }, { "link", PART }, { "links", PART }, { "list", PART }, { "lower", PART },
	{ "main", PART }, { "media", PART }, { "menu", KIND }, { "mobile", PART }, { "nav", KIND },
	{ "navbar", KIND }, { "navigation", KIND }, { "newsletter", KIND }, { "notice", PART },
	{ "outer", PART }, { "page", PART }, { "pager", KIND }, { "pagination", KIND }, { "popup", KIND },
	{ "post", PART }, { "primary", PART }, { "reader", PART }, { "region", PART }, { "right", PART },
	{ "row", PART }, { "screen", PART }, { "secondary", PART }, { "section", PART }, { "share", KIND },
	{ "sharing", KIND }, { "sidebar", KIND }, { "signup", PART }, { "site", PART }, { "skip", KIND },
	{ "social", KIND }, { "submenu", KIND }, { "text", PART }, { "the", PART }, { "to", PART },
	{ "toolbar", KIND }, { "tools", PART }, { "top", PART }, { "ul", PART }, { "upper", PART },
	{ "widget", PART }, { "widgets", PART }, { "wrap", PART }, { "wrapper", PART },
};

static int compare(const void *key, const void *row)
{
	return strcmp(key, ((const struct word *)row)->text);
}

static int meaning(struct str word)
{
	char key[WORD_LONGEST + 1];
	if (word.n > WORD_LONGEST)
		return 0;
	for (size_t i = 0; i < word.n; i++)
		key[i] = ascii_lower(word.p[i]);
	key[word.n] = '\0';
	const struct word *w = bsearch(key, words, sizeof(words) / sizeof(*words), sizeof(*words), compare);
	return w ? w->is : 0;
}

/* A class or id names furniture when it has a word for it and otherwise only words for places
 * and parts of pages: "main-nav" and "footer_links" do, "market-share", "has-sidebar" and
 * "category-social-policy" do not. */
static bool name_is_furniture(struct str name)
{
	struct str word;
	bool kind = false;
	while (next_word(&name, &word)) {
		int is = meaning(word);
		if (!is)
			return false;
		kind |= is == KIND;
	}
	return kind;
}

static bool names_are_furniture(struct str list)
{
	for (size_t i = 0, end; i < list.n; i = end + 1) {
		for (end = i; end < list.n && (unsigned char)list.p[end] > ' '; end++)
			;
		if (name_is_furniture(str_sub(list, i, end)))
			return true;
	}
	return false;
}

static bool role_is_furniture(struct str role)
{
	static const char *const roles[] = {
		"navigation", "banner", "contentinfo", "search", "complementary", "menu", "menubar", "toolbar",
		"dialog", "alertdialog", NULL
	};
	return is_one_of(str_trim(role), roles);
}

/* "display : none" in a style attribute. */
static bool style_hides(struct str style)
{
	ptrdiff_t at;
	while ((at = str_find(style, STR("display"))) >= 0) {
		style = str_trim(str_sub(style, (size_t)at + 7, style.n));
		if (style.n && style.p[0] == ':' && str_starts(str_trim(str_sub(style, 1, style.n)), STR("none")))
			return true;
	}
	return false;
}

static bool attrs_are_furniture(struct str attrs, unsigned rules)
{
	struct str name, value;
	while (html_attr_next(&attrs, &name, &value)) {
		bool hit = false;
		if (str_eq_nocase(name, STR("hidden")))
			hit = rules & FURNITURE_HIDDEN && !str_eq_nocase(value, STR("until-found"));
		else if (str_eq_nocase(name, STR("aria-hidden")))
			hit = rules & FURNITURE_HIDDEN && str_eq_nocase(value, STR("true"));
		else if (str_eq_nocase(name, STR("style")))
			hit = rules & FURNITURE_HIDDEN && style_hides(value);
		else if (str_eq_nocase(name, STR("role")))
			hit = rules & FURNITURE_ROLES && role_is_furniture(value);
		else if (str_eq_nocase(name, STR("class")) || str_eq_nocase(name, STR("id")))
			hit = rules & FURNITURE_NAMES && names_are_furniture(value);
		if (hit)
			return true;
	}
	return false;
}

/* Elements that hold the page or its text are none, whatever they are called. */
static bool is_frame(const char *name)
{
	static const char *const frames[] = {
		"html", "head", "body", "main", "article", "h1", "title", "meta", "link", NULL
	};
	return is_one_of(str_of(name), frames);
}

bool html_is_furniture(const char *name, struct str attrs, unsigned rules, bool in_article, bool in_main)
{
	struct str s = str_of(name);
	if (is_frame(name))
		return false;
	if (rules & FURNITURE_ELEMENTS) {
		if (str_eq(s, STR("nav")) || (str_eq(s, STR("aside")) && !in_article))
			return true;
		if ((str_eq(s, STR("header")) || str_eq(s, STR("footer"))) && !in_article && !in_main)
			return true;
	}
	if (rules & FURNITURE_FORMS && str_eq(s, STR("form")))
		return true;
	return attrs.n > 0 && attrs_are_furniture(attrs, rules);
}

/* Titles of documents are longer than the labels of a menu. */
bool html_is_link_bar(size_t links, size_t chars, size_t link_chars)
{
	return links >= LINKS_MIN && chars - link_chars <= links && link_chars <= links * LABEL_MAX;
}

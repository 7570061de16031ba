/* Is it a page that nothing foreign got into?  For the unit tests and the fuzz target.
 *
 * Well-formed UTF-8, balanced tags, only elements and attributes that the page uses, no script but the page's own, links only to
 * where the page links to.  html_check() gives NULL, or what is wrong.
 */
#ifndef KAREZ_TESTS_HTML_CHECK_H
#define KAREZ_TESTS_HTML_CHECK_H

#include <stdbool.h>
#include <stdio.h>

#include "common/str.h"
#include "common/utf8.h"

struct html_checker {
	struct str s;
	size_t at;
	struct str open[64];	/* elements */
	unsigned depth;
	char wrong[256];
};

static inline bool html_word_is_in(struct str word, const char *list)
{
	struct str rest = str_of(list), one;
	while (str_cut(&rest, ' ', &one))
		if (str_eq(one, word))
			return true;
	return false;
}

static inline bool html_wrong(struct html_checker *c, const char *what, struct str where)
{
	snprintf(c->wrong, sizeof(c->wrong), "%s at byte %zu: %.*s", what, c->at, STR_ARG(str_sub(where, 0, 120)));
	return false;
}

static inline struct str html_rest(const struct html_checker *c)
{
	return str_sub(c->s, c->at, c->s.n);
}

static inline bool html_name_char(char ch)
{
	return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') || ch == '-';
}

static inline struct str html_name(struct html_checker *c)
{
	size_t from = c->at;
	while (c->at < c->s.n && html_name_char(c->s.p[c->at]))
		c->at++;
	return str_sub(c->s, from, c->at);
}

/* Up to one of the ends: no markup, no control character, no "&" that is no reference. */
static inline bool html_text_ok(struct html_checker *c, char end)
{
	static const struct str references[] = { { "&amp;", 5 }, { "&lt;", 4 }, { "&gt;", 4 }, { "&quot;", 6 }, { "&#39;", 5 } };
	for (; c->at < c->s.n && c->s.p[c->at] != end; c->at++) {
		unsigned char ch = (unsigned char)c->s.p[c->at];
		bool known = ch != '&';
		for (size_t i = 0; i < sizeof(references) / sizeof(*references); i++)
			known = known || str_starts(html_rest(c), references[i]);
		if (!known || ch == '<' || ch == '>' || (ch == '"' && end == '"') || ch == 0x7f || (ch < 0x20 && ch != '\n' && ch != '\t'))
			return html_wrong(c, "unescaped", html_rest(c));
	}
	return true;
}

static inline bool html_link_ok(struct str value, bool is_link)
{
	static const char *const starts[] = { "/?", "/document?", "#", "http://", "https://", "HTTP://" };
	if (str_eqz(value, "/") || str_eqz(value, "/document") || str_eqz(value, "/karez.css") || str_eqz(value, "/karez.svg"))
		return true;
	for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++)
		if (str_eq_nocase(str_sub(value, 0, strlen(starts[i])), str_of(starts[i])))
			return is_link;
	return false;
}

static inline bool html_attribute(struct html_checker *c, struct str element)
{
	struct str name = html_name(c), value = STR_NONE;
	if (!html_word_is_in(name, "lang charset name content rel href type src defer class id role action method for value dir placeholder "
			     "autocomplete autocapitalize spellcheck maxlength autofocus selected open start title datetime form size "
			     "inputmode pattern tabindex viewBox width height x y d aria-hidden aria-label aria-current preserveAspectRatio"))
		return html_wrong(c, "attribute", name.n ? name : html_rest(c));
	if (c->at + 1 < c->s.n && c->s.p[c->at] == '=') {
		if (c->s.p[c->at + 1] != '"')
			return html_wrong(c, "value without quotes", html_rest(c));
		size_t from = c->at += 2;
		if (!html_text_ok(c, '"'))
			return false;
		value = str_sub(c->s, from, c->at++);
	}
	if (str_eqz(name, "href") && !html_link_ok(value, str_eqz(element, "a")))
		return html_wrong(c, "link", value);
	if ((str_eqz(name, "src") && !str_eqz(value, "/karez.js")) || (str_eqz(name, "action") && !str_eqz(value, "/")))
		return html_wrong(c, "address", value);
	return true;
}

static inline bool html_tag(struct html_checker *c)
{
	bool closing = c->at + 1 < c->s.n && c->s.p[c->at + 1] == '/';
	c->at += closing ? 2 : 1;
	struct str name = html_name(c);
	if (!html_word_is_in(name, "html head meta title link script body a header main aside nav section article form label input select option "
			     "button svg path rect div p span h1 h2 h3 ul ol li dl dt dd bdi q time mark br sup details summary code kbd"))
		return html_wrong(c, "element", name.n ? name : html_rest(c));
	while (!closing && c->at < c->s.n && c->s.p[c->at] == ' ') {
		c->at++;
		if (!html_attribute(c, name))
			return false;
	}
	if (c->at >= c->s.n || c->s.p[c->at] != '>')
		return html_wrong(c, "tag", html_rest(c));
	c->at++;
	if (html_word_is_in(name, "meta link input br"))
		return !closing || html_wrong(c, "closed void element", name);
	if (!closing) {
		if (c->depth == sizeof(c->open) / sizeof(*c->open))
			return html_wrong(c, "too deep", name);
		c->open[c->depth++] = name;
		return true;
	}
	if (c->depth == 0 || !str_eq(c->open[--c->depth], name))
		return html_wrong(c, "closes nothing", name);
	return true;
}

/* wrong: room for the answer, at least 256 bytes. */
static inline const char *html_check(struct str page, char *wrong)
{
	static const struct str doctype = { "<!DOCTYPE html>", 15 };
	struct html_checker c = { .s = page };
	bool good = utf8_valid(page) || html_wrong(&c, "UTF-8", STR("invalid"));
	if (good && !str_starts(page, doctype))
		good = html_wrong(&c, "beginning", page);
	c.at = doctype.n;
	while (good && c.at < page.n)
		good = page.p[c.at] == '<' ? html_tag(&c) : html_text_ok(&c, '<');
	if (good && c.depth)
		good = html_wrong(&c, "never closed", c.open[c.depth - 1]);
	if (good)
		return NULL;
	memcpy(wrong, c.wrong, sizeof(c.wrong));
	return wrong;
}

#endif

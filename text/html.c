/* HTML pages to reading text: one walk over the tags, no tree; see html.h. */
#include "config.h"

#include "text/html.h"

#include <stdlib.h>

#include "text/entity.h"
#include "text/flow.h"
#include "text/html_furniture.h"
#include "text/html_meta.h"
#include "text/html_token.h"

#define PRESCAN 1024	/* as in HTML5 */

/* --- elements --- */

enum {
	EL_PARAGRAPH = 1,	/* separates paragraphs */
	EL_LINE = 2,		/* separates lines */
	EL_CELL = 4,		/* separates cells of a line */
	EL_PRE = 8,		/* white space counts */
	EL_VOID = 16,		/* has no content */
	EL_OPTIONAL = 32,	/* its end tag may be left out */
	EL_CONTAINER = 64,	/* its end tag ends what is open in it */
	EL_NO_TEXT = 128	/* its content is nothing to read */
};

/* Sorted by name.  What is not here is inline and changes nothing. */
static const struct element {
	char name[12];
	unsigned flags;
} elements[] = {
	{ "address", EL_PARAGRAPH },
	{ "article", EL_PARAGRAPH | EL_CONTAINER },
	{ "aside", EL_PARAGRAPH | EL_CONTAINER },
	{ "audio", EL_NO_TEXT },
	{ "base", EL_VOID },
	{ "blockquote", EL_PARAGRAPH | EL_CONTAINER },
	{ "body", EL_PARAGRAPH | EL_CONTAINER },
	{ "br", EL_LINE | EL_VOID },
	{ "button", EL_NO_TEXT },
	{ "canvas", EL_NO_TEXT },
	{ "caption", EL_PARAGRAPH },
	{ "center", EL_PARAGRAPH },
	{ "col", EL_VOID },
	{ "datalist", EL_NO_TEXT },
	{ "dd", EL_LINE | EL_OPTIONAL },
	{ "details", EL_PARAGRAPH },
	{ "dialog", EL_PARAGRAPH },
	{ "dir", EL_PARAGRAPH | EL_CONTAINER },
	{ "div", EL_PARAGRAPH | EL_CONTAINER },
	{ "dl", EL_PARAGRAPH | EL_CONTAINER },
	{ "dt", EL_LINE | EL_OPTIONAL },
	{ "embed", EL_VOID },
	{ "fieldset", EL_PARAGRAPH | EL_CONTAINER },
	{ "figcaption", EL_PARAGRAPH },
	{ "figure", EL_PARAGRAPH },
	{ "footer", EL_PARAGRAPH | EL_CONTAINER },
	{ "form", EL_PARAGRAPH | EL_CONTAINER },
	{ "frame", EL_VOID },
	{ "h1", EL_PARAGRAPH },
	{ "h2", EL_PARAGRAPH },
	{ "h3", EL_PARAGRAPH },
	{ "h4", EL_PARAGRAPH },
	{ "h5", EL_PARAGRAPH },
	{ "h6", EL_PARAGRAPH },
	{ "head", EL_PARAGRAPH },
	{ "header", EL_PARAGRAPH | EL_CONTAINER },
	{ "hr", EL_PARAGRAPH | EL_VOID },
	{ "html", EL_PARAGRAPH },
	{ "img", EL_VOID },
	{ "input", EL_VOID },
	{ "legend", EL_PARAGRAPH },
	{ "li", EL_LINE | EL_OPTIONAL },
	{ "link", EL_VOID },
	{ "main", EL_PARAGRAPH | EL_CONTAINER },
	{ "menu", EL_PARAGRAPH | EL_CONTAINER },
	{ "meta", EL_VOID },
	{ "nav", EL_PARAGRAPH | EL_CONTAINER },
	{ "noscript", EL_NO_TEXT },
	{ "ol", EL_PARAGRAPH | EL_CONTAINER },
	{ "option", EL_LINE },
	{ "p", EL_PARAGRAPH | EL_OPTIONAL },
	{ "param", EL_VOID },
	{ "pre", EL_PARAGRAPH | EL_PRE },
	{ "search", EL_PARAGRAPH },
	{ "section", EL_PARAGRAPH | EL_CONTAINER },
	{ "select", EL_NO_TEXT },
	{ "source", EL_VOID },
	{ "summary", EL_PARAGRAPH },
	{ "svg", EL_NO_TEXT },
	{ "table", EL_PARAGRAPH | EL_CONTAINER },
	{ "td", EL_CELL | EL_OPTIONAL },
	{ "template", EL_NO_TEXT },
	{ "textarea", EL_NO_TEXT },
	{ "th", EL_CELL | EL_OPTIONAL },
	{ "tr", EL_LINE | EL_OPTIONAL },
	{ "track", EL_VOID },
	{ "ul", EL_PARAGRAPH | EL_CONTAINER },
	{ "video", EL_NO_TEXT },
	{ "wbr", EL_VOID },
	{ "xmp", EL_PARAGRAPH | EL_PRE },
};

static int compare(const void *key, const void *row)
{
	return strcmp(key, ((const struct element *)row)->name);
}

static unsigned flags_of(const char *name)
{
	const struct element *e = bsearch(name, elements, sizeof(elements) / sizeof(*elements), sizeof(*elements), compare);
	return e ? e->flags : 0;
}

/* --- content that is passed over --- */

/* From an open tag to the end of its element, found by counting. */
struct skip {
	char name[16];
	unsigned flags;		/* of the element */
	unsigned depth;		/* of open elements of its name, or of containers; 0 = not skipping */
	size_t bytes;		/* of text passed over */
};

static void skip_begin(struct skip *s, const struct html_token *tag, unsigned flags)
{
	*s = (struct skip){ .flags = flags, .depth = 1 };
	memcpy(s->name, tag->name, sizeof(s->name));
}

/* Elements like li and p also end where a sibling begins or their container ends; then the tag
 * is not part of them and false is returned. */
static bool skip_optional(struct skip *s, const struct html_token *tag, unsigned flags, bool same)
{
	bool paragraph = strcmp(s->name, "p") == 0;
	if (tag->kind == HTML_OPEN) {
		bool sibling = same || (paragraph && flags & (EL_PARAGRAPH | EL_LINE) && !(flags & EL_VOID));
		if (s->depth == 1 && sibling) {
			s->depth = 0;
			return false;
		}
		s->depth += (flags & EL_CONTAINER) != 0;
		return true;
	}
	if (s->depth == 1 && same) {
		s->depth = 0;
		return true;
	}
	if (flags & EL_CONTAINER)
		return --s->depth > 0;
	return true;
}

/* True when the tag belongs to what is skipped (its end tag too). */
static bool skip_tag(struct skip *s, const struct html_token *tag, unsigned flags)
{
	bool same = strcmp(s->name, tag->name) == 0;
	if (tag->empty)
		return true;
	if (s->flags & EL_OPTIONAL)
		return skip_optional(s, tag, flags, same);
	if (same)
		s->depth += tag->kind == HTML_OPEN ? 1u : -1u;
	return true;
}

/* --- the walk --- */

struct page {
	struct flow flow;
	struct html_meta *meta;
	unsigned rules;			/* enum furniture */
	struct skip silent, furniture;
	size_t kept, passed_over;	/* bytes of text, without white space */
	unsigned articles, mains, pres;	/* open elements of these kinds */
	bool in_title, in_heading, in_sup;
	struct flow_mark heading, sup;
};

static size_t count_ink(struct str s)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++)
		n += (unsigned char)s.p[i] > ' ';
	return n;
}

static void put(struct page *p, struct str s)
{
	if (p->pres)
		flow_preformatted(&p->flow, s);
	else
		flow_text(&p->flow, s);
}

static void put_text(struct page *p, struct str s)
{
	p->kept += count_ink(s);
	while (s.n) {
		char c[4];
		unsigned len;
		ptrdiff_t at = str_chr(s, '&');
		size_t plain = at < 0 ? s.n : (size_t)at;
		put(p, str_sub(s, 0, plain));
		s = str_sub(s, plain, s.n);
		if (s.n == 0)
			break;
		size_t taken = entity_decode(s, c, &len);
		put(p, taken ? str_n(c, len) : str_sub(s, 0, 1));
		s = str_sub(s, taken ? taken : 1, s.n);
	}
}

static void text(struct page *p, struct str s)
{
	struct skip *in = p->silent.depth ? &p->silent : p->furniture.depth ? &p->furniture : NULL;
	if (in) {
		size_t ink = count_ink(s);
		in->bytes += ink;
		/* Lists of a form's countries and the like say nothing about a page. */
		if (in == &p->furniture)
			p->passed_over += ink;
	} else if (p->in_title) {
		html_meta_title(p->meta, s);
	} else {
		put_text(p, s);
	}
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A footnote marker: "1", "2,3", "*", "†", "[note 4]". */
static bool is_marker(struct str s)
{
	static const char *const signs[] = { "*", "†", "‡", "§", ",", "-", "–", " ", "(", ")", "[", "]" };
	if (s.n > 12)
		return false;
	if (s.p[0] == '[' && s.p[s.n - 1] == ']')
		return true;
	while (s.n) {
		size_t len = is_digit(s.p[0]);
		for (size_t i = 0; !len && i < sizeof(signs) / sizeof(*signs); i++)
			if (str_starts(s, str_of(signs[i])))
				len = strlen(signs[i]);
		if (!len)
			return false;
		s = str_sub(s, len, s.n);
	}
	return true;
}

/* "10<sup>th</sup>" is one word.  A marker would be taken for a part of the word before it, so it
 * goes; what else is raised is set off. */
static void end_sup(struct page *p)
{
	struct str s = flow_since(&p->flow, p->sup);
	bool attached = p->sup.n > 0 && p->sup.gap == GAP_NONE;
	p->in_sup = false;
	if (!attached || s.n == 0)
		return;
	if (is_marker(s))
		flow_rewind(&p->flow, p->sup);
	else if (s.n > 3 || !is_digit(p->flow.out.p[p->sup.n - 1]))
		flow_split(&p->flow, p->sup);
}

static void separate(struct page *p, unsigned flags)
{
	enum gap gap = flags & EL_PARAGRAPH ? GAP_PARAGRAPH : flags & EL_LINE ? GAP_LINE : flags & EL_CELL ? GAP_TAB : GAP_NONE;
	if (gap) {
		p->in_sup = false;	/* never closed */
		flow_gap(&p->flow, gap);
	}
}

static void count_open(struct page *p, const char *name, unsigned flags, bool open)
{
	unsigned *counter = strcmp(name, "article") == 0 ? &p->articles :
			    strcmp(name, "main") == 0 ? &p->mains : flags & EL_PRE ? &p->pres : NULL;
	if (counter && (open || *counter))
		*counter += open ? 1u : -1u;
}

static void open_tag(struct page *p, const struct html_token *tag, unsigned flags)
{
	separate(p, flags);
	html_meta_tag(p->meta, tag);
	if (flags & EL_VOID || tag->empty)
		return;
	if (p->rules && flags & EL_NO_TEXT) {
		skip_begin(&p->silent, tag, flags);
		return;
	}
	if (p->rules && html_is_furniture(tag->name, tag->attrs, p->rules, p->articles > 0, p->mains > 0)) {
		skip_begin(&p->furniture, tag, flags);
		return;
	}
	count_open(p, tag->name, flags, true);
	if (strcmp(tag->name, "title") == 0) {
		p->in_title = true;
	} else if (strcmp(tag->name, "sup") == 0) {
		p->in_sup = true;
		p->sup = flow_mark(&p->flow);
	} else if (strcmp(tag->name, "h1") == 0) {
		p->in_heading = true;
		p->heading = flow_mark(&p->flow);
	}
}

static void close_tag(struct page *p, const struct html_token *tag, unsigned flags)
{
	if (strcmp(tag->name, "sup") == 0 && p->in_sup)
		end_sup(p);
	if (strcmp(tag->name, "h1") == 0 && p->in_heading) {
		html_meta_heading(p->meta, flow_since(&p->flow, p->heading));
		p->in_heading = false;
	}
	count_open(p, tag->name, flags, false);
	separate(p, flags);
}

static void tag(struct page *p, const struct html_token *t)
{
	unsigned flags = flags_of(t->name);
	p->in_title = false;
	if (p->silent.depth) {
		if (skip_tag(&p->silent, t, flags))
			return;
	}
	if (p->furniture.depth) {
		if (skip_tag(&p->furniture, t, flags)) {
			if (flags & EL_NO_TEXT && t->kind == HTML_OPEN && !t->empty)
				skip_begin(&p->silent, t, flags);
			else if (strcmp(t->name, "meta") == 0)
				html_meta_tag(p->meta, t);
			separate(p, p->furniture.depth ? 0 : flags);
			return;
		}
	}
	if (t->kind == HTML_OPEN)
		open_tag(p, t, flags);
	else
		close_tag(p, t, flags);
}

/* Whether the rules took too much: next to nothing is left, or an element that is never closed
 * swallowed most of the page. */
static bool too_little(const struct page *p)
{
	size_t open = p->furniture.depth ? p->furniture.bytes : p->silent.depth ? p->silent.bytes : 0;
	return p->kept * 10 < p->passed_over || p->kept < open;
}

static bool walk(struct str html, unsigned rules, struct page *p)
{
	struct html_tokens tokens;
	struct html_token t;
	*p = (struct page){ .flow = p->flow, .meta = p->meta, .rules = rules };
	flow_reset(&p->flow);
	html_begin(&tokens, html);
	while (html_next(&tokens, &t)) {
		if (t.kind == HTML_TEXT)
			text(p, t.text);
		else if (t.kind != HTML_RAW)
			tag(p, &t);
	}
	return !too_little(p);
}

int html_document(struct str html, struct arena *a, struct doc *doc, struct err *err)
{
	/* Pages that put all of their text into one form, or into names that look like
	 * furniture, get the rest of the rules; in the end none. */
	static const unsigned rules[] = { FURNITURE_ALL, FURNITURE_ALL & ~FURNITURE_FORMS, FURNITURE_ELEMENTS, 0 };
	struct html_meta meta;
	struct page p = { .flow = FLOW_INIT, .meta = &meta };
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++) {
		html_meta_init(&meta, a);
		if (walk(html, rules[i], &p))
			break;
	}
	bool failed = p.flow.out.failed;
	if (!failed) {
		doc->text = arena_str(a, buf_str(&p.flow.out));
		html_meta_finish(&meta, doc);
	}
	flow_fini(&p.flow);
	return failed ? err_set(err, ERR_NO_MEMORY, "no memory for the text of the page") : 0;
}

/* --- the declared encoding --- */

/* "text/html; charset=koi8-r" */
static struct str charset_of(struct str content)
{
	size_t i = 0, n = 0;
	while (i + 8 <= content.n && !str_eq_nocase(str_sub(content, i, i + 8), STR("charset=")))
		i++;
	struct str s = str_sub(content, i + 8, content.n);
	while (n < s.n && (unsigned char)s.p[n] > ' ' && !strchr(";\"'", s.p[n]))
		n++;
	return str_sub(s, 0, n);
}

struct str html_charset(struct str bytes)
{
	struct html_tokens tokens;
	struct html_token t;
	struct str s = str_sub(bytes, 0, PRESCAN), value;
	if (str_starts(s, STR("<?xml"))) {
		ptrdiff_t end = str_chr(s, '>');
		if (end > 5 && html_attr(str_sub(s, 5, (size_t)end), "encoding", &value))
			return str_trim(value);
	}
	html_begin(&tokens, s);
	while (html_next(&tokens, &t)) {
		if (t.kind != HTML_OPEN || strcmp(t.name, "meta") != 0)
			continue;
		if (html_attr(t.attrs, "charset", &value) && value.n)
			return str_trim(value);
		if (html_attr(t.attrs, "http-equiv", &value) && str_eq_nocase(str_trim(value), STR("content-type")) &&
		    html_attr(t.attrs, "content", &value) && charset_of(value).n)
			return charset_of(value);
	}
	return STR_NONE;
}

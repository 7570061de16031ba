/* HTML pages to reading text: one walk over the tags, no tree; see html.h. */
#include "config.h"

#include "text/html.h"

#include <stdio.h>

#include "text/entity.h"
#include "text/flow.h"
#include "text/html_element.h"
#include "text/html_furniture.h"
#include "text/html_meta.h"
#include "text/html_note.h"
#include "text/html_token.h"
#include "text/marks.h"
#include "text/raised.h"

#define PRESCAN 1024	/* as in HTML5 */
#define LEFT_OUT_MAX 8192	/* bytes kept of what is passed over */
#define CALL_MAX 8		/* bytes of a link to a note: "1", "[12]", "*" */

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
	struct flow left_out;		/* text of furniture, up to LEFT_OUT_MAX */
	struct html_meta *meta;
	unsigned rules;			/* enum furniture */
	struct skip silent, furniture;
	struct skip frame;		/* an element whose lines are captions; its text is kept */
	size_t kept, passed_over;	/* characters of text, without white space */
	unsigned articles, mains, pres;	/* open elements of these kinds */
	bool in_title, in_heading, in_sup, in_link, in_call, in_backlink;
	struct flow_mark heading, sup, link;
	struct str call;		/* label of the note that the link leads to */
	struct {
		struct flow_mark start;
		size_t links, chars, link_chars;
	} paragraph;
};

static size_t count_ink(struct str s)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++)
		n += (unsigned char)s.p[i] > ' ' && ((unsigned char)s.p[i] & 0xc0) != 0x80;
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
	size_t ink = count_ink(s);
	p->kept += ink;
	p->paragraph.chars += ink;
	p->paragraph.link_chars += p->in_link ? ink : 0;
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
		if (in == &p->furniture) {
			p->passed_over += ink;
			if (p->left_out.out.n < LEFT_OUT_MAX)
				flow_text(&p->left_out, str_sub(s, 0, LEFT_OUT_MAX));
		}
	} else if (p->in_title) {
		html_meta_title(p->meta, s);
	} else {
		put_text(p, s);
	}
}

static void end_paragraph(struct page *p)
{
	if (p->rules & FURNITURE_LINKS && !p->articles &&
	    html_is_link_bar(p->paragraph.links, p->paragraph.chars, p->paragraph.link_chars)) {
		if (p->left_out.out.n < LEFT_OUT_MAX)
			flow_text(&p->left_out, flow_since(&p->flow, p->paragraph.start));
		flow_gap(&p->left_out, GAP_LINE);
		flow_rewind(&p->flow, p->paragraph.start);
		p->kept -= p->paragraph.chars;
		p->passed_over += p->paragraph.chars;
	}
	flow_gap(&p->flow, GAP_PARAGRAPH);
	p->paragraph.start = flow_mark(&p->flow);
	p->paragraph.links = p->paragraph.chars = p->paragraph.link_chars = 0;
}

static void separate(struct page *p, unsigned flags)
{
	enum gap gap = html_element_gap(flags);
	if (gap == GAP_NONE)
		return;
	p->in_sup = false;	/* never closed */
	if (gap == GAP_PARAGRAPH)
		end_paragraph(p);
	else
		flow_gap(&p->flow, gap);
	if (p->frame.depth && gap >= GAP_LINE)
		flow_lead(&p->flow, (char[]){ MARK_CAPTION, '\0' });
}

/* --- marks (marks.h) --- */

/* What kind of line an element begins. */
static void mark_line(struct page *p, const struct html_token *tag, unsigned flags)
{
	char lead[FLOW_LEAD_MAX] = "";
	struct str label;
	if (p->frame.depth)
		return;
	if (tag->name[0] == 'h' && tag->name[1] >= '1' && tag->name[1] <= '6' && tag->name[2] == '\0')
		snprintf(lead, sizeof(lead), "%c%c", MARK_HEADING, tag->name[1]);
	else if (flags & (EL_PARAGRAPH | EL_LINE) && html_is_note(tag->attrs, &label))
		snprintf(lead, sizeof(lead), "%c%.*s%c", MARK_NOTE, STR_ARG(label), MARK_END);
	else if (strcmp(tag->name, "li") == 0)
		snprintf(lead, sizeof(lead), "%c", MARK_ITEM);
	if (lead[0])
		flow_lead(&p->flow, lead);
	bool frame = strcmp(tag->name, "figcaption") == 0 || strcmp(tag->name, "caption") == 0 || strcmp(tag->name, "aside") == 0 ||
		     (flags & EL_PARAGRAPH && html_is_caption(tag->attrs));
	if (frame && !tag->empty) {
		skip_begin(&p->frame, tag, flags);
		flow_lead(&p->flow, (char[]){ MARK_CAPTION, '\0' });
	}
}

static void rule(struct page *p)
{
	flow_lead(&p->flow, "");
	if (p->flow.out.n)
		flow_sign(&p->flow, STR("\x03"));
	end_paragraph(p);
	if (p->frame.depth)
		flow_lead(&p->flow, (char[]){ MARK_CAPTION, '\0' });
}

static void open_link(struct page *p, const struct html_token *tag)
{
	struct str label, name;
	p->in_link = true;
	p->paragraph.links++;
	p->in_call = html_links_to_note(tag->attrs, &p->call);
	p->in_backlink = !p->in_call && html_links_back(tag->attrs);
	/* Word processors name the link back, not the note. */
	bool begins = p->flow.out.n == 0 || p->flow.gap >= GAP_LINE;
	if (p->in_backlink && begins && html_attr(tag->attrs, "name", &name) && html_note_place(name, &label)) {
		char lead[FLOW_LEAD_MAX];
		snprintf(lead, sizeof(lead), "%c%.*s%c", MARK_NOTE, STR_ARG(label), MARK_END);
		flow_lead(&p->flow, lead);
	}
	if (p->in_call || p->in_backlink) {
		flow_begin(&p->flow);
		p->link = flow_mark(&p->flow);
	}
}

/* A call for a note becomes a mark; a link back to it says nothing. */
static void close_link(struct page *p)
{
	struct str text = p->in_call || p->in_backlink ? flow_since(&p->flow, p->link) : STR_NONE;
	if ((p->in_call && text.n && text.n <= CALL_MAX) || (p->in_backlink && text.n <= 2 * CALL_MAX)) {
		flow_rewind(&p->flow, p->link);
		p->in_sup = p->in_sup && p->sup.n < p->link.n;
	}
	if (p->in_call && text.n && text.n <= CALL_MAX) {
		char sign[FLOW_LEAD_MAX];
		int n = snprintf(sign, sizeof(sign), "%c%.*s%c", MARK_REF, STR_ARG(p->call), MARK_END);
		p->flow.gap = p->flow.gap == GAP_BLANK ? GAP_NONE : p->flow.gap;
		p->in_sup = false;
		flow_sign(&p->flow, str_n(sign, (size_t)n));
	}
	p->in_link = p->in_call = p->in_backlink = false;
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
	if (strcmp(tag->name, "hr") == 0)
		rule(p);
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
	mark_line(p, tag, flags);
	if (strcmp(tag->name, "title") == 0) {
		p->in_title = true;
	} else if (strcmp(tag->name, "a") == 0) {
		open_link(p, tag);
	} else if (strcmp(tag->name, "sup") == 0) {
		p->in_sup = true;
		flow_begin(&p->flow);
		p->sup = flow_mark(&p->flow);
	} else if (strcmp(tag->name, "h1") == 0) {
		p->in_heading = true;
		p->heading = flow_mark(&p->flow);
	}
}

static void close_tag(struct page *p, const struct html_token *tag, unsigned flags)
{
	if (strcmp(tag->name, "a") == 0)
		close_link(p);
	if (strcmp(tag->name, "sup") == 0 && p->in_sup) {
		raised_end(&p->flow, p->sup);
		p->in_sup = false;
	}
	if (strcmp(tag->name, "h1") == 0 && p->in_heading) {
		struct str heading = flow_since(&p->flow, p->heading);
		html_meta_heading(p->meta, str_starts(heading, STR("\x01")) ? str_sub(heading, 2, heading.n) : heading);
		p->in_heading = false;
	}
	separate(p, flags);
	if (flags & (EL_PARAGRAPH | EL_LINE) && !p->frame.depth)
		flow_lead(&p->flow, "");	/* of an empty line */
	count_open(p, tag->name, flags, false);
}

static void tag(struct page *p, const struct html_token *t)
{
	unsigned flags = html_element(t->name);
	p->in_title = false;
	if (p->frame.depth && !p->silent.depth && !p->furniture.depth)
		skip_tag(&p->frame, t, flags);
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
			flow_gap(&p->left_out, html_element_gap(flags));
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
	*p = (struct page){ .flow = p->flow, .left_out = p->left_out, .meta = p->meta, .rules = rules };
	flow_reset(&p->flow);
	flow_reset(&p->left_out);
	html_begin(&tokens, html);
	while (html_next(&tokens, &t)) {
		if (t.kind == HTML_TEXT)
			text(p, t.text);
		else if (t.kind != HTML_RAW)
			tag(p, &t);
	}
	end_paragraph(p);
	return !too_little(p);
}

/* By the first of the sets of rules that leaves enough; the last one takes nothing away. */
static int read_page(struct str html, const unsigned *rules, size_t n, struct arena *a, struct doc *doc, struct err *err)
{
	struct html_meta meta;
	struct page p = { .flow = FLOW_INIT, .left_out = FLOW_INIT, .meta = &meta };
	for (size_t i = 0; i < n; i++) {
		html_meta_init(&meta, a);
		if (walk(html, rules[i], &p))
			break;
	}
	bool failed = p.flow.out.failed;
	if (!failed) {
		doc->text = arena_str(a, buf_str(&p.flow.out));
		doc->left_out = arena_str(a, buf_str(&p.left_out.out));
		html_meta_finish(&meta, doc);
	}
	flow_fini(&p.flow);
	flow_fini(&p.left_out);
	return failed ? err_set(err, ERR_NO_MEMORY, "no memory for the text of the page") : 0;
}

int html_document(struct str html, struct arena *a, struct doc *doc, struct err *err)
{
	/* Pages that put all of their text into one form, or into names that look like
	 * furniture, get the rest of the rules; in the end none. */
	static const unsigned rules[] = {
		FURNITURE_ALL, FURNITURE_ALL & ~FURNITURE_FORMS, FURNITURE_ELEMENTS, 0
	};
	return read_page(html, rules, sizeof(rules) / sizeof(*rules), a, doc, err);
}

int html_chapter(struct str html, struct arena *a, struct doc *doc, struct err *err)
{
	static const unsigned rules[] = { FURNITURE_HIDDEN, 0 };
	return read_page(html, rules, sizeof(rules) / sizeof(*rules), a, doc, err);
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

static struct str declared_charset(struct str bytes)
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
		if (html_attr(t.attrs, "http-equiv", &value) &&
		    str_eq_nocase(str_trim(value), STR("content-type")) && html_attr(t.attrs, "content", &value) && charset_of(value).n)
			return charset_of(value);
	}
	return STR_NONE;
}

struct str html_charset(struct str bytes)
{
	struct str name = declared_charset(bytes);
	/* What could be read as ASCII is not in it (HTML5 says the same). */
	struct str family = str_sub(name, 0, 6);
	bool wide = str_eq_nocase(family, STR("utf-16")) || str_eq_nocase(family, STR("utf-32"));
	return wide ? STR_NONE : name;
}

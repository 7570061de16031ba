/* Markdown to reading text: the blocks (paragraphs, headings, lists, code, tables); the marks inside
 * them are markdown_inline.c's.  See markdown.h. */
#include "config.h"

#include "text/markdown.h"

#include <stdio.h>
#include <stdlib.h>

#include "text/field.h"
#include "text/flow.h"
#include "text/front_matter.h"
#include "text/html_token.h"
#include "text/markdown_inline.h"
#include "text/marks.h"

#define LIST_DEPTH_MAX 16	/* markers on one line: "- - 1. x" */
#define CODE_INDENT 4		/* so much in front, and marks of blocks mean nothing */

struct blocks {
	struct arena *arena;
	struct doc *doc;
	struct flow flow;
	struct buf paragraph;		/* lines that belong together */
	size_t n_lines;			/* in the paragraph */
	struct md_labels labels;
	struct html_tokens html;
	char fence;			/* '`' or '~' inside of fenced code, else 0 */
	size_t fence_length;
	bool table;			/* inside of one */
};

/* --- lines --- */

static bool next_line(struct str *rest, struct str *line_r)
{
	if (rest->n == 0 || !str_cut(rest, '\n', line_r))
		return false;
	if (line_r->n && line_r->p[line_r->n - 1] == '\r')
		line_r->n--;
	return true;
}

/* Blanks in front, a tab as four; *s loses them. */
static size_t take_indent(struct str *s)
{
	size_t i = 0, width = 0;
	for (; i < s->n && (s->p[i] == ' ' || s->p[i] == '\t'); i++)
		width += s->p[i] == '\t' ? CODE_INDENT : 1;
	*s = str_sub(*s, i, s->n);
	return width;
}

static size_t run_of(struct str s, char c)
{
	size_t n = 0;
	while (n < s.n && s.p[n] == c)
		n++;
	return n;
}

/* Nothing but the character, `least` or more, blanks between them allowed if so said. */
static bool only(struct str s, char c, size_t least, bool blanks)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == c)
			n++;
		else if (!blanks || (s.p[i] != ' ' && s.p[i] != '\t'))
			return false;
	}
	return n >= least;
}

static bool is_rule(struct str s)
{
	return s.n && strchr("*-_", s.p[0]) && only(s, s.p[0], 3, true);
}

/* "|---|:--:|" under the head of a table */
static bool is_table_rule(struct str s)
{
	bool bar = false, line = false;
	for (size_t i = 0; i < s.n; i++) {
		bar |= s.p[i] == '|';
		line |= s.p[i] == '-';
		if (!strchr("|-: \t", s.p[i] ? s.p[i] : 'x'))
			return false;
	}
	return bar && line;
}

/* "[label]: address"; *rest_r is what follows the colon. */
static bool is_definition(struct str s, struct str *label_r, struct str *rest_r)
{
	if (s.n < 4 || s.p[0] != '[')
		return false;
	for (size_t i = 1; i < s.n && i <= MD_LABEL_MAX && s.p[i] != '['; i++) {
		if (s.p[i] != ']')
			continue;
		*label_r = str_sub(s, 1, i);
		*rest_r = str_sub(s, i + 2, s.n);
		return i > 1 && i + 1 < s.n && s.p[i + 1] == ':';
	}
	return false;
}

/* --- paragraphs --- */

static void end_paragraph(struct blocks *b, unsigned heading)
{
	if (b->paragraph.n == 0)
		return;
	if (heading) {
		flow_gap(&b->flow, GAP_PARAGRAPH);
		flow_lead(&b->flow, (char[]){ MARK_HEADING, (char)('0' + heading), '\0' });
	}
	flow_begin(&b->flow);
	struct flow_mark start = flow_mark(&b->flow);
	md_inline(&b->flow, str_trim(buf_str(&b->paragraph)), &b->labels);
	if (heading == 1 && b->doc->title.n == 0)
		b->doc->title = field_line(flow_since(&b->flow, start), b->arena);
	if (heading)
		flow_gap(&b->flow, GAP_PARAGRAPH);
	buf_reset(&b->paragraph);
	b->n_lines = 0;
}

static void add_line(struct blocks *b, struct str line)
{
	if (b->paragraph.n)
		buf_putc(&b->paragraph, '\n');
	else
		flow_gap(&b->flow, GAP_LINE);
	buf_addstr(&b->paragraph, line);
	b->n_lines++;
}

static void table_row(struct blocks *b, struct str row)
{
	size_t start = row.n && row.p[0] == '|', i = start;
	flow_gap(&b->flow, GAP_LINE);
	for (; i <= row.n; i++) {
		if (i + 1 < row.n && row.p[i] == '\\')
			i++;
		else if (i == row.n || row.p[i] == '|') {
			md_inline(&b->flow, str_trim(str_sub(row, start, i)), &b->labels);
			flow_gap(&b->flow, GAP_TAB);
			start = i + 1;
		}
	}
	flow_gap(&b->flow, GAP_LINE);
}

static bool starts_table(struct blocks *b, struct str line)
{
	struct str head = buf_str(&b->paragraph);
	if (b->n_lines != 1 || !is_table_rule(line) || str_chr(head, '|') < 0)
		return false;
	table_row(b, head);
	buf_reset(&b->paragraph);
	b->n_lines = 0;
	b->table = true;
	return true;
}

/* "# Title #" */
static bool heading(struct blocks *b, struct str line)
{
	size_t level = run_of(line, '#');
	if (level == 0 || level > 6 || (level < line.n && line.p[level] != ' ' && line.p[level] != '\t'))
		return false;
	end_paragraph(b, 0);
	line = str_trim(str_sub(line, level, line.n));
	size_t n = line.n;
	while (n && line.p[n - 1] == '#')
		n--;
	if (n == 0 || line.p[n - 1] == ' ')
		line = str_trim(str_sub(line, 0, n));
	add_line(b, line);
	end_paragraph(b, (unsigned)level);
	return true;
}

static bool underline(struct blocks *b, struct str line)
{
	if (b->paragraph.n == 0)
		return false;
	line = str_trim(line);
	if (only(line, '=', 1, false))
		end_paragraph(b, 1);
	else if (only(line, '-', 2, false))
		end_paragraph(b, 2);
	else
		return false;
	return true;
}

/* --- code --- */

static bool opens_fence(struct blocks *b, struct str line)
{
	char c = line.n ? line.p[0] : 0;
	size_t n = c == '`' || c == '~' ? run_of(line, c) : 0;
	if (n < 3 || (c == '`' && str_chr(str_sub(line, n, line.n), '`') >= 0))
		return false;
	end_paragraph(b, 0);
	flow_gap(&b->flow, GAP_PARAGRAPH);
	b->fence = c;
	b->fence_length = n;
	return true;
}

static void code_line(struct blocks *b, struct str line)
{
	struct str bare = line;
	take_indent(&bare);
	bare = str_trim(bare);
	if (bare.n >= b->fence_length && only(bare, b->fence, b->fence_length, false)) {
		b->fence = 0;
		flow_gap(&b->flow, GAP_PARAGRAPH);
		return;
	}
	flow_preformatted(&b->flow, line);
	flow_preformatted(&b->flow, STR("\n"));
}

/* --- containers --- */

static struct str strip_quotes(struct str line)
{
	for (struct str s = line; take_indent(&s) < CODE_INDENT && s.n && s.p[0] == '>';)
		line = s = str_sub(s, 1, s.n);
	return line;
}

/* Length of a list marker with its blank: "- ", "* ", "+ ", "12. ", "3) ". */
static size_t list_marker(struct str s, bool *numbered_r)
{
	size_t n = 0;
	while (n < s.n && n < 9 && s.p[n] >= '0' && s.p[n] <= '9')
		n++;
	*numbered_r = n > 0;
	if (n < s.n && strchr(n ? ".)" : "-*+", s.p[n] ? s.p[n] : 'x'))
		n++;
	else
		return 0;
	return n == s.n ? n : s.p[n] == ' ' || s.p[n] == '\t' ? n + 1 : 0;
}

/* A number in the middle of a paragraph begins a list only if it is 1 or the list is there. */
static bool may_number(const struct blocks *b, struct str s)
{
	bool listed = b->paragraph.n && b->paragraph.p[0] >= '0' && b->paragraph.p[0] <= '9';
	return b->paragraph.n == 0 || listed || (s.p[0] == '1' && !(s.p[1] >= '0' && s.p[1] <= '9'));
}

/* Bullets go, each item is a line of its own.  Numbers stay: they are read, and "1991. The Union
 * ended." is a list only to a parser. */
static struct str strip_bullets(struct blocks *b, struct str line)
{
	bool numbered;
	for (unsigned depth = 0; depth < LIST_DEPTH_MAX; depth++) {
		struct str s = line;
		take_indent(&s);
		size_t n = list_marker(s, &numbered);
		if (n == 0 || (numbered && !may_number(b, s)))
			break;
		end_paragraph(b, 0);
		flow_gap(&b->flow, GAP_LINE);
		flow_lead(&b->flow, (char[]){ MARK_ITEM, '\0' });
		if (numbered)
			return s;
		line = str_sub(s, n, s.n);
	}
	return line;
}

/* --- the walk --- */

static void mark_note(struct blocks *b, struct str label)
{
	char lead[FLOW_LEAD_MAX];
	if (label.n == 0 || label.n + 3 > sizeof(lead))
		return;
	/* What calls for it could not be written so (markdown_inline.c). */
	for (size_t i = 0; i < label.n; i++)
		if ((unsigned char)label.p[i] <= ' ')
			return;
	snprintf(lead, sizeof(lead), "%c%.*s%c", MARK_NOTE, STR_ARG(label), MARK_END);
	flow_lead(&b->flow, lead);
}

static void plain_line(struct blocks *b, struct str line)
{
	struct str label, text;
	line = strip_bullets(b, line);
	take_indent(&line);
	if (is_definition(line, &label, &text) && (b->paragraph.n == 0 || label.p[0] == '^')) {
		if (label.p[0] != '^')
			return;
		end_paragraph(b, 0);
		flow_gap(&b->flow, GAP_PARAGRAPH);
		mark_note(b, str_sub(label, 1, label.n));
		line = str_trim(text);
	}
	if (line.n)
		add_line(b, line);
}

static void rule(struct blocks *b)
{
	flow_gap(&b->flow, GAP_PARAGRAPH);
	flow_lead(&b->flow, "");
	if (b->flow.out.n)
		flow_sign(&b->flow, STR("\x03"));
	flow_gap(&b->flow, GAP_PARAGRAPH);
}

static void block_line(struct blocks *b, struct str line)
{
	if (b->fence) {
		code_line(b, line);
		return;
	}
	line = strip_quotes(line);
	struct str bare = line;
	bool deep = take_indent(&bare) >= CODE_INDENT;
	if (str_trim(bare).n == 0) {
		end_paragraph(b, 0);
		flow_gap(&b->flow, GAP_PARAGRAPH);
		flow_lead(&b->flow, "");	/* of an empty item */
		b->table = false;
	} else if (b->table) {
		table_row(b, str_trim(bare));
	} else if (opens_fence(b, bare) || starts_table(b, bare)) {
		return;
	} else if (!deep && (underline(b, bare) || heading(b, bare))) {
		return;
	} else if (!deep && is_rule(bare)) {
		end_paragraph(b, 0);
		rule(b);
	} else {
		plain_line(b, line);
	}
}

/* A comment, script or style that begins a block may hold blank lines: it is passed over whole. */
static bool skip_html(struct blocks *b, struct str *rest)
{
	struct html_token t;
	struct str s = *rest;
	if (b->fence || b->paragraph.n || take_indent(&s) >= CODE_INDENT || s.n == 0 || s.p[0] != '<')
		return false;
	if (!str_starts(s, STR("<!--")) && !str_eq_nocase(str_sub(s, 0, 7), STR("<script")) &&
	    !str_eq_nocase(str_sub(s, 0, 6), STR("<style")))
		return false;
	b->html.rest = s;
	bool skipped = html_markup(&b->html, &t) && (!b->html.raw || html_next(&b->html, &t));
	if (skipped)
		*rest = b->html.rest;
	b->html.raw = 0;
	return skipped;
}

/* Definitions may follow their use, so they are collected before. */
static void collect_labels(struct blocks *b, struct str s)
{
	struct str line, label, rest;
	size_t cap = 0;
	struct md_labels *l = &b->labels;
	while (next_line(&s, &line)) {
		if (take_indent(&line) >= CODE_INDENT || !is_definition(line, &label, &rest) || label.p[0] == '^')
			continue;
		l->hashes = arena_grow(b->arena, l->hashes, &cap, l->n + 1, sizeof(*l->hashes));
		l->hashes[l->n++] = md_label_hash(label);
	}
	md_labels_sort(l);
}

int markdown_document(struct str s, struct arena *a, struct doc *doc, struct err *err)
{
	struct blocks b = { .arena = a, .doc = doc, .flow = FLOW_INIT, .paragraph = BUF_INIT };
	struct str line;
	size_t n = front_matter(s, a, doc);
	s = str_sub(s, n, s.n);
	collect_labels(&b, s);
	while (s.n)
		if (!skip_html(&b, &s) && next_line(&s, &line))
			block_line(&b, line);
	end_paragraph(&b, 0);
	bool failed = b.flow.out.failed || b.paragraph.failed;
	if (!failed)
		doc->text = arena_str(a, buf_str(&b.flow.out));
	flow_fini(&b.flow);
	buf_fini(&b.paragraph);
	return failed ? err_set(err, ERR_NO_MEMORY, "no memory for the text") : 0;
}

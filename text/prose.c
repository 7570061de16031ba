/* Marked text from paragraphs, notes, frames and tables as they come; see prose.h. */
#include "config.h"

#include "text/prose.h"

#include <stdlib.h>

#include "common/utf8.h"
#include "common/xalloc.h"
#include "text/marks.h"
#include "text/raised.h"

#define SOFT_HYPHEN STR("\xc2\xad")

/* One text that is being written: the body, a note, a frame. */
struct stream {
	enum { BODY, NOTE, FRAME } role;
	struct flow line;		/* the paragraph under way */
	enum prose_kind kind;
	unsigned level;
	bool raised, page;
	struct flow_mark raised_from;
	struct buf note;		/* NOTE: its text so far */
	unsigned number;		/* NOTE: its label */
	unsigned tables;		/* open ones; only the outermost has rows of its own */
	struct {
		struct buf line, blocks;	/* the row as a line; as paragraphs */
		unsigned cell_paragraphs;	/* of the cell under way */
		bool is_text;			/* a cell holds several paragraphs */
		bool any;			/* a row was written as a line just before */
	} row;
};

struct prose {
	struct stream streams[PROSE_DEPTH];
	unsigned depth;			/* of the stream under way */
	unsigned too_deep;		/* ends to pass over */
	unsigned notes;
	struct buf out;
	struct buf aside;		/* notes and frames that stand after the paragraph under way */
	struct buf title;
	bool no_title;
};

bool prose_kind_of_style(struct str name, enum prose_kind *kind_r, unsigned *level_r)
{
	static const struct {
		struct str name;
		enum prose_kind kind;
		bool numbered;
	} rows[] = {
		{ STR("title"), PROSE_TITLE, false }, { STR("caption"), PROSE_CAPTION, false },
		{ STR("heading "), PROSE_HEADING, true }, { STR("toc "), PROSE_LEFT_OUT, true },
		{ STR("contents "), PROSE_LEFT_OUT, true },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		uint64_t level = 1;
		struct str start = str_sub(name, 0, rows[i].name.n), number = str_sub(name, start.n, name.n);
		if (!str_eq_nocase(start, rows[i].name) || (rows[i].numbered ? !str_to_u64(number, 1, 99, &level) : number.n > 0))
			continue;
		*kind_r = rows[i].kind;
		*level_r = (unsigned)level;
		return true;
	}
	return false;
}

struct prose *prose_new(void)
{
	struct prose *p = xcalloc(1, sizeof(*p));
	p->streams[0].line = FLOW_INIT;
	return p;
}

static void stream_fini(struct stream *s)
{
	flow_fini(&s->line);
	buf_fini(&s->note);
	buf_fini(&s->row.line);
	buf_fini(&s->row.blocks);
}

void prose_free(struct prose **pp)
{
	struct prose *p = *pp;
	if (!p)
		return;
	for (unsigned i = 0; i < PROSE_DEPTH; i++)
		stream_fini(&p->streams[i]);
	buf_fini(&p->out);
	buf_fini(&p->aside);
	buf_fini(&p->title);
	free(p);
	*pp = NULL;
}

static struct stream *top(struct prose *p)
{
	return &p->streams[p->depth];
}

/* ---- Inside a paragraph ---- */

void prose_text(struct prose *p, struct str s)
{
	struct flow *line = &top(p)->line;
	while (s.n) {
		ptrdiff_t at = str_find(s, SOFT_HYPHEN);
		size_t n = at < 0 ? s.n : (size_t)at;
		flow_text(line, str_sub(s, 0, n));
		s = str_sub(s, n + SOFT_HYPHEN.n, s.n);
	}
}

void prose_char(struct prose *p, uint32_t c)
{
	char utf8[4];
	if (c == 0 || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		return;
	unsigned n = utf8_encode(c, utf8);
	prose_text(p, str_n(utf8, n));
}

void prose_blank(struct prose *p)
{
	flow_gap(&top(p)->line, GAP_BLANK);
}

void prose_line(struct prose *p)
{
	flow_gap(&top(p)->line, GAP_LINE);
}

void prose_raised(struct prose *p, bool on)
{
	struct stream *s = top(p);
	if (on == s->raised)
		return;
	if (on)
		s->raised_from = flow_mark(&s->line);
	else
		raised_end(&s->line, s->raised_from);
	s->raised = on;
}

/* The call for a note: touches the word before it, whatever is raised. */
static void put_call(struct flow *line, unsigned number)
{
	if (line->out.n && line->gap != GAP_NONE)
		buf_putc(&line->out, line->gap == GAP_LINE ? '\n' : ' ');
	line->gap = GAP_NONE;
	line->blanks = 0;
	buf_printf(&line->out, "%c%u%c", MARK_REF, number, MARK_END);
}

/* ---- Paragraphs ---- */

void prose_kind(struct prose *p, enum prose_kind kind, unsigned level)
{
	struct stream *s = top(p);
	s->kind = kind;
	s->level = level < 1 ? 1 : level > PROSE_LEVELS ? PROSE_LEVELS : level;
}

/* A marked paragraph is one line; so is a cell and a note. */
static void add_one_line(struct buf *out, struct str s)
{
	size_t at = out->n;
	buf_addstr(out, s);
	for (size_t i = at; i < out->n; i++)
		if (out->p[i] == '\n')
			out->p[i] = ' ';
}

static void begin_block(struct buf *out)
{
	if (out->n)
		buf_puts(out, "\n\n");
}

static void add_without_calls(struct buf *out, struct str s)
{
	for (ptrdiff_t at; (at = str_chr(s, MARK_REF)) >= 0;) {
		add_one_line(out, str_sub(s, 0, (size_t)at));
		s = str_sub(s, (size_t)at, s.n);
		s = str_sub(s, (size_t)str_chr(s, MARK_END) + 1, s.n);
	}
	add_one_line(out, s);
}

static void remember_title(struct prose *p, const struct stream *s, struct str text)
{
	bool heading = s->kind == PROSE_HEADING && s->level == 1;
	if (s->role != BODY || p->no_title)
		return;
	if (s->kind == PROSE_TITLE || (heading && !p->title.n)) {
		buf_reset(&p->title);
		add_without_calls(&p->title, text);
	}
	/* A heading further down is one of a part. */
	p->no_title = s->kind == PROSE_TITLE || (!p->title.n && s->kind == PROSE_PLAIN);
}

static void put_block(struct buf *out, const struct stream *s, struct str text)
{
	begin_block(out);
	if (s->role == FRAME || s->kind == PROSE_CAPTION)
		buf_putc(out, MARK_CAPTION);
	else if (s->kind == PROSE_TITLE || s->kind == PROSE_HEADING)
		buf_printf(out, "%c%u", MARK_HEADING, s->kind == PROSE_TITLE ? 1 : s->level);
	else if (s->kind == PROSE_ITEM)
		buf_putc(out, MARK_ITEM);
	if (s->role == FRAME || s->kind != PROSE_PLAIN)
		add_one_line(out, text);
	else
		buf_addstr(out, text);
}

/* What stands after the paragraph of the body: only there, so that it cuts nothing. */
static void flush_aside(struct prose *p)
{
	if (p->depth || top(p)->tables || !p->aside.n)
		return;
	begin_block(&p->out);
	buf_addstr(&p->out, buf_str(&p->aside));
	buf_reset(&p->aside);
}

static void put_in_cell(struct stream *s, struct str text)
{
	put_block(&s->row.blocks, s, text);
	if (s->row.cell_paragraphs++) {
		s->row.is_text = true;
		buf_putc(&s->row.line, ' ');
	}
	add_one_line(&s->row.line, text);
}

static void put_paragraph(struct prose *p, struct stream *s, struct str text)
{
	if (s->kind == PROSE_LEFT_OUT)
		return;
	remember_title(p, s, text);
	if (s->tables) {
		put_in_cell(s, text);
	} else if (s->role == NOTE) {
		if (s->note.n)
			buf_putc(&s->note, ' ');
		add_one_line(&s->note, text);
	} else {
		put_block(s->role == FRAME ? &p->aside : &p->out, s, text);
	}
}

void prose_paragraph(struct prose *p)
{
	struct stream *s = top(p);
	if (s->tables > 1) {
		/* In a table within a table. */
		prose_raised(p, false);
		flow_gap(&s->line, GAP_BLANK);
		return;
	}
	prose_raised(p, false);
	struct str text = str_trim(buf_str(&s->line.out));
	if (text.n)
		put_paragraph(p, s, text);
	flow_reset(&s->line);
	s->kind = PROSE_PLAIN;
	flush_aside(p);
	if (s->page && p->depth == 0 && s->tables == 0) {
		begin_block(&p->out);
		buf_putc(&p->out, MARK_PAGE);
		s->page = false;
	}
}

void prose_page(struct prose *p)
{
	/* A page cannot end before there is text on it. */
	top(p)->page = p->depth == 0 && (p->out.n || top(p)->line.out.n);
}

/* ---- Notes and frames ---- */

static bool is_too_deep(struct prose *p)
{
	p->too_deep += p->too_deep || p->depth + 1 == PROSE_DEPTH;
	return p->too_deep > 0;
}

static struct stream *push(struct prose *p, unsigned role)
{
	struct stream *s = &p->streams[++p->depth];
	stream_fini(s);
	*s = (struct stream){ .role = role, .line = FLOW_INIT };
	return s;
}

void prose_note(struct prose *p)
{
	struct stream *s = top(p);
	if (is_too_deep(p))
		return;
	/* The call may stand in raised text, and is no part of it. */
	bool raised = s->raised;
	prose_raised(p, false);
	put_call(&s->line, ++p->notes);
	s->raised = raised;
	s->raised_from = flow_mark(&s->line);
	push(p, NOTE)->number = p->notes;
}

void prose_frame(struct prose *p)
{
	if (!is_too_deep(p))
		push(p, FRAME);
}

static void close_tables(struct prose *p)
{
	while (top(p)->tables)
		prose_table_end(p);
}

void prose_end(struct prose *p)
{
	if (p->too_deep) {
		p->too_deep--;
		prose_blank(p);
		return;
	}
	if (p->depth == 0)
		return;
	close_tables(p);
	prose_paragraph(p);
	struct stream *s = top(p);
	if (s->role == NOTE && s->note.n) {
		begin_block(&p->aside);
		buf_printf(&p->aside, "%c%u%c", MARK_NOTE, s->number, MARK_END);
		buf_addstr(&p->aside, buf_str(&s->note));
	}
	p->depth--;
}

/* ---- Tables ---- */

void prose_table(struct prose *p)
{
	struct stream *s = top(p);
	if (s->tables == 0)
		prose_paragraph(p);
	else
		flow_gap(&s->line, GAP_BLANK);
	s->tables++;
}

void prose_cell(struct prose *p)
{
	struct stream *s = top(p);
	if (s->tables > 1) {
		flow_gap(&s->line, GAP_BLANK);
	} else if (s->tables == 1) {
		prose_paragraph(p);
		buf_putc(&s->row.line, '\t');
		s->row.cell_paragraphs = 0;
	}
}

/* Tabs of empty cells at its end say nothing. */
static struct str row_line(const struct stream *s)
{
	struct str line = buf_str(&s->row.line);
	while (line.n && line.p[line.n - 1] == '\t')
		line.n--;
	return line;
}

static struct buf *out_of(struct prose *p, const struct stream *s)
{
	return s->role == FRAME ? &p->aside : &p->out;
}

static void put_row(struct prose *p, struct stream *s)
{
	struct str line = row_line(s);
	if (s->role == NOTE) {
		if (line.n && s->note.n)
			buf_putc(&s->note, ' ');
		add_one_line(&s->note, line);
	} else if (s->row.is_text || memchr(line.n ? line.p : "", '\t', line.n) == NULL) {
		/* One cell across the table, or text that a table arranges. */
		if (s->row.blocks.n) {
			begin_block(out_of(p, s));
			buf_addstr(out_of(p, s), buf_str(&s->row.blocks));
			s->row.any = false;
		}
	} else {
		struct buf *out = out_of(p, s);
		if (out->n)
			buf_puts(out, s->row.any ? "\n" : "\n\n");
		if (s->role == FRAME)
			buf_putc(out, MARK_CAPTION);
		buf_addstr(out, line);
		s->row.any = true;
	}
}

void prose_row(struct prose *p)
{
	struct stream *s = top(p);
	if (s->tables > 1) {
		flow_gap(&s->line, GAP_BLANK);
		return;
	}
	if (s->tables == 0)
		return;
	prose_paragraph(p);
	put_row(p, s);
	buf_reset(&s->row.line);
	buf_reset(&s->row.blocks);
	s->row.cell_paragraphs = 0;
	s->row.is_text = false;
}

void prose_table_end(struct prose *p)
{
	struct stream *s = top(p);
	if (s->tables == 0)
		return;
	prose_row(p);		/* one that was not ended */
	s->tables--;
	if (s->tables == 0) {
		s->row.any = false;
		flush_aside(p);
	}
}

/* ---- The end ---- */

int prose_finish(struct prose *p, struct arena *a, struct str *text_r, struct str *title_r)
{
	p->too_deep = 0;
	while (p->depth)
		prose_end(p);
	close_tables(p);
	prose_paragraph(p);
	struct str text = buf_str(&p->out);
	while (text.n && (text.p[text.n - 1] == '\n' || text.p[text.n - 1] == MARK_PAGE))
		text.n--;
	if (p->out.failed || p->aside.failed)
		return -1;
	*text_r = arena_str(a, text);
	*title_r = arena_str(a, buf_str(&p->title));
	return 0;
}

int prose_to_doc(struct prose *p, struct arena *a, struct doc *doc, struct err *err)
{
	struct str title;
	if (prose_finish(p, a, &doc->text, &title) < 0)
		return err_set(err, ERR_NO_MEMORY, "no memory for the text of the document");
	if (!doc->title.n)
		doc->title = title;
	return 0;
}

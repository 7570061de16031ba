/* Cleaning, measuring, wrapping and linking text for people; see view.h. */
#include "config.h"

#include "client/view.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#include "common/utf8.h"

static unsigned number_of(const char *variable, unsigned otherwise)
{
	uint64_t n;
	return str_to_u64(str_of(getenv(variable)), 1, 10000, &n) ? (unsigned)n : otherwise;
}

void view_measure(struct view *v, int fd)
{
	struct winsize ws = { 0 };
	bool known = ioctl(fd, TIOCGWINSZ, &ws) == 0;
	v->width = known && ws.ws_col ? ws.ws_col : number_of("COLUMNS", 80);
	v->height = known && ws.ws_row ? ws.ws_row : number_of("LINES", 24);
}

static bool is_set(const char *variable)
{
	const char *value = getenv(variable);
	return value && value[0];
}

static bool is_zero(const char *variable)
{
	return str_eqz(str_of(getenv(variable)), "0");
}

static bool styles_here(bool able)
{
	if (is_set("NO_COLOR"))
		return false;
	if (is_set("CLICOLOR_FORCE") && !is_zero("CLICOLOR_FORCE"))
		return true;
	return able && !is_zero("CLICOLOR");
}

void view_choose(struct view *v, enum view_when styles, enum view_when links)
{
	bool able = v->terminal && is_set("TERM") && strcmp(getenv("TERM"), "dumb") != 0;
	v->styled = styles == VIEW_ALWAYS || (styles == VIEW_AUTO && styles_here(able));
	v->linked = links == VIEW_ALWAYS || (links == VIEW_AUTO && able);
}

void view_init(struct view *v, int fd)
{
	*v = (struct view){ .out = BUF_INIT, .terminal = isatty(fd) == 1 };
	view_measure(v, fd);
	view_choose(v, VIEW_AUTO, VIEW_AUTO);
}

void view_fini(struct view *v)
{
	buf_fini(&v->out);
}

static const char *const style_codes[] = {
	[STYLE_PLAIN] = "", [STYLE_BOLD] = "1", [STYLE_DIM] = "2", [STYLE_MATCH] = "1;33",
};

/* Each change starts from plain, so styles never add up. */
static void set_style(struct view *v, enum style style)
{
	if (!v->styled)
		return;
	buf_puts(&v->out, "\033[");
	buf_puts(&v->out, style_codes[style]);
	buf_putc(&v->out, 'm');
}

void view_link(struct view *v, struct str uri)
{
	v->link = v->linked ? uri : STR_NONE;
}

static void put_link(struct view *v, struct str uri)
{
	if (v->link.n)
		buf_printf(&v->out, "\033]8;;%.*s\033\\", STR_ARG(uri));
}

static bool white(uint32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* The next character of valid text, a blank for what is not text. */
static uint32_t next_clean(struct str s, size_t *i)
{
	uint32_t c = utf8_next(s, i);
	return utf8_is_text(c) ? c : ' ';
}

static unsigned columns(uint32_t c)
{
	int n = wcwidth((wchar_t)c);
	return n < 0 ? 1 : (unsigned)n;
}

static void put(struct view *v, uint32_t c)
{
	char bytes[4];
	buf_add(&v->out, bytes, utf8_encode(c, bytes));
}

/* Bytes that are not UTF-8 cannot be shown: what follows them is left out. */
static struct str valid(struct str s)
{
	return str_sub(s, 0, utf8_valid_prefix(s));
}

unsigned view_width(struct str s)
{
	unsigned n = 0;
	s = valid(s);
	for (size_t i = 0; i < s.n;)
		n += columns(next_clean(s, &i));
	return n;
}

struct str view_beginning(struct str s, unsigned width)
{
	size_t end = 0, next = 0;
	unsigned n = 0;
	s = valid(s);
	while (next < s.n && (n += columns(next_clean(s, &next))) <= width)
		end = next;
	return str_sub(s, 0, end);
}

/* Past an escape sequence that begins at i: those of styles end in m, those of links in a backslash. */
static size_t after_escape(struct str out, size_t i)
{
	char end = i + 1 < out.n && out.p[i + 1] == ']' ? '\\' : 'm';
	while (i < out.n && out.p[i] != end)
		i++;
	return i + 1;
}

size_t view_rows(struct str out, unsigned width)
{
	size_t rows = 0;
	unsigned column = 0;
	out = valid(out);
	for (size_t i = 0; i < out.n;) {
		if (out.p[i] == '\033') {
			i = after_escape(out, i);
			continue;
		}
		bool end = out.p[i] == '\n';
		unsigned n = columns(next_clean(out, &i));
		rows += end || column + n > width;
		column = end ? 0 : column + n > width ? n : column + n;
	}
	return rows + (column > 0);
}

void view_text(struct view *v, enum style style, struct str s)
{
	s = valid(s);
	put_link(v, v->link);
	if (style != STYLE_PLAIN)
		set_style(v, style);
	for (size_t i = 0; i < s.n;)
		put(v, next_clean(s, &i));
	if (style != STYLE_PLAIN)
		set_style(v, STYLE_PLAIN);
	put_link(v, STR_NONE);
}

void view_blanks(struct view *v, unsigned n)
{
	while (n--)
		buf_putc(&v->out, ' ');
}

/*
 * Wrapping: word by word, so that only a word wider than a line is ever cut.
 */

struct wrap {
	struct view *v;
	struct str text;
	const struct view_mark *marks;
	size_t n_marks, mark;		/* marks[mark] is the first that does not end before here */
	enum style base, now;
	unsigned indent, column;	/* column == indent: nothing stands on this line yet */
};

static void change(struct wrap *w, enum style style)
{
	if (style != w->now)
		set_style(w->v, style);
	w->now = style;
}

static enum style style_at(struct wrap *w, size_t at)
{
	while (w->mark < w->n_marks && w->marks[w->mark].end <= at)
		w->mark++;
	return w->mark < w->n_marks && w->marks[w->mark].start <= at ? STYLE_MATCH : w->base;
}

static void new_line(struct wrap *w)
{
	change(w, STYLE_PLAIN);
	put_link(w->v, STR_NONE);
	buf_putc(&w->v->out, '\n');
	view_blanks(w->v, w->indent);
	put_link(w->v, w->v->link);
	w->column = w->indent;
}

static void put_word(struct wrap *w, size_t from, size_t to)
{
	unsigned width = view_width(str_sub(w->text, from, to));
	if (w->column > w->indent && w->column + 1 + width > w->v->width)
		new_line(w);
	else if (w->column > w->indent) {
		change(w, style_at(w, from - 1) == STYLE_MATCH ? w->now : w->base);
		buf_putc(&w->v->out, ' ');
		w->column++;
	}
	for (size_t i = from; i < to;) {
		enum style style = style_at(w, i);
		uint32_t c = utf8_next(w->text, &i);
		unsigned n = columns(c);
		if (w->column + n > w->v->width && w->column > w->indent)
			new_line(w);
		change(w, style);
		put(w->v, c);
		w->column += n;
	}
}

void view_wrapped(struct view *v, enum style style, unsigned indent, struct str s, const struct view_mark *marks,
		  size_t n_marks)
{
	struct wrap w = {
		.v = v, .text = valid(s), .marks = marks, .n_marks = n_marks, .base = style,
		.indent = indent, .column = indent,
	};
	put_link(v, v->link);
	for (size_t i = 0; i < w.text.n;) {
		size_t from = i, end = i;
		uint32_t c;
		while (end < w.text.n && (c = utf8_next(w.text, &i), !white(c) && utf8_is_text(c)))
			end = i;
		if (end > from)
			put_word(&w, from, end);
	}
	change(&w, STYLE_PLAIN);
	put_link(v, STR_NONE);
	buf_putc(&v->out, '\n');
}

static void put_line(struct view *v, struct str line)
{
	for (size_t i = 0; i < line.n;) {
		bool tab = line.p[i] == '\t';
		uint32_t c = next_clean(line, &i);
		put(v, tab ? '\t' : c);
	}
	buf_putc(&v->out, '\n');
}

void view_lines(struct view *v, unsigned indent, struct str s)
{
	struct str line;
	s = valid(s);
	if (str_ends(s, STR("\n")))
		s.n--;
	while (str_cut(&s, '\n', &line)) {
		if (line.n)
			view_blanks(v, indent);
		if (v->terminal && indent + view_width(line) > v->width)
			view_wrapped(v, STYLE_PLAIN, indent, line, NULL, 0);
		else
			put_line(v, line);
	}
}

/* Finding the gutter of a page and reading down both sides of it; see columns.h. */
#include "config.h"

#include "text/columns.h"

#include "common/arena.h"
#include "common/utf8.h"

#define MAX_WIDTH 500		/* characters; longer lines have no columns */
#define MAX_LINES 2000		/* of a page */
#define MIN_GAP 2		/* blanks between two columns */
#define MIN_ROWS 5		/* lines with text on both sides of a gutter */
#define MIN_WORDS 3		/* of such a line on each side, on average: cells of tables have fewer */
#define NEAR 8			/* characters by which the gutter of a line may be off */
#define MAX_COLUMNS 4
#define APART 2			/* empty lines that set a head or a foot apart */

enum side { EMPTY, LEFT, RIGHT, BOTH, ACROSS };

struct line {
	struct str text;
	unsigned width;		/* in characters; 0: empty or too long */
	unsigned first;		/* column of the first character that is no blank */
	enum side side;
	size_t cut, resume;	/* BOTH: bytes, where the left side ends and the right one begins */
	unsigned column;	/* BOTH: where the right one begins */
};

struct sheet {
	struct line *lines;
	size_t n;
	unsigned gutter;	/* a column */
};

/* A run of blanks inside of a line. */
struct gap {
	unsigned from, to;	/* columns, to is the next character */
	size_t start, end;	/* the same in bytes */
};

/* The next gap of at least MIN_GAP, text on both sides.  *at and *column: where to go on. */
static bool next_gap(struct str s, size_t *at, unsigned *column, struct gap *gap_r)
{
	bool text = false;
	struct gap g = { 0, 0, 0, 0 };
	while (*at < s.n) {
		if (s.p[*at] == ' ') {
			g.start = *at;
			g.from = *column;
			while (*at < s.n && s.p[*at] == ' ')
				++*at, ++*column;
			g.end = *at;
			g.to = *column;
			if (text && g.to - g.from >= MIN_GAP && *at < s.n) {
				*gap_r = g;
				return true;
			}
			continue;
		}
		text = true;
		utf8_next(s, at);
		++*column;
	}
	return false;
}

static struct str without_end(struct str s)
{
	while (s.n && s.p[s.n - 1] == ' ')
		s.n--;
	return s;
}

static void read_line(struct line *l, struct str text)
{
	size_t blanks = 0, width;
	*l = (struct line){ .text = without_end(text) };
	while (blanks < l->text.n && l->text.p[blanks] == ' ')
		blanks++;
	width = utf8_count(l->text);
	l->first = (unsigned)(blanks < MAX_WIDTH ? blanks : MAX_WIDTH);
	l->width = width > MAX_WIDTH ? 0 : (unsigned)width;
	l->side = width > MAX_WIDTH ? ACROSS : EMPTY;
}

static struct sheet read_sheet(struct str page, struct arena *a)
{
	struct sheet s = { .n = 0 };
	struct str rest = page, text;
	size_t cap = 0;
	while (s.n <= MAX_LINES && rest.n && str_cut(&rest, '\n', &text)) {
		s.lines = arena_grow(a, s.lines, &cap, s.n + 1, sizeof(*s.lines));
		read_line(&s.lines[s.n++], text);
	}
	return s;
}

/* The column that most lines leave blank between two texts.  False when the page has no columns. */
static bool find_gutter(struct sheet *s)
{
	unsigned blank[MAX_WIDTH + 1] = { 0 }, text[MAX_WIDTH + 1] = { 0 }, best = 0;
	for (size_t i = 0; i < s->n; i++) {
		const struct line *l = &s->lines[i];
		size_t at = 0;
		unsigned column = 0, from = l->first;
		struct gap g;
		while (l->width && next_gap(l->text, &at, &column, &g)) {
			for (unsigned c = from; c < g.from; c++)
				text[c]++;
			for (unsigned c = g.from; c < g.to; c++)
				blank[c]++;
			from = g.to;
		}
		for (unsigned c = from; c < l->width; c++)
			text[c]++;
	}
	for (unsigned c = 1; c < MAX_WIDTH; c++) {
		if (blank[c] > blank[best] || (blank[c] == blank[best] && text[c] < text[best]))
			best = c;
	}
	s->gutter = best;
	return blank[best] >= MIN_ROWS && blank[best] > text[best];
}

/* Which sides of the gutter a line has text on. */
static void take_side(struct line *l, unsigned gutter)
{
	size_t at = 0;
	unsigned column = 0;
	struct gap g;
	if (l->width == 0)
		return;
	l->side = l->width <= gutter ? LEFT : l->first + NEAR > gutter ? RIGHT : ACROSS;
	while (l->side == ACROSS && next_gap(l->text, &at, &column, &g)) {
		if (g.from <= gutter + NEAR && g.to + NEAR > gutter) {
			l->side = BOTH;
			l->cut = g.start;
			l->resume = g.end;
			l->column = g.to;
		}
	}
}

static size_t count_words(struct str s)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] != ' ' && (i == 0 || s.p[i - 1] == ' ');
	return n;
}

/* Sentences on both sides, and not the cells of a table. */
static bool is_prose(const struct sheet *s)
{
	size_t rows = 0, left = 0, right = 0;
	for (size_t i = 0; i < s->n; i++) {
		const struct line *l = &s->lines[i];
		if (l->side == BOTH) {
			rows++;
			left += count_words(str_sub(l->text, 0, l->cut));
			right += count_words(str_sub(l->text, l->resume, l->text.n));
		}
	}
	return rows >= MIN_ROWS && left >= rows * MIN_WORDS && right >= rows * MIN_WORDS;
}

static void put_line(struct buf *out, unsigned indent, struct str text)
{
	for (unsigned i = 0; i < indent && text.n; i++)
		buf_putc(out, ' ');
	buf_addstr(out, text);
	buf_putc(out, '\n');
}

static void unfold(struct str page, unsigned depth, struct buf *out);

/* Empty lines at the foot of one column and the head of the next: a sentence may go on over them. */
static void join_columns(struct buf *out, size_t begin, struct str *right)
{
	while (out->n > begin + 1 && out->p[out->n - 1] == '\n' && out->p[out->n - 2] == '\n')
		buf_truncate(out, out->n - 1);
	while (right->n && right->p[0] == '\n')
		*right = str_sub(*right, 1, right->n);
}

/* Lines of one block, down the left side and then down the right one, which may have columns again. */
static void put_block(const struct sheet *s, size_t from, size_t to, unsigned depth, struct buf *out)
{
	struct buf right = BUF_INIT;
	struct str rest;
	const size_t begin = out->n;
	unsigned margin = MAX_WIDTH;
	for (size_t i = from; i < to; i++) {
		const struct line *l = &s->lines[i];
		unsigned start = l->side == BOTH ? l->column : l->first;
		if ((l->side == BOTH || l->side == RIGHT) && start < margin)
			margin = start;
	}
	for (size_t i = from; i < to; i++) {
		const struct line *l = &s->lines[i];
		put_line(out, 0, l->side == BOTH ? str_sub(l->text, 0, l->cut) : l->side == LEFT ? l->text : STR_NONE);
		if (l->side == BOTH)
			put_line(&right, l->column - margin, str_sub(l->text, l->resume, l->text.n));
		else if (l->side == RIGHT)
			put_line(&right, l->first - margin, str_sub(l->text, l->first, l->text.n));
		else
			put_line(&right, 0, STR_NONE);
	}
	rest = buf_str(&right);
	join_columns(out, begin, &rest);
	unfold(rest, depth + 1, out);
	buf_fini(&right);
}

static size_t count_both(const struct sheet *s, size_t from, size_t to)
{
	size_t n = 0;
	for (size_t i = from; i < to; i++)
		n += s->lines[i].side == BOTH;
	return n;
}

/* Where the block that begins here ends: before a line that goes across, or lines that set it apart. */
static size_t block_end(const struct sheet *s, size_t from)
{
	size_t empty = 0, i = from;
	for (; i < s->n && s->lines[i].side != ACROSS; i++) {
		empty = s->lines[i].side == EMPTY ? empty + 1 : 0;
		if (empty >= APART && i + 1 < s->n && s->lines[i + 1].side != EMPTY)
			return i + 1;
	}
	return i;
}

static void unfold(struct str page, unsigned depth, struct buf *out)
{
	struct arena a = ARENA_INIT;
	struct sheet s = read_sheet(page, &a);
	bool columns = depth < MAX_COLUMNS && s.n >= MIN_ROWS && s.n <= MAX_LINES && find_gutter(&s);
	for (size_t i = 0; columns && i < s.n; i++)
		take_side(&s.lines[i], s.gutter);
	if (!columns || !is_prose(&s)) {
		buf_addstr(out, page);
		arena_fini(&a);
		return;
	}
	for (size_t from = 0, to; from < s.n; from = to) {
		to = block_end(&s, from);
		if (count_both(&s, from, to) >= MIN_ROWS) {
			put_block(&s, from, to, depth, out);
			continue;
		}
		to += to == from;
		for (size_t i = from; i < to; i++)
			put_line(out, 0, s.lines[i].text);
	}
	arena_fini(&a);
}

void columns_page(struct str page, struct buf *out)
{
	unfold(page, 0, out);
}

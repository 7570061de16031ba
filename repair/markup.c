/* Marks of Markdown and HTML that were left in a plain text: taken out, where the text looks like it.
 *
 * First the page has to show by several marks with their partners that it was markup once: an asterisk
 * alone is a footnote, an underscore a part of a name, "<" belongs to mathematics.  Then the marks are
 * taken out as from Markdown, in lines that hold any; of tags only those that people write in texts.
 */
#include "config.h"

#include "common/ascii.h"
#include "repair/look.h"
#include "repair/page.h"
#include "text/markdown_inline.h"

#define ENOUGH 2		/* points that tell markup from chance */
#define PAIR_MOST 300		/* bytes between two marks that belong together */
#define TAG_MOST 8
#define LABEL_MOST 3		/* bytes of a raised label */
#define HEADING_MOST 150
#define BOLD_LINES 3		/* that bold text goes on over */
#define RUN_MOST 50		/* lines that are read as one */

/* Signs for what must get through the reader of Markdown: characters that stand in no text. */
#define SIGN_LINE "\xef\xb7\x90"	/* a line ends */
#define SIGN_CALL "\xef\xb7\x91"	/* a note is called for */
#define SIGN_END "\xef\xb7\x92"
#define SIGN_BYTES 3

/* ---- Does it look like markup? ---- */

static bool is_bound(struct str s, size_t i)
{
	return i >= s.n || ascii_is_space(s.p[i]) || ascii_is_punctuation(s.p[i]) || (unsigned char)s.p[i] >= 0x80;
}

/* Asterisks of a pattern or a comment: "src/" "*.c", "/" "* text *" "/", "-*-". */
static bool is_pattern(struct str s, size_t i, size_t n)
{
	char before = i ? s.p[i - 1] : ' ', after = i + n < s.n ? s.p[i + n] : ' ';
	return before == '/' || after == '/' || (before == '-' && after == '-') ||
	       (after == '.' && i + n + 1 < s.n && ascii_is_letter(s.p[i + n + 1]));
}

/* "*word*" at i, with that many asterisks; nothing of program code between them. */
static bool is_emphasis(struct str s, size_t i, size_t n)
{
	if ((i && !is_bound(s, i - 1)) || i + n >= s.n || ascii_is_space(s.p[i + n]) || is_pattern(s, i, n))
		return false;
	for (size_t at = i + n; at < s.n && at - i < PAIR_MOST; at++) {
		char c = s.p[at];
		if (c == '*')
			return !ascii_is_space(s.p[at - 1]) && !is_pattern(s, at, n) && str_starts(str_sub(s, at, s.n), str_sub(s, i, i + n)) && is_bound(s, at + n);
		if ((c == '\n' && at + 1 < s.n && s.p[at + 1] == '\n') || strchr(";={}<>", c))
			return false;
	}
	return false;
}

static unsigned stars(struct str s)
{
	unsigned points = 0;
	for (const char *p = s.p, *end = s.p + s.n; points < ENOUGH && (p = memchr(p, '*', (size_t)(end - p))) != NULL;) {
		size_t i = (size_t)(p - s.p), n = 1;
		while (i + n < s.n && s.p[i + n] == '*')
			n++;
		if (n <= 3 && is_emphasis(s, i, n))
			points += (unsigned)n;
		p += n;
	}
	return points;
}

/* "](#)", "](http://...": the label of a link and its target */
static unsigned links(struct str s)
{
	static const char *const targets[] = { ")", "#", "/", "<", "http", "www.", "mailto:", "./", "../" };
	for (ptrdiff_t at; (at = str_chr(s, ']')) >= 0;) {
		s = str_sub(s, (size_t)at + 1, s.n);
		if (s.n < 2 || s.p[0] != '(')
			continue;
		for (size_t i = 0; i < sizeof(targets) / sizeof(*targets); i++)
			if (str_starts(str_sub(s, 1, s.n), str_of(targets[i])))
				return ENOUGH;
	}
	return 0;
}

/* Tags that stand in texts. */
static size_t tag(struct str s, size_t i)
{
	static const char *const names[] = { "b", "big", "br", "center", "em", "font", "i", "p", "small", "span", "strong", "sub",
					     "sup", "u" };
	size_t start = ++i, n;
	if (i < s.n && s.p[i] == '/')
		start = ++i;
	while (i < s.n && i - start < TAG_MOST && ascii_is_letter(s.p[i]))
		i++;
	n = i - start;
	if (i < s.n && (s.p[i] == ' ' || s.p[i] == '/')) {
		ptrdiff_t close = str_chr(str_sub(s, i, i + PAIR_MOST), '>');
		if (close < 0)
			return 0;
		i += (size_t)close;
	}
	if (n == 0 || i >= s.n || s.p[i] != '>')
		return 0;
	for (size_t k = 0; k < sizeof(names) / sizeof(*names); k++)
		if (str_eq_nocase(str_n(s.p + start, n), str_of(names[k])))
			return i + 1;
	return 0;
}

static unsigned tags(struct str s)
{
	for (ptrdiff_t at; (at = str_chr(s, '<')) >= 0;) {
		if (tag(s, (size_t)at))
			return ENOUGH;
		s = str_sub(s, (size_t)at + 1, s.n);
	}
	return 0;
}

static unsigned entities(struct str s)
{
	unsigned points = 0;
	for (ptrdiff_t at; points < ENOUGH && (at = str_chr(s, '&')) >= 0;) {
		size_t n = 0;
		s = str_sub(s, (size_t)at + 1, s.n);
		while (n < s.n && n < TAG_MOST && (ascii_is_letter(s.p[n]) || ascii_is_digit(s.p[n]) || s.p[n] == '#'))
			n++;
		points += n > 1 && n < s.n && s.p[n] == ';';
	}
	return points;
}

static unsigned escapes(struct str s)
{
	unsigned points = 0;
	for (ptrdiff_t at; points < ENOUGH && (at = str_chr(s, '\\')) >= 0;) {
		s = str_sub(s, (size_t)at + 1, s.n);
		points += s.n && (s.p[0] == '_' || s.p[0] == '*' || s.p[0] == '[' || s.p[0] == ']');
	}
	return points;
}

static bool looks_marked(struct str s)
{
	unsigned points = stars(s);
	for (unsigned i = 0; i < 4 && points < ENOUGH; i++)
		points += i == 0 ? links(s) : i == 1 ? tags(s) : i == 2 ? entities(s) : escapes(s);
	return points >= ENOUGH;
}

static bool has_marks(struct str s)
{
	static const char signs[] = "*[<&\\`_~";
	for (size_t i = 0; signs[i]; i++)
		if (memchr(s.p, signs[i], s.n))
			return true;
	return false;
}

/* ---- Reading it ---- */

struct reading {
	struct page *p;
	struct buf in;
	struct flow flow;
	size_t changed;
};

/* "<sup>*</sup>", "<sup>a</sup>" at i: a label, which no number is, for those have characters of their own. */
static size_t raised_label(struct str s, size_t i, struct str *label_r)
{
	static const struct str open = { "<sup>", 5 }, close = { "</sup>", 6 };
	if (!str_starts(str_sub(s, i, s.n), open))
		return 0;
	size_t start = i + open.n, end = start;
	while (end < s.n && end - start <= LABEL_MOST && s.p[end] != '<')
		end++;
	*label_r = str_n(s.p + start, end - start);
	if (end == start || end - start > LABEL_MOST || !str_starts(str_sub(s, end, s.n), close))
		return 0;
	bool number = look_digits(s, start) > 0, word = i && look_letter_before(s, i);
	bool sign = strchr("*+", label_r->p[0]) || (unsigned char)label_r->p[0] >= 0x80;
	/* "10<sup>th</sup>", "x<sup>n</sup>" */
	bool letter = label_r->n == 1 && ascii_is_letter(label_r->p[0]) && !word && i && !ascii_is_digit(s.p[i - 1]);
	return !number && (sign || letter) ? end + close.n : 0;
}

/* "[^3]", not the beginning of a note */
static size_t reference(struct str s, size_t i, struct str *label_r)
{
	if (i == 0 || i + 3 >= s.n || s.p[i] != '[' || s.p[i + 1] != '^')
		return 0;
	size_t end = i + 2;
	while (end < s.n && end - i < LABEL_MOST + 3 && (ascii_is_digit(s.p[end]) || ascii_is_letter(s.p[end])))
		end++;
	*label_r = str_n(s.p + i + 2, end - i - 2);
	return label_r->n && end < s.n && s.p[end] == ']' ? end + 1 : 0;
}

/* The line for the reader of Markdown: signs that it would misunderstand are escaped. */
static void put_line(struct buf *in, struct str s)
{
	for (size_t i = 0; i < s.n;) {
		struct str label;
		size_t end = s.p[i] == '<' ? raised_label(s, i, &label) : s.p[i] == '[' ? reference(s, i, &label) : 0;
		if (end) {
			buf_puts(in, SIGN_CALL);
			buf_addstr(in, label);
			buf_puts(in, SIGN_END);
			i = end;
			continue;
		}
		if (s.p[i] == '\\' && i + 2 < s.n && s.p[i + 1] == '\\' && ascii_is_punctuation(s.p[i + 2]) && s.p[i + 2] != '\\')
			i++;	/* escaped twice */
		else if (s.p[i] == '*' && is_pattern(s, i, 1))
			buf_putc(in, '\\');
		else if (s.p[i] == '<' && !tag(s, i) && !str_starts(str_sub(s, i, s.n), STR("<http")))
			buf_putc(in, '\\');
		if (s.p[i] == '\\' && i + 1 < s.n)
			buf_putc(in, s.p[i++]);
		buf_putc(in, s.p[i++]);
	}
}

/* A line of the output, of which the calls are taken out. */
static void take_line(struct reading *r, size_t block, struct str s)
{
	struct block *b = &r->p->blocks[block];
	s = str_trim(s);
	if (str_eq(s, b->text))
		return;
	r->changed++;
	char *out = arena_alloc(r->p->arena, s.n + 1);
	size_t n = 0;
	for (ptrdiff_t at, end; (at = str_find(s, STR(SIGN_CALL))) >= 0;) {
		memcpy(out + n, s.p, (size_t)at);
		n += (size_t)at;
		s = str_sub(s, (size_t)at + SIGN_BYTES, s.n);
		if ((end = str_find(s, STR(SIGN_END))) < 0)
			continue;
		page_call(r->p, block, n, arena_str(r->p->arena, str_sub(s, 0, (size_t)end)));
		s = str_sub(s, (size_t)end + SIGN_BYTES, s.n);
	}
	memcpy(out + n, s.p ? s.p : "", s.n);
	b->text = str_n(out, n + s.n);
	page_look(b);
}

/* Opens bold text that is not closed in the line? */
static bool is_open(struct str s)
{
	bool open = false;
	for (size_t i = 0; i + 1 < s.n; i++)
		if (s.p[i] == '*' && s.p[i + 1] == '*') {
			open = !open;
			i++;
		}
	return open;
}

/* Lines are one where bold text goes on from the one into the other. */
static void join_bold(struct page *p, size_t first, size_t last)
{
	for (size_t i = first, end; i < last; i = end + 1) {
		end = i;
		if (!is_open(p->blocks[i].text))
			continue;
		while (end < last && end - i < BOLD_LINES && p->blocks[end + 1].shape == SHAPE_LINE)
			if (is_open(p->blocks[++end].text))
				break;
		if (end == i || !is_open(p->blocks[end].text) || p->blocks[i].shape != SHAPE_LINE) {
			end = i;
			continue;
		}
		for (size_t k = i; k < end; k++)
			page_join(p, k, k + 1, false, RULE_markup);
	}
}

/* All of the line is emphasized: that is how many write a heading. */
static bool is_emphasized(struct str s)
{
	char c = s.n > 2 ? s.p[0] : 0;
	size_t n = s.n > 4 && s.p[1] == c ? 2 : 1;
	if ((c != '*' && c != '_') || s.n > HEADING_MOST || s.n <= 2 * n || s.p[s.n - 1] != c)
		return false;
	struct str inner = str_sub(s, n, s.n - n);
	return str_chr(inner, c) < 0 && !ascii_is_space(inner.p[0]) && !look_ends_sentence(inner) && !look_starts_lower(inner);
}

static bool stands_alone(const struct page *p, size_t i)
{
	return (i == 0 || p->blocks[i].blank) && i + 1 < p->n && p->blocks[i + 1].blank &&
	       p->blocks[i + 1].text.n > p->blocks[i].text.n;
}

static void make_headings(struct page *p, size_t first, size_t last)
{
	if (first != last || p->blocks[first].shape != SHAPE_LINE || !is_emphasized(p->blocks[first].text) ||
	    !stands_alone(p, first))
		return;
	p->blocks[first].shape = SHAPE_HEADING;
	page_set_role(p, first, ROLE_HEADING, RULE_markup);
}

/* Lines from first to last, which stand under each other: marks may open in one and close in the next. */
static void read_run(struct reading *r, size_t first, size_t last)
{
	static const struct md_labels none;
	struct page *p = r->p;
	buf_reset(&r->in);
	for (size_t i = first; i <= last; i++) {
		if (i > first)
			buf_puts(&r->in, " " SIGN_LINE " ");
		put_line(&r->in, p->blocks[i].text);
	}
	flow_reset(&r->flow);
	md_inline(&r->flow, buf_str(&r->in), &none);
	struct str rest = buf_str(&r->flow.out);
	size_t lines = 1;
	for (ptrdiff_t at; (at = str_find(rest, STR(SIGN_LINE))) >= 0; lines++)
		rest = str_sub(rest, (size_t)at + SIGN_BYTES, rest.n);
	if (lines != last - first + 1)
		return;
	make_headings(p, first, last);
	join_bold(p, first, last);
	rest = buf_str(&r->flow.out);
	for (size_t i = first; i <= last; i++) {
		ptrdiff_t at = str_find(rest, STR(SIGN_LINE));
		take_line(r, i, str_sub(rest, 0, at < 0 ? rest.n : (size_t)at));
		rest = str_sub(rest, at < 0 ? rest.n : (size_t)at + SIGN_BYTES, rest.n);
	}
}

static bool has_signs(struct str s)
{
	return str_find(s, STR("\xef\xb7")) >= 0;
}

void rule_markup(struct page *p)
{
	struct reading r = { .p = p, .flow = FLOW_INIT };
	if (p->source->marked || !looks_marked(p->source->text) || has_signs(p->source->text))
		return;
	for (size_t i = 0, last; i < p->n; i = last + 1) {
		bool any = has_marks(p->blocks[i].text);
		for (last = i; last + 1 < p->n && !p->blocks[last + 1].blank && last - i < RUN_MOST; last++)
			any |= has_marks(p->blocks[last + 1].text);
		if (any)
			read_run(&r, i, last);
	}
	page_count(p, RULE_markup, r.changed);
	page_flatten(p);
	buf_fini(&r.in);
	flow_fini(&r.flow);
}

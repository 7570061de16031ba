/* Inline marks of Markdown; see markdown_inline.h.
 *
 * An opening mark is written out and its place remembered; when its partner comes it is taken
 * out again.  The stack of open marks is short: what falls off it stays as text.
 */
#include "config.h"

#include "text/markdown_inline.h"

#include <stdio.h>
#include <stdlib.h>
#include <unicode/uchar.h>

#include "common/ascii.h"
#include "common/hash.h"
#include "common/utf8.h"
#include "text/entity.h"
#include "text/html_element.h"
#include "text/html_token.h"
#include "text/marks.h"
#include "text/raised.h"

#define OPEN_MAX 16	/* open marks remembered: bounds how often a text is moved */
#define TICKS_MAX 80	/* longest run of backticks that opens code */
#define PARENS_MAX 8	/* nested parentheses in an address */
#define FOOTNOTE_MAX 100

struct mark {
	char kind;	/* '*', '_', '~', '[', '!' (image) */
	size_t at, n;	/* bytes in the output */
};

struct inliner {
	struct flow *f;
	struct str s;
	size_t i;			/* next byte of s */
	const struct md_labels *labels;
	struct html_tokens html;
	struct mark open[OPEN_MAX];
	unsigned n_open;
	bool in_sup, ticks_known;
	struct flow_mark sup;
	size_t last_ticks[TICKS_MAX + 1];	/* start of the last run of this length */
};

static void put(struct inliner *m, size_t from, size_t to)
{
	flow_text(m->f, str_sub(m->s, from, to));
}

/* --- open marks --- */

static void push(struct inliner *m, char kind, size_t n)
{
	put(m, m->i, m->i + n);
	if (m->n_open == OPEN_MAX)
		memmove(m->open, m->open + 1, --m->n_open * sizeof(*m->open));
	m->open[m->n_open++] = (struct mark){ kind, m->f->out.n - n, n };
}

/* n bytes of an open mark leave the text; all marks opened after it are gone already. */
static void take_out(struct inliner *m, struct mark *mark, size_t n)
{
	if (m->f->out.failed)
		return;
	mark->n -= n;
	flow_delete(m->f, mark->at + mark->n, n);
	if (m->in_sup && m->sup.n > mark->at)
		m->sup.n -= n;
}

static bool is_bracket(const struct mark *mark)
{
	return mark->kind == '[' || mark->kind == '!';
}

/* Index of the last open mark of this kind that is not outside of a bracket; -1 for none. */
static int find_open(const struct inliner *m, char kind, size_t n)
{
	for (unsigned k = m->n_open; k-- > 0 && !is_bracket(&m->open[k]);)
		if (m->open[k].kind == kind && (kind != '~' || m->open[k].n == n))
			return (int)k;
	return -1;
}

/* --- emphasis --- */

enum side { SIDE_SPACE, SIDE_PUNCTUATION, SIDE_WORD };

static enum side side_of(uint32_t c)
{
	if (c <= ' ' || c == 0xa0 || u_isUWhiteSpace((UChar32)c))
		return SIDE_SPACE;
	if (c < 0x80)
		return ascii_is_punctuation((char)c) ? SIDE_PUNCTUATION : SIDE_WORD;
	return u_ispunct((UChar32)c) ? SIDE_PUNCTUATION : SIDE_WORD;
}

static enum side side_before(struct str s, size_t i)
{
	if (i == 0)
		return SIDE_SPACE;
	size_t at = utf8_floor(s, i - 1);
	return side_of(utf8_next(s, &at));
}

static enum side side_after(struct str s, size_t i)
{
	return i < s.n ? side_of(utf8_next(s, &i)) : SIDE_SPACE;
}

static void close_emphasis(struct inliner *m, char kind, size_t *n)
{
	int k;
	while (*n && (k = find_open(m, kind, *n)) >= 0) {
		size_t use = *n < m->open[k].n ? *n : m->open[k].n;
		take_out(m, &m->open[k], use);
		m->n_open = (unsigned)k + (m->open[k].n > 0);
		*n -= use;
		m->i += use;
	}
}

static void emphasis(struct inliner *m)
{
	struct str s = m->s;
	char kind = s.p[m->i];
	size_t n = 1;
	while (m->i + n < s.n && s.p[m->i + n] == kind)
		n++;
	enum side before = side_before(s, m->i), after = side_after(s, m->i + n);
	bool left = after != SIDE_SPACE && (after == SIDE_WORD || before != SIDE_WORD);
	bool right = before != SIDE_SPACE && (before == SIDE_WORD || after != SIDE_WORD);
	/* snake_case is no emphasis, and 2*3*4 is a product */
	bool product = m->i && ascii_is_digit(s.p[m->i - 1]) && m->i + n < s.n && ascii_is_digit(s.p[m->i + n]);
	bool can_open = left && (kind != '_' || !right || before == SIDE_PUNCTUATION) && !product;
	bool can_close = right && (kind != '_' || !left || after == SIDE_PUNCTUATION) && !product;
	if (kind == '~' && n != 2)
		can_open = can_close = false;
	if (can_close)
		close_emphasis(m, kind, &n);
	if (n && can_open)
		push(m, kind, n);
	else
		put(m, m->i, m->i + n);
	m->i += n;
}

/* --- links --- */

uint64_t md_label_hash(struct str label)
{
	char key[MD_LABEL_MAX];
	size_t n = 0;
	label = str_trim(str_sub(label, 0, MD_LABEL_MAX));
	for (size_t i = 0; i < label.n; i++) {
		char c = label.p[i];
		bool space = (unsigned char)c <= ' ';
		if (space && n && key[n - 1] == ' ')
			continue;
		key[n++] = space ? ' ' : ascii_lower(c);
	}
	return hash64(str_n(key, n));
}

static int compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return x < y ? -1 : x > y;
}

void md_labels_sort(struct md_labels *l)
{
	if (l->n)
		qsort(l->hashes, l->n, sizeof(*l->hashes), compare);
}

static bool is_defined(const struct inliner *m, struct str label)
{
	if (label.n == 0 || m->labels->n == 0)
		return false;
	uint64_t hash = md_label_hash(label);
	return bsearch(&hash, m->labels->hashes, m->labels->n, sizeof(hash), compare) != NULL;
}

static size_t skip_space(struct str s, size_t i)
{
	while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\n' || s.p[i] == '\t'))
		i++;
	return i;
}

/* End of an address that starts at i: <...>, or no blanks and balanced parentheses. */
static size_t address_end(struct str s, size_t i)
{
	unsigned parens = 0;
	if (i < s.n && s.p[i] == '<') {
		while (++i < s.n && s.p[i] != '>' && s.p[i] != '<' && s.p[i] != '\n')
			;
		return i < s.n && s.p[i] == '>' ? i + 1 : 0;
	}
	for (; i < s.n && (unsigned char)s.p[i] > ' '; i++) {
		if (s.p[i] == '\\' && i + 1 < s.n && ascii_is_punctuation(s.p[i + 1]))
			i++;
		else if (s.p[i] == '(' && ++parens > PARENS_MAX)
			return 0;
		else if (s.p[i] == ')' && parens-- == 0)
			break;
	}
	return i;
}

/* Offset past "(address "title")" that starts at i; 0 if this is something else. */
static size_t target_end(struct str s, size_t i)
{
	if (i >= s.n || s.p[i] != '(')
		return 0;
	i = address_end(s, skip_space(s, i + 1));
	if (i == 0)
		return 0;
	size_t title = skip_space(s, i);
	if (title > i && title < s.n && (s.p[title] == '"' || s.p[title] == '\'')) {
		ptrdiff_t len = str_chr(str_sub(s, title + 1, s.n), s.p[title]);
		if (len < 0)
			return 0;
		title = skip_space(s, title + (size_t)len + 2);
	}
	return title < s.n && s.p[title] == ')' ? title + 1 : 0;
}

/* Offset past "[label]" that starts at i, 0 if there is none. */
static size_t label_end(struct str s, size_t i)
{
	if (i >= s.n || s.p[i] != '[')
		return 0;
	for (size_t n = 0; ++i < s.n && n <= MD_LABEL_MAX && s.p[i] != '['; n++)
		if (s.p[i] == ']')
			return i + 1;
	return 0;
}

/* What follows the "]" at m->i and makes a link of it: offset past it, 0 for none. */
static size_t link_end(const struct inliner *m, const struct mark *open)
{
	struct str s = m->s, text = flow_since(m->f, (struct flow_mark){ open->at + open->n, GAP_NONE, 0 });
	size_t end = target_end(s, m->i + 1);
	if (end)
		return end;
	end = label_end(s, m->i + 1);
	if (end > m->i + 3)
		return is_defined(m, str_sub(s, m->i + 2, end - 1)) ? end : 0;
	if (!is_defined(m, text))
		return 0;
	return end ? end : m->i + 1;
}

static void close_bracket(struct inliner *m)
{
	unsigned k = m->n_open;
	while (k > 0 && !is_bracket(&m->open[k - 1]))
		k--;
	size_t end = k ? link_end(m, &m->open[k - 1]) : 0;
	if (end == 0) {
		put(m, m->i, m->i + 1);
		m->i++;
		if (k) {	/* the marks inside may still find partners */
			memmove(&m->open[k - 1], &m->open[k], (m->n_open - k) * sizeof(*m->open));
			m->n_open--;
		}
		return;
	}
	take_out(m, &m->open[k - 1], m->open[k - 1].n);
	m->n_open = k - 1;
	m->i = end;
}

/* "[^1]": a reference to a footnote, which must not stick to the word before it. */
static size_t footnote_end(struct str s, size_t i)
{
	if (i + 1 >= s.n || s.p[i + 1] != '^')
		return 0;
	size_t start = i + 2;
	for (i = start; i < s.n && i - start <= FOOTNOTE_MAX; i++) {
		if (s.p[i] == ']')
			return i > start ? i + 1 : 0;
		if ((unsigned char)s.p[i] <= ' ' || s.p[i] == '[')
			break;
	}
	return 0;
}

static void call_note(struct inliner *m, struct str label)
{
	char sign[FLOW_LEAD_MAX];
	if (label.n + 3 > sizeof(sign))
		return;
	int n = snprintf(sign, sizeof(sign), "%c%.*s%c", MARK_REF, STR_ARG(label), MARK_END);
	m->f->gap = m->f->gap == GAP_BLANK ? GAP_NONE : m->f->gap;
	flow_sign(m->f, str_n(sign, (size_t)n));
}

static void open_bracket(struct inliner *m)
{
	size_t end = footnote_end(m->s, m->i);
	if (end) {
		call_note(m, str_sub(m->s, m->i + 2, end - 1));
		m->i = end;
		return;
	}
	push(m, '[', 1);
	m->i++;
}

/* --- code, HTML, escapes --- */

static size_t ticks_at(struct str s, size_t i)
{
	size_t n = 0;
	while (i + n < s.n && s.p[i + n] == '`')
		n++;
	return n;
}

/* Where the last run of each length begins, so that a run without a partner is known as such at
 * once. */
static void learn_ticks(struct inliner *m)
{
	for (size_t i = m->i; i < m->s.n;) {
		ptrdiff_t at = str_chr(str_sub(m->s, i, m->s.n), '`');
		if (at < 0)
			break;
		i += (size_t)at;
		size_t n = ticks_at(m->s, i);
		if (n <= TICKS_MAX)
			m->last_ticks[n] = i;
		i += n;
	}
	m->ticks_known = true;
}

static void code(struct inliner *m)
{
	size_t n = ticks_at(m->s, m->i), start = m->i + n, i = start;
	if (!m->ticks_known)
		learn_ticks(m);
	if (n > TICKS_MAX || m->last_ticks[n] < start) {
		put(m, m->i, start);
		m->i = start;
		return;
	}
	for (size_t len; (len = ticks_at(m->s, i)) != n; i += len ? len : 1)
		;
	put(m, start, i);
	m->i = i + n;
}

/* <https://example.org>, <desk@example.org>: the length, 0 if it is a tag or nothing. */
static size_t autolink(struct str s, size_t i)
{
	bool address = false;
	size_t start = i++;
	for (; i < s.n && (unsigned char)s.p[i] > ' ' && s.p[i] != '<' && s.p[i] != '"' && s.p[i] != '='; i++) {
		if (s.p[i] == '>')
			return address ? i + 1 - start : 0;
		address |= s.p[i] == ':' || s.p[i] == '@';
	}
	return 0;
}

static void sup_tag(struct inliner *m, const struct html_token *t)
{
	if (t->kind == HTML_OPEN) {
		m->in_sup = true;
		m->sup = flow_mark(m->f);
	} else if (m->in_sup) {
		m->in_sup = false;
		while (m->n_open && m->open[m->n_open - 1].at >= m->sup.n)
			m->n_open--;
		raised_end(m->f, m->sup);
	}
}

static void angle(struct inliner *m)
{
	struct html_token t;
	size_t n = autolink(m->s, m->i);
	if (n) {
		put(m, m->i + 1, m->i + n - 1);
		m->i += n;
		return;
	}
	m->html.rest = str_sub(m->s, m->i, m->s.n);
	if (!html_markup(&m->html, &t)) {
		put(m, m->i, m->i + 1);
		m->i++;
		return;
	}
	m->html.raw = 0;
	m->i = m->s.n - m->html.rest.n;
	if (t.kind != HTML_OPEN && t.kind != HTML_CLOSE)
		return;
	flow_gap(m->f, html_element_gap(html_element(t.name)));
	if (strcmp(t.name, "sup") == 0)
		sup_tag(m, &t);
}

static void reference(struct inliner *m)
{
	char c[4];
	unsigned len = 0;
	size_t n = entity_decode(str_sub(m->s, m->i, m->s.n), c, &len);
	if (n)
		flow_text(m->f, str_n(c, len));
	else
		put(m, m->i, m->i + 1);
	m->i += n ? n : 1;
}

static void escape(struct inliner *m)
{
	char next = m->i + 1 < m->s.n ? m->s.p[m->i + 1] : 0;
	if (next == '\n')
		flow_gap(m->f, GAP_LINE);
	else if (ascii_is_punctuation(next))
		put(m, m->i + 1, m->i + 2);
	else
		put(m, m->i, m->i + 1);
	m->i += next == '\n' || ascii_is_punctuation(next) ? 2 : 1;
}

/* Two blanks at the end of a line break it there. */
static void line_end(struct inliner *m)
{
	size_t i = m->i++;
	bool hard = i >= 2 && m->s.p[i - 1] == ' ' && m->s.p[i - 2] == ' ';
	flow_gap(m->f, hard ? GAP_LINE : GAP_BLANK);
}

static void one(struct inliner *m)
{
	switch (m->s.p[m->i]) {
	case '*':
	case '_':
	case '~':
		emphasis(m);
		break;
	case '!':	/* in front of "[" */
		push(m, '!', 2);
		m->i += 2;
		break;
	case '[':
		open_bracket(m);
		break;
	case ']':
		close_bracket(m);
		break;
	case '`':
		code(m);
		break;
	case '<':
		angle(m);
		break;
	case '&':
		reference(m);
		break;
	case '\\':
		escape(m);
		break;
	default:
		line_end(m);
		break;
	}
}

static bool plain(struct str s, size_t i)
{
	static const bool special[256] = {
		['*'] = true, ['_'] = true, ['~'] = true, ['['] = true, [']'] = true, ['`'] = true,
		['<'] = true, ['&'] = true, ['\\'] = true, ['\n'] = true, ['!'] = true,
	};
	unsigned char c = (unsigned char)s.p[i];
	return !special[c] || (c == '!' && (i + 1 >= s.n || s.p[i + 1] != '['));
}

void md_inline(struct flow *f, struct str s, const struct md_labels *labels)
{
	if (s.n == 0)
		return;
	struct inliner m = { .f = f, .s = s, .labels = labels };
	while (m.i < s.n) {
		size_t i = m.i;
		while (i < s.n && plain(s, i))
			i++;
		put(&m, m.i, i);
		m.i = i;
		if (i < s.n)
			one(&m);
	}
}

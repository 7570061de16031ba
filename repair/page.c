/* Marked text to blocks, and what all rules do with them; see page.h. */
#include "config.h"

#include "repair/page.h"

#include <stdlib.h>

#include "common/ascii.h"
#include "common/utf8.h"
#include "repair/look.h"
#include "text/marks.h"

#define RULE_LEAST 3		/* signs in a row make a rule */
#define NUMBER_MOST 3		/* digits of a list item's number */
#define LOOKED_MOST 1000	/* bytes of a line that is looked at by all rules; of a longer one anything may be expected */

void page_count(struct page *p, enum rule r, size_t n)
{
	p->counts->n[r] += n;
}

void page_set_role(struct page *p, size_t block, enum role role, enum rule why)
{
	p->blocks[block].role = (uint8_t)role;
	p->blocks[block].rule = (uint8_t)why;
}

void page_look(struct block *b)
{
	static const uint16_t kinds[256] = {
		['0' ... '9'] = HAS_DIGIT, ['A' ... 'Z'] = HAS_CAPITAL, ['-'] = HAS_HYPHEN, [0x80 ... 0xff] = HAS_BEYOND,
		['/'] = HAS_DESCENT, [':'] = HAS_DESCENT, ['>'] = HAS_DESCENT | HAS_CODE, ['|'] = HAS_BAR | HAS_CODE, ['k'] = HAS_K,
		[0] = HAS_CODE, ['{'] = HAS_CODE, ['}'] = HAS_CODE, ['='] = HAS_CODE, ['<'] = HAS_CODE, ['\\'] = HAS_CODE,
		['`'] = HAS_CODE, ['$'] = HAS_CODE,
	};
	const unsigned char *p = (const unsigned char *)b->text.p;
	size_t n = b->text.n;
	unsigned has = HAS_ALL;
	if (n <= LOOKED_MOST) {
		has = look_has_gap(b->text) ? HAS_GAP : 0;
		for (size_t i = 0; i < n; i++)
			has |= kinds[p[i]];
	}
	b->has = (uint16_t)has;
	b->chars = (uint32_t)(has & HAS_BEYOND ? utf8_count(b->text) : n);
}

void page_call(struct page *p, size_t block, size_t at, struct str label)
{
	p->calls = arena_grow(p->arena, p->calls, &p->cap_calls, p->n_calls + 1, sizeof(*p->calls));
	p->calls[p->n_calls++] = (struct call){ (uint32_t)block, (uint32_t)at, label };
}

static int by_place(const void *a, const void *b)
{
	const struct call *x = a, *y = b;
	if (x->block != y->block)
		return x->block < y->block ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

void page_sort_calls(struct page *p)
{
	if (p->n_calls)
		qsort(p->calls, p->n_calls, sizeof(*p->calls), by_place);
}

/* The edits of one block.  *call: the first call that is not in an earlier block. */
static void edit_block(struct page *p, const struct edit *edits, size_t n, size_t *call)
{
	struct block *b = &p->blocks[edits[0].block];
	size_t room = b->text.n + 1, out_n = 0, from = 0;
	for (size_t i = 0; i < n; i++)
		room += edits[i].with.n;
	char *out = arena_alloc(p->arena, room);
	for (size_t i = 0; i <= n; i++) {
		size_t to = i < n ? edits[i].start : b->text.n;
		for (; *call < p->n_calls && p->calls[*call].block == edits[0].block && p->calls[*call].at <= to; ++*call) {
			size_t at = p->calls[*call].at;
			p->calls[*call].at = (uint32_t)(out_n + (at > from ? at - from : 0));
		}
		memcpy(out + out_n, b->text.p + from, to - from);
		out_n += to - from;
		if (i == n)
			break;
		if (edits[i].with.n)
			memcpy(out + out_n, edits[i].with.p, edits[i].with.n);
		out_n += edits[i].with.n;
		from = edits[i].end;
	}
	b->text = str_n(out, out_n);
	page_look(b);
}

void page_edit(struct page *p, const struct edit *edits, size_t n)
{
	size_t call = 0;
	page_sort_calls(p);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && edits[end].block == edits[i].block; end++)
			;
		while (call < p->n_calls && p->calls[call].block < edits[i].block)
			call++;
		edit_block(p, edits + i, end - i, &call);
	}
}

/* ---- Shapes ---- */

/* One of the bullets that are written in plain text, with the blank behind it; its length. */
static size_t bullet(struct str s)
{
	static const char *const signs[] = { "-", "*", "+", "•", "●", "▪", "■", "◦", "‣", "·", "–", "—" };
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
		size_t n = strlen(signs[i]);
		if (s.n > n && s.p[n] == ' ' && str_starts(s, str_of(signs[i])))
			return n + 1;
	}
	return 0;
}

/* "12. ", "3) ", "(iv) ", "b) " */
static bool is_numbered(struct str s)
{
	size_t i = s.n && s.p[0] == '(', start = i;
	while (i < s.n && i - start < NUMBER_MOST && ascii_is_digit(s.p[i]))
		i++;
	while (i == start && i < s.n && i - start < NUMBER_MOST && s.p[i] && strchr("ivxabcdefgh", s.p[i]))
		i++;
	if (i == start || i + 1 >= s.n || s.p[i + 1] != ' ')
		return false;
	return s.p[i] == ')' || (s.p[i] == '.' && ascii_is_digit(s.p[start]) && !start);
}

/* "---", "* * *", "____", "———": nothing but one sign and blanks. */
static bool is_rule(struct str s)
{
	static const char *const signs[] = { "-", "*", "_", "=", "~", "—", "–", "─", "━" };
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
		size_t n = strlen(signs[i]), count = 0, at = 0;
		while (at < s.n && (s.p[at] == ' ' || str_starts(str_sub(s, at, s.n), str_of(signs[i])))) {
			count += s.p[at] != ' ';
			at += s.p[at] == ' ' ? 1 : n;
		}
		if (at == s.n)
			return count >= RULE_LEAST;
	}
	return false;
}

static bool is_row(struct str s)
{
	return memchr(s.p, '\t', s.n) || (s.p[0] == '|' && s.p[s.n - 1] == '|' && s.n > 2);
}

/* "## Conclusion", also "## Conclusion ##" */
static bool take_heading(struct str *s, uint8_t *level_r)
{
	size_t n = 0;
	while (n < s->n && s->p[n] == '#')
		n++;
	if (n == 0 || n > 6 || n == s->n || s->p[n] != ' ')
		return false;
	*s = str_trim(str_sub(*s, n, s->n));
	while (s->n && s->p[s->n - 1] == '#')
		s->n--;
	*s = str_trim(*s);
	*level_r = (uint8_t)n;
	return s->n > 0;
}

static struct str take_label(struct str *s)
{
	ptrdiff_t end = str_chr(*s, MARK_END);
	struct str label = str_sub(*s, 0, end < 0 ? 0 : (size_t)end);
	*s = str_sub(*s, end < 0 ? 0 : (size_t)end + 1, s->n);
	return label;
}

/* A line that a reader of a format has marked. */
static void take_mark(struct block *b)
{
	char mark = b->text.p[0];
	b->text = str_sub(b->text, 1, b->text.n);
	switch (mark) {
	case MARK_HEADING:
		b->shape = SHAPE_HEADING;
		b->role = ROLE_HEADING;
		if (b->text.n && ascii_is_digit(b->text.p[0])) {
			b->level = (uint8_t)(b->text.p[0] - '0');
			b->text = str_sub(b->text, 1, b->text.n);
		}
		break;
	case MARK_ITEM:
		b->shape = SHAPE_ITEM;
		b->role = ROLE_APART;
		break;
	case MARK_RULE:
		b->shape = SHAPE_RULE;
		b->role = ROLE_DROPPED;
		break;
	case MARK_CAPTION:
		b->shape = SHAPE_CAPTION;
		b->role = ROLE_FRAME;
		break;
	case MARK_NOTE:
		b->shape = SHAPE_NOTE;
		b->role = ROLE_NOTE;
		b->label = take_label(&b->text);
		break;
	case MARK_PAGE:
		b->shape = SHAPE_PAGE;
		b->role = ROLE_DROPPED;
		break;
	default:
		break;
	}
	b->text = str_trim(b->text);
}

/* A line as people write it. */
static void tell_shape(struct block *b)
{
	size_t n;
	if (take_heading(&b->text, &b->level)) {
		b->shape = SHAPE_HEADING;
		b->role = ROLE_HEADING;
	} else if (is_rule(b->text)) {
		b->shape = SHAPE_RULE;
		b->role = ROLE_DROPPED;
	} else if ((n = bullet(b->text)) != 0) {
		b->bullet = b->text.p[0];
		b->shape = SHAPE_ITEM;
		b->role = ROLE_APART;
		b->text = str_trim(str_sub(b->text, n, b->text.n));
	} else if (is_numbered(b->text)) {
		b->shape = SHAPE_ITEM;
		b->role = ROLE_APART;
	} else if (is_row(b->text)) {
		b->shape = SHAPE_ROW;
		b->role = ROLE_APART;
	}
}

/* Notes that the format knows to be called for: the marks become calls. */
static void take_refs(struct page *p, size_t block)
{
	struct block *b = &p->blocks[block];
	struct str rest = b->text;
	char *out = arena_alloc(p->arena, rest.n + 1);
	size_t n = 0;
	for (ptrdiff_t at; (at = str_chr(rest, MARK_REF)) >= 0;) {
		memcpy(out + n, rest.p, (size_t)at);
		n += (size_t)at;
		rest = str_sub(rest, (size_t)at + 1, rest.n);
		page_call(p, block, n, take_label(&rest));
	}
	if (rest.n)
		memcpy(out + n, rest.p, rest.n);
	b->text = str_n(out, n + rest.n);
}

/* May the line be more than text?  Most lines begin with a letter and hold no tab. */
static bool is_odd(struct str s)
{
	return !(ascii_is_letter(s.p[0]) && s.n > 1 && ascii_is_letter(s.p[1])) || memchr(s.p, '\t', s.n);
}

/* ---- Lines ---- */

static size_t count_lines(struct str s)
{
	size_t n = 1;
	for (const char *p = s.p, *end = s.p + s.n; s.n && (p = memchr(p, '\n', (size_t)(end - p))) != NULL; p++)
		n++;
	return n;
}

void page_read(struct page *p)
{
	struct str rest = p->source->text, line;
	uint32_t number = 0;
	uint16_t blank = 0;
	p->blocks = arena_alloc(p->arena, count_lines(rest) * sizeof(*p->blocks));
	p->n = 0;
	while (rest.n && str_cut(&rest, '\n', &line)) {
		size_t indent = 0;
		number++;
		while (indent < line.n && (line.p[indent] == ' ' || line.p[indent] == '\t'))
			indent++;
		struct str text = str_sub(line, indent, line.n);
		while (text.n && (text.p[text.n - 1] == ' ' || text.p[text.n - 1] == '\r'))
			text.n--;
		if (text.n == 0) {
			blank += blank < UINT16_MAX;
			continue;
		}
		struct block *b = &p->blocks[p->n++];
		*b = (struct block){ .text = text, .line = number, .blank = blank, .rule = RULE_NONE,
				     .indent = (uint16_t)(indent > UINT16_MAX ? UINT16_MAX : indent) };
		blank = 0;
		if ((unsigned char)text.p[0] < ' ')
			take_mark(b);
		else if (!p->source->marked && is_odd(text))
			tell_shape(b);
		if (memchr(b->text.p, MARK_REF, b->text.n))
			take_refs(p, p->n - 1);
		page_look(b);
	}
}

/* ---- Chains ---- */

void page_join(struct page *p, size_t from, size_t to, bool glue, enum rule why)
{
	while (p->blocks[from].next)
		from = p->blocks[from].next;
	p->blocks[from].next = (uint32_t)to;
	p->blocks[from].glue = glue;
	page_set_role(p, to, ROLE_CONTINUED, why);
}

static size_t chain_length(const struct page *p, size_t block)
{
	size_t n = 0;
	for (size_t i = block;; i = p->blocks[i].next) {
		n += p->blocks[i].text.n + 1;
		if (!p->blocks[i].next)
			return n;
	}
}

/* heads, at: where the text of each block of the chain is now. */
static void flatten(struct page *p, size_t head, uint32_t *heads, uint32_t *at)
{
	char *out = arena_alloc(p->arena, chain_length(p, head));
	size_t n = 0, chars = 0;
	unsigned has = 0;
	for (size_t i = head, next; i || n == 0; i = next) {
		struct block *b = &p->blocks[i];
		has |= b->has;
		chars += b->chars + (b->next && !b->glue);
		next = b->next;
		heads[i] = (uint32_t)head;
		at[i] = (uint32_t)n;
		memcpy(out + n, b->text.p, b->text.n);
		n += b->text.n;
		if (next && !b->glue)
			out[n++] = ' ';
		b->next = 0;
		b->glue = false;
	}
	p->blocks[head].text = str_n(out, n);
	p->blocks[head].has = (uint16_t)has;
	p->blocks[head].chars = (uint32_t)chars;
}

void page_flatten(struct page *p)
{
	uint32_t *heads = NULL, *at = NULL;
	for (size_t i = 0; i < p->n; i++) {
		if (!p->blocks[i].next || p->blocks[i].role == ROLE_CONTINUED)
			continue;
		if (!heads) {
			heads = arena_array(p->arena, p->n, sizeof(*heads));
			at = arena_array(p->arena, p->n, sizeof(*at));
			for (size_t k = 0; k < p->n; k++)
				heads[k] = (uint32_t)k;
		}
		flatten(p, i, heads, at);
	}
	for (size_t i = 0; heads && i < p->n_calls; i++) {
		uint32_t block = p->calls[i].block;
		p->calls[i].at += at[block];
		p->calls[i].block = heads[block];
	}
}

/* Reading text written from markup; see flow.h. */
#include "config.h"

#include "text/flow.h"

#include <stdio.h>

#include "common/utf8.h"

void flow_fini(struct flow *f)
{
	buf_fini(&f->out);
	*f = FLOW_INIT;
}

void flow_reset(struct flow *f)
{
	buf_reset(&f->out);
	f->gap = GAP_NONE;
	f->blanks = 0;
	f->lead[0] = '\0';
}

void flow_gap(struct flow *f, enum gap gap)
{
	if (gap > f->gap)
		f->gap = gap;
	if (gap >= GAP_TAB)
		f->blanks = 0;
}

/* Bytes of white space at offset i, 0 for none: controls and no-break spaces count. */
static size_t space_at(struct str s, size_t i)
{
	unsigned char c = (unsigned char)s.p[i];
	if (c <= ' ' || c == 0x7f)
		return 1;
	if (c == 0xc2)
		return (unsigned char)s.p[i + 1] == 0xa0 ? 2 : 0;
	if (c == 0xe2 && (unsigned char)s.p[i + 1] == 0x80 && ((unsigned char)s.p[i + 2] & 0xfe) == 0xa8)
		return 3;	/* line and paragraph separator */
	return 0;
}

/* End of the run without white space that starts at i. */
static size_t run_end(struct str s, size_t i)
{
	while (i < s.n) {
		unsigned char c = (unsigned char)s.p[i];
		if ((c <= ' ' || c == 0x7f || c == 0xc2 || c == 0xe2) && space_at(s, i))
			break;
		i++;
	}
	return i;
}

static void put_run(struct flow *f, struct str run)
{
	static const char *const separators[] = { "", " ", "\t", "\n", "\n\n" };
	bool begins = f->out.n == 0 || f->gap >= GAP_LINE;
	if (f->out.n)
		buf_puts(&f->out, separators[f->gap]);
	if (f->lead[0] && begins)
		buf_puts(&f->out, f->lead);
	for (; f->out.n && f->blanks; f->blanks--)
		buf_putc(&f->out, ' ');
	f->gap = GAP_NONE;
	f->blanks = 0;
	f->lead[0] = '\0';
	buf_addstr(&f->out, run);
}

void flow_lead(struct flow *f, const char *lead)
{
	snprintf(f->lead, sizeof(f->lead), "%s", lead);
}

void flow_begin(struct flow *f)
{
	if (f->lead[0] && (f->out.n == 0 || f->gap >= GAP_LINE))
		put_run(f, STR_NONE);
}

void flow_sign(struct flow *f, struct str sign)
{
	put_run(f, sign);
}

void flow_text(struct flow *f, struct str s)
{
	for (size_t i = 0, space; i < s.n;) {
		if ((space = space_at(s, i)) != 0) {
			flow_gap(f, GAP_BLANK);
			i += space;
		} else {
			size_t end = run_end(s, i);
			put_run(f, str_sub(s, i, end));
			i = end;
		}
	}
}

void flow_preformatted(struct flow *f, struct str s)
{
	for (size_t i = 0, space; i < s.n;) {
		if (s.p[i] == '\n') {
			flow_gap(f, f->gap >= GAP_LINE ? GAP_PARAGRAPH : GAP_LINE);
			i++;
		} else if ((space = space_at(s, i)) != 0) {
			f->blanks += s.p[i] != '\r';
			i += space;
		} else {
			size_t end = run_end(s, i);
			put_run(f, str_sub(s, i, end));
			i = end;
		}
	}
}

struct flow_mark flow_mark(const struct flow *f)
{
	return (struct flow_mark){ f->out.n, f->gap, f->blanks };
}

struct str flow_since(const struct flow *f, struct flow_mark m)
{
	return str_trim(str_sub(buf_str(&f->out), m.n, f->out.n));
}

void flow_rewind(struct flow *f, struct flow_mark m)
{
	buf_truncate(&f->out, m.n);
	f->gap = m.gap;
	f->blanks = m.blanks;
}

void flow_split(struct flow *f, struct flow_mark m)
{
	size_t tail = f->out.n - m.n;
	if (m.n == 0 || tail == 0 || m.gap != GAP_NONE || m.blanks)
		return;
	buf_putc(&f->out, ' ');
	if (f->out.failed)
		return;
	memmove(f->out.p + m.n + 1, f->out.p + m.n, tail);
	f->out.p[m.n] = ' ';
}

void flow_delete(struct flow *f, size_t at, size_t n)
{
	struct buf *b = &f->out;
	memmove(b->p + at, b->p + at + n, b->n - at - n);
	buf_truncate(b, b->n - n);
	/* With nothing behind it, the separator in front is owed again. */
	while (b->n && strchr(" \t\n", b->p[b->n - 1])) {
		char c = b->p[b->n - 1];
		enum gap line = f->gap < GAP_LINE ? GAP_LINE : GAP_PARAGRAPH;
		flow_gap(f, c == ' ' ? GAP_BLANK : c == '\t' ? GAP_TAB : line);
		buf_truncate(b, b->n - 1);
	}
}

/* What became of a page, for people: karez-index --show.
 *
 * Each document with its fields and where they were found, then its lines, wrapped: number in the source, what the line is, and by
 * which rule where one decided; notes and frames stand further to the right.
 */
#include "config.h"

#include <jansson.h>

#include "common/utf8.h"
#include "repair/page.h"

#define NARROW 60		/* characters of a line at least */
#define MARGIN 27		/* of number and kind before the text */
#define INSET 4			/* of notes and frames */
#define FIELD_MARGIN 12

struct sheet {
	struct buf *out;
	size_t width;
};

/* ---- Wrapped text ---- */

static void blanks(struct buf *out, size_t n)
{
	while (n--)
		buf_putc(out, ' ');
}

/* Bytes of s that fit into `room` characters, cut at a blank if there is one. */
static size_t fitting(struct str s, size_t room)
{
	size_t i = 0, n = 0, cut = 0;
	while (i < s.n && n < room) {
		if (s.p[i] == ' ')
			cut = i;
		utf8_next(s, &i);
		n++;
	}
	if (i >= s.n)
		return s.n;
	return s.p[i] == ' ' || cut == 0 ? i : cut;
}

/* Controls would be commands to a terminal; tabs move. */
static void put_plain(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		buf_putc(out, (unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f ? ' ' : s.p[i]);
}

/* The margin of the first line has been written. */
static void wrapped(const struct sheet *sh, struct str s, size_t margin)
{
	size_t room = sh->width > margin + NARROW / 2 ? sh->width - margin : NARROW / 2;
	do {
		size_t n = fitting(s, room);
		put_plain(sh->out, str_sub(s, 0, n));
		buf_putc(sh->out, '\n');
		s = str_sub(s, n, s.n);
		while (s.n && s.p[0] == ' ')
			s = str_sub(s, 1, s.n);
		if (s.n)
			blanks(sh->out, margin);
	} while (s.n);
}

/* ---- Fields ---- */

static void field(const struct sheet *sh, const char *name, struct str value, const json_t *evidence, const char *key)
{
	const char *where = json_string_value(json_object_get(evidence, key));
	if (value.n == 0)
		return;
	buf_printf(sh->out, "  %-9s ", name);
	wrapped(sh, value, FIELD_MARGIN);
	if (where) {
		blanks(sh->out, FIELD_MARGIN);
		buf_puts(sh->out, "  ← ");
		wrapped(sh, str_of(where), FIELD_MARGIN + 4);
	}
}

static void fields(const struct sheet *sh, const struct doc *d)
{
	json_t *evidence = d->evidence.n ? json_loadb(d->evidence.p, d->evidence.n, 0, NULL) : NULL;
	buf_puts(sh->out, "== ");
	put_plain(sh->out, d->id);
	buf_putc(sh->out, '\n');
	field(sh, "title", d->title, evidence, "title");
	field(sh, "author", d->author, evidence, "author");
	field(sh, "date", d->date.n ? d->date : STR("unknown"), evidence, "date");
	field(sh, "source", d->source, evidence, "source");
	field(sh, "language", d->lang, evidence, "lang");
	field(sh, "url", d->url, evidence, "url");
	field(sh, "type", d->type, evidence, "type");
	buf_putc(sh->out, '\n');
	json_decref(evidence);
}

/* ---- Lines ---- */

static const char *kind_of(const struct block *b)
{
	static const char *const roles[] = {
		[ROLE_BODY] = "", [ROLE_HEADING] = "heading", [ROLE_APART] = "apart", [ROLE_NOTE] = "note",
		[ROLE_FRAME] = "frame", [ROLE_DROPPED] = "left out", [ROLE_CONTINUED] = "joined",
	};
	return b->shape == SHAPE_RULE && b->role == ROLE_DROPPED ? "rule" :
	       b->shape == SHAPE_PAGE && b->role == ROLE_DROPPED ? "page end" : roles[b->role];
}

/* The line of the source, what it is, and for what it was taken by which rule. */
static void line(const struct sheet *sh, const struct block *b)
{
	size_t margin = MARGIN;
	const char *rule = b->rule < N_RULES && b->role == ROLE_DROPPED ? repair_rule_name(b->rule) : "", *kind = kind_of(b);
	size_t used = strlen(kind) + (*rule ? strlen(rule) + 2 : 0);
	buf_printf(sh->out, "%6u  %s%s%s", b->line, kind, *rule ? ": " : "", rule);
	blanks(sh->out, used + 8 < MARGIN ? MARGIN - 8 - used : 1);
	if (b->role == ROLE_NOTE || b->role == ROLE_FRAME) {
		blanks(sh->out, INSET);
		margin += INSET;
	}
	if (b->label.n) {
		put_plain(sh->out, str_sub(b->label, 0, 8));
		buf_puts(sh->out, ": ");
	}
	wrapped(sh, b->text, margin);
}

static void lines(const struct sheet *sh, const struct page *p, size_t first, size_t end, bool *any_r)
{
	for (size_t k = first; k < end && k < p->n; k++) {
		if (p->blocks[k].role == ROLE_CONTINUED)
			continue;
		if (any_r && !*any_r)
			buf_puts(sh->out, "== of no document\n\n");
		if (any_r)
			*any_r = true;
		/* Paragraphs as they stand in the source. */
		if (p->blocks[k].blank && k > first)
			buf_putc(sh->out, '\n');
		line(sh, &p->blocks[k]);
	}
}

void repair_show(const struct repaired *r, size_t width, struct buf *out)
{
	const struct page *p = r->page;
	struct sheet sh = { out, width > NARROW ? width : NARROW };
	bool any = false;
	size_t next = 0;
	for (size_t i = 0; i < r->n_docs; i++) {
		lines(&sh, p, next, p->works[i].first, &any);
		if (any)
			buf_putc(out, '\n');
		any = false;
		fields(&sh, &r->docs[i]);
		lines(&sh, p, p->works[i].first, (size_t)p->works[i].last + 1, NULL);
		buf_putc(out, '\n');
		next = (size_t)p->works[i].last + 1;
	}
	lines(&sh, p, next, p->n, &any);
	struct str passed = p->source->left_out, one;
	if (passed.n)
		buf_puts(out, "== furniture by the markup of the page\n\n");
	while (passed.n && str_cut(&passed, '\n', &one))
		if (one.n) {
			blanks(out, INSET);
			wrapped(&sh, one, INSET);
		}
}

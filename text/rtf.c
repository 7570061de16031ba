/* RTF to marked text: one walk over the tokens with a stack of groups; see rtf.h. */
#include "config.h"

#include "text/rtf.h"

#include <stdlib.h>

#include "common/ascii.h"
#include "common/utf8.h"
#include "common/xalloc.h"
#include "text/codepage.h"
#include "text/field.h"
#include "text/prose.h"
#include "text/rtf_token.h"

#define GROUPS 256		/* in one another; what is deeper is skipped */
#define LABEL_MAX 512		/* bytes of the label of an item of a list */
#define NUMBERS 32768		/* of fonts and styles: 16 bits, with a sign */

enum action {
	DO_NOTHING,
	/* destinations */
	DO_SKIP, DO_LIST_LABEL, DO_FONTS, DO_STYLES, DO_INFO, DO_TITLE, DO_AUTHOR, DO_NOTE, DO_FRAME, DO_UPR, DO_UD,
	DO_SHAPE, DO_CONTENT,
	DO_PARAGRAPH, DO_LINE, DO_PAGE, DO_PAGE_BEFORE, DO_CELL, DO_ROW, DO_BLANK, DO_UNICODE, DO_CHARACTER,
	DO_PLAIN, DO_HIDDEN, DO_DELETED, DO_RAISED, DO_FONT, DO_PARD, DO_STYLE, DO_OUTLINE, DO_LIST, DO_IN_TABLE,
	DO_UC, DO_CODE_PAGE, DO_CODE_PAGE_IS, DO_DEFAULT_FONT, DO_FONT_CHARSET, DO_FONT_PAGE
};

struct control {
	struct str name;
	enum action action;
	unsigned value;
};

/* Where the text of a group goes. */
enum into { INTO_TEXT, INTO_NOTHING, INTO_SHAPE, INTO_FONTS, INTO_STYLES, INTO_INFO, INTO_TITLE, INTO_AUTHOR };

/* What a group inherits, and its end restores. */
struct group {
	enum into into;
	bool twice;			/* \upr: the same text follows in Unicode */
	bool hidden, deleted, raised;
	unsigned uc;			/* bytes that stand for a character of \u after it */
	unsigned font;
	unsigned style, outline;	/* outline: 1.., 0 none, NO_OUTLINE: none whatever the style says */
	bool item, in_table;
	bool is_aside;			/* a note or frame ends with it */
	bool outer_table;		/* is_aside: whether a table was open around it */
};

#define NO_OUTLINE 10

struct style {
	unsigned char kind, level;
};

struct rtf {
	struct arena *arena;
	struct prose *out;
	struct doc *doc;
	struct group groups[GROUPS];
	unsigned depth, too_deep;
	struct str rest;		/* of the file */
	bool starred;			/* "\*" came just before */
	bool in_table;			/* one is open in the text under way */
	unsigned skip;			/* bytes that stand for a character of \u */
	uint32_t high;			/* the first half of a character of two */
	unsigned page, default_font;	/* code page of the file */
	unsigned defined;		/* font or style whose definition is open */
	struct style defining;
	struct buf bytes;		/* of text, not decoded yet */
	struct buf decoded, value;	/* value: name of a style, title, author */
	uint16_t font_page[NUMBERS];	/* 0: the file's */
	struct style styles[NUMBERS];
};

static int by_name(const void *name, const void *row)
{
	return str_cmp(*(const struct str *)name, ((const struct control *)row)->name);
}

#define RTF_WORD(name, action, value) { STR(#name), action, value },
static const struct control controls[] = {
#include "text/rtf.def"
};
#undef RTF_WORD
#define N_CONTROLS (sizeof(controls) / sizeof(*controls))

static struct group *group(struct rtf *r)
{
	return &r->groups[r->depth];
}

/* ---- Text ---- */

static bool is_shown(struct rtf *r)
{
	const struct group *g = group(r);
	return g->into == INTO_TEXT && !g->twice && !g->hidden && !g->deleted && !r->too_deep;
}

/* The table that the paragraph under way belongs to begins, or the one before has ended. */
static void settle_table(struct rtf *r)
{
	bool wanted = group(r)->in_table;
	if (wanted == r->in_table)
		return;
	if (wanted)
		prose_table(r->out);
	else
		prose_table_end(r->out);
	r->in_table = wanted;
}

static void put(struct rtf *r, struct str utf8)
{
	const struct group *g = group(r);
	if (g->twice || r->too_deep)
		return;
	if (g->into == INTO_TITLE || g->into == INTO_AUTHOR || g->into == INTO_STYLES) {
		buf_addstr(&r->value, utf8);
	} else if (is_shown(r)) {
		settle_table(r);
		prose_raised(r->out, g->raised);
		prose_text(r->out, utf8);
	}
}

static void put_char(struct rtf *r, uint32_t c)
{
	char utf8[4];
	if (c > 0 && c < 0x110000 && !(c >= 0xd800 && c < 0xe000) && !(c >= 0xe000 && c < 0xf900))
		put(r, str_n(utf8, utf8_encode(c, utf8)));
}

static unsigned code_page(struct rtf *r)
{
	unsigned page = r->font_page[group(r)->font];
	return page ? page : r->page;
}

/* Bytes are decoded together: a character may have two, and each may be a token. */
static void flush(struct rtf *r)
{
	if (!r->bytes.n)
		return;
	buf_reset(&r->decoded);
	if (!codepage_decode(code_page(r), buf_str(&r->bytes), &r->decoded))
		codepage_decode(1252, buf_str(&r->bytes), &r->decoded);
	put(r, buf_str(&r->decoded));
	buf_reset(&r->bytes);
}

static void add_bytes(struct rtf *r, struct str s)
{
	size_t skipped = r->skip < s.n ? r->skip : s.n;
	r->skip -= (unsigned)skipped;
	enum into into = group(r)->into;
	if (into != INTO_NOTHING && into != INTO_SHAPE && into != INTO_FONTS && into != INTO_INFO)
		buf_addstr(&r->bytes, str_sub(s, skipped, s.n));
}

static void unicode(struct rtf *r, int number)
{
	uint32_t c = number < 0 ? (uint32_t)(number + 65536) : (uint32_t)number;
	r->skip = group(r)->uc;
	if (c >= 0xd800 && c < 0xdc00) {
		r->high = c;
		return;
	}
	if (c >= 0xdc00 && c < 0xe000 && r->high)
		c = 0x10000 + ((r->high - 0xd800) << 10) + (c - 0xdc00);
	r->high = 0;
	/* Fonts of signs have theirs in the private area, over the codes of bytes. */
	put_char(r, c);
}

/* ---- Paragraphs ---- */

static void end_paragraph(struct rtf *r)
{
	const struct group *g = group(r);
	const struct style *s = &r->styles[g->style];
	enum prose_kind kind = s->kind;
	unsigned level = s->level;
	if (g->outline && kind != PROSE_TITLE && kind != PROSE_LEFT_OUT && kind != PROSE_CAPTION) {
		kind = g->outline == NO_OUTLINE ? PROSE_PLAIN : PROSE_HEADING;
		level = g->outline;
	}
	if (kind == PROSE_PLAIN && g->item)
		kind = PROSE_ITEM;
	prose_kind(r->out, kind, level);
	prose_paragraph(r->out);
}

static void pard(struct group *g)
{
	g->style = g->outline = 0;
	g->item = g->in_table = false;
}

static void begin_aside(struct rtf *r, bool note)
{
	struct group *g = group(r);
	if (g->into == INTO_SHAPE)
		g->into = INTO_TEXT;	/* all else in a shape is properties */
	if (g->is_aside || !is_shown(r))
		return;
	if (note) {
		settle_table(r);
		prose_note(r->out);
	} else {
		prose_frame(r->out);
	}
	g->is_aside = true;
	g->outer_table = r->in_table;
	r->in_table = false;
	g->raised = false;
	pard(g);
}

static void end_aside(struct rtf *r)
{
	end_paragraph(r);
	prose_end(r->out);
	r->in_table = group(r)->outer_table;
}

/* ---- Destinations ---- */

/* Some writers put the whole item into the group of its label. */
static bool label_holds_paragraph(struct rtf *r)
{
	struct str ahead = str_sub(r->rest, 0, LABEL_MAX);
	struct rtf_token t;
	for (unsigned depth = 1; depth && rtf_next(&ahead, &t);) {
		depth += t.kind == RTF_OPEN;
		depth -= t.kind == RTF_CLOSE;
		if (t.kind == RTF_WORD && str_eqz(t.text, "par"))
			return true;
	}
	return false;
}

static void destination(struct rtf *r, enum action action)
{
	struct group *g = group(r);
	switch (action) {
	case DO_LIST_LABEL:
		/* For the paragraph, which the group around it is in. */
		if (r->depth)
			g[-1].item = true;
		if (!label_holds_paragraph(r))
			g->into = INTO_NOTHING;
		break;
	case DO_FONTS:
		g->into = INTO_FONTS;
		break;
	case DO_STYLES:
		g->into = INTO_STYLES;
		break;
	case DO_INFO:
		g->into = INTO_INFO;
		break;
	case DO_TITLE:
	case DO_AUTHOR:
		if (g->into == INTO_INFO)
			g->into = action == DO_TITLE ? INTO_TITLE : INTO_AUTHOR;
		break;
	case DO_NOTE:
	case DO_FRAME:
		begin_aside(r, action == DO_NOTE);
		break;
	case DO_UPR:
		g->twice = true;
		break;
	case DO_UD:
		g->twice = false;
		break;
	case DO_SHAPE:
		if (g->into == INTO_TEXT)
			g->into = INTO_SHAPE;
		break;
	case DO_CONTENT:
		break;
	default:
		g->into = INTO_NOTHING;
		break;
	}
}

static void define_style(struct rtf *r)
{
	enum prose_kind kind = r->defining.kind;
	unsigned level = r->defining.level;
	struct str name = str_trim(buf_str(&r->value));
	if (name.n && name.p[name.n - 1] == ';')
		name.n--;
	prose_kind_of_style(str_trim(name), &kind, &level);
	r->styles[r->defined] = (struct style){ (unsigned char)kind, (unsigned char)level };
}

/* A group inside those of fonts, styles and info is one of their entries. */
static void begin_entry(struct rtf *r)
{
	buf_reset(&r->value);
	r->defined = 0;
	r->defining = (struct style){ PROSE_PLAIN, 0 };
}

static void end_entry(struct rtf *r)
{
	const struct group *g = group(r), *outer = g - 1;
	if (g->into == INTO_STYLES && outer->into == INTO_STYLES)
		define_style(r);
	else if (g->into == INTO_TITLE && outer->into != INTO_TITLE && !r->doc->title.n)
		r->doc->title = field_line(buf_str(&r->value), r->arena);
	else if (g->into == INTO_AUTHOR && outer->into != INTO_AUTHOR && !r->doc->author.n)	/* then who changed it */
		field_add_author(r->doc, buf_str(&r->value), r->arena);
	else
		return;
	buf_reset(&r->value);
}

static void open_group(struct rtf *r)
{
	r->skip = 0;
	if (r->too_deep || r->depth + 1 == GROUPS) {
		r->too_deep++;
		return;
	}
	r->depth++;
	*group(r) = *(group(r) - 1);
	group(r)->is_aside = false;
	if (group(r)->into == INTO_STYLES)
		begin_entry(r);
}

static void close_group(struct rtf *r)
{
	r->skip = 0;
	if (r->too_deep) {
		r->too_deep--;
		return;
	}
	if (r->depth == 0)
		return;
	if (group(r)->is_aside)
		end_aside(r);
	end_entry(r);
	r->depth--;
}

/* ---- Control words ---- */

/* In a definition it says something of the style, else of the paragraph. */
static void outline(struct rtf *r, int number)
{
	bool heading = number >= 0 && number < PROSE_LEVELS;
	if (group(r)->into == INTO_STYLES)
		r->defining = (struct style){ heading ? PROSE_HEADING : PROSE_PLAIN, (unsigned char)(heading ? number + 1 : 0) };
	else
		group(r)->outline = heading ? (unsigned)number + 1 : NO_OUTLINE;
}

static void looks(struct rtf *r, const struct control *c, bool on, int number)
{
	struct group *g = group(r);
	unsigned known = number >= 0 && number < NUMBERS ? (unsigned)number : 0;
	switch (c->action) {
	case DO_PLAIN:
		g->hidden = g->deleted = g->raised = false;
		g->font = r->default_font;
		break;
	case DO_HIDDEN:
		g->hidden = on;
		break;
	case DO_DELETED:
		g->deleted = on;
		break;
	case DO_RAISED:
		g->raised = c->value && on;
		break;
	case DO_FONT:
		g->font = known;
		if (g->into == INTO_FONTS)
			r->defined = known;
		break;
	case DO_PARD:
		pard(g);
		break;
	case DO_STYLE:
		if (g->into == INTO_STYLES)
			r->defined = known;
		g->style = known;
		break;
	case DO_OUTLINE:
		outline(r, number);
		break;
	case DO_LIST:
		g->item = number > 0;
		if (g->into == INTO_STYLES && number > 0 && r->defining.kind == PROSE_PLAIN)
			r->defining.kind = PROSE_ITEM;
		break;
	default:
		g->in_table = on;
		break;
	}
}

static void encodings(struct rtf *r, const struct control *c, int number)
{
	unsigned n = number > 0 ? (unsigned)number : 0;
	switch (c->action) {
	case DO_UC:
		group(r)->uc = n < 16 ? n : 16;
		break;
	case DO_CODE_PAGE:
		r->page = n;
		break;
	case DO_CODE_PAGE_IS:
		r->page = c->value;
		break;
	case DO_DEFAULT_FONT:
		r->default_font = n < NUMBERS ? n : 0;
		group(r)->font = r->default_font;
		break;
	case DO_FONT_CHARSET:
		if (codepage_of_charset(n))
			r->font_page[r->defined] = (uint16_t)codepage_of_charset(n);
		break;
	default:
		r->font_page[r->defined] = (uint16_t)(n < 65536 ? n : 0);
		break;
	}
}

static void breaks(struct rtf *r, const struct control *c)
{
	if (!is_shown(r))
		return;
	settle_table(r);
	switch (c->action) {
	case DO_PARAGRAPH:
		end_paragraph(r);
		break;
	case DO_LINE:
		prose_line(r->out);
		break;
	case DO_PAGE:
		prose_page(r->out);
		prose_line(r->out);
		break;
	case DO_PAGE_BEFORE:
		prose_page(r->out);
		prose_paragraph(r->out);
		break;
	case DO_CELL:
		end_paragraph(r);
		prose_cell(r->out);
		break;
	case DO_ROW:
		prose_row(r->out);
		break;
	default:
		prose_blank(r->out);
		break;
	}
}

static void word(struct rtf *r, const struct rtf_token *t)
{
	const struct control *c = bsearch(&t->text, controls, N_CONTROLS, sizeof(*controls), by_name);
	bool on = !t->has_number || t->number != 0, starred = r->starred;
	if (r->too_deep)
		return;
	if (!c) {
		if (starred)
			group(r)->into = INTO_NOTHING;
		return;
	}
	if (c->action <= DO_CONTENT)
		destination(r, c->action);
	else if (c->action == DO_UNICODE)
		unicode(r, t->number);
	else if (c->action == DO_CHARACTER)
		put_char(r, c->value);
	else if (c->action < DO_PLAIN)
		breaks(r, c);
	else if (c->action < DO_UC)
		looks(r, c, on, t->number);
	else
		encodings(r, c, t->number);
}

static void symbol(struct rtf *r, char sign)
{
	r->skip -= r->skip > 0;
	switch (sign) {
	case '~':
		put(r, STR(" "));
		break;
	case '_':
		put(r, STR("-"));
		break;
	case '{':
	case '}':
	case '\\':
		put(r, str_n(&sign, 1));
		break;
	case '\n':
	case '\r':
		if (is_shown(r))
			end_paragraph(r);
		break;
	default:
		break;
	}
}

static void token(struct rtf *r, const struct rtf_token *t)
{
	if (t->kind == RTF_BYTES) {
		add_bytes(r, t->text);
		return;
	}
	if (t->kind == RTF_BYTE) {
		add_bytes(r, str_n(&t->sign, 1));
		return;
	}
	flush(r);
	if (t->kind == RTF_OPEN)
		open_group(r);
	else if (t->kind == RTF_CLOSE)
		close_group(r);
	else if (t->kind == RTF_WORD)
		word(r, t);
	else
		symbol(r, t->sign);
	r->starred = t->kind == RTF_SYMBOL && t->sign == '*';
}

int rtf_read(struct str bytes, struct arena *a, struct parts *out, struct err *err)
{
	struct doc doc = { .type = STR("application/rtf") };
	struct rtf_token t;
	if (!str_starts(str_trim(str_sub(bytes, 0, 64)), STR("{\\rtf")))
		return err_set(err, ERR_CORRUPT, "no RTF: it does not begin with {\\rtf");
	struct rtf *r = xcalloc(1, sizeof(*r));
	r->arena = a;
	r->out = prose_new();
	r->doc = &doc;
	r->page = 1252;
	r->groups[0].uc = 1;
	r->rest = bytes;
	while (rtf_next(&r->rest, &t))
		token(r, &t);
	flush(r);
	while (r->depth || r->too_deep)
		close_group(r);
	int rc = r->bytes.failed || r->value.failed ? err_set(err, ERR_NO_MEMORY, "no memory for the text of the document")
						    : prose_to_doc(r->out, a, &doc, err);
	prose_free(&r->out);
	buf_fini(&r->bytes);
	buf_fini(&r->decoded);
	buf_fini(&r->value);
	free(r);
	return rc < 0 ? -1 : out->document(out->ctx, &doc, err);
}

/* WordprocessingML to marked text; see docx_body.h. */
#include "config.h"

#include "text/docx_body.h"

#include <stdlib.h>

#include "text/xml.h"

#define WORD "wordprocessingml/"

enum id {
	OTHER, P, PPR, RPR, R, P_STYLE, R_STYLE, OUTLINE, NUM_ID, VANISH, VERTICAL, T, TAB, BREAK, CARRIAGE_RETURN,
	HYPHEN, SYMBOL, FOOTNOTE_CALL, ENDNOTE_CALL, NOTE, DEL, TABLE, ROW, CELL, BOX, GALLERY, PLACEHOLDER, CONTROL,
	CONTENT, MATH_TEXT, PAGE_BEFORE, PASSED_OVER
};

static const struct xml_name names[] = {
	{ WORD, "p", P }, { WORD, "pPr", PPR }, { WORD, "rPr", RPR }, { WORD, "r", R }, { WORD, "pStyle", P_STYLE },
	{ WORD, "rStyle", R_STYLE }, { WORD, "outlineLvl", OUTLINE }, { WORD, "numId", NUM_ID },
	{ WORD, "vanish", VANISH }, { WORD, "vertAlign", VERTICAL }, { WORD, "t", T }, { WORD, "tab", TAB },
	{ WORD, "ptab", TAB }, { WORD, "br", BREAK }, { WORD, "cr", CARRIAGE_RETURN }, { WORD, "noBreakHyphen", HYPHEN },
	{ WORD, "sym", SYMBOL }, { WORD, "footnoteReference", FOOTNOTE_CALL }, { WORD, "endnoteReference", ENDNOTE_CALL },
	{ WORD, "footnote", NOTE }, { WORD, "endnote", NOTE }, { WORD, "del", DEL }, { WORD, "tbl", TABLE },
	{ WORD, "tr", ROW }, { WORD, "tc", CELL }, { WORD, "txbxContent", BOX }, { WORD, "docPartGallery", GALLERY },
	{ WORD, "showingPlcHdr", PLACEHOLDER }, { WORD, "sdt", CONTROL }, { WORD, "sdtContent", CONTENT },
	{ "/math", "t", MATH_TEXT }, { WORD, "pageBreakBefore", PAGE_BEFORE },
	/* Moved away, properties as they were, what a program without the new feature shows, glosses. */
	{ WORD, "moveFrom", PASSED_OVER }, { WORD, "pPrChange", PASSED_OVER }, { WORD, "rPrChange", PASSED_OVER },
	{ WORD, "rt", PASSED_OVER }, { "/markup-compatibility/", "Fallback", PASSED_OVER },
	{ "/markup-compatibility/", "fallback", PASSED_OVER },
};

/* A paragraph under way and its run; one of a box stands inside another. */
struct paragraph {
	enum prose_kind kind;
	unsigned level;
	bool said;			/* its outline level was given: the style does not count */
	bool listed, unlisted;		/* its numbering was given */
	bool in_properties, hidden, run_hidden, run_raised, mark_deleted;
};

struct body {
	const struct docx_parts *parts;
	struct prose *out;
	struct paragraph paragraphs[PROSE_DEPTH];
	unsigned depth;			/* of boxes; those deeper than there is room for share the last one */
	unsigned skipped;		/* elements open in what is passed over */
	bool in_text;
	bool skip_content;		/* of the content control that begins */
	struct {			/* reading notes */
		struct arena *arena;
		struct docx_notes *notes;
		struct str id;
	} into;
};

static struct paragraph *paragraph(struct body *b)
{
	return &b->paragraphs[b->depth < PROSE_DEPTH ? b->depth : PROSE_DEPTH - 1];
}

/* ---- Notes ---- */

static int note_by_id(const void *a, const void *b)
{
	return str_cmp(((const struct docx_note *)a)->id, ((const struct docx_note *)b)->id);
}

static void call_note(struct body *b, const struct docx_notes *notes, struct str id)
{
	struct docx_note key = { .id = id };
	const struct docx_note *note = notes->n ? bsearch(&key, notes->list, notes->n, sizeof(key), note_by_id) : NULL;
	if (!note || !note->text.n)
		return;
	prose_note(b->out);
	prose_text(b->out, note->text);
	prose_end(b->out);
}

/* False: it only separates notes from the text, is read as a part of the body, or stands within a note, where none can. */
static bool begin_note(struct body *b, const struct xml_attrs *attrs)
{
	struct str type = xml_attr(attrs, "type");
	if (!b->into.notes || b->out || (type.n && !str_eqz(type, "normal")))
		return false;
	b->into.id = arena_str(b->into.arena, xml_attr(attrs, "id"));
	b->out = prose_new();
	return true;
}

static int end_note(struct body *b, struct err *err)
{
	struct docx_notes *notes = b->into.notes;
	struct str text, title;
	if (!b->out)
		return 0;
	int rc = prose_finish(b->out, b->into.arena, &text, &title);
	prose_free(&b->out);
	if (rc < 0)
		return err_set(err, ERR_NO_MEMORY, "no memory for a note");
	notes->list = arena_grow(b->into.arena, notes->list, &notes->cap, notes->n + 1, sizeof(*notes->list));
	notes->list[notes->n++] = (struct docx_note){ b->into.id, text };
	return 0;
}

/* ---- Paragraphs and runs ---- */

static void end_paragraph(struct body *b)
{
	struct paragraph *p = paragraph(b);
	enum prose_kind kind = p->kind;
	if (p->listed && kind == PROSE_PLAIN)
		kind = PROSE_ITEM;
	if (p->unlisted && kind == PROSE_ITEM)
		kind = PROSE_PLAIN;
	prose_kind(b->out, kind, p->level);
	/* Without its mark it is one with the next. */
	if (!p->mark_deleted)
		prose_paragraph(b->out);
	*p = (struct paragraph){ .kind = PROSE_PLAIN };
}

static void apply_style(struct body *b, struct str id, bool of_run)
{
	struct paragraph *p = paragraph(b);
	const struct docx_style *s = docx_style_find(&b->parts->styles, id);
	if (!s)
		return;
	if (of_run) {
		p->run_hidden |= s->hidden;
		p->run_raised |= s->raised;
		return;
	}
	p->hidden = s->hidden;
	if (!p->said) {
		p->kind = s->kind;
		p->level = s->level;
	}
}

static void property(struct body *b, enum id id, const struct xml_attrs *attrs)
{
	struct paragraph *p = paragraph(b);
	struct str value = xml_attr(attrs, "val");
	switch (id) {
	case P_STYLE:
		apply_style(b, value, false);
		break;
	case R_STYLE:
		if (!p->in_properties)
			apply_style(b, value, true);
		break;
	case OUTLINE:
		p->said = true;
		if (p->kind == PROSE_LEFT_OUT || p->kind == PROSE_TITLE)
			break;
		p->kind = docx_outline_level(value, &p->level) ? PROSE_HEADING : PROSE_PLAIN;
		break;
	case NUM_ID:
		p->unlisted = str_eqz(value, "0");
		p->listed = !p->unlisted;
		break;
	case PAGE_BEFORE:
		if (!docx_is_on(value))
			break;
		prose_page(b->out);
		prose_paragraph(b->out);
		break;
	case VANISH:
		if (!p->in_properties)
			p->run_hidden = docx_is_on(value);
		break;
	case VERTICAL:
		if (!p->in_properties)
			p->run_raised = str_eqz(value, "superscript");
		break;
	default:
		break;
	}
}

static bool is_hidden(struct body *b)
{
	const struct paragraph *p = paragraph(b);
	return p->run_hidden || p->hidden;
}

/* "F0B7" in a font of signs is a bullet of that font, which Unicode does not know. */
static void symbol(struct body *b, struct str hex)
{
	uint32_t c = 0;
	if (hex.n == 0 || hex.n > 6)
		return;
	for (size_t i = 0; i < hex.n; i++) {
		const char *digits = "0123456789abcdefABCDEF", *at = hex.p[i] ? strchr(digits, hex.p[i]) : NULL;
		if (!at)
			return;
		size_t value = (size_t)(at - digits);
		c = c * 16 + (uint32_t)(value > 15 ? value - 6 : value);
	}
	if (c >= 0xe000 && c < 0xf900)
		prose_blank(b->out);
	else
		prose_char(b->out, c);
}

static void line_break(struct body *b, struct str type)
{
	if (str_eqz(type, "page"))
		prose_page(b->out);
	prose_line(b->out);
}

/* ---- The walk ---- */

static void open_run_content(struct body *b, enum id id, const struct xml_attrs *attrs)
{
	struct paragraph *p = paragraph(b);
	if (p->in_properties || is_hidden(b))
		return;
	prose_raised(b->out, p->run_raised);
	switch (id) {
	case T:
	case MATH_TEXT:
		b->in_text = true;
		break;
	case TAB:
		prose_blank(b->out);
		break;
	case BREAK:
		line_break(b, xml_attr(attrs, "type"));
		break;
	case CARRIAGE_RETURN:
		prose_line(b->out);
		break;
	case HYPHEN:
		prose_text(b->out, STR("-"));
		break;
	case SYMBOL:
		symbol(b, xml_attr(attrs, "char"));
		break;
	case FOOTNOTE_CALL:
		call_note(b, &b->parts->footnotes, xml_attr(attrs, "id"));
		break;
	case ENDNOTE_CALL:
		call_note(b, &b->parts->endnotes, xml_attr(attrs, "id"));
		break;
	default:
		break;
	}
}

static void open_block(struct body *b, enum id id)
{
	struct paragraph *p = paragraph(b);
	switch (id) {
	case P:
		*p = (struct paragraph){ .kind = PROSE_PLAIN };
		break;
	case PPR:
		p->in_properties = true;
		break;
	case R:
		p->run_hidden = p->run_raised = false;
		break;
	case TABLE:
		prose_table(b->out);
		break;
	case BOX:
		prose_frame(b->out);
		b->depth++;
		*paragraph(b) = (struct paragraph){ .kind = PROSE_PLAIN };
		break;
	default:
		break;
	}
}

/* What begins and is left out as a whole. */
static bool is_left_out(struct body *b, enum id id, const struct xml_attrs *attrs)
{
	struct paragraph *p = paragraph(b);
	switch (id) {
	case PASSED_OVER:
		return true;
	case DEL:
		/* In properties: the mark at the end of the paragraph, or a row; nothing is inside. */
		p->mark_deleted |= p->in_properties;
		return !p->in_properties;
	case NOTE:
		return !begin_note(b, attrs);
	case CONTROL:
		b->skip_content = false;
		return false;
	case GALLERY:
		b->skip_content |= str_eqz(xml_attr(attrs, "val"), "Table of Contents");
		return false;
	case PLACEHOLDER:
		b->skip_content = docx_is_on(xml_attr(attrs, "val"));
		return false;
	case CONTENT:
		if (!b->skip_content)
			return false;
		b->skip_content = false;
		return true;
	default:
		return false;
	}
}

static int on_open(void *ctx, int id, const struct xml_attrs *attrs, struct err *err)
{
	struct body *b = ctx;
	(void)err;
	if (b->skipped || is_left_out(b, (enum id)id, attrs)) {
		b->skipped++;
	} else if (b->out) {
		open_block(b, (enum id)id);
		property(b, (enum id)id, attrs);
		open_run_content(b, (enum id)id, attrs);
	}
	return 0;
}

static void close_block(struct body *b, enum id id)
{
	struct paragraph *p = paragraph(b);
	switch (id) {
	case P:
		end_paragraph(b);
		break;
	case PPR:
		p->in_properties = false;
		break;
	case R:
		prose_raised(b->out, false);
		p->run_hidden = p->run_raised = false;
		break;
	case T:
	case MATH_TEXT:
		b->in_text = false;
		break;
	case CELL:
		prose_cell(b->out);
		break;
	case ROW:
		prose_row(b->out);
		break;
	case TABLE:
		prose_table_end(b->out);
		break;
	case BOX:
		prose_end(b->out);
		b->depth--;
		break;
	default:
		break;
	}
}

static int on_close(void *ctx, int id, struct err *err)
{
	struct body *b = ctx;
	if (b->skipped) {
		b->skipped--;
		return 0;
	}
	if (b->out)
		close_block(b, (enum id)id);
	return id == NOTE ? end_note(b, err) : 0;
}

static int on_text(void *ctx, struct str s, struct err *err)
{
	struct body *b = ctx;
	(void)err;
	if (b->in_text && !b->skipped)
		prose_text(b->out, s);
	return 0;
}

static int walk(struct body *b, struct str xml, const char *name, struct err *err)
{
	const struct xml_handler handler = {
		b, names, sizeof(names) / sizeof(*names), on_open, on_close, on_text
	};
	return xml_walk(xml, name, &handler, err);
}

int docx_notes_read(struct str xml, const char *name, const struct docx_parts *parts, struct arena *a,
		    struct docx_notes *out_r, struct err *err)
{
	struct body b = { .parts = parts, .into = { a, out_r, STR_NONE } };
	*out_r = (struct docx_notes){ NULL, 0, 0 };
	int rc = walk(&b, xml, name, err);
	prose_free(&b.out);
	if (out_r->n)
		qsort(out_r->list, out_r->n, sizeof(*out_r->list), note_by_id);
	return rc;
}

int docx_body_read(struct str xml, const char *name, const struct docx_parts *parts, struct prose *out, struct err *err)
{
	struct body b = { .parts = parts, .out = out };
	return walk(&b, xml, name, err);
}

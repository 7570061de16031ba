/* Styles of a DOCX; see docx_style.h. */
#include "config.h"

#include "text/docx_style.h"

#include <stdlib.h>

#include "text/xml.h"

#define BASES 32	/* styles that one rests on, one after the other */
#define WORD "wordprocessingml/"

enum { STYLE = 1, NAME, BASED_ON, OUTLINE, NUMBERING, VANISH, VERTICAL };

static const struct xml_name names[] = {
	{ WORD, "style", STYLE },	 { WORD, "name", NAME },	 { WORD, "basedOn", BASED_ON },
	{ WORD, "outlineLvl", OUTLINE }, { WORD, "numId", NUMBERING },	 { WORD, "vanish", VANISH },
	{ WORD, "vertAlign", VERTICAL },
};

struct reading {
	struct arena *arena;
	struct docx_styles *styles;
	struct docx_style *style;	/* that is open */
};

bool docx_outline_level(struct str value, unsigned *level_r)
{
	uint64_t level;
	if (!str_to_u64(value, 0, 8, &level))
		return false;
	*level_r = (unsigned)level + 1;
	return true;
}

bool docx_is_on(struct str value)
{
	return !str_eqz(value, "0") && !str_eqz(value, "false") && !str_eqz(value, "off");
}

static void take_outline(struct docx_style *s, struct str value)
{
	unsigned level;
	/* A level that all paragraphs have says nothing. */
	if (s->body)
		return;
	if (docx_outline_level(value, &level)) {
		s->level = level;
		if (s->kind != PROSE_TITLE && s->kind != PROSE_LEFT_OUT)
			s->kind = PROSE_HEADING;
	} else {
		s->body = true;
	}
}

static int on_open(void *ctx, int id, const struct xml_attrs *attrs, struct err *err)
{
	struct reading *r = ctx;
	struct str value = xml_attr(attrs, "val");
	(void)err;
	if (id == STYLE) {
		struct docx_styles *all = r->styles;
		all->list = arena_grow(r->arena, all->list, &all->cap, all->n + 1, sizeof(*all->list));
		r->style = &all->list[all->n++];
		*r->style = (struct docx_style){ .id = arena_str(r->arena, xml_attr(attrs, "styleId")) };
		struct str by_default = xml_attr(attrs, "default");
		r->style->body = by_default.n && docx_is_on(by_default);
		return 0;
	}
	if (!r->style)
		return 0;
	switch (id) {
	case NAME:
		prose_kind_of_style(value, &r->style->kind, &r->style->level);
		break;
	case BASED_ON:
		r->style->based_on = arena_str(r->arena, value);
		break;
	case OUTLINE:
		take_outline(r->style, value);
		break;
	case NUMBERING:
		if (r->style->kind == PROSE_PLAIN && !str_eqz(value, "0"))
			r->style->kind = PROSE_ITEM;
		break;
	case VANISH:
		r->style->hidden = docx_is_on(value);
		break;
	case VERTICAL:
		r->style->raised = str_eqz(value, "superscript");
		break;
	default:
		break;
	}
	return 0;
}

static int on_close(void *ctx, int id, struct err *err)
{
	struct reading *r = ctx;
	(void)err;
	if (id == STYLE)
		r->style = NULL;
	return 0;
}

static int on_text(void *ctx, struct str s, struct err *err)
{
	(void)ctx, (void)s, (void)err;
	return 0;
}

static int by_id(const void *a, const void *b)
{
	return str_cmp(((const struct docx_style *)a)->id, ((const struct docx_style *)b)->id);
}

static struct docx_style *find(const struct docx_styles *styles, struct str id)
{
	struct docx_style key = { .id = id };
	return styles->n && id.n ? bsearch(&key, styles->list, styles->n, sizeof(key), by_id) : NULL;
}

const struct docx_style *docx_style_find(const struct docx_styles *styles, struct str id)
{
	return find(styles, id);
}

/* Title and caption say what a paragraph is; what is based on them only looks like them. */
static void inherit(const struct docx_styles *styles, struct docx_style *s, unsigned depth)
{
	struct docx_style *base = s->resolved || depth == BASES ? NULL : find(styles, s->based_on);
	s->resolved = true;
	if (!base)
		return;
	inherit(styles, base, depth + 1);
	if (s->kind == PROSE_PLAIN && !s->body && (base->kind == PROSE_HEADING || base->kind == PROSE_ITEM)) {
		s->kind = base->kind;
		s->level = base->level;
	}
	s->hidden |= base->hidden;
	s->raised |= base->raised;
}

int docx_styles_read(struct str xml, struct arena *a, struct docx_styles *out_r, struct err *err)
{
	struct reading r = { a, out_r, NULL };
	const struct xml_handler handler = {
		&r, names, sizeof(names) / sizeof(*names), on_open, on_close, on_text
	};
	*out_r = (struct docx_styles){ NULL, 0, 0 };
	if (xml_walk(xml, "styles.xml", &handler, err) < 0)
		return -1;
	if (out_r->n)
		qsort(out_r->list, out_r->n, sizeof(*out_r->list), by_id);
	for (size_t i = 0; i < out_r->n; i++)
		inherit(out_r, &out_r->list[i], 0);
	return 0;
}

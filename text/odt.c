/* OpenDocument text to marked text; see odt.h. */
#include "config.h"

#include "text/odt.h"

#include "text/archive_file.h"
#include "text/odt_style.h"
#include "text/office_meta.h"
#include "text/prose.h"
#include "text/xml.h"

#define OFFICE ":xmlns:office:"
#define STYLES ":xmlns:style:"
#define TEXT ":xmlns:text:"
#define TABLES ":xmlns:table:"
#define DRAW ":xmlns:drawing:"
#define SVG ":xmlns:svg"
#define SPANS 32	/* in one another; deeper ones look like the last */

enum id {
	OTHER, BODY, STYLE, PROPERTIES, P, H, SPAN, BLANKS, TAB, LINE, NOTE, LIST_ITEM, SECTION, TABLE, ROW, CELL, BOX,
	HIDDEN, HIDDEN_PARAGRAPH, PASSED_OVER
};

static const struct xml_name names[] = {
	{ OFFICE, "text", BODY }, { STYLES, "style", STYLE }, { STYLES, "text-properties", PROPERTIES },
	{ STYLES, "paragraph-properties", PROPERTIES }, { STYLES, "section-properties", PROPERTIES },
	{ TEXT, "p", P }, { TEXT, "h", H }, { TEXT, "span", SPAN }, { TEXT, "s", BLANKS }, { TEXT, "tab", TAB },
	{ TEXT, "line-break", LINE }, { TEXT, "note", NOTE }, { TEXT, "list-item", LIST_ITEM }, { TEXT, "section", SECTION },
	{ TABLES, "table", TABLE }, { TABLES, "table-row", ROW }, { TABLES, "table-cell", CELL }, { DRAW, "text-box", BOX },
	{ TEXT, "hidden-text", HIDDEN }, { TEXT, "hidden-paragraph", HIDDEN_PARAGRAPH },
	{ OFFICE, "annotation", PASSED_OVER }, { OFFICE, "forms", PASSED_OVER }, { OFFICE, "event-listeners", PASSED_OVER },
	{ TEXT, "tracked-changes", PASSED_OVER }, { TEXT, "note-citation", PASSED_OVER }, { TEXT, "number", PASSED_OVER },
	{ TEXT, "ruby-text", PASSED_OVER }, { TEXT, "table-of-content", PASSED_OVER },
	{ TEXT, "illustration-index", PASSED_OVER }, { TEXT, "table-index", PASSED_OVER },
	{ TEXT, "object-index", PASSED_OVER }, { TEXT, "user-index", PASSED_OVER },
	{ TEXT, "alphabetical-index", PASSED_OVER }, { SVG, "title", PASSED_OVER }, { SVG, "desc", PASSED_OVER },
};

struct look {
	bool raised, hidden;
};

struct odt {
	struct odt_styles *styles;
	struct prose *out;
	bool in_body;
	unsigned skipped;		/* elements open in what is passed over */
	unsigned paragraphs;		/* open ones: of a box or a note inside another */
	struct look looks[SPANS];
	unsigned spans;			/* open ones, paragraphs among them */
	bool item;			/* the next paragraph is the first of an item of a list */
};

/* ---- Paragraphs and spans ---- */

static struct look *look(struct odt *o)
{
	return &o->looks[o->spans < SPANS ? o->spans : SPANS - 1];
}

static void push_look(struct odt *o, struct look next)
{
	o->spans++;
	*look(o) = next;
}

static void pop_look(struct odt *o)
{
	prose_raised(o->out, false);
	if (o->spans)
		o->spans--;
}

static void open_span(struct odt *o, const struct xml_attrs *attrs)
{
	const struct odt_style *s = odt_style_find(o->styles, 't', xml_attr(attrs, "style-name"));
	struct look next = *look(o);
	if (s) {
		next.raised |= s->raised;
		next.hidden |= s->hidden;
	}
	prose_raised(o->out, false);
	push_look(o, next);
}

static void open_paragraph(struct odt *o, enum id id, const struct xml_attrs *attrs)
{
	const struct odt_style *s = odt_style_find(o->styles, 'p', xml_attr(attrs, "style-name"));
	enum prose_kind kind = s ? s->kind : PROSE_PLAIN;
	unsigned level = s ? s->level : 1;
	uint64_t stated;
	if (s && s->page_before) {
		prose_page(o->out);
		prose_paragraph(o->out);
	}
	if (id == H && kind != PROSE_TITLE && kind != PROSE_LEFT_OUT) {
		kind = PROSE_HEADING;
		if (str_to_u64(xml_attr(attrs, "outline-level"), 1, 100, &stated))
			level = (unsigned)stated;
	}
	if (o->item && kind == PROSE_PLAIN)
		kind = PROSE_ITEM;
	o->item = false;
	prose_kind(o->out, kind, level);
	o->paragraphs++;
	push_look(o, (struct look){ .hidden = s && s->hidden });
}

static void close_paragraph(struct odt *o)
{
	pop_look(o);
	prose_paragraph(o->out);
	o->paragraphs -= o->paragraphs > 0;
}

static void blanks(struct odt *o)
{
	if (!look(o)->hidden)
		prose_blank(o->out);
}

static bool is_hidden_section(struct odt *o, const struct xml_attrs *attrs)
{
	const struct odt_style *s = odt_style_find(o->styles, 's', xml_attr(attrs, "style-name"));
	return str_eqz(xml_attr(attrs, "display"), "none") || (s && s->hidden);
}

/* ---- The walk ---- */

static bool is_left_out(struct odt *o, enum id id, const struct xml_attrs *attrs)
{
	if (id == SECTION)
		return is_hidden_section(o, attrs);
	if (id == HIDDEN)
		return str_eqz(xml_attr(attrs, "is-hidden"), "true");
	if (id == NOTE || id == BOX)
		return look(o)->hidden;
	return id == PASSED_OVER;
}

static void open_element(struct odt *o, enum id id, const struct xml_attrs *attrs)
{
	switch (id) {
	case P:
	case H:
		open_paragraph(o, id, attrs);
		break;
	case SPAN:
		open_span(o, attrs);
		break;
	case BLANKS:
	case TAB:
		blanks(o);
		break;
	case LINE:
		if (!look(o)->hidden)
			prose_line(o->out);
		break;
	case NOTE:
		prose_note(o->out);
		break;
	case BOX:
		prose_frame(o->out);
		break;
	case LIST_ITEM:
		o->item = true;
		break;
	case TABLE:
		prose_table(o->out);
		break;
	case HIDDEN_PARAGRAPH:
		if (str_eqz(xml_attr(attrs, "is-hidden"), "true"))
			prose_kind(o->out, PROSE_LEFT_OUT, 1);
		break;
	default:
		break;
	}
}

static int on_open(void *ctx, int id, const struct xml_attrs *attrs, struct err *err)
{
	struct odt *o = ctx;
	(void)err;
	if (o->skipped || is_left_out(o, (enum id)id, attrs))
		o->skipped++;
	else if (id == BODY)
		o->in_body = true;
	else if (o->in_body)
		open_element(o, (enum id)id, attrs);
	else if (id == STYLE)
		odt_style_open(o->styles, attrs);
	else if (id == PROPERTIES)
		odt_style_properties(o->styles, attrs);
	return 0;
}

static void close_element(struct odt *o, enum id id)
{
	switch (id) {
	case P:
	case H:
		close_paragraph(o);
		break;
	case SPAN:
		pop_look(o);
		break;
	case NOTE:
	case BOX:
		prose_end(o->out);
		break;
	case LIST_ITEM:
		o->item = false;
		break;
	case CELL:
		prose_cell(o->out);
		break;
	case ROW:
		prose_row(o->out);
		break;
	case TABLE:
		prose_table_end(o->out);
		break;
	default:
		break;
	}
}

static int on_close(void *ctx, int id, struct err *err)
{
	struct odt *o = ctx;
	(void)err;
	if (o->skipped)
		o->skipped--;
	else if (id == BODY)
		o->in_body = false;
	else if (o->in_body)
		close_element(o, (enum id)id);
	else if (id == STYLE)
		odt_style_close(o->styles);
	return 0;
}

static int on_text(void *ctx, struct str s, struct err *err)
{
	struct odt *o = ctx;
	(void)err;
	/* White space between paragraphs is the file's, not the text's. */
	if (!o->in_body || o->skipped || !o->paragraphs || look(o)->hidden)
		return 0;
	prose_raised(o->out, look(o)->raised);
	prose_text(o->out, s);
	return 0;
}

static int walk(struct str xml, const char *name, struct odt_styles *styles, struct prose *out, struct err *err)
{
	struct odt o = { .styles = styles, .out = out };
	const struct xml_handler handler = {
		&o, names, sizeof(names) / sizeof(*names), on_open, on_close, on_text
	};
	return xml_walk(xml, name, &handler, err);
}

/* styles: of the package, empty when the content holds all of them. */
static int read_text(struct str content, struct str styles_xml, struct arena *a, struct doc *doc, struct err *err)
{
	struct odt_styles styles = { .arena = a };
	struct prose *prose = prose_new();
	int rc = styles_xml.n ? walk(styles_xml, "styles.xml", &styles, prose, err) : 0;
	if (rc == 0)
		rc = walk(content, "content.xml", &styles, prose, err);
	if (rc == 0)
		rc = prose_to_doc(prose, a, doc, err);
	prose_free(&prose);
	return rc;
}

/* ---- The package ---- */

static bool is_wanted(void *ctx, struct str name)
{
	(void)ctx;
	return str_eqz(name, "content.xml") || str_eqz(name, "styles.xml") || str_eqz(name, "meta.xml") ||
	       str_eqz(name, "META-INF/manifest.xml");
}

static struct str part(const struct archived *list, size_t n, const char *name)
{
	const struct archived *one = archive_file_find(list, n, name);
	return one ? one->bytes : STR_NONE;
}

static int read_package(struct str bytes, struct arena *a, struct doc *doc, struct err *err)
{
	struct archived *list;
	size_t n;
	if (archive_file_load(bytes, &ARCHIVE_LIMITS_DEFAULT, is_wanted, NULL, a, &list, &n, err) < 0)
		return -1;
	if (str_find(part(list, n, "META-INF/manifest.xml"), STR("encryption-data")) >= 0)
		return err_set(err, ERR_DENIED, "encrypted");
	struct str content = part(list, n, "content.xml"), meta = part(list, n, "meta.xml");
	if (!content.n)
		return err_set(err, ERR_CORRUPT, "no ODT: it holds no content.xml");
	if (meta.n && office_meta_read(meta, "meta.xml", a, doc, err) < 0)
		return -1;
	return read_text(content, part(list, n, "styles.xml"), a, doc, err);
}

int odt_read(struct str bytes, struct arena *a, struct parts *out, struct err *err)
{
	struct doc doc = { .type = STR("application/vnd.oasis.opendocument.text") };
	bool flat = !str_starts(bytes, STR("PK"));
	int rc = !flat ? read_package(bytes, a, &doc, err)
		 : office_meta_read(bytes, "the document", a, &doc, err) < 0 ? -1
		 : read_text(bytes, STR_NONE, a, &doc, err);
	return rc < 0 ? -1 : out->document(out->ctx, &doc, err);
}

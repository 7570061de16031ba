/* DOCX: the parts of the package, and the document they make; see docx.h. */
#include "config.h"

#include "text/docx.h"

#include "text/archive_file.h"
#include "text/docx_body.h"
#include "text/office_meta.h"
#include "text/xml.h"

/* Where a package says that its parts are. */
struct targets {
	struct arena *arena;
	struct str folder;		/* of the part whose relations these are, "word/" */
	struct str document, core, styles, footnotes, endnotes;
};

/* "styles.xml" beside the document, "/word/styles.xml" from the top. */
static struct str resolve(const struct targets *t, struct str target)
{
	if (str_starts(target, STR("/")))
		return arena_str(t->arena, str_sub(target, 1, target.n));
	return arena_printf(t->arena, "%.*s%.*s", STR_ARG(t->folder), STR_ARG(target));
}

static int on_relation(void *ctx, int id, const struct xml_attrs *attrs, struct err *err)
{
	struct targets *t = ctx;
	const struct {
		struct str suffix;
		struct str *to;
	} rows[] = {
		{ STR("/officeDocument"), &t->document }, { STR("/core-properties"), &t->core },
		{ STR("/styles"), &t->styles }, { STR("/footnotes"), &t->footnotes }, { STR("/endnotes"), &t->endnotes },
	};
	struct str type = xml_attr(attrs, "Type");
	(void)err;
	for (size_t i = 0; id && i < sizeof(rows) / sizeof(*rows); i++)
		if (str_ends(type, rows[i].suffix))
			*rows[i].to = resolve(t, xml_attr(attrs, "Target"));
	return 0;
}

static int on_close(void *ctx, int id, struct err *err)
{
	(void)ctx, (void)id, (void)err;
	return 0;
}

static int on_text(void *ctx, struct str s, struct err *err)
{
	(void)ctx, (void)s, (void)err;
	return 0;
}

struct package {
	struct archived *list;
	size_t n;
};

static struct str part(const struct package *p, struct str name)
{
	for (size_t i = 0; i < p->n; i++)
		if (str_eq(p->list[i].name, name))
			return p->list[i].bytes;
	return STR_NONE;
}

static int read_relations(const struct package *p, struct str name, struct targets *t, struct err *err)
{
	static const struct xml_name names[] = { { "/relationships", "Relationship", 1 } };
	const struct xml_handler handler = { t, names, 1, on_relation, on_close, on_text };
	struct str xml = part(p, name);
	return xml.n ? xml_walk(xml, name.p, &handler, err) : 0;
}

/* Only from parts that are called XML: pictures, fonts and embedded files stay packed. */
static bool is_wanted(void *ctx, struct str name)
{
	(void)ctx;
	return (str_ends(name, STR(".xml")) || str_ends(name, STR(".rels"))) && !str_starts(name, STR("customXml/")) &&
	       str_find(name, STR("theme/")) < 0;
}

static int find_parts(const struct package *p, struct targets *t, struct err *err)
{
	if (read_relations(p, STR("_rels/.rels"), t, err) < 0)
		return -1;
	if (!t->document.n)
		t->document = STR("word/document.xml");
	size_t slash = t->document.n;
	while (slash > 0 && t->document.p[slash - 1] != '/')
		slash--;
	t->folder = str_sub(t->document, 0, slash);
	return read_relations(p, arena_printf(t->arena, "%.*s_rels/%s.rels", STR_ARG(t->folder), t->document.p + slash), t, err);
}

static int read_body(const struct package *p, const struct targets *t, struct arena *a, struct doc *doc, struct err *err)
{
	struct docx_parts parts = { .styles = { NULL, 0, 0 } };
	struct str styles = part(p, t->styles), footnotes = part(p, t->footnotes), endnotes = part(p, t->endnotes);
	if ((styles.n && docx_styles_read(styles, a, &parts.styles, err) < 0) ||
	    (footnotes.n && docx_notes_read(footnotes, "footnotes.xml", &parts, a, &parts.footnotes, err) < 0) ||
	    (endnotes.n && docx_notes_read(endnotes, "endnotes.xml", &parts, a, &parts.endnotes, err) < 0))
		return -1;
	struct prose *prose = prose_new();
	int rc = docx_body_read(part(p, t->document), "document.xml", &parts, prose, err);
	if (rc == 0)
		rc = prose_to_doc(prose, a, doc, err);
	prose_free(&prose);
	return rc;
}

int docx_read(struct str bytes, struct arena *a, struct parts *out, struct err *err)
{
	struct package p = { NULL, 0 };
	struct targets t = { .arena = a };
	struct doc doc = { .type = STR("application/vnd.openxmlformats-officedocument.wordprocessingml.document") };
	if (str_starts(bytes, STR("\xd0\xcf\x11\xe0")))
		return err_set(err, ERR_DENIED, "encrypted, or of a Word before 2007");
	if (archive_file_load(bytes, &ARCHIVE_LIMITS_DEFAULT, is_wanted, NULL, a, &p.list, &p.n, err) < 0 ||
	    find_parts(&p, &t, err) < 0)
		return -1;
	if (!part(&p, t.document).n)
		return err_set(err, ERR_CORRUPT, "no DOCX: it holds no %s", t.document.p);
	struct str core = part(&p, t.core);
	if (core.n && office_meta_read(core, "core.xml", a, &doc, err) < 0)
		return -1;
	if (read_body(&p, &t, a, &doc, err) < 0)
		return -1;
	return out->document(out->ctx, &doc, err);
}

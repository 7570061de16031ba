/* The package document of an EPUB (OPF); see epub_package.h. */
#include "config.h"

#include "text/epub_package.h"

#include <stdlib.h>

#include "common/ascii.h"
#include "common/buf.h"
#include "text/field.h"
#include "text/xml.h"

#define DUBLIN_CORE "purl.org/dc/elements/"
#define OPF "/opf"

enum id { OTHER, TITLE, CREATOR, DATE, PUBLISHER, LANGUAGE, META, ITEM, ITEM_REF, ROOT_FILE, METHOD };

static const struct xml_name names[] = {
	{ DUBLIN_CORE, "title", TITLE }, { DUBLIN_CORE, "creator", CREATOR }, { DUBLIN_CORE, "date", DATE },
	{ DUBLIN_CORE, "publisher", PUBLISHER }, { DUBLIN_CORE, "language", LANGUAGE }, { OPF, "meta", META },
	{ OPF, "item", ITEM }, { OPF, "itemref", ITEM_REF }, { "", "rootfile", ROOT_FILE }, { "", "EncryptionMethod", METHOD },
};

struct reading {
	struct arena *arena;
	struct epub_package *package;
	struct doc *doc;
	struct str folder;
	enum id field;			/* whose text is gathered */
	struct str modified, date;	/* as they stand */
	struct buf value;
	struct str root_file;
	bool encrypted;
};

static int hex(char c)
{
	if (ascii_is_digit(c))
		return c - '0';
	c = ascii_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Takes the last name off "OEBPS/text/" or "OEBPS/text". */
static size_t parent(const char *path, size_t n)
{
	n -= n > 0 && path[n - 1] == '/';
	while (n > 0 && path[n - 1] != '/')
		n--;
	return n;
}

/* "../text/a%20b.xhtml#top" from the folder "OEBPS/x/" is "OEBPS/text/a b.xhtml". */
static struct str resolve(const struct reading *r, struct str href)
{
	char *path = arena_alloc(r->arena, r->folder.n + href.n + 1);
	size_t n = r->folder.n;
	if (n)
		memcpy(path, r->folder.p, n);
	ptrdiff_t fragment = str_chr(href, '#');
	href = str_sub(href, 0, fragment < 0 ? href.n : (size_t)fragment);
	while (str_starts(href, STR("../")) || str_starts(href, STR("./"))) {
		bool up = href.p[1] == '.';
		n = up ? parent(path, n) : n;
		href = str_sub(href, up ? 3 : 2, href.n);
	}
	for (size_t i = 0; i < href.n; i++) {
		bool coded = href.p[i] == '%' && i + 2 < href.n && hex(href.p[i + 1]) >= 0 && hex(href.p[i + 2]) >= 0;
		path[n++] = coded ? (char)(hex(href.p[i + 1]) << 4 | hex(href.p[i + 2])) : href.p[i];
		i += coded ? 2 : 0;
	}
	path[n] = '\0';
	return str_n(path, n);
}

static bool has_word(struct str list, struct str word)
{
	struct str one;
	while (str_cut(&list, ' ', &one))
		if (str_eq(one, word))
			return true;
	return false;
}

static void add_item(struct reading *r, const struct xml_attrs *attrs)
{
	struct epub_package *p = r->package;
	struct str type = xml_attr(attrs, "media-type");
	bool text = str_eqz(type, "application/xhtml+xml") || str_eqz(type, "text/html");
	p->items = arena_grow(r->arena, p->items, &p->cap_items, p->n_items + 1, sizeof(*p->items));
	p->items[p->n_items++] = (struct epub_item){
		arena_str(r->arena, xml_attr(attrs, "id")), resolve(r, xml_attr(attrs, "href")),
		text && !has_word(xml_attr(attrs, "properties"), STR("nav")),
	};
}

/* Fonts alone may be made unreadable by these, and the text of a book may not. */
static bool is_for_fonts(struct str algorithm)
{
	return str_eqz(algorithm, "http://www.idpf.org/2008/embedding") || str_eqz(algorithm, "http://ns.adobe.com/pdf/enc#RC");
}

/* Which of several dates and persons: EPUB 2 says it in an attribute. */
static bool counts(enum id id, const struct xml_attrs *attrs)
{
	struct str role = xml_attr(attrs, "role"), event = xml_attr(attrs, "event");
	if (id == CREATOR)
		return !role.n || str_eqz(role, "aut");
	if (id == DATE)
		return !event.n || str_eqz(event, "publication") || str_eqz(event, "original-publication");
	if (id == META)
		return str_eqz(xml_attr(attrs, "property"), "dcterms:modified");
	return id >= TITLE && id <= LANGUAGE;
}

static int on_open(void *ctx, int id, const struct xml_attrs *attrs, struct err *err)
{
	struct reading *r = ctx;
	(void)err;
	if (id == ITEM && r->package) {
		add_item(r, attrs);
	} else if (id == ITEM_REF && r->package) {
		struct epub_package *p = r->package;
		p->spine = arena_grow(r->arena, p->spine, &p->cap_spine, p->n_spine + 1, sizeof(*p->spine));
		p->spine[p->n_spine++] = arena_str(r->arena, xml_attr(attrs, "idref"));
	} else if (id == ROOT_FILE && !r->root_file.n) {
		r->root_file = resolve(r, xml_attr(attrs, "full-path"));
	} else if (id == METHOD) {
		r->encrypted |= !is_for_fonts(xml_attr(attrs, "Algorithm"));
	} else if (r->package && counts((enum id)id, attrs)) {
		r->field = (enum id)id;
		buf_reset(&r->value);
	}
	return 0;
}

static void take_value(struct reading *r)
{
	struct doc *doc = r->doc;
	struct str value = field_line(buf_str(&r->value), r->arena), *to = NULL;
	switch (r->field) {
	case TITLE:
		to = &doc->title;
		break;
	case DATE:
		to = &r->date;
		break;
	case META:
		to = &r->modified;
		break;
	case PUBLISHER:
		to = &doc->source;
		break;
	case LANGUAGE:
		value = field_lang(value, r->arena);
		to = &doc->lang;
		break;
	default:
		field_add_author(doc, value, r->arena);
		break;
	}
	if (to && !to->n)
		*to = value;
}

static int on_close(void *ctx, int id, struct err *err)
{
	struct reading *r = ctx;
	(void)err;
	if (r->field && id == (int)r->field) {
		take_value(r);
		r->field = OTHER;
	}
	return 0;
}

static int on_text(void *ctx, struct str s, struct err *err)
{
	struct reading *r = ctx;
	(void)err;
	if (r->field)
		buf_addstr(&r->value, s);
	return 0;
}

static int walk(struct reading *r, struct str xml, const char *name, struct err *err)
{
	const struct xml_handler handler = {
		r, names, sizeof(names) / sizeof(*names), on_open, on_close, on_text
	};
	int rc = xml_walk(xml, name, &handler, err);
	buf_fini(&r->value);
	return rc;
}

int epub_container(struct str xml, struct arena *a, struct str *path_r, struct err *err)
{
	struct reading r = { .arena = a };
	int rc = walk(&r, xml, "container.xml", err);
	*path_r = r.root_file;
	return rc;
}

int epub_is_encrypted(struct str xml, bool *encrypted_r, struct err *err)
{
	struct reading r = { .arena = NULL };
	int rc = walk(&r, xml, "encryption.xml", err);
	*encrypted_r = r.encrypted;
	return rc;
}

static int by_id(const void *a, const void *b)
{
	return str_cmp(((const struct epub_item *)a)->id, ((const struct epub_item *)b)->id);
}

/* "0101-01-01" is how programs write that they do not know. */
static bool is_known_year(struct str date)
{
	return date.n >= 4 && date.p[0] != '0';
}

int epub_package_read(struct str xml, struct str folder, struct arena *a, struct epub_package *out_r, struct doc *doc,
		      struct err *err)
{
	struct reading r = { .arena = a, .package = out_r, .doc = doc, .folder = folder };
	*out_r = (struct epub_package){ .n_items = 0 };
	if (walk(&r, xml, "the package document", err) < 0)
		return -1;
	if (out_r->n_items)
		qsort(out_r->items, out_r->n_items, sizeof(*out_r->items), by_id);
	/* A date that is that of the last change is the file's. */
	struct str date = str_eq(r.date, r.modified) ? STR_NONE : field_date(r.date, a);
	doc->date = is_known_year(date) ? date : STR_NONE;
	return 0;
}

const struct epub_item *epub_item(const struct epub_package *p, struct str id)
{
	struct epub_item key = { .id = id };
	return p->n_items ? bsearch(&key, p->items, p->n_items, sizeof(key), by_id) : NULL;
}

/* Title and author from the properties of DOCX and ODT; see office_meta.h. */
#include "config.h"

#include "text/office_meta.h"

#include "common/buf.h"
#include "text/field.h"
#include "text/xml.h"

enum { TITLE = 1, CREATOR, FIRST_CREATOR, N_FIELDS, BODY };

#define DUBLIN_CORE "purl.org/dc/elements/"

/* In ODT the creator is who changed the file last. */
static const struct xml_name names[] = {
	{ DUBLIN_CORE, "title", TITLE },
	{ DUBLIN_CORE, "creator", CREATOR },
	{ ":xmlns:meta:", "initial-creator", FIRST_CREATOR },
	{ ":xmlns:office:", "body", BODY },
};

struct meta {
	struct buf values[N_FIELDS];
	int field;		/* that is open, 0 for none */
	bool ended;		/* a file that holds all: comments in its text have authors too */
};

static int on_open(void *ctx, int id, const struct xml_attrs *attrs, struct err *err)
{
	struct meta *m = ctx;
	(void)attrs, (void)err;
	m->ended |= id == BODY;
	m->field = m->ended ? 0 : id;
	if (m->field)
		buf_putc(&m->values[id], ';');
	return 0;
}

static int on_close(void *ctx, int id, struct err *err)
{
	struct meta *m = ctx;
	(void)id, (void)err;
	m->field = 0;
	return 0;
}

static int on_text(void *ctx, struct str s, struct err *err)
{
	struct meta *m = ctx;
	(void)err;
	if (m->field)
		buf_addstr(&m->values[m->field], s);
	return 0;
}

static struct str first_value(const struct meta *m, int field)
{
	return str_sub(buf_str(&m->values[field]), 1, m->values[field].n);
}

int office_meta_read(struct str xml, const char *name, struct arena *a, struct doc *doc, struct err *err)
{
	struct meta m = { .field = 0 };
	const struct xml_handler handler = {
		&m, names, sizeof(names) / sizeof(*names), on_open, on_close, on_text
	};
	int rc = xml_walk(xml, name, &handler, err);
	struct str authors = first_value(&m, str_trim(first_value(&m, FIRST_CREATOR)).n ? FIRST_CREATOR : CREATOR), one;
	doc->title = field_line(first_value(&m, TITLE), a);
	while (str_cut(&authors, ';', &one))
		field_add_author(doc, one, a);
	for (int i = 0; i < N_FIELDS; i++)
		buf_fini(&m.values[i]);
	return rc;
}

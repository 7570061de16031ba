/* What became of a page, for people: karez-index --show. */
#include "config.h"

#include <stdio.h>

#include "repair/page.h"

static void field(struct buf *out, const char *name, struct str value)
{
	if (value.n)
		buf_printf(out, "%-10s %.*s\n", name, STR_ARG(value));
}

static void fields(struct buf *out, const struct doc *d)
{
	buf_printf(out, "== %.*s\n", STR_ARG(d->id));
	field(out, "title", d->title);
	field(out, "author", d->author);
	field(out, "date", d->date);
	field(out, "source", d->source);
	field(out, "language", d->lang);
	field(out, "url", d->url);
	field(out, "type", d->type);
	field(out, "evidence", d->evidence);
	buf_putc(out, '\n');
}

/* The line of the source, what it is, and for what it was taken by which rule. */
static void line(struct buf *out, const struct block *b)
{
	static const char *const roles[] = {
		[ROLE_BODY] = "", [ROLE_HEADING] = "heading", [ROLE_APART] = "apart", [ROLE_NOTE] = "note",
		[ROLE_FRAME] = "frame", [ROLE_DROPPED] = "left out", [ROLE_CONTINUED] = "joined",
	};
	char what[48];
	const char *rule = b->rule < N_RULES ? repair_rule_name(b->rule) : "";
	snprintf(what, sizeof(what), "%s%s%s%s%.*s", roles[b->role], *rule ? " (" : "", rule, *rule ? ")" : "",
		 b->label.n ? 1 : 0, " ");
	buf_printf(out, "%6u %-20s%.*s%s%.*s\n", b->line, what, STR_ARG(str_sub(b->label, 0, 8)), b->label.n ? ": " : "",
		   STR_ARG(b->text));
}

void repair_show(const struct repaired *r, struct buf *out)
{
	const struct page *p = r->page;
	for (size_t i = 0; i < r->n_docs; i++) {
		fields(out, &r->docs[i]);
		for (size_t k = p->works[i].first; k <= p->works[i].last && k < p->n; k++)
			if (p->blocks[k].role != ROLE_CONTINUED)
				line(out, &p->blocks[k]);
		buf_putc(out, '\n');
	}
	bool any = false;
	for (size_t k = 0; k < p->n; k++) {
		bool inside = false;
		for (size_t i = 0; i < p->n_works && !inside; i++)
			inside = k >= p->works[i].first && k <= p->works[i].last;
		if (inside || p->blocks[k].role == ROLE_CONTINUED)
			continue;
		if (!any)
			buf_puts(out, "== of no document\n");
		any = true;
		line(out, &p->blocks[k]);
	}
}

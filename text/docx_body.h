/* The text of a DOCX: word/document.xml, and the notes in the same language beside it.
 */
#ifndef KAREZ_TEXT_DOCX_BODY_H
#define KAREZ_TEXT_DOCX_BODY_H

#include "common/arena.h"
#include "common/err.h"
#include "text/docx_style.h"
#include "text/prose.h"

struct docx_note {
	struct str id, text;
};

struct docx_notes {
	struct docx_note *list;		/* by id */
	size_t n, cap;
};

struct docx_parts {
	struct docx_styles styles;
	struct docx_notes footnotes, endnotes;
};

/* word/footnotes.xml or word/endnotes.xml, into the arena; what separates notes is left out. */
int docx_notes_read(struct str xml, const char *name, const struct docx_parts *parts, struct arena *a,
		    struct docx_notes *out_r, struct err *err);
int docx_body_read(struct str xml, const char *name, const struct docx_parts *parts, struct prose *out, struct err *err);

#endif

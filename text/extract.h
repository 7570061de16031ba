/* A file's bytes to a document: find the format, decode, take the reading text and the fields.
 *
 * Formats: plain text, Markdown (with YAML front matter), HTML.  One .c file each (plain.c,
 * markdown.c, html.c); this is the door.  Compressed input is unpacked before (reader.h).
 */
#ifndef KAREZ_TEXT_EXTRACT_H
#define KAREZ_TEXT_EXTRACT_H

#include "common/arena.h"
#include "common/err.h"
#include "common/str.h"
#include "text/doc.h"

enum format { FORMAT_PLAIN, FORMAT_MARKDOWN, FORMAT_HTML, FORMAT_BINARY };

/* By suffix of the name (a final .gz does not count), else by the first bytes. */
enum format extract_format(struct str bytes, const char *name);

/* Fills title, text, author, date, url, source, lang, type (and nothing else) of *doc.  A text
 * without a title of its own gets none.  ERR_ENCODING for binary bytes. */
int extract(struct str bytes, const char *name, struct arena *a, struct doc *doc, struct err *err);

/* The same for a format that is known; charset: the encoding that a mail or a server declares for
 * the bytes, or empty. */
int extract_as(struct str bytes, enum format format, struct str charset, struct arena *a, struct doc *doc,
	       struct err *err);

#endif

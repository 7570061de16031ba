/* One record of an NDJSON or TSV file to a document.
 *
 * NDJSON: an object with id (string or number), title, text, and where given author, date, url,
 * source, lang, type; other keys are kept as extras.  author may be an array of strings.
 * TSV: id, title, text.  No quoting; "\t", "\n" and "\\" are escapes as in PostgreSQL's COPY.
 */
#ifndef KAREZ_TEXT_RECORD_H
#define KAREZ_TEXT_RECORD_H

#include "common/arena.h"
#include "common/err.h"
#include "text/doc.h"

/* ERR_INVALID says what is wrong ("no id", "title is not a string", JSON position); the caller
 * adds file and line. */
int record_json(struct str line, struct arena *a, struct doc *doc, struct err *err);
int record_tsv(struct str line, struct arena *a, struct doc *doc, struct err *err);

#endif

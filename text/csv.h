/* CSV (RFC 4180) and tables like it: a header row, then one document a row.
 *
 * The delimiter (comma, semicolon, tab or bar) is found by the header.  Columns whose names mean a field of a document,
 * in English or Russian ("Title", "заголовок", "date", "дата публикации"), become that field; the others become extras,
 * and lines "column: value" at the end of the text.  Quotes where none belong are taken as they stand.
 */
#ifndef KAREZ_TEXT_CSV_H
#define KAREZ_TEXT_CSV_H

#include <stdbool.h>

#include "text/csv_column.h"
#include "text/parts.h"

#define CSV_COLUMNS_MAX 1000

struct csv_column {
	struct str name;	/* as the header has it, on one line */
	enum csv_field field;
};

struct csv_columns {
	char delimiter;
	struct csv_column *list;
	size_t n;
};

/* A record may run over several lines: *quoted, false at its beginning, tells after each line whether it
 * goes on (a line end inside quotes). */
void csv_scan_line(struct str line, char delimiter, bool *quoted);

/* The delimiter of the header, by the columns that it gives. */
char csv_delimiter(struct str header);

/* Whether a line can only be the header of a table of documents: it names a title or a text, and another field. */
bool csv_is_header(struct str line);

/* header: valid UTF-8.  ERR_INVALID when it is none: a column without a name, one named twice, or a number. */
int csv_header(struct str header, struct arena *a, struct csv_columns *out_r, struct err *err);

/* One record (valid UTF-8, without its line end) to a document; the id stays empty when no column gives it.
 * ERR_INVALID: a quote that is never closed, more fields than columns, no value at all. */
int csv_record(struct str record, const struct csv_columns *columns, struct arena *a, struct doc *doc, struct err *err);

/* A whole table: documents whose ids are those of the id column, else the numbers of their lines.  Rows that are
 * wrong are passed over, and told of at the end (ERR_INVALID, with the line of the first). */
int csv_read(struct str bytes, struct arena *a, struct parts *out, struct err *err);

#endif

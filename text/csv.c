/* Tables of documents; see csv.h. */
#include "config.h"

#include "text/csv.h"

#include "common/ascii.h"
#include "common/buf.h"
#include "common/json.h"
#include "common/utf8.h"
#include "text/charset.h"
#include "text/field.h"
#include "text/plain.h"

static const char delimiters[] = ",;\t|";

/* ---- Records ---- */

/* Behind the quoted part that begins at i (after its quote): at the closing quote, or at the end. */
static size_t closing_quote(struct str s, size_t i)
{
	while (i < s.n) {
		ptrdiff_t at = str_chr(str_sub(s, i, s.n), '"');
		if (at < 0)
			return s.n;
		i += (size_t)at;
		if (i + 1 == s.n || s.p[i + 1] != '"')
			return i;
		i += 2;
	}
	return s.n;
}

static size_t next_delimiter(struct str s, size_t i, char delimiter)
{
	ptrdiff_t at = str_chr(str_sub(s, i, s.n), delimiter);
	return at < 0 ? s.n : i + (size_t)at;
}

void csv_scan_line(struct str line, char delimiter, bool *quoted)
{
	size_t i = 0;
	bool field_begins = !*quoted;
	while (i < line.n || *quoted) {
		if (*quoted) {
			i = closing_quote(line, i);
			if (i == line.n)
				return;
			*quoted = false;
			i++;
		} else if (field_begins && line.p[i] == '"') {
			*quoted = true;
			i++;
			continue;
		}
		i = next_delimiter(line, i, delimiter);
		if (i == line.n)
			return;
		i++;
		field_begins = true;
	}
}

/* "a ""b""": what is between the quotes, doubled ones once. */
static struct str unquote(struct str s, struct arena *a)
{
	if (str_chr(s, '"') < 0)
		return s;
	char *out = arena_alloc(a, s.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		out[n++] = s.p[i];
		i += s.p[i] == '"' && i + 1 < s.n && s.p[i + 1] == '"';
	}
	out[n] = '\0';
	return str_n(out, n);
}

/* The next field at *at, which moves behind its delimiter, or past the end after the last.  -1: never closed. */
static int take_field(struct str s, size_t *at, char delimiter, struct arena *a, struct str *out_r)
{
	size_t i = *at, end;
	if (i < s.n && s.p[i] == '"') {
		size_t close = closing_quote(s, i + 1);
		if (close == s.n)
			return -1;
		*out_r = unquote(str_sub(s, i + 1, close), a);
		end = next_delimiter(s, close + 1, delimiter);
		if (end > close + 1)	/* text behind the quote */
			*out_r = arena_printf(a, "%.*s%.*s", STR_ARG(*out_r), STR_ARG(str_sub(s, close + 1, end)));
	} else {
		end = next_delimiter(s, i, delimiter);
		*out_r = str_sub(s, i, end);
	}
	*at = end + 1;
	return 0;
}

/* ---- The header ---- */

static struct str without_bom(struct str s)
{
	return str_starts(s, STR("\xef\xbb\xbf")) ? str_sub(s, 3, s.n) : s;
}

struct counts {
	size_t columns, known;
	bool has_text;		/* a title or a text is among them */
};

static struct counts count_columns(struct str header, char delimiter)
{
	struct counts c = { 0, 0, false };
	struct arena a = ARENA_INIT;
	struct str name;
	for (size_t at = 0; at <= header.n && c.columns < CSV_COLUMNS_MAX; c.columns++) {
		if (take_field(header, &at, delimiter, &a, &name) < 0)
			break;
		enum csv_field field = utf8_valid(name) ? csv_field_of(name) : CSV_EXTRA;
		c.known += field != CSV_EXTRA;
		c.has_text |= field == CSV_TITLE || field == CSV_TEXT;
	}
	arena_fini(&a);
	return c;
}

char csv_delimiter(struct str header)
{
	char best = delimiters[0];
	struct counts most = { 0, 0, false };
	header = without_bom(header);
	for (const char *d = delimiters; *d; d++) {
		struct counts c = count_columns(header, *d);
		if (c.known > most.known || (c.known == most.known && c.columns > most.columns)) {
			most = c;
			best = *d;
		}
	}
	return best;
}

bool csv_is_header(struct str line)
{
	char delimiter = csv_delimiter(line);
	struct counts c = count_columns(without_bom(line), delimiter);
	/* Three fields between tabs may be a record without a header: id, title, text. */
	bool record = delimiter == '\t' && c.columns == 3 && c.known < 3;
	return c.known >= 2 && c.has_text && !record;
}

static bool is_number(struct str s)
{
	bool digits = false;
	for (size_t i = 0; i < s.n; i++) {
		if (!ascii_is_digit(s.p[i]) && !strchr(" .,:/-+%", s.p[i]))
			return false;
		digits |= ascii_is_digit(s.p[i]);
	}
	return digits;
}

static int add_column(struct csv_columns *c, struct str name, size_t *cap, struct arena *a, struct err *err)
{
	struct csv_column column = { field_line(name, a), CSV_EXTRA };
	if (c->n == CSV_COLUMNS_MAX)
		return err_set(err, ERR_LIMIT, "more than %d columns", CSV_COLUMNS_MAX);
	if (is_number(column.name))
		return err_set(err, ERR_INVALID, "the first row is no header: %.*s is no name of a column", STR_ARG(column.name));
	column.field = csv_field_of(column.name);
	for (size_t i = 0; i < c->n; i++) {
		if (column.name.n && str_eq(c->list[i].name, column.name))
			return err_set(err, ERR_INVALID, "the first row is no header: %.*s stands there twice", STR_ARG(column.name));
		if (c->list[i].field == column.field)	/* the first of them is meant */
			column.field = CSV_EXTRA;
	}
	c->list = arena_grow(a, c->list, cap, c->n + 1, sizeof(*c->list));
	c->list[c->n++] = column;
	return 0;
}

int csv_header(struct str header, struct arena *a, struct csv_columns *out_r, struct err *err)
{
	size_t cap = 0;
	struct str name;
	*out_r = (struct csv_columns){ csv_delimiter(header), NULL, 0 };
	header = without_bom(header);
	for (size_t at = 0; at <= header.n;) {
		if (take_field(header, &at, out_r->delimiter, a, &name) < 0)
			return err_set(err, ERR_INVALID, "a quote in the header is never closed");
		if (add_column(out_r, name, &cap, a, err) < 0)
			return -1;
	}
	/* Spreadsheets leave empty columns at the end, and the first one for numbers of rows. */
	while (out_r->n && !out_r->list[out_r->n - 1].name.n)
		out_r->n--;
	return out_r->n ? 0 : err_set(err, ERR_INVALID, "the first row is no header: it is empty");
}

/* ---- Documents ---- */

static void add_extra(const struct csv_column *column, struct str value, struct arena *a, struct doc *doc, struct buf *lines)
{
	struct buf json = BUF_INIT;
	struct str name = column->name, line = field_line(value, a);
	if (!line.n)
		return;
	json_str(&json, value);
	doc->extras[doc->n_extras++] = (struct doc_extra){ name, arena_str(a, buf_str(&json)) };
	buf_fini(&json);
	if (lines->n)
		buf_putc(lines, '\n');
	if (name.n)
		buf_printf(lines, "%.*s: ", STR_ARG(name));
	buf_addstr(lines, line);
}

/* False: it is not understood, and becomes an extra, rather than lost. */
static bool set_field(enum csv_field field, struct str value, struct arena *a, struct doc *doc)
{
	switch (field) {
	case CSV_ID:
		doc->id = field_line(value, a);
		return true;
	case CSV_TITLE:
		doc->title = field_line(value, a);
		return true;
	case CSV_TEXT:
		doc->text = plain_text(value, a);
		return true;
	case CSV_AUTHOR:
		doc->author = field_line(value, a);
		return true;
	case CSV_DATE:
		doc->date = field_date(value, a);
		return doc->date.n > 0;
	case CSV_URL:
		doc->url = field_line(value, a);
		return true;
	case CSV_SOURCE:
		doc->source = field_line(value, a);
		return true;
	case CSV_LANG:
		doc->lang = field_lang(value, a);
		return doc->lang.n > 0;
	default:
		return false;
	}
}

static void append_lines(struct doc *doc, struct str lines, struct arena *a)
{
	if (!lines.n)
		return;
	while (doc->text.n && doc->text.p[doc->text.n - 1] == '\n')
		doc->text.n--;
	doc->text = arena_printf(a, "%.*s%s%.*s", STR_ARG(doc->text), doc->text.n ? "\n\n" : "", STR_ARG(lines));
}

int csv_record(struct str record, const struct csv_columns *columns, struct arena *a, struct doc *doc, struct err *err)
{
	struct buf lines = BUF_INIT;
	struct str value;
	size_t n = 0;
	int rc = 0;
	*doc = (struct doc){ .type = STR("text/csv") };
	doc->extras = arena_array(a, columns->n, sizeof(*doc->extras));
	if (str_chr(record, '\0') >= 0)
		return err_set(err, ERR_INVALID, "NUL at byte %td", str_chr(record, '\0') + 1);
	for (size_t at = 0; at <= record.n && rc == 0; n++) {
		if (take_field(record, &at, columns->delimiter, a, &value) < 0)
			rc = err_set(err, ERR_INVALID, "the quote that opens field %zu is never closed", n + 1);
		else if (!str_trim(value).n)
			continue;
		else if (n >= columns->n)
			rc = err_set(err, ERR_INVALID, "field %zu is one more than there are columns", n + 1);
		else if (!set_field(columns->list[n].field, value, a, doc))
			add_extra(&columns->list[n], value, a, doc, &lines);
	}
	append_lines(doc, buf_str(&lines), a);
	buf_fini(&lines);
	if (rc == 0 && !doc->title.n && !doc->text.n)
		rc = err_set(err, ERR_INVALID, "neither title nor text");
	return rc;
}

/* ---- A whole table ---- */

/* The next record off *rest, without its line end; *lines_r: how many lines it had. */
static bool cut_record(struct str *rest, char delimiter, struct str *record_r, size_t *lines_r)
{
	const char *start = rest->p;
	bool quoted = false;
	struct str line = STR_NONE;
	*lines_r = 0;
	if (!rest->n)
		return false;
	do {
		ptrdiff_t lf = str_chr(*rest, '\n');
		line = str_sub(*rest, 0, lf < 0 ? rest->n : (size_t)lf);
		*rest = str_sub(*rest, line.n + 1, rest->n);
		++*lines_r;
		csv_scan_line(line, delimiter, &quoted);
	} while (quoted && rest->n);
	*record_r = str_n(start, (size_t)(line.p + line.n - start));
	if (record_r->n && record_r->p[record_r->n - 1] == '\r')
		record_r->n--;
	return true;
}

static int read_rows(struct str rest, struct arena *a, struct parts *out, struct err *err)
{
	struct csv_columns columns = { .delimiter = '\0' };
	struct arena row = ARENA_INIT;
	struct err first = { .code = ERR_NONE };
	struct str record;
	size_t number = 1, lines, bad = 0, bad_line = 0;
	int rc = 0;
	char delimiter = csv_delimiter(str_sub(rest, 0, str_chr(rest, '\n') < 0 ? rest.n : (size_t)str_chr(rest, '\n')));
	for (; rc == 0 && cut_record(&rest, delimiter, &record, &lines); number += lines) {
		struct doc doc;
		struct err why;
		if (!str_trim(record).n)
			continue;
		if (!columns.n) {
			rc = csv_header(record, a, &columns, err);
			delimiter = columns.delimiter;
			continue;
		}
		if (csv_record(record, &columns, &row, &doc, &why) < 0) {
			if (!bad++) {
				first = why;
				bad_line = number;
			}
		} else {
			if (!doc.id.n)
				doc.id = arena_printf(&row, "%zu", number);
			rc = out->document(out->ctx, &doc, err);
		}
		arena_reset(&row);
	}
	arena_fini(&row);
	if (rc == 0 && !columns.n)
		rc = err_set(err, ERR_INVALID, "it has no rows");
	if (rc == 0 && bad)
		rc = err_set(err, ERR_INVALID, "%zu rows are wrong, the first of them in line %zu: %s", bad, bad_line, first.msg);
	return rc;
}

int csv_read(struct str bytes, struct arena *a, struct parts *out, struct err *err)
{
	struct buf decoded = BUF_INIT;
	const char *encoding;
	int rc = charset_decode(bytes, STR_NONE, &decoded, &encoding, err);
	if (rc == 0)
		rc = read_rows(buf_str(&decoded), a, out, err);
	buf_fini(&decoded);
	return rc;
}

/* What the names of columns mean; see csv_column.h. */
#include "config.h"

#include "text/csv_column.h"

#include <unicode/uchar.h>

#include "common/utf8.h"

#define NAME_MAX_BYTES 64

/* In small letters, "_", "-" and blanks are one blank. */
static struct str normalise(struct str name, char out[NAME_MAX_BYTES + 4])
{
	size_t n = 0;
	for (size_t i = 0; i < name.n && n < NAME_MAX_BYTES;) {
		uint32_t c = utf8_next(name, &i);
		bool blank = c <= ' ' || c == '_' || c == '-' || c == 0xa0;
		if (blank && n && out[n - 1] != ' ')
			out[n++] = ' ';
		if (!blank)
			n += utf8_encode((uint32_t)u_tolower((UChar32)c), out + n);
	}
	return str_trim(str_n(out, n));
}

enum csv_field csv_field_of(struct str name)
{
	static const struct {
		struct str name;
		enum csv_field field;
	} rows[] = {
		{ STR("id"), CSV_ID }, { STR("identifier"), CSV_ID }, { STR("doc id"), CSV_ID }, { STR("document id"), CSV_ID },
		{ STR("ид"), CSV_ID }, { STR("идентификатор"), CSV_ID },
		{ STR("title"), CSV_TITLE }, { STR("headline"), CSV_TITLE }, { STR("heading"), CSV_TITLE }, { STR("subject"), CSV_TITLE },
		{ STR("заголовок"), CSV_TITLE }, { STR("название"), CSV_TITLE }, { STR("тема"), CSV_TITLE },
		{ STR("text"), CSV_TEXT }, { STR("body"), CSV_TEXT }, { STR("content"), CSV_TEXT }, { STR("full text"), CSV_TEXT },
		{ STR("fulltext"), CSV_TEXT }, { STR("текст"), CSV_TEXT }, { STR("полный текст"), CSV_TEXT },
		{ STR("содержание"), CSV_TEXT }, { STR("содержимое"), CSV_TEXT },
		{ STR("author"), CSV_AUTHOR }, { STR("authors"), CSV_AUTHOR }, { STR("byline"), CSV_AUTHOR }, { STR("creator"), CSV_AUTHOR },
		{ STR("автор"), CSV_AUTHOR }, { STR("авторы"), CSV_AUTHOR },
		{ STR("date"), CSV_DATE }, { STR("published"), CSV_DATE }, { STR("date published"), CSV_DATE },
		{ STR("publication date"), CSV_DATE }, { STR("published at"), CSV_DATE }, { STR("pubdate"), CSV_DATE },
		{ STR("pub date"), CSV_DATE }, { STR("дата"), CSV_DATE }, { STR("дата публикации"), CSV_DATE },
		{ STR("опубликовано"), CSV_DATE },
		{ STR("url"), CSV_URL }, { STR("uri"), CSV_URL }, { STR("link"), CSV_URL }, { STR("ссылка"), CSV_URL },
		{ STR("адрес страницы"), CSV_URL },
		{ STR("source"), CSV_SOURCE }, { STR("publisher"), CSV_SOURCE }, { STR("источник"), CSV_SOURCE },
		{ STR("издание"), CSV_SOURCE }, { STR("издатель"), CSV_SOURCE },
		{ STR("lang"), CSV_LANG }, { STR("language"), CSV_LANG }, { STR("язык"), CSV_LANG },
	};
	char space[NAME_MAX_BYTES + 4];
	struct str key = normalise(name, space);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (str_eq(rows[i].name, key))
			return rows[i].field;
	return CSV_EXTRA;
}

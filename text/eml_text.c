/* Plain and HTML parts of mail to marked text; see eml_text.h. */
#include "config.h"

#include "text/eml_text.h"

#include "common/buf.h"
#include "text/html.h"
#include "text/mime.h"
#include "text/mime_word.h"
#include "text/plain.h"

/* The bytes of a part in the encoding that it states, as UTF-8. */
static void decode(struct str body, struct str charset, struct str transfer, bool html, struct buf *out)
{
	struct buf bytes = BUF_INIT;
	mime_decode(body, transfer, &bytes);
	if (html && !charset.n)
		charset = html_charset(buf_str(&bytes));
	mime_charset_decode(buf_str(&bytes), charset, out);
	buf_fini(&bytes);
}

static size_t quote_depth(struct str line)
{
	size_t n = 0;
	while (n < line.n && line.p[n] == '>')
		n++;
	return n;
}

/* Lines that end in a blank go on in the next one of the same quotation (RFC 3676). */
static void unflow(struct str s, bool delete_blank, struct buf *out)
{
	struct str line;
	size_t depth = 0;
	bool open = false;
	while (str_cut(&s, '\n', &line)) {
		if (line.n && line.p[line.n - 1] == '\r')
			line.n--;
		size_t quoted = quote_depth(line);
		struct str content = str_sub(line, quoted, line.n);
		if (str_starts(content, STR(" ")))	/* stuffed: a line that begins with a blank, ">" or "From" */
			content = str_sub(content, 1, content.n);
		bool signature = str_eqz(content, "-- ");
		if (open && quoted == depth && !signature) {
			buf_addstr(out, content);
		} else {
			if (out->n)
				buf_putc(out, '\n');
			for (size_t i = 0; i < quoted; i++)
				buf_putc(out, '>');
			if (quoted)
				buf_putc(out, ' ');
			buf_addstr(out, content);
		}
		depth = quoted;
		open = !signature && str_ends(content, STR(" "));
		if (open && delete_blank)
			buf_truncate(out, out->n - 1);
	}
}

struct str eml_plain(struct str body, struct str type, struct str transfer, struct arena *a)
{
	struct buf text = BUF_INIT, lines = BUF_INIT;
	decode(body, mime_param(type, "charset", a), transfer, false, &text);
	bool flowed = str_eq_nocase(mime_param(type, "format", a), STR("flowed"));
	if (flowed)
		unflow(buf_str(&text), str_eq_nocase(mime_param(type, "delsp", a), STR("yes")), &lines);
	struct str out = plain_text(buf_str(flowed ? &lines : &text), a);
	buf_fini(&text);
	buf_fini(&lines);
	return out;
}

struct str eml_html(struct str body, struct str type, struct str transfer, struct arena *a)
{
	struct buf text = BUF_INIT;
	struct doc doc = { .text = STR_NONE };
	decode(body, mime_param(type, "charset", a), transfer, true, &text);
	int rc = html_document(buf_str(&text), a, &doc, NULL);
	buf_fini(&text);
	return rc < 0 ? STR_NONE : doc.text;
}

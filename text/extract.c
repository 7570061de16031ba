/* A file's bytes to a document: which format, which encoding, then that format's reader; see extract.h. */
#include "config.h"

#include "text/extract.h"

#include "common/ascii.h"
#include "common/buf.h"
#include "common/utf8.h"
#include "text/charset.h"
#include "text/html.h"
#include "text/markdown.h"
#include "text/plain.h"

#define SNIFF 1024

/* Suffix of the name in small letters without its dot; a final .gz does not count.  Empty when
 * there is none or it is longer than any that is known. */
static void suffix_of(const char *name, char out[16])
{
	struct str s = str_of(name);
	out[0] = '\0';
	if (s.n > 3 && str_eq_nocase(str_sub(s, s.n - 3, s.n), STR(".gz")))
		s.n -= 3;
	size_t dot = s.n;
	while (dot > 0 && s.p[dot - 1] != '.' && s.p[dot - 1] != '/')
		dot--;
	if (dot == 0 || s.p[dot - 1] != '.' || s.n - dot >= 16)
		return;
	for (size_t i = dot; i < s.n; i++)
		out[i - dot] = ascii_lower(s.p[i]);
	out[s.n - dot] = '\0';
}

static bool format_of_suffix(const char *suffix, enum format *format_r)
{
	static const struct {
		const char *suffix;
		enum format format;
	} known[] = {
		{ "txt", FORMAT_PLAIN },   { "text", FORMAT_PLAIN },
		{ "log", FORMAT_PLAIN },   { "asc", FORMAT_PLAIN },
		{ "md", FORMAT_MARKDOWN }, { "markdown", FORMAT_MARKDOWN },
		{ "mkd", FORMAT_MARKDOWN }, { "mdown", FORMAT_MARKDOWN },
		{ "html", FORMAT_HTML },   { "htm", FORMAT_HTML },
		{ "xhtml", FORMAT_HTML },  { "shtml", FORMAT_HTML },
	};
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		if (strcmp(known[i].suffix, suffix) == 0) {
			*format_r = known[i].format;
			return true;
		}
	}
	return false;
}

/* In UTF-16 the letters of a tag have NULs between them: they are passed over. */
static bool looks_like_html(struct str bytes)
{
	char head[SNIFF];
	size_t n = 0;
	for (size_t i = 0; i < bytes.n && i < SNIFF; i++)
		if (bytes.p[i])
			head[n++] = ascii_lower(bytes.p[i]);
	struct str s = str_n(head, n);
	return str_find(s, STR("<!doctype html")) >= 0 || str_find(s, STR("<html")) >= 0;
}

enum format extract_format(struct str bytes, const char *name)
{
	enum format format;
	char suffix[16];
	/* No suffix makes text of a picture; a text named .dat is text all the same. */
	if (charset_is_binary(bytes))
		return FORMAT_BINARY;
	suffix_of(name, suffix);
	if (format_of_suffix(suffix, &format))
		return format;
	return looks_like_html(bytes) ? FORMAT_HTML : FORMAT_PLAIN;
}

/* The bytes themselves when they are UTF-8 already, which spares a copy; else decoded. */
static int decode(struct str bytes, enum format format, struct str charset, struct buf *out, struct str *text_r,
		  struct err *err)
{
	const char *encoding;
	*text_r = str_starts(bytes, STR("\xef\xbb\xbf")) ? str_sub(bytes, 3, bytes.n) : bytes;
	if (utf8_valid(*text_r) && str_chr(*text_r, '\0') < 0)
		return 0;
	struct str declared = charset.n == 0 && format == FORMAT_HTML ? html_charset(bytes) : charset;
	if (charset_decode(bytes, declared, out, &encoding, err) < 0)
		return -1;
	*text_r = buf_str(out);
	return 0;
}

static int read_format(struct str text, enum format format, struct arena *a, struct doc *doc, struct err *err)
{
	switch (format) {
	case FORMAT_HTML:
		doc->type = STR("text/html");
		return html_document(text, a, doc, err);
	case FORMAT_MARKDOWN:
		doc->type = STR("text/markdown");
		return markdown_document(text, a, doc, err);
	default:
		doc->type = STR("text/plain");
		doc->text = plain_text(text, a);
		return 0;
	}
}

int extract_as(struct str bytes, enum format format, struct str charset, struct arena *a, struct doc *doc,
	       struct err *err)
{
	struct buf decoded = BUF_INIT;
	struct str text;
	doc->title = doc->text = doc->author = doc->date = doc->url = doc->source = doc->lang = STR_NONE;
	doc->type = STR_NONE;
	doc->marked = format == FORMAT_HTML || format == FORMAT_MARKDOWN;
	if (format == FORMAT_BINARY)
		return err_set(err, ERR_ENCODING, "binary data, not text");
	int rc = decode(bytes, format, charset, &decoded, &text, err);
	if (rc == 0)
		rc = read_format(text, format, a, doc, err);
	buf_fini(&decoded);
	return rc;
}

int extract(struct str bytes, const char *name, struct arena *a, struct doc *doc, struct err *err)
{
	return extract_as(bytes, extract_format(bytes, name), STR_NONE, a, doc, err);
}

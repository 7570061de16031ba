/* A page of HTML around plain text, as pdftotext -htmlmeta writes it; see pdf.h. */
#include "config.h"

#include "indexer/pdf.h"

#include "common/buf.h"
#include "text/charset.h"
#include "text/columns.h"
#include "text/field.h"
#include "text/html.h"
#include "text/marks.h"

/* Titles that programs write and nobody reads: the name of a file, or of what it was made with. */
static struct str title_of(struct str title)
{
	static const char *const programs[] = { "Microsoft Word - ", "Microsoft PowerPoint - ", "PowerPoint Presentation" };
	static const char *const suffixes[] = {
		".doc", ".docx", ".dot", ".odt", ".rtf", ".txt", ".indd", ".qxd", ".pmd", ".tex", ".dvi", ".ps", ".pdf", ".ppt",
		".pptx", ".xls", ".xlsx", ".html", ".htm", ".p65", ".pub", ".wpd", ".tmp",
	};
	static const char *const empty[] = { "untitled", "title", "document", "document1", "(anonymous)" };
	for (size_t i = 0; i < sizeof(programs) / sizeof(*programs); i++) {
		if (str_starts(title, str_of(programs[i])))
			title = str_sub(title, strlen(programs[i]), title.n);
	}
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++) {
		size_t n = strlen(suffixes[i]);
		if (title.n >= n && str_eq_nocase(str_sub(title, title.n - n, title.n), str_of(suffixes[i])))
			return STR_NONE;
	}
	for (size_t i = 0; i < sizeof(empty) / sizeof(*empty); i++) {
		if (str_eq_nocase(title, str_of(empty[i])))
			return STR_NONE;
	}
	return title;
}

/* Lines as they are; no control character is let through. */
static void add_line(struct buf *b, struct str line)
{
	for (size_t i = 0; i < line.n; i++) {
		unsigned char c = (unsigned char)line.p[i];
		buf_putc(b, c < ' ' || c == 0x7f ? ' ' : (char)c);
	}
	buf_putc(b, '\n');
}

/* Pages, each read column by column and with its end marked. */
static struct str mark_text(struct str text, struct arena *a)
{
	struct buf clean = BUF_INIT, b = BUF_INIT;
	struct str rest = text, page, line;
	while (rest.n && str_cut(&rest, '\f', &page)) {
		bool ended = rest.p != NULL;
		buf_reset(&clean);
		while (page.n && str_cut(&page, '\n', &line))
			add_line(&clean, line.n && line.p[line.n - 1] == '\r' ? str_sub(line, 0, line.n - 1) : line);
		columns_page(buf_str(&clean), &b);
		if (ended)
			buf_printf(&b, "%c\n", MARK_PAGE);
	}
	struct str marked = arena_str(a, buf_str(&b));
	buf_fini(&clean);
	buf_fini(&b);
	return marked;
}

int pdf_document(struct str output, struct arena *a, struct doc *doc, struct err *err)
{
	struct buf decoded = BUF_INIT;
	const char *encoding;
	if (charset_decode(output, STR("UTF-8"), &decoded, &encoding, err) < 0) {
		buf_fini(&decoded);
		return -1;
	}
	struct str all = buf_str(&decoded);
	ptrdiff_t pre = str_find(all, STR("<pre>\n"));
	struct str text = pre < 0 ? STR_NONE : str_sub(all, (size_t)pre + 6, all.n);
	/* The text is not escaped, so it ends with the last such tag; a cut one does not. */
	static const char end[] = "</pre>\n</body>\n</html>\n";
	if (str_ends(text, STR(end)))
		text.n -= sizeof(end) - 1;
	struct doc head = { .title = STR_NONE };
	int rc = pre < 0 ? 0 : html_document(arena_str(a, str_sub(all, 0, (size_t)pre)), a, &head, err);
	doc->title = title_of(head.title);
	doc->author = head.author;
	doc->lang = head.lang;
	doc->type = STR("application/pdf");
	doc->text = mark_text(text, a);
	buf_fini(&decoded);
	return rc;
}

/* EPUB: the archive, and the document that its chapters make; see epub.h. */
#include "config.h"

#include "text/epub.h"

#include <stdlib.h>

#include "common/buf.h"
#include "common/utf8.h"
#include "text/archive_file.h"
#include "text/charset.h"
#include "text/epub_package.h"
#include "text/html.h"
#include "text/marks.h"

struct book {
	struct arena *arena;
	struct archived *list;		/* by name */
	size_t n;
	struct buf text;
	struct str title;		/* of the first chapter that has one */
};

/* Pages may be called anything, but not this. */
static bool is_wanted(void *ctx, struct str name)
{
	static const char *const others[] = {
		".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".ttf", ".otf", ".woff", ".woff2", ".css", ".js",
		".mp3", ".mp4", ".m4a", ".ncx", ".pdf", ".smil",
	};
	(void)ctx;
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
		struct str suffix = str_of(others[i]);
		if (name.n >= suffix.n && str_eq_nocase(str_sub(name, name.n - suffix.n, name.n), suffix))
			return false;
	}
	return true;
}

static int by_name(const void *a, const void *b)
{
	return str_cmp(((const struct archived *)a)->name, ((const struct archived *)b)->name);
}

static struct str member(const struct book *b, struct str name)
{
	struct archived key = { .name = name };
	const struct archived *found = b->n ? bsearch(&key, b->list, b->n, sizeof(key), by_name) : NULL;
	return found ? found->bytes : STR_NONE;
}

/* The text of one page behind that of those before. */
static int add_chapter(struct book *b, struct str html, struct err *err)
{
	struct buf decoded = BUF_INIT;
	struct doc page = { .text = STR_NONE };
	const char *encoding;
	int rc = 0;
	if (!utf8_valid(html)) {
		rc = charset_decode(html, html_charset(html), &decoded, &encoding, err);
		html = buf_str(&decoded);
	}
	if (rc == 0)
		rc = html_chapter(html, b->arena, &page, err);
	if (rc == 0 && page.text.n) {
		if (b->text.n)
			buf_printf(&b->text, "\n\n%c\n\n", MARK_PAGE);
		buf_addstr(&b->text, page.text);
		if (!b->title.n)
			b->title = page.title;
	}
	buf_fini(&decoded);
	return rc;
}

static int read_chapters(struct book *b, const struct epub_package *p, struct err *err)
{
	for (size_t i = 0; i < p->n_spine; i++) {
		const struct epub_item *item = epub_item(p, p->spine[i]);
		struct str html = item && item->chapter ? member(b, item->path) : STR_NONE;
		if (html.n && add_chapter(b, html, err) < 0)
			return err_prefix(err, "%s", item->path.p);
	}
	return b->text.failed ? err_set(err, ERR_NO_MEMORY, "no memory for the text of the book") : 0;
}

static int read_book(struct book *b, struct doc *doc, struct err *err)
{
	struct str container = member(b, STR("META-INF/container.xml")), encryption = member(b, STR("META-INF/encryption.xml"));
	struct str path = STR_NONE;
	struct epub_package package;
	bool encrypted = false;
	if (encryption.n && epub_is_encrypted(encryption, &encrypted, err) < 0)
		return -1;
	if (encrypted)
		return err_set(err, ERR_DENIED, "encrypted");
	if (container.n && epub_container(container, b->arena, &path, err) < 0)
		return -1;
	struct str xml = member(b, path);
	if (!xml.n)
		return err_set(err, ERR_CORRUPT, "no EPUB: it holds no package document");
	size_t folder = path.n;
	while (folder > 0 && path.p[folder - 1] != '/')
		folder--;
	if (epub_package_read(xml, str_sub(path, 0, folder), b->arena, &package, doc, err) < 0 ||
	    read_chapters(b, &package, err) < 0)
		return -1;
	doc->text = arena_str(b->arena, buf_str(&b->text));
	if (!doc->title.n)
		doc->title = b->title;
	return 0;
}

int epub_read(struct str bytes, struct arena *a, struct parts *out, struct err *err)
{
	struct book b = { .arena = a };
	struct doc doc = { .type = STR("application/epub+zip") };
	if (archive_file_load(bytes, &ARCHIVE_LIMITS_DEFAULT, is_wanted, NULL, a, &b.list, &b.n, err) < 0)
		return -1;
	if (b.n)
		qsort(b.list, b.n, sizeof(*b.list), by_name);
	int rc = read_book(&b, &doc, err);
	buf_fini(&b.text);
	return rc < 0 ? -1 : out->document(out->ctx, &doc, err);
}

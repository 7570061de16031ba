/* The package document of an EPUB: what the book says about itself, its files, and their order.
 */
#ifndef KAREZ_TEXT_EPUB_PACKAGE_H
#define KAREZ_TEXT_EPUB_PACKAGE_H

#include <stdbool.h>

#include "common/arena.h"
#include "common/err.h"
#include "text/doc.h"

struct epub_item {
	struct str id, path;	/* path in the archive */
	bool chapter;		/* a page of text, not the table of contents */
};

struct epub_package {
	struct epub_item *items;	/* by id */
	size_t n_items, cap_items;
	struct str *spine;		/* ids */
	size_t n_spine, cap_spine;
};

/* META-INF/container.xml: the path of the package document; empty when it names none. */
int epub_container(struct str xml, struct arena *a, struct str *path_r, struct err *err);
/* title, author, date, source, lang of *doc.  folder: of the package document, "OEBPS/". */
int epub_package_read(struct str xml, struct str folder, struct arena *a, struct epub_package *out_r, struct doc *doc,
		      struct err *err);
/* META-INF/encryption.xml: whether more than fonts is encrypted. */
int epub_is_encrypted(struct str xml, bool *encrypted_r, struct err *err);

const struct epub_item *epub_item(const struct epub_package *p, struct str id);	/* or NULL */

#endif

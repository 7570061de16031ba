/* YAML front matter of Markdown files: the few forms that people use there.
 *
 * "key: value", quoted values, [a, b], lists of "- item" lines, and > or | blocks, on the first
 * level.  Keys that mean nothing to a document are skipped, and so is what is no such line.
 */
#ifndef KAREZ_TEXT_FRONT_MATTER_H
#define KAREZ_TEXT_FRONT_MATTER_H

#include "common/arena.h"
#include "text/doc.h"

/* If s begins with front matter: its length, and title, author, date, lang, url and source of
 * *doc filled as far as given; else 0. */
size_t front_matter(struct str s, struct arena *a, struct doc *doc);

#endif

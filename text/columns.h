/* Pages whose text stands in columns, to one column after another.
 *
 * A page of text as it lies on paper (pdftotext -layout): the columns of a journal stand side by side
 * in each line, with a gutter of blanks between them.  Tables look alike, but their cells are short.
 */
#ifndef KAREZ_TEXT_COLUMNS_H
#define KAREZ_TEXT_COLUMNS_H

#include "common/buf.h"
#include "common/str.h"

/* One page of valid UTF-8, lines ending in "\n", appended with its columns one below the other.  A
 * page without columns is appended as it stands.  Linear in the page. */
void columns_page(struct str page, struct buf *out);

#endif

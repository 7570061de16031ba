/* What pdftotext -htmlmeta writes, to a document.
 */
#ifndef KAREZ_INDEXER_PDF_H
#define KAREZ_INDEXER_PDF_H

#include "common/arena.h"
#include "common/err.h"
#include "text/doc.h"

/* Title and author as the file's properties state them, the text marked (text/marks.h) with page
 * ends.  The dates that a PDF has are those of the file: none of them is the document's. */
int pdf_document(struct str output, struct arena *a, struct doc *doc, struct err *err);

#endif

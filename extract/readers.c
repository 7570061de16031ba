/* The table of readers; see readers.h. */
#include "config.h"

#include "extract/readers.h"

#include "text/csv.h"
#include "text/docx.h"
#include "text/eml.h"
#include "text/epub.h"
#include "text/odt.h"
#include "text/rtf.h"

parts_read_fn *reader_of(enum kind kind)
{
	switch (kind) {
	case KIND_DOCX: return docx_read;
	case KIND_ODT: return odt_read;
	case KIND_EPUB: return epub_read;
	case KIND_RTF: return rtf_read;
	case KIND_EML: return eml_read;
	case KIND_CSV: return csv_read;
	default: return NULL;
	}
}

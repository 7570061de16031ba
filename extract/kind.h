/* What bytes are: by their first bytes, by the media type they are declared as, by their name.
 *
 * The first bytes win where they cannot be anything else: a page that a server calls a PDF is a
 * page.  Pure; any thread.
 */
#ifndef KAREZ_EXTRACT_KIND_H
#define KAREZ_EXTRACT_KIND_H

#include <stdbool.h>

#include "common/str.h"

enum kind {
	KIND_TEXT,		/* plain text, Markdown, HTML: text/extract.h knows which */
	KIND_PDF,
	KIND_DOCX, KIND_ODT, KIND_EPUB, KIND_RTF,
	KIND_EML, KIND_MBOX,
	KIND_CSV,
	KIND_WARC,
	KIND_ZIP, KIND_TAR, KIND_PACKED,
	KIND_OTHER		/* no text, or nothing that reads it */
};

#define KIND_HEAD 8192		/* first bytes that are enough to tell */

/* head: the first KIND_HEAD bytes, or all there are.  A final .gz of the name counts like any other
 * suffix: leave it away (kind_unpacked_name) when head is what is inside.  type may be empty, and
 * may have parameters. */
enum kind kind_of(struct str name, struct str type, struct str head);

/* "a/x.txt.gz" is "a/x.txt"; any other name is itself.  A view of it. */
struct str kind_unpacked_name(struct str name);

/* The last ".suffix" of the last component of a path with its dot, as it is written; or empty. */
struct str kind_suffix(struct str name);

/* "text/html; charset=x" without its parameters and blanks. */
struct str kind_media_type(struct str type);
/* The value of a parameter of it ("charset"), without quotes; empty when it has none. */
struct str kind_parameter(struct str type, const char *name);

/* Families can be switched off: "text" (always on), "pdf", "office", "mail", "table", "web",
 * "archive". */
enum family { FAMILY_TEXT, FAMILY_PDF, FAMILY_OFFICE, FAMILY_MAIL, FAMILY_TABLE, FAMILY_WEB, FAMILY_ARCHIVE,
	      N_FAMILIES };
enum family kind_family(enum kind kind);
const char *kind_family_name(enum family family);

/* The same as a set of bits (1 << family).  "all", or names between commas; false for an unknown
 * one.  Text is in every set. */
#define FAMILIES_ALL ((1u << N_FAMILIES) - 1)
bool kind_families(struct str list, unsigned *families_r);

#endif

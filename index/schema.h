/* The format of a karez index: everything that is stored, and where.  The only definer.
 *
 * An index is an ordinary Xapian (glass) database; one Xapian document is one karez document.
 *
 * TERMS (all text folded, see text/analyzer.h)
 *   stem            no prefix, with positions: words of title and text.  wdf counts a word of
 *                   the text 1 (of a frame, see text/doc.h, 0) and a word of the title TITLE_WDF.  Title words have positions
 *                   1.., words of the text start at TEXT_POSITION(words in title), so no phrase
 *                   or NEAR runs from one into the other.  The joined stem of a hyphenated
 *                   compound stands at the position of its first part with wdf 0.
 *   <exact>=        exact folded form, no positions, wdf 0: given when it differs from its
 *                   stem, and also for a form equal to its stem when another form of that stem
 *                   stands in the same document.  So the documents with exactly the form w
 *                   that is its own stem are: w= OR (w AND_NOT any f= whose stem is w).  The mark stands
 *                   behind the word, so that it sorts beside its stem: in lists of terms, what a term
 *                   shares with the one before is left out.  No word ends in it.
 *   S<stem>         words of the title, positions 1.., wdf 0: the document's length, by which
 *                   wdf is judged, is that of title and text
 *   A<exact>        words of the author field, positions, not stemmed
 *   XP<exact>       words of the source (publisher) field, positions, not stemmed
 *   Q<id>           the unique key; an id that does not fit is cut and ends in '#' and the
 *                   hash128 of the whole
 *   XF<hash>        16 hex digits, the first of hash128 of the path of the file that holds the document
 *   L<lang>         declared language, primary subtag, lower case ("en")
 *   T<type>         media type, lower case
 *   XD<key>\t<acronym>\t<long form>   an acronym that the document defines (index/acronyms.h):
 *                   found by its letters and digits, folded; then both as they are written.  At most 245 bytes, as all
 *                   terms; longer ones are left out
 *   XL<stems>\t<acronym>   the same, found by the stems of its long form, one blank apart
 *
 * VALUES
 *   slot  0 date-from    YYYYMMDD, first day the publication date can mean; absent: undated
 *   slot  1 date-to      YYYYMMDD, last day
 *   slot  2 title-key    folded title, at most 100 bytes: sort=title
 *   slot  3 lang         primary subtag
 *   slot  4 type         media type
 *   slot  5 source       as written, at most 200 bytes
 *   slot  6 author       as written, at most 200 bytes; of several, "; " apart, as many as that holds
 *   slot  7 year         YYYY of date-from
 *   slot  8 content      8 bytes, the first of hash128 of the text: collapse
 *   slot  9 names        4 bytes for each proper name: index/propers.h
 *
 * DATA     index/stored.h: fields as JSON, then the text in compressed blocks
 *
 * METADATA
 *   karez.format    "3": SCHEMA_VERSION
 *   karez.analyzer  "3 en,ru": ANALYZER_VERSION and langs.spec
 *   karez.icu       Unicode version of the ICU that cut the words, "15.0"
 *   karez.repair    "1 -works": REPAIR_VERSION and the rules by which documents were repaired
 *   karez.built     ISO time of the build of this generation
 *   karez.run       JSON of the last run that changed the index (counts, end time)
 *   karez.dictionary  that of zstd by which texts are packed (index/trainer.h); absent: none is
 *   F<hash>         catalogue: one entry per file, see index/catalogue.h
 *   N<key> <stem>   dictionary of names, see index/names.h: the stem's words have this name key
 *   n<key> <exact>  the same for words of the fields author and source
 */
#ifndef KAREZ_INDEX_SCHEMA_H
#define KAREZ_INDEX_SCHEMA_H

#include <stdint.h>

#include "common/arena.h"
#include "common/err.h"
#include "common/str.h"
#include "shim/store.h"
#include "text/langs.h"

#define SCHEMA_VERSION 3

#define EXACT		"="	/* taken like a prefix, but it is TERM_MARK (shim/store.h) and stands behind the word */
#define PREFIX_TITLE	"S"
#define PREFIX_AUTHOR	"A"
#define PREFIX_SOURCE	"XP"
#define PREFIX_ID	"Q"
#define PREFIX_FILE	"XF"
#define PREFIX_LANG	"L"
#define PREFIX_TYPE	"T"
#define PREFIX_ACRONYM	"XD"
#define PREFIX_LONG	"XL"

enum slot {
	SLOT_DATE_FROM = 0, SLOT_DATE_TO, SLOT_TITLE_KEY, SLOT_LANG, SLOT_TYPE, SLOT_SOURCE,
	SLOT_AUTHOR, SLOT_YEAR, SLOT_CONTENT, SLOT_NAMES,
	N_SLOTS
};

#define TITLE_WDF 2
#define TEXT_GAP 100
#define TEXT_POSITION(title_words) ((termpos_t)(title_words) + TEXT_GAP + 1)

#define META_FORMAT	"karez.format"
#define META_ANALYZER	"karez.analyzer"
#define META_ICU	"karez.icu"
#define META_REPAIR	"karez.repair"
#define META_BUILT	"karez.built"
#define META_RUN	"karez.run"
#define META_DICTIONARY	"karez.dictionary"
#define META_FILE	"F"
#define META_NAME	"N"
#define META_FIELD_NAME	"n"

/* Bytes of a word, or its stem, that has an entry in the dictionary of names. */
#define NAMES_FORM_MAX 80

/* Xapian's limit on a term is 245 bytes with NULs counted twice.  Words with any of the prefixes
 * above are shorter (WORD_MAX_BYTES). */
#define SCHEMA_TERM_MAX 245

/* prefix + text in the arena (for EXACT text + mark), cut at a character boundary to what a term can hold. */
struct str schema_term(struct arena *a, const char *prefix, struct str text);

/* Q + id in the arena. */
struct str schema_id_term(struct arena *a, struct str id);

#define FILE_HASH 16		/* hex digits */
#define CONTENT_HASH 8		/* bytes */

/* XF + hash of a file's path. */
struct str schema_file_term(struct arena *a, struct str path);

/* The value slot of a facet, sort or collapse field by its public name (lang, type, source,
 * author, year, date, title, content); false when there is none. */
bool schema_slot(struct str name, uint32_t *slot_r);

/* Stamp of this program: what META_ANALYZER has to hold. */
struct str schema_analyzer_stamp(struct arena *a, const struct langs *langs);
/* What META_ICU has to hold. */
struct str schema_icu_stamp(struct arena *a);

/* Can this program read the index?  ERR_MISMATCH says what differs and the command that
 * repairs it.  langs_r gets the languages that the index was made with. */
int schema_check(struct store *s, const char *index_dir, struct langs *langs_r, struct err *err);

#endif

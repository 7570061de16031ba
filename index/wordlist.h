/* The list of words: the vocabulary of a generation once more, small and in order, so that all of it can be looked
 * through for words that are written nearly like one.  A file beside the tables of the database.
 *
 * Words of title and text as schema.h keeps them: exact forms, and stems, which may be words or not (query/forms.h).
 * Without those that nobody misspells: with a digit or a sign, of one letter, longer than WORDLIST_BYTES.
 * It is made with a generation and made anew after an update of a small index.  After that of a large one it is as good
 * as it was: words that came since are not in it, and what it gives is asked of the database before it is used.
 *
 * Layout: header (sidefile.h); groups of words, in the order of their terms: of each word the bytes shared with the one
 * before, the number of others, these, and twice its documents, plus one for an exact form (varint); groups of the common words
 * once more; then where each group begins, counted from the first of its list.
 * Every number is checked before it is used: a file that contradicts itself gives ERR_CORRUPT.
 */
#ifndef KAREZ_INDEX_WORDLIST_H
#define KAREZ_INDEX_WORDLIST_H

#include "common/err.h"
#include "index/sidefile.h"
#include "shim/store.h"

#define WORDLIST_FILE "words"		/* in the folder of the database */
#define WORDLIST_BYTES 80
#define WORDLIST_MAGIC "karezwrd"
#define WORDLIST_VERSION 2
#define WORDLIST_COMMON 16		/* documents of a common word, at least */

/* Of the store, which reads one database. */
int wordlist_write(const char *path, struct store *s, const struct sidefile_origin *origin, struct err *err);

/* ---- Reading.  An open file belongs to one thread. ---- */
struct wordlist;

/* ERR_NOT_FOUND when there is none, ERR_MISMATCH for another version or byte order. */
int wordlist_open(const char *path, struct wordlist **out_r, struct err *err);
void wordlist_close(struct wordlist **w);
const struct sidefile_header *wordlist_header(const struct wordlist *w);

/* Calls fn for each word, in byte order, a stem before the form that is written so; it is followed by 4 zero bytes and valid
 * during the call.  shared: as many first bytes as the one that fn was called for last.  What fn gives: no more words that share
 * so many bytes with this one; 0: go on. */
typedef size_t wordlist_fn(void *arg, struct str word, size_t shared, uint32_t documents, bool is_stem);
/* start: only those that begin so are wanted; some others around them may come.  common: only common words. */
int wordlist_each(const struct wordlist *w, struct str start, bool common, wordlist_fn *fn, void *arg, struct err *err);

#endif

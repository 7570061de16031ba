/* The words of a collection that are written nearly like one.
 *
 * By the list of words (index/wordlist.h) where each database has one, else by looking at its terms, at most VOCABULARY_SCAN
 * of them.
 */
#ifndef KAREZ_QUERY_VOCABULARY_H
#define KAREZ_QUERY_VOCABULARY_H

#include "common/err.h"
#include "query/typo.h"
#include "shim/store.h"

#define VOCABULARY_SCAN 500000

/* A word within the budget: its cost (typo.h), and the documents that have it, as far as that is known: the list may be older
 * than the index.  is_stem: perhaps no word that anybody wrote (forms.h).  Valid during the call only. */
typedef void vocabulary_fn(void *arg, struct str word, unsigned cost, uint32_t documents, bool is_stem);

/* t: begun with the word typed.  prefix: PREFIX_AUTHOR, PREFIX_SOURCE, or "" for the words of title and text.  The same word may
 * come more than once. */
/* start: only words that begin so, a small part of all; empty: any.  common: only words of WORDLIST_COMMON documents are wanted
 * (wordlist.h); others may come. */
int vocabulary_near(struct store *s, const char *prefix, struct str start, bool common, struct typo *t, vocabulary_fn *fn, void *arg,
		    struct err *err);

#endif

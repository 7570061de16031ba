/* SPELL and word~: words of the index that are written nearly like the one typed.
 *
 * Distance is Damerau-Levenshtein on characters (insert, delete, replace, swap neighbours).
 *
 * Runs once: after ERR_MODIFIED the caller starts over with search_retry() (search.h).
 */
#ifndef KAREZ_QUERY_SPELL_H
#define KAREZ_QUERY_SPELL_H

#include "common/arena.h"
#include "common/err.h"
#include "query/forms.h"
#include "shim/store.h"
#include "text/analyzer.h"

/* For each word of `text` that no document has: nearer words that documents have, best first
 * (distance, then frequency). */
struct spelling {
	struct str word;	/* as typed */
	struct form *better;	/* best first; none when nothing is near */
	size_t n;
};

/* *corrected_r: `text` with each such word replaced by its best form; empty when nothing is to
 * be corrected.  max: forms per word. */
int spell(struct store *s, struct analyzer *an, struct str text, uint32_t max, struct arena *a,
	  struct spelling **words_r, size_t *n_r, struct str *corrected_r, struct err *err);

/* Forms near a folded word, best first; the word itself is not among them.  distance 0: as the
 * length allows (none up to 2 characters, 1 up to 4, then 2).  prefix: PREFIX_AUTHOR,
 * PREFIX_SOURCE, or "" for the words of title and text. */
int spell_near(struct store *s, struct analyzer *an, const char *prefix, struct str folded, unsigned distance,
	       uint32_t max, struct arena *a, struct form **out_r, size_t *n_r, struct err *err);
/* Only of forms that start with the word's first letter, or its second: a small part of the vocabulary. */
int spell_near_start(struct store *s, struct analyzer *an, const char *prefix, struct str folded, unsigned distance,
		     uint32_t max, struct arena *a, struct form **out_r, size_t *n_r, struct err *err);

#endif

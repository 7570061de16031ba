/* SPELL and word~: words of the index that are written nearly like the one typed.
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

/* What of a text may have been meant otherwise: words that no document has; words that next to none has, where a much
 * commoner one is written nearly so; two words that documents write as one ("uzbek istan"), and one that is two or three which
 * stand together in a document ("shanghaicooperation"); what was typed on another layout of the keyboard. */
struct spelling {
	struct str word;	/* as typed: a part of the text */
	uint32_t documents;	/* that have it as it is: few */
	struct form *better;	/* best first; none when nothing is near */
	size_t n;
};

/* *corrected_r: `text` with each such word replaced by its best form; empty when nothing is to
 * be corrected.  max: forms per word. */
int spell(struct store *s, struct analyzer *an, struct str text, uint32_t max, struct arena *a,
	  struct spelling **words_r, size_t *n_r, struct str *corrected_r, struct err *err);

/* word~: forms near a folded word, the nearest first, then the most frequent; the word itself is not among them.
 * Distance is Damerau-Levenshtein on characters (insert, delete, replace, swap neighbours; no letter twice), 0: as the length
 * allows (none up to 2 characters, 1 up to 4, then 2).  prefix: PREFIX_AUTHOR, PREFIX_SOURCE, or "" for the words of
 * title and text. */
int spell_near(struct store *s, struct analyzer *an, const char *prefix, struct str folded, unsigned distance,
	       uint32_t max, struct arena *a, struct form **out_r, size_t *n_r, struct err *err);

/* A word that documents have, but at most SPELL_RARE of them: forms that are so near and so much commoner that they may have been
 * meant.  The word is as it is for all that.  in_haste: those with the same first letter, for a search has no time for all. */
#define SPELL_RARE 5
/* Can there be one, in a collection of so many documents? */
bool spell_is_rare(uint32_t documents, uint32_t of);
int spell_commoner(struct store *s, struct analyzer *an, const char *prefix, const struct query_token *t, uint32_t documents,
		   bool in_haste, uint32_t max, struct arena *a, struct form **out_r, size_t *n_r, struct err *err);

#endif

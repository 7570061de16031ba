/* What was meant by a word that no document has.
 *
 * Only a word that the collection does not know is ever taken for another, and the nearest words that it does know
 * are taken together: Xinjang is as near to Xinjiang as to a misprint of it.  Near means one letter
 * wrong, missing, too many or swapped behind the first, in the word or in its name key (Kirgistan,
 * Kyrgyzstan); two in a long word.  A word that differs in a vowel at its end alone is another word: Bukhara and Bukhari, Karimov and
 * Karimova, Namangan and Namangani.  Acronyms, numbers and short words are what they are.
 *
 * Runs once: after ERR_MODIFIED the caller starts over with search_retry() (search.h).
 */
#ifndef KAREZ_QUERY_RESPELL_H
#define KAREZ_QUERY_RESPELL_H

#include "query/forms.h"
#include "shim/store.h"
#include "text/analyzer.h"

#define RESPELL_MAX 4		/* words of one query that are looked for: each means a walk over the vocabulary */
#define RESPELL_FORMS 3		/* taken for one word */

/* Can the word be a misspelling at all? */
bool respell_may(const struct query_token *t);

/* Forms that documents have, nearest and most frequent first.  prefix: as spell_near(). */
int respell(struct store *s, struct analyzer *an, const struct query_token *t, const char *prefix, struct arena *a,
	    struct form **out_r, size_t *n_r, struct err *err);

#endif

/* A name as documents may write it: the terms that share a key with a word of the query.
 *
 * Names are proper nouns, and most words are not.  People type both without capitals, so the collection decides: a
 * Latin word is taken for a name when the dictionary of names has it, or when no document has it at all.  So
 * "nazarbaev" finds Назарбаев, and an ordinary word is not drawn to a name that happens to be read alike.  A Cyrillic
 * word is, unless it is a short one without a capital that documents have.
 *
 * Runs once: after ERR_MODIFIED the caller starts over with search_retry() (search.h).
 */
#ifndef KAREZ_QUERY_NAME_FORMS_H
#define KAREZ_QUERY_NAME_FORMS_H

#include "index/names.h"
#include "shim/store.h"
#include "text/analyzer.h"

#define NAME_MAX_FORMS 16	/* of one word */

/* Spellings of the token other than its own.  field: in author or source.  joined: it is joined to the next word by
 * a hyphen, as the Arabic article is. */
int name_forms(struct store *s, struct analyzer *an, const struct query_token *t, bool field, bool joined, struct arena *a,
	       struct name_list *out_r, struct err *err);

#endif

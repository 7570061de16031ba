/* What looks into the vocabulary have told about words, kept for as long as the index is the same.
 *
 * Most of planning a query is asking for what is not there: other spellings of each word, long forms of it, commoner words
 * next to it.  Queries differ and their words come again, so what was found, nothing mostly, is kept by word.
 *
 * One for each store, on its thread, freed with it; bounded: when it is full it begins anew.  An answer is the same with it
 * and without.
 */
#ifndef KAREZ_QUERY_RECALL_H
#define KAREZ_QUERY_RECALL_H

#include "common/arena.h"
#include "shim/store.h"

#define RECALL_WORDS 4096		/* answers, and */
#define RECALL_BYTES (512 << 10)	/* bytes of them, at most */

enum recall_kind {
	RECALL_NAMES,		/* other spellings of a name (name_forms.h) */
	RECALL_COMMONER,	/* commoner words that are written nearly as a rare one (spell.h) */
	RECALL_MEANT,		/* what a word that no document has was meant for (respell.h) */
	RECALL_ACRONYM,		/* is an acronym of no document: no items */
	RECALL_LONG,		/* begin no long form: no items */
	RECALL_STANDS,		/* a name that is in the index: one item; none: it is not */
	RECALL_FREQUENCY	/* of a term: a number */
};

struct recalled {
	struct str term, form;
};

struct recall;

/* That of the store; empty, when the store reads something else than the last time. */
struct recall *recall_of(struct store *s);
/* What was put last: items in the arena. */
bool recall_get(const struct recall *r, enum recall_kind kind, struct str key, struct arena *a, struct recalled **out_r, size_t *n_r);
void recall_put(struct recall *r, enum recall_kind kind, struct str key, const struct recalled *list, size_t n);
/* Answers that are a number. */
bool recall_get_number(const struct recall *r, enum recall_kind kind, struct str key, uint32_t *number_r);
void recall_put_number(struct recall *r, enum recall_kind kind, struct str key, uint32_t number);
/* What was put may be of another revision than the store's (store_in_place_ends()). */
void recall_forget(struct recall *r);

#endif

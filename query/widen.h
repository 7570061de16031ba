/* What a name in a query is called besides: by the alias files, and by the acronyms that documents
 * define.
 *
 *   a name of an alias file   all names that are equal to it; offers
 *   an acronym                every long form that a document gives it, and what these stand for
 *   a long form               its acronym, unless that mostly stands for something else
 *   a day                     its other forms (dates.h)
 *
 * Two meanings of one acronym do not mix: from a long form one never gets to another one by way of
 * their acronym.  Only what stands in the index is given, and not what holds another one, for that
 * is found by it.
 */
#ifndef KAREZ_QUERY_WIDEN_H
#define KAREZ_QUERY_WIDEN_H

#include "query/aliases.h"
#include "query/expansion.h"
#include "query/recall.h"
#include "shim/store.h"

#define WIDEN_MAX 32		/* alternatives of one name, before those go that others take in */
#define WIDEN_WORDS 12		/* words of a query looked at for one name */

struct widener {
	struct store *store;
	struct recall *recall;		/* of the store */
	struct analyzer *analyzer;
	const struct aliases *aliases;	/* NULL: none */
	struct arena *arena;
	struct err *err;
	/* Does a document have these words in a row? */
	int (*stands)(void *arg, struct str text, bool *stands_r);
	void *arg;
	unsigned *n_asked;		/* names of several words asked about, whether or not it was known what stands */
};

struct variant {
	enum expansion_kind kind;
	struct str text;		/* a word or a phrase, as its source writes it */
	struct str stems;		/* of its words, one blank apart */
	uint32_t documents;		/* that define it; 0: of an alias file */
	bool offered;
	size_t order;			/* in which it was found */
};

/* The longest name that the words begin with (whole: that they are).  *length_r: its words, 0 when there
 * is none; *n_r is 0 as well when it has no other name in the index. */
int widen(const struct widener *w, const struct alias_word *words, size_t n, bool whole, size_t *length_r,
	  struct variant **out_r, size_t *n_r);

#endif

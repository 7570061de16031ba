/* Acronyms that documents define, as terms of the documents that define them (schema.h).
 *
 * Being terms they are counted by the index itself: how many documents say that IMU is the Islamic
 * Movement of Uzbekistan is the frequency of a term, exact after every update, and summed over the
 * databases of a search.  What one document defines serves all documents of the collection.
 */
#ifndef KAREZ_INDEX_ACRONYMS_H
#define KAREZ_INDEX_ACRONYMS_H

#include "common/arena.h"
#include "common/err.h"
#include "index/terms.h"
#include "shim/store.h"
#include "text/acronym.h"
#include "text/analyzer.h"

#define ACRONYMS_PER_DOCUMENT 500	/* definitions of one document that are kept */

/* What a text defines (acronyms_find()), to tokens of the document under way. */
void acronyms_add(struct terms *t, struct analyzer *an, const struct acronym *list, size_t n, struct arena *a);

struct acronym_found {
	struct str acronym, long_form;	/* as most documents write them */
	uint32_t documents;		/* that define it so */
	struct str term;		/* of a document that does */
};

/* What the acronym (acronym_key()) stands for: long forms that differ in more than case and endings,
 * the most frequent one first. */
int acronyms_of(struct store *s, struct analyzer *an, struct str key, struct arena *a,
		struct acronym_found **out_r, size_t *n_r, struct err *err);

/* Long forms that begin with these two stems.  Each with every acronym that stands for it. */
struct acronym_long {
	struct str *stems;
	size_t n_stems;
	struct str acronym;
	uint32_t documents;
};
int acronyms_beginning(struct store *s, struct str first, struct str second, struct arena *a,
		       struct acronym_long **out_r, size_t *n_r, struct err *err);

/* The words of a name as stems, one blank apart: what long forms are found by. */
struct str acronyms_stems(struct analyzer *an, struct str long_form, struct arena *a);

#endif

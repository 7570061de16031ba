/* Does a document have words one after the other?  By their positions, unpacked only as far as it
 * takes. */
#ifndef KAREZ_QUERY_PHRASE_H
#define KAREZ_QUERY_PHRASE_H

#include "index/positions.h"

#define PHRASE_MAX 16		/* words of one */

struct phrase {
	unsigned n;
	uint32_t window;	/* positions from the first word to the last, both counted: n if nothing
				 * may stand between */
	unsigned char words[PHRASE_MAX];	/* their numbers */
	unsigned char order[PHRASE_MAX];	/* their places, in the order in which they are looked at */
	bool repeats;		/* a word comes again */
	bool pair;		/* the first two in that order are different words, of one term each */
};

/* One word, or several terms that stand for it. */
struct phrase_word {
	struct positions_of *terms;
	unsigned n;
	uint32_t documents;	/* that have it */
	termpos_t *united, *spare;	/* places of several terms */
	size_t united_room, spare_room;
};

/* The words of a query, by number. */
struct phrase_words {
	struct arena *arena;
	struct phrase_word *list;
	unsigned n;
	termpos_t *kept;	/* room for places */
	size_t kept_room;
};

/* Words are added in order, each followed by its terms. */
void phrase_words_init(struct phrase_words *w, unsigned n, struct arena *a);
void phrase_add_word(struct phrase_words *w, unsigned n_terms);
void phrase_add_term(struct phrase_words *w, const struct positions *p, struct str term);

/* Set the order and what it takes. */
void phrase_prepare(struct phrase *p, const struct phrase_words *w);
/* ranks: of the document, by words; see positions_find().  1, 0, -1. */
int phrase_check(const struct phrase *p, struct phrase_words *w, docid_t doc, const uint64_t *ranks,
		 struct err *err);

#endif

/* Aids: the files beside the tables of a generation by which searches are answered sooner.
 *
 * Impacts (impacts.h) find the best documents, cards (cards.h) show them.  They are made with the
 * generation and hold for one revision; after an update of a small index they are made anew.  So is
 * the list of words (wordlist.h), which is of use beyond its revision and opened where it is looked through.  With
 * them goes a view of the database's own positions (positions.h).  The index works without them, and whatever is wrong with them is told to the log once and then done
 * without.
 */
#ifndef KAREZ_INDEX_AIDS_H
#define KAREZ_INDEX_AIDS_H

#include "glass/builder.h"
#include "index/cards.h"
#include "index/impacts.h"
#include "index/positions.h"

/* Make those of the database in this folder, which nobody changes meanwhile. */
int aids_write(const char *database, struct err *err);
/* Are those there of its present revision? */
bool aids_are_current(const char *database);

/* The same while the database is built: given to the builder, begun once the folder is there, finished
 * once the database is. */
struct aids_maker;
struct aids_maker *aids_maker_new(void);
void aids_maker_free(struct aids_maker **m);		/* removes what was not finished */
struct posting_sink aids_maker_sink(struct aids_maker *m);
int aids_maker_begin(struct aids_maker *m, const char *database, struct err *err);
int aids_maker_finish(struct aids_maker *m, const char *database, struct err *err);

/* Those of an open database; belong to its thread. */
struct aids {
	struct impacts *impacts;	/* NULL: none */
	struct cards *cards;		/* NULL: none */
	struct positions *positions;	/* NULL: none; the database's own */
	bool given_up;			/* one of them is damaged */
};

/* loud: what is wrong is told. */
void aids_open(struct aids *aids, const char *database, struct store *s, bool loud);
void aids_close(struct aids *aids);
/* Look for those of the revision that s reads now, if the open ones are not, nor given up. */
void aids_refresh(struct aids *aids, const char *database, struct store *s);
/* Those that hold for the revision that s reads now. */
struct aids aids_now(const struct aids *aids, struct store *s);
/* One of them turned out to be damaged.  They stay open: what came from them may still be in use. */
void aids_give_up(struct aids *aids, const struct err *why);

#endif

/* Positions of words in documents, read in place from the table that the database has of them.
 *
 * For one revision, that of the moment of opening.  A writer leaves its blocks alone until the next
 * revision is there: whoever has used them asks at the end whether they hold still.
 * Every number is checked before it is used: a table that contradicts itself gives ERR_CORRUPT.
 */
#ifndef KAREZ_INDEX_POSITIONS_H
#define KAREZ_INDEX_POSITIONS_H

#include "common/arena.h"
#include "glass/positions.h"
#include "glass/table_map.h"
#include "shim/store.h"

struct positions;

/* Of the database in this folder; belongs to one thread.  ERR_MISMATCH for a format that is not known here. */
int positions_map(const char *database, struct positions **out_r, struct err *err);
void positions_unmap(struct positions **p);
/* Are they those of this revision of the database with this identity (store_uuid())? */
bool positions_are_of(const struct positions *p, uint64_t revision, struct str uuid);
/* Was everything read so far of that revision? */
bool positions_hold(const struct positions *p);

/* Those of one term, leaf by leaf; documents are best asked for by rising numbers. */
struct positions_of {
	const struct positions *positions;
	struct arena *arena;
	unsigned char key[TABLE_KEY_MAX];	/* the term, then the document */
	size_t term_n;				/* of the key */
	struct table_finger finger;
	docid_t sought;				/* with it, last */
	struct table_leaf leaf;
	unsigned begin, end;			/* its items of the term, */
	docid_t first, last;			/* the documents that may be among them */
	unsigned at;				/* the item found last, */
	uint64_t rank;				/* and the rank that was given with its document */
	char *joined;				/* a long entry, put together from its items; in the arena */
	size_t joined_room;
	struct positions_code code;
	termpos_t *list;			/* in the arena */
	size_t list_room;
};

void positions_begin(struct positions_of *o, const struct positions *p, struct str term, struct arena *a);
/* 1: the document has the term, and o->code says where; 0; -1.
 * rank: how many documents before it have the term; if that is right, it is found sooner. */
int positions_find(struct positions_of *o, docid_t doc, uint64_t rank, struct err *err);
/* Where it has it: o->list, up to the first one beyond `limit` at least.  Once after positions_find(). */
int positions_read(struct positions_of *o, termpos_t limit, size_t *n_r, struct err *err);

#endif

/* The words of a leaf one after the other: as a phrase, as conditions of its exact forms, as parts. */
#ifndef KAREZ_QUERY_SEQUENCE_H
#define KAREZ_QUERY_SEQUENCE_H

#include "query/piece.h"

/* Its words as a phrase, or the one; a compound in each of the ways in which it is written.  NULL without words. */
const struct node *sequence_node(struct planner *p, const struct piece *piece);

/* Any of the words, for less than the whole. */
const struct node *sequence_parts(struct planner *p, const struct piece *piece);

/* What the exact forms in a piece demand of the document, or NULL. */
int sequence_conditions(struct planner *p, const struct piece *piece, const struct node **out_r);

/* Is the whole piece a compound that others write as one word? */
bool sequence_is_whole(const struct piece *piece);

#endif

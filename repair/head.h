/* The head of a work: the lines above its text, and what each of them says by its form.
 */
#ifndef KAREZ_REPAIR_HEAD_H
#define KAREZ_REPAIR_HEAD_H

#include "repair/page.h"

#define NO_BLOCK SIZE_MAX

/* A block of text, on its own or with the lines under it, that is longer than lines of a head are. */
bool head_is_prose(const struct page *p, size_t block);
/* Nothing but its kind stands right above and below it. */
bool head_is_alone(const struct page *p, size_t block);
/* What is left of a line of author and date: "Published", "on". */
bool head_is_stub(const struct page *p, size_t block);
/* The next block that is text of a work, or p->n. */
size_t head_next(const struct page *p, size_t block);

struct head {
	size_t title, subtitle;		/* blocks, or NO_BLOCK */
	size_t author, date, source;	/* where the first of them stands */
	struct str authors;		/* "A; B" */
	struct str publisher;
	char iso[11];			/* the date */
	bool stub;
	bool above;			/* its authors stand above the title */
	size_t body;			/* first block of prose, or p->n */
};

/* Reads from block first on, no further than last. */
void head_read(const struct page *p, size_t first, size_t last, struct head *h_r);

#endif

/* What the files of a folder have in common (repair/repeated.h), learned when the first of them is read.
 *
 * The sample is those files of the same suffix whose names have the smallest fingerprints: a later run over the same folder
 * takes the same ones, whatever has changed of them.  Documents that an update does not touch keep
 * what was learned when they were read.  Any thread.
 */
#ifndef KAREZ_INDEXER_LESSONS_H
#define KAREZ_INDEXER_LESSONS_H

#include "repair/repeated.h"

struct lessons;

struct lessons *lessons_new(void);
void lessons_free(struct lessons **l);

/* For a file of text, Markdown or HTML; NULL when its folder has taught nothing.  Valid until lessons_free(). */
const struct repeated *lessons_for(struct lessons *l, const char *path);

#endif

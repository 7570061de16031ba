/* Lines that stand at the head or tail of many files of one folder: furniture that no word list knows.
 *
 * Learned from a sample of the files, one after another; then read-only, for any thread.
 */
#ifndef KAREZ_REPAIR_REPEATED_H
#define KAREZ_REPAIR_REPEATED_H

#include <stdbool.h>

#include "text/doc.h"

#define REPEATED_FILES_LEAST 5	/* a line has to stand in so many, and in half of those seen */
#define REPEATED_EDGE 15	/* lines of a head and of a tail */

struct repeated;

struct repeated *repeated_new(void);
void repeated_free(struct repeated **r);

/* One more file.  head_only: its end was not read. */
void repeated_look(struct repeated *r, const struct doc *doc, bool head_only);
/* Forgets what does not stand in enough of them; false when nothing is left. */
bool repeated_finish(struct repeated *r);
bool repeated_has(const struct repeated *r, struct str line);

#endif

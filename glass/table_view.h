/* One table of a database as it was at one revision, read in place.
 *
 * A writer leaves the blocks of a revision alone until the next one is there: whoever has read them asks
 * afterwards whether they hold still.
 */
#ifndef KAREZ_GLASS_TABLE_VIEW_H
#define KAREZ_GLASS_TABLE_VIEW_H

#include "glass/table_map.h"
#include "glass/version.h"

struct table_view {
	int version_fd;
	struct version version;
	struct table_map map;
};

/* which: TABLE_POSTLIST .. of the database in this folder.  ERR_MISMATCH for a format that is not known here. */
int table_view_open(struct table_view *v, const char *database, unsigned which, struct err *err);
void table_view_close(struct table_view *v);	/* one that was opened, or could not be, or is all zeros */
/* Is it of this revision of the database with this identity, as the store writes it? */
bool table_view_is_of(const struct table_view *v, uint64_t revision, struct str uuid);
/* Was everything read so far of that revision? */
bool table_view_holds(const struct table_view *v);

#endif

/* Where readers of formats that hold several things put them: archives, mail, tables.
 *
 * A reader is a pure function
 *     int NAME_read(struct str bytes, struct arena *a, struct parts *out, struct err *err);
 * It gives each finished document to document(), and bytes that have to be looked at again
 * (attachments, members) to part().  Everything is borrowed for the time of the call only.  A
 * callback that answers -1 has filled err, and the reader ends with that at once.
 *
 * A reader that fails after some documents answers -1: they stay, and the rest of the file is
 * reported as not read.
 */
#ifndef KAREZ_TEXT_PARTS_H
#define KAREZ_TEXT_PARTS_H

#include "common/arena.h"
#include "common/err.h"
#include "common/str.h"
#include "text/doc.h"

struct parts {
	void *ctx;
	/* doc->text is marked text (marks.h); doc->id is the path of the member within the bytes that
	 * the reader was given, empty when they are this one document. */
	int (*document)(void *ctx, const struct doc *doc, struct err *err);
	/* name: as a path within those bytes (unique or not, not empty); media_type: as declared,
	 * parameters such as charset= included; empty when nothing is declared. */
	int (*part)(void *ctx, struct str name, struct str media_type, struct str bytes, struct err *err);
};

typedef int parts_read_fn(struct str bytes, struct arena *a, struct parts *out, struct err *err);

#endif

/* From the bytes of one file to all documents in it: members of archives, attachments, records.
 *
 * Everything that is found counts against one set of limits, however deep it lies.  What cannot
 * be read is told to the sink by name and costs no more than itself.  One thread; needs no file
 * but the descriptor it is given.
 */
#ifndef KAREZ_EXTRACT_WALK_H
#define KAREZ_EXTRACT_WALK_H

#include <stdint.h>

#include "common/err.h"
#include "common/str.h"
#include "text/doc.h"

struct walk_limits {
	uint64_t document;	/* bytes of the text of one document: more is cut off, and told */
	uint64_t member;	/* bytes of a member, attachment or record, unpacked */
	uint64_t total;		/* of all of them in a file (not of a web archive, which is a stream) */
	uint64_t members;	/* of an archive */
	unsigned ratio;		/* unpacked to packed */
	unsigned depth;		/* archives in archives */
	unsigned families;	/* kind.h: what is read at all */
};

/* Each answers -1 with err filled to end the walk.  Names are paths inside the file, parts of
 * parts after "!" ("a.zip!b.txt"); empty for the file itself. */
struct walk_sink {
	void *ctx;
	int (*document)(void *ctx, const struct doc *doc, struct err *err);	/* doc->id: its name */
	/* Bytes for a command of the other side. */
	int (*external)(void *ctx, struct str name, struct str type, struct str bytes, struct err *err);
	int (*failed)(void *ctx, struct str name, const char *why, struct err *err);
	int (*cut)(void *ctx, struct str name, const char *what, struct err *err);
	int (*step)(void *ctx, struct err *err);	/* something was passed over: work goes on */
};

/* The descriptor's file, which has this name and perhaps a media type.  externals: suffixes and
 * media types of what goes to external(), each followed by "\n".  -1: the file as a whole cannot be
 * read (or the sink said so); documents may have come before. */
int walk_fd(int fd, struct str name, struct str type, struct str externals, const struct walk_limits *limits,
	    struct walk_sink *sink, struct err *err);

#endif

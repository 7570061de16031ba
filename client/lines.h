/* Lines of a file, pipe or terminal as they come, without waiting where nothing has come.
 */
#ifndef KAREZ_CLIENT_LINES_H
#define KAREZ_CLIENT_LINES_H

#include <stdbool.h>

#include "common/buf.h"
#include "common/err.h"

struct lines {
	int fd;
	const char *name;	/* for messages */
	struct buf in;
	size_t used;		/* bytes of it that were given out */
	size_t max;		/* longest line, without its end */
	size_t number;		/* of the line given out last, from 1 */
	bool ended;
};

/* path "-": standard input.  It is borrowed. */
int lines_open(struct lines *l, const char *path, size_t max, struct err *err);
void lines_close(struct lines *l);

enum lines_got { LINES_FAILED = -1, LINES_END, LINES_NONE_YET, LINES_LINE, LINES_TOO_LONG };

/* The next line, without its end (a CR before it is dropped), which is valid until the next call.  wait: until one has come,
 * else LINES_NONE_YET.  Of one that is too long *line_r is the beginning. */
enum lines_got lines_next(struct lines *l, bool wait, struct str *line_r, struct err *err);

#endif

/* Allocation that does not fail: out of memory ends the program with a message (exit 71).
 *
 * The policy of the project: every size that comes from outside is checked against a limit
 * before it is asked for, so a failed allocation means that the machine itself is out of
 * memory.  Stopping then is the honest answer: indexes are committed atomically and the
 * service manager starts the daemon again.  Output whose size depends on outside data goes
 * through struct buf instead, which fails softly (see buf.h).
 */
#ifndef KAREZ_COMMON_XALLOC_H
#define KAREZ_COMMON_XALLOC_H

#include <stddef.h>

/* The end itself, for memory that a library could not get: n bytes were asked for, about. */
__attribute__((noreturn)) void xalloc_failed(size_t n);

void *xmalloc(size_t n);
void *xcalloc(size_t count, size_t size);	/* zeroed; the product is checked */
void *xrealloc(void *p, size_t n);
void *xreallocarray(void *p, size_t count, size_t size);
/* For what is read and written all over: aligned, and on large pages where the system has them, for otherwise looking up where
 * a page lies costs as much as the reading.  Not zeroed; free() gives it back. */
void *xalloc_spread(size_t n);
char *xstrdup(const char *s);
char *xstrndup(const char *s, size_t n);	/* copies exactly n bytes, adds NUL */
char *xasprintf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif

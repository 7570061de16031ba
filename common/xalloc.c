/* Allocation that does not fail; see xalloc.h. */
#include "config.h"

#include "common/xalloc.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sysexits.h>
#include <unistd.h>

void xalloc_failed(size_t n)
{
	/* No allocation on this path: format by hand into a small buffer. */
	char line[96];
	int len = snprintf(line, sizeof(line), "karez: out of memory (%zu bytes asked for)\n", n);
	if (write(STDERR_FILENO, line, (size_t)len) < 0)
		_exit(EX_OSERR);
	_exit(EX_OSERR);
}

void *xmalloc(size_t n)
{
	void *p = malloc(n ? n : 1);
	if (!p)
		xalloc_failed(n);
	return p;
}

void *xcalloc(size_t count, size_t size)
{
	void *p = calloc(count ? count : 1, size ? size : 1);
	if (!p)
		xalloc_failed(count * size);
	return p;
}

void *xrealloc(void *p, size_t n)
{
	p = realloc(p, n ? n : 1);
	if (!p)
		xalloc_failed(n);
	return p;
}

void *xreallocarray(void *p, size_t count, size_t size)
{
	p = reallocarray(p, count ? count : 1, size ? size : 1);
	if (!p)
		xalloc_failed(count * size);
	return p;
}

#define LARGE_PAGE ((size_t)2 << 20)
#define LINE 64

void *xalloc_spread(size_t n)
{
	void *p;
	bool large = n >= LARGE_PAGE;
	if (posix_memalign(&p, large ? LARGE_PAGE : LINE, n ? n : 1))
		xalloc_failed(n);
	if (large)
		madvise(p, n & ~(LARGE_PAGE - 1), MADV_HUGEPAGE);
	return p;
}

char *xstrdup(const char *s)
{
	return xstrndup(s, strlen(s));
}

char *xstrndup(const char *s, size_t n)
{
	char *p = xmalloc(n + 1);
	if (n)
		memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

char *xasprintf(const char *fmt, ...)
{
	char *p;
	va_list ap;
	va_start(ap, fmt);
	int n = vasprintf(&p, fmt, ap);
	va_end(ap);
	if (n < 0)
		xalloc_failed(0);
	return p;
}

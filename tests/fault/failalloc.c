/* Preloaded into a program: makes the FAILALLOC-th allocation (malloc, calloc, realloc, and so
 * operator new) and all after it for FAILALLOC_RUN calls fail.  Counts from the program's start;
 * FAILALLOC_COUNT=FILE writes the number of allocations made to FILE at exit instead. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);

static atomic_ullong count;
static unsigned long long fail_from, fail_to;
static const char *count_file;

__attribute__((constructor)) static void setup(void)
{
	const char *at = getenv("FAILALLOC"), *run = getenv("FAILALLOC_RUN");
	count_file = getenv("FAILALLOC_COUNT");
	if (at) {
		fail_from = strtoull(at, NULL, 10);
		fail_to = fail_from + (run ? strtoull(run, NULL, 10) : 1);
	}
	atomic_store(&count, 0);
}

__attribute__((destructor)) static void report(void)
{
	char line[32];
	if (!count_file)
		return;
	int fd = open(count_file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	int n = snprintf(line, sizeof(line), "%llu\n", (unsigned long long)atomic_load(&count));
	if (fd >= 0 && write(fd, line, (size_t)n) != n)
		_exit(99);
	close(fd);
}

static int fails(void)
{
	unsigned long long n = atomic_fetch_add(&count, 1) + 1;
	if (!fail_from || n < fail_from || n >= fail_to)
		return 0;
	errno = ENOMEM;
	return 1;
}

void *malloc(size_t n)
{
	return fails() ? NULL : __libc_malloc(n);
}

void *calloc(size_t a, size_t b)
{
	return fails() ? NULL : __libc_calloc(a, b);
}

void *realloc(void *p, size_t n)
{
	return fails() ? NULL : __libc_realloc(p, n);
}

/* Filling and extending struct err; see err.h. */
#include "config.h"

#include "common/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One line only: whatever a library or a file name brings along is flattened. */
static void flatten(char *s)
{
	for (; *s; s++)
		if (*s == '\n' || *s == '\r')
			*s = ' ';
}

/* The message, and the cause after a colon. */
static void say(struct err *err, const char *cause, const char *fmt, va_list ap)
	__attribute__((format(printf, 3, 0)));
static void say(struct err *err, const char *cause, const char *fmt, va_list ap)
{
	vsnprintf(err->msg, sizeof(err->msg), fmt, ap);
	size_t n = strlen(err->msg);
	if (cause)
		snprintf(err->msg + n, sizeof(err->msg) - n, ": %s", cause);
	flatten(err->msg);
}

int err_set(struct err *err, enum err_code code, const char *fmt, ...)
{
	if (!err)
		return -1;
	va_list ap;
	va_start(ap, fmt);
	say(err, NULL, fmt, ap);
	va_end(ap);
	err->code = code;
	err->column = 0;
	return -1;
}

static enum err_code code_of_errno(int e)
{
	switch (e) {
	case ENOENT: case ENOTDIR: return ERR_NOT_FOUND;
	case EEXIST: return ERR_EXISTS;
	case ENOSPC: case EDQUOT: return ERR_NO_SPACE;
	case ENOMEM: return ERR_NO_MEMORY;
	case EACCES: case EPERM: return ERR_DENIED;
	default: return ERR_IO;
	}
}

int err_errno(struct err *err, const char *fmt, ...)
{
	int e = errno;
	if (!err)
		return -1;
	va_list ap;
	va_start(ap, fmt);
	say(err, strerror(e), fmt, ap);
	va_end(ap);
	err->code = code_of_errno(e);
	err->column = 0;
	return -1;
}

int err_prefix(struct err *err, const char *fmt, ...)
{
	if (!err)
		return -1;
	char old[sizeof(err->msg)];
	memcpy(old, err->msg, sizeof(old));
	va_list ap;
	va_start(ap, fmt);
	say(err, old, fmt, ap);
	va_end(ap);
	return -1;
}

void err_bug(const char *file, int line, const char *what)
{
	fprintf(stderr, "karez: bug at %s:%d: %s\n", file, line, what);
	abort();
}

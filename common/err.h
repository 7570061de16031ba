/* What went wrong: a code that a caller can act on, and a sentence for a person.
 *
 * A struct err belongs to the caller, lives on its stack and needs no clean-up.
 * Functions that can fail take one last, return -1 and fill it; iterators return
 * 1 (an item), 0 (the end), -1 (an error).  Context is added on the way up with
 * err_prefix() ("reading memos/a.txt: ..."), and the error is reported once, at the top.
 * No function reads an err that was not filled.  Thread-safe: no shared state.
 */
#ifndef KAREZ_COMMON_ERR_H
#define KAREZ_COMMON_ERR_H

enum err_code {
	ERR_NONE = 0,
	ERR_INVALID,	/* an argument, option or record that makes no sense */
	ERR_SYNTAX,	/* query or configuration text; column or line is known */
	ERR_NOT_FOUND,	/* no such file, document, collection, index */
	ERR_EXISTS,	/* already there */
	ERR_LOCKED,	/* another writer holds the index */
	ERR_IO,		/* the system refused: errno is in the message */
	ERR_NO_SPACE,	/* the disk is full */
	ERR_NO_MEMORY,
	ERR_LIMIT,	/* a stated limit was passed */
	ERR_ENCODING,	/* bytes that are not the text they claim to be */
	ERR_CORRUPT,	/* an index or a file that contradicts itself */
	ERR_MODIFIED,	/* the revision being read is gone: reopen, try again */
	ERR_MISMATCH,	/* index made by another version or with other settings */
	ERR_DENIED,
	ERR_BUSY,
	ERR_TIMEOUT,
	ERR_CANCELLED,	/* stopped on request (a signal) */
	ERR_INTERNAL	/* a bug, or a library that behaved as never seen */
};

struct err {
	enum err_code code;
	int column;	/* 1-based column (characters) for ERR_SYNTAX, else 0 */
	char msg[480];	/* one line, no newline, no full stop */
};

/* Fill err (which may be NULL) and return -1, so that "return err_set(...)" reads well. */
int err_set(struct err *err, enum err_code code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* The same with ": " and strerror(errno) appended.  The code follows from errno:
 * ENOENT, ENOSPC/EDQUOT, ENOMEM, EACCES/EPERM have their own, all others are ERR_IO. */
int err_errno(struct err *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Put "context: " in front of a filled err and return -1. */
int err_prefix(struct err *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* An invariant of ours is broken: say where, abort.  Never for outside input. */
#define BUG(what) err_bug(__FILE__, __LINE__, (what))
#define BUG_ON(cond) do { if (__builtin_expect(!!(cond), 0)) BUG(#cond); } while (0)
void err_bug(const char *file, int line, const char *what) __attribute__((noreturn));

#endif

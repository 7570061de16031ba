/* A temporary file that has no name: written at its end, read anywhere, gone when it is closed. */
#ifndef KAREZ_GLASS_SPILL_H
#define KAREZ_GLASS_SPILL_H

#include <stdint.h>

#include "common/err.h"
#include "common/str.h"

struct spill {
	int fd;			/* -1: closed */
	const char *folder;	/* borrowed */
	uint64_t size;		/* written and buffered */
	unsigned char *buffer;
	size_t held;
};

#define SPILL_NONE ((struct spill){ .fd = -1 })

int spill_open(struct spill *s, const char *folder, struct err *err);
void spill_close(struct spill *s);
int spill_write(struct spill *s, struct str bytes, struct err *err);
/* All that was written can be read. */
int spill_flush(struct spill *s, struct err *err);
/* All n bytes, of what was flushed. */
int spill_read(const struct spill *s, uint64_t at, void *p, size_t n, struct err *err);
/* The disk may have back what lies between; it is not read any more. */
void spill_forget(const struct spill *s, uint64_t from, uint64_t to);

#endif

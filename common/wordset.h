/* A list of words in one string, looked up by hash: a table that is made at the first question. */
#ifndef KAREZ_COMMON_WORDSET_H
#define KAREZ_COMMON_WORDSET_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "common/str.h"

struct wordset {
	const char *words;		/* parted by blanks */
	pthread_mutex_t lock;
	uint32_t *slots;		/* where a word begins, + 1; NULL: not made yet.  As long as the program runs */
	uint32_t mask;
};

#define WORDSET(list) { .words = (list), .lock = PTHREAD_MUTEX_INITIALIZER }

/* Any thread. */
bool wordset_has(struct wordset *s, struct str word);

#endif

/* One value of the configuration: its row in conf.def, from text to the typed field.
 */
#ifndef KAREZ_COMMON_CONF_VALUE_H
#define KAREZ_COMMON_CONF_VALUE_H

#include <stdbool.h>
#include <stddef.h>

#include "common/err.h"

enum conf_kind {	/* the type of the field */
	CONF_ADDRESSES,	/* list, checked by conf_add_listen() */
	CONF_PATHS,	/* list */
	CONF_COMMANDS,	/* list */
	CONF_ALIASES,	/* list of paths, "installed", "none" */
	CONF_WORDS,	/* list, each without blanks */
	CONF_PATH,	/* char * */
	CONF_WORD,	/* char *, one of `choices` */
	CONF_LANGUAGES,	/* char * */
	CONF_TEXT,	/* char *, checked by who uses it */
	CONF_MODE,	/* unsigned */
	CONF_COUNT,	/* unsigned */
	CONF_COUNT64,	/* uint64_t */
	CONF_SIZE,	/* uint64_t, bytes */
	CONF_DURATION,	/* uint64_t, milliseconds */
	CONF_SWITCH,	/* bool */
	CONF_SCHEDULE	/* struct schedule */
};

struct conf_row {
	const char *key;
	enum conf_kind kind;
	bool in_collection;
	size_t offset;			/* of the field in its struct */
	const char *min, *max;		/* as people write them; NULL where there is no range */
	const char *choices;		/* "a|b|c" of CONF_WORD */
	const char *value;		/* default; NULL = none */
};

extern const struct conf_row conf_rows[];
extern const size_t conf_n_rows;

/* NULL when the section has no such key. */
const struct conf_row *conf_row_find(const char *key, bool in_collection);

/* Check a value that is no list and store it at its place in *object (struct conf or
 * conf_collection).  Paths start at folder `base` when relative. */
int conf_value_set(const struct conf_row *row, void *object, const char *base, const char *value,
		   struct err *err);

/* Absolute form of a path, malloc()ed; NULL with err filled when it is empty or too long. */
char *conf_absolute(const char *base, const char *path, struct err *err);

#endif

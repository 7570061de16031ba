/* Alias files: which names mean the same, as people write it down (karez-aliases(5)).
 *
 *   IMU = Islamic Movement of Uzbekistan = ИДУ    # equal: a search for one finds all
 *   Astana ~ Nur-Sultan                           # offered, not searched for
 *   Central Asia -> Turkestan                     # a search for the first finds the others as well
 *   IS ~> IS-K                                    # the same, only offered
 *   Karimov != Kamilov                            # never taken for each other
 *
 * Equal names make sets, over all lines and files.  No analysis here: names are bytes, told apart
 * by them.  Filled once, then read by any thread.
 */
#ifndef KAREZ_QUERY_ALIAS_FILE_H
#define KAREZ_QUERY_ALIAS_FILE_H

#include <stdint.h>

#include "common/arena.h"
#include "common/err.h"
#include "common/str.h"

#define ALIAS_FILE_MAX (4 << 20)	/* bytes of a file, */
#define ALIAS_NAMES_MAX 100		/* names of a line, */
#define ALIAS_NAME_MAX 200		/* bytes of a name */

enum alias_kind { ALIAS_EQUAL, ALIAS_OFFERED, ALIAS_ALSO, ALIAS_OFFERED_ALSO, ALIAS_DISTINCT };
const char *alias_sign(enum alias_kind kind);		/* "=", "~", ... */

struct alias_name {
	struct str text;
	uint32_t set;			/* names with the same number are equal */
	uint32_t line;			/* of the table's lines: the first one that has it */
};

struct alias_line {
	enum alias_kind kind;
	uint32_t file, number;		/* of the table's files; from 1 */
	uint32_t *names;		/* of the table's names */
	uint32_t n_names;
	struct str note;		/* behind #, or empty */
};

struct alias_table {
	struct arena arena;		/* owns all below */
	struct str *files;
	uint32_t n_files;
	struct alias_name *names;
	uint32_t n_names;
	struct alias_line *lines;
	uint32_t n_lines;
	uint64_t fingerprint;		/* of everything that was read */
	size_t files_cap, names_cap, lines_cap;	/* private, as is */
	uint32_t *slots;		/* names by their text */
	uint32_t n_slots;
};

struct alias_table *alias_table_new(void);
void alias_table_free(struct alias_table **t);

/* One file more.  ERR_INVALID with "FILE:LINE: " in front of what is wrong, ERR_LIMIT, errors of reading. */
int alias_table_read(struct alias_table *t, const char *path, struct err *err);
int alias_table_parse(struct alias_table *t, const char *path, struct str text, struct err *err);
/* After the last one: sets are final.  ERR_INVALID when names that are to be told apart are equal. */
int alias_table_finish(struct alias_table *t, struct err *err);

#endif

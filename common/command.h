/* An external command that makes text of a kind of files, as a row of the configuration says it:
 *
 *     .doc application/msword time=30s = antiword -m UTF-8.txt -
 *
 * Before the " = ": suffixes and media types that it is for, and settings; behind it the program
 * and its arguments, between blanks or in '...'.  No shell ever sees it.  An argument that is just
 * %f becomes the path of a temporary file, alone in a folder where the command may write; without
 * one the bytes are standard input, and it may write nowhere.
 */
#ifndef KAREZ_COMMON_COMMAND_H
#define KAREZ_COMMON_COMMAND_H

#include <stdbool.h>
#include <stdint.h>

#include "common/err.h"
#include "common/str.h"

enum command_form { COMMAND_TEXT, COMMAND_HTML, COMMAND_PDFTOTEXT };	/* of what it writes */

struct command {
	char *names;		/* each followed by "\n" */
	char **argv;		/* ends in NULL */
	unsigned argc;
	enum command_form form;
	uint64_t memory;	/* bytes; 0: as for the readers */
	uint64_t output;	/* bytes; 0: an eighth of the memory */
	uint64_t time_ms;	/* 0: as for the readers */
	bool wants_file;	/* has a %f */
	bool network, anywhere;	/* what it is allowed beyond the files of the system and its own */
};

int command_parse(struct str spec, struct command *out_r, struct err *err);
void command_fini(struct command *c);
/* Is it for this suffix (".doc") or media type? */
bool command_is_for(const struct command *c, struct str suffix, struct str type);

#endif

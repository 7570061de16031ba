/* What may stand at the cursor of the prompt.
 */
#ifndef KAREZ_CLIENT_COMPLETE_H
#define KAREZ_CLIENT_COMPLETE_H

#include "client/view.h"
#include "common/arena.h"

/* Commands of the prompt that are no commands of karez. */
struct prompt_command {
	const char *name, *words, *help;
};
const struct prompt_command *prompt_commands(size_t *n_r);
/* Does the prompt take this command of karez? */
struct command;
bool prompt_takes(const struct command *c);

enum completion_of {
	COMPLETE_LISTED,	/* what the tables have; all in `list` */
	COMPLETE_COLLECTION,	/* names of collections: the daemon knows them */
	COMPLETE_WORD,		/* the last word of a text: SUGGEST knows */
};

struct completion {
	enum completion_of of;
	size_t from;		/* bytes of the line before what is completed */
	struct str *list;	/* what may stand there, whole */
	size_t n, cap;
	bool open;		/* more of the same word follows: no blank behind it */
};

/* line: up to the cursor. */
void complete_line(struct str line, struct arena *a, struct completion *out_r);
/* Adds what begins with the part of the line that is completed; any where `of` is COMPLETE_WORD. */
void complete_add(struct completion *c, struct str line, struct str candidate, struct arena *a);
/* What to put in its place: the only candidate, with a blank where its word is done, or what all have in common;
 * false when that brings nothing. */
bool complete_insertion(const struct completion *c, struct str line, struct arena *a, struct str *insert_r);
/* The candidates in columns. */
void complete_print(const struct completion *c, struct view *v);

#endif

/* The names of alias files as the words of queries: found whatever their case, hyphens and endings.
 *
 * Made from a table (alias_file.h) for the languages of one analyzer.  An acronym that equals an
 * ordinary word (text/ordinary.h) is found only where it is typed in capitals.
 *
 * Belongs to the analyzer's thread.
 */
#ifndef KAREZ_QUERY_ALIASES_H
#define KAREZ_QUERY_ALIASES_H

#include "query/alias_file.h"
#include "text/analyzer.h"

struct aliases;

/* The table and the analyzer are borrowed. */
struct aliases *aliases_new(const struct alias_table *t, struct analyzer *an);
void aliases_free(struct aliases **a);
const struct alias_table *aliases_table(const struct aliases *a);

/* Words of a query in a row; a name has to begin and end with a piece of what was typed. */
struct alias_word {
	const struct query_token *token;
	bool begins, ends;		/* its piece */
};

/* The longest name that the words begin with (whole: that they are): its number of words, 0: none.
 * There may be several as long; *names_r, in the arena: numbers of the table. */
size_t aliases_match(const struct aliases *a, const struct alias_word *words, size_t n, bool whole,
		     struct arena *arena, uint32_t **names_r, size_t *n_r);

/* What else the name of this number stands for. */
struct alias_other {
	uint32_t name;			/* of the table */
	bool offered;			/* not to be searched for */
};
void aliases_others(const struct aliases *a, uint32_t name, struct arena *arena, struct alias_other **out_r,
		    size_t *n_r);

/* Is it an acronym that is also an ordinary word? */
bool aliases_is_ordinary(struct str text, struct arena *arena);

/* Are these two words, folded, never to be taken for each other, whatever makes them alike: spelling, key of a
 * name, other names of theirs?  a may be NULL; the arena is for scratch. */
bool aliases_distinct(const struct aliases *a, struct str folded, struct str other, struct arena *arena);

#endif

/* What a query says of the words that a text has: shared by the property test and the fuzz target. */
#ifndef KAREZ_TESTS_QUERY_WORDS_H
#define KAREZ_TESTS_QUERY_WORDS_H

#include <unicode/uchar.h>

#include "common/utf8.h"
#include "text/analyzer.h"

/* Is the line that this byte is in all capitals?  Then they tell nothing there. */
static inline bool shouts(struct str text, size_t at)
{
	while (at > 0 && text.p[at - 1] != '\n')
		at--;
	while (at < text.n && text.p[at] != '\n')
		if (u_islower((UChar32)utf8_next(text, &at)))
			return false;
	return true;
}

static inline bool has_stem(const struct query_token *t, struct str stem)
{
	for (size_t i = 0; i < t->n_stems; i++)
		if (str_eq(t->stems[i], stem))
			return true;
	return str_eq(t->capitals, stem);
}

#endif

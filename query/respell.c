/* Unknown words to known ones that are nearly the same; see respell.h. */
#include "config.h"

#include "query/respell.h"

#include "common/utf8.h"
#include "query/meant.h"
#include "query/typo.h"

#define LEAST_CHARS 5		/* of a word: shorter ones are too near to others */
#define LONG_CHARS 9		/* two letters may be wrong */
#define NEAR 10			/* tenths of an edit (typo.h) */
#define LONG_NEAR 17
#define ALIKE 3			/* so much further away is as near */
#define CANDIDATES 20		/* looked at: some will not do */

bool respell_may(const struct query_token *t)
{
	return !(t->flags & (WORD_NUMBER | WORD_NO_SPACE | WORD_ALL_CAPS | WORD_CUT)) &&
	       utf8_count(t->exact) >= LEAST_CHARS;
}

int respell(struct store *s, struct analyzer *an, const struct query_token *t, const char *prefix, struct arena *a,
	    struct form **out_r, size_t *n_r, struct err *err)
{
	struct meant *list;
	unsigned most = utf8_count(t->exact) < LONG_CHARS ? NEAR : LONG_NEAR, least = most;
	size_t n;
	*n_r = 0;
	*out_r = arena_array(a, RESPELL_FORMS, sizeof(**out_r));
	if (meant_find(s, an, prefix, t->exact, false, CANDIDATES, a, &list, &n, err) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (!typo_in_ending(t->exact, list[i].text) && list[i].cost < least)
			least = list[i].cost;
	for (size_t i = 0; i < n && *n_r < RESPELL_FORMS; i++)
		if (list[i].cost <= most && list[i].cost <= least + ALIKE && !typo_in_ending(t->exact, list[i].text))
			(*out_r)[(*n_r)++] = (struct form){ list[i].text, list[i].documents };
	return 0;
}

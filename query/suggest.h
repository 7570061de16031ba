/* SUGGEST, SPELL, SIMILAR: words and documents near to what was typed, from the live index.
 */
#ifndef KAREZ_QUERY_SUGGEST_H
#define KAREZ_QUERY_SUGGEST_H

#include "common/arena.h"
#include "common/err.h"
#include "query/search.h"
#include "shim/store.h"
#include "text/analyzer.h"

struct suggestion {
	struct str text;
	uint32_t documents;	/* that hold it; 0 when not counted */
	bool is_title;
};

/* Completions of the last word of `text` (the words before it are kept in front), most frequent
 * first, then titles that hold all the words.  Only forms that stand in a document now. */
int suggest(struct store *s, struct analyzer *an, struct str text, uint32_t max, struct arena *a,
	    struct suggestion **out_r, size_t *n_r, struct err *err);

/* For each word of `text` that no document has: nearer words that documents have, best first
 * (edit distance with transpositions, then frequency). */
struct spelling {
	struct str word;		/* as typed */
	struct suggestion *better;	/* best first; none when nothing is near */
	size_t n;
};
int spell(struct store *s, struct analyzer *an, struct str text, uint32_t max, struct arena *a,
	  struct spelling **words_r, size_t *n_r, struct str *corrected_r, struct err *err);

/* Forms within edit distance of a folded word (for word~ and spell()), with their frequency. */
int suggest_near(struct store *s, struct analyzer *an, struct str folded, uint32_t max, struct arena *a,
		 struct suggestion **out_r, size_t *n_r, struct err *err);

/* Documents like the one with this id, without it.  ERR_NOT_FOUND when there is none. */
int similar(struct store *s, struct analyzer *an, struct str id, const struct search_params *p,
	    struct arena *a, struct search_result *out_r, struct err *err);

/* Forms of a stem that stand in the index under PREFIX_EXACT (exact folded, with frequency). */
int suggest_forms(struct store *s, struct analyzer *an, struct str stem, struct arena *a,
		  struct suggestion **out_r, size_t *n_r, struct err *err);

/* One document: its fields and its whole text. ERR_NOT_FOUND. */
int fetch(struct store *s, struct str id, struct arena *a, struct doc *doc, size_t *database_r, struct err *err);

#endif

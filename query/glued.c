/* Words without the blank between them; see glued.h. */
#include "config.h"

#include "query/glued.h"

#include "index/schema.h"

#define SHORTEST 3		/* bytes of both together */
#define SLIPS 3			/* documents that may have the same one: copies of each other */
#define RARER 100		/* times that a slip is rarer than the rarer of both words */

/* Of the terms that a word may have, those of the most frequent.  An error will show again where the words are looked for. */
static uint32_t frequency(struct store *s, const struct str *terms, size_t n, struct arena *a)
{
	uint32_t most = 0;
	for (size_t i = 0; i < n; i++) {
		uint32_t documents;
		struct err none;
		if (store_term_frequency(s, schema_term(a, "", terms[i]), &documents, &none) == 0 && documents > most)
			most = documents;
	}
	return most;
}

bool glued_stands(struct store *s, struct analyzer *an, const struct query_token *a, const struct query_token *b,
		  struct arena *arena, struct glued *out_r)
{
	if ((a->flags | b->flags) & (WORD_NO_SPACE | WORD_PART) || a->n_joined || a->exact.n + b->exact.n < SHORTEST)
		return false;
	out_r->form = arena_printf(arena, "%.*s%.*s", STR_ARG(a->exact), STR_ARG(b->exact));
	analyzer_stems(an, out_r->form, arena, &out_r->stems, &out_r->n_stems);
	out_r->documents = frequency(s, out_r->stems, out_r->n_stems, arena);
	if (out_r->documents <= SLIPS)
		return out_r->documents > 0;
	uint32_t first = frequency(s, a->stems, a->n_stems, arena), second = frequency(s, b->stems, b->n_stems, arena);
	return out_r->documents <= (first < second ? first : second) / RARER;
}

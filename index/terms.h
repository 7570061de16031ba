/* The words of one document after another as tokens (glass/lexicon.h): numbers of terms with their
 * positions.
 *
 * The terms of a word are found by the numbers that its cache entry keeps (text/analyzer.h); only a
 * word that is new there is looked up in the lexicon.  What a term was in the document under way
 * stands in an array by its number, stamped with the document, so nothing is cleared between
 * documents.  One thread.
 */
#ifndef KAREZ_INDEX_TERMS_H
#define KAREZ_INDEX_TERMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/str.h"
#include "glass/lexicon.h"
#include "shim/store_write.h"
#include "text/analyzer.h"

/* A form in the document that it was last seen in (names.h). */
struct name_state {
	uint32_t document;
	uint32_t taken;			/* the last document that it was found to be a name in */
	uint16_t capital, lower;	/* within sentences; anywhere */
	bool seen, titled;		/* with a capital; with one that is not all capitals */
	uint16_t kind;			/* of any document: what propers.c knows of the form */
};

/* All that is kept of a term, in one line of the cache: waiting for memory is what a word costs. */
struct term_state {
	uint32_t seen;			/* the last document it was in, and forms of it seen there */
	uint32_t exact, title;		/* terms of the same word as a stem: number + 1, or 0 when it is not known yet */
	uint32_t rank;			/* only for terms_group(); 0 between two calls */
	struct name_state name;
};

struct terms {
	struct lexicon *lexicon;
	struct token *tokens;		/* of the document under way */
	size_t n, cap;
	uint32_t document;		/* its stamp */
	struct term_state **blocks;	/* of TERMS_BLOCK states each, by number */
	size_t n_blocks;
};

/* States in a block, which is a large page and never moves: two copies of all of them would be too much memory. */
#define TERMS_BLOCK 65536

static inline size_t terms_numbers(const struct terms *t)	/* so many have a state */
{
	return t->n_blocks * TERMS_BLOCK;
}

static inline struct term_state *terms_state(const struct terms *t, uint32_t number)
{
	return &t->blocks[number / TERMS_BLOCK][number % TERMS_BLOCK];
}

void terms_init(struct terms *t);
void terms_fini(struct terms *t);
size_t terms_bytes(const struct terms *t);	/* memory held, lexicon included */

/* Forgets all terms.  Whoever has their numbers has to forget them too: analyzer_clear_numbers(). */
void terms_forget(struct terms *t);

void terms_begin(struct terms *t);		/* the next document: no tokens yet */

/* A term of prefix and text, both together 1..SCHEMA_TERM_MAX bytes.  position 0: none. */
void terms_add(struct terms *t, const char *prefix, struct str text, termpos_t position, unsigned wdf);

/* Where a word stands decides its weight. */
enum word_place { PLACE_TEXT, PLACE_TITLE, PLACE_FRAME };

/* All terms of a word: its stem, the compound's, and its exact form when
 * that says more than the stem (schema.h). */
void terms_add_word(struct terms *t, const struct word *word, enum word_place place);

/* The words that were looked up together get their numbers, and what terms_add_word() will touch is asked for. */
void terms_look_ahead(struct terms *t, const struct words *words);

/* The tokens as terms for store_writer_add(), each once, in the order in which they were first seen;
 * all in the arena. */
const struct store_term *terms_group(struct terms *t, struct arena *a, size_t *n_r);

#endif

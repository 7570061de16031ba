/* The proper names that a document holds: people, organisations and places, each as a number.
 *
 * A name is a run of words with capitals within a sentence, with joining words between them ("Ministry of Foreign
 * Affairs", "Hizb ut-Tahrir"), or an acronym.  A word that begins a sentence counts when something else than its
 * capital says that it is a name.  Titles (Mr, President), days and months, and lines in which most words have capitals
 * say nothing.
 *
 * Its number is a hash of the name keys (text/namekey.h) of its words, so the spellings and cases of one name share it,
 * and no dictionary has to be kept: what a number means is read again from a document that has it.  An acronym that the
 * document defines is its long form, and a surname alone is the full name that the document has for it.
 *
 * Looked for in the first PROPERS_TEXT_MAX bytes of a text.  One thread.
 */
#ifndef KAREZ_INDEX_PROPERS_H
#define KAREZ_INDEX_PROPERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/str.h"
#include "index/names.h"
#include "index/terms.h"
#include "text/acronym.h"
#include "text/analyzer.h"

#define PROPERS_TEXT_MAX ((size_t)512 << 10)
#define PROPERS_MAX 64			/* of one document, */
#define PROPERS_LEAST 4			/* of a short one; */
#define PROPERS_RATE 320		/* and one more for so many bytes of text */
#define PROPERS_BYTES 4			/* of a number, as it is stored: high byte first */

struct propers {
	struct proper_listed *listed;	/* words that are known */
	struct terms *terms;		/* that give the numbers of words */
	struct proper_word *words;	/* of the runs of the document under way */
	struct proper_run *runs;
	size_t n_words, words_cap, n_runs, runs_cap;
	struct proper_form *forms;	/* by the number of a word's exact form */
	size_t n_forms;
	bool open;			/* the last run may go on */
	size_t last_end;		/* of the word before */
	uint32_t line_words, line_capitals;
	size_t line_runs;		/* runs before this line */
};

struct proper {
	uint32_t number;
	struct str written;		/* of the text, or the long form of an acronym */
	bool acronym;
};

void propers_init(struct propers *p);
void propers_fini(struct propers *p);
size_t propers_bytes(const struct propers *p);
void propers_forget(struct propers *p);	/* the numbers of forms: terms_forget() */

/* The next document; terms: whose numbers its words have, borrowed until its end. */
void propers_begin(struct propers *p, struct terms *terms);
/* A word of the text that has its numbers (terms_add_word()).  in_sentence: none begins with it. */
static inline void propers_word(struct propers *p, struct str text, const struct word *word, bool in_sentence);
/* The names, those that say most first, at most as many as a text of this length may have.  definitions: what the text says of
 * acronyms.  In the arena, but what is written, which lies in the text. */
void propers_end(struct propers *p, const struct names *names, struct analyzer *an, struct str text, const struct acronym *definitions, size_t n_definitions, struct arena *a, struct proper **out_r, size_t *n_r);

/* At most PROPERS_MAX as they are stored, rising; empty: none. */
struct str propers_pack(const struct proper *list, size_t n, struct arena *a);
static inline size_t propers_count(struct str packed);
static inline uint32_t propers_number(struct str packed, size_t i);

/* The number of a name by itself, as of the long form of an acronym or an acronym alone; 0: it has no word.  capital_r (may be
 * NULL): does it begin with a capital? */
uint32_t propers_number_of(struct propers *p, struct analyzer *an, struct str name, bool *capital_r);

/* ---- Inline: once for every word of every text ---- */

void propers_step(struct propers *p, struct str text, const struct word *word, bool in_sentence);

static inline void propers_word(struct propers *p, struct str text, const struct word *word, bool in_sentence)
{
	size_t gap = word->start - p->last_end;
	/* Most words are small, behind a small one and a blank, or a sign and a blank. */
	if ((word->flags & WORD_CAPITAL) || p->open || gap > 2 || (gap && text.p[word->start - 1] == '\n'))
		propers_step(p, text, word, in_sentence);
	p->line_words++;
	p->last_end = word->end;
}

static inline size_t propers_count(struct str packed)
{
	return packed.n / PROPERS_BYTES;
}

static inline uint32_t propers_number(struct str packed, size_t i)
{
	const unsigned char *p = (const unsigned char *)packed.p + i * PROPERS_BYTES;
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

#endif

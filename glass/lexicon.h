/* Terms and their numbers: the vocabulary of the documents that one worker has under way.
 *
 * The analysis gives tokens of 8 bytes (struct token) instead of strings, so that counting,
 * sorting and inverting them never compares a string twice.  Numbers are dense from 0, in order of
 * first sight, and hold until lexicon_reset().  One thread.
 */
#ifndef KAREZ_GLASS_LEXICON_H
#define KAREZ_GLASS_LEXICON_H

#include <stddef.h>
#include <stdint.h>

#include "common/str.h"

/* One occurrence of a term in a document. */
struct token {
	uint32_t term;		/* TOKEN(number, wdf) */
	uint32_t position;	/* 0: none */
};

#define TOKEN_WDF_BITS 2	/* what one occurrence counts: 0..3 */
#define TOKEN(number, wdf) (((number) << TOKEN_WDF_BITS) | (wdf))
#define TOKEN_NUMBER(t) ((t).term >> TOKEN_WDF_BITS)
#define TOKEN_WDF(t) ((t).term & ((1U << TOKEN_WDF_BITS) - 1))
#define LEXICON_TERM_MAX 245	/* bytes of a term, each zero byte counted twice */
#define LEXICON_MAX (1U << (32 - TOKEN_WDF_BITS))	/* numbers are below */

struct lexicon;

struct lexicon *lexicon_new(void);
void lexicon_free(struct lexicon **l);
/* Whether it can be a term: not empty, not longer than LEXICON_TERM_MAX. */
bool lexicon_takes(struct str term);
/* The number of a term that lexicon_takes(), a new one if it is new. */
uint32_t lexicon_number(struct lexicon *l, struct str term);
/* What lexicon_number() will touch first for the term is asked for. */
void lexicon_prefetch(const struct lexicon *l, struct str term);
/* Valid until the next lexicon_number() or lexicon_reset(). */
struct str lexicon_term(const struct lexicon *l, uint32_t number);
uint32_t lexicon_count(const struct lexicon *l);
size_t lexicon_bytes(const struct lexicon *l);	/* memory held */
/* Forgets all terms; keeps half of the memory for the next ones. */
void lexicon_reset(struct lexicon *l);

#endif

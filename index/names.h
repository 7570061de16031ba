/* The dictionary of names: which terms are spellings of the same name.
 *
 * An entry of the database's metadata for each pair of a name key (text/namekey.h) and a term:
 * META_NAME, key, blank, term; for words of the fields author and source META_FIELD_NAME instead.  A term that
 * is its own key is left out.  So adding a pair that is there changes nothing, and finding the terms of
 * a key is looking at the keys that start with it.  The value is one of the forms whose term it is, for
 * people to read; NAMES_TERM when that is the term itself.
 *
 * Names are words that a document writes with a capital within a sentence more often than without one, and
 * words that it never writes without one.  Entries outlive their documents: a term that no document has
 * any more is found, and matches nothing.
 */
#ifndef KAREZ_INDEX_NAMES_H
#define KAREZ_INDEX_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/err.h"
#include "common/str.h"
#include "index/terms.h"
#include "shim/store.h"
#include "text/analyzer.h"

#define NAMES_RECENT 256

/* What one thread has found and not handed on yet. */
struct names {
	struct terms *terms;		/* what is known of a word's exact form is in the state of its term */
	uint32_t document;		/* under way */
	uint32_t since;			/* the first document since names were taken */
	struct name_seen *seen;		/* words with a capital in it */
	size_t n_seen, seen_cap;
	uint64_t fields[NAMES_RECENT];	/* hashes of field words met last */
	struct arena arena;
	struct name_entry *entries;
	size_t n, cap;
};

struct name_entry {
	struct str key, value;		/* of the metadata */
};

/* The number of a word's exact form. */
static inline uint32_t names_form(struct word_numbers numbers)
{
	return (numbers.exact ? numbers.exact : numbers.stem) - 1;
}

void names_init(struct names *n);
void names_fini(struct names *n);
size_t names_bytes(const struct names *n);

/* The next document; terms: that its words become, borrowed until its end. */
void names_begin(struct names *n, struct terms *terms);
/* A word of it that has its numbers (terms_add_word()).  in_sentence: a capital says something here. */
static inline void names_add(struct names *n, const struct word *word, bool in_sentence);
/* A word of the author or the source, which are all names. */
void names_add_field(struct names *n, struct str exact, unsigned flags);
/* Does the document under way write the form at least as often without a capital as with one within a sentence? */
bool names_is_lower(const struct names *n, uint32_t form);
void names_end(struct names *n);

/* The entries found since the last time, copied to the arena.  again: also those that were taken
 * before are to be found in the documents to come. */
struct name_entry *names_take(struct names *n, bool again, struct arena *a, size_t *n_r);

#define NAMES_TERM "="

/* Is the form its stem with an s?  Then it has the keys of the stem as well: Uighurs. */
bool names_is_plural(struct str form, struct str stem);

struct name_form {
	struct str term;		/* stem, or exact form in a field; without prefix */
	struct str form;		/* as it is written, folded */
};

struct name_list {
	struct name_form *list;
	size_t n, cap;
};

/* 1, 0, -1: is there an entry of this key and term? */
int names_have(struct store *s, bool field, const char *key, struct str term, struct err *err);

/* Add the terms that share a key to the list, each once, until it holds `max`.  field: words of author and
 * source. */
int names_find(struct store *s, bool field, const char *key, size_t max, struct arena *a, struct name_list *l,
	       struct err *err);

/* Calls fn for each entry whose key starts with the text, until it says otherwise than 0. */
typedef int names_fn(void *arg, struct str key, struct str term);
int names_each(struct store *s, bool field, struct str start, names_fn *fn, void *arg, struct err *err);

/* ---- Inline: once for every word of every text ---- */

void names_add_capital(struct names *n, const struct word_numbers *numbers, unsigned flags, bool in_sentence);

/* The state of a form in the document under way. */
static inline struct name_state *names_state(const struct names *n, uint32_t form)
{
	struct name_state *s = &terms_state(n->terms, form)->name;
	if (s->document != n->document)
		*s = (struct name_state){ .document = n->document, .taken = s->taken, .kind = s->kind };
	return s;
}

static inline void names_note(struct names *n, const struct word_numbers *numbers, unsigned flags, bool in_sentence)
{
	if (flags & WORD_CAPITAL) {
		names_add_capital(n, numbers, flags, in_sentence);
		return;
	}
	struct name_state *s = names_state(n, names_form(*numbers));
	s->lower += s->lower < UINT16_MAX;
}

static inline void names_add(struct names *n, const struct word *word, bool in_sentence)
{
	if (str_ends(word->stem, STR(CAPITALS_MARK)))	/* an acronym that is also a word: only capitals find it */
		return;
	names_note(n, word->numbers, word->flags, in_sentence);
	if (word->joined.n)
		names_note(n, word->joined_numbers, word->flags, in_sentence);
}

#endif

/* The chain from text to terms, the same for documents, queries and highlighting.
 *
 *   bytes of UTF-8 -> words (UAX #29, tailored: tokenize.h) -> folded form (fold.h) -> stem
 *
 * Everything costly is computed once per distinct raw word and cached.  An analyzer belongs to
 * one thread and owns its cache, whose size is bounded.  ANALYZER_VERSION is stamped into
 * every index: change it whenever any text could be cut or folded differently.
 */
#ifndef KAREZ_TEXT_ANALYZER_H
#define KAREZ_TEXT_ANALYZER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/err.h"
#include "common/str.h"
#include "text/langs.h"
#include "text/tokenize.h"

#define ANALYZER_VERSION 3

/* Words longer than this many code points (after folding) are indexed by their first
 * WORD_MAX_CHARS ones; the rest of the word is skipped, and the word is counted as cut. */
#define WORD_MAX_CHARS 64
/* The same in bytes, which only characters beyond the Basic Multilingual Plane reach: a term with
 * its prefix has to fit into Xapian's 245. */
#define WORD_MAX_BYTES 232

/* An acronym that is also an ordinary word has a term of its own: its letters and this mark ("who^").  So a
 * search for WHO does not find "who", nor a search for "tip" the TIP. */
#define CAPITALS_MARK "^"

enum word_flags {
	WORD_CAPITAL = 1,	/* starts with a capital letter */
	WORD_ALL_CAPS = 2,	/* two or more letters, all capitals */
	WORD_NUMBER = 4,	/* holds a digit and no letter */
	WORD_CUT = 8,		/* longer than WORD_MAX_CHARS */
	WORD_NO_SPACE = 16,	/* of a script without spaces: each character is a word */
	WORD_ACRONYM = 64,	/* all capitals in a line that is not */
	WORD_PART = 32		/* second or later part of a hyphenated compound */
};

/* Numbers that whoever iterates over words keeps beside a word in the cache, so that he does not look
 * up its strings again and again (index/terms.h): 0 until he sets them, and again after the
 * word has been computed anew. */
struct word_numbers {
	uint32_t stem, exact;
	uint32_t print;		/* fingerprint of the exact form */
};

struct word {
	size_t start, end;	/* bytes in the text, [start, end), never inside a character */
	uint32_t position;	/* first_position + number of words before it + gaps, see below */
	struct str stem;	/* the term; valid until the next words_next() */
	struct str exact;	/* folded form before stemming; often equal to stem */
	struct str joined;	/* on the first part of a hyphenated compound of letters: the stem
				 * of the parts written as one word ("co-operation" ->
				 * stem("cooperation")); else empty */
	struct str joined_exact;	/* of the compound, as exact */
	unsigned flags;		/* enum word_flags */
	struct word_numbers *numbers;	/* of the word; valid until the next words_next() */
	struct word_numbers *joined_numbers;	/* of the compound; NULL: none */
};

struct analyzer;

int analyzer_new(const struct langs *langs, struct analyzer **out_r, struct err *err);
void analyzer_free(struct analyzer **a);
const struct langs *analyzer_langs(const struct analyzer *a);
size_t analyzer_bytes(const struct analyzer *a);	/* memory that its cache may take */
void analyzer_clear_numbers(struct analyzer *a);	/* of all words: 0 again */

struct analyzer_stats {
	uint64_t words;		/* words seen */
	uint64_t misses;	/* of them, how many were computed anew */
};
struct analyzer_stats analyzer_stats(const struct analyzer *a);

/* A reading text has line ends (and tabs, between cells) only where a reader stops: between paragraphs,
 * items of a list, lines of a poem.  A phrase does not run over them, because they leave positions out;
 * a form feed, between the body of a document and its notes, leaves out so many that NEAR does not
 * either. */
#define GAP_OF_LINE 1
#define GAP_OF_PASSAGE 100

/* Iterating over the words of a text.  The text must be valid UTF-8 (utf8.h) and stay in place.
 * Starting at the start of any word gives the same words as iterating from the start of the text, so
 * a long text can be taken up in the middle with the position of that word (index/stored.h keeps such places).  Only not at a
 * WORD_PART: that would be taken for the first part of a compound, with a `joined` of its own.  One text at a time: the words that
 * were looked up ahead are gone when another one is begun. */
#define WORDS_AHEAD 32		/* so many are cut off and looked up together */

struct words {
	struct analyzer *analyzer;
	struct str text;
	uint32_t position;	/* of the next word */
	int lang[3];		/* per enum script: which stemmer */
	unsigned next, n_ahead;	/* of the words looked up together: those that had their turn, and all */
	uint32_t variant;	/* lang, as the cache is asked */
	/* Private to analyzer.c: end of the hyphenated compound under way; where cutting off goes on. */
	size_t compound_end, offset;
	size_t last_end;	/* of the word given last; SIZE_MAX: none yet */
	size_t line_end;	/* of the line of the word that was cut off last */
	bool shouting;		/* that line is in capitals */
	struct word_ahead {
		struct raw_word raw;
		struct wordcache_entry *word;	/* NULL: only its place is wanted */
	} ahead[WORDS_AHEAD];
	bool choosy;		/* words_starting() has said which: */
	bool starts[256];
};

/* lang: declared language of the document ("", "de", "de-AT"): used where the collection
 * configures it. */
void words_begin(struct words *w, struct analyzer *a, struct str text, struct str lang,
		 uint32_t first_position);
/* Right after words_begin(): the text is taken up in the middle, perhaps of a line, of which then nobody can tell that all of it
 * is in capitals. */
void words_resume(struct words *w);
bool words_next(struct words *w, struct word *out_r);
/* Stem, exact form and numbers of word i < n_ahead, before its turn comes: what they will touch can be asked for.  False: it has
 * none. */
bool words_ahead(const struct words *w, unsigned i, struct word *out_r);

/* Of words whose terms start with none of these bytes only the place is wanted: where that can be told
 * from the word as it is written, they come without stem, exact form, joined form and flags (but
 * WORD_PART). */
void words_starting(struct words *w, const bool starts[256]);

/* A piece of a query (no operators), in every configured language of its script. */
struct query_token {
	size_t start, end;	/* bytes in the piece */
	struct str *stems;	/* distinct, at least one, best guess first */
	size_t n_stems;
	struct str exact;
	struct str capitals;	/* its term when it is an acronym that is also an ordinary word; else empty */
	struct str *joined;	/* stems of the compound that starts here; often none */
	size_t n_joined;
	size_t n_joined_tokens;	/* how many tokens that compound spans */
	unsigned flags;
};
void analyzer_query(struct analyzer *a, struct str piece, struct arena *arena,
		    struct query_token **tokens_r, size_t *n_r);

/* Stems of one folded word in every configured language of its script (distinct). */
void analyzer_stems(struct analyzer *a, struct str folded, struct arena *arena,
		    struct str **stems_r, size_t *n_r);

/* The folded form of a whole short string, words separated by one blank: for values that are
 * sorted or compared (titles, sources, authors). */
struct str analyzer_fold(struct analyzer *a, struct str text, struct arena *arena);

#endif

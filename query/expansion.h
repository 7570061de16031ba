/* How a query is widened beyond the words that were typed, and how the answer says so.
 *
 * Whatever adds alternatives to a word or a phrase of the query (aliases, acronyms, name keys)
 * tells it here, once for each alternative; the list goes with the plan into the reply, so that
 * nothing is ever widened in silence.  Each kind can be turned off in the request.
 */
#ifndef KAREZ_QUERY_EXPANSION_H
#define KAREZ_QUERY_EXPANSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/buf.h"
#include "common/str.h"

enum expansion_kind {
	EXPANSION_ALIAS,	/* of the alias files */
	EXPANSION_ACRONYM,	/* defined in a document of the collection */
	EXPANSION_NAME,		/* the same name in another script or spelling */
	EXPANSION_SPELLING,	/* of a word that no document has: a word that is written nearly so */
	EXPANSION_FEEDBACK	/* what the best documents have in common (feedback.h); `from` is empty */
};
const char *expansion_kind_name(enum expansion_kind kind);

/* What may be added to the words typed: `strict=1` clears all of it. */
struct aliases;

struct widening {
	bool aliases;		/* aliases and acronyms */
	const struct aliases *names;	/* of the alias files; also tells what is never merged.  NULL: none */
	bool translit;		/* names in other scripts and spellings */
	bool spelling;		/* pairs of words written as one; with match=auto words near to one that no document has, */
	bool respell;		/* which are looked for now: too little was found without */
	bool in_haste;		/* ERR_BUSY when that would have to be looked for */
	const struct str *alone;	/* words and names, as typed, to which nothing is added */
	size_t n_alone;
};
/* Is a word or a name, as typed, to stand alone? */
bool widening_leaves_alone(const struct widening *w, struct str typed);

struct expansion {
	enum expansion_kind kind;
	struct str from;	/* as typed */
	struct str to;		/* what is searched for as well */
	double weight;		/* beside 1 of the words typed; 0: not searched for, only offered */
	uint32_t documents;	/* that say so; 0: not known, or nothing that documents say */
};

struct expansions {
	struct expansion *list;
	size_t n, cap;
};

/* Each pair of from and to once, however often the query holds it.  Copies nothing: both live in the
 * arena, or longer than the answer. */
void expansion_add(struct expansions *l, struct arena *a, struct expansion e);

/* "MRA = Mountain Road Agency [3], Middle Range Army [1] (acronym); Fergana = Фергана (name)": those
 * that were searched for, or those that are only offered, with "~" for "=".  Of FEEDBACK "+ pass, valley (feedback)". */
void expansions_format(const struct expansions *l, bool offered, struct buf *out);

#endif

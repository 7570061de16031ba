/* Which language a word of a script is stemmed in: the collection's `languages` setting.
 *
 * "en,ru" gives English to Latin words and Russian to Cyrillic ones.  When several languages
 * share a script ("en,de,ru"), the first one is the default of that script; a document that
 * declares another of them (`lang`) uses that one; a query word is tried in all of them.
 * A language that is written in two scripts has an entry for each.
 * Languages of a script that is not named: words are folded and not stemmed.
 */
#ifndef KAREZ_TEXT_LANGS_H
#define KAREZ_TEXT_LANGS_H

#include "common/err.h"
#include "common/str.h"

#define LANGS_MAX 16

enum script { SCRIPT_LATIN, SCRIPT_CYRILLIC, SCRIPT_OTHER };	/* as far as stemming cares */

struct langs {
	unsigned n;
	struct lang {
		char code[16];		/* "en" */
		enum script script;
	} list[LANGS_MAX];
	char spec[128];			/* normalised spelling, "en,ru": stamped into the index */
};

/* Kazakh beside Russian costs nothing: a Cyrillic word of a query is tried in both (on questions in Russian it raises nDCG@10 by
 * .001).  Uzbek is left to collections that hold it: its ending -i makes Bukhara and Namangan of names like Bukhari and
 * Namangani. */
#define LANGS_DEFAULT "en,ru,kk"

/* "none" stands for no stemming at all.  ERR_INVALID for an empty setting, an unknown language (the
 * message lists the known ones) or one named twice. */
int langs_parse(struct str spec, struct langs *out_r, struct err *err);

#endif

/* Documents as they come to documents as a careful reader reads them.
 *
 * In: one document with marked text (text/marks.h), as a reader of a format gives it.  Out: one or several
 * (a page may hold several works), each with reading text (text/doc.h): sentences joined that notes, page ends
 * and line ends had cut, footnotes as passages of their own behind the body, what belongs to the page
 * and not to the work left out, fields filled in where the text itself states them.
 *
 * Rules know kinds of things, never documents; each has a switch and a counter (rules.def).  What a rule is not
 * sure of stays as it is: losing text is worse than keeping furniture.  Linear in the text.  Pure; any thread.
 */
#ifndef KAREZ_REPAIR_REPAIR_H
#define KAREZ_REPAIR_REPAIR_H

#include <stdbool.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/buf.h"
#include "common/err.h"
#include "text/doc.h"

enum rule {
#define RULE(name, on, counted) RULE_##name,
#include "repair/rules.def"
#undef RULE
	N_RULES,
	RULE_NONE = N_RULES
};

/* To be changed whenever any rule could give another text. */
#define REPAIR_VERSION 1

#define RULE_BIT(rule) (1u << (rule))

unsigned repair_default_rules(void);
const char *repair_rule_name(enum rule r);
const char *repair_rule_counted(enum rule r);
/* "all": the default; "none"; or names with + or - before them that change it: "-works -teasers".  ERR_INVALID names
 * the word that is none. */
int repair_parse_rules(struct str s, unsigned *rules_r, struct err *err);

/* "1", "1 -works -fields", "1 none": the version and the rules, for the index (META_REPAIR); and back, false for what another
 * version wrote. */
struct str repair_stamp(unsigned rules, struct arena *a);
bool repair_parse_stamp(struct str stamp, unsigned *rules_r);

struct repair_counts {
	uint64_t n[N_RULES];
};

struct page;	/* page.h */

struct repaired {
	struct doc *docs;	/* at least one.  Strings are borrowed from the source or in the arena.  One
				 * has the id of the source, several "id#1", "id#2" ... in the order of the page */
	size_t n_docs;
	const struct page *page;	/* what became of each line; for --show */
};

/* rules: RULE_BIT()s.  Fields that the source states are kept where it becomes one document.  counts are added to. */
void repair(const struct doc *source, unsigned rules, struct arena *a, struct repair_counts *counts,
	    struct repaired *out_r);

/* For people: each document with its fields and where they came from, its text line by line, notes, frames and what
 * was left out marked.  width: characters of a line. */
void repair_show(const struct repaired *r, size_t width, struct buf *out);

#endif

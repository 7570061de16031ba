/* Words and phrases that sites put around their articles (site_words.def), as whole lines.
 *
 * A phrase that no text has for a line of its own says enough alone; labels of menus and buttons are ordinary words,
 * and only many of them in one place make furniture.
 */
#ifndef KAREZ_REPAIR_SITE_WORDS_H
#define KAREZ_REPAIR_SITE_WORDS_H

#include <stdbool.h>

#include "common/str.h"

enum site_kind {
	SITE_NONE,
	SITE_PHRASE,	/* "Continue reading": furniture wherever it stands alone */
	SITE_LABEL,	/* "Print": of menus and buttons */
	SITE_NETWORK,	/* "Telegram": says nothing, but belongs to labels beside it */
	SITE_SECTION,	/* "Politics": likewise */
	SITE_STUB,	/* "Published", "on": what is left of a line of author and date */
	SITE_LIST,	/* "Read also": heads a list of other pages */
	SITE_LIST_WEAK,	/* "Latest": may do so */
	SITE_KINDS
};

/* Case, signs at both ends and a number in brackets behind it do not count: "» Comments (3)". */
enum site_kind site_words(struct str line);
/* A line of labels: "Home | News | Contact", "Share Tweet Email". */
bool site_bar(struct str line);
/* "Read also: Water and borders": the head of a list and an item of it in one line. */
bool site_list_item(struct str line);

/* A line as it is looked up, at most SITE_KEY_MAX bytes, NUL-terminated; 0 when it is longer or has no letter. */
#define SITE_KEY_MAX 66
size_t site_key(struct str line, char key_r[SITE_KEY_MAX]);

/* For the test of the table. */
bool site_words_sorted(void);

#endif

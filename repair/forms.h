/* Forms of single lines: what a line can be by its looks alone, wherever it stands.  Pure.
 *
 * English and Russian, and what needs no words.  A form is no proof: rules ask for more than one sign.
 */
#ifndef KAREZ_REPAIR_FORMS_H
#define KAREZ_REPAIR_FORMS_H

#include <stdbool.h>

#include "common/arena.h"
#include "common/str.h"

/* "156 views 7 min 0 Comment" */
bool form_counter(struct str line);

/* "4 mins ago", "Economy1 hour ago", "Экономика 2 дня назад": the bytes before the age, or -1. */
ptrdiff_t form_age(struct str line);

/* Ends in "..." or "…", also in brackets or before "Read more". */
bool form_breaks_off(struct str line);

/* Ends as a sentence does. */
bool form_sentence(struct str line);

/* May stand above a text: not long, begins with a capital or a digit, does not end as a sentence. */
bool form_title(struct str line);
/* Letters, all of them capitals. */
bool form_capitals(struct str line);

/* "Home > News > Title": several short names between signs of descent.  The last of them. */
bool form_breadcrumb(struct str line, struct str *last_r);

/* "- December 26, 2014", "Published on 3 May 2014, 10:15", "Astana, 26 декабря 2014 г.", "January 2017": nothing but the date of
 * a text, as ISO. */
bool form_date(struct str line, char iso_r[11]);

/* Names of people, as they stand in one line: "Thomas Meyer/Anna Petrova", "Иван Петров и А. К. Ли¹".  How many there are, 0
 * when anything else is in it; they are put to *out (separated by "; ") when that is not NULL. */
struct names {
	unsigned n;
	bool marked;		/* a raised sign or an asterisk stands behind one */
	bool initials;		/* "A. K. Lee" */
	struct str list;
};
bool form_names(struct str line, struct arena *a, struct names *out_r);

/* "By Anna Lee", "Author: ...", "Автор: ...": the names behind it. */
bool form_byline(struct str line, struct arena *a, struct names *out_r);
/* "... a guest post from Anna Lee, a ...". */
bool form_guest(struct str line, struct arena *a, struct names *out_r);
/* Both in one line: "Anna Lee | 3 May 2014", "By Anna Lee on May 3, 2014". */
bool form_byline_date(struct str line, struct arena *a, struct names *out_r, char iso_r[11]);

/* "© Steppe Institute 2017. All rights reserved": who. */
bool form_imprint(struct str line, struct str *publisher_r);
/* "Steppe Institute Policy Memo No. 455": who. */
bool form_series(struct str line, struct str *publisher_r);
/* "Contents", "Abstract", "Введение": the name of a part that any work may have. */
bool form_part(struct str line);
/* "River Review 14 (2018) 201-219", "Речной вестник. 2019. № 3", "УДК 327.5": where a work was printed. */
bool form_issue(struct str line);
/* "This site uses cookies to ... By continuing you accept ..." */
bool form_cookies(struct str line);

#endif

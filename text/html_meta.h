/* The fields of a page's document from its meta data: title, authors, publication date,
 * language, address, publisher.
 *
 * Several sources may tell the same; the best one counts.  Strings are in the arena.
 */
#ifndef KAREZ_TEXT_HTML_META_H
#define KAREZ_TEXT_HTML_META_H

#include "common/arena.h"
#include "text/doc.h"
#include "text/html_token.h"

struct html_meta {
	struct arena *arena;
	struct doc fields;	/* the best so far, of those below */
	struct {
		int title, author, date, lang, url, source;	/* how good; 0 = none yet */
	} rank;
	struct str own_title;	/* og:title: without the name of the site */
	struct str heading;	/* the first */
};

void html_meta_init(struct html_meta *m, struct arena *a);
/* An open tag: html, meta, link, time; others are ignored. */
void html_meta_tag(struct html_meta *m, const struct html_token *tag);
/* What <title> holds (raw), what the first heading says (text). */
void html_meta_title(struct html_meta *m, struct str raw);
void html_meta_heading(struct html_meta *m, struct str text);
/* title, author, date, lang, url, source of *doc. */
void html_meta_finish(struct html_meta *m, struct doc *doc);

#endif

/* Which elements of a page are furniture: navigation, banners, forms and the like, not what a
 * reader came for.
 *
 * The rules know kinds of things, never single sites.  They come in groups, because a page may
 * abuse one of them (everything inside one form): then that group is left out.
 */
#ifndef KAREZ_TEXT_HTML_FURNITURE_H
#define KAREZ_TEXT_HTML_FURNITURE_H

#include <stdbool.h>

#include "common/str.h"

enum furniture {
	FURNITURE_ELEMENTS = 1,	/* nav; header, footer and aside outside of an article */
	FURNITURE_HIDDEN = 2,	/* hidden, aria-hidden, display:none */
	FURNITURE_ROLES = 4,	/* role=navigation ... */
	FURNITURE_NAMES = 8,	/* class and id: "site-nav", "cookie-banner" */
	FURNITURE_FORMS = 16,
	FURNITURE_LINKS = 32,	/* a paragraph of nothing but short links, outside of an article */
	FURNITURE_ALL = 63
};

/* rules: the groups that count.  in_article, in_main: inside such an element. */
bool html_is_furniture(const char *name, struct str attrs, unsigned rules, bool in_article, bool in_main);

/* A paragraph by its numbers of links and of characters, all and inside of links. */
bool html_is_link_bar(size_t links, size_t chars, size_t link_chars);

#endif

/* What the address of the search page asks for, and the addresses that it links to.
 *
 * The state of the page is its address and nothing else, so every state can be shared, and the browser's
 * back button works.  An ask is the list of parameters in their order; a link is the same list with a change.
 * Besides the options of SEARCH these are
 *   q           what was typed
 *   collection  where to search, may be repeated; none: everywhere
 *   filter      a condition in the query language, may be repeated: lang:ru, author:"Ivan Petrov"
 *   alone       a word or a name of q that is searched for without its other names and spellings, may be repeated
 *   from, to    days, months or years
 *   id, of      a document, and its collection: to be shown with what q finds in it
 */
#ifndef KAREZ_PROTO_PAGE_ASK_H
#define KAREZ_PROTO_PAGE_ASK_H

#include "common/arena.h"
#include "common/buf.h"
#include "proto/reply.h"
#include "proto/request.h"

#define PAGE_MAX_PARAMS 64

struct page_param {
	struct str key, value;
};

struct page_ask {
	struct page_param list[PAGE_MAX_PARAMS];
	unsigned n;
};

/* The next parameter, decoded; both live as long as the ask.  An empty one says nothing, a collection, a filter or an alone that is there already
 * nothing new: they are left out.  False, with *error filled: too many, or a second one of what there is one of. */
bool page_ask_add(struct page_ask *ask, struct str key, struct str value, struct reply *error);
struct str page_ask_get(const struct page_ask *ask, const char *key);	/* the first of that name, or nothing */
bool page_ask_has(const struct page_ask *ask, struct str key, struct str value);
bool page_ask_is_start(const struct page_ask *ask);	/* nothing is searched for */

/* The request for it: SEARCH, or GET where there is an id; its strings live in the arena.  On a parameter or value that is
 * none fills *error and returns false. */
bool page_ask_request(const struct page_ask *ask, struct arena *a, struct request *r, struct reply *error);
/* How many characters stand before q in the request's text. */
unsigned page_ask_column(const struct page_ask *ask);

/* What a link changes: first the parameters that are dropped, then one that is set.  A change of anything but offset
 * leads to the first page. */
struct page_change {
	const char *drop[3];		/* names */
	const struct page_param *drop_one;	/* of the list */
	const char *set, *set_more;	/* names; NULL: none.  Replaced, but for filter and alone, which are added to */
	struct str value, value_more;
};
struct str page_ask_link(const struct page_ask *ask, struct arena *a, struct page_change change);
/* The address of a document that was found. */
struct str page_ask_document(const struct page_ask *ask, struct arena *a, struct str collection, struct str id);

/* "date:2014..2016", what from and to ask for; empty. */
struct str page_ask_dates(const struct page_ask *ask, struct arena *a);

#endif

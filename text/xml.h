/* A walk over an XML text from memory (libxml2's SAX2): no tree, nothing fetched, no entities.
 *
 * The names that a reader knows are rows of a table; all others are the id 0.  A text that declares
 * entities of its own is refused, whatever it uses them for.
 */
#ifndef KAREZ_TEXT_XML_H
#define KAREZ_TEXT_XML_H

#include "common/err.h"
#include "common/str.h"

/* space: what the address of the name's space holds, as "wordprocessingml/" (editions of a format
 * differ in the rest); a reader puts its names in any order, ids begin with 1. */
struct xml_name {
	const char *space, *local;
	int id;
};

struct xml_attrs {
	const unsigned char *const *list;	/* as libxml2 gives them */
	unsigned n;
};

/* The value as it stands, entities of characters resolved; empty when there is none.  By local name,
 * whatever its space. */
struct str xml_attr(const struct xml_attrs *attrs, const char *local);

/* A function that answers -1 has filled err and ends the walk. */
struct xml_handler {
	void *ctx;
	const struct xml_name *names;
	size_t n_names;
	int (*open)(void *ctx, int id, const struct xml_attrs *attrs, struct err *err);
	int (*close)(void *ctx, int id, struct err *err);
	int (*text)(void *ctx, struct str s, struct err *err);		/* in pieces; valid UTF-8 */
};

/* name: of the part, for messages.  ERR_CORRUPT with the line when it is not well-formed, is nested
 * too deeply, or declares entities. */
int xml_walk(struct str bytes, const char *name, const struct xml_handler *handler, struct err *err);

#endif

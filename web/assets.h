/* The files of the search page, and the description of the interface (OpenAPI), inside the program.
 */
#ifndef KAREZ_WEB_ASSETS_H
#define KAREZ_WEB_ASSETS_H

#include <stddef.h>

#include "common/str.h"

struct asset {
	const char *path;		/* in an address: "/karez.css" */
	const char *type;		/* for Content-Type */
	const unsigned char *bytes;	/* n of them */
	size_t n;
};

/* NULL: no such file. */
const struct asset *asset_find(struct str path);
const struct asset *asset_at(size_t i);		/* all of them, by number; NULL behind the last */

#endif

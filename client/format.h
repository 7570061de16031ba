/* --format: what is printed of each hit, as a text with the names of fields in braces.
 *
 *     {name}  {name:WIDTH}  {name:.PRECISION}  {name:>WIDTH.PRECISION}  {name|what stands where it is missing}
 *
 * The fields are those of `fields` in proto/options.def, extra.KEY for a key of the record that karez does not know,
 * and snippet (the text of the first passage), query, qid and total.  {{ and }} are braces; \n \t \0 \\ as in C.
 */
#ifndef KAREZ_CLIENT_FORMAT_H
#define KAREZ_CLIENT_FORMAT_H

#include <jansson.h>

#include "client/view.h"
#include "common/arena.h"
#include "common/err.h"

#define FORMAT_MAX 1000		/* of a width and of a precision */

struct format;			/* of the arena, like the text that it was made of */

/* ERR_SYNTAX with what is wrong, and where, in characters from 1. */
int format_parse(struct str text, struct arena *a, struct format **out_r, struct err *err);

/* Keys that hits must have, as fields= wants them; at least one. */
struct str format_keys(const struct format *f, struct arena *a);
bool format_has_passages(const struct format *f);

/* What does not stand in a hit. */
struct format_query {
	struct str text, id, total;
};

/* Appends the line of a hit: each field cleaned, so that it is one line's worth, cut to the precision and filled up to the
 * width, both in columns; a precision of a number is that of its decimals.  A newline follows unless the format ends in
 * \n or \0. */
void format_hit(const struct format *f, const json_t *hit, const struct format_query *q, struct view *v, struct arena *a);

#endif

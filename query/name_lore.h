/* What is known of the names of a collection as a whole: in how many documents each stands, which acronyms stand for which
 * of them, and how they are written.
 *
 * Made from all values once in each state of the index, when names are first asked for, and shared by all threads from then on.
 */
#ifndef KAREZ_QUERY_NAME_LORE_H
#define KAREZ_QUERY_NAME_LORE_H

#include <stdbool.h>
#include <stdint.h>

#include "query/name_facet.h"

#define LORE_TABLES 4		/* states that are kept: those asked for last */

struct name_table;

/* That of the databases as the store reads them now.  lore NULL: made for this call.  To be given back. */
int name_table_get(struct name_lore *lore, struct store *s, struct analyzer *an, struct name_table **out_r, struct err *err);
void name_table_put(struct name_lore *lore, struct name_table **t);

uint64_t name_table_documents(const struct name_table *t);
/* How many documents have the name. */
uint32_t name_table_all(const struct name_table *t, uint32_t number);
/* The numbers of a document, as they are stored, each once; an acronym that has a long form has the number of that.  At most
 * PROPERS_MAX. */
size_t name_table_numbers(const struct name_table *t, struct str packed, uint32_t *numbers_r);

/* How the document of the store writes the name; empty when it does not.  In the arena. */
int name_table_written(struct name_table *t, struct store *s, docid_t doc, uint32_t number, struct arena *a, struct str *out_r,
		       struct err *err);

#endif

/* One document by its id; see fetch.h. */
#include "config.h"

#include "query/fetch.h"

#include "common/utf8.h"
#include "index/schema.h"
#include "index/stored.h"

int fetch_not_found(struct str id, struct err *err)
{
	struct str shown = str_sub(id, 0, id.n > 100 ? utf8_floor(id, 100) : id.n);
	return err_set(err, ERR_NOT_FOUND, "no document has the id \"%.*s\"%s", STR_ARG(shown),
		       shown.n < id.n ? "..." : "");
}

int fetch(struct store *s, struct str id, struct arena *a, struct doc *doc, size_t *database_r, struct err *err)
{
	docid_t number;
	struct str data;
	struct stored stored;
	*doc = (struct doc){ 0 };
	if (store_find(s, schema_id_term(a, id), &number, err) < 0)
		return err && err->code == ERR_NOT_FOUND ? fetch_not_found(id, err) : -1;
	*database_r = store_database_of(s, number);
	if (store_data(s, number, a, &data, err) < 0 || stored_of(s, number, data, a, &stored, err) < 0 ||
	    stored_fields(&stored, a, doc, err) < 0)
		return -1;
	return stored.n_blocks == 0 ? 0 : stored_text(&stored, 0, stored.n_blocks - 1, a, &doc->text, err);
}

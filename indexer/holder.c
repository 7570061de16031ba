/* Holders of ids; see holder.h. */
#include "config.h"

#include "indexer/holder.h"

#include <string.h>

#include "index/catalogue.h"
#include "index/stored.h"

int holder_read(struct store *s, docid_t doc, struct arena *a, struct holder *out_r, struct err *err)
{
	struct stored stored;
	struct doc fields;
	memset(&fields, 0, sizeof(fields));
	if (store_data(s, doc, a, &out_r->data, err) < 0 || stored_open(out_r->data, a, &stored, err) < 0 ||
	    stored_fields(&stored, a, &fields, err) < 0)
		return err_prefix(err, "reading the document number %u", (unsigned)doc);
	out_r->doc = doc;
	out_r->id = fields.id;
	out_r->path = fields.path;
	return 0;
}

int holder_find(struct store *s, struct str unique, struct arena *a, struct holder *out_r, struct err *err)
{
	docid_t doc;
	memset(out_r, 0, sizeof(*out_r));
	if (store_find(s, unique, &doc, err) < 0)
		return err->code == ERR_NOT_FOUND ? 0 : -1;
	return holder_read(s, doc, a, out_r, err);
}

/* Is the file known, and one that is a document as a whole? */
static int is_document_file(struct store *s, struct str path, struct arena *a, bool *is_r, struct err *err)
{
	struct catalogue_entry e;
	struct str value;
	*is_r = false;
	if (store_metadata(s, catalogue_key(a, path), a, &value, err) < 0)
		return -1;
	if (value.n && catalogue_decode(value, &e, err) < 0)
		return -1;
	*is_r = value.n && !(e.flags & FILE_RECORDS);
	return 0;
}

int holder_gives(struct store *s, const struct holder *h, struct str path, bool is_file, struct arena *a,
		 bool *gives_r, struct err *err)
{
	bool held_by_file = false;
	*gives_r = true;
	if (!h->doc || str_eq(h->path, path))
		return 0;
	if (!is_file && h->path.n && is_document_file(s, h->path, a, &held_by_file, err) < 0)
		return -1;
	*gives_r = !is_file && !held_by_file;
	return 0;
}

struct str holder_refusal(const struct holder *h, struct str id, struct arena *a)
{
	struct str by = h->path.n ? h->path : STR("a record from standard input");
	return arena_printf(a, "the id \"%.*s\" is held by %.*s", STR_ARG(id), STR_ARG(by));
}

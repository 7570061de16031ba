/* Changing an index, checking one, compacting one.
 *
 * Everything happens inside one Xapian transaction after the other.  Outside of them Xapian commits
 * by itself, every so many documents and when the database is closed; inside, nothing becomes
 * visible before store_writer_commit(), and closing cancels.
 */
#include "config.h"

#include "shim/store_internal.hh"

#include <memory>
#include <sstream>
#include <unistd.h>

extern "C" {
#include "common/buf.h"
#include "shim/store_write.h"
}

struct store_writer {
	Xapian::WritableDatabase db;
	struct store reader;
	bool failed = false;		/* a change failed: nothing since the last commit is left */

	store_writer(const char *path, int flags) : db(path, flags)
	{
		db.begin_transaction();
		reader.db = db;
		reader.parts.push_back(db);
	}
};

/* A change that fails takes all that were not committed with it, for Xapian then forgets them. */
template <typename Body>
static int change(struct store_writer *w, struct err *err, Body &&body)
{
	if (w->failed)
		return err_set(err, ERR_INTERNAL, "an earlier change failed: the index can only be closed");
	int rc = guard(err, body);
	w->failed = rc != 0;
	return rc;
}

int store_writer_open(const char *path, bool create, struct store_writer **out_r, struct err *err)
{
	*out_r = nullptr;
	return guard(err, [&] {
		/* The exception for this would not tell it from a disk that refuses. */
		if (create && access((std::string(path) + "/iamglass").c_str(), F_OK) == 0)
			return err_set(err, ERR_EXISTS, "there is an index already: %s", path);
		int flags = create ? Xapian::DB_CREATE | Xapian::DB_NO_SYNC : Xapian::DB_OPEN;
		*out_r = new struct store_writer(path, flags | Xapian::DB_BACKEND_GLASS);
		return 0;
	});
}

#ifdef KAREZ_SANITIZED
/* Xapian 1.4's check deletes a database through a base class without a virtual destructor. */
extern "C" const char *__asan_default_options(void);
extern "C" const char *__asan_default_options(void)
{
	return "new_delete_type_mismatch=0";
}
#endif

/* Drop what is not committed.  A commit that failed has ended the transaction and may have left
 * changes behind, which closing would commit: a new one (unflushed, as a flushed one begins with a
 * commit) takes them in and is cancelled too. */
static void cancel(Xapian::WritableDatabase &db)
{
	try {
		db.cancel_transaction();
	} catch (const Xapian::InvalidOperationError &) {
		db.begin_transaction(false);
		db.cancel_transaction();
	}
}

void store_writer_close(struct store_writer **w)
{
	if (!*w)
		return;
	guard(nullptr, [&] { cancel((*w)->db); });
	delete *w;
	*w = nullptr;
}

static Xapian::Document document_of(const struct store_document *d)
{
	Xapian::Document doc;
	doc.set_data(string_of(d->data));
	std::string term;
	for (size_t i = 0; i < d->n_terms; i++) {
		const struct store_term *t = &d->terms[i];
		term.assign(t->term.p, t->term.n);
		if (t->n_positions == 0)
			doc.add_term(term, t->wdf);
		for (uint32_t j = 0; j < t->n_positions; j++)
			doc.add_posting(term, t->positions[j], j == 0 ? t->wdf : 0);
	}
	for (size_t i = 0; i < d->n_values; i++)
		doc.add_value(d->values[i].slot, string_of(d->values[i].value));
	return doc;
}

int store_writer_add(struct store_writer *w, const struct store_document *d, docid_t *doc_r, struct err *err)
{
	return change(w, err, [&] { *doc_r = w->db.add_document(document_of(d)); });
}

int store_writer_replace(struct store_writer *w, struct str unique, const struct store_document *d,
			 docid_t *doc_r, struct err *err)
{
	return change(w, err, [&] { *doc_r = w->db.replace_document(string_of(unique), document_of(d)); });
}

int store_writer_delete(struct store_writer *w, docid_t doc, struct err *err)
{
	return change(w, err, [&] { w->db.delete_document(doc); });
}

int store_writer_set_metadata(struct store_writer *w, struct str key, struct str value, struct err *err)
{
	return change(w, err, [&] { w->db.set_metadata(string_of(key), string_of(value)); });
}

int store_writer_commit(struct store_writer *w, struct err *err)
{
	return change(w, err, [&] {
		w->db.commit_transaction();
		w->db.begin_transaction();
	});
}

struct store *store_writer_reader(struct store_writer *w)
{
	return &w->reader;
}

int store_check(const char *path, uint64_t *errors_r, struct buf *log, struct err *err)
{
	return guard(err, [&] {
		std::ostringstream out;
		*errors_r = Xapian::Database::check(path, 0, log ? &out : nullptr);
		if (log)
			buf_addstr(log, view_of(out.str()));
	});
}

int store_compact(const char *path, const char *dest, struct err *err)
{
	return guard(err, [&] {
		if (access(dest, F_OK) == 0)
			return err_set(err, ERR_EXISTS, "already there: %s", dest);
		Xapian::Database(std::string(path)).compact(dest);
		return 0;
	});
}

/* Opening indexes for reading, following their revisions, and reading single documents. */
#include "config.h"

#include "shim/store_internal.hh"

#include <memory>

int store_open(const char *const *paths, size_t n, struct store **out_r, struct err *err)
{
	*out_r = nullptr;
	if (n == 0)
		return err_set(err, ERR_INVALID, "no index to open");
	return guard(err, [&] {
		auto s = std::make_unique<struct store>();
		for (size_t i = 0; i < n; i++) {
			s->paths.emplace_back(paths[i]);
			s->parts.emplace_back(s->paths.back());
			s->db.add_database(s->parts.back());
			s->places.emplace_back(paths[i]);
		}
		*out_r = s.release();
	});
}

void store_close(struct store **s)
{
	delete *s;
	*s = nullptr;
}

int store_reopen(struct store *s, bool *changed_r, struct err *err)
{
	return guard(err, [&] {
		bool changed = s->db.reopen();
		if (changed_r)
			*changed_r = changed;
	});
}

int store_info(struct store *s, struct store_info *out_r, struct err *err)
{
	return guard(err, [&] {
		out_r->documents = s->db.get_doccount();
		out_r->last_docid = s->db.get_lastdocid();
		out_r->average_length = s->db.get_average_length();
		out_r->total_length = s->db.get_total_length();
	});
}

int store_revision(struct store *s, size_t i, uint64_t *revision_r, struct err *err)
{
	if (i >= s->parts.size())
		return err_set(err, ERR_INVALID, "no database number %zu", i);
	return guard(err, [&] { *revision_r = s->parts[i].get_revision(); });
}

int store_uuid(struct store *s, size_t i, struct arena *a, struct str *uuid_r, struct err *err)
{
	if (i >= s->parts.size())
		return err_set(err, ERR_INVALID, "no database number %zu", i);
	return guard(err, [&] { *uuid_r = arena_str(a, view_of(s->parts[i].get_uuid())); });
}

size_t store_databases(const struct store *s)
{
	return s->parts.size();
}

const char *store_path(const struct store *s, size_t i)
{
	return s->paths[i].c_str();
}

/* Xapian gives document d of database i of n the number (d - 1) * n + i + 1. */
size_t store_database_of(const struct store *s, docid_t doc)
{
	return (doc - 1) % s->parts.size();
}

void **store_attached(struct store *s, size_t i, void (*free)(void *))
{
	struct attached &a = s->attachments[{i, free}];
	a.free = free;
	return &a.p;
}

int store_data(struct store *s, docid_t doc, struct arena *a, struct str *data_r, struct err *err)
{
	return guard(err, [&] {
		*data_r = arena_str(a, view_of(s->db.get_document(doc).get_data()));
	});
}

int store_hit_data(struct store *s, docid_t doc, struct arena *a, struct str *data_r, struct err *err)
{
	return guard(err, [&] {
		*data_r = arena_str(a, view_of(s->db.get_document(doc, Xapian::DOC_ASSUME_VALID).get_data()));
	});
}

int store_length(struct store *s, docid_t doc, uint32_t *length_r, struct err *err)
{
	return guard(err, [&] { *length_r = s->db.get_doclength(doc); });
}

int store_value(struct store *s, docid_t doc, uint32_t slot, struct arena *a, struct str *value_r,
		struct err *err)
{
	return guard(err, [&] {
		*value_r = arena_str(a, view_of(s->db.get_document(doc).get_value(slot)));
	});
}

/* The list rises as the documents do, so one walk is enough. */
static void values_of(Xapian::Database &db, uint32_t slot, const docid_t *docs, size_t n, store_value_fn *fn, void *arg)
{
	auto i = db.valuestream_begin(slot), end = db.valuestream_end(slot);
	for (size_t at = 0; at < n && i != end; at++) {
		if (i.get_docid() < docs[at]) {
			i.skip_to(docs[at]);
			if (i == end)
				return;
		}
		if (i.get_docid() == docs[at] && fn(arg, at, view_of(*i)))
			return;
	}
}

int store_values(struct store *s, uint32_t slot, const docid_t *docs, size_t n, store_value_fn *fn, void *arg, struct err *err)
{
	return guard(err, [&] {
		if (docs) {
			values_of(s->db, slot, docs, n, fn, arg);
			return;
		}
		for (auto i = s->db.valuestream_begin(slot), end = s->db.valuestream_end(slot); i != end; ++i)
			if (fn(arg, i.get_docid(), view_of(*i)))
				return;
	});
}

int store_value_count(struct store *s, uint32_t slot, uint32_t *n_r, struct err *err)
{
	return guard(err, [&] { *n_r = s->db.get_value_freq(slot); });
}

int store_positions(struct store *s, docid_t doc, struct str term, struct arena *a,
		    termpos_t **positions_r, size_t *n_r, struct err *err)
{
	return guard(err, [&] {
		std::string t = string_of(term);
		std::vector<termpos_t> found;
		for (auto i = s->db.positionlist_begin(doc, t), end = s->db.positionlist_end(doc, t);
		     i != end; ++i)
			found.push_back(*i);
		*positions_r = nullptr;
		*n_r = found.size();
		if (found.empty())
			return;
		size_t bytes = found.size() * sizeof(termpos_t);
		*positions_r = static_cast<termpos_t *>(arena_alloc(a, bytes));
		memcpy(*positions_r, found.data(), bytes);
	});
}

int store_posting(struct store *s, docid_t doc, struct str term, uint32_t *wdf_r, uint32_t *length_r, struct err *err)
{
	int found = 0;
	int rc = guard(err, [&] {
		if (!term.n)	/* to Xapian that is every document */
			return;
		std::string t = string_of(term);
		auto i = s->db.postlist_begin(t), end = s->db.postlist_end(t);
		if (i == end)
			return;
		i.skip_to(doc);
		if (i == end || *i != doc)
			return;
		*wdf_r = i.get_wdf();
		*length_r = i.get_doclength();
		found = 1;
	});
	return rc < 0 ? -1 : found;
}

int store_find(struct store *s, struct str term, docid_t *doc_r, struct err *err)
{
	return guard(err, [&] {
		std::string t = string_of(term);
		/* To Xapian the empty term means every document. */
		if (!t.empty()) {
			auto i = s->db.postlist_begin(t);
			if (i != s->db.postlist_end(t)) {
				*doc_r = *i;
				return 0;
			}
		}
		return err_set(err, ERR_NOT_FOUND, "no document has the term %s", t.c_str());
	});
}

const char *store_library_version(void)
{
	return Xapian::version_string();
}

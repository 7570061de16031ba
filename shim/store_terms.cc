/* The vocabulary of an index, its metadata, and the terms that set documents apart. */
#include "config.h"

#include "shim/store_internal.hh"

extern "C" {
#include "common/unit.h"
#include "glass/lookup.h"
}

/* ---- In place: of all databases, or not at all ---- */

static bool frequency_in_place(const struct store *s, struct str term, uint32_t *freq_r)
{
	uint64_t all = 0;
	if (!s->in_place)
		return false;
	for (const struct place &p : s->places) {
		uint32_t documents;
		if (lookup_term(&p.view.map, term, &documents) < 0)
			return false;
		all += documents;
	}
	*freq_r = static_cast<uint32_t>(all);
	return true;
}

static bool metadata_in_place(const struct store *s, struct str key, bool *has_r)
{
	*has_r = false;
	if (!s->in_place)
		return false;
	for (const struct place &p : s->places) {
		int rc = lookup_metadata(&p.view.map, key);
		if (rc < 0)
			return false;
		*has_r = *has_r || rc;
	}
	return true;
}

/* Is it sure that no term begins so? */
static bool has_no_term(const struct store *s, struct str prefix)
{
	for (const struct place &p : s->places)
		if (!s->in_place || lookup_terms_starting(&p.view.map, prefix) != 0)
			return false;
	return s->in_place;
}

static bool each_metadata_in_place(const struct store *s, struct str prefix, store_metadata_fn *fn, void *arg)
{
	if (!s->in_place)
		return false;
	for (const struct place &p : s->places)
		if (lookup_metadata_starting(&p.view.map, prefix, nullptr, nullptr) < 0)
			return false;
	for (const struct place &p : s->places)
		if (lookup_metadata_starting(&p.view.map, prefix, fn, arg) <= 0)
			break;
	return true;
}

/* ---- Words ---- */

int store_term_frequency(struct store *s, struct str term, uint32_t *freq_r, struct err *err)
{
	if (frequency_in_place(s, term, freq_r))
		return 0;
	return guard(err, [&] {
		/* To Xapian the empty term means every document. */
		*freq_r = term.n ? s->db.get_termfreq(string_of(term)) : 0;
	});
}

void store_deadline(struct store *s, uint64_t deadline_us)
{
	s->deadline_us = deadline_us;
	s->terms_seen = 0;
}

int store_each_term(struct store *s, struct str prefix, store_term_fn *fn, void *arg, struct err *err)
{
	bool late = false;
	if (has_no_term(s, prefix))
		return 0;
	int rc = guard(err, [&] {
		std::string p = string_of(prefix);
		for (auto i = s->db.allterms_begin(p), end = s->db.allterms_end(p); i != end; ++i) {
			/* Counted over all calls: it is many words of one query that take long. */
			if (s->deadline_us && ++s->terms_seen % 1024 == 0 && clock_us() >= s->deadline_us) {
				late = true;
				break;
			}
			std::string term = *i;
			if (fn(arg, view_of(term), i.get_termfreq()))
				break;
		}
	});
	if (rc == 0 && late)
		return err_set(err, ERR_TIMEOUT, "the time was over while words like those typed were looked for");
	return rc;
}

int store_each_document(struct store *s, struct str term, store_document_fn *fn, void *arg, struct err *err)
{
	return guard(err, [&] {
		if (!term.n)	/* to Xapian that is every document */
			return;
		std::string t = string_of(term);
		for (auto i = s->db.postlist_begin(t), end = s->db.postlist_end(t); i != end; ++i) {
			if (fn(arg, *i))
				break;
		}
	});
}

static int walk_term(const Xapian::Database &db, const std::string &term, const struct store_walk *walk,
		     struct err *err)
{
	if (walk->term(walk->arg, view_of(term), db.get_termfreq(term), db.get_collection_freq(term), err) != 0)
		return -1;
	for (auto i = db.postlist_begin(term), end = db.postlist_end(term); i != end; ++i)
		if (walk->posting(walk->arg, *i, i.get_wdf(), err) != 0)
			return -1;
	return 0;
}

int store_walk(struct store *s, const struct store_walk *walk, struct err *err)
{
	return guard(err, [&] {
		/* To Xapian the empty term means every document. */
		for (auto i = s->db.postlist_begin(""), end = s->db.postlist_end(""); i != end; ++i)
			if (walk->document(walk->arg, *i, i.get_doclength(), err) != 0)
				return -1;
		auto i = s->db.allterms_begin(), end = s->db.allterms_end();
		while (i != end) {
			std::string term = *i;
			if (term_has_prefix(view_of(term))) {
				i.skip_to(std::string(1, 'Z' + 1));
				continue;
			}
			if (term_is_plain(view_of(term)) && walk_term(s->db, term, walk, err) != 0)
				return -1;
			++i;
		}
		return 0;
	});
}

int store_each_doc_term(struct store *s, docid_t doc, store_term_fn *fn, void *arg, struct err *err)
{
	return guard(err, [&] {
		for (auto i = s->db.termlist_begin(doc), end = s->db.termlist_end(doc); i != end; ++i) {
			std::string term = *i;
			if (fn(arg, view_of(term), i.get_wdf()))
				break;
		}
	});
}

int store_metadata_of(struct store *s, size_t i, struct str key, struct arena *a, struct str *value_r, struct err *err)
{
	if (i >= s->parts.size())
		return err_set(err, ERR_INVALID, "no database number %zu", i);
	return guard(err, [&] {
		*value_r = arena_str(a, view_of(s->parts[i].get_metadata(string_of(key))));
	});
}

int store_metadata(struct store *s, struct str key, struct arena *a, struct str *value_r, struct err *err)
{
	return store_metadata_of(s, 0, key, a, value_r, err);
}

int store_has_metadata(struct store *s, struct str key, bool *has_r, struct err *err)
{
	if (metadata_in_place(s, key, has_r))
		return 0;
	*has_r = false;
	return guard(err, [&] {
		std::string k = string_of(key);
		for (const Xapian::Database &db : s->parts)
			*has_r = *has_r || !db.get_metadata(k).empty();
	});
}

int store_each_metadata(struct store *s, struct str prefix, store_metadata_fn *fn, void *arg,
			struct err *err)
{
	if (each_metadata_in_place(s, prefix, fn, arg))
		return 0;
	return guard(err, [&] {
		std::string p = string_of(prefix);
		for (const Xapian::Database &db : s->parts)
			for (auto i = db.metadata_keys_begin(p), end = db.metadata_keys_end(p); i != end; ++i) {
				std::string key = *i, value = db.get_metadata(key);
				if (fn(arg, view_of(key), view_of(value)))
					return;
			}
	});
}

namespace {

struct plain : Xapian::ExpandDecider {
	bool operator()(const std::string &term) const override
	{
		return term_is_plain(view_of(term));
	}
};

}

int store_expand(struct store *s, const docid_t *docs, size_t n_docs, uint32_t max, struct arena *a,
		 struct store_weighted_term **terms_r, size_t *n_r, struct err *err)
{
	return guard(err, [&] {
		Xapian::RSet relevant;
		for (size_t i = 0; i < n_docs; i++)
			relevant.add_document(docs[i]);
		plain decider;
		Xapian::ESet set = Xapian::Enquire(s->db).get_eset(max, relevant, &decider);
		auto *terms = static_cast<struct store_weighted_term *>(
			arena_array(a, set.size(), sizeof(struct store_weighted_term)));
		size_t n = 0;
		for (auto i = set.begin(); i != set.end(); ++i, n++)
			terms[n] = { arena_str(a, view_of(*i)), i.get_weight() };
		*terms_r = terms;
		*n_r = n;
	});
}

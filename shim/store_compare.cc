/* Walks two databases side by side; see store_compare.h. */
#include "config.h"

#include "shim/store_internal.hh"

#include <set>
#include <sstream>

extern "C" {
#include "shim/store_compare.h"
}

namespace {

struct enough {};

class comparison {
	const Xapian::Database a, b;
	struct buf *log;
	std::set<Xapian::valueno> slots;

	void document(Xapian::docid doc);
	void term(const std::string &name);
	void terms();
	void documents();
	void values();
	void metadata();
	void statistics();

	template <typename T>
	void same(const std::string &what, const T &x, const T &y)
	{
		if (x == y)
			return;
		std::ostringstream line;
		line << what << ": " << x << " and " << y << '\n';
		found(line.str());
	}

	void found(const std::string &line)
	{
		if (log)
			buf_addstr(log, view_of(line));
		if (++differences == STORE_COMPARE_MOST)
			throw enough();
	}

	/* Both ranges hold the same items; fn looks at what hangs on them. */
	template <typename I, typename F>
	void walk(const std::string &what, I i, I i_end, I j, I j_end, F fn)
	{
		for (; i != i_end && j != j_end; ++i, ++j) {
			auto x = *i, y = *j;
			if (x != y) {
				same(what, x, y);
				return;
			}
			fn(i, j);
		}
		if (i != i_end || j != j_end)
			found(what + ": more in the " + (i != i_end ? "first\n" : "second\n"));
	}

	void positions(const std::string &what, Xapian::PositionIterator i, Xapian::PositionIterator j)
	{
		walk(what + ", position", i, Xapian::PositionIterator(), j, Xapian::PositionIterator(),
		     [](auto &, auto &) {});
	}

public:
	uint64_t differences = 0;

	comparison(const char *a_path, const char *b_path, struct buf *to) : a(a_path), b(b_path), log(to) {}

	void run()
	{
		try {
			statistics();
			metadata();
			terms();
			documents();
			values();
		} catch (const enough &) {
		}
	}
};

void comparison::statistics()
{
	same("documents", a.get_doccount(), b.get_doccount());
	same("last document", a.get_lastdocid(), b.get_lastdocid());
	same("total length", a.get_total_length(), b.get_total_length());
	same("average length", a.get_avlength(), b.get_avlength());
	same("lower bound of lengths", a.get_doclength_lower_bound(), b.get_doclength_lower_bound());
	same("upper bound of lengths", a.get_doclength_upper_bound(), b.get_doclength_upper_bound());
	same("positions", a.has_positions(), b.has_positions());
}

void comparison::metadata()
{
	walk("key", a.metadata_keys_begin(), a.metadata_keys_end(), b.metadata_keys_begin(), b.metadata_keys_end(),
	     [&](auto &i, auto &) { same("value of " + *i, a.get_metadata(*i), b.get_metadata(*i)); });
	walk("spelling", a.spellings_begin(), a.spellings_end(), b.spellings_begin(), b.spellings_end(),
	     [&](auto &i, auto &j) { same("frequency of " + *i, i.get_termfreq(), j.get_termfreq()); });
}

void comparison::term(const std::string &name)
{
	const std::string what = "term " + name;
	same(what + ", collection frequency", a.get_collection_freq(name), b.get_collection_freq(name));
	same(what + ", bound of wdf", a.get_wdf_upper_bound(name), b.get_wdf_upper_bound(name));
	walk(what, a.postlist_begin(name), a.postlist_end(name), b.postlist_begin(name), b.postlist_end(name),
	     [&](auto &i, auto &j) {
		     const std::string where = what + " in " + std::to_string(*i);
		     same(where + ", wdf", i.get_wdf(), j.get_wdf());
		     same(where + ", length", i.get_doclength(), j.get_doclength());
		     positions(where, i.positionlist_begin(), j.positionlist_begin());
	     });
}

void comparison::terms()
{
	walk("terms", a.allterms_begin(), a.allterms_end(), b.allterms_begin(), b.allterms_end(), [&](auto &i, auto &j) {
		same("term " + *i + ", frequency", i.get_termfreq(), j.get_termfreq());
		term(*i);
	});
}

void comparison::document(Xapian::docid doc)
{
	const std::string what = "document " + std::to_string(doc);
	const Xapian::Document x = a.get_document(doc), y = b.get_document(doc);
	same(what + ", data", x.get_data(), y.get_data());
	same(what + ", number of terms", x.termlist_count(), y.termlist_count());
	same(what + ", unique terms", a.get_unique_terms(doc), b.get_unique_terms(doc));
	same(what + ", number of values", x.values_count(), y.values_count());
	walk(what + ", terms", x.termlist_begin(), x.termlist_end(), y.termlist_begin(), y.termlist_end(),
	     [&](auto &i, auto &j) {
		     same(what + ", wdf of " + *i, i.get_wdf(), j.get_wdf());
		     same(what + ", positions of " + *i, i.positionlist_count(), j.positionlist_count());
	     });
	walk(what + ", values", x.values_begin(), x.values_end(), y.values_begin(), y.values_end(),
	     [&](auto &i, auto &j) {
		     same(what + ", slot", i.get_valueno(), j.get_valueno());
		     slots.insert(i.get_valueno());
	     });
}

void comparison::documents()
{
	walk("documents", a.postlist_begin(""), a.postlist_end(""), b.postlist_begin(""), b.postlist_end(""),
	     [&](auto &i, auto &j) {
		     same("length of " + std::to_string(*i), i.get_doclength(), j.get_doclength());
		     document(*i);
	     });
}

void comparison::values()
{
	for (Xapian::valueno slot : slots) {
		const std::string what = "slot " + std::to_string(slot);
		same(what + ", frequency", a.get_value_freq(slot), b.get_value_freq(slot));
		same(what + ", lower bound", a.get_value_lower_bound(slot), b.get_value_lower_bound(slot));
		same(what + ", upper bound", a.get_value_upper_bound(slot), b.get_value_upper_bound(slot));
		walk(what, a.valuestream_begin(slot), a.valuestream_end(slot), b.valuestream_begin(slot),
		     b.valuestream_end(slot), [&](auto &i, auto &j) { same(what, i.get_docid(), j.get_docid()); });
	}
}

} // namespace

int store_compare(const char *a, const char *b, uint64_t *differences_r, struct buf *log, struct err *err)
{
	return guard(err, [&] {
		comparison c(a, b, log);
		c.run();
		*differences_r = c.differences;
	});
}

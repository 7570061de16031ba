/* Searching: a postfix tree to a Xapian query, run with its limits, the hits copied out. */
#include "config.h"

#include "shim/store_internal.hh"

#include <algorithm>
#include <cmath>

extern "C" {
#include "common/unit.h"
#include "shim/bm25.h"
}

namespace {

/* Smaller than every value that is not empty. */
const std::string LEAST_VALUE(1, '\0');

/* ---- Tree to query ---- */

struct subquery {
	Xapian::Query query;
	unsigned depth;
	double work;		/* postings to read, about; see worth_a_deadline() */
	bool positional;	/* may stand below NEAR and PHRASE, */
	Xapian::Query words;	/* in this form: terms and OR; Xapian takes no synonyms there */
	Xapian::Query matches;	/* the same documents, without MAX: of a synonym's parts only that counts */
	bool weighed = false;	/* by more than its terms say */
};

/* What looking at positions costs against reading a posting, and what a prefix's terms (unknown
 * before the search) have in all against the documents. */
const double WORK_POSITIONS = 20, WORK_PREFIX = 10;

/* Goes on behind the last document, and weighs nothing. */
class endless_source : public Xapian::PostingSource {
	Xapian::docid at = 0;
	Xapian::doccount documents = 0;

public:
	PostingSource *clone() const override { return new endless_source; }
	void init(const Xapian::Database &db) override
	{
		documents = db.get_doccount();
		at = 0;
	}
	Xapian::doccount get_termfreq_min() const override { return 0; }
	Xapian::doccount get_termfreq_est() const override { return documents; }
	Xapian::doccount get_termfreq_max() const override { return documents; }
	Xapian::docid get_docid() const override { return at; }
	void next(double) override { at++; }
	void skip_to(Xapian::docid did, double) override { at = std::max(at, did); }
	bool at_end() const override { return false; }
};

class tree {
	const Xapian::Database &db;
	const bool several;		/* databases as one */
	const bool estimate;		/* is the work asked for? */
	std::vector<struct subquery> stack;
	std::vector<bool> subtracted;	/* nodes below the right side of AND_NOT */

	void push(Xapian::Query query, double share)
	{
		stack.push_back({ query, 1, share * db.get_doccount(), false, {}, query });
	}
	void push_words(Xapian::Query query, double work)
	{
		stack.push_back({ query, 1, work, true, query, query });
	}
	int leaf(const struct store_node &node, struct err *err);
	int join(const struct store_node &node, bool only_matches, struct err *err);
	void mark_subtracted(const struct store_node *nodes, size_t n);
	Xapian::Query joined(Xapian::Query::op op, uint32_t n, Xapian::Query subquery::*form,
			     uint32_t window = 0) const;
	Xapian::Query best_of(uint32_t n) const;

public:
	tree(const Xapian::Database &db_, bool several_, bool estimate_) : db(db_), several(several_), estimate(estimate_) { }
	int build(const struct store_node *nodes, size_t n, struct subquery &out, struct err *err);
};

/* Documents without the value are outside of every range: LEAST_VALUE keeps them out where the
 * lower end is open. */
Xapian::Query range(const struct store_node &node)
{
	std::string low = node.low.n ? string_of(node.low) : LEAST_VALUE;
	if (node.high.n == 0)
		return Xapian::Query(Xapian::Query::OP_VALUE_GE, node.slot, low);
	return Xapian::Query(Xapian::Query::OP_VALUE_RANGE, node.slot, low, string_of(node.high));
}

/* Xapian's own wildcard does not tell plain terms from marked ones. */
Xapian::Query prefixed(const Xapian::Database &db, const struct store_node &node)
{
	std::string start = string_of(node.term);
	if (term_has_prefix(node.term))
		return Xapian::Query(Xapian::Query::OP_WILDCARD, start, node.limit,
				     Xapian::Query::WILDCARD_LIMIT_MOST_FREQUENT, Xapian::Query::OP_SYNONYM);
	std::vector<std::pair<Xapian::doccount, std::string>> found;
	for (auto i = db.allterms_begin(start), end = db.allterms_end(start); i != end; ++i) {
		std::string term = *i;
		if (term_is_marked(view_of(term)) == node.marked)
			found.emplace_back(i.get_termfreq(), std::move(term));
	}
	auto more_frequent = [](const auto &x, const auto &y) {
		return x.first != y.first ? x.first > y.first : x.second < y.second;
	};
	if (found.size() > node.limit) {
		std::nth_element(found.begin(), found.begin() + node.limit, found.end(), more_frequent);
		found.resize(node.limit);
	}
	std::vector<Xapian::Query> terms;
	for (const auto &f : found)
		terms.emplace_back(f.second);
	return Xapian::Query(Xapian::Query::OP_SYNONYM, terms.begin(), terms.end());
}

int tree::leaf(const struct store_node &node, struct err *err)
{
	switch (node.op) {
	case STORE_TERM:
		if (node.term.n == 0)
			return err_set(err, ERR_SYNTAX, "empty term in a query");
		push_words(Xapian::Query(string_of(node.term), node.wqf ? node.wqf : 1),
			   estimate ? db.get_termfreq(string_of(node.term)) : 0);
		return 0;
	case STORE_PREFIX:
		if (node.term.n == 0 || node.limit == 0)
			return err_set(err, ERR_LIMIT, "a prefix needs at least one letter");
		push(prefixed(db, node), WORK_PREFIX);
		return 0;
	case STORE_RANGE:
		push(range(node), 1);
		return 0;
	case STORE_ALL:		/* Query::MatchAll is one object for all threads, so not that */
		push(Xapian::Query(std::string()), 1);
		return 0;
	default:		/* STORE_NOTHING */
		push_words(Xapian::Query(), 0);
		return 0;
	}
}

Xapian::Query tree::joined(Xapian::Query::op op, uint32_t n, Xapian::Query subquery::*form,
			   uint32_t window) const
{
	std::vector<Xapian::Query> below;
	for (auto i = stack.end() - n; i != stack.end(); ++i)
		below.push_back((*i).*form);
	return Xapian::Query(op, below.begin(), below.end(), window);
}

/* MAX.  Xapian 1.4 frees its lists as they end, and when all have ended at once, in one database of several, asks the first of
 * them for its weight on the way to the next database.  So one is put among them that never ends; which documents
 * match is said apart from it.  Its frequency cannot be told, as a synonym wants to know it. */
Xapian::Query tree::best_of(uint32_t n) const
{
	if (!several)
		return joined(Xapian::Query::OP_MAX, n, &subquery::query);
	std::vector<Xapian::Query> below;
	for (auto i = stack.end() - n; i != stack.end(); ++i)
		below.push_back(i->query);
	Xapian::Query any(Xapian::Query::OP_OR, below.begin(), below.end());
	below.push_back(Xapian::Query((new endless_source)->release()));
	return Xapian::Query(Xapian::Query::OP_FILTER, Xapian::Query(Xapian::Query::OP_MAX, below.begin(), below.end()), any);
}

const struct {
	enum store_op op;
	Xapian::Query::op xapian;
	unsigned least, most;		/* subqueries */
} OPERATORS[] = {
	{ STORE_AND, Xapian::Query::OP_AND, 1, UINT32_MAX },
	{ STORE_OR, Xapian::Query::OP_OR, 1, UINT32_MAX },
	{ STORE_AND_NOT, Xapian::Query::OP_AND_NOT, 2, 2 },
	{ STORE_AND_MAYBE, Xapian::Query::OP_AND_MAYBE, 2, 2 },
	{ STORE_FILTER, Xapian::Query::OP_FILTER, 2, 2 },
	{ STORE_NEAR, Xapian::Query::OP_NEAR, 1, UINT32_MAX },
	{ STORE_PHRASE, Xapian::Query::OP_PHRASE, 1, UINT32_MAX },
	{ STORE_SYNONYM, Xapian::Query::OP_SYNONYM, 1, UINT32_MAX },
	{ STORE_MAX, Xapian::Query::OP_MAX, 1, UINT32_MAX },
	{ STORE_SCALE, Xapian::Query::OP_SCALE_WEIGHT, 1, 1 },
};

/* Where nothing is weighed AND_MAYBE is its left side, and has to be written so: below AND_NOT Xapian 1.4 reads bounds of
 * AND_MAYBE that it has never set, and now and then takes a document more for a match. */
void tree::mark_subtracted(const struct store_node *nodes, size_t n)
{
	std::vector<size_t> first(n), open;	/* where the part that ends at a node begins; parts not joined yet */
	subtracted.assign(n, false);
	for (size_t i = 0; i < n; i++) {
		first[i] = i;
		for (uint32_t k = 0; nodes[i].op > STORE_NOTHING && k < nodes[i].n && !open.empty(); k++) {
			first[i] = first[open.back()];
			open.pop_back();
		}
		open.push_back(i);
	}
	for (size_t i = n; i-- > 1;)
		if (nodes[i].op == STORE_AND_NOT && !subtracted[i])
			std::fill(subtracted.begin() + long(first[i - 1]), subtracted.begin() + long(i), true);
}

/* only_matches: nothing is weighed here. */
int tree::join(const struct store_node &node, bool only_matches, struct err *err)
{
	auto row = std::find_if(std::begin(OPERATORS), std::end(OPERATORS),
				[&](const auto &r) { return r.op == node.op; });
	if (row == std::end(OPERATORS))
		BUG("unknown operator in a query");
	if (node.n < row->least || node.n > row->most || node.n > stack.size())
		return err_set(err, ERR_SYNTAX, "operator %d of a query has %u of %zu subqueries",
			       int(node.op), node.n, stack.size());
	struct subquery made = { {}, 0, 0, true, {}, {} };
	for (auto i = stack.end() - node.n; i != stack.end(); ++i) {
		made.depth = std::max(made.depth, i->depth + 1);
		made.work += i->work;
		made.positional = made.positional && i->positional;
		made.weighed |= i->weighed;
	}
	if (made.depth > STORE_MAX_DEPTH)
		return err_set(err, ERR_LIMIT, "query nested more than %d deep", STORE_MAX_DEPTH);
	if (only_matches && node.op == STORE_AND_MAYBE) {
		made = (stack.end() - node.n)[0];
		stack.resize(stack.size() - node.n);
		stack.push_back(std::move(made));
		return 0;
	}
	if (node.op == STORE_NEAR || node.op == STORE_PHRASE) {
		if (!made.positional)
			return err_set(err, ERR_SYNTAX, "only words have positions for a phrase or NEAR");
		made.query = made.matches = joined(row->xapian, node.n, &subquery::words, std::max(node.window, node.n));
		/* The library takes only OR of terms for places; what these weigh together says the rest. */
		if (std::any_of(stack.end() - node.n, stack.end(), [](const auto &i) { return i.weighed; }))
			made.query = Xapian::Query(Xapian::Query::OP_FILTER,
				joined(Xapian::Query::OP_AND, node.n, &subquery::query), made.query);
		made.work *= WORK_POSITIONS;
	} else if (node.op == STORE_SCALE) {
		if (!std::isfinite(node.factor) || node.factor < 0)
			return err_set(err, ERR_SYNTAX, "a weight is a number from 0 up");
		made.query = Xapian::Query(row->xapian, stack.back().query, node.factor);
		made.matches = stack.back().matches;
	} else if (node.op == STORE_MAX) {
		made.query = best_of(node.n);
		made.matches = joined(Xapian::Query::OP_OR, node.n, &subquery::matches);
	} else {
		made.matches = joined(row->xapian, node.n, &subquery::matches);
		made.query = node.op == STORE_SYNONYM ? made.matches : joined(row->xapian, node.n, &subquery::query);
	}
	made.weighed |= node.op == STORE_MAX || node.op == STORE_SCALE;
	made.positional = made.positional && (node.op == STORE_OR || node.op == STORE_SYNONYM ||
					      node.op == STORE_MAX || node.op == STORE_SCALE);
	if (made.positional)
		made.words = joined(Xapian::Query::OP_OR, node.n, &subquery::words);
	stack.resize(stack.size() - node.n);
	stack.push_back(std::move(made));
	return 0;
}

int tree::build(const struct store_node *nodes, size_t n, struct subquery &out, struct err *err)
{
	if (n > STORE_MAX_NODES)
		return err_set(err, ERR_LIMIT, "query of more than %d parts", STORE_MAX_NODES);
	mark_subtracted(nodes, n);
	for (size_t i = 0; i < n; i++)
		if ((nodes[i].op <= STORE_NOTHING ? leaf(nodes[i], err) : join(nodes[i], subtracted[i], err)) != 0)
			return -1;
	if (stack.size() != 1)
		return err_set(err, ERR_SYNTAX, "a query of %zu trees", stack.size());
	out = std::move(stack[0]);
	return 0;
}

/* ---- Deadline ---- */

/* The source below is one more posting list to step through: for a single frequent word that is
 * twice the time, for others a tenth.  So searches that are over soon anyway do without: those that
 * read fewer postings than this (about ten milliseconds' worth), where each value that is looked
 * up counts like some. */
const double WORK_SHORT = 200000, WORK_VALUE = 4;

bool worth_a_deadline(const struct store_search *q, double work)
{
	double values = q->collect + (q->sort_slot != STORE_NO_SLOT) + (q->collapse_slot != STORE_NO_SLOT);
	return work * (1 + WORK_VALUE * values) >= WORK_SHORT;
}

/* What the searching thread and the sources below share. */
struct deadline {
	uint64_t at_us;
	unsigned steps;
	bool passed;

	bool check()
	{
		if (!passed && ++steps % 64 == 0 && clock_us() >= at_us)
			passed = true;
		return passed;
	}
};

/* Matches every document, until the time is over. */
class deadline_source : public Xapian::PostingSource {
	struct deadline &deadline;
	Xapian::docid at = 0, last = 0;
	Xapian::doccount documents = 0;

	void move_to(Xapian::docid did)
	{
		at = deadline.check() || did > last ? 0 : did;
	}

public:
	explicit deadline_source(struct deadline &d) : deadline(d) { }

	/* Each of several databases gets a copy of its own. */
	PostingSource *clone() const override { return new deadline_source(deadline); }

	void init(const Xapian::Database &db) override
	{
		documents = db.get_doccount();
		last = db.get_lastdocid();
		at = 0;
	}
	Xapian::doccount get_termfreq_min() const override { return documents; }
	Xapian::doccount get_termfreq_est() const override { return documents; }
	Xapian::doccount get_termfreq_max() const override { return documents; }
	Xapian::docid get_docid() const override { return at; }
	void next(double) override { move_to(at + 1); }
	void skip_to(Xapian::docid did, double) override { move_to(did); }
	bool at_end() const override { return at == 0; }
};

/* ---- Sorting ---- */

/* Rising order with the documents that have no value last. */
class missing_last : public Xapian::KeyMaker {
	Xapian::valueno slot;

public:
	explicit missing_last(Xapian::valueno slot_) : slot(slot_) { }

	std::string operator()(const Xapian::Document &doc) const override
	{
		std::string value = doc.get_value(slot);
		return value.empty() ? "1" : "0" + value;
	}
};

/* Falling order has the missing ones last by itself, and so has rising order when none is missing. */
void set_order(Xapian::Enquire &enquire, Xapian::Database &db, const struct store_search *q,
	       missing_last &keys)
{
	if (q->sort_slot == STORE_NO_SLOT)
		return;
	if (q->sort_descending || db.get_value_freq(q->sort_slot) == db.get_doccount())
		enquire.set_sort_by_value_then_relevance(q->sort_slot, q->sort_descending);
	else
		enquire.set_sort_by_key_then_relevance(&keys, false);
}

/* ---- Results ---- */

void copy_hits(const Xapian::MSet &set, struct arena *a, struct store_result *out)
{
	out->hits = static_cast<struct store_hit *>(arena_array(a, set.size(), sizeof(struct store_hit)));
	for (auto i = set.begin(); i != set.end(); ++i)
		out->hits[out->n_hits++] = { *i, i.get_weight(), i.get_collapse_count(), 0 };
}

/* All matches that the search looks at. */
class collector : public Xapian::MatchSpy {
	std::vector<docid_t> docs;
	std::vector<struct store_hit> hits;	/* with their own factors, when there are any */
	const struct store_search *q;

public:
	explicit collector(const struct store_search *q_) : q(q_) { }

	void operator()(const Xapian::Document &doc, double weight) override
	{
		add(doc.get_docid(), weight);
	}

	void add(docid_t number, double weight)
	{
		if (q->collect)
			docs.push_back(number);
		if (q->factor)
			hits.push_back({ number, weight * q->factor(q->factor_arg, number), 0, 0 });
	}

	/* The best of them, as the library would have them. */
	void copy_best(struct arena *a, struct store_result *out)
	{
		size_t last = std::min(hits.size(), size_t(q->offset) + q->limit), first = std::min(last, size_t(q->offset));
		std::partial_sort(hits.begin(), hits.begin() + ptrdiff_t(last), hits.end(), [](const auto &x, const auto &y) {
			return x.weight > y.weight || (x.weight == y.weight && x.doc < y.doc);
		});
		out->n_hits = last - first;
		out->hits = static_cast<struct store_hit *>(arena_array(a, out->n_hits, sizeof(struct store_hit)));
		std::copy(hits.begin() + ptrdiff_t(first), hits.begin() + ptrdiff_t(last), out->hits);
	}

	void copy(struct arena *a, struct store_result *out)
	{
		std::sort(docs.begin(), docs.end());
		out->matches = static_cast<docid_t *>(arena_array(a, docs.size(), sizeof(docid_t)));
		std::copy(docs.begin(), docs.end(), out->matches);
		out->n_matches = docs.size();
	}
};

/* Of several databases a spy is told the number of a document in its own: all matches as hits have those of the store. */
void collect_apart(struct store *s, const Xapian::Query &query, const struct store_search *q, collector &matches)
{
	if (!q->collect && !q->factor)
		return;
	Xapian::Enquire enquire(s->db);
	enquire.set_weighting_scheme(Xapian::BM25Weight(BM25_K1, BM25_K2, BM25_K3, BM25_B, BM25_MIN_NORMLEN));
	enquire.set_query(query);
	Xapian::MSet all = enquire.get_mset(0, s->db.get_doccount());
	for (auto i = all.begin(); i != all.end(); ++i)
		matches.add(*i, i.get_weight());
}

int search(struct store *s, const struct store_search *q, struct arena *a, struct store_result *out,
	   struct err *err)
{
	struct subquery top;
	if (tree(s->db, s->parts.size() > 1, q->deadline_us != 0).build(q->nodes, q->n_nodes, top, err) != 0)
		return -1;
	*out = {};
	struct deadline deadline = { q->deadline_us, 0, q->deadline_us && clock_us() >= q->deadline_us };
	deadline_source source(deadline);
	if (deadline.passed || (q->deadline_us && worth_a_deadline(q, top.work)))
		top.query = Xapian::Query(Xapian::Query::OP_FILTER, top.query, Xapian::Query(&source));

	Xapian::Enquire enquire(s->db);
	enquire.set_weighting_scheme(Xapian::BM25Weight(BM25_K1, BM25_K2, BM25_K3, BM25_B,
							BM25_MIN_NORMLEN));
	enquire.set_query(top.query);
	missing_last keys(q->sort_slot);
	set_order(enquire, s->db, q, keys);
	if (q->collapse_slot != STORE_NO_SLOT)
		enquire.set_collapse_key(q->collapse_slot);
	collector matches(q);
	if (s->parts.size() > 1)
		collect_apart(s, top.query, q, matches);
	else if (q->collect || q->factor)
		enquire.add_matchspy(&matches);

	/* Nothing may be passed over for its weight before that is known. */
	Xapian::MSet set = enquire.get_mset(q->offset, q->limit, q->factor ? s->db.get_doccount() : q->check_at_least);
	if (q->factor)
		matches.copy_best(a, out);
	else
		copy_hits(set, a, out);
	matches.copy(a, out);
	out->matches_lower = set.get_matches_lower_bound();
	out->matches_estimated = set.get_matches_estimated();
	out->matches_upper = set.get_matches_upper_bound();
	out->timed_out = deadline.passed;
	/* Xapian takes the end of time for the end of the matches. */
	if (out->timed_out)
		out->matches_upper = s->db.get_doccount();
	return 0;
}

}

int store_search(struct store *s, const struct store_search *q, struct arena *a,
		 struct store_result *out_r, struct err *err)
{
	return guard(err, [&] { return search(s, q, a, out_r, err); });
}

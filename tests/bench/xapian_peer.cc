// The peer: Xapian in process, as it comes and as well as its API allows.
//
// usage: xapian_peer terms CORPUS.tsv DIR
//            TermGenerator with the English stemmer: words with positions and stems; default flush
//        xapian_peer stems CORPUS.tsv DIR THREADS
//            stems with positions only, by a splitter of its own, small databases and one compact()
//        xapian_peer query terms|stems DIR QUERIES.tsv ROUNDS
//            by QueryParser, or by stems on an index of stems: that of `stems`, or one of karez.
// Prints the best of ROUNDS for each query (see bench.py): "ids" takes the numbers of the best ten
// documents, "text" what is stored of them as well.
#include <xapian.h>

#include <sys/resource.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <map>
#include <mutex>
#include <sstream>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

static const unsigned SMALL = 300;	// documents of a small database
static const double CLASS_SECONDS = 10;

static double now()
{
	return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

struct Record {
	std::string id, title, text;
};

static bool read_record(std::istream &in, Record &r)
{
	return std::getline(in, r.id, '\t') && std::getline(in, r.title, '\t') && std::getline(in, r.text);
}

static void build_terms(const char *corpus, const char *dir)
{
	Xapian::WritableDatabase db(dir, Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_BACKEND_GLASS);
	Xapian::TermGenerator tg;
	tg.set_stemmer(Xapian::Stem("en"));
	std::ifstream in(corpus);
	for (Record r; read_record(in, r);) {
		Xapian::Document d;
		tg.set_document(d);
		tg.set_termpos(0);
		tg.index_text(r.title);
		tg.increase_termpos();
		tg.index_text(r.text);
		d.set_data(r.text);
		d.add_boolean_term("Q" + r.id);
		db.add_document(d);
	}
	db.commit();
}

class Stems {
	Xapian::Stem english{"en"}, russian{"ru"};
	std::unordered_map<std::string, std::string> known;

public:
	const std::string &of(const std::string &word)
	{
		auto found = known.find(word);
		if (found == known.end()) {
			const auto &stem = static_cast<unsigned char>(word[0]) < 0x80 ? english : russian;
			found = known.emplace(word, stem(word)).first;
		}
		return found->second;
	}

	// Positions go on from `position`; the last one is returned.
	Xapian::termpos index(const std::string &text, Xapian::Document &d, Xapian::termpos position)
	{
		std::string word;
		for (size_t i = 0; i <= text.size(); i++) {
			unsigned char c = i < text.size() ? static_cast<unsigned char>(text[i]) : ' ';
			if (c >= 0x80 || isalnum(c)) {
				word += static_cast<char>(c < 0x80 ? tolower(c) : c);
			} else if (!word.empty()) {
				if (word.size() < 64)
					d.add_posting(of(word), ++position);
				word.clear();
			}
		}
		return position;
	}
};

static void build_stems(const char *corpus, const std::string &dir, unsigned threads)
{
	struct rlimit files;
	getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
	std::ifstream in(corpus);
	std::mutex reading;
	unsigned parts = 0;
	auto part = [&](unsigned n) { return dir + "." + std::to_string(n); };
	auto work = [&] {
		Stems stems;
		for (;;) {
			std::vector<Record> records;
			unsigned number;
			{
				std::lock_guard<std::mutex> lock(reading);
				for (Record r; records.size() < SMALL && read_record(in, r);)
					records.push_back(std::move(r));
				if (records.empty())
					return;
				number = parts++;
			}
			Xapian::WritableDatabase db(part(number), Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_BACKEND_GLASS |
								  Xapian::DB_NO_SYNC | Xapian::DB_DANGEROUS);
			for (const auto &r : records) {
				Xapian::Document d;
				stems.index(r.text, d, stems.index(r.title, d, 0) + 1);
				d.set_data(r.text);
				d.add_boolean_term("Q" + r.id);
				db.add_document(d);
			}
			db.commit();
		}
	};
	std::vector<std::thread> pool;
	for (unsigned i = 0; i < threads; i++)
		pool.emplace_back(work);
	for (auto &t : pool)
		t.join();
	Xapian::Database all;
	for (unsigned i = 0; i < parts; i++)
		all.add_database(Xapian::Database(part(i)));
	all.compact(dir, Xapian::DBCOMPACT_MULTIPASS);
}

static Xapian::Query by_parser(const std::string &cls, const std::string &words)
{
	Xapian::QueryParser parser;
	parser.set_stemmer(Xapian::Stem("en"));
	parser.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
	parser.set_default_op(cls == "or" ? Xapian::Query::OP_OR : Xapian::Query::OP_AND);
	return parser.parse_query(cls == "phrase" ? '"' + words + '"' : words, Xapian::QueryParser::FLAG_PHRASE);
}

static Xapian::Query by_stems(const std::string &cls, const std::string &words, Stems &stems)
{
	std::vector<std::string> terms;
	std::istringstream in(words);
	for (std::string w; in >> w;)
		terms.push_back(stems.of(w));
	if (cls == "phrase")
		return Xapian::Query(Xapian::Query::OP_PHRASE, terms.begin(), terms.end(), terms.size());
	return Xapian::Query(cls == "or" ? Xapian::Query::OP_OR : Xapian::Query::OP_AND, terms.begin(), terms.end());
}

struct Asked {
	std::string cls, words, ids;
	double best = 0;
};

// Seconds for one query; the ids that it found.
static double ask(const Xapian::Database &db, Asked &q, Stems *stems, bool text)
{
	Xapian::docid ids[10];
	size_t n = 0, bytes = 0;
	double began = now();
	Xapian::Enquire e(db);
	e.set_query(stems ? by_stems(q.cls, q.words, *stems) : by_parser(q.cls, q.words));
	auto m = e.get_mset(0, 10);
	for (auto i = m.begin(); i != m.end(); ++i) {
		ids[n++] = *i;
		if (text)
			bytes += i.get_document().get_data().size();
	}
	double took = now() - began;
	if (text && n && !bytes)
		throw std::runtime_error("nothing is stored");
	q.ids.clear();
	for (size_t i = 0; i < n; i++)
		q.ids += (i ? "," : "") + std::to_string(ids[i]);
	return took;
}

static void query(const char *dir, const char *file, unsigned rounds, bool by_stem)
{
	Xapian::Database db(dir);
	Stems stems;
	std::vector<Asked> queries;
	std::ifstream in(file);
	for (Asked q; std::getline(in, q.cls, '\t') && std::getline(in, q.words);)
		queries.push_back(q);
	for (const char *variant : { "ids", "text" }) {
		bool text = !strcmp(variant, "text");
		std::map<std::string, double> spent;
		for (unsigned round = 0; round <= rounds; round++)
			for (auto &q : queries) {
				if (round > 1 && spent[q.cls] > CLASS_SECONDS)
					continue;
				double took = ask(db, q, by_stem ? &stems : nullptr, text);
				spent[q.cls] += took;
				if (round == 1 || took < q.best)
					q.best = took;
			}
		for (const auto &q : queries)
			printf("%s\t%s\t%.2f\t%s\n", variant, q.cls.c_str(), q.best * 1e6, q.ids.c_str());
	}
}

int main(int argc, char **argv)
try {
	std::string what = argc > 1 ? argv[1] : "";
	if (what == "terms" && argc == 4)
		build_terms(argv[2], argv[3]);
	else if (what == "stems" && argc == 5)
		build_stems(argv[2], argv[3], unsigned(atoi(argv[4])));
	else if (what == "query" && argc == 6)
		query(argv[3], argv[4], unsigned(atoi(argv[5])), !strcmp(argv[2], "stems"));
	else
		throw std::runtime_error("usage: xapian_peer terms CORPUS DIR | stems CORPUS DIR THREADS | query terms|stems DIR QUERIES ROUNDS");
	return 0;
} catch (const Xapian::Error &e) {
	std::cerr << "xapian_peer: " << e.get_description() << "\n";
	return 1;
} catch (const std::exception &e) {
	std::cerr << "xapian_peer: " << e.what() << "\n";
	return 1;
}

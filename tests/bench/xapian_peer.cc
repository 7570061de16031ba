// The peer: Xapian as it comes, in process.
//
// usage: xapian_peer build CORPUS.ndjson DIR
//            TermGenerator (English stems, positions), text as document data, default flush
//        xapian_peer query DIR QUERIES.tsv ROUNDS
//            the queries of tests/bench/corpus.c on a karez index, top 10 with document data
//            left alone: terms are stems, one JSON line per class as tests/bench/load.c prints
#include <xapian.h>

#include <jansson.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <vector>

using Clock = std::chrono::steady_clock;

static double since(Clock::time_point t)
{
	return std::chrono::duration<double>(Clock::now() - t).count();
}

static int build(const char *corpus, const char *dir)
{
	auto began = Clock::now();
	Xapian::WritableDatabase db(dir, Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_BACKEND_GLASS);
	Xapian::TermGenerator tg;
	tg.set_stemmer(Xapian::Stem("en"));
	std::ifstream in(corpus);
	std::string line;
	unsigned long long bytes = 0, n = 0;
	while (std::getline(in, line)) {
		json_t *o = json_loadb(line.data(), line.size(), 0, nullptr);
		if (!o)
			continue;
		auto get = [&](const char *k) { const char *s = json_string_value(json_object_get(o, k)); return std::string(s ? s : ""); };
		Xapian::Document d;
		tg.set_document(d);
		tg.set_termpos(0);
		tg.index_text(get("title"));
		tg.increase_termpos();
		tg.index_text(get("text"));
		d.set_data(get("text"));
		d.add_boolean_term("Q" + get("id"));
		db.add_document(d);
		bytes += get("title").size() + get("text").size();
		n++;
		json_decref(o);
	}
	db.commit();
	struct rusage r;
	getrusage(RUSAGE_SELF, &r);
	double s = since(began);
	printf("{\"documents\":%llu,\"bytes\":%llu,\"seconds\":%.3f,\"mb_per_s\":%.3f,\"peak_kb\":%ld}\n", n, bytes, s,
	       double(bytes) / 1e6 / s, r.ru_maxrss);
	return 0;
}

static std::string stem_of(const std::string &word, const Xapian::Stem &en, const Xapian::Stem &ru)
{
	return (static_cast<unsigned char>(word[0]) < 0x80 ? en : ru)(word);
}

static Xapian::Query parse(const std::string &cls, const std::string &text, const Xapian::Stem &en, const Xapian::Stem &ru)
{
	std::vector<Xapian::Query> terms;
	std::string w;
	for (char c : text + " ") {
		if (c != ' ' && c != '"' && c != '*') {
			w += c;
			continue;
		}
		if (!w.empty() && w != "AND" && w != "OR")
			terms.push_back(Xapian::Query(cls == "prefix" ? w : stem_of(w, en, ru)));
		if (cls == "prefix" && !w.empty())
			return Xapian::Query(Xapian::Query::OP_WILDCARD, w, 200, Xapian::Query::WILDCARD_LIMIT_MOST_FREQUENT);
		w.clear();
	}
	if (cls == "phrase")
		return Xapian::Query(Xapian::Query::OP_PHRASE, terms.begin(), terms.end(), terms.size());
	return Xapian::Query(cls == "or" ? Xapian::Query::OP_OR : Xapian::Query::OP_AND, terms.begin(), terms.end());
}

static int query(const char *dir, const char *file, unsigned rounds)
{
	Xapian::Database db(dir);
	Xapian::Stem en("en"), ru("ru");
	std::ifstream in(file);
	std::vector<std::string> order;
	std::map<std::string, std::vector<std::string>> classes;
	for (std::string line; std::getline(in, line);) {
		auto tab = line.find('\t');
		if (tab == std::string::npos)
			continue;
		auto cls = line.substr(0, tab);
		if (!classes.count(cls))
			order.push_back(cls);
		classes[cls].push_back(line.substr(tab + 1));
	}
	for (auto &cls : order) {
		std::vector<double> took;
		unsigned long long hits = 0;
		for (unsigned round = 0; round <= rounds; round++)
			for (auto &text : classes[cls]) {
				auto t = Clock::now();
				Xapian::Enquire e(db);
				e.set_query(parse(cls, text, en, ru));
				auto m = e.get_mset(0, 10);
				for (auto i = m.begin(); i != m.end(); ++i)
					hits += round && *i != 0;
				if (round)
					took.push_back(since(t) * 1e6);
			}
		std::sort(took.begin(), took.end());
		double sum = 0;
		for (double x : took)
			sum += x;
		size_t n = took.size();
		printf("{\"class\":\"%s\",\"connections\":0,\"requests\":%zu,\"mean\":%.1f,\"p50\":%.0f,\"p90\":%.0f,\"p99\":%.0f,"
		       "\"per_second\":%.0f,\"hits\":%llu,\"errors\":0}\n",
		       cls.c_str(), n, sum / double(n), took[n / 2], took[n * 9 / 10], took[n * 99 / 100], double(n) * 1e6 / sum, hits);
	}
	return 0;
}

int main(int argc, char **argv)
try {
	if (argc == 4 && !strcmp(argv[1], "build"))
		return build(argv[2], argv[3]);
	if (argc == 5 && !strcmp(argv[1], "query"))
		return query(argv[2], argv[3], unsigned(strtoul(argv[4], nullptr, 10)));
	std::cerr << "usage: " << argv[0] << " build CORPUS DIR | query DIR QUERIES ROUNDS\n";
	return 2;
} catch (const Xapian::Error &e) {
	std::cerr << e.get_description() << "\n";
	return 1;
}

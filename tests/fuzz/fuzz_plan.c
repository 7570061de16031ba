/* A line of query and a text: every query that parses becomes one that the store takes, whatever it asks for, the
 * passages of the text are valid text with marks that rise and stay inside, none over another, and what explains a score
 * adds up to it. */
#include "config.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "common/fs.h"
#include "common/utf8.h"
#include "index/prepare.h"
#include "index/stored.h"
#include "query/aliases.h"
#include "query/search.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[] = "/tmp/karez-fuzz-XXXXXX";
static struct preparer *preparer;
static struct analyzer *analyzer;	/* of the preparer */
static struct store *store;
static struct alias_table *table;
static struct aliases *names;

static void clean_up(void)
{
	aliases_free(&names);
	alias_table_free(&table);
	store_close(&store);
	preparer_free(&preparer);
	fs_remove_tree(folder, NULL);
}

#define MUST(call) do { struct err must_err; if ((call) < 0) BUG(must_err.msg); } while (0)

static void add_document(struct store_writer *w)
{
	static const char text[] = "Organs of the state, organ by organ. Граница. The Border Trade Organ (BTO).";
	static const char aliases[] = "organ = state = organs of the state = Граница\nBTO ~ border\ntrade -> the state\n"
				      "border trade = BT\nby != state\n";
	static const struct doc doc = { .id = { "1", 1 }, .title = { "Border trade", 12 }, .lang = { "en", 2 },
		.date = { "2014", 4 }, .text = { text, sizeof(text) - 1 } };
	struct prepare_limits limits = { 0 };
	struct prepared p;
	docid_t id;
	prepared_init(&p);
	MUST(prepare(preparer, &doc, STR_NONE, &limits, &p, &must_err));
	prepared_group(preparer, &p);
	MUST(store_writer_add(w, &p.document, &id, &must_err));
	prepared_fini(&p);
	table = alias_table_new();
	MUST(alias_table_parse(table, "f", STR(aliases), &must_err));
	MUST(alias_table_finish(table, &must_err));
	names = aliases_new(table, analyzer);
}

static void set_up(void)
{
	struct langs langs;
	struct store_writer *w;
	const char *const paths[] = { folder };
	BUG_ON(!mkdtemp(folder) || atexit(clean_up));
	MUST(fs_remove_tree(folder, &must_err));
	MUST(langs_parse(STR("en,de,ru"), &langs, &must_err));
	MUST(preparer_new(&langs, NULL, &preparer, &must_err));
	analyzer = preparer_analyzer(preparer);
	MUST(store_writer_open(folder, true, &w, &must_err));
	add_document(w);
	MUST(store_writer_commit(w, &must_err));
	store_writer_close(&w);
	MUST(store_open(paths, 1, &store, &must_err));
}

static void check_marks(struct str text, const struct span *marks, size_t n)
{
	uint32_t at = 0;
	for (size_t i = 0; i < n; i++) {
		BUG_ON(marks[i].start < at || marks[i].end <= marks[i].start || marks[i].end > text.n);
		BUG_ON(utf8_floor(text, marks[i].start) != marks[i].start);
		BUG_ON(utf8_floor(text, marks[i].end) != marks[i].end);
		at = marks[i].end;
	}
}

static void check_passages(const struct plan *plan, struct str text, struct arena *a)
{
	struct str rest = text;
	struct doc doc = { .id = STR("x"), .text = text };
	str_cut(&rest, '\n', &doc.title);	/* as most plain texts have it */
	struct prepare_limits limits = { 0 };
	struct prepared p;
	struct stored stored;
	struct passage *passages;
	struct span *marks;
	size_t n;
	prepared_init(&p);
	MUST(prepare(preparer, &doc, STR_NONE, &limits, &p, &must_err));
	prepared_group(preparer, &p);
	MUST(stored_open(p.document.data, a, &stored, &must_err));
	MUST(snippet_make(store, 1, &stored, &doc, plan, analyzer, SNIPPET_MAX, a, &passages, &n, &must_err));
	for (size_t i = 0; i < n; i++) {
		BUG_ON(!utf8_valid(passages[i].text) || passages[i].text.n > 16 * SNIPPET_TARGET);
		BUG_ON(passages[i].offset >= passages[i].end || passages[i].end > text.n);
		BUG_ON(utf8_floor(text, passages[i].offset) != passages[i].offset);
		BUG_ON(passages[i].end < text.n && utf8_floor(text, passages[i].end) != passages[i].end);
		for (size_t k = 0; k < i; k++)
			BUG_ON(passages[i].offset < passages[k].end && passages[k].offset < passages[i].end);
		check_marks(passages[i].text, passages[i].marks, passages[i].n_marks);
	}
	snippet_marks(text, STR_NONE, plan, true, analyzer, a, &marks, &n);
	check_marks(text, marks, n);
	prepared_fini(&p);
}

static void check_accounts(const struct search_result *r)
{
	for (size_t i = 0; i < r->n_hits; i++) {
		const struct account *account = r->hits[i].account;
		double score = r->hits[i].score;
		BUG_ON(!account != !(score > 0));
		BUG_ON(account && fabs(account_sum(account) - score) > 1e-9 * (1 + score));
		for (size_t k = 0; account && k < account->n; k++)
			for (size_t m = 0; m < account->rows[k].n_places; m++)
				BUG_ON(account->rows[k].places[m].words.n == 0);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str all = { (const char *)data, size }, query;
	struct arena a = ARENA_INIT;
	if (!store)
		set_up();
	all.n = utf8_valid_prefix(all);
	if (!str_cut(&all, '\n', &query))
		query = STR_NONE;
	for (unsigned i = 0; i < 6; i++) {
		struct search_params p = { .query = query, .match = (enum match)(i % 3), .limit = 10, .snippets = 1, .explain = true,
					   .widen = { .aliases = i >= 3, .names = names } };
		struct search_explanation e;
		struct search_result r;
		struct err err = { 0 };
		if (search_run(store, analyzer, &p, &a, &r, &err) < 0) {
			BUG_ON(err.code != ERR_LIMIT && err.code != ERR_SYNTAX);
			BUG_ON(err.code == ERR_SYNTAX && err.column == 0);	/* the store's word for a bad tree */
			continue;
		}
		check_accounts(&r);
		MUST(search_explain(store, analyzer, &p, &a, &e, &must_err));
		check_passages(&e.plan, all, &a);
	}
	arena_fini(&a);
	return 0;
}

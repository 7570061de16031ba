/* Names in queries: other names by alias files and by definitions, in words, phrases and NEAR. */
#include "config.h"

#include "query_fixture.h"

#include "query/aliases.h"
#include "query/evidence.h"

static const char aliases_text[] =
	"MRA = Mountain Road Agency = АГД = Агентство горных дорог  # 1998\n"
	"al-Nura = al-Noora = Nura = Noora = Нура\n"
	"Lightborough ~ Darkborough # 2003 renamed\n"
	"NS ~> NS-V\n"
	"NS = Northern State\n"
	"NS-V = Northern State Valley\n"
	"Turan -> Altai\n"
	"Karimov != Kamilov\n"
	"Bukhara != Bukhari\n"
	"Bukhara = Bokhara\n"
	"TIP = Turan Iron Party\n"
	"US = Union of Steppes\n"
	"Old Party = New Party\n";

static const struct doc docs[] = {
	{ .id = STR("long"), .text = STR("The Mountain Road Agency met the nurse.") },
	{ .id = STR("acronym"), .text = STR("What the MRA says.") },
	{ .id = STR("russian"), .text = STR("Встреча Агентства горных дорог.") },
	{ .id = STR("apart"), .text = STR("Every road has a mountain, each agency a head.") },
	{ .id = STR("noora"), .text = STR("The fighters of al-Noora and the Party of Light.") },
	{ .id = STR("nura"), .text = STR("The fighters of Nura came.") },
	{ .id = STR("light"), .text = STR("In Lightborough.") },
	{ .id = STR("dark"), .text = STR("In Darkborough.") },
	{ .id = STR("ns"), .text = STR("The Northern State came.") },
	{ .id = STR("nsv"), .text = STR("The Northern State Valley (NS-V) came.") },
	{ .id = STR("altai"), .text = STR("Altai is high.") },
	{ .id = STR("turan"), .text = STR("Turan is low.") },
	{ .id = STR("karimov"), .text = STR("Karimov spoke.") },
	{ .id = STR("kamilov"), .text = STR("Kamilov spoke.") },
	{ .id = STR("tip"), .text = STR("The tip of it.") },
	{ .id = STR("tip2"), .text = STR("What the TIP wants.") },
	{ .id = STR("party"), .text = STR("The Turan Iron Party.") },
	/* Definitions. */
	{ .id = STR("wua1"), .text = STR("Water users associations (WUAs) and the Joint Border Council (JBC).") },
	{ .id = STR("wua2"), .text = STR("One water users association only.") },
	{ .id = STR("mbp1"), .text = STR("Mobile border posts (MBPs).") },
	{ .id = STR("mbp2"), .text = STR("Two MBPs.") },
	{ .id = STR("jbc1"), .text = STR("The Joint Border Council (JBC) and the Joint Border Commission (JBCO).") },
	{ .id = STR("jbc2"), .text = STR("The Japanese Book Club (JBC).") },
	{ .id = STR("jbc3"), .text = STR("A Japanese book club.") },
	{ .id = STR("jbc4"), .text = STR("The JBC.") },
	{ .id = STR("eec"), .text = STR("The Eastern Energy Concern (EEC).") },
	{ .id = STR("eaec"), .text = STR("The Eastern Energy Concern (EAEC).") },
	{ .id = STR("eaec2"), .text = STR("What the EAEC wants.") },
};

struct world {
	struct fixture *f;
	struct alias_table *table;
	struct aliases *aliases;
};

static int open_world(void **state)
{
	struct world *w = xcalloc(1, sizeof(*w));
	w->f = fixture_open(docs, sizeof(docs) / sizeof(*docs));
	w->table = alias_table_new();
	ok(alias_table_parse(w->table, "test", str_of(aliases_text), &ok_err));
	ok(alias_table_finish(w->table, &ok_err));
	w->aliases = aliases_new(w->table, w->f->analyzer);
	*state = w;
	return 0;
}

static int close_world(void **state)
{
	struct world *w = *state;
	aliases_free(&w->aliases);
	alias_table_free(&w->table);
	fixture_close(w->f);
	free(w);
	return 0;
}

static int by_text(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

struct row {
	const char *query, *found, *expanded, *offered;
};

/* "ids in order of the alphabet", what was expanded, what offered. */
static void expect(struct world *w, const struct row *row, bool aliases)
{
	struct search_params p = { .query = str_of(row->query), .match = MATCH_ALL, .limit = 50,
				   .widen = { .aliases = aliases, .names = w->aliases } };
	struct search_result r;
	struct buf found = BUF_INIT, expanded = BUF_INIT, offered = BUF_INIT;
	ok(search_run(w->f->store, w->f->analyzer, &p, &w->f->arena, &r, &ok_err));
	struct str *ids = arena_array(&w->f->arena, r.n_hits, sizeof(*ids));
	for (size_t i = 0; i < r.n_hits; i++)
		ids[i] = r.hits[i].doc.id;
	if (r.n_hits)
		qsort(ids, r.n_hits, sizeof(*ids), by_text);
	for (size_t i = 0; i < r.n_hits; i++)
		buf_printf(&found, "%s%.*s", i ? " " : "", STR_ARG(ids[i]));
	expansions_format(&r.expansions, false, &expanded);
	expansions_format(&r.expansions, true, &offered);
	struct { struct buf *got; const char *expected; } all[] = {
		{ &found, row->found }, { &expanded, row->expanded }, { &offered, row->offered },
	};
	for (size_t i = 0; i < 3; i++) {
		if (all[i].expected && !str_eqz(buf_str(all[i].got), all[i].expected))
			fail_msg("%s\n  gives    %.*s\n  expected %s", row->query, STR_ARG(buf_str(all[i].got)), all[i].expected);
		buf_fini(all[i].got);
	}
}

static void expect_rows(struct world *w, const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		expect(w, &rows[i], true);
}
#define EXPECT(world, rows) expect_rows(world, rows, sizeof(rows) / sizeof(*rows))

static void by_alias_files(void **state)
{
	static const struct row rows[] = {
		{ "MRA", "acronym long russian", "MRA = Mountain Road Agency, Агентство горных дорог (alias)", "" },
		{ "mra", "acronym long russian", "mra = Mountain Road Agency, Агентство горных дорог (alias)", "" },
		{ "АГД", "acronym long russian", NULL, "" },
		{ "агентство горных дорог", "acronym long russian", NULL, "" },
		{ "агентству горных дорог", "acronym long russian", NULL, "" },
		{ "\"Mountain Road Agency\"", "acronym long russian", NULL, "" },
		/* All of the words, wherever they stand, as before; and the other names. */
		{ "mountain road agency", "acronym apart long russian",
		  "mountain road agency = MRA, Агентство горных дорог (alias)", "" },
		{ "the mountain-road agency nurse", "long", NULL, "" },
		{ "mountain road", "apart long", "", "" },
		{ "mountain roads agencies says", "acronym", NULL, "" },
		/* Only the whole of a phrase. */
		{ "\"Mountain Road Agency met\"", "long", "", "" },
		{ "\"the MRA\"", "acronym", "", "" },
		{ "al-Nura", "noora nura", NULL, "" },
		{ "Нуры", "noora nura", NULL, "" },
		{ "Nura AND Light", "noora", NULL, "" },
		/* Offered. */
		{ "Lightborough", "light", "", "Lightborough ~ Darkborough (alias)" },
		{ "darkborough", "dark", "", "darkborough ~ Lightborough (alias)" },
		{ "NS", "ns nsv", NULL, "NS ~ NS-V (alias)" },
		{ "NS-V", "nsv", NULL, "" },
		/* One way. */
		{ "Turan is", "altai turan", "Turan = Altai (alias)", "" },
		{ "Altai is", "altai", "", "" },
		/* Nothing of it in the index. */
		{ "\"old party\"", "", "", "" },
		{ "Bukhara", "", "", "" },
		/* Not what is not wanted. */
		{ "(agency OR met) -MRA", "apart long", "", "" },
		{ "agency NOT MRA", "apart long", "", "" },
		{ "title:MRA", "", NULL, "" },
		{ "=MRA", "acronym", "", "" },
	};
	EXPECT(*state, rows);
}

/* Names that are to stand alone take nothing from the others. */
static void left_alone(void **state)
{
	struct world *w = *state;
	static const struct { const char *alone, *query, *expanded; } rows[] = {
		{ "MRA", "MRA", "" },
		{ "mra", "MRA", "MRA = Mountain Road Agency, Агентство горных дорог (alias)" },
		{ "MRA", "MRA OR Turan", "Turan = Altai (alias)" },
		{ "Mountain Road Agency", "\"Mountain Road Agency\"", "" },
		{ "mountain road agency", "mountain road agency", "" },
		{ "mountain", "mountain road agency", "mountain road agency = MRA, Агентство горных дорог (alias)" },
		{ "Lightborough", "Lightborough", "" },
		{ "Каримов", "Каримов", "" },
		{ "Камилов", "Каримов", "Каримов = karimov (name)" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct str alone[] = { STR("x"), str_of(rows[i].alone) };
		struct search_params p = { .query = str_of(rows[i].query), .limit = 5,
					   .widen = { .aliases = true, .translit = true, .names = w->aliases, .alone = alone, .n_alone = 2 } };
		struct search_result r;
		struct buf expanded = BUF_INIT;
		ok(search_run(w->f->store, w->f->analyzer, &p, &w->f->arena, &r, &ok_err));
		expansions_format(&r.expansions, false, &expanded);
		if (!str_eqz(buf_str(&expanded), rows[i].expanded))
			fail_msg("%s without %s: %.*s", rows[i].query, rows[i].alone, STR_ARG(buf_str(&expanded)));
		buf_fini(&expanded);
	}
}

static void acronyms_that_are_words(void **state)
{
	static const struct row rows[] = {
		{ "TIP", "party tip2", "TIP = Turan Iron Party (alias)", "" },
		{ "tip", "tip", "", "" },
		{ "Tip", "tip", "", "" },
		{ "Turan Iron Party", "party tip2", "Turan Iron Party = TIP (alias)", "" },
	};
	EXPECT(*state, rows);
}

static void under_near(void **state)
{
	static const struct row rows[] = {
		{ "fighters NEAR/3 Nura", "noora nura", NULL, "" },
		{ "fighters ADJ/3 al-Nura", "noora nura", NULL, "" },
		{ "MRA NEAR/5 met", "long", NULL, "" },
		{ "встреча NEAR/5 MRA", "russian", NULL, "" },
		{ "(fighters OR xx) NEAR/3 (Noora OR yy)", "noora nura", NULL, "" },
		{ "Nura NEAR/9 Nura NEAR/9 Nura NEAR/9 Nura NEAR/9 Nura NEAR/9 Nura", "", NULL, "" },
	};
	EXPECT(*state, rows);
}

static void by_definitions(void **state)
{
	static const struct row rows[] = {
		{ "WUA", "wua1 wua2", "WUA = Water users association [1] (acronym)", "" },
		{ "WUAs", "wua1 wua2", NULL, "" },
		{ "wua", "wua1 wua2", NULL, "" },
		{ "\"water users association\"", "wua1 wua2", "water users association = WUA [1] (acronym)", "" },
		{ "MBP", "mbp1 mbp2", "MBP = Mobile border post [1] (acronym)", "" },
		{ "MBPs", "mbp1 mbp2", NULL, "" },
		/* Two meanings, each with its documents. */
		{ "JBC", "jbc1 jbc2 jbc3 jbc4 wua1", "JBC = Joint Border Council [2], Japanese Book Club [1] (acronym)", "" },
		{ "\"Joint Border Council\"", "jbc1 jbc2 jbc4 wua1", "Joint Border Council = JBC [2] (acronym)", "" },
		{ "\"Japanese book club\"", "jbc2 jbc3", "", "Japanese book club ~ JBC [1] (acronym)" },
		/* By way of the long form. */
		{ "EEC", "eaec eaec2 eec", NULL, "" },
		{ "EAEC", "eaec eaec2 eec", NULL, "" },
	};
	EXPECT(*state, rows);
}

static void never_merged(void **state)
{
	static const struct row rows[] = {
		{ "Karimov~2", "karimov", "", "" },
		{ "Kamilov~2", "kamilov", "", "" },
		{ "Karimof~2", "karimov", "", "" },
	};
	struct world *w = *state;
	EXPECT(*state, rows);
	assert_true(aliases_distinct(w->aliases, STR("bukhara"), STR("bukhari"), &w->f->arena));
	assert_true(aliases_distinct(w->aliases, STR("bukhari"), STR("bokhara"), &w->f->arena));
	assert_false(aliases_distinct(w->aliases, STR("bukhara"), STR("bokhara"), &w->f->arena));
	assert_false(aliases_distinct(w->aliases, STR("bukhara"), STR("karimov"), &w->f->arena));
	assert_false(aliases_distinct(NULL, STR("bukhara"), STR("bukhari"), &w->f->arena));
}

static void turned_off(void **state)
{
	static const struct row rows[] = {
		{ "MRA", "acronym", "", "" },
		{ "mountain road agency", "apart long", "", "" },
		{ "JBC", "jbc1 jbc2 jbc4 wua1", "", "" },
		{ "Lightborough", "light", "", "" },
		{ "fighters NEAR/3 Nura", "nura", "", "" },
		{ "Karimov~2", "karimov", "", "" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		expect(*state, &rows[i], false);
}

/* "relation name file:line(note) documents:example; ..." */
static void who_says_so(void **state)
{
	static const struct { const char *name, *expected; } rows[] = {
		{ "MRA", "= Mountain Road Agency test:1(1998); = АГД test:1(1998); = Агентство горных дорог test:1(1998)" },
		{ "горных дорог", "" },
		{ "lightborough", "~ Darkborough test:3(2003 renamed)" },
		{ "NS", "~> NS-V test:4; = Northern State test:5" },
		{ "Northern State", "~> NS-V test:4; = NS test:5" },
		{ "NS-V", "= Northern State Valley test:6; = Northern State Valley 1:nsv" },
		{ "Altai", "" },
		{ "Bokhara", "!= Bukhari test:9; = Bukhara test:10" },
		{ "JBC", "= Joint Border Council 2:wua1; = Japanese Book Club 1:jbc2" },
		{ "joint border councils", "= JBC 2:wua1" },
		{ "Eastern Energy Concern", "= EAEC 1:eaec; = EEC 1:eec" },
		{ "", "" },
		{ "nothing", "" },
	};
	struct world *w = *state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct evidence *list;
		struct buf out = BUF_INIT;
		size_t n;
		ok(evidence_find(w->f->store, w->f->analyzer, w->aliases, str_of(rows[i].name), &w->f->arena, &list, &n,
				 &ok_err));
		for (size_t k = 0; k < n; k++) {
			const struct evidence *e = &list[k];
			buf_printf(&out, "%s%.*s %.*s", k ? "; " : "", STR_ARG(e->relation), STR_ARG(e->name));
			if (e->file.n)
				buf_printf(&out, " %.*s:%u", STR_ARG(e->file), e->line);
			if (e->note.n)
				buf_printf(&out, "(%.*s)", STR_ARG(e->note));
			if (e->documents)
				buf_printf(&out, " %u:%.*s", e->documents, STR_ARG(e->example));
		}
		if (!str_eqz(buf_str(&out), rows[i].expected))
			fail_msg("%s\n  gives    %.*s\n  expected %s", rows[i].name, STR_ARG(buf_str(&out)), rows[i].expected);
		buf_fini(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_alias_files),
		cmocka_unit_test(left_alone),
		cmocka_unit_test(acronyms_that_are_words),
		cmocka_unit_test(under_near),
		cmocka_unit_test(by_definitions),
		cmocka_unit_test(never_merged),
		cmocka_unit_test(turned_off),
		cmocka_unit_test(who_says_so),
	};
	return cmocka_run_group_tests(tests, open_world, close_world);
}

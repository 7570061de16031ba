/* English where rules of endings are not enough: pairs that are one word, pairs that are two, and capitals. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/unit/analyzer_fixture.h"
#include "text/english.h"

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

/* The term of the last word of a text. */
static struct str last_term(const char *text, struct arena *a)
{
	struct words w;
	struct word word;
	struct str stem = STR_NONE;
	words_begin(&w, analyzer, str_of(text), STR_NONE, 1);
	while (words_next(&w, &word))
		stem = arena_str(a, word.stem);
	return stem;
}

static void tables_are_in_order(void **state)
{
	(void)state;
	static const struct { int kind; const char *from; } rows[] = {
#define FORM 0
#define SPELLING 1
#define AGENT 2
#define FAMILY 3
#define ENGLISH(kind, from, to) { kind, #from },
#include "text/english.def"
#undef ENGLISH
#undef FORM
#undef SPELLING
#undef AGENT
#undef FAMILY
	};
	for (size_t i = 1; i < COUNT(rows); i++)
		if (rows[i - 1].kind > rows[i].kind ||
		    (rows[i - 1].kind == rows[i].kind && strcmp(rows[i - 1].from, rows[i].from) >= 0))
			fail_msg("%s is not before %s", rows[i - 1].from, rows[i].from);
}

/* Rows whose words begin otherwise than their stems are those that english_add_starts() knows. */
static void first_letters_are_known(void **state)
{
	(void)state;
	static const struct { const char *from, *to; } rows[] = {
#define ENGLISH(kind, from, to) { #from, #to },
#include "text/english.def"
#undef ENGLISH
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		bool starts[256] = { false };
		starts[(unsigned char)rows[i].to[0]] = true;
		english_add_starts(starts);
		if (!starts[(unsigned char)rows[i].from[0]])
			fail_msg("%s becomes %s", rows[i].from, rows[i].to);
	}
}

static void one_word(void **state)
{
	(void)state;
	static const char *const pairs[][2] = {
		{ "withdrew", "withdrawal" }, { "fought", "fighting" }, { "fighters", "fight" }, { "women", "woman" },
		{ "smugglers", "smuggling" }, { "traders", "trading" }, { "trafficker", "trafficking" }, { "sought", "seeking" },
		{ "centre", "center" }, { "centres", "centers" }, { "defence", "defense" }, { "labourers", "laborer" },
		{ "neighbouring", "neighbor" }, { "programmes", "program" }, { "analysing", "analyzed" }, { "analysed", "analyze" },
		{ "organisation", "organized" }, { "mobilisation", "mobilize" }, { "radicalised", "radicalization" },
		{ "internationally", "international" }, { "universities", "university" }, { "authorities", "authority" },
		{ "extremists", "extremism" }, { "separatist", "separatism" }, { "terrorists", "terrorism" },
		{ "policies", "policy" }, { "ministries", "ministry" }, { "FTFs", "FTF" }, { "criteria", "criterion" },
		{ "travelled", "traveler" }, { "advised", "advise" }, { "raising", "raise" }, { "promised", "promise" },
	};
	struct arena a = ARENA_INIT;
	for (size_t i = 0; i < COUNT(pairs); i++) {
		struct str x = last_term(pairs[i][0], &a), y = last_term(pairs[i][1], &a);
		if (!str_eq(x, y))
			fail_msg("%s: %.*s, %s: %.*s", pairs[i][0], STR_ARG(x), pairs[i][1], STR_ARG(y));
	}
	arena_fini(&a);
}

static void two_words(void **state)
{
	(void)state;
	static const char *const pairs[][2] = {
		{ "organ", "organization" }, { "organs", "organised" }, { "organic", "organize" }, { "internal", "international" },
		{ "university", "universe" }, { "universal", "university" }, { "author", "authority" }, { "import", "important" },
		{ "experience", "experiment" }, { "general", "generation" }, { "generate", "generous" }, { "several", "severe" },
		{ "minister", "ministry" }, { "policy", "police" }, { "policy", "politics" }, { "custom", "customer" },
		{ "civil", "civilian" }, { "civil", "civilization" }, { "object", "objective" }, { "execute", "executive" },
		{ "islam", "islamist" }, { "commune", "communist" }, { "community", "communication" }, { "numerous", "number" },
		{ "found", "find" }, { "left", "leave" }, { "professor", "professional" }, { "nation", "native" },
		{ "internal", "internalaffairs" }, { "importance", "importantissimo" }, { "activist", "activistan" },
	};
	struct arena a = ARENA_INIT;
	for (size_t i = 0; i < COUNT(pairs); i++)
		if (str_eq(last_term(pairs[i][0], &a), last_term(pairs[i][1], &a)))
			fail_msg("%s and %s are one", pairs[i][0], pairs[i][1]);
	arena_fini(&a);
}

static void capitals_tell(void **state)
{
	(void)state;
	static const struct { const char *text, *term; } rows[] = {
		{ "the TIP", "tip^" }, { "the tip", "tip" }, { "a Tip", "tip" }, { "THE TIP", "tip" },
		{ "a report of the RATS", "rats^" }, { "the rats", "rat" }, { "troops of the US", "us^" },
		{ "troops of the U.S.", "us^" }, { "them and us", "us" }, { "U.S.", "us^" }, { "at the U.N.", "un" },
		{ "the UN", "un" }, { "the CSTO", "csto" }, { "two IMUs", "imu" }, { "NATO", "nato" },
		{ "HEADING\nthe WHO", "who^" }, { "Lower\nWHO", "who" }, { "ПОЛИТИКА США\nthe US", "us^" },
	};
	struct arena a = ARENA_INIT;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str term = last_term(rows[i].text, &a);
		if (!str_eqz(term, rows[i].term))
			fail_msg("%s: %.*s", rows[i].text, STR_ARG(term));
	}
	arena_fini(&a);
}

static void capitals_in_queries(void **state)
{
	(void)state;
	static const struct { const char *query, *capitals, *stem; } rows[] = {
		{ "WHO", "who^", "who" }, { "who", "", "who" }, { "RATS", "rats^", "rat" }, { "U.S.", "us^", "us" },
		{ "CSTO", "", "csto" }, { "FTFs", "", "ftf" },
	};
	struct arena a = ARENA_INIT;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct query_token *tokens;
		size_t n;
		bool found = false;
		analyzer_query(analyzer, str_of(rows[i].query), &a, &tokens, &n);
		assert_int_equal(n, 1);
		assert_true(str_eqz(tokens[0].capitals, rows[i].capitals));
		for (size_t k = 0; k < tokens[0].n_stems; k++)
			found |= str_eqz(tokens[0].stems[k], rows[i].stem);
		if (!found)
			fail_msg("%s has no stem %s", rows[i].query, rows[i].stem);
	}
	arena_fini(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tables_are_in_order), cmocka_unit_test(first_letters_are_known), cmocka_unit_test(one_word), cmocka_unit_test(two_words),
		cmocka_unit_test(capitals_tell), cmocka_unit_test(capitals_in_queries),
	};
	return cmocka_run_group_tests(tests, make_analyzer, free_analyzer);
}

/* Kazakh and Uzbek: forms of one noun have one stem, and words that only look like forms keep theirs. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "text/turkic.h"

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

/* A noun, then forms of it: number, possessor, case, and all of them together. */
static const struct { const char *code, *forms[10]; } nouns[] = {
	{ "kk", { "бала", "балалар", "балалардың", "баласы", "баласының", "балаға", "баладан", "балаларымыз" } },
	{ "kk", { "мектеп", "мектептер", "мектебі", "мектебінде", "мектепте", "мектептен", "мектептерінің" } },
	{ "kk", { "қала", "қалалар", "қаласы", "қаласында", "қалада", "қаланың", "қаладағы" } },
	{ "kk", { "қазақстан", "қазақстанның", "қазақстанда", "қазақстанға", "қазақстандағы", "қазақстаннан" } },
	{ "kk", { "мемлекет", "мемлекеттер", "мемлекеті", "мемлекетінің", "мемлекетке", "мемлекеттердің" } },
	{ "kk", { "шекара", "шекарасы", "шекарада", "шекарасында", "шекараның", "шекаралар" } },
	{ "kk", { "тіл", "тілі", "тілінде", "тілдер", "тілдің", "тілге" } },
	{ "kk", { "адам", "адамдар", "адамдардың", "адамның", "адамға", "адамдарды" } },
	{ "kk", { "ұйым", "ұйымдар", "ұйымның", "ұйымы", "ұйымдардың", "ұйымына" } },
	{ "kk", { "су", "сулар", "судың", "суда", "суды" } },
	{ "uz", { "bola", "bolalar", "bolaning", "bolasi", "bolalarga", "bolalarimiz", "bolasidan" } },
	{ "uz", { "davlat", "davlatlar", "davlatning", "davlati", "davlatimiz", "davlatlarning", "davlatdan" } },
	{ "uz", { "ozbekiston", "ozbekistonning", "ozbekistonda", "ozbekistonga", "ozbekistondagi", "ozbekistondan" } },
	{ "uz", { "chegara", "chegarasi", "chegarada", "chegaralar", "chegarasida", "chegaraning" } },
	{ "uz", { "kitob", "kitobni", "kitoblar", "kitoblarimiz", "kitobga" } },
	{ "uz", { "давлат", "давлатлар", "давлатнинг", "давлатлари", "давлатимиз", "давлатдан" } },
	{ "uz", { "ўзбекистон", "ўзбекистоннинг", "ўзбекистонда", "ўзбекистонга" } },
};

static void forms_of_a_noun(void **state)
{
	(void)state;
	struct buf stem = BUF_INIT, first = BUF_INIT;
	for (size_t i = 0; i < COUNT(nouns); i++) {
		turkic_stem(nouns[i].code, str_of(nouns[i].forms[0]), &first);
		for (size_t k = 1; k < COUNT(nouns[i].forms) && nouns[i].forms[k]; k++) {
			turkic_stem(nouns[i].code, str_of(nouns[i].forms[k]), &stem);
			if (!str_eq(buf_str(&stem), buf_str(&first)))
				fail_msg("%s: %s, %s: %s", nouns[i].forms[0], first.p, nouns[i].forms[k], stem.p);
		}
	}
	buf_fini(&stem);
	buf_fini(&first);
}

static void stays_apart(void **state)
{
	(void)state;
	static const struct { const char *code, *a, *b; } rows[] = {
		{ "kk", "қазақ", "қазақстан" }, { "kk", "ата", "ат" }, { "kk", "ана", "ан" }, { "kk", "мектеп", "мекен" },
		{ "kk", "шекара", "шек" }, { "kk", "тіл", "тілек" }, { "kk", "бала", "бал" }, { "kk", "қала", "қалам" },
		{ "uz", "bola", "bol" }, { "uz", "ozbek", "ozbekiston" }, { "uz", "ona", "on" }, { "uz", "chegara", "chega" },
		{ "uz", "давлат", "дав" },
	};
	struct buf a = BUF_INIT, b = BUF_INIT;
	for (size_t i = 0; i < COUNT(rows); i++) {
		turkic_stem(rows[i].code, str_of(rows[i].a), &a);
		turkic_stem(rows[i].code, str_of(rows[i].b), &b);
		if (str_eq(buf_str(&a), buf_str(&b)))
			fail_msg("%s and %s are both %s", rows[i].a, rows[i].b, a.p);
	}
	buf_fini(&a);
	buf_fini(&b);
}

static void short_and_odd_words(void **state)
{
	(void)state;
	static const struct { const char *code, *word; } rows[] = {
		{ "kk", "" }, { "kk", "да" }, { "kk", "не" }, { "kk", "мен" }, { "kk", "ы" }, { "kk", "border" }, { "kk", "2014" },
		{ "uz", "" }, { "uz", "da" }, { "uz", "ni" }, { "uz", "i" }, { "uz", "граница" }, { "uz", "123" }, { "xx", "балалар" },
	};
	struct buf out = BUF_INIT;
	for (size_t i = 0; i < COUNT(rows); i++) {
		turkic_stem(rows[i].code, str_of(rows[i].word), &out);
		if (!str_eq(buf_str(&out), str_of(rows[i].word)))
			fail_msg("%s %s: %s", rows[i].code, rows[i].word, out.p);
	}
	buf_fini(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forms_of_a_noun), cmocka_unit_test(stays_apart), cmocka_unit_test(short_and_odd_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The dictionary of names: which words of documents get into it, and under which keys. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "index/prepare.h"
#include "index/schema.h"

static struct preparer *preparer;

static int setup(void **state)
{
	struct langs langs;
	struct err err;
	(void)state;
	return langs_parse(STR("en,ru"), &langs, &err) || preparer_new(&langs, NULL, &preparer, &err);
}

static int teardown(void **state)
{
	(void)state;
	preparer_free(&preparer);
	return 0;
}

static void analyse(const struct doc *doc, struct prepared *p)
{
	static const struct prepare_limits no_limit = { 0 };
	struct err err;
	if (prepare(preparer, doc, STR_NONE, &no_limit, p, &err) != 0)
		fail_msg("%s", err.msg);
}

static int by_text(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* "key=value" of the entries in order, a blank between them. */
static void compare(const struct name_entry *names, size_t n, const char *what, const char *expected)
{
	struct arena a = ARENA_INIT;
	struct buf out = BUF_INIT;
	struct str *list = arena_array(&a, n + 1, sizeof(*list));
	for (size_t i = 0; i < n; i++)
		list[i] = arena_printf(&a, "%.*s:%.*s", STR_ARG(names[i].key), STR_ARG(names[i].value));
	qsort(list, n, sizeof(*list), by_text);
	for (size_t i = 0; i < n; i++)
		buf_printf(&out, "%s%.*s", i ? "; " : "", STR_ARG(list[i]));
	if (!str_eqz(buf_str(&out), expected))
		fail_msg("%s\nhas:      %.*s\nexpected: %s", what, STR_ARG(buf_str(&out)), expected);
	buf_fini(&out);
	arena_fini(&a);
}

static void words_that_are_names(void **state)
{
	static const struct { const char *title, *text, *entries; } rows[] = {
		{ "", "", "" },
		{ "", "no names here at all", "" },
		{ "", "we met Karimov there", "Nkarimov :=" },
		{ "", "we met karimov there", "" },
		/* at the beginning of a sentence only when it is never without its capital */
		{ "", "All water flows. Water is wet, all of it.", "" },
		{ "", "Botobekov wrote it", "Nbotobekov :=" },
		{ "", "we saw Bush and the bush, one bush", "" },
		{ "", "we saw Bush, then Bush, and a bush", "N-bush bush:=" },
		{ "Water Politics", "the politics of water", "" },
		{ "Dushanbe", "a city", "Nduxanbe dushanb:dushanbe" },
		/* an address says nothing */
		{ "", "by Zarif, at: <http://example.org/zarif-2/zarif_x>", "Nzarif :=" },
		/* the stem is what is searched for, the form what people read */
		{ "", "the Uighurs there", "Nuigur uighur:=; Nuigurs uighur:uighurs" },
		{ "", "of IMU there", "N-imu imu:=" },
		{ "", "of the TIP there", "" },
		{ "", "of the al-Qaeda there", "Nkaida qaeda:=" },
		/* Russian words in any case */
		{ "", "мы видели Каримову там", "Nkarimov каримов:каримову; Nkarimova каримов:каримову; Nkarimovu каримов:каримову" },
		{ "", "мы видели реку там", "" },
		/* no letters of ours */
		{ "", "the COVID19 there, Ελλάδα there", "" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct prepared p;
		struct doc doc = { .id = STR("x"), .title = str_of(rows[i].title), .text = str_of(rows[i].text) };
		prepared_init(&p);
		analyse(&doc, &p);
		prepared_group(preparer, &p);
		compare(p.names, p.n_names, rows[i].text, rows[i].entries);
		prepared_fini(&p);
	}
}

static void fields(void **state)
{
	struct prepared p;
	struct doc doc = { .id = STR("x"), .author = STR("Mariya Omelicheva"), .source = STR("мир") };
	(void)state;
	prepared_init(&p);
	analyse(&doc, &p);
	prepared_group(preparer, &p);
	compare(p.names, p.n_names, "fields", "n-mir мир:=; nmaria mariya:=; nomeliqeva omelicheva:=");
	prepared_fini(&p);
}

/* In an update every document tells its names; in bulk each is told once. */
static void once_or_again(void **state)
{
	struct prepared p;
	struct arena a = ARENA_INIT;
	struct doc doc = { .id = STR("x"), .author = STR("Usmonov"), .text = STR("we met Karimov there") };
	size_t n;
	(void)state;
	prepared_init(&p);
	for (int i = 0; i < 2; i++) {
		analyse(&doc, &p);
		prepared_group(preparer, &p);
		compare(p.names, p.n_names, "again", "Nkarimov :=; nusmonov :=");
	}
	analyse(&doc, &p);
	analyse(&doc, &p);
	struct name_entry *names = preparer_names(preparer, false, &a, &n);
	compare(names, n, "two documents", "Nkarimov :=; nusmonov :=");
	analyse(&doc, &p);
	names = preparer_names(preparer, false, &a, &n);
	compare(names, n, "once", "");
	arena_fini(&a);
	prepared_fini(&p);
}

/* A form beyond the limit has no entry. */
static void long_words(void **state)
{
	struct prepared p;
	struct buf text = BUF_INIT;
	(void)state;
	buf_puts(&text, "we met A");
	for (int i = 0; i < 200; i++)
		buf_putc(&text, 'x');
	struct doc doc = { .id = STR("x"), .text = buf_str(&text) };
	prepared_init(&p);
	analyse(&doc, &p);
	prepared_group(preparer, &p);
	compare(p.names, p.n_names, "long", "");
	prepared_fini(&p);
	buf_fini(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_that_are_names), cmocka_unit_test(fields), cmocka_unit_test(once_or_again),
		cmocka_unit_test(long_words),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}

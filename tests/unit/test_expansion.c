/* The list of what was added to a query, and the line that tells it. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "query/expansion.h"

static void add(struct expansions *l, struct arena *a, enum expansion_kind kind, const char *from, const char *to,
		double weight)
{
	expansion_add(l, a, (struct expansion){ .kind = kind, .from = str_of(from), .to = str_of(to), .weight = weight });
}

static void expect(const struct expansions *l, bool offered, const char *expected)
{
	struct buf out = BUF_INIT;
	buf_puts(&out, "");
	expansions_format(l, offered, &out);
	assert_string_equal(out.n ? out.p : "", expected);
	buf_fini(&out);
}

static void alternatives_of_a_word_stand_together(void **state)
{
	(void)state;
	struct expansions l = { 0 };
	struct arena a = ARENA_INIT;
	expect(&l, false, "");
	expect(&l, true, "");
	add(&l, &a, EXPANSION_ALIAS, "IMU", "ИДУ", 1);
	add(&l, &a, EXPANSION_NAME, "Fergana", "Фергана", 0.5);
	add(&l, &a, EXPANSION_ALIAS, "IMU", "Islamic Movement", 1);
	add(&l, &a, EXPANSION_ALIAS, "IMU", "ИДУ", 1);
	add(&l, &a, EXPANSION_ALIAS, "Astana", "Nur-Sultan", 0);
	add(&l, &a, EXPANSION_ACRONYM, "IMU", "International Milk Union", 0.8);
	add(&l, &a, EXPANSION_SPELLING, "centre", "center", 1);
	assert_int_equal(l.n, 6);
	expect(&l, false, "IMU = ИДУ, Islamic Movement (alias); Fergana = Фергана (name); "
			  "IMU = International Milk Union (acronym); centre = center (spelling)");
	expect(&l, true, "Astana ~ Nur-Sultan (alias)");
	arena_fini(&a);
}

static void a_long_list_is_counted(void **state)
{
	(void)state;
	struct expansions l = { 0 };
	struct arena a = ARENA_INIT;
	for (int i = 1; i <= 14; i++)
		expansion_add(&l, &a, (struct expansion){ .kind = EXPANSION_NAME, .from = STR("x"),
				.to = arena_printf(&a, "y%d", i), .weight = 1, .documents = i == 2 ? 7 : 0 });
	expect(&l, false, "x = y1, y2 [7], y3, y4, y5, y6, y7, y8, y9, y10, y11, y12 and 2 more (name)");
	l.n = 12;
	expect(&l, false, "x = y1, y2 [7], y3, y4, y5, y6, y7, y8, y9, y10, y11, y12 (name)");
	arena_fini(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(alternatives_of_a_word_stand_together),
		cmocka_unit_test(a_long_list_is_counted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

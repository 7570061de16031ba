/* Keys side by side, and words on another layout. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "query/keyboard.h"

static void neighbours(void **state)
{
	(void)state;
	static const struct { uint32_t a, b; bool near; } rows[] = {
		{ 'q', 'w', true }, { 'q', 'a', true }, { 'w', 'a', true }, { 'w', 's', true }, { 'q', 's', false },
		{ 's', 'z', true }, { 's', 'x', true }, { 's', 'c', false }, { 'q', 'e', false }, { 'q', 'z', false },
		{ 'g', 'g', false }, { U'а', U'п', true }, { U'а', U'к', true }, { U'а', U'е', true }, { U'а', U'м', true },
		{ U'а', U'н', false }, { U'ә', U'й', true }, { U'ә', U'ц', true }, { U'ә', U'і', true }, { U'ә', U'ф', false },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct keyboard_key a, b;
		assert_true(keyboard_key(rows[i].a, &a));
		assert_true(keyboard_key(rows[i].b, &b));
		if (keyboard_near(a, b) != rows[i].near || keyboard_near(b, a) != rows[i].near)
			fail_msg("%x and %x", rows[i].a, rows[i].b);
	}
	struct keyboard_key none;
	assert_false(keyboard_key(' ', &none));
	assert_false(keyboard_key(U'щ' + 0x1000, &none));
	assert_false(keyboard_key(0, &none));
}

static void readings(void **state)
{
	(void)state;
	static const struct { const char *typed; unsigned way; const char *meant; } rows[] = {
		{ "hfrtnf", 0, "ракета" }, { "Hfrtnf", 0, "ракета" }, { "j,kfcnm", 0, "область" }, { "'rcgjhn", 0, "экспорт" },
		{ "\"rcgjhn", 0, "экспорт" }, { "{jhju", 0, "хорог" }, { "`krf", 0, "ёлка" }, { "~krf", 0, "ёлка" },
		{ "2ktv", 0, "әлем" }, { "0fpf0", 0, "қазақ" },
		{ "гяиулшыефт", 1, "uzbekistan" }, { "ГЯИУЛШЫЕФТ", 1, "uzbekistan" }, { "ырфтпрфш", 1, "shanghai" },
		{ "hfrtnf", 1, NULL }, { "гяи", 0, NULL }, { "два слова", 1, NULL }, { "a1", 0, NULL }, { "хлеб", 1, NULL },
		{ "", 0, NULL }, { "日本", 0, NULL }, { "a\xc2\xa0", 0, NULL },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buf b = BUF_INIT;
		bool read = keyboard_read(str_of(rows[i].typed), rows[i].way, &b);
		if (read != (rows[i].meant != NULL) || (read && strcmp(b.p, rows[i].meant)))
			fail_msg("%s: %s", rows[i].typed, read ? b.p : "not read");
		buf_fini(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(neighbours),
		cmocka_unit_test(readings),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

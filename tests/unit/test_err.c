/* struct err: codes from errno, context, one line, within its size. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <string.h>

#include "common/err.h"

static void codes_follow_errno(void **state)
{
	(void)state;
	static const struct { int e; enum err_code code; } rows[] = {
		{ ENOENT, ERR_NOT_FOUND }, { ENOTDIR, ERR_NOT_FOUND }, { EEXIST, ERR_EXISTS }, { ENOSPC, ERR_NO_SPACE },
		{ EDQUOT, ERR_NO_SPACE }, { ENOMEM, ERR_NO_MEMORY }, { EACCES, ERR_DENIED }, { EPERM, ERR_DENIED },
		{ EIO, ERR_IO }, { EMFILE, ERR_IO },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct err err = { .column = 7 };
		errno = rows[i].e;
		assert_int_equal(err_errno(&err, "opening %s", "x"), -1);
		assert_int_equal(err.code, rows[i].code);
		assert_int_equal(err.column, 0);
		assert_int_equal(strncmp(err.msg, "opening x: ", 11), 0);
		assert_string_equal(err.msg + 11, strerror(rows[i].e));
	}
}

static void context_is_put_in_front(void **state)
{
	(void)state;
	struct err err;
	assert_int_equal(err_set(&err, ERR_SYNTAX, "unclosed %s", "quote"), -1);
	err.column = 12;
	assert_int_equal(err_prefix(&err, "query %d", 3), -1);
	assert_string_equal(err.msg, "query 3: unclosed quote");
	assert_int_equal(err.code, ERR_SYNTAX);
	assert_int_equal(err.column, 12);
}

static void messages_stay_one_line_within_their_size(void **state)
{
	(void)state;
	struct err err;
	char big[2000];
	memset(big, 'x', sizeof(big) - 1);
	big[sizeof(big) - 1] = '\0';
	err_set(&err, ERR_IO, "a\nb\r%s", big);
	assert_int_equal(strlen(err.msg), sizeof(err.msg) - 1);
	assert_null(strpbrk(err.msg, "\r\n"));
	err_prefix(&err, "c\n%s", big);
	assert_int_equal(strlen(err.msg), sizeof(err.msg) - 1);
	assert_null(strpbrk(err.msg, "\r\n"));
	errno = EIO;
	err_errno(&err, "%s", big);
	assert_int_equal(strlen(err.msg), sizeof(err.msg) - 1);
}

static void nobody_has_to_listen(void **state)
{
	(void)state;
	errno = EIO;
	assert_int_equal(err_set(NULL, ERR_IO, "x"), -1);
	assert_int_equal(err_errno(NULL, "x"), -1);
	assert_int_equal(err_prefix(NULL, "x"), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_follow_errno),
		cmocka_unit_test(context_is_put_in_front),
		cmocka_unit_test(messages_stay_one_line_within_their_size),
		cmocka_unit_test(nobody_has_to_listen),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

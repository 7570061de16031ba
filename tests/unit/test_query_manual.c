/* The examples of karez-query(7): what stands before "=>" is understood as what stands after it. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>

#include "common/fs.h"
#include "query/qparse.h"

static void understood(struct str query, struct arena *a, struct buf *out)
{
	struct query *q;
	struct err err;
	buf_reset(out);
	if (qparse(query, false, a, &q, &err) < 0)
		buf_printf(out, "error at %d: %s", err.column, err.msg);
	else if (q)
		query_format(q, out);
}

static void every_example_is_true(void **state)
{
	(void)state;
	const char *source = getenv("srcdir");
	struct buf page = BUF_INIT, out = BUF_INIT;
	struct err err;
	struct arena a = ARENA_INIT;
	struct str rest, line;
	int examples = 0, wrong = 0;
	char *path = fs_join(source ? source : ".", "man/karez-query.7");
	if (fs_read(path, 1 << 20, &page, &err) < 0)
		fail_msg("%s", err.msg);
	rest = buf_str(&page);
	while (str_cut(&rest, '\n', &line)) {
		ptrdiff_t arrow = str_find(line, STR("=>"));
		if (arrow < 0 || line.p[0] == '.')
			continue;
		understood(str_trim(str_sub(line, 0, (size_t)arrow)), &a, &out);
		examples++;
		if (str_eq(buf_str(&out), str_trim(str_sub(line, (size_t)arrow + 2, line.n))))
			continue;
		print_error("%.*s\n  is understood as %.*s\n", STR_ARG(line), STR_ARG(buf_str(&out)));
		wrong++;
	}
	assert_true(examples > 50);
	assert_int_equal(wrong, 0);
	arena_fini(&a);
	buf_fini(&out);
	buf_fini(&page);
	free(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_example_is_true),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Memory freed all at once: alignment, growth, what a reset keeps, sizes that overflow. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <signal.h>
#include <stdalign.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/arena.h"

#define N(a) (sizeof(a) / sizeof(*(a)))

static void pieces_are_aligned_and_apart(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	unsigned char *pieces[500];
	for (size_t i = 0; i < N(pieces); i++) {
		size_t n = i * 7 % 300;
		pieces[i] = arena_alloc(&a, n);
		assert_int_equal((uintptr_t)pieces[i] % alignof(max_align_t), 0);
		memset(pieces[i], (int)i, n);
	}
	for (size_t i = 0; i < N(pieces); i++)
		for (size_t k = 0; k < i * 7 % 300; k++)
			assert_int_equal(pieces[i][k], i & 0xff);
	arena_fini(&a);
	assert_null(a.head);
	assert_int_equal(a.total, 0);
}

static void zeroed_means_zeroed(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	memset(arena_alloc(&a, 2000), 0xff, 2000);
	arena_reset(&a);
	const char *p = arena_zalloc(&a, 1000), *q = arena_array(&a, 10, 50);
	for (size_t i = 0; i < 1000; i++)
		assert_int_equal(p[i], 0);
	for (size_t i = 0; i < 500; i++)
		assert_int_equal(q[i], 0);
	assert_non_null(arena_array(&a, 0, 8));
	assert_non_null(arena_array(&a, 8, 0));
	arena_fini(&a);
}

static void a_reset_keeps_one_block_of_use(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	arena_reset(&a);	/* of an empty one */
	for (int i = 0; i < 1000; i++)
		arena_alloc(&a, 1000);
	size_t before = a.total;
	assert_true(before >= 1000000);
	arena_reset(&a);
	assert_true(a.total > 0 && a.total < before);
	size_t kept = a.total;
	for (size_t i = 0; i < kept / 1024; i++)
		arena_alloc(&a, 1000);
	assert_int_equal(a.total, kept);	/* no new block was needed */
	arena_alloc(&a, 8 << 20);
	arena_reset(&a);
	assert_int_equal(a.total, 0);		/* a huge one is not held on to */
	arena_fini(&a);
}

static void strings_are_copied(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	char text[] = "text";
	struct str s = arena_str(&a, str_of(text));
	char *z = arena_strz(&a, str_n(text, 2));
	text[0] = '#';
	assert_int_equal(s.n, 4);
	assert_string_equal(s.p, "text");
	assert_string_equal(z, "te");
	assert_string_equal(arena_strz(&a, STR_NONE), "");
	s = arena_printf(&a, "%s-%d", "x", 12);
	assert_int_equal(s.n, 4);
	assert_string_equal(s.p, "x-12");
	assert_string_equal(arena_printf(&a, "%5000d", 1).p + 4998, " 1");
	arena_fini(&a);
}

static void arrays_grow(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	uint32_t *v = NULL;
	size_t cap = 0;
	for (uint32_t i = 0; i < 100000; i++) {
		v = arena_grow(&a, v, &cap, i + 1, sizeof(*v));
		assert_true(cap > i);
		v[i] = i;
	}
	for (uint32_t i = 0; i < 100000; i++)
		assert_int_equal(v[i], i);
	assert_ptr_equal(arena_grow(&a, v, &cap, cap, sizeof(*v)), v);
	assert_true(a.total < 8 * 100000 * sizeof(*v));	/* linear, whatever is left behind */
	arena_fini(&a);
}

/* Sizes that overflow are a bug of ours: the program stops, it does not get a small piece. */
static void overflow_stops_the_program(void **state)
{
	(void)state;
	for (int way = 0; way < 3; way++) {
		pid_t pid = fork();
		assert_true(pid >= 0);
		if (pid == 0) {
			struct arena a = ARENA_INIT;
			size_t cap = 0;
			setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
			signal(SIGABRT, SIG_DFL);
			close(STDERR_FILENO);
			if (way == 0)
				arena_array(&a, SIZE_MAX / 2, 3);
			else if (way == 1)
				arena_alloc(&a, SIZE_MAX - 5);
			else
				arena_grow(&a, NULL, &cap, SIZE_MAX / 4, 8);
			_exit(0);
		}
		int status;
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_are_aligned_and_apart),
		cmocka_unit_test(zeroed_means_zeroed),
		cmocka_unit_test(a_reset_keeps_one_block_of_use),
		cmocka_unit_test(strings_are_copied),
		cmocka_unit_test(arrays_grow),
		cmocka_unit_test(overflow_stops_the_program),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

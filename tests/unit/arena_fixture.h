/* For tests whose strings live in an arena: the arena, its teardown, and comparing what lies in it. */
#ifndef KAREZ_TESTS_ARENA_FIXTURE_H
#define KAREZ_TESTS_ARENA_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "common/arena.h"

static struct arena arena;

static int empty_arena(void **state)
{
	(void)state;
	arena_fini(&arena);
	return 0;
}

/* want: "" for STR_NONE, too. */
static inline void assert_str(struct str got, const char *want)
{
	assert_string_equal(got.p ? arena_strz(&arena, got) : "", want);
}

#endif

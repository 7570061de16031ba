/* Rows of marked text and the reading text that repair() makes of it, for the tests of its rules. */
#ifndef KAREZ_TESTS_REPAIR_FIXTURE_H
#define KAREZ_TESTS_REPAIR_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "repair/repair.h"

#define COUNT(a) (sizeof(a) / sizeof(*(a)))
#define T(f) cmocka_unit_test(f)

struct repair_row {
	const char *in;		/* marked text of a plain text file */
	const char *out;	/* texts of its documents, "\n====\n" between them */
};

static inline struct str repair_text(const char *in, unsigned rules, struct arena *a, struct repair_counts *counts)
{
	struct doc source = { .id = STR("x"), .text = str_of(in), .type = STR("text/plain") };
	struct repaired r;
	struct buf out = BUF_INIT;
	repair(&source, rules, a, counts, &r);
	for (size_t i = 0; i < r.n_docs; i++) {
		buf_puts(&out, i ? "\n====\n" : "");
		buf_addstr(&out, r.docs[i].text);
	}
	struct str text = arena_str(a, buf_str(&out));
	buf_fini(&out);
	return text;
}

/* With these rules each row gives its text; without them (but with all others off too) the text stays as it is but for
 * marks.  counted: the rule whose counter tells that something was done, exactly in the rows that change. */
static inline void check_rows(const struct repair_row *rows, size_t n, unsigned rules, enum rule counted)
{
	struct arena a = ARENA_INIT;
	for (size_t i = 0; i < n; i++) {
		struct repair_counts counts = { { 0 } }, none = { { 0 } };
		struct str text = repair_text(rows[i].in, rules, &a, &counts);
		struct str before = repair_text(rows[i].in, rules & ~RULE_BIT(counted), &a, &none);
		if (!str_eqz(text, rows[i].out))
			fail_msg("%s\n-- gives --\n%.*s\n-- not --\n%s", rows[i].in, STR_ARG(text), rows[i].out);
		if ((counts.n[counted] > 0) != !str_eq(text, before))
			fail_msg("%s\n-- is counted %llu times", rows[i].in, (unsigned long long)counts.n[counted]);
		assert_int_equal(none.n[counted], 0);
	}
	arena_fini(&a);
}

#endif

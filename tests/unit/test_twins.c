/* Groups of hits: the same work, its parts, its versions, and works of others. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "index/sketch.h"
#include "query/twins.h"

/* Words from..to of text number `text`. */
static struct str sketch(unsigned text, size_t from, size_t to, struct arena *a)
{
	struct sketch_writer w = { .hashes = NULL };
	struct buf out = BUF_INIT;
	sketch_begin(&w);
	for (size_t i = from; i < to; i++)
		sketch_word(&w, (uint32_t)((text * 1000003u + i) * 2654435761u));
	sketch_end(&w, &out);
	struct str s = arena_str(a, buf_str(&out));
	buf_fini(&out);
	sketch_fini(&w);
	return s;
}

static void groups(void **state)
{
	(void)state;
	/* text, words, date of the hits by rank; then shown:others of each group */
	static const struct {
		struct { unsigned text; size_t from, to; const char *date; } hits[6];
		const char *groups;
	} rows[] = {
		{ { { 1, 0, 500, "" } }, "0" },
		{ { { 1, 0, 500, "" }, { 2, 0, 500, "" } }, "0 1" },
		{ { { 1, 0, 500, "" }, { 2, 0, 500, "" }, { 1, 0, 500, "" } }, "0:2 1" },
		/* a part that ranks higher gives its place to the whole */
		{ { { 1, 0, 300, "" }, { 2, 0, 500, "" }, { 1, 0, 3000, "" } }, "2:0 1" },
		{ { { 1, 0, 3000, "" }, { 1, 0, 300, "" }, { 1, 1000, 1500, "" } }, "0:1,2" },
		/* versions of different dates stay, a partial date contradicts none in it */
		{ { { 1, 0, 500, "2014-12-26" }, { 1, 0, 500, "2015" } }, "0 1" },
		{ { { 1, 0, 500, "2014-12-26" }, { 1, 0, 500, "2014" } }, "0:1" },
		{ { { 1, 0, 500, "2014" }, { 1, 0, 500, "" } }, "0:1" },
		/* a third of its own */
		{ { { 1, 0, 3000, "" }, { 1, 1000, 4000, "" } }, "0 1" },
		/* too short to tell */
		{ { { 1, 0, 4, "" }, { 1, 0, 4, "" } }, "0 1" },
		{ { { 1, 0, 500, "" }, { 1, 0, 500, "" }, { 1, 0, 500, "" }, { 3, 0, 500, "" }, { 3, 0, 500, "" } }, "0:1,2 3:4" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct arena a = ARENA_INIT;
		struct doc docs[6] = { { .id = STR_NONE } };
		struct twins_group *list;
		struct buf out = BUF_INIT;
		size_t n = 0, n_groups;
		for (; n < 6 && rows[i].hits[n].to; n++) {
			docs[n].sketch = sketch(rows[i].hits[n].text, rows[i].hits[n].from, rows[i].hits[n].to, &a);
			docs[n].date = str_of(rows[i].hits[n].date);
		}
		twins_group(docs, n, &a, &list, &n_groups);
		for (size_t g = 0; g < n_groups; g++) {
			buf_printf(&out, "%s%zu", g ? " " : "", list[g].shown);
			for (size_t k = 0; k < list[g].n_others; k++)
				buf_printf(&out, "%s%zu", k ? "," : ":", list[g].others[k]);
		}
		if (!str_eqz(buf_str(&out), rows[i].groups))
			fail_msg("row %zu: %s, not %s", i, out.p, rows[i].groups);
		buf_fini(&out);
		arena_fini(&a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(groups) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}

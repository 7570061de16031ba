/* Marked text without its marks, for tests of what a reader reads. */
#ifndef KAREZ_TESTS_MARKED_H
#define KAREZ_TESTS_MARKED_H

#include "common/arena.h"
#include "text/marks.h"

static inline struct str without_marks(struct str s, struct arena *a)
{
	char *out = arena_alloc(a, s.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c == MARK_RULE && i + 2 < s.n && s.p[i + 1] == '\n') {
			i += 2;
		} else if (c == MARK_HEADING) {
			i++;
		} else if (c == MARK_NOTE || c == MARK_REF) {
			while (i < s.n && s.p[i] != MARK_END)
				i++;
		} else if (c != MARK_ITEM && c != MARK_CAPTION && c != MARK_RULE) {
			out[n++] = c;
		}
	}
	return str_n(out, n);
}

#endif

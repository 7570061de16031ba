/* Words that have lost the blank between them, where their form alone tells: "asKatibat", "in 2016became".
 *
 * A zero width space parts them: nothing is seen of it, the parts are found, and the whole word too (tokenize.h).  Where
 * only the vocabulary of the collection can tell ("ofglobalization") the search for a phrase does (query/glued.h).
 */
#include "config.h"

#include "common/ascii.h"
#include "common/utf8.h"
#include "repair/lanes.h"
#include "repair/look.h"
#include "repair/page.h"

#define FUNCTION_MOST 8		/* letters of a function word */
#define LATER_LEAST 4		/* letters of the word behind a year or a function word */
#define SPACE STR("\xe2\x80\x8b")

struct gluer {
	struct page *p;
	struct edit *edits;
	size_t n, cap;
};

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static size_t lower_run(struct str s, size_t i)
{
	size_t n = 0;
	while (i + n < s.n && is_lower(s.p[i + n]))
		n++;
	return n;
}

static bool starts_word(struct str s, size_t i)
{
	return i == 0 || s.p[i - 1] == ' ' || s.p[i - 1] == '(' || s.p[i - 1] == '"';
}

/* "as" in front of a capital at i, "Katibat" behind it; "toString" and "isEmpty" are whole as well. */
static bool is_function_before(struct str s, size_t i)
{
	size_t n = 0;
	while (n < i && n <= FUNCTION_MOST && is_lower(s.p[i - n - 1]))
		n++;
	return n >= 2 && n <= FUNCTION_MOST && starts_word(s, i - n) && lower_run(s, i + 1) + 1 >= LATER_LEAST &&
	       look_is_function_word(str_sub(s, i - n, i));
}

/* "2016" in front of a small letter at i; "1990ies", "1500mm" and "2000er" are too short. */
static bool is_year_before(struct str s, size_t i)
{
	size_t n = lower_run(s, i) > LATER_LEAST ? LATER_LEAST : 0;
	/* "2016году" */
	for (size_t at = i; n < LATER_LEAST && (unsigned char)s.p[i] >= 0x80 && look_is_lower(s, at); n++)
		utf8_next(s, &at);
	return n >= LATER_LEAST && i >= 4 && look_digits(s, i - 4) == 4 && starts_word(s, i - 4) && (s.p[i - 4] == '1' || s.p[i - 4] == '2');
}

/* Among the bytes there neither a capital behind a small letter nor a digit before one? */
static inline bool is_plain(struct str s, size_t i)
{
	lanes v = lanes_load(s.p + i), before = lanes_load(s.p + i - 1), behind = lanes_load(s.p + i + 1);
	lanes capitals = lanes_between(v, 'A', 'Z') & lanes_between(before, 'a', 'z');
	lanes digits = lanes_between(v, '0', '9') & (lanes_between(behind, 'a', 'z') | lanes_between(behind, 0x80, 0xff));
	return !lanes_any(capitals | digits);
}

static void add(struct gluer *g, size_t block, size_t at)
{
	g->edits = arena_grow(g->p->arena, g->edits, &g->cap, g->n + 1, sizeof(*g->edits));
	g->edits[g->n++] = (struct edit){ .block = (uint32_t)block, .start = (uint32_t)at, .end = (uint32_t)at, .with = SPACE };
}

static void find_in(struct gluer *g, size_t block)
{
	struct str s = g->p->blocks[block].text;
	for (size_t i = 1; i < s.n;) {
		if (s.n - i > LANES && is_plain(s, i)) {
			i += LANES;
			continue;
		}
		for (size_t end = i + LANES; i < end && i < s.n; i++) {
			char c = s.p[i];
			if (c >= 'A' && c <= 'Z' && is_lower(s.p[i - 1]) && is_function_before(s, i))
				add(g, block, i);
			else if (ascii_is_digit(c) && i + 1 < s.n && look_is_lower(s, i + 1) && is_year_before(s, i + 1))
				add(g, block, i + 1);
		}
	}
}

void rule_glued(struct page *p)
{
	struct gluer g = { .p = p };
	for (size_t i = 0; i < p->n; i++) {
		const struct block *b = &p->blocks[i];
		if (b->has & (HAS_CAPITAL | HAS_DIGIT) && b->role != ROLE_DROPPED && b->role != ROLE_CONTINUED)
			find_in(&g, i);
	}
	page_edit(p, g.edits, g.n);
	page_count(p, RULE_glued, g.n);
}

/* Several works on one page: articles one under the other, each with a head of its own.
 *
 * A head is a title with at least two more signs: what stands before it (a rule, furniture of the site, the end of a page) and what
 * stands under it (authors, a date, or what is left of a line of them).  Headings of sections have neither.  A page
 * is taken apart when two heads or more have enough text under them, and when the first stands at its beginning or
 * what is before it is a text as well.
 */
#include "config.h"

#include "repair/forms.h"
#include "repair/head.h"
#include "repair/page.h"

#define TEXT_LEAST 600		/* bytes of prose that make a work */
#define BEFORE_FIRST 400	/* bytes before the first head that belong to it */
#define SIGNS_LEAST 2
#define TRIES_MOST 200		/* heads looked at closely: a page of more is a list */

/* Signs of a head. */
enum {
	AFTER_FURNITURE = 1, AFTER_RULE = 2, HAS_AUTHOR = 4, HAS_DATE = 8, HAS_STUB = 16, TOP_HEADING = 32,
	BEFORE = AFTER_FURNITURE | AFTER_RULE, BELOW = HAS_AUTHOR | HAS_DATE | HAS_STUB
};

struct found {
	size_t first;		/* block: what stands before the title belongs to it */
	size_t title;
	size_t text;		/* bytes of prose up to the next */
	unsigned signs;
};

struct search {
	struct page *page;
	struct found *heads;
	size_t n, cap;
	size_t tries;
	uint8_t top;		/* level of the highest headings, if there are several of it */
};

static unsigned count_bits(unsigned bits)
{
	unsigned n = 0;
	for (; bits; bits &= bits - 1)
		n++;
	return n;
}

/* What is left out before block i, back to the text: the signs it gives, and where the head begins. */
static unsigned signs_before(const struct page *p, size_t i, size_t *first_r)
{
	unsigned signs = 0;
	while (i > 0 && p->blocks[i - 1].role == ROLE_DROPPED) {
		const struct block *b = &p->blocks[--i];
		/* A rule right under or over a line underlines it. */
		if (b->shape == SHAPE_RULE)
			signs |= b->blank && b[1].blank ? AFTER_RULE : 0;
		else if (b->shape != SHAPE_PAGE)
			signs |= AFTER_FURNITURE;
	}
	*first_r = i;
	return signs;
}

static uint8_t top_level(const struct page *p)
{
	size_t n[8] = { 0 };
	for (size_t i = 0; i < p->n; i++)
		if (p->blocks[i].shape == SHAPE_HEADING && p->blocks[i].level < 8 && p->blocks[i].role != ROLE_DROPPED)
			n[p->blocks[i].level]++;
	for (uint8_t level = 1; level < 3; level++)
		if (n[level])
			return n[level] > 1 ? level : 0;
	return 0;
}

/* May a head begin at i, at little cost? */
static bool may_begin(const struct search *s, size_t i)
{
	const struct block *b = &s->page->blocks[i];
	if (b->role != ROLE_BODY && b->role != ROLE_HEADING)
		return false;
	if (b->shape == SHAPE_HEADING)
		return b->indent == 0;
	return b->shape == SHAPE_LINE && b->text.n <= 400 && (i == 0 || s->page->blocks[i - 1].role == ROLE_DROPPED);
}

/* A heading of the top level above a date may be an entry of a diary or a version in a list of changes. */
static bool is_enough(unsigned signs)
{
	if (!(signs & BELOW) || !(signs & (BEFORE | TOP_HEADING)) || count_bits(signs) < SIGNS_LEAST)
		return false;
	return signs & BEFORE || signs & (HAS_AUTHOR | HAS_STUB);
}

/* The block of the title when a head begins at i, else i. */
static size_t try_head(struct search *s, size_t i)
{
	const struct page *p = s->page;
	struct found f = { 0 };
	struct head h;
	f.signs = signs_before(p, i, &f.first);
	if (i > 0 && !f.signs && p->blocks[i].shape != SHAPE_HEADING)
		return i;
	s->tries++;
	head_read(p, i, p->n - 1, &h);
	/* Authors may stand above the title; nothing else does. */
	if (h.title == NO_BLOCK || (h.title != i && !(h.above && head_next(p, i + 1) == h.title)))
		return i;
	f.title = h.title;
	f.signs |= (h.authors.n ? HAS_AUTHOR : 0) | (h.date != NO_BLOCK ? HAS_DATE : 0) | (h.stub ? HAS_STUB : 0);
	if (s->top && p->blocks[h.title].shape == SHAPE_HEADING && p->blocks[h.title].level == s->top)
		f.signs |= TOP_HEADING;
	if (i == 0)
		f.signs |= AFTER_RULE;		/* the beginning of the page */
	if (!is_enough(f.signs))
		return i;
	s->heads = arena_grow(p->arena, s->heads, &s->cap, s->n + 1, sizeof(*s->heads));
	s->heads[s->n++] = f;
	return f.title;
}

static size_t prose_between(const struct page *p, size_t from, size_t to)
{
	size_t bytes = 0;
	for (size_t i = from; i < to; i++)
		if (p->blocks[i].role == ROLE_BODY && (p->blocks[i].text.n >= 100 || head_is_prose(p, i)))
			bytes += p->blocks[i].text.n;
	return bytes;
}

/* Heads with too little under them are no works: lists of articles with a line about each. */
static void keep_those_with_text(struct search *s)
{
	size_t n = 0;
	for (size_t i = 0; i < s->n; i++) {
		size_t end = i + 1 < s->n ? s->heads[i + 1].first : s->page->n;
		s->heads[i].text = prose_between(s->page, s->heads[i].title + 1, end);
		n += s->heads[i].text >= TEXT_LEAST;
	}
	/* Taking some for works and others not would put texts under titles of others. */
	if (n < s->n)
		s->n = 0;
}

static void put_work(struct page *p, size_t first, size_t last, size_t title)
{
	p->works = arena_grow(p->arena, p->works, &p->cap_works, p->n_works + 1, sizeof(*p->works));
	p->works[p->n_works++] = (struct work){ .first = (uint32_t)first, .last = (uint32_t)last };
	for (size_t i = first; i <= last; i++)
		p->blocks[i].work = (uint32_t)p->n_works - 1;
	if (title != NO_BLOCK)
		p->works[p->n_works - 1].title = p->blocks[title].text;
}

static void take_apart(struct search *s)
{
	struct page *p = s->page;
	size_t before = prose_between(p, 0, s->heads[0].first);
	bool own = before >= TEXT_LEAST;
	if (own)
		put_work(p, 0, s->heads[0].first - 1, NO_BLOCK);
	for (size_t i = 0; i < s->n; i++) {
		size_t last = i + 1 < s->n ? s->heads[i + 1].first - 1 : p->n - 1;
		put_work(p, i == 0 && !own ? 0 : s->heads[i].first, last, s->heads[i].title);
	}
	page_count(p, RULE_works, p->n_works);
}

void rule_works(struct page *p)
{
	struct search s = { .page = p, .top = top_level(p) };
	for (size_t i = 0; i < p->n && s.tries < TRIES_MOST; i++)
		if (may_begin(&s, i))
			i = try_head(&s, i);
	if (s.tries == TRIES_MOST)
		return;
	keep_those_with_text(&s);
	size_t before = s.n ? prose_between(p, 0, s.heads[0].first) : 0;
	if (s.n + (before >= TEXT_LEAST) < 2 || (before > BEFORE_FIRST && before < TEXT_LEAST))
		return;
	take_apart(&s);
}

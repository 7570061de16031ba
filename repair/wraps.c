/* Line ends inside of paragraphs: lines that were broken because the next word did not fit are joined.
 *
 * In a wrapped paragraph each line but the last is full: the first word of the next line would not have
 * fitted on it.  Lists, addresses and poems are broken elsewhere, so lines are joined only where most of
 * their neighbours are full.  Lines of a printed page in letters of unlike width are never equally full: there long lines are
 * joined when many of them go on in a small letter.
 */
#include "config.h"

#include "common/utf8.h"
#include "repair/look.h"
#include "repair/page.h"

#define WIDTH_MIN 30		/* characters of a line that may be wrapped */
#define WIDTH_MAX 240
#define SLACK 2			/* characters by which a full line may be shorter */
#define SHORT_RUN 3		/* lines that do not tell a width of their own */
#define LONG_LEAST 55		/* characters of a line of prose in letters of unlike width */
#define IS_LONG(n, width) ((n) >= LONG_LEAST && (n) * 4 >= (width) * 3)
#define TITLE_BLOCKS 12		/* at the beginning of a page, where its title stands */
#define TITLE_LINES 3
#define MOSTLY(n, of) ((n) * 10 >= (of) * 7)

static size_t first_word(struct str s)
{
	const char *blank = memchr(s.p, ' ', s.n);
	return utf8_count(str_sub(s, 0, blank ? (size_t)(blank - s.p) : s.n));
}

/* Does block i + 1 stand right under block i, both of them lines that may be one paragraph? */
static bool is_under(const struct page *p, size_t i)
{
	const struct block *a = &p->blocks[i], *b = a + 1;
	if (i + 1 >= p->n || b->blank || b->shape != SHAPE_LINE)
		return false;
	if (a->shape == SHAPE_ITEM)
		return b->role == ROLE_BODY;
	return (a->shape == SHAPE_LINE || a->shape == SHAPE_NOTE) && a->role == b->role &&
	       (a->role == ROLE_BODY || a->role == ROLE_NOTE || a->role == ROLE_FRAME);
}

/* A run of blocks each of which stands under the one before. */
struct run {
	size_t first, last;
	size_t width;		/* of its longest line but the last, in characters */
};

static struct run run_at(const struct page *p, size_t first)
{
	struct run r = { first, first, 0 };
	while (is_under(p, r.last)) {
		size_t width = p->blocks[r.last].indent + p->blocks[r.last].chars;
		r.width = width > r.width ? width : r.width;
		r.last++;
	}
	return r;
}

static bool may_be_wrapped(size_t width)
{
	return width >= WIDTH_MIN && width <= WIDTH_MAX;
}

/* The width that most long runs have, or 0. */
static size_t usual_width(const struct page *p)
{
	size_t runs[WIDTH_MAX + 1] = { 0 }, best = 0;
	for (size_t i = 0; i < p->n;) {
		struct run r = run_at(p, i);
		if (r.last - r.first >= SHORT_RUN && may_be_wrapped(r.width) && ++runs[r.width] >= runs[best])
			best = r.width;
		i = r.last + 1;
	}
	return best;
}

static bool is_full(const struct page *p, size_t i, size_t width)
{
	const struct block *b = &p->blocks[i];
	return !(b->has & HAS_GAP && look_has_gap(b->text)) && b->indent + b->chars + 1 + first_word(b[1].text) + SLACK > width;
}

/* Rows of a table, and lines of a program. */
static bool is_no_prose(const struct block *b)
{
	struct str s = b->text;
	static const bool signs[256] = { [0] = true, ['{'] = true, ['}'] = true, ['='] = true, ['<'] = true, ['>'] = true, ['|'] = true,
					 ['\\'] = true, ['`'] = true, ['$'] = true };
	for (size_t i = 0; b->has & HAS_CODE && i < s.n; i++)
		if (signs[(unsigned char)s.p[i]])
			return true;
	return b->has & HAS_GAP && look_has_gap(s);
}

static bool begin_alike(struct str a, struct str b)
{
	const char *blank = memchr(a.p, ' ', a.n);
	return blank && str_starts(b, str_sub(a, 0, (size_t)(blank - a.p) + 1));
}

/* A long line in the midst of a sentence, and the next goes on with it. */
static bool is_cut(const struct page *p, size_t i, size_t width)
{
	const struct block *b = &p->blocks[i];
	size_t n = b->indent + b->chars;
	return IS_LONG(n, width) && !look_ends_sentence(b->text) && look_starts_lower(b[1].text) && !begin_alike(b->text, b[1].text) &&
	       !is_no_prose(b) && !is_no_prose(b + 1);
}

/* Nothing but long lines, and at least every third is cut. */
static bool is_ragged(const struct page *p, const struct run *r, size_t width)
{
	size_t cut = 0, of = r->last - r->first;
	for (size_t i = r->first; i < r->last; i++) {
		size_t n = p->blocks[i].indent + p->blocks[i].chars;
		if ((!IS_LONG(n, width) && !str_ends(p->blocks[i].text, STR("-"))) || is_no_prose(&p->blocks[i]) || begin_alike(p->blocks[i].text, p->blocks[i + 1].text))
			return false;
		cut += is_cut(p, i, width);
	}
	return cut * 3 >= of && !is_no_prose(&p->blocks[r->last]);
}

/* What may stand at the end of a paragraph inside of a run of ragged lines. */
static bool may_end(const struct page *p, size_t i)
{
	return look_ends_sentence(p->blocks[i].text) && !look_starts_lower(p->blocks[i + 1].text);
}

static void join(struct page *p, size_t i)
{
	page_join(p, i, i + 1, false, RULE_wraps);
	page_count(p, RULE_wraps, 1);
}

/* False when its lines are neither full nor ragged. */
static bool join_run(struct page *p, const struct run *r, size_t width)
{
	size_t full = 0, of = r->last - r->first;
	for (size_t i = r->first; i < r->last; i++)
		full += is_full(p, i, width);
	bool ragged = full < of && is_ragged(p, r, width);
	if (!MOSTLY(full, of) && !ragged)
		return false;
	for (size_t i = r->first; i < r->last; i++) {
		/* A short line ends a paragraph, whose successor may be indented. */
		if (!is_full(p, i, width) && !is_cut(p, i, width) && !(ragged && !may_end(p, i)))
			continue;
		join(p, i);
	}
	return true;
}

/* "Water and the state: the\ncustoms of the valley", alone: the next line begins in a small letter, or the first cannot end there. */
static bool is_title(const struct page *p, const struct run *r)
{
	if (r->first >= TITLE_BLOCKS || r->last - r->first >= TITLE_LINES || p->blocks[r->first].shape != SHAPE_LINE ||
	    p->blocks[r->first].role != ROLE_BODY || look_ends_sentence(p->blocks[r->last].text) || !look_starts_upper(p->blocks[r->first].text))
		return false;
	for (size_t i = r->first; i < r->last; i++) {
		struct str s = p->blocks[i].text, next = p->blocks[i + 1].text;
		if (p->blocks[i].chars < WIDTH_MIN || is_no_prose(&p->blocks[i]) || look_ends_sentence(s) || str_ends(s, STR(",")) || str_ends(s, STR(";")) ||
		    !(look_starts_lower(next) || look_is_open(s)))
			return false;
	}
	return true;
}

/* "- a register of\n  herds": an item that goes on under its text. */
static bool is_item_cut(const struct page *p, size_t i)
{
	const struct block *b = &p->blocks[i];
	return b->shape == SHAPE_ITEM && b[1].indent > b->indent && !look_ends_sentence(b->text) && look_starts_lower(b[1].text) &&
	       !is_no_prose(b) && !is_no_prose(b + 1);
}

/* Of a run that tells no width. */
static void join_cut(struct page *p, const struct run *r)
{
	bool ragged = is_ragged(p, r, r->width), title = is_title(p, r);
	for (size_t i = r->first; i < r->last; i++)
		if (title || is_cut(p, i, r->width) || (ragged && !may_end(p, i)))
			join(p, i);
}

void rule_wraps(struct page *p)
{
	size_t usual = usual_width(p);
	for (size_t i = 0; i < p->n;) {
		struct run r = run_at(p, i);
		bool is_long = r.last - r.first >= SHORT_RUN;
		size_t width = is_long ? r.width : usual;
		bool told = r.last > r.first && may_be_wrapped(width) && r.width <= width + SLACK && join_run(p, &r, width);
		if (!told && r.last > r.first && is_item_cut(p, r.first))
			join(p, r.first);
		else if (!told && r.last > r.first && may_be_wrapped(r.width))
			join_cut(p, &r);
		i = r.last + 1;
	}
	page_flatten(p);
}

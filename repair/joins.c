/* Sentences that something stands in the middle of: joined across it.
 *
 * What stands between tells how much has to speak for it.  Across a page end, notes, a box or a table a sentence
 * goes on when its first part does not end one and the second begins small, or with a capital and both are
 * of a paragraph.  Across an empty line alone the second has to begin small, or the first to end
 * in a word that nothing ends with.  Headings, items, captions and verse are never joined.
 */
#include "config.h"

#include "common/ascii.h"
#include "repair/look.h"
#include "repair/page.h"

#define LINE_LONG 80		/* bytes of a line that is not of verse */
#define LINE_WHOLE 160		/* of one that is a paragraph by itself */
#define BETWEEN_MOST 80		/* blocks that may stand between */

enum between { NOTHING, BOX, PAGE };

struct joiner {
	struct page *p;
	size_t left;		/* a block, from 1; 0: none */
	enum between between;
	size_t passed;		/* blocks since */
	bool blank;		/* an empty line among them */
};

/* Of a run of short lines: verse, an address, a list without signs. */
static bool is_of_lines(const struct page *p, size_t i)
{
	const struct block *b = &p->blocks[i];
	if (b->text.n > LINE_LONG)
		return false;
	bool under = i > 0 && !b->blank && b[-1].role == ROLE_BODY && b[-1].text.n <= LINE_LONG;
	bool over = i + 1 < p->n && !b[1].blank && b[1].role == ROLE_BODY && b[1].text.n <= LINE_LONG;
	return under || over;
}

static bool ends_in_hyphen(struct str s)
{
	static const char *const hyphens[] = { "-", "\xc2\xad", "\xe2\x80\x90", "\xe2\x80\x91" };
	for (size_t i = 0; i < sizeof(hyphens) / sizeof(*hyphens); i++) {
		struct str hyphen = str_of(hyphens[i]);
		if (str_ends(s, hyphen))
			return look_lower_before(s, s.n - hyphen.n);
	}
	return false;
}

/* "Shanghai Cooperation" | "Organization (SCO) ...", "president, Emomali" | "Rahmon. ...": a name in its last words. */
static bool ends_in_name(struct str s)
{
	size_t i = look_last_word(s);
	return i < s.n && look_starts_upper(str_sub(s, i, s.n));
}

static bool ends_in_comma(struct str s)
{
	return s.n && s.p[s.n - 1] == ',';
}

/* An item of a list that the text counts: "b) ...", "(2) ...". */
static bool is_counted(struct str s)
{
	size_t i = s.n && s.p[0] == '(';
	if (i + 2 >= s.n || !(ascii_is_letter(s.p[i]) || ascii_is_digit(s.p[i])))
		return false;
	/* "A. Rahmon" is a name */
	return s.p[i + 1] == ')' || (s.p[i + 1] == '.' && s.p[i + 2] == ' ' && ascii_lower(s.p[i]) == s.p[i]);
}

static bool goes_on(const struct joiner *j, size_t right)
{
	const struct page *p = j->p;
	const struct block *l = &p->blocks[j->left - 1], *r = &p->blocks[right];
	bool lower = look_starts_lower(r->text), prose = look_is_prose(l->text), ended = look_ends_sentence(l->text);
	if (r->work != l->work || is_counted(r->text))
		return false;
	if (ends_in_hyphen(l->text) && lower && (prose || !j->blank || j->between == PAGE))
		return true;
	if (!prose && !look_is_prose(r->text))
		return false;
	if (ended)
		return j->between != NOTHING && lower && prose && look_ends_short(l->text);
	if (is_of_lines(p, j->left - 1) || (is_of_lines(p, right) && r->text.n < LINE_LONG / 2))
		return false;
	bool open = look_is_open(l->text);
	/* A line that rule_wraps() did not take for full ends where its writer wanted. */
	if (j->between == NOTHING && !j->blank)
		return j->left == right && prose && ((open && !ends_in_comma(l->text) && l->text.n > LINE_LONG) ||
						     (lower && l->text.n > LINE_WHOLE));
	if (lower)
		return open || (prose && (j->between != NOTHING || l->text.n > LINE_LONG || r->text.n > LINE_WHOLE));
	if (!prose)
		return false;
	if (look_starts_upper(r->text) && (look_is_prose(r->text) || look_ends_sentence(r->text)))
		return open || (j->between == PAGE && (l->text.n > LINE_LONG || ends_in_name(l->text)));
	return open && look_digits(r->text, 0) > 0;
}

static bool is_flow(const struct block *b)
{
	return b->shape == SHAPE_LINE && b->role == ROLE_BODY;
}

/* What stands between two parts of a text, if the block is no text of it. */
static bool pass(struct joiner *j, const struct block *b)
{
	switch (b->role) {
	case ROLE_NOTE:
		break;
	case ROLE_DROPPED:
		if (b->shape == SHAPE_PAGE || b->rule == RULE_pages)
			break;
		if (b->shape != SHAPE_RULE || !b->blank)	/* right under a line: that is a heading */
			return false;
		j->between = j->between == PAGE ? PAGE : BOX;
		return true;
	case ROLE_FRAME:
		j->between = j->between == PAGE ? PAGE : BOX;
		return true;
	case ROLE_APART:
		if (b->shape != SHAPE_ROW)
			return false;
		j->between = j->between == PAGE ? PAGE : BOX;
		return true;
	default:
		return false;
	}
	j->between = PAGE;
	return true;
}

static void begin_with(struct joiner *j, size_t i)
{
	*j = (struct joiner){ .p = j->p, .left = i + 1 };
}

void rule_joins(struct page *p)
{
	struct joiner j = { .p = p };
	for (size_t i = 0; i < p->n; i++) {
		const struct block *b = &p->blocks[i];
		j.blank |= b->blank > 0;
		if (b->role == ROLE_CONTINUED)
			continue;
		if (!is_flow(b)) {
			if (!pass(&j, b) || ++j.passed > BETWEEN_MOST)
				j.left = 0;
			continue;
		}
		bool joined = j.left && goes_on(&j, i);
		if (joined) {
			page_join(p, j.left - 1, i, false, RULE_joins);
			page_count(p, RULE_joins, 1);
		}
		begin_with(&j, i);
	}
	page_flatten(p);
}

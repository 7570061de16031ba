/* Teasers: what a page shows of other pages, with titles and beginnings of their texts.
 *
 * Signs: an age ("Economy1 hour ago"), a text that breaks off ("..."), the head of a list ("Read also").  One sign
 * makes no teaser of a paragraph; where hardly any text would be left, the page is a list, and everything stays.
 */
#include "config.h"

#include "common/utf8.h"
#include "repair/forms.h"
#include "repair/head.h"
#include "repair/page.h"
#include "repair/site_words.h"

#define TITLE_CHARS 200		/* of a teaser */
#define TEXT_CHARS 400
#define AGES_APART 5		/* blocks from one age to the next in a list */
#define LIST_MOST 40		/* titles under the head of a list */
#define LEFT_LEAST 5		/* teasers may be so many times the text */

static bool is_left_out(const struct block *b)
{
	return b->role == ROLE_DROPPED;
}

static bool is_text(const struct block *b)
{
	return b->role == ROLE_BODY || b->role == ROLE_HEADING || b->role == ROLE_APART || b->role == ROLE_FRAME;
}

static void leave_out(struct page *p, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++)
		if (is_text(&p->blocks[i]))
			page_set_role(p, i, ROLE_DROPPED, RULE_teasers);
}

static bool is_age(const struct page *p, size_t i)
{
	return form_age(p->blocks[i].text) >= 0;
}

static bool is_short(const struct page *p, size_t i, size_t chars)
{
	return p->blocks[i].text.n <= chars || (p->blocks[i].text.n <= 4 * chars && utf8_count(p->blocks[i].text) <= chars);
}

/* A title of another page: a line that does not end as a sentence, but for a question. */
static bool is_teaser_title(const struct page *p, size_t i)
{
	struct str s = p->blocks[i].text;
	return is_short(p, i, TITLE_CHARS) && !head_is_prose(p, i) && (!form_sentence(s) || str_ends(s, STR("?")) || str_ends(s, STR("!")));
}

/* ---- Ages ---- */

/* Behind an age: the title, and what is shown of the text. */
static size_t teaser_end(const struct page *p, size_t age, bool in_list)
{
	size_t i = age + 1;
	if (i < p->n && is_text(&p->blocks[i]) && !is_age(p, i) && is_short(p, i, TITLE_CHARS))
		i++;
	else
		return i;
	if (i < p->n && is_text(&p->blocks[i]) && !is_age(p, i) && is_short(p, i, TEXT_CHARS) &&
	    (form_breaks_off(p->blocks[i].text) || in_list))
		i++;
	return i;
}

static size_t next_age(const struct page *p, size_t i, size_t most)
{
	for (size_t k = i; k < p->n && k - i < most; k++)
		if (is_text(&p->blocks[k]) && is_age(p, k))
			return k;
	return p->n;
}

/* From the age at i: the end of the list that it begins. */
static size_t list_by_ages(const struct page *p, size_t i, size_t *ages_r)
{
	size_t next;
	*ages_r = 1;
	while ((next = next_age(p, i + 1, AGES_APART)) < p->n) {
		/* A paragraph between two ages belongs to the page. */
		for (size_t k = i + 1; k < next; k++)
			if (!is_short(p, k, TEXT_CHARS))
				return teaser_end(p, i, false);
		i = next;
		++*ages_r;
	}
	return teaser_end(p, i, false);
}

static void leave_out_aged(struct page *p)
{
	for (size_t i = 0; i < p->n; i++) {
		size_t ages;
		if (!is_text(&p->blocks[i]) || !is_age(p, i))
			continue;
		size_t end = list_by_ages(p, i, &ages);
		bool broken = end > i + 2 && form_breaks_off(p->blocks[end - 1].text);
		if (ages > 1 || (broken && form_age(p->blocks[i].text) > 0))
			leave_out(p, i, end);
		i = end > i + 1 ? end - 1 : i;
	}
}

/* ---- Heads of lists ---- */

/* Behind the head of a list: titles, ages, texts that break off. */
static size_t list_end(const struct page *p, size_t head, size_t *signs_r, size_t *titles_r)
{
	size_t i = head + 1;
	*signs_r = *titles_r = 0;
	for (; i < p->n && *titles_r + *signs_r < LIST_MOST; i++) {
		const struct block *b = &p->blocks[i];
		if (is_left_out(b)) {
			*signs_r += b->rule == RULE_teasers;
			if (b->shape == SHAPE_RULE && *titles_r + *signs_r)
				break;
			continue;
		}
		if (!is_text(b) || (b->shape == SHAPE_HEADING && site_words(b->text) == SITE_NONE && *titles_r == 0))
			break;
		if (form_breaks_off(b->text) || is_age(p, i))
			++*signs_r;
		else if (is_teaser_title(p, i))
			++*titles_r;
		else
			break;
	}
	return i;
}

/* Behind the last paragraph: what follows there is no text. */
static size_t end_of_text(const struct page *p)
{
	size_t i = p->n;
	while (i > 0 && !(is_text(&p->blocks[i - 1]) && head_is_prose(p, i - 1)))
		i--;
	return i;
}

static void judge_list(struct page *p, size_t head, enum site_kind kind, size_t text_end)
{
	size_t signs, titles, end = list_end(p, head, &signs, &titles);
	bool last = end == p->n;
	if (kind == SITE_LIST_WEAK) {
		if (signs > 1 || (head > 0 && last && signs + titles == 0 && is_left_out(&p->blocks[head - 1])))
			leave_out(p, head, end);
		return;
	}
	/* In the middle of a text one or two titles, and not the heading of what goes on. */
	size_t most = last || end >= text_end ? LIST_MOST : 5;
	if (!last && end > head + 1 && most == 5) {
		if (p->blocks[end - 1].shape == SHAPE_HEADING || (p->blocks[end - 1].shape == SHAPE_LINE && titles > 1 && signs == 0))
			end--;
	}
	if (titles + signs <= most)
		leave_out(p, head, end);
}

static void leave_out_lists(struct page *p)
{
	size_t text_end = end_of_text(p);
	for (size_t i = 0; i < p->n; i++) {
		const struct block *b = &p->blocks[i];
		if (!is_text(b) || b->text.n > 300 || !head_is_alone(p, i))
			continue;
		if (site_list_item(b->text)) {
			leave_out(p, i, i + 1);
			continue;
		}
		enum site_kind kind = site_words(b->text);
		if (kind == SITE_LIST || kind == SITE_LIST_WEAK)
			judge_list(p, i, kind, text_end);
	}
}

/* ---- Runs of texts that break off ---- */

/* Title and broken text, again and again, behind the end of the text. */
static void leave_out_broken(struct page *p)
{
	size_t first = p->n, pairs = 0, i = p->n;
	while (i >= 2 && is_text(&p->blocks[i - 1]) && is_text(&p->blocks[i - 2]) && is_short(p, i - 1, TEXT_CHARS) &&
	       form_breaks_off(p->blocks[i - 1].text) && is_teaser_title(p, i - 2)) {
		i -= 2;
		first = i;
		pairs++;
	}
	if (pairs >= 3)
		leave_out(p, first, p->n);
}

/* The name of a section between furniture and teasers belongs to neither text. */
static void leave_out_between(struct page *p)
{
	for (size_t i = 1; i + 1 < p->n; i++) {
		if (!is_text(&p->blocks[i]) || !is_left_out(&p->blocks[i - 1]) || !is_left_out(&p->blocks[i + 1]) ||
		    p->blocks[i + 1].rule != RULE_teasers || p->blocks[i - 1].rule == RULE_NONE)
			continue;
		enum site_kind kind = site_words(p->blocks[i].text);
		if (kind == SITE_SECTION || kind == SITE_LABEL || kind == SITE_NETWORK || kind == SITE_LIST_WEAK)
			leave_out(p, i, i + 1);
	}
}

/* ---- All ---- */

void rule_teasers(struct page *p)
{
	size_t left = 0, out = 0, n = 0;
	leave_out_aged(p);
	leave_out_lists(p);
	leave_out_broken(p);
	leave_out_between(p);
	for (size_t i = 0; i < p->n; i++) {
		const struct block *b = &p->blocks[i];
		bool mine = b->rule == RULE_teasers && b->role == ROLE_DROPPED;
		n += mine;
		*(mine ? &out : &left) += is_text(b) || mine ? b->text.n : 0;
	}
	if (n && left * LEFT_LEAST < out) {
		for (size_t i = 0; i < p->n; i++) {
			enum shape shape = p->blocks[i].shape;
			if (p->blocks[i].rule == RULE_teasers)
				page_set_role(p, i, shape == SHAPE_HEADING ? ROLE_HEADING : shape == SHAPE_LINE ? ROLE_BODY : ROLE_APART,
					      RULE_NONE);
		}
		return;
	}
	page_count(p, RULE_teasers, n);
}

/* What a site puts around its articles: lines of buttons, menus, counters, breadcrumbs, imprints.
 *
 * Told by their form and by words of sites (site_words.h).  A phrase that no text has for a line of its own is enough;
 * labels, which are ordinary words, have to stand together.  Where hardly anything would be left, everything stays.
 */
#include "config.h"

#include <stdlib.h>

#include "common/ascii.h"
#include "repair/forms.h"
#include "repair/head.h"
#include "repair/page.h"
#include "repair/site_words.h"

#define LINE_MAX 300		/* bytes of a line that may be furniture */
#define EDGE 10			/* blocks at either end of a page where breadcrumbs and notices stand */
#define IMPRINT_SHORT 200	/* characters of an imprint that says no more */
#define IMPRINT_LINES 10	/* blocks that may belong to it */
#define SHORT_LINE 60		/* bytes: shorter than lines of a paragraph */
#define LABEL_MAX 40		/* characters of the name of a section */
#define LEFT_LEAST 10		/* furniture may be so many times the text */

/* What a block weighs among its neighbours; two are enough. */
enum { PLAIN = -1, NEUTRAL = 0, LABEL = 1, SURE = 2 };

static void leave_out(struct page *p, size_t i)
{
	page_set_role(p, i, ROLE_DROPPED, RULE_chrome);
}

static bool is_left_out(const struct block *b)
{
	return b->role == ROLE_DROPPED && b->rule == RULE_chrome;
}

static size_t count_words(struct str s)
{
	size_t n = s.n > 0;
	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == ' ';
	return n;
}

/* ---- Lines by their words ---- */

/* Most lines are inside of paragraphs, where nothing is looked up. */
static bool is_inside(const struct page *p, size_t i)
{
	return i > 0 && i + 1 < p->n && !p->blocks[i].blank && !p->blocks[i + 1].blank && p->blocks[i - 1].text.n > LABEL_MAX &&
	       p->blocks[i + 1].text.n > LABEL_MAX && p->blocks[i].text.n > LABEL_MAX;
}

static int weigh(const struct page *p, size_t i)
{
	const struct block *b = &p->blocks[i];
	struct str last;
	if (b->text.n == 0 || b->text.n > LINE_MAX || b->role == ROLE_NOTE || b->role == ROLE_DROPPED || b->shape == SHAPE_NOTE || is_inside(p, i))
		return PLAIN;
	/* The last line of a paragraph. */
	if (b->text.p[b->text.n - 1] == '.' && !str_ends(b->text, STR("..")))
		return PLAIN;
	switch (site_words(b->text)) {
	case SITE_PHRASE: return SURE;
	case SITE_LABEL: case SITE_STUB: return b->shape == SHAPE_HEADING ? NEUTRAL : LABEL;
	case SITE_NETWORK: case SITE_SECTION: case SITE_LIST: case SITE_LIST_WEAK: return NEUTRAL;
	default: break;
	}
	if ((b->has & HAS_DIGIT && form_counter(b->text)) || site_bar(b->text))
		return SURE;
	if (i < EDGE && b->has & (HAS_DESCENT | HAS_BEYOND) && form_breadcrumb(b->text, &last))
		return SURE;
	return PLAIN;
}

/* "Published" above a date, "By" above a name. */
static bool introduces(const struct page *p, size_t i)
{
	struct names names;
	char iso[11];
	return i + 1 < p->n && head_is_stub(p, i) && !str_ends(p->blocks[i].text, STR(":")) && p->blocks[i].role != ROLE_DROPPED &&
	       (form_date(p->blocks[i + 1].text, iso) || form_names(p->blocks[i + 1].text, p->arena, &names));
}

static bool is_set_off(const struct page *p, size_t first, size_t last)
{
	const struct block *before = first ? &p->blocks[first - 1] : NULL, *b = &p->blocks[first];
	const struct block *after = last + 1 < p->n ? &p->blocks[last + 1] : NULL;
	/* Short lines under each other are no paragraph, when this one begins like none of its lines. */
	bool begins = !(b->text.p[0] >= 'a' && b->text.p[0] <= 'z');
	bool above = !before || b->blank || before->shape != SHAPE_LINE || before->text.n > 160 || form_sentence(before->text) ||
		     (begins && before->text.n <= SHORT_LINE);
	return above && (!after || after->blank || after->shape != SHAPE_LINE || last > first || after->text.n > 160 ||
			 (begins && after->text.n <= SHORT_LINE));
}

/* A run of blocks that are furniture together.  Names of sections and networks at its ends may belong to the text. */
static void judge_run(struct page *p, size_t first, size_t end, const signed char *weights)
{
	int sum = 0;
	while (end > first && weights[end - first - 1] == NEUTRAL)
		end--;
	for (size_t i = first; i < end; i++)
		sum += weights[i - first];
	if (end > first)
		sum += weights[end - first - 1] == LABEL && introduces(p, end - 1);
	if (sum < SURE || !is_set_off(p, first, end - 1))
		return;
	while (first < end && weights[0] == NEUTRAL && p->blocks[first].shape == SHAPE_HEADING) {
		first++;
		weights++;
	}
	for (size_t i = first; i < end; i++)
		leave_out(p, i);
}

static void leave_out_words(struct page *p)
{
	signed char weights[64];
	size_t first = 0, n = 0;
	for (size_t i = 0; i <= p->n; i++) {
		int weight = i < p->n ? weigh(p, i) : PLAIN;
		if (weight != PLAIN && n < sizeof(weights)) {
			first = n ? first : i;
			weights[n++] = (signed char)weight;
			continue;
		}
		if (n)
			judge_run(p, first, first + n, weights);
		n = 0;
		if (weight != PLAIN) {
			first = i;
			weights[n++] = (signed char)weight;
		}
	}
}

/* ---- Notices and imprints ---- */

static void leave_out_notices(struct page *p)
{
	for (size_t i = 0; i < p->n; i++) {
		if (i == EDGE && p->n > 2 * EDGE)
			i = p->n - EDGE;
		if (p->blocks[i].role != ROLE_DROPPED && p->blocks[i].has & (HAS_K | HAS_BEYOND) && form_cookies(p->blocks[i].text))
			leave_out(p, i);
	}
}

static bool is_imprint(struct str s)
{
	struct str publisher;
	if (form_imprint(s, &publisher) && publisher.n)
		return true;
	return s.n < LINE_MAX && (str_find(s, STR("ll rights reserved")) >= 0 || str_find(s, STR("се права защищены")) >= 0);
}

/* "E U R A S I A", or words between bullets, all in capitals: the banner of a publisher, read as text. */
static bool is_banner(struct str s)
{
	size_t single = 0, bullets = 0;
	struct str rest = s, word;
	if (s.n > LINE_MAX)
		return false;
	while (str_cut(&rest, ' ', &word)) {
		single += word.n == 1 && word.p[0] >= 'A' && word.p[0] <= 'Z';
		bullets += str_eqz(word, "●") || str_eqz(word, "•") || str_eqz(word, "■") || str_eqz(word, "|");
	}
	return form_capitals(s) && (single >= 4 || bullets > 0);
}

/* Lines between the end of the text and its imprint: found, but of little weight. */
static void set_apart_lines_above(struct page *p, size_t imprint)
{
	bool banner = false;
	size_t first = imprint;
	while (first > 0 && imprint - first < IMPRINT_LINES) {
		const struct block *b = &p->blocks[first - 1];
		bool shaped = b->shape == SHAPE_LINE || (b->shape == SHAPE_ITEM && form_capitals(b->text)) || b->shape == SHAPE_RULE;
		if (!shaped || b->text.n > LABEL_MAX * 2 || form_sentence(b->text) || b->shape == SHAPE_HEADING)
			break;
		first--;
	}
	for (size_t i = imprint; i > first; i--)
		banner |= is_banner(p->blocks[i - 1].text);
	for (size_t i = first; i < imprint && banner; i++) {
		if (p->blocks[i].role == ROLE_DROPPED)
			continue;
		bool beside = (i > first && !p->blocks[i].blank && is_left_out(&p->blocks[i - 1])) ||
			      (i + 1 < imprint && !p->blocks[i + 1].blank && is_banner(p->blocks[i + 1].text));
		if (is_banner(p->blocks[i].text) || (beside && form_capitals(p->blocks[i].text)))
			leave_out(p, i);
		else
			page_set_role(p, i, ROLE_FRAME, RULE_chrome);
	}
}

static void set_apart_imprints(struct page *p)
{
	for (size_t i = p->n; i > 0 && p->n - i < EDGE; i--) {
		struct block *b = &p->blocks[i - 1];
		if (b->role == ROLE_DROPPED || !head_is_alone(p, i - 1) || !is_imprint(b->text))
			continue;
		if (b->chars <= IMPRINT_SHORT)
			leave_out(p, i - 1);
		else
			page_set_role(p, i - 1, ROLE_FRAME, RULE_chrome);
		set_apart_lines_above(p, i - 1);
	}
}

/* ---- Names of sections above titles ---- */

/* Nothing but letters, blanks, "&", "," and "-". */
static bool is_plain(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!ascii_is_letter(s.p[i]) && !(s.p[i] & 0x80) && !strchr(" &,-", s.p[i]))
			return false;
	return true;
}

static bool may_be_label(const struct page *p, size_t i)
{
	const struct block *b = &p->blocks[i];
	return b->shape == SHAPE_LINE && b->role == ROLE_BODY && b->text.n <= 2 * LABEL_MAX && b->chars <= LABEL_MAX &&
	       count_words(b->text) <= 4 && form_title(b->text) && is_plain(b->text) && head_is_alone(p, i);
}

/* Is there a title under it, and under that a line of author or date, or what is left of it? */
static bool heads_article(const struct page *p, size_t i, bool *stub_r)
{
	size_t title = head_next(p, i + 1), n = 0;
	char iso[11];
	struct names names;
	*stub_r = false;
	if (title >= p->n || !form_title(p->blocks[title].text) || head_is_prose(p, title) ||
	    count_words(p->blocks[title].text) <= count_words(p->blocks[i].text))
		return false;
	for (size_t k = title + 1; k < p->n && n < 5; k++, n++) {
		if (head_is_prose(p, k))
			return false;
		*stub_r = head_is_stub(p, k) || form_date(p->blocks[k].text, iso) || form_byline(p->blocks[k].text, p->arena, &names);
		if (*stub_r)
			return true;
	}
	return false;
}

struct label {
	struct str text;
	size_t block;
};

static int by_text(const void *a, const void *b)
{
	const struct label *x = a, *y = b;
	int c = str_cmp(x->text, y->text);
	return c ? c : x->block < y->block ? -1 : 1;
}

/* The same name above titles twice or more, or once at the very beginning. */
static void leave_out_labels(struct page *p)
{
	struct label *labels = NULL;
	size_t n = 0, cap = 0, start = head_next(p, 0);
	bool stub;
	for (size_t i = 0; i < p->n; i++) {
		if (!may_be_label(p, i) || !heads_article(p, i, &stub))
			continue;
		labels = arena_grow(p->arena, labels, &cap, n + 1, sizeof(*labels));
		labels[n++] = (struct label){ p->blocks[i].text, i };
	}
	if (n > 1)
		qsort(labels, n, sizeof(*labels), by_text);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && str_eq(labels[end].text, labels[i].text); end++)
			;
		for (size_t k = i; k < end; k++)
			if (end - i > 1 || (labels[k].block == start && start > 0 && is_left_out(&p->blocks[start - 1])))
				leave_out(p, labels[k].block);
	}
}

/* ---- All ---- */

static size_t text_left(const struct page *p, size_t *out_r)
{
	size_t left = 0;
	*out_r = 0;
	for (size_t i = 0; i < p->n; i++)
		*(is_left_out(&p->blocks[i]) ? out_r : &left) += p->blocks[i].text.n;
	return left;
}

void rule_chrome(struct page *p)
{
	size_t out, n = 0;
	leave_out_words(p);
	leave_out_notices(p);
	set_apart_imprints(p);
	leave_out_labels(p);
	bool too_little = text_left(p, &out) * LEFT_LEAST < out;
	for (size_t i = 0; i < p->n; i++) {
		struct block *b = &p->blocks[i];
		if (b->rule != RULE_chrome)
			continue;
		if (too_little)
			page_set_role(p, i, b->shape == SHAPE_HEADING ? ROLE_HEADING : b->shape == SHAPE_LINE ? ROLE_BODY : ROLE_APART, RULE_NONE);
		else
			n++;
	}
	page_count(p, RULE_chrome, n);
}

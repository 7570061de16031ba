/* Reading the head of a work; see head.h. */
#include "config.h"

#include "repair/head.h"

#include "common/utf8.h"
#include "repair/forms.h"
#include "repair/look.h"
#include "repair/site_words.h"

#define PROSE_LEAST 200		/* bytes of a paragraph */
#define LINE_LONG 160		/* bytes of a line that is a paragraph */
#define HEAD_LINES 16		/* blocks looked at */
#define DATELINE_MAX 80	/* bytes */
#define ENTRY_BLOCKS 200	/* from one heading to the next that are looked at */
#define GUEST_BLOCKS 3		/* at the beginning of the text */
#define GUEST_MAX 600		/* bytes of a sentence that names a guest */
#define NAMED_OFTEN 2		/* who writes a text is hardly named in it so often */
#define CODE_INDENT 4		/* blanks before a comment of a program */
#define SEARCHED ((size_t)8 << 10)	/* bytes of the text in which that is looked for */

static bool is_visible(const struct block *b)
{
	return b->role != ROLE_DROPPED && b->role != ROLE_CONTINUED;
}

size_t head_next(const struct page *p, size_t block)
{
	while (block < p->n && !is_visible(&p->blocks[block]))
		block++;
	return block;
}

bool head_is_prose(const struct page *p, size_t block)
{
	size_t bytes = 0;
	const struct block *b = &p->blocks[block];
	if (b->shape != SHAPE_LINE || b->role != ROLE_BODY)
		return false;
	for (size_t i = block; i < p->n && bytes < PROSE_LEAST; i++) {
		if (i > block && (p->blocks[i].blank || p->blocks[i].shape != SHAPE_LINE || p->blocks[i].role != ROLE_BODY))
			break;
		/* Short lines under each other are a list, an address or a poem. */
		if (p->blocks[i].text.n < 30)
			break;
		bytes += p->blocks[i].text.n;
	}
	return bytes >= PROSE_LEAST || (bytes >= 100 && form_sentence(b->text));
}

bool head_is_alone(const struct page *p, size_t block)
{
	size_t next = block + 1;
	while (next < p->n && p->blocks[next].role == ROLE_CONTINUED)
		next++;
	const struct block *b = &p->blocks[block], *before = block ? b - 1 : NULL, *after = next < p->n ? &p->blocks[next] : NULL;
	bool above = !before || b->blank || before->shape != SHAPE_LINE || before->role == ROLE_DROPPED || before->text.n > LINE_LONG;
	bool below = !after || after->blank || after->shape != SHAPE_LINE || after->role == ROLE_DROPPED || after->text.n > LINE_LONG;
	return above && below;
}

bool head_is_stub(const struct page *p, size_t block)
{
	return site_words(p->blocks[block].text) == SITE_STUB;
}

static bool has_date(const struct block *b, char iso[11])
{
	return b->has & HAS_DIGIT && form_date(b->text, iso);
}

static bool has_byline_date(const struct page *p, const struct block *b, struct names *names, char iso[11])
{
	return b->has & HAS_DIGIT && form_byline_date(b->text, p->arena, names, iso);
}

/* ---- Titles ---- */

static size_t count_signs(struct str s, char sign)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == sign;
	return n;
}

static size_t count_words(struct str s)
{
	return (s.n > 0) + count_signs(s, ' ');
}

/* A line of authors or of a date right under a line makes that a title as an empty line does. */
static bool is_above_field(const struct page *p, size_t i)
{
	struct names names;
	char iso[11];
	const struct block *b = &p->blocks[i], *next = b + 1;
	if (i + 1 >= p->n || (i > 0 && !b->blank && b[-1].shape == SHAPE_LINE && b[-1].role != ROLE_DROPPED))
		return false;
	return has_date(next, iso) || form_byline(next->text, p->arena, &names) || has_byline_date(p, next, &names, iso);
}

static bool is_title(const struct page *p, size_t i)
{
	const struct block *b = &p->blocks[i];
	struct str publisher;
	if (b->shape == SHAPE_HEADING)
		return b->indent < CODE_INDENT;
	if (b->has & HAS_BAR && count_signs(b->text, '|') >= 2)	/* a menu */
		return false;
	return b->shape == SHAPE_LINE && b->role == ROLE_BODY && form_title(b->text) && (head_is_alone(p, i) || is_above_field(p, i)) &&
	       site_words(b->text) == SITE_NONE && form_age(b->text) < 0 && !(b->has & HAS_DIGIT && form_series(b->text, &publisher)) && !form_part(b->text) &&
	       !form_issue(b->text);
}

/* A heading that others of its level stand beside is one of a section. */
static bool is_only_heading(const struct page *p, size_t block, size_t last)
{
	for (size_t i = block + 1; i <= last && i < p->n; i++)
		if (p->blocks[i].shape == SHAPE_HEADING && p->blocks[i].level <= p->blocks[block].level)
			return false;
	return true;
}

/* The last name of a breadcrumb, when it stands below again. */
static size_t title_by_breadcrumb(const struct page *p, size_t first, size_t last)
{
	struct str name;
	for (size_t i = first, n = 0; i <= last && i < p->n && n < HEAD_LINES; i++, n++) {
		if (!(p->blocks[i].has & (HAS_DESCENT | HAS_BEYOND)) || !form_breadcrumb(p->blocks[i].text, &name))
			continue;
		for (size_t k = i + 1; k <= last && k < p->n && k < i + HEAD_LINES; k++)
			if (str_eq_nocase(p->blocks[k].text, name) && p->blocks[k].role != ROLE_DROPPED)
				return k;
		return NO_BLOCK;
	}
	return NO_BLOCK;
}

/* ---- Authors ---- */

/* Someone whom the text speaks of has no line for having written it. */
static bool is_named_in_text(const struct page *p, size_t from, size_t last, struct str name)
{
	size_t found = 0, bytes = 0;
	for (size_t i = from; i <= last && i < p->n && bytes < SEARCHED && found < NAMED_OFTEN; i++) {
		struct str text = str_sub(p->blocks[i].text, 0, SEARCHED);
		bytes += text.n;
		for (ptrdiff_t at; (at = str_find(text, name)) >= 0 && found < NAMED_OFTEN; found++)
			text = str_sub(text, (size_t)at + name.n, text.n);
	}
	return found >= NAMED_OFTEN;
}

/* Words of a name that the text has in small letters are ordinary words: "Hardware Description". */
static bool is_of_words(const struct page *p, size_t from, size_t last, struct str name)
{
	struct str rest = name, word;
	while (str_cut(&rest, ' ', &word)) {
		char small[SITE_KEY_MAX + 1] = " ";
		size_t n = site_key(word, small + 1), bytes = 0;
		for (size_t i = from; n > 3 && i <= last && i < p->n && bytes < SEARCHED; i++) {
			struct str text = str_sub(p->blocks[i].text, 0, SEARCHED);
			bytes += text.n;
			if (str_find(text, str_n(small, n + 1)) >= 0)
				return true;
		}
	}
	return false;
}

static void add_authors(const struct page *p, struct head *h, const struct names *names, size_t block)
{
	struct str rest = names->list, name, had = h->authors;
	if (h->author == NO_BLOCK)
		h->author = block;
	while (rest.n) {
		ptrdiff_t at = str_find(rest, STR("; "));
		name = str_sub(rest, 0, at < 0 ? rest.n : (size_t)at);
		rest = str_sub(rest, name.n + 2, rest.n);
		if (had.n && str_find(had, name) >= 0)
			continue;
		h->authors = h->authors.n ? arena_printf(p->arena, "%.*s; %.*s", STR_ARG(h->authors), STR_ARG(name)) : name;
	}
}

/* Is there a date, or what is left of one, right under a line of names? */
static bool is_dated(const struct page *p, size_t block, size_t last)
{
	char iso[11];
	size_t next = block + 1;
	return next <= last && next < p->n &&
	       (head_is_stub(p, next) || (p->blocks[next].role != ROLE_FRAME && has_date(&p->blocks[next], iso)));
}

/* A line of names between the date and the text. */
static bool is_between_date_and_text(const struct page *p, const struct head *h, size_t i, size_t last)
{
	size_t next = head_next(p, i + 1);
	return h->date != NO_BLOCK && head_next(p, h->date + 1) == i && p->blocks[i].shape == SHAPE_LINE && next <= last && next < p->n &&
	       head_is_prose(p, next) && p->blocks[i + 1].shape != SHAPE_RULE;
}

/* "University of Osh" */
static bool is_affiliation(struct str s)
{
	static const char *const words[] = { "University", "Institute", "College", "Academy", "Centre", "Center", "Faculty", "School of",
		"Universität", "университет", "Университет", "институт", "Институт", "академия", "Академия" };
	for (size_t i = 0; s.n < 200 && i < sizeof(words) / sizeof(*words); i++)
		if (str_find(s, str_of(words[i])) >= 0)
			return !form_sentence(s);
	return false;
}

/* A line of nothing but names: whether its place makes it a byline. */
static bool signs_work(const struct page *p, const struct head *h, size_t i, size_t last, const struct names *names)
{
	const struct block *b = &p->blocks[i];
	if (b->shape == SHAPE_HEADING && h->title != NO_BLOCK && b->level <= p->blocks[h->title].level)
		return false;
	size_t next = head_next(p, i + 1);
	bool followed = next <= last && next < p->n && is_affiliation(p->blocks[next].text);
	if (h->title == NO_BLOCK) {
		/* Above the title */
		if (next > last || next >= p->n || !is_title(p, next))
			return false;
		if (names->n > 1 && (p->blocks[next].shape == SHAPE_HEADING || str_chr(b->text, '/') >= 0))
			return !is_of_words(p, next + 1, last, names->list);
		return p->blocks[next].shape == SHAPE_HEADING && count_words(p->blocks[next].text) > 1 &&
		       !is_named_in_text(p, next + 1, last, b->text) && !is_of_words(p, next + 1, last, b->text);
	}
	if (names->marked || followed)
		return !is_named_in_text(p, i + 1, last, names->list);
	if (names->initials || is_dated(p, i, last) || is_between_date_and_text(p, h, i, last))
		return !is_named_in_text(p, i + 1, last, names->list) && !is_of_words(p, i + 1, last, names->list);
	return names->n > 1 && b->shape != SHAPE_HEADING && !is_named_in_text(p, i + 1, last, b->text);
}

/* ---- The walk ---- */

static void take_date(struct head *h, size_t i, const char iso[11])
{
	if (h->date != NO_BLOCK)
		return;
	h->date = i;
	memcpy(h->iso, iso, sizeof(h->iso));
}

/* A short line of one or two words above a longer one, which has signs of a head below it: the name of a section. */
static bool is_kicker(const struct page *p, const struct head *h, size_t i, size_t last)
{
	struct names names;
	char iso[11];
	const struct block *title = &p->blocks[h->title];
	size_t next = head_next(p, i + 1);
	if (title->shape == SHAPE_HEADING)
		return p->blocks[i].shape == SHAPE_HEADING && p->blocks[i].level < title->level;
	if (p->blocks[i].shape == SHAPE_HEADING)
		return is_only_heading(p, i, last);
	if (count_words(title->text) > 3 || count_words(p->blocks[i].text) <= count_words(title->text) || next > last || next >= p->n)
		return false;
	return head_is_stub(p, i + 1) || has_date(&p->blocks[next], iso) || form_byline(p->blocks[next].text, p->arena, &names) ||
	       has_byline_date(p, &p->blocks[next], &names, iso) ||
	       (form_names(p->blocks[next].text, p->arena, &names) && is_dated(p, next, last));
}

/* "Policy brief No. 14 | March 2015" */
static bool has_date_segment(struct str line, char iso[11])
{
	struct str rest = line, one;
	if (line.n > 160 || str_chr(line, '|') < 0)
		return false;
	while (str_cut(&rest, '|', &one))
		if (form_date(str_trim(one), iso))
			return true;
	return false;
}

/* Authors above the title. */
static bool is_above_title_or_date(const struct page *p, size_t i, size_t last)
{
	char iso[11];
	size_t next = head_next(p, i + 1);
	return next <= last && next < p->n && (has_date(&p->blocks[next], iso) || is_title(p, next));
}

/* A date that is the heading of a section, as others are: of a diary, or of a list of changes. */
static bool is_entry(const struct page *p, size_t block, size_t last)
{
	char iso[11];
	if (p->blocks[block].shape != SHAPE_HEADING)
		return false;
	for (size_t i = block + 1; i <= last && i < p->n && i < block + ENTRY_BLOCKS; i++)
		if (p->blocks[i].shape == SHAPE_HEADING)
			return p->blocks[i].level == p->blocks[block].level && has_date(&p->blocks[i], iso);
	return false;
}

/* False when the head ends before this block. */
static bool read_block(const struct page *p, size_t i, size_t last, struct head *h)
{
	const struct block *b = &p->blocks[i];
	struct names names;
	struct str publisher;
	char iso[11], other[11];
	if (has_date(b, iso)) {
		if (is_entry(p, i, last))
			return false;
		/* A place may stand before a date, and a name. */
		if (h->title != NO_BLOCK && form_byline_date(b->text, p->arena, &names, other) && !is_named_in_text(p, i + 1, last, names.list))
			add_authors(p, h, &names, i);
		take_date(h, i, iso);
	} else if (has_byline_date(p, b, &names, iso)) {
		take_date(h, i, iso);
		add_authors(p, h, &names, i);
	} else if (b->has & HAS_BAR && has_date_segment(b->text, iso)) {
		take_date(h, i, iso);
	} else if ((h->title != NO_BLOCK || is_above_title_or_date(p, i, last)) && form_byline(b->text, p->arena, &names)) {
		add_authors(p, h, &names, i);
	} else if (b->has & HAS_DIGIT && form_series(b->text, &publisher)) {
		h->publisher = h->source == NO_BLOCK ? publisher : h->publisher;
		h->source = h->source == NO_BLOCK ? i : h->source;
	} else if (b->text.n < 300 && b->has & (HAS_CAPITAL | HAS_BEYOND) && form_names(b->text, p->arena, &names) && signs_work(p, h, i, last, &names)) {
		h->above = h->title == NO_BLOCK;
		add_authors(p, h, &names, i);
	} else if (head_is_prose(p, i)) {
		return false;
	} else if (is_title(p, i)) {
		if (h->title == NO_BLOCK || is_kicker(p, h, i, last))
			h->title = i;
		else if (i > 0 && head_next(p, h->title + 1) == i && b->shape == SHAPE_LINE && form_capitals(b->text) &&
			 !form_capitals(p->blocks[h->title].text) && count_words(b->text) > 1)
			h->subtitle = i;
		else if (b->shape == SHAPE_HEADING)
			return false;	/* of the first section */
	}
	return true;
}

/* The first sentences may name their author. */
static void find_guest(const struct page *p, size_t from, size_t last, struct head *h)
{
	struct names names;
	for (size_t i = from, n = 0; i <= last && i < p->n && n < GUEST_BLOCKS; i++, n++)
		if (p->blocks[i].text.n < GUEST_MAX && form_guest(p->blocks[i].text, p->arena, &names)) {
			add_authors(p, h, &names, i);
			return;
		}
}

/* "OSH, 3 May 2014 – The board ...": a text that begins with the place and day of its release. */
static bool read_dateline(struct str s, char iso[11])
{
	static const char *const dashes[] = { " – ", " — ", " - ", " -- " };
	ptrdiff_t comma, end = -1;
	s = str_sub(s, 0, DATELINE_MAX);
	for (size_t i = 0; i < sizeof(dashes) / sizeof(*dashes) && end < 0; i++)
		end = str_find(s, str_of(dashes[i]));
	s = end > 0 ? str_sub(s, 0, (size_t)end) : STR_NONE;
	comma = str_chr(s, ',');
	return comma > 0 && look_is_capitals(str_sub(s, 0, (size_t)comma)) && form_date(str_trim(str_sub(s, (size_t)comma + 1, s.n)), iso) &&
	       strlen(iso) == 10;
}

void head_read(const struct page *p, size_t first, size_t last, struct head *h)
{
	size_t n = 0, i = first;
	*h = (struct head){ .title = NO_BLOCK, .subtitle = NO_BLOCK, .author = NO_BLOCK, .date = NO_BLOCK, .source = NO_BLOCK,
			    .body = p->n };
	for (; i <= last && i < p->n && n < HEAD_LINES; i++) {
		if (!is_visible(&p->blocks[i])) {
			h->stub |= head_is_stub(p, i);
			continue;
		}
		n++;
		if (p->blocks[i].role == ROLE_FRAME || p->blocks[i].role == ROLE_NOTE)
			continue;
		if (!read_block(p, i, last, h))
			break;
	}
	if (i <= last && i < p->n)
		h->body = i;
	char iso[11];
	if (h->date == NO_BLOCK && h->title != NO_BLOCK && h->body < p->n && h->body <= last && read_dateline(p->blocks[h->body].text, iso))
		take_date(h, h->body, iso);
	if (!h->authors.n)
		find_guest(p, h->body, last, h);
	size_t named = title_by_breadcrumb(p, first, last);
	if (named != NO_BLOCK && named < h->body)
		h->title = named;
}

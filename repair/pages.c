/* What belongs to a printed page and not to its text: numbers, running heads and feet, banners.
 *
 * A number alone on a line is that of a page when it says so ("- 12 -", "Page 3 of 9"), when a page ends
 * beside it, or when others follow it one by one with text between them.  A line is a running head when it
 * comes again and again, the same but for its numbers, and always beside such a number or page end.
 */
#include "config.h"

#include <stdlib.h>

#include "common/ascii.h"
#include "common/hash.h"
#include "common/utf8.h"
#include "repair/forms.h"
#include "repair/look.h"
#include "repair/page.h"

#define HEAD_MOST 120		/* bytes of a running head */
#define NUMBER_LINE_MOST 40
#define NUMBER_DIGITS 4
#define FIRST_LINES 3		/* of a text: the head of its first page may be among them */
#define NOTES_MOST 4		/* blocks of notes between a text and the number of its page */
#define TIMES_LEAST 3		/* a head stands on so many pages */
#define SPACED_LEAST 4		/* single letters that make a letter-spaced word */
#define BANNER_LINES 6

/* ---- Numbers of pages ---- */

/* Dashes and bars off both ends. */
static struct str strip(struct str s)
{
	static const char *const signs[] = { "-", "~", "[", "]", "|", "—", "–" };
	for (size_t last = s.n + 1; s.n < last;) {
		last = s.n;
		for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
			struct str sign = str_of(signs[i]);
			if (str_starts(s, sign))
				s = str_trim(str_sub(s, sign.n, s.n));
			if (str_ends(s, sign))
				s = str_trim(str_sub(s, 0, s.n - sign.n));
		}
	}
	return s;
}

/* "Page 3 of 9", "стр. 4", "3/9": the words beside the number. */
static bool take_page_word(struct str *s)
{
	static const char *const words[] = { "page ", "Page ", "PAGE ", "p. ", "стр. ", "Стр. ", "страница ", "Страница ", "с. ",
					     "Seite ", "page. ", "pg. " };
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (str_starts(*s, str_of(words[i]))) {
			*s = str_trim(str_sub(*s, strlen(words[i]), s->n));
			return true;
		}
	return false;
}

/* " of 9", " из 9", "/9", " | Page": what may stand behind the number. */
static bool is_tail(struct str s)
{
	static const char *const words[] = { "of ", "из ", "von ", "/", "/ ", "| Page", "| page" };
	s = str_trim(s);
	if (s.n == 0)
		return true;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (str_starts(s, str_of(words[i]))) {
			struct str rest = str_trim(str_sub(s, strlen(words[i]), s.n));
			return look_digits(rest, 0) == rest.n;
		}
	return false;
}

enum number { NUMBER_NONE, NUMBER_BARE, NUMBER_SURE };

static enum number page_number(struct str s, unsigned *number_r)
{
	uint64_t n;
	if (s.n == 0 || s.n > NUMBER_LINE_MOST || !look_has_digit(s))
		return NUMBER_NONE;
	struct str bare = strip(s);
	bool sure = bare.n != s.n, word = take_page_word(&bare);
	size_t digits = look_digits(bare, 0);
	struct str tail = str_sub(bare, digits, bare.n);
	if (digits == 0 || digits > NUMBER_DIGITS || !is_tail(tail) || !str_to_u64(str_sub(bare, 0, digits), 0, 9999, &n))
		return NUMBER_NONE;
	*number_r = (unsigned)n;
	/* "3/9" may be a date, "[3]" a note */
	return word || (tail.n && str_trim(tail).p[0] != '/') || (sure && s.p[0] != '[' && s.p[0] != '|') ? NUMBER_SURE : NUMBER_BARE;
}

struct numbered {
	size_t block;
	unsigned number;
	enum number kind;
};

static bool is_flow(const struct block *b)
{
	return b->shape == SHAPE_LINE && b->role == ROLE_BODY;
}

/* May the block be a number, of an item too ("- 12 -" looks like one)? */
static bool may_be_number(const struct block *b)
{
	return (b->role == ROLE_BODY || b->role == ROLE_APART) && b->text.n <= NUMBER_LINE_MOST;
}

static void drop(struct page *p, size_t i)
{
	page_set_role(p, i, ROLE_DROPPED, RULE_pages);
	page_count(p, RULE_pages, 1);
}

static bool beside_page_end(const struct page *p, size_t i)
{
	return (i && p->blocks[i - 1].shape == SHAPE_PAGE) || (i + 1 < p->n && p->blocks[i + 1].shape == SHAPE_PAGE);
}

/* Does text stand between the two, so that they may be of pages one after another? */
static bool are_apart(const struct page *p, size_t a, size_t b)
{
	for (size_t i = a + 1; i < b; i++)
		if (look_is_prose(p->blocks[i].text))
			return true;
	return false;
}

/* Stands between two parts of a sentence, maybe under the notes of its page; no chapter begins so. */
static bool cuts_sentence(const struct page *p, size_t i)
{
	if (i + 1 >= p->n || !p->blocks[i].blank || !p->blocks[i + 1].blank || !is_flow(&p->blocks[i + 1]) ||
	    !look_starts_lower(p->blocks[i + 1].text))
		return false;
	for (size_t k = i; k > 0 && i - k < NOTES_MOST; k--)
		if (is_flow(&p->blocks[k - 1]) && look_is_prose(p->blocks[k - 1].text) && !look_ends_sentence(p->blocks[k - 1].text))
			return true;
	return false;
}

static void drop_numbers(struct page *p)
{
	struct numbered before = { 0 };
	for (size_t i = 0; i < p->n; i++) {
		struct numbered now = { .block = i };
		if (!may_be_number(&p->blocks[i]) || (now.kind = page_number(p->blocks[i].text, &now.number)) == NUMBER_NONE)
			continue;
		bool follows = before.kind && now.number == before.number + 1 && are_apart(p, before.block, i);
		if (now.kind == NUMBER_SURE || beside_page_end(p, i) || follows || cuts_sentence(p, i))
			drop(p, i);
		if (follows && p->blocks[before.block].role != ROLE_DROPPED)
			drop(p, before.block);
		before = now;
	}
}

/* ---- Running heads ---- */

struct line {
	uint64_t hash;		/* of its text, digits made equal */
	uint32_t block;
	bool beside;		/* a page's number or end */
};

static bool may_be_head(const struct block *b)
{
	return (b->role == ROLE_BODY || b->role == ROLE_HEADING || b->role == ROLE_APART) && b->text.n && b->text.n <= HEAD_MOST;
}

static uint64_t hash_of_kind(struct str s)
{
	char kind[HEAD_MOST];
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++)
		if (!ascii_is_digit(s.p[i]))
			kind[n++] = s.p[i];
		else if (n == 0 || kind[n - 1] != '0')
			kind[n++] = '0';
	return hash64(str_n(kind, n));
}

static bool is_page_thing(const struct page *p, size_t i)
{
	const struct block *b = &p->blocks[i];
	return b->shape == SHAPE_PAGE || (b->rule == RULE_pages && b->role == ROLE_DROPPED);
}

static bool is_beside(const struct page *p, size_t i)
{
	return (i > 0 && is_page_thing(p, i - 1)) || (i + 1 < p->n && is_page_thing(p, i + 1)) ||
	       (i > 1 && is_page_thing(p, i - 2) && may_be_head(&p->blocks[i - 1])) ||
	       (i + 2 < p->n && is_page_thing(p, i + 2) && may_be_head(&p->blocks[i + 1]));
}

static int by_hash(const void *a, const void *b)
{
	const struct line *x = a, *y = b;
	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return x->block < y->block ? -1 : x->block > y->block;
}

/* Its first or last word is a number that grows from line to line: "Policy Memo 12", "14 Border Studies". */
static unsigned edge_number(struct str s)
{
	size_t digits = look_digits(s, 0), end = s.n;
	uint64_t n;
	if (digits == 0) {
		while (end > 0 && ascii_is_digit(s.p[end - 1]))
			end--;
		digits = s.n - end;
		s = str_sub(s, end, s.n);
	}
	return digits && digits <= NUMBER_DIGITS && str_to_u64(str_sub(s, 0, digits), 1, 9999, &n) ? (unsigned)n : 0;
}

/* "202        The River Trade": a number and words, set far apart, alone at the edge of a page. */
static bool is_spread_head(const struct page *p, size_t i)
{
	struct str s = p->blocks[i].text, rest;
	ptrdiff_t gap = str_find(s, STR("   "));
	bool top = i > 0 && p->blocks[i - 1].shape == SHAPE_PAGE && (i + 1 == p->n || p->blocks[i + 1].blank);
	bool foot = i + 1 < p->n && p->blocks[i + 1].shape == SHAPE_PAGE && p->blocks[i].blank;
	if (gap <= 0 || (!top && !foot) || !may_be_head(&p->blocks[i]))
		return false;
	rest = str_trim(str_sub(s, (size_t)gap, s.n));
	s = str_trim(str_sub(s, 0, (size_t)gap));
	bool first = look_digits(s, 0) == s.n && s.n <= NUMBER_DIGITS, last = look_digits(rest, 0) == rest.n && rest.n <= NUMBER_DIGITS;
	return first != last && str_find(rest, STR("   ")) < 0;
}

/* "© 2018 The River Society" at the foot of a page. */
static bool is_foot_imprint(const struct page *p, size_t i)
{
	struct str publisher;
	return i + 1 < p->n && p->blocks[i + 1].shape == SHAPE_PAGE && is_flow(&p->blocks[i]) && may_be_head(&p->blocks[i]) &&
	       form_imprint(p->blocks[i].text, &publisher) && publisher.n;
}

/* Are these lines of one kind a running head? */
static bool is_head(const struct page *p, const struct line *lines, size_t n, bool *on_first_r)
{
	size_t beside = 0, growing = 0;
	*on_first_r = false;
	if (n < TIMES_LEAST)
		return false;
	for (size_t i = 0; i < n; i++) {
		unsigned number = edge_number(p->blocks[lines[i].block].text);
		beside += lines[i].beside;
		growing += i && number && number > edge_number(p->blocks[lines[i - 1].block].text) &&
			   are_apart(p, lines[i - 1].block, lines[i].block) &&
			   number < edge_number(p->blocks[lines[i - 1].block].text) + 4;
	}
	*on_first_r = beside == n - 1 && !lines[0].beside && lines[0].block < FIRST_LINES;
	if (*on_first_r)
		return true;
	/* A numbered heading grows too, and stands in front of text that begins anew; a head stands in the midst of it. */
	size_t cut = 0;
	for (size_t i = 0; i < n; i++) {
		size_t b = lines[i].block;
		cut += b && b + 1 < p->n && is_flow(&p->blocks[b - 1]) && is_flow(&p->blocks[b + 1]) &&
		       !look_ends_sentence(p->blocks[b - 1].text) && look_starts_lower(p->blocks[b + 1].text);
	}
	return beside == n || (growing == n - 1 && cut * 3 >= n);
}

static void drop_heads(struct page *p)
{
	struct line *lines = NULL;
	size_t n = 0, cap = 0;
	for (size_t i = 0; i < p->n; i++) {
		bool beside;
		if (is_foot_imprint(p, i)) {
			page_set_role(p, i, ROLE_FRAME, RULE_pages);
			page_count(p, RULE_pages, 1);
			continue;
		}
		if (is_spread_head(p, i)) {
			drop(p, i);
			continue;
		}
		if (!may_be_head(&p->blocks[i]) ||
		    (!(beside = is_beside(p, i)) && i >= FIRST_LINES && !edge_number(p->blocks[i].text)))
			continue;
		lines = arena_grow(p->arena, lines, &cap, n + 1, sizeof(*lines));
		lines[n++] = (struct line){ .hash = hash_of_kind(p->blocks[i].text), .block = (uint32_t)i, .beside = beside };
	}
	if (n >= TIMES_LEAST)
		qsort(lines, n, sizeof(*lines), by_hash);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && lines[end].hash == lines[i].hash; end++)
			;
		bool on_first = false, head = is_head(p, lines + i, end - i, &on_first);
		for (size_t k = i; head && k < end; k++) {
			drop(p, lines[k].block);
			if (on_first && k == i)		/* there the name of the journal stands over the text, and can be found */
				page_set_role(p, lines[k].block, ROLE_FRAME, RULE_pages);
		}
	}
}

/* ---- Banners ---- */

/* "E U R A S I A" at i: its length, 0 for anything else; letters that follow the alphabet are a list. */
static size_t spaced_word(struct str s, size_t i)
{
	if (i && s.p[i - 1] != ' ')
		return 0;
	size_t start = i, letters = 0;
	bool rising = true, lower = look_is_lower(s, i);
	uint32_t last = 0;
	for (size_t end = i; i < s.n && look_is_letter(s, i) && look_is_lower(s, i) == lower;) {
		size_t next = i;
		uint32_t c = utf8_next(s, &next);
		if (next < s.n && s.p[next] != ' ')
			break;
		rising &= c > last;
		last = c;
		letters++;
		end = next;
		i = next + 1;
		if (i >= s.n || s.p[i] == ' ' || !look_is_letter(s, i) || look_is_lower(s, i) != lower) {
			return letters >= SPACED_LEAST && !rising ? end - start : 0;
		}
		/* the next letter must stand alone */
		size_t after = i;
		utf8_next(s, &after);
		if (after < s.n && s.p[after] != ' ')
			return letters >= SPACED_LEAST && !rising ? end - start : 0;
	}
	return 0;
}

static void join_letters(struct page *p, size_t block)
{
	struct block *b = &p->blocks[block];
	struct str s = b->text;
	char *out = NULL;
	size_t n = 0;
	for (size_t i = 0, word; i < s.n; i += word ? word : 1) {
		word = i + 2 * SPACED_LEAST - 1 <= s.n && s.p[i] != ' ' ? spaced_word(s, i) : 0;
		if (word && !out) {
			out = arena_alloc(p->arena, s.n);
			memcpy(out, s.p, i);
			n = i;
		}
		for (size_t k = i; out && k < i + (word ? word : 1); k++)
			if (!word || s.p[k] != ' ')
				out[n++] = s.p[k];
	}
	if (!out)
		return;
	b->text = str_n(out, n);
	page_look(b);
	page_count(p, RULE_pages, 1);
}

/* Are there letters that stand alone, in a row?  A run of SPACED_LEAST of them shows in one of these windows. */
static bool may_be_spaced(struct str s)
{
	if (s.n > 1 && (unsigned char)s.p[0] >= 0xc0)	/* letters of two bytes */
		for (size_t i = 2; i + 3 < s.n; i++)
			if (s.p[i] == ' ' && s.p[i + 3] == ' ')
				return true;
	for (size_t i = 0; i + 3 < s.n; i += SPACED_LEAST)
		if ((s.p[i] == ' ' && s.p[i + 2] == ' ') || (s.p[i + 1] == ' ' && s.p[i + 3] == ' '))
			return true;
	return false;
}

static bool has_bullet_inside(struct str s)
{
	static const char *const signs[] = { "●", "•", "■", "▪", "◆" };
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
		ptrdiff_t at = str_find(s, str_of(signs[i]));
		if (at > 0 && (size_t)at + strlen(signs[i]) < s.n)
			return true;
	}
	return false;
}

static bool is_banner_line(const struct block *b)
{
	return b->text.n && b->text.n <= HEAD_MOST && (b->role == ROLE_BODY || b->role == ROLE_APART) && look_is_capitals(b->text);
}

/* Lines in capitals with bullets between their words: a column of the imprint beside another. */
static void drop_banners(struct page *p)
{
	for (size_t i = 0, end; i < p->n; i = end) {
		size_t bullets = 0;
		end = i + 1;
		if (!is_banner_line(&p->blocks[i]))
			continue;
		bullets += has_bullet_inside(p->blocks[i].text);
		for (; end < p->n && !p->blocks[end].blank && is_banner_line(&p->blocks[end]); end++)
			bullets += has_bullet_inside(p->blocks[end].text);
		if (bullets < 2 || end - i > BANNER_LINES)
			continue;
		for (size_t k = i; k < end; k++)
			drop(p, k);
	}
}

void rule_pages(struct page *p)
{
	bool numbers = false, pages = false, bullets = false;
	size_t heads = 0;
	for (size_t i = 0; i < p->n; i++) {
		const struct block *b = &p->blocks[i];
		if (b->text.n > HEAD_MOST)
			continue;
		unsigned number;
		pages |= b->shape == SHAPE_PAGE;
		numbers |= b->has & HAS_DIGIT && may_be_number(b) && page_number(b->text, &number) != NUMBER_NONE;
		bullets |= b->has & HAS_BEYOND && memchr(b->text.p, '\xe2', b->text.n);
		heads += b->has & HAS_DIGIT && edge_number(b->text) > 0;
		if (may_be_spaced(b->text))
			join_letters(p, i);
	}
	if (numbers)
		drop_numbers(p);
	if (numbers || pages || heads >= TIMES_LEAST)
		drop_heads(p);
	if (bullets)
		drop_banners(p);
}

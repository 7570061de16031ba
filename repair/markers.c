/* Markers of notes in a text: "word¹", "word2", "word*", "[3]" become calls, and the text reads on without them.
 *
 * A marker is one when a note has its label, or, without notes, when markers of its form count up through the text.  So numbers
 * that belong to words stay ("H2O", "F16", "COVID19"), exponents too ("km²", "10⁶"), and asterisks of all
 * other kinds.  Comments that an editor's program left in the text ("[AB1]") go as well.
 */
#include "config.h"

#include <stdlib.h>

#include "common/ascii.h"
#include "common/utf8.h"
#include "repair/lanes.h"
#include "repair/look.h"
#include "repair/page.h"

#define LABELS 1000
#define WORD_LEAST 3		/* letters in front of a glued number */
#define PLAIN_LEAST 5		/* when nothing but the word alone tells that the number is no part of it */
#define COUNT_LEAST 3		/* markers that count up */
#define LOOKUPS_MOST 8		/* words that are looked for in the whole text */

enum form { GLUED, BRACKET, RAISED, N_FORMS, SIGN = N_FORMS, COMMENT };

struct marker {
	uint32_t block, start, end;
	enum form form;
	unsigned number;
	bool behind;		/* a sign, not a letter, is before it */
	bool taken;
};

struct markers {
	struct page *p;
	struct marker *list;
	size_t n, cap;
	uint8_t notes[LABELS];		/* with this label; at most UINT8_MAX */
	bool any_notes, any_signs;
	bool counts[N_FORMS];		/* markers of the form count up */
};

/* ---- Finding them ---- */

static void add(struct markers *m, size_t block, size_t start, size_t end, enum form form, unsigned number, bool behind)
{
	m->list = arena_grow(m->p->arena, m->list, &m->cap, m->n + 1, sizeof(*m->list));
	m->list[m->n++] = (struct marker){ (uint32_t)block, (uint32_t)start, (uint32_t)end, form, number, behind, false };
}

/* What follows a marker is no more of its word. */
static bool ends_there(struct str s, size_t i)
{
	if (i >= s.n)
		return true;
	char c = s.p[i];
	if (look_is_letter(s, i) || ascii_is_digit(c) || strchr("-_/@#%&=+$", c))
		return false;
	return !(strchr(".,:'", c) && i + 1 < s.n && (ascii_is_digit(s.p[i + 1]) || look_is_letter(s, i + 1)));
}

static size_t lower_before(struct str s, size_t i, size_t most)
{
	size_t letters = 0;
	for (; i > 0 && letters < most && look_lower_before(s, i); letters++)
		i = utf8_floor(s, i - 1);
	return letters;
}

/* "vol.1", "fig.2": the number is what it is about. */
static bool names_number(struct str s)
{
	static const char *const words[] = { "vol", "vols", "fig", "figs", "sec", "art", "arts", "chap", "tab", "app", "para", "paras", "стр", "рис",
					     "табл", "вып", "разд", "прил", "пункт", "абз" };
	struct str word = str_sub(s, look_last_word(s), s.n);
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (str_eqz(word, words[i]))
			return true;
	return false;
}

/* Does a word end at i, so that a sign may follow it and a marker that: "war", "NATO", "in 1992 г"? */
static bool word_ends(struct str s, size_t i)
{
	size_t letters = 0, at = i;
	if (i > 1 && strchr(")\"", s.p[i - 1]))
		return !ascii_is_digit(s.p[i - 2]) && s.p[i - 2] != ' ';
	for (; at > 0 && letters < WORD_LEAST && look_letter_before(s, at); letters++)
		at = utf8_floor(s, at - 1);
	if (letters == WORD_LEAST)
		return (lower_before(s, i, WORD_LEAST) == WORD_LEAST && !names_number(str_sub(s, 0, i))) || look_is_capitals(str_sub(s, at, i));
	return letters && at > 1 && s.p[at - 1] == ' ' && ascii_is_digit(s.p[at - 2]);
}

/* "borders2.", "war.3", "war”3": small letters, or the end of a sentence behind a word. */
static void try_glued(struct markers *m, size_t block, struct str s, size_t i)
{
	size_t digits = look_digits(s, i);
	uint64_t number;
	if (digits == 0 || digits > 3 || !ends_there(s, i + digits) || !str_to_u64(str_sub(s, i, i + digits), 1, LABELS - 1, &number) ||
	    s.p[i] == '0')
		return;
	bool letters = lower_before(s, i, WORD_LEAST) == WORD_LEAST;
	bool behind = !letters && i > WORD_LEAST &&
		      (((strchr(".,;!?", s.p[i - 1]) && word_ends(s, i - 1)) || (strchr(")\"", s.p[i - 1]) && word_ends(s, i))) ||
		       str_ends(str_sub(s, 0, i), STR("”")) || str_ends(str_sub(s, 0, i), STR("»")));
	if (letters || behind)
		add(m, block, i, i + digits, GLUED, (unsigned)number, behind);
}

/* "[3]", "[3, 4]" makes one marker with its first number; "[AB1]" */
static size_t try_bracket(struct markers *m, size_t block, struct str s, size_t i)
{
	size_t start = i, end = i + 1, capitals = 0;
	if (i == 0)
		return end;	/* a label, of a note that was not told to be one */
	while (end < s.n && capitals < 4 && s.p[end] >= 'A' && s.p[end] <= 'Z') {
		capitals++;
		end++;
	}
	size_t digits = look_digits(s, end);
	uint64_t number;
	if (digits == 0 || digits > 3 || !str_to_u64(str_sub(s, end, end + digits), 1, LABELS - 1, &number))
		return start + 1;
	for (end += digits; !capitals && end + 1 < s.n && strchr(", -", s.p[end]) && look_digits(s, end + 1); )
		end += 1 + look_digits(s, end + 1);
	while (!capitals && end + 2 < s.n && s.p[end] == ',' && s.p[end + 1] == ' ' && look_digits(s, end + 2))
		end += 2 + look_digits(s, end + 2);
	if (end >= s.n || s.p[end] != ']')
		return start + 1;
	bool attached = i > 0 && s.p[i - 1] != ' ' && !strchr("([{=", s.p[i - 1]);
	bool word = attached && look_letter_before(s, i);
	if (capitals) {
		if (attached && !word && ends_there(s, end + 1))
			add(m, block, i, end + 1, COMMENT, 0, true);
		return end + 1;
	}
	while (!attached && i > 1 && s.p[i - 1] == ' ')
		i--;
	if (ends_there(s, end + 1) && !look_is_indexed(s, start))
		add(m, block, i, end + 1, BRACKET, (unsigned)number, attached && !word);
	return end + 1;
}

/* "km²", "10⁶", "CO₂": behind a digit or a unit it is an exponent. */
static bool is_exponent(struct str s, size_t i, unsigned number)
{
	static const char *const units[] = { "m", "km", "cm", "mm", "dm", "ft", "mi", "yd", "in", "x", "s", "м", "км", "см", "мм", "дм", "га" };
	if (i == 0 || ascii_is_digit(s.p[i - 1]))
		return true;
	struct str word = str_sub(s, look_last_word(str_sub(s, 0, i)), i);
	for (size_t k = 0; number <= 4 && k < sizeof(units) / sizeof(*units); k++)
		if (str_eqz(word, units[k]))
			return true;
	return word.n == 1;
}

static size_t try_raised(struct markers *m, size_t block, struct str s, size_t i)
{
	unsigned number;
	size_t len = look_raised(s, i, &number);
	if (len && i && s.p[i - 1] != ' ' && number && !is_exponent(s, i, number))
		add(m, block, i, i + len, RAISED, number, !look_letter_before(s, i));
	return i + (len ? len : 1);
}

/* "word*", "word**", "word†" */
static size_t try_sign(struct markers *m, size_t block, struct str s, size_t i)
{
	size_t end = i;
	if (s.p[i] == '*')
		while (end < s.n && s.p[end] == '*')
			end++;
	else if (str_starts(str_sub(s, i, s.n), STR("†")) || str_starts(str_sub(s, i, s.n), STR("‡")))
		end += 3;
	if (end == i)
		return i + 1;
	bool word = i && (look_letter_before(s, i) || strchr(".,;)\"", s.p[i - 1]));
	if (word && end - i <= 3 && ends_there(s, end))
		add(m, block, i, end, SIGN, 0, false);
	return end;
}

/* The next digit that follows no digit and no blank: most numbers stand by themselves. */
static size_t next_glued(struct str s, size_t i)
{
	while (i < s.n) {
		if (s.n - i >= LANES && !lanes_any(lanes_between(lanes_load(s.p + i), '0', '9'))) {
			i += LANES;
			continue;
		}
		for (size_t end = s.n - i >= LANES ? i + LANES : s.n; i < end; i++)
			if (ascii_is_digit(s.p[i]) && i && s.p[i - 1] != ' ' && !ascii_is_digit(s.p[i - 1]))
				return i;
	}
	return s.n;
}

static void find_glued(struct markers *m, size_t block, struct str s)
{
	for (size_t i = 0; (i = next_glued(s, i)) < s.n; i++)
		try_glued(m, block, s, i);
}

static void find_by(struct markers *m, size_t block, struct str s, char first, size_t (*try)(struct markers *, size_t, struct str, size_t))
{
	for (size_t i = 0; i < s.n;) {
		const char *at = memchr(s.p + i, first, s.n - i);
		if (!at)
			return;
		i = try(m, block, s, (size_t)(at - s.p));
	}
}

static int by_place(const void *a, const void *b)
{
	const struct marker *x = a, *y = b;
	if (x->block != y->block)
		return x->block < y->block ? -1 : 1;
	return x->start < y->start ? -1 : x->start > y->start;
}

static void find(struct markers *m)
{
	for (size_t i = 0; i < m->p->n; i++) {
		const struct block *b = &m->p->blocks[i];
		if (b->text.n < 2 || b->role == ROLE_DROPPED || b->role == ROLE_CONTINUED)
			continue;
		find_glued(m, i, b->text);
		find_by(m, i, b->text, '[', try_bracket);
		find_by(m, i, b->text, '\xc2', try_raised);
		find_by(m, i, b->text, '\xe2', try_raised);
		if (m->any_signs) {
			find_by(m, i, b->text, '*', try_sign);
			find_by(m, i, b->text, '\xe2', try_sign);
		}
	}
	size_t n = 0;
	if (m->n)
		qsort(m->list, m->n, sizeof(*m->list), by_place);
	/* "¹⁴" is found by both of its characters */
	for (size_t i = 0; i < m->n; i++)
		if (n == 0 || m->list[i].block != m->list[n - 1].block || m->list[i].start >= m->list[n - 1].end)
			m->list[n++] = m->list[i];
	m->n = n;
}

/* ---- Which are markers? ---- */

static void learn_notes(struct markers *m)
{
	for (size_t i = 0; i < m->p->n; i++) {
		const struct block *b = &m->p->blocks[i];
		uint64_t number;
		if (b->role != ROLE_NOTE || b->label.n == 0)
			continue;
		m->any_notes = true;
		if (str_to_u64(b->label, 1, LABELS - 1, &number))
			m->notes[number] += m->notes[number] < UINT8_MAX;
		else
			m->any_signs = true;
	}
}

/* Do the markers of a form, one after another, count 1, 2, 3 ...?  Some must stand behind a sign or have no other
 * reading, which program code ("a[1]", "x1, x2, x3") has not. */
static bool count_up(const struct markers *m, enum form form)
{
	unsigned expected = 1, others = 0, behind = 0, n = 0;
	for (size_t i = 0; i < m->n; i++) {
		const struct marker *k = &m->list[i];
		if (k->form != form || m->p->blocks[k->block].role == ROLE_NOTE)
			continue;
		behind += k->behind;
		n++;
		if (k->number == expected)
			expected++;
		else if (k->number > expected || form == GLUED)
			others++;
	}
	return expected > COUNT_LEAST && others * 4 <= n && (behind || form == RAISED);
}

static bool stands_alone(struct str text, struct str word)
{
	for (size_t i = 0; i < text.n;) {
		ptrdiff_t at = str_find(str_sub(text, i, text.n), word);
		if (at < 0)
			return false;
		size_t start = i + (size_t)at, end = start + word.n;
		if (!look_letter_before(text, start) && !(end < text.n && (look_is_letter(text, end) || ascii_is_digit(text.p[end]))))
			return true;
		i = end;
	}
	return false;
}

/* "across borders2." with no note: the word stands elsewhere without the number, this form only here, and a sentence or its
 * part ends behind it. */
static bool is_plain_word(const struct markers *m, const struct marker *k, unsigned *lookups)
{
	struct str s = m->p->blocks[k->block].text;
	if (k->behind || k->number > 99 || k->end >= s.n || !strchr(".,;:)", s.p[k->end]) || ++*lookups > LOOKUPS_MOST ||
	    lower_before(s, k->start, PLAIN_LEAST) < PLAIN_LEAST)
		return false;
	size_t start = look_last_word(str_sub(s, 0, k->start));
	if (start && !strchr(" (\"", s.p[start - 1]) && (unsigned char)s.p[start - 1] < 0x80)
		return false;
	struct str word = str_sub(s, start, k->start), whole = str_n(word.p, k->end - k->start + word.n);
	struct str text = m->p->source->text;
	ptrdiff_t first = str_find(text, whole);
	if (first < 0 || str_find(str_sub(text, (size_t)first + whole.n, text.n), whole) >= 0)
		return false;
	return stands_alone(text, word);
}

static bool is_marker(const struct markers *m, const struct marker *k, unsigned *lookups)
{
	const struct block *b = &m->p->blocks[k->block];
	switch (k->form) {
	case COMMENT:
		return true;
	case SIGN:
		return b->role != ROLE_NOTE;
	case RAISED:
		return m->notes[k->number] || m->counts[RAISED];
	case BRACKET:
		return b->role != ROLE_NOTE && (m->notes[k->number] || m->counts[BRACKET]);
	default:
		if (b->role == ROLE_NOTE)
			return false;
		return m->notes[k->number] || m->counts[GLUED] || (!m->any_notes && is_plain_word(m, k, lookups));
	}
}

static void choose(struct markers *m)
{
	unsigned lookups = 0;
	bool others = false;
	for (unsigned f = 0; f < N_FORMS; f++)
		m->counts[f] = count_up(m, (enum form)f);
	for (size_t i = 0; i < m->n; i++) {
		struct marker *k = &m->list[i];
		k->taken = is_marker(m, k, &lookups);
		others |= k->taken && (k->form == BRACKET || k->form == RAISED);
	}
	/* Where numbers of notes have a form of their own, glued ones are none. */
	for (size_t i = 0; others && i < m->n; i++)
		m->list[i].taken &= m->list[i].form != GLUED;
}

/* ---- Taking them out ---- */

static struct str label_of(const struct markers *m, const struct marker *k)
{
	if (k->form == SIGN)
		return str_sub(m->p->blocks[k->block].text, k->start, k->end);
	return arena_printf(m->p->arena, "%u", k->number);
}

void rule_markers(struct page *p)
{
	struct markers *m = arena_zalloc(p->arena, sizeof(*m));
	size_t n = 0;
	m->p = p;
	learn_notes(m);
	find(m);
	if (m->n == 0)
		return;
	choose(m);
	struct edit *edits = arena_array(p->arena, m->n, sizeof(*edits));
	for (size_t i = 0; i < m->n; i++) {
		const struct marker *k = &m->list[i];
		if (!k->taken)
			continue;
		if (k->form != COMMENT && p->blocks[k->block].role != ROLE_NOTE)
			page_call(p, k->block, k->start, label_of(m, k));
		edits[n++] = (struct edit){ .block = k->block, .start = k->start, .end = k->end };
	}
	page_edit(p, edits, n);
	page_count(p, RULE_markers, n);
}

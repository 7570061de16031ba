/* Captions, boxes beside the text and the imprint: set apart as frames, which are found but never win.
 *
 * A caption says so ("Photo:", "Figure 3.", "Рис. 2"), names its agency ("REUTERS/Name"), points at someone
 * ("second left"), or is a short line between paragraphs that ends in a place or a date and tells nothing.  A
 * box is a run of short lines without sentences in the midst of prose.
 */
#include "config.h"

#include "common/ascii.h"
#include "common/utf8.h"
#include "repair/look.h"
#include "repair/page.h"

#define CAPTION_MOST 400	/* bytes of a caption */
#define SHORT_CAPTION 220	/* of one that does not say that it is one */
#define BOX_LINE 60		/* bytes of a line in a box */
#define BOX_WORDS 5
#define BOX_LEAST 5		/* lines */
#define BOX_UNDER 3		/* of which right under another */
#define PROSE_LONG 200		/* bytes of a paragraph that is certainly one */

static bool is_flow(const struct block *b)
{
	return b->shape == SHAPE_LINE && b->role == ROLE_BODY;
}

static void frame(struct page *p, size_t i)
{
	page_set_role(p, i, ROLE_FRAME, RULE_frames);
	page_count(p, RULE_frames, 1);
}

/* ---- Captions ---- */

/* A word that begins captions; `numbered`: with a number behind it ("Figure 3:", "Рис. 2. "). */
#define SAYS(word) { { word, sizeof(word) - 1 }, false }
#define COUNTS(word) { { word, sizeof(word) - 1 }, true }
static const struct {
	struct str word;
	bool numbered;
} openers[] = {
	SAYS("FILE:"), SAYS("FILE PHOTO"), SAYS("FILE -"), SAYS("Photo:"), SAYS("PHOTO:"), SAYS("Photos:"),
	SAYS("Photo credit"), SAYS("Photo Credit"), SAYS("Photo by "), SAYS("Photo courtesy"), SAYS("Photograph:"),
	SAYS("Image:"), SAYS("Image credit"), SAYS("Image Credit"), SAYS("Image source"), SAYS("Picture:"),
	SAYS("Caption:"), SAYS("Credit:"), SAYS("Credits:"), SAYS("Pictured:"), SAYS("Above:"), SAYS("Video:"),
	COUNTS("Figure "), COUNTS("FIGURE "), COUNTS("Fig. "), COUNTS("Table "), COUNTS("TABLE "), COUNTS("Map "),
	COUNTS("Chart "), COUNTS("Photo "), COUNTS("Plate "), COUNTS("Box "), SAYS("Фото:"), SAYS("ФОТО:"),
	SAYS("Фото "), SAYS("Фотография:"), SAYS("На фото"), SAYS("На снимке"), SAYS("Иллюстрация:"),
	SAYS("Изображение:"), COUNTS("Рис. "), COUNTS("Рисунок "), COUNTS("Таблица "), COUNTS("Карта "), COUNTS("Abb. "),
	COUNTS("Abbildung "), SAYS("Foto:"),
};

/* "3:", "3.", "2.1:", "3 –": a number and a sign that sets it off. */
static bool is_number_of(struct str s)
{
	size_t i = look_digits(s, 0);
	if (i == 0)
		return false;
	while (i < s.n && (ascii_is_digit(s.p[i]) || (s.p[i] == '.' && look_digits(s, i + 1))))
		i++;
	if (i < s.n && ascii_is_letter(s.p[i]))
		i++;
	return i == s.n || s.p[i] == ':' || s.p[i] == '.' || str_starts(str_sub(s, i, s.n), STR(" –")) ||
	       str_starts(str_sub(s, i, s.n), STR(" —")) || str_starts(str_sub(s, i, s.n), STR(" - "));
}

static bool opens_caption(struct str s)
{
	if (s.n < 4 || !strchr("FPICAVTMB\xd0", s.p[0]))
		return false;
	for (size_t i = 0; i < sizeof(openers) / sizeof(*openers); i++) {
		struct str word = openers[i].word;
		if (s.p[0] == word.p[0] && s.p[1] == word.p[1] && str_starts(s, word))
			return !openers[i].numbered || is_number_of(str_sub(s, word.n, s.n));
	}
	return false;
}

/* "REUTERS/A. Name", "(AP Photo/A. Name)": agency and photographer */
static bool names_agency(const struct block *b)
{
	struct str s = b->text;
	static const char *const paths[] = { "REUTERS/", "Reuters/", "AFP/", "EPA/", "AP Photo/", "Getty Images/", "/Getty", "/AP", "/AFP",
					     "/TASS", "/ТАСС", "РИА Новости/", "Photo/", "Shutterstock/" };
	for (size_t i = 0; b->has & HAS_DESCENT && i < sizeof(paths) / sizeof(*paths); i++)
		if (str_find(s, str_of(paths[i])) >= 0)
			return true;
	return false;
}

static bool points_at(struct str s)
{
	static const char *const signs[] = { "left)", "right)", "center)", "centre)", "pictured)", "(pictured", "foreground)", "background)",
					     "слева)", "справа)", "в центре)", "(слева", "(справа", "(в центре" };
	if (!memchr(s.p, '(', s.n))
		return false;
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (str_find(s, str_of(signs[i])) >= 0)
			return true;
	return false;
}

/* Sentences have verbs; the commonest of them tell most sentences. */
static bool has_verb(struct str s)
{
	static const char *const verbs[] = { " is ", " are ", " was ", " were ", " has ", " have ", " had ", " will ", " would ", " can ",
					     " could ", " may ", " must ", " should ", " said ", " says ", " do ", " did ", " does ", " been ",
					     " be ", "n't ", " это ", " был", " будет", " есть ", " может ", " I ", " we ", " you ", " let " };
	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++)
		if (str_find(s, str_of(verbs[i])) >= 0)
			return true;
	return false;
}

/* The part behind the last comma is a name or a year: "..., Idlib, Syria.", "in Osh, 12 May 2014". */
static bool ends_in_place(struct str s)
{
	size_t commas = 0, last = 0, words = 0;
	if (s.n && s.p[s.n - 1] == '.')
		s.n--;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == ',') {
			commas++;
			last = i + 1;
		} else if (strchr(".?!;:", s.p[i])) {
			return false;
		}
	struct str place = str_trim(str_sub(s, last, s.n));
	if (commas < 2 || place.n < 3)
		return false;
	for (struct str word; str_cut(&place, ' ', &word); words++)
		if (!look_starts_upper(word) && look_digits(word, 0) != word.n)
			return false;
	return words <= 3;
}

static bool between_prose(const struct page *p, size_t i)
{
	return i > 0 && i + 1 < p->n && p->blocks[i].blank && p->blocks[i + 1].blank && look_is_prose(p->blocks[i - 1].text) &&
	       look_ends_sentence(p->blocks[i - 1].text) && p->blocks[i - 1].text.n >= PROSE_LONG &&
	       p->blocks[i + 1].text.n >= PROSE_LONG;
}

static bool is_caption(const struct page *p, size_t i)
{
	struct str s = p->blocks[i].text;
	if (s.n > CAPTION_MOST)
		return false;
	if (opens_caption(s))
		return true;
	if (s.n > SHORT_CAPTION)
		return names_agency(&p->blocks[i]) && !look_ends_sentence(s);
	return names_agency(&p->blocks[i]) || (points_at(s) && !look_ends_sentence(str_sub(s, 0, s.n)) && !has_verb(s)) ||
	       (between_prose(p, i) && ends_in_place(s) && !has_verb(s) && look_starts_upper(s));
}

/* ---- Boxes ---- */

/* "Observers:", "Kazakhstan", "SCO (2001-)": no sentence, and no verse, whose lines go on or end in a comma. */
static bool is_box_line(const struct block *b)
{
	struct str s = b->text;
	size_t blanks = 0;
	if (b->role != ROLE_BODY || b->shape != SHAPE_LINE || s.n > BOX_LINE || s.n == 0 || strchr(".,;?!-", s.p[s.n - 1]))
		return false;
	for (size_t i = 0; i < s.n && blanks < BOX_WORDS; i++)
		blanks += s.p[i] == ' ';
	return blanks < BOX_WORDS && (look_starts_upper(s) || look_digits(s, 0));
}

static bool is_long(const struct block *b)
{
	return b->role == ROLE_BODY && b->text.n >= PROSE_LONG;
}

static void find_boxes(struct page *p)
{
	bool before = false;
	for (size_t i = 0, end; i < p->n; i = end) {
		size_t under = 0;
		end = i + 1;
		if (!is_box_line(&p->blocks[i])) {
			before = is_long(&p->blocks[i]) || (before && p->blocks[i].role != ROLE_BODY);
			continue;
		}
		for (; end < p->n && is_box_line(&p->blocks[end]); end++)
			under += p->blocks[end].blank == 0;
		/* A heading may stand right over the text that goes on. */
		if (before && end < p->n && is_long(&p->blocks[end]) && end - i >= BOX_LEAST && under >= BOX_UNDER && end - i <= under * 2) {
			size_t last = end;
			while (last > i + 1 && p->blocks[last - 1].blank && p->blocks[end].blank)
				last--;
			for (size_t k = i; k < last; k++)
				frame(p, k);
		}
		before = false;
	}
}

/* ---- Imprint ---- */

static bool is_imprint(struct str s)
{
	static const char *const starts[] = { "© ", "©", "(c) ", "(C) ", "Copyright ", "All rights reserved", "Все права защищены", "ISSN ", "ISBN " };
	for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++)
		if (str_starts(s, str_of(starts[i])))
			return true;
	return false;
}

/* Behind the last sentence there is nothing but lines without one: who published it. */
static void find_imprint(struct page *p)
{
	size_t i = p->n, any = p->n;
	while (i > 0) {
		const struct block *b = &p->blocks[i - 1];
		bool passed = b->role == ROLE_DROPPED || b->role == ROLE_NOTE || b->role == ROLE_CONTINUED || b->role == ROLE_FRAME;
		if (!passed && !(is_flow(b) && (is_imprint(b->text) || (b->text.n <= BOX_LINE && any < p->n))))
			break;
		if (!passed && is_imprint(b->text))
			any = i - 1;
		i--;
	}
	/* Lines over the "©" belong to it when nothing but such lines stands behind the text. */
	if (any == p->n || i == 0)
		return;
	for (; i < p->n; i++)
		if (is_flow(&p->blocks[i]) && p->blocks[i - 1].text.n)
			frame(p, i);
}

void rule_frames(struct page *p)
{
	size_t short_lines = 0;
	for (size_t i = 0; i < p->n; i++) {
		struct block *b = &p->blocks[i];
		short_lines += b->text.n <= BOX_LINE;
		if (is_flow(b) && is_caption(p, i))
			frame(p, i);
	}
	if (short_lines >= BOX_LEAST)
		find_boxes(p);
	if (p->n > 1)
		find_imprint(p);
}

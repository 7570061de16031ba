/* Footnotes: blocks at the foot of a page or the end of a text, with the labels that the text calls for.
 *
 * A label is at the beginning of a line: "5 Cf.", "- 1 Cf.", "¹ Name", "* Name", "[3] ...", "3. ...", "[^3]: ...".  Since
 * lists and paragraphs begin so too, something else has to speak for it: the text called for that label
 * before, it goes on counting, it stands under a rule, a page end or a heading that says "Notes".  A note
 * goes on in lines right under it, and in paragraphs as long as it is open (a quotation, a list behind
 * a colon).  What comes then is body again.
 */
#include "config.h"

#include "common/ascii.h"
#include "common/utf8.h"
#include "repair/look.h"
#include "repair/page.h"

#define LABELS 1000		/* numbers below are labels */
#define FEW_BYTES 400		/* at the beginning of a text that tell whether it cites */
#define LINE_MOST 120		/* bytes of a line that is not a paragraph of its own */
#define NOTE_LINES 8		/* of one note */
#define HEADING_MOST 80
#define OPEN_MOST 8		/* paragraphs of a quotation in a note */
#define WORD_LEAST 3		/* letters in front of a glued marker */

enum count { COUNT_PLAIN, COUNT_BRACKET, N_COUNTS };
enum form { FORM_NONE, FORM_RAISED, FORM_BRACKET, FORM_BARE, FORM_DOTTED, FORM_SIGN, FORM_WORD, FORM_DEFINED };

struct candidate {
	enum form form;
	unsigned number;	/* or 0 */
	struct str label;
	size_t skip;		/* bytes of the block's text in front of that of the note */
};

/* ---- Labels ---- */

static size_t skip_blanks(struct str s, size_t i)
{
	while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\t'))
		i++;
	return i;
}

static struct str number_label(struct page *p, unsigned n)
{
	return arena_printf(p->arena, "%u", n);
}

static const struct str signs[] = { { "***", 3 }, { "**", 2 }, { "*", 1 }, { "††", 6 }, { "†", 3 }, { "‡", 3 }, { "§", 2 } };
#define N_SIGNS (sizeof(signs) / sizeof(*signs))

/* The sign that s begins with, or N_SIGNS. */
static size_t sign_at(struct str s)
{
	size_t i = 0;
	while (i < N_SIGNS && !str_starts(s, signs[i]))
		i++;
	return i;
}

static size_t sign_label(struct str s)
{
	size_t i = sign_at(s);
	return i < N_SIGNS ? signs[i].n : 0;
}

static size_t word_label(struct str s)
{
	static const char *const words[] = { "Note:", "Notes:", "NOTE:", "Author's note:", "Author’s note:", "Editor's note:",
					     "Editor’s note:", "Примечание:", "Примечания:", "Прим.:", "Прим. ред.:" };
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (str_starts(s, str_of(words[i])))
			return strlen(words[i]);
	return 0;
}

/* Text of a note behind its label, which begins at i? */
static bool is_text(struct str s, size_t i)
{
	return i < s.n && (look_is_letter(s, i) || strchr("\"'([<«", s.p[i]) || (unsigned char)s.p[i] >= 0x80);
}

static struct candidate digits_at(struct str s, size_t i)
{
	struct candidate c = { 0 };
	size_t digits = look_digits(s, i), end = i + digits;
	uint64_t n;
	if (digits == 0 || digits > 3 || s.p[i] == '0' || !str_to_u64(str_sub(s, i, end), 1, LABELS - 1, &n))
		return c;
	c.number = (unsigned)n;
	if (end < s.n && (s.p[end] == '.' || s.p[end] == ')')) {
		c.form = FORM_DOTTED;
		end++;
	} else {
		c.form = FORM_BARE;
	}
	c.skip = skip_blanks(s, end);
	if (c.skip == end || !is_text(s, c.skip))
		c.form = FORM_NONE;
	return c;
}

/* "[3] ", "[^3]: ", "[*] " */
static struct candidate bracket_at(struct page *p, struct str s)
{
	struct candidate c = { .form = FORM_BRACKET };
	size_t i = 1;
	if (i < s.n && s.p[i] == '^') {
		c.form = FORM_DEFINED;
		i++;
	}
	size_t start = i, digits = look_digits(s, i);
	uint64_t n;
	i += digits ? digits : sign_label(str_sub(s, i, s.n));
	if (i == start || digits > 3 || i >= s.n || s.p[i] != ']')
		return (struct candidate){ 0 };
	c.label = arena_str(p->arena, str_sub(s, start, i));
	c.number = digits && str_to_u64(c.label, 1, LABELS - 1, &n) ? (unsigned)n : 0;
	i++;
	if (c.form == FORM_DEFINED && (i >= s.n || s.p[i++] != ':'))
		return (struct candidate){ 0 };
	c.skip = skip_blanks(s, i);
	return c.skip < s.n ? c : (struct candidate){ 0 };
}

static struct candidate raised_at(struct page *p, struct str s)
{
	struct candidate c = { .form = FORM_RAISED };
	c.skip = look_raised(s, 0, &c.number);
	if (c.skip == 0 || c.number == 0)
		return (struct candidate){ 0 };
	c.skip = skip_blanks(s, c.skip);
	c.label = number_label(p, c.number);
	return is_text(s, c.skip) ? c : (struct candidate){ 0 };
}

static struct candidate candidate_at(struct page *p, size_t block)
{
	const struct block *b = &p->blocks[block];
	struct str s = b->text;
	struct candidate c = { 0 };
	if (s.n < 2 || (b->role != ROLE_BODY && b->role != ROLE_APART) || (b->shape != SHAPE_LINE && b->shape != SHAPE_ITEM))
		return c;
	if (b->bullet == '*' && look_starts_upper(s))
		return (struct candidate){ .form = FORM_SIGN, .label = STR("*") };
	if (ascii_is_digit(s.p[0])) {
		c = digits_at(s, 0);
		if (c.form)
			c.label = number_label(p, c.number);
		return c;
	}
	if (s.p[0] == '[')
		return bracket_at(p, s);
	if ((unsigned char)s.p[0] >= 0xc2 && (c = raised_at(p, s)).form)
		return c;
	size_t n = sign_label(s);
	if (n && is_text(s, skip_blanks(s, n)))
		return (struct candidate){ .form = FORM_SIGN, .label = arena_str(p->arena, str_sub(s, 0, n)), .skip = skip_blanks(s, n) };
	if (b->shape == SHAPE_LINE && (n = word_label(s)) != 0)
		return (struct candidate){ .form = FORM_WORD, .label = str_sub(s, 0, n - 1), .skip = skip_blanks(s, n) };
	return c;
}

/* ---- Calls ---- */

struct notes {
	struct page *p;
	/* Labels in brackets count for themselves. */
	uint32_t called[N_COUNTS][LABELS];	/* block that called for it last, from 1; 0: none since its note */
	unsigned expected[N_COUNTS];		/* number of the next note, 0: not known */
	unsigned signs[N_SIGNS];	/* calls with each of the signs that no note has answered */
	size_t bullets, starred;	/* items that begin with an asterisk, words that end in one */
	bool after_break;		/* nothing but notes since a rule or the end of a page */
	bool in_notes;			/* the block before was of a note */
	bool in_chapter;		/* under a heading that says "Notes" */
	size_t note;			/* the block where the one under way began */
	unsigned open;			/* what is not closed in it yet */
	bool tailed;			/* ends in a way that goes on */
	size_t count;
};

static void call(struct notes *n, enum count count, unsigned number, size_t block)
{
	if (number > 0 && number < LABELS)
		n->called[count][number] = (uint32_t)block + 1;
}

/* A marker behind a word or the sign that ends it: what follows must not be of the same word. */
static bool ends_there(struct str s, size_t i)
{
	return i >= s.n || !(look_is_letter(s, i) || ascii_is_digit(s.p[i]) || (s.p[i] == '.' && look_digits(s, i + 1)));
}

/* "[3]", "[3, 4]" */
static void calls_in_brackets(struct notes *n, struct str s, size_t i, size_t block)
{
	for (i++; i < s.n && (ascii_is_digit(s.p[i]) || s.p[i] == ',' || s.p[i] == ' ' || s.p[i] == '-');) {
		size_t digits = look_digits(s, i);
		uint64_t number;
		if (digits && digits <= 3 && str_to_u64(str_sub(s, i, i + digits), 1, LABELS - 1, &number))
			call(n, COUNT_BRACKET, (unsigned)number, block);
		i += digits ? digits : 1;
	}
}

static bool is_glued(struct str s, size_t i)
{
	size_t letters = 0;
	for (size_t at = i; at > 0 && letters < WORD_LEAST && look_lower_before(s, at); letters++)
		at = utf8_floor(s, at - 1);
	/* also behind the stop or the quotation mark: "war.3", "war”3" */
	if (letters == 0 && i > 1 && (strchr(".,;)\"", s.p[i - 1]) || (unsigned char)s.p[i - 1] >= 0x80))
		return !ascii_is_digit(s.p[i - 2]);
	return letters == WORD_LEAST;
}

/* "Vera Lind*", "the bridge.†"; of program code and its comments it is no marker. */
static void call_by_sign(struct notes *n, struct str s, size_t i)
{
	size_t end = i + sign_label(str_sub(s, i, s.n));
	bool behind = look_letter_before(s, i) || strchr(".,;)\"", s.p[i - 1]) || str_ends(str_sub(s, 0, i), STR("”"));
	if (behind && (end == s.n || (strchr(" .,;:)", s.p[end]) && ends_there(s, end))))
		n->signs[sign_at(str_sub(s, i, s.n))]++;
}

/* Are there more items that begin with an asterisk than words that end in one? */
static void count_stars(struct notes *n)
{
	for (size_t i = 0; i < n->p->n; i++) {
		struct str s = n->p->blocks[i].text;
		n->bullets += n->p->blocks[i].bullet == '*' && n->p->blocks[i].role == ROLE_APART;
		for (const char *p = s.p; s.n && (p = memchr(p, '*', s.n - (size_t)(p - s.p))) != NULL; p++)
			if (p > s.p)
				call_by_sign(n, s, (size_t)(p - s.p));
	}
	for (size_t k = 0; k < N_SIGNS; k++) {
		n->starred += n->signs[k];
		n->signs[k] = 0;
	}
	n->starred += n->p->n_calls;
}

static void learn_calls(struct notes *n, size_t block)
{
	struct str s = n->p->blocks[block].text;
	for (size_t i = 1; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		unsigned number;
		size_t len;
		uint64_t value;
		if (c == '[' && look_digits(s, i + 1) && !look_is_indexed(s, i))
			calls_in_brackets(n, s, i, block);
		else if (ascii_is_digit((char)c) && !ascii_is_digit(s.p[i - 1]) && s.p[i - 1] != ' ' && (len = look_digits(s, i)) <= 3 &&
			 ends_there(s, i + len) && is_glued(s, i) && str_to_u64(str_sub(s, i, i + len), 1, LABELS - 1, &value))
			call(n, COUNT_PLAIN, (unsigned)value, block);
		else if ((c == 0xc2 || c == 0xe2) && (len = look_raised(s, i, &number)) != 0)
			call(n, COUNT_PLAIN, number, block), i += len - 1;
		else if ((c == '*' || c == 0xe2 || c == 0xc2) && (len = sign_label(str_sub(s, i, s.n))) != 0)
			call_by_sign(n, s, i), i += len - 1;
	}
}

static void learn_page_calls(struct notes *n)
{
	for (size_t i = 0; i < n->p->n_calls; i++) {
		struct str label = n->p->calls[i].label;
		uint64_t number;
		if (str_to_u64(label, 1, LABELS - 1, &number))
			call(n, COUNT_PLAIN, (unsigned)number, n->p->calls[i].block);
		else if (sign_at(label) < N_SIGNS)
			n->signs[sign_at(label)]++;
	}
}

/* ---- Which are notes? ---- */

/* Words and signs of a reference to another work. */
static bool cites(struct str s)
{
	static const char *const starts[] = { "Cf.", "See ", "Ibid", "ibid", "Op. cit", "Quoted in", "Cited in", "Author", "Там же", "См.",
					      "Цит. по", "Указ. соч", "Vgl.", "Siehe ", "Voir ", "Ebd." };
	static const char *const inside[] = { "http", "www.", " pp. ", " p. ", "ibid", " С. ", " с. ", "cited above", "op. cit", "doi",
					      "// ", " No. ", " № ", "Vol. ", "vol. " };
	s = str_sub(s, 0, FEW_BYTES);
	for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++)
		if (str_starts(s, str_of(starts[i])))
			return true;
	for (size_t i = 0; i < sizeof(inside) / sizeof(*inside); i++)
		if (str_find(s, str_of(inside[i])) >= 0)
			return true;
	return false;
}

/* Items of a list begin so too: then there are more of them than words with the sign. */
static bool is_of_list(const struct notes *n, size_t block)
{
	return n->p->blocks[block].bullet && n->bullets > n->starred;
}

static enum count count_of(const struct candidate *c)
{
	return c->form == FORM_BRACKET ? COUNT_BRACKET : COUNT_PLAIN;
}

/* Does the next label stand in one of the next lines, and has the text called for that? */
static bool is_followed(const struct notes *n, const struct candidate *c, size_t block)
{
	for (size_t i = block + 1; i < n->p->n && i <= block + NOTE_LINES; i++) {
		struct candidate next = candidate_at(n->p, i);
		if (next.form == c->form && next.number == c->number + 1)
			return n->called[count_of(c)][next.number] > 0;
	}
	return false;
}

static bool is_signed(const struct notes *n, const struct candidate *c)
{
	size_t sign = sign_at(c->label);
	return sign < N_SIGNS && n->signs[sign] > 0;
}

static bool is_note(const struct notes *n, const struct candidate *c, size_t block)
{
	struct str text = str_sub(n->p->blocks[block].text, c->skip, SIZE_MAX);
	enum count count = count_of(c);
	bool called = c->number && n->called[count][c->number];
	bool counts = c->number && (c->number == n->expected[count] || (c->number == 1 && (!n->in_notes || !n->expected[count])));
	bool placed = n->after_break || n->in_notes || n->in_chapter;
	switch (c->form) {
	case FORM_RAISED:
		return called || counts || placed || n->expected[count] == 0;
	case FORM_DEFINED:
		return true;
	case FORM_BRACKET:
		return c->number ? (called && (placed || counts)) || (counts && placed && cites(text)) : is_signed(n, c);
	case FORM_BARE:
		return (called && (counts || placed)) || (counts && placed && (cites(text) || c->number > 1 || n->in_chapter)) ||
		       (counts && cites(text) && is_followed(n, c, block));
	case FORM_DOTTED:
		return counts && placed && (called || n->in_chapter || (cites(text) && (n->after_break || n->in_notes)));
	case FORM_SIGN:
		/* "*But* he came" is emphasis */
		return is_signed(n, c) && !is_of_list(n, block) && look_starts_upper(text) && !memchr(text.p, '*', text.n);
	case FORM_WORD:
		return placed;
	default:
		return false;
	}
}

/* ---- How far it goes ---- */

/* Quotation marks that stay open.  Straight ones do not tell. */
enum { OPEN_ENGLISH = 1, OPEN_FRENCH = 2, OPEN_GERMAN = 4 };

static unsigned open_signs(struct str s, unsigned open)
{
	for (size_t i = 0; i + 1 < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i], next = (unsigned char)s.p[i + 1];
		if (c == 0xc2) {
			open = next == 0xab ? open | OPEN_FRENCH : next == 0xbb ? open & ~(unsigned)OPEN_FRENCH : open;
		} else if (c == 0xe2 && next == 0x80 && i + 2 < s.n) {
			switch ((unsigned char)s.p[i + 2]) {
			case 0x9e:
				open |= OPEN_GERMAN;
				break;
			case 0x9c:	/* opens, or closes what U+201E opened */
				open = open & OPEN_GERMAN ? open & ~(unsigned)OPEN_GERMAN : open | OPEN_ENGLISH;
				break;
			case 0x9d:
				open &= ~(unsigned)(OPEN_ENGLISH | OPEN_GERMAN);
				break;
			}
		}
	}
	return open;
}

/* Is what is open closed in one of the next blocks?  If not, a mark is missing somewhere. */
static bool closes_soon(const struct notes *n, size_t i)
{
	unsigned open = n->open;
	for (size_t end = i + OPEN_MOST; i < end && i < n->p->n && n->p->blocks[i].role != ROLE_HEADING; i++) {
		if (n->p->blocks[i].shape == SHAPE_RULE || n->p->blocks[i].shape == SHAPE_PAGE)
			return false;
		if ((open = open_signs(n->p->blocks[i].text, open)) == 0)
			return true;
	}
	return false;
}

static bool goes_on(struct str s)
{
	return s.n && strchr(":;,", s.p[s.n - 1]);
}

static void extend(struct notes *n, struct str text)
{
	n->open = open_signs(text, n->open);
	n->tailed = goes_on(text);
}

static void begin_note(struct notes *n, const struct candidate *c, size_t block)
{
	struct block *b = &n->p->blocks[block];
	b->text = str_sub(b->text, c->skip, b->text.n);
	page_look(b);
	b->label = c->label;
	b->shape = SHAPE_NOTE;
	page_set_role(n->p, block, ROLE_NOTE, RULE_notes);
	if (c->number) {
		n->called[count_of(c)][c->number] = 0;
		n->expected[count_of(c)] = c->number + 1;
	}
	if (sign_at(c->label) < N_SIGNS && is_signed(n, c))
		n->signs[sign_at(c->label)]--;
	n->in_notes = true;
	n->note = block;
	n->open = 0;
	n->count++;
	extend(n, b->text);
}

/* "a. any act", "2) the next", "(iv) more" */
static bool is_enumerated(struct str s)
{
	size_t i = s.n && s.p[0] == '(', start = i;
	while (i < s.n && i - start < 4 && (ascii_is_digit(s.p[i]) || (s.p[i] >= 'a' && s.p[i] <= 'x')))
		i++;
	return i > start && i + 1 < s.n && (s.p[i] == ')' || s.p[i] == '.') && s.p[i + 1] == ' ';
}

/* Does the block go on with the note under way?  It is no candidate that was taken. */
static bool is_further(const struct notes *n, size_t i)
{
	const struct block *b = &n->p->blocks[i], *last = b - 1;
	if (b->role != ROLE_BODY && b->role != ROLE_APART)
		return false;
	if (b->blank == 0 && i > 0 && last->role == ROLE_NOTE) {
		if (last->text.n <= LINE_MOST)
			return b->shape != SHAPE_ROW;
		return n->tailed || (!look_ends_sentence(last->text) && look_starts_lower(b->text));
	}
	if (n->in_chapter)
		return true;
	if (n->open && closes_soon(n, i))
		return n->tailed || is_enumerated(b->text) || !look_starts_lower(b->text);
	return n->tailed && is_enumerated(b->text);
}

static void further(struct notes *n, size_t i)
{
	page_set_role(n->p, i, ROLE_NOTE, RULE_notes);
	extend(n, n->p->blocks[i].text);
}

static bool is_notes_heading(struct str s)
{
	static const char *const words[] = { "Notes", "NOTES", "Footnotes", "Endnotes", "References", "REFERENCES", "ENDNOTES", "FOOTNOTES",
					     "Notes:", "References:", "Footnotes:", "Endnotes:", "Notes and references",
					     "Notes and References", "Примечания", "ПРИМЕЧАНИЯ", "Сноски", "Примечания:", "Сноски:",
					     "Литература", "Источники", "Anmerkungen", "Fußnoten", "Bibliography" };
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (str_eqz(s, words[i]))
			return true;
	return false;
}

/* Under such a heading stand notes if the next line begins with a label. */
static bool opens_chapter(struct page *p, size_t i)
{
	return i + 1 < p->n && is_notes_heading(p->blocks[i].text) && candidate_at(p, i + 1).form != FORM_NONE;
}

/* A rule right under a line makes a heading of that. */
static bool is_break(const struct page *p, size_t i)
{
	const struct block *b = &p->blocks[i];
	if (b->shape == SHAPE_RULE)
		return b->blank || i == 0 || b[-1].shape != SHAPE_LINE || b[-1].text.n > HEADING_MOST;
	return b->shape == SHAPE_PAGE || (b->role == ROLE_DROPPED && b->rule == RULE_pages);
}

static void step(struct notes *n, size_t i)
{
	struct page *p = n->p;
	struct block *b = &p->blocks[i];
	struct candidate c;
	if (is_break(p, i)) {
		n->after_break = true;
		n->in_notes = n->in_notes && n->in_chapter;
		return;
	}
	if (b->role == ROLE_DROPPED)	/* of a site; a byline's marker may be in it */
		learn_calls(n, i);
	if (b->role == ROLE_NOTE || b->role == ROLE_DROPPED || b->role == ROLE_CONTINUED || b->role == ROLE_FRAME)
		return;
	if (opens_chapter(p, i)) {
		n->in_chapter = true;
		for (size_t k = 0; k < N_COUNTS; k++)
			n->expected[k] = n->expected[k] ? n->expected[k] : 1;
		return;
	}
	c = candidate_at(p, i);
	if (c.form && is_note(n, &c, i)) {
		begin_note(n, &c, i);
		return;
	}
	if (b->role == ROLE_HEADING)
		n->in_chapter = false;
	if (n->in_notes && b->role != ROLE_HEADING && is_further(n, i)) {
		further(n, i);
		return;
	}
	n->in_notes = n->after_break = n->in_chapter = false;
	learn_calls(n, i);
}

/* Has the page lines that may be notes?  Most have none. */
static bool has_candidates(struct page *p)
{
	for (size_t i = 0; i < p->n; i++) {
		struct str s = p->blocks[i].text;
		char c = s.n ? s.p[0] : 'a';
		if ((!ascii_is_letter(c) || c == 'N' || c == 'A' || c == 'E') && c != '"' && candidate_at(p, i).form)
			return true;
		if (p->blocks[i].bullet == '*' && candidate_at(p, i).form)
			return true;
	}
	return false;
}

void rule_notes(struct page *p)
{
	if (!has_candidates(p))
		return;
	struct notes *n = arena_zalloc(p->arena, sizeof(*n));
	n->p = p;
	count_stars(n);
	learn_page_calls(n);
	for (size_t i = 0; i < p->n; i++)
		step(n, i);
	page_count(p, RULE_notes, n->count);
}

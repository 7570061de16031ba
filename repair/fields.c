/* Fields by form: title, authors, date, publisher and language where the text itself states them, each with its evidence.
 *
 * Only the head of a work and the imprint of its page state anything: a date or a name in the text, the date of a
 * picture or of the file say nothing about publication.
 */
#include "config.h"

#include <stdio.h>

#include "common/json.h"
#include "common/utf8.h"
#include "repair/forms.h"
#include "repair/head.h"
#include "repair/language.h"
#include "repair/page.h"
#include "text/field.h"

#define EVIDENCE_MAX 120	/* bytes of a line that is quoted */
#define TITLE_MAX 300		/* bytes */
#define IMPRINT_BLOCKS 20	/* from the end of a work */

static void tell_line(struct buf *out, const char *field, const char *where, struct str line)
{
	size_t n = line.n > EVIDENCE_MAX ? utf8_floor(line, EVIDENCE_MAX) : line.n;
	struct buf text = BUF_INIT;
	if (out->n == 0)
		json_open(out, '{');
	json_key(out, field);
	buf_puts(&text, where);
	buf_addstr(&text, str_sub(line, 0, n));
	buf_puts(&text, n < line.n ? "…" : "");
	json_str(out, buf_str(&text));
	buf_fini(&text);
}

static void tell(struct buf *out, const char *field, const struct page *p, size_t block, const char *why)
{
	char where[64];
	snprintf(where, sizeof(where), "line %u%s: ", p->blocks[block].line, why);
	tell_line(out, field, where, p->blocks[block].text);
}

/* Signs of notes behind a title are no part of it. */
static struct str without_marks(struct str s)
{
	static const char *const marks[] = { "*", "¹", "²", "³", "†", "‡" };
	for (bool more = true; more;) {
		more = false;
		for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
			if (str_ends(s, str_of(marks[i]))) {
				s = str_trim(str_sub(s, 0, s.n - strlen(marks[i])));
				more = true;
			}
	}
	return s;
}

/* A line alone is a text, not its title. */
static bool has_text_below(const struct page *p, const struct work *w, size_t title)
{
	return p->blocks[title].shape == SHAPE_HEADING || head_next(p, title + 1) <= w->last;
}

static void take_title(struct page *p, struct work *w, const struct head *h, struct buf *evidence)
{
	struct str title = without_marks(p->blocks[h->title].text);
	if (h->subtitle != NO_BLOCK)
		title = arena_printf(p->arena, "%.*s: %.*s", STR_ARG(title), STR_ARG(without_marks(p->blocks[h->subtitle].text)));
	if (title.n == 0 || title.n > TITLE_MAX)
		return;
	w->title = field_line(title, p->arena);
	tell(evidence, "title", p, h->title, "");
	page_count(p, RULE_fields, 1);
}

/* An imprint below the text, also one that was left out. */
static void take_publisher(struct page *p, struct work *w, const struct head *h, struct buf *evidence)
{
	struct str name = h->publisher;
	size_t block = h->source;
	for (size_t i = p->n, n = 0; block == NO_BLOCK && i > w->first && n < IMPRINT_BLOCKS; i--, n++)
		if (form_imprint(p->blocks[i - 1].text, &name) && name.n)
			block = i - 1;
	/* Or in the footer of a web page. */
	struct str rest = block == NO_BLOCK ? p->source->left_out : STR_NONE, line = STR_NONE;
	while (rest.n && str_cut(&rest, '\n', &line) && !(form_imprint(line, &name) && name.n))
		name = STR_NONE;
	if (name.n == 0)
		return;
	w->source = field_line(name, p->arena);
	if (block != NO_BLOCK)
		tell(evidence, "source", p, block, "");
	else
		tell_line(evidence, "source", "furniture: ", line);
	page_count(p, RULE_fields, 1);
}

static void sample_blocks(const struct page *p, struct language_sample *s, size_t first, size_t last, unsigned most)
{
	unsigned before = s->words;
	for (size_t i = first; i <= last && i < p->n && s->words - before < most; i++)
		if (p->blocks[i].role == ROLE_BODY)
			language_look(s, p->blocks[i].text, most - (s->words - before));
}

/* From the beginning of the text and from its middle: one of both may quote another language. */
static void take_language(struct page *p, struct work *w, size_t body, struct buf *evidence)
{
	struct language_sample s = { 0 };
	size_t first = body > w->first && body < p->n ? body : w->first, middle = first + (w->last - first) / 2;
	sample_blocks(p, &s, first, w->last, LANGUAGE_WORDS / 2);
	struct str text = p->blocks[middle].text;
	size_t half = middle == first ? text.n / 2 : 0;
	while (half && half < text.n && text.p[half] != ' ')
		half++;
	if (p->blocks[middle].role == ROLE_BODY)
		language_look(&s, str_sub(text, half, text.n), LANGUAGE_WORDS / 2);
	sample_blocks(p, &s, middle + 1, w->last, LANGUAGE_WORDS);
	const char *lang = language_tell(&s);
	if (!lang)
		return;
	w->lang = str_of(lang);
	tell(evidence, "lang", p, first, " is written in it");
	page_count(p, RULE_fields, 1);
}

/* What the source declares about its one document is not looked for. */
static void find_fields(struct page *p, struct work *w, const struct doc *declared)
{
	struct buf evidence = BUF_INIT;
	struct head h;
	w->title = STR_NONE;
	head_read(p, w->first, w->last, &h);
	if (h.title != NO_BLOCK && (declared->title.n == 0 || declared->title_is_guess) && has_text_below(p, w, h.title))
		take_title(p, w, &h, &evidence);
	if (h.authors.n && declared->author.n == 0) {
		w->author = h.authors;
		tell(&evidence, "author", p, h.author, "");
		page_count(p, RULE_fields, 1);
	}
	if (h.date != NO_BLOCK && declared->date.n == 0) {
		w->date = arena_str(p->arena, str_of(h.iso));
		tell(&evidence, "date", p, h.date, "");
		page_count(p, RULE_fields, 1);
	}
	if (declared->source.n == 0)
		take_publisher(p, w, &h, &evidence);
	if (declared->lang.n == 0)
		take_language(p, w, h.body, &evidence);
	if (evidence.n) {
		json_close(&evidence, '}');
		w->evidence = arena_str(p->arena, buf_str(&evidence));
	}
	buf_fini(&evidence);
}

void rule_fields(struct page *p)
{
	struct doc page_only = { .source = p->source->source, .lang = p->source->lang };
	bool alone = p->n_works < 2;
	if (p->n_works == 0) {
		p->works = arena_grow(p->arena, p->works, &p->cap_works, 1, sizeof(*p->works));
		p->works[p->n_works++] = (struct work){ .last = (uint32_t)p->n - 1 };
	}
	for (size_t i = 0; i < p->n_works; i++)
		find_fields(p, &p->works[i], alone ? p->source : &page_only);
}

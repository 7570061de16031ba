/* Growing a passage from its best words to whole sentences, and writing it; see passage.h. */
#include "config.h"

#include "query/passage.h"

#include <unicode/ubrk.h>
#include <unicode/uchar.h>

#include "common/utf8.h"

#define LONGEST (SNIPPET_TARGET * 3 / 2)	/* a whole sentence may be so long, in characters */
#define MOST_BYTES (8 * SNIPPET_TARGET)		/* whatever the text is made of */
/* Punctuation around a passage that still belongs to it, in bytes. */
#define MOST_PUNCTUATION 16

/* ---- Its words ---- */

enum boundary passage_boundary(const struct piece *p, size_t word)
{
	const struct highlight *h = &p->h;
	if (word == 0 || word == p->n_heading)
		return p->at_start ? BOUNDARY_PARAGRAPH : BOUNDARY_NONE;
	if (word == h->n_words)
		return p->at_end ? BOUNDARY_PARAGRAPH : BOUNDARY_NONE;
	return sentence_boundary(h->text, h->words[word - 1].start, h->words[word - 1].end, h->words[word].start);
}

static size_t chars_between(const struct piece *p, size_t from, size_t to)
{
	return utf8_count(str_sub(p->h.text, from, to));
}

/* Take one more word in, but none of the heading; false when that makes more than `most` characters or there is none. */
static bool grow_left(const struct piece *p, struct passage_words *w, size_t most)
{
	if (w->first <= p->n_heading)
		return false;
	size_t more = chars_between(p, p->h.words[w->first - 1].start, p->h.words[w->first].start);
	if (w->chars + more > most)
		return false;
	w->first--;
	w->chars += more;
	return true;
}

static bool grow_right(const struct piece *p, struct passage_words *w, size_t most)
{
	if (w->last + 1 >= p->h.n_words)
		return false;
	size_t more = chars_between(p, p->h.words[w->last].end, p->h.words[w->last + 1].end);
	if (w->chars + more > most)
		return false;
	w->last++;
	w->chars += more;
	return true;
}

static bool to_sentence_start(const struct piece *p, struct passage_words *w, size_t most)
{
	while (!passage_boundary(p, w->first))
		if (!grow_left(p, w, most))
			return false;
	return true;
}

static bool to_sentence_end(const struct piece *p, struct passage_words *w, size_t most)
{
	while (!passage_boundary(p, w->last + 1))
		if (!grow_right(p, w, most))
			return false;
	return true;
}

/* Whole sentences after it, then before it, while there is room; into the next paragraph only
 * when there is next to nothing yet (a heading). */
static void add_sentences(const struct piece *p, struct passage_words *w)
{
	struct passage_words more = *w;
	while (w->last + 1 < p->h.n_words &&
	       (passage_boundary(p, w->last + 1) == BOUNDARY_SENTENCE || w->chars < SNIPPET_TARGET / 4) &&
	       grow_right(p, &more, SNIPPET_TARGET) && to_sentence_end(p, &more, SNIPPET_TARGET))
		*w = more;
	more = *w;
	while (w->first > 0 && passage_boundary(p, w->first) == BOUNDARY_SENTENCE &&
	       grow_left(p, &more, SNIPPET_TARGET) && to_sentence_start(p, &more, SNIPPET_TARGET))
		*w = more;
}

struct passage_words passage_words(const struct piece *p, const struct window *window)
{
	const struct highlight_word *words = p->h.words;
	struct passage_words core = { window->first, window->last, 0 }, w;
	core.chars = chars_between(p, words[core.first].start, words[core.last].end);
	w = core;
	if (to_sentence_start(p, &w, LONGEST) && to_sentence_end(p, &w, LONGEST)) {
		add_sentences(p, &w);
		return w;
	}
	/* The sentence is too long: a part of it, some words before and more after. */
	w = core;
	size_t room = w.chars < SNIPPET_TARGET ? SNIPPET_TARGET - w.chars : 0;
	to_sentence_start(p, &w, core.chars + room / 3);
	if (to_sentence_end(p, &w, core.chars + room))
		to_sentence_start(p, &w, core.chars + room);
	return w;
}

/* ---- Its bytes ---- */

bool passage_is_blank(uint32_t c)
{
	return u_isUWhiteSpace((UChar32)c) || u_charType((UChar32)c) == U_CONTROL_CHAR;
}

/* Opening quotes and the like in front of the first word. */
static size_t start_of(const struct piece *p, const struct passage_words *w)
{
	size_t start = p->h.words[w->first].start, least = w->first ? p->h.words[w->first - 1].end : 0, at = start;
	while (at > least) {
		size_t before = utf8_floor(p->h.text, at - 1), next = before;
		if (passage_is_blank(utf8_next(p->h.text, &next)))
			return at;
		at = before;
		if (start - at > MOST_PUNCTUATION)
			return start;
	}
	return w->first ? start : at;
}

/* Full stop and closing quotes after the last word. */
static size_t end_of(const struct piece *p, const struct passage_words *w)
{
	const struct highlight *h = &p->h;
	size_t end = h->words[w->last].end, at = end;
	size_t most = w->last + 1 < h->n_words ? h->words[w->last + 1].start : h->text.n;
	while (at < most) {
		size_t next = at;
		if (passage_is_blank(utf8_next(h->text, &next)))
			return at;
		at = next;
		if (at - end > MOST_PUNCTUATION)
			return end;
	}
	return at == h->text.n || passage_boundary(p, w->last + 1) ? at : end;
}

/* The last place not after `at` where no character that a reader sees is cut. */
static size_t grapheme_floor(struct str text, size_t from, size_t at)
{
	UErrorCode status = U_ZERO_ERROR;
	size_t start = utf8_floor(text, at - from > 256 ? at - 256 : from);
	size_t end = utf8_floor(text, at + 64 < text.n ? at + 64 : text.n);
	UText ut = UTEXT_INITIALIZER;
	utext_openUTF8(&ut, text.p + start, (int64_t)(end - start), &status);
	UBreakIterator *it = ubrk_open(UBRK_CHARACTER, "", NULL, 0, &status);
	if (it)
		ubrk_setUText(it, &ut, &status);
	int32_t cut = U_SUCCESS(status) ? ubrk_preceding(it, (int32_t)(at - start) + 1) : UBRK_DONE;
	if (it)
		ubrk_close(it);
	utext_close(&ut);
	return cut > 0 ? start + (size_t)cut : utf8_floor(text, at);
}

struct cut passage_cut(const struct piece *p, const struct passage_words *w)
{
	struct cut c = { start_of(p, w), end_of(p, w), !passage_boundary(p, w->first),
			 !passage_boundary(p, w->last + 1) };
	if (c.end - c.start > MOST_BYTES) {
		c.end = grapheme_floor(p->h.text, c.start, c.start + MOST_BYTES);
		c.after = true;
	}
	return c;
}

void passage_write(const struct piece *p, const struct cut *c, const struct span *marks, size_t n_marks,
			  struct arena *a, struct passage *out)
{
	struct buf b = BUF_INIT;
	bool blank = false;
	size_t m = 0;
	out->offset = p->offset + c->start;
	out->end = p->offset + c->end;
	out->marks = arena_array(a, n_marks, sizeof(*out->marks));
	if (c->before)
		buf_puts(&b, "\u2026");
	for (size_t i = c->start; i < c->end;) {
		size_t start = i;
		uint32_t ch = utf8_next(p->h.text, &i);
		if (passage_is_blank(ch)) {
			blank = true;
			continue;
		}
		if (blank)
			buf_putc(&b, ' ');
		blank = false;
		while (m < n_marks && marks[m].end <= start)
			m++;
		if (m < n_marks && marks[m].start == start)
			out->marks[out->n_marks++].start = (uint32_t)b.n;
		buf_add(&b, p->h.text.p + start, i - start);
		if (m < n_marks && marks[m].start <= start && (marks[m].end == i || i >= c->end))
			out->marks[out->n_marks - 1].end = (uint32_t)b.n;
	}
	if (c->after)
		buf_puts(&b, "\u2026");
	out->text = arena_str(a, buf_str(&b));
	buf_fini(&b);
}

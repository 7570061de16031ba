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

static enum boundary boundary_before(const struct piece *p, size_t word)
{
	const struct highlight *h = &p->h;
	if (word == 0 || word == p->n_heading)
		return p->at_start ? BOUNDARY_PARAGRAPH : BOUNDARY_NONE;
	if (word == h->n_words)
		return p->at_end ? BOUNDARY_PARAGRAPH : BOUNDARY_NONE;
	return sentence_boundary(h->text, h->words[word - 1].start, h->words[word - 1].end, h->words[word].start);
}

/* Asked for again and again while passages grow. */
enum boundary passage_boundary(const struct piece *p, size_t word)
{
	if (!p->known[word])
		p->known[word] = (unsigned char)(1 + boundary_before(p, word));
	return (enum boundary)(p->known[word] - 1);
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

/* The end of the paragraph, or of the passage, that goes on from `word`; heading: no sentence ends in it. */
static size_t paragraph_end(const struct piece *p, const struct passage_words *w, size_t word, bool *heading_r)
{
	const struct highlight *h = &p->h;
	*heading_r = true;
	for (size_t i = word + 1; i <= w->last + 1; i++) {
		enum boundary b = passage_boundary(p, i);
		size_t end = i < h->n_words ? h->words[i].start : h->text.n;
		if (b == BOUNDARY_SENTENCE || (b && sentence_ends(h->text, h->words[i - 1].end, end)))
			*heading_r = false;
		if (b == BOUNDARY_PARAGRAPH)
			return i;
	}
	*heading_r = false;
	return w->last + 1;
}

static size_t first_hit(const struct highlight *h, size_t word)
{
	size_t low = 0, high = h->n_hits;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (h->hits[middle].first < word)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* A heading says what follows, but is no part of it. */
static void leave_heading(const struct piece *p, struct passage_words *w)
{
	bool heading;
	size_t end = paragraph_end(p, w, w->first, &heading), hit = first_hit(&p->h, end);
	if (!heading || end > w->last || hit == p->h.n_hits || p->h.hits[hit].last > w->last)
		return;
	w->first = end;
	w->chars = chars_between(p, p->h.words[end].start, p->h.words[w->last].end);
}

struct passage_words passage_words(const struct piece *p, const struct window *window)
{
	const struct highlight_word *words = p->h.words;
	struct passage_words core = { window->first, window->last, 0 }, w;
	core.chars = chars_between(p, words[core.first].start, words[core.last].end);
	w = core;
	if (to_sentence_start(p, &w, LONGEST) && to_sentence_end(p, &w, LONGEST)) {
		leave_heading(p, &w);
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

/* ---- What it is worth ---- */

#define IN_HEADING 0.5		/* of a needle's weight */
#define AGAIN 0.1		/* added for each of the next two hits */
#define SPLIT 0.9		/* the words stand in two sentences */
#define CUT 0.95		/* at one end */

static bool is_split(const struct piece *p, const struct window *window)
{
	for (size_t i = window->first + 1; i <= window->last; i++)
		if (passage_boundary(p, i))
			return true;
	return false;
}

double passage_value(const struct piece *p, const struct window *window, const struct passage_words *w,
		     const struct cut *c, const double *weights, double *counts, size_t n_needles)
{
	const struct highlight *h = &p->h;
	size_t hit = first_hit(h, w->first);
	double value = 0;
	memset(counts, 0, n_needles * sizeof(*counts));
	for (size_t word = w->first, end; word <= w->last; word = end) {
		bool heading;
		end = paragraph_end(p, w, word, &heading);
		double worth = heading ? IN_HEADING : 1;
		for (; hit < h->n_hits && h->hits[hit].first < end; hit++) {
			double *count = &counts[h->hits[hit].needle], more = *count < worth ? worth - *count : AGAIN * worth;
			if (h->hits[hit].last > w->last || *count >= 1 + 2 * AGAIN)
				continue;
			*count += more;
			value += more * weights[h->hits[hit].needle];
		}
	}
	return value * (is_split(p, window) ? SPLIT : 1) * (c->before ? CUT : 1) * (c->after ? CUT : 1);
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

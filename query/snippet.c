/* From hits in a text to passages; see snippet.h. */
#include "config.h"

#include "query/snippet.h"

#include <unicode/ubrk.h>
#include <unicode/uchar.h>

#include "common/utf8.h"
#include "query/highlight.h"
#include "query/places.h"
#include "query/sentence.h"
#include "query/window.h"

/* Documents of so few blocks are read whole; longer ones by positions. */
#define SHORT_BLOCKS 2
/* Words to both sides of a window that are read along. */
#define CONTEXT_WORDS 60
#define LONGEST (SNIPPET_TARGET * 3 / 2)	/* a whole sentence may be so long, in characters */
#define MOST_BYTES (8 * SNIPPET_TARGET)		/* whatever the text is made of */
/* Punctuation around a passage that still belongs to it, in bytes. */
#define MOST_PUNCTUATION 16

/* ---- A stretch of the text, and the passage that grows in it ---- */

struct piece {
	struct highlight h;
	size_t offset;			/* in the document's text */
	size_t n_heading;		/* words at its beginning that only repeat the title */
	bool at_start, at_end;		/* of the document */
};

struct passage_words {
	size_t first, last;
	size_t chars;
};

static enum boundary boundary_before(const struct piece *p, size_t word)
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
	while (!boundary_before(p, w->first))
		if (!grow_left(p, w, most))
			return false;
	return true;
}

static bool to_sentence_end(const struct piece *p, struct passage_words *w, size_t most)
{
	while (!boundary_before(p, w->last + 1))
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
	       (boundary_before(p, w->last + 1) == BOUNDARY_SENTENCE || w->chars < SNIPPET_TARGET / 4) &&
	       grow_right(p, &more, SNIPPET_TARGET) && to_sentence_end(p, &more, SNIPPET_TARGET))
		*w = more;
	more = *w;
	while (w->first > 0 && boundary_before(p, w->first) == BOUNDARY_SENTENCE &&
	       grow_left(p, &more, SNIPPET_TARGET) && to_sentence_start(p, &more, SNIPPET_TARGET))
		*w = more;
}

static struct passage_words choose_words(const struct piece *p, const struct window *window)
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

static bool is_blank(uint32_t c)
{
	return u_isUWhiteSpace((UChar32)c) || u_charType((UChar32)c) == U_CONTROL_CHAR;
}

/* Opening quotes and the like in front of the first word. */
static size_t start_of(const struct piece *p, const struct passage_words *w)
{
	size_t start = p->h.words[w->first].start, least = w->first ? p->h.words[w->first - 1].end : 0, at = start;
	while (at > least) {
		size_t before = utf8_floor(p->h.text, at - 1), next = before;
		if (is_blank(utf8_next(p->h.text, &next)))
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
		if (is_blank(utf8_next(h->text, &next)))
			return at;
		at = next;
		if (at - end > MOST_PUNCTUATION)
			return end;
	}
	return at == h->text.n || boundary_before(p, w->last + 1) ? at : end;
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

struct cut {
	size_t start, end;
	bool before, after;	/* an ellipsis */
};

static struct cut cut_piece(const struct piece *p, const struct passage_words *w)
{
	struct cut c = { start_of(p, w), end_of(p, w), !boundary_before(p, w->first),
			 !boundary_before(p, w->last + 1) };
	if (c.end - c.start > MOST_BYTES) {
		c.end = grapheme_floor(p->h.text, c.start, c.start + MOST_BYTES);
		c.after = true;
	}
	return c;
}

/* Write the bytes with blanks folded, and move the marks to where their bytes come to stand. */
static void write_passage(const struct piece *p, const struct cut *c, const struct span *marks, size_t n_marks,
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
		if (is_blank(ch)) {
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

/* ---- The title ---- */

/* The next character, blanks in a row as one; 0 at the end. */
static uint32_t next_folded(struct str s, size_t *at)
{
	uint32_t c = *at < s.n ? utf8_next(s, at) : 0;
	if (!c || !is_blank(c))
		return c;
	for (size_t next = *at; next < s.n && is_blank(utf8_next(s, &next));)
		*at = next;
	return ' ';
}

/* Where the text goes on when it begins with the title; or 0. */
static size_t after_title(struct str text, struct str title)
{
	size_t at = 0, first = 0;
	if (next_folded(text, &first) == ' ')
		at = first;
	for (size_t i = 0; i < title.n;)
		if (next_folded(title, &i) != next_folded(text, &at))
			return 0;
	return at;
}

/* The title is shown above the passages: a heading that repeats it is left out of them, unless there is
 * nothing else. */
static void skip_heading(struct piece *p, struct str title)
{
	const struct highlight *h = &p->h;
	size_t end = p->at_start ? after_title(h->text, title) : 0, n = 0;
	while (n < h->n_words && h->words[n].start < end)
		n++;
	if (n && n < h->n_words && h->words[n - 1].end <= end && boundary_before(p, n))
		p->n_heading = n;
}

/* ---- Passages of a document ---- */

struct snippets {
	const struct stored *stored;
	const struct doc *doc;		/* its fields */
	const struct needles *needles;
	struct analyzer *analyzer;
	struct arena *arena, scratch;
	struct passage *list;
	size_t n, max;
	struct cut cuts[SNIPPET_MAX];	/* in the document */
};

static bool overlaps(const struct snippets *s, const struct piece *p, const struct cut *c)
{
	for (size_t i = 0; i < s->n; i++)
		if (p->offset + c->start < s->cuts[i].end && s->cuts[i].start < p->offset + c->end)
			return true;
	return false;
}

/* must_mark: only if something is marked in it; in a long document an exact word may stand in
 * another form there. */
static void add_passage(struct snippets *s, const struct piece *p, const struct window *window, bool must_mark)
{
	struct span *marks;
	size_t n_marks;
	if (s->n == s->max || window->last >= p->h.n_words)
		return;
	struct passage_words w = choose_words(p, window);
	struct cut c = cut_piece(p, &w);
	highlight_spans(&p->h, w.first, w.last, &s->scratch, &marks, &n_marks);
	if (overlaps(s, p, &c) || (must_mark && n_marks == 0))
		return;
	s->cuts[s->n] = (struct cut){ .start = p->offset + c.start, .end = p->offset + c.end };
	write_passage(p, &c, marks, n_marks, s->arena, &s->list[s->n++]);
}

static int read_piece(struct snippets *s, size_t first, size_t last, struct piece *p, struct err *err)
{
	struct str text;
	if (stored_text(s->stored, first, last, &s->scratch, &text, err) < 0)
		return -1;
	*p = (struct piece){ .offset = s->stored->blocks[first].start, .at_start = first == 0,
			     .at_end = last + 1 == s->stored->n_blocks };
	highlight_text(text, first > 0, s->doc->lang, s->needles, s->analyzer, &s->scratch, &p->h);
	skip_heading(p, s->doc->title);
	return 0;
}

/* The hits (by rising first) that are not within the first n words. */
static void drop_hits(struct highlight_hit **hits, size_t *n_hits, size_t n)
{
	while (*n_hits && (*hits)->first < n) {
		(*hits)++;
		(*n_hits)--;
	}
}

/* Nothing to mark: how the text begins. */
static void add_beginning(struct snippets *s, const struct piece *p)
{
	add_passage(s, p, &(struct window){ p->n_heading, p->n_heading }, false);
}

static int short_document(struct snippets *s, struct err *err)
{
	struct piece p;
	struct windows windows;
	struct window w;
	if (read_piece(s, 0, s->stored->n_blocks - 1, &p, err) < 0)
		return -1;
	struct highlight_hit *hits = p.h.hits;
	size_t n = p.h.n_hits;
	drop_hits(&hits, &n, p.n_heading);
	window_init(&windows, hits, n, s->needles, &s->scratch);
	while (s->n < s->max && window_next(&windows, &w))
		add_passage(s, &p, &w, true);
	if (s->n == 0)
		add_beginning(s, &p);
	return 0;
}

static int long_document(struct snippets *s, struct store *store, docid_t doc, struct err *err)
{
	const struct stored *stored = s->stored;
	struct highlight_hit *hits;
	struct windows windows;
	struct window w;
	struct piece p;
	size_t n;
	termpos_t from = stored->blocks[0].position;
	if (places_find(store, doc, from, s->needles, s->analyzer, &s->scratch, &hits, &n, err) < 0)
		return -1;
	if (n && hits[0].first < from + s->doc->title.n) {	/* perhaps in a heading */
		if (read_piece(s, 0, 0, &p, err) < 0)
			return -1;
		if (p.n_heading)
			drop_hits(&hits, &n, from + p.h.words[p.n_heading].position - 1);
	}
	window_init(&windows, hits, n, s->needles, &s->scratch);
	while (s->n < s->max && window_next(&windows, &w)) {
		size_t first = stored_block_at(stored, (termpos_t)(w.first > from + CONTEXT_WORDS ?
								    w.first - CONTEXT_WORDS : from));
		size_t last = stored_block_at(stored, (termpos_t)(w.last + CONTEXT_WORDS));
		if (read_piece(s, first, last, &p, err) < 0)
			return -1;
		termpos_t base = stored->blocks[first].position - 1;
		add_passage(s, &p, &(struct window){ highlight_word_at(&p.h, (termpos_t)w.first - base),
						     highlight_word_at(&p.h, (termpos_t)w.last - base) }, true);
	}
	if (s->n)
		return 0;
	if (read_piece(s, 0, 0, &p, err) < 0)
		return -1;
	add_beginning(s, &p);
	return 0;
}

int snippet_make(struct store *store, docid_t doc, const struct stored *stored, const struct doc *fields,
		 const struct plan *plan, struct analyzer *an, uint32_t max, struct arena *a,
		 struct passage **out_r, size_t *n_r, struct err *err)
{
	struct needles needles;
	struct snippets s = { .stored = stored, .doc = fields, .needles = &needles, .analyzer = an, .arena = a,
			      .scratch = ARENA_INIT, .max = max < SNIPPET_MAX ? max : SNIPPET_MAX };
	int rc = 0;
	s.list = arena_array(a, s.max, sizeof(*s.list));
	if (stored->n_blocks && s.max) {
		highlight_needles(plan, false, &s.scratch, &needles);
		rc = stored->n_blocks <= SHORT_BLOCKS ? short_document(&s, err) : long_document(&s, store, doc, err);
	}
	arena_fini(&s.scratch);
	*out_r = s.list;
	*n_r = s.n;
	return rc;
}

void snippet_marks(struct str text, struct str lang, const struct plan *plan, bool title, struct analyzer *an,
		   struct arena *a, struct span **marks_r, size_t *n_r)
{
	struct needles needles;
	struct highlight h;
	highlight_needles(plan, title, a, &needles);
	highlight_text(text, false, lang, &needles, an, a, &h);
	highlight_spans(&h, 0, h.n_words, a, marks_r, n_r);
}

/* From hits in a text to passages; see snippet.h. */
#include "config.h"

#include "query/snippet.h"

#include "common/utf8.h"
#include "query/passage.h"
#include "query/places.h"

/* Documents of so few blocks are read whole; longer ones by positions. */
#define SHORT_BLOCKS 2
/* Words to both sides of a window that are read along. */
#define CONTEXT_WORDS 60

/* ---- The title ---- */

/* The next character, blanks in a row as one; 0 at the end. */
static uint32_t next_folded(struct str s, size_t *at)
{
	uint32_t c = *at < s.n ? utf8_next(s, at) : 0;
	if (!c || !passage_is_blank(c))
		return c;
	for (size_t next = *at; next < s.n && passage_is_blank(utf8_next(s, &next));)
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
	if (n && n < h->n_words && h->words[n - 1].end <= end && passage_boundary(p, n))
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
	struct passage_words w = passage_words(p, window);
	struct cut c = passage_cut(p, &w);
	highlight_spans(&p->h, w.first, w.last, &s->scratch, &marks, &n_marks);
	if (overlaps(s, p, &c) || (must_mark && n_marks == 0))
		return;
	s->cuts[s->n] = (struct cut){ .start = p->offset + c.start, .end = p->offset + c.end };
	passage_write(p, &c, marks, n_marks, s->arena, &s->list[s->n++]);
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

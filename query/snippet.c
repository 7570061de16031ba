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
	if (n && n < h->n_words && h->words[n - 1].end <= end && passage_boundary(p, n)) {
		p->n_heading = n;
		p->known[n] = 0;	/* the text begins there now */
	}
}

/* ---- Passages of a document ---- */

#define MOST_LOOKED_AT 3	/* windows nearly as good as the best, for one passage, */
#define MOST_READ 2		/* and in a long document, where each may be a block to read */
#define BESIDE 0.8		/* what notes and frames are worth beside the body */

struct snippets {
	struct store *store;
	docid_t document;
	const struct stored *stored;
	const struct doc *doc;		/* its fields */
	const struct needles *needles;
	struct analyzer *analyzer;
	struct arena *arena, scratch;
	struct doc parts;		/* its passages: what is not the body */
	bool parts_known;
	struct piece *pieces;		/* read until now */
	size_t n_pieces, pieces_cap;
	struct windows windows;
	double *counts;			/* for passage_value() */
	struct passage *list;
	size_t n, max;
};

static bool overlaps(const struct snippets *s, size_t start, size_t end)
{
	for (size_t i = 0; i < s->n; i++)
		if (start < s->list[i].end && s->list[i].offset < end)
			return true;
	return false;
}

static struct str without_ellipsis(struct str s)
{
	if (str_starts(s, STR("\u2026")))
		s = str_sub(s, strlen("\u2026"), s.n);
	if (str_ends(s, STR("\u2026")))
		s.n -= strlen("\u2026");
	return s;
}

static bool holds(struct str whole, struct str part)
{
	return part.n == 0 || memmem(whole.p, whole.n, part.p, part.n);
}

/* Teasers and running texts say the same in several places. */
static bool is_repeated(const struct snippets *s, const struct passage *passage)
{
	struct str text = without_ellipsis(passage->text);
	for (size_t i = 0; i < s->n; i++) {
		struct str shown = without_ellipsis(s->list[i].text);
		if (holds(shown, text) || holds(text, shown))
			return true;
	}
	return false;
}

/* Blocks first..last, read once. */
static int read_piece(struct snippets *s, size_t first, size_t last, const struct piece **out_r, struct err *err)
{
	struct str text;
	size_t offset = s->stored->blocks[first].start, n = s->stored->blocks[last].start + s->stored->blocks[last].length - offset;
	for (size_t i = 0; i < s->n_pieces; i++)
		if (s->pieces[i].offset == offset && s->pieces[i].h.text.n == n) {
			*out_r = &s->pieces[i];
			return 0;
		}
	if (stored_text(s->stored, first, last, &s->scratch, &text, err) < 0)
		return -1;
	s->pieces = arena_grow(&s->scratch, s->pieces, &s->pieces_cap, s->n_pieces + 1, sizeof(*s->pieces));
	struct piece *p = &s->pieces[s->n_pieces++];
	*p = (struct piece){ .offset = offset, .at_start = first == 0, .at_end = last + 1 == s->stored->n_blocks };
	highlight_text(text, first > 0, s->doc->lang, s->needles, s->analyzer, &s->scratch, &p->h);
	p->known = arena_array(&s->scratch, p->h.n_words + 1, 1);
	skip_heading(p, s->doc->title);
	*out_r = p;
	return 0;
}

/* ---- The best of those that are nearly as good ---- */

/* A window that becomes a passage, in the piece where it lies. */
struct candidate {
	const struct piece *piece;
	struct window window;
	struct passage_words words;
	struct cut cut;
	double value;
};

static int is_beside(struct snippets *s, size_t start, bool *beside_r, struct err *err)
{
	*beside_r = false;
	if (!s->parts_known && stored_passages(s->stored, &s->scratch, &s->parts, err) < 0)
		return -1;
	s->parts_known = true;
	for (size_t i = 0; i < s->parts.n_passages; i++)
		*beside_r |= start >= s->parts.passages[i].start && start < s->parts.passages[i].end;
	return 0;
}

static struct candidate candidate_of(const struct piece *p, const struct window *window)
{
	struct candidate c = { .piece = p, .window = *window, .words = passage_words(p, window) };
	c.cut = passage_cut(p, &c.words);
	return c;
}

static int judge(struct snippets *s, struct candidate *c, struct err *err)
{
	bool beside;
	if (is_beside(s, c->piece->offset + c->cut.start, &beside, err) < 0)
		return -1;
	c->value = passage_value(c->piece, &c->window, &c->words, &c->cut, s->windows.weights, s->counts, s->needles->n) *
		   (beside ? BESIDE : 1);
	return 0;
}

/* False when it shows what was shown, or (must_mark) when nothing is marked in it: in a long document an exact word may
 * stand in another form there. */
static bool add_passage(struct snippets *s, const struct candidate *c, bool must_mark)
{
	struct passage passage = { 0 };
	struct span *marks;
	size_t n_marks;
	if (overlaps(s, c->piece->offset + c->cut.start, c->piece->offset + c->cut.end))
		return false;
	highlight_spans(&c->piece->h, c->words.first, c->words.last, &s->scratch, &marks, &n_marks);
	if (must_mark && n_marks == 0)
		return false;
	passage_write(c->piece, &c->cut, marks, n_marks, s->arena, &passage);
	if (is_repeated(s, &passage))
		return false;
	s->list[s->n++] = passage;
	return true;
}

/* Nothing to mark: how the text begins. */
static int add_beginning(struct snippets *s, struct err *err)
{
	const struct piece *p;
	if (read_piece(s, 0, 0, &p, err) < 0)
		return -1;
	struct candidate c = { .piece = p };
	if (p->n_heading < p->h.n_words) {
		c = candidate_of(p, &(struct window){ p->n_heading, p->n_heading });
		add_passage(s, &c, false);
	}
	return 0;
}

/* From a window of the document to a candidate; *found_r: false when its words are not there. */
typedef int locate_fn(struct snippets *s, const struct window *w, struct candidate *out_r, bool *found_r, struct err *err);

/* One passage of those nearly as good; 0 when there is no more. */
static int add_best(struct snippets *s, size_t most, locate_fn *locate, struct err *err)
{
	struct window windows[MOST_LOOKED_AT];
	struct candidate best = { .value = -1 }, c;
	size_t n = window_best(&s->windows, windows, most), chosen = 0;
	bool found;
	for (size_t i = 0; i < n; i++) {
		if (locate(s, &windows[i], &c, &found, err) < 0 || (found && n > 1 && judge(s, &c, err) < 0))
			return -1;
		if (!found)
			c = (struct candidate){ .value = -1 };
		if (i == 0 || c.value > best.value) {
			best = c;
			chosen = i;
		}
	}
	if (n)
		window_take(&s->windows, &windows[chosen], best.piece && add_passage(s, &best, true));
	return n > 0;
}

/* The hits (by rising first) that are not within the first n words. */
static void drop_hits(struct highlight_hit **hits, size_t *n_hits, size_t n)
{
	while (*n_hits && (*hits)->first < n) {
		(*hits)++;
		(*n_hits)--;
	}
}

static int locate_short(struct snippets *s, const struct window *w, struct candidate *out_r, bool *found_r, struct err *err)
{
	const struct piece *p;
	if (read_piece(s, 0, s->stored->n_blocks - 1, &p, err) < 0)
		return -1;
	*found_r = true;
	*out_r = candidate_of(p, w);
	return 0;
}

/* Positions count in the document. */
static int locate_long(struct snippets *s, const struct window *w, struct candidate *out_r, bool *found_r, struct err *err)
{
	const struct stored *stored = s->stored;
	const struct piece *p;
	termpos_t from = stored->blocks[0].position;
	size_t first = stored_block_at(stored, (termpos_t)(w->first > from + CONTEXT_WORDS ? w->first - CONTEXT_WORDS : from));
	size_t last = stored_block_at(stored, (termpos_t)(w->last + CONTEXT_WORDS));
	if (read_piece(s, first, last, &p, err) < 0)
		return -1;
	termpos_t base = stored->blocks[first].position - 1;
	struct window words = { highlight_word_at(&p->h, (termpos_t)w->first - base),
				highlight_word_at(&p->h, (termpos_t)w->last - base) };
	*found_r = words.last < p->h.n_words;
	if (*found_r)
		*out_r = candidate_of(p, &words);
	return 0;
}

/* The hits of the whole document: words, or positions. */
static int find_hits(struct snippets *s, bool is_short, struct highlight_hit **hits_r, size_t *n_r, struct err *err)
{
	const struct stored *stored = s->stored;
	const struct piece *p;
	termpos_t from = stored->blocks[0].position;
	if (is_short) {
		if (read_piece(s, 0, stored->n_blocks - 1, &p, err) < 0)
			return -1;
		*hits_r = p->h.hits;
		*n_r = p->h.n_hits;
		drop_hits(hits_r, n_r, p->n_heading);
		return 0;
	}
	if (places_find(s->store, s->document, from, s->needles, s->analyzer, &s->scratch, hits_r, n_r, err) < 0)
		return -1;
	if (*n_r && (*hits_r)[0].first < from + s->doc->title.n) {	/* perhaps in a heading */
		if (read_piece(s, 0, 0, &p, err) < 0)
			return -1;
		if (p->n_heading)
			drop_hits(hits_r, n_r, from + p->h.words[p->n_heading].position - 1);
	}
	return 0;
}

static int make(struct snippets *s, struct err *err)
{
	bool is_short = s->stored->n_blocks <= SHORT_BLOCKS;
	struct highlight_hit *hits;
	size_t n;
	int rc = 1;
	if (find_hits(s, is_short, &hits, &n, err) < 0)
		return -1;
	window_init(&s->windows, hits, n, s->needles, &s->scratch);
	s->counts = arena_array(&s->scratch, s->needles->n, sizeof(*s->counts));
	while (s->n < s->max && rc > 0)
		rc = is_short ? add_best(s, MOST_LOOKED_AT, locate_short, err) : add_best(s, MOST_READ, locate_long, err);
	return rc < 0 ? -1 : s->n == 0 ? add_beginning(s, err) : 0;
}

int snippet_make(struct store *store, docid_t doc, const struct stored *stored, const struct doc *fields,
		 const struct plan *plan, struct analyzer *an, uint32_t max, struct arena *a,
		 struct passage **out_r, size_t *n_r, struct err *err)
{
	struct needles needles;
	struct snippets s = { .store = store, .document = doc, .stored = stored, .doc = fields, .needles = &needles, .analyzer = an, .arena = a,
			      .scratch = ARENA_INIT, .max = max < SNIPPET_MAX ? max : SNIPPET_MAX };
	int rc = 0;
	s.list = arena_array(a, s.max, sizeof(*s.list));
	if (stored->n_blocks && s.max) {
		highlight_needles(plan, false, &s.scratch, &needles);
		rc = make(&s, err);
	}
	arena_fini(&s.scratch);
	*out_r = s.list;
	*n_r = s.n;
	return rc;
}

static void mark(struct str text, struct str lang, const struct needles *needles, struct analyzer *an, struct arena *a,
		 struct span **marks_r, size_t *n_r)
{
	struct highlight h;
	highlight_text(text, false, lang, needles, an, a, &h);
	highlight_spans(&h, 0, h.n_words, a, marks_r, n_r);
}

void snippet_marks(struct str text, struct str lang, const struct plan *plan, bool title, struct analyzer *an,
		   struct arena *a, struct span **marks_r, size_t *n_r)
{
	struct needles needles;
	highlight_needles(plan, title, a, &needles);
	mark(text, lang, &needles, an, a, marks_r, n_r);
}

#define LIGHT 0.1	/* of the heaviest needle's weight */

int snippet_mark_text(struct store *s, struct str text, struct str lang, struct plan *plan, struct analyzer *an, struct arena *a,
		      struct span **marks_r, size_t *n_r, struct err *err)
{
	struct needles needles;
	double heaviest = 0;
	size_t n = 0;
	if (plan_weigh(plan, s, err) < 0)
		return -1;
	highlight_needles(plan, false, a, &needles);
	for (size_t i = 0; i < needles.n; i++)
		heaviest = needles.list[i].weight > heaviest ? needles.list[i].weight : heaviest;
	for (size_t i = 0; i < needles.n; i++)
		if (needles.list[i].weight >= LIGHT * heaviest)
			needles.list[n++] = needles.list[i];
	needles.n = n;
	mark(text, lang, &needles, an, a, marks_r, n_r);
	return 0;
}

/* Blocks to documents: for each work its body, then its notes and frames. */
#include "config.h"

#include "repair/page.h"

/* Calls looked back through for that of a note: more, and it has none. */
#define CALLS_BACK 1000

struct composer {
	const struct page *page;
	const struct work *work;
	struct doc *doc;
	char *out;
	size_t n;
	size_t *anchors;		/* of each call: where it is in the text */
	bool *taken;			/* calls that have their note */
	size_t expected;		/* the call that the next note probably belongs to */
	size_t passages_cap;
};

static void put(struct composer *c, struct str s)
{
	if (s.n)
		memcpy(c->out + c->n, s.p, s.n);
	c->n += s.n;
}

/* ---- Body ---- */

static bool is_body(const struct block *b)
{
	return b->role == ROLE_BODY || b->role == ROLE_HEADING || b->role == ROLE_APART;
}

static void put_body(struct composer *c)
{
	const struct page *p = c->page;
	size_t call = 0;
	bool blank = false;
	for (size_t i = c->work->first; i <= c->work->last && i < p->n; i++) {
		const struct block *b = &p->blocks[i];
		blank |= b->blank || b->shape == SHAPE_HEADING;
		if (!is_body(b))
			continue;
		if (c->n)
			put(c, blank ? STR("\n\n") : STR("\n"));
		while (call < p->n_calls && p->calls[call].block < i)
			call++;
		for (; call < p->n_calls && p->calls[call].block == i; call++)
			c->anchors[call] = c->n + p->calls[call].at;
		put(c, b->text);
		blank = b->shape == SHAPE_HEADING;
	}
}

/* ---- Passages ---- */

static bool calls(const struct composer *c, size_t call, size_t note)
{
	const struct page *p = c->page;
	return call < p->n_calls && !c->taken[call] && c->anchors[call] != NO_ANCHOR &&
	       str_eq(p->calls[call].label, p->blocks[note].label);
}

/* The call of a note: the one after that of the note before, or else the nearest before the note that has its label
 * (labels begin anew on each page). */
static size_t anchor_of(struct composer *c, size_t note)
{
	const struct page *p = c->page;
	size_t call = p->n_calls, steps = 0;
	if (p->blocks[note].label.n == 0)
		return NO_ANCHOR;
	if (calls(c, c->expected, note)) {
		call = c->expected;
	} else {
		size_t i = p->n_calls;
		while (i > 0 && p->calls[i - 1].block > note)
			i--;
		for (; i > 0 && steps < CALLS_BACK && call == p->n_calls; i--, steps++)
			if (calls(c, i - 1, note))
				call = i - 1;
	}
	if (call == p->n_calls)
		return NO_ANCHOR;
	c->taken[call] = true;
	c->expected = call + 1;
	return c->anchors[call];
}

static void put_passages(struct composer *c, enum role role, enum passage_kind kind)
{
	const struct page *p = c->page;
	for (size_t i = c->work->first; i <= c->work->last && i < p->n; i++) {
		const struct block *b = &p->blocks[i];
		struct doc *d = c->doc;
		if (b->role != role)
			continue;
		/* Further paragraphs of a note have no label. */
		bool further = d->n_passages && role == ROLE_NOTE && b->label.n == 0 &&
			       d->passages[d->n_passages - 1].kind == kind;
		put(c, further ? STR("\n\n") : c->n ? STR("\n\n\f") : STR("\f"));
		if (!further) {
			d->passages = arena_grow(p->arena, d->passages, &c->passages_cap, d->n_passages + 1,
						 sizeof(*d->passages));
			d->passages[d->n_passages++] = (struct doc_passage){
				.kind = kind, .start = c->n, .label = b->label,
				.anchor = kind == PASSAGE_NOTE ? anchor_of(c, i) : NO_ANCHOR };
		}
		put(c, b->text);
		d->passages[d->n_passages - 1].end = c->n;
	}
}

/* ---- Documents ---- */

static size_t room_for(const struct page *p)
{
	size_t n = 1;
	for (size_t i = 0; i < p->n; i++)
		n += p->blocks[i].text.n + 4;
	return n;
}

/* What the source states is about the page: of a work among several it says nothing. */
static void fill_fields(struct doc *d, const struct work *w, bool alone)
{
	if (!alone)
		d->author = d->date = STR_NONE;
	if (w->title.n && (d->title.n == 0 || d->title_is_guess || !alone))
		d->title = w->title;
	if (w->author.n && d->author.n == 0)
		d->author = w->author;
	if (w->date.n && d->date.n == 0)
		d->date = w->date;
	if (w->source.n && d->source.n == 0)
		d->source = w->source;
	if (w->lang.n && d->lang.n == 0)
		d->lang = w->lang;
	d->evidence = w->evidence;
}

static void compose(struct composer *c, size_t number)
{
	const struct page *p = c->page;
	bool alone = p->n_works == 1;
	char *start = c->out + c->n;
	*c->doc = *p->source;
	c->doc->passages = NULL;
	c->doc->n_passages = c->passages_cap = 0;
	fill_fields(c->doc, c->work, alone);
	if (!alone)
		c->doc->id = arena_printf(p->arena, "%.*s#%zu", STR_ARG(p->source->id), number);
	c->out = start;
	c->n = c->expected = 0;
	put_body(c);
	put_passages(c, ROLE_NOTE, PASSAGE_NOTE);
	put_passages(c, ROLE_FRAME, PASSAGE_FRAME);
	c->doc->text = str_n(start, c->n);
}

void page_compose(struct page *p, struct repaired *out_r)
{
	static const struct work none;
	struct composer c = { .page = p };
	if (p->n_works == 0) {
		p->works = arena_grow(p->arena, p->works, &p->cap_works, 1, sizeof(*p->works));
		p->works[0] = none;
		p->works[0].last = p->n ? (uint32_t)p->n - 1 : 0;
		p->n_works = 1;
	}
	page_sort_calls(p);
	c.out = arena_alloc(p->arena, room_for(p));
	c.anchors = arena_array(p->arena, p->n_calls, sizeof(*c.anchors));
	c.taken = arena_array(p->arena, p->n_calls, sizeof(*c.taken));
	for (size_t i = 0; i < p->n_calls; i++)
		c.anchors[i] = NO_ANCHOR;
	out_r->docs = arena_array(p->arena, p->n_works, sizeof(*out_r->docs));
	out_r->n_docs = p->n_works;
	out_r->page = p;
	for (size_t i = 0; i < p->n_works; i++) {
		c.work = &p->works[i];
		c.doc = &out_r->docs[i];
		compose(&c, i + 1);
	}
}

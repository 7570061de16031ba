/* Where the words of a row stand in the document; see audit.h. */
#include "config.h"

#include "query/audit.h"

#include "query/places.h"
#include "query/window.h"

static void add_needle(struct audit *d, struct needles *l, size_t node, bool row_of_places)
{
	size_t n = 0, first = d->starts[node];
	struct plan_term *terms = arena_array(&d->scratch, node + 1 - first, sizeof(*terms));
	unsigned place = 0;
	for (size_t i = first; i <= node; i++) {
		const struct store_node *node_at = &d->nodes[i];
		/* Places of a phrase are told apart by where the subtrees of its children begin. */
		for (uint32_t k = 1; row_of_places && k < d->nodes[node].n; k++)
			if (d->starts[audit_child(d, node, k)] == i)
				place = k;
		const char *field;
		audit_bare_term(node_at->term, &field);
		if ((node_at->op == STORE_TERM || node_at->op == STORE_PREFIX) && !field[0])
			terms[n++] = (struct plan_term){ .term = node_at->term, .is_prefix = node_at->op == STORE_PREFIX,
							 .phrase_index = place };
	}
	if (n)		/* other fields have no places that could be shown */
		l->list[l->n++] = (struct needle){ .terms = terms, .n_terms = n, .n_places = place + 1, .weight = 1 };
}

/* What to look for: alternatives each by itself, an exact phrase as a whole, words that are only near each other alone. */
static int find_needles(struct audit *d, size_t node, struct needles *l)
{
	const struct store_node *n = &d->nodes[node];
	double weight;
	int rc = audit_weigh(d, node, &weight);
	if (rc <= 0)
		return rc;
	bool exact = n->op == STORE_PHRASE && n->window <= n->n;
	if (exact || n->n == 0) {
		add_needle(d, l, node, exact);
		return 0;
	}
	for (uint32_t i = 0; i < n->n; i++)
		if (find_needles(d, audit_child(d, node, i), l) < 0)
			return -1;
	return 0;
}

static void read_words(struct audit *d, struct highlight **at, struct str text, bool resumed)
{
	struct needles none = { 0 };
	*at = arena_alloc(&d->scratch, sizeof(**at));
	highlight_text(text, resumed, d->document->fields->lang, &none, d->by->analyzer, &d->scratch, *at);
}

static int read_block(struct audit *d, size_t block)
{
	struct str text;
	if (d->blocks[block])
		return 0;
	if (stored_text(d->document->stored, block, block, &d->scratch, &text, d->err) < 0)
		return -1;
	read_words(d, &d->blocks[block], text, block > 0);
	return 0;
}

/* The bytes of the words with these positions, counted from 1 in the piece. */
static bool find_bytes(const struct highlight *h, termpos_t first, termpos_t last, struct account_place *out_r)
{
	size_t from = highlight_word_at(h, first), to = highlight_word_at(h, last);
	if (to >= h->n_words || h->words[from].position != first || h->words[to].position != last)
		return false;
	out_r->offset = h->words[from].start;
	out_r->end = h->words[to].end;
	out_r->words = str_sub(h->text, out_r->offset, out_r->end);
	return true;
}

/* 1, 0 when the words are not found there, -1. */
static int find_place(struct audit *d, const struct highlight_hit *hit, struct account_place *out_r)
{
	const struct stored *s = d->document->stored;
	termpos_t first = (termpos_t)hit->first, last = (termpos_t)hit->last;
	*out_r = (struct account_place){ .in_title = s->n_blocks == 0 || first < s->blocks[0].position };
	if (out_r->in_title) {
		if (!d->title)
			read_words(d, &d->title, d->document->fields->title, false);
		return find_bytes(d->title, first, last, out_r);
	}
	size_t block = stored_block_at(s, first);
	termpos_t base = s->blocks[block].position - 1;
	if (read_block(d, block) < 0)
		return -1;
	/* A phrase may run on into the next block: then its first word alone is told. */
	int rc = find_bytes(d->blocks[block], first - base, last - base, out_r) ||
		 find_bytes(d->blocks[block], first - base, first - base, out_r);
	out_r->offset += s->blocks[block].start;
	out_r->end += s->blocks[block].start;
	return rc;
}

int audit_places(struct audit *d, struct account_row *row, size_t node)
{
	struct arena *a = &d->scratch;
	struct needles needles = { .list = arena_array(a, node + 1 - d->starts[node], sizeof(struct needle)) };
	struct highlight_hit *hits;
	struct windows windows;
	struct window w;
	size_t n;
	if (find_needles(d, node, &needles) < 0 ||
	    places_find(d->by->store, d->document->doc, 0, &needles, d->by->analyzer, a, &hits, &n, d->err) < 0)
		return -1;
	row->places = arena_array(d->by->arena, ACCOUNT_PLACES, sizeof(*row->places));
	window_init(&windows, hits, n, &needles, a);
	bool near = d->nodes[node].op == STORE_NEAR && window_best(&windows, &w, 1);
	for (size_t i = 0; i < n && row->n_places < ACCOUNT_PLACES; i++) {
		if ((near && (hits[i].first < w.first || hits[i].last > w.last)) ||
		    (i && hits[i].first == hits[i - 1].first && hits[i].last == hits[i - 1].last))
			continue;
		int rc = find_place(d, &hits[i], &row->places[row->n_places]);
		if (rc < 0)
			return -1;
		if (rc == 0)
			continue;
		row->places[row->n_places].words = arena_str(d->by->arena, row->places[row->n_places].words);
		row->n_places++;
	}
	return 0;
}

/* Passages, notes and the account of a score; see nested.h. */
#include "config.h"

#include "daemon/nested.h"

#include "common/json.h"

void nested_marks(struct reply *r, struct reply_fields *f, const char *key, const struct span *marks, size_t n)
{
	if (n == 0)
		return;
	struct reply_span *spans = arena_array(r->arena, n, sizeof(*spans));
	for (size_t i = 0; i < n; i++)
		spans[i] = (struct reply_span){ marks[i].start, marks[i].end };
	field_spans(r, f, key, spans, n);
}

static void place_fields(struct reply *r, struct reply_fields *f, size_t offset, size_t end)
{
	field_int(r, f, "offset", (int64_t)offset);
	field_int(r, f, "end", (int64_t)end);
}

/* Those of one passage. */
static void notes_field(struct reply *r, struct reply_fields *f, const struct search_hit *hit, size_t passage)
{
	size_t n = 0;
	for (size_t i = 0; i < hit->n_footnotes; i++)
		n += hit->footnotes[i].passage == passage;
	if (n == 0)
		return;
	struct reply_fields *one = field_list(r, f, "notes", VALUE_OBJECTS, n);
	for (size_t i = 0; i < hit->n_footnotes; i++) {
		const struct footnote *note = &hit->footnotes[i];
		if (note->passage != passage)
			continue;
		field_str(r, one, "label", note->label);
		field_str(r, one, note->sentence ? "sentence" : "text", note->text);
		nested_marks(r, one, "hl", note->marks, note->n_marks);
		place_fields(r, one, note->offset, note->end);
		one++;
	}
}

void nested_snippets(struct reply *r, struct reply_fields *f, const struct search_hit *hit)
{
	struct reply_fields *one = field_list(r, f, "snippets", VALUE_OBJECTS, hit->n_passages);
	for (size_t i = 0; i < hit->n_passages; i++) {
		const struct passage *p = &hit->passages[i];
		field_str(r, &one[i], "text", p->text);
		nested_marks(r, &one[i], "hl", p->marks, p->n_marks);
		place_fields(r, &one[i], p->offset, p->end);
		notes_field(r, &one[i], hit, i);
	}
}

static struct str finished(struct buf *b, struct arena *a)
{
	struct str s = arena_str(a, buf_str(b));
	buf_fini(b);
	return s;
}

static void add_place(struct buf *b, size_t offset, size_t end)
{
	json_key(b, "offset");
	json_int(b, (int64_t)offset);
	json_key(b, "end");
	json_int(b, (int64_t)end);
}

/* ---- The account of a score ---- */

#define DECIMALS 6

static void add_number(struct buf *b, const char *key, double v)
{
	json_key(b, key);
	json_double(b, v, DECIMALS);
}

static void add_text(struct buf *b, const char *key, struct str s)
{
	if (s.n == 0)
		return;
	json_key(b, key);
	json_str(b, s);
}

static void add_count(struct buf *b, const char *key, uint32_t n)
{
	if (n == 0)
		return;
	json_key(b, key);
	json_int(b, n);
}

static void add_terms(struct buf *b, const struct account_row *row)
{
	json_key(b, "terms");
	json_open(b, '[');
	for (size_t i = 0; i < row->n_terms; i++) {
		json_open(b, '{');
		add_text(b, "term", row->terms[i].term);
		add_count(b, "documents", row->terms[i].documents);
		add_count(b, "times", row->terms[i].times);
		add_count(b, "in_title", row->terms[i].in_title);
		json_close(b, '}');
	}
	json_close(b, ']');
}

static void add_places(struct buf *b, const struct account_row *row)
{
	json_key(b, "places");
	json_open(b, '[');
	for (size_t i = 0; i < row->n_places; i++) {
		json_open(b, '{');
		add_text(b, "words", row->places[i].words);
		if (row->places[i].in_title) {
			json_key(b, "in");
			json_str(b, STR("title"));
		}
		add_place(b, row->places[i].offset, row->places[i].end);
		json_close(b, '}');
	}
	json_close(b, ']');
}

static void add_row(struct buf *b, const struct account_row *row)
{
	json_open(b, '{');
	add_text(b, "kind", str_of(row->kind));
	add_text(b, "typed", row->typed);
	add_text(b, "found", row->found);
	add_number(b, "weight", row->weight);
	if (row->title != 0)
		add_number(b, "title", row->title);
	if (row->length != 0)
		add_number(b, "length", row->length);
	if (row->n_terms)
		add_terms(b, row);
	if (row->n_places)
		add_places(b, row);
	json_close(b, '}');
}

struct str nested_account(const struct account *account, struct arena *a)
{
	struct buf b = BUF_INIT;
	json_open(&b, '{');
	json_key(&b, "length");
	json_int(&b, account->length);
	json_key(&b, "average");
	json_double(&b, account->average_length, 1);
	json_key(&b, "rows");
	json_open(&b, '[');
	for (size_t i = 0; i < account->n; i++)
		add_row(&b, &account->rows[i]);
	json_close(&b, ']');
	if (account->n_missing) {
		json_key(&b, "missing");
		json_open(&b, '[');
		for (size_t i = 0; i < account->n_missing; i++)
			json_str(&b, account->missing[i]);
		json_close(&b, ']');
	}
	json_close(&b, '}');
	return finished(&b, a);
}

/* Passages, notes and the account of a score as JSON; see nested.h. */
#include "config.h"

#include "daemon/nested.h"

#include "common/json.h"

static void add_marks(struct buf *b, const struct span *marks, size_t n)
{
	if (n == 0)
		return;
	json_key(b, "hl");
	json_open(b, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(b, '[');
		json_int(b, marks[i].start);
		json_int(b, marks[i].end);
		json_close(b, ']');
	}
	json_close(b, ']');
}

static void add_place(struct buf *b, size_t offset, size_t end)
{
	json_key(b, "offset");
	json_int(b, (int64_t)offset);
	json_key(b, "end");
	json_int(b, (int64_t)end);
}

static void add_note(struct buf *b, const struct footnote *note)
{
	json_open(b, '{');
	json_key(b, "label");
	json_str(b, note->label);
	json_key(b, note->sentence ? "sentence" : "text");
	json_str(b, note->text);
	add_marks(b, note->marks, note->n_marks);
	add_place(b, note->offset, note->end);
	json_close(b, '}');
}

/* Those of one passage stand together. */
static void add_notes(struct buf *b, const struct search_hit *hit, size_t passage)
{
	size_t n = 0;
	for (size_t i = 0; i < hit->n_footnotes; i++) {
		if (hit->footnotes[i].passage != passage)
			continue;
		if (n++ == 0) {
			json_key(b, "notes");
			json_open(b, '[');
		}
		add_note(b, &hit->footnotes[i]);
	}
	if (n)
		json_close(b, ']');
}

static struct str finished(struct buf *b, struct arena *a)
{
	struct str s = arena_str(a, buf_str(b));
	buf_fini(b);
	return s;
}

struct str nested_snippets(const struct search_hit *hit, struct arena *a)
{
	struct buf b = BUF_INIT;
	json_open(&b, '[');
	for (size_t i = 0; i < hit->n_passages; i++) {
		const struct passage *p = &hit->passages[i];
		json_open(&b, '{');
		json_key(&b, "text");
		json_str(&b, p->text);
		add_marks(&b, p->marks, p->n_marks);
		add_place(&b, p->offset, p->end);
		add_notes(&b, hit, i);
		json_close(&b, '}');
	}
	json_close(&b, ']');
	return finished(&b, a);
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

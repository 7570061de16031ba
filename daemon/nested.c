/* Passages and notes as JSON; see nested.h. */
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

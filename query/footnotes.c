/* Notes to passages; see footnotes.h. */
#include "config.h"

#include "query/footnotes.h"

#include "common/utf8.h"
#include "query/sentence.h"

struct finder {
	const struct stored *stored;
	struct arena *arena;
	struct footnote *list;
	size_t n;
	struct err *err;
};

/* Bytes of the text, which may lie in several blocks. */
static int read_text(struct finder *f, size_t start, size_t end, struct str *out_r)
{
	const struct stored *s = f->stored;
	size_t first = 0, last;
	struct str text;
	*out_r = STR_NONE;
	if (start >= end || end > s->text_length)
		return 0;
	while (s->blocks[first].start + s->blocks[first].length <= start)
		first++;
	for (last = first; s->blocks[last].start + s->blocks[last].length < end;)
		last++;
	if (stored_text(s, first, last, f->arena, &text, f->err) < 0)
		return -1;
	*out_r = str_sub(text, start - s->blocks[first].start, end - s->blocks[first].start);
	return 0;
}

static struct str cut_end(struct str s, struct arena *a)
{
	if (s.n <= FOOTNOTE_CHARS || utf8_count(s) <= FOOTNOTE_CHARS)
		return s;
	s = str_sub(s, 0, utf8_floor(s, FOOTNOTE_CHARS));
	while (s.n && s.p[s.n - 1] != ' ')
		s.n--;
	return arena_printf(a, "%.*s\u2026", STR_ARG(str_trim(s)));
}

/* The last sentence of s, or as much of it as may be shown. */
static struct str last_sentence(struct str s, struct arena *a)
{
	size_t end = s.n;
	while (end && s.p[end - 1] != ' ')
		end--;		/* its own full stop is none of those looked for */
	for (size_t blank = end; blank > 1; blank--) {
		if (s.p[blank - 1] == '\n')
			return str_trim(str_sub(s, blank, s.n));
		if (s.p[blank - 1] != ' ' || blank == s.n)
			continue;
		size_t word = blank - 1;
		while (word && s.p[word - 1] != ' ' && s.p[word - 1] != '\n')
			word--;
		size_t point = blank - 1;
		while (point > word && strchr(".?!\"')", s.p[point - 1]))
			point--;
		if (sentence_boundary(s, word, point, blank) != BOUNDARY_NONE)
			return str_trim(str_sub(s, blank, s.n));
	}
	return arena_printf(a, "\u2026%.*s", STR_ARG(str_trim(s)));
}

static void add(struct finder *f, const struct doc_passage *note, struct str text, bool sentence)
{
	if (text.n)
		f->list[f->n++] = (struct footnote){ note->label, text, sentence };
}

/* The note is called for in the passage. */
static int add_note(struct finder *f, const struct doc_passage *note)
{
	struct str text;
	if (read_text(f, note->start, note->end, &text) < 0)
		return -1;
	add(f, note, cut_end(text, f->arena), false);
	return 0;
}

/* The passage lies in the note. */
static int add_sentence(struct finder *f, const struct doc_passage *note)
{
	struct str text;
	size_t start = note->anchor > FOOTNOTE_CHARS ? note->anchor - FOOTNOTE_CHARS : 0;
	if (read_text(f, start, note->anchor, &text) < 0)
		return -1;
	while (text.n && ((unsigned char)text.p[0] & 0xc0) == 0x80)
		text = str_sub(text, 1, text.n);
	add(f, note, last_sentence(text, f->arena), true);
	return 0;
}

int footnotes_find(const struct stored *stored, const struct passage *passages, size_t n, struct arena *a,
		   struct footnote **out_r, size_t *n_r, struct err *err)
{
	struct finder f = { .stored = stored, .arena = a, .err = err };
	struct doc doc = { 0 };
	*n_r = 0;
	if (stored_passages(stored, a, &doc, err) < 0)
		return -1;
	f.list = *out_r = arena_array(a, FOOTNOTES_MAX, sizeof(*f.list));
	for (size_t i = 0; i < doc.n_passages; i++) {
		const struct doc_passage *note = &doc.passages[i];
		bool called = false, inside = false;
		for (size_t k = 0; k < n; k++) {
			called |= note->anchor > passages[k].offset && note->anchor <= passages[k].end;
			inside |= note->start <= passages[k].offset && passages[k].offset < note->end;
		}
		if (f.n == FOOTNOTES_MAX || note->kind != PASSAGE_NOTE || note->anchor == NO_ANCHOR || called == inside)
			continue;
		if ((inside ? add_sentence : add_note)(&f, note) < 0)
			return -1;
	}
	*n_r = f.n;
	return 0;
}

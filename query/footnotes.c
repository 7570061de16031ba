/* Notes to passages; see footnotes.h. */
#include "config.h"

#include "query/footnotes.h"

#include <stdlib.h>

#include "common/utf8.h"
#include "query/sentence.h"

struct finder {
	const struct stored *stored;
	struct str lang;
	const struct plan *plan;
	struct analyzer *analyzer;
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

/* The beginning of s that may be shown. */
static struct str first_words(struct str s)
{
	if (s.n <= FOOTNOTE_CHARS || utf8_count(s) <= FOOTNOTE_CHARS)
		return s;
	struct str cut = str_sub(s, 0, utf8_floor(s, FOOTNOTE_CHARS));
	while (cut.n && cut.p[cut.n - 1] != ' ')
		cut.n--;
	cut = str_trim(cut);
	return cut.n ? cut : str_sub(s, 0, utf8_floor(s, FOOTNOTE_CHARS));
}

/* The last sentence of s, or all of it. */
static struct str last_sentence(struct str s)
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
	return str_trim(s);
}

/* Line ends and blanks in a row become one blank. */
static struct str fold_blanks(struct str s, struct arena *a)
{
	char *p = arena_strz(a, s);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		bool blank = (unsigned char)s.p[i] <= ' ';
		if (!blank || (n && p[n - 1] != ' '))
			p[n++] = blank ? ' ' : s.p[i];
	}
	return str_trim(str_n(p, n));
}

/* text: the part of `whole`, which begins at byte `start` of the document, that is shown. */
static void add(struct finder *f, struct footnote note, size_t start, struct str whole, struct str text)
{
	if (text.n == 0)
		return;
	note.offset = start + (size_t)(text.p - whole.p);
	note.end = note.offset + text.n;
	bool cut = text.n < str_trim(whole).n;
	const char *before = note.sentence && !cut && start ? "\u2026" : "", *after = !note.sentence && cut ? "\u2026" : "";
	note.text = arena_printf(f->arena, "%s%.*s%s", before, STR_ARG(fold_blanks(text, f->arena)), after);
	snippet_marks(note.text, f->lang, f->plan, false, f->analyzer, f->arena, &note.marks, &note.n_marks);
	if (note.sentence || note.n_marks)
		f->list[f->n++] = note;
}

/* The note is called for in the passage. */
static int add_note(struct finder *f, const struct doc_passage *note, size_t passage)
{
	struct str text;
	if (read_text(f, note->start, note->end, &text) < 0)
		return -1;
	add(f, (struct footnote){ .label = note->label, .passage = passage }, note->start, text, first_words(text));
	return 0;
}

/* The passage lies in the note. */
static int add_sentence(struct finder *f, const struct doc_passage *note, size_t passage)
{
	struct str text;
	size_t start = note->anchor > FOOTNOTE_CHARS ? note->anchor - FOOTNOTE_CHARS : 0;
	if (read_text(f, start, note->anchor, &text) < 0)
		return -1;
	while (text.n && ((unsigned char)text.p[0] & 0xc0) == 0x80) {
		text = str_sub(text, 1, text.n);
		start++;
	}
	add(f, (struct footnote){ .label = note->label, .passage = passage, .sentence = true }, start, text,
	    last_sentence(text));
	return 0;
}

static int by_passage(const void *a, const void *b)
{
	const struct footnote *x = a, *y = b;
	return x->passage != y->passage ? (x->passage < y->passage ? -1 : 1) : x->offset < y->offset ? -1 : 1;
}

int footnotes_find(const struct stored *stored, struct str lang, const struct plan *plan, struct analyzer *an,
		   const struct passage *passages, size_t n, struct arena *a, struct footnote **out_r, size_t *n_r,
		   struct err *err)
{
	struct finder f = { .stored = stored, .lang = lang, .plan = plan, .analyzer = an, .arena = a, .err = err };
	struct doc doc = { 0 };
	*n_r = 0;
	if (stored_passages(stored, a, &doc, err) < 0)
		return -1;
	f.list = *out_r = arena_array(a, FOOTNOTES_MAX, sizeof(*f.list));
	for (size_t i = 0; i < doc.n_passages; i++) {
		const struct doc_passage *note = &doc.passages[i];
		bool called = false, inside = false;
		size_t passage = 0;
		for (size_t k = n; k-- > 0;) {
			bool calls = note->anchor > passages[k].offset && note->anchor <= passages[k].end;
			bool lies = note->start <= passages[k].offset && passages[k].offset < note->end;
			called |= calls;
			inside |= lies;
			passage = calls || lies ? k : passage;
		}
		if (f.n == FOOTNOTES_MAX || note->kind != PASSAGE_NOTE || note->anchor == NO_ANCHOR || called == inside)
			continue;
		if ((inside ? add_sentence : add_note)(&f, note, passage) < 0)
			return -1;
	}
	if (f.n)
		qsort(f.list, f.n, sizeof(*f.list), by_passage);
	*n_r = f.n;
	return 0;
}

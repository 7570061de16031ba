/* One document as a page: its text with what was searched for marked, notes beside their sentences, and what was set apart. */
#include "config.h"

#include <jansson.h>
#include <stdlib.h>

#include "common/utf8.h"
#include "proto/page_parts.h"

struct part {			/* of the text that is not its body */
	struct str kind, label;
	size_t start, end, anchor;
	bool called;		/* from the body; else anchor says nothing */
	bool shown;
};

struct sheet {
	const struct page *page;
	const struct reply_fields *row;
	struct buf *out;
	struct str text;
	const struct reply_span *marks;
	size_t n_marks;
	struct part *parts;	/* rising */
	size_t n_parts;
	size_t *calls;		/* notes that the text calls for, as numbers of parts, by the place where */
	size_t n_calls;
};

/* ---- What the reply says ---- */

static struct str string_of(const json_t *object, const char *key)
{
	const json_t *v = json_object_get(object, key);
	return json_is_string(v) ? str_n(json_string_value(v), json_string_length(v)) : STR_NONE;
}

static bool offset_of(const json_t *object, const char *key, size_t most, size_t *out_r)
{
	json_int_t v = json_integer_value(json_object_get(object, key));
	*out_r = (size_t)v;
	return json_is_integer(json_object_get(object, key)) && v >= 0 && (uint64_t)v <= most;
}

static bool is_note(const struct part *part)
{
	return str_eqz(part->kind, "note");
}

static void read_parts(struct sheet *s, struct arena *a)
{
	struct str json = field_string(s->row, "passages");
	json_t *list = json.n ? json_loadb(json.p, json.n, 0, NULL) : NULL;
	size_t before = 0;
	s->parts = arena_array(a, json_array_size(list) + 1, sizeof(*s->parts));
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *one = json_array_get(list, i);
		struct part part = { .kind = arena_str(a, string_of(one, "kind")), .label = arena_str(a, string_of(one, "label")) };
		if (!offset_of(one, "start", s->text.n, &part.start) || !offset_of(one, "end", s->text.n, &part.end) ||
		    part.start < before || part.end < part.start)
			continue;
		part.called = is_note(&part) && offset_of(one, "anchor", s->text.n, &part.anchor);
		part.anchor = part.called ? utf8_floor(s->text, part.anchor) : 0;
		before = part.end;
		s->parts[s->n_parts++] = part;
	}
	json_decref(list);
}

static int by_anchor(const void *a, const void *b, void *arg)
{
	const struct part *parts = arg;
	size_t i = *(const size_t *)a, k = *(const size_t *)b;
	if (parts[i].anchor != parts[k].anchor)
		return parts[i].anchor < parts[k].anchor ? -1 : 1;
	return i < k ? -1 : 1;
}

static void order_calls(struct sheet *s, struct arena *a)
{
	s->calls = arena_array(a, s->n_parts + 1, sizeof(*s->calls));
	for (size_t i = 0; i < s->n_parts; i++)
		if (s->parts[i].called)
			s->calls[s->n_calls++] = i;
	qsort_r(s->calls, s->n_calls, sizeof(*s->calls), by_anchor, s->parts);
}

/* ---- Text ---- */

/* The first mark that ends behind a place. */
static size_t mark_after(const struct sheet *s, size_t at)
{
	size_t low = 0, high = s->n_marks;
	while (low < high) {
		size_t mid = (low + high) / 2;
		if (s->marks[mid].end <= at)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* A stretch without line ends and calls.  A mark that begins in it can be jumped to. */
static void add_stretch(struct sheet *s, size_t from, size_t to)
{
	struct arena *a = s->page->reply->arena;
	for (size_t i = mark_after(s, from); i < s->n_marks && s->marks[i].start < to; i++) {
		size_t start = s->marks[i].start, end = s->marks[i].end;
		bool begins = start >= from;
		start = begins ? utf8_floor(s->text, start) : from;
		end = end < to ? utf8_floor(s->text, end) : to;
		if (start < from || end <= start)
			continue;
		html_text(s->out, str_sub(s->text, from, start));
		if (begins)
			HTML(s->out, "<mark id=\"m$\">$</mark>", arena_printf(a, "%zu", i + 1), str_sub(s->text, start, end));
		else
			HTML(s->out, "<mark>$</mark>", str_sub(s->text, start, end));
		from = end;
	}
	html_text(s->out, str_sub(s->text, from, to));
}

static struct str label_of(const struct part *part)
{
	return part->label.n ? part->label : STR("*");
}

static void add_call(struct sheet *s, size_t part)
{
	struct str n = arena_printf(s->page->reply->arena, "%zu", part + 1);
	struct str label = label_of(&s->parts[part]);
	HTML(s->out, "<sup class=\"call\"><a id=\"call-$\" href=\"#note-$\" aria-label=\"Note $\">$</a></sup>", n, n, label, label);
}

/* The first call behind a place, in calls. */
static size_t call_after(const struct sheet *s, size_t at)
{
	size_t low = 0, high = s->n_calls;
	while (low < high) {
		size_t mid = (low + high) / 2;
		if (s->parts[s->calls[mid]].anchor <= at)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* Lines of one paragraph, with the calls for notes in it. */
static void add_lines(struct sheet *s, size_t from, size_t to)
{
	size_t next = call_after(s, from);
	for (size_t at = from; at < to;) {
		ptrdiff_t eol = str_chr(str_sub(s->text, at, to), '\n');
		size_t stop = eol < 0 ? to : at + (size_t)eol;
		for (; next < s->n_calls && s->parts[s->calls[next]].anchor <= stop; next++) {
			add_stretch(s, at, s->parts[s->calls[next]].anchor);
			add_call(s, s->calls[next]);
			at = s->parts[s->calls[next]].anchor;
		}
		add_stretch(s, at, stop);
		if (eol >= 0)
			buf_puts(s->out, "<br>");
		at = stop + (eol >= 0);
	}
}

static void add_note(struct sheet *s, size_t i, bool back)
{
	struct str n = arena_printf(s->page->reply->arena, "%zu", i + 1);
	struct part *part = &s->parts[i];
	struct str label = label_of(part);
	HTML(s->out, "<div class=\"note\" role=\"note\" id=\"note-$\" dir=\"auto\">", n);
	if (back)
		HTML(s->out, "<a class=\"label\" href=\"#call-$\" aria-label=\"$: back to the text\">$</a> ", n, label, label);
	else
		HTML(s->out, "<span class=\"label\">$</span> ", part->label);
	add_lines(s, part->start, part->end);
	buf_puts(s->out, "</div>\n");
	part->shown = true;
}

static void add_paragraph(struct sheet *s, size_t from, size_t to)
{
	while (from < to && (s->text.p[from] == '\n' || s->text.p[from] == '\f' || s->text.p[from] == ' '))
		from++;
	while (to > from && (s->text.p[to - 1] == '\n' || s->text.p[to - 1] == '\f' || s->text.p[to - 1] == ' '))
		to--;
	if (from == to)
		return;
	size_t first = call_after(s, from), behind = call_after(s, to);
	if (first < behind)
		buf_puts(s->out, "<div class=\"noted\">");
	buf_puts(s->out, "<p dir=\"auto\">");
	add_lines(s, from, to);
	buf_puts(s->out, "</p>\n");
	if (first == behind)
		return;
	buf_puts(s->out, "<div class=\"notes\">\n");
	for (size_t i = first; i < behind; i++)
		add_note(s, s->calls[i], true);
	buf_puts(s->out, "</div></div>\n");
}

static void add_body(struct sheet *s, size_t from, size_t to)
{
	while (from < to) {
		ptrdiff_t gap = str_find(str_sub(s->text, from, to), STR("\n\n"));
		size_t stop = gap < 0 ? to : from + (size_t)gap;
		add_paragraph(s, from, stop);
		from = stop < to ? stop + 2 : to;
	}
}

static void add_text(struct sheet *s)
{
	size_t at = 0;
	buf_puts(s->out, "<div class=\"text\">\n");
	for (size_t i = 0; i < s->n_parts; i++) {
		add_body(s, at, s->parts[i].start);
		at = s->parts[i].end;
	}
	add_body(s, at, s->text.n);
	buf_puts(s->out, "</div>\n");
}

/* ---- What is beside the text ---- */

static void add_rest(struct sheet *s)
{
	size_t notes = 0, frames = 0;
	for (size_t i = 0; i < s->n_parts; i++) {
		notes += is_note(&s->parts[i]) && !s->parts[i].shown;
		frames += !is_note(&s->parts[i]);
	}
	if (notes)
		buf_puts(s->out, "<section class=\"rest\"><h2>Other notes</h2>\n");
	for (size_t i = 0; i < s->n_parts; i++)
		if (is_note(&s->parts[i]) && !s->parts[i].shown)
			add_note(s, i, false);
	if (notes)
		buf_puts(s->out, "</section>\n");
	if (frames)
		buf_puts(s->out, "<details class=\"rest\"><summary><h2>Left out of the text: captions and boxes</h2></summary>\n");
	for (size_t i = 0; i < s->n_parts; i++)
		if (!is_note(&s->parts[i])) {
			buf_puts(s->out, "<p class=\"frame\" dir=\"auto\">");
			add_lines(s, s->parts[i].start, s->parts[i].end);
			buf_puts(s->out, "</p>\n");
		}
	if (frames)
		buf_puts(s->out, "</details>\n");
}

static void add_evidence(struct sheet *s)
{
	struct str json = field_string(s->row, "evidence");
	json_t *all = json.n ? json_loadb(json.p, json.n, 0, NULL) : NULL;
	const char *key;
	json_t *value;
	if (json_object_size(all)) {
		buf_puts(s->out, "<details class=\"rest\"><summary><h2>Where title, author and date were found</h2></summary>\n<dl>\n");
		json_object_foreach(all, key, value)
			HTML(s->out, "<dt>$</dt><dd dir=\"auto\">$</dd>\n", str_of(key), string_of(all, key));
		buf_puts(s->out, "</dl></details>\n");
	}
	json_decref(all);
}

static void add_fact(struct sheet *s, const char *name, struct str value)
{
	if (value.n)
		HTML(s->out, "<div><dt>$</dt><dd><bdi>$</bdi></dd></div>\n", str_of(name), value);
}

static void add_facts(struct sheet *s)
{
	struct str url = field_string(s->row, "url");
	buf_puts(s->out, "<dl class=\"facts\">\n");
	add_fact(s, "Date", page_date(s->page->reply->arena, field_string(s->row, "date")));
	add_fact(s, "Author", field_string(s->row, "author"));
	add_fact(s, "Source", field_string(s->row, "source"));
	add_fact(s, "Language", page_language(field_string(s->row, "lang")));
	add_fact(s, "Format", page_type(field_string(s->row, "type")));
	add_fact(s, "Collection", field_string(s->row, "collection"));
	if (page_is_link(url))
		HTML(s->out, "<div><dt>Address</dt><dd><a href=\"$\" rel=\"noopener noreferrer\"><bdi>$</bdi></a></dd></div>\n", url, url);
	else
		add_fact(s, "Address", url);
	add_fact(s, "File", field_string(s->row, "path"));
	buf_puts(s->out, "</dl>\n");
}

static void add_back(struct sheet *s)
{
	struct arena *a = s->page->reply->arena;
	const struct page_ask *ask = s->page->ask;
	struct str q = page_ask_get(ask, "q");
	struct str url = page_ask_link(ask, a, (struct page_change){ .drop = { "id", "of" }, .set = "offset",
								     .value = page_ask_get(ask, "offset") });
	buf_puts(s->out, "<div class=\"bar\">\n");
	if (page_ask_get(ask, "filter").n || q.n)
		HTML(s->out, "<nav class=\"back\" aria-label=\"Back\"><a href=\"$\">← Results$<bdi>$</bdi></a></nav>\n", url,
		     q.n ? STR(" for ") : STR_NONE, q);
	if (s->n_marks)
		HTML(s->out, "<p class=\"marks\" id=\"total\"><a href=\"#m1\">$</a></p>\n",
		     page_count(a, s->n_marks, "place marked", "places marked"));
	buf_puts(s->out, "</div>\n");
}

static void add_sheet(struct sheet *s)
{
	struct str title = field_string(s->row, "title");
	HTML(s->out, "<article>\n<h1 dir=\"auto\">$</h1>\n", str_trim(title).n ? title : field_string(s->row, "id"));
	add_facts(s);
	add_text(s);
	if (field_integer(&s->page->reply->head, "truncated") || field_string(s->row, "text").n > s->text.n)
		buf_puts(s->out, "<p class=\"notice\">This is the beginning of a long text.</p>\n");
	add_rest(s);
	add_evidence(s);
	buf_puts(s->out, "</article>\n");
}

void page_document(const struct page *p, struct buf *out)
{
	const struct reply_fields none = { .n = 0 };
	struct sheet s = { .page = p, .row = p->reply->n_rows ? &p->reply->rows[0] : &none, .out = out };
	const struct reply_field *hl = field_find(s.row, "hl");
	struct str text = field_string(s.row, "text"), title = field_string(s.row, "title");
	s.text = str_sub(text, 0, text.n > PAGE_MAX_TEXT ? utf8_floor(text, PAGE_MAX_TEXT) : text.n);
	if (hl) {
		s.marks = hl->spans;
		s.n_marks = hl->n_spans;
	}
	read_parts(&s, p->reply->arena);
	order_calls(&s, p->reply->arena);
	page_open(p, title.n ? title : field_string(s.row, "id"), "document", out);
	buf_puts(out, "<main id=\"results\" tabindex=\"-1\">\n");
	add_back(&s);
	add_sheet(&s);
	buf_puts(out, "</main>\n");
	page_close(out);
}

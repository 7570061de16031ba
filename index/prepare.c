/* A document to terms, values and data; see prepare.h. */
#include "config.h"

#include "index/prepare.h"

#include <stdlib.h>
#include <string.h>

#include "common/utf8.h"
#include "common/xalloc.h"
#include "index/acronyms.h"
#include "index/names.h"
#include "index/propers.h"
#include "index/schema.h"
#include "index/sketch.h"
#include "index/stored.h"
#include "index/terms.h"
#include "text/date.h"

/* JSON of fewer bytes is not nested too deep for any reader. */
#define EXTRAS_SHORT 1000

/* Terms are forgotten when they take more: some 350 000. */
#define TERMS_BYTES ((size_t)16 << 20)

/* Longest source and author value, and longest title key, in bytes. */
#define VALUE_MAX 200
#define TITLE_KEY_MAX 100

/* Xapian splits what it stores for a document into at most 65535 parts of about 2000 bytes. */
#define DATA_MAX ((size_t)100 << 20)

/* Bytes of a text that waits to be packed: a longer one is better not copied. */
#define LOOSE_MAX ((size_t)64 << 10)

struct preparer {
	struct analyzer *analyzer;
	struct terms terms;
	struct names names;
	struct propers propers;
	struct stored_writer stored;
	bool pack_later;
	struct trainer *trainer;	/* NULL: none */
	struct buf title_key;
	struct sketch_writer sketcher;
	struct buf sketch;
};

/* What the work on one document shares. */
struct work {
	struct analyzer *analyzer;
	struct terms *terms;
	struct names *names;
	struct propers *propers;
	struct stored_writer *stored;
	struct sketch_writer *sketcher;
	struct buf *sketch;
	struct trainer *trainer;
	bool pack_later;
	const struct doc *doc;
	struct store_value_in *values;
	struct prepared *out;
};

int preparer_new(const struct langs *langs, struct trainer *trainer, struct preparer **out_r, struct err *err)
{
	*out_r = NULL;
	struct preparer *p = xcalloc(1, sizeof(*p));
	p->trainer = trainer;
	terms_init(&p->terms);
	names_init(&p->names);
	propers_init(&p->propers);
	stored_writer_init(&p->stored);
	if (analyzer_new(langs, &p->analyzer, err) != 0) {
		preparer_free(&p);
		return -1;
	}
	*out_r = p;
	return 0;
}

void preparer_free(struct preparer **pp)
{
	struct preparer *p = *pp;
	if (!p)
		return;
	analyzer_free(&p->analyzer);
	terms_fini(&p->terms);
	names_fini(&p->names);
	propers_fini(&p->propers);
	stored_writer_fini(&p->stored);
	buf_fini(&p->title_key);
	sketch_fini(&p->sketcher);
	buf_fini(&p->sketch);
	free(p);
	*pp = NULL;
}

void preparer_pack_later(struct preparer *p)
{
	p->pack_later = true;
}

void preparer_pack(void *preparer, struct str data, struct buf *out)
{
	struct preparer *p = preparer;
	struct err err;
	if (stored_pack(&p->stored, data, p->trainer, out, &err) != 0)
		xalloc_failed(data.n);	/* nothing but memory can be missing */
}

struct analyzer *preparer_analyzer(struct preparer *p)
{
	return p->analyzer;
}

struct lexicon *preparer_lexicon(struct preparer *p)
{
	return p->terms.lexicon;
}

size_t preparer_bytes(const struct preparer *p)
{
	return analyzer_bytes(p->analyzer) + terms_bytes(&p->terms) + names_bytes(&p->names) +
	       propers_bytes(&p->propers);
}

void preparer_trim(struct preparer *p)
{
	if (terms_bytes(&p->terms) <= TERMS_BYTES)
		return;
	terms_forget(&p->terms);
	propers_forget(&p->propers);
	analyzer_clear_numbers(p->analyzer);
}

/* The title's words to tokens, and folded, with blanks between them, to the title key.  Their number. */
static termpos_t add_title(struct work *w, struct buf *key)
{
	struct words words;
	struct word word;
	termpos_t n = 0;
	words_begin(&words, w->analyzer, w->doc->title, w->doc->lang, 1);
	while (words_next(&words, &word)) {
		terms_add_word(w->terms, &word, PLACE_TITLE);
		if (word.flags & WORD_CAPITAL)	/* what titles write without one says nothing either */
			names_add(w->names, &word, false);
		if (key->n <= TITLE_KEY_MAX) {
			if (n)
				buf_putc(key, ' ');
			buf_addstr(key, word.exact);
		}
		n++;
	}
	return n;
}

static void add_field(struct work *w, const char *prefix, struct str text)
{
	struct words words;
	struct word word;
	words_begin(&words, w->analyzer, text, STR_NONE, 1);
	while (words_next(&words, &word)) {
		terms_add(w->terms, prefix, word.exact, word.position, 1);
		names_add_field(w->names, word.exact, word.flags);
	}
}

/* What a sign before a word says of its capital. */
enum { BREAKS = 1, IN_ADDRESS = 2 };
static const uint8_t signs[256] = {
	['.'] = BREAKS | IN_ADDRESS, ['#'] = BREAKS | IN_ADDRESS, ['?'] = BREAKS | IN_ADDRESS, [0] = BREAKS | IN_ADDRESS,
	['!'] = BREAKS, [':'] = BREAKS, ['\n'] = BREAKS, ['\f'] = BREAKS, ['*'] = BREAKS, ['|'] = BREAKS,
	['/'] = IN_ADDRESS, ['-'] = IN_ADDRESS, ['_'] = IN_ADDRESS, ['@'] = IN_ADDRESS, ['='] = IN_ADDRESS, ['&'] = IN_ADDRESS,
	['%'] = IN_ADDRESS, ['+'] = IN_ADDRESS,
};

/* Does no sentence or line begin between the words, so that a capital is a name's? */
static bool is_in_sentence(struct str between)
{
	if (between.n == 0 || between.n > 3)
		return false;
	for (size_t i = 0; i < between.n; i++)
		if (signs[(unsigned char)between.p[i]] & BREAKS)
			return false;
	return true;
}

/* Part of an address, a path, a tag?  Names have no capitals there. */
static bool is_in_address(struct str text, size_t start)
{
	return start > 0 && (signs[(unsigned char)text.p[start - 1]] & IN_ADDRESS);
}

/* A word of the text; before: the end of the one before. */
static void add_to_names(struct work *w, const struct word *word, size_t before)
{
	struct str text = w->doc->text;
	bool capital = word->flags & WORD_CAPITAL, in_sentence = capital && is_in_sentence(str_sub(text, before, word->start));
	propers_word(w->propers, text, word, in_sentence);
	if (capital || !is_in_address(text, word->start))
		names_add(w->names, word, in_sentence);
}

/* The passage that a word is in, or NULL.  *passage: the first that does not end before it. */
static const struct doc_passage *passage_of(const struct doc *doc, size_t *passage, size_t word)
{
	while (*passage < doc->n_passages && doc->passages[*passage].end <= word)
		++*passage;
	return *passage < doc->n_passages && doc->passages[*passage].start <= word ? &doc->passages[*passage] : NULL;
}

/* The body alone makes the sketch: a work is the same with its notes and without. */
static void add_to_sketch(struct sketch_writer *s, const struct word *word)
{
	if (!word->numbers->print)
		word->numbers->print = (uint32_t)hash64(word->exact) | 1;
	sketch_word(s, word->numbers->print);
}

/* The words of the text to tokens, the text into the stored form. */
static int add_text(struct work *w, termpos_t first, uint64_t max_words, struct err *err)
{
	struct words words;
	struct word word;
	struct prepared *out = w->out;
	termpos_t last = first - 1;
	size_t passage = 0, end = 0;
	sketch_begin(w->sketcher);
	if (w->pack_later && w->doc->text.n <= LOOSE_MAX)
		stored_begin_loose(w->stored, w->doc, first, &out->data);
	else
		stored_begin(w->stored, w->doc, w->trainer ? trainer_dictionary(w->trainer, w->doc->text) : NULL, first, &out->data);
	words_begin(&words, w->analyzer, w->doc->text, w->doc->lang, first);
	while (words_next(&words, &word)) {
		if (out->words == max_words || word.position == UINT32_MAX) {
			out->truncated = true;
			break;
		}
		if (stored_wants_cut(w->stored, word.start) && !(word.flags & WORD_PART) &&
		    stored_cut(w->stored, word.start, word.position, err) != 0)
			return -1;
		if (words.next == 1)
			terms_look_ahead(w->terms, &words);
		const struct doc_passage *in = passage_of(w->doc, &passage, word.start);
		terms_add_word(w->terms, &word, in && in->kind == PASSAGE_FRAME ? PLACE_FRAME : PLACE_TEXT);
		if (!in)
			add_to_sketch(w->sketcher, &word);
		add_to_names(w, &word, end);
		end = word.end;
		last = word.position;
		out->words++;
	}
	sketch_end(w->sketcher, w->sketch);
	return stored_end(w->stored, last + 1, out->words, buf_str(w->sketch), err);
}

/* ASCII letters only: codes and media types have no others. */
static struct str lower(struct arena *a, struct str s)
{
	char *p = arena_strz(a, s);
	for (size_t i = 0; i < s.n; i++)
		if (p[i] >= 'A' && p[i] <= 'Z')
			p[i] = (char)(p[i] - 'A' + 'a');
	return str_n(p, s.n);
}

/* "en-GB" -> "en" */
static struct str language(struct arena *a, struct str lang)
{
	size_t n = 0;
	while (n < lang.n && lang.p[n] != '-' && lang.p[n] != '_')
		n++;
	return lower(a, str_sub(lang, 0, n));
}

static void add_value(struct work *w, enum slot slot, struct str value, size_t max)
{
	value = str_sub(value, 0, utf8_floor(value, max));
	if (value.n)
		w->values[w->out->document.n_values++] = (struct store_value_in){ slot, value };
}

/* As many of a long list as the value can hold. */
static struct str whole_authors(struct str authors)
{
	for (size_t n = VALUE_MAX; authors.n > VALUE_MAX && n > 1; n--)
		if (authors.p[n] == ';' && authors.p[n + 1] == ' ')
			return str_sub(authors, 0, n);
	return authors;
}

static void add_values(struct work *w, struct str title_key, const struct hash128 *text, struct str names)
{
	const struct doc *doc = w->doc;
	struct arena *a = &w->out->arena;
	struct date_range date;
	w->out->document.values = w->values = arena_array(a, N_SLOTS, sizeof(*w->values));
	if (date_parse(doc->date, &date)) {
		struct str from = arena_str(a, str_of(date.from));
		add_value(w, SLOT_DATE_FROM, from, VALUE_MAX);
		add_value(w, SLOT_DATE_TO, arena_str(a, str_of(date.to)), VALUE_MAX);
		add_value(w, SLOT_YEAR, from, 4);
	}
	add_value(w, SLOT_TITLE_KEY, arena_str(a, title_key), TITLE_KEY_MAX);
	add_value(w, SLOT_LANG, language(a, doc->lang), VALUE_MAX);
	add_value(w, SLOT_TYPE, lower(a, doc->type), VALUE_MAX);
	add_value(w, SLOT_SOURCE, arena_str(a, doc->source), VALUE_MAX);
	add_value(w, SLOT_AUTHOR, arena_str(a, whole_authors(doc->author)), VALUE_MAX);
	if (doc->text.n)
		add_value(w, SLOT_CONTENT, arena_str(a, str_n((const char *)text->b, CONTENT_HASH)), VALUE_MAX);
	if (names.n)	/* bytes, not text */
		w->values[w->out->document.n_values++] = (struct store_value_in){ SLOT_NAMES, names };
}

static void add_label(struct work *w, struct str term)
{
	terms_add(w->terms, "", term, 0, 0);
}

/* Boolean terms. */
static void add_labels(struct work *w, struct str file)
{
	struct arena *a = &w->out->arena;
	w->out->unique = schema_id_term(a, w->doc->id);
	add_label(w, w->out->unique);
	if (file.n)
		add_label(w, schema_file_term(a, file));
	if (w->doc->lang.n)
		add_label(w, schema_term(a, PREFIX_LANG, language(a, w->doc->lang)));
	if (w->doc->type.n)
		add_label(w, schema_term(a, PREFIX_TYPE, lower(a, w->doc->type)));
}

/* Extras are anyone's JSON, which may be nested too deep for the reader: better to refuse it here
 * than at every search.  Short ones cannot be. */
static int check_extras(const struct work *w, struct err *err)
{
	struct stored stored = { .fields = buf_str(&w->stored->fields) };
	struct doc back;
	struct arena a = ARENA_INIT;
	size_t length = 0;
	for (size_t i = 0; i < w->doc->n_extras; i++)
		length += w->doc->extras[i].json.n;
	if (length < EXTRAS_SHORT)
		return 0;
	int rc = stored_fields(&stored, &a, &back, NULL);
	arena_fini(&a);
	return rc == 0 ? 0 : err_set(err, ERR_INVALID, "fields that could not be read again (nested too deep?)");
}

void prepared_init(struct prepared *p)
{
	*p = (struct prepared){ .arena = ARENA_INIT, .data = BUF_INIT };
}

/* Empty, but with its memory. */
static void reset(struct prepared *p)
{
	struct arena arena = p->arena;
	struct buf data = p->data;
	arena_reset(&arena);
	buf_reset(&data);
	*p = (struct prepared){ .arena = arena, .data = data };
}

void prepared_fini(struct prepared *p)
{
	arena_fini(&p->arena);
	buf_fini(&p->data);
	prepared_init(p);
}

struct name_entry *preparer_names(struct preparer *p, bool again, struct arena *a, size_t *n_r)
{
	return names_take(&p->names, again, a, n_r);
}

void prepared_group(struct preparer *p, struct prepared *out)
{
	out->names = preparer_names(p, true, &out->arena, &out->n_names);
	out->document.terms = terms_group(&p->terms, &out->arena, &out->document.n_terms);
	out->tokens = NULL;
	out->n_tokens = 0;
	preparer_trim(p);
}

size_t prepared_bytes(const struct prepared *p)
{
	return p->arena.total + p->data.cap;
}

int prepare(struct preparer *p, const struct doc *doc, struct str file,
	    const struct prepare_limits *limits, struct prepared *out_r, struct err *err)
{
	struct acronym *definitions;
	struct proper *propers;
	size_t n_definitions, n_propers;
	struct work w = { .analyzer = p->analyzer, .terms = &p->terms, .names = &p->names, .propers = &p->propers, .stored = &p->stored,
			  .sketcher = &p->sketcher, .sketch = &p->sketch, .trainer = p->trainer, .pack_later = p->pack_later,
			  .doc = doc, .out = out_r };
	uint64_t max_words = limits->max_words ? limits->max_words : UINT64_MAX;
	reset(out_r);
	if (doc->id.n == 0)
		return err_set(err, ERR_INVALID, "a document without an id");
	terms_begin(w.terms);
	names_begin(w.names, w.terms);
	propers_begin(w.propers, w.terms);
	buf_reset(&p->title_key);
	int rc = add_text(&w, TEXT_POSITION(add_title(&w, &p->title_key)), max_words, err);
	if (rc == 0 && out_r->data.n > DATA_MAX)
		rc = err_set(err, ERR_LIMIT, "the text is too long to be stored (%zu bytes compressed)",
			     out_r->data.n);
	if (rc == 0)
		rc = check_extras(&w, err);
	if (rc != 0) {
		prepared_fini(out_r);
		return rc;
	}
	add_field(&w, PREFIX_AUTHOR, doc->author);
	add_field(&w, PREFIX_SOURCE, doc->source);
	add_labels(&w, file);
	acronyms_find(doc->text, &out_r->arena, &definitions, &n_definitions);
	acronyms_add(w.terms, w.analyzer, definitions, n_definitions, &out_r->arena);
	propers_end(w.propers, w.names, w.analyzer, doc->text, definitions, n_definitions, &out_r->arena, &propers, &n_propers);
	names_end(w.names);
	/* The fingerprint is of all fields, as they are stored, and of the text. */
	struct hash128 parts[2] = { hash128(buf_str(&w.stored->fields)), hash128(doc->text) };
	out_r->content = hash128(str_n((char *)parts, sizeof(parts)));
	add_values(&w, buf_str(&p->title_key), &parts[1], propers_pack(propers, n_propers, &out_r->arena));
	out_r->document.data = buf_str(&out_r->data);
	out_r->tokens = w.terms->tokens;
	out_r->n_tokens = w.terms->n;
	return 0;
}

void preparer_propers(struct preparer *p, const struct doc *doc, struct arena *a, struct proper **out_r, size_t *n_r)
{
	struct work w = { .analyzer = p->analyzer, .terms = &p->terms, .names = &p->names, .propers = &p->propers, .doc = doc };
	struct acronym *definitions;
	struct words words;
	struct word word;
	size_t n_definitions, end = 0;
	terms_begin(w.terms);
	names_begin(w.names, w.terms);
	propers_begin(w.propers, w.terms);
	words_begin(&words, w.analyzer, doc->text, doc->lang, 1);
	while (words_next(&words, &word)) {
		terms_add_word(w.terms, &word, PLACE_TEXT);
		add_to_names(&w, &word, end);
		end = word.end;
	}
	acronyms_find(doc->text, a, &definitions, &n_definitions);
	propers_end(w.propers, w.names, w.analyzer, doc->text, definitions, n_definitions, a, out_r, n_r);
	preparer_trim(p);
}

/* A document to terms, values and data; see prepare.h. */
#include "config.h"

#include "index/prepare.h"

#include "common/utf8.h"
#include "index/schema.h"
#include "index/stored.h"
#include "index/termdict.h"
#include "text/date.h"

/* Longest source and author value, and longest title key, in bytes. */
#define VALUE_MAX 200
#define TITLE_KEY_MAX 100

/* Xapian splits what it stores for a document into at most 65535 parts of about 2000 bytes. */
#define DATA_MAX ((size_t)100 << 20)

/* Flags of a stem: forms of it that were seen. */
enum {
	FORM_STEM = 1,		/* a word whose exact form is the stem */
	FORM_OTHER = 2		/* a word with another one */
};

/* What the work on one document shares. */
struct work {
	struct analyzer *analyzer;
	const struct doc *doc;
	struct termdict terms;
	struct store_value_in *values;
	struct prepared *out;
};

/* Words are short enough for any prefix: WORD_MAX_BYTES. */
static struct termdict_entry *get(struct work *w, const char *prefix, struct str word)
{
	char term[SCHEMA_TERM_MAX];
	size_t n = strlen(prefix);
	BUG_ON(n + word.n > sizeof(term));
	memcpy(mempcpy(term, prefix, n), word.p, word.n);
	return termdict_get(&w->terms, str_n(term, n + word.n));
}

static struct termdict_entry *add_term(struct work *w, const char *prefix, struct str word,
				       termpos_t position, uint32_t wdf)
{
	struct termdict_entry *e = get(w, prefix, word);
	e->wdf += wdf;
	termdict_position(&w->terms, e, position);
	return e;
}

/* One word of title or text: its stem, the compound's, its form if that says more than the stem. */
static void add_word(struct work *w, const struct word *word, uint32_t wdf)
{
	bool is_stem = str_eq(word->exact, word->stem);
	add_term(w, "", word->stem, word->position, wdf)->flags |= is_stem ? FORM_STEM : FORM_OTHER;
	if (word->joined.n)
		add_term(w, "", word->joined, word->position, 0);
	if (!is_stem)
		get(w, PREFIX_EXACT, word->exact);
}

/* Number of words in the title. */
static termpos_t add_title(struct work *w)
{
	struct words words;
	struct word word;
	termpos_t n = 0;
	words_begin(&words, w->analyzer, w->doc->title, w->doc->lang, 1);
	while (words_next(&words, &word)) {
		add_word(w, &word, TITLE_WDF);
		add_term(w, PREFIX_TITLE, word.stem, word.position, 0);
		if (word.joined.n)
			add_term(w, PREFIX_TITLE, word.joined, word.position, 0);
		n++;
	}
	return n;
}

static void add_field(struct work *w, const char *prefix, struct str text)
{
	struct words words;
	struct word word;
	words_begin(&words, w->analyzer, text, STR_NONE, 1);
	while (words_next(&words, &word))
		add_term(w, prefix, word.exact, word.position, 1);
}

/* The words of the text into the dictionary, the text into the stored form. */
static int add_text(struct work *w, termpos_t first, uint64_t max_words, struct err *err)
{
	struct stored_writer stored;
	struct words words;
	struct word word;
	struct prepared *out = w->out;
	termpos_t last = first - 1;
	if (stored_begin(&stored, w->doc, first, &out->data, err) != 0)
		return -1;
	words_begin(&words, w->analyzer, w->doc->text, w->doc->lang, first);
	while (words_next(&words, &word)) {
		if (out->words == max_words || word.position == UINT32_MAX) {
			out->truncated = true;
			break;
		}
		if (stored_wants_cut(&stored, word.start) && !(word.flags & WORD_PART) &&
		    stored_cut(&stored, word.start, word.position, err) != 0)
			goto fail;
		add_word(w, &word, 1);
		last = word.position;
		out->words++;
	}
	if (stored_end(&stored, last + 1, out->words, err) == 0)
		return 0;
fail:
	stored_abandon(&stored);
	return -1;
}

/* A form that is its own stem says something where another form of the stem stands beside it. */
static void add_ambiguous_stems(struct work *w)
{
	for (size_t i = 0, n = w->terms.n; i < n; i++) {
		const struct termdict_entry *e = &w->terms.entries[i];
		if (e->flags == (FORM_STEM | FORM_OTHER))
			get(w, PREFIX_EXACT, str_n(e->term, e->n_term));
	}
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

static void add_values(struct work *w)
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
	add_value(w, SLOT_TITLE_KEY, analyzer_fold(w->analyzer, doc->title, a), TITLE_KEY_MAX);
	add_value(w, SLOT_LANG, language(a, doc->lang), VALUE_MAX);
	add_value(w, SLOT_TYPE, lower(a, doc->type), VALUE_MAX);
	add_value(w, SLOT_SOURCE, arena_str(a, doc->source), VALUE_MAX);
	add_value(w, SLOT_AUTHOR, arena_str(a, doc->author), VALUE_MAX);
	if (doc->text.n) {
		struct hash128 hash = hash128(doc->text);
		add_value(w, SLOT_CONTENT, arena_str(a, str_n((char *)hash.b, sizeof(hash.b))), VALUE_MAX);
	}
}

/* Boolean terms. */
static void add_labels(struct work *w, struct str file)
{
	struct arena *a = &w->out->arena;
	w->out->unique = schema_id_term(a, w->doc->id);
	termdict_get(&w->terms, w->out->unique);
	if (file.n)
		termdict_get(&w->terms, schema_file_term(a, file));
	if (w->doc->lang.n)
		termdict_get(&w->terms, schema_term(a, PREFIX_LANG, language(a, w->doc->lang)));
	if (w->doc->type.n)
		termdict_get(&w->terms, schema_term(a, PREFIX_TYPE, lower(a, w->doc->type)));
}

/* Fingerprint of all fields (as they are stored) and of the text.  Extras are anyone's JSON, which
 * may be nested too deep for the reader: better to refuse it here than at every search. */
static int fingerprint(const struct doc *doc, struct prepared *out, struct err *err)
{
	struct stored stored;
	struct doc back;
	struct arena a = ARENA_INIT;
	int rc = stored_open(buf_str(&out->data), &a, &stored, err);
	if (rc == 0 && doc->n_extras && stored_fields(&stored, &a, &back, NULL) != 0)
		rc = err_set(err, ERR_INVALID, "fields that could not be read again (nested too deep?)");
	if (rc == 0) {
		struct hash128 parts[2] = { hash128(stored.fields), hash128(doc->text) };
		out->content = hash128(str_n((char *)parts, sizeof(parts)));
	}
	arena_fini(&a);
	return rc;
}

void prepared_init(struct prepared *p)
{
	*p = (struct prepared){ .arena = ARENA_INIT, .data = BUF_INIT };
}

void prepared_fini(struct prepared *p)
{
	arena_fini(&p->arena);
	buf_fini(&p->data);
	prepared_init(p);
}

int prepare(struct analyzer *a, const struct doc *doc, struct str file,
	    const struct prepare_limits *limits, struct prepared *out_r, struct err *err)
{
	struct work w = { .analyzer = a, .doc = doc, .out = out_r };
	uint64_t max_words = limits->max_words ? limits->max_words : UINT64_MAX;
	prepared_fini(out_r);
	if (doc->id.n == 0)
		return err_set(err, ERR_INVALID, "a document without an id");
	termdict_init(&w.terms, &out_r->arena);
	int rc = add_text(&w, TEXT_POSITION(add_title(&w)), max_words, err);
	if (rc == 0 && out_r->data.n > DATA_MAX)
		rc = err_set(err, ERR_LIMIT, "the text is too long to be stored (%zu bytes compressed)",
			     out_r->data.n);
	if (rc == 0)
		rc = fingerprint(doc, out_r, err);
	if (rc == 0) {
		add_ambiguous_stems(&w);
		add_field(&w, PREFIX_AUTHOR, doc->author);
		add_field(&w, PREFIX_SOURCE, doc->source);
		add_labels(&w, file);
		add_values(&w);
		out_r->document.terms = termdict_terms(&w.terms);
		out_r->document.n_terms = w.terms.n;
		out_r->document.data = buf_str(&out_r->data);
		out_r->bytes = sizeof(*out_r) + out_r->arena.total + out_r->data.cap;
	}
	termdict_fini(&w.terms);
	if (rc != 0)
		prepared_fini(out_r);
	return rc;
}

/* Text to words: whatever the text, offsets rise and split no character, terms fit into an index, a
 * query of the same text gives the same words, and any word is a place to begin again. */
#include "config.h"

#include <stdint.h>

#include "common/utf8.h"
#include "text/analyzer.h"
#include "text/fold.h"
#include "text/tokenize.h"
#include "tests/unit/query_words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define TAKEN_UP 16	/* so many words are begun at again; the time is quadratic in it */

/* A stem can be a letter longer than the word. */
#define STEM_MAX (WORD_MAX_BYTES + 8)

static struct analyzer *the_analyzer(void)
{
	static struct analyzer *a;
	struct langs langs;
	struct err err;
	if (!a && (langs_parse(STR("en,de,ru"), &langs, &err) || analyzer_new(&langs, &a, &err)))
		BUG(err.msg);
	return a;
}

static void check_word(struct str text, const struct word *word, size_t last_end)
{
	BUG_ON(word->start < last_end || word->end <= word->start || word->end > text.n);
	BUG_ON(utf8_floor(text, word->start) != word->start || utf8_floor(text, word->end) != word->end);
	BUG_ON(word->exact.n == 0 || word->exact.n > WORD_MAX_BYTES || !utf8_valid(word->exact));
	BUG_ON(utf8_count(word->exact) > WORD_MAX_CHARS);
	BUG_ON(word->stem.n == 0 || word->stem.n > STEM_MAX || !utf8_valid(word->stem));
	BUG_ON(word->joined.n > STEM_MAX || !utf8_valid(word->joined));
}

static void check_fold(struct str exact)
{
	struct buf again = BUF_INIT;
	fold_word(exact, &again);
	BUG_ON(!str_eq(exact, buf_str(&again)));
	buf_fini(&again);
}

/* In a query capitals always tell; in a document where the line has a small letter. */
static void check_query(struct analyzer *a, struct str text)
{
	struct arena arena = ARENA_INIT;
	struct query_token *t;
	struct words w;
	struct word word;
	size_t n;
	analyzer_query(a, text, &arena, &t, &n);
	words_begin(&w, a, text, STR_NONE, 0);
	for (; words_next(&w, &word); t++, n--) {
		unsigned ignored = shouts(text, word.start) ? WORD_ACRONYM : 0;
		BUG_ON(n == 0 || t->start != word.start || t->end != word.end || (t->flags | ignored) != (word.flags | ignored));
		BUG_ON(!str_eq(t->exact, word.exact) || t->n_stems == 0 || !has_stem(t, word.stem));
		BUG_ON((t->n_joined == 0) != (word.joined.n == 0) || t->n_joined_tokens > n);
	}
	BUG_ON(n > 0);
	arena_fini(&arena);
}

/* From the word `from`, after which `rest` stands, with only the text from there on to see. */
static void check_taken_up(struct words rest, const struct word *from)
{
	struct words w;
	struct word expected = *from, got;
	bool more = true, shouting = shouts(rest.text, from->start);
	words_begin(&w, rest.analyzer, str_sub(rest.text, from->start, rest.text.n), STR_NONE, from->position);
	words_resume(&w);
	while (more) {
		BUG_ON(!words_next(&w, &got));
		BUG_ON(got.start + from->start != expected.start || got.end + from->start != expected.end);
		/* Taken up within a line, capitals are taken to tell. */
		bool told = !shouting || str_chr(str_sub(rest.text, from->start, expected.start), '\n') >= 0;
		unsigned ignored = told ? 0 : WORD_ACRONYM;
		BUG_ON(got.position != expected.position || (got.flags | ignored) != (expected.flags | ignored));
		BUG_ON(told && !str_eq(got.stem, expected.stem));
		BUG_ON(got.joined.n != expected.joined.n);
		more = words_next(&rest, &expected);
	}
	BUG_ON(words_next(&w, &got));
}

/* The short ways find what the classes of all characters give. */
static void check_short_cut(struct str text)
{
	struct raw_word t = { 0 }, expected = { 0 };
	size_t from;
	bool more;
	do {
		from = t.end;
		more = tokenize_next(text, from, &t);
		BUG_ON(more != tokenize_by_class(text, from, &expected));
		BUG_ON(more && (t.start != expected.start || t.end != expected.end || t.kind != expected.kind));
	} while (more);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct analyzer *a = the_analyzer();
	struct str text = { (const char *)data, size };
	struct words w;
	struct word word;
	size_t last_end = 0, n = 0;
	text.n = utf8_valid_prefix(text);
	words_begin(&w, a, text, STR_NONE, 1);
	for (; words_next(&w, &word); last_end = word.end, n++) {
		check_word(text, &word, last_end);
		check_fold(word.exact);
		if (n < TAKEN_UP && !(word.flags & WORD_PART))
			check_taken_up(w, &word);
	}
	check_query(a, text);
	check_short_cut(text);
	return 0;
}

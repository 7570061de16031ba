/* What must hold for the words of any text, tried on random ones: many scripts, composed and
 * decomposed, apostrophes, hyphens, soft hyphens, dots, digits, emoji. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "common/buf.h"
#include "common/utf8.h"
#include "text/analyzer.h"
#include "text/english.h"
#include "text/fold.h"
#include "tests/unit/query_words.h"

#define ROUNDS 4000
#define UNITS 4096

static const char *const pieces[] = {
	"a", "B", "border", "Cooperation", "co", "operation", "don", "t", "s", "S", "'s", "’s", "U", "U.S", "e.g.",
	"é", "e\xcc\x81", "Ångström", "ỗ", "o\xcc\x82\xcc\x83", "Straße", "øst", "İ", "ıi", "ﬁ", "ＡＢ",
	"безопасность", "Границы", "Ё", "и\xcc\x86", "й", "ў", "у\xcc\x86", "Қазақстан", "за\xcc\x81мок",
	"έθνος", "ᾳ", "שָׁלוֹם", "צה", "ל", "مُحَمَّد", "أ", "ـ", "हिन्दी", "क्", "ไทย", "中国", "が", "か\xe3\x82\x99", "カナ", "ー",
	"한국", "\xe1\x84\x92\xe1\x85\xa1", "1", "23", "٣", "₂", "²", "3.14", "1,000", "COVID", "19",
	" ", " ", " ", " ", "  ", "\n", ". ", ", ", ".", ",", ":", ";", "_", "-", "-", "-", "‐", "‑", "–", "--", "'", "’", "ʻ", "`", "\"", "״",
	"\xc2\xad", "\xc2\xad", "\xe2\x80\x8b", "\xe2\x80\x8c", "\xe2\x80\x8d", "\xcc\x81", "\xcc\x86", "\xef\xb8\x8f",
	"went", "ate", "gaol", "👍🏽", "👩\xe2\x80\x8d💻", "🇰🇿", "©", "⾎", "\xf0\x9d\x94\xb8", "\xf0\x90\x90\x80", "ﷺ", "½", "#", "@", "ͺ",
};

static struct analyzer *analyzer;
static uint32_t seed;

static uint32_t next_random(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 17;
	return seed ^= seed << 5;
}

static void random_text(struct buf *b, uint32_t max)
{
	buf_reset(b);
	for (uint32_t n = next_random() % max; n > 0; n--)
		buf_puts(b, pieces[next_random() % (sizeof(pieces) / sizeof(*pieces))]);
	buf_putc(b, '\0');
	b->n--;
}

/* Words of which only the place is wanted: the same places, and none is missing that was wanted. */
static void starting_otherwise(void **state)
{
	(void)state;
	struct buf b = BUF_INIT;
	for (unsigned round = 0; round < ROUNDS; round++) {
		bool starts[256] = { false };
		struct words all, some;
		struct word x, y;
		random_text(&b, 60);
		for (unsigned i = next_random() % 5; i > 0; i--)
			starts[(unsigned char)"absucdeogjw1"[next_random() % 12]] = true;
		words_begin(&all, analyzer, buf_str(&b), STR_NONE, 1);
		words_begin(&some, analyzer, buf_str(&b), STR_NONE, 1);
		words_starting(&some, starts);
		while (words_next(&all, &x)) {
			assert_true(words_next(&some, &y));
			assert_true(x.start == y.start && x.end == y.end && x.position == y.position);
			assert_int_equal(x.flags & WORD_PART, y.flags & WORD_PART);
			bool wanted = starts[(unsigned char)x.stem.p[0]] || starts[(unsigned char)x.exact.p[0]] ||
				      (x.joined.n && starts[(unsigned char)x.joined.p[0]]);
			if (y.exact.n || wanted)
				assert_true(str_eq(x.stem, y.stem) && str_eq(x.exact, y.exact) && str_eq(x.joined, y.joined));
		}
		assert_false(words_next(&some, &y));
	}
	buf_fini(&b);
}

/* What words_starting() rests on. */
static void first_letters_tell_stems(void **state)
{
	static const char *const codes[] = {
		"ca", "da", "de", "en", "es", "eu", "fi", "fr", "hu", "it", "lt", "nl", "no", "pt", "ro", "sv",
	};
	static const char *const words[] = {
		"ate", "went", "gaoled", "skis", "dying", "news", "gemacht", "gelopen", "unter", "behaarde", "yes", "young", "idly", "only", "o'zbek",
		"l'homme", "d'Artagnan", "U.S.", "1990's", "x", "is", "ying", "seid", "s", "ed", "ing", "sses", "ies",
	};
	(void)state;
	for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++) {
		struct langs langs;
		struct analyzer *a;
		struct err err;
		struct buf b = BUF_INIT;
		assert_int_equal(langs_parse(str_of(codes[i]), &langs, &err), 0);
		assert_int_equal(analyzer_new(&langs, &a, &err), 0);
		for (size_t k = 0; k < sizeof(words) / sizeof(*words); k++)
			buf_printf(&b, "%s ", words[k]);
		for (unsigned k = 0; k < 20000; k++) {
			for (unsigned n = 1 + next_random() % 9; n > 0; n--)
				buf_putc(&b, (char)('a' + next_random() % 26));
			buf_putc(&b, ' ');
		}
		struct words w;
		struct word word;
		words_begin(&w, a, buf_str(&b), STR_NONE, 1);
		while (words_next(&w, &word)) {
			bool starts[256] = { false };
			starts[(unsigned char)word.stem.p[0]] = true;
			if (strcmp(codes[i], "en") == 0)
				english_add_starts(starts);
			assert_true(starts[(unsigned char)(b.p[word.start] | 0x20)]);
			assert_int_equal(word.exact.p[0], b.p[word.start] | 0x20);
		}
		analyzer_free(&a);
		buf_fini(&b);
	}
}

static int setup(void **state)
{
	struct langs langs;
	struct err err;
	(void)state;
	seed = 19991231;
	return langs_parse(STR("en,de,ru"), &langs, &err) || analyzer_new(&langs, &analyzer, &err);
}

static int teardown(void **state)
{
	(void)state;
	analyzer_free(&analyzer);
	return 0;
}

/* All that a text becomes, one word a line. */
static void describe(struct str text, struct buf *out)
{
	struct words w;
	struct word word;
	buf_reset(out);
	words_begin(&w, analyzer, text, STR_NONE, 0);
	while (words_next(&w, &word))
		buf_printf(out, "%.*s %.*s %.*s %u %u\n", STR_ARG(word.exact), STR_ARG(word.stem),
			   STR_ARG(word.joined), word.flags, word.position);
}

/* Positions that are left out between two words; none before the first. */
static uint32_t gap(struct str text, size_t from, size_t to)
{
	struct str between = from ? str_sub(text, from, to) : STR_NONE;
	if (str_chr(between, '\f') >= 0)
		return GAP_OF_PASSAGE;
	return str_chr(between, '\n') >= 0 || str_chr(between, '\t') >= 0 ? GAP_OF_LINE : 0;
}

static void offsets_rise_and_split_no_character(void **state)
{
	(void)state;
	struct buf b = BUF_INIT;
	for (int i = 0; i < ROUNDS; i++) {
		random_text(&b, 40);
		struct str text = buf_str(&b);
		struct words w;
		struct word word;
		size_t last = 0;
		uint32_t position = 7;
		words_begin(&w, analyzer, text, STR_NONE, position);
		for (; words_next(&w, &word); position++, last = word.end) {
			assert_true(word.start >= last && word.end > word.start && word.end <= text.n);
			assert_int_equal(utf8_floor(text, word.start), word.start);
			assert_int_equal(utf8_floor(text, word.end), word.end);
			position += gap(text, last, word.start);
			assert_int_equal(word.position, position);
			assert_true(word.stem.n > 0 && word.exact.n > 0);
			assert_true(utf8_valid(word.stem) && utf8_valid(word.exact) && utf8_valid(word.joined));
		}
	}
	buf_fini(&b);
}

static void folding_again_changes_nothing(void **state)
{
	(void)state;
	struct buf b = BUF_INIT, again = BUF_INIT;
	for (int i = 0; i < ROUNDS; i++) {
		random_text(&b, 40);
		struct words w;
		struct word word;
		words_begin(&w, analyzer, buf_str(&b), STR_NONE, 0);
		while (words_next(&w, &word)) {
			fold_word(word.exact, &again);
			if (!str_eq(word.exact, buf_str(&again)))
				fail_msg("\"%s\": \"%.*s\"", b.p, STR_ARG(word.exact));
		}
	}
	buf_fini(&b);
	buf_fini(&again);
}

static void rewrite(const UNormalizer2 *form, struct str text, struct buf *out)
{
	UChar units[UNITS], done[UNITS];
	int32_t n;
	UErrorCode status = U_ZERO_ERROR;
	u_strFromUTF8(units, UNITS, &n, text.p, (int32_t)text.n, &status);
	if (form)
		n = unorm2_normalize(form, units, n, done, UNITS, &status);
	else
		n = u_strToUpper(done, UNITS, units, n, "", &status);
	buf_reset(out);
	buf_reserve(out, UNITS * 3);
	u_strToUTF8(out->p, UNITS * 3, &n, done, n, &status);
	assert_true(U_SUCCESS(status));
	out->n = (size_t)n;
}

static void does_not_depend_on_the_normal_form(void **state)
{
	(void)state;
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *forms[] = { unorm2_getNFCInstance(&status), unorm2_getNFDInstance(&status) };
	struct buf b = BUF_INIT, other = BUF_INIT, expected = BUF_INIT, got = BUF_INIT;
	for (int i = 0; i < ROUNDS; i++) {
		random_text(&b, 40);
		describe(buf_str(&b), &expected);
		for (size_t f = 0; f < 2; f++) {
			rewrite(forms[f], buf_str(&b), &other);
			describe(buf_str(&other), &got);
			if (!str_eq(buf_str(&expected), buf_str(&got)))
				fail_msg("\"%s\" in form %zu:\n%.*s, not\n%.*s", b.p, f, STR_ARG(buf_str(&got)),
					 STR_ARG(buf_str(&expected)));
		}
	}
	buf_fini(&b);
	buf_fini(&other);
	buf_fini(&expected);
	buf_fini(&got);
}

/* The term that the same letters have in a line that is all capitals; initials with their full stops are one there too. */
static struct str without_capitals(struct str text, const struct word *word)
{
	bool marked = word->flags & WORD_ACRONYM && str_ends(word->stem, STR(CAPITALS_MARK)) &&
		      str_chr(str_sub(text, word->start, word->end), '.') < 0;
	return marked ? str_sub(word->stem, 0, word->stem.n - 1) : word->stem;
}

/* The terms alone, for capitals change the flags. */
static void terms(struct str text, struct buf *out)
{
	struct words w;
	struct word word;
	buf_reset(out);
	words_begin(&w, analyzer, text, STR_NONE, 0);
	while (words_next(&w, &word))
		buf_printf(out, "%.*s %.*s\n", STR_ARG(without_capitals(text, &word)), STR_ARG(word.joined));
}

/* "FTFs": an acronym in the plural, as its letters in capitals are not. */
static bool may_be_plural(const char *text)
{
	for (const char *p = text; (p = strchr(p, 's')); p++)
		if (p - text >= 2 && p[-1] >= 'A' && p[-1] <= 'Z' && p[-2] >= 'A' && p[-2] <= 'Z')
			return true;
	return false;
}

static void does_not_depend_on_capitals(void **state)
{
	(void)state;
	struct buf b = BUF_INIT, upper = BUF_INIT, expected = BUF_INIT, got = BUF_INIT;
	for (int i = 0; i < ROUNDS; i++) {
		random_text(&b, 40);
		if (strstr(b.p, "ﬁ") || strstr(b.p, "ß") || strstr(b.p, "ᾳ") ||	/* one letter, in capitals two */
		    may_be_plural(b.p))
			continue;
		rewrite(NULL, buf_str(&b), &upper);
		terms(buf_str(&b), &expected);
		terms(buf_str(&upper), &got);
		if (!str_eq(buf_str(&expected), buf_str(&got)))
			fail_msg("\"%s\":\n%.*s, not\n%.*s", b.p, STR_ARG(buf_str(&got)), STR_ARG(buf_str(&expected)));
	}
	buf_fini(&b);
	buf_fini(&upper);
	buf_fini(&expected);
	buf_fini(&got);
}

static bool in_one_line(struct str text, size_t from, size_t to)
{
	return str_chr(str_sub(text, from, to), '\n') < 0;
}

/* told: capitals mean the same to both. */
static void same_word(const struct word *a, const struct word *b, size_t shift, bool told, const char *text)
{
	unsigned ignored = told ? 0 : WORD_ACRONYM;
	if (a->start != b->start + shift || a->end != b->end + shift || a->position != b->position ||
	    (told && !str_eq(a->stem, b->stem)) || !str_eq(a->exact, b->exact) ||
	    !str_eq(a->joined, b->joined) || (a->flags | ignored) != (b->flags | ignored))
		fail_msg("\"%s\" from byte %zu: %zu-%zu %.*s %x, not %zu-%zu %.*s %x", text, shift, b->start + shift, b->end + shift, STR_ARG(b->stem), b->flags,
			 a->start, a->end, STR_ARG(a->stem), a->flags);
}

/* As stored blocks are taken up: with only the rest of the text to see. */
static void can_be_taken_up_at_any_word(void **state)
{
	(void)state;
	struct buf b = BUF_INIT;
	for (int i = 0; i < ROUNDS / 4; i++) {
		random_text(&b, 30);
		struct str text = buf_str(&b);
		struct words outer;
		struct word from;
		words_begin(&outer, analyzer, text, STR_NONE, 3);
		while (words_next(&outer, &from)) {
			struct words rest = outer, taken_up;
			struct word expected = from, got;
			if (from.flags & WORD_PART)
				continue;
			words_begin(&taken_up, analyzer, str_sub(text, from.start, text.n), STR_NONE, from.position);
			words_resume(&taken_up);
			bool more = true;
			while (more) {
				assert_true(words_next(&taken_up, &got));
				/* Taken up within a line, they are taken to tell. */
				bool told = !in_one_line(text, from.start, expected.start) || !shouts(text, from.start);
				same_word(&expected, &got, from.start, told, b.p);
				more = words_next(&rest, &expected);
			}
			assert_false(words_next(&taken_up, &got));
		}
	}
	buf_fini(&b);
}

/* In a query capitals always tell; in a document where the line has a small letter. */
static void same_token(const struct query_token *t, const struct word *word, struct str text)
{
	unsigned ignored = shouts(text, word->start) ? WORD_ACRONYM : 0;
	assert_true(t->start == word->start && t->end == word->end);
	assert_int_equal(t->flags | ignored, word->flags | ignored);
	assert_true(t->n_stems >= 1 && str_eq(t->exact, word->exact));
	assert_true(has_stem(t, word->stem));
	assert_int_equal(t->n_joined > 0, word->joined.n > 0);
	if (word->joined.n)
		assert_true(str_eq(t->joined[0], word->joined));
}

static void queries_meet_documents(void **state)
{
	(void)state;
	struct buf b = BUF_INIT;
	for (int i = 0; i < ROUNDS; i++) {
		struct arena arena = ARENA_INIT;
		struct query_token *tokens;
		struct words w;
		struct word word;
		size_t n, k = 0;
		random_text(&b, 40);
		analyzer_query(analyzer, buf_str(&b), &arena, &tokens, &n);
		words_begin(&w, analyzer, buf_str(&b), STR_NONE, 0);
		for (; words_next(&w, &word); k++) {
			assert_true(k < n);
			same_token(&tokens[k], &word, buf_str(&b));
			if (word.joined.n)
				assert_in_range(tokens[k].n_joined_tokens, 1, n - k);
		}
		assert_int_equal(k, n);
		arena_fini(&arena);
	}
	buf_fini(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(offsets_rise_and_split_no_character),
		cmocka_unit_test(folding_again_changes_nothing),
		cmocka_unit_test(does_not_depend_on_the_normal_form),
		cmocka_unit_test(does_not_depend_on_capitals),
		cmocka_unit_test(can_be_taken_up_at_any_word),
		cmocka_unit_test(queries_meet_documents),
		cmocka_unit_test(starting_otherwise),
		cmocka_unit_test(first_letters_tell_stems),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}

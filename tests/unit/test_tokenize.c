/* Word boundaries: the rules of tokenize.h one by one, and UAX #29 as ICU has it for all else. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utext.h>

#include "common/buf.h"
#include "common/utf8.h"
#include "text/tokenize.h"

struct row { const char *text, *words; };

/* Words separated by '|'. */
static void check_row(struct row row)
{
	struct str text = str_of(row.text);
	struct buf out = BUF_INIT;
	struct raw_word t = { 0 };
	while (tokenize_next(text, t.end, &t)) {
		if (out.n)
			buf_putc(&out, '|');
		buf_addstr(&out, str_sub(text, t.start, t.end));
	}
	buf_putc(&out, '\0');
	if (strcmp(out.p, row.words) != 0)
		fail_msg("\"%s\": \"%s\", not \"%s\"", row.text, out.p, row.words);
	buf_fini(&out);
}

#define SHY "\xc2\xad"
#define ACUTE "\xcc\x81"
#define ZWSP "\xe2\x80\x8b"
#define ZWJ "\xe2\x80\x8d"
#define CHECK(rows) do { \
	for (size_t i = 0; i < sizeof(rows) / sizeof(*(rows)); i++) \
		check_row(rows[i]); \
} while (0)

static void follows_its_rules(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "", "" }, { " ", "" }, { "a", "a" }, { "Hello, world!", "Hello|world" },
		/* 1: apostrophes */
		{ "don't don’t don‘t don`t don´t don′t don＇t", "don't|don’t|don‘t|don`t|don´t|don′t|don＇t" },
		{ "oʻzbek oʼzbek Qurʾan ʿAlī' 'tis dogs'", "oʻzbek|oʼzbek|Qurʾan|Alī|tis|dogs" },
		{ "1990's 90’s 1'000 rock'69 '90", "1990's|90’s|1'000|rock|69|90" },
		{ "rock''n a'", "rock|n|a" },
		{ "d'" ACUTE "a d" ACUTE "'a", "d'" ACUTE "a|d" ACUTE "'a" },
		{ "ג׳ורג׳ צה\"ל צה״ל \"ל\"", "ג׳ורג|צה\"ל|צה״ל|ל" },
		{ "a\"b", "a|b" },
		/* 2: marks and what is invisible */
		{ "in" SHY "ter" SHY "national cafe" ACUTE " e", "in" SHY "ter" SHY "national|cafe" ACUTE "|e" },
		{ SHY "a " ACUTE "b", "a|b" },
		{ "one" ZWSP "two क्" ZWJ "ष", "one|two|क्" ZWJ "ष" },
		/* 3: dots */
		{ "U.S. U.S.A. e.g. А.Б. U.S", "U.S|U.S.A|e.g|А.Б|U.S" },
		{ "end.Start example.com a.bc ab.c.d J.K.Rowling a..b", "end|Start|example|com|a|bc|ab|c.d|J.K|Rowling|a|b" },
		{ "3.14 1,000.5 12.05.2014 3.a a.3 x1.y 1, 2. 1..2", "3.14|1,000.5|12.05.2014|3|a|a|3|x1|y|1|2|1|2" },
		{ "e" ACUTE ".a." ACUTE "b ج.م.ع a.한 한.국", "e" ACUTE ".a." ACUTE "b|ج.م.ع|a|한|한|국" },
		/* 4, 5: what always separates */
		{ "a:b 1;2 l·l snake_case a‿b", "a|b|1|2|l|l|snake|case|a|b" },
		/* 6: scripts without spaces */
		{ "中国人abc⾎", "中|国|人|abc|⾎" }, { "ひらカタカナ", "ひ|ら|カタカナ" }, { "ไทย", "ไ|ท|ย" },
		{ "한국어 カ゚abc", "한국어|カ゚|abc" },
		/* 7: superscript and subscript digits */
		{ "word¹² m² H₂O CO₂. ⁵", "word|m|H₂O|CO₂" },
		/* Hyphens, symbols, emoji */
		{ "co-op -a- 1–2 c++ #tag @name 👍🏽 👩" ZWJ "💻 1️⃣ 🇰🇿", "co|op|a|1|2|c|tag|name|1️⃣" },
		{ "COVID19 3rd km2 ٣٤", "COVID19|3rd|km2|٣٤" },
	};
	CHECK(rows);
}

static void tells_kinds(void **state)
{
	static const struct { const char *text; unsigned kind; } rows[] = {
		{ "a", TOKEN_LETTER }, { "12", TOKEN_DIGIT }, { "1.5", TOKEN_DIGIT }, { "₂", TOKEN_DIGIT },
		{ "a1", TOKEN_LETTER | TOKEN_DIGIT }, { "1a", TOKEN_LETTER | TOKEN_DIGIT },
		{ "U.S", TOKEN_LETTER | TOKEN_DOTTED }, { "don't", TOKEN_LETTER },
		{ "中", TOKEN_NO_SPACE }, { "カナ", TOKEN_LETTER }, { "é", TOKEN_LETTER },
		{ "é1", TOKEN_LETTER | TOKEN_DIGIT },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct raw_word t;
		assert_true(tokenize_next(str_of(rows[i].text), 0, &t));
		assert_int_equal(t.start, 0);
		assert_int_equal(t.end, strlen(rows[i].text));
		assert_int_equal(t.kind, rows[i].kind);
	}
}

static void finds_compounds(void **state)
{
	static const struct { const char *text; size_t n, end; bool any; } rows[] = {
		{ "a", 0, 0, false }, { "a-", 0, 0, false }, { "a -b", 0, 0, false }, { "a--b", 0, 0, false },
		{ "a–b", 0, 0, false }, { "a- b", 0, 0, false },
		{ "a-b", 2, 3, true }, { "a-b-c-d e", 4, 7, true }, { "a-b-c-d-e f", 0, 9, true },
		{ "a-1", 0, 3, true }, { "a-b-1", 0, 5, true }, { "a-中", 0, 5, true }, { "U.S-b", 0, 5, true },
		{ "don't-go", 2, 8, true }, { "a‐b‑c", 3, 9, true },
		{ "as\xe2\x80\x8b" "Lena", 2, 9, true }, { "a\xe2\x80\x8b b", 0, 0, false },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct str text = str_of(rows[i].text);
		struct raw_word t;
		struct compound c;
		assert_true(tokenize_next(text, 0, &t));
		assert_int_equal(tokenize_compound(text, &t, &c), rows[i].any);
		assert_int_equal(c.n, rows[i].n);
		if (rows[i].any)
			assert_int_equal(c.end, rows[i].end);
		for (size_t p = 0; p < c.n; p++)
			assert_true(c.parts[p].end <= c.end && c.parts[p].start < c.parts[p].end);
	}
}

/* A million characters of anything are one word, or no word, in time that does not explode. */
static void takes_long_runs(void **state)
{
	static const struct { const char *unit; size_t words; } rows[] = {
		{ "a", 1 }, { "1", 1 }, { "é", 1 }, { "'", 0 }, { ".", 0 }, { ACUTE, 0 }, { "a'", 1 },
		{ "a.", 1 }, { "a-", 200000 }, { "a" ACUTE, 1 }, { "\"", 0 }, { "a" SHY "'", 1 },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buf b = BUF_INIT;
		struct raw_word t = { 0 };
		struct compound c = { 0 };
		size_t words = 0;
		for (int k = 0; k < 200000; k++)
			buf_puts(&b, rows[i].unit);
		for (; tokenize_next(buf_str(&b), t.end, &t); words++)
			if (t.start >= c.end)
				tokenize_compound(buf_str(&b), &t, &c);
		assert_int_equal(words, rows[i].words);
		buf_fini(&b);
	}
}

/* Characters that tokenize.h treats as ICU does. */
static bool as_icu(UChar32 c)
{
	static const char *tailored = "'`´\";_.:@";	/* @ is a letter to ICU, not to UAX #29 */
	char bytes[5] = { 0 };
	int wb = u_getIntPropertyValue(c, UCHAR_WORD_BREAK);
	if (tokenize_apostrophe((uint32_t)c) || (c >= 0x2080 && c <= 0x2089) || !u_isdefined(c) || U_IS_SURROGATE(c))
		return false;
	if (wb == U_WB_MIDNUMLET || wb == U_WB_MIDLETTER || wb == U_WB_EXTENDNUMLET ||
	    (wb == U_WB_OTHER && u_isUAlphabetic(c)))
		return false;
	if (wb == U_WB_OTHER && u_hasBinaryProperty(c, UCHAR_EXTENDED_PICTOGRAPHIC))
		return false;	/* after U+200D part of the segment, in which ICU then sees no word */
	int script = u_getIntPropertyValue(c, UCHAR_SCRIPT);
	if (wb == U_WB_KATAKANA || (c >= 0xac00 && c <= 0xd7a3) ||	/* by dictionary in ICU */
	    u_getIntPropertyValue(c, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT ||
	    u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC) || script == USCRIPT_HAN || script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA)
		return false;
	utf8_encode((uint32_t)c, bytes);
	return !strstr(tailored, bytes) && c != 0x37e && c != 0x61b && c != 0xfe14 && c != 0xfe54 && c != 0xff1b;
}

static uint32_t next_random(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	return *state ^= *state << 5;
}

/* From anywhere, but often from where the rules meet. */
static UChar32 random_char(uint32_t *seed)
{
	static const UChar32 favourites[] = {
		'a', 'Z', '1', ' ', ',', '-', 0xe9, 0x301, 0xad, 0x200d, 0x436, 0x5d0, 0x5d1, 
		0x661, 0x915, 0x94d, 0x1f1f0, '\n', 0x1d7d8, 0x10400, 0x66c,
	};
	for (;;) {
		uint32_t r = next_random(seed);
		UChar32 c = r & 1 ? favourites[(r >> 8) % (sizeof(favourites) / sizeof(*favourites))]
				  : (UChar32)((r >> 8) % (r & 2 ? 0x3000 : 0x20000));
		if (as_icu(c))
			return c;
	}
}

/* The next word by ICU at or after *at. */
static bool icu_next(UBreakIterator *it, size_t *start, size_t *end)
{
	for (;;) {
		int32_t a = ubrk_current(it), b = ubrk_next(it);
		if (b == UBRK_DONE)
			return false;
		if (ubrk_getRuleStatus(it) >= UBRK_WORD_NUMBER) {
			*start = (size_t)a;
			*end = (size_t)b;
			return true;
		}
	}
}

static void agrees_with_icu(void **state)
{
	(void)state;
	uint32_t seed = 20240229;
	UErrorCode status = U_ZERO_ERROR;
	UBreakIterator *it = ubrk_open(UBRK_WORD, "en", NULL, 0, &status);
	for (int round = 0; round < 100000; round++) {
		struct buf b = BUF_INIT;
		for (uint32_t n = next_random(&seed) % 12; n > 0; n--) {
			char bytes[4];
			buf_add(&b, bytes, utf8_encode((uint32_t)random_char(&seed), bytes));
		}
		buf_puts(&b, " ");
		UText *text = utext_openUTF8(NULL, b.p, (int64_t)b.n, &status);
		ubrk_setUText(it, text, &status);
		assert_true(U_SUCCESS(status));
		struct raw_word t = { 0 };
		size_t start = 0, end = 0;
		bool ours, theirs;
		do {
			ours = tokenize_next(buf_str(&b), t.end, &t);
			theirs = icu_next(it, &start, &end);
			if (ours != theirs || (ours && (t.start != start || t.end != end))) {
				for (size_t i = 0; i < b.n;)
					print_error("%04X ", utf8_next(buf_str(&b), &i));
				fail_msg("round %d: ours %d %zu-%zu, ICU %d %zu-%zu", round, ours, t.start, t.end,
					 theirs, start, end);
			}
		} while (ours);
		utext_close(text);
		buf_fini(&b);
	}
	ubrk_close(it);
}

/* The short ways find the words that the classes of all characters give. */
static void takes_no_wrong_short_cut(void **state)
{
	static const char *const pieces[] = {
		"a", "B", "word", "1", "23", ".", ",", "'", "`", "\"", "-", " ", "\n", ":", ";", "_", "\x7f", "\t", "/", "@",
		"’", "é", "e\xcc\x81", "\xc2\xad", "\xe2\x80\x8d", "слово", "中", "ー", "カ", "צ", "״", "한", "٣", "。", "．", "‐", "²",
	};
	(void)state;
	uint32_t seed = 77;
	for (int round = 0; round < 200000; round++) {
		char text[64];
		size_t n = 0, from;
		for (uint32_t i = next_random(&seed) % 12; i > 0; i--)
			n += (size_t)snprintf(text + n, sizeof(text) - n, "%s",
					      pieces[next_random(&seed) % (sizeof(pieces) / sizeof(*pieces))]);
		struct str s = str_n(text, n);
		struct raw_word t = { 0 }, expected = { 0 };
		bool more;
		do {
			from = t.end;
			more = tokenize_next(s, from, &t);
			assert_int_equal(more, tokenize_by_class(s, from, &expected));
			if (more && (t.start != expected.start || t.end != expected.end || t.kind != expected.kind))
				fail_msg("%.*s: %zu-%zu kind %u, not %zu-%zu kind %u", STR_ARG(s), t.start, t.end,
					 t.kind, expected.start, expected.end, expected.kind);
			struct compound compound;
			if (more && !tokenize_may_join(s, t.end))
				assert_false(tokenize_compound(s, &t, &compound));
		} while (more);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(follows_its_rules),
		cmocka_unit_test(tells_kinds),
		cmocka_unit_test(finds_compounds),
		cmocka_unit_test(takes_long_runs),
		cmocka_unit_test(agrees_with_icu),
		cmocka_unit_test(takes_no_wrong_short_cut),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Folding: rows per script, and for every character there is: stable, and the same for NFC and NFD. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/utf16.h>
#include <unicode/utrans.h>

#include "common/utf8.h"
#include "text/fold.h"

static int setup(void **state)
{
	struct err err;
	(void)state;
	return fold_setup(&err);
}

static void folds(void **state)
{
	static const struct { const char *raw, *folded; } rows[] = {
		{ "", "" }, { "a", "a" }, { "WORD", "word" }, { "COVID19", "covid19" },
		/* apostrophes, possessives */
		{ "don't", "dont" }, { "don’t", "dont" }, { "DON`T", "dont" }, { "don＇t", "dont" }, { "don´t", "dont" },
		{ "o‘zbek", "ozbek" }, { "o'zbek", "ozbek" }, { "oʻzbek", "ozbek" }, { "O′ZBEK", "ozbek" },
		{ "Kazakhstan's", "kazakhstan" }, { "KAZAKHSTAN'S", "kazakhstan" }, { "Kazakhstan’s", "kazakhstan" },
		{ "O'Brien's", "obrien" }, { "o's's", "os" }, { "'s", "s" }, { "s", "s" }, { "a's", "a" }, { "1990's", "1990" },
		{ "1990’s", "1990" }, { "it\xc2\xad's", "it" }, { "sʼs", "s" }, { "x'ś", "xs" }, { "x's\xcc\x81", "xs" },
		{ "Назарбаев's", "назарбаев" }, { "צה\"ל", "צהל" }, { "צה״ל", "צהל" }, { "ג׳ורג", "גורג" },
		/* acronyms, numbers */
		{ "U.S", "u.s" }, { "А.Б", "а.б" }, { "3.14", "3.14" }, { "1,000", "1,000" }, { "１２", "12" },
		{ "٣٤", "34" }, { "५", "5" }, { "२्", "2" }, { "H₂O", "h2o" }, { "Ⅳ", "iv" },
		/* Latin */
		{ "é", "e" }, { "e\xcc\x81", "e" }, { "ÅNGSTRÖM", "angstrom" }, { "Å", "a" }, { "K", "k" }, { "ỗ", "o" },
		{ "Straße", "strasse" }, { "STRAẞE", "strasse" }, { "øłđæœðþıħŋ", "oldaeoedthihn" },
		{ "İstanbul", "istanbul" }, { "ISTANBUL", "istanbul" }, { "ıstanbul", "istanbul" },
		{ "ﬁn", "fin" }, { "ＡＢＣ", "abc" }, { "ŉ", "n" }, { "ĳ", "ij" }, { "ſ", "s" }, { "ª", "a" },
		{ "in\xc2\xadter\xc2\xadnal", "internal" }, { "ə", "ə" },
		/* Cyrillic */
		{ "Ёлка", "елка" }, { "ЁЛКА", "елка" }, { "е\xcc\x88", "е" }, { "йод", "йод" },
		{ "и\xcc\x86од", "йод" }, { "Й", "й" }, { "ўзбек", "ўзбек" }, { "у\xcc\x86", "ў" }, { "за\xcc\x81мок", "замок" },
		{ "и\xcc\x81\xcc\x86", "й" }, { "и\xcc\x86\xcc\x86", "й" }, { "Қазақстан", "қазақстан" }, { "ғңҳәіұүһө", "ғңҳәіұүһө" },
		{ "їжак", "іжак" },
		/* Greek, Hebrew, Arabic */
		{ "ΈΘΝΟΣ", "εθνοσ" }, { "έθνος", "εθνοσ" }, { "ᾳ", "αι" }, { "שָׁלוֹם", "שלום" }, { "أحمد", "احمد" },
		{ "مُحَمَّد", "محمد" }, { "كـــتاب", "كتاب" }, { "ـ", "" }, { "ﷲ", "الله" }, { "ﷺ", "صلىاللهعليهوسلم" },
		/* marks that are letters */
		{ "हिन्दी", "हिन्दी" }, { "ไทย", "ไทย" }, { "が", "が" }, { "か\xe3\x82\x99", "が" }, { "ガ", "ガ" }, { "ｶﾞ", "ガ" },
		{ "한국", "한국" }, { "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab", "한" }, { "⼈", "人" },
	};
	(void)state;
	struct buf out = BUF_INIT;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		fold_word(str_of(rows[i].raw), &out);
		if (!str_eqz(buf_str(&out), rows[i].folded))
			fail_msg("\"%s\": \"%.*s\", not \"%s\"", rows[i].raw, STR_ARG(buf_str(&out)), rows[i].folded);
	}
	buf_fini(&out);
}

/* The soft hyphen sends ASCII the long way. */
static void agrees_with_itself_on_ascii(void **state)
{
	static const char *const words[] = {
		"Word", "dON'T", "x'S", "'s", "x's's", "a\"b", "U.S", "1,000.5", "`", "x`s", "S", "A1", "'", "''s", "s's",
	};
	(void)state;
	struct buf raw = BUF_INIT, quick = BUF_INIT, slow = BUF_INIT;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		buf_reset(&raw);
		buf_printf(&raw, "\xc2\xad%s", words[i]);
		fold_word(str_of(words[i]), &quick);
		fold_word(buf_str(&raw), &slow);
		assert_true(str_eq(buf_str(&quick), buf_str(&slow)));
	}
	buf_fini(&raw);
	buf_fini(&quick);
	buf_fini(&slow);
}

static void cuts_long_words(void **state)
{
	static const char *const units[] = { "a", "é", "e\xcc\x81", "ﷺ", "😀", "\xf0\x9d\x94\xb8", "ﬃ", "ὒ" };
	(void)state;
	struct buf raw = BUF_INIT, out = BUF_INIT;
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
		buf_reset(&raw);
		for (int k = 0; k < 100000; k++)
			buf_puts(&raw, units[i]);
		fold_word(buf_str(&raw), &out);
		assert_true(utf8_valid(buf_str(&out)));
		assert_in_range(utf8_count(buf_str(&out)), 200, 3 * FOLD_UNITS);
	}
	buf_fini(&raw);
	buf_fini(&out);
}

static void normalized(const UNormalizer2 *form, UChar32 c, struct buf *out)
{
	UChar text[2], done[64];
	UErrorCode status = U_ZERO_ERROR;
	int32_t n = 0;
	U16_APPEND_UNSAFE(text, n, c);
	n = unorm2_normalize(form, text, n, done, 64, &status);
	assert_true(U_SUCCESS(status));
	buf_reset(out);
	for (int32_t i = 0; i < n;) {
		char bytes[4];
		U16_NEXT_UNSAFE(done, i, c);
		buf_add(out, bytes, utf8_encode((uint32_t)c, bytes));
	}
}

/* Letters, marks, numbers and what joins them: nothing else comes out of a letter. */
static bool clean(struct str folded)
{
	for (size_t i = 0; i < folded.n;) {
		UChar32 c = (UChar32)utf8_next(folded, &i);
		if (!(U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK)) ||
		    u_hasBinaryProperty(c, UCHAR_CHANGES_WHEN_NFKC_CASEFOLDED))
			return false;
	}
	return true;
}

static void is_stable_for_every_character(void **state)
{
	(void)state;
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *forms[] = { unorm2_getNFCInstance(&status), unorm2_getNFDInstance(&status) };
	struct buf raw = BUF_INIT, once = BUF_INIT, again = BUF_INIT;
	for (UChar32 c = 0; c < 0x20000; c++) {
		char bytes[4];
		if (!u_isalnum(c))
			continue;
		buf_reset(&raw);
		buf_add(&raw, bytes, utf8_encode((uint32_t)c, bytes));
		fold_word(buf_str(&raw), &once);
		fold_word(buf_str(&once), &again);
		if (!str_eq(buf_str(&once), buf_str(&again)) || !clean(buf_str(&once)))
			fail_msg("U+%04X: \"%.*s\", then \"%.*s\"", c, STR_ARG(buf_str(&once)), STR_ARG(buf_str(&again)));
		for (size_t f = 0; f < 2; f++) {
			normalized(forms[f], c, &raw);
			fold_word(buf_str(&raw), &again);
			if (!str_eq(buf_str(&once), buf_str(&again)))
				fail_msg("U+%04X: \"%.*s\", by form %zu \"%.*s\"", c, STR_ARG(buf_str(&once)), f,
					 STR_ARG(buf_str(&again)));
		}
	}
	buf_fini(&raw);
	buf_fini(&once);
	buf_fini(&again);
}

/* In ASCII by ICU's transliterator, when that is letters; else empty. */
static struct str transliterated(UTransliterator *t, UChar32 c, char *out)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar text[16];
	int32_t n = 0;
	U16_APPEND_UNSAFE(text, n, c);
	int32_t limit = n;
	utrans_transUChars(t, text, &n, 16, 0, &limit, &status);
	for (int32_t i = 0; U_SUCCESS(status) && i < n; i++) {
		if (text[i] < 'a' || text[i] > 'z')
			return STR_NONE;
		out[i] = (char)text[i];
	}
	return U_SUCCESS(status) ? str_n(out, (size_t)n) : STR_NONE;
}

/* Can a letter stand in a word whose case is folded and that is taken apart? */
static bool is_bare(UChar32 c)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar raw[2], folded[64], parts[16];
	int32_t n = 0;
	U16_APPEND_UNSAFE(raw, n, c);
	int32_t n_folded = unorm2_normalize(unorm2_getNFKCCasefoldInstance(&status), raw, n, folded, 64, &status);
	return n_folded == n && folded[0] == raw[0] && unorm2_getDecomposition(unorm2_getNFDInstance(&status), c, parts, 16, &status) < 0;
}

static void latin_letters_are_those_of_icu(void **state)
{
	(void)state;
	UErrorCode status = U_ZERO_ERROR;
	UTransliterator *t = utrans_openU(u"Latin-ASCII", -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
	struct buf out = BUF_INIT;
	size_t n = 0;
	assert_true(U_SUCCESS(status));
	for (UChar32 c = 0x80; c < 0x10000; c++) {
		char raw[4], ascii[16];
		if (!u_isalpha(c) || uscript_getScript(c, &status) != USCRIPT_LATIN || !is_bare(c))
			continue;
		struct str letter = str_n(raw, utf8_encode((uint32_t)c, raw)), expected = transliterated(t, c, ascii);
		fold_word(letter, &out);
		if (!str_eq(buf_str(&out), expected.n ? expected : letter))
			fail_msg("U+%04X is %.*s", (unsigned)c, STR_ARG(buf_str(&out)));
		n += expected.n > 0;
	}
	assert_true(n > 100);
	utrans_close(t);
	buf_fini(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(folds),
		cmocka_unit_test(agrees_with_itself_on_ascii),
		cmocka_unit_test(cuts_long_words),
		cmocka_unit_test(is_stable_for_every_character),
		cmocka_unit_test(latin_letters_are_those_of_icu),
	};
	return cmocka_run_group_tests(tests, setup, NULL);
}

/* Encodings: marks, declarations, UTF-16 without a mark, guesses on short and long texts. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <unicode/ucnv.h>

#include "common/utf8.h"
#include "text/charset.h"

#define COUNT(a) (sizeof(a) / sizeof(*(a)))
#define BYTES(literal) { (literal), sizeof(literal) - 1 }

static const char russian[] =
	"Совещание секретарей советов безопасности прошло в Душанбе. Стороны обсудили охрану границы с Афганистаном, "
	"борьбу с наркотрафиком и подготовку к осенним учениям. По словам участников, ситуация остаётся сложной: «число "
	"нарушений выросло на треть». Следующая встреча намечена на весну — в Бишкеке.\r\n"
	"МИНИСТЕРСТВО ОБОРОНЫ не стало называть количество военнослужащих. Эксперты пишут об этом в обзоре № 5.\r\n";
static const char russian_short[] = "Учения начнутся в мае на границе";	/* 32 characters */
static const char russian_caps[] = "СОВЕЩАНИЕ В ДУШАНБЕ: ОХРАНА ГРАНИЦЫ";
static const char ukrainian[] = "Міністерство оборони повідомило, що навчання відбудуться навесні.";
static const char bulgarian[] = "Министерството на отбраната съобщи, че учението ще се проведе през пролетта.";
static const char german[] = "Die Übung fand für größere Verbände in der Nähe von Duschanbe statt; Präsident Müller "
			     "äußerte sich höflich, doch die Kämpfe dürften später wieder aufflammen.";
static const char german_short[] = "Grüße aus Köln, schöne Übung";
static const char french[] = "Le président a été reçu à Bichkek ; les députés ont voté à l’unanimité le traité "
			     "frontalier. Où est passée l’armée ? L’été dernier, la région était déjà fermée.";
static const char french_short[] = "Il va à Paris, à midi, à pied";
static const char spanish[] = "La cooperación en materia de seguridad está en su mejor momento, señaló el señor Muñoz "
			      "mañana; la frontera común sigue abierta según la administración.";
static const char quotes[] = "The government’s “new” policy – if it is one – wasn’t published.";

/* text in an encoding, by ICU; out is replaced. */
static struct str encode(const char *text, const char *encoding, struct buf *out)
{
	UErrorCode status = U_ZERO_ERROR;
	buf_reset(out);
	size_t room = strlen(text) * 4 + 16;
	assert_true(buf_reserve(out, room));
	int32_t n = ucnv_convert(encoding, "UTF-8", out->p, (int32_t)room, text, (int32_t)strlen(text), &status);
	assert_true(U_SUCCESS(status));
	out->n = (size_t)n;
	return buf_str(out);
}

static void check(struct str bytes, const char *declared, const char *name, const char *text)
{
	struct buf out = BUF_INIT;
	const char *found = "";
	struct err err;
	if (charset_decode(bytes, str_of(declared), &out, &found, &err) < 0)
		fail_msg("%s: %s", name, err.msg);
	if (strcmp(found, name) != 0)
		fail_msg("%s, not %s: %.60s", found, name, out.p);
	assert_true(utf8_valid(buf_str(&out)));
	if (text)
		assert_string_equal(out.p, text);
	buf_fini(&out);
}

static void guesses(void **state)
{
	(void)state;
	static const char *const names[] = { "windows-1251", "KOI8-R", "IBM866", "ISO-8859-5" };
	static const char *const cyrillic[] = { russian_short, "Учения начнутся в мае", russian_caps, bulgarian,
						"Шанхайская организация сотрудничества (ШОС)",
						"Report on the SCO exercise. Отчёт об учениях стран ШОС в Таджикистане." };
	static const char *const western[] = { german, german_short, french, french_short, spanish, quotes,
					       "naïve", "café", "Ørsted", "5 °C", "Señor Müller" };
	struct buf b = BUF_INIT;
	for (size_t i = 0; i < COUNT(names); i++)
		for (size_t k = 0; k < COUNT(cyrillic); k++)
			check(encode(cyrillic[k], names[i], &b), "", names[i], cyrillic[k]);
	check(encode(russian, "windows-1251", &b), "", "windows-1251", russian);
	check(encode(ukrainian, "windows-1251", &b), "", "windows-1251", ukrainian);
	for (size_t i = 1; i < COUNT(names); i++)	/* they lack some of its signs */
		check(encode(russian, names[i], &b), "", names[i], NULL);
	for (size_t i = 0; i < COUNT(western); i++)
		check(encode(western[i], "windows-1252", &b), "", "windows-1252", western[i]);
	buf_fini(&b);
}

static void guesses_other_alphabets(void **state)
{
	(void)state;
	static const struct {
		const char *name, *text;
	} rows[] = {
		{ "windows-1250", "Ministerstwo Obrony Narodowej ogłosiło, że ćwiczenia wojskowe odbędą się w "
				  "przyszłym miesiącu; żołnierze będą ćwiczyć współpracę, łączność i ochronę granicy." },
		{ "windows-1253", "Η άσκηση των ενόπλων δυνάμεων θα γίνει την άνοιξη στα σύνορα της χώρας και θα "
				  "συμμετάσχουν μονάδες από όλες τις χώρες." },
		{ "windows-1254", "Sınır güvenliği toplantısı için başkanlar İstanbul'da buluştu; görüşmelerde ığdır ve "
				  "çevresindeki geçiş noktaları ile güçlü iş birliği konuşuldu." },
		{ "windows-31j", "国境警備に関する会議がタシケントで開かれ、参加国は来年の演習について話し合いました。" },
		{ "GB18030", "上海合作组织成员国在会议上讨论了边境安全和反恐合作问题，并决定明年举行联合演习。各国代表表示支持。" },
	};
	struct buf b = BUF_INIT;
	for (size_t i = 0; i < COUNT(rows); i++)
		check(encode(rows[i].text, rows[i].name, &b), "", rows[i].name, rows[i].text);
	buf_fini(&b);
}

static void finds_utf16(void **state)
{
	(void)state;
	static const char *const names[] = { "UTF-16LE", "UTF-16BE" };
	static const char *const texts[] = { russian, russian_short, german_short, "Plain English.", "ab" };
	struct buf b = BUF_INIT, marked = BUF_INIT;
	for (size_t i = 0; i < COUNT(names); i++)
		for (size_t k = 0; k < COUNT(texts); k++) {
			struct str bytes = encode(texts[k], names[i], &b);
			check(bytes, "", names[i], texts[k]);
			assert_false(charset_is_binary(bytes));
			buf_reset(&marked);
			buf_addstr(&marked, i ? STR("\xfe\xff") : STR("\xff\xfe"));
			buf_addstr(&marked, bytes);
			check(buf_str(&marked), "koi8-r", names[i], texts[k]);
		}
	buf_reset(&marked);
	buf_addstr(&marked, STR("\xff\xfe\0\0"));
	buf_addstr(&marked, encode(russian, "UTF-32LE", &b));
	check(buf_str(&marked), "", "UTF-32LE", russian);
	/* A later part of a text: no mark, nothing that looks like it. */
	check(str_n("\x4b\x6d\xd5\x8b", 4), "utf-16le", "UTF-16LE", "\xe6\xb5\x8b\xe8\xaf\x95");
	check(str_n("\0\0\x6d\x4b", 4), "UTF-32BE", "UTF-32BE", "\xe6\xb5\x8b");
	/* A lone byte at the end, and half of a pair. */
	check(str_n("\xff\xfe" "a\0b", 5), "", "UTF-16LE", "a\xef\xbf\xbd");
	check(str_n("\xff\xfe" "a\0\x00\xd8" "b\0", 8), "", "UTF-16LE", "a\xef\xbf\xbd" "b");
	buf_fini(&b);
	buf_fini(&marked);
}

static void trusts_declarations_that_fit(void **state)
{
	(void)state;
	static const struct {
		const char *text, *encoding, *declared, *found;
	} rows[] = {
		{ "ё", "KOI8-R", "koi8-r", "KOI8-R" },
		{ "Śląsk", "ISO-8859-2", "iso-8859-2", "ISO-8859-2" },
		{ "naïve", "windows-1252", " ISO-8859-1 ", "windows-1252" },
		{ russian_short, "windows-1251", "cp1251", "windows-1251" },
		{ russian_short, "IBM866", "cp866", "IBM866" },
		{ ukrainian, "KOI8-U", "koi8-u", "KOI8-U" },
		/* wrong ones */
		{ russian_short, "windows-1251", "koi8-r", "windows-1251" },
		{ russian_short, "KOI8-R", "windows-1251", "KOI8-R" },
		{ russian_short, "windows-1251", "iso-8859-1", "windows-1251" },
		{ russian_short, "UTF-8", "windows-1251", "UTF-8" },
		{ russian_short, "windows-1251", "utf-8", "windows-1251" },
		{ russian_short, "windows-1251", "utf-16", "windows-1251" },
		{ russian_short, "windows-1251", "no-such-encoding", "windows-1251" },
		{ russian_short, "windows-1251", "../../etc/passwd", "windows-1251" },
		{ "Plain English.", "UTF-8", "utf-7", "UTF-8" },
		{ "Plain English.", "UTF-8", "ibm-37", "UTF-8" },
		{ german_short, "windows-1252", "ibm-37", "windows-1252" },
		{ german_short, "windows-1252", "a-name-that-is-longer-than-any-name-of-an-encoding-can-be-expected-to-be", "windows-1252" },
	};
	struct buf b = BUF_INIT;
	for (size_t i = 0; i < COUNT(rows); i++)
		check(encode(rows[i].text, rows[i].encoding, &b), rows[i].declared, rows[i].found, rows[i].text);
	buf_fini(&b);
}

static void repairs_what_is_nearly_utf8(void **state)
{
	(void)state;
	static const struct {
		struct str in;
		const char *out;
	} rows[] = {
		{ BYTES(""), "" },
		{ BYTES("\xef\xbb\xbf"), "" },
		{ BYTES("\xef\xbb\xbfplain"), "plain" },
		{ BYTES("\xef\xbb\xbf" "a\xff" "b"), "a\xef\xbf\xbd" "b" },
		{ BYTES("tab\there\nline\r\npage\f"), "tab\there\nline\r\npage\f" },
		{ BYTES("a long enough text with a bell\x07 and a vertical\x0b tab"), "a long enough text with a bell  and a vertical  tab" },
		/* cut in the middle of a character */
		{ BYTES("граница\xd0"), "граница\xef\xbf\xbd" },
		/* one bad byte among many good characters */
		{ BYTES("Граница с Афганистаном\xff охраняется"), "Граница с Афганистаном\xef\xbf\xbd охраняется" },
	};
	for (size_t i = 0; i < COUNT(rows); i++)
		check(rows[i].in, "", "UTF-8", rows[i].out);

	/* NUL far behind the sample that tells text from binary. */
	struct buf b = BUF_INIT, out = BUF_INIT;
	const char *name;
	struct err err;
	for (int i = 0; i < 10000; i++)
		buf_putc(&b, 'a');
	buf_add(&b, "\0b", 2);
	assert_int_equal(charset_decode(buf_str(&b), STR(""), &out, &name, &err), 0);
	assert_true(str_ends(buf_str(&out), STR("aa b")));
	buf_fini(&b);
	buf_fini(&out);
}

static void refuses_binary(void **state)
{
	(void)state;
	static const struct str binary[] = {
		BYTES("%PDF-1.4 text"), BYTES("PK\x03\x04....."), BYTES("\x89PNG\r\n"), BYTES("\xff\xd8\xff\xe0"),
		BYTES("\x7f" "ELF"), BYTES("\x1f\x8b\x08"), BYTES("{\\rtf1 text}"), BYTES("a\0b"), BYTES("\0\0\0\0\0\0"),
		BYTES("\x01\x02\x03\x04 text"), BYTES("\x10\0\x11\0\x12\0\x13\0"), BYTES("text\0\0\0more text here"),
	};
	static const struct str text[] = {
		BYTES(""), BYTES("a"), BYTES("\n"), BYTES("\xff"), BYTES("\x1b[1mbold\x1b[0m"), BYTES("a\bb_\bc"),
		BYTES("PK is a park"), BYTES("%PD"),
	};
	struct buf out = BUF_INIT;
	struct err err;
	const char *name;
	for (size_t i = 0; i < COUNT(binary); i++) {
		if (!charset_is_binary(binary[i]))
			fail_msg("taken for text: row %zu", i);
		assert_int_equal(charset_decode(binary[i], STR("utf-8"), &out, &name, &err), -1);
		assert_int_equal(err.code, ERR_ENCODING);
	}
	for (size_t i = 0; i < COUNT(text); i++)
		if (charset_is_binary(text[i]))
			fail_msg("taken for binary: row %zu", i);
	buf_fini(&out);
}

static void stops_at_the_limit(void **state)
{
	(void)state;
	struct buf b = BUF_INIT, out;
	struct err err;
	const char *name;
	struct str bytes = encode(russian_short, "windows-1251", &b);
	for (size_t max = 1; max <= strlen(russian_short); max++) {
		buf_init(&out, max);
		int rc = charset_decode(bytes, STR(""), &out, &name, &err);
		assert_int_equal(rc, max < strlen(russian_short) ? -1 : 0);
		if (rc < 0)
			assert_int_equal(err.code, ERR_LIMIT);
		buf_fini(&out);
	}
	buf_fini(&b);
}

static void converts_long_texts(void **state)
{
	(void)state;
	struct buf text = BUF_INIT, bytes = BUF_INIT;
	for (int i = 0; i < 2000; i++)
		buf_puts(&text, russian_short);
	check(encode(text.p, "windows-1251", &bytes), "", "windows-1251", text.p);
	check(encode(text.p, "UTF-16BE", &bytes), "", "UTF-16BE", text.p);
	/* ASCII for longer than the sample, then Russian. */
	buf_reset(&text);
	for (int i = 0; i < 10000; i++)
		buf_puts(&text, "English words ");
	buf_puts(&text, russian_short);
	check(encode(text.p, "KOI8-R", &bytes), "", "KOI8-R", text.p);
	buf_fini(&text);
	buf_fini(&bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(guesses),
		cmocka_unit_test(guesses_other_alphabets),
		cmocka_unit_test(finds_utf16),
		cmocka_unit_test(trusts_declarations_that_fit),
		cmocka_unit_test(repairs_what_is_nearly_utf8),
		cmocka_unit_test(refuses_binary),
		cmocka_unit_test(stops_at_the_limit),
		cmocka_unit_test(converts_long_texts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* text/eml.h, text/mime.h: messages of real programs, and each construct by itself. */
#include "config.h"

#include "tests/unit/parts_fixture.h"
#include "text/eml.h"
#include "text/mime.h"

static struct buf out;

/* ---- Messages of programs ---- */

static void test_programs(void **state)
{
	(void)state;
	assert_string_equal(shown_file(eml_read, "eml/s-nail.eml", &out),
		"Насос в Кара-Суу отремонтирован, вода снова идет в верхний канал|Tomas Brandt|2026-11-22|\n"
		"^ To: aigul@example.org\n\nDear Aigul,\n\n"
		"the pump at Kara-Suu was repaired on Tuesday, and the upper canal carries water\n"
		"again. Цены на зерно в Оше выросли на десять процентов.\n\n> Is the canal open?\nYes, it is.\n\n--\nTomas\n"
		"=== forts.csv (text/csv; charset=us-ascii) 24\n=== протокол.txt (text/plain; charset=koi8-r) 30");
	assert_string_equal(shown_file(eml_read, "eml/mutt.eml", &out),
		"Canal, насос and prices|Томас Брандт|2026-11-22|\n"
		"^ To: aigul@example.org\n\n^ Cc: Нодира Халимова\n\nDear Aigul,\n\n"
		"the pump at Kara-Suu was repaired on Tuesday, and the upper canal carries water\n"
		"again. Цены на зерно в Оше выросли на десять процентов.\n\n> Is the canal open?\nYes, it is.\n\n--\nTomas\n"
		"=== forts.csv (text/csv; charset=us-ascii) 24\n=== протокол.txt (text/plain; charset=utf-8) 52");
	assert_string_equal(shown_file(eml_read, "eml/python.eml", &out),
		"Отчёт о воде: the report with a rather long subject line, so that it has to be folded somewhere|Брандт, Томас|2014-03-04|\n"
		"^ To: Aigul Saparova; desk@example.org\n\nThe canal was opened on Tuesday.\nКанал открыли во вторник.\n"
		"=== Отчёт за март.pdf (application/pdf) 19\n=== Forwarded: prices.eml (message/rfc822) 218");
}

/* ---- Texts of messages ---- */

#define HEAD "From: a@example.org\nSubject: s\nMIME-Version: 1.0\n"

static void test_bodies(void **state)
{
	static const struct {
		const char *mail, *text;
	} rows[] = {
		{ HEAD "\nplain\ntext\n", "plain\ntext" },
		{ HEAD "\n", "" },
		{ HEAD, "" },
		{ "From: a@example.org\r\nSubject: s\r\n\r\nplain\r\ntext\r\n", "plain\ntext" },
		{ HEAD "Content-Type: text/plain; charset=\"koi8-r\"\n\n\xf7\xcf\xc4\xd5 \xd0\xd5\xd3\xd4\xc9\xcc\xc9", "Воду пустили" },
		{ HEAD "Content-Type: text/plain; charset=windows-1251\nContent-Transfer-Encoding: 8bit\n\n\xc2\xee\xe4\xf3", "Воду" },
		{ HEAD "Content-Transfer-Encoding: quoted-printable\n\na=3Db =\nc=D0=\n=B2 =ZZ =\n", "a=b cв =ZZ" },
		{ HEAD "Content-Transfer-Encoding: base64\n\n0JLQvtC00LA=\n", "Вода" },
		{ HEAD "Content-Transfer-Encoding: BASE64 \n\nYWJj\nIGRl*Zg==\n", "abc def" },
		{ HEAD "Content-Type: text/plain; charset=iso-2022-jp\n\n\x1b$B?e\x1b(B", "水" },
		{ HEAD "Content-Type: text/html\n\n<p>one<p>two", "one\n\ntwo" },
		{ HEAD "Content-Type: text/html\n\n<meta charset=koi8-r><p>\xf7\xcf\xc4\xd5 \xd0\xd5\xd3\xd4\xc9\xcc\xc9", "Воду пустили" },
		{ HEAD "Content-Type: text\n\nx", "x" },
		/* lines that flow (RFC 3676) */
		{ HEAD "Content-Type: text/plain; format=flowed\n\none \ntwo\nthree\n> q1 \n> q2\n>> deep\n From x\n-- \nme", "one two\nthree\n> q1 q2\n>> deep\nFrom x\n--\nme" },
		{ HEAD "Content-Type: text/plain; format=flowed; delsp=yes\n\nwa \nter", "water" },
		/* alternatives */
		{ HEAD "Content-Type: multipart/alternative; boundary=b\n\npreamble\n--b\n\nplain\n--b\nContent-Type: text/html\n\n<p>html\n--b--\nepilogue", "plain" },
		{ HEAD "Content-Type: multipart/alternative; boundary=b\n\n--b\n\n \n--b\nContent-Type: text/html\n\n<p>html\n--b--", "html" },
		{ HEAD "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nno html?\n--b\nContent-Type: text/html\n\n"
		  "<p>a text that is much longer than what stands beside it\n--b--", "a text that is much longer than what stands beside it" },
		{ HEAD "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nplain\n--b\nContent-Type: text/calendar\n\nBEGIN\n--b--", "plain" },
		/* parts */
		{ HEAD "Content-Type: multipart/mixed; boundary=\"a b\"\n\n--a b\n\none\n--a b  \nContent-Type: text/html\n\n<p>two\n--a b--", "one\n\ntwo" },
		{ HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b\n\ncut off", "cut off" },
		{ HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b\n--b\n\nx\n--bc\n--b--", "x\n--bc" },
		{ HEAD "Content-Type: multipart/mixed\n\nno boundary", "no boundary" },
		{ HEAD "Content-Type: multipart/signed; boundary=b\n\n--b\n\nx\n--b\nContent-Type: application/pgp-signature; name=s.asc\n\nxx\n--b--", "x" },
		{ HEAD "Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>x\n--b\nContent-Type: image/png\nContent-ID: <1>\n\nP\n--b--", "x" },
		/* attachments */
		{ HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b\nContent-Disposition: attachment\n\nfile\n--b\nContent-Type: text/plain; name=\"dir/n.txt\"\n\nnamed\n--b--",
		  "x\n=== part-1.txt (text/plain) 4\n=== n.txt (text/plain; name=\"dir/n.txt\") 5" },
		{ HEAD "Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\nJVBERg==", "\n=== part-1 (application/pdf) 4" },
		{ HEAD "Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: one/two\n\nx\n--b--", "\n=== two.eml (message/rfc822) 19" },
		{ HEAD "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/alternative; boundary=c\n\n--c\n\nplain\n--c\n"
		  "Content-Type: multipart/mixed; boundary=d\n\n--d\nContent-Type: text/html\n\n<p>html\n--d\nContent-Type: application/pdf; name=a.pdf\n\nP\n--d--\n--c--\n--b--",
		  "plain\n=== a.pdf (application/pdf; name=a.pdf) 1" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *text = strchr(shown(eml_read, str_of(rows[i].mail), &out), '\n');
		if (!text || strcmp(text + 1, rows[i].text))
			fail_msg("%s\ngives\n%s\nnot\n%s", rows[i].mail, out.p, rows[i].text);
	}
}

static void test_fields(void **state)
{
	static const struct {
		const char *head, *fields;
	} rows[] = {
		{ "Subject: a\n b\n\tc", "a b c|||" },
		{ "SUBJECT : a\nsubject: b", "a|||" },
		{ "Subject: =?utf-8?B?0JLQvtC00LA=?=\n =?UTF-8?Q?_=D0=B8?= salt", "Вода и salt|||" },
		/* a character cut in two, as some programs do */
		{ "Subject: =?utf-8?B?0JLQ?= =?utf-8?B?vtC00LA=?=", "Вода|||" },
		{ "Subject: =?koi8-r?Q?=F7=CF=C4=C1?=, =?windows-1251*ru?b?wu7k4A==?=", "Вода, Вода|||" },
		{ "Subject: =?iso-2022-jp?B?GyRCP2UbKEI=?=", "水|||" },
		{ "Subject: =?x?Q?a?= =?utf-8?Z?a?= =?utf-8?Q?a", "a =?utf-8?Z?a?= =?utf-8?Q?a|||" },
		{ "Subject: \xc2\xee\xe4\xe0 \xef\xf0\xe8\xf8\xeb\xe0", "Вода пришла|||" },
		{ "Subject: Вода", "Вода|||" },
		{ "Subject: a\x01\x7f" "b", "a b|||" },
		{ "From: Ann Lee <a@example.org>", "|Ann Lee||" },
		{ "From: \"Lee, Ann\" <a@example.org>, a@example.org (Bo \\(B)), <c@example.org>", "|Lee, Ann; Bo \\(B); c@example.org||" },
		{ "From: =?utf-8?B?0JDQvdC90LA=?= <a@example.org>", "|Анна||" },
		{ "From: \"=?utf-8?B?0JDQvdC90LA=?=\" <a@example.org>", "|Анна||" },
		{ "From: Desk: a@example.org, Bo <b@example.org>;", "|a@example.org; Bo||" },
		{ "From: undisclosed:;\nSender: x", "|||" },
		{ "Sender: Ann <a@example.org>", "error" },
		{ "To: x\nSender: Ann <a@example.org>", "|Ann||" },
		{ "Date: Tue, 4 Mar 2014 09:15:00 +0600 (KGT)", "||2014-03-04|" },
		{ "Date: 4 Mar 99 09:15 EST", "||1999-03-04|" },
		{ "Date: Tue, 04 Mar 14 09:15:00 GMT", "||2014-03-04|" },
		{ "Date: yesterday\nReceived: from x; Tue, 4 Mar 2014 09:15:00 +0600", "|||" },
		{ "Subject: s\nContent-Language: ru", "s|||ru" },
		{ "X-Other: s", "error" },
		{ "no header\n", "error" },
		{ "", "error" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		shown(eml_read, str_of(rows[i].head), &out);
		bool failed = strncmp(out.p, "error: no mail", 14) == 0;
		struct str rest = buf_str(&out), line = STR_NONE;
		str_cut(&rest, '\n', &line);
		if (failed ? strcmp(rows[i].fields, "error") : !str_eqz(line, rows[i].fields))
			fail_msg("%s\ngives\n%s", rows[i].head, out.p);
	}
}

static void test_parameters(void **state)
{
	static const struct {
		const char *raw, *value;
	} rows[] = {
		{ "attachment; filename=a.txt", "a.txt" },
		{ "attachment; x=1; FILENAME = \"a; \\\"b\\\".txt\"", "a; \"b\".txt" },
		{ "attachment; filename*=utf-8''%D0%B0.txt; filename=x.txt", "а.txt" },
		{ "attachment; filename*0*=koi8-r'ru'%D7; filename*1=.t; filename*2*=%78t", "в.txt" },
		{ "attachment; filename*0=a; filename*1=b; filename*3=d", "ab" },
		{ "attachment; filename=\"=?utf-8?B?0LAudHh0?=\"", "а.txt" },
		{ "attachment; filename*=no-charset", "no-charset" },
		{ "attachment (a; filename=no); filename=yes", "yes" },
		{ "attachment; filename=", "" },
		{ "attachment; name=x", "" },
		{ "", "" },
	};
	struct arena a = ARENA_INIT;
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct str value = mime_param(str_of(rows[i].raw), "filename", &a);
		if (!str_eqz(value, rows[i].value))
			fail_msg("%s gives %.*s", rows[i].raw, STR_ARG(value));
	}
	arena_fini(&a);
}

/* Multiparts in one another: what is too deep is not read, and nothing breaks. */
static void test_depth(void **state)
{
	struct buf mail = BUF_INIT;
	(void)state;
	buf_puts(&mail, HEAD);
	for (int i = 0; i < 40; i++)
		buf_printf(&mail, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n\nt%d\n--b%d\n", i, i, i, i);
	const char *text = shown(eml_read, buf_str(&mail), &out);
	assert_non_null(strstr(text, "t0\n\nt1\n\nt2"));
	assert_null(strstr(text, "t20"));
	buf_fini(&mail);
}

/* ---- Boxes ---- */

static void test_box(void **state)
{
	(void)state;
	const char *text = shown_file(mbox_read, "mbox/python.mbox", &out);
	static const char *const strings[] = {
		"1: Отчёт о воде", "\n=== 1/Отчёт за март.pdf", "\n2: Second|a@example.org|2014-03-05|", "\n\nFrom the hills water came.\nFrom Osh at 10:15:00 nobody came.", NULL,
		">From", NULL
	};
	check_holds("python.mbox", text, strings);
	assert_string_equal(shown(mbox_read, STR_NONE, &out), "");
}

#define FROM "From x Mon Mar  3 10:00:00 2014\n"

static void test_lengths(void **state)
{
	static const struct {
		const char *box;
		bool at_end;
		size_t length;
	} rows[] = {
		{ FROM "A: 1\n\nx\n\n" FROM "B: 1\n", true, 41 }, { FROM "A: 1\n\nx\n\n" FROM "B: 1\n\n", false, 41 },
		{ FROM "A: 1\n\nx\n\n" FROM "B: 1", false, 0 },		/* the field may go on */
		{ FROM "A: 1\n\nx\n", true, 40 }, { FROM "A: 1\n\nx\n", false, 0 },
		{ FROM "A: 1\n\nFrom here to there\nB: 1\n", true, 62 },	/* no time */
		{ FROM "A: 1\n\nFrom 10:00 on\n\nB\n", true, 55 },		/* no header behind it */
		{ "", true, 0 },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		size_t searched = 0;
		assert_int_equal(mbox_length(str_of(rows[i].box), rows[i].at_end, &searched), rows[i].length);
	}
	/* Byte by byte the same place is found. */
	struct str box = str_of(rows[1].box);
	size_t searched = 0, found = 0;
	for (size_t n = 1; n <= box.n && !found; n++)
		found = mbox_length(str_sub(box, 0, n), false, &searched);
	assert_int_equal(found, 41);
	assert_true(mbox_begins(box));
	assert_false(mbox_begins(STR("From x\nA: 1\n")));
}

static void test_unquoting(void **state)
{
	struct arena a = ARENA_INIT;
	(void)state;
	assert_true(str_eqz(mbox_message(STR(FROM "A: 1\n\n>From x\n>>From y\n> From z\n>Fromage\n"), &a), "A: 1\n\nFrom x\n>From y\n> From z\n>Fromage\n"));
	assert_true(str_eqz(mbox_message(STR("A: 1\n\nx"), &a), "A: 1\n\nx"));
	arena_fini(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_programs), cmocka_unit_test(test_bodies), cmocka_unit_test(test_fields),
		cmocka_unit_test(test_parameters), cmocka_unit_test(test_depth), cmocka_unit_test(test_box),
		cmocka_unit_test(test_lengths), cmocka_unit_test(test_unquoting),
	};
	int rc = cmocka_run_group_tests(tests, NULL, NULL);
	buf_fini(&out);
	return rc;
}

/* Acronyms that a text defines, and brackets that define none. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "text/acronym.h"
#include "text/fold.h"

/* "ACR=long form; ..." */
static void expect(const char *text, const char *expected)
{
	struct arena a = ARENA_INIT;
	struct buf found = BUF_INIT;
	struct acronym *list;
	size_t n;
	acronyms_find(str_of(text), &a, &list, &n);
	buf_puts(&found, "");
	for (size_t i = 0; i < n; i++)
		buf_printf(&found, "%s%.*s=%.*s", i ? "; " : "", STR_ARG(list[i].acronym), STR_ARG(list[i].long_form));
	const char *got = found.n ? found.p : "";
	if (strcmp(got, expected) != 0)
		fail_msg("\"%s\"\n  gives    %s\n  expected %s", text, got, expected);
	buf_fini(&found);
	arena_fini(&a);
}

struct row {
	const char *text, *expected;
};

static void expect_rows(const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		expect(rows[i].text, rows[i].expected);
}
#define EXPECT(rows) expect_rows(rows, sizeof(rows) / sizeof(*rows))

static void initials(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "", "" },
		{ "()", "" },
		{ "the Lake Issyk Protection Fund (LIPF) met", "LIPF=Lake Issyk Protection Fund" },
		{ "Commission for the Rivers of the Plain (CRP)", "CRP=Commission for the Rivers of the Plain" },
		{ "clean drinking water (CDW)", "CDW=clean drinking water" },
		{ "Pasture Users and Herders Union(PUHU)", "PUHU=Pasture Users and Herders Union" },
		{ "Border Guard Service [BGS]", "BGS=Border Guard Service" },
		{ "(Mountain Road Agency [MRA], Valley Road Agency [VRA])", "MRA=Mountain Road Agency; VRA=Valley Road Agency" },
		{ "said so. Mountain Road Agency (MRA)", "MRA=Mountain Road Agency" },
		{ "the M.I. Frontier Road Agency (MIFRA)", "MIFRA=M.I. Frontier Road Agency" },
		{ "Fund, Mountain Road Agency (the MRA)", "MRA=Mountain Road Agency" },
		{ "the Mountain Road Agency (hereafter \"MRA\")", "MRA=Mountain Road Agency" },
		{ "the Mountain\nRoad Agency\n(MRA)", "MRA=Mountain Road Agency" },
		{ "Water and Energy, Science and Trade Organisation (WESTO)", "WESTO=Water and Energy, Science and Trade Organisation" },
		{ "the Mountain Road Agency (MRA or MORA)", "MRA=Mountain Road Agency; MORA=Mountain Road Agency" },
		{ "Mountain Road Agency (MRA) and again Mountain Road Agency (MRA)", "MRA=Mountain Road Agency" },
	};
	EXPECT(rows);
}

static void hard_cases(void **state)
{
	(void)state;
	static const struct row rows[] = {
		/* Hyphenated words give one letter or several. */
		{ "Joint Anti-Smuggling Group (JASG)", "JASG=Joint Anti-Smuggling Group" },
		{ "Council on Co-operation in Dams (CCD)", "CCD=Council on Co-operation in Dams" },
		{ "Turan\xe2\x80\x93" "Altai Pipeline (TAP)", "TAP=Turan\xe2\x80\x93" "Altai Pipeline" },
		/* Particles. */
		{ "Harakat al-Nur (HN)", "HN=Harakat al-Nur" },
		{ "al-Nur in the Western Steppe (ANWS)", "ANWS=al-Nur in the Western Steppe" },
		{ "Tanzim-i-Nur Party (TNP)", "TNP=Tanzim-i-Nur Party" },
		/* Mixed case, hyphens, figures. */
		{ "Light of the Steppe (*Nur al-Dasht*, NaD)", "NaD=Nur al-Dasht" },
		{ "Northern State Valley (NS-V)", "NS-V=Northern State Valley" },
		{ "steppe virus 2021 (STEVI-21)", "STEVI-21=steppe virus 2021" },
		/* Emphasis. */
		{ "**Mountain Road Agency** (**MRA**)", "MRA=Mountain Road Agency" },
		/* Plurals. */
		{ "mobile border posts (MBPs)", "MBP=mobile border post" },
		{ "water user companies (WUCs)", "WUC=water user company" },
		/* Words with two letters of it; words without any. */
		{ "the Antismuggling Centre of Turan (ASCT)", "ASCT=Antismuggling Centre of Turan" },
		{ "Forum on Roads and Border-Crossing Measures in Turan (FRBT)",
		  "FRBT=Forum on Roads and Border-Crossing Measures in Turan" },
		/* Another order. */
		{ "the Organisation of the Common Steppe Market (CSMO)", "CSMO=Organisation of the Common Steppe Market" },
		/* Words in front that do not belong to it. */
		{ "the Turan branch of the LP, the Liberty Party of Turan (LPT)", "LPT=Liberty Party of Turan" },
		{ "the former Nur affiliate Hizb Talab al-Dasht (HTD)", "HTD=Hizb Talab al-Dasht" },
		{ "known asHizb Talab al-Dasht (HTD)", "HTD=Hizb Talab al-Dasht" },
		/* The acronym first. */
		{ "the MRA (Mountain Road Agency)", "MRA=Mountain Road Agency" },
		{ "the MRA (the Mountain Road Agency, founded 1998)", "MRA=Mountain Road Agency" },
		{ "MBPs (mobile border posts)", "MBP=mobile border post" },
		/* Cyrillic. */
		{ "Организация Договора о едином рынке (ОДЕР)", "ОДЕР=Организация Договора о едином рынке" },
		{ "Служба горных дорог(СГД) и ФОВ (Фонд охраны вод)", "СГД=Служба горных дорог; ФОВ=Фонд охраны вод" },
		{ "Комитета дорожной охраны (далее – КДО)", "КДО=Комитета дорожной охраны" },
		{ "Автодорожный фонд (АДФ)", "АДФ=Автодорожный фонд" },
		/* A note. */
		{ "text\n\n7 The Liberty Party of Turan (LPT) was founded in 1990.", "LPT=Liberty Party of Turan" },
	};
	EXPECT(rows);
}

static void no_definitions(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "Peter Norman (KYRGYZSTAN )", "" },		/* a place */
		{ "Collective (Re)Actions", "" },
		{ "welcoming hosts [local people]", "" },
		{ "Nur Ovozi (Voice of Light)", "" },
		{ "Peter Norman (aka Juma the Tall)", "" },
		{ "Ed Miller/Ann Smith (eds)", "" },
		{ "Miller, cited above (Note 6)", "" },
		{ "Georgia (885)", "" },
		{ "the Party of Light [former name of LPT]", "" },
		{ "the Liberty Group (or Union)", "" },
		{ "Turan's intelligence agency (KNB)", "" },	/* of another language */
		{ "the MRA (see Mountain Roads)", "" },
		{ "the MRA (Moscow)", "" },
		{ "MRA (MRA and other agencies)", "" },		/* itself */
		{ "in May (MAY)", "" },
		{ "Volume Two (II)", "" },
		{ "the Mountain Road Agency\n\n(MRA)", "" },	/* another paragraph */
		{ "the Mountain Road Agency; it (MRA)", "" },
		{ "the Mountain Road Agency (MRA", "" },
		{ "of the (OT)", "" },
		{ "he asked for a loan (FL)", "" },
		{ "((((((((((((", "" },
		{ "Agency (M\xd0\xa0)", "" },
	};
	EXPECT(rows);
}

static void limits(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "Aa Bb Cc Dd Ee Ff Gg Hh Ii Jj (ABCDEFGHIJ)", "ABCDEFGHIJ=Aa Bb Cc Dd Ee Ff Gg Hh Ii Jj" },
		{ "Aa Bb Cc Dd Ee Ff Gg Hh Ii Jj Kk (ABCDEFGHIJK)", "" },
		{ "A (A)", "" },
	};
	EXPECT(rows);
	/* A long form of the most bytes, and of one more. */
	for (int more = 0; more < 2; more++) {
		struct buf text = BUF_INIT, expected = BUF_INIT;
		buf_puts(&text, "Mo");
		for (int i = 0; i < ACRONYM_MAX_LONG - 14 + more; i++)
			buf_putc(&text, 'o');
		buf_puts(&text, " Road Agency");
		buf_printf(&expected, "%s%s", more ? "" : "MRA=", more ? "" : text.p);
		buf_puts(&expected, "");
		buf_puts(&text, " (MRA)");
		expect(text.p, expected.n ? expected.p : "");
		buf_fini(&text);
		buf_fini(&expected);
	}
}

static void keys(void **state)
{
	(void)state;
	static const struct { const char *acronym, *key; } rows[] = {
		{ "IS-K", "isk" }, { "JaK", "jak" }, { "U.S.", "us" }, { "R&D", "rd" }, { "COVID-19", "covid19" },
		{ "ОДКБ", "одкб" }, { "-", "" }, { "", "" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct arena a = ARENA_INIT;
		struct str key = acronym_key(str_of(rows[i].acronym), &a);
		assert_true(str_eqz(key, rows[i].key));
		arena_fini(&a);
	}
}

static void likeness(void **state)
{
	(void)state;
	static const struct { const char *word; bool like; size_t n; } rows[] = {
		{ "IMU", true, 3 }, { "FTFs", true, 3 }, { "JaK", true, 3 }, { "IS-K", true, 4 }, { "ОДКБ", true, 8 },
		{ "CSs", true, 2 }, { "Non", false, 3 }, { "McCain", false, 6 }, { "A", false, 1 }, { "42", false, 2 },
		{ "", false, 0 }, { "is", false, 2 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		size_t n;
		assert_int_equal(acronym_like(str_of(rows[i].word), &n), rows[i].like);
		assert_int_equal(n, rows[i].n);
	}
}

static int setup(void **state)
{
	struct err err;
	(void)state;
	return fold_setup(&err);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(initials),
		cmocka_unit_test(hard_cases),
		cmocka_unit_test(no_definitions),
		cmocka_unit_test(limits),
		cmocka_unit_test(keys),
		cmocka_unit_test(likeness),
	};
	return cmocka_run_group_tests(tests, setup, NULL);
}

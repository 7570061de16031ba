/* HTML pages: reading text, furniture, fields, and pages that break the rules. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "common/buf.h"
#include "text/html.h"
#include "tests/unit/effort.h"
#include "tests/unit/marked.h"

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

struct row {
	const char *html, *text;
};

static void check_text(const struct row *rows, size_t n, bool exact)
{
	for (size_t i = 0; i < n; i++) {
		struct arena a = ARENA_INIT;
		struct doc d = { 0 };
		struct err err;
		assert_int_equal(html_document(str_of(rows[i].html), &a, &d, &err), 0);
		if (!str_eq(exact ? d.text : without_marks(d.text, &a), str_of(rows[i].text)))
			fail_msg("%s\n%.*s", rows[i].html, STR_ARG(d.text));
		arena_fini(&a);
	}
}

static void check(const struct row *rows, size_t n)
{
	check_text(rows, n, false);
}

static void text_as_it_is_read(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "", "" },
		{ "just words", "just words" },
		{ "<p>one</p><p>two</p>", "one\n\ntwo" },
		{ "<p>one<p>two", "one\n\ntwo" },
		{ "<div>one<div>two</div>three</div>", "one\n\ntwo\n\nthree" },
		{ "<p>a\n  b\t c </p>", "a b c" },
		{ "one<br>two<br/><br>three", "one\ntwo\nthree" },
		{ "un<em>frigging</em>be<b>liev</b>able", "unfriggingbelievable" },
		{ "<b>one</b> <i>two</i>", "one two" },
		{ "one<b> two</b>", "one two" },
		{ "super<wbr>cali&shy;fragilistic", "supercali\xc2\xad" "fragilistic" },
		{ "Syr&nbsp;Darya &amp; Amu&#160;Darya", "Syr Darya & Amu Darya" },
		{ "H<sub>2</sub>O", "H2O" },
		{ "<table><tr><td>a<td>b<tr><td>c</td> <td>d</td></table>x", "a\tb\nc\td\n\nx" },
		{ "<ul><li>a<li>b</ul>c", "a\nb\n\nc" },
		{ "<dl><dt>a<dd>b</dl>", "a\nb" },
		{ "<pre>a\n  b\n\n\nc</pre>d", "a\n  b\n\nc\n\nd" },
		{ "<h1>T</h1>text", "T\n\ntext" },
		{ "<title>Only a title</title>", "" },
		{ "<title>T</title><p>T</p>", "T" },
		{ "<script>x</script>a<style>y</style>b<noscript>z</noscript>", "ab" },
		{ "a<svg><title>t</title><text>x</text></svg>b<template><p>x</template>c", "abc" },
		{ "a<select><option>Afghanistan<option>Albania</select>b<button>Go</button>", "ab" },
		{ "a<svg/>b", "ab" },
		{ "<img alt='no'>a<hr>b", "a\n\nb" },
		{ "1 &lt; 2 < 3", "1 < 2 < 3" },
		{ "граница<br>река", "граница\nрека" },
	};
	check(rows, COUNT(rows));
}

static void footnote_markers_do_not_glue(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "threats<sup>1</sup> remain", "threats¹ remain" },
		{ "threats<sup><a href='#1'>[12]</a></sup>, and", "threats, and" },
		{ "threats<sup> 1, 2 </sup>.", "threats." },
		{ "in 2010<sup>3</sup>", "in 2010³" },
		{ "word<sup>*</sup> word<sup>†</sup>", "word word" },
		{ "the 10<sup>th</sup> of May", "the 10th of May" },
		{ "word<sup>see below</sup> x", "word see below x" },
		{ "word<sup>a</sup>", "word a" },
		{ "word <sup>1</sup> x", "word 1 x" },
		{ "<sup>1</sup> A note", "1 A note" },
		{ "word<sup></sup>x", "wordx" },
		{ "word<sup>1<p>x", "word1\n\nx" },
		{ "граница<sup>5</sup>", "граница⁵" },
		{ "12 mm<sup>2</sup>, 3 m<sup>3</sup>/s<sup>-1</sup>", "12 mm², 3 m³/s⁻¹" },
		{ "10<sup>6</sup> 10<sup>−12</sup> Ca<sup>2+</sup>", "10⁶ 10⁻¹² Ca²⁺" },
		{ "word<sup>1,2</sup> word<sup>-</sup> word<sup>1-</sup>", "word word word¹⁻" },
		{ "word<sup>0123456789</sup> word<sup>1234567890123</sup>", "word⁰¹²³⁴⁵⁶⁷⁸⁹ word 1234567890123" },
	};
	check(rows, COUNT(rows));
}

#define TEXT "<p>The text of the page, which is longer than any of its furniture.</p>"
#define READ "The text of the page, which is longer than any of its furniture."

static void furniture_is_left_out(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "<nav>Home<ul><li>About</ul></nav>" TEXT, READ },
		{ "<nav><nav>a</nav>b</nav>" TEXT, READ },
		{ "<header>Site</header>" TEXT "<footer>Copyright</footer>", READ },
		{ "<article><header>By A</header>" TEXT "<footer>Notes</footer></article>", "By A\n\n" READ "\n\nNotes" },
		{ "<main><header>By A</header>" TEXT "</main>", "By A\n\n" READ },
		{ TEXT "<aside>See also</aside>", READ },
		{ "<main>" TEXT "<aside>See also</aside></main>", READ },
		{ "<article>" TEXT "<aside>A box</aside></article>", READ "\n\nA box" },
		{ TEXT "<form>Search <input></form>", READ },
		{ "<div role=navigation>Home</div>" TEXT "<div role='search'>x</div>", READ },
		{ "<div hidden>x</div>" TEXT "<span aria-hidden=true>y</span>", READ },
		{ "<div aria-hidden=false>x</div>" TEXT, "x\n\n" READ },
		{ "<div style='color:red; display : none'>x</div>" TEXT, READ },
		{ "<div style='display:block'>x</div>" TEXT, "x\n\n" READ },
		{ "<div class='main-nav'>x</div>" TEXT, READ },
		{ "<div id=siteFooter2>x</div>" TEXT, READ },
		{ "<div class='box breadcrumbs'>x</div>" TEXT, READ },
		{ "<div class='x \x01 share\tbox'>x</div>" TEXT, READ },
		{ "<div class='a\x01nav'>x</div>" TEXT, READ },
		{ "<div class=share_buttons>x<div>y</div></div>" TEXT, READ },
		{ "<div class=cookie-consent-banner>x</div>" TEXT, READ },
		/* words that only look like it */
		{ "<div class=market-share>x</div>" TEXT, "x\n\n" READ },
		{ "<div class=category-social-policy>x</div>" TEXT, "x\n\n" READ },
		{ "<div class='has-sidebar'>" TEXT "</div>", READ },
		{ "<div class=navigable>x</div>" TEXT, "x\n\n" READ },
		{ "<body class=sidebar>" TEXT, READ },
		{ "<article class=share>" TEXT "</article>", READ },
		/* end tags that are left out */
		{ "<ul><li class=share>x<ul><li>y</ul><li>z</ul>" TEXT, "z\n\n" READ },
		{ "<ul><li class=share>x</ul>" TEXT, READ },
		{ "<ul><li class=share>x</li><li>z</li></ul>" TEXT, "z\n\n" READ },
		{ "<p hidden>x" TEXT, READ },
		{ "<p hidden>x<div>y</div>" TEXT, "y\n\n" READ },
		{ "<table><tr><td class=menu>x<table><tr><td>y</table><td>z</table>" TEXT, "z\n\n" READ },
		/* menus by their looks */
		{ "<div><a>Home</a> | <a>News</a> | <a>Контакты</a></div>" TEXT, READ },
		{ "<ul><li><a>Home</a><li><a>News</a><li><a>About</a></ul>" TEXT, READ },
		{ "<p><a>Home</a> <a>News</a></p>" TEXT, "Home News\n\n" READ },
		{ "<p>See <a>this</a>, <a>that</a>, <a>those</a></p>" TEXT, "See this, that, those\n\n" READ },
		{ "<article><p><a>a</a> <a>b</a> <a>c</a></article>" TEXT, "a b c\n\n" READ },
		{ "<ul><li><a>The first of three longer titles</a><li><a>The second longer title</a><li><a>The third of them</a></ul>" TEXT,
		  "The first of three longer titles\nThe second longer title\nThe third of them\n\n" READ },
		{ "<nav>a<select><option>b</nav></select>c</nav>" TEXT, READ },
	};
	check(rows, COUNT(rows));
}

static void something_is_left_of_every_page(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "<form><nav>Home</nav>" TEXT "</form>", READ },
		{ "<div class=menu>Soup</div>", "Soup" },
		{ "<nav>a</nav><div role=search><div class=nav>" TEXT "</div></div>", READ },
		{ "<nav>" TEXT, READ },
		{ "<nav>Home " TEXT "</body>", "Home\n\n" READ },
		{ "<noscript>" TEXT, READ },
		{ "<select>" TEXT, READ },
		{ "<nav>Only <a>links</a></nav>", "Only links" },
		{ "<p><a>a</a><a>b</a><a>c</a>", "abc" },
		{ "<nav>Only<script>not this</script></nav>", "Only" },
	};
	check(rows, COUNT(rows));
}

static void fields_of_a_page(void **state)
{
	(void)state;
	static const struct {
		const char *html, *title, *author, *date, *lang, *url, *source;
	} rows[] = {
		{ "<p>x", "", "", "", "", "", "" },
		{ "<title> A &amp;\n B </title>", "A & B", "", "", "", "", "" },
		{ "<title></title><h1>H <i>1</i></h1><h1>H2</h1>", "H 1", "", "", "", "", "" },
		{ "<meta property=og:title content='A'>", "A", "", "", "", "", "" },
		{ "<title>Water | Steppe Review</title><meta property='og:title' content='Water'>", "Water", "", "", "", "", "" },
		{ "<title>Water - Oasis</title><meta property=og:site_name content=Oasis>", "Water", "", "", "", "", "Oasis" },
		{ "<title>Oasis</title><meta property=og:site_name content=Oasis>", "Oasis", "", "", "", "", "Oasis" },
		{ "<title>The Oasis</title><meta property=og:site_name content=Oasis>", "The Oasis", "", "", "", "", "Oasis" },
		{ "<title>| Oasis</title><meta property=og:site_name content=Oasis>", "| Oasis", "", "", "", "", "Oasis" },
		{ "<title>Water</title><meta property='og:title' content='Read this now'><h1>H</h1>", "Water", "", "", "", "", "" },
		{ "<title>a</title><svg><title>b</title></svg>", "a", "", "", "", "", "" },
		{ "<meta name=author content='A. B.'>", "", "A. B.", "", "", "", "" },
		{ "<meta name=AUTHOR content='A'><meta content='B' name=author><meta name=author content='A'>", "", "A; B", "", "", "", "" },
		{ "<meta name=dc.creator content='C'><meta name=citation_author content='A'>", "", "A", "", "", "", "" },
		{ "<meta property=article:author content='https://example.org/a'>", "", "", "", "", "", "" },
		{ "<meta property=article:published_time content='2014-12-26T10:00Z'>", "", "", "2014-12-26", "", "", "" },
		{ "<meta property=article:modified_time content='2014-12-26'><meta name=last-modified content=2015>", "", "", "", "", "", "" },
		{ "<meta name=date content='26 декабря 2014'>", "", "", "2014-12-26", "", "", "" },
		{ "<meta name=DC.date content=soon><meta name=pubdate content=2013-02>", "", "", "2013-02", "", "", "" },
		{ "<meta name=dcterms.created content=2011><meta name=citation_publication_date content=2012/05/01>", "", "", "2012-05-01", "", "", "" },
		{ "<time pubdate datetime=2014-05-06>May</time>", "", "", "2014-05-06", "", "", "" },
		{ "<time datetime=2014-05-06>May</time>", "", "", "", "", "", "" },
		{ "<time class='entry-date published' datetime='2014-05-06T10:00'>May</time>", "", "", "2014-05-06", "", "", "" },
		{ "<html lang=ru-ru>", "", "", "", "ru-RU", "", "" },
		{ "<meta http-equiv=Content-Language content=RU><meta property=og:locale content=en_US>", "", "", "", "ru", "", "" },
		{ "<link rel=canonical href='https://example.org/a?b=1&amp;c'><meta property=og:url content=https://example.org/x>", "", "", "", "", "https://example.org/a?b=1&c", "" },
		{ "<link rel=canonical href='/a'><link rel=stylesheet href=https://example.org/s.css>", "", "", "", "", "", "" },
		{ "<meta property=og:site_name content='Steppe Review'>", "", "", "", "", "", "Steppe Review" },
		{ "<nav><meta itemprop=datePublished content=2014></nav>", "", "", "2014", "", "", "" },
		{ "<meta name=author><meta content=x><meta>", "", "", "", "", "", "" },
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena a = ARENA_INIT;
		struct doc d = { 0 };
		struct err err;
		assert_int_equal(html_document(str_of(rows[i].html), &a, &d, &err), 0);
		const struct str found[] = { d.title, d.author, d.date, d.lang, d.url, d.source };
		const char *expected[] = { rows[i].title, rows[i].author, rows[i].date, rows[i].lang, rows[i].url, rows[i].source };
		for (size_t k = 0; k < COUNT(found); k++)
			if (!str_eq(found[k], str_of(expected[k])))
				fail_msg("%s: field %zu: %.*s", rows[i].html, k, STR_ARG(found[k]));
		arena_fini(&a);
	}
}

static void declared_encoding(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "", "" },
		{ "<meta charset=windows-1251>", "windows-1251" },
		{ "<html><head><META CHARSET=' utf-8 '>", "utf-8" },
		{ "<meta http-equiv='Content-Type' content='text/html; charset=koi8-r'>", "koi8-r" },
		{ "<meta content='text/html;Charset=\"koi8-r\";x' http-equiv=content-type>", "" },
		{ "<meta content='text/html;CHARSET=cp866; x' http-equiv=content-type>", "cp866" },
		{ "<meta name=x content='charset=koi8-r'>", "" },
		{ "<?xml version='1.0' encoding='windows-1251'?><html>", "windows-1251" },
		{ "<!-- <meta charset=a> --><meta charset=b>", "b" },
		{ "<script>'<meta charset=a>'</script>", "" },
		{ "<p>charset=koi8-r", "" },
		{ "<meta charset=UTF-16le>", "" },
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str s = html_charset(str_of(rows[i].html));
		if (!str_eq(s, str_of(rows[i].text)))
			fail_msg("%s: %.*s", rows[i].html, STR_ARG(s));
	}
	/* Only the first 1024 bytes count. */
	struct buf b = BUF_INIT;
	while (b.n < 1000)
		buf_putc(&b, ' ');
	buf_puts(&b, "<meta charset=koi8-r>");
	assert_true(str_eq(html_charset(buf_str(&b)), STR("koi8-r")));
	b.p[0] = 'x';
	struct buf later = BUF_INIT;
	buf_puts(&later, "xxxx");
	buf_addstr(&later, buf_str(&b));
	assert_int_equal(html_charset(buf_str(&later)).n, 0);
	buf_fini(&b);
	buf_fini(&later);
}

/* What takes other parsers quadratic time; a minute of work here would be a failure. */
static void hostile_pages_cost_linear_time(void **state)
{
	(void)state;
	static const struct {
		const char *before, *piece;
	} rows[] = {
		{ "", "<" }, { "", "<a" }, { "", "</" }, { "", "<!--" }, { "", "<a x=\">\" " }, { "", "&" }, { "", "<div>" },
		{ "", "<div class=nav>" }, { "<a ", "b=1 " }, { "<a class=\"", "nav-x " }, { "", "<title>" }, { "", "<sup>a" },
		{ "a<sup>", "bcd " }, { "<pre>", " \n" }, { "", "<meta name=author content=a>" }, { "<script>", "</" },
	};
	struct buf b = BUF_INIT;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena a = ARENA_INIT;
		struct doc d = { 0 };
		struct err err;
		buf_reset(&b);
		buf_puts(&b, rows[i].before);
		while (b.n < EFFORT(3 << 20))
			buf_puts(&b, rows[i].piece);
		assert_int_equal(html_document(buf_str(&b), &a, &d, &err), 0);
		assert_true(a.total < 16 << 20);
		arena_fini(&a);
	}
	buf_fini(&b);
}

static void structure_is_marked(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "<h1>One</h1><p>a</p><h3>Two</h3>b", "\x01" "1One\n\na\n\n\x01" "3Two\n\nb" },
		{ "<h2></h2><p>a</p><h2><span> </span></h2>b", "a\n\nb" },
		{ "<ul><li>a<li><p>b</p><p>c</p></ul>d", "\x02" "a\n\n\x02" "b\n\nc\n\nd" },
		{ "a<hr>b<hr>", "a\n\n\x03\n\nb\n\n\x03" },
		{ "<article><aside>a<hr>b</aside>", "\x04" "a\n\n\x03\n\n\x04" "b" },
		{ "<figure><img><figcaption>The river</figcaption></figure>a", "\x04" "The river\n\na" },
		{ "<article><p>a</p><aside><h3>Box</h3><p>b</p></aside><p>c</p></article>", "a\n\n\x04" "Box\n\n\x04" "b\n\nc" },
		{ "<p class='wp-caption-text'>The river</p><p>a</p>", "\x04" "The river\n\na" },
		/* notes and their calls */
		{ "a<sup><a href='#fn1'>1</a></sup> b<ol><li id='fn1'>Note <a href='#fnref1'>back</a></li></ol>", "a\x07" "1\x06 b\n\n\x05" "1\x06Note" },
		{ "a<a href='#_ftn2'>[2]</a>.<p><a href='#_ftnref2' name='_ftn2'>[2]</a> Note</p>", "a\x07" "2\x06.\n\n\x05" "2\x06 Note" },
		{ "a <sup id='cite_ref-Lee-1'><a href='#cite_note-Lee-1'>[1]</a></sup>b<ul><li id='cite_note-Lee-1'>Note</li></ul>",
		  "a\x07" "Lee-1\x06" "b\n\n\x05" "Lee-1\x06Note" },
		{ "<a href='#note1'>A long text of a link</a> <a href='#part1'>1</a>", "A long text of a link 1" },
		{ "<p id='note-about'>a</p><p id='note'>b</p>", "a\n\nb" },
		{ "\x01" "1a \x07" "b", "1a b" },
	};
	check_text(rows, COUNT(rows), true);
	static const struct { const char *html, *title; } titles[] = {
		{ "<title>Water and borders | Steppe</title><h1>Water and borders</h1><p>a", "Water and borders" },
		{ "<title>Steppe - Water and borders</title><h1>Steppe</h1><p>a", "Steppe - Water and borders" },
		{ "<title>Watershed</title><h1>Water</h1><p>a", "Watershed" },
	};
	for (size_t i = 0; i < COUNT(titles); i++) {
		struct arena b = ARENA_INIT;
		struct doc page = { 0 };
		assert_int_equal(html_document(str_of(titles[i].html), &b, &page, NULL), 0);
		assert_true(str_eqz(page.title, titles[i].title));
		arena_fini(&b);
	}
	struct arena a = ARENA_INIT;
	struct doc d = { 0 };
	struct err err;
	assert_int_equal(html_document(STR("<nav>Home <a>News</a></nav><p>The text of a page that is long enough to be one.</p><footer>&copy; Steppe 2014</footer>"),
				       &a, &d, &err), 0);
	assert_true(str_find(d.left_out, STR("Home News")) >= 0);
	arena_fini(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(structure_is_marked),
		cmocka_unit_test(text_as_it_is_read),
		cmocka_unit_test(footnote_markers_do_not_glue),
		cmocka_unit_test(furniture_is_left_out),
		cmocka_unit_test(something_is_left_of_every_page),
		cmocka_unit_test(fields_of_a_page),
		cmocka_unit_test(declared_encoding),
		cmocka_unit_test(hostile_pages_cost_linear_time),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

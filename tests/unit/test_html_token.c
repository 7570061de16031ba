/* The HTML tokenizer: tags, attributes, raw text, comments, and all that is broken. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "common/buf.h"
#include "text/html_token.h"

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

/* Tokens as "text", "[name]", "[/name]", "[name a=b c=]", "[name/]", "{raw}". */
static void describe(struct str html, struct buf *out)
{
	struct html_tokens t;
	struct html_token k;
	html_begin(&t, html);
	while (html_next(&t, &k)) {
		struct str name, value;
		switch (k.kind) {
		case HTML_TEXT:
			buf_addstr(out, k.text);
			break;
		case HTML_RAW:
			if (k.text.n)
				buf_printf(out, "{%.*s}", STR_ARG(k.text));
			break;
		case HTML_CLOSE:
			buf_printf(out, "[/%s]", k.name);
			break;
		case HTML_OPEN:
			buf_printf(out, "[%s", k.name);
			while (html_attr_next(&k.attrs, &name, &value))
				buf_printf(out, " %.*s=%.*s", STR_ARG(name), STR_ARG(value));
			buf_puts(out, k.empty ? "/]" : "]");
			break;
		}
	}
}

static void cuts_tags_from_text(void **state)
{
	(void)state;
	static const struct {
		const char *html, *tokens;
	} rows[] = {
		{ "", "" },
		{ "plain", "plain" },
		{ "a<b>c</b>d", "a[b]c[/b]d" },
		{ "<P CLASS=x>y</P >", "[p CLASS=x]y[/p]" },
		{ "<a href=\"x>y\" title='a\"b' c = d e>z", "[a href=x>y title=a\"b c=d e=]z" },
		{ "<a b=/c/d>", "[a b=/c/d]" },
		{ "<a\nb\t=\n'c'/>", "[a b=c]" },
		{ "<a =b =c>", "[a =b=c]" },
		{ "<a b=\"1\"c='2'd=3>", "[a b=1 c=2 d=3]" },
		{ "<br/><br />", "[br][br]" },
		{ "<svg/><?xml x?>", "[svg/]" },
		{ "<?xml version='1.0'?><p/>", "[p/]" },
		{ "<averyveryverylongname>x</averyveryverylongname>", "[]x[/]" },
		{ "5 < 6 <7> a<", "5 < 6 <7> a<" },
		{ "<>x</>y</ z>w", "<>xyw" },
		{ "a<!-- b <p> -- > -->c", "ac" },
		{ "a<!-->b<!--->c", "abc" },
		{ "a<!-- b <p> c", "a c" },
		{ "<!doctype html><p>", "[p]" },
		{ "<![CDATA[x]]>y", "y" },
		{ "<script>if (a<b) '</p>'</script>c", "[script]{if (a<b) '</p>'}[/script]c" },
		{ "<SCRIPT>a</Script >b", "[script]{a}[/script]b" },
		{ "<script>a</scripty>b</script/>c", "[script]{a</scripty>b}[/script]c" },
		{ "<script></script>a", "[script][/script]a" },
		{ "<script>a<p>", "[script]{a<p>}" },
		{ "<script/>a</script>b", "[script]{a}[/script]b" },
		{ "<?xml?><script/>a", "[script/]a" },
		{ "<title>a &lt; <b></title>c", "[title]a &lt; <b>[/title]c" },
		{ "<title>a<p>b", "[title]a[p]b" },
		{ "<textarea><p></textarea>", "[textarea]<p>[/textarea]" },
		{ "<style>a</style><style>b</style>", "[style]{a}[/style][style]{b}[/style]" },
		/* no end */
		{ "<p", "<p" },
		{ "<p class=\"x>y</p>z", "[p class=\"x]y[/p]z" },
		{ "<p class=\"x>y</p>z\" w", "[p class=\"x]y[/p]z\" w" },
		{ "</p", "</p" },
		{ "<!-- x", "<!-- x" },
		{ "<a<b>c", "[a<b]c" },
		{ "<", "<" },
		{ "</", "</" },
		{ "<!", "<!" },
	};
	struct buf b = BUF_INIT;
	for (size_t i = 0; i < COUNT(rows); i++) {
		buf_reset(&b);
		describe(str_of(rows[i].html), &b);
		if (!str_eq(buf_str(&b), str_of(rows[i].tokens)))
			fail_msg("%s: %.*s", rows[i].html, STR_ARG(buf_str(&b)));
	}
	buf_fini(&b);
}

static void finds_attributes_by_name(void **state)
{
	(void)state;
	struct str value;
	struct str attrs = STR(" Href='a' x href=b empty=\"\"");
	assert_true(html_attr(attrs, "href", &value));
	assert_true(str_eq(value, STR("a")));
	assert_true(html_attr(attrs, "x", &value));
	assert_int_equal(value.n, 0);
	assert_true(html_attr(attrs, "empty", &value));
	assert_int_equal(value.n, 0);
	assert_false(html_attr(attrs, "hre", &value));
	assert_false(html_attr(STR_NONE, "href", &value));
}

/* Cut anywhere, the tokens together are never longer than the input. */
static void survives_every_cut(void **state)
{
	(void)state;
	static const char html[] = "<!doctype html><html lang=\"en\"><title>t &amp;</title><script>x</script><!-- c --><p class='a b'>text</p></html>";
	struct buf b = BUF_INIT;
	for (size_t n = 0; n < sizeof(html); n++) {
		buf_reset(&b);
		describe(str_n(html, n), &b);
		assert_true(b.n <= n);
	}
	buf_fini(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cuts_tags_from_text),
		cmocka_unit_test(finds_attributes_by_name),
		cmocka_unit_test(survives_every_cut),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

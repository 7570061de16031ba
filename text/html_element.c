/* The table of elements; see html_element.h. */
#include "config.h"

#include "text/html_element.h"

#include <stdlib.h>

/* Sorted by name.  What is not here is inline and changes nothing. */
static const struct element {
	char name[12];
	unsigned flags;
} elements[] = {
	{ "address", EL_PARAGRAPH },
	{ "article", EL_PARAGRAPH | EL_CONTAINER },
	{ "aside", EL_PARAGRAPH | EL_CONTAINER },
	{ "audio", EL_NO_TEXT },
	{ "base", EL_VOID },
	{ "blockquote", EL_PARAGRAPH | EL_CONTAINER },
	{ "body", EL_PARAGRAPH | EL_CONTAINER },
	{ "br", EL_LINE | EL_VOID },
	{ "button", EL_NO_TEXT },
	{ "canvas", EL_NO_TEXT },
	{ "caption", EL_PARAGRAPH },
	{ "center", EL_PARAGRAPH },
	{ "col", EL_VOID },
	{ "datalist", EL_NO_TEXT },
	{ "dd", EL_LINE | EL_OPTIONAL },
	{ "details", EL_PARAGRAPH },
	{ "dialog", EL_PARAGRAPH },
	{ "dir", EL_PARAGRAPH | EL_CONTAINER },
	{ "div", EL_PARAGRAPH | EL_CONTAINER },
	{ "dl", EL_PARAGRAPH | EL_CONTAINER },
	{ "dt", EL_LINE | EL_OPTIONAL },
	{ "embed", EL_VOID },
	{ "fieldset", EL_PARAGRAPH | EL_CONTAINER },
	{ "figcaption", EL_PARAGRAPH },
	{ "figure", EL_PARAGRAPH },
	{ "footer", EL_PARAGRAPH | EL_CONTAINER },
	{ "form", EL_PARAGRAPH | EL_CONTAINER },
	{ "frame", EL_VOID },
	{ "h1", EL_PARAGRAPH },
	{ "h2", EL_PARAGRAPH },
	{ "h3", EL_PARAGRAPH },
	{ "h4", EL_PARAGRAPH },
	{ "h5", EL_PARAGRAPH },
	{ "h6", EL_PARAGRAPH },
	{ "head", EL_PARAGRAPH },
	{ "header", EL_PARAGRAPH | EL_CONTAINER },
	{ "hr", EL_PARAGRAPH | EL_VOID },
	{ "html", EL_PARAGRAPH },
	{ "img", EL_VOID },
	{ "input", EL_VOID },
	{ "legend", EL_PARAGRAPH },
	{ "li", EL_LINE | EL_OPTIONAL },
	{ "link", EL_VOID },
	{ "main", EL_PARAGRAPH | EL_CONTAINER },
	{ "menu", EL_PARAGRAPH | EL_CONTAINER },
	{ "meta", EL_VOID },
	{ "nav", EL_PARAGRAPH | EL_CONTAINER },
	{ "noscript", EL_NO_TEXT },
	{ "ol", EL_PARAGRAPH | EL_CONTAINER },
	{ "option", EL_LINE },
	{ "p", EL_PARAGRAPH | EL_OPTIONAL },
	{ "param", EL_VOID },
	{ "pre", EL_PARAGRAPH | EL_PRE },
	{ "search", EL_PARAGRAPH },
	{ "section", EL_PARAGRAPH | EL_CONTAINER },
	{ "select", EL_NO_TEXT },
	{ "source", EL_VOID },
	{ "summary", EL_PARAGRAPH },
	{ "svg", EL_NO_TEXT },
	{ "table", EL_PARAGRAPH | EL_CONTAINER },
	{ "td", EL_CELL | EL_OPTIONAL },
	{ "template", EL_NO_TEXT },
	{ "textarea", EL_NO_TEXT },
	{ "th", EL_CELL | EL_OPTIONAL },
	{ "tr", EL_LINE | EL_OPTIONAL },
	{ "track", EL_VOID },
	{ "ul", EL_PARAGRAPH | EL_CONTAINER },
	{ "video", EL_NO_TEXT },
	{ "wbr", EL_VOID },
	{ "xmp", EL_PARAGRAPH | EL_PRE },
};

static int compare(const void *key, const void *row)
{
	return strcmp(key, ((const struct element *)row)->name);
}

unsigned html_element(const char *name)
{
	const struct element *e = bsearch(name, elements, sizeof(elements) / sizeof(*elements), sizeof(*elements),
					  compare);
	return e ? e->flags : 0;
}

enum gap html_element_gap(unsigned flags)
{
	if (flags & EL_PARAGRAPH)
		return GAP_PARAGRAPH;
	return flags & EL_LINE ? GAP_LINE : flags & EL_CELL ? GAP_TAB : GAP_NONE;
}

/* Which page it is; and what an error looks like.  See page.h. */
#include "config.h"

#include "proto/page.h"

#include "proto/page_parts.h"

/* "col=8 this quote ..." of the request's text as a place in what was typed. */
static struct str syntax_message(const struct page *p, struct str message, uint64_t *column_r)
{
	unsigned before = page_ask_column(p->ask);
	struct str column, rest = message;
	*column_r = 0;
	if (!str_starts(message, STR("col=")) || !str_cut(&rest, ' ', &column) ||
	    !str_to_u64(str_sub(column, 4, column.n), 1, UINT32_MAX, column_r))
		return message;
	*column_r = *column_r > before ? *column_r - before : 0;
	return rest;
}

static void add_error(const struct page *p, struct buf *out)
{
	struct arena *a = p->reply->arena;
	uint64_t column = 0;
	struct str message = p->reply->message;
	bool syntax = p->reply->error == WIRE_SYNTAX;
	if (syntax)
		message = syntax_message(p, message, &column);
	HTML(out, "<div class=\"nothing\" role=\"alert\"><h1>$</h1>\n<p dir=\"auto\" id=\"total\">$$$.</p>\n",
	     syntax ? STR("This query is not complete") :
	     p->reply->error == WIRE_NOTFOUND ? STR("There is no such document") : STR("This could not be answered"),
	     column ? arena_printf(a, "At character %u: ", (unsigned)column) : STR_NONE, message, STR_NONE);
	if (syntax)
		HTML(out, "<p><a href=\"$\">Search for it as plain words</a></p>\n",
		     page_ask_link(p->ask, a, (struct page_change){ .drop = { "filter", "from", "to" }, .set = "plain", .value = STR("1") }));
	else
		buf_puts(out, "<p><a href=\"/\">Begin anew</a></p>\n");
	buf_puts(out, "</div>\n");
}

static void page_failed(const struct page *p, struct buf *out)
{
	page_open(p, STR("Error"), "failed", out);
	buf_puts(out, "<main id=\"results\" tabindex=\"-1\">\n");
	add_error(p, out);
	buf_puts(out, "</main>\n");
	page_close(out);
}

void page_render(const struct page *p, struct buf *out)
{
	if (p->reply->kind != REPLY_ROWS)
		page_failed(p, out);
	else if (p->request->verb == VERB_GET)
		page_document(p, out);
	else
		page_results(p, out);
}

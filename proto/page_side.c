/* Beside the hits: the values of facets as links that narrow the search, years as a histogram. */
#include "config.h"

#include <string.h>

#include "proto/page_parts.h"

#define MAX_VALUES 8		/* shown of a facet */
#define MAX_BARS 10		/* of the histogram: each is wide enough for a finger */

static const struct facet {
	const char *name, *heading, *field;	/* field: of the query language */
	bool quoted;				/* its values are words, so they are asked for as a phrase */
	struct str (*label)(struct str value);
} facets[] = {
	{ "names", "Names", "", true, NULL },
	{ "author", "Author", "author:", true, NULL },
	{ "source", "Source", "source:", true, NULL },
	{ "lang", "Language", "lang:", false, page_language },
	{ "type", "Format", "type:", false, page_type },
};

static const struct reply_fields *row_of(const struct page *p, const char *facet)
{
	for (size_t i = 0; i < p->reply->n_rows; i++)
		if (str_eqz(field_string(&p->reply->rows[i], "facet"), facet))
			return &p->reply->rows[i];
	return NULL;
}

static struct str value_of(const struct reply_fields *tuple)
{
	return field_string(tuple, "value");
}

static uint64_t count_of(const struct reply_fields *tuple)
{
	return (uint64_t)field_integer(tuple, "count");
}

/* ---- Facets ---- */

static void add_value(const struct page *p, const struct facet *facet, const struct reply_fields *tuple, struct buf *out)
{
	struct arena *a = p->reply->arena;
	struct str value = value_of(tuple), label = facet->label ? facet->label(value) : value;
	struct str filter = facet->quoted ? page_phrase(a, str_of(facet->field), value) :
			    arena_printf(a, "%s%.*s", facet->field, STR_ARG(value));
	struct str count = page_number(a, count_of(tuple));
	for (unsigned i = 0; i < p->ask->n; i++)
		if (str_eqz(p->ask->list[i].key, "filter") && str_eq(p->ask->list[i].value, filter)) {
			HTML(out, "<li><a class=\"chosen\" href=\"$\" aria-current=\"true\"><bdi>$</bdi> <span class=\"n\">$</span></a></li>\n",
			     page_ask_link(p->ask, a, (struct page_change){ .drop_one = &p->ask->list[i] }), label, count);
			return;
		}
	HTML(out, "<li><a href=\"$\"><bdi>$</bdi> <span class=\"n\">$</span></a></li>\n",
	     page_ask_link(p->ask, a, (struct page_change){ .set = "filter", .value = filter }), label, count);
}

static void add_facet(const struct page *p, const struct facet *facet, struct buf *out)
{
	const struct reply_fields *row = row_of(p, facet->name);
	const struct reply_field *values = row ? field_find(row, "values") : NULL;
	size_t n = values ? values->n_members : 0;
	if (n == 0 || (n == 1 && !field_integer(row, "none")))
		return;		/* nothing to choose */
	HTML(out, "<details class=\"facet\" open><summary><h3>$</h3></summary><ul>\n", str_of(facet->heading));
	for (size_t i = 0; i < n && i < MAX_VALUES; i++)
		if (value_of(&values->members[i]).n)
			add_value(p, facet, &values->members[i], out);
	buf_puts(out, "</ul></details>\n");
}

/* ---- Years ---- */

struct bar {
	unsigned first, last;	/* years */
	uint64_t n;
};

static bool year_of(const struct reply_fields *tuple, unsigned *year_r)
{
	uint64_t y;
	if (!str_to_u64(value_of(tuple), 1, 9999, &y))
		return false;
	*year_r = (unsigned)y;
	return true;
}

/* Years in at most MAX_BARS bars of 1, 2, 5, 10, ... years each. */
static unsigned make_bars(const struct reply_field *values, struct bar *bars)
{
	unsigned low = 9999, high = 0, year, step = 1;
	for (size_t i = 0; i < values->n_members; i++)
		if (year_of(&values->members[i], &year)) {
			low = year < low ? year : low;
			high = year > high ? year : high;
		}
	if (high < low)
		return 0;
	for (unsigned k = 0; high / step - low / step >= MAX_BARS; k++)
		step = k % 3 == 1 ? step / 2 * 5 : step * 2;
	unsigned n = high / step - low / step + 1;
	for (unsigned i = 0; i < n; i++)
		bars[i] = (struct bar){ (low / step + i) * step, (low / step + i) * step + step - 1, 0 };
	for (size_t i = 0; i < values->n_members; i++)
		if (year_of(&values->members[i], &year))
			bars[year / step - low / step].n += count_of(&values->members[i]);
	return n;
}

static void add_bar(const struct page *p, const struct bar *bar, uint64_t most, struct buf *out)
{
	struct arena *a = p->reply->arena;
	struct str from = arena_printf(a, "%04u", bar->first), to = arena_printf(a, "%04u", bar->last);
	struct str name = bar->first == bar->last ? from : arena_printf(a, "%.*s to %.*s", STR_ARG(from), STR_ARG(to));
	unsigned height = bar->n ? (unsigned)(4 + bar->n * 56 / most) : 1;
	if (bar->n)
		HTML(out, "<li><a href=\"$\" title=\"$: $\">", page_ask_link(p->ask, a, (struct page_change){
			.set = "from", .value = from, .set_more = "to", .value_more = to }), name,
		     page_count(a, bar->n, "document", "documents"));
	else
		HTML(out, "<li><span class=\"none\" title=\"$: none\">", name);
	HTML(out, "<svg viewBox=\"0 0 10 60\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect x=\"0\" y=\"$\" width=\"10\" "
	     "height=\"$\"></rect></svg><span class=\"year\">$</span><span class=\"hidden\">$</span>",
	     arena_printf(a, "%u", 60 - height), arena_printf(a, "%u", height), from,
	     arena_printf(a, "%s%.*s: %s%.*s", bar->first == bar->last ? "" : " to ", STR_ARG(bar->first == bar->last ? STR_NONE : to),
			  "", STR_ARG(page_count(a, bar->n, "document", "documents"))));
	buf_puts(out, bar->n ? "</a></li>" : "</span></li>");
}

static void add_years(const struct page *p, struct buf *out)
{
	const struct reply_fields *row = row_of(p, "year");
	const struct reply_field *values = row ? field_find(row, "values") : NULL;
	struct bar bars[MAX_BARS + 1];
	unsigned n = values ? make_bars(values, bars) : 0;
	uint64_t most = 1;
	for (unsigned i = 0; i < n; i++)
		most = bars[i].n > most ? bars[i].n : most;
	if (n < 2)
		return;
	buf_puts(out, "<ul class=\"years\">");
	for (unsigned i = 0; i < n; i++)
		add_bar(p, &bars[i], most, out);
	buf_puts(out, "</ul>\n");
}

static void add_day(const struct page *p, const char *name, const char *label, struct buf *out)
{
	HTML(out, "<label for=\"$\">$</label><input form=\"search\" id=\"$\" name=\"$\" value=\"$\" size=\"10\" maxlength=\"10\" "
	     "inputmode=\"numeric\" placeholder=\"2014-06\" pattern=\"[0-9]{4}(-[0-9]{1,2}){0,2}\" autocomplete=\"off\">\n", str_of(name),
	     str_of(label), str_of(name), str_of(name), page_ask_get(p->ask, name));
}

void page_side(const struct page *p, struct buf *out)
{
	buf_puts(out, "<aside class=\"side\" id=\"filters\" aria-label=\"Narrow the search\">\n");
	buf_puts(out, "<section class=\"facet dates\"><h3>Date</h3>\n");
	add_years(p, out);
	buf_puts(out, "<div class=\"range\">");
	add_day(p, "from", "From", out);
	add_day(p, "to", "to", out);
	buf_puts(out, "<button form=\"search\">Set</button></div></section>\n");
	for (size_t i = 0; !p->request->plain && i < sizeof(facets) / sizeof(*facets); i++)
		add_facet(p, &facets[i], out);
	buf_puts(out, "</aside>\n");
}

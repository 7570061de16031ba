/* The rules in their order; see repair.h. */
#include "config.h"

#include "repair/repair.h"

#include "repair/page.h"

/* Rules that look at whole paragraphs come after those that make them. */
static const struct {
	enum rule rule;
	void (*apply)(struct page *);
} steps[] = {
	{ RULE_markup, rule_markup },	/* the others look at the first and last characters of lines */
	{ RULE_pages, rule_pages },
	{ RULE_repeated, rule_repeated },
	{ RULE_chrome, rule_chrome },
	{ RULE_teasers, rule_teasers },
	{ RULE_works, rule_works },
	{ RULE_notes, rule_notes },
	{ RULE_frames, rule_frames },
	{ RULE_wraps, rule_wraps },
	{ RULE_joins, rule_joins },
	{ RULE_hyphens, rule_hyphens },	/* joins may have brought together what it mends */
	{ RULE_markers, rule_markers },
	{ RULE_glued, rule_glued },
	{ RULE_fields, rule_fields },
};

void repair(const struct doc *source, unsigned rules_on, struct arena *a, struct repair_counts *counts,
	    struct repaired *out_r)
{
	struct page *p = arena_zalloc(a, sizeof(*p));
	*p = (struct page){ .arena = a, .source = source, .rules = rules_on, .counts = counts };
	page_read(p);
	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++)
		if (p->n && rules_on & RULE_BIT(steps[i].rule))
			steps[i].apply(p);
	page_compose(p, out_r);
}

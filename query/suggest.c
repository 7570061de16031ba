/* Completing the last word, and titles with all the words; see suggest.h. */
#include "config.h"

#include "query/suggest.h"

#include "index/schema.h"
#include "index/stored.h"
#include "query/forms.h"
#include "query/plan.h"
#include "query/qparse.h"
#include "query/top.h"

#define TITLE_SHARE 3		/* one place in three is kept for titles, if there are any */

struct completion {
	struct store *store;
	struct analyzer *analyzer;
	struct arena *arena;
	struct err *err;
	struct str text;
	struct query_token *tokens;
	size_t n_tokens;
	bool unfinished;	/* the text ends in a word */
	struct suggestion *list;
	size_t n;
	uint32_t max;
};

/* ---- Words ---- */

static int gather(struct completion *c, const char *prefix, struct str start, struct top *top)
{
	struct form *forms;
	size_t n;
	if (forms_starting(c->store, prefix, start, (uint32_t)top->best.most, c->arena, &forms, &n, c->err) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		top_add(top, &(struct top_item){ .text = forms[i].text, .documents = forms[i].documents,
						 .is_stem = prefix[0] == '\0' });
	return 0;
}

static bool is_listed(const struct completion *c, struct str text)
{
	for (size_t i = 0; i < c->n; i++)
		if (str_eq(c->list[i].text, text))
			return true;
	return false;
}

static int add_words(struct completion *c, uint32_t max)
{
	struct top top;
	const struct query_token *last = &c->tokens[c->n_tokens - 1];
	struct str head = str_sub(c->text, 0, last->start);
	top_init(&top, 4 * (size_t)max + 32, c->arena);	/* some will turn out to be no words */
	if (gather(c, EXACT, last->exact, &top) < 0 || gather(c, "", last->exact, &top) < 0)
		return -1;
	size_t n;
	const struct top_item *item = top_sorted(&top, &n);
	for (; n && c->n < max; item++, n--) {
		bool stands = true;
		struct str text = arena_printf(c->arena, "%.*s%.*s", STR_ARG(head), STR_ARG(item->text));
		if (is_listed(c, text))
			continue;
		if (item->is_stem && form_stands(c->store, c->analyzer, item->text, c->arena, &stands, c->err) < 0)
			return -1;
		if (stands)
			c->list[c->n++] = (struct suggestion){ .text = text, .documents = item->documents };
	}
	return 0;
}

/* ---- Titles ---- */

/* title:(all the words), the last one as a prefix when it may go on.  The prefix weighs nothing: to
 * rank what "a*" finds would take longer than somebody types. */
static int title_plan(struct completion *c, struct plan *plan)
{
	struct query *leaves = arena_array(c->arena, c->n_tokens, sizeof(*leaves));
	struct query **children = arena_array(c->arena, c->n_tokens, sizeof(*children));
	for (size_t i = 0; i < c->n_tokens; i++) {
		bool prefix = c->unfinished && i == c->n_tokens - 1;
		leaves[i] = (struct query){ .op = prefix ? QUERY_PREFIX : QUERY_WORD, .field = FIELD_TITLE,
			.weight = prefix ? 0 : 1, .text = str_sub(c->text, c->tokens[i].start, c->tokens[i].end) };
		children[i] = &leaves[i];
	}
	struct query all = { .op = QUERY_AND, .weight = 1, .children = children, .n_children = c->n_tokens };
	return plan_make(&all, MATCH_ALL, NULL, c->store, c->analyzer, c->arena, plan, c->err);
}

static int title_of(struct completion *c, docid_t id, struct str *title_r)
{
	struct arena scratch = ARENA_INIT;
	struct str data;
	struct stored stored;
	struct doc doc = { 0 };
	int rc = store_data(c->store, id, &scratch, &data, c->err);
	if (rc == 0)
		rc = stored_open(data, &scratch, &stored, c->err);
	if (rc == 0)
		rc = stored_fields(&stored, &scratch, &doc, c->err);
	*title_r = arena_str(c->arena, doc.title);
	arena_fini(&scratch);
	return rc;
}

static bool is_same_title(struct completion *c, const struct suggestion *list, size_t n, struct str title)
{
	struct str folded = analyzer_fold(c->analyzer, title, c->arena);
	for (size_t i = 0; i < n; i++)
		if (str_eq(analyzer_fold(c->analyzer, list[i].text, c->arena), folded))
			return true;
	return false;
}

static int find_titles(struct completion *c, struct suggestion *list, size_t *n_r)
{
	struct plan plan;
	struct store_result r;
	*n_r = 0;
	if (title_plan(c, &plan) < 0)
		return -1;
	if (plan.nothing)
		return 0;
	struct store_search q = { .nodes = plan.nodes, .n_nodes = plan.n_nodes, .limit = 4 * c->max,
				  .sort_slot = STORE_NO_SLOT, .collapse_slot = STORE_NO_SLOT };
	if (store_search(c->store, &q, c->arena, &r, c->err) < 0)
		return -1;
	for (size_t i = 0; i < r.n_hits && *n_r < c->max; i++) {
		struct str title;
		if (title_of(c, r.hits[i].doc, &title) < 0)
			return -1;
		if (!is_same_title(c, list, *n_r, title))
			list[(*n_r)++] = (struct suggestion){ .text = title, .is_title = true };
	}
	return 0;
}

int suggest(struct store *s, struct analyzer *an, struct str text, uint32_t max, struct arena *a,
	    struct suggestion **out_r, size_t *n_r, struct err *err)
{
	struct completion c = { .store = s, .analyzer = an, .arena = a, .err = err, .text = text, .max = max };
	*out_r = c.list = arena_array(a, max, sizeof(*c.list));
	*n_r = 0;
	analyzer_query(an, text, a, &c.tokens, &c.n_tokens);
	if (c.n_tokens == 0 || max == 0)
		return 0;
	if (c.n_tokens > QPARSE_MAX_CLAUSES)
		return err_set(err, ERR_LIMIT, "more than %d words to complete", QPARSE_MAX_CLAUSES);
	c.unfinished = c.tokens[c.n_tokens - 1].end == text.n;
	struct suggestion *titles = arena_array(a, max, sizeof(*titles));
	size_t n_titles;
	if (find_titles(&c, titles, &n_titles) < 0)
		return -1;
	uint32_t kept = max / TITLE_SHARE < n_titles ? max / TITLE_SHARE : (uint32_t)n_titles;
	if (c.unfinished && add_words(&c, max - kept) < 0)
		return -1;
	for (size_t i = 0; i < n_titles && c.n < max; i++)
		c.list[c.n++] = titles[i];
	*n_r = c.n;
	return 0;
}

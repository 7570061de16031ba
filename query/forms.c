/* Exact forms in the vocabulary; see forms.h. */
#include "config.h"

#include "query/forms.h"

#include "common/utf8.h"
#include "index/schema.h"
#include "query/top.h"

/* Documents looked at one by one for a form before all are. */
#define LOOKED_AT 10

/* ---- Terms that start alike ---- */

struct scan {
	struct top top;
	size_t skip;		/* bytes of the prefix */
	bool marked;
};

static int take_term(void *arg, struct str term, uint32_t freq)
{
	struct scan *scan = arg;
	struct str text = str_sub(term, scan->skip, term.n - scan->marked);
	if (term_is_marked(term) == scan->marked)
		top_add(&scan->top, &(struct top_item){ .text = text, .documents = freq });
	return 0;
}

int forms_starting(struct store *s, const char *term_prefix, struct str text, uint32_t max, struct arena *a,
		   struct form **out_r, size_t *n_r, struct err *err)
{
	bool marked = str_eqz(STR(EXACT), term_prefix);
	const char *start = marked ? "" : term_prefix;
	struct scan scan = { .skip = strlen(start), .marked = marked };
	top_init(&scan.top, max, a);
	if (store_each_term(s, schema_term(a, start, text), take_term, &scan, err) < 0)
		return -1;
	const struct top_item *items = top_sorted(&scan.top, n_r);
	*out_r = arena_array(a, *n_r, sizeof(**out_r));
	for (size_t i = 0; i < *n_r; i++)
		(*out_r)[i] = (struct form){ items[i].text, items[i].documents };
	return 0;
}

/* ---- Forms of one stem ---- */

static bool has_stem(struct analyzer *an, struct str form, struct str stem, struct arena *a)
{
	struct str *stems;
	size_t n;
	analyzer_stems(an, form, a, &stems, &n);
	for (size_t i = 0; i < n; i++)
		if (str_eq(stems[i], stem))
			return true;
	return false;
}

/* Is it one of its own stems? */
static bool is_stem(struct analyzer *an, struct str folded, struct arena *a)
{
	return has_stem(an, folded, folded, a);
}

struct family {
	struct analyzer *analyzer;
	struct str stem;
	struct arena *arena, scratch;
	struct node_list members;	/* their terms */
};

static int take_member(void *arg, struct str term, uint32_t freq)
{
	struct family *f = arg;
	(void)freq;
	if (!term_is_marked(term))
		return 0;
	struct str form = str_sub(term, 0, term.n - 1);
	arena_reset(&f->scratch);
	if (!str_eq(form, f->stem) && has_stem(f->analyzer, form, f->stem, &f->scratch))
		node_add(f->arena, &f->members, node_term(f->arena, EXACT, form));
	return 0;
}

/* Stemmers change letters at the end only ("skies" - "sky", "dying" - "die"): all forms of a stem
 * share what it has before its last two characters. */
static struct str common_start(struct str stem)
{
	size_t chars = utf8_count(stem), keep = chars > 3 ? chars - 2 : 1, i = 0;
	while (keep-- && i < stem.n)
		utf8_next(stem, &i);
	return str_sub(stem, 0, i);
}

int form_condition(struct store *s, struct analyzer *an, struct str folded, struct arena *a,
		   const struct node **out_r, struct err *err)
{
	*out_r = node_term(a, EXACT, folded);
	if (!is_stem(an, folded, a))
		return 0;
	struct family f = { .analyzer = an, .stem = folded, .arena = a, .scratch = ARENA_INIT };
	int rc = store_each_term(s, common_start(folded), take_member, &f, err);
	arena_fini(&f.scratch);
	if (rc < 0)
		return -1;
	/* The stem without any other form of it, or the form itself beside others. */
	const struct node *alone = node_pair(a, STORE_AND_NOT, node_term(a, "", folded),
					     node_join(a, STORE_OR, &f.members));
	*out_r = node_pair(a, STORE_OR, *out_r, alone);
	return 0;
}

/* ---- Does somebody write so? ---- */

/* The joined form of a compound has the wdf 0: a document may hold nothing but that. */
struct written {
	struct str term;
	bool yes;
};

static int look_at_term(void *arg, struct str term, uint32_t wdf)
{
	struct written *w = arg;
	int order = str_cmp(term, w->term);
	w->yes = order == 0 && wdf > 0;
	return order >= 0;
}

/* Among the first documents that match, then among all. */
static int find_written(struct store *s, const struct node *condition, struct str term, struct arena *a,
			bool *found_r, struct err *err)
{
	struct store_result r;
	struct store_node *nodes;
	struct written w = { .term = term };
	struct store_search q = { .limit = LOOKED_AT, .sort_slot = STORE_NO_SLOT, .collapse_slot = STORE_NO_SLOT };
	node_write(node_scale(a, condition, 0), a, &nodes, &q.n_nodes);
	q.nodes = nodes;
	if (store_search(s, &q, a, &r, err) < 0)
		return -1;
	for (size_t i = 0; i < r.n_hits && !w.yes; i++)
		if (store_each_doc_term(s, r.hits[i].doc, look_at_term, &w, err) < 0)
			return -1;
	*found_r = w.yes;
	if (w.yes || r.n_hits < LOOKED_AT)
		return 0;
	node_write(node_pair(a, STORE_FILTER, node_term(a, "", term), condition), a, &nodes, &q.n_nodes);
	q.nodes = nodes;
	q.limit = 1;
	if (store_search(s, &q, a, &r, err) < 0)
		return -1;
	*found_r = r.n_hits > 0 && r.hits[0].weight > 0;
	return 0;
}

int form_stands(struct store *s, struct analyzer *an, struct str folded, struct arena *a, bool *stands_r,
		struct err *err)
{
	const struct node *condition;
	uint32_t freq;
	*stands_r = false;
	if (store_term_frequency(s, schema_term(a, EXACT, folded), &freq, err) < 0)
		return -1;
	if (freq || !is_stem(an, folded, a)) {
		*stands_r = freq > 0;
		return 0;
	}
	if (form_condition(s, an, folded, a, &condition, err) < 0)
		return -1;
	return find_written(s, condition, folded, a, stands_r, err);
}

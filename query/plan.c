/* From tree to store query: groups, operators and filters; the words are plan_word.c's.
 * See plan.h. */
#include "config.h"

#include "query/plan.h"

#include "index/schema.h"
#include "query/other_names.h"
#include "query/plan_near.h"
#include "query/plan_word.h"
#include "shim/bm25.h"

#define SHORT_WORDS 2

static int plan_node(struct planner *p, const struct query *q, const struct node **out_r);

/* ---- Filters: they decide, and weigh nothing ---- */

static const struct node *plan_date(struct planner *p, const struct date_range *d)
{
	struct arena *a = p->arena;
	const struct node *dated = node_range(a, SLOT_DATE_FROM, "0", "");
	if (!d->from[0] && !d->to[0])
		return node_scale(a, node_pair(a, STORE_AND_NOT, NULL, dated), 0);
	/* The document's days and the days asked for have one in common. */
	const struct node *ends_after = d->from[0] ? node_range(a, SLOT_DATE_TO, d->from, "") : NULL;
	const struct node *starts_before = d->to[0] ? node_range(a, SLOT_DATE_FROM, "", d->to) : NULL;
	return node_pair(a, STORE_AND, ends_after, starts_before);
}

static struct str lower(struct arena *a, struct str s)
{
	char *p = arena_strz(a, s);
	for (size_t i = 0; i < s.n; i++)
		if (p[i] >= 'A' && p[i] <= 'Z')
			p[i] += 'a' - 'A';
	return str_n(p, s.n);
}

static const struct node *plan_lang(struct planner *p, struct str value)
{
	size_t n = 0;
	while (n < value.n && value.p[n] != '-' && value.p[n] != '_')
		n++;
	return node_term(p->arena, PREFIX_LANG, str_sub(value, 0, n));
}

/* "html" is short for text/html, "pdf" for application/pdf. */
static const struct node *plan_type(struct planner *p, struct str value)
{
	if (str_chr(value, '/') >= 0)
		return node_term(p->arena, PREFIX_TYPE, value);
	struct str types[] = {
		arena_printf(p->arena, "text/%.*s", STR_ARG(value)),
		arena_printf(p->arena, "application/%.*s", STR_ARG(value)),
		value,
	};
	return node_terms(p->arena, PREFIX_TYPE, types, sizeof(types) / sizeof(*types));
}

static const struct node *plan_value(struct planner *p, const struct query *q)
{
	struct str value = lower(p->arena, str_trim(q->text));
	return node_scale(p->arena, q->field == FIELD_LANG ? plan_lang(p, value) : plan_type(p, value), 0);
}

static bool is_filter(const struct query *q)
{
	if (q->n_children == 0)
		return q->op == QUERY_DATE || q->op == QUERY_VALUE || q->op == QUERY_ALL;
	for (size_t i = 0; i < q->n_children; i++)
		if (!is_filter(q->children[i]))
			return false;
	return true;
}

/* ---- Groups ---- */

/* A word that nothing was added to: a loosened query may do without it. */
static bool is_plain(const struct query *q)
{
	return !q->sign && q->field == FIELD_NONE &&
	       (q->op == QUERY_WORD || q->op == QUERY_PREFIX || q->op == QUERY_FUZZY);
}

struct group {
	struct node_list must, may, filters, unwanted;
};

/* Words that may be parts of one name. */
static bool may_be_named(const struct query *q)
{
	return q->op == QUERY_WORD && !q->sign && q->field == FIELD_NONE && q->weight == 1;
}

/* The children from i on are a name of several words: they, or what else it is called.  Where any word
 * will do, so will that. */
static int sort_name(struct planner *p, const struct query *q, size_t i, struct group *g, size_t *length_r)
{
	size_t n = i;
	const struct node *others, *node;
	struct node_list words = { 0 };
	*length_r = 0;
	while (n < q->n_children && may_be_named(q->children[n]))
		n++;
	if (n - i < 2 || !p->widen.aliases || p->negated || p->n_variants >= VARIANTS_MAX)
		return 0;
	if (other_names_head(p, q->children + i, n - i, length_r, &others) < 0)
		return -1;
	bool respell = p->widen.respell;
	p->widen.aliases = false;
	p->widen.respell = respell && !others;
	p->optional = p->match != MATCH_ALL;
	int rc = 0;
	for (size_t k = 0; k < *length_r && rc == 0; k++) {
		rc = plan_node(p, q->children[i + k], &node);
		node_add(p->arena, p->optional ? &g->may : &words, node);
	}
	if (p->optional)
		node_add(p->arena, &g->may, others);
	else
		node_add(p->arena, &g->may, node_pair(p->arena, STORE_OR, node_join(p->arena, STORE_AND, &words), others));
	p->widen.aliases = true;
	p->widen.respell = respell;
	p->optional = false;
	return rc;
}

static int sort_children(struct planner *p, const struct query *q, struct group *g)
{
	size_t length;
	for (size_t i = 0; i < q->n_children; i++) {
		if (sort_name(p, q, i, g, &length) < 0)
			return -1;
		if (length) {
			i += length - 1;
			continue;
		}
		const struct query *child = q->children[i];
		const struct node *node;
		bool muted = p->muted, negated = p->negated;
		p->muted |= child->sign == '-';
		p->negated |= child->sign == '-';
		p->optional = p->match != MATCH_ALL && is_plain(child);
		if (plan_node(p, child, &node) < 0)
			return -1;
		p->muted = muted;
		p->negated = negated;
		p->optional = false;
		bool may = p->match == MATCH_AUTO ? is_plain(child) : !child->sign;
		node_add(p->arena, child->sign == '-' ? &g->unwanted : is_filter(child) ? &g->filters :
			 may ? &g->may : &g->must, node);
	}
	return 0;
}

static const struct node *plan_words(struct planner *p, const struct group *g, enum match match)
{
	struct arena *a = p->arena;
	const struct node *must = node_join(a, STORE_AND, &g->must);
	const struct node *may = node_join(a, match == MATCH_ALL ? STORE_AND : STORE_OR, &g->may);
	const struct node *words = node_pair(a, match == MATCH_ALL ? STORE_AND : STORE_AND_MAYBE, must, may);
	words = node_pair(a, STORE_FILTER, words, node_join(a, STORE_AND, &g->filters));
	return node_pair(a, STORE_AND_NOT, words, node_join(a, STORE_OR, &g->unwanted));
}

/* Only the top group is loosened: whoever writes parentheses means them. */
static int plan_group(struct planner *p, const struct query *q, const struct node **out_r)
{
	struct group g = { 0 };
	enum match match = p->match;
	if (match == MATCH_AUTO)
		p->match = MATCH_ALL;
	int rc = sort_children(p, q, &g);
	p->match = match;
	if (rc == 0)
		*out_r = plan_words(p, &g, match == MATCH_AUTO ? MATCH_ALL : match);
	return rc;
}

static int plan_top(struct planner *p, const struct query *q, struct plan *out, const struct node **out_r)
{
	struct group g = { 0 };
	if (q->op != QUERY_WORDS)
		return plan_node(p, q, out_r);
	if (sort_children(p, q, &g) < 0)
		return -1;
	size_t plain = 0, others = 0;
	for (size_t i = 0; i < q->n_children; i++) {
		const struct query *child = q->children[i];
		plain += is_plain(child);
		others += !is_plain(child) && child->sign != '-' && !is_filter(child);
	}
	out->is_long = plain > SHORT_WORDS;
	out->can_relax = plain > 1 || (plain && others);
	*out_r = node_scale(p->arena, plan_words(p, &g, p->match), q->weight);
	return 0;
}

/* ---- Operators ---- */

static int plan_operands(struct planner *p, const struct query *q, enum store_op op, const struct node **out_r)
{
	struct node_list l = { 0 };
	for (size_t i = 0; i < q->n_children; i++) {
		const struct node *node;
		if (plan_node(p, q->children[i], &node) < 0)
			return -1;
		node_add(p->arena, &l, node);
	}
	*out_r = node_join(p->arena, op, &l);
	return 0;
}

static int plan_not(struct planner *p, const struct query *q, const struct node **out_r)
{
	const struct node *wanted, *unwanted;
	bool muted = p->muted, negated = p->negated;
	if (plan_node(p, q->children[0], &wanted) < 0)
		return -1;
	p->muted = p->negated = true;
	if (plan_node(p, q->children[1], &unwanted) < 0)
		return -1;
	p->muted = muted;
	p->negated = negated;
	*out_r = node_pair(p->arena, STORE_AND_NOT, wanted, unwanted);
	return 0;
}

static int plan_bare(struct planner *p, const struct query *q, const struct node **out_r)
{
	switch (q->op) {
	case QUERY_WORDS: return plan_group(p, q, out_r);
	case QUERY_AND: return plan_operands(p, q, STORE_AND, out_r);
	case QUERY_OR: return plan_operands(p, q, STORE_OR, out_r);
	case QUERY_NOT: return plan_not(p, q, out_r);
	case QUERY_NEAR: case QUERY_ADJ: return plan_near(p, q, out_r);
	case QUERY_DATE:
		*out_r = plan_date(p, &q->date);
		return 0;
	case QUERY_VALUE:
		*out_r = plan_value(p, q);
		return 0;
	case QUERY_ALL:
		*out_r = node_all(p->arena);
		return 0;
	default:
		return plan_word(p, q, out_r);
	}
}

static int plan_node(struct planner *p, const struct query *q, const struct node **out_r)
{
	*out_r = NULL;
	if (plan_bare(p, q, out_r) < 0)
		return -1;
	*out_r = node_scale(p->arena, *out_r, q->weight);
	return 0;
}

static int make(const struct query *q, enum match match, const struct widening *widen, struct store *s,
		struct analyzer *an, struct arena *a, struct plan *out_r, struct err *err)
{
	struct planner p = { .query = q, .store = s, .recall = recall_of(s), .analyzer = an, .arena = a, .err = err, .match = match,
			     .widen = widen ? *widen : (struct widening){ 0 } };
	const struct node *top = NULL;
	struct store_info info;
	*out_r = (struct plan){ 0 };
	if (store_info(s, &info, err) < 0)
		return -1;
	p.documents = (uint32_t)info.documents;
	if (q && (plan_top(&p, q, out_r, &top) < 0 || p.failed))
		return -1;
	out_r->terms = p.terms;
	out_r->n_terms = p.n_terms;
	out_r->expansions = p.expansions;
	out_r->respelled = p.respelled;
	out_r->n_respelled = p.n_forms;
	if (!top) {
		out_r->nothing = true;
		return 0;
	}
	node_write(top, a, &out_r->nodes, &out_r->n_nodes);
	struct buf explain = BUF_INIT;
	node_explain(top, &explain);
	out_r->explain = arena_str(a, buf_str(&explain));
	buf_fini(&explain);
	return 0;
}

int plan_make(const struct query *q, enum match match, const struct widening *widen, struct store *s,
	      struct analyzer *an, struct arena *a, struct plan *out_r, struct err *err)
{
	store_in_place(s);
	int rc = make(q, match, widen, s, an, a, out_r, err);
	if (store_in_place_ends(s))
		return rc;
	/* The writer was faster: nothing of what was found counts, nor may it be remembered. */
	recall_forget(recall_of(s));
	return make(q, match, widen, s, an, a, out_r, err);
}

/* As in the ranking.  A prefix stands for words of any kind: taken as in one document
 * of ten. */
int plan_weigh(struct plan *plan, struct store *s, struct err *err)
{
	struct store_info info;
	if (store_info(s, &info, err) < 0)
		return -1;
	for (size_t i = 0; i < plan->n_terms; i++) {
		struct plan_term *t = &plan->terms[i];
		struct arena a = ARENA_INIT;
		uint32_t freq = 0;
		if (!t->is_prefix) {
			int rc = store_term_frequency(s, t->term, &freq, err);
			if (rc == 0 && freq == 0 && t->is_exact)
				rc = store_term_frequency(s, schema_term(&a, EXACT, t->term), &freq, err);
			arena_fini(&a);
			if (rc < 0)
				return -1;
		}
		t->weight = bm25_weight((uint32_t)info.documents, t->is_prefix ? (uint32_t)(info.documents / 10) : freq, 1);
	}
	return 0;
}

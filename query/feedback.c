/* Choosing words by the term lists of the best documents; see feedback.h. */
#include "config.h"

#include "query/feedback.h"

#include <math.h>
#include <stdlib.h>

#include "common/hash.h"
#include "common/utf8.h"
#include "index/schema.h"
#include "query/best.h"
#include "shim/bm25.h"

/* By experiment (doc/RANKING.md); half or twice as much of any hardly matters. */
#define STEEPNESS 10		/* a document with 0.9 of the best one's weight counts a third of it */
#define MOST 1.0		/* weight of the word that weighs most */
#define LEAST 0.15		/* and of one that is worth a list more to read, beside it */
#define ALONE 0.5		/* what a word counts that only one of several documents has */
#define COMMON_SHARE 5		/* what one of so many documents has is not added */
#define LEAST_CHARS 3
#define FORM_HITS 3		/* documents in which words are looked for as they are written */
#define SMALL_WDFS 16
#define LOOKED_UP 100		/* words with the largest shares, of which is asked how rare they are */
#define LONGEST 30000		/* words of a document; nobody waits for the lists of longer ones */

struct candidate {
	struct str term;
	uint64_t hash;
	double share;		/* of the documents' words, by their weights */
	double value;		/* the same by how rare it is: by that they are chosen, */
	double weight;		/* and by the root of it they weigh, for rare ones weigh more in any search */
	unsigned hits;		/* that have it */
};

struct forms_seen {
	struct str *list;	/* without their mark */
	size_t n, cap;
};

struct feedback {
	const struct feedback_source *from;
	struct arena *arena;
	uint32_t documents;
	double average;			/* length */
	struct candidate *list;
	size_t n, cap;
	uint32_t *slots;		/* of a hash table: numbers in the list, + 1 */
	size_t n_slots;			/* a power of two */
	double logarithms[SMALL_WDFS];
	struct forms_seen forms;
};

/* ---- Terms of the documents ---- */

/* Where the number of the candidate is, or would be. */
static uint32_t *slot_of(const struct feedback *f, struct str term, uint64_t hash)
{
	size_t i = hash & (f->n_slots - 1);
	for (; f->slots[i]; i = (i + 1) & (f->n_slots - 1)) {
		const struct candidate *c = &f->list[f->slots[i] - 1];
		if (c->hash == hash && str_eq(c->term, term))
			break;
	}
	return &f->slots[i];
}

static void make_room(struct feedback *f)
{
	f->list = arena_grow(f->arena, f->list, &f->cap, f->n + 1, sizeof(*f->list));
	if (f->n * 2 < f->n_slots)
		return;
	f->n_slots = f->n_slots ? f->n_slots * 2 : 4096;
	f->slots = arena_array(f->arena, f->n_slots, sizeof(*f->slots));
	for (size_t i = 0; i < f->n; i++)
		*slot_of(f, f->list[i].term, f->list[i].hash) = (uint32_t)i + 1;
}

static void count(struct feedback *f, struct str term, double share)
{
	uint64_t hash = hash64(term);
	make_room(f);
	uint32_t *slot = slot_of(f, term, hash);
	if (!*slot) {
		f->list[f->n++] = (struct candidate){ .term = term, .hash = hash };
		*slot = (uint32_t)f->n;
	}
	f->list[*slot - 1].share += share;
	f->list[*slot - 1].hits++;
}

/* ln(1 + wdf), most often of a small one. */
static double logarithm(const struct feedback *f, uint32_t wdf)
{
	return wdf < SMALL_WDFS ? f->logarithms[wdf] : log1p(wdf);
}

struct term_list {		/* of one document */
	struct arena *arena;
	struct forms_seen *forms;	/* NULL: not wanted */
	struct list_item {
		struct str term;
		uint32_t wdf;
	} *items;
	size_t n, cap;
	uint64_t length;
};

static int take_term(void *arg, struct str term, uint32_t wdf)
{
	struct term_list *l = arg;
	if (l->forms && term_is_marked(term)) {
		l->forms->list = arena_grow(l->arena, l->forms->list, &l->forms->cap, l->forms->n + 1, sizeof(struct str));
		l->forms->list[l->forms->n++] = arena_str(l->arena, str_sub(term, 0, term.n - 1));
	}
	if (!term_is_plain(term) || wdf == 0)
		return 0;
	l->items = arena_grow(l->arena, l->items, &l->cap, l->n + 1, sizeof(*l->items));
	l->items[l->n++] = (struct list_item){ arena_str(l->arena, term), wdf };
	l->length += wdf;
	return l->length > LONGEST;
}

static int add_document(struct feedback *f, const struct store_hit *hit, double weight, bool forms, struct err *err)
{
	struct term_list l = { .arena = f->arena, .forms = forms ? &f->forms : NULL };
	int rc = store_each_doc_term(f->from->store, hit->doc, take_term, &l, err);
	for (size_t i = 0; i < l.n && rc == 0 && l.length <= LONGEST; i++)
		count(f, l.items[i].term, weight * logarithm(f, l.items[i].wdf) / ((double)l.length + f->average));
	return rc;
}

/* ---- Which of them ---- */

enum role { ROLE_NEW, ROLE_TYPED, ROLE_NONE };

/* Does the term stand for a word, and not for one of several in a row? */
static bool is_word(const struct feedback *f, const struct plan_term *t)
{
	for (size_t i = 0; i < f->from->n_typed; i++) {
		const struct plan_term *other = &f->from->typed[i];
		if (t->phrase && other->phrase == t->phrase && other->phrase_index != t->phrase_index)
			return false;
	}
	return true;
}

static enum role role_of(const struct feedback *f, struct str term)
{
	enum role role = ROLE_NEW;
	for (size_t i = 0; i < f->from->n_typed; i++) {
		const struct plan_term *t = &f->from->typed[i];
		if (!str_eq(t->term, term))
			continue;
		if (!t->is_prefix && !t->is_exact && !t->title_only && is_word(f, t))
			return ROLE_TYPED;
		role = ROLE_NONE;
	}
	return role;
}

static bool tells_something(struct str term)
{
	if (str_ends(term, STR(CAPITALS_MARK)))
		return false;
	for (size_t i = 0; i < term.n; i++)
		if (term.p[i] >= '0' && term.p[i] <= '9')
			return false;
	return utf8_count(term) >= LEAST_CHARS;
}

static int by_share(const void *a, const void *b)
{
	const struct candidate *x = *(struct candidate *const *)a, *y = *(struct candidate *const *)b;
	return x->share != y->share ? (x->share > y->share ? -1 : 1) : str_cmp(x->term, y->term);
}

static int by_weight(const void *a, const void *b)
{
	const struct candidate *x = *(struct candidate *const *)a, *y = *(struct candidate *const *)b;
	return x->weight != y->weight ? (x->weight > y->weight ? -1 : 1) : str_cmp(x->term, y->term);
}

static int by_value(const void *a, const void *b)
{
	const struct candidate *x = *(struct candidate *const *)a, *y = *(struct candidate *const *)b;
	return x->value != y->value ? (x->value > y->value ? -1 : 1) : str_cmp(x->term, y->term);
}

/* How much it tells; 0: it is not wanted. */
static int weigh(struct feedback *f, struct candidate *c, struct err *err)
{
	uint32_t documents;
	enum role role = role_of(f, c->term);
	c->value = 0;
	if (role == ROLE_NONE || (role == ROLE_NEW && !tells_something(c->term)))
		return 0;
	if (impacts_frequency(f->from->impacts, f->from->store, c->term, &documents, err) < 0)
		return -1;
	if (role == ROLE_NEW && (documents < 2 || documents > f->documents / COMMON_SHARE))
		return 0;
	double rare = bm25_weight(f->documents, documents, 1);
	c->value = c->share * rare;
	c->weight = c->share * sqrt(rare);
	return 0;
}

/* Those with the largest shares, in order. */
static struct candidate **largest(struct feedback *f, size_t *n_r)
{
	struct best best;
	best_init(&best, LOOKED_UP, sizeof(struct candidate *), by_share, f->arena);
	for (size_t i = 0; i < f->n; i++) {
		struct candidate *c = &f->list[i];
		c->share *= c->hits == 1 && f->from->n_hits > 1 ? ALONE : 1;
		best_add(&best, &c);
	}
	best_sort(&best);
	*n_r = best.n;
	return (struct candidate **)best.list;
}

/* The most telling ones, by their weights.  Shares fall: once not even the rarest word of such a share would be one of them, the rest
 * is not looked up. */
static int choose(struct feedback *f, struct candidate *chosen[FEEDBACK_WORDS], size_t *n_r, struct err *err)
{
	size_t n, kept = 0;
	struct candidate **list = largest(f, &n);
	double rarest = bm25_weight(f->documents, 1, 1);
	for (size_t i = 0; i < n; i++) {
		if (kept == FEEDBACK_WORDS && list[i]->share * rarest < chosen[kept - 1]->value)
			break;
		if (weigh(f, list[i], err) < 0)
			return -1;
		if (!(list[i]->value > 0) || (kept == FEEDBACK_WORDS && by_value(&chosen[kept - 1], &list[i]) < 0))
			continue;
		size_t k = kept < FEEDBACK_WORDS ? kept++ : kept - 1;
		for (; k > 0 && by_value(&list[i], &chosen[k - 1]) < 0; k--)
			chosen[k] = chosen[k - 1];
		chosen[k] = list[i];
	}
	if (kept)
		qsort(chosen, kept, sizeof(*chosen), by_weight);
	while (kept && chosen[kept - 1]->weight < LEAST * chosen[0]->weight)
		kept--;
	*n_r = kept;
	return 0;
}

/* ---- As they are written ---- */

#define SAME_START 3		/* bytes that a form has in common with its stem */

/* The shortest of the forms that have this stem; the stem, when none was seen. */
static struct str form_of(struct feedback *f, struct str stem)
{
	struct str best = stem;
	for (size_t i = 0; i < f->forms.n; i++) {
		struct str form = f->forms.list[i], *stems;
		size_t n;
		if (!str_starts(form, str_sub(stem, 0, SAME_START)) || (best.p != stem.p && form.n >= best.n))
			continue;
		analyzer_stems(f->from->analyzer, form, f->arena, &stems, &n);
		if (n && str_eq(stems[0], stem))
			best = form;
	}
	return best;
}

int feedback_words(const struct feedback_source *from, struct arena *a, struct feedback_word **out_r, size_t *n_r,
		   struct err *err)
{
	struct feedback f = { .from = from, .arena = a };
	const struct store_hit *hits = from->hits;
	struct candidate *best[FEEDBACK_WORDS];
	struct store_info info;
	*n_r = 0;
	if (store_info(from->store, &info, err) < 0)
		return -1;
	f.documents = (uint32_t)info.documents;
	f.average = info.average_length;
	for (uint32_t i = 0; i < SMALL_WDFS; i++)
		f.logarithms[i] = log1p(i);
	for (size_t i = 0; i < from->n_hits && hits[i].weight > 0; i++)
		if (add_document(&f, &hits[i], pow(hits[i].weight / hits[0].weight, STEEPNESS), i < FORM_HITS, err) < 0)
			return -1;
	if (choose(&f, best, n_r, err) < 0)
		return -1;
	*out_r = arena_array(a, *n_r, sizeof(**out_r));
	for (size_t i = 0; i < *n_r; i++)
		(*out_r)[i] = (struct feedback_word){
			.term = best[i]->term, .form = form_of(&f, best[i]->term), .weight = MOST * best[i]->weight / best[0]->weight,
			.typed = role_of(&f, best[i]->term) == ROLE_TYPED };
	return 0;
}

/* ---- The second search ---- */

/* The operands of an OR, so that those of the words can join them. */
static size_t operands(const struct plan *plan)
{
	const struct store_node *last = &plan->nodes[plan->n_nodes - 1];
	return last->op == STORE_OR ? last->n : 0;
}

static void explain(struct plan *plan, const struct feedback_word *words, size_t n, bool widens, struct arena *a)
{
	struct buf b = BUF_INIT;
	buf_printf(&b, "(%s %.*s%s", widens ? "OR" : "AND_MAYBE", STR_ARG(plan->explain), widens ? "" : " (OR");
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, " (SCALE %.4g %.*s)", words[i].weight, STR_ARG(words[i].term));
	buf_puts(&b, widens ? ")" : "))");
	plan->explain = arena_str(a, buf_str(&b));
	buf_fini(&b);
}

void feedback_plan(struct plan *plan, const struct feedback_word *words, size_t n, bool widens, struct arena *a)
{
	size_t or = widens ? operands(plan) : 0, at = plan->n_nodes - (or > 0);
	struct store_node *nodes = arena_array(a, plan->n_nodes + 2 * n + 2, sizeof(*nodes));
	if (n == 0)
		return;
	memcpy(nodes, plan->nodes, at * sizeof(*nodes));
	for (size_t i = 0; i < n; i++) {
		nodes[at++] = (struct store_node){ .op = STORE_TERM, .term = words[i].term };
		nodes[at++] = (struct store_node){ .op = STORE_SCALE, .n = 1, .factor = words[i].weight };
		if (!words[i].typed)
			expansion_add(&plan->expansions, a, (struct expansion){
				.kind = EXPANSION_FEEDBACK, .from = STR_NONE, .to = words[i].form, .weight = words[i].weight });
	}
	if (widens) {
		nodes[at++] = (struct store_node){ .op = STORE_OR, .n = (uint32_t)(n + (or ? or : 1)) };
	} else {
		nodes[at++] = (struct store_node){ .op = STORE_OR, .n = (uint32_t)n };
		nodes[at++] = (struct store_node){ .op = STORE_AND_MAYBE, .n = 2 };
	}
	plan->nodes = nodes;
	plan->n_nodes = at;
	explain(plan, words, n, widens, a);
}

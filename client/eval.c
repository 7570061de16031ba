/* Asking many queries and measuring the answers; see eval.h. */
#include "config.h"

#include "client/eval.h"

#include <stdlib.h>

#include "client/row.h"
#include "client/significance.h"
#include "proto/line.h"

#define WINDOW 8	/* requests under way: the daemon is busy, and its queue not full */

/* Those given are taken before these; with no value of its own: not for an evaluation. */
static const struct {
	const char *name, *value;
	bool fixed;
} own_options[] = {
	{ "fields",   "id,score", true },
	{ "snippets", "0",        true },
	{ "facets",   NULL,       true },
	{ "offset",   NULL,       true },
	{ "plain",    "1",        false },
	{ "limit",    "1000",     false },
	{ "cache",    "off",      false },
};

static bool names(struct str option, const char *name)
{
	size_t n = strlen(name);
	return str_starts(option, str_n(name, n)) && option.n > n && option.p[n] == '=';
}

static bool is_given(struct str given, const char *name)
{
	struct str option;
	while (given.n && str_cut(&given, ' ', &option))
		if (names(option, name))
			return true;
	return false;
}

int eval_options(struct str given, struct arena *a, struct str *options_r, struct err *err)
{
	*options_r = given;
	for (size_t i = 0; i < sizeof(own_options) / sizeof(*own_options); i++) {
		const char *name = own_options[i].name, *value = own_options[i].value;
		bool has = is_given(given, name);
		if (has && own_options[i].fixed)
			return err_set(err, ERR_INVALID, "an evaluation takes no %s=", name);
		if (!has && value)
			*options_r = arena_printf(a, "%.*s%s%s=%s", STR_ARG(*options_r), options_r->n ? " " : "", name, value);
	}
	return 0;
}

/* ---- Asking ---- */

struct asking {
	struct karez *conn;
	struct str collections, options;
	struct arena *arena;
	struct eval_run *run;
	struct err *err;
};

static void add_refusal(struct asking *k, struct str topic, struct str message)
{
	struct eval_run *r = k->run;
	r->refusals = arena_grow(k->arena, r->refusals, &r->refusals_cap, r->n_refusals + 1, sizeof(*r->refusals));
	r->refusals[r->n_refusals++] = (struct eval_refusal){ topic, message };
}

/* 1 sent, 0 not a line that can be sent. */
static int send_topic(struct asking *k, const struct topic *t)
{
	const char *line;
	struct err unfit;
	if (reply_line_of(verb_name(VERB_SEARCH), k->collections, k->options, t->text, k->arena, &line, &unfit) == 0)
		return reply_send(k->conn, line, k->err) < 0 ? -1 : 1;
	add_refusal(k, t->id, arena_str(k->arena, str_of(unfit.msg)));
	return 0;
}

static int take_hit(struct asking *k, struct str topic, struct str json, uint32_t rank)
{
	struct run_list *l = &k->run->ranked;
	json_t *row = row_parse(json, k->err);
	if (!row)
		return -1;
	struct str id = row_str(row, "id");
	struct ranked r = { .topic = topic, .document = arena_str(k->arena, id), .rank = rank,
			    .score = json_number_value(json_object_get(row, "score")) };
	json_decref(row);
	if (!id.n)
		return err_set(k->err, ERR_CORRUPT, "a row of the answer has no id");
	l->list = arena_grow(k->arena, l->list, &l->cap, l->n + 1, sizeof(*l->list));
	l->list[l->n++] = r;
	return 0;
}

static int take_answer(struct asking *k, const struct topic *t, struct arena *scratch)
{
	struct karez_reply reply;
	struct str value;
	uint64_t took;
	if (reply_receive(k->conn, scratch, &reply, k->err) < 0)
		return -1;
	if (reply.kind != '=') {
		add_refusal(k, t->id, arena_printf(k->arena, "%.*s %.*s", STR_ARG(reply.code), STR_ARG(reply.message)));
		return 0;
	}
	k->run->n_partial += line_value(reply.head, "partial", scratch, &value);
	if (line_value(reply.head, "took_us", scratch, &value) && str_to_u64(value, 0, UINT64_MAX, &took))
		k->run->took_us[k->run->n_took++] = took;
	for (size_t i = 0; i < reply.n_rows; i++)
		if (take_hit(k, t->id, reply.rows[i], (uint32_t)(i + 1)) < 0)
			return -1;
	return 0;
}

static int rising(const void *x, const void *y)
{
	const uint64_t *a = x, *b = y;
	return *a < *b ? -1 : *a > *b;
}

static int ask_all(struct asking *k, const struct topics *topics, size_t *sent, struct arena *scratch)
{
	size_t next = 0, n_sent = 0, n_taken = 0;
	while (next < topics->n || n_taken < n_sent) {
		if (next < topics->n && n_sent - n_taken < WINDOW) {
			int rc = send_topic(k, &topics->list[next]);
			if (rc < 0)
				return -1;
			if (rc)
				sent[n_sent++] = next;
			next++;
			continue;
		}
		arena_reset(scratch);
		if (take_answer(k, &topics->list[sent[n_taken++]], scratch) < 0)
			return -1;
	}
	return 0;
}

int eval_ask(struct karez *conn, struct str collections, struct str options, const struct topics *topics, struct arena *a,
	     struct eval_run *out_r, struct err *err)
{
	struct asking k = { conn, collections, options, a, out_r, err };
	struct arena scratch = ARENA_INIT;
	*out_r = (struct eval_run){ .took_us = arena_array(a, topics->n, sizeof(*out_r->took_us)) };
	int rc = ask_all(&k, topics, arena_array(a, topics->n, sizeof(size_t)), &scratch);
	arena_fini(&scratch);
	run_sort(&out_r->ranked);
	if (out_r->n_took)
		qsort(out_r->took_us, out_r->n_took, sizeof(*out_r->took_us), rising);
	return rc;
}

/* ---- Measuring ---- */

struct measuring {
	const struct run_list *run;
	const struct qrels *qrels;
	int *judged, *ranked;		/* relevance */
	bool *met;			/* by judgement */
};

/* The judgement of a document among [from, to); to when there is none. */
static size_t judgement_of(const struct qrels *q, size_t from, size_t to, struct str document)
{
	size_t low = from, high = to;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int c = str_cmp(q->list[mid].document, document);
		if (c == 0)
			return mid;
		if (c < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return to;
}

/* False when the topic has no relevant document. */
static bool measure_topic(struct measuring *m, struct str topic, double values[N_METRICS])
{
	size_t from, to, first, end, n_ranked = 0;
	bool relevant = false;
	qrels_find(m->qrels, topic, &from, &to);
	for (size_t i = from; i < to; i++) {
		m->judged[i - from] = m->qrels->list[i].relevance;
		m->met[i] = false;
		relevant |= m->qrels->list[i].relevance > 0;
	}
	run_find(m->run, topic, &first, &end);
	for (size_t i = first; i < end; i++) {
		size_t j = judgement_of(m->qrels, from, to, m->run->list[i].document);
		m->ranked[n_ranked++] = j < to && !m->met[j] ? m->qrels->list[j].relevance : 0;
		if (j < to)
			m->met[j] = true;
	}
	metrics_of(m->ranked, n_ranked, m->judged, to - from, values);
	return relevant;
}

/* The topics of the judgements, in their order. */
static struct topics judged_topics(const struct qrels *q, struct arena *a)
{
	struct topics t = { 0 };
	for (size_t i = 0; i < q->n; i++) {
		if (i && str_eq(q->list[i].topic, q->list[i - 1].topic))
			continue;
		t.list = arena_grow(a, t.list, &t.cap, t.n + 1, sizeof(*t.list));
		t.list[t.n++] = (struct topic){ .id = q->list[i].topic };
	}
	return t;
}

static void take_mean(struct eval *e)
{
	for (int k = 0; k < N_METRICS; k++) {
		double sum = 0;
		for (size_t i = 0; i < e->n; i++)
			sum += e->topics[i].values[k];
		e->means[k] = e->n ? sum / (double)e->n : 0;
	}
}

void eval_measure(const struct run_list *run, const struct topics *topics, const struct qrels *qrels, struct arena *a,
		  struct eval *out_r)
{
	struct topics judged = judged_topics(qrels, a);
	const struct topics *asked = topics ? topics : &judged;
	struct measuring m = { run, qrels, arena_array(a, qrels->n, sizeof(int)), arena_array(a, run->n, sizeof(int)),
			       arena_array(a, qrels->n, sizeof(bool)) };
	double values[N_METRICS];
	size_t relevant = 0;
	*out_r = (struct eval){ .topics = arena_array(a, asked->n, sizeof(*out_r->topics)) };
	for (size_t i = 0; i < asked->n; i++) {
		struct eval_topic *t = &out_r->topics[out_r->n];
		*t = (struct eval_topic){ .id = asked->list[i].id, .text = asked->list[i].text };
		if (measure_topic(&m, t->id, t->values))
			out_r->n++;
		else
			out_r->n_unjudged++;
	}
	/* No id stands twice, so what was not asked is what is left. */
	for (size_t i = 0; i < judged.n; i++)
		relevant += measure_topic(&m, judged.list[i].id, values);
	out_r->n_unasked = relevant - out_r->n;
	take_mean(out_r);
}

void eval_compare(const struct eval *now, const struct eval *before, struct arena *a, struct eval_difference out[N_METRICS])
{
	double *d = arena_array(a, now->n, sizeof(*d));
	BUG_ON(now->n != before->n);
	for (int k = 0; k < N_METRICS; k++) {
		out[k] = (struct eval_difference){ .mean = now->means[k] - before->means[k] };
		for (size_t i = 0; i < now->n; i++) {
			d[i] = now->topics[i].values[k] - before->topics[i].values[k];
			out[k].better += d[i] > 0;
			out[k].worse += d[i] < 0;
		}
		out[k].p = significance(d, now->n);
	}
}

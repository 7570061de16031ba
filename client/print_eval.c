/* Figures of an evaluation for people and programs; see print_eval.h. */
#include "config.h"

#include "client/print_eval.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "client/significance.h"
#include "common/json.h"

enum { LABEL = 11, CHANGED = 5, DECIMALS = 4, JSON_DECIMALS = 6 };

static void label(struct view *v, const char *text)
{
	view_text(v, STYLE_BOLD, str_of(text));
	view_blanks(v, LABEL - view_width(str_of(text)));
}

static void heads(struct view *v)
{
	view_blanks(v, LABEL);
	for (int k = 0; k < N_METRICS; k++)
		buf_printf(&v->out, "%9s", metric_names[k].people);
	buf_putc(&v->out, '\n');
}

static void figures(struct view *v, const char *format, const double values[N_METRICS])
{
	for (int k = 0; k < N_METRICS; k++) {
		char text[32];
		/* A negative zero is a zero. */
		snprintf(text, sizeof(text), format[0] == '+' ? "%+.*f" : "%.*f", DECIMALS, values[k] + 0.0);
		buf_printf(&v->out, "%9s", text);
	}
	buf_putc(&v->out, '\n');
}

static void relative(struct view *v, const struct eval_report *r)
{
	view_blanks(v, LABEL);
	for (int k = 0; k < N_METRICS; k++) {
		double before = r->before->means[k];
		char text[32] = "";
		if (before > 0)
			snprintf(text, sizeof(text), "%+.1f%%", 100 * r->differences[k].mean / before);
		buf_printf(&v->out, "%9s", text);
	}
	buf_putc(&v->out, '\n');
}

static void counts(struct view *v, const char *name, const struct eval_difference *d, bool worse)
{
	label(v, name);
	for (int k = 0; k < N_METRICS; k++)
		buf_printf(&v->out, "%9zu", worse ? d[k].worse : d[k].better);
	buf_putc(&v->out, '\n');
}

static void means(struct view *v, const struct eval_report *r)
{
	double values[N_METRICS];
	heads(v);
	label(v, "run");
	figures(v, "", r->now->means);
	if (!r->before)
		return;
	label(v, "baseline");
	figures(v, "", r->before->means);
	for (int k = 0; k < N_METRICS; k++)
		values[k] = r->differences[k].mean;
	label(v, "difference");
	figures(v, "+", values);
	relative(v, r);
	counts(v, "better", r->differences, false);
	counts(v, "worse", r->differences, true);
	for (int k = 0; k < N_METRICS; k++)
		values[k] = r->differences[k].p;
	label(v, "p");
	figures(v, "", values);
}

/* ---- Query by query ---- */

static void query_line(struct view *v, const struct eval_topic *t)
{
	buf_puts(&v->out, "  ");
	view_text(v, STYLE_BOLD, t->id);
	if (t->text.n) {
		buf_puts(&v->out, "  ");
		view_text(v, STYLE_PLAIN, t->text);
	}
	buf_putc(&v->out, '\n');
}

static void each_query(struct view *v, const struct eval_report *r)
{
	for (size_t i = 0; i < r->now->n; i++) {
		double d[N_METRICS];
		buf_putc(&v->out, '\n');
		query_line(v, &r->now->topics[i]);
		view_blanks(v, LABEL);
		figures(v, "", r->now->topics[i].values);
		if (!r->before)
			continue;
		for (int k = 0; k < N_METRICS; k++)
			d[k] = r->now->topics[i].values[k] - r->before->topics[i].values[k];
		view_blanks(v, LABEL);
		figures(v, "+", d);
	}
}

struct change {
	double by;
	size_t topic;
};

/* The largest first; those alike in the order of the queries. */
static int by_change(const void *x, const void *y)
{
	const struct change *a = x, *b = y;
	if (a->by > b->by || a->by < b->by)
		return a->by > b->by ? -1 : 1;
	return a->topic < b->topic ? -1 : a->topic > b->topic;
}

static void changed(struct view *v, const struct eval_report *r, const char *head, double sign, struct arena *a)
{
	struct change *list = arena_array(a, r->now->n, sizeof(*list));
	size_t n = 0;
	for (size_t i = 0; i < r->now->n; i++) {
		double by = r->now->topics[i].values[METRIC_NDCG] - r->before->topics[i].values[METRIC_NDCG];
		if (sign * by > 0)
			list[n++] = (struct change){ sign * by, i };
	}
	if (!n)
		return;
	qsort(list, n, sizeof(*list), by_change);
	buf_printf(&v->out, "\n%s, by %s\n", head, metric_names[METRIC_NDCG].people);
	for (size_t i = 0; i < n && i < CHANGED; i++) {
		buf_printf(&v->out, "%+9.*f", DECIMALS, sign * list[i].by);
		query_line(v, &r->now->topics[list[i].topic]);
	}
}

/* ---- What the figures rest on ---- */

static const char *many(size_t n, const char *one, const char *several)
{
	return n == 1 ? one : several;
}

static double ms(const struct eval_run *run, double share)
{
	const double us_per_ms = 1000;
	size_t at = (size_t)ceil(share * (double)run->n_took);
	return (double)run->took_us[at ? at - 1 : 0] / us_per_ms;
}

static void basis(struct view *v, const struct eval_report *r)
{
	const struct eval *e = r->now;
	struct buf *out = &v->out;
	buf_printf(out, "%zu %s with a relevant document", e->n, many(e->n, "query", "queries"));
	if (e->n_unjudged)
		buf_printf(out, "; %zu without count in no mean", e->n_unjudged);
	if (e->n_unasked)
		buf_printf(out, "; %zu judged %s no query", e->n_unasked, many(e->n_unasked, "topic has", "topics have"));
	buf_putc(out, '\n');
	if (r->run && r->run->n_took)
		buf_printf(out, "median %.1f ms, 99 of 100 within %.1f ms\n", ms(r->run, 0.5), ms(r->run, 0.99));
	if (r->before)
		buf_printf(out, "p: paired randomisation test, two-sided, all signs or %d drawn\n", SIGNIFICANCE_SAMPLES);
}

void print_eval(struct view *v, const struct eval_report *r, struct arena *a)
{
	means(v, r);
	if (r->per_query)
		each_query(v, r);
	else if (r->before) {
		changed(v, r, "better", 1, a);
		changed(v, r, "worse", -1, a);
	}
	buf_putc(&v->out, '\n');
	basis(v, r);
}

/* ---- JSON ---- */

static void json_values(struct buf *out, const double values[N_METRICS])
{
	json_open(out, '{');
	for (int k = 0; k < N_METRICS; k++) {
		json_key(out, metric_names[k].trec);
		json_double(out, values[k], JSON_DECIMALS);
	}
	json_close(out, '}');
}

static void json_query(struct buf *out, const struct eval_report *r, size_t i)
{
	json_open(out, '{');
	json_key(out, "query");
	json_str(out, r->now->topics[i].id);
	json_key(out, "run");
	json_values(out, r->now->topics[i].values);
	if (r->before) {
		json_key(out, "baseline");
		json_values(out, r->before->topics[i].values);
	}
	json_close(out, '}');
	buf_putc(out, '\n');
}

static void json_differences(struct buf *out, const struct eval_difference *d)
{
	json_key(out, "difference");
	json_open(out, '{');
	for (int k = 0; k < N_METRICS; k++) {
		json_key(out, metric_names[k].trec);
		json_open(out, '{');
		json_key(out, "mean");
		json_double(out, d[k].mean, JSON_DECIMALS);
		json_key(out, "p");
		json_double(out, d[k].p, JSON_DECIMALS);
		json_key(out, "better");
		json_int(out, (int64_t)d[k].better);
		json_key(out, "worse");
		json_int(out, (int64_t)d[k].worse);
		json_close(out, '}');
	}
	json_close(out, '}');
}

static void json_count(struct buf *out, const char *key, size_t n)
{
	json_key(out, key);
	json_int(out, (int64_t)n);
}

void print_eval_json(struct buf *out, const struct eval_report *r)
{
	for (size_t i = 0; i < r->now->n; i++)
		json_query(out, r, i);
	json_open(out, '{');
	json_count(out, "queries", r->now->n);
	json_count(out, "unjudged", r->now->n_unjudged);
	json_count(out, "unasked", r->now->n_unasked);
	if (r->run) {
		json_count(out, "refused", r->run->n_refusals);
		json_count(out, "partial", r->run->n_partial);
	}
	if (r->run && r->run->n_took) {
		json_key(out, "p50_ms");
		json_double(out, ms(r->run, 0.5), 3);
		json_key(out, "p99_ms");
		json_double(out, ms(r->run, 0.99), 3);
	}
	json_key(out, "run");
	json_values(out, r->now->means);
	if (r->before) {
		json_key(out, "baseline");
		json_values(out, r->before->means);
		json_differences(out, r->differences);
	}
	json_close(out, '}');
	buf_putc(out, '\n');
}

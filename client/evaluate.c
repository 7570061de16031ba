/* The command eval: files in, questions asked, figures out; see evaluate.h. */
#include "config.h"

#include "client/evaluate.h"

#include "client/eval.h"
#include "client/print_eval.h"
#include "common/fs.h"

/* What is not whole in the answers to the queries. */
static void warn_eval(struct session *s, const struct eval_run *answers, const char *whose)
{
	for (size_t i = 0; i < answers->n_refusals; i++) {
		const struct eval_refusal *x = &answers->refusals[i];
		session_complain(s, arena_printf(&s->arena, "query %.*s%s: %.*s", STR_ARG(x->topic), whose, STR_ARG(x->message)));
	}
	if (answers->n_partial)
		session_complain(s, arena_printf(&s->arena, "warning: %zu partial answers%s", answers->n_partial, whose));
}

/* The queries asked with these options; 0 or an exit status, told. */
static int ask_queries(struct session *s, struct str settings, const struct topics *topics, const char *whose, struct eval_run *out)
{
	struct str options;
	struct err err;
	if (eval_options(settings, &s->arena, &options, &err) < 0)
		return session_fail(s, STATUS_USAGE, &err);
	if (eval_ask(s->conn, s->args.collections, options, topics, &s->arena, out, &err) < 0)
		return session_fail(s, STATUS_NO_DAEMON, &err);
	warn_eval(s, out, whose);
	return 0;
}

static int save_run(struct session *s, const struct run_list *list, const char *path)
{
	struct buf b = BUF_INIT;
	struct err err;
	run_write(list, "karez", &b);
	int rc = fs_write_atomic(path, buf_str(&b), &err);
	buf_fini(&b);
	return rc < 0 ? session_fail(s, STATUS_USAGE, &err) : 0;
}

struct inputs {
	struct topics topics;
	struct qrels qrels;
	struct eval_run now, before;	/* from a file: nothing but the ranking */
};

/* Files first: what is wrong with them is told before anything is asked. */
static int read_inputs(struct session *s, struct inputs *in)
{
	const struct eval_args *e = &s->args.eval;
	struct err err;
	if ((e->queries && topics_read(e->queries, &s->arena, &in->topics, &err) < 0) ||
	    qrels_read(e->qrels, &s->arena, &in->qrels, &err) < 0 ||
	    (e->run && run_read(e->run, &s->arena, &in->now.ranked, &err) < 0) ||
	    (e->against && run_read(e->against, &s->arena, &in->before.ranked, &err) < 0))
		return session_fail(s, STATUS_USAGE, &err);
	return 0;
}

static int ask_inputs(struct session *s, struct inputs *in)
{
	const struct eval_args *e = &s->args.eval;
	int status = session_connect(s);
	if (!status)
		status = ask_queries(s, s->args.options, &in->topics, "", &in->now);
	if (!status && e->has_baseline)
		status = ask_queries(s, e->baseline, &in->topics, " (baseline)", &in->before);
	return !status && e->save ? save_run(s, &in->now.ranked, e->save) : status;
}

int evaluate(struct session *s)
{
	const struct eval_args *e = &s->args.eval;
	struct inputs in = { 0 };
	struct eval now, before;
	struct eval_difference differences[N_METRICS];
	int status = read_inputs(s, &in);
	if (!status && !e->run)
		status = ask_inputs(s, &in);
	if (status)
		return status;
	const struct topics *topics = e->queries ? &in.topics : NULL;
	bool compare = e->against || e->has_baseline;
	struct eval_report report = { .now = &now, .run = e->run ? NULL : &in.now, .per_query = e->per_query };
	eval_measure(&in.now.ranked, topics, &in.qrels, &s->arena, &now);
	if (!now.n) {
		session_complain(s, STR("nothing to measure: no query has a document that was judged relevant"));
		return STATUS_NOTHING;
	}
	if (compare) {
		eval_measure(&in.before.ranked, topics, &in.qrels, &s->arena, &before);
		eval_compare(&now, &before, &s->arena, differences);
		report.before = &before;
		report.differences = differences;
	}
	if (s->args.json)
		print_eval_json(&s->out.out, &report);
	else
		print_eval(&s->out, &report, &s->arena);
	return in.now.n_refusals || in.before.n_refusals ? STATUS_REFUSED : STATUS_FOUND;
}

/* karez: asks a karezd from a terminal or a script; see karez(1). */
#include "config.h"

#include <locale.h>
#include <stdio.h>
#include <unistd.h>

#include "client/address.h"
#include "client/args.h"
#include "client/eval.h"
#include "client/print_eval.h"
#include "client/print_rows.h"
#include "client/syntax.h"
#include "common/fs.h"
#include "common/json.h"
#include "proto/line.h"

enum { EXIT_FOUND, EXIT_NOTHING, EXIT_USAGE, EXIT_REFUSED, EXIT_NO_DAEMON };

struct run {
	struct args args;
	struct karez *conn;
	struct arena arena;
	struct view out, err;	/* standard output and error */
};

/* Messages may hold bytes of documents and of the server: only text reaches the terminal. */
static void complain(struct run *r, struct str message)
{
	buf_puts(&r->err.out, "karez: ");
	view_text(&r->err, STYLE_PLAIN, message);
	buf_putc(&r->err.out, '\n');
}

static int connect_daemon(struct run *r)
{
	struct address at;
	struct err err;
	if (address_find(r->args.server, r->args.conf, &r->arena, &at, &err) < 0) {
		complain(r, str_of(err.msg));
		return EXIT_USAGE;
	}
	if (karez_connect(at.addr, r->args.timeout_ms, &r->conn, &err) == 0)
		return 0;
	if (err.code == ERR_INVALID) {
		complain(r, str_of(err.msg));
		return EXIT_USAGE;
	}
	complain(r, arena_printf(&r->arena, "no daemon answers at %s", err.msg));
	view_lines(&r->err, 0, address_advice(&at, &r->arena));
	return EXIT_NO_DAEMON;
}

/* Sends and waits; 0 or an exit status, told. */
static int ask(struct run *r, const char *verb, struct str options, struct karez_reply *reply)
{
	struct buf line = BUF_INIT;
	struct err err;
	int status = 0;
	struct str text = r->args.text.n ? r->args.text : STR_NONE;
	if (line_request(verb, r->args.collections, options, text, &line, &err) < 0)
		status = EXIT_USAGE;
	else if (karez_call(r->conn, buf_str(&line), &r->arena, reply, &err) < 0)
		status = EXIT_NO_DAEMON;
	if (status)
		complain(r, str_of(err.msg));
	buf_fini(&line);
	return status;
}

static struct str value(struct run *r, const struct karez_reply *reply, const char *key)
{
	struct str s;
	return line_value(reply->head, key, &r->arena, &s) ? s : STR_NONE;
}

static int refused(struct run *r, const struct karez_reply *reply)
{
	if (!str_eq(reply->code, STR("SYNTAX")) || !syntax_show(&r->err, r->args.text, reply->message, &r->arena))
		complain(r, arena_printf(&r->arena, "%.*s %.*s", STR_ARG(reply->code), STR_ARG(reply->message)));
	return EXIT_REFUSED;
}

/* What the head says about an answer that is not whole. */
static void warn(struct run *r, const struct karez_reply *reply)
{
	struct str partial = value(r, reply, "partial");
	if (partial.n)
		complain(r, arena_printf(&r->arena, "warning: partial answer (partial=%.*s)", STR_ARG(partial)));
	if (value(r, reply, "truncated").n)
		complain(r, STR("warning: the text is longer than what is sent of it (truncated=1)"));
}

/* The answer to COUNT is all in its head. */
static void print_count_json(struct run *r, const struct karez_reply *reply)
{
	struct buf *out = &r->out.out;
	uint64_t total = 0;
	str_to_u64(value(r, reply, "total"), 0, INT64_MAX, &total);
	json_open(out, '{');
	json_key(out, "total");
	json_int(out, (int64_t)total);
	json_key(out, "relation");
	json_str(out, value(r, reply, "relation"));
	json_close(out, '}');
	buf_putc(out, '\n');
}

static void print_json(struct run *r, const struct karez_reply *reply)
{
	if (r->args.verbose) {
		buf_addstr(&r->err.out, reply->first);
		buf_putc(&r->err.out, '\n');
	}
	if (r->args.command->verb == VERB_COUNT)
		print_count_json(r, reply);
	if (reply->kind == '+') {
		buf_addstr(&r->out.out, reply->head);
		buf_putc(&r->out.out, '\n');
	}
	for (size_t i = 0; i < reply->n_rows; i++) {
		buf_addstr(&r->out.out, reply->rows[i]);
		buf_putc(&r->out.out, '\n');
	}
}

/* A search that found nothing asks at once what may have been meant, and only says so. */
static void suggest_spelling(struct run *r)
{
	struct karez_reply reply;
	if (ask(r, verb_name(VERB_SPELL), STR_NONE, &reply) == 0)
		print_did_you_mean(&r->out, &reply, &r->arena);
}

static bool found(struct run *r, const struct karez_reply *reply)
{
	switch (r->args.command->verb) {
	case VERB_SEARCH: case VERB_COUNT: return !str_eq(value(r, reply, "total"), STR("0"));
	case VERB_SUGGEST: case VERB_SPELL: case VERB_ALIASES: case VERB_SIMILAR: case VERB_VERSIONS: return reply->n_rows > 0;
	default: return true;
	}
}

static int answer(struct run *r, const struct karez_reply *reply)
{
	struct err err;
	if (reply->kind == '-')
		return refused(r, reply);
	warn(r, reply);
	if (r->args.json)
		print_json(r, reply);
	else if (r->args.command->print(&r->out, reply, &r->arena, &err) < 0) {
		complain(r, str_of(err.msg));
		return EXIT_NO_DAEMON;
	}
	if (found(r, reply))
		return EXIT_FOUND;
	if (r->args.command->verb == VERB_SEARCH && !r->args.json)
		suggest_spelling(r);
	return EXIT_NOTHING;
}

/* karez raw: the line goes out and the answer comes back as they are. */
static int raw(struct run *r)
{
	struct karez_reply reply;
	struct err err;
	if (karez_call(r->conn, r->args.text, &r->arena, &reply, &err) < 0) {
		complain(r, str_of(err.msg));
		return EXIT_NO_DAEMON;
	}
	struct buf *out = &r->out.out;
	buf_addstr(out, reply.first);
	buf_putc(out, '\n');
	for (size_t i = 0; i < reply.n_rows; i++) {
		buf_addstr(out, reply.rows[i]);
		buf_putc(out, '\n');
	}
	return reply.kind == '-' ? EXIT_REFUSED : EXIT_FOUND;
}

/* ---- karez eval ---- */

static int complained(struct run *r, const struct err *err, int status)
{
	complain(r, str_of(err->msg));
	return status;
}

/* What is not whole in the answers to the queries. */
static void warn_eval(struct run *r, const struct eval_run *answers, const char *whose)
{
	for (size_t i = 0; i < answers->n_refusals; i++) {
		const struct eval_refusal *x = &answers->refusals[i];
		complain(r, arena_printf(&r->arena, "query %.*s%s: %.*s", STR_ARG(x->topic), whose, STR_ARG(x->message)));
	}
	if (answers->n_partial)
		complain(r, arena_printf(&r->arena, "warning: %zu partial answers%s", answers->n_partial, whose));
}

/* The queries asked with these options; 0 or an exit status, told. */
static int ask_queries(struct run *r, struct str settings, const struct topics *topics, const char *whose, struct eval_run *out)
{
	struct str options;
	struct err err;
	if (eval_options(settings, &r->arena, &options, &err) < 0)
		return complained(r, &err, EXIT_USAGE);
	if (eval_ask(r->conn, r->args.collections, options, topics, &r->arena, out, &err) < 0)
		return complained(r, &err, EXIT_NO_DAEMON);
	warn_eval(r, out, whose);
	return 0;
}

static int save_run(struct run *r, const struct run_list *list, const char *path)
{
	struct buf b = BUF_INIT;
	struct err err;
	run_write(list, "karez", &b);
	int rc = fs_write_atomic(path, buf_str(&b), &err);
	buf_fini(&b);
	return rc < 0 ? complained(r, &err, EXIT_USAGE) : 0;
}

struct inputs {
	struct topics topics;
	struct qrels qrels;
	struct eval_run now, before;	/* from a file: nothing but the ranking */
};

/* Files first: what is wrong with them is told before anything is asked. */
static int read_inputs(struct run *r, struct inputs *in)
{
	const struct eval_args *e = &r->args.eval;
	struct err err;
	if ((e->queries && topics_read(e->queries, &r->arena, &in->topics, &err) < 0) ||
	    qrels_read(e->qrels, &r->arena, &in->qrels, &err) < 0 ||
	    (e->run && run_read(e->run, &r->arena, &in->now.ranked, &err) < 0) ||
	    (e->against && run_read(e->against, &r->arena, &in->before.ranked, &err) < 0))
		return complained(r, &err, EXIT_USAGE);
	return 0;
}

static int ask_inputs(struct run *r, struct inputs *in)
{
	const struct eval_args *e = &r->args.eval;
	int status = connect_daemon(r);
	if (!status)
		status = ask_queries(r, r->args.options, &in->topics, "", &in->now);
	if (!status && e->has_baseline)
		status = ask_queries(r, e->baseline, &in->topics, " (baseline)", &in->before);
	return !status && e->save ? save_run(r, &in->now.ranked, e->save) : status;
}

static int evaluate(struct run *r)
{
	const struct eval_args *e = &r->args.eval;
	struct inputs in = { 0 };
	struct eval now, before;
	struct eval_difference differences[N_METRICS];
	int status = read_inputs(r, &in);
	if (!status && !e->run)
		status = ask_inputs(r, &in);
	if (status)
		return status;
	const struct topics *topics = e->queries ? &in.topics : NULL;
	bool compare = e->against || e->has_baseline;
	struct eval_report report = { .now = &now, .run = e->run ? NULL : &in.now, .per_query = e->per_query };
	eval_measure(&in.now.ranked, topics, &in.qrels, &r->arena, &now);
	if (!now.n) {
		complain(r, STR("nothing to measure: no query has a document that was judged relevant"));
		return EXIT_NOTHING;
	}
	if (compare) {
		eval_measure(&in.before.ranked, topics, &in.qrels, &r->arena, &before);
		eval_compare(&now, &before, &r->arena, differences);
		report.before = &before;
		report.differences = differences;
	}
	if (r->args.json)
		print_eval_json(&r->out.out, &report);
	else
		print_eval(&r->out, &report, &r->arena);
	return in.now.n_refusals || in.before.n_refusals ? EXIT_REFUSED : EXIT_FOUND;
}

static int run(struct run *r, int argc, char **argv)
{
	struct karez_reply reply;
	struct err err;
	if (args_parse(argc, argv, &r->arena, &r->args, &err) < 0) {
		complain(r, str_of(err.msg));
		buf_puts(&r->err.out, "Try: karez --help\n");
		return EXIT_USAGE;
	}
	if (r->args.help) {
		args_help(&r->out.out);
		return EXIT_FOUND;
	}
	if (r->args.version) {
		buf_printf(&r->out.out, "karez %s (protocol %d)\n", PACKAGE_VERSION, LINE_PROTOCOL);
		return EXIT_FOUND;
	}
	if (r->args.command == &command_eval)
		return evaluate(r);
	int status = connect_daemon(r);
	if (status)
		return status;
	if (r->args.command == &command_raw)
		return raw(r);
	status = ask(r, verb_name(r->args.command->verb), r->args.options, &reply);
	return status ? status : answer(r, &reply);
}

static bool flush(FILE *file, struct view *v)
{
	bool ok = !v->out.failed && fwrite(v->out.p ? v->out.p : "", 1, v->out.n, file) == v->out.n;
	view_fini(v);
	return fclose(file) == 0 && ok;
}

int main(int argc, char **argv)
{
	struct run r = { .arena = ARENA_INIT };
	/* Widths of characters: what is printed is UTF-8 whatever the locale. */
	setlocale(LC_CTYPE, "C.UTF-8");
	view_init(&r.out, STDOUT_FILENO);
	view_init(&r.err, STDERR_FILENO);
	int status = run(&r, argc, argv);
	karez_close(&r.conn);
	if (!flush(stdout, &r.out)) {
		complain(&r, STR("the answer could not be written"));
		status = EXIT_NO_DAEMON;
	}
	flush(stderr, &r.err);
	arena_fini(&r.arena);
	return status;
}

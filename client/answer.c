/* Printing an answer: for people, as JSON, or by a format; and what it means; see session.h. */
#include "config.h"

#include "client/session.h"

#include "client/format.h"
#include "client/print_rows.h"
#include "client/row.h"
#include "client/syntax.h"
#include "common/json.h"
#include "proto/line.h"

static struct str value(struct session *s, const struct karez_reply *reply, const char *key)
{
	struct str found;
	return line_value(reply->head, key, &s->scratch, &found) ? found : STR_NONE;
}

static int refused(struct session *s, const struct karez_reply *reply)
{
	if (!str_eq(reply->code, STR("SYNTAX")) || !syntax_show(&s->err, s->args.text, reply->message, &s->scratch))
		session_complain(s, arena_printf(&s->scratch, "%.*s %.*s", STR_ARG(reply->code), STR_ARG(reply->message)));
	return STATUS_REFUSED;
}

/* What the head says about an answer that is not whole. */
static void warn(struct session *s, const struct karez_reply *reply)
{
	struct str partial = value(s, reply, "partial");
	if (partial.n)
		session_complain(s, arena_printf(&s->scratch, "warning: partial answer (partial=%.*s)", STR_ARG(partial)));
	if (value(s, reply, "truncated").n)
		session_complain(s, STR("warning: the text is longer than what is sent of it (truncated=1)"));
}

/* A line as it came; on a terminal cleaned like all else. */
static void print_as_it_is(struct view *v, struct str line)
{
	if (v->terminal)
		view_text(v, STYLE_PLAIN, line);
	else
		buf_addstr(&v->out, line);
	buf_putc(&v->out, '\n');
}

static void put_query(const struct session *s, struct buf *out)
{
	json_key(out, "qid");
	json_str(out, s->query_id);
	json_key(out, "query");
	json_str(out, s->args.text);
}

/* A row; of a batch with what was asked at its beginning. */
static void print_json_row(struct session *s, struct str row)
{
	struct buf b = BUF_INIT;
	if (!s->query_id.n || !str_starts(row, STR("{"))) {
		print_as_it_is(&s->out, row);
		return;
	}
	json_open(&b, '{');
	put_query(s, &b);
	if (!str_eq(row, STR("{}")))
		buf_putc(&b, ',');
	buf_addstr(&b, str_sub(row, 1, row.n));
	print_as_it_is(&s->out, buf_str(&b));
	buf_fini(&b);
}

/* The answer to COUNT is all in its head. */
static void print_count_json(struct session *s, const struct karez_reply *reply)
{
	struct buf *out = &s->out.out;
	uint64_t total = 0;
	str_to_u64(value(s, reply, "total"), 0, INT64_MAX, &total);
	json_open(out, '{');
	if (s->query_id.n)
		put_query(s, out);
	json_key(out, "total");
	json_int(out, (int64_t)total);
	json_key(out, "relation");
	json_str(out, value(s, reply, "relation"));
	json_close(out, '}');
	buf_putc(out, '\n');
}

static void print_json(struct session *s, const struct karez_reply *reply)
{
	if (s->args.verbose)
		print_as_it_is(&s->err, reply->first);
	if (s->args.command->verb == VERB_COUNT)
		print_count_json(s, reply);
	if (reply->kind == '+')
		print_as_it_is(&s->out, reply->head);
	for (size_t i = 0; i < reply->n_rows; i++)
		print_json_row(s, reply->rows[i]);
}

/* A search that found nothing asks at once what may have been meant, and only says so. */
static void suggest_spelling(struct session *s)
{
	struct karez_reply reply;
	if (session_call(s, verb_name(VERB_SPELL), STR_NONE, &reply) == 0)
		print_did_you_mean(&s->out, &reply, &s->scratch);
}

static bool found(struct session *s, const struct karez_reply *reply)
{
	switch (s->args.command->verb) {
	case VERB_SEARCH: case VERB_COUNT: return !str_eq(value(s, reply, "total"), STR("0"));
	case VERB_SUGGEST: case VERB_SPELL: case VERB_ALIASES: case VERB_SIMILAR: case VERB_VERSIONS: return reply->n_rows > 0;
	default: return true;
	}
}

/* --format: a line for each hit. */
static int print_formatted(struct session *s, const struct karez_reply *reply, struct err *err)
{
	struct format_query q = { s->args.text, s->query_id, value(s, reply, "total") };
	for (size_t i = 0; i < reply->n_rows; i++) {
		json_t *row = row_parse(reply->rows[i], err);
		if (!row)
			return -1;
		if (row_is_hit(row))
			format_hit(s->args.format, row, &q, &s->out, &s->scratch);
		json_decref(row);
	}
	return 0;
}

/* In a batch what was asked stands over the answer. */
static int print_for_people(struct session *s, const struct karez_reply *reply, struct err *err)
{
	if (s->query_id.n) {
		view_text(&s->out, STYLE_BOLD, arena_printf(&s->scratch, "%.*s: %.*s", STR_ARG(s->query_id), STR_ARG(s->args.text)));
		buf_putc(&s->out.out, '\n');
	}
	int rc = s->args.command->print(&s->out, reply, &s->scratch, err);
	if (s->query_id.n)
		buf_putc(&s->out.out, '\n');
	return rc;
}

int session_answer(struct session *s, const struct karez_reply *reply)
{
	struct err err;
	int rc = 0;
	if (reply->kind == '-')
		return refused(s, reply);
	warn(s, reply);
	if (s->args.json)
		print_json(s, reply);
	else
		rc = s->args.format ? print_formatted(s, reply, &err) : print_for_people(s, reply, &err);
	if (rc < 0)
		return session_fail(s, STATUS_NO_DAEMON, &err);
	if (found(s, reply))
		return STATUS_FOUND;
	if (s->args.command->verb == VERB_SEARCH && !s->args.json && !s->args.format && !s->query_id.n)
		suggest_spelling(s);
	return STATUS_NOTHING;
}

int session_raw(struct session *s)
{
	struct karez_reply reply;
	struct err err;
	if (reply_call(s->conn, arena_strz(&s->scratch, s->args.text), &s->scratch, &reply, &err) < 0)
		return session_fail(s, STATUS_NO_DAEMON, &err);
	print_as_it_is(&s->out, reply.first);
	for (size_t i = 0; i < reply.n_rows; i++)
		print_as_it_is(&s->out, reply.rows[i]);
	return reply.kind == '-' ? STATUS_REFUSED : STATUS_FOUND;
}

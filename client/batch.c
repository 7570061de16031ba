/* Many queries over one connection; see batch.h. */
#include "config.h"

#include "client/batch.h"

#include "client/lines.h"
#include "common/utf8.h"
#include "proto/limits.h"

enum {
	WINDOW = 8,		/* requests under way: the daemon is busy, and its queue not full */
	MOST_WAITING = 1 << 16,	/* bytes printed that are not written yet */
};

struct question {
	struct arena arena;	/* of the rest, and of its answer */
	struct str id, text;
	size_t line;
};

struct batch {
	struct session *session;
	struct lines lines;
	struct question ring[WINDOW];
	size_t asked, answered;	/* the difference is under way */
	bool failed, found;
	int status;		/* why it cannot go on; 0: it can */
};

/* Messages are about this line from now on. */
static void point_at(struct batch *b, struct arena *a, size_t line)
{
	b->session->place = arena_printf(a, "%s:%zu: ", b->lines.name, line);
}

static void refuse(struct batch *b, struct str message)
{
	session_complain(b->session, message);
	b->failed = true;
}

/* Into the place of one that was answered. */
static struct question *take_question(struct batch *b, struct str line)
{
	struct question *q = &b->ring[b->asked % WINDOW];
	ptrdiff_t tab = str_chr(line, '\t');
	struct str id = tab < 0 ? STR_NONE : str_trim(str_sub(line, 0, (size_t)tab));
	arena_reset(&q->arena);
	q->line = b->lines.number;
	q->id = id.n ? arena_str(&q->arena, id) : arena_printf(&q->arena, "%zu", q->line);
	q->text = arena_str(&q->arena, str_trim(str_sub(line, (size_t)(tab + 1), line.n)));
	return q;
}

/* Sends what a line asks; 0, or a status, told. */
static int ask(struct batch *b, struct str line)
{
	const struct args *args = &b->session->args;
	struct question *q = take_question(b, line);
	const char *request;
	struct err err;
	int status = 0;
	point_at(b, &q->arena, q->line);
	if (!utf8_valid(line))
		refuse(b, STR("not UTF-8 text"));
	else if (!q->text.n)
		refuse(b, STR("no query behind the tab"));
	else if (reply_line_of(verb_name(args->command->verb), args->collections, args->options, q->text, &q->arena, &request, &err) < 0)
		refuse(b, str_of(err.msg));
	else if (reply_send(b->session->conn, request, &err) < 0)
		status = session_fail(b->session, STATUS_NO_DAEMON, &err);
	else
		b->asked++;
	return status;
}

/* Takes the answer to the question that has waited longest; 0, or a status, told. */
static int take_answer(struct batch *b)
{
	struct session *s = b->session;
	struct question *q = &b->ring[b->answered % WINDOW];
	struct karez_reply reply;
	struct err err;
	point_at(b, &q->arena, q->line);
	if (reply_receive(s->conn, &q->arena, &reply, &err) < 0)
		return session_fail(s, STATUS_NO_DAEMON, &err);
	b->answered++;
	if (reply.kind == '-') {
		refuse(b, arena_printf(&q->arena, "%.*s %.*s", STR_ARG(reply.code), STR_ARG(reply.message)));
		return 0;
	}
	s->args.text = q->text;
	s->query_id = q->id;
	arena_reset(&s->scratch);
	int status = session_answer(s, &reply);
	b->found |= status == STATUS_FOUND;
	return status == STATUS_FOUND || status == STATUS_NOTHING ? 0 : status;
}

static bool means_something(struct str line)
{
	return str_trim(line).n && line.p[0] != '#';
}

static int take_line(struct batch *b, struct str line, bool too_long)
{
	if (b->lines.number == 1 && str_starts(line, STR("\xEF\xBB\xBF")))
		line = str_sub(line, 3, line.n);	/* U+FEFF, which some editors write */
	if (!too_long)
		return means_something(line) ? ask(b, line) : 0;
	arena_reset(&b->session->scratch);
	point_at(b, &b->session->scratch, b->lines.number);
	refuse(b, arena_printf(&b->session->scratch, "longer than a request may be (%d bytes)", LIMIT_LINE));
	return 0;
}

/* One line or one answer; false at the end, or when it cannot go on. */
static bool step(struct batch *b)
{
	size_t under_way = b->asked - b->answered;
	struct str line;
	struct err err;
	enum lines_got got = under_way == WINDOW ? LINES_NONE_YET : lines_next(&b->lines, under_way == 0, &line, &err);
	if (got == LINES_FAILED) {
		b->session->place = STR_NONE;
		b->status = session_fail(b->session, STATUS_USAGE, &err);
	} else if (got == LINES_LINE || got == LINES_TOO_LONG)
		b->status = take_line(b, line, got == LINES_TOO_LONG);
	else if (under_way)
		b->status = take_answer(b);
	else
		return false;
	return b->status == 0;
}

/* What was printed goes out before anything is waited for, and before it gets large. */
static void write_answers(struct batch *b)
{
	if (b->asked == b->answered || b->session->out.out.n >= MOST_WAITING)
		session_flush(b->session);
}

int batch(struct session *s)
{
	struct batch b = { .session = s };
	struct err err;
	if (lines_open(&b.lines, s->args.file, LIMIT_LINE, &err) < 0)
		return session_fail(s, STATUS_USAGE, &err);
	s->args.no_pager = true;	/* answers are shown as they come */
	while (!s->gone && !s->unwritten && step(&b))
		write_answers(&b);
	for (size_t i = 0; i < WINDOW; i++)
		arena_fini(&b.ring[i].arena);
	lines_close(&b.lines);
	s->place = s->query_id = s->args.text = STR_NONE;
	return b.status ? b.status : b.failed ? STATUS_REFUSED : b.found ? STATUS_FOUND : STATUS_NOTHING;
}

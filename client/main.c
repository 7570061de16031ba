/* karez: asks a karezd from a terminal or a script; see karez(1). */
#include "config.h"

#include <stdio.h>
#include <unistd.h>

#include "client/batch.h"
#include "client/evaluate.h"
#include "client/prompt.h"
#include "client/session.h"
#include "client/shells.h"
#include "proto/line.h"

static int run(struct session *s, int argc, char **argv)
{
	struct karez_reply reply;
	struct err err;
	bool parsed = args_parse(argc, argv, &s->arena, &s->args, &err) == 0;
	if (s->args.alone && prompt_possible()) {
		session_style(s);
		return prompt(s);
	}
	if (!parsed) {
		session_complain(s, str_of(err.msg));
		buf_puts(&s->err.out, "Try: karez --help\n");
		return STATUS_USAGE;
	}
	session_style(s);
	if (s->args.help) {
		args_help(&s->out.out);
		return STATUS_FOUND;
	}
	if (s->args.completions >= 0) {
		shell_completions((enum shell)s->args.completions, &s->out.out);
		return STATUS_FOUND;
	}
	if (s->args.version) {
		buf_printf(&s->out.out, "karez %s (protocol %d)\n", PACKAGE_VERSION, LINE_PROTOCOL);
		return STATUS_FOUND;
	}
	if (s->args.command == &command_eval)
		return evaluate(s);
	int status = session_connect(s);
	if (status)
		return status;
	if (s->args.command == &command_raw)
		return session_raw(s);
	if (s->args.file)
		return batch(s);
	status = session_call(s, verb_name(s->args.command->verb), s->args.options, &reply);
	return status ? status : session_answer(s, &reply);
}

int main(int argc, char **argv)
{
	struct session s;
	session_init(&s);
	int status = run(&s, argc, argv);
	/* A file system may tell only at the end that it has no room. */
	session_flush(&s);
	if (close(STDOUT_FILENO) < 0 || s.unwritten) {
		session_complain(&s, STR("the answer could not be written"));
		session_flush(&s);
		status = STATUS_NO_DAEMON;
	}
	session_fini(&s);
	return status;
}

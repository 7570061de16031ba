/* Reading lines by libedit; see prompt.h. */
#include "config.h"

#include "client/prompt.h"

#include <unistd.h>

#ifdef HAVE_LIBEDIT
#include <histedit.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>

#include "client/dialog.h"
#include "client/history_file.h"
#include "common/utf8.h"

enum { MOST_LINES = 1000 };	/* of history */

struct prompt {
	struct session *session;
	struct dialog dialog;
	EditLine *editor;
	History *history;
	const char *path;	/* of its file; NULL: not kept */
	struct arena arena;
	bool cancelled;		/* ^C: the line means nothing */
};

bool prompt_possible(void)
{
	return isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1;
}

static struct prompt *prompt_of(EditLine *editor)
{
	struct prompt *p = NULL;
	el_get(editor, EL_CLIENTDATA, &p);
	return p;
}

static char *sign(EditLine *editor)
{
	const struct str names = prompt_of(editor)->session->args.collections;
	struct arena *a = &prompt_of(editor)->arena;
	arena_reset(a);
	return arena_strz(a, names.n ? arena_printf(a, "karez %.*s> ", STR_ARG(names)) : STR("karez> "));
}

static struct str line_before_cursor(EditLine *editor)
{
	const LineInfo *info = el_line(editor);
	return str_n(info->buffer, (size_t)(info->cursor - info->buffer));
}

/* Tab: what is certain is put in; where nothing is, the candidates are shown. */
static unsigned char on_tab(EditLine *editor, int key)
{
	struct prompt *p = prompt_of(editor);
	struct session *s = p->session;
	struct completion c;
	struct str line = arena_str(&p->arena, line_before_cursor(editor)), insertion;
	(void)key;
	dialog_complete(&p->dialog, line, &c);
	if (complete_insertion(&c, line, &s->scratch, &insertion)) {
		el_deletestr(editor, (int)utf8_count(str_sub(line, c.from, line.n)));
		return el_insertstr(editor, arena_strz(&s->scratch, insertion)) == 0 ? CC_REFRESH : CC_ERROR;
	}
	if (c.n < 2)
		return CC_ERROR;
	buf_putc(&s->out.out, '\n');
	complete_print(&c, &s->out);
	session_flush(s);
	return CC_REDISPLAY;
}

static unsigned char on_cancel(EditLine *editor, int key)
{
	(void)key;
	prompt_of(editor)->cancelled = true;
	return CC_NEWLINE;
}

/* ^Z, which the terminal does not handle itself, for neither does it ^C. */
static unsigned char on_stop(EditLine *editor, int key)
{
	(void)key;
	el_set(editor, EL_PREP_TERM, 0);
	raise(SIGTSTP);
	el_set(editor, EL_PREP_TERM, 1);
	return CC_REDISPLAY;
}

static void bind_keys(EditLine *editor)
{
	static const struct {
		const wchar_t *name, *help, *key;
		unsigned char (*run)(EditLine *editor, int key);
	} keys[] = {
		{ L"karez-complete", L"complete what stands before the cursor", L"^I", on_tab },
		{ L"karez-cancel",   L"forget this line",                       L"^C", on_cancel },
		{ L"karez-stop",     L"stop until the shell goes on with it",   L"^Z", on_stop },
	};
	el_set(editor, EL_SETTY, "-d", "-isig", NULL);
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		/* Of narrow names the library makes copies that it never frees. */
		el_wset(editor, EL_ADDFN, keys[i].name, keys[i].help, keys[i].run);
		el_wset(editor, EL_BIND, keys[i].key, keys[i].name, NULL);
	}
	el_set(editor, EL_BIND, "^R", "em-inc-search-prev", NULL);
}

static void load_history(struct prompt *p)
{
	HistEvent event;
	history(p->history, &event, H_SETSIZE, MOST_LINES);
	history(p->history, &event, H_SETUNIQUE, 1);
	p->path = history_path(&p->session->arena);
	if (p->path)
		history(p->history, &event, H_LOAD, p->path);	/* there is none at first */
}

/* The newest line as the library writes it, and what it writes first. */
static bool written_line(struct prompt *p, struct str *head_r, struct str *line_r)
{
	HistEvent event;
	int fd = memfd_create("history", MFD_CLOEXEC);	/* it insists on a file with a mode */
	FILE *file = fd < 0 ? NULL : fdopen(fd, "r+");
	if (!file) {
		if (fd >= 0)
			close(fd);
		return false;
	}
	long n = history(p->history, &event, H_NSAVE_FP, (size_t)1, file) < 0 ? 0 : ftell(file);
	char *text = arena_alloc(&p->session->scratch, n > 0 ? (size_t)n : 1);
	rewind(file);
	struct str all = str_n(text, n > 0 ? fread(text, 1, (size_t)n, file) : 0);
	fclose(file);
	/* It may write more than one line. */
	size_t end = (size_t)(str_chr(all, '\n') + 1), begin = all.n;
	while (begin > end && (begin == all.n || all.p[begin - 1] != '\n'))
		begin--;
	*head_r = str_sub(all, 0, end);
	*line_r = str_sub(all, begin, all.n);
	return end > 0 && line_r->n > 0;
}

/* After every line, so that none is lost, of another prompt neither; what goes wrong is told once. */
static void save_line(struct prompt *p)
{
	struct session *s = p->session;
	struct str head, line;
	struct err err;
	if (!p->path)
		return;
	if (!written_line(p, &head, &line))
		err_set(&err, ERR_IO, "%s: the line editor does not write it", p->path);
	else if (history_append(p->path, head, line, MOST_LINES, &s->scratch, &err) == 0)
		return;
	session_complain(s, arena_printf(&s->scratch, "the history is not kept: %s", err.msg));
	p->path = NULL;
}

static bool open_editor(struct prompt *p)
{
	p->history = history_init();
	p->editor = p->history ? el_init("karez", stdin, stdout, stderr) : NULL;
	if (!p->editor)
		return false;
	el_set(p->editor, EL_CLIENTDATA, p);
	el_set(p->editor, EL_SIGNAL, 1);
	el_set(p->editor, EL_EDITOR, "emacs");
	el_set(p->editor, EL_PROMPT, sign);
	el_set(p->editor, EL_HIST, history, p->history);
	bind_keys(p->editor);
	el_source(p->editor, NULL);	/* ~/.editrc */
	load_history(p);
	return true;
}

static void keep_line(struct prompt *p, const char *line)
{
	HistEvent event;
	/* 0: it is the last one once more. */
	if (str_trim(str_of(line)).n && history(p->history, &event, H_ENTER, line) > 0)
		save_line(p);
}

/* False at the end. */
static bool read_line(struct prompt *p)
{
	struct session *s = p->session;
	int n;
	p->cancelled = false;
	/* Before the prompt shows: keys are taken as they are from then on. */
	el_set(p->editor, EL_PREP_TERM, 1);
	const char *line = el_gets(p->editor, &n);
	view_measure(&s->out, STDOUT_FILENO);	/* the window may have another size now */
	if (!line || n <= 0) {
		buf_putc(&s->out.out, '\n');
		return false;
	}
	if (p->cancelled)
		return true;
	struct str text = arena_str(&p->arena, str_of(line));
	keep_line(p, line);
	return dialog_line(&p->dialog, text);
}

int prompt(struct session *s)
{
	struct prompt p = { .session = s, .arena = ARENA_INIT };
	int status = session_connect(s);
	if (status)
		return status;
	if (!open_editor(&p)) {
		session_complain(s, STR("the line editor does not start"));
		status = STATUS_USAGE;
	} else {
		dialog_init(&p.dialog, s);
		buf_puts(&s->out.out, ":help tells what there is; ^D ends\n");
		do
			session_flush(s);
		while (read_line(&p) && !s->unwritten);
		dialog_fini(&p.dialog);
		el_end(p.editor);
	}
	if (p.history)
		history_end(p.history);
	arena_fini(&p.arena);
	s->args.text = STR_NONE;
	return status;
}

#else

bool prompt_possible(void)
{
	return false;
}

int prompt(struct session *s)
{
	session_complain(s, STR("karez was built without libedit"));
	return STATUS_USAGE;
}

#endif

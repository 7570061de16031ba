/* Rows of the table of external commands; see command.h. */
#include "config.h"

#include "common/command.h"

#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/unit.h"
#include "common/xalloc.h"

/* The next word, '...' taken off: 1, 0 at the end, -1 for a quote that is not closed. */
static int take_word(struct str *rest, struct buf *word, bool *quoted_r)
{
	*rest = str_trim(*rest);
	*quoted_r = false;
	buf_reset(word);
	if (rest->n == 0)
		return 0;
	size_t i = 0;
	for (; i < rest->n && rest->p[i] != ' ' && rest->p[i] != '\t'; i++) {
		if (rest->p[i] != '\'') {
			buf_putc(word, rest->p[i]);
			continue;
		}
		ptrdiff_t end = str_chr(str_sub(*rest, i + 1, rest->n), '\'');
		if (end < 0)
			return -1;
		*quoted_r = true;
		buf_addstr(word, str_sub(*rest, i + 1, i + 1 + (size_t)end));
		i += (size_t)end + 1;
	}
	*rest = str_sub(*rest, i, rest->n);
	return 1;
}

static int take_allowed(struct str list, struct command *c, struct err *err)
{
	struct str word;
	while (str_cut(&list, ',', &word)) {
		if (str_eqz(word, "network"))
			c->network = true;
		else if (str_eqz(word, "files"))
			c->anywhere = true;
		else
			return err_set(err, ERR_INVALID, "allow=%.*s: it is network or files", STR_ARG(word));
	}
	return 0;
}

static int take_setting(struct str word, struct command *c, struct err *err)
{
	struct str value = word, key;
	uint64_t n = 0;
	str_cut(&value, '=', &key);
	if (str_eqz(key, "time") && unit_parse_duration(value, &n) && n >= 1000) {
		c->time_ms = n;
		return 0;
	}
	if (str_eqz(key, "memory") && unit_parse_size(value, &c->memory) && c->memory >= 1 << 20)
		return 0;
	if (str_eqz(key, "output") && unit_parse_size(value, &c->output) && c->output)
		return 0;
	if (str_eqz(key, "as") && (str_eqz(value, "text") || str_eqz(value, "html"))) {
		c->form = str_eqz(value, "html") ? COMMAND_HTML : COMMAND_TEXT;
		return 0;
	}
	if (str_eqz(key, "allow"))
		return take_allowed(value, c, err);
	return err_set(err, ERR_INVALID, "\"%.*s\" is neither a .suffix, a media/type nor time=, memory=, output=, as=text, "
		       "as=html or allow=", STR_ARG(word));
}

static void add_argument(struct command *c, struct str word, bool quoted)
{
	c->argv = xreallocarray(c->argv, (size_t)c->argc + 2, sizeof(*c->argv));
	c->wants_file |= !quoted && str_eqz(word, "%f");
	c->argv[c->argc++] = xstrndup(word.p ? word.p : "", word.n);
	c->argv[c->argc] = NULL;
}

static int take_row(struct str rest, struct command *c, struct buf *names, struct buf *word, struct err *err)
{
	bool quoted, behind = false;
	int rc;
	while ((rc = take_word(&rest, word, &quoted)) > 0) {
		struct str s = buf_str(word);
		if (behind)
			add_argument(c, s, quoted);
		else if (str_eqz(s, "="))
			behind = true;
		else if ((s.n > 1 && s.p[0] == '.') || (str_chr(s, '/') > 0 && str_chr(s, '=') < 0))
			buf_printf(names, "%.*s\n", STR_ARG(s));
		else if (take_setting(s, c, err) < 0)
			return -1;
	}
	if (rc < 0)
		return err_set(err, ERR_INVALID, "a ' is not closed");
	if (names->n == 0)
		return err_set(err, ERR_INVALID, "a command needs a .suffix or media/type that it is for");
	if (c->argc == 0)
		return err_set(err, ERR_INVALID, "a command needs \" = \" and a program");
	return 0;
}

int command_parse(struct str spec, struct command *c, struct err *err)
{
	struct buf names = BUF_INIT, word = BUF_INIT;
	memset(c, 0, sizeof(*c));
	int rc = take_row(spec, c, &names, &word, err);
	buf_fini(&word);
	c->names = buf_take(&names, NULL);
	if (rc < 0)
		command_fini(c);
	return rc;
}

void command_fini(struct command *c)
{
	for (unsigned i = 0; i < c->argc; i++)
		free(c->argv[i]);
	free(c->argv);
	free(c->names);
	memset(c, 0, sizeof(*c));
}

bool command_is_for(const struct command *c, struct str suffix, struct str type)
{
	struct str rest = str_of(c->names), name;
	while (str_cut(&rest, '\n', &name)) {
		if (name.n && (str_eq_nocase(name, suffix) || str_eq_nocase(name, type)))
			return true;
	}
	return false;
}

/* Writing completion scripts; see shells.h. */
#include "config.h"

#include "client/shells.h"

#include "client/args.h"

/* The names of the collections, asked of the daemon when they are wanted.  Nothing but names: bash evaluates what it
 * offers, and at the address anybody may answer. */
#define ASK_COLLECTIONS "karez collections --json 2>/dev/null | sed -n 's/.*\"collection\":\"\\([a-z0-9_-]*\\)\".*/\\1/p'"

/* What stands behind an option. */
enum value_of { VALUE_NONE, VALUE_ANY, VALUE_FILE, VALUE_COLLECTION, VALUE_LISTED };

static enum value_of value_of(const struct args_option *o, struct arena *a, struct str *list_r)
{
	struct str form = str_of(args_values(o));
	char sep = str_chr(form, '|') >= 0 ? '|' : ',';
	*list_r = STR_NONE;
	if (!o->arg)
		return VALUE_NONE;
	if (str_eqz(str_of(o->arg), "FILE"))
		return VALUE_FILE;
	if (!strcmp(o->name, "collection"))
		return VALUE_COLLECTION;
	if (str_chr(form, ' ') >= 0 || str_chr(form, sep) < 0)
		return VALUE_ANY;
	char *words = arena_strz(a, form);
	for (char *p = words; *p; p++)
		if (*p == sep)
			*p = ' ';
	*list_r = str_of(words);
	return VALUE_LISTED;
}

/* In single quotes of a shell. */
static void add_quoted(struct buf *b, const char *text)
{
	buf_putc(b, '\'');
	for (; *text; text++)
		buf_puts(b, *text == '\'' ? "'\\''" : (char[]){ *text, '\0' });
	buf_putc(b, '\'');
}

static void add_names(struct buf *b, const struct args_option *o)
{
	if (o->letter)
		buf_printf(b, " -%c", o->letter);
	buf_printf(b, " --%s", o->name);
}

/* ---- bash ---- */

static void bash_value(struct buf *b, const struct args_option *o, struct arena *a)
{
	struct str list;
	enum value_of of = value_of(o, a, &list);
	if (of == VALUE_NONE)
		return;
	buf_puts(b, "\t");
	if (o->letter)
		buf_printf(b, "-%c | ", o->letter);
	buf_printf(b, "--%s) ", o->name);
	switch (of) {
	case VALUE_FILE: buf_puts(b, "compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")"); break;
	case VALUE_COLLECTION: buf_puts(b, "COMPREPLY=($(compgen -W \"$(" ASK_COLLECTIONS ")\" -- \"$cur\"))"); break;
	case VALUE_LISTED: buf_printf(b, "COMPREPLY=($(compgen -W '%.*s' -- \"$cur\"))", STR_ARG(list)); break;
	default: buf_puts(b, ":");
	}
	buf_puts(b, "; return ;;\n");
}

/* The options that each command takes; those of a search where none is named. */
static void bash_command(struct buf *b, const struct command *c)
{
	size_t n;
	const struct args_option *options = args_options(&n);
	buf_printf(b, "\t%s) options='", c->name);
	for (size_t i = 0; i < n; i++)
		if (args_taken(c, &options[i]))
			add_names(b, &options[i]);
	buf_puts(b, "' ;;\n");
}

static void add_bash(struct buf *b, struct arena *a)
{
	size_t n, n_commands;
	const struct args_option *options = args_options(&n);
	const struct command *commands = args_commands(&n_commands);
	buf_puts(b, "# bash completion for karez\n_karez()\n{\n"
		 "\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command= options= commands= i\n"
		 "\t# bash parts a word at =\n"
		 "\tif [[ $cur = '=' ]]; then cur=; elif [[ $prev = '=' ]]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi\n"
		 "\tcase $prev in\n");
	for (size_t i = 0; i < n; i++)
		bash_value(b, &options[i], a);
	buf_puts(b, "\tesac\n\tcommands='");
	for (size_t i = 0; i < n_commands; i++)
		buf_printf(b, "%s ", commands[i].name);
	buf_printf(b, "%s %s'\n", command_eval.name, command_raw.name);
	buf_puts(b, "\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
		 "\t\t[[ \" $commands \" = *\" ${COMP_WORDS[i]} \"* ]] && { command=${COMP_WORDS[i]}; break; }\n"
		 "\tdone\n\tcase $command in\n");
	for (size_t i = 0; i < n_commands; i++)
		bash_command(b, &commands[i]);
	bash_command(b, &command_eval);
	bash_command(b, &command_raw);
	buf_puts(b, "\t*) options='");
	for (size_t i = 0; i < n; i++)
		add_names(b, &options[i]);
	buf_puts(b, "' ;;\n\tesac\n"
		 "\tif [[ $cur = -* ]]; then\n\t\tCOMPREPLY=($(compgen -W \"$options\" -- \"$cur\"))\n"
		 "\telif [[ -z $command ]]; then\n\t\tCOMPREPLY=($(compgen -W \"$commands\" -- \"$cur\"))\n"
		 "\telif [[ $command = reindex ]]; then\n\t\tCOMPREPLY=($(compgen -W \"$(" ASK_COLLECTIONS ")\" -- \"$cur\"))\n"
		 "\tfi\n}\ncomplete -F _karez karez\n");
}

/* ---- zsh ---- */

/* What _arguments has special signs for. */
static void zsh_text(struct buf *b, const char *text)
{
	for (; *text; text++) {
		if (strchr("[]:\\", *text))
			buf_putc(b, '\\');
		buf_puts(b, *text == '\'' ? "'\\''" : (char[]){ *text, '\0' });
	}
}

static void zsh_option(struct buf *b, const struct args_option *o, struct arena *a)
{
	struct str list;
	enum value_of of = value_of(o, a, &list);
	const char *equals = of == VALUE_NONE ? "" : "=";
	if (o->letter)
		buf_printf(b, "\t\t'(-%c --%s)'{-%c%s,--%s%s}'[", o->letter, o->name, o->letter, of == VALUE_NONE ? "" : "+", o->name, equals);
	else
		buf_printf(b, "\t\t'--%s%s[", o->name, equals);
	zsh_text(b, args_option_help(o));
	buf_putc(b, ']');
	if (of != VALUE_NONE) {
		buf_putc(b, ':');
		zsh_text(b, of == VALUE_LISTED ? o->name : o->arg);
		buf_putc(b, ':');
	}
	if (of == VALUE_FILE)
		buf_puts(b, "_files");
	else if (of == VALUE_COLLECTION)
		buf_puts(b, "_karez_collections");
	else if (of == VALUE_LISTED)
		buf_printf(b, "(%.*s)", STR_ARG(list));
	buf_puts(b, "' \\\n");
}

static void zsh_command(struct buf *b, const struct command *c)
{
	buf_printf(b, "\t\t'%s:", c->name);
	zsh_text(b, args_command_help(c));
	buf_puts(b, "'\n");
}

static void add_zsh(struct buf *b, struct arena *a)
{
	size_t n, n_commands;
	const struct args_option *options = args_options(&n);
	const struct command *commands = args_commands(&n_commands);
	buf_puts(b, "#compdef karez\n_karez_collections()\n{\n\tlocal -a names\n\tnames=(${(f)\"$(" ASK_COLLECTIONS ")\"})\n"
		 "\t_values -s , collection $names\n}\n_karez_commands()\n{\n\tlocal -a commands\n\tcommands=(\n");
	for (size_t i = 0; i < n_commands; i++)
		zsh_command(b, &commands[i]);
	zsh_command(b, &command_eval);
	zsh_command(b, &command_raw);
	buf_puts(b, "\t)\n\t_describe command commands\n}\n_karez()\n{\n\t_arguments -s \\\n");
	for (size_t i = 0; i < n; i++)
		zsh_option(b, &options[i], a);
	buf_puts(b, "\t\t'1:command:_karez_commands' '*::: :'\n}\n_karez \"$@\"\n");
}

/* ---- fish ---- */

static void fish_command(struct buf *b, const struct command *c)
{
	buf_printf(b, "complete -c karez -n __fish_use_subcommand -f -a %s -d ", c->name);
	add_quoted(b, args_command_help(c));
	buf_putc(b, '\n');
}

static void fish_option(struct buf *b, const struct args_option *o, struct arena *a)
{
	struct str list;
	enum value_of of = value_of(o, a, &list);
	buf_puts(b, "complete -c karez");
	if (o->only)
		buf_printf(b, " -n '__fish_seen_subcommand_from %s'", o->only->name);
	if (o->letter)
		buf_printf(b, " -s %c", o->letter);
	buf_printf(b, " -l %s", o->name);
	switch (of) {
	case VALUE_NONE: buf_puts(b, " -f"); break;
	case VALUE_FILE: buf_puts(b, " -r -F"); break;
	case VALUE_COLLECTION: buf_puts(b, " -x -a '(__karez_collections)'"); break;
	case VALUE_LISTED: buf_printf(b, " -x -a '%.*s'", STR_ARG(list)); break;
	default: buf_puts(b, " -x");
	}
	buf_puts(b, " -d ");
	add_quoted(b, args_option_help(o));
	buf_putc(b, '\n');
}

static void add_fish(struct buf *b, struct arena *a)
{
	size_t n, n_commands;
	const struct args_option *options = args_options(&n);
	const struct command *commands = args_commands(&n_commands);
	buf_puts(b, "# fish completion for karez\nfunction __karez_collections\n\t" ASK_COLLECTIONS "\nend\n");
	for (size_t i = 0; i < n_commands; i++)
		fish_command(b, &commands[i]);
	fish_command(b, &command_eval);
	fish_command(b, &command_raw);
	for (size_t i = 0; i < n; i++)
		fish_option(b, &options[i], a);
	buf_puts(b, "complete -c karez -n '__fish_seen_subcommand_from reindex' -f -a '(__karez_collections)'\n");
}

void shell_completions(enum shell shell, struct buf *out)
{
	struct arena a = ARENA_INIT;
	switch (shell) {
	case SHELL_BASH: add_bash(out, &a); break;
	case SHELL_ZSH: add_zsh(out, &a); break;
	case SHELL_FISH: add_fish(out, &a); break;
	}
	arena_fini(&a);
}

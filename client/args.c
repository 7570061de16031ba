/* Reading the command line by tables, which --help prints; see args.h. */
#include "config.h"

#include "client/args.h"

#include "client/print_hits.h"
#include "client/print_rows.h"
#include "proto/reply.h"

#define DEFAULT_TIMEOUT_MS 60000
#define TIMEOUT_MARGIN_MS 10000		/* over timeout=, for queueing and the way */

static const struct command commands[] = {
	{ "search",      VERB_SEARCH,      NULL, "QUERY...",     print_hits },
	{ "count",       VERB_COUNT,       NULL, "QUERY...",     print_count },
	{ "suggest",     VERB_SUGGEST,     NULL, "TEXT...",      print_table },
	{ "spell",       VERB_SPELL,       NULL, "TEXT...",      print_spellings },
	{ "aliases",     VERB_ALIASES,     NULL, "NAME...",      print_aliases },
	{ "similar",     VERB_SIMILAR,     NULL, "ID",           print_hits },
	{ "get",         VERB_GET,         NULL, "ID",           print_document },
	{ "explain",     VERB_EXPLAIN,     NULL, "QUERY...",     print_blocks },
	{ "analyze",     VERB_ANALYZE,     NULL, "TEXT...",      print_table },
	{ "collections", VERB_COLLECTIONS, NULL, "",             print_table },
	{ "status",      VERB_STATUS,      NULL, "",             print_table },
	{ "stats",       VERB_STATS,       NULL, "",             print_table },
	{ "reindex",     VERB_REINDEX,     NULL, "COLLECTION",   print_line },
	{ "reload",      VERB_RELOAD,      NULL, "",             print_line },
	{ "ping",        VERB_PING,        NULL, "",             print_line },
};

const struct command command_raw = {
	"raw", VERB_HELP, "send LINE as it is, print the answer as it comes", "LINE...", NULL,
};

/* Options of the client itself, then those that become options of the request: `wire` names the row
 * of options.def that gives help and check, `fixed` the value of one that takes none here. */
static const struct row {
	char letter;			/* 0: none */
	const char *name, *arg, *help;
	const char *wire, *fixed;
} rows[] = {
	{ 's', "server",      "ADDR",     "address of the daemon: unix:PATH or HOST:PORT", NULL, NULL },
	{ 'c', "conf",        "FILE",     "configuration that names the address", NULL, NULL },
	{ 'C', "collection",  "NAME,..",  "collections to ask (all)", NULL, NULL },
	{ 0,   "json",        NULL,       "the rows of the answer as JSON, one a line", NULL, NULL },
	{ 'v', "verbose",     NULL,       "with --json: the head of the answer on standard error", NULL, NULL },
	{ 'n', "limit",       "N",        NULL, "limit", NULL },
	{ 'o', "offset",      "N",        NULL, "offset", NULL },
	{ 0,   "match",       "HOW",      NULL, "match", NULL },
	{ 0,   "plain",       NULL,       NULL, "plain", "1" },
	{ 0,   "no-aliases",  NULL,       "not other names and acronyms of what is named", "aliases", "off" },
	{ 0,   "no-spelling", NULL,       "not words near to one that no document has", "spelling", "off" },
	{ 0,   "no-translit", NULL,       "not names in other scripts and spellings", "translit", "off" },
	{ 0,   "exact",       NULL,       "nothing but the words typed", "exact", "on" },
	{ 0,   "snippets",    "N",        NULL, "snippets", NULL },
	{ 0,   "facets",      "NAME,..",  NULL, "facets", NULL },
	{ 0,   "sort",        "ORDER",    NULL, "sort", NULL },
	{ 0,   "collapse",    "BY",       NULL, "collapse", NULL },
	{ 0,   "fields",      "NAME,..",  NULL, "fields", NULL },
	{ 0,   "timeout",     "DURATION", NULL, "timeout", NULL },
	{ 0,   "exact-total", NULL,       NULL, "total", "exact" },
	{ 0,   "no-cache",    NULL,       "no kept answer", "cache", "off" },
	{ 'h', "help",        NULL,       "this text", NULL, NULL },
	{ 'V', "version",     NULL,       "version of the client", NULL, NULL },
};
#define N_COMMANDS (sizeof(commands) / sizeof(*commands))
#define N_ROWS (sizeof(rows) / sizeof(*rows))

struct parser {
	char **argv;			/* what is left; ends in NULL */
	struct args *args;
	/* Options may stand before their command, so they are kept until it is known.  The last one
	 * given counts, so that an alias can be overruled. */
	const char *values[N_ROWS];
	struct arena *arena;
	struct err *err;
};

static const struct command *find_command(const char *word)
{
	if (!strcmp(word, command_raw.name))
		return &command_raw;
	for (size_t i = 0; i < N_COMMANDS; i++)
		if (!strcmp(word, commands[i].name))
			return &commands[i];
	return NULL;
}

static const struct row *find_row(struct str name, char letter)
{
	for (size_t i = 0; i < N_ROWS; i++)
		if (letter ? rows[i].letter == letter : str_eqz(name, rows[i].name))
			return &rows[i];
	return NULL;
}

static int unknown(struct parser *p, struct str option)
{
	return err_set(p->err, ERR_INVALID, "unknown option %.*s; a query that begins with - goes after --",
		       STR_ARG(reply_quote(p->arena, option)));
}

/* --name, --name=value, --name value */
static int long_option(struct parser *p, struct str word)
{
	ptrdiff_t equals = str_chr(word, '=');
	struct str name = str_sub(word, 2, equals < 0 ? word.n : (size_t)equals);
	const struct row *row = find_row(name, 0);
	if (!row)
		return unknown(p, word);
	const char *value = equals < 0 ? NULL : word.p + equals + 1;
	if (value && !row->arg)
		return err_set(p->err, ERR_INVALID, "--%s takes no value", row->name);
	if (!value && row->arg && !(value = *p->argv++))
		return err_set(p->err, ERR_INVALID, "--%s wants %s", row->name, row->arg);
	p->values[row - rows] = row->arg ? value : "";
	return 0;
}

/* -v, -n 5, -n5, -vn5 */
static int short_options(struct parser *p, struct str word)
{
	for (size_t i = 1; i < word.n; i++) {
		const struct row *row = find_row(STR_NONE, word.p[i]);
		if (!row)
			return unknown(p, word);
		if (!row->arg) {
			p->values[row - rows] = "";
			continue;
		}
		const char *value = i + 1 < word.n ? word.p + i + 1 : *p->argv++;
		if (!value)
			return err_set(p->err, ERR_INVALID, "-%c wants %s", row->letter, row->arg);
		p->values[row - rows] = value;
		return 0;
	}
	return 0;
}

/* Options up to the first word that is none.  1 when "--" ended them. */
static int parse_options(struct parser *p)
{
	while (*p->argv && p->argv[0][0] == '-' && p->argv[0][1]) {
		struct str word = str_of(*p->argv++);
		if (str_eq(word, STR("--")))
			return 1;
		if ((word.p[1] == '-' ? long_option(p, word) : short_options(p, word)) < 0)
			return -1;
	}
	return 0;
}

static const char *value_of(const struct parser *p, const char *name)
{
	return p->values[find_row(str_of(name), 0) - rows];
}

static void take_own(struct parser *p)
{
	struct args *args = p->args;
	args->server = value_of(p, "server");
	args->conf = value_of(p, "conf");
	args->collections = str_of(value_of(p, "collection"));
	args->json = value_of(p, "json");
	args->verbose = value_of(p, "verbose");
	args->help = value_of(p, "help");
	args->version = value_of(p, "version");
}

/* One option of the request: checked by the rules that the daemon applies to it. */
static int take_wire(struct parser *p, const struct row *row, struct request *r, struct buf *options)
{
	const struct command *c = p->args->command;
	struct str name = str_of(row->wire), value = str_of(row->fixed ? row->fixed : p->values[row - rows]);
	struct reply error;
	if (c == &command_raw || !request_option_find(c->verb, name))
		return err_set(p->err, ERR_INVALID, "karez %s takes no --%s", c->name, row->name);
	reply_init(&error, p->arena);
	if (!request_set(r, name, value, &error))
		return err_set(p->err, ERR_INVALID, "%.*s", STR_ARG(error.message));
	buf_printf(options, "%s%s=%.*s", options->n ? " " : "", row->wire, STR_ARG(value));
	return 0;
}

static int take_request(struct parser *p)
{
	struct request r;
	struct buf options = BUF_INIT;
	int result = 0;
	request_init(&r, p->args->command->verb);
	for (size_t i = 0; i < N_ROWS && result == 0; i++)
		if (rows[i].wire && p->values[i])
			result = take_wire(p, &rows[i], &r, &options);
	p->args->options = arena_str(p->arena, buf_str(&options));
	p->args->timeout_ms = DEFAULT_TIMEOUT_MS;
	if (r.timeout_ms > DEFAULT_TIMEOUT_MS - TIMEOUT_MARGIN_MS)
		p->args->timeout_ms = r.timeout_ms + TIMEOUT_MARGIN_MS;
	buf_fini(&options);
	return result;
}

/* The words that are left as one text: line ends become blanks, for a request is one line. */
static void take_text(struct parser *p)
{
	struct buf b = BUF_INIT;
	for (; *p->argv; p->argv++) {
		if (b.n)
			buf_putc(&b, ' ');
		buf_puts(&b, *p->argv);
	}
	for (size_t i = 0; i < b.n; i++)
		if (b.p[i] == '\n' || b.p[i] == '\r')
			b.p[i] = ' ';
	p->args->text = arena_str(p->arena, buf_str(&b));
	buf_fini(&b);
}

static int check_text(struct parser *p)
{
	struct args *args = p->args;
	const struct command *c = args->command;
	bool wants_text = c == &command_raw || verb_text(c->verb) != VERB_TEXT_ABSENT;
	/* The daemon ignores a blank line: the answer to one would never come. */
	bool nothing = c == &command_raw ? !str_trim(args->text).n : !args->text.n;
	if (wants_text)
		return !nothing ? 0 : err_set(p->err, ERR_INVALID, "usage: karez %s %s", c->name, c->words);
	if (args->text.n && verb_needs(c->verb) == VERB_NEEDS_NONE)
		return err_set(p->err, ERR_INVALID, "karez %s takes no words", c->name);
	/* "karez reindex memos": what follows is a name. */
	if (args->text.n && args->collections.n)
		return err_set(p->err, ERR_INVALID, "karez %s: collections by -C or as words, not both", c->name);
	if (args->text.n)
		args->collections = args->text;
	args->text = STR_NONE;
	return 0;
}

int args_parse(int argc, char **argv, struct arena *a, struct args *out_r, struct err *err)
{
	struct parser p = { .argv = argv + (argc > 0), .args = out_r, .arena = a, .err = err };
	*out_r = (struct args){ .command = &commands[0] };
	int ended = parse_options(&p);
	if (ended < 0)
		return -1;
	const struct command *c = ended == 0 && *p.argv ? find_command(*p.argv) : NULL;
	if (c) {
		out_r->command = c;
		p.argv++;
		if (parse_options(&p) < 0)
			return -1;
	}
	take_own(&p);
	if (out_r->help || out_r->version)
		return 0;
	take_text(&p);
	if (take_request(&p) < 0)
		return -1;
	return check_text(&p);
}

static void help_command(struct buf *out, const struct command *c)
{
	struct buf left = BUF_INIT;
	buf_printf(&left, "%s %s", c->name, c->words);
	buf_printf(out, "  %-26s %s\n", left.p, c->help ? c->help : verb_help(c->verb));
	buf_fini(&left);
}

static void help_row(struct buf *out, const struct row *row)
{
	struct buf left = BUF_INIT;
	const struct request_option *o = row->wire ? request_option_find(VERB_SEARCH, str_of(row->wire)) : NULL;
	if (row->letter)
		buf_printf(&left, "-%c, ", row->letter);
	buf_printf(&left, "--%s%s%s", row->name, row->arg ? " " : "", row->arg ? row->arg : "");
	buf_printf(out, "  %-26s %s", left.p, row->help ? row->help : o->help);
	if (o && row->arg)
		buf_printf(out, "; %s", o->form);
	buf_putc(out, '\n');
	buf_fini(&left);
}

void args_help(struct buf *out)
{
	buf_puts(out, "usage: karez [OPTION...] [search] QUERY...\n"
		      "       karez [OPTION...] COMMAND [WORDS...]\n"
		      "Options end where the query begins; a query that begins with - goes after --\n\ncommands:\n");
	for (size_t i = 0; i < N_COMMANDS; i++)
		help_command(out, &commands[i]);
	help_command(out, &command_raw);
	buf_puts(out, "\noptions:\n");
	for (size_t i = 0; i < N_ROWS; i++)
		help_row(out, &rows[i]);
	buf_puts(out, "\nexit status: 0 found, 1 nothing found, 2 usage, 3 refused by the daemon, 4 no daemon\n");
}

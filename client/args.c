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
	{ "versions",    VERB_VERSIONS,    NULL, "ID",           print_table },
	{ "get",         VERB_GET,         NULL, "ID",           print_document },
	{ "explain",     VERB_EXPLAIN,     NULL, "QUERY...",     print_blocks },
	{ "analyze",     VERB_ANALYZE,     NULL, "TEXT...",      print_table },
	{ "collections", VERB_COLLECTIONS, NULL, "",             print_table },
	{ "status",      VERB_STATUS,      NULL, "",             print_table },
	{ "stats",       VERB_STATS,       NULL, "",             print_table },
	{ "metrics",     VERB_METRICS,     NULL, "",             print_table },
	{ "reindex",     VERB_REINDEX,     NULL, "COLLECTION",   print_line },
	{ "reload",      VERB_RELOAD,      NULL, "",             print_line },
	{ "ping",        VERB_PING,        NULL, "",             print_line },
};

const struct command command_raw = {
	"raw", VERB_HELP, "send LINE as it is, print the answer as it comes", "LINE...", NULL,
};

const struct command command_eval = {
	"eval", VERB_SEARCH, "how good the answers to judged queries are", "[OPTION=VALUE...]", NULL,
};

/* Commands that are no verb. */
static const struct command *const special[] = { &command_eval, &command_raw };
#define N_SPECIAL (sizeof(special) / sizeof(*special))

static const struct args_option rows[] = {
	{ 's', "server",      "ADDR",     "address of the daemon: unix:PATH or HOST:PORT", NULL, NULL, NULL },
	{ 'c', "conf",        "FILE",     "configuration that names the address", NULL, NULL, NULL },
	{ 'C', "collection",  "NAME,..",  "collections to ask (all)", NULL, NULL, NULL },
	{ 'f', "file",        "FILE",     "ask each line of it: a query, or id, tab and query (-: standard input)", NULL, NULL, NULL },
	{ 0,   "format",      "TEXT",     "print this of each hit, with {fields}: '{score:.2} {title}'", NULL, NULL, NULL },
	{ 0,   "json",        NULL,       "the rows of the answer as JSON, one a line", NULL, NULL, NULL },
	{ 'v', "verbose",     NULL,       "with --json: the head of the answer on standard error", NULL, NULL, NULL },
	{ 0,   "color",       "auto|always|never", "colours (auto: on a terminal)", NULL, NULL, NULL },
	{ 0,   "hyperlink",   "auto|always|never", "titles lead to pages and files (auto: on a terminal)", NULL, NULL, NULL },
	{ 0,   "no-pager",    NULL,       "no pager for what is longer than the screen", NULL, NULL, NULL },
	{ 'n', "limit",       "N",        NULL, "limit", NULL, NULL },
	{ 'o', "offset",      "N",        NULL, "offset", NULL, NULL },
	{ 0,   "match",       "HOW",      NULL, "match", NULL, NULL },
	{ 0,   "plain",       NULL,       NULL, "plain", "1", NULL },
	{ 0,   "no-aliases",  NULL,       "not other names and acronyms of what is named", "aliases", "off", NULL },
	{ 0,   "no-spelling", NULL,       "not words near to one that no document has", "spelling", "off", NULL },
	{ 0,   "no-translit", NULL,       "not names in other scripts and spellings", "translit", "off", NULL },
	{ 0,   "strict",      NULL,       NULL, "strict", "1", NULL },
	{ 0,   "expand",      NULL,       NULL, "expand", "on", NULL },
	{ 0,   "snippets",    "N",        NULL, "snippets", NULL, NULL },
	{ 0,   "explain",     NULL,       NULL, "explain", "on", NULL },
	{ 0,   "facets",      "NAME,..",  NULL, "facets", NULL, NULL },
	{ 0,   "values",      "N",        NULL, "values", NULL, NULL },
	{ 0,   "recency",     "TIME",     NULL, "recency", NULL, NULL },
	{ 0,   "sort",        "ORDER",    NULL, "sort", NULL, NULL },
	{ 0,   "collapse",    "BY",       NULL, "collapse", NULL, NULL },
	{ 0,   "fields",      "NAME,..",  NULL, "fields", NULL, NULL },
	{ 0,   "timeout",     "DURATION", NULL, "timeout", NULL, NULL },
	{ 0,   "exact-total", NULL,       NULL, "total", "exact", NULL },
	{ 0,   "no-cache",    NULL,       "no kept answer", "cache", "off", NULL },
	{ 0,   "queries",     "FILE",     "the queries, id and text parted by a tab", NULL, NULL, &command_eval },
	{ 0,   "qrels",       "FILE",     "the judgements, as TREC has them", NULL, NULL, &command_eval },
	{ 0,   "baseline",    "OPTIONS",  "ask with these as well, and compare", NULL, NULL, &command_eval },
	{ 0,   "against",     "FILE",     "compare with a saved run", NULL, NULL, &command_eval },
	{ 0,   "run",         "FILE",     "measure a saved run, without a daemon", NULL, NULL, &command_eval },
	{ 0,   "save",        "FILE",     "save the run, as TREC has it", NULL, NULL, &command_eval },
	{ 0,   "per-query",   NULL,       "the figures of each query", NULL, NULL, &command_eval },
	{ 0,   "completions", "bash|zsh|fish", "print what completes karez in that shell", NULL, NULL, NULL },
	{ 'h', "help",        NULL,       "this text", NULL, NULL, NULL },
	{ 'V', "version",     NULL,       "version of the client", NULL, NULL, NULL },
};
#define N_COMMANDS (sizeof(commands) / sizeof(*commands))
#define N_ROWS (sizeof(rows) / sizeof(*rows))

const struct args_option *args_options(size_t *n_r)
{
	*n_r = N_ROWS;
	return rows;
}

static const struct request_option *wire_of(const struct args_option *o)
{
	return o->wire ? request_option_find(VERB_SEARCH, str_of(o->wire)) : NULL;
}

const char *args_option_help(const struct args_option *o)
{
	return o->help ? o->help : wire_of(o)->help;
}

const char *args_values(const struct args_option *o)
{
	return wire_of(o) ? wire_of(o)->form : o->arg && strchr(o->arg, '|') ? o->arg : "";
}

const char *args_command_help(const struct command *c)
{
	return c->help ? c->help : verb_help(c->verb);
}

bool args_taken(const struct command *c, const struct args_option *o)
{
	if (o->only)
		return o->only == c;
	return !o->wire || (c != &command_raw && request_option_find(c->verb, str_of(o->wire)));
}

struct parser {
	char **argv;			/* what is left; ends in NULL */
	struct args *args;
	/* Options may stand before their command, so they are kept until it is known.  The last one
	 * given counts, so that an alias can be overruled. */
	const char *values[N_ROWS];
	struct arena *arena;
	struct err *err;
};

const struct command *args_commands(size_t *n_r)
{
	*n_r = N_COMMANDS;
	return commands;
}

const struct command *command_find(struct str name)
{
	for (size_t i = 0; i < N_SPECIAL; i++)
		if (str_eqz(name, special[i]->name))
			return special[i];
	for (size_t i = 0; i < N_COMMANDS; i++)
		if (str_eqz(name, commands[i].name))
			return &commands[i];
	return NULL;
}

static const struct args_option *find_row(struct str name, char letter)
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
	const struct args_option *row = find_row(name, 0);
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
		const struct args_option *row = find_row(STR_NONE, word.p[i]);
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

/* The place of a value among those that its row lists; 0 when it is not given. */
static unsigned value_among(const struct parser *p, const char *name)
{
	const struct args_option *row = find_row(str_of(name), 0);
	const char *value = p->values[row - rows];
	return value ? (unsigned)request_choice(row->arg, str_of(value)) : 0;
}

static int check_own(const struct parser *p)
{
	for (size_t i = 0; i < N_ROWS; i++)
		if (p->values[i] && rows[i].arg && strchr(rows[i].arg, '|') &&
		    request_choice(rows[i].arg, str_of(p->values[i])) < 0)
			return err_set(p->err, ERR_INVALID, "--%s wants %s", rows[i].name, rows[i].arg);
	return 0;
}

static void take_own(struct parser *p)
{
	struct args *args = p->args;
	args->server = value_of(p, "server");
	args->conf = value_of(p, "conf");
	args->collections = str_of(value_of(p, "collection"));
	args->file = value_of(p, "file");
	args->json = value_of(p, "json");
	args->verbose = value_of(p, "verbose");
	args->color = value_among(p, "color");
	args->hyperlink = value_among(p, "hyperlink");
	args->no_pager = value_of(p, "no-pager");
	args->completions = value_of(p, "completions") ? (int)value_among(p, "completions") : -1;
	args->help = value_of(p, "help");
	args->version = value_of(p, "version");
	args->eval = (struct eval_args){
		.queries = value_of(p, "queries"), .qrels = value_of(p, "qrels"), .run = value_of(p, "run"),
		.against = value_of(p, "against"), .save = value_of(p, "save"), .has_baseline = value_of(p, "baseline"),
		.per_query = value_of(p, "per-query"),
	};
}

/* One option of the request: checked by the rules that the daemon applies to it. */
static int put_option(struct parser *p, struct str name, struct str value, struct request *r, struct buf *options)
{
	struct reply error;
	reply_init(&error, p->arena);
	if (!request_set(r, name, value, &error))
		return err_set(p->err, ERR_INVALID, "%.*s", STR_ARG(error.message));
	buf_printf(options, "%s%.*s=%.*s", options->n ? " " : "", STR_ARG(name), STR_ARG(value));
	return 0;
}

static int take_wire(struct parser *p, const struct args_option *row, struct request *r, struct buf *options)
{
	const struct command *c = p->args->command;
	struct str name = str_of(row->wire), value = str_of(row->fixed ? row->fixed : p->values[row - rows]);
	if (!args_taken(c, row))
		return err_set(p->err, ERR_INVALID, "karez %s takes no --%s", c->name, row->name);
	return put_option(p, name, value, r, options);
}

/* "name=value name=value", as the wire has them. */
static int take_settings(struct parser *p, struct str settings, struct request *r, struct buf *options)
{
	struct str word;
	while (settings.n && str_cut(&settings, ' ', &word)) {
		ptrdiff_t equals = str_chr(word, '=');
		if (!word.n)
			continue;
		if (equals < 0)
			return err_set(p->err, ERR_INVALID, "karez eval wants OPTION=VALUE, not %.*s",
				       STR_ARG(reply_quote(p->arena, word)));
		if (put_option(p, str_sub(word, 0, (size_t)equals), str_sub(word, (size_t)equals + 1, word.n), r, options) < 0)
			return -1;
	}
	return 0;
}

static const char *either(const char *a, const char *b)
{
	return a ? a : b;
}

static int check_eval(const struct parser *p)
{
	const struct eval_args *e = &p->args->eval;
	if (!e->qrels || !either(e->queries, e->run))
		return err_set(p->err, ERR_INVALID, "usage: karez eval --queries FILE --qrels FILE [OPTION=VALUE...]");
	if (e->against && e->has_baseline)
		return err_set(p->err, ERR_INVALID, "karez eval compares with --baseline or --against, not both");
	if (e->run && (e->has_baseline || e->save || p->args->options.n || p->args->collections.n))
		return err_set(p->err, ERR_INVALID, "karez eval --run asks no daemon: no %s with it", e->has_baseline ? "--baseline" :
			       e->save ? "--save" : p->args->options.n ? "options of a search" : "collections");
	return 0;
}

static int check_rows(const struct parser *p)
{
	const struct command *c = p->args->command;
	for (size_t i = 0; i < N_ROWS; i++)
		if (p->values[i] && rows[i].only && !args_taken(c, &rows[i]))
			return err_set(p->err, ERR_INVALID, "karez %s takes no --%s", c->name, rows[i].name);
	return 0;
}

static struct str take_options(struct parser *p, struct buf *options)
{
	struct str s = arena_str(p->arena, buf_str(options));
	buf_reset(options);
	return s;
}

/* The words of eval are settings; so is what --baseline gives. */
static int take_eval(struct parser *p, struct request *r, struct buf *options)
{
	struct args *args = p->args;
	struct request other;
	if (take_settings(p, args->text, r, options) < 0)
		return -1;
	args->text = STR_NONE;
	args->options = take_options(p, options);
	request_init(&other, VERB_SEARCH);
	if (take_settings(p, str_of(value_of(p, "baseline")), &other, options) < 0)
		return -1;
	args->eval.baseline = take_options(p, options);
	return check_eval(p);
}

/* --format needs hits; they come with what it names and no more, unless more is asked for. */
static int take_format(struct parser *p, struct request *r, struct buf *options)
{
	struct args *args = p->args;
	const struct command *c = args->command;
	const char *text = value_of(p, "format");
	if (!text)
		return 0;
	if (c == &command_raw || c == &command_eval || !request_option_find(c->verb, STR("fields")))
		return err_set(p->err, ERR_INVALID, "karez %s takes no --format", c->name);
	if (args->json)
		return err_set(p->err, ERR_INVALID, "karez prints --json or a --format, not both");
	if (format_parse(str_of(text), p->arena, &args->format, p->err) < 0) {
		p->err->code = ERR_INVALID;
		return -1;
	}
	if (!value_of(p, "fields") && put_option(p, STR("fields"), format_keys(args->format, p->arena), r, options) < 0)
		return -1;
	bool passages = value_of(p, "snippets") || format_has_passages(args->format);
	return passages || !request_option_find(c->verb, STR("snippets")) ? 0 : put_option(p, STR("snippets"), STR("0"), r, options);
}

static int take_request(struct parser *p)
{
	struct args *args = p->args;
	struct request r;
	struct buf options = BUF_INIT;
	int result = check_rows(p);
	request_init(&r, args->command->verb);
	for (size_t i = 0; i < N_ROWS && result == 0; i++)
		if (rows[i].wire && p->values[i])
			result = take_wire(p, &rows[i], &r, &options);
	if (result == 0)
		result = take_format(p, &r, &options);
	if (result == 0 && args->command == &command_eval)
		result = take_eval(p, &r, &options);
	else
		args->options = take_options(p, &options);
	args->timeout_ms = DEFAULT_TIMEOUT_MS;
	if (r.timeout_ms > DEFAULT_TIMEOUT_MS - TIMEOUT_MARGIN_MS)
		args->timeout_ms = r.timeout_ms + TIMEOUT_MARGIN_MS;
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

static int check_file(const struct parser *p)
{
	const struct command *c = p->args->command;
	if (c == &command_raw || c == &command_eval || verb_text(c->verb) == VERB_TEXT_ABSENT)
		return err_set(p->err, ERR_INVALID, "karez %s takes no --file", c->name);
	if (p->args->text.n)
		return err_set(p->err, ERR_INVALID, "karez %s: by --file or as words, not both", c->name);
	return 0;
}

static int check_text(struct parser *p)
{
	struct args *args = p->args;
	const struct command *c = args->command;
	if (args->file)
		return check_file(p);
	if (c == &command_eval)
		return 0;
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
	const struct command *c = ended == 0 && *p.argv ? command_find(str_of(*p.argv)) : NULL;
	if (c) {
		out_r->command = c;
		p.argv++;
		if (parse_options(&p) < 0)
			return -1;
	}
	if (check_own(&p) < 0)
		return -1;
	take_own(&p);
	if (out_r->help || out_r->version || out_r->completions >= 0)
		return 0;
	bool named = c || ended || *p.argv || out_r->file;
	take_text(&p);
	if (take_request(&p) < 0)
		return -1;
	out_r->alone = !named;
	return check_text(&p);
}

static void help_command(struct buf *out, const struct command *c)
{
	struct buf left = BUF_INIT;
	buf_printf(&left, "%s %s", c->name, c->words);
	buf_printf(out, "  %-30s %s\n", left.p, args_command_help(c));
	buf_fini(&left);
}

static void help_row(struct buf *out, const struct args_option *row)
{
	struct buf left = BUF_INIT;
	if (row->letter)
		buf_printf(&left, "-%c, ", row->letter);
	buf_printf(&left, "--%s%s%s", row->name, row->arg ? " " : "", row->arg ? row->arg : "");
	buf_printf(out, "  %-30s %s%s%s", left.p, row->only ? row->only->name : "", row->only ? ": " : "", args_option_help(row));
	if (row->wire && row->arg)
		buf_printf(out, "; %s", args_values(row));
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
	for (size_t i = 0; i < N_SPECIAL; i++)
		help_command(out, special[i]);
	buf_puts(out, "\noptions:\n");
	for (size_t i = 0; i < N_ROWS; i++)
		help_row(out, &rows[i]);
	buf_puts(out, "\nexit status: 0 found, 1 nothing found, 2 usage, 3 refused by the daemon, 4 no daemon\n");
}

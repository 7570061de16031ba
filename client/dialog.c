/* Lines of the prompt, the settings they leave, and the last list of hits; see dialog.h. */
#include "config.h"

#include "client/dialog.h"

#include "client/row.h"
#include "proto/reply.h"

enum { SUGGESTIONS = 20 };	/* asked for at the cursor */

/* ---- Settings ---- */

static struct setting *find_setting(struct dialog *d, struct str name)
{
	for (size_t i = 0; i < d->n_settings; i++)
		if (str_eq(d->settings[i].name, name))
			return &d->settings[i];
	return NULL;
}

/* An empty value takes it back. */
static void keep_setting(struct dialog *d, struct str name, struct str value)
{
	struct setting *s = find_setting(d, name);
	if (!value.n) {
		if (s)
			*s = d->settings[--d->n_settings];
		return;
	}
	if (!s) {
		d->settings = arena_grow(&d->arena, d->settings, &d->settings_cap, d->n_settings + 1, sizeof(*d->settings));
		s = &d->settings[d->n_settings++];
		s->name = arena_str(&d->arena, name);
	}
	s->value = arena_str(&d->arena, value);
}

static void print_settings(struct dialog *d)
{
	struct view *v = &d->session->out;
	struct str collections = d->session->args.collections;
	view_text(v, STYLE_PLAIN, arena_printf(&d->session->scratch, "collection=%.*s", STR_ARG(collections.n ? collections : STR("(all)"))));
	buf_putc(&v->out, '\n');
	for (size_t i = 0; i < d->n_settings; i++) {
		const struct setting *s = &d->settings[i];
		view_text(v, STYLE_PLAIN, arena_printf(&d->session->scratch, "%.*s=%.*s", STR_ARG(s->name), STR_ARG(s->value)));
		buf_putc(&v->out, '\n');
	}
}

static void set(struct dialog *d, struct str text)
{
	struct session *s = d->session;
	ptrdiff_t equals = str_chr(text, '=');
	struct request r;
	struct reply error;
	if (!text.n) {
		print_settings(d);
		return;
	}
	if (equals < 0 || str_chr(text, ' ') >= 0) {
		session_complain(s, STR("usage: :set OPTION=VALUE"));
		return;
	}
	struct str name = str_sub(text, 0, (size_t)equals), value = str_sub(text, (size_t)equals + 1, text.n);
	request_init(&r, VERB_SEARCH);
	reply_init(&error, &s->scratch);
	if (str_eqz(name, "collection"))
		s->args.collections = arena_str(&d->arena, value);
	else if (!value.n && request_option_find(VERB_SEARCH, name))
		keep_setting(d, name, value);
	else if (request_set(&r, name, value, &error))
		keep_setting(d, name, value);
	else
		session_complain(s, error.message);
}

/* The settings that a verb takes, as the wire has them; page: what follows the last one. */
static struct str options_for(struct dialog *d, const struct command *c, bool page)
{
	struct arena *a = &d->session->scratch;
	struct buf b = BUF_INIT;
	struct request r;
	struct reply unfit;
	request_init(&r, c->verb);
	reply_init(&unfit, a);
	for (size_t i = 0; i < d->n_settings; i++) {
		const struct setting *s = &d->settings[i];
		if (request_option_find(c->verb, s->name) && !(page && str_eqz(s->name, "offset")) &&
		    request_set(&r, s->name, s->value, &unfit))
			buf_printf(&b, "%s%.*s=%.*s", b.n ? " " : "", STR_ARG(s->name), STR_ARG(s->value));
	}
	if (page)
		buf_printf(&b, "%soffset=%llu", b.n ? " " : "", (unsigned long long)d->next);
	struct str options = arena_str(a, buf_str(&b));
	buf_fini(&b);
	return options;
}

/* ---- Asking ---- */

/* False when there is no answer, which was told. */
static bool call(struct dialog *d, const struct command *c, struct str text, bool page, struct karez_reply *reply_r)
{
	struct session *s = d->session;
	s->args.command = c;
	s->args.text = text;
	if (karez_fd(s->conn) < 0 && session_connect(s))
		return false;
	return session_call(s, verb_name(c->verb), options_for(d, c, page), reply_r) == 0;
}

static bool has_hits(const struct command *c)
{
	return c->verb == VERB_SEARCH || c->verb == VERB_SIMILAR;
}

static void keep_hit(struct dialog *d, struct str json)
{
	struct err unread;
	json_t *row = row_parse(json, &unread);
	if (!row)
		return;		/* it was told when it was printed */
	struct arena *a = &d->list_arena;
	d->next += row_is_hit(row);
	if (row_is_hit(row) && row_str(row, "id").n) {
		d->hits = arena_grow(a, d->hits, &d->hits_cap, d->n_hits + 1, sizeof(*d->hits));
		d->hits[d->n_hits++] = (struct listed){
			d->next, arena_str(a, row_str(row, "id")), arena_str(a, row_str(row, "collection")),
		};
	}
	json_decref(row);
}

/* The list of a new question begins; text may be one of the old. */
static void begin_list(struct dialog *d, const struct command *c, struct str text)
{
	struct arena a = ARENA_INIT;
	const struct setting *skipped = find_setting(d, STR("offset"));
	d->last_text = arena_str(&a, text);
	d->last_collections = arena_str(&a, d->session->args.collections);
	arena_fini(&d->list_arena);
	d->list_arena = a;
	d->last = c;
	d->hits = NULL;
	d->n_hits = d->hits_cap = 0;
	d->next = 0;
	if (skipped)
		str_to_u64(skipped->value, 0, UINT32_MAX, &d->next);
}

static void ask(struct dialog *d, const struct command *c, struct str text)
{
	struct karez_reply reply;
	if (!call(d, c, text, false, &reply))
		return;
	int status = session_answer(d->session, &reply);
	if (!has_hits(c) || status == STATUS_REFUSED)
		return;
	begin_list(d, c, text);
	for (size_t i = 0; i < reply.n_rows; i++)
		keep_hit(d, reply.rows[i]);
}

/* The next page of the list, in the collections that it came from. */
static void more(struct dialog *d)
{
	struct session *s = d->session;
	struct str collections = s->args.collections;
	struct karez_reply reply;
	if (!d->last) {
		session_complain(s, STR("nothing was searched for yet"));
		return;
	}
	s->args.collections = d->last_collections;
	if (call(d, d->last, d->last_text, true, &reply)) {
		session_answer(s, &reply);
		for (size_t i = 0; i < reply.n_rows; i++)
			keep_hit(d, reply.rows[i]);
	}
	s->args.collections = collections;
}

static const struct listed *find_hit(const struct dialog *d, struct str text)
{
	uint64_t rank;
	for (size_t i = 0; str_to_u64(text, 1, UINT64_MAX, &rank) && i < d->n_hits; i++)
		if (d->hits[i].rank == rank)
			return &d->hits[i];
	return NULL;
}

/* A number that stands for a hit is its id, in its collection. */
static void ask_about(struct dialog *d, const struct command *c, struct str text)
{
	struct session *s = d->session;
	const struct listed *hit = find_hit(d, text);
	struct str collections = s->args.collections;
	if (hit && hit->collection.n)
		s->args.collections = hit->collection;
	ask(d, c, hit ? hit->id : text);
	s->args.collections = collections;
}

static void open_hit(struct dialog *d, struct str text)
{
	if (find_hit(d, text))
		ask_about(d, command_find(STR("get")), text);
	else
		session_complain(d->session, STR("there is no such hit in the last list"));
}

/* ---- Lines ---- */

static void print_help(struct view *v)
{
	size_t n, n_own;
	const struct command *commands = args_commands(&n);
	const struct prompt_command *own = prompt_commands(&n_own);
	buf_puts(&v->out, "What is typed is searched for; a number shows that hit of the last list.  Commands:\n");
	for (size_t i = 0; i < n_own; i++)
		buf_printf(&v->out, "  :%-8s %-15s %s\n", own[i].name, own[i].words, own[i].help);
	for (size_t i = 0; i < n; i++)
		buf_printf(&v->out, "  :%-11s %-12s %s\n", commands[i].name, commands[i].words,
			   commands[i].help ? commands[i].help : verb_help(commands[i].verb));
	buf_puts(&v->out, "ID is the number of a hit, too.  Tab completes words, commands, options and their values.\n");
}

/* A command that karez has outside of the prompt, too. */
static void common_command(struct dialog *d, const struct command *c, struct str text)
{
	struct session *s = d->session;
	enum verb_text wants = verb_text(c->verb);
	struct str collections = s->args.collections;
	if (wants == VERB_TEXT_ID && text.n)
		ask_about(d, c, text);
	else if (wants != VERB_TEXT_ABSENT && text.n)
		ask(d, c, text);
	else if (wants != VERB_TEXT_ABSENT || (text.n && verb_needs(c->verb) == VERB_NEEDS_NONE))
		session_complain(s, arena_printf(&s->scratch, "usage: :%s%s%s", c->name, c->words[0] ? " " : "", c->words));
	else {
		if (text.n)
			s->args.collections = text;
		ask(d, c, STR_NONE);
		s->args.collections = collections;
	}
}

/* Behind the colon. */
static bool command(struct dialog *d, struct str line)
{
	struct session *s = d->session;
	struct str name = STR_NONE, text;
	str_cut(&line, ' ', &name);
	text = str_trim(line);
	const struct command *c = command_find(name);
	if (str_eqz(name, "quit"))
		return false;
	if (str_eqz(name, "help"))
		print_help(&s->out);
	else if (str_eqz(name, "open"))
		open_hit(d, text);
	else if (str_eqz(name, "more"))
		more(d);
	else if (str_eqz(name, "set"))
		set(d, text);
	else if (c && prompt_takes(c))
		common_command(d, c, text);
	else
		session_complain(s, arena_printf(&s->scratch, "there is no command :%.*s; :help lists them", STR_ARG(name)));
	return true;
}

bool dialog_line(struct dialog *d, struct str line)
{
	arena_reset(&d->session->scratch);
	line = str_trim(line);
	if (!line.n)
		return true;
	if (line.p[0] == ':')
		return command(d, str_sub(line, 1, line.n));
	if (find_hit(d, line))
		open_hit(d, line);
	else
		ask(d, command_find(STR("search")), line);
	return true;
}

/* ---- The cursor ---- */

/* Adds what the rows of an answer have under a key; nothing is said when there is none. */
static void add_rows(struct dialog *d, const char *verb, struct str options, struct str text, const char *key, struct str line,
		     struct completion *c)
{
	struct session *s = d->session;
	struct str collections = text.n ? s->args.collections : STR_NONE;
	struct karez_reply reply;
	struct err unsaid;
	const char *request;
	if (karez_fd(s->conn) < 0 || reply_line_of(verb, collections, options, text, &s->scratch, &request, &unsaid) < 0 ||
	    reply_call(s->conn, request, &s->scratch, &reply, &unsaid) < 0)
		return;
	for (size_t i = 0; i < reply.n_rows; i++) {
		json_t *row = row_parse(reply.rows[i], &unsaid);
		if (row && !str_eqz(row_str(row, "kind"), "title"))
			complete_add(c, line, row_str(row, key), &s->scratch);
		json_decref(row);
	}
}

void dialog_complete(struct dialog *d, struct str line, struct completion *out_r)
{
	struct arena *a = &d->session->scratch;
	struct str text;
	arena_reset(a);
	complete_line(line, a, out_r);
	text = str_sub(line, out_r->from, line.n);
	if (out_r->of == COMPLETE_COLLECTION)
		add_rows(d, verb_name(VERB_COLLECTIONS), STR_NONE, STR_NONE, "collection", line, out_r);
	else if (out_r->of == COMPLETE_WORD && str_trim(text).n && !str_ends(text, STR(" ")))
		add_rows(d, verb_name(VERB_SUGGEST), arena_printf(a, "limit=%d", SUGGESTIONS), text, "text", line, out_r);
}

void dialog_init(struct dialog *d, struct session *s)
{
	struct str rest = s->args.options, option, name;
	*d = (struct dialog){ .session = s, .arena = ARENA_INIT, .list_arena = ARENA_INIT };
	while (rest.n && str_cut(&rest, ' ', &option)) {
		str_cut(&option, '=', &name);
		keep_setting(d, name, option);
	}
}

void dialog_fini(struct dialog *d)
{
	arena_fini(&d->arena);
	arena_fini(&d->list_arena);
}

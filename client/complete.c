/* Finding what may stand at the cursor by the tables of commands and options; see complete.h. */
#include "config.h"

#include "client/complete.h"

#include "client/args.h"
#include "common/utf8.h"

static const struct prompt_command own[] = {
	{ "help",  "",               "this text" },
	{ "open",  "N",              "show hit N of the last list; N alone does it too" },
	{ "more",  "",               "the next page" },
	{ "set",   "[OPTION=VALUE]", "for all that is asked from now on; OPTION= takes it back, :set alone tells" },
	{ "quit",  "",               "the end, as ^D" },
};

const struct prompt_command *prompt_commands(size_t *n_r)
{
	*n_r = sizeof(own) / sizeof(*own);
	return own;
}

bool prompt_takes(const struct command *c)
{
	return c != &command_raw && c != &command_eval;
}

void complete_add(struct completion *c, struct str line, struct str candidate, struct arena *a)
{
	if (c->of != COMPLETE_WORD && !str_starts(candidate, str_sub(line, c->from, line.n)))
		return;
	c->list = arena_grow(a, c->list, &c->cap, c->n + 1, sizeof(*c->list));
	c->list[c->n++] = arena_str(a, candidate);
}

static void add_commands(struct completion *c, struct str line, struct arena *a)
{
	size_t n;
	const struct command *commands = args_commands(&n);
	for (size_t i = 0; i < n; i++)
		complete_add(c, line, arena_printf(a, ":%s", commands[i].name), a);
	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
		complete_add(c, line, arena_printf(a, ":%s", own[i].name), a);
}

static void add_options(struct completion *c, struct str line, struct arena *a)
{
	size_t n;
	const struct request_option *options = request_options(&n);
	c->open = true;
	for (size_t i = 0; i < n; i++)
		if (options[i].verbs >> VERB_SEARCH & 1)
			complete_add(c, line, arena_printf(a, "%s=", options[i].name), a);
	complete_add(c, line, STR("collection="), a);
}

/* The values of "one|of|these" or "any,of,these"; nothing is known of those that are a sentence. */
static void add_values(struct completion *c, struct str line, const char *form, struct arena *a)
{
	struct str rest = str_of(form), value;
	char sep = str_chr(rest, '|') >= 0 ? '|' : ',';
	if (str_chr(rest, ' ') >= 0 || str_chr(rest, sep) < 0)
		return;
	c->open = sep == ',';
	while (str_cut(&rest, sep, &value))
		complete_add(c, line, value, a);
}

/* Behind the last of these signs, from `from` on. */
static size_t behind(struct str line, size_t from, const char *signs)
{
	size_t at = line.n;
	while (at > from && !strchr(signs, line.p[at - 1]))
		at--;
	return at;
}

static void complete_setting(struct str line, struct arena *a, struct completion *c)
{
	struct str word = str_sub(line, c->from, line.n), name;
	ptrdiff_t equals = str_chr(word, '=');
	if (equals < 0) {
		add_options(c, line, a);
		return;
	}
	name = str_sub(word, 0, (size_t)equals);
	c->from = behind(line, c->from + (size_t)equals + 1, ",");
	if (str_eqz(name, "collection")) {
		c->of = COMPLETE_COLLECTION;
		c->open = true;
		return;
	}
	const struct request_option *o = request_option_find(VERB_SEARCH, name);
	if (o)
		add_values(c, line, o->form, a);
}

void complete_line(struct str line, struct arena *a, struct completion *out_r)
{
	*out_r = (struct completion){ .of = COMPLETE_WORD };
	if (!str_starts(line, STR(":")))
		return;
	out_r->of = COMPLETE_LISTED;
	ptrdiff_t blank = str_chr(line, ' ');
	if (blank < 0) {
		add_commands(out_r, line, a);
		return;
	}
	struct str name = str_sub(line, 1, (size_t)blank);
	const struct command *c = command_find(name);
	out_r->from = behind(line, (size_t)blank, " ");
	if (str_eqz(name, "set"))
		complete_setting(line, a, out_r);
	else if (c && verb_text(c->verb) == VERB_TEXT_ABSENT && verb_needs(c->verb) == VERB_NEEDS_COLLECTION)
		out_r->of = COMPLETE_COLLECTION;
	else if (c && (verb_text(c->verb) == VERB_TEXT_QUERY || verb_text(c->verb) == VERB_TEXT_TEXT)) {
		out_r->of = COMPLETE_WORD;
		out_r->from = (size_t)blank + 1;
	}
}

static struct str common(struct str a, struct str b)
{
	size_t n = 0;
	while (n < a.n && n < b.n && a.p[n] == b.p[n])
		n++;
	return str_sub(a, 0, n < a.n ? utf8_floor(a, n) : n);
}

bool complete_insertion(const struct completion *c, struct str line, struct arena *a, struct str *insert_r)
{
	struct str typed = str_sub(line, c->from, line.n);
	if (c->n == 0)
		return false;
	struct str all = c->list[0];
	for (size_t i = 1; i < c->n; i++)
		all = common(all, c->list[i]);
	*insert_r = c->n == 1 && !c->open ? arena_printf(a, "%.*s ", STR_ARG(all)) : all;
	return c->n == 1 ? !str_eq(typed, *insert_r) : utf8_count(all) > utf8_count(typed);
}

void complete_print(const struct completion *c, struct view *v)
{
	unsigned widest = 0;
	for (size_t i = 0; i < c->n; i++) {
		unsigned width = view_width(c->list[i]);
		widest = width > widest ? width : widest;
	}
	size_t columns = v->width / (widest + 2) ? v->width / (widest + 2) : 1;
	for (size_t i = 0; i < c->n; i++) {
		bool last = i + 1 == c->n || (i + 1) % columns == 0;
		view_text(v, STYLE_PLAIN, c->list[i]);
		view_blanks(v, last ? 0 : widest + 2 - view_width(c->list[i]));
		if (last)
			buf_putc(&v->out, '\n');
	}
}

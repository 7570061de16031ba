/* Verbs and options: names, defaults, and the check of every value; see request.h. */
#include "config.h"

#include "proto/request.h"

#include "common/err.h"
#include "common/unit.h"
#include "proto/reply.h"

static const struct {
	const char *name, *help;
	enum verb_needs needs;
	enum verb_text text;
} verbs[] = {
#define VERB(name, needs, text, help) { #name, help, VERB_NEEDS_##needs, VERB_TEXT_##text },
#include "proto/verbs.def"
#undef VERB
};

const char *verb_name(enum verb v)
{
	return verbs[v].name;
}

const char *verb_help(enum verb v)
{
	return verbs[v].help;
}

enum verb_needs verb_needs(enum verb v)
{
	return verbs[v].needs;
}

enum verb_text verb_text(enum verb v)
{
	return verbs[v].text;
}

bool verb_find(struct str name, enum verb *out_r)
{
	for (unsigned v = 0; v < VERB_COUNT_; v++)
		if (str_eq_nocase(name, str_of(verbs[v].name))) {
			*out_r = (enum verb)v;
			return true;
		}
	return false;
}

void request_init(struct request *r, enum verb v)
{
	*r = (struct request){
		.verb = v, .limit = 10, .snippets = 1, .cache = true, .aliases = true, .translit = true, .spelling = true,
		.exact_total = v == VERB_COUNT,
		.values = 20,
	};
}

static bool add_collection(struct request *r, struct str name, struct reply *error)
{
	if (name.n == 0) {
		reply_error(error, WIRE_BADREQUEST, "empty name in the list of collections");
		return false;
	}
	for (unsigned i = 0; i < r->n_collections; i++)
		if (str_eq(r->collections[i], name))
			return true;
	if (r->n_collections == LIMIT_COLLECTIONS) {
		reply_error(error, WIRE_LIMIT, "collections: at most %d", LIMIT_COLLECTIONS);
		return false;
	}
	r->collections[r->n_collections++] = name;
	return true;
}

bool request_collections(struct request *r, struct str list, struct reply *error)
{
	struct str name;
	while (str_cut(&list, ',', &name))
		if (!add_collection(r, name, error))
			return false;
	return true;
}

int request_choice(const char *form, struct str value)
{
	struct str rest = str_of(form), word;
	for (int i = 0; str_cut(&rest, '|', &word); i++)
		if (str_eq(word, value))
			return i;
	return -1;
}

/* A number within "low..high". */
static bool range(const char *form, struct str value, uint32_t *out_r)
{
	struct str f = str_of(form);
	ptrdiff_t dots = str_find(f, STR(".."));
	uint64_t low, high, v;
	BUG_ON(dots < 0 || !str_to_u64(str_sub(f, 0, (size_t)dots), 0, UINT32_MAX, &low) ||
	       !str_to_u64(str_sub(f, (size_t)dots + 2, f.n), low, UINT32_MAX, &high));
	if (!str_to_u64(value, low, high, &v))
		return false;
	*out_r = (uint32_t)v;
	return true;
}

static bool member(const struct str *list, unsigned n, struct str s)
{
	for (unsigned i = 0; i < n; i++)
		if (str_eq(list[i], s))
			return true;
	return false;
}

/* Names out of "any,of,these", each at most once, so that max names are enough for every form. */
static bool names(const char *form, struct str value, struct str *list, unsigned max, unsigned *n_r)
{
	struct str item, word;
	unsigned n = 0;
	while (str_cut(&value, ',', &item)) {
		struct str known = str_of(form);
		bool found = false;
		while (!found && str_cut(&known, ',', &word))
			found = str_eq(word, item);
		if (!found || member(list, n, item))
			return false;
		BUG_ON(n == max);
		list[n++] = item;
	}
	*n_r = n;
	return n > 0;
}

#define SET(option) static bool set_##option(struct request *r, const char *form, struct str value)
#define SET_CHOICE(option, field, type) \
	SET(option) \
	{ \
		int i = request_choice(form, value); \
		if (i >= 0) \
			r->field = (type)i; \
		return i >= 0; \
	}

SET(limit) { return range(form, value, &r->limit); }
SET(offset) { return range(form, value, &r->offset); }
SET(values) { return range(form, value, &r->values); }
SET(snippets) { return range(form, value, &r->snippets); }
SET(facets) { return names(form, value, r->facets, REQUEST_MAX_FACETS, &r->n_facets); }
SET(fields) { return names(form, value, r->fields, REQUEST_MAX_FIELDS, &r->n_fields); }
SET_CHOICE(match, match, enum request_match)
SET_CHOICE(sort, sort, enum request_sort)
SET_CHOICE(collapse, collapse, enum request_collapse)
SET_CHOICE(plain, plain, bool)
SET_CHOICE(strict, strict, bool)
SET_CHOICE(total, exact_total, bool)

/* "on|off" */
#define SET_SWITCH(option) \
	SET(option) \
	{ \
		int i = request_choice(form, value); \
		if (i >= 0) \
			r->option = i == 0; \
		return i >= 0; \
	}
SET_SWITCH(cache)
SET_SWITCH(aliases)
SET_SWITCH(translit)
SET_SWITCH(spelling)
SET_SWITCH(expand)
SET_SWITCH(explain)

/* A number of days, weeks, months or years, a thousand years at most. */
SET(recency)
{
	static const struct { char unit; double days; } units[] = { { 'd', 1 }, { 'w', 7 }, { 'm', 30.4375 }, { 'y', 365.25 } };
	uint64_t n;
	(void)form;
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
		if (value.n < 2 || value.p[value.n - 1] != units[i].unit || !str_to_u64(str_sub(value, 0, value.n - 1), 1, 365250, &n))
			continue;
		double days = (double)n * units[i].days;
		if (days > 365250)
			return false;
		r->recency_days = (uint32_t)(days + 0.5);
		return true;
	}
	return false;
}

SET(timeout)
{
	(void)form;
	uint64_t ms;
	if (!unit_parse_duration(value, &ms) || ms == 0)
		return false;
	r->timeout_ms = ms;
	return true;
}

enum {
#define VERB(name, needs, text, help) V_##name = 1 << VERB_##name,
#include "proto/verbs.def"
#undef VERB
};

#define QUOTED(x) #x
#define UPTO(limit) "0.." QUOTED(limit)

static const struct request_option options[] = {
#define OPTION(name, verbs, form, help) { #name, verbs, form, help, set_##name },
#include "proto/options.def"
#undef OPTION
};

#define N_OPTIONS (sizeof(options) / sizeof(*options))
_Static_assert(N_OPTIONS <= 32, "request.given has a bit for each row");

const struct request_option *request_options(size_t *n_r)
{
	*n_r = N_OPTIONS;
	return options;
}

const struct request_option *request_option_find(enum verb v, struct str name)
{
	for (size_t i = 0; i < N_OPTIONS; i++)
		if ((options[i].verbs >> v & 1) && str_eqz(name, options[i].name))
			return &options[i];
	return NULL;
}

static void unknown_option(enum verb v, struct str name, struct reply *error)
{
	struct buf known = BUF_INIT;
	for (size_t i = 0; i < N_OPTIONS; i++)
		if (options[i].verbs >> v & 1)
			buf_printf(&known, "%s%s", known.n ? ", " : ": ", options[i].name);
	reply_error(error, WIRE_BADOPTION, "unknown option %.*s (%s takes%s)",
		    STR_ARG(reply_quote(error->arena, name)), verb_name(v), known.n ? known.p : " none");
	buf_fini(&known);
}

/* "limit=abc": what was given, without the quotes that only a name needs. */
static struct str given(struct str name, struct str value, struct arena *a)
{
	struct str q = reply_quote(a, value);
	return arena_printf(a, "%.*s=%.*s", STR_ARG(name), STR_ARG(str_sub(q, 1, q.n - 1)));
}

bool request_set(struct request *r, struct str name, struct str value, struct reply *error)
{
	const struct request_option *o = request_option_find(r->verb, name);
	if (!o) {
		unknown_option(r->verb, name, error);
		return false;
	}
	uint32_t bit = UINT32_C(1) << (o - options);
	if (r->given & bit) {
		reply_error(error, WIRE_BADOPTION, "%s is given twice", o->name);
		return false;
	}
	r->given |= bit;
	if (o->set(r, o->form, value))
		return true;
	reply_error(error, WIRE_BADOPTION, "%.*s: wants %s", STR_ARG(given(name, value, error->arena)), o->form);
	return false;
}

bool request_wants(const struct request *r, const char *key)
{
	for (unsigned i = 0; i < r->n_fields; i++)
		if (str_eqz(r->fields[i], key))
			return true;
	return r->n_fields == 0;
}

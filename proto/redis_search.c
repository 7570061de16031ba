/* FT.SEARCH, FT.AGGREGATE and what else asks an index: their options; see redis.h. */
#include "config.h"

#include "proto/redis_command.h"
#include "proto/redis_query.h"
#include "proto/resp.h"

#define MAX_PARAMS 128

/* What options say of the query, which is translated when all of them are known. */
struct asked {
	struct str query;
	struct redis_param params[MAX_PARAMS];
	size_t n_params;
	unsigned dialect;		/* 0: not given */
	bool verbatim;
	struct str in_fields;		/* "title|author" of INFIELDS */
	struct str date_from, date_to;	/* FILTER */
	bool dated;
};

/* ---- Arguments ---- */

static bool is(struct str arg, const char *name)
{
	return str_eq_nocase(arg, str_of(name));
}

static bool take_if(struct redis_command *c, const char *name)
{
	bool found = c->at < c->n && is(c->args[c->at], name);
	c->at += found;
	return found;
}

static bool missing(struct redis_command *c, const char *option)
{
	return redis_refuse(c, "SEARCH_PARSE_ARGS", "%s wants more arguments", option);
}

static bool next(struct redis_command *c, const char *option, struct str *arg_r)
{
	if (c->at >= c->n)
		return missing(c, option);
	*arg_r = c->args[c->at++];
	return true;
}

static bool number(struct redis_command *c, const char *option, uint64_t max, uint64_t *v_r)
{
	struct str arg;
	if (!next(c, option, &arg))
		return false;
	return str_to_u64(arg, 0, max, v_r) ||
	       redis_refuse(c, "SEARCH_PARSE_ARGS", "%s: %.*s is no number from 0 to %llu", option,
			    STR_ARG(reply_quote(c->arena, arg)), (unsigned long long)max);
}

/* A number, and as many arguments behind it. */
static bool counted(struct redis_command *c, const char *option, size_t *n_r)
{
	uint64_t n;
	if (!number(c, option, RESP_MAX_ARGS, &n))
		return false;
	*n_r = (size_t)n;
	return n <= c->n - c->at || missing(c, option);
}

/* "@title" as "title". */
static struct str without_at(struct str field)
{
	return str_starts(field, STR("@")) ? str_sub(field, 1, field.n) : field;
}

/* ---- Options that several commands have ---- */

static bool opt_params(struct redis_command *c, struct asked *q)
{
	size_t n;
	if (!counted(c, "PARAMS", &n))
		return false;
	if (n % 2 || n / 2 > MAX_PARAMS)
		return redis_refuse(c, "SEARCH_PARSE_ARGS", "PARAMS wants names and values, at most %d of each", MAX_PARAMS);
	for (q->n_params = 0; q->n_params < n / 2; q->n_params++, c->at += 2)
		q->params[q->n_params] = (struct redis_param){ c->args[c->at], c->args[c->at + 1] };
	return true;
}

static bool opt_dialect(struct redis_command *c, struct asked *q)
{
	uint64_t v;
	if (!number(c, "DIALECT", 4, &v))
		return false;
	q->dialect = (unsigned)v;
	return v > 0 || redis_refuse(c, "SEARCH_PARSE_ARGS", "DIALECT is 1 to 4");
}

static bool opt_timeout(struct redis_command *c, struct asked *q)
{
	(void)q;
	uint64_t ms;
	if (!number(c, "TIMEOUT", UINT32_MAX, &ms))
		return false;
	return ms == 0 || redis_set(c, "timeout", arena_printf(c->arena, "%llums", (unsigned long long)ms));
}

static bool opt_verbatim(struct redis_command *c, struct asked *q)
{
	(void)c;
	q->verbatim = true;
	return true;
}

static bool opt_nostopwords(struct redis_command *c, struct asked *q)	/* there are none */
{
	(void)c;
	(void)q;
	return true;
}

static bool opt_withscores(struct redis_command *c, struct asked *q)
{
	(void)q;
	c->shape->with_scores = true;
	return true;
}

/* ---- FT.SEARCH ---- */

static bool opt_nocontent(struct redis_command *c, struct asked *q)
{
	(void)q;
	c->shape->no_content = true;
	return true;
}

static bool opt_limit(struct redis_command *c, struct asked *q)
{
	uint64_t offset, n;
	(void)q;
	if (!number(c, "LIMIT", LIMIT_OFFSET, &offset) || !number(c, "LIMIT", LIMIT_RESULTS, &n))
		return false;
	c->request->offset = (uint32_t)offset;
	c->request->limit = (uint32_t)n;
	return true;
}

static bool opt_sortby(struct redis_command *c, struct asked *q)
{
	struct str field;
	(void)q;
	if (!next(c, "SORTBY", &field))
		return false;
	field = without_at(field);
	bool down = take_if(c, "DESC");
	if (!down)
		(void)take_if(c, "ASC");
	if (take_if(c, "WITHCOUNT") && !redis_set(c, "total", STR("exact")))
		return false;
	if (is(field, "date") || is(field, "year"))
		return redis_set(c, "sort", down ? STR("date") : STR("date-asc"));
	if (is(field, "title") && !down)
		return redis_set(c, "sort", STR("title"));
	return redis_refuse(c, "SEARCH_PARSE_ARGS", "SORTBY %.*s is not supported: there are date ASC, date DESC and title ASC",
			    STR_ARG(reply_quote(c->arena, field)));
}

static bool is_field(struct str name)
{
	static const char *const names[] = {
		"rank", "score", "title", "date", "author", "source", "url", "lang", "type", "path", "collection", "snippet",
	};
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (str_eqz(name, names[i]))
			return true;
	return false;
}

/* One of RETURN: name, @name or $.name, and what it is to be called. */
static bool return_field(struct redis_command *c, size_t end)
{
	struct str name = without_at(c->args[c->at++]);
	if (str_starts(name, STR("$.")))
		name = str_sub(name, 2, name.n);
	struct str as = name;
	if (end - c->at >= 2 && is(c->args[c->at], "AS")) {
		as = c->args[c->at + 1];
		c->at += 2;
	}
	if (!is_field(name))
		return redis_refuse(c, "SEARCH_PARSE_ARGS", "RETURN: there is no field %.*s (there are title, date, author, source, url, "
				    "lang, type, path, collection, snippet, rank, score)", STR_ARG(reply_quote(c->arena, name)));
	if (c->shape->n_fields == REDIS_MAX_FIELDS)
		return redis_refuse(c, "SEARCH_PARSE_ARGS", "RETURN: at most %d fields", REDIS_MAX_FIELDS);
	c->shape->fields[c->shape->n_fields++] = (struct redis_field){ name, as };
	return true;
}

static bool opt_return(struct redis_command *c, struct asked *q)
{
	size_t n;
	(void)q;
	if (!counted(c, "RETURN", &n))
		return false;
	c->shape->no_content |= n == 0;
	for (size_t end = c->at + n; c->at < end;)
		if (!return_field(c, end))
			return false;
	return true;
}

/* Which fields are cut and marked is karez's affair: the snippet is cut, it and the title are marked. */
static bool opt_fields(struct redis_command *c, const char *option)
{
	size_t n;
	if (!take_if(c, "FIELDS"))
		return true;
	if (!counted(c, option, &n))
		return false;
	for (size_t end = c->at + n; c->at < end; c->at++)
		if (!is(c->args[c->at], "title") && !is(c->args[c->at], "snippet"))
			return redis_refuse(c, "SEARCH_PARSE_ARGS", "%s FIELDS: only title and snippet are marked, only snippet is cut", option);
	return true;
}

static bool opt_summarize(struct redis_command *c, struct asked *q)
{
	struct str value;
	(void)q;
	if (!opt_fields(c, "SUMMARIZE"))
		return false;
	for (;;) {
		if (take_if(c, "FRAGS")) {
			if (!next(c, "FRAGS", &value) || !redis_set(c, "snippets", value))
				return false;
		} else if (take_if(c, "SEPARATOR")) {
			if (!next(c, "SEPARATOR", &c->shape->between))
				return false;
		} else if (take_if(c, "LEN")) {
			return redis_refuse(c, "SEARCH_PARSE_ARGS", "LEN is not supported: passages end where sentences do");
		} else {
			return true;
		}
	}
}

static bool opt_highlight(struct redis_command *c, struct asked *q)
{
	(void)q;
	c->shape->open = STR("<b>");
	c->shape->close = STR("</b>");
	if (!opt_fields(c, "HIGHLIGHT"))
		return false;
	return !take_if(c, "TAGS") || (next(c, "TAGS", &c->shape->open) && next(c, "TAGS", &c->shape->close));
}

static bool opt_infields(struct redis_command *c, struct asked *q)
{
	size_t n;
	if (!counted(c, "INFIELDS", &n))
		return false;
	q->in_fields = STR_NONE;
	for (size_t end = c->at + n; c->at < end; c->at++)
		q->in_fields = arena_printf(c->arena, "%.*s%s%.*s", STR_ARG(q->in_fields), q->in_fields.n ? "|" : "", STR_ARG(c->args[c->at]));
	return true;
}

/* FILTER date 20140101 20141231 */
static bool opt_filter(struct redis_command *c, struct asked *q)
{
	struct str field;
	if (!next(c, "FILTER", &field) || !next(c, "FILTER", &q->date_from) || !next(c, "FILTER", &q->date_to))
		return false;
	if (!is(field, "date") && !is(field, "year"))
		return redis_refuse(c, "SEARCH_PARSE_ARGS", "FILTER is for date and year only");
	if (q->dated)
		return redis_refuse(c, "SEARCH_PARSE_ARGS", "FILTER is given twice");
	q->dated = true;
	return true;
}

static bool opt_scorer(struct redis_command *c, struct asked *q)
{
	struct str name;
	(void)q;
	if (!next(c, "SCORER", &name))
		return false;
	return is(name, "BM25") || is(name, "BM25STD") ||
	       redis_refuse(c, "SEARCH_PARSE_ARGS", "SCORER %.*s is not supported: it is BM25", STR_ARG(reply_quote(c->arena, name)));
}

struct option {
	const char *name;
	bool (*take)(struct redis_command *c, struct asked *q);
};

static const struct option search_options[] = {
	{ "NOCONTENT", opt_nocontent }, { "VERBATIM", opt_verbatim }, { "NOSTOPWORDS", opt_nostopwords },
	{ "WITHSCORES", opt_withscores }, { "RETURN", opt_return }, { "SUMMARIZE", opt_summarize }, { "HIGHLIGHT", opt_highlight },
	{ "LIMIT", opt_limit }, { "SORTBY", opt_sortby }, { "TIMEOUT", opt_timeout }, { "PARAMS", opt_params }, { "DIALECT", opt_dialect },
	{ "INFIELDS", opt_infields }, { "FILTER", opt_filter }, { "SCORER", opt_scorer }, { NULL, NULL },
};

static bool take_options(struct redis_command *c, const struct option *options, struct asked *q)
{
	while (c->at < c->n) {
		const struct option *o = options;
		struct str name = c->args[c->at++];
		while (o->name && !is(name, o->name))
			o++;
		if (!o->name)
			return redis_refuse(c, "SEARCH_PARSE_ARGS", "%.*s is not supported by karez's %s",
					    STR_ARG(reply_quote(c->arena, name)), c->name);
		if (!o->take(c, q))
			return false;
	}
	return true;
}

/* ---- The query ---- */

static bool translate(struct redis_command *c, const struct asked *q)
{
	struct err err;
	struct redis_query rq = { q->query, q->params, q->n_params, q->dialect == 1, q->verbatim };
	if (q->in_fields.n)
		rq.text = arena_printf(c->arena, "@%.*s:(%.*s)", STR_ARG(q->in_fields), STR_ARG(rq.text));
	if (q->dated)
		rq.text = arena_printf(c->arena, "@date:[%.*s %.*s] (%.*s)", STR_ARG(q->date_from), STR_ARG(q->date_to), STR_ARG(rq.text));
	if (redis_query_translate(&rq, c->arena, &c->request->text, &err) < 0)
		return redis_refuse(c, "SEARCH_SYNTAX", "%s at offset %d near %.*s", err.msg, err.column,
				    STR_ARG(reply_quote(c->arena, str_sub(rq.text, (size_t)err.column, (size_t)err.column + 20))));
	return true;
}

/* Index, query, options. */
static bool query_command(struct redis_command *c, const struct option *options)
{
	struct asked q = { .dialect = 0 };
	if (!redis_collections(c, c->args[1]))
		return false;
	q.query = c->args[2];
	c->at = 3;
	return take_options(c, options, &q) && translate(c, &q);
}

static bool wants_snippet(const struct redis_shape *s)
{
	for (unsigned i = 0; i < s->n_fields; i++)
		if (str_eqz(s->fields[i].name, "snippet"))
			return true;
	return s->n_fields == 0 && !s->no_content;
}

bool redis_ft_search(struct redis_command *c)
{
	redis_ask(c, VERB_SEARCH, REDIS_HITS);
	if (!query_command(c, search_options))
		return false;
	if (!wants_snippet(c->shape))
		c->request->snippets = 0;
	return true;
}

/* ---- Facets: FT.AGGREGATE index query GROUPBY 1 @field REDUCE COUNT 0, and FT.TAGVALS ---- */

static bool opt_groupby(struct redis_command *c, struct asked *q)
{
	size_t n;
	struct str reducer;
	(void)q;
	if (!counted(c, "GROUPBY", &n))
		return false;
	if (n != 1)
		return redis_refuse(c, "SEARCH_PARSE_ARGS", "GROUPBY wants one field");
	if (!redis_set(c, "facets", without_at(c->args[c->at++])))
		return false;
	if (!take_if(c, "REDUCE") || c->at >= c->n)
		return redis_refuse(c, "SEARCH_PARSE_ARGS", "GROUPBY 1 @field wants REDUCE COUNT 0 behind it");
	reducer = c->args[c->at++];
	if (!is(reducer, "COUNT") || !counted(c, "REDUCE COUNT", &n) || n != 0)
		return redis_refuse(c, "SEARCH_PARSE_ARGS", "REDUCE %.*s is not supported: there is COUNT 0",
				    STR_ARG(reply_quote(c->arena, reducer)));
	c->shape->name = STR("__generated_aliascount");
	return !take_if(c, "AS") || next(c, "AS", &c->shape->name);
}

/* SORTBY 2 @n DESC: by count or by value. */
static bool opt_group_sort(struct redis_command *c, struct asked *q)
{
	size_t n;
	uint64_t max = 0;
	(void)q;
	if (!counted(c, "SORTBY", &n))
		return false;
	if (n < 1 || n > 2 || (n == 2 && !is(c->args[c->at + 1], "ASC") && !is(c->args[c->at + 1], "DESC")))
		return redis_refuse(c, "SEARCH_PARSE_ARGS", "SORTBY wants one column, and ASC or DESC");
	struct str column = without_at(c->args[c->at]);
	c->shape->ascending = n == 1 || is(c->args[c->at + 1], "ASC");
	c->at += n;
	c->shape->by_value = c->request->n_facets && str_eq(column, c->request->facets[0]);
	if (!c->shape->by_value && !str_eq(column, c->shape->name))
		return redis_refuse(c, "SEARCH_PARSE_ARGS", "SORTBY: there is no column %.*s", STR_ARG(reply_quote(c->arena, column)));
	if (take_if(c, "MAX") && !number(c, "MAX", UINT32_MAX, &max))
		return false;
	if (max && max < c->shape->limit)
		c->shape->limit = (uint32_t)max;
	return true;
}

static bool opt_group_limit(struct redis_command *c, struct asked *q)
{
	uint64_t offset, n;
	(void)q;
	if (!number(c, "LIMIT", UINT32_MAX, &offset) || !number(c, "LIMIT", UINT32_MAX, &n))
		return false;
	c->shape->offset = (uint32_t)offset;
	c->shape->limit = (uint32_t)n;
	return true;
}

/* Groups are counted, so it does not matter how documents would be ranked. */
static bool opt_any_scorer(struct redis_command *c, struct asked *q)
{
	struct str name;
	(void)q;
	return next(c, "SCORER", &name);
}

static const struct option aggregate_options[] = {
	{ "VERBATIM", opt_verbatim }, { "GROUPBY", opt_groupby }, { "SORTBY", opt_group_sort }, { "LIMIT", opt_group_limit },
	{ "TIMEOUT", opt_timeout }, { "PARAMS", opt_params }, { "DIALECT", opt_dialect }, { "SCORER", opt_any_scorer }, { NULL, NULL },
};

static void count_only(struct redis_command *c, enum redis_form form)
{
	redis_ask(c, VERB_SEARCH, form);
	c->request->limit = c->request->snippets = 0;
	c->shape->limit = UINT32_MAX;
}

bool redis_ft_aggregate(struct redis_command *c)
{
	count_only(c, REDIS_GROUPS);
	if (!query_command(c, aggregate_options))
		return false;
	return c->request->n_facets || redis_refuse(c, "SEARCH_PARSE_ARGS", "FT.AGGREGATE wants GROUPBY 1 @field REDUCE COUNT 0");
}

bool redis_ft_tagvals(struct redis_command *c)
{
	count_only(c, REDIS_TAGS);
	c->request->text = STR("*");
	return redis_collections(c, c->args[1]) && redis_set(c, "facets", without_at(c->args[2]));
}

/* ---- The others ---- */

static bool opt_max(struct redis_command *c, struct asked *q)
{
	uint64_t n;
	(void)q;
	if (!number(c, "MAX", LIMIT_SUGGESTIONS, &n))
		return false;
	c->request->limit = (uint32_t)n;
	return true;
}

static const struct option sugget_options[] = { { "WITHSCORES", opt_withscores }, { "MAX", opt_max }, { NULL, NULL } };

bool redis_ft_sugget(struct redis_command *c)
{
	struct asked q = { .dialect = 0 };
	redis_ask(c, VERB_SUGGEST, REDIS_SUGGESTIONS);
	c->request->limit = 5;
	c->request->text = c->args[2];
	c->at = 3;
	return redis_collections(c, c->args[1]) && take_options(c, sugget_options, &q);
}

/* karez takes the distance that a word's length allows, so only one that is not less can be promised. */
static bool opt_distance(struct redis_command *c, struct asked *q)
{
	uint64_t n;
	(void)q;
	if (!number(c, "DISTANCE", 4, &n))
		return false;
	return n >= 2 || redis_refuse(c, "SEARCH_PARSE_ARGS", "DISTANCE below 2 is not supported: the length of a word decides");
}

static const struct option spellcheck_options[] = { { "DISTANCE", opt_distance }, { "DIALECT", opt_dialect }, { NULL, NULL } };

bool redis_ft_spellcheck(struct redis_command *c)
{
	redis_ask(c, VERB_SPELL, REDIS_SPELLING);
	return query_command(c, spellcheck_options);
}

/* The plan is that of a search, so it takes the options of one: clients send the same query object to both. */
bool redis_ft_explain(struct redis_command *c)
{
	redis_ask(c, VERB_SEARCH, REDIS_PLAN);
	if (!query_command(c, search_options))
		return false;
	c->request->verb = VERB_EXPLAIN;
	return true;
}

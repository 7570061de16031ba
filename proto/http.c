/* The routes: what a message asks for; see http.h. */
#include "config.h"

#include "proto/http.h"

#include "proto/http_guard.h"
#include "proto/http_gzip.h"
#include "proto/page_ask.h"
#include "web/assets.h"

static const struct route {
	const char *path;
	enum verb verb;
	enum http_form form;
	const char *rows;	/* see struct http_shape */
	bool post;
} routes[] = {
#define ROUTE(path, verb, form, rows, post) { path, VERB_##verb, HTTP_##form, rows, post },
#include "proto/routes.def"
#undef ROUTE
};

struct parser {
	const struct http_message *message;
	struct arena *arena;
	struct request *request;
	struct http_shape *shape;
	struct reply *reply;
	bool has_text;
};

static bool refuse(struct parser *p, unsigned status, enum wire_error e, const char *why)
{
	p->shape->status = status;
	reply_error(p->reply, e, "%s", why);
	return false;
}

/* ---- Parameters ---- */

static const char *text_name(enum verb v)
{
	switch (verb_text(v)) {
	case VERB_TEXT_QUERY: case VERB_TEXT_TEXT: return "q";
	case VERB_TEXT_ID: return "id";
	case VERB_TEXT_OPTIONAL: case VERB_TEXT_ABSENT: break;
	}
	return NULL;
}

static bool set_text(struct parser *p, struct str text)
{
	if (p->has_text)
		reply_error(p->reply, WIRE_BADOPTION, "%s is given twice", text_name(p->request->verb));
	else if (text.n > LIMIT_LINE)
		reply_error(p->reply, WIRE_LIMIT, "%s: at most %d bytes", text_name(p->request->verb), LIMIT_LINE);
	else
		p->request->text = text;
	p->has_text = true;
	return p->reply->kind != REPLY_ERROR;
}

static bool set(struct parser *p, const struct http_param *param)
{
	enum verb v = p->request->verb;
	const char *text = text_name(v);
	p->shape->parameter = param->name;
	if (text && str_eqz(param->name, text))
		return set_text(p, param->value);
	if (v == VERB_GET && str_eqz(param->name, "q")) {
		if (p->request->marks.p)
			reply_error(p->reply, WIRE_BADOPTION, "q is given twice");
		p->request->marks = param->value;
		return p->reply->kind != REPLY_ERROR;
	}
	if (verb_needs(v) == VERB_NEEDS_COLLECTION && str_eqz(param->name, "collection"))
		return request_collections(p->request, param->value, p->reply);
	return request_set(p->request, param->name, param->value, p->reply);
}

static bool is_json(const struct http_message *m)
{
	struct str type = http_header(m, "Content-Type");
	ptrdiff_t semicolon = str_chr(type, ';');
	return str_eq_nocase(str_trim(semicolon < 0 ? type : str_sub(type, 0, (size_t)semicolon)), STR("application/json"));
}

static bool parse_params(struct parser *p, struct str query)
{
	const struct http_message *m = p->message;
	struct http_params params = { .n = 0 };
	struct str *name = &p->shape->parameter;
	if (!http_params_query(&params, query, p->arena, name, p->reply))
		return false;
	if (str_eqz(m->method, "POST") &&
	    !http_params_json(&params, m->body, p->request->verb, p->arena, name, p->reply))
		return false;
	for (size_t i = 0; i < params.n; i++)
		if (!set(p, &params.list[i]))
			return false;
	const char *text = text_name(p->request->verb);
	*name = str_of(text);
	if (text && (!p->has_text || (verb_text(p->request->verb) == VERB_TEXT_ID && p->request->text.n == 0))) {
		reply_error(p->reply, WIRE_BADREQUEST, "the parameter %s is missing", text);
		return false;
	}
	return true;
}

static bool parse_page(struct parser *p, struct page_ask *ask, struct str query)
{
	struct http_params params = { .n = 0 };
	if (!http_params_query(&params, query, p->arena, &p->shape->parameter, p->reply))
		return false;
	for (size_t i = 0; i < params.n; i++)
		if (!page_ask_add(ask, params.list[i].name, params.list[i].value, p->reply))
			return false;
	return page_ask_request(ask, p->arena, p->request, p->reply);
}

/* ---- Routes ---- */

/* With an id; "/" alone is a page. */
static bool goes_on(struct str path)
{
	return path.n > 1 && str_ends(path, STR("/"));
}

static bool not_found(struct parser *p, struct str path)
{
	struct buf known = BUF_INIT;
	for (size_t i = 0; i < sizeof(routes) / sizeof(*routes); i++)
		buf_printf(&known, "%s%s%s", i ? ", " : "", routes[i].path, goes_on(str_of(routes[i].path)) ? "ID" : "");
	reply_error(p->reply, WIRE_NOTFOUND, "%.*s is not served here (there are %s)", STR_ARG(reply_quote(p->arena, path)), known.p);
	buf_fini(&known);
	return false;
}

static const struct route *find(struct str path)
{
	for (size_t i = 0; i < sizeof(routes) / sizeof(*routes); i++) {
		struct str known = str_of(routes[i].path);
		if (str_eq(known, path) || (goes_on(known) && str_starts(path, known)))
			return &routes[i];
	}
	return NULL;
}

static const char *methods_of(const struct route *route)
{
	return route->post ? "GET, HEAD, POST, OPTIONS" : "GET, HEAD, OPTIONS";
}

/* Nothing is carried out: PING is answered at once. */
static bool take_options(struct parser *p, const struct route *route)
{
	p->shape->form = HTTP_OPTIONS;
	p->shape->allow = methods_of(route);
	request_init(p->request, VERB_PING);
	return true;
}

static bool check_method(struct parser *p, const struct route *route)
{
	struct str method = p->message->method;
	if (str_eqz(method, "GET") || str_eqz(method, "HEAD"))
		return true;
	if (!route->post || !str_eqz(method, "POST")) {
		p->shape->allow = methods_of(route);
		return refuse(p, 405, WIRE_BADREQUEST, "the method is not one of this resource's");
	}
	return is_json(p->message) || refuse(p, 415, WIRE_BADREQUEST, "the body is to be application/json");
}

static bool take_id(struct parser *p, const struct route *route, struct str path)
{
	struct str id = str_sub(path, strlen(route->path), path.n), text;
	if (!goes_on(str_of(route->path)))
		return true;
	p->shape->parameter = STR("id");
	if (!http_unescape(id, false, p->arena, &text)) {
		reply_error(p->reply, WIRE_ENCODING, "the id is not percent-encoded UTF-8");
		return false;
	}
	return set_text(p, text);
}

/* A file is no request: the answer is there already. */
static bool take_file(struct parser *p)
{
	static const struct route file = { .form = HTTP_FILE };
	const struct asset *asset = p->shape->file;
	if (str_eqz(p->message->method, "OPTIONS"))
		return take_options(p, &file);
	if (check_method(p, &file) && !http_is_unchanged(p->shape, str_n((const char *)asset->bytes, asset->n)))
		p->shape->form = HTTP_FILE;
	return false;
}

/* What every answer to this client looks like, right or wrong. */
static void begin(struct http_shape *shape, const struct http_message *m, struct arena *a)
{
	*shape = (struct http_shape){
		.minor = m->minor, .close = m->close, .head = str_eqz(m->method, "HEAD"),
		.gzip = http_gzip_accepted(http_header_list(m, "Accept-Encoding", a)),
	};
	http_caller_of(m, a, &shape->caller);
	if (!shape->caller.changes)
		shape->if_none_match = http_header_list(m, "If-None-Match", a);
}

bool http_parse(const struct http_message *m, struct arena *a, struct request *request_r, struct http_shape *shape_r,
		struct reply *reply)
{
	struct parser p = { .message = m, .arena = a, .request = request_r, .shape = shape_r, .reply = reply };
	static const struct route everything = { .post = true };
	bool options = str_eqz(m->method, "OPTIONS");
	begin(shape_r, m, a);
	request_init(request_r, VERB_HELP);
	reply->close = m->close;
	const struct route *route = options && str_eqz(m->path, "*") ? &everything : find(m->path);
	shape_r->file = asset_find(m->path);
	if (shape_r->file)
		return take_file(&p);
	if (!route)
		return not_found(&p, m->path);
	if (options)
		return take_options(&p, route);
	shape_r->form = route->form;
	shape_r->rows = route->rows;
	request_init(request_r, route->verb);
	struct page_ask *ask = NULL;
	if (route->form == HTTP_PAGE)	/* errors are pages, too */
		shape_r->ask = ask = arena_zalloc(a, sizeof(*ask));
	shape_r->request = request_r;
	if (!check_method(&p, route))
		return false;
	return ask ? parse_page(&p, ask, m->query) : take_id(&p, route, m->path) && parse_params(&p, m->query);
}

void http_refuse(const struct http_fault *fault, const struct http_message *m, struct arena *a, struct http_shape *shape_r,
		 struct reply *reply)
{
	bool large = fault->status == 413 || fault->status == 414 || fault->status == 431;
	begin(shape_r, m, a);
	shape_r->status = fault->status;
	shape_r->close = true;
	reply_error(reply, large ? WIRE_TOOLONG : WIRE_BADREQUEST, "%s", fault->why);
	reply->close = true;
}

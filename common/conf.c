/* The configuration file, by libconfuse, into struct conf; see conf.h. */
#include "config.h"

#include "common/conf.h"

#include <confuse.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/command.h"
#include "common/conf_value.h"
#include "common/fs.h"
#include "common/xalloc.h"

#define FILE_MAX ((size_t)1 << 20)	/* bytes: a configuration longer than that is some other file */
#define COLLECTION_SECTION "collection"
#define SEEN (1 << 30)			/* flag of ours in cfg_opt_t: the file has given a value */

static char *working_folder(struct err *err)
{
	char *dir = getcwd(NULL, 0);
	if (!dir)
		err_errno(err, "the working folder");
	return dir;
}

static void append(char ***list, unsigned *n, char *item)
{
	*list = xreallocarray(*list, (size_t)*n + 1, sizeof(**list));
	(*list)[(*n)++] = item;
}

static void free_list(char ***list, unsigned *n)
{
	while (*n)
		free((*list)[--*n]);
	free(*list);
	*list = NULL;
}

/* ---- The struct: defaults, additions, lookup ---- */

/* `addr` as it is kept: "unix:" with an absolute path, or HOST:PORT of this machine. */
static char *checked_listen(const char *addr, const char *base, struct err *err)
{
	struct addr a;
	if (addr_parse(str_of(addr), &a, err) < 0)
		return NULL;
	if (!addr_is_local(&a)) {
		err_set(err, ERR_INVALID, "\"%s\" can be reached from other machines: karezd has no authentication yet and "
			"listens on Unix sockets and loopback only", addr);
		return NULL;
	}
	if (!a.is_unix)
		return xstrdup(addr);
	char *path = conf_absolute(base, a.path, err);
	if (!path)
		return NULL;
	char *whole = xasprintf("unix:%s", path);
	free(path);
	if (addr_parse(str_of(whole), &a, err) == 0)	/* does it still fit? */
		return whole;
	free(whole);
	return NULL;
}

static bool is_listed(char *const *list, unsigned n, const char *addr)
{
	for (unsigned i = 0; i < n; i++)
		if (strcmp(list[i], addr) == 0)
			return true;
	return false;
}

/* other: addresses where something else is spoken. */
static int add_address(char ***list, unsigned *n, char *const *other, unsigned n_other, const char *addr, const char *base,
		       struct err *err)
{
	char *fresh = checked_listen(addr, base, err);
	if (!fresh)
		return -1;
	bool twice = is_listed(*list, *n, fresh);
	if (twice || is_listed(other, n_other, fresh)) {
		free(fresh);
		return err_set(err, ERR_INVALID, "\"%s\" is listed %s", addr, twice ? "twice" : "in listen and in http");
	}
	append(list, n, fresh);
	return 0;
}

static int add_http(struct conf *c, const char *addr, const char *base, struct err *err)
{
	return add_address(&c->http, &c->n_http, c->listen, c->listen_is_default ? 0 : c->n_listen, addr, base, err);
}

static int add_listen(struct conf *c, const char *addr, const char *base, struct err *err)
{
	char **list = NULL;
	unsigned n = 0;
	if (!c->listen_is_default)
		return add_address(&c->listen, &c->n_listen, c->http, c->n_http, addr, base, err);
	if (add_address(&list, &n, c->http, c->n_http, addr, base, err) < 0)
		return -1;
	free_list(&c->listen, &c->n_listen);
	c->listen = list;
	c->n_listen = n;
	c->listen_is_default = false;
	return 0;
}

static int add_source(struct conf_collection *col, const char *source, const char *base, struct err *err)
{
	char *path = conf_absolute(base, source, err);
	if (!path)
		return -1;
	append(&col->sources, &col->n_sources, path);
	return 0;
}

static int add_command(struct conf_collection *col, const char *spec, struct err *err)
{
	struct command command;
	if (command_parse(str_of(spec), &command, err) < 0)
		return -1;
	command_fini(&command);
	append(&col->commands, &col->n_commands, xstrdup(spec));
	return 0;
}

static int add_aliases(struct conf_collection *col, const char *value, const char *base, struct err *err)
{
	bool word = strcmp(value, CONF_ALIASES_INSTALLED) == 0 || strcmp(value, CONF_ALIASES_NONE) == 0;
	char *path = word ? xstrdup(value) : conf_absolute(base, value, err);
	if (!path)
		return -1;
	append(&col->aliases, &col->n_aliases, path);
	return 0;
}

static int add_word(char ***list, unsigned *n, const char *value, struct err *err)
{
	if (!*value || strpbrk(value, " \t,"))
		return err_set(err, ERR_INVALID, "\"%s\" is no single word", value);
	append(list, n, xstrdup(value));
	return 0;
}

static int set(struct conf *c, struct conf_collection *col, const struct conf_row *row, const char *base,
	       const char *value, struct err *err)
{
	switch (row->kind) {
	case CONF_ADDRESSES:
		return row->offset == offsetof(struct conf, http) ? add_http(c, value, base, err) : add_listen(c, value, base, err);
	case CONF_WORDS:
		return row->offset == offsetof(struct conf, http_hosts) ? add_word(&c->http_hosts, &c->n_http_hosts, value, err)
									: add_word(&c->http_origins, &c->n_http_origins, value, err);
	case CONF_PATHS: return add_source(col, value, base, err);
	case CONF_COMMANDS: return add_command(col, value, err);
	case CONF_ALIASES: return add_aliases(col, value, base, err);
	default: return conf_value_set(row, row->in_collection ? (void *)col : (void *)c, base, value, err);
	}
}

static void set_defaults(struct conf *c, struct conf_collection *col)
{
	struct err err;
	for (size_t i = 0; i < conf_n_rows; i++) {
		const struct conf_row *row = &conf_rows[i];
		if (row->value && row->in_collection == (col != NULL))
			BUG_ON(set(c, col, row, "/", row->value, &err) < 0);
	}
}

struct conf *conf_new(void)
{
	struct conf *c = xcalloc(1, sizeof(*c));
	set_defaults(c, NULL);
	c->listen_is_default = true;
	return c;
}

/* An item of a list of addresses, from the command line. */
static int add_from_here(struct conf *c, const char *key, const char *value, struct err *err)
{
	char *base = working_folder(err);
	int rc = base ? set(c, NULL, conf_row_find(key, false), base, value, err) : -1;
	free(base);
	return rc;
}

int conf_add_listen(struct conf *c, const char *addr, struct err *err)
{
	return add_from_here(c, "listen", addr, err);
}

int conf_add_http(struct conf *c, const char *addr, struct err *err)
{
	return add_from_here(c, "http", addr, err);
}

static bool good_name(const char *name)
{
	static const char first[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	size_t n = strlen(name);
	return n >= 1 && n <= 64 && strchr(first, name[0]) &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_-") == n;
}

static void fini_collection(struct conf_collection *col)
{
	free(col->name);
	free(col->index);
	free_list(&col->sources, &col->n_sources);
	free_list(&col->aliases, &col->n_aliases);
	free(col->input);
	free(col->languages);
	free(col->repair);
	free(col->formats);
	free_list(&col->commands, &col->n_commands);
}

/* A collection of defaults, without its index yet; NULL with err filled. */
static struct conf_collection *add_collection(struct conf *c, const char *name, struct err *err)
{
	if (!good_name(name)) {
		err_set(err, ERR_INVALID, "\"%s\" cannot name a collection: a-z, 0-9, - and _, beginning with a letter or "
			"digit, 64 at most", name);
		return NULL;
	}
	if (conf_find(c, str_of(name))) {
		err_set(err, ERR_INVALID, "collection %s is defined twice", name);
		return NULL;
	}
	c->collections = xreallocarray(c->collections, (size_t)c->n_collections + 1, sizeof(*c->collections));
	struct conf_collection *col = &c->collections[c->n_collections++];
	*col = (struct conf_collection){ .name = xstrdup(name) };
	set_defaults(c, col);
	return col;
}

int conf_add_collection(struct conf *c, const char *name, const char *index, struct err *err)
{
	char *base = working_folder(err);
	struct conf_collection *col = base ? add_collection(c, name, err) : NULL;
	int rc = col ? conf_value_set(conf_row_find("index", true), col, base, index, err) : -1;
	if (col && rc < 0) {
		err_prefix(err, "index of %s", name);
		fini_collection(&c->collections[--c->n_collections]);
	}
	free(base);
	return rc;
}

const struct conf_collection *conf_find(const struct conf *c, struct str name)
{
	for (unsigned i = 0; i < c->n_collections; i++)
		if (str_eqz(name, c->collections[i].name))
			return &c->collections[i];
	return NULL;
}

void conf_free(struct conf **c)
{
	if (!*c)
		return;
	free((*c)->path);
	free_list(&(*c)->listen, &(*c)->n_listen);
	free_list(&(*c)->http, &(*c)->n_http);
	free_list(&(*c)->http_hosts, &(*c)->n_http_hosts);
	free_list(&(*c)->http_origins, &(*c)->n_http_origins);
	free((*c)->log_level);
	free((*c)->indexer);
	for (unsigned i = 0; i < (*c)->n_collections; i++)
		fini_collection(&(*c)->collections[i]);
	free((*c)->collections);
	free(*c);
	*c = NULL;
}

const char *conf_default_path(void)
{
	const char *env = getenv("KAREZ_CONF");
	return env && *env ? env : SYSCONFDIR "/karez/karez.conf";
}

/* ---- The file ----
 *
 * To libconfuse every key is a string: our own readers give the same checks and messages to the
 * file, the defaults and the command line.  It calls on_value() for each value while it knows
 * the line, so values go straight into the struct. */

/* The file being read.  libconfuse hands its callbacks nothing of ours, and its scanner serves
 * one file at a time anyway. */
static struct reading {
	struct conf *conf;
	const char *path;	/* as the user knows it */
	const char *base;	/* folder where relative paths start */
	struct err *err;
	bool failed;		/* err is filled; what follows would only blur it */
} *reading;

static void fail_at(const cfg_t *cfg, enum err_code code, const char *what)
{
	if (!reading->failed)
		err_set(reading->err, code, "%s:%d: %s", reading->path, cfg->line, what);
	reading->failed = true;
}

static void __attribute__((format(printf, 2, 0))) on_error(cfg_t *cfg, const char *fmt, va_list ap)
{
	char what[256];
	vsnprintf(what, sizeof(what), fmt, ap);
	fail_at(cfg, ERR_SYNTAX, what);
}

/* The collection that a section describes: made when the first of it is met. */
static struct conf_collection *collection_of(const cfg_t *section, struct err *err)
{
	struct conf *c = reading->conf;
	struct conf_collection *last = c->n_collections ? &c->collections[c->n_collections - 1] : NULL;
	const char *name = section->title ? section->title : "";
	return last && strcmp(last->name, name) == 0 ? last : add_collection(c, name, err);
}

static bool has_control_byte(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			return true;
	return false;
}

/* A value for a key (one call per item of a list). */
static int on_value(cfg_t *cfg, cfg_opt_t *opt, const char *value, void *result)
{
	struct err err;
	bool in_collection = strcmp(cfg->name, COLLECTION_SECTION) == 0;
	const struct conf_row *row = conf_row_find(opt->name, in_collection);
	struct conf_collection *col = NULL;
	if (!row)	/* "collection|index" between quotes gets here */
		err_set(&err, ERR_INVALID, "it does not belong here");
	else if ((opt->flags & SEEN) && opt->nvalues == 1)	/* += makes it more than one */
		err_set(&err, ERR_INVALID, "it is set twice");
	else if (has_control_byte(value))
		err_set(&err, ERR_INVALID, "the value holds a line end or another control character (a missing quote?)");
	else if ((!in_collection || (col = collection_of(cfg, &err))) &&
		 set(reading->conf, col, row, reading->base, value, &err) == 0) {
		opt->flags |= SEEN;
		*(const char **)result = value;
		return 0;
	}
	err_prefix(&err, "%s", opt->name);
	fail_at(cfg, err.code, err.msg);
	return -1;
}

/* A list that was emptied by "= {}" still waits for its values. */
static int check_list(cfg_t *cfg, const char *key, bool may_be_empty)
{
	const cfg_opt_t *opt = cfg_getopt(cfg, key);
	struct err err;
	if (!(opt->flags & CFGF_RESET) || (may_be_empty && !(opt->flags & SEEN)))
		return 0;
	err_set(&err, ERR_INVALID, "%s: it is %s", key, opt->flags & SEEN ? "set twice" : "empty");
	fail_at(cfg, err.code, err.msg);
	return -1;
}

static bool same_folder(const char *a, const char *b)
{
	struct str x = str_of(a), y = str_of(b);
	while (x.n > 1 && x.p[x.n - 1] == '/')
		x.n--;
	while (y.n > 1 && y.p[y.n - 1] == '/')
		y.n--;
	return str_eq(x, y);
}

static void check_top_lists(cfg_t *cfg)
{
	static const char *const may_be_empty[] = { "http", "http_hosts", "http_origins" };
	int rc = check_list(cfg, "listen", false);
	for (size_t i = 0; i < sizeof(may_be_empty) / sizeof(*may_be_empty) && rc == 0; i++)
		rc = check_list(cfg, may_be_empty[i], true);
}

/* What no single value shows. */
static int check_collection(const struct conf *c, const struct conf_collection *col, struct err *err)
{
	if (!col->index)
		return err_set(err, ERR_INVALID, "collection %s has no index = \"FOLDER\"", col->name);
	/* Each would take the other's documents for vanished ones. */
	for (const struct conf_collection *other = c->collections; other < col; other++)
		if (same_folder(other->index, col->index))
			return err_set(err, ERR_INVALID, "collections %s and %s have the same index %s", other->name,
				       col->name, col->index);
	if (col->reindex.kind != SCHEDULE_NEVER && col->n_sources == 0)
		return err_set(err, ERR_INVALID, "collection %s has a schedule (reindex) and no sources", col->name);
	for (unsigned i = 0; i < col->n_aliases; i++)
		if (strcmp(col->aliases[i], CONF_ALIASES_NONE) == 0 && col->n_aliases > 1)
			return err_set(err, ERR_INVALID, "collection %s: aliases = " CONF_ALIASES_NONE " stands alone", col->name);
	return 0;
}

/* The end of a section. */
static int on_section(cfg_t *cfg, cfg_opt_t *opt)
{
	struct err err;
	cfg_t *section = opt->values[opt->nvalues - 1]->section;
	const struct conf_collection *col = collection_of(section, &err);
	if (!col || check_collection(reading->conf, col, &err) < 0) {
		fail_at(cfg, err.code, err.msg);
		return -1;
	}
	if (check_list(section, "sources", true) < 0 || check_list(section, "commands", true) < 0)
		return -1;
	return check_list(section, "aliases", false);
}

/* The keys of one section as libconfuse wants them; no defaults, they are in the struct. */
static size_t describe(cfg_opt_t *opts, bool in_collection)
{
	size_t n = 0;
	for (size_t i = 0; i < conf_n_rows; i++) {
		const struct conf_row *row = &conf_rows[i];
		bool list = row->kind == CONF_ADDRESSES || row->kind == CONF_PATHS || row->kind == CONF_COMMANDS ||
			    row->kind == CONF_ALIASES || row->kind == CONF_WORDS;
		if (row->in_collection == in_collection)
			opts[n++] = (cfg_opt_t)CFG_STR_CB(row->key, NULL, CFGF_NODEFAULT | (list ? CFGF_LIST : 0), on_value);
	}
	return n;
}

static cfg_t *new_parser(void)
{
	cfg_opt_t *keys = xcalloc(conf_n_rows + 1, sizeof(*keys));
	cfg_opt_t *top = xcalloc(conf_n_rows + 2, sizeof(*top));
	size_t n = describe(top, false);
	describe(keys, true);	/* the zeroed row behind them is the end mark */
	top[n] = (cfg_opt_t)CFG_SEC(COLLECTION_SECTION, keys, CFGF_MULTI | CFGF_TITLE | CFGF_NO_TITLE_DUPES);
	top[n].validcb = on_section;
	cfg_t *cfg = cfg_init(top, CFGF_NONE);
	free(top);
	free(keys);
	if (cfg)
		cfg_set_error_function(cfg, on_error);
	return cfg;
}

static int parse(struct str text, struct reading *r)
{
	FILE *file = fmemopen((void *)(uintptr_t)text.p, text.n, "r");
	cfg_t *cfg = file ? new_parser() : NULL;
	if (!cfg) {
		if (file)
			fclose(file);
		return err_set(r->err, ERR_NO_MEMORY, "no memory to read %s", r->path);
	}
	reading = r;
	if (cfg_parse_fp(cfg, file) != CFG_SUCCESS && !r->failed)
		fail_at(cfg, ERR_SYNTAX, "it cannot be read");
	if (!r->failed)
		check_top_lists(cfg);
	reading = NULL;
	cfg_free(cfg);
	fclose(file);
	return r->failed ? -1 : 0;
}

/* The folder that path is in, absolute; malloc()ed. */
static char *folder_of(const char *path, struct err *err)
{
	const char *name = fs_basename(path);
	char *dir = name == path ? xstrdup(".") : xstrndup(path, (size_t)(name - path));
	char *real = realpath(dir, NULL);
	if (!real)
		err_errno(err, "the folder %s", dir);
	free(dir);
	return real;
}

/* libconfuse takes the end of the file for the end of whatever is open.  With one more brace at its
 * end a whole file is refused, so one that is still taken misses a brace or the end of a comment. */
static bool left_open(struct str text, const struct reading *first)
{
	struct err ignored;
	struct reading r = { .conf = conf_new(), .path = first->path, .base = first->base, .err = &ignored };
	struct buf more = BUF_INIT;
	buf_addstr(&more, text);
	buf_puts(&more, "\n}\n");
	bool open = !more.failed && parse(buf_str(&more), &r) == 0;
	buf_fini(&more);
	conf_free(&r.conf);
	return open;
}

static int read_whole(struct str text, struct reading *r)
{
	int line = 1;
	if (text.n == 0)	/* fmemopen() wants at least a byte */
		return 0;
	if (parse(text, r) < 0)
		return -1;
	if (!left_open(text, r))
		return 0;
	for (size_t i = 0; i + 1 < text.n; i++)
		line += text.p[i] == '\n';
	return err_set(r->err, ERR_SYNTAX, "%s:%d: premature end of file: a } or a */ is missing", r->path, line);
}

int conf_parse(const char *path, struct str text, struct conf **conf_r, struct err *err)
{
	*conf_r = NULL;
	ptrdiff_t zero = str_chr(text, '\0');
	if (zero >= 0)
		return err_set(err, ERR_SYNTAX, "%s: a zero byte at offset %td: it is no text", path, zero);
	char *base = folder_of(path, err);
	if (!base)
		return -1;
	struct reading r = { .conf = conf_new(), .path = path, .base = base, .err = err };
	int rc = read_whole(text, &r);
	if (rc < 0) {
		conf_free(&r.conf);
	} else {
		r.conf->path = fs_join(base, fs_basename(path));
		*conf_r = r.conf;
	}
	free(base);
	return rc;
}

int conf_load(const char *path, struct conf **conf_r, struct err *err)
{
	struct buf text = BUF_INIT;
	*conf_r = NULL;
	int rc = fs_read(path, FILE_MAX, &text, err);
	if (rc == 0)
		rc = conf_parse(path, buf_str(&text), conf_r, err);
	buf_fini(&text);
	return rc;
}

/* karezd: the command line, and the check of configuration and indexes (-n). */
#include "config.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "common/conf.h"
#include "common/log.h"
#include "daemon/server.h"
#include "index/generation.h"
#include "index/schema.h"

struct options {
	const char *conf_path;
	bool check;
	struct conf *built;	/* from --index, --listen and --http; NULL: none given */
	struct server_fixed fixed;
};

static const char usage_text[] =
	"usage: karezd [-c FILE] [-n] [-v]\n"
	"       karezd --index NAME=DIR... [--listen ADDR...] [--http ADDR...] [-v]\n"
	"\n"
	"  -c, --config FILE     the configuration (default $KAREZ_CONF, else %s)\n"
	"  -n, --check           check the configuration and the indexes, then exit: 0 all is well\n"
	"      --index NAME=DIR  serve this index, without configuration; several may be given\n"
	"      --listen ADDR     unix:PATH or HOST:PORT (loopback); several may be given\n"
	"      --http ADDR       answer HTTP there: HOST:PORT (loopback) or unix:PATH; several may be given\n"
	"      --workers N       searching threads (default: four per processor)\n"
	"      --log-level L     error, warn, info or debug\n"
	"  -v, --verbose         the same as --log-level debug\n"
	"  -h, --help            this text\n"
	"  -V, --version         the version\n"
	"\n"
	"Stays in the foreground and logs to standard error. SIGHUP reads the configuration again,\n"
	"SIGTERM and SIGINT end it. See karezd(8).\n";

static int usage_error(const struct err *err)
{
	fprintf(stderr, "karezd: %s\nTry 'karezd --help'.\n", err->msg);
	return EX_USAGE;
}

static struct conf *built(struct options *o)
{
	if (!o->built)
		o->built = conf_new();
	return o->built;
}

static int add_index(struct options *o, const char *arg, struct err *err)
{
	const char *equals = strchr(arg, '=');
	if (!equals)
		return err_set(err, ERR_INVALID, "--index wants NAME=DIR, not %s", arg);
	char *name = strndup(arg, (size_t)(equals - arg));
	int rc = conf_add_collection(built(o), name, equals + 1, err);
	free(name);
	return rc;
}

static int set_level(struct options *o, const char *arg, struct err *err)
{
	enum log_level level;
	if (!log_level_parse(str_of(arg), &level))
		return err_set(err, ERR_INVALID, "--log-level is error, warn, info or debug, not %s", arg);
	o->fixed.log_level = (int)level;
	return 0;
}

static int set_workers(struct options *o, const char *arg, struct err *err)
{
	uint64_t n;
	if (!str_to_u64(str_of(arg), 1, WORKER_MAX, &n))
		return err_set(err, ERR_INVALID, "--workers is a number from 1 to %d, not %s", WORKER_MAX, arg);
	o->fixed.workers = (unsigned)n;
	return 0;
}

enum { OPT_INDEX = 256, OPT_LISTEN, OPT_HTTP, OPT_WORKERS, OPT_LEVEL };
static const struct option long_options[] = {
	{ "config", required_argument, NULL, 'c' },
	{ "check", no_argument, NULL, 'n' },
	{ "index", required_argument, NULL, OPT_INDEX },
	{ "listen", required_argument, NULL, OPT_LISTEN },
	{ "http", required_argument, NULL, OPT_HTTP },
	{ "workers", required_argument, NULL, OPT_WORKERS },
	{ "log-level", required_argument, NULL, OPT_LEVEL },
	{ "verbose", no_argument, NULL, 'v' },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'V' },
	{ NULL, 0, NULL, 0 },
};

/* 0: go on; 1: done (help, version); -1: err is filled. */
static int parse(int argc, char **argv, struct options *o, struct err *err)
{
	int c;
	opterr = 0;
	while ((c = getopt_long(argc, argv, ":c:nvhV", long_options, NULL)) != -1) {
		int rc = 0;
		switch (c) {
		case 'c': o->conf_path = optarg; break;
		case 'n': o->check = true; break;
		case 'v': o->fixed.log_level = LOG_LEVEL_DEBUG; break;
		case OPT_INDEX: rc = add_index(o, optarg, err); break;
		case OPT_LISTEN: rc = conf_add_listen(built(o), optarg, err); break;
		case OPT_HTTP: rc = conf_add_http(built(o), optarg, err); break;
		case OPT_WORKERS: rc = set_workers(o, optarg, err); break;
		case OPT_LEVEL: rc = set_level(o, optarg, err); break;
		case 'h': printf(usage_text, conf_default_path()); return 1;
		case 'V': printf("karezd %s (Xapian %s)\n", PACKAGE_VERSION, store_library_version()); return 1;
		case ':': return err_set(err, ERR_INVALID, "%s wants a value", argv[optind - 1]);
		default: return err_set(err, ERR_INVALID, "unknown option %s", argv[optind - 1]);
		}
		if (rc < 0)
			return -1;
	}
	if (optind < argc)
		return err_set(err, ERR_INVALID, "%s: no argument is expected", argv[optind]);
	if (o->built && o->conf_path)
		return err_set(err, ERR_INVALID, "either --config or --index, not both");
	if (o->built && o->built->n_collections == 0)
		return err_set(err, ERR_INVALID, "--listen and --http go with --index; a configuration says itself where to listen");
	return 0;
}

/* ---- -n ---- */

static int check_index(const struct conf_collection *c, struct err *err)
{
	uint64_t generation;
	char *path = NULL;
	struct store *store = NULL;
	struct store_info info;
	struct langs langs;
	int rc = generation_current(c->index, &generation, &path, err);
	if (rc == 0)
		rc = store_open((const char *const *)&path, 1, &store, err);
	if (rc == 0)
		rc = schema_check(store, c->index, &langs, err);
	if (rc == 0)
		rc = store_info(store, &info, err);
	if (rc == 0)
		printf("%s: ok, generation %llu, %llu documents, languages %s\n", c->name,
		       (unsigned long long)generation, (unsigned long long)info.documents, langs.spec);
	else
		printf("%s: %s\n", c->name, err->msg);
	store_close(&store);
	free(path);
	return rc;
}

static int check(const struct conf *conf)
{
	int rc = 0;
	if (conf->path)
		printf("%s: ok, %u collections\n", conf->path, conf->n_collections);
	for (unsigned i = 0; i < conf->n_collections; i++) {
		struct err err;
		if (check_index(&conf->collections[i], &err) < 0)
			rc = 1;
	}
	return rc;
}

/* ---- */

static int load(struct options *o, struct conf **conf_r, struct err *err)
{
	*conf_r = o->built;
	if (!o->built && conf_load(o->conf_path ? o->conf_path : conf_default_path(), conf_r, err) < 0)
		return -1;
	return server_check_conf(*conf_r, err);
}

static int run(struct options *o, struct conf *conf)
{
	struct server *server;
	struct err err;
	enum log_level level = LOG_LEVEL_INFO;
	log_level_parse(str_of(conf->log_level), &level);
	log_init("karezd", o->fixed.log_level < 0 ? level : (enum log_level)o->fixed.log_level, conf->syslog);
	if (server_new(conf, o->fixed, &server, &err) < 0) {
		log_error("start", "%s", err.msg);
		return err.code == ERR_INTERNAL ? EX_SOFTWARE : EX_UNAVAILABLE;
	}
	int rc = server_run(server, &err);
	if (rc < 0)
		log_error("end", "%s", err.msg);
	server_free(&server);
	return rc < 0 ? EX_OSERR : EX_OK;
}

int main(int argc, char **argv)
{
	struct options o = { .fixed.log_level = -1 };
	struct conf *conf = NULL;
	struct err err;
	int rc = parse(argc, argv, &o, &err);
	if (rc) {
		conf_free(&o.built);
		return rc > 0 ? EX_OK : usage_error(&err);
	}
	if (load(&o, &conf, &err) < 0) {
		conf_free(&conf);
		fprintf(stderr, "karezd: %s\n", err.msg);
		return o.check ? 1 : err.code == ERR_NOT_FOUND ? EX_NOINPUT : EX_CONFIG;
	}
	if (!o.check)
		return run(&o, conf);
	rc = check(conf);
	conf_free(&conf);
	return rc;
}

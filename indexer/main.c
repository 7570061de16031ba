/* karez-index: arguments, configuration, one run for each collection. */
#include "config.h"

#include <getopt.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/conf.h"
#include "common/command.h"
#include "common/unit.h"
#include "common/xalloc.h"
#include "indexer/check.h"
#include "indexer/extractor.h"
#include "indexer/report.h"
#include "indexer/run.h"
#include "indexer/show.h"
#include "indexer/sizes.h"
#include "indexer/stop.h"
#include "text/langs.h"

struct args {
	const char *config, *index;
	const char *languages;		/* NULL: not given; so are 0 and INPUT_AUTO below */
	const char *repair;
	const char *input_name;
	enum input input;
	uint64_t memory, max_file_size, max_words;
	uint64_t jobs;
	bool has_jobs;
	uint64_t extract_memory, extract_time_ms;
	const char *formats;
	const char **commands;
	size_t n_commands;
	bool unsandboxed;
	bool show;
	bool full, no_bulk, dry_run, allow_shrink, check, rollback, sizes, verbose, quiet, log_json;
	char **rest;			/* SOURCEs or COLLECTIONs */
	size_t n_rest;
};

static const struct {
	const char *name;
	int letter;
	const char *argument, *help;
} table[] = {
#define OPTION(name, letter, argument, help) { #name, letter, argument, help },
#include "indexer/options.def"

#define LARGE_ARRAY (1 << 20)	/* bytes */
#undef OPTION
};
#define N_OPTIONS (sizeof(table) / sizeof(*table))
#define OPTION_BASE 256			/* getopt's value of option i is OPTION_BASE + i */

static void usage(FILE *to)
{
	fputs("usage: karez-index [OPTION...] [COLLECTION...]\n"
	      "       karez-index --index DIR [OPTION...] SOURCE...\n"
	      "       karez-index --show [OPTION...] FILE...\n\n"
	      "The first form brings collections of the configuration up to date (all of them if none is\n"
	      "named), the second one an index without configuration.  SOURCE is a file, a folder, or - for\n"
	      "records on standard input.  The third form changes nothing: it prints what a file becomes.\n\n", to);
	for (size_t i = 0; i < N_OPTIONS; i++) {
		char left[40], letter[8] = "    ";
		if (table[i].letter)
			snprintf(letter, sizeof(letter), "-%c, ", table[i].letter);
		snprintf(left, sizeof(left), "%s--%s%s%s", letter, table[i].name, table[i].argument ? " " : "",
			 table[i].argument ? table[i].argument : "");
		fprintf(to, "  %-27s %s\n", left, table[i].help);
	}
	fputs("\nExit: 0 done, 1 failed (nothing lost), 2 wrong arguments or configuration, 3 done but some files\n"
	      "failed, 4 refused (--allow-shrink), 5 the index is being written by another program, 130 or 143\n"
	      "stopped by a signal.  karez-index(1) tells more.\n", to);
}

static int bad_value(const char *option, const char *value, const char *want)
{
	fprintf(stderr, "karez-index: --%s: \"%s\" is not %s\n", option, value, want);
	return -1;
}

static int take_size(const char *option, const char *value, uint64_t min, uint64_t *out)
{
	char want[64];
	if (unit_parse_size(str_of(value), out) && *out >= min)
		return 0;
	/* As an option says it: M is 1024 * 1024, where the MB of a summary are 1000 * 1000. */
	bool whole = min && min % ((uint64_t)1 << 20) == 0;
	snprintf(want, sizeof(want), "a size (as in 256M) of at least %llu%s",
		 (unsigned long long)(whole ? min >> 20 : min), whole ? "M" : "");
	return bad_value(option, value, want);
}

static int take_number(const char *option, const char *value, uint64_t min, uint64_t max, uint64_t *out)
{
	char want[80];
	if (str_to_u64(str_of(value), min, max, out))
		return 0;
	snprintf(want, sizeof(want), "a number from %llu to %llu", (unsigned long long)min, (unsigned long long)max);
	return bad_value(option, value, want);
}

static int take_languages(const char *value, struct args *a)
{
	struct langs langs;
	struct err err;
	if (langs_parse(str_of(value), &langs, &err) < 0) {
		fprintf(stderr, "karez-index: --languages: %s\n", err.msg);
		return -1;
	}
	a->languages = value;
	return 0;
}

static int take_formats(const char *value, struct args *a)
{
	unsigned families;
	if (!kind_families(str_of(value), &families))
		return bad_value("formats", value, "all, or some of pdf,office,mail,table,web,archive");
	a->formats = value;
	return 0;
}

static int take_command(const char *value, struct args *a)
{
	struct command command;
	struct err err;
	if (command_parse(str_of(value), &command, &err) < 0) {
		fprintf(stderr, "karez-index: --command: %s\n", err.msg);
		return -1;
	}
	command_fini(&command);
	a->commands = xreallocarray(a->commands, a->n_commands + 1, sizeof(*a->commands));
	a->commands[a->n_commands++] = value;
	return 0;
}

static int take_repair(const char *value, struct args *a)
{
	unsigned rules;
	struct err err;
	if (repair_parse_rules(str_of(value), &rules, &err) < 0) {
		fprintf(stderr, "karez-index: --repair: %s\n", err.msg);
		return -1;
	}
	a->repair = value;
	return 0;
}

static bool is(const char *name, const char *option)
{
	return strcmp(name, option) == 0;
}

/* An option without argument: true when it was one. */
static bool take_flag(const char *name, struct args *a)
{
	const struct { const char *name; bool *flag; } flags[] = {
		{ "full", &a->full }, { "no-bulk", &a->no_bulk }, { "dry-run", &a->dry_run },
		{ "allow-shrink", &a->allow_shrink }, { "check", &a->check }, { "rollback", &a->rollback }, { "sizes", &a->sizes },
		{ "verbose", &a->verbose }, { "show", &a->show }, { "unsandboxed", &a->unsandboxed }, { "quiet", &a->quiet }, { "log-json", &a->log_json },
	};
	for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++) {
		if (is(name, flags[i].name)) {
			*flags[i].flag = true;
			return true;
		}
	}
	return false;
}

static int take_option(const char *name, const char *value, struct args *a)
{
	if (take_flag(name, a))
		return 0;
	if (is(name, "config"))
		a->config = value;
	else if (is(name, "index"))
		a->index = value;
	else if (is(name, "languages"))
		return take_languages(value, a);
	else if (is(name, "formats"))
		return take_formats(value, a);
	else if (is(name, "command"))
		return take_command(value, a);
	else if (is(name, "extract-memory"))
		return take_size(name, value, EXTRACT_MIN_MEMORY, &a->extract_memory);
	else if (is(name, "extract-time"))
		return unit_parse_duration(str_of(value), &a->extract_time_ms) && a->extract_time_ms >= 1000 ? 0 :
			bad_value(name, value, "a time (as in 30s) of at least 1s");
	else if (is(name, "repair"))
		return take_repair(value, a);
	else if (is(name, "memory"))
		return take_size(name, value, RUN_MIN_MEMORY, &a->memory);
	else if (is(name, "max-file-size"))
		return take_size(name, value, 1, &a->max_file_size);
	else if (is(name, "max-words"))
		return take_number(name, value, 1, UINT32_MAX, &a->max_words);
	else if (is(name, "jobs"))
		return a->has_jobs = true, take_number(name, value, 0, RUN_MAX_JOBS, &a->jobs);
	else if (is(name, "input"))
		return a->input_name = value, input_parse(str_of(value), &a->input) ?
			0 : bad_value(name, value, "auto, files, ndjson, tsv or csv");
	return 0;
}

/* 1: done already (--help, --version), -1: wrong. */
static int parse_args(int argc, char **argv, struct args *a)
{
	struct option options[N_OPTIONS + 1] = { { NULL, 0, NULL, 0 } };
	char letters[2 * N_OPTIONS + 1];
	size_t n = 0;
	for (size_t i = 0; i < N_OPTIONS; i++) {
		options[i] = (struct option){ table[i].name, table[i].argument ? required_argument : no_argument,
					      NULL, OPTION_BASE + (int)i };
		if (table[i].letter)
			letters[n++] = (char)table[i].letter;
		if (table[i].letter && table[i].argument)
			letters[n++] = ':';
	}
	letters[n] = '\0';
	for (int c; (c = getopt_long(argc, argv, letters, options, NULL)) != -1; ) {
		size_t i = 0;
		if (c == '?')
			return -1;
		if (c >= OPTION_BASE)
			i = (size_t)(c - OPTION_BASE);
		else
			while (table[i].letter != c)
				i++;
		if (is(table[i].name, "help")) {
			usage(stdout);
			return 1;
		}
		if (is(table[i].name, "version")) {
			puts("karez-index " PACKAGE_VERSION);
			return 1;
		}
		if (take_option(table[i].name, optarg, a) < 0)
			return -1;
	}
	a->rest = argv + optind;
	a->n_rest = (size_t)(argc - optind);
	return 0;
}

static int wrong(const char *what)
{
	fprintf(stderr, "karez-index: %s (karez-index --help)\n", what);
	return RESULT_USAGE;
}

/* Something else than a run. */
static bool is_aside(const struct args *a)
{
	return a->check || a->rollback || a->sizes;
}

/* What cannot go together.  0 when all is well. */
static int check_args(const struct args *a)
{
	bool other = is_aside(a);
	if (a->show)
		return a->n_rest == 0 ? wrong("--show: no FILE given") : a->index || other ?
			wrong("--show looks at files alone, at no index") : 0;
	if (a->check + a->rollback + a->sizes > 1)
		return wrong("--check, --rollback and --sizes are different things");
	if (other && (a->full || a->dry_run))
		return wrong("--check, --rollback and --sizes do not go with --full or --dry-run");
	if (a->index && a->config)
		return wrong("--index is the form without a configuration: leave --config away");
	if (a->index && !other && a->n_rest == 0)
		return wrong("no SOURCE given");
	if (a->index && other && a->n_rest)
		return wrong("--check, --rollback and --sizes take no SOURCE");
	if (!a->index && !a->show && (a->languages || a->input_name || a->repair))
		return wrong("--languages, --input and --repair of a collection stand in the configuration");
	return 0;
}

/* ---- Doing it ---- */

static int do_index(const struct args *a, const char *collection, const struct run_options *o)
{
	struct report report;
	struct err why = { .code = ERR_NONE };
	enum result result;
	report_init(&report, collection, o->index);
	report.quiet = a->quiet;
	report.json = a->log_json;
	report.verbose = a->verbose;
	progress_init(&report.progress, collection, a->quiet || a->log_json);
	if (is_aside(a)) {
		result = a->check ? check_index(o->index, &why) : a->sizes ? sizes_print(o->index, &why) :
			check_rollback(o->index, &why);
		if (result != RESULT_OK)
			report_warning(&report, STR_NONE, str_of(why.msg));
	} else {
		result = run_index(o, &report, &why);
		report_end(&report, result, &why);
	}
	report_fini(&report);
	return (int)result;
}

/* How formats are read: as the collection says (NULL for none) and the command line, whose commands come first. */
static int set_extract(const struct args *a, const struct conf_collection *c, struct extract_options *o)
{
	struct err err;
	size_t n = a->n_commands + (c ? c->n_commands : 0);
	const char *formats = a->formats ? a->formats : c ? c->formats : "all";
	char **specs = xcalloc(n + 1, sizeof(*specs));
	for (size_t i = 0; i < n; i++)
		specs[i] = i < a->n_commands ? (char *)(uintptr_t)a->commands[i] : c->commands[i - a->n_commands];
	int rc = extract_options_init(o, specs, n, &err);
	free(specs);
	if (rc == 0 && !kind_families(str_of(formats), &o->families)) {
		extract_options_fini(o);
		rc = err_set(&err, ERR_INVALID, "formats = \"%s\": all, or some of pdf,office,mail,table,web,archive", formats);
	}
	if (rc < 0) {
		fprintf(stderr, "karez-index: %s\n", err.msg);
		return -1;
	}
	o->memory = a->extract_memory ? a->extract_memory : c ? c->extract_memory : o->memory;
	o->time_ms = a->extract_time_ms ? a->extract_time_ms : c ? c->extract_time_ms : o->time_ms;
	o->unsandboxed = a->unsandboxed || (c && !c->sandbox);
	return 0;
}

static int do_show(const struct args *a)
{
	struct extract_options extract;
	if (set_extract(a, NULL, &extract) < 0)
		return RESULT_USAGE;
	int result = show_files(a->rest, a->n_rest, a->repair, a->max_file_size, &extract);
	extract_options_fini(&extract);
	return result;
}

/* The collection's settings, and what the command line says instead. */
static int do_collection(const struct args *a, const struct conf_collection *c)
{
	struct extract_options extract;
	struct run_options o = {
		.extract = &extract,
		.index = c->index, .sources = c->sources, .n_sources = c->n_sources, .exact = true,
		.languages = c->languages, .repair = c->repair,
		.memory = a->memory ? a->memory : c->memory, .jobs = a->has_jobs ? (unsigned)a->jobs : c->jobs,
		.max_file_size = a->max_file_size ? a->max_file_size : c->max_file_size,
		.max_words = a->max_words ? a->max_words : c->max_words,
		.full = a->full, .no_bulk = a->no_bulk, .dry_run = a->dry_run, .allow_shrink = a->allow_shrink,
	};
	input_parse(str_of(c->input), &o.input);	/* conf_load() has checked it */
	if (a->index) {
		o.sources = a->rest;
		o.n_sources = a->n_rest;
		o.exact = false;
		o.languages = a->languages;
		o.repair = a->repair;
		o.input = a->input;
	}
	if (set_extract(a, c, &extract) < 0)
		return RESULT_USAGE;
	int result = do_index(a, a->index ? NULL : c->name, &o);
	extract_options_fini(&extract);
	return result;
}

/* The form without a configuration: a collection of defaults. */
static int do_unconfigured(const struct args *a)
{
	struct conf *conf = conf_new();
	struct err err;
	int result = RESULT_USAGE;
	if (conf_add_collection(conf, "index", a->index, &err) < 0)
		fprintf(stderr, "karez-index: --index: %s\n", err.msg);
	else
		result = do_collection(a, &conf->collections[0]);
	conf_free(&conf);
	return result;
}

static bool is_wanted(const struct args *a, const struct conf_collection *c)
{
	bool named = a->n_rest == 0;
	for (size_t i = 0; i < a->n_rest; i++)
		named = named || is(c->name, a->rest[i]);
	return named && (c->n_sources || is_aside(a) || a->n_rest);
}

/* Are the named collections there, and can they be indexed? */
static int check_names(const struct args *a, const struct conf *conf)
{
	for (size_t i = 0; i < a->n_rest; i++) {
		const struct conf_collection *c = conf_find(conf, str_of(a->rest[i]));
		const char *what = !c ? "there is no such collection" :
			c->n_sources == 0 && !is_aside(a) ? "the collection has no sources" : NULL;
		if (what) {
			fprintf(stderr, "karez-index: %s: %s: %s\n", conf->path, a->rest[i], what);
			return RESULT_USAGE;
		}
	}
	return 0;
}

/* Of several collections, the result that says most: failed, locked, refused, partial, done. */
static int worse(int a, int b)
{
	static const int order[] = { RESULT_ERROR, RESULT_LOCKED, RESULT_REFUSED, RESULT_PARTIAL };
	for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++) {
		if (a == order[i] || b == order[i])
			return order[i];
	}
	return RESULT_OK;
}

static int do_collections(const struct args *a, const struct conf *conf)
{
	int result = check_names(a, conf);
	if (result)
		return result;
	for (unsigned i = 0; i < conf->n_collections; i++) {
		if (!is_wanted(a, &conf->collections[i]))
			continue;
		int one = do_collection(a, &conf->collections[i]);
		if (one >= RESULT_STOPPED)
			return one;
		result = worse(result, one);
	}
	return result;
}

static int do_configured(const struct args *a)
{
	struct conf *conf;
	struct err err;
	if (conf_load(a->config ? a->config : conf_default_path(), &conf, &err) < 0) {
		fprintf(stderr, "karez-index: %s\n", err.msg);
		return RESULT_USAGE;
	}
	int result = do_collections(a, conf);
	conf_free(&conf);
	return result;
}

static int do_all(int argc, char **argv, struct args *a)
{
	int rc = parse_args(argc, argv, a);
	if (rc)
		return rc < 0 ? RESULT_USAGE : RESULT_OK;
	rc = check_args(a);
	if (rc)
		return rc;
	/* Documents are allocated on the analysing threads and freed by the writing one; a heap for
	 * each thread would keep the memory of all of them. */
	mallopt(M_ARENA_MAX, 2);
	/* What large arrays leave behind goes back to the system, and is not kept between what lives on. */
	mallopt(M_MMAP_THRESHOLD, LARGE_ARRAY);
	stop_install();
	if (a->show)
		return do_show(a);
	return a->index ? do_unconfigured(a) : do_configured(a);
}

int main(int argc, char **argv)
{
	struct args a = { .config = NULL };
	int result = do_all(argc, argv, &a);
	free(a.commands);
	return result;
}

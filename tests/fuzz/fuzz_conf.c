/* Arbitrary bytes as a configuration: refused with a message, or whole and within its limits. */
#include "config.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/conf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool ok)
{
	if (!ok)
		abort();
}

static void check_collection(const struct conf *c, const struct conf_collection *col)
{
	check(conf_find(c, str_of(col->name)) == col);	/* so no name stands twice */
	check(col->index && col->index[0] == '/');
	for (unsigned i = 0; i < col->n_sources; i++)
		check(col->sources[i][0] == '/');
	check(col->input && col->languages && col->languages[0]);
	check(col->memory >= 1 << 20 && col->jobs <= 1024 && col->max_file_size >= 1 && col->max_words >= 1);
	check(col->reindex.kind != SCHEDULE_EVERY || col->reindex.every_s >= 1);
	check(col->reindex.hour < 24 && col->reindex.minute < 60);
}

static void check_conf(const struct conf *c)
{
	struct addr a;
	enum { MODES = 0777 };
	check(c->n_listen >= 1);
	for (unsigned i = 0; i < c->n_listen; i++)
		check(addr_parse(str_of(c->listen[i]), &a, NULL) == 0 && addr_is_local(&a));
	check(c->socket_mode <= MODES && c->workers <= 1024 && c->max_connections >= 1 && c->queue >= 1);
	check(c->query_timeout_ms >= 1 && c->idle_timeout_ms >= 1000 && c->log_level && c->indexer[0] == '/');
	for (unsigned i = 0; i < c->n_collections; i++)
		check_collection(c, &c->collections[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct conf *c;
	struct err err = { .code = ERR_NONE };
	if (conf_parse("/fuzz.conf", str_n((const char *)data, size), &c, &err) == 0) {
		check_conf(c);
		conf_free(&c);
	} else {
		check(!c && err.code != ERR_NONE && strncmp(err.msg, "/fuzz.conf:", 11) == 0);
	}
	return 0;
}

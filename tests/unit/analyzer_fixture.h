/* For tests that turn documents to terms: an analyzer for English and Russian, setup and teardown. */
#ifndef KAREZ_TESTS_ANALYZER_FIXTURE_H
#define KAREZ_TESTS_ANALYZER_FIXTURE_H

#include "text/analyzer.h"
#include "text/langs.h"

static struct analyzer *analyzer;

static int make_analyzer(void **state)
{
	(void)state;
	struct langs langs;
	struct err err;
	return langs_parse(STR("en,ru"), &langs, &err) || analyzer_new(&langs, &analyzer, &err);
}

static int free_analyzer(void **state)
{
	(void)state;
	analyzer_free(&analyzer);
	return 0;
}

#endif

/* For tests that turn documents to what is stored: a preparer for English and Russian, setup and teardown. */
#ifndef KAREZ_TESTS_PREPARER_FIXTURE_H
#define KAREZ_TESTS_PREPARER_FIXTURE_H

#include "index/prepare.h"
#include "text/langs.h"

static struct preparer *preparer;

static int make_preparer(void **state)
{
	(void)state;
	struct langs langs;
	struct err err;
	return langs_parse(STR("en,ru"), &langs, &err) || preparer_new(&langs, NULL, &preparer, &err);
}

static int free_preparer(void **state)
{
	(void)state;
	preparer_free(&preparer);
	return 0;
}

#endif

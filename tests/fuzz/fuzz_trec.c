/* Arbitrary bytes as queries, judgements or a run: refused with file and line, or in order and measured within bounds. */
#include "config.h"

#include <stdlib.h>

#include "client/eval.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool ok)
{
	if (!ok)
		abort();
}

static void check_refused(const struct err *err)
{
	check(err->code == ERR_SYNTAX && strncmp(err->msg, "F:", 2) == 0);
}

/* A run that was written is read back: same documents, same order. */
static void check_written(const struct run_list *r, struct arena *a)
{
	struct buf b = BUF_INIT;
	struct run_list again;
	struct err err;
	/* At the beginning of a file U+FEFF is no part of an id. */
	if (r->n && str_starts(r->list[0].topic, STR("\xEF\xBB\xBF")))
		return;
	run_write(r, "t", &b);
	check(run_parse("F", buf_str(&b), a, &again, &err) == 0 && again.n == r->n);
	for (size_t i = 0; i < r->n; i++)
		check(str_eq(again.list[i].topic, r->list[i].topic) && str_eq(again.list[i].document, r->list[i].document));
	buf_fini(&b);
}

static void check_measured(const struct run_list *r, const struct qrels *q, struct arena *a)
{
	struct eval e;
	eval_measure(r, NULL, q, a, &e);
	for (size_t i = 0; i < e.n; i++)
		for (int k = 0; k < N_METRICS; k++)
			check(e.topics[i].values[k] >= 0 && e.topics[i].values[k] <= 1 + 1e-9);
	check(e.n_unasked == 0);
}

/* A line of "%%" parts a run from judgements; without one, all of it is each in turn. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = ARENA_INIT;
	struct str all = str_n((const char *)data, size);
	ptrdiff_t cut = str_find(all, STR("\n%%\n"));
	struct str left = cut < 0 ? all : str_sub(all, 0, (size_t)cut), right = cut < 0 ? all : str_sub(all, (size_t)cut + 4, all.n);
	struct topics t;
	struct qrels q;
	struct run_list r;
	struct err err;
	if (topics_parse("F", left, &a, &t, &err) < 0)
		check_refused(&err);
	int rc = qrels_parse("F", right, &a, &q, &err);
	if (rc < 0)
		check_refused(&err);
	if (run_parse("F", left, &a, &r, &err) < 0)
		check_refused(&err);
	else {
		check_written(&r, &a);
		if (rc == 0)
			check_measured(&r, &q, &a);
	}
	arena_fini(&a);
	return 0;
}

/* The ring of slots: order, budget, stopping, errors; run it under ThreadSanitizer. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/xalloc.h"
#include "indexer/pipeline.h"

/* Unit n gives n % 4 products: the numbers n * 10, n * 10 + 1, ...  Every object made has to be
 * freed. */
struct world {
	uint64_t units;			/* to feed */
	uint64_t fed;
	bool fail_at_end;
	size_t product_bytes, reserve;
	atomic_llong alive;		/* objects */
	atomic_llong bytes, most;	/* of products between put and free */
};

struct number {
	uint64_t value;
};

static struct number *number_new(struct world *w, uint64_t value)
{
	struct number *n = xmalloc(sizeof(*n));
	n->value = value;
	atomic_fetch_add(&w->alive, 1);
	return n;
}

static int feed(void *arg, void **unit_r, size_t *bytes_r, struct err *err)
{
	struct world *w = arg;
	if (w->fed == w->units)
		return w->fail_at_end ? err_set(err, ERR_IO, "no more, and not well") : 0;
	*unit_r = number_new(w, w->fed++);
	*bytes_r = 10;
	return 1;
}

static void work(void *arg, unsigned worker, void *unit, struct outlet *out)
{
	struct world *w = arg;
	uint64_t n = ((struct number *)unit)->value;
	(void)worker;
	if (n % 7 == 0)
		usleep(200);		/* later units overtake */
	for (uint64_t i = 0; i < n % 4; i++) {
		if (w->reserve && !outlet_reserve(out, w->reserve))
			return;
		long long now = atomic_fetch_add(&w->bytes, (long long)w->product_bytes) + (long long)w->product_bytes;
		long long most = atomic_load(&w->most);
		while (now > most && !atomic_compare_exchange_weak(&w->most, &most, now))
			;
		if (!outlet_put(out, number_new(w, n * 10 + i), w->product_bytes))
			return;
		outlet_release(out);
	}
}

static void free_number(void *arg, void *n)
{
	struct world *w = arg;
	atomic_fetch_sub(&w->alive, 1);
	free(n);
}

static void free_product(void *arg, void *n)
{
	struct world *w = arg;
	atomic_fetch_sub(&w->bytes, (long long)w->product_bytes);
	free_number(arg, n);
}

static struct pipeline *start(struct world *w, unsigned workers, size_t budget)
{
	const struct pipeline_ops ops = { w, feed, work, free_number, free_product };
	struct pipeline *p = NULL;
	struct err err;
	if (pipeline_start(&ops, workers, budget, &p, &err) < 0)
		fail_msg("%s", err.msg);
	return p;
}

/* Take everything; the products have to come in order.  Returns how it ended. */
static enum pipeline_state drain(struct pipeline *p, uint64_t units, struct err *err)
{
	void *product, *unit;
	enum pipeline_state state;
	uint64_t n = 0, i = 0;
	while ((state = pipeline_next(p, &product, &unit, err)) <= PIPELINE_WAIT) {
		if (state == PIPELINE_WAIT)
			continue;
		while (i == n % 4)
			n++, i = 0;
		assert_int_equal(((struct number *)product)->value, n * 10 + i);
		assert_int_equal(((struct number *)unit)->value, n);
		i++;
	}
	while (n < units && i == n % 4)
		n++, i = 0;
	assert_int_equal(n, units);
	return state;
}

static void keeps_the_order_and_the_budget(void **state)
{
	(void)state;
	static const struct { unsigned workers; uint64_t units; size_t budget, product, reserve; } rows[] = {
		{ 1, 0, 1000, 1, 0 }, { 1, 1, 1000, 1, 0 }, { 1, 500, 1000, 100, 0 }, { 4, 3000, 100000, 100, 0 },
		{ 4, 500, 250, 100, 100 },	/* hardly room for the head */
		{ 4, 300, 0, 100, 1000 },	/* none at all: one after the other */
		{ 3, 300, 5000, 100, 3000 },
	};
	for (size_t k = 0; k < sizeof(rows) / sizeof(*rows); k++) {
		struct world w = { .units = rows[k].units, .product_bytes = rows[k].product,
				   .reserve = rows[k].reserve };
		struct pipeline *p = start(&w, rows[k].workers, rows[k].budget);
		struct err err;
		assert_int_equal(drain(p, rows[k].units, &err), PIPELINE_END);
		pipeline_free(&p);
		assert_null(p);
		assert_int_equal(atomic_load(&w.alive), 0);
		/* Beyond the budget: what the head may take, and a product of each worker that is
		 * counted here just before it is put. */
		assert_true(atomic_load(&w.most) <=
			    (long long)(rows[k].budget + (rows[k].workers + 2) * rows[k].product * 3));
	}
}

static void an_error_comes_after_what_was_fed(void **state)
{
	(void)state;
	struct world w = { .units = 100, .fail_at_end = true, .product_bytes = 1 };
	struct pipeline *p = start(&w, 2, 1000);
	struct err err;
	assert_int_equal(drain(p, 100, &err), PIPELINE_ERROR);
	assert_int_equal(err.code, ERR_IO);
	assert_string_equal(err.msg, "no more, and not well");
	pipeline_free(&p);
	assert_int_equal(atomic_load(&w.alive), 0);
}

static void stops_wherever_it_is(void **state)
{
	(void)state;
	for (uint64_t taken = 0; taken < 40; taken += 3) {
		struct world w = { .units = 100000, .product_bytes = 100, .reserve = taken % 2 ? 50 : 0 };
		struct pipeline *p = start(&w, 3, taken % 3 ? 500 : 100000);
		void *product, *unit;
		struct err err;
		for (uint64_t i = 0; i < taken; i++)
			pipeline_next(p, &product, &unit, &err);
		pipeline_free(&p);
		assert_int_equal(atomic_load(&w.alive), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_the_order_and_the_budget),
		cmocka_unit_test(an_error_comes_after_what_was_fed),
		cmocka_unit_test(stops_wherever_it_is),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

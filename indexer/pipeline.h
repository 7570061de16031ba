/* Feeding, analysing and writing at once, the results in the order of the feed.
 *
 *     feeder thread             worker threads               the caller's thread
 *
 *                      ring of slots, oldest first
 *     feed() --unit--> | head |      |      |      | <--- room for the next unit
 *                          ^      ^      ^
 *                          |      |      +-- work(): a thread takes the next unit that nobody
 *                          |      |          has, and puts products into the slot of its unit
 *                          |      +-- products of later units wait in their slots
 *                          +-- pipeline_next() hands out the head's products as they come;
 *                              when its unit is done, the next slot becomes the head
 *
 * So the documents of an index are the same, in the same order, however many threads made
 * them.  A unit (a file, some lines of a file of records) may give any number of products.
 *
 * Memory is bounded by a budget of bytes: units, which get half of it, count from feed() on, products from the moment
 * they are put until the next pipeline_next(), and a worker reserves what it will need beside
 * before it takes it.  Whoever would pass the budget waits, except for the head when the caller
 * has taken all that it gave: nothing but its next product can make room then.  That is also why
 * nothing waits for ever: workers take units in order, so the head is with a worker before any
 * later unit is.
 *
 * One mutex guards everything here; callbacks run without it.
 */
#ifndef KAREZ_INDEXER_PIPELINE_H
#define KAREZ_INDEXER_PIPELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/err.h"

struct pipeline;
struct outlet;		/* where the worker of one unit puts its products */

struct pipeline_ops {
	void *arg;		/* the first argument of each */

	/* Feeder thread: the next unit, and the bytes that it holds.  1, 0 at the end, -1. */
	int (*feed)(void *arg, void **unit_r, size_t *bytes_r, struct err *err);
	/* Worker thread number `worker`: analyse the unit, which stays the pipeline's. */
	void (*work)(void *arg, unsigned worker, void *unit, struct outlet *out);
	/* Any thread. */
	void (*free_unit)(void *arg, void *unit);
	void (*free_product)(void *arg, void *product);
};

/* Starts the threads.  workers >= 1.  ERR_IO when a thread cannot be made. */
int pipeline_start(const struct pipeline_ops *ops, unsigned workers, size_t budget,
		   struct pipeline **out_r, struct err *err);

/* The next product; it and its unit are valid until the next call or pipeline_free().
 * PIPELINE_WAIT: nothing yet, after about a tenth of a second (a chance to look at signals).
 * PIPELINE_END: all is done.  PIPELINE_ERROR: feed() failed, and everything it gave before has
 * been handed out. */
enum pipeline_state { PIPELINE_PRODUCT, PIPELINE_WAIT, PIPELINE_END, PIPELINE_ERROR };
enum pipeline_state pipeline_next(struct pipeline *p, void **product_r, void **unit_r, struct err *err);

/* Stops the threads, waiting for the callbacks that run to return, and frees what was not handed
 * out: a feed() that may wait for outside input has to be told before. */
void pipeline_free(struct pipeline **p);

/* ---- For work() ---- */

/* Wait until there is room for so many bytes, which then count until they become a product or
 * outlet_release().  False: the pipeline is being stopped, return soon. */
bool outlet_reserve(struct outlet *o, size_t bytes);
void outlet_release(struct outlet *o);		/* whatever is still reserved */
/* Give a product of so many bytes away (taken from the reservation first).  False as above; the
 * product is taken in any case. */
bool outlet_put(struct outlet *o, void *product, size_t bytes);

#endif

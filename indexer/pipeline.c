/* The ring of slots between the threads of a run; see pipeline.h. */
#include "config.h"

#include "indexer/pipeline.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/xalloc.h"

#define WAIT_MS 100
#define SLOTS_PER_WORKER 8	/* enough that a slow file does not leave the other threads idle */
#define UNITS_SHARE 2		/* of the budget, for units: what is made of them needs room beside them */

struct product {
	struct product *next;
	void *thing;
	size_t bytes;
};

struct outlet {			/* a slot; used by one worker at a time */
	struct pipeline *pipeline;
	void *unit;
	size_t unit_bytes;
	size_t reserved;
	struct product *first, **last;
	bool done;		/* work() has returned */
};

struct pipeline {
	struct pipeline_ops ops;
	pthread_t feeder, *workers;
	unsigned n_workers;
	bool has_feeder;

	pthread_mutex_t mutex;	/* of all below */
	pthread_cond_t space;	/* slots or bytes were freed: the feeder */
	pthread_cond_t room;	/* bytes were freed, or the head moved: workers */
	pthread_cond_t work;	/* a unit was fed, or the feed has ended: workers */
	pthread_cond_t ready;	/* the head has a product or is done: the caller */
	struct outlet *slots;	/* ring; numbers below count on for ever */
	uint64_t n_slots;
	uint64_t head;		/* oldest slot in use */
	uint64_t taken;		/* first slot that no worker has */
	uint64_t fed;		/* first free slot */
	size_t budget, used;
	size_t in_units;	/* bytes of those used */
	bool feed_ended, stopping;
	struct err feed_err;	/* code ERR_NONE: the feed ended well */
	struct product *current;	/* handed out by the last pipeline_next() */
};

struct worker_start {
	struct pipeline *pipeline;
	unsigned number;
};

static struct outlet *slot_at(struct pipeline *p, uint64_t number)
{
	return &p->slots[number % p->n_slots];
}

static bool is_head(const struct pipeline *p, const struct outlet *o)
{
	return p->head < p->fed && o == &p->slots[p->head % p->n_slots];
}

/* Room for so many more bytes?  Asked with the mutex held. */
static bool fits(const struct pipeline *p, size_t bytes)
{
	return p->used <= p->budget && bytes <= p->budget - p->used;
}

/* The caller waits for this slot and has nothing to free meanwhile: only more from here helps. */
static bool is_waited_for(const struct pipeline *p, const struct outlet *o)
{
	return is_head(p, o) && !o->first && !p->current;
}

/* Something was freed, or the head moved.  The feeder is woken for half a ring, not for one slot: a
 * thread that runs dry of units every time would cost more than it does. */
static void tell_room(struct pipeline *p)
{
	pthread_cond_broadcast(&p->room);
	if (p->fed - p->head <= p->n_slots / 2)
		pthread_cond_signal(&p->space);
}

/* ---- Feeder ---- */

/* Is there a free slot, and room?  The first unit is taken whatever it has. */
static bool takes_unit(const struct pipeline *p, size_t bytes)
{
	size_t share = p->budget / UNITS_SHARE;
	return p->fed == p->head || (p->fed - p->head < p->n_slots && p->in_units <= share &&
				     bytes <= share - p->in_units && fits(p, bytes));
}

/* False when stopping. */
static bool wait_for_slot(struct pipeline *p, size_t bytes)
{
	while (!p->stopping && !takes_unit(p, bytes))
		pthread_cond_wait(&p->space, &p->mutex);
	return !p->stopping;
}

static void enter_unit(struct pipeline *p, void *unit, size_t bytes)
{
	struct outlet *o = slot_at(p, p->fed++);
	*o = (struct outlet){ .pipeline = p, .unit = unit, .unit_bytes = bytes };
	o->last = &o->first;
	p->used += bytes;
	p->in_units += bytes;
	pthread_cond_signal(&p->work);
}

static void *feeder_main(void *arg)
{
	struct pipeline *p = arg;
	struct err err = { .code = ERR_NONE };
	bool going = true;
	while (going) {
		void *unit;
		size_t bytes = 0;
		int rc = p->ops.feed(p->ops.arg, &unit, &bytes, &err);
		pthread_mutex_lock(&p->mutex);
		going = rc > 0 && wait_for_slot(p, bytes);
		if (going) {
			enter_unit(p, unit, bytes);
		} else {
			p->feed_ended = true;
			if (rc < 0)
				p->feed_err = err;
			pthread_cond_broadcast(&p->work);
			pthread_cond_signal(&p->ready);
		}
		pthread_mutex_unlock(&p->mutex);
		if (rc > 0 && !going)
			p->ops.free_unit(p->ops.arg, unit);
	}
	return NULL;
}

/* ---- Workers ---- */

static struct outlet *take_unit(struct pipeline *p)
{
	while (!p->stopping && p->taken == p->fed && !p->feed_ended)
		pthread_cond_wait(&p->work, &p->mutex);
	return p->stopping || p->taken == p->fed ? NULL : slot_at(p, p->taken++);
}

/* With the mutex held. */
static void give_back_reserved(struct outlet *o)
{
	o->pipeline->used -= o->reserved;
	o->reserved = 0;
	tell_room(o->pipeline);
}

static void *worker_main(void *arg)
{
	struct worker_start start = *(struct worker_start *)arg;
	struct pipeline *p = start.pipeline;
	struct outlet *o;
	free(arg);
	pthread_mutex_lock(&p->mutex);
	while ((o = take_unit(p))) {
		pthread_mutex_unlock(&p->mutex);
		p->ops.work(p->ops.arg, start.number, o->unit, o);
		pthread_mutex_lock(&p->mutex);
		give_back_reserved(o);
		o->done = true;
		if (is_head(p, o))
			pthread_cond_signal(&p->ready);
	}
	pthread_mutex_unlock(&p->mutex);
	return NULL;
}

/* Take so many bytes of the budget, waiting if need be.  With the mutex held. */
static bool take_room(struct outlet *o, size_t bytes)
{
	struct pipeline *p = o->pipeline;
	while (!p->stopping && !is_waited_for(p, o) && !fits(p, bytes))
		pthread_cond_wait(&p->room, &p->mutex);
	p->used += bytes;
	return !p->stopping;
}

bool outlet_reserve(struct outlet *o, size_t bytes)
{
	pthread_mutex_lock(&o->pipeline->mutex);
	bool going = take_room(o, bytes);
	o->reserved += bytes;
	pthread_mutex_unlock(&o->pipeline->mutex);
	return going;
}

void outlet_release(struct outlet *o)
{
	pthread_mutex_lock(&o->pipeline->mutex);
	give_back_reserved(o);
	pthread_mutex_unlock(&o->pipeline->mutex);
}

bool outlet_put(struct outlet *o, void *thing, size_t bytes)
{
	struct pipeline *p = o->pipeline;
	struct product *product = xmalloc(sizeof(*product));
	*product = (struct product){ NULL, thing, bytes };
	pthread_mutex_lock(&p->mutex);
	size_t from_reserved = bytes < o->reserved ? bytes : o->reserved;
	o->reserved -= from_reserved;
	bool going = take_room(o, bytes - from_reserved);
	*o->last = product;
	o->last = &product->next;
	if (is_head(p, o))
		pthread_cond_signal(&p->ready);
	pthread_mutex_unlock(&p->mutex);
	return going;
}

/* ---- The caller ---- */

static void *pop_product(struct pipeline *p, struct outlet *o)
{
	p->current = o->first;
	o->first = p->current->next;
	if (!o->first)
		o->last = &o->first;
	return p->current->thing;
}

/* The bytes of the product handed out last are free again.  With the mutex held. */
static struct product *retire_current(struct pipeline *p)
{
	struct product *old = p->current;
	if (old) {
		p->used -= old->bytes;
		p->current = NULL;
		tell_room(p);
	}
	return old;
}

/* The head's unit is done and its products are gone: the next slot is the head. */
static void *retire_head(struct pipeline *p, struct outlet *o)
{
	void *unit = o->unit;
	p->used -= o->unit_bytes;
	p->in_units -= o->unit_bytes;
	p->head++;
	tell_room(p);
	return unit;
}

/* False when the time is up. */
static bool wait_ready(struct pipeline *p, const struct timespec *until)
{
	return pthread_cond_timedwait(&p->ready, &p->mutex, until) != ETIMEDOUT;
}

static struct timespec wait_end(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	t.tv_nsec += WAIT_MS * 1000000L;
	t.tv_sec += t.tv_nsec / 1000000000L;
	t.tv_nsec %= 1000000000L;
	return t;
}

static void free_current(struct pipeline *p, struct product *old)
{
	if (old)
		p->ops.free_product(p->ops.arg, old->thing);
	free(old);
}

enum pipeline_state pipeline_next(struct pipeline *p, void **product_r, void **unit_r, struct err *err)
{
	struct timespec until = wait_end();
	pthread_mutex_lock(&p->mutex);
	struct product *old = retire_current(p);
	pthread_mutex_unlock(&p->mutex);
	free_current(p, old);

	pthread_mutex_lock(&p->mutex);
	enum pipeline_state state = PIPELINE_WAIT;
	for (;;) {
		struct outlet *o = p->head < p->fed ? slot_at(p, p->head) : NULL;
		if (o && o->first) {
			*product_r = pop_product(p, o);
			*unit_r = o->unit;
			state = PIPELINE_PRODUCT;
			break;
		}
		if (o && o->done) {
			void *unit = retire_head(p, o);
			pthread_mutex_unlock(&p->mutex);
			p->ops.free_unit(p->ops.arg, unit);
			pthread_mutex_lock(&p->mutex);
			continue;
		}
		if (!o && p->feed_ended) {
			state = p->feed_err.code ? PIPELINE_ERROR : PIPELINE_END;
			if (p->feed_err.code)
				*err = p->feed_err;
			break;
		}
		if (!wait_ready(p, &until))
			break;
	}
	pthread_mutex_unlock(&p->mutex);
	return state;
}

static void free_slot(struct pipeline *p, struct outlet *o)
{
	while (o->first) {
		struct product *product = o->first;
		o->first = product->next;
		free_current(p, product);
	}
	p->ops.free_unit(p->ops.arg, o->unit);
}

void pipeline_free(struct pipeline **pp)
{
	struct pipeline *p = *pp;
	if (!p)
		return;
	pthread_mutex_lock(&p->mutex);
	p->stopping = true;
	pthread_cond_broadcast(&p->space);
	pthread_cond_broadcast(&p->room);
	pthread_cond_broadcast(&p->work);
	pthread_mutex_unlock(&p->mutex);
	if (p->has_feeder)
		pthread_join(p->feeder, NULL);
	for (unsigned i = 0; i < p->n_workers; i++)
		pthread_join(p->workers[i], NULL);

	free_current(p, p->current);
	for (; p->head < p->fed; p->head++)
		free_slot(p, slot_at(p, p->head));
	pthread_cond_destroy(&p->space);
	pthread_cond_destroy(&p->room);
	pthread_cond_destroy(&p->work);
	pthread_cond_destroy(&p->ready);
	pthread_mutex_destroy(&p->mutex);
	free(p->workers);
	free(p->slots);
	free(p);
	*pp = NULL;
}

static void init_locks(struct pipeline *p)
{
	pthread_condattr_t monotonic;	/* a clock that is set back must not stop the progress bar */
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_mutex_init(&p->mutex, NULL);
	pthread_cond_init(&p->space, NULL);
	pthread_cond_init(&p->room, NULL);
	pthread_cond_init(&p->work, NULL);
	pthread_cond_init(&p->ready, &monotonic);
	pthread_condattr_destroy(&monotonic);
}

static int start_threads(struct pipeline *p, unsigned workers, struct err *err)
{
	int rc = pthread_create(&p->feeder, NULL, feeder_main, p);
	p->has_feeder = rc == 0;
	while (rc == 0 && p->n_workers < workers) {
		struct worker_start *start = xmalloc(sizeof(*start));
		*start = (struct worker_start){ p, p->n_workers };
		rc = pthread_create(&p->workers[p->n_workers], NULL, worker_main, start);
		if (rc == 0)
			p->n_workers++;
		else
			free(start);
	}
	errno = rc;
	return rc ? err_errno(err, "starting a thread") : 0;
}

int pipeline_start(const struct pipeline_ops *ops, unsigned workers, size_t budget,
		   struct pipeline **out_r, struct err *err)
{
	struct pipeline *p = xcalloc(1, sizeof(*p));
	p->ops = *ops;
	p->budget = budget;
	p->n_slots = (uint64_t)workers * SLOTS_PER_WORKER;
	p->slots = xcalloc(p->n_slots, sizeof(*p->slots));
	p->workers = xcalloc(workers, sizeof(*p->workers));
	init_locks(p);
	if (start_threads(p, workers, err) < 0) {
		pipeline_free(&p);
		return -1;
	}
	*out_r = p;
	return 0;
}

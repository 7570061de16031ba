/* Timers, signals, descriptors and wake-ups on one libevent base; see loop.h. */
#include "config.h"

#include "daemon/loop.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <event2/event.h>

#include "common/xalloc.h"

struct loop {
	struct event_base *base;
};

struct loop_event {
	struct event *ev;
	loop_fn *fn;
	void *arg;
	int eventfd;		/* wake-ups: the descriptor that carries them; else -1 */
};

int loop_new(struct loop **out_r, struct err *err)
{
	*out_r = NULL;
	/* libevent keeps to the rule of xalloc.h too. */
	event_set_mem_functions(xmalloc, xrealloc, free);
	struct event_config *cfg = event_config_new();
	/* One thread uses the base, so it needs no locks. */
	struct event_base *base = NULL;
	if (cfg) {
		event_config_set_flag(cfg, EVENT_BASE_FLAG_NOLOCK);
		base = event_base_new_with_config(cfg);
		event_config_free(cfg);
	}
	if (!base)
		return err_errno(err, "starting the event loop");
	struct loop *l = xcalloc(1, sizeof(*l));
	l->base = base;
	*out_r = l;
	return 0;
}

void loop_free(struct loop **l)
{
	if (!*l)
		return;
	event_base_free((*l)->base);
	free(*l);
	*l = NULL;
}

int loop_run(struct loop *l, struct err *err)
{
	return event_base_dispatch(l->base) < 0 ? err_errno(err, "waiting for events") : 0;
}

void loop_stop(struct loop *l)
{
	event_base_loopbreak(l->base);
}

bool loop_has_more(struct loop *l)
{
	return event_base_get_num_events(l->base, EVENT_BASE_COUNT_ACTIVE) > 0;
}

struct event_base *loop_base(struct loop *l)
{
	return l->base;
}

static void fire(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	struct loop_event *e = arg;
	if (e->eventfd >= 0) {
		uint64_t count;
		while (read(e->eventfd, &count, sizeof(count)) < 0 && errno == EINTR)
			;
	}
	e->fn(e->arg);
}

static struct loop_event *event_make(struct loop *l, int fd, short what, loop_fn *fn, void *arg)
{
	struct loop_event *e = xcalloc(1, sizeof(*e));
	e->fn = fn;
	e->arg = arg;
	e->eventfd = -1;
	e->ev = event_new(l->base, fd, what, fire, e);
	BUG_ON(!e->ev);
	if (what)
		BUG_ON(event_add(e->ev, NULL) < 0);
	return e;
}

struct loop_event *loop_timer_new(struct loop *l, loop_fn *fn, void *arg)
{
	return event_make(l, -1, 0, fn, arg);
}

void loop_timer_start(struct loop_event *e, uint64_t ms)
{
	struct timeval tv = { .tv_sec = (time_t)(ms / 1000), .tv_usec = (suseconds_t)(ms % 1000) * 1000 };
	BUG_ON(event_add(e->ev, &tv) < 0);
}

void loop_timer_stop(struct loop_event *e)
{
	event_del(e->ev);
}

struct loop_event *loop_readable_new(struct loop *l, int fd, loop_fn *fn, void *arg)
{
	return event_make(l, fd, EV_READ | EV_PERSIST, fn, arg);
}

struct loop_event *loop_signal_new(struct loop *l, int signal, loop_fn *fn, void *arg)
{
	return event_make(l, signal, EV_SIGNAL | EV_PERSIST, fn, arg);
}

struct loop_event *loop_wakeup_new(struct loop *l, loop_fn *fn, void *arg, struct err *err)
{
	int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (fd < 0) {
		err_errno(err, "eventfd");
		return NULL;
	}
	struct loop_event *e = event_make(l, fd, EV_READ | EV_PERSIST, fn, arg);
	e->eventfd = fd;
	return e;
}

void loop_wake(struct loop_event *e)
{
	uint64_t one = 1;
	/* EAGAIN: the counter is full, so a wake-up is on its way in any case. */
	while (write(e->eventfd, &one, sizeof(one)) < 0 && errno == EINTR)
		;
}

void loop_event_free(struct loop_event **e)
{
	if (!*e)
		return;
	event_free((*e)->ev);
	if ((*e)->eventfd >= 0)
		close((*e)->eventfd);
	free(*e);
	*e = NULL;
}

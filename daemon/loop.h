/* The event loop: timers, signals, readable descriptors, and calls from other threads.
 *
 * A thin layer over one libevent base.  Everything runs on the thread that is in loop_run();
 * only loop_wake() may be called from others.  Callbacks must not block.  An event may be
 * freed in its own callback.
 */
#ifndef KAREZ_DAEMON_LOOP_H
#define KAREZ_DAEMON_LOOP_H

#include <stdbool.h>
#include <stdint.h>

#include "common/err.h"

struct event_base;
struct loop;
struct loop_event;
typedef void loop_fn(void *arg);

int loop_new(struct loop **out_r, struct err *err);
void loop_free(struct loop **l);		/* after all its events */
int loop_run(struct loop *l, struct err *err);	/* until loop_stop(); may be called again */
void loop_stop(struct loop *l);
bool loop_has_more(struct loop *l);		/* do other events wait for their callbacks? */
struct event_base *loop_base(struct loop *l);	/* for io.c */

/* Calls fn once, the given time after each loop_timer_start(); starting again moves it. */
struct loop_event *loop_timer_new(struct loop *l, loop_fn *fn, void *arg);
void loop_timer_start(struct loop_event *e, uint64_t ms);
void loop_timer_stop(struct loop_event *e);

/* Calls fn whenever fd can be read (or accepted from, or is at its end).  fd stays the caller's. */
struct loop_event *loop_readable_new(struct loop *l, int fd, loop_fn *fn, void *arg);
struct loop_event *loop_signal_new(struct loop *l, int signal, loop_fn *fn, void *arg);

/* Calls fn soon after loop_wake(); wakes that come close together may be one call. */
struct loop_event *loop_wakeup_new(struct loop *l, loop_fn *fn, void *arg, struct err *err);
void loop_wake(struct loop_event *e);		/* any thread */

void loop_event_free(struct loop_event **e);

#endif

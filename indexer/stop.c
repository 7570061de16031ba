/* SIGINT and SIGTERM ask the run to end; see stop.h. */
#include "config.h"

#include "indexer/stop.h"

#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

static atomic_int asked;	/* lock-free, as a signal handler needs it */

static void on_signal(int sig)
{
	int none = 0;
	if (!atomic_compare_exchange_strong(&asked, &none, sig))
		_exit(128 + sig);
}

void stop_install(void)
{
	struct sigaction sa;
	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = on_signal;
	sa.sa_flags = SA_RESTART;
	sigemptyset(&sa.sa_mask);
	sigaction(SIGINT, &sa, NULL);
	sigaction(SIGTERM, &sa, NULL);
}

int stop_signal(void)
{
	return atomic_load_explicit(&asked, memory_order_relaxed);
}

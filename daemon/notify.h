/* Telling the service manager how the daemon is (sd_notify(3)'s protocol, a datagram of text),
 * without its library.
 */
#ifndef KAREZ_DAEMON_NOTIFY_H
#define KAREZ_DAEMON_NOTIFY_H

/* state is "READY=1", "RELOADING=1", "STOPPING=1" or several lines of that kind.  Does nothing
 * without $NOTIFY_SOCKET; a manager that cannot be told is no reason to fail. */
void notify(const char *state);

#endif

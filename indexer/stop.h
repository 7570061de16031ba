/* Stopping on request: SIGINT and SIGTERM.
 *
 * The first one asks the run to finish what is in hand, commit and end; the second one ends the
 * process at once (the index is whole at any moment, only work is lost).
 */
#ifndef KAREZ_INDEXER_STOP_H
#define KAREZ_INDEXER_STOP_H

void stop_install(void);
int stop_signal(void);		/* number of the signal that asked; 0: none.  Any thread. */

#endif

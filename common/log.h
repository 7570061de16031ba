/* Structured log lines: key=value, one event a line, on standard error or in syslog.
 *
 * A line is "level event key=value ...": log_info("listen", "addr=%s", addr).  Values that
 * come from outside go through log_quote() so that no client byte can forge a line; a line is
 * cut at 1024 bytes.
 * Thread-safe after log_init().  Query text is logged at debug level and in the slow-query
 * log only.
 */
#ifndef KAREZ_COMMON_LOG_H
#define KAREZ_COMMON_LOG_H

#include <stdbool.h>

#include "common/str.h"

enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARN, LOG_LEVEL_INFO, LOG_LEVEL_DEBUG };

/* to_syslog: LOG_DAEMON under the name prog; otherwise standard error, with an ISO time in
 * front unless it is the journal's (JOURNAL_STREAM), which adds its own.  Not to be called while
 * other threads log. */
void log_init(const char *prog, enum log_level level, bool to_syslog);
void log_set_level(enum log_level level);
bool log_level_parse(struct str s, enum log_level *out_r);	/* error|warn|info|debug */
bool log_enabled(enum log_level level);

#define log_error(event, ...) log_write(LOG_LEVEL_ERROR, (event), __VA_ARGS__)
#define log_warn(event, ...)  log_write(LOG_LEVEL_WARN, (event), __VA_ARGS__)
#define log_info(event, ...)  log_write(LOG_LEVEL_INFO, (event), __VA_ARGS__)
#define log_debug(event, ...) log_write(LOG_LEVEL_DEBUG, (event), __VA_ARGS__)
void log_write(enum log_level level, const char *event, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Outside bytes made safe for one key=value line: quoted, control bytes and quotes escaped,
 * cut at 200 bytes with "...".  Writes into out (at least 8 bytes) and returns it. */
const char *log_quote(char *out, size_t size, struct str s);

#endif

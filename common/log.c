/* Structured log lines; see log.h. */
#include "config.h"

#include "common/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include "common/err.h"
#include "common/unit.h"
#include "common/utf8.h"

#define LINE_MAX_BYTES 1024	/* with the newline: one write(2) of it is never torn apart */
#define QUOTE_MAX 200

static const struct {
	const char *name;
	int priority;	/* of syslog(3) */
} levels[] = {
	[LOG_LEVEL_ERROR] = { "error", LOG_ERR },
	[LOG_LEVEL_WARN] = { "warn", LOG_WARNING },
	[LOG_LEVEL_INFO] = { "info", LOG_INFO },
	[LOG_LEVEL_DEBUG] = { "debug", LOG_DEBUG },
};

static atomic_int threshold = LOG_LEVEL_INFO;
static enum { TO_STDERR, TO_JOURNAL, TO_SYSLOG } target = TO_STDERR;

/* Standard error is the journal's only when it is the very stream that JOURNAL_STREAM
 * ("device:inode") names: a child whose errors go to a file inherits the variable too. */
static bool stderr_is_journal(void)
{
	const char *env = getenv("JOURNAL_STREAM");
	char ours[64];
	struct stat st;
	if (!env || fstat(STDERR_FILENO, &st) < 0)
		return false;
	snprintf(ours, sizeof(ours), "%ju:%ju", (uintmax_t)st.st_dev, (uintmax_t)st.st_ino);
	return strcmp(env, ours) == 0;
}

void log_init(const char *prog, enum log_level level, bool to_syslog)
{
	static char ident[32];	/* openlog() keeps the pointer */
	log_set_level(level);
	if (target == TO_SYSLOG)
		closelog();
	if (to_syslog) {
		snprintf(ident, sizeof(ident), "%s", prog);
		openlog(ident, LOG_PID | LOG_NDELAY, LOG_DAEMON);
	}
	target = to_syslog ? TO_SYSLOG : stderr_is_journal() ? TO_JOURNAL : TO_STDERR;
}

void log_set_level(enum log_level level)
{
	atomic_store_explicit(&threshold, (int)level, memory_order_relaxed);
}

bool log_level_parse(struct str s, enum log_level *out_r)
{
	for (size_t i = 0; i < sizeof(levels) / sizeof(*levels); i++) {
		if (str_eqz(s, levels[i].name)) {
			*out_r = (enum log_level)i;
			return true;
		}
	}
	return false;
}

bool log_enabled(enum log_level level)
{
	return (int)level <= atomic_load_explicit(&threshold, memory_order_relaxed);
}

/* What stands in front of the level: nothing for syslog, which is told the priority; the
 * priority for the journal; the time for a plain stream. */
static size_t put_head(char *line, size_t size, enum log_level level)
{
	char now[32];
	switch (target) {
	case TO_SYSLOG:
		return 0;
	case TO_JOURNAL:
		return (size_t)snprintf(line, size, "<%d>", levels[level].priority);
	default:
		clock_iso(time(NULL), now);
		return (size_t)snprintf(line, size, "%s ", now);
	}
}

/* Control bytes become spaces, so that one event stays one line; a line that did not fit ends
 * in "..." after a whole character.  Returns the length. */
static size_t tidy(char *line, size_t n, size_t room)
{
	if (n >= room) {
		n = utf8_floor(str_n(line, room - 1), room - 4);
		memcpy(line + n, "...", 3);
		n += 3;
	}
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f)
			line[i] = ' ';
	return n;
}

void log_write(enum log_level level, const char *event, const char *fmt, ...)
{
	if (!log_enabled(level))
		return;
	int saved = errno;
	char line[LINE_MAX_BYTES];
	const size_t room = sizeof(line) - 1;	/* one byte for the newline */
	size_t n = put_head(line, room, level);
	n += (size_t)snprintf(line + n, room - n, "%s %.64s ", levels[level].name, event);
	va_list ap;
	va_start(ap, fmt);
	int len = vsnprintf(line + n, room - n, fmt, ap);
	va_end(ap);
	n = tidy(line, n + (len > 0 ? (size_t)len : 0), room);
	if (target == TO_SYSLOG) {
		syslog(levels[level].priority, "%.*s", (int)n, line);
	} else {
		line[n++] = '\n';
		/* Nobody could be told that this fails. */
		ssize_t ignored = write(STDERR_FILENO, line, n);
		(void)ignored;
	}
	errno = saved;
}

/* The letter that stands for c behind a backslash, or 0. */
static char escape_letter(char c)
{
	switch (c) {
	case '"': case '\\': return c;
	case '\n': return 'n';
	case '\r': return 'r';
	case '\t': return 't';
	default: return 0;
	}
}

/* The character at the front of s as it may stand between quotes, into out (4 bytes at most);
 * *taken_r is how many bytes of s it was. */
static size_t quote_one(struct str s, char out[4], size_t *taken_r)
{
	static const char digits[] = "0123456789abcdef";
	unsigned char c = (unsigned char)s.p[0];
	struct str one = str_sub(s, 0, c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4);
	/* U+0080 to U+009F are control characters to a terminal. */
	bool control = c < 0x20 || c == 0x7f || (c == 0xc2 && one.n > 1 && (unsigned char)one.p[1] < 0xa0);
	*taken_r = 1;
	out[0] = '\\';
	out[1] = escape_letter(s.p[0]);
	if (out[1])
		return 2;
	if (!control && utf8_valid(one)) {
		memcpy(out, one.p, one.n);
		return *taken_r = one.n;
	}
	out[1] = 'x';
	out[2] = digits[c >> 4];
	out[3] = digits[c & 15];
	return 4;
}

const char *log_quote(char *out, size_t size, struct str s)
{
	const size_t tail = sizeof("...\"");	/* kept free for the end */
	size_t n = 0, taken;
	bool cut = false;
	BUG_ON(size < 8);
	out[n++] = '"';
	for (size_t i = 0; i < s.n; i += taken) {
		char one[4];
		size_t len = quote_one(str_sub(s, i, s.n), one, &taken);
		cut = i + taken > QUOTE_MAX || n + len > size - tail;
		if (cut)
			break;
		memcpy(out + n, one, len);
		n += len;
	}
	snprintf(out + n, size - n, "%s\"", cut ? "..." : "");
	return out;
}

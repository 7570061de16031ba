/* Reading lines from a descriptor; see lines.h. */
#include "config.h"

#include "client/lines.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

enum { STEP = 65536 };

int lines_open(struct lines *l, const char *path, size_t max, struct err *err)
{
	bool standard = str_eqz(str_of(path), "-");
	*l = (struct lines){ .name = standard ? "standard input" : path, .max = max };
	l->fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	return l->fd < 0 ? err_errno(err, "%s", path) : 0;
}

void lines_close(struct lines *l)
{
	if (l->fd > STDIN_FILENO)
		close(l->fd);
	buf_fini(&l->in);
}

static bool ready(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	return poll(&p, 1, 0) != 0;
}

/* More bytes; of a line that is too long its beginning alone is kept. */
static int fill(struct lines *l, size_t line_n, struct err *err)
{
	size_t keep = line_n > l->max ? l->max + 1 : line_n;
	if (keep)
		memmove(l->in.p, l->in.p + l->used, keep);
	buf_truncate(&l->in, keep);
	l->used = 0;
	if (!buf_reserve(&l->in, STEP))
		return err_set(err, ERR_NO_MEMORY, "%s: no memory for a line", l->name);
	ssize_t n = read(l->fd, l->in.p + l->in.n, STEP);
	if (n < 0)
		return errno == EINTR ? 0 : err_errno(err, "%s", l->name);
	l->in.n += (size_t)n;
	l->ended = n == 0;
	return 0;
}

static enum lines_got give(struct lines *l, struct str line, struct str *line_r)
{
	l->number++;
	bool too_long = line.n > l->max;
	if (str_ends(line, STR("\r")))
		line.n--;
	*line_r = str_sub(line, 0, l->max);
	return too_long ? LINES_TOO_LONG : LINES_LINE;
}

enum lines_got lines_next(struct lines *l, bool wait, struct str *line_r, struct err *err)
{
	for (;;) {
		struct str left = str_sub(buf_str(&l->in), l->used, l->in.n);
		ptrdiff_t end = str_chr(left, '\n');
		if (end >= 0 || (l->ended && left.n)) {
			size_t n = end < 0 ? left.n : (size_t)end;
			l->used += n + (end >= 0);
			return give(l, str_sub(left, 0, n), line_r);
		}
		if (l->ended)
			return LINES_END;
		if (!wait && !ready(l->fd))
			return LINES_NONE_YET;
		if (fill(l, left.n, err) < 0)
			return LINES_FAILED;
	}
}

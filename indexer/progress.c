/* The progress bar; see progress.h. */
#include "config.h"

#include "indexer/progress.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "common/unit.h"

#define REDRAW_US 100000
#define FILE_WEIGHT 2048	/* bytes: about what opening and storing costs beside the words */
#define FIRST_GUESS_US 1000000	/* no time left is shown before that: it would jump about */
#define BAR_MIN 10
#define BAR_MAX 40

void progress_init(struct progress *p, const char *name, bool quiet)
{
	memset(p, 0, sizeof(*p));
	p->on = !quiet && isatty(STDERR_FILENO);
	p->name = name;
	p->start_us = p->drawn_us = clock_us();	/* a run that is over at once shows nothing */
}

static unsigned terminal_columns(void)
{
	struct winsize w;
	return ioctl(STDERR_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_col > 0 ? w.ws_col : 80;
}

static bool is_time(struct progress *p)
{
	uint64_t now = clock_us();
	if (!p->on || now - p->drawn_us < REDRAW_US)
		return false;
	p->drawn_us = now;
	return true;
}

static void draw(struct progress *p, struct str line)
{
	fprintf(stderr, "\r%.*s\033[K", STR_ARG(line));
	fflush(stderr);
	p->drawn = true;
}

void progress_scan(struct progress *p, uint64_t files)
{
	struct buf line = BUF_INIT;
	if (!is_time(p))
		return;
	buf_printf(&line, "%s%slooked at %llu files", p->name ? p->name : "", p->name ? ": " : "",
		   (unsigned long long)files);
	draw(p, buf_str(&line));
	buf_fini(&line);
}

void progress_start(struct progress *p, uint64_t all_files, uint64_t all_bytes)
{
	p->start_us = clock_us();
	p->files = p->bytes = 0;
	p->all_files = all_files;
	p->all_bytes = all_bytes;
}

void progress_add(struct progress *p, uint64_t files, uint64_t bytes)
{
	p->files += files;
	p->bytes += bytes;
	progress_tick(p);
}

void progress_tick(struct progress *p)
{
	struct buf line = BUF_INIT;
	if (!is_time(p))
		return;
	progress_format(p, p->drawn_us - p->start_us, terminal_columns(), &line);
	draw(p, buf_str(&line));
	buf_fini(&line);
}

void progress_note(struct progress *p, const char *what)
{
	struct buf line = BUF_INIT;
	if (!p->on)
		return;
	buf_printf(&line, "%s%s%s ...", p->name ? p->name : "", p->name ? "  " : "", what);
	draw(p, buf_str(&line));
	buf_fini(&line);
}

void progress_hide(struct progress *p)
{
	if (!p->drawn)
		return;
	fputs("\r\033[K", stderr);
	fflush(stderr);
	p->drawn = false;
	p->drawn_us = 0;
}

/* Part of the work that is done, 0..1. */
static double part_done(const struct progress *p)
{
	double done = (double)p->bytes + (double)p->files * FILE_WEIGHT;
	double all = (double)p->all_bytes + (double)p->all_files * FILE_WEIGHT;
	return all <= 0 ? 0 : done >= all ? 1 : done / all;
}

static void add_bar(struct buf *out, double part, unsigned width)
{
	unsigned full = (unsigned)(part * width);
	buf_puts(out, "  [");
	for (unsigned i = 0; i < width; i++)
		buf_putc(out, i < full ? '#' : '-');
	buf_putc(out, ']');
}

void progress_format(const struct progress *p, uint64_t elapsed_us, unsigned columns, struct buf *out)
{
	struct buf tail = BUF_INIT;
	char rate[24], left[24];
	double part = part_done(p);
	uint64_t per_second = elapsed_us ? (uint64_t)((double)p->bytes * 1e6 / (double)elapsed_us) : 0;

	unit_format_size(per_second, rate, sizeof(rate));
	buf_printf(&tail, "  %llu", (unsigned long long)p->files);
	if (p->all_files)
		buf_printf(&tail, " of %llu", (unsigned long long)p->all_files);
	buf_printf(&tail, " files  %s/s", rate);
	if (part > 0 && elapsed_us >= FIRST_GUESS_US) {
		double us = (double)elapsed_us * (1 - part) / part;
		unit_format_duration((uint64_t)(us / 1e6), left, sizeof(left));
		buf_printf(&tail, "  %s left", left);
	}

	if (p->name)
		buf_puts(out, p->name);
	if (p->all_files) {
		buf_printf(out, "%s%3d %%", p->name ? "  " : "", (int)(part * 100));
		size_t used = out->n + tail.n + 4 + 1;	/* brackets, blanks, and the cursor */
		if (columns >= used + BAR_MIN)
			add_bar(out, part, columns - used > BAR_MAX ? BAR_MAX : (unsigned)(columns - used));
	}
	buf_addstr(out, buf_str(&tail));
	buf_fini(&tail);
	if (columns && out->n >= columns)	/* a line that wraps could not be drawn over */
		buf_truncate(out, columns - 1);
}

/* Units of work from the list of files to read; see feed.h. */
#include "config.h"

#include "indexer/feed.h"

#define PACKED_RATIO 4		/* of text to its .gz, about */
#define WOULD_WAIT 2
#define UNIT_WEIGHT 1024	/* opening and closing a file, in bytes of text */

void feed_init(struct feed *f, const struct read_limits *limits, const struct sources *sources,
	       struct spool *work)
{
	*f = (struct feed){ .limits = limits, .sources = sources, .work = work };
}

void feed_fini(struct feed *f)
{
	records_close(&f->records);
	arena_fini(&f->arena);
	buf_fini(&f->record);
}

static struct unit *file_unit(const struct work_file *file)
{
	struct unit *u = unit_new(UNIT_FILE);
	work_file_copy(&u->file, file, &u->arena);
	u->bytes = file->size;
	return u;
}

/* The next file of the list: a unit, or f->records is made (*unit_r is NULL then). */
static int next_file(struct feed *f, struct unit **unit_r, struct err *err)
{
	struct work_file file;
	int rc = spool_next(f->work, &f->record, err);
	if (rc <= 0)
		return rc;
	arena_reset(&f->arena);
	if (!work_file_decode(buf_str(&f->record), f->sources, &f->arena, &file))
		return err_set(err, ERR_CORRUPT, "the list of files to read is damaged");
	if (file.input == INPUT_FILES) {
		*unit_r = file_unit(&file);
		return 1;
	}
	f->records = records_new(f->limits, &file, &f->stopping);
	return 1;
}

void feed_stop(struct feed *f)
{
	atomic_store(&f->stopping, true);
}

/* 1, 0 at the end, -1.  holding: there are units to hand out, so WOULD_WAIT instead of waiting. */
static int next_unit(struct feed *f, bool holding, struct unit **unit_r, struct err *err)
{
	int rc = 1;
	*unit_r = NULL;
	while (rc > 0 && !*unit_r) {
		if (f->records) {
			if (holding && records_would_wait(f->records))
				return WOULD_WAIT;
			if (records_open(f->records, err) < 0)
				return -1;
			if (records_next(f->records, unit_r))
				break;
			records_close(&f->records);
		}
		rc = next_file(f, unit_r, err);
	}
	return rc;
}

/* What the work on a unit will be, roughly in bytes of text. */
static uint64_t weight_of(const struct unit *u)
{
	bool packed = u->kind == UNIT_FILE && str_ends(u->file.path, STR(".gz"));
	return (u->text.n ? u->text.n : u->bytes) * (packed ? PACKED_RATIO : 1) + UNIT_WEIGHT;
}

int feed_next(struct feed *f, struct unit **unit_r, size_t *bytes_r, struct err *err)
{
	struct unit **last = unit_r;
	uint64_t weight = 0;
	*unit_r = NULL;
	*bytes_r = 0;
	while (!f->ended && weight < f->limits->handful) {
		int rc = next_unit(f, *unit_r != NULL, last, &f->err);
		if (rc == WOULD_WAIT)
			return 1;
		f->ended = rc <= 0;
		if (rc == 0)
			f->err.code = ERR_NONE;
		if (rc > 0) {
			weight += weight_of(*last);
			*bytes_r += unit_bytes(*last);
			last = &(*last)->next;
		}
	}
	if (*unit_r)
		return 1;
	*err = f->err;
	return f->err.code == ERR_NONE ? 0 : -1;
}

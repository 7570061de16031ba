/* A list of records in an unlinked temporary file; see spool.h. */
#include "config.h"

#include "indexer/spool.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/fs.h"

int spool_open(struct spool *s, const char *dir, struct err *err)
{
	const char *tmp = getenv("TMPDIR");
	char *path = fs_join(dir ? dir : tmp && *tmp ? tmp : "/tmp", "karez-spool.XXXXXX");
	int fd = mkostemp(path, O_CLOEXEC);
	*s = SPOOL_INIT;
	if (fd < 0) {
		err_errno(err, "making %s", path);
	} else {
		unlink(path);
		s->file = fdopen(fd, "w+");
		if (!s->file) {
			err_errno(err, "opening %s", path);
			close(fd);
		}
	}
	free(path);
	return s->file ? 0 : -1;
}

void spool_close(struct spool *s)
{
	if (s->file)
		fclose(s->file);
	*s = SPOOL_INIT;
}

int spool_add(struct spool *s, struct str record, struct err *err)
{
	/* The file never leaves this process: lengths can stand as the machine has them. */
	if (fwrite_unlocked(&record.n, sizeof(record.n), 1, s->file) != 1 ||
	    fwrite_unlocked(record.p, 1, record.n, s->file) != record.n)
		return err_errno(err, "writing the list of files to read");
	s->n++;
	return 0;
}

int spool_rewind(struct spool *s, struct err *err)
{
	if (fflush(s->file) != 0 || fseeko(s->file, 0, SEEK_SET) != 0)
		return err_errno(err, "writing the list of files to read");
	return 0;
}

int spool_next(struct spool *s, struct buf *record, struct err *err)
{
	size_t n;
	buf_reset(record);
	if (fread_unlocked(&n, sizeof(n), 1, s->file) != 1) {
		if (ferror(s->file))
			return err_errno(err, "reading the list of files to read");
		return 0;
	}
	if (!buf_reserve(record, n))
		return err_set(err, ERR_NO_MEMORY, "no memory for a record of %zu bytes", n);
	if (fread_unlocked(record->p, 1, n, s->file) != n)
		return err_errno(err, "reading the list of files to read");
	record->n = n;
	record->p[n] = '\0';
	return 1;
}

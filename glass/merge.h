/* The k-way merge of sections by term; those that have the same one are given in their order. */
#ifndef KAREZ_GLASS_MERGE_H
#define KAREZ_GLASS_MERGE_H

#include "glass/bytes.h"
#include "glass/section.h"

/* Sections of one kind, in memory or in a file. */
struct stream {
	struct spill spill;
	struct section *sections;
	size_t n, cap;
};

#define STREAM_NONE ((struct stream){ .spill = SPILL_NONE })

int stream_open(struct stream *s, const char *folder, struct err *err);
void stream_close(struct stream *s);
/* One more section (none when it is empty).  keep: its memory is taken over, else it goes to the file. */
int stream_add(struct stream *s, uint32_t base, struct bytes *section, bool keep, struct err *err);

/* The blocks of one term, each with its whole body to read, which must be used up. */
typedef int merge_fn(void *arg, struct cursor *const *tied, size_t n, struct err *err);

/* All sections of the stream within about that much memory (some blocks cannot be smaller): when
 * they are too many, neighbours are first merged to longer ones. */
int merge(struct stream *s, size_t memory, merge_fn *fn, void *arg, struct err *err);

/* What the blocks say together; the term is that of the first. */
struct block merge_sum(struct cursor *const *tied, size_t n);

#endif

/* A finished batch, as the builder takes it: everything packed, documents counted from 0. */
#ifndef KAREZ_GLASS_RUN_H
#define KAREZ_GLASS_RUN_H

#include <stdbool.h>

#include "glass/batch.h"
#include "glass/bytes.h"

/* Where the parts of a document end; they begin where those of the one before end. */
struct run_document {
	uint32_t length;	/* sum of the wdfs */
	size_t data, termlist, slots;
	bool packed;		/* the termlist is a deflate stream */
};

/* What the values of a slot have in common. */
struct run_slot {
	uint32_t slot, count;
	size_t low, high, end;	/* the bounds, within `bounds`: low up to high, high up to end */
};

struct run {
	struct run_document *documents;
	size_t n, cap;
	struct bytes data, termlists, slots;
	struct bytes lengths, postings, positions, values;	/* sections */
	struct bytes bounds;
	struct run_slot *slot_stats;
	size_t n_slot_stats, slot_stats_cap;
	uint64_t total_length;
	uint32_t shortest, longest;	/* lengths; shortest: of those that are not 0, else 0 */
	uint32_t wdf_max;
};

#endif

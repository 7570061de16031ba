/* Web archives: WARC (ISO 28500) and the WET files made of them, record by record.
 *
 * Records of type response (HTTP, status 200), resource and conversion give what was fetched;
 * all others are passed over.  A file of any size is read as a stream; one record at a time is in
 * memory.  Damage between records is passed over to the next one and told once.
 */
#ifndef KAREZ_EXTRACT_WARC_H
#define KAREZ_EXTRACT_WARC_H

#include <stddef.h>
#include <stdint.h>

#include "common/err.h"
#include "common/str.h"
#include "text/reader.h"

struct warc_record {
	uint64_t number;	/* in the file, from 1, records of every type counted */
	struct str uri;		/* WARC-Target-URI */
	struct str type;	/* media type of the payload; empty when not known */
	struct str payload;
	bool cut;		/* it is longer than the limit, this is its beginning */
};

/* -1 with err filled ends the reading.  record() gets payloads; failed() what is wrong with a record
 * (uri may be empty); step() is told of a record that was passed over. */
struct warc_sink {
	void *ctx;
	int (*record)(void *ctx, const struct warc_record *record, struct err *err);
	int (*failed)(void *ctx, struct str uri, uint64_t number, const char *why, struct err *err);
	int (*step)(void *ctx, struct err *err);
};

/* max: bytes of one payload, unpacked. */
int warc_read(struct reader *r, size_t max, const struct warc_sink *sink, struct err *err);

#endif

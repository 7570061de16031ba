/* Bodies of messages from a process that was taken over: taken apart, or refused. */
#include "config.h"

#include <stdint.h>

#include "common/utf8.h"
#include "extract/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool within(struct str s, struct str body)
{
	return s.n == 0 || (s.p >= body.p && s.p + s.n <= body.p + body.n);
}

/* What was taken gives the same bytes again. */
static void document_again(const struct doc *doc, struct str body)
{
	struct arena a = ARENA_INIT;
	struct buf again = BUF_INIT;
	struct doc same;
	struct err err;
	BUG_ON(!within(doc->id, body) || !within(doc->text, body) || !utf8_valid(doc->text) || !utf8_valid(doc->type));
	wire_put_document(&again, doc);
	BUG_ON(wire_take_document(buf_str(&again), &a, &same, &err) < 0 || !str_eq(same.text, doc->text) ||
	       same.n_extras != doc->n_extras);
	buf_fini(&again);
	arena_fini(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str body = str_n((const char *)data, size), x, y;
	struct arena a = ARENA_INIT;
	struct wire_job job;
	struct doc doc;
	struct err err;
	if (wire_take_document(body, &a, &doc, &err) == 0)
		document_again(&doc, body);
	if (wire_take_job(body, &job, &err) == 0)
		BUG_ON(!within(job.name, body) || !within(job.externals, body));
	if (wire_take_pair(body, &x, &y, &err) == 0)
		BUG_ON(x.n + y.n >= body.n + 1);
	arena_fini(&a);
	return 0;
}

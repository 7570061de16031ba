/* Documents to products; see analyst.h. */
#include "config.h"

#include "indexer/analyst.h"

#include "common/hash.h"
#include "index/schema.h"

/* Raw bytes, decoded and cleaned text, positions, packed text, and terms: measured on long texts
 * in English and Russian. */
#define MEMORY_PER_BYTE 6
#define MEMORY_PER_FILE (256 << 10)
#define TOGETHER (128 << 10)	/* bytes of products */

size_t analyst_working_memory(size_t bytes)
{
	return bytes * MEMORY_PER_BYTE + MEMORY_PER_FILE;
}

int analyst_init(struct analyst *a, const struct read_limits *limits, const struct langs *langs, struct trainer *trainer,
		 size_t batch_max, struct err *err)
{
	*a = (struct analyst){ .limits = limits, .batch_max = batch_max };
	a->last = &a->first;
	prepared_init(&a->prepared);
	if (preparer_new(langs, trainer, &a->preparer, err) < 0)
		return -1;
	if (batch_max) {
		a->batch = batch_new(preparer_lexicon(a->preparer));
		preparer_pack_later(a->preparer);
		batch_pack_data(a->batch, preparer_pack, a->preparer);
	}
	return 0;
}

void analyst_fini(struct analyst *a)
{
	product_free(a->first);
	batch_free(&a->batch);
	prepared_fini(&a->prepared);
	arena_fini(&a->repairs);
	preparer_free(&a->preparer);
	extractor_free(&a->extractor);
}

struct extractor *analyst_extractor(struct analyst *a)
{
	if (!a->extractor)
		a->extractor = extractor_new(a->limits->extract);
	return a->extractor;
}

struct analyzer_stats analyst_stats(const struct analyst *a)
{
	return a->preparer ? analyzer_stats(preparer_analyzer(a->preparer)) : (struct analyzer_stats){ 0, 0 };
}

/* ---- Handing over ---- */

/* False when the pipeline is being stopped. */
static bool hand_over(struct analyst *a)
{
	struct product *first = a->first;
	size_t bytes = a->bytes;
	a->first = NULL;
	a->last = &a->first;
	a->bytes = 0;
	return !first || outlet_put(a->out, first, bytes);
}

/* In bulk everything waits for the run, which holds its documents. */
static bool put(struct analyst *a, struct product *p)
{
	*a->last = p;
	a->last = &p->next;
	a->bytes += product_bytes(p);
	return a->batch || a->bytes < TOGETHER || hand_over(a);
}

static bool put_run(struct analyst *a)
{
	struct product *p = product_new(PRODUCT_RUN, NULL);
	p->run = batch_finish(a->batch);
	p->prepared.names = preparer_names(a->preparer, false, &p->prepared.arena, &p->prepared.n_names);
	preparer_trim(a->preparer);
	put(a, p);
	return hand_over(a);
}

void analyst_begin(struct analyst *a, struct outlet *out)
{
	a->out = out;
}

void analyst_end(struct analyst *a)
{
	if (a->batch && batch_documents(a->batch))
		put_run(a);
	hand_over(a);
}

/* ---- Products ---- */

void analyst_put_bad(struct analyst *a, struct unit *unit, uint64_t line, const char *reason)
{
	struct product *p = product_new(PRODUCT_BAD_RECORD, unit);
	p->line = line;
	p->reason = arena_str(&unit->arena, str_of(reason));
	put(a, p);
}

void analyst_put_cut(struct analyst *a, struct unit *unit, struct str reason)
{
	struct product *p = product_new(PRODUCT_CUT, unit);
	p->reason = arena_str(&unit->arena, reason);
	put(a, p);
}

void analyst_put_outcome(struct analyst *a, struct unit *unit, const struct outcome *o)
{
	struct product *p = product_new(PRODUCT_OUTCOME, unit);
	p->outcome = *o;
	put(a, p);
}

static void add_to_batch(struct batch *b, const struct prepared *p)
{
	struct glass_value values[N_SLOTS];
	const struct store_document *d = &p->document;
	BUG_ON(d->n_values > N_SLOTS);
	for (size_t i = 0; i < d->n_values; i++)
		values[i] = (struct glass_value){ d->values[i].slot, d->values[i].value };
	batch_add(b, &(struct glass_document){ d->data, p->tokens, p->n_tokens, values, d->n_values });
}

/* The documents of a run are in the batch; of each of them a product remains that tells its id. */
static bool put_prepared(struct analyst *a, struct product *p)
{
	if (!a->batch) {
		prepared_group(a->preparer, &p->prepared);
		return put(a, p);
	}
	add_to_batch(a->batch, &a->prepared);
	put(a, p);
	return batch_bytes(a->batch) < a->batch_max || put_run(a);
}

int analyst_put(struct analyst *a, struct unit *unit, const struct doc *doc, uint64_t line, struct err *err)
{
	const struct prepare_limits *limits = &a->limits->prepare;
	struct product *p = product_new(PRODUCT_DOCUMENT, unit);
	struct prepared *d = a->batch ? &a->prepared : &p->prepared;
	if (prepare(a->preparer, doc, unit->file.path, limits, d, err) < 0) {
		product_free(p);
		return -1;
	}
	p->line = line;
	p->id = hash64(d->unique);
	bool truncated = d->truncated;
	if (!put_prepared(a, p))
		return err_set(err, ERR_CANCELLED, "stopped");
	if (truncated)
		analyst_put_cut(a, unit, arena_printf(&unit->arena, "%.*s: only the first %llu words are searchable",
						      STR_ARG(doc->id), (unsigned long long)limits->max_words));
	return 0;
}

int analyst_repair(struct analyst *a, struct unit *unit, const struct doc *source, unsigned rules, uint64_t line,
		   struct err *err)
{
	struct repaired r;
	int rc = 0;
	repair(source, rules, &a->repairs, &a->repaired, &r);
	for (size_t i = 0; rc == 0 && i < r.n_docs; i++)
		rc = analyst_put(a, unit, &r.docs[i], line, err);
	arena_reset(&a->repairs);
	return rc;
}

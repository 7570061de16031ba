/* Documents to products; see analyst.h. */
#include "config.h"

#include "indexer/analyst.h"

/* Raw bytes, decoded and cleaned text, positions, packed text, and terms: measured on long texts
 * in English and Russian. */
#define MEMORY_PER_BYTE 6
#define MEMORY_PER_FILE (256 << 10)

size_t analyst_working_memory(size_t bytes)
{
	return bytes * MEMORY_PER_BYTE + MEMORY_PER_FILE;
}

int analyst_init(struct analyst *a, const struct read_limits *limits, const struct langs *langs, struct err *err)
{
	*a = (struct analyst){ .limits = limits };
	return preparer_new(langs, &a->preparer, err);
}

void analyst_fini(struct analyst *a)
{
	preparer_free(&a->preparer);
}

static bool put(struct product *p, struct outlet *out)
{
	return outlet_put(out, p, product_bytes(p));
}

void analyst_put_cut(struct unit *unit, struct str reason, struct outlet *out)
{
	struct product *p = product_new(PRODUCT_CUT, unit);
	p->reason = arena_str(&unit->arena, reason);
	put(p, out);
}

void analyst_put_outcome(struct unit *unit, const struct outcome *o, struct outlet *out)
{
	struct product *p = product_new(PRODUCT_OUTCOME, unit);
	p->outcome = *o;
	put(p, out);
}

int analyst_put(struct analyst *a, struct unit *unit, const struct doc *doc, uint64_t line, struct outlet *out,
		struct err *err)
{
	const struct prepare_limits *limits = &a->limits->prepare;
	struct product *p = product_new(PRODUCT_DOCUMENT, unit);
	if (prepare(a->preparer, doc, unit->file.path, limits, &p->prepared, err) < 0) {
		product_free(p);
		return -1;
	}
	prepared_group(a->preparer, &p->prepared);
	p->line = line;
	bool truncated = p->prepared.truncated;
	if (!put(p, out))
		return err_set(err, ERR_CANCELLED, "stopped");
	if (truncated)
		analyst_put_cut(unit, arena_printf(&unit->arena, "%.*s: only the first %llu words are searchable",
						   STR_ARG(doc->id), (unsigned long long)limits->max_words), out);
	return 0;
}

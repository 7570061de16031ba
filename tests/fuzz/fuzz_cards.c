/* Fuzz target: arbitrary bytes as a file of cards, under a header that holds true. */
#include "config.h"

#include "index/cards.h"
#include "tests/fuzz/sidefile_fixture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t sum(struct str s)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++)
		n += (unsigned char)s.p[i];
	return n;
}

/* Every byte that a card gives can be read. */
static void read_card(const struct cards *c, docid_t doc)
{
	struct arena a = ARENA_INIT;
	struct doc d;
	struct err err;
	if (cards_get(c, doc, &a, &d, &err) == 0) {
		size_t all = sum(d.id) + sum(d.title) + sum(d.author) + sum(d.date) + sum(d.url) +
			     sum(d.source) + sum(d.lang) + sum(d.type) + sum(d.path);
		for (size_t i = 0; i < d.n_extras; i++)
			all += sum(d.extras[i].key) + sum(d.extras[i].json);
		__asm__ volatile("" : : "r"(all));	/* so that the reading is not left out */
	} else {
		BUG_ON(err.code != ERR_CORRUPT);
	}
	arena_fini(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct sidefile_kind kind = { CARDS_MAGIC, CARDS_VERSION, "cards" };
	struct sidefile_fixture f;
	struct cards *c;
	struct err err;
	sidefile_fixture_make(&f, data, size, &kind);
	if (cards_open(f.path, &c, &err) == 0) {
		for (docid_t doc = 0; doc < 100; doc++)
			read_card(c, doc);
		read_card(c, UINT32_MAX);
		cards_close(&c);
	}
	sidefile_fixture_remove(&f);
	return 0;
}

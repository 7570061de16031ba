/* Fuzz target: arbitrary bytes as a stored document and as an entry of the catalogue of files. */
#include "config.h"

#include "common/err.h"
#include "index/catalogue.h"
#include "index/stored.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_document(struct str bytes)
{
	struct arena a = ARENA_INIT;
	struct stored s;
	struct doc doc;
	struct str text;
	struct err err;
	if (stored_open(bytes, &a, &s, &err) == 0) {
		size_t end = 0;
		for (size_t i = 0; i < s.n_blocks; i++) {
			const struct stored_block *b = &s.blocks[i];
			BUG_ON(b->start != end);
			BUG_ON(b->length == 0 || b->length > STORED_BLOCK_MAX);
			end += b->length;
			size_t at = stored_block_at(&s, b->position);
			BUG_ON(s.blocks[at].position != b->position || at < i);
			if (stored_text(&s, i, i, &a, &text, &err) == 0)
				BUG_ON(text.n != b->length);
		}
		BUG_ON(end != s.text_length);
		if (s.n_blocks && stored_text(&s, 0, s.n_blocks - 1, &a, &text, &err) == 0)
			BUG_ON(text.n != s.text_length);
		stored_block_at(&s, 0);
		stored_block_at(&s, UINT32_MAX);
		stored_fields(&s, &a, &doc, &err);
	}
	arena_fini(&a);
}

static void read_entry(struct str bytes)
{
	struct arena a = ARENA_INIT;
	struct catalogue_entry e, again;
	struct err err;
	if (catalogue_decode(bytes, &e, &err) == 0) {
		BUG_ON(catalogue_decode(catalogue_encode(&a, &e), &again, &err) != 0);
		BUG_ON(again.mtime_ns != e.mtime_ns || !str_eq(again.reason, e.reason));
	}
	arena_fini(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = str_n((const char *)data, size);
	read_document(bytes);
	read_entry(bytes);
	return 0;
}

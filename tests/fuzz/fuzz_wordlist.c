/* Fuzz target: arbitrary bytes as a list of words, under a header that holds true, and a word looked for in it. */
#include "config.h"

#include "index/wordlist.h"
#include "query/typo.h"
#include "tests/fuzz/sidefile_fixture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t look(void *arg, struct str word, size_t shared, uint32_t documents, bool is_stem)
{
	size_t dead;
	(void)documents;
	(void)is_stem;
	BUG_ON(word.n > WORDLIST_BYTES || shared > word.n);
	typo_next(arg, word, shared, &dead);
	/* Of a word that is no text the last character may end beyond it. */
	return dead < word.n ? dead : word.n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct sidefile_kind kind = { WORDLIST_MAGIC, WORDLIST_VERSION, "list of words" };
	struct sidefile_fixture f;
	struct wordlist *w;
	struct typo t;
	struct err err;
	sidefile_fixture_make(&f, data, size, &kind);
	if (wordlist_open(f.path, &w, &err) == 0) {
		for (int weighed = 0; weighed < 2; weighed++) {
			BUG_ON(!typo_begin(&t, STR("borbers"), 20, weighed));
			for (int common = 0; common < 2; common++)
				if (wordlist_each(w, weighed ? STR("b") : STR_NONE, common, look, &t, &err) < 0)
					BUG_ON(err.code != ERR_CORRUPT);
		}
		wordlist_close(&w);
	}
	sidefile_fixture_remove(&f);
	return 0;
}

/* Name keys: any folded word gives keys of their letters, each once, the surest first, and the same again. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/utf8.h"
#include "text/fold.h"
#include "text/namekey.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int holds)
{
	if (!holds)
		abort();
}

static void check_key(const char *key)
{
	size_t n = strlen(key), first = key[0] == '-';
	check(n > first && n < NAMEKEY_BYTES);
	check(strspn(key + first, "abcdefghijklmnopqrstuvwxyz") == n - first);
}

static void check_keys(struct str folded, bool acronym, enum namekey_grade most)
{
	struct namekeys keys, again;
	char russian[NAMEKEY_RUSSIAN][NAMEKEY_RUSSIAN_BYTES];
	namekey_make(folded, acronym, most, &keys);
	namekey_make(folded, acronym, most, &again);
	check(keys.n <= NAMEKEY_MAX && keys.n == again.n);
	for (size_t i = 0; i < keys.n; i++) {
		check_key(keys.list[i].text);
		check(strcmp(keys.list[i].text, again.list[i].text) == 0);
		check(keys.list[i].grade <= most && (i == 0 || keys.list[i].grade >= keys.list[i - 1].grade));
		for (size_t k = 0; k < i; k++)
			check(strcmp(keys.list[i].text, keys.list[k].text) != 0);
		size_t n = namekey_russian(keys.list[i].text, russian);
		check(n <= NAMEKEY_RUSSIAN);
		for (size_t k = 0; k < n; k++)
			check(strlen(russian[k]) < NAMEKEY_RUSSIAN_BYTES && utf8_valid(str_of(russian[k])));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static int ready = -1;
	struct str raw = str_n((const char *)data, size);
	const char *particles[NAMEKEY_PARTICLES];
	struct buf folded = BUF_INIT;
	if (ready < 0)
		ready = fold_setup(NULL);
	raw.n = utf8_valid_prefix(raw);
	fold_word(raw, &folded);
	struct str word = buf_str(&folded);
	for (int most = NAMEKEY_NAME; most <= NAMEKEY_PLURAL; most++)
		for (int acronym = 0; acronym < 2; acronym++)
			check_keys(word, acronym, (enum namekey_grade)most);
	namekey_particle(word, particles);
	check(!namekey_is_other(word, word));
	buf_fini(&folded);
	return 0;
}

/* Mining acronyms: any valid UTF-8 gives definitions that keep their promises. */
#include "config.h"

#include <stdlib.h>

#include "common/utf8.h"
#include "text/acronym.h"
#include "text/fold.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int holds)
{
	if (!holds)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static int ready = -1;
	struct str text = str_n((const char *)data, size);
	struct arena a = ARENA_INIT;
	struct acronym *list;
	size_t n, length;
	if (ready < 0)
		ready = fold_setup(NULL);
	text.n = utf8_valid_prefix(text);
	acronyms_find(text, &a, &list, &n);
	for (size_t i = 0; i < n; i++) {
		check(utf8_valid(list[i].acronym) && utf8_valid(list[i].long_form));
		check(list[i].long_form.n > 0 && list[i].long_form.n <= ACRONYM_MAX_LONG);
		check(acronym_like(list[i].acronym, &length));
		check(str_chr(list[i].long_form, '\t') < 0 && str_chr(list[i].acronym, '\t') < 0);
		check(acronym_key(list[i].acronym, &a).n > 0);
	}
	arena_fini(&a);
	return 0;
}

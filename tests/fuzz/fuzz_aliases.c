/* Alias files: any bytes are read or refused; what was read answers as its sets say. */
#include "config.h"

#include <stdlib.h>

#include "query/aliases.h"
#include "text/langs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct analyzer *the_analyzer(void)
{
	static struct analyzer *a;
	struct langs langs;
	struct err err;
	if (!a && (langs_parse(STR("en,ru"), &langs, &err) || analyzer_new(&langs, &a, &err)))
		abort();
	return a;
}

/* A name is found by itself, and what else it stands for are names of the table. */
static void check_name(const struct aliases *a, uint32_t number)
{
	const struct alias_table *t = aliases_table(a);
	struct arena arena = ARENA_INIT;
	struct query_token *tokens;
	struct alias_other *others;
	uint32_t *names;
	size_t n, n_names, n_others;
	analyzer_query(the_analyzer(), t->names[number].text, &arena, &tokens, &n);
	struct alias_word *words = arena_array(&arena, n, sizeof(*words));
	for (size_t i = 0; i < n; i++)
		words[i] = (struct alias_word){ &tokens[i], i == 0, i + 1 == n };
	size_t length = aliases_match(a, words, n, true, &arena, &names, &n_names);
	if (length > n || (length && n_names == 0))
		abort();
	aliases_others(a, number, &arena, &others, &n_others);
	for (size_t i = 0; i < n_others; i++)
		if (others[i].name >= t->n_names)
			abort();
	arena_fini(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct alias_table *t = alias_table_new();
	struct err err = { .code = ERR_NONE };
	if (size > 4096)
		size = 4096;
	if (alias_table_parse(t, "f", str_n((const char *)data, size), &err) < 0 || alias_table_finish(t, &err) < 0) {
		if (err.code != ERR_INVALID || err.msg[0] != 'f' || err.msg[1] != ':')
			abort();
	} else {
		struct aliases *a = aliases_new(t, the_analyzer());
		for (uint32_t i = 0; i < t->n_names; i++)
			check_name(a, i);
		aliases_free(&a);
	}
	alias_table_free(&t);
	return 0;
}

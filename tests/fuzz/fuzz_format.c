/* Arbitrary bytes as a --format: refused with a column within it, or filled in with clean text within bounds. */
#include "config.h"

#include <locale.h>
#include <stdlib.h>

#include "client/format.h"
#include "client/row.h"
#include "common/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool ok)
{
	if (!ok)
		abort();
}

/* A line of "%%" parts the format from a hit; without one the hit has a bit of everything. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct str usual = STR("{\"rank\":1,\"id\":\"a\\u001b[2J\",\"score\":8.25,\"title\":\"\xe4\xb8\xad\\n\xe5\x9b\xbd\",\"extra\":{\"k\":[1]},"
					    "\"snippets\":[{\"text\":\"one two\"}]}");
	struct arena a = ARENA_INIT;
	struct str all = str_n((const char *)data, size), query = STR("q\033");
	ptrdiff_t cut = str_find(all, STR("\n%%\n"));
	struct str text = cut < 0 ? all : str_sub(all, 0, (size_t)cut);
	struct view view = { .out = BUF_INIT, .width = 80 };
	struct format_query q = { query, query, query };
	struct format *f;
	struct err err;
	setlocale(LC_CTYPE, "C.UTF-8");
	json_t *hit = row_parse(cut < 0 ? usual : str_sub(all, (size_t)cut + 4, all.n), &err);
	if (format_parse(text, &a, &f, &err) < 0)
		check(err.code == ERR_SYNTAX && err.column >= 0 && (size_t)err.column <= size + 1);
	else if (hit) {
		check(format_keys(f, &a).n > 0);
		format_hit(f, hit, &q, &view, &a);
		check(!view.out.failed && view.out.n > 0 && utf8_valid(buf_str(&view.out)));
		/* Escapes come from the format alone. */
		check(memchr(text.p, '\033', text.n) || !memchr(view.out.p, '\033', view.out.n));
	}
	json_decref(hit);
	view_fini(&view);
	arena_fini(&a);
	return 0;
}

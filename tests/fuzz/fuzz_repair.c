/* Fuzz target: a text, as plain files have it and as readers of formats mark it, to what repair() makes of it. */
#include "config.h"

#include "repair/page.h"
#include "repair/repair.h"
#include "tests/fuzz/check_doc.h"
#include "text/plain.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_passages(const struct doc *d)
{
	size_t last = 0;
	for (size_t i = 0; i < d->n_passages; i++) {
		const struct doc_passage *p = &d->passages[i];
		BUG_ON(p->start < last || p->end < p->start || p->end > d->text.n);
		BUG_ON(p->anchor != NO_ANCHOR && p->anchor > d->text.n);
		BUG_ON(utf8_floor(d->text, p->start) != p->start);
		check_text(p->label);
		last = p->end;
	}
}

static void check(struct str text, bool marked, unsigned rules)
{
	struct arena a = ARENA_INIT;
	struct repair_counts counts = { { 0 } };
	struct repaired r;
	struct buf shown = BUF_INIT;
	struct doc source = { .id = STR("x"), .text = text, .marked = marked, .type = STR("text/plain") };
	repair(&source, rules, &a, &counts, &r);
	BUG_ON(r.n_docs == 0);
	for (size_t i = 0; i < r.n_docs; i++) {
		check_doc(&r.docs[i]);
		check_passages(&r.docs[i]);
	}
	repair_show(&r, 80, &shown);
	buf_fini(&shown);
	arena_fini(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = str_n((const char *)data, size);
	struct arena a = ARENA_INIT;
	size_t n = utf8_valid_prefix(bytes);
	char *text = arena_alloc(&a, n + 1);
	/* Valid UTF-8 without NUL by contract. */
	for (size_t i = 0; i < n; i++)
		text[i] = bytes.p[i] ? bytes.p[i] : ' ';
	check(plain_text(str_n(text, n), &a), false, repair_default_rules());
	check(str_n(text, n), true, repair_default_rules());
	if (size)
		check(str_n(text, n), false, repair_default_rules() ^ data[size - 1] ^ (unsigned)size << 8);
	arena_fini(&a);
	return 0;
}

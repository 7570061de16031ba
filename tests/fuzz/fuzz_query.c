/* Query text to tree, with operators and plain: never a crash, plain never a syntax error. */
#include "config.h"

#include <stdint.h>

#include "common/utf8.h"
#include "query/qparse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What the planner relies on. */
static size_t check_tree(const struct query *q)
{
	size_t leaves = q->n_children == 0;
	BUG_ON(q->column == 0 || q->weight < 0);
	BUG_ON((q->op <= QUERY_ADJ) != (q->n_children > 0));
	BUG_ON(q->op == QUERY_NOT && q->n_children != 2);
	for (size_t i = 0; i < q->n_children; i++) {
		BUG_ON(q->children[i]->sign && q->op != QUERY_WORDS);
		leaves += check_tree(q->children[i]);
	}
	return leaves;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };
	text.n = utf8_valid_prefix(text);
	for (int plain = 0; plain < 2; plain++) {
		struct arena a = ARENA_INIT;
		struct buf out = BUF_INIT;
		struct query *q;
		struct err err = { 0 };
		if (qparse(text, plain, &a, &q, &err) < 0) {
			BUG_ON(err.code != ERR_LIMIT && (plain || err.code != ERR_SYNTAX));
			BUG_ON(err.column < 1);
		} else if (q) {
			BUG_ON(check_tree(q) > QPARSE_MAX_CLAUSES);
			query_format(q, &out);
		}
		buf_fini(&out);
		arena_fini(&a);
	}
	return 0;
}

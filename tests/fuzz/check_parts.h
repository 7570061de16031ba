/* What every document of a reader of parts must be: check_doc.h, and marks that mean something (text/marks.h).
 */
#ifndef KAREZ_TESTS_FUZZ_CHECK_PARTS_H
#define KAREZ_TESTS_FUZZ_CHECK_PARTS_H

#include "common/ascii.h"
#include "tests/fuzz/check_doc.h"
#include "text/marks.h"
#include "text/parts.h"

/* Behind a label of digits or signs that ends with MARK_END. */
static inline size_t check_label(struct str s, size_t i)
{
	size_t start = ++i;
	while (i < s.n && s.p[i] != MARK_END)
		BUG_ON((unsigned char)s.p[i++] < ' ');
	BUG_ON(i == s.n || i == start);
	return i;
}

static inline void check_marks(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool at_start = i == 0 || s.p[i - 1] == '\n';
		if (c >= ' ' || c == '\n' || c == '\t')
			continue;
		switch (c) {
		case MARK_HEADING:
			BUG_ON(!at_start || i + 1 == s.n || !ascii_is_digit(s.p[i + 1]));
			break;
		case MARK_ITEM:
		case MARK_CAPTION:
			BUG_ON(!at_start);
			break;
		case MARK_NOTE:
			BUG_ON(!at_start);
			i = check_label(s, i);
			break;
		case MARK_REF:
			i = check_label(s, i);
			break;
		case MARK_PAGE:
		case MARK_RULE:
			BUG_ON(!at_start || (i + 1 < s.n && s.p[i + 1] != '\n'));
			break;
		default:
			BUG("a control character that is no mark");
		}
	}
}

static inline int check_document(void *ctx, const struct doc *doc, struct err *err)
{
	(void)ctx, (void)err;
	check_doc(doc);
	check_marks(doc->text);
	return 0;
}

static inline int check_part(void *ctx, struct str name, struct str media_type, struct str bytes, struct err *err)
{
	(void)ctx, (void)err, (void)media_type;
	check_text(name);
	BUG_ON(name.n == 0);
	BUG_ON(bytes.n && !bytes.p);
	return 0;
}

static inline void check_reader(parts_read_fn *read, struct str bytes)
{
	struct arena a = ARENA_INIT;
	struct parts parts = { NULL, check_document, check_part };
	struct err err;
	err.code = ERR_NONE;
	err.msg[0] = '\0';
	if (read(bytes, &a, &parts, &err) < 0)
		BUG_ON(err.code == ERR_NONE || !err.msg[0]);
	arena_fini(&a);
}

#endif

/* What every extracted document must be: valid UTF-8 without NUL in all of its fields.
 */
#ifndef KAREZ_TESTS_FUZZ_CHECK_DOC_H
#define KAREZ_TESTS_FUZZ_CHECK_DOC_H

#include "common/err.h"
#include "common/utf8.h"
#include "text/doc.h"

static inline void check_text(struct str s)
{
	BUG_ON(!utf8_valid(s));
	BUG_ON(str_chr(s, '\0') >= 0);
}

static inline void check_doc(const struct doc *d)
{
	const struct str fields[] = { d->id, d->title, d->text, d->author, d->date, d->url, d->source,
				      d->lang, d->type, d->path };
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		check_text(fields[i]);
	for (size_t i = 0; i < d->n_extras; i++) {
		check_text(d->extras[i].key);
		check_text(d->extras[i].json);
	}
}

#endif

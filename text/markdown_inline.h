/* The inline marks of Markdown: emphasis, links, code, references, HTML tags.
 *
 * Follows CommonMark's rules in a simpler form: marks that have a partner go, all others stay as
 * they are written.  Linear in the text whatever it holds.
 */
#ifndef KAREZ_TEXT_MARKDOWN_INLINE_H
#define KAREZ_TEXT_MARKDOWN_INLINE_H

#include "text/flow.h"

/* Labels of link definitions ("[label]: address"), as fingerprints. */
struct md_labels {
	uint64_t *hashes;	/* sorted, by md_labels_sort() */
	size_t n;
};
#define MD_LABEL_MAX 999	/* bytes, as in CommonMark */

uint64_t md_label_hash(struct str label);
void md_labels_sort(struct md_labels *l);

/* The text of one paragraph, heading or cell (valid UTF-8, lines separated by "\n"). */
void md_inline(struct flow *f, struct str s, const struct md_labels *labels);

#endif

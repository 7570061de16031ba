/* Where sentences and paragraphs end, judged by what stands between two words.
 *
 * Simple rules that hold for languages with blanks between words and for those without: a
 * sentence ends with a mark that Unicode calls a terminator (or an ellipsis), blanks, and
 * something that is not a small letter.  A dot after a single letter ("A. Smith", "г. Алматы", "т. е.")
 * ends nothing, nor one after a usual abbreviation that goes with what follows ("Dr. Smith", "No. 7").
 */
#ifndef KAREZ_QUERY_SENTENCE_H
#define KAREZ_QUERY_SENTENCE_H

#include "common/str.h"

enum boundary { BOUNDARY_NONE, BOUNDARY_SENTENCE, BOUNDARY_PARAGRAPH };

/* [start, end) is what stands between two words of the text; the first begins at `word`. */
enum boundary sentence_boundary(struct str text, size_t word, size_t start, size_t end);

/* Does what stands there hold a mark that ends a sentence?  What ends a paragraph without one is no sentence. */
bool sentence_ends(struct str text, size_t start, size_t end);

#endif

/* A file that holds one document: read, analysed, given to the writing thread.
 *
 * Runs on the analysing threads.  A text longer than a part becomes several documents "id",
 * "id#2", "id#3" ..., cut at line ends, so that any size is searchable within the memory bound.
 */
#ifndef KAREZ_INDEXER_SOURCE_FILES_H
#define KAREZ_INDEXER_SOURCE_FILES_H

#include <stdbool.h>

#include "common/str.h"
#include "indexer/analyst.h"

/* The unit's file (UNIT_FILE) to products, the last of them its outcome. */
void source_file_read(struct analyst *analyst, struct unit *unit);

/* What stands for the title of a document that has none of its own, so that a list of hits can be
 * read: its first line when it is short and stands alone, else the name of its file.  Borrowed
 * from text and path. */
struct str source_title(struct str text, struct str path);
/* Gives it to a document without a title.  Where the text is looked through for its fields, only the name of the file. */
void source_guess_title(struct doc *doc, struct str path, unsigned rules);

/* How many bytes of a longer text belong to this part: to the end of the last line that fits, or if
 * there is none, to the end of the last character.  wide: UTF-16, whose line end is two bytes. */
size_t source_part_length(struct str bytes, size_t part, bool wide);

#endif

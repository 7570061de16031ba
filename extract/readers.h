/* Which reader reads what: the formats that hold their text in a form of their own.
 */
#ifndef KAREZ_EXTRACT_READERS_H
#define KAREZ_EXTRACT_READERS_H

#include "extract/kind.h"
#include "text/parts.h"

/* NULL: none (text, archives, and what only a command reads). */
parts_read_fn *reader_of(enum kind kind);

#endif

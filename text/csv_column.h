/* Names of columns and the fields that they mean.
 */
#ifndef KAREZ_TEXT_CSV_COLUMN_H
#define KAREZ_TEXT_CSV_COLUMN_H

#include "common/str.h"

enum csv_field { CSV_EXTRA, CSV_ID, CSV_TITLE, CSV_TEXT, CSV_AUTHOR, CSV_DATE, CSV_URL, CSV_SOURCE, CSV_LANG, N_CSV_FIELDS };

/* In English and Russian, in capitals or not, words kept apart by blanks, "_" or "-". */
enum csv_field csv_field_of(struct str name);

#endif

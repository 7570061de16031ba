/* MIME (RFC 5322, 2045 to 2047, 2231): the fields of a header, their words and parameters, encoded bodies.
 *
 * Pure functions over borrowed bytes.  What breaks the rules is read as mail programs read it: as far as it goes.
 */
#ifndef KAREZ_TEXT_MIME_H
#define KAREZ_TEXT_MIME_H

#include <stdbool.h>

#include "common/arena.h"
#include "common/buf.h"
#include "common/str.h"

/* Header and body: the first empty line is between them; without one, or when the first line is no field, it
 * is all body. */
void mime_split(struct str entity, struct str *head_r, struct str *body_r);

/* The raw value of the first field of that name, folded as it may be; empty when there is none. */
struct str mime_field(struct str head, const char *name);

/* On one line, encoded words decoded, valid UTF-8 (RFC 2047). */
struct str mime_text(struct str raw, struct arena *a);

/* "text/html" of "Text/HTML; charset=x": up to the first ";", in small letters. */
struct str mime_value(struct str raw, struct arena *a);

/* A parameter of the value, empty when it is not there: "filename" also when it came as "filename*" in a
 * character set or in pieces (RFC 2231), or as an encoded word. */
struct str mime_param(struct str raw, const char *name, struct arena *a);

/* Names of a list of addresses, "; " between them: what stands beside an address, else the address. */
struct str mime_names(struct str raw, struct arena *a);

/* The bytes of a body, its transfer encoding (base64, quoted-printable) undone, appended. */
void mime_decode(struct str body, struct str encoding, struct buf *out);

/* The next part of a multipart body off *rest; false after the last.  What stands before the first and
 * after the last boundary is no part. */
bool mime_next_part(struct str *rest, struct str boundary, struct str *part_r);

#endif

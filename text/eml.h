/* Mail: a message (RFC 5322, MIME) to a document and its attachments; an mbox to its messages.
 *
 * The subject is the title, who it is from the author, its date its date.  Of alternatives the plain text is
 * taken, unless it is empty or a stub.  Quoted lines are text.  Attachments and forwarded messages are parts.
 */
#ifndef KAREZ_TEXT_EML_H
#define KAREZ_TEXT_EML_H

#include "text/parts.h"

/* ERR_INVALID: there is no header of a message. */
int eml_read(struct str bytes, struct arena *a, struct parts *out, struct err *err);

/* All messages of an mbox: documents "1", "2" ..., their attachments "1/name".  A message that is none
 * is passed over. */
int mbox_read(struct str bytes, struct arena *a, struct parts *out, struct err *err);

/* Length of the first message in the buffer, its "From " line and the empty line at its end included; 0
 * when the next one does not begin in it (at_end: then it is all there is).  searched, 0 at first, keeps
 * how far it was looked: call again with more bytes behind the same ones. */
size_t mbox_length(struct str bytes, bool at_end, size_t *searched);
/* The message as it was before it went into the box: no "From " line, "From" in its lines unquoted.  Borrowed
 * from bytes or in the arena. */
struct str mbox_message(struct str bytes, struct arena *a);
/* Whether the bytes begin as an mbox does. */
bool mbox_begins(struct str bytes);

#endif

/* Footnotes of HTML pages, by the names of the places that their links lead to.
 */
#ifndef KAREZ_TEXT_HTML_NOTE_H
#define KAREZ_TEXT_HTML_NOTE_H

#include <stdbool.h>

#include "common/str.h"

/* "fn1", "_ftn1", "cite_note-Lee-1", "footnote-1": the place of a note, its label "1", "Lee-1"; at most 12 bytes. */
bool html_note_place(struct str name, struct str *label_r);
/* "fnref1", "_ftnref1", "cite_ref-1": where it is called for. */
bool html_note_call(struct str name);
/* An element that holds a note: by its id. */
bool html_is_note(struct str attrs, struct str *label_r);
/* A link to a note; or back from it. */
bool html_links_to_note(struct str attrs, struct str *label_r);
bool html_links_back(struct str attrs);
/* Figures' captions by class: "wp-caption-text", "caption". */
bool html_is_caption(struct str attrs);

#endif

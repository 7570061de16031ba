/* Marked text: what a reader of a format hands on in doc.text, for the repair of documents.
 *
 * Lines end in "\n", an empty line keeps paragraphs apart, a tab keeps cells of a table apart.  A reader that knows paragraphs
 * (HTML, DOCX) hands on one of them as one line; one that does not (plain text, PDF) hands on the lines
 * as they stand.  What a format says about structure stands in control characters, which no reader lets
 * through from its source (they become blanks there), so they mean what they say.  All but the last
 * two stand at the beginning of a line.  None of them is left in a reading text (repair/repair.h).
 */
#ifndef KAREZ_TEXT_MARKS_H
#define KAREZ_TEXT_MARKS_H

#define MARK_HEADING	'\x01'	/* and a digit, its level: "\x01" "2Conclusion" */
#define MARK_ITEM	'\x02'	/* of a list */
#define MARK_RULE	'\x03'	/* all of the line: a rule between parts of a page */
#define MARK_CAPTION	'\x04'	/* of a picture; a box beside the text */
#define MARK_NOTE	'\x05'	/* a footnote: its label up to MARK_END, then its text */
#define MARK_END	'\x06'
#define MARK_PAGE	'\f'	/* all of the line: a page ends here */
#define MARK_REF	'\x07'	/* anywhere: a note is called for, its label up to MARK_END */

/* Raised numbers that were raised by the format stand in the characters that Unicode has for them
 * ("threats¹"), other raised marks are left out (raised.h). */

#endif

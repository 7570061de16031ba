/* Raised text; see raised.h. */
#include "config.h"

#include "text/raised.h"

#include "common/ascii.h"

#define LONGEST_MARKER 12
#define LONGEST_ORDINAL 3	/* "1er", "10th", "2nd" */

/* "2", "-6", "2+" in the characters that Unicode has for raised numbers, which are no part of words:
 * whether it is an exponent or the number of a note, it is neither lost nor glued to the word before it. */
static bool raise_number(struct str s, struct buf *out)
{
	static const struct {
		const char *plain, *raised;
	} rows[] = {
		{ "0", "⁰" }, { "1", "¹" }, { "2", "²" }, { "3", "³" }, { "4", "⁴" }, { "5", "⁵" }, { "6", "⁶" },
		{ "7", "⁷" }, { "8", "⁸" }, { "9", "⁹" }, { "+", "⁺" }, { "-", "⁻" }, { "−", "⁻" },
	};
	bool any = false;
	if (s.n > LONGEST_MARKER)
		return false;
	while (s.n) {
		size_t i = 0;
		while (i < sizeof(rows) / sizeof(*rows) && !str_starts(s, str_of(rows[i].plain)))
			i++;
		if (i == sizeof(rows) / sizeof(*rows))
			return false;
		any |= ascii_is_digit(s.p[0]);
		buf_puts(out, rows[i].raised);
		s = str_sub(s, strlen(rows[i].plain), s.n);
	}
	return any;
}

/* "2,3", "*", "†", "[note 4]" */
static bool is_marker(struct str s)
{
	static const char *const signs[] = { "*", "†", "‡", "§", ",", "-", "–", " ", "(", ")", "[", "]" };
	if (s.n > LONGEST_MARKER)
		return false;
	if (s.p[0] == '[' && s.p[s.n - 1] == ']')
		return true;
	while (s.n) {
		size_t len = ascii_is_digit(s.p[0]);
		for (size_t i = 0; !len && i < sizeof(signs) / sizeof(*signs); i++)
			if (str_starts(s, str_of(signs[i])))
				len = strlen(signs[i]);
		if (!len)
			return false;
		s = str_sub(s, len, s.n);
	}
	return true;
}

void raised_end(struct flow *f, struct flow_mark mark)
{
	struct str s = flow_since(f, mark);
	bool attached = mark.n > 0 && mark.gap == GAP_NONE && mark.blanks == 0;
	struct buf number = BUF_INIT;
	if (!attached || s.n == 0)
		return;
	if (raise_number(s, &number)) {
		flow_rewind(f, mark);
		flow_text(f, buf_str(&number));
	} else if (is_marker(s)) {
		flow_rewind(f, mark);
	} else if (s.n > LONGEST_ORDINAL || !ascii_is_digit(f->out.p[mark.n - 1])) {
		flow_split(f, mark);
	}
	buf_fini(&number);
}

/* Raised text; see raised.h. */
#include "config.h"

#include "text/raised.h"

#include "common/ascii.h"

#define LONGEST_MARKER 12
#define LONGEST_ORDINAL 3	/* "1er", "10th", "2nd" */

/* "1", "2,3", "*", "†", "[note 4]" */
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
	if (!attached || s.n == 0)
		return;
	if (is_marker(s))
		flow_rewind(f, mark);
	else if (s.n > LONGEST_ORDINAL || !ascii_is_digit(f->out.p[mark.n - 1]))
		flow_split(f, mark);
}

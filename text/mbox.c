/* Where messages begin and end in an mbox (RFC 4155 and its elder kin); see eml.h. */
#include "config.h"

#include "common/ascii.h"
#include "text/eml.h"

static size_t line_length(struct str s)
{
	ptrdiff_t lf = str_chr(s, '\n');
	return lf < 0 ? s.n : (size_t)lf + 1;
}

/* "From somebody Mon Mar  3 10:00:00 2014": people write lines that begin so, but hardly with a time. */
static bool has_time(struct str line)
{
	for (size_t i = 2; i + 2 < line.n; i++)
		if (line.p[i] == ':' && ascii_is_digit(line.p[i - 1]) && ascii_is_digit(line.p[i - 2]) &&
		    ascii_is_digit(line.p[i + 1]) && ascii_is_digit(line.p[i + 2]))
			return true;
	return false;
}

static bool is_field(struct str line)
{
	size_t n = 0;
	while (n < line.n && line.p[n] > ' ' && line.p[n] < 0x7f && line.p[n] != ':')
		n++;
	return n > 0 && n < line.n && line.p[n] == ':';
}

/* A message begins here: the line of the box, and the first field of a header. */
static bool begins(struct str s)
{
	size_t n = line_length(s);
	if (!str_starts(s, STR("From ")) || !has_time(str_sub(s, 0, n)))
		return false;
	struct str next = str_sub(s, n, s.n);
	return is_field(str_sub(next, 0, line_length(next)));
}

bool mbox_begins(struct str bytes)
{
	return begins(bytes);
}

size_t mbox_length(struct str bytes, bool at_end, size_t *searched)
{
	size_t at = *searched;
	while (at < bytes.n) {
		ptrdiff_t found = str_find(str_sub(bytes, at, bytes.n), STR("\nFrom "));
		if (found < 0)
			break;
		at += (size_t)found;
		struct str rest = str_sub(bytes, at + 1, bytes.n);
		size_t line = line_length(rest), both = line + line_length(str_sub(rest, line, rest.n));
		if (!at_end && (both == rest.n || line == rest.n)) {
			*searched = at;		/* the two lines are not all there yet */
			return 0;
		}
		if (begins(rest))
			return at + 1;
		at++;
	}
	/* The line end and the word may come in two buffers. */
	*searched = bytes.n > 8 ? bytes.n - 8 : 0;
	return at_end ? bytes.n : 0;
}

static bool is_quoted_from(struct str line)
{
	size_t n = 0;
	while (n < line.n && line.p[n] == '>')
		n++;
	return n > 0 && str_starts(str_sub(line, n, line.n), STR("From "));
}

struct str mbox_message(struct str bytes, struct arena *a)
{
	if (str_starts(bytes, STR("From ")))
		bytes = str_sub(bytes, line_length(bytes), bytes.n);
	if (str_find(bytes, STR(">From ")) < 0)
		return bytes;
	char *out = arena_alloc(a, bytes.n + 1);
	size_t n = 0;
	while (bytes.n) {
		struct str line = str_sub(bytes, 0, line_length(bytes));
		bytes = str_sub(bytes, line.n, bytes.n);
		if (is_quoted_from(line))
			line = str_sub(line, 1, line.n);
		memcpy(out + n, line.p, line.n);
		n += line.n;
	}
	out[n] = '\0';
	return str_n(out, n);
}

/* Plain text: line ends and control characters put in order, nothing else; see plain.h. */
#include "config.h"

#include "text/plain.h"

#include "text/marks.h"

/* Whether a byte below the blank is among them, eight at a time; tabs count. */
static bool has_control(struct str s)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
	size_t i = 0;
	for (; i + 8 <= s.n; i += 8) {
		uint64_t w;
		memcpy(&w, s.p + i, sizeof(w));
		if ((w - ones * ' ') & ~w & tops)
			return true;
	}
	for (; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ')
			return true;
	return false;
}

static size_t trim_line(const char *out, size_t start, size_t n)
{
	while (n > start && (out[n - 1] == ' ' || out[n - 1] == '\t'))
		n--;
	return n;
}

/* A line that holds control characters: a lone CR ends a line, a form feed a page. */
static size_t odd_line(struct str line, char *out, size_t n)
{
	size_t start = n;
	for (size_t i = 0; i < line.n; i++) {
		unsigned char c = (unsigned char)line.p[i];
		if (c == '\r' || c == '\f') {
			n = trim_line(out, start, n);
			if (n > start || c == '\r')
				out[n++] = '\n';
			if (c == '\f') {
				out[n++] = MARK_PAGE;
				out[n++] = '\n';
			}
			start = n;
		} else {
			out[n++] = c < ' ' && c != '\t' ? ' ' : (char)c;
		}
	}
	return trim_line(out, start, n);
}

struct str plain_text(struct str s, struct arena *a)
{
	size_t room = s.n + 1, n = 0;
	for (struct str rest = s, page; str_cut(&rest, '\f', &page);)
		room += 2;	/* a form feed becomes three bytes */
	char *out = arena_alloc(a, room);
	while (s.n) {
		ptrdiff_t lf = str_chr(s, '\n');
		struct str line = str_sub(s, 0, lf < 0 ? s.n : (size_t)lf);
		s = str_sub(s, line.n + 1, s.n);
		if (lf > 0 && line.p[line.n - 1] == '\r')
			line.n--;
		if (has_control(line)) {
			n = odd_line(line, out, n);
		} else if (line.n) {
			memcpy(out + n, line.p, line.n);
			n = trim_line(out, n, n + line.n);
		}
		if (lf >= 0)
			out[n++] = '\n';
	}
	out[n] = '\0';
	return str_n(out, n);
}

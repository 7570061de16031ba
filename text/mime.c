/* Entities of MIME: fields, parameters, parts, transfer encodings; see mime.h. */
#include "config.h"

#include "text/mime.h"

#include "common/ascii.h"
#include "text/field.h"
#include "text/mime_word.h"

#define LONGEST_LIST 65536	/* of addresses; what is behind it is not read */

/* ---- Header and body ---- */

/* The next line, its end included, off *rest. */
static bool cut_line(struct str *rest, struct str *line_r)
{
	if (rest->n == 0)
		return false;
	ptrdiff_t lf = str_chr(*rest, '\n');
	size_t n = lf < 0 ? rest->n : (size_t)lf + 1;
	*line_r = str_sub(*rest, 0, n);
	*rest = str_sub(*rest, n, rest->n);
	return true;
}

static bool is_empty_line(struct str line)
{
	return line.n == 0 || line.p[0] == '\n' || (line.n > 1 && line.p[0] == '\r' && line.p[1] == '\n');
}

/* Length of the name of the field that the line begins, 0 if it begins none. */
static size_t field_name(struct str line)
{
	size_t n = 0;
	while (n < line.n && line.p[n] > ' ' && line.p[n] < 0x7f && line.p[n] != ':')
		n++;
	size_t name = n;
	while (n < line.n && (line.p[n] == ' ' || line.p[n] == '\t'))
		n++;
	return n < line.n && line.p[n] == ':' ? name : 0;
}

static bool is_folded(struct str line)
{
	return line.n && (line.p[0] == ' ' || line.p[0] == '\t');
}

void mime_split(struct str entity, struct str *head_r, struct str *body_r)
{
	struct str rest = entity, line, before = entity;
	bool any = false;
	while (cut_line(&rest, &line)) {
		if (is_empty_line(line)) {
			*head_r = str_sub(entity, 0, (size_t)(line.p - entity.p));
			*body_r = rest;
			return;
		}
		if (!field_name(line) && !(any && is_folded(line)))
			break;
		any = true;
		before = rest;
	}
	/* A line that is none ends the header too, and is not lost. */
	*head_r = str_sub(entity, 0, (size_t)(before.p - entity.p));
	*body_r = before;
}

struct str mime_field(struct str head, const char *name)
{
	struct str wanted = str_of(name), line;
	while (cut_line(&head, &line)) {
		if (is_folded(line) || !str_eq_nocase(str_sub(line, 0, field_name(line)), wanted))
			continue;
		const char *end = line.p + line.n;
		struct str more;
		while (is_folded(head) && cut_line(&head, &more))
			end = more.p + more.n;
		size_t colon = (size_t)str_chr(line, ':') + 1;
		return str_trim(str_n(line.p + colon, (size_t)(end - line.p) - colon));
	}
	return STR_NONE;
}

/* ---- Values and parameters ---- */

struct str mime_value(struct str raw, struct arena *a)
{
	ptrdiff_t at = str_chr(raw, ';');
	struct str s = str_trim(str_sub(raw, 0, at < 0 ? raw.n : (size_t)at));
	char *out = arena_strz(a, s);
	for (size_t i = 0; i < s.n; i++)
		out[i] = ascii_lower(out[i]);
	return str_n(out, s.n);
}

/* Length up to the sign, or all; what stands in quotes or comments does not count. */
static size_t up_to(struct str s, char sign)
{
	bool quoted = false;
	unsigned comments = 0;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c == '\\')
			i++;
		else if (c == '"' && !comments)
			quoted = !quoted;
		else if (c == '(' && !quoted)
			comments++;
		else if (c == ')' && comments)
			comments--;
		else if (c == sign && !quoted && !comments)
			return i;
	}
	return s.n;
}

/* Without quotes, escapes and comments. */
static struct str unquoted(struct str s, struct arena *a)
{
	char *out = arena_alloc(a, s.n + 1);
	size_t n = 0;
	bool quoted = false;
	unsigned comments = 0;
	s = str_trim(s);
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c == '\\' && i + 1 < s.n)
			c = s.p[++i];
		else if (c == '"' && !comments) {
			quoted = !quoted;
			continue;
		} else if (c == '(' && !quoted)
			comments++;
		else if (c == ')' && comments) {
			comments--;
			continue;
		}
		if (!comments)
			out[n++] = c;
	}
	out[n] = '\0';
	return str_trim(str_n(out, n));
}

static int hex(char c)
{
	if (ascii_is_digit(c))
		return c - '0';
	c = ascii_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "%d0%90" */
static void add_percent_decoded(struct str s, struct buf *out)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '%' && i + 2 < s.n && hex(s.p[i + 1]) >= 0 && hex(s.p[i + 2]) >= 0) {
			buf_putc(out, (char)(hex(s.p[i + 1]) << 4 | hex(s.p[i + 2])));
			i += 2;
		} else {
			buf_putc(out, s.p[i]);
		}
	}
}

/* One parameter: its name, whether "*" stands after it (charset'lang'percent-encoded), its value. */
struct parameter {
	struct str name, value;
	bool encoded;
	int piece;		/* of "name*0", "name*1"; -1: whole */
};

static bool cut_parameter(struct str *rest, struct parameter *out_r, struct arena *a)
{
	while (rest->n) {
		size_t n = up_to(*rest, ';');
		struct str one = str_sub(*rest, 0, n);
		*rest = str_sub(*rest, n + 1, rest->n);
		ptrdiff_t eq = str_chr(one, '=');
		if (eq <= 0)
			continue;
		struct str name = str_trim(str_sub(one, 0, (size_t)eq)), number;
		*out_r = (struct parameter){ .piece = -1, .value = unquoted(str_sub(one, (size_t)eq + 1, one.n), a) };
		out_r->encoded = name.n && name.p[name.n - 1] == '*';
		name.n -= out_r->encoded;
		ptrdiff_t star = str_chr(name, '*');
		uint64_t piece;
		number = star < 0 ? STR_NONE : str_sub(name, (size_t)star + 1, name.n);
		if (number.n && str_to_u64(number, 0, 999, &piece)) {
			out_r->piece = (int)piece;
			name.n = (size_t)star;
		}
		out_r->name = name;
		return true;
	}
	return false;
}

/* "utf-8'ru'%d0": the character set goes before the first "'", nothing is lost when it is not there. */
static struct str take_charset(struct str *value)
{
	ptrdiff_t first = str_chr(*value, '\'');
	struct str charset = str_sub(*value, 0, first < 0 ? 0 : (size_t)first);
	struct str rest = str_sub(*value, (size_t)(first + 1), value->n);
	ptrdiff_t second = first < 0 ? -1 : str_chr(rest, '\'');
	if (second < 0)
		return STR_NONE;
	*value = str_sub(rest, (size_t)second + 1, rest.n);
	return charset;
}

struct str mime_param(struct str raw, const char *name, struct arena *a)
{
	struct str rest = str_sub(raw, up_to(raw, ';') + 1, raw.n), wanted = str_of(name), charset = STR_NONE, plain = STR_NONE;
	struct parameter p;
	struct buf bytes = BUF_INIT;
	int next = 0;
	while (cut_parameter(&rest, &p, a)) {
		if (!str_eq_nocase(p.name, wanted))
			continue;
		if (p.piece < 0 && !p.encoded) {
			plain = plain.n ? plain : p.value;
			continue;
		}
		/* Pieces come in their order from every program that is known. */
		if (p.piece > 0 ? p.piece != next : bytes.n > 0)
			continue;
		next = p.piece + 1;
		if (p.encoded && p.piece <= 0)
			charset = take_charset(&p.value);
		if (p.encoded)
			add_percent_decoded(p.value, &bytes);
		else
			buf_addstr(&bytes, p.value);
	}
	struct str value = bytes.n ? mime_charset_text(buf_str(&bytes), charset, a) : mime_text(plain, a);
	buf_fini(&bytes);
	return value;
}

/* ---- Addresses ---- */

static struct str comment_of(struct str s, struct arena *a)
{
	ptrdiff_t open = str_chr(s, '(');
	if (open < 0 || s.p[s.n - 1] != ')')
		return STR_NONE;
	return mime_text(str_sub(s, (size_t)open + 1, s.n - 1), a);
}

/* "Ann <a@b>", "a@b (Ann)", "a@b" */
static struct str name_of(struct str one, struct arena *a)
{
	one = str_trim(one);
	size_t angle = up_to(one, '<');
	struct str name = mime_text(unquoted(str_sub(one, 0, angle), a), a);
	if (angle == one.n) {
		struct str comment = comment_of(one, a);
		return comment.n ? comment : name;
	}
	if (name.n)
		return name;
	struct str address = str_sub(one, angle + 1, one.n);
	return mime_text(str_sub(address, 0, up_to(address, '>')), a);
}

struct str mime_names(struct str raw, struct arena *a)
{
	struct doc doc = { .author = STR_NONE };
	raw = str_sub(raw, 0, LONGEST_LIST);
	while (raw.n) {
		size_t n = up_to(raw, ',');
		struct str one = str_sub(raw, 0, n);
		raw = str_sub(raw, n + 1, raw.n);
		/* "Group: a, b;" */
		size_t colon = up_to(one, ':');
		if (colon < one.n && up_to(one, '<') > colon)
			one = str_sub(one, colon + 1, one.n);
		one = str_trim(one);
		if (one.n && one.p[one.n - 1] == ';')
			one.n--;
		field_add_author(&doc, name_of(one, a), a);
	}
	return doc.author;
}

/* ---- Bodies ---- */

static int base64(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

void mime_base64(struct str s, struct buf *out)
{
	uint32_t bits = 0;
	unsigned n = 0;
	if (!buf_reserve(out, s.n / 4 * 3 + 3))
		return;
	for (size_t i = 0; i < s.n; i++) {
		int v = base64(s.p[i]);
		if (s.p[i] == '=')
			n = 0;		/* pieces that were joined after their padding go on from here */
		if (v < 0)
			continue;
		bits = bits << 6 | (uint32_t)v;
		if (++n == 1)
			continue;
		unsigned shift = n == 2 ? 4 : n == 3 ? 2 : 0;
		buf_putc(out, (char)(bits >> shift & 0xff));
		n = n == 4 ? 0 : n;
	}
}

/* Length of a soft line end ("=", blanks, CR LF) at the "=", 0 if it is none. */
static size_t soft_line_end(struct str s, size_t i)
{
	size_t n = i + 1;
	while (n < s.n && (s.p[n] == ' ' || s.p[n] == '\t' || s.p[n] == '\r'))
		n++;
	return n == s.n || s.p[n] == '\n' ? n + 1 - i : 0;
}

void mime_quoted_printable(struct str s, struct buf *out)
{
	for (size_t i = 0, n; i < s.n; i++) {
		if (s.p[i] != '=') {
			buf_putc(out, s.p[i]);
		} else if (i + 2 < s.n && hex(s.p[i + 1]) >= 0 && hex(s.p[i + 2]) >= 0) {
			buf_putc(out, (char)(hex(s.p[i + 1]) << 4 | hex(s.p[i + 2])));
			i += 2;
		} else if ((n = soft_line_end(s, i)) > 0) {
			i += n - 1;
		} else {
			buf_putc(out, '=');
		}
	}
}

void mime_decode(struct str body, struct str encoding, struct buf *out)
{
	encoding = str_trim(encoding);
	if (str_eq_nocase(encoding, STR("base64")))
		mime_base64(body, out);
	else if (str_eq_nocase(encoding, STR("quoted-printable")))
		mime_quoted_printable(body, out);
	else
		buf_addstr(out, body);
}

/* 1: the line is a boundary, 2: the last one. */
static int boundary_line(struct str line, struct str boundary)
{
	while (line.n && ascii_is_space(line.p[line.n - 1]))
		line.n--;
	if (!str_starts(line, STR("--")) || !str_starts(str_sub(line, 2, line.n), boundary))
		return 0;
	line = str_sub(line, 2 + boundary.n, line.n);
	return line.n == 0 ? 1 : str_eqz(line, "--") ? 2 : 0;
}

bool mime_next_part(struct str *rest, struct str boundary, struct str *part_r)
{
	struct str line;
	bool inside = false;
	const char *start = NULL;
	while (cut_line(rest, &line)) {
		int kind = boundary_line(line, boundary);
		if (!kind)
			continue;
		if (!inside && kind == 2)
			break;
		if (!inside) {
			start = rest->p;
			inside = true;
			continue;
		}
		/* The line end before a boundary belongs to it; this one also begins the next part. */
		*part_r = str_n(start, (size_t)(line.p - start));
		*rest = str_n(line.p, (size_t)(rest->p + rest->n - line.p));
		if (part_r->n && part_r->p[part_r->n - 1] == '\n')
			part_r->n -= part_r->n > 1 && part_r->p[part_r->n - 2] == '\r' ? 2 : 1;
		return true;
	}
	if (!inside) {
		*rest = STR_NONE;
		return false;
	}
	/* Cut off before the end. */
	*part_r = str_n(start, (size_t)(line.p + line.n - start));
	*rest = STR_NONE;
	return part_r->n > 0;
}

/* RESP as bytes; see resp.h. */
#include "config.h"

#include "proto/resp.h"

#include <stdio.h>

#include "proto/limits.h"

#define MAX_DIGITS 12	/* of a length: more is out of every range */

/* The number behind the sign at *at, up to its CRLF, behind which *at comes to stand. */
static enum resp_take take_number(struct str in, size_t *at, char sign, int64_t *v_r)
{
	struct str rest = str_sub(in, *at, in.n);
	if (rest.n == 0)
		return RESP_MORE;
	if (rest.p[0] != sign)
		return RESP_BAD;
	ptrdiff_t end = str_chr(str_sub(rest, 0, MAX_DIGITS + 2), '\r');
	if (end < 0)
		return rest.n >= MAX_DIGITS + 2 ? RESP_BAD : RESP_MORE;
	if ((size_t)end + 1 == rest.n)
		return RESP_MORE;
	struct str digits = str_sub(rest, 1, (size_t)end);
	uint64_t v = 0;
	bool negative = str_eqz(digits, "-1");
	if (rest.p[end + 1] != '\n' || (!negative && !str_to_u64(digits, 0, INT64_MAX, &v)))
		return RESP_BAD;
	*v_r = negative ? -1 : (int64_t)v;
	*at += (size_t)end + 2;
	return RESP_DONE;
}

static enum resp_take take_bulk(struct str in, size_t *at, struct str *arg_r, const char **why_r)
{
	int64_t length;
	enum resp_take t = take_number(in, at, '$', &length);
	*why_r = "expected '$' and the length of a bulk string";
	if (t != RESP_DONE)
		return t;
	*why_r = "invalid bulk length";
	if (length < 0 || length > LIMIT_LINE)
		return RESP_BAD;
	size_t n = (size_t)length;
	if (in.n - *at < n + 2)
		return RESP_MORE;
	*arg_r = str_sub(in, *at, *at + n);
	*why_r = "a bulk string does not end where its length says";
	if (in.p[*at + n] != '\r' || in.p[*at + n + 1] != '\n')
		return RESP_BAD;
	*at += n + 2;
	return RESP_DONE;
}

static enum resp_take take_args(struct str in, struct arena *a, struct str **args_r, size_t *n_r, size_t *used_r, const char **why_r)
{
	size_t at = 0;
	int64_t n;
	enum resp_take t = take_number(in, &at, '*', &n);
	*why_r = "expected '*' and the number of arguments";
	if (t != RESP_DONE)
		return t;
	*why_r = "invalid multibulk length";
	if (n > RESP_MAX_ARGS)
		return RESP_BAD;
	*n_r = n > 0 ? (size_t)n : 0;
	*args_r = arena_array(a, *n_r, sizeof(**args_r));
	for (size_t i = 0; i < *n_r; i++)
		if ((t = take_bulk(in, &at, &(*args_r)[i], why_r)) != RESP_DONE)
			return t;
	*used_r = at;
	return RESP_DONE;
}

enum resp_take resp_take(struct str in, struct arena *a, struct str **args_r, size_t *n_r, size_t *used_r, const char **why_r)
{
	enum resp_take t = take_args(str_sub(in, 0, LIMIT_LINE), a, args_r, n_r, used_r, why_r);
	if (t == RESP_MORE && in.n >= LIMIT_LINE) {
		*why_r = "too big request";
		return RESP_BAD;
	}
	return t;
}

static void add_line(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		buf_putc(out, (unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f ? ' ' : s.p[i]);
	buf_puts(out, "\r\n");
}

void resp_simple(struct buf *out, struct str s)
{
	buf_putc(out, '+');
	add_line(out, s);
}

void resp_error(struct buf *out, const char *code, struct str message)
{
	buf_printf(out, "-%s%s", code, message.n ? " " : "");
	add_line(out, message);
}

/* What a value begins with.  An answer has hundreds of them, and most of the time that it took to write one was printf's. */
static void add_head(struct buf *out, char sign, size_t n)
{
	char head[24], *p = head + sizeof(head);
	*--p = '\n';
	*--p = '\r';
	do
		*--p = (char)('0' + n % 10);
	while (n /= 10);
	*--p = sign;
	buf_add(out, p, (size_t)(head + sizeof(head) - p));
}

void resp_bulk(struct buf *out, struct str s)
{
	add_head(out, '$', s.n);
	buf_addstr(out, s);
	buf_add(out, "\r\n", 2);
}

void resp_int(struct buf *out, int64_t v)
{
	buf_printf(out, ":%lld\r\n", (long long)v);
}

void resp_double(struct buf *out, unsigned proto, double v)
{
	char number[400];	/* the largest double has 309 digits */
	size_t n = (size_t)snprintf(number, sizeof(number), "%.4f", v);
	if (proto < 3)
		resp_bulk(out, str_n(number, n));
	else
		buf_printf(out, ",%s\r\n", number);
}

void resp_null(struct buf *out, unsigned proto)
{
	buf_puts(out, proto < 3 ? "$-1\r\n" : "_\r\n");
}

void resp_array(struct buf *out, size_t n)
{
	add_head(out, '*', n);
}

void resp_map(struct buf *out, unsigned proto, size_t n)
{
	add_head(out, proto < 3 ? '*' : '%', proto < 3 ? 2 * n : n);
}

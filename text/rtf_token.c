/* RTF to tokens; see rtf_token.h. */
#include "config.h"

#include "text/rtf_token.h"

#include "common/ascii.h"

#define LARGEST 1000000000	/* of a number; a longer one is cut to it */

static int hex(char c)
{
	if (ascii_is_digit(c))
		return c - '0';
	c = ascii_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static struct str take(struct str *rest, size_t n)
{
	struct str taken = str_sub(*rest, 0, n);
	*rest = str_sub(*rest, n, rest->n);
	return taken;
}

static void take_number(struct str *rest, struct rtf_token *t)
{
	size_t i = rest->n > 1 && rest->p[0] == '-' && ascii_is_digit(rest->p[1]), sign = i;
	for (; i < rest->n && ascii_is_digit(rest->p[i]); i++) {
		t->has_number = true;
		t->number = t->number >= LARGEST / 10 ? LARGEST : t->number * 10 + (rest->p[i] - '0');
	}
	if (sign)
		t->number = -t->number;
	take(rest, i);
}

/* After the backslash and with a letter next.  The blank after a word is a part of it. */
static void take_word(struct str *rest, struct rtf_token *t)
{
	size_t n = 0;
	while (n < rest->n && ascii_is_letter(rest->p[n]))
		n++;
	t->kind = RTF_WORD;
	t->text = take(rest, n);
	take_number(rest, t);
	if (rest->n && rest->p[0] == ' ')
		take(rest, 1);
	if (str_eqz(t->text, "bin") && t->number > 0)
		take(rest, (size_t)t->number);
}

static void take_control(struct str *rest, struct rtf_token *t)
{
	if (rest->n && ascii_is_letter(rest->p[0])) {
		take_word(rest, t);
		return;
	}
	t->kind = RTF_SYMBOL;
	t->sign = rest->n ? take(rest, 1).p[0] : '\\';
	if (t->sign == '\'' && rest->n >= 2 && hex(rest->p[0]) >= 0 && hex(rest->p[1]) >= 0) {
		t->kind = RTF_BYTE;
		t->sign = (char)(hex(rest->p[0]) << 4 | hex(rest->p[1]));
		take(rest, 2);
	}
}

static bool is_line_end(char c)
{
	return c == '\n' || c == '\r' || c == '\0';
}

bool rtf_next(struct str *rest, struct rtf_token *t)
{
	*t = (struct rtf_token){ .kind = RTF_BYTES };
	while (rest->n && is_line_end(rest->p[0]))
		take(rest, 1);
	if (rest->n == 0)
		return false;
	char c = rest->p[0];
	if (c == '{' || c == '}') {
		t->kind = c == '{' ? RTF_OPEN : RTF_CLOSE;
		take(rest, 1);
	} else if (c == '\\') {
		take(rest, 1);
		take_control(rest, t);
	} else {
		size_t n = 0;
		while (n < rest->n && !strchr("{}\\\n\r", rest->p[n]))	/* NUL too ends it */
			n++;
		t->text = take(rest, n);
	}
	return true;
}

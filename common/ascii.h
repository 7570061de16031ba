/* Letters, digits and signs of ASCII, whatever the locale says.
 */
#ifndef KAREZ_COMMON_ASCII_H
#define KAREZ_COMMON_ASCII_H

#include <stdbool.h>

static inline bool ascii_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline char ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static inline char ascii_upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
}

static inline bool ascii_is_letter(char c)
{
	return ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z';
}

static inline bool ascii_is_space(char c)	/* blank, tab, line feed, VT, form feed, CR */
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline bool ascii_is_punctuation(char c)
{
	return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}

static inline bool ascii_is_blank(char c)	/* between words of one line */
{
	return c == ' ' || c == '\t';
}

#endif

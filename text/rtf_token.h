/* RTF cut into tokens; of text only the bytes are told, in whatever encoding.
 */
#ifndef KAREZ_TEXT_RTF_TOKEN_H
#define KAREZ_TEXT_RTF_TOKEN_H

#include <stdbool.h>

#include "common/str.h"

enum rtf_kind {
	RTF_OPEN,	/* { */
	RTF_CLOSE,	/* } */
	RTF_WORD,	/* \name, \name12 */
	RTF_SYMBOL,	/* \~ and the like: sign */
	RTF_BYTE,	/* \'e9: sign */
	RTF_BYTES	/* text as it stands */
};

struct rtf_token {
	enum rtf_kind kind;
	struct str text;	/* the word's name, the bytes */
	char sign;
	bool has_number;
	int number;
};

/* Next token off *rest, false at the end.  What \bin announces is passed over. */
bool rtf_next(struct str *rest, struct rtf_token *out_r);

#endif

/* Keys and letters of three layouts; see keyboard.h. */
#include "config.h"

#include "query/keyboard.h"

#include <uchar.h>

#include "common/utf8.h"

enum { ROWS = 4, COLUMNS = 13 };

/* Latin, Russian, and where Kazakh differs from it; a blank where a layout has no letter that is meant here. */
enum layout { LATIN, RUSSIAN, KAZAKH, LAYOUTS };

static const char32_t *const keys[LAYOUTS][ROWS] = {
	[LATIN] = { U"`1234567890-=", U" qwertyuiop[]", U" asdfghjkl;' ", U" zxcvbnm,.   " },
	[RUSSIAN] = { U"ё            ", U" йцукенгшщзхъ", U" фывапролджэ ", U" ячсмитьбю   " },
	[KAZAKH] = { U"  әіңғ  үұқөһ", U"             ", U"             ", U"             " },
};

/* What shift makes of keys that are no letters on one of the layouts. */
static const char32_t upper_signs[] = U"~{}:\"<>", lower_signs[] = U"`[];',.";

static uint32_t lower(uint32_t c)
{
	for (size_t i = 0; upper_signs[i]; i++)
		if (upper_signs[i] == c)
			return lower_signs[i];
	if ((c >= 'A' && c <= 'Z') || (c >= U'А' && c <= U'Я'))
		return c + 32;
	return c == U'Ё' ? U'ё' : c;
}

static bool find(enum layout l, uint32_t c, struct keyboard_key *out_r)
{
	for (int row = 0; row < ROWS; row++)
		for (int column = 0; column < COLUMNS; column++)
			if (c != ' ' && keys[l][row][column] == c) {
				*out_r = (struct keyboard_key){ row, column };
				return true;
			}
	return false;
}

bool keyboard_key(uint32_t letter, struct keyboard_key *out_r)
{
	for (int l = 0; l < LAYOUTS; l++)
		if (find((enum layout)l, letter, out_r))
			return true;
	return false;
}

/* Each row is a good half of a key further to the right than the one above it. */
bool keyboard_near(struct keyboard_key a, struct keyboard_key b)
{
	int down = b.row - a.row, right = b.column - a.column;
	if (down < 0) {
		down = -down;
		right = -right;
	}
	return down == 0 ? right == 1 || right == -1 : down == 1 && (right == 0 || right == -1);
}

static bool is_letter(uint32_t c)
{
	return (c >= 'a' && c <= 'z') || c >= 0x400;
}

bool keyboard_read(struct str typed, unsigned way, struct buf *out)
{
	static const struct {
		enum layout from[2], to[2];	/* the first that has the key */
	} ways[KEYBOARD_READINGS] = {
		{ { LATIN, LATIN }, { RUSSIAN, KAZAKH } },
		{ { RUSSIAN, KAZAKH }, { LATIN, LATIN } },
	};
	for (size_t i = 0; i < typed.n;) {
		struct keyboard_key at;
		char bytes[4];
		uint32_t c = lower(utf8_next(typed, &i));
		if (!find(ways[way].from[0], c, &at) && !find(ways[way].from[1], c, &at))
			return false;
		uint32_t there = keys[ways[way].to[0]][at.row][at.column];
		there = there != ' ' ? there : keys[ways[way].to[1]][at.row][at.column];
		if (!is_letter(there))
			return false;
		buf_add(out, bytes, utf8_encode(there, bytes));
	}
	return typed.n > 0;
}

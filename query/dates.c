/* Days in queries; see dates.h. */
#include "config.h"

#include "query/dates.h"

#include <stdlib.h>

#include "text/date.h"

#define LONGEST 40		/* bytes of a day */
#define DATE_WORDS 3		/* "29", "February", "2020" */

static const char *const english[] = { "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
	"November", "December" };
static const char *const russian[] = { "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября",
	"ноября", "декабря" };

/* Nearly no word has. */
static bool has_digit(struct str word)
{
	for (size_t i = 0; i < word.n; i++)
		if (word.p[i] >= '0' && word.p[i] <= '9')
			return true;
	return false;
}

/* As ISO, when they are one day and nothing else. */
static bool is_day(const struct alias_word *words, size_t n, struct arena *arena, char iso[11])
{
	struct str s = STR_NONE;
	if (!has_digit(words[0].token->exact) && !has_digit(words[n - 1].token->exact))
		return false;
	for (size_t i = 0; i < n; i++)
		s = arena_printf(arena, "%.*s%s%.*s", STR_ARG(s), i ? " " : "", STR_ARG(words[i].token->exact));
	return s.n < LONGEST && date_normalise(s, iso) && strlen(iso) == 10;
}

size_t date_forms(const struct alias_word *words, size_t n, bool whole, struct arena *arena, struct str forms[DATE_FORMS])
{
	static const size_t lengths[] = { DATE_WORDS, 1 };
	char iso[11];
	size_t length = 0;
	for (size_t i = 0; i < 2 && !length; i++)
		if (n >= lengths[i] && (!whole || n == lengths[i]) && is_day(words, lengths[i], arena, iso))
			length = lengths[i];
	if (!length)
		return 0;
	int year = atoi(iso), month = atoi(iso + 5), day = atoi(iso + 8);
	forms[0] = arena_printf(arena, "%d %s %d", day, english[month - 1], year);
	forms[1] = arena_printf(arena, "%s %d, %d", english[month - 1], day, year);
	forms[2] = arena_printf(arena, "%d %s %d", day, russian[month - 1], year);
	forms[3] = arena_printf(arena, "%02d.%02d.%d", day, month, year);
	forms[4] = arena_printf(arena, "%d.%d.%d", day, month, year);
	forms[5] = arena_printf(arena, "%s", iso);
	return length;
}

/* Forms of lines that are no fields: counters, ages, titles, breadcrumbs; see forms.h. */
#include "config.h"

#include "repair/forms.h"

#include <unicode/uchar.h>

#include "common/ascii.h"
#include "common/utf8.h"
#include "repair/look.h"
#include "repair/site_words.h"

#define COUNTER_MAX 80		/* bytes */
#define AGE_MAX 120
#define AGE_DIGITS 3
#define TITLE_MAX 200		/* characters */
#define CRUMB_MAX 60		/* characters of one; the last may be a title */
#define CRUMBS_LEAST 3

/* ---- Words of a line ---- */

static bool next_word(struct str *rest, struct str *word_r)
{
	size_t i = 0, end;
	while (i < rest->n && rest->p[i] == ' ')
		i++;
	for (end = i; end < rest->n && rest->p[end] != ' '; end++)
		;
	*word_r = str_sub(*rest, i, end);
	*rest = str_sub(*rest, end, rest->n);
	return word_r->n > 0;
}

static bool is_among(struct str word, const char *const *list)
{
	char key[SITE_KEY_MAX];
	size_t n = site_key(word, key);
	for (; n && *list; list++)
		if ((*list)[0] == key[0] && strcmp(key, *list) == 0)
			return true;
	return false;
}

/* ---- Counters ---- */

/* "156", "1,234", "1.2K" */
static bool is_count(struct str s)
{
	size_t digits = 0;
	for (size_t i = 0; i < s.n; i++) {
		bool last = i + 1 == s.n;
		if (ascii_is_digit(s.p[i]))
			digits++;
		else if (s.p[i] != ',' && s.p[i] != '.' && !(last && strchr("KkMm", s.p[i])))
			return false;
	}
	return digits > 0;
}

bool form_counter(struct str line)
{
	static const char *const visits[] = { "view", "views", "comment", "comments", "просмотр", "просмотра", "просмотров",
		"просмотры", "комментарий", "комментария", "комментариев", "комментарии", NULL };
	static const char *const others[] = { "min", "mins", "minute", "minutes", "read", "reading", "time", "share", "shares",
		"like", "likes", "tweets", "reads", "votes", "мин", "минута", "минуты", "минут", "чтения", "чтение", "на",
		"время", "лайк", "лайков", NULL };
	struct str word;
	unsigned counts = 0, units = 0, seen = 0;
	bool read = false, minutes = false;
	if (line.n > COUNTER_MAX || !look_has_digit(line))
		return false;
	while (next_word(&line, &word)) {
		static const char *const reads[] = { "read", "reading", "чтения", "чтение", NULL };
		if (is_count(word)) {
			counts++;
		} else if (is_among(word, visits)) {
			seen++;
		} else if (is_among(word, others)) {
			units++;
			read |= is_among(word, reads);
			minutes |= word.p[0] == 'm' || word.p[0] == 'M' || str_starts(word, STR("м"));
		} else if (word.n > 3 || ascii_is_letter(word.p[0])) {
			return false;	/* more than a sign between two counters */
		}
	}
	return counts && (seen || (read && minutes) || (counts > 1 && units >= counts));
}

/* ---- Ages ---- */

static bool ends_word(struct str *s, const char *const *list)
{
	size_t start = s->n;
	while (start && s->p[start - 1] != ' ')
		start--;
	if (!is_among(str_sub(*s, start, s->n), list))
		return false;
	*s = str_trim(str_sub(*s, 0, start));
	return true;
}

ptrdiff_t form_age(struct str line)
{
	static const char *const agos[] = { "ago", "назад", NULL };
	static const char *const units[] = { "sec", "secs", "second", "seconds", "min", "mins", "minute", "minutes", "hr",
		"hrs", "hour", "hours", "day", "days", "week", "weeks", "month", "months", "секунд", "секунду", "секунды",
		"мин", "минуту", "минуты", "минут", "час", "часа", "часов", "день", "дня", "дней", "неделю", "недели",
		"недель", "месяц", "месяца", "месяцев", NULL };
	size_t digits = 0;
	struct str s = str_trim(line);
	if (line.n > AGE_MAX || !(str_ends(s, STR("o")) || str_ends(s, STR("O")) || str_ends(s, STR("д"))) || !ends_word(&s, agos) || !ends_word(&s, units))
		return -1;
	while (digits < s.n && ascii_is_digit(s.p[s.n - 1 - digits]))
		digits++;
	if (digits == 0 || digits > AGE_DIGITS)
		return -1;
	s = str_trim(str_sub(s, 0, s.n - digits));
	/* "It began 3 days ago" is a sentence: what stands before an age is a label. */
	struct str label = s, word;
	unsigned words = 0;
	while (next_word(&label, &word)) {
		words++;
		if (look_has_digit(word))
			return -1;
	}
	return words <= 4 && !(s.n && strchr(".,;(", s.p[s.n - 1])) ? s.p ? (ptrdiff_t)s.n : 0 : -1;
}

/* ---- Ends of lines ---- */

static struct str without_closers(struct str s)
{
	static const char *const closers[] = { "\"", "'", ")", "]", "”", "’", "»", "“" };
	s = str_trim(s);
	for (bool more = s.n && !ascii_is_letter(s.p[s.n - 1]) && !strchr(".,;:", s.p[s.n - 1]); more;) {
		more = false;
		s = str_trim(s);
		for (size_t i = 0; i < sizeof(closers) / sizeof(*closers); i++)
			if (str_ends(s, str_of(closers[i]))) {
				s.n -= strlen(closers[i]);
				more = true;
			}
	}
	return s;
}

bool form_breaks_off(struct str line)
{
	static const char *const calls[] = { "read more", "Read more", "Read More", "Подробнее", "Читать далее" };
	struct str s = without_closers(line);
	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++)
		if (str_ends(s, str_of(calls[i])))
			s = without_closers(str_sub(s, 0, s.n - strlen(calls[i])));
	return str_ends(s, STR("...")) || str_ends(s, STR("…"));
}

bool form_sentence(struct str line)
{
	if (line.n && ascii_is_letter(line.p[line.n - 1]))
		return false;
	struct str s = without_closers(line);
	return s.n && (strchr(".!?:;", s.p[s.n - 1]) || str_ends(s, STR("…")));
}

/* ---- Titles ---- */

bool form_title(struct str line)
{
	size_t i = 0;
	struct str end = without_closers(line);
	if (line.n == 0 || end.n == 0 || line.n > 4 * TITLE_MAX || (line.n > TITLE_MAX && utf8_count(line) > TITLE_MAX) || strchr(".;,:", end.p[end.n - 1]))
		return false;
	UChar32 c = (UChar32)utf8_next(line, &i);
	while (i < line.n && !u_isalnum(c)) {
		static const char openers[] = "\"'([«“‘„¿¡…#";
		char sign[4];
		if (str_find(STR(openers), str_n(sign, utf8_encode((uint32_t)c, sign))) < 0)
			return false;
		c = (UChar32)utf8_next(line, &i);
	}
	if (u_isalpha(c))
		return !u_islower(c);
	while (i < line.n)
		if (u_isalpha((UChar32)utf8_next(line, &i)))
			return true;
	return false;
}

bool form_capitals(struct str line)
{
	size_t letters = 0;
	for (size_t i = 0; i < line.n;) {
		UChar32 c = (UChar32)utf8_next(line, &i);
		if (u_islower(c))
			return false;
		letters += u_isupper(c);
	}
	return letters >= 4;
}

/* ---- Breadcrumbs ---- */

/* Most lines have no sign of descent at all. */
static bool may_have_crumbs(struct str line)
{
	static const char first[] = ">/:\xc2\xe2";	/* bytes of what next_crumb() cuts at */
	for (size_t i = 0; i < sizeof(first) - 1; i++)
		if (str_chr(line, first[i]) >= 0)
			return true;
	return false;
}

/* Cut at ">", "»", "›", "→" between blanks, or "/" between blanks. */
static bool next_crumb(struct str *rest, struct str *crumb_r)
{
	static const char *const signs[] = { " > ", " » ", " › ", " → ", " / ", " :: ", " >> " };
	bool more = str_cut_any(rest, signs, sizeof(signs) / sizeof(*signs), crumb_r);
	if (more)
		*crumb_r = str_trim(*crumb_r);
	return more;
}

bool form_breadcrumb(struct str line, struct str *last_r)
{
	static const char *const homes[] = { "home", "homepage", "home page", "main", "start", "startseite", "accueil", "главная",
		"на главную", "главная страница", "начало", "бош саҳифа", "басты бет", "башкы бет", "you are here", "вы здесь", NULL };
	struct str crumb;
	unsigned n = 0;
	bool home = false;
	if (line.n > 4 * TITLE_MAX || !may_have_crumbs(line))
		return false;
	while (next_crumb(&line, &crumb)) {
		if (crumb.n == 0)
			continue;
		home |= n == 0 && is_among(crumb, homes);
		if (line.n && utf8_count(crumb) > CRUMB_MAX)
			return false;
		*last_r = crumb;
		n++;
	}
	return (home && n >= 2) || (n >= CRUMBS_LEAST && !form_sentence(*last_r));
}

/* ---- Cookies ---- */

bool form_cookies(struct str line)
{
	static const char *const speakers[] = { "we use", "site uses", "website uses", "site use", "our site", "this site", "this website",
		"our website", "we and our partners", "мы используем", "сайт использует", "сайте используются", "наш сайт" };
	static const char *const asks[] = { "accept", "agree", "consent", "continu", "preferences", "experience", "opt-out", "opt out",
		"privacy policy", "соглас", "соглаш", "продолжа", "принима", "политик", "улучш" };
	char small[512];
	size_t n = 0;
	bool speaks = false, asked = false;
	if (line.n > sizeof(small) * 2 || (str_find(line, STR("ookie")) < 0 && str_find(line, STR("куки")) < 0))
		return false;
	for (; n < line.n && n < sizeof(small); n++)
		small[n] = ascii_lower(line.p[n]);
	for (size_t i = 0; i < sizeof(speakers) / sizeof(*speakers); i++)
		speaks |= str_find(str_n(small, n), str_of(speakers[i])) >= 0;
	for (size_t i = 0; i < sizeof(asks) / sizeof(*asks); i++)
		asked |= str_find(str_n(small, n), str_of(asks[i])) >= 0;
	/* Capitals of Russian are not made small: sentences of sites begin with them. */
	speaks |= str_find(line, STR("Мы используем")) >= 0 || str_find(line, STR("Наш сайт")) >= 0 || str_find(line, STR("Этот сайт")) >= 0;
	return speaks && asked;
}

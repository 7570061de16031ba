/* Forms of lines that state fields: dates, names, imprints; see forms.h. */
#include "config.h"

#include "repair/forms.h"

#include <unicode/uchar.h>

#include "common/ascii.h"
#include "common/utf8.h"
#include "common/wordset.h"
#include "repair/look.h"
#include "repair/site_words.h"
#include "text/date.h"
#include "text/doc.h"
#include "text/field.h"

#define DATE_LINE_MAX 120	/* bytes */
#define NAMES_LINE_MAX 300
#define BYLINE_DATE_MAX 240
#define NAME_WORDS 4
#define PARTICLE_MAX 5		/* letters */
#define PUBLISHER_WORDS 8

static bool starts_nocase(struct str s, struct str prefix)
{
	return s.n >= prefix.n && str_eq_nocase(str_sub(s, 0, prefix.n), prefix);
}

/* ---- Dates ---- */

/* Words that a line of a date may hold beside the date; months are told by date_month(). */
static struct wordset date_fillers = WORDSET(
	"at am pm of th st nd rd gmt utc est edt msk cet on г года год в мск ч monday tuesday wednesday thursday "
	"friday saturday sunday mon tue tues wed thu thur thurs fri sat sun понедельник вторник среда четверг "
	"пятница суббота воскресенье пн вт ср чт пт сб вс");

static bool word_byte(char c)
{
	return ascii_is_letter(c) || (c & 0x80);
}

/* Every word belongs to a date or time, and there is nothing but words, digits and the signs of dates. */
static bool holds_date_only(struct str s)
{
	char key[SITE_KEY_MAX];
	unsigned digits = 0;
	for (size_t i = 0, end; i < s.n; i = end) {
		end = i + 1;
		if (ascii_is_digit(s.p[i])) {
			digits++;
		} else if (word_byte(s.p[i])) {
			while (end < s.n && word_byte(s.p[end]))
				end++;
			struct str word = str_sub(s, i, end);
			size_t n = site_key(word, key);
			if (n && !wordset_has(&date_fillers, str_n(key, n)) && !date_month(word))
				return false;
		} else if (!strchr(" ,./-:|()'", s.p[i])) {
			return false;
		}
	}
	return digits <= 16;
}

static struct str without_dashes(struct str s)
{
	static const char *const dashes[] = { "-", "–", "—", "|", "•", "·", ":", ",", "(" };
	s = str_trim(s);
	for (bool more = s.n && !ascii_is_letter(s.p[0]) && !ascii_is_digit(s.p[0]); more;) {
		more = false;
		s = str_trim(s);
		for (size_t i = 0; i < sizeof(dashes) / sizeof(*dashes); i++)
			if (str_starts(s, str_of(dashes[i]))) {
				s = str_sub(s, strlen(dashes[i]), s.n);
				more = true;
			}
	}
	return s;
}

/* By the first two letters, where the line begins with letters of ASCII. */
static bool may_begin_with(struct str s, const char *const *prefixes)
{
	if (s.n < 2)
		return s.n > 0;
	if (!ascii_is_letter(s.p[0]))
		return true;
	for (char a = ascii_lower(s.p[0]), b = ascii_lower(s.p[1]); *prefixes; prefixes++)
		if ((*prefixes)[0] == a && (*prefixes)[1] == b)
			return true;
	return false;
}

static bool take_prefix(struct str *s, const char *const *prefixes)
{
	char key[SITE_KEY_MAX];
	if (!may_begin_with(*s, prefixes))
		return false;
	struct str head = str_sub(*s, 0, utf8_floor(*s, s->n < SITE_KEY_MAX - 2 ? s->n : SITE_KEY_MAX - 2));
	/* Keys have the letters of their lines, one for one in bytes, up to the first sign. */
	if (!site_key(head, key))
		return false;
	for (; *prefixes; prefixes++) {
		size_t n = strlen(*prefixes);
		if (strncmp(key, *prefixes, n) != 0 || n >= s->n || word_byte(s->p[n]))
			continue;
		*s = without_dashes(str_sub(*s, n, s->n));
		return true;
	}
	return false;
}

/* "Astana, ": up to three words with capitals before a comma. */
static struct str without_place(struct str s)
{
	ptrdiff_t comma = str_chr(s, ',');
	size_t i = 0, words = 0;
	if (comma <= 0)
		return s;
	struct str place = str_sub(s, 0, (size_t)comma);
	for (bool start = true; i < place.n;) {
		bool blank = place.p[i] == ' ';
		UChar32 c = (UChar32)utf8_next(place, &i);
		if (!u_isalpha(c) && c != ' ' && c != '-' && c != '.')
			return s;
		if (start && !u_isupper(c))
			return s;
		words += start;
		start = blank;
	}
	struct str rest = str_trim(str_sub(s, (size_t)comma + 1, s.n));
	return words <= 3 && !date_month(place) && holds_date_only(rest) ? rest : s;
}

static struct str trim_end(struct str s)
{
	static const char *const ends[] = { "|", "·", "•", "-", "–", "—", ",", "/", "(", ";", " on", " On" };
	for (bool more = true; more;) {
		more = false;
		s = str_trim(s);
		for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
			if (str_ends(s, str_of(ends[i]))) {
				s.n -= strlen(ends[i]);
				more = true;
			}
	}
	return s;
}

/* "May 3, 2014 | Updated: May 4, 2014" */
static struct str before_update(struct str s)
{
	static const char *const updates[] = { "Updated", "updated", "UPDATED", "Last ", "Modified", "Обновлено", "обновлено" };
	for (size_t i = 0; i < sizeof(updates) / sizeof(*updates); i++) {
		ptrdiff_t at = str_find(s, str_of(updates[i]));
		if (at > 0)
			return trim_end(str_sub(s, 0, (size_t)at));
	}
	return s;
}

/* "Received 4 March 2017; accepted 8 May 2017; published online 2 June 2017": the last of them. */
static struct str published_of(struct str line)
{
	static const char *const leads[] = { "published online", "published", "available online", "first published", "опубликована", "опубликована онлайн", NULL };
	struct str rest = line, part;
	if (str_chr(line, ';') < 0)
		return line;
	while (str_cut(&rest, ';', &part)) {
		part = str_trim(part);
		if (take_prefix(&part, leads))
			return part;
	}
	return line;
}

bool form_date(struct str line, char iso[11])
{
	static const char *const leads[] = { "published on", "published at", "published in", "published online", "published", "posted on", "posted at",
		"posted", "publication date", "date of publication", "date published", "date", "released on", "issued on", "issued",
		"опубликовано", "опубликована", "опубликован", "дата публикации", "дата", "размещено", "добавлено", NULL };
	if (line.n == 0 || line.n > DATE_LINE_MAX || !look_has_digit(line))
		return false;
	struct str s = before_update(without_dashes(published_of(line)));
	take_prefix(&s, leads);
	s = without_dashes(s);
	if (s.n < 7)		/* a year alone says too little */
		return false;
	if (!holds_date_only(s))
		s = without_place(s);
	return holds_date_only(s) && date_normalise(s, iso) && strlen(iso) > 4;
}

/* ---- Names ---- */

/* Words of organisations, places and pages: what has one is no person. */
static struct wordset no_persons = WORDSET(
	"university institute college school academy council center centre department ministry faculty foundation "
	"association society union organization organisation committee commission agency bureau office government "
	"parliament republic federation states kingdom nations united international national regional central "
	"northern southern eastern western north south east west middle new old great street avenue city region "
	"province district asia europe africa america news press times post journal review magazine report reports "
	"bulletin gazette radio television service services media group party movement bank company corporation "
	"limited policy memo paper brief briefing series issue volume chapter section part table figure annex "
	"appendix contents introduction conclusion conclusions summary abstract background references bibliography "
	"notes acknowledgements preface security conference workshop project programme program strategy treaty "
	"agreement war peace world state islamic image images photo photos credit credits getty reuters staff "
	"reporter correspondent editor editors editorial guest contributor author authors professor director "
	"president minister copyright rights reserved all the this that our your how why what when where who which "
	"is are was in on at for from with to by as a an no not more about key main next last first second third "
	"университет институт академия школа центр кафедра факультет министерство комитет комиссия агентство совет "
	"союз организация партия движение республика федерация область район город улица центральная центральной "
	"средняя северный южный восточный западный азия азии европа африка америка новости газета журнал радио "
	"служба введение заключение выводы литература примечания содержание глава раздел часть таблица рисунок фото "
	"редакция корреспондент редактор автор авторы война мир год года как что почему кто где когда это в на о об "
	"за по для не из");

static bool is_particle(struct str word)
{
	static const char *const particles[] = { "de", "da", "di", "del", "della", "der", "den", "du", "van", "von", "zu", "la", "le", "bin",
		"ibn", "al", "el", "ul", "ad", "ogly", "oglu", "ugli", "kyzy", "qizi", "оглы", "оглу", "угли", "кызы", "уулу" };
	for (size_t i = 0; word.n && i < sizeof(particles) / sizeof(*particles); i++)
		if (particles[i][0] == word.p[0] && str_eqz(word, particles[i]))
			return true;
	return false;
}

enum name_word { NO_NAME, NAME_PARTICLE, NAME_INITIALS, NAME_WHOLE, NAME_CAPITALS };

/* "Anna", "O'Neill", "al-Rashid", "Y.", "А.К." */
static enum name_word name_word(struct str word)
{
	char key[SITE_KEY_MAX];
	size_t letters = 0, points = 0, i = 0, run = 0, longest = 0;
	bool capital = false, small = false;
	if (is_particle(word))
		return NAME_PARTICLE;
	while (i < word.n) {
		UChar32 c = (UChar32)utf8_next(word, &i);
		if (u_isalpha(c)) {
			capital |= u_isupper(c);
			small |= u_islower(c);
			if (letters == 0 && u_islower(c) && !str_starts(word, STR("al-")) && !str_starts(word, STR("el-")))
				return NO_NAME;
			letters++;
			run++;
			longest = run > longest ? run : longest;
		} else if (c == '.') {
			points++;
			run = 0;
		} else if (c != '-' && c != '\'' && c != 0x2019 && c != 0x2bb && c != 0x2bc && c != '`') {
			return NO_NAME;
		}
	}
	if (!capital || letters == 0)
		return NO_NAME;
	if (points)
		return longest == 1 || (longest <= 2 && points == 1) ? NAME_INITIALS : NO_NAME;
	size_t n = letters < 2 ? 0 : site_key(word, key);
	if (n == 0 || wordset_has(&no_persons, str_n(key, n)) || date_month(word))
		return letters == 1 ? NAME_INITIALS : NO_NAME;
	return small ? NAME_WHOLE : NAME_CAPITALS;
}

static UChar32 last_character(struct str s)
{
	size_t at = s.n ? utf8_floor(s, s.n - 1) : 0;
	return s.n ? (UChar32)utf8_next(s, &at) : 0;
}

/* The digits at the end, with or without brackets: "Lee12", "Lee [1]", not "LM75". */
static size_t number_behind(struct str s)
{
	bool bracket = str_ends(s, STR("]"));
	size_t n = bracket, digits = 0;
	while (n < s.n && ascii_is_digit(s.p[s.n - 1 - n])) {
		n++;
		digits++;
	}
	if (digits == 0 || digits > 2 || n >= s.n)
		return 0;
	if (bracket)
		return s.p[s.n - 1 - n] == '[' ? n + 1 : 0;
	return u_islower(last_character(str_sub(s, 0, s.n - n))) ? n : 0;
}

/* Signs of notes behind a name: "¹", "1", "*", "[1]". */
static struct str without_marks(struct str s, bool *marked_r)
{
	static const char *const marks[] = { "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹", "⁰", "*", "†", "‡" };
	for (size_t n = 1; n;) {
		s = str_trim(s);
		n = number_behind(s);
		for (size_t i = 0; i < sizeof(marks) / sizeof(*marks) && !n; i++)
			n = str_ends(s, str_of(marks[i])) ? strlen(marks[i]) : 0;
		s.n -= n;
		*marked_r |= n > 0;
	}
	return s;
}

static bool is_name(struct str s, struct names *out)
{
	struct str rest = s, word;
	unsigned words = 0, whole = 0, capitals = 0;
	bool initials = false;
	while (str_cut(&rest, ' ', &word)) {
		if (word.n == 0)
			continue;
		enum name_word kind = name_word(word);
		if (kind == NO_NAME)
			return false;
		initials |= kind == NAME_INITIALS;
		whole += kind == NAME_WHOLE;
		capitals += kind == NAME_CAPITALS;
		words += kind != NAME_PARTICLE;
	}
	out->initials |= initials;
	/* A word in capitals beside others is an acronym or a make. */
	return words >= 2 && words <= NAME_WORDS && whole + capitals >= 1 && !(whole && capitals);
}

/* The next name of a list; false at its end. */
static bool next_name(struct str *rest, struct str *name_r)
{
	static const char *const between[] = { "/", ",", ";", " and ", " And ", " AND ", " & ", " und ", " и ", " et ", " with ", "|", "·" };
	return str_cut_any(rest, between, sizeof(between) / sizeof(*between), name_r);
}

static struct str without_titles(struct str s)
{
	static const char *const titles[] = { "Dr. ", "Dr ", "Prof. ", "Prof ", "Professor ", "Mr. ", "Mrs. ", "Ms. ", "д-р ", "проф. " };
	for (size_t i = 0; i < sizeof(titles) / sizeof(*titles); i++)
		if (str_starts(s, str_of(titles[i])))
			return without_titles(str_trim(str_sub(s, strlen(titles[i]), s.n)));
	return s;
}

static void add_name(struct names *out, struct str name, struct arena *a)
{
	struct doc d = { .author = out->list };
	field_add_author(&d, name, a);
	out->list = d.author;
	out->n++;
}

/* all: anything that is no name spoils the line; else the names end where something else begins. */
static bool read_names(struct str line, bool all, struct arena *a, struct names *out)
{
	struct str name;
	*out = (struct names){ 0 };
	if (line.n == 0 || line.n > NAMES_LINE_MAX)
		return false;
	while (next_name(&line, &name)) {
		name = str_trim(name);
		if (str_starts(name, STR("and ")))
			name = str_sub(name, 4, name.n);
		name = without_titles(without_marks(name, &out->marked));
		if (name.n == 0)
			continue;
		if (!is_name(name, out)) {
			if (all)
				return false;
			break;
		}
		add_name(out, name, a);
	}
	return out->n > 0;
}

/* A word of small letters that is longer than a particle: most lines of text have one soon. */
static bool has_plain_word(struct str s)
{
	for (size_t i = 0, run; i < s.n; i++) {
		for (run = 0; i < s.n && s.p[i] >= 'a' && s.p[i] <= 'z'; i++)
			run++;
		if (run > PARTICLE_MAX)
			return true;
		while (i < s.n && s.p[i] != ' ')
			i++;
	}
	return false;
}

bool form_names(struct str line, struct arena *a, struct names *out)
{
	*out = (struct names){ 0 };
	return line.n <= NAMES_LINE_MAX && !has_plain_word(line) && read_names(line, true, a, out);
}

/* "Anna Lee in Osh", "Anna Lee for the Steppe Review": the names in front. */
static struct str without_tail(struct str s)
{
	static const char *const words[] = { " in ", " for ", " at ", " from ", " of ", " в ", " для ", " из " };
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		ptrdiff_t at = str_find(s, str_of(words[i]));
		if (at > 0)
			s = str_sub(s, 0, (size_t)at);
	}
	return s;
}

static const char *const byline_leads[] = { "by", "by:", "author", "authors", "author(s)", "written by", "text by", "story by", "posted by",
	"published by", "article by", "essay by", "report by", "reported by", "submitted by", "interview by", "interviewed by", "автор текста", "авторы текста", "автор статьи", "автор",
	"авторы", "текст", "подготовил", "подготовила", "подготовили", "autor", "autoren", NULL };

bool form_byline(struct str line, struct arena *a, struct names *out)
{
	struct str s = without_dashes(line);
	*out = (struct names){ 0 };
	if (s.n > NAMES_LINE_MAX || !take_prefix(&s, byline_leads))
		return false;
	return read_names(without_tail(s), false, a, out);
}

/* The names at the front of a sentence: words with capitals, up to anything else. */
static bool names_in_front(struct str s, struct arena *a, struct names *out)
{
	size_t end = 0, i = 0;
	while (i < s.n) {
		size_t stop = i;
		while (stop < s.n && s.p[stop] != ' ' && s.p[stop] != ',' && s.p[stop] != ';' && s.p[stop] != '(')
			stop++;
		struct str word = str_sub(s, i, stop);
		struct str bare = str_ends(word, STR(".")) && word.n > 3 ? str_sub(word, 0, word.n - 1) : word;
		bool more = i > 0 && (str_eqz(word, "and") || str_eqz(word, "и"));
		if (!more && (word.n == 0 || name_word(bare) == NO_NAME))
			break;
		end = i + bare.n;
		if (stop >= s.n || s.p[stop] != ' ' || bare.n != word.n)
			break;
		i = stop + 1;
	}
	return read_names(str_sub(s, 0, end), false, a, out);
}

bool form_guest(struct str line, struct arena *a, struct names *out)
{
	static const char *const calls[] = { "guest post from ", "guest post by ", "guest article from ", "guest article by ",
		"guest blog by ", "guest blog from ", "guest column by ", "guest essay by ", "guest contribution by ", "guest contribution from ",
		"guest commentary by ", "article was written by ", "post was written by ", "article is written by ", "статью написал ",
		"статью написала ", "автор статьи — ", "автор статьи – " };
	struct str head = str_sub(line, 0, 400);
	*out = (struct names){ 0 };
	if (str_find(head, STR("uest ")) < 0 && str_find(head, STR("written by ")) < 0 && str_find(head, STR("стать")) < 0)
		return false;
	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++) {
		ptrdiff_t at = str_find(head, str_of(calls[i]));
		if (at >= 0)
			return names_in_front(without_titles(str_sub(line, (size_t)at + strlen(calls[i]), line.n)), a, out);
	}
	return false;
}

/* At little cost. */
static bool may_be_names(struct str s)
{
	return !has_plain_word(s) || may_begin_with(without_dashes(s), byline_leads);
}

static bool names_or_byline(struct str s, struct arena *a, struct names *out)
{
	return form_byline(s, a, out) || form_names(s, a, out);
}

/* "... | 5 min read" */
static struct str without_counters(struct str line)
{
	for (size_t i = line.n; i > 0; i--)
		if (line.p[i - 1] == '|' || (i > 1 && line.p[i - 1] == '\xb7' && line.p[i - 2] == '\xc2'))
			return form_counter(str_trim(str_sub(line, i, line.n))) ? trim_end(str_sub(line, 0, i)) : line;
	return line;
}

bool form_byline_date(struct str line, struct arena *a, struct names *out, char iso[11])
{
	if (line.n > BYLINE_DATE_MAX || !look_has_digit(line))
		return false;
	line = without_counters(line);
	for (size_t i = 1; i + 1 < line.n; i++) {
		if (line.p[i] != ' ')
			continue;
		struct str a1 = trim_end(str_sub(line, 0, i)), b1 = without_dashes(str_sub(line, i, line.n));
		if (may_be_names(a1) && form_date(b1, iso) && names_or_byline(a1, a, out))
			return true;
		if (may_be_names(b1) && form_date(a1, iso) && names_or_byline(b1, a, out))
			return true;
	}
	return false;
}

/* ---- Publishers ---- */

static bool is_year(struct str word)
{
	uint64_t v;
	return word.n == 4 && str_to_u64(word, 1900, 2099, &v);
}

/* "2014", "2014-2018", "2014–18," */
static bool is_years(struct str word)
{
	size_t n = 0;
	while (n < word.n && ascii_is_digit(word.p[n]))
		n++;
	return n == 4 && is_year(str_sub(word, 0, 4));
}

/* Up to the end of the sentence. */
static struct str first_part(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == ';' || s.p[i] == '|' || (s.p[i] == '.' && (i + 1 == s.n || s.p[i + 1] == ' ')))
			return str_sub(s, 0, i);
	return s;
}

/* Not an address, and not a person. */
static bool is_publisher(struct str s)
{
	struct names person = { 0 };
	size_t words = 1, i = 0;
	if (s.n < 3 || memchr(s.p, '<', s.n) || memchr(s.p, '@', s.n) || memchr(s.p, '`', s.n) || is_name(s, &person))
		return false;
	UChar32 first = (UChar32)utf8_next(s, &i);
	for (i = 0; i < s.n; i++)
		words += s.p[i] == ' ';
	return (u_isupper(first) || (u_isalpha(first) && str_find(s, STR(".")) > 0)) && words <= PUBLISHER_WORDS &&
	       !starts_nocase(s, STR("All rights")) && !str_starts(s, STR("Все права"));
}

bool form_imprint(struct str line, struct str *publisher_r)
{
	static const char *const signs[] = { "copyright ©", "copyright (c)", "copyright", "©", "(c)", "&copy;" };
	*publisher_r = STR_NONE;
	/* Most lines begin with another letter. */
	if (line.n == 0 || (ascii_is_letter(line.p[0]) && ascii_lower(line.p[0]) != 'c'))
		return false;
	struct str s = without_dashes(line), word, rest;
	bool sign = false, year = false;
	*publisher_r = STR_NONE;
	if (s.n && ascii_is_letter(s.p[0]) && s.p[0] != 'c' && s.p[0] != 'C')
		return false;
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs) && !sign; i++) {
		struct str text = str_of(signs[i]);
		if (starts_nocase(s, text) && !(s.n > text.n && ascii_is_letter(s.p[text.n]))) {
			s = str_trim(str_sub(s, text.n, s.n));
			sign = true;
		}
	}
	if (!sign)
		return false;
	s = str_trim(first_part(s));
	rest = s;
	if (str_cut(&rest, ' ', &word) && is_years(word)) {
		year = true;
		s = without_dashes(rest);
		if (starts_nocase(s, STR("by ")))
			s = str_trim(str_sub(s, 3, s.n));
	}
	for (size_t i = s.n; !year && i > 0; i--) {
		if (s.p[i - 1] != ' ')
			continue;
		year = is_years(str_sub(s, i, s.n));
		if (year)
			s = trim_end(str_sub(s, 0, i));
		break;
	}
	ptrdiff_t comma = str_chr(s, ',');
	if (comma > 0)
		s = str_trim(str_sub(s, 0, (size_t)comma));
	if (year && is_publisher(s))
		*publisher_r = s;
	return true;
}

bool form_series(struct str line, struct str *publisher_r)
{
	static const char *const series[] = { " Policy Memo", " Policy Brief", " Policy Paper", " Working Paper", " Discussion Paper", " Research Paper",
		" Occasional Paper", " Briefing Paper", " Briefing", " Research Report", " Special Report", " Issue Brief", " Аналитическая записка",
		" аналитическая записка" };
	static const char *const numbers[] = { " No. ", " No ", " № ", " №", " Nr. ", " #", " " };
	if (line.n > 160 || !look_has_digit(line))
		return false;
	for (size_t i = 0; i < sizeof(series) / sizeof(*series); i++) {
		ptrdiff_t at = str_find(line, str_of(series[i]));
		if (at <= 0)
			continue;
		struct str rest = str_sub(line, (size_t)at + strlen(series[i]), line.n);
		for (size_t k = 0; k < sizeof(numbers) / sizeof(*numbers); k++) {
			size_t n = strlen(numbers[k]);
			if (str_starts(rest, str_of(numbers[k])) && rest.n > n && ascii_is_digit(rest.p[n])) {
				*publisher_r = str_trim(str_sub(line, 0, (size_t)at));
				return is_publisher(*publisher_r);
			}
		}
	}
	return false;
}

/* ---- Parts and issues ---- */

bool form_part(struct str line)
{
	static const char *const names[] = { "contents", "table of contents", "abstract", "summary", "executive summary", "introduction", "preface",
					     "foreword", "acknowledgements", "acknowledgments", "содержание", "оглавление", "аннотация", "резюме",
					     "введение", "предисловие" };
	char key[SITE_KEY_MAX];
	if (line.n >= SITE_KEY_MAX || !site_key(line, key))
		return false;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(key, names[i]) == 0)
			return true;
	return false;
}

/* "201-219", "201–219" at the end. */
static bool ends_in_pages(struct str s)
{
	size_t end = s.n, digits = 0, before = 0;
	while (end > 0 && ascii_is_digit(s.p[end - 1]))
		end--, digits++;
	struct str rest = str_sub(s, 0, end);
	size_t dash = str_ends(rest, STR("-")) ? 1 : str_ends(rest, STR("–")) ? strlen("–") : 0;
	for (end -= dash; dash && end > 0 && ascii_is_digit(s.p[end - 1]); end--)
		before++;
	return digits && before && digits <= 5 && before <= 5;
}

/* A year alone or in brackets, and beside it a number of a volume or an issue, or pages. */
bool form_issue(struct str line)
{
	static const char *const codes[] = { "УДК ", "ББК ", "UDC ", "ISSN ", "ISBN ", "DOI ", "DOI:", "doi:" };
	static const char *const numbers[] = { "№ ", "№", "No. ", "no. ", "Vol. ", "vol. ", "Vol ", "Issue ", "Т. ", "Вып. " };
	struct str rest = line, word;
	bool year = false, number = false;
	if (line.n > DATE_LINE_MAX)
		return false;
	for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++)
		if (str_starts(line, str_of(codes[i])))
			return true;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers) && !number; i++) {
		ptrdiff_t at = str_find(line, str_of(numbers[i]));
		size_t behind = (size_t)at + strlen(numbers[i]);
		number = at > 0 && behind < line.n && ascii_is_digit(line.p[behind]);
	}
	while (str_cut(&rest, ' ', &word)) {
		if (word.n && strchr(".,;:)", word.p[word.n - 1]))
			word.n--;
		if (word.n && (word.p[0] == '(' || str_ends(word, STR(")"))))
			word = str_sub(word, word.p[0] == '(', word.n);
		year |= is_year(word);
	}
	return year && (number || ends_in_pages(line));
}

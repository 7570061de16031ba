/* Aligning the letters of an acronym with words; see acronym_match.h. */
#include "config.h"

#include "text/acronym_match.h"

#include <limits.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include "common/utf8.h"
#include "text/acronym.h"

#define WORD_LETTERS 32		/* of a word that are looked at */

/* Costs, in halves. */
enum {
	COST_CONTENT = 2,	/* a word of content without a letter */
	COST_PART = 1,		/* the same within a hyphenated word */
	COST_INNER = 3,		/* a letter that is no initial, */
	COST_NEXT = 1,		/* but stands right behind the letter before: "COronaVIrus" */
	COST_GLUED = 1		/* an initial within a word: "asKatibat" */
};
#define NEVER (INT_MAX / 2)

/* Small, and without its marks. */
static UChar32 fold(UChar32 c)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar out[8];
	if (c >= 0x80) {
		int32_t n = unorm2_getRawDecomposition(unorm2_getNFDInstance(&status), c, out, 8, &status);
		if (U_SUCCESS(status) && n > 0)
			U16_GET(out, 0, 0, n, c);
	}
	return u_tolower(c);
}

/* ---- Words ---- */

struct word {
	UChar32 letters[WORD_LETTERS];
	unsigned n;
	unsigned inner;			/* place of a capital after a small letter; 0: none */
	size_t inner_at;		/* the same in bytes from the start */
	bool capital, little, part, number;
};

/* Particles, prepositions, conjunctions and articles that an acronym passes over. */
static bool is_little(const struct acronym_word *w, struct str text)
{
	static const char list[] =
		" a al an and ar as ash at az bin by de del der des di du e ed el en es for from i ibn ii il im in into la"
		" le les of on or per the to ud ul und us ut van via von wa with y"
		" в во да для до за и из или к ко на над не о об обо от по под при с со у через"
		" va uchun bilan ve ile мен және жана үчүн учун билан ";
	char key[24];
	size_t n = w->end - w->start;
	if (n + 2 > sizeof(key) - 1)
		return false;
	key[0] = key[n + 1] = ' ';
	memcpy(key + 1, text.p + w->start, n);
	return str_find(STR(list), str_n(key, n + 2)) >= 0;
}

static void read_word(struct str text, const struct acronym_word *from, struct word *out)
{
	bool small = false;
	*out = (struct word){ .part = from->part, .little = is_little(from, text), .number = true };
	for (size_t i = from->start; i < from->end && out->n < WORD_LETTERS;) {
		size_t at = i;
		UChar32 c = (UChar32)utf8_next(text, &i);
		if (!u_isalnum(c))
			continue;
		bool upper = u_isupper(c);
		if (out->n == 0)
			out->capital = upper;
		else if (upper && small && !out->inner) {
			out->inner = out->n;
			out->inner_at = at - from->start;
		}
		small = u_islower(c);
		out->number &= u_isdigit(c);
		out->letters[out->n++] = fold(c);
	}
	/* One letter is as good as none: "Tehrik-i-Taliban".  But "U.S. Agency". */
	out->little |= out->n == 1 && !out->capital && !out->number;
	out->number &= out->n > 0;
}

/* ---- Alignment ---- */

struct match {
	UChar32 letters[ACRONYM_MAX_LETTERS];
	int m;
	bool digit[ACRONYM_MAX_LETTERS];
	struct word words[ACRONYM_WORDS];
	int n;
};

/* best[k]: least cost when so many letters are matched by the words so far. */
struct row {
	int cost[ACRONYM_MAX_LETTERS + 1];
	int initials[ACRONYM_MAX_LETTERS + 1];
};

static void offer(struct row *r, int k, int cost, int initials)
{
	if (cost < r->cost[k] || (cost == r->cost[k] && initials > r->initials[k])) {
		r->cost[k] = cost;
		r->initials[k] = initials;
	}
}

/* Letters k.. of the acronym in this word: the first at place `at`, others behind it as they come. */
static void take_letters(const struct match *t, const struct word *w, unsigned at, int k, int cost, int initials,
			 struct row *out)
{
	if (at >= w->n || w->letters[at] != t->letters[k])
		return;
	cost += at ? COST_GLUED : 0;
	offer(out, ++k, cost, ++initials);
	for (unsigned i = at + 1, last = at; i < w->n && k < t->m; i++) {
		if (w->letters[i] != t->letters[k])
			continue;
		cost += i == last + 1 ? COST_NEXT : COST_INNER;
		last = i;
		offer(out, ++k, cost, initials);
	}
}

/* "2019" for "19": a number by its last digits. */
static void take_number(const struct match *t, const struct word *w, int k, int cost, int initials, struct row *out)
{
	int digits = 0;
	while (k + digits < t->m && t->digit[k + digits])
		digits++;
	if (!w->number || digits == 0 || (unsigned)digits > w->n)
		return;
	for (int i = 0; i < digits; i++)
		if (w->letters[w->n - (unsigned)(digits - i)] != t->letters[k + i])
			return;
	offer(out, k + digits, cost, initials + digits);
}

static int left_out(const struct word *w)
{
	return w->little ? 0 : w->part ? COST_PART : COST_CONTENT;
}

static void next_row(const struct match *t, const struct word *w, const struct row *from, struct row *out, bool first)
{
	for (int k = 0; k <= t->m; k++) {
		out->cost[k] = NEVER;
		out->initials[k] = 0;
	}
	for (int k = 0; k <= t->m; k++) {
		if (from->cost[k] >= NEVER)
			continue;
		if (!first)
			offer(out, k, from->cost[k] + left_out(w), from->initials[k]);
		if (k == t->m)
			continue;
		take_letters(t, w, 0, k, from->cost[k], from->initials[k], out);
		if (w->inner)
			take_letters(t, w, w->inner, k, from->cost[k], from->initials[k], out);
		take_number(t, w, k, from->cost[k], from->initials[k], out);
	}
}

/* The last word has to have a letter: its own cost tells when it has none. */
static bool is_good(const struct match *t, int first, int last, int cost, int initials)
{
	static const int allowed[] = { 0, 0, 0, 3 };
	int small = 0, content = 0, most;
	most = t->m < 4 ? allowed[t->m] : t->m;
	for (int i = first; i <= last; i++) {
		content += !t->words[i].little;
		small += !t->words[i].little && !t->words[i].number && !t->words[i].capital && !t->words[i].inner;
	}
	if (t->words[last].little || content < 2 || initials * 2 < t->m)
		return false;
	/* Words that are written small are a term by their initials, or nearly so, or else any words.  In the names of
	 * other languages than English only the first one is capital. */
	bool name = t->words[first].capital && (small * 2 <= content || t->letters[0] >= 0x370);
	if (small && !name)
		most = t->m < 5 ? COST_PART : t->m / 2;
	return cost <= most;
}

/* Words first..last for all letters; NEVER when they are not good. */
static int align(const struct match *t, int first, int last)
{
	struct row row = { .cost = { 0 } }, next;
	for (int k = 1; k <= t->m; k++)
		row.cost[k] = NEVER;
	for (int i = first; i <= last; i++) {
		bool is_last = i == last;
		struct row without = row;
		next_row(t, &t->words[i], &row, &next, i == first);
		if (is_last && without.cost[t->m] < NEVER && next.cost[t->m] == without.cost[t->m] + left_out(&t->words[i]))
			return NEVER;	/* nothing of the last word is needed */
		row = next;
	}
	if (row.cost[t->m] >= NEVER)
		return NEVER;
	return is_good(t, first, last, row.cost[t->m], row.initials[t->m]) ? row.cost[t->m] : NEVER;
}

/* ---- Letters in another order ---- */

/* As many capital words as letters, with the same initials. */
static bool is_permutation(const struct match *t, int first, int last)
{
	bool used[ACRONYM_MAX_LETTERS] = { false };
	int matched = 0;
	for (int i = first; i <= last; i++) {
		const struct word *w = &t->words[i];
		int k = 0;
		if (w->little)
			continue;
		while (k < t->m && (used[k] || w->n == 0 || t->letters[k] != w->letters[0]))
			k++;
		if (k == t->m || !w->capital)
			return false;
		used[k] = true;
		matched++;
	}
	return matched == t->m && t->m >= 3;
}

/* ---- The best run of words ---- */

static bool read_letters(struct match *t, struct str acronym)
{
	for (size_t i = 0; i < acronym.n;) {
		UChar32 c = (UChar32)utf8_next(acronym, &i);
		if (!u_isalnum(c))
			continue;
		if (t->m == ACRONYM_MAX_LETTERS)
			return false;
		t->digit[t->m] = u_isdigit(c);
		t->letters[t->m++] = fold(c);
	}
	return t->m >= 2;
}

static bool may_start(const struct match *t, int i)
{
	const struct word *w = &t->words[i];
	/* "al-Qaeda in the Islamic Maghreb (AQIM)" */
	bool article = w->little && i + 1 < t->n && t->words[i + 1].part;
	return (!w->little || article) && w->n && (w->letters[0] == t->letters[0] || (w->inner && w->letters[w->inner] == t->letters[0]));
}

struct best {
	int cost, first;
};

static void consider(struct best *b, int cost, int first)
{
	if (cost < b->cost)
		*b = (struct best){ cost, first };
}

/* Shorter runs come first, so that they win among equals. */
static void search(const struct match *t, bool whole, struct best *b)
{
	int last = t->n - 1, from = whole ? 0 : last;
	for (int i = from; i >= 0; i--)
		if (may_start(t, i))
			consider(b, align(t, i, last), i);
	for (int i = from; i >= 0 && b->cost >= NEVER; i--)
		if (is_permutation(t, i, last) && !t->words[i].little)
			consider(b, 0, i);
}

/* "NATO (NATO and its partners)" */
static bool is_itself(struct str text, struct str acronym, const struct acronym_word *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(str_sub(text, words[i].start, words[i].end), acronym))
			return true;
	return false;
}

bool acronym_match(struct str text, struct str acronym, const struct acronym_word *words, size_t n, bool whole,
		   size_t *start_r)
{
	struct match t = { .n = (int)n };
	struct best b = { .cost = NEVER };
	if (n == 0 || n > ACRONYM_WORDS || !read_letters(&t, acronym))
		return false;
	for (size_t i = 0; i < n; i++)
		read_word(text, &words[i], &t.words[i]);
	search(&t, whole, &b);
	if (b.cost >= NEVER || is_itself(text, acronym, words + b.first, n - (size_t)b.first))
		return false;
	const struct word *w = &t.words[b.first];
	*start_r = words[b.first].start + (w->letters[0] == t.letters[0] ? 0 : w->inner_at);
	return true;
}

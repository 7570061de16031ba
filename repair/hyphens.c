/* Words that a line end had cut at a hyphen: "coun- ter" once lines are joined.
 *
 * Whether the hyphen belongs to the word tells the rest of the text: it goes when the word stands there without one; it
 * stays, with nothing behind it, when the word stands there with one, when both parts are words there, when the second is
 * a name, or the first one that compounds begin with.  If nothing tells, it goes.  "small- and medium-sized" is
 * left as it is.
 */
#include "config.h"

#include <stdlib.h>
#include <unicode/uchar.h>

#include "common/hash.h"
#include "common/utf8.h"
#include "repair/look.h"
#include "repair/page.h"

#define PART_LEAST 4		/* bytes of a part that is a word */
#define WORD_MOST 48		/* bytes of a part */

/* The word in both forms, and its parts. */
enum { JOINED, HYPHENED, FIRST, SECOND, N_FORMS };

struct cut {
	uint32_t block;
	uint32_t hyphen, after;		/* bytes of the block's text: the hyphen, and what is behind the blank */
	uint32_t start, end;		/* of the two parts */
	uint64_t forms[N_FORMS];
	bool stands[N_FORMS];		/* in the text */
	bool soft;
};

struct cuts {
	struct page *p;
	struct cut *list;
	size_t n, cap;
};

/* Of the hyphen there. */
static size_t hyphen_at(struct str s, size_t i)
{
	if (s.p[i] == '-')
		return 1;
	if ((unsigned char)s.p[i] == 0xc2)
		return i + 1 < s.n && s.p[i + 1] == '\xad' ? 2 : 0;
	if ((unsigned char)s.p[i] == 0xe2 && i + 2 < s.n && s.p[i + 1] == '\x80')
		return s.p[i + 2] == '\x90' || s.p[i + 2] == '\x91' ? 3 : 0;
	return 0;
}

static size_t word_start(struct str s, size_t i)
{
	while (i > 0 && look_letter_before(s, i))
		i = utf8_floor(s, i - 1);
	return i;
}

static size_t word_end(struct str s, size_t i)
{
	while (i < s.n && look_is_letter(s, i))
		utf8_next(s, &i);
	return i;
}

/* In small letters; false: too long. */
static bool add_lower(struct str word, char *out, size_t *n)
{
	if (word.n > WORD_MOST)
		return false;
	for (size_t i = 0; i < word.n;)
		*n += utf8_encode((uint32_t)u_tolower((UChar32)utf8_next(word, &i)), out + *n);
	return true;
}

static bool hash_pair(struct str a, struct str b, const char *between, uint64_t *hash_r)
{
	char word[8 * WORD_MOST];
	size_t n = 0;
	if (!add_lower(a, word, &n))
		return false;
	if (*between)
		word[n++] = *between;
	if (!add_lower(b, word, &n))
		return false;
	*hash_r = hash64(str_n(word, n));
	return true;
}

/* "small- and", "hinter- or", "до- и после-": the second part is to come. */
static bool is_suspended(struct str next)
{
	static const char *const words[] = { "and", "or", "to", "nor", "but", "und", "oder", "bis", "et", "ou", "и", "или", "либо", "а", "но" };
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (str_eqz(next, words[i]))
			return true;
	return false;
}

static void take(struct cuts *c, size_t block, size_t hyphen, size_t len)
{
	struct str s = c->p->blocks[block].text;
	struct cut cut = { .block = (uint32_t)block, .hyphen = (uint32_t)hyphen, .after = (uint32_t)(hyphen + len + 1), .soft = len == 2 };
	cut.start = (uint32_t)word_start(s, hyphen);
	cut.end = (uint32_t)word_end(s, cut.after);
	struct str a = str_sub(s, cut.start, hyphen), b = str_sub(s, cut.after, cut.end);
	/* "name -at- example" */
	if (cut.start > 0 && s.p[cut.start - 1] == '-' && (cut.start == 1 || s.p[cut.start - 2] == ' '))
		return;
	if (a.n < 2 || b.n < 2 || is_suspended(b) || !hash_pair(a, b, "", &cut.forms[JOINED]) ||
	    !hash_pair(a, b, "-", &cut.forms[HYPHENED]) || !hash_pair(a, STR_NONE, "", &cut.forms[FIRST]) ||
	    !hash_pair(b, STR_NONE, "", &cut.forms[SECOND]))
		return;
	c->list = arena_grow(c->p->arena, c->list, &c->cap, c->n + 1, sizeof(*c->list));
	c->list[c->n++] = cut;
}

static int by_place(const void *a, const void *b)
{
	const struct cut *x = a, *y = b;
	return x->hyphen < y->hyphen ? -1 : x->hyphen > y->hyphen;
}

/* In the order of the text. */
static void find_in(struct cuts *c, size_t block)
{
	static const struct str signs[] = { { "- ", 2 }, { "\xc2\xad ", 3 }, { "\xe2\x80\x90 ", 4 }, { "\xe2\x80\x91 ", 4 } };
	struct str s = c->p->blocks[block].text;
	size_t first = c->n, kinds = 0;
	for (size_t k = 0; k < (c->p->blocks[block].has & HAS_BEYOND ? sizeof(signs) / sizeof(*signs) : 1); k++) {
		size_t before = c->n;
		ptrdiff_t at;
		for (size_t i = 0; (at = str_find(str_sub(s, i, s.n), signs[k])) >= 0; i += (size_t)at + signs[k].n)
			take(c, block, i + (size_t)at, signs[k].n - 1);
		kinds += c->n > before;
	}
	if (kinds > 1)
		qsort(c->list + first, c->n - first, sizeof(*c->list), by_place);
}

/* ---- The rest of the text ---- */

struct key {
	uint64_t hash;
	uint32_t cut;
	unsigned form;
};

static int by_hash(const void *a, const void *b)
{
	const struct key *x = a, *y = b;
	return x->hash < y->hash ? -1 : x->hash > y->hash;
}

static void found(struct cuts *c, const struct key *keys, size_t n, uint64_t hash)
{
	size_t low = 0, high = n;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (keys[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < n && keys[low].hash == hash; low++)
		c->list[keys[low].cut].stands[keys[low].form] = true;
}

/* Words, and words with one hyphen. */
static void look_through(struct cuts *c, const struct key *keys, size_t n, struct str s)
{
	for (size_t i = 0; i < s.n;) {
		if (!look_is_letter(s, i)) {
			utf8_next(s, &i);
			continue;
		}
		size_t end = word_end(s, i), len = end < s.n ? hyphen_at(s, end) : 0, next = len ? word_end(s, end + len) : end;
		struct str word = str_sub(s, i, end);
		uint64_t hash;
		bool part = len || (i > 0 && s.p[i - 1] == '-') || (i > 1 && s.p[i - 1] == ' ' && s.p[i - 2] == '-');
		if (!part && hash_pair(word, STR_NONE, "", &hash))
			found(c, keys, n, hash);
		if (next > end + len && hash_pair(word, str_sub(s, end + len, next), "-", &hash))
			found(c, keys, n, hash);
		i = end;
	}
}

static void look_up(struct cuts *c)
{
	size_t n = N_FORMS * c->n;
	struct key *keys = arena_array(c->p->arena, n, sizeof(*keys));
	for (size_t i = 0; i < n; i++)
		keys[i] = (struct key){ c->list[i / N_FORMS].forms[i % N_FORMS], (uint32_t)(i / N_FORMS), i % N_FORMS };
	qsort(keys, n, sizeof(*keys), by_hash);
	for (size_t i = 0; i < c->p->n; i++)
		if (c->p->blocks[i].role != ROLE_DROPPED && c->p->blocks[i].role != ROLE_CONTINUED)
			look_through(c, keys, n, c->p->blocks[i].text);
}

/* ---- Mending ---- */

/* What compounds begin with and few words do. */
static bool begins_compounds(struct str s)
{
	static const char *const words[] = { "all", "anti", "co", "counter", "cross", "ex", "extra", "far", "first", "five", "four", "full",
					     "half", "hard", "high", "ill", "infra", "large", "left", "long", "low", "medium", "mid", "multi",
					     "narco", "neo", "non", "one", "open", "pan", "post", "pre", "pro", "quasi", "right", "second",
					     "self", "semi", "short", "single", "small", "socio", "so", "state", "sub", "supra", "third",
					     "three", "trans", "two", "ultra", "well", "wide", "авиа", "вице", "генерал", "премьер", "северо",
					     "экс", "юго" };
	char lower[8 * WORD_MOST];
	size_t n = 0;
	if (!add_lower(s, lower, &n))
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (str_eqz(str_n(lower, n), words[i]))
			return true;
	return false;
}

/* "river- keeper": both are words of the text.  "with- out" is none, though its parts are. */
static bool are_words(const struct cut *c, struct str s)
{
	static const char *const words[] = { "every", "here", "more", "never", "over", "some", "there", "under", "what" };
	struct str first = str_sub(s, c->start, c->hyphen);
	bool word = c->stands[FIRST] && c->stands[SECOND] && first.n >= PART_LEAST && c->end - c->after >= PART_LEAST &&
		    !look_is_function_word(first);
	for (size_t i = 0; word && i < sizeof(words) / sizeof(*words); i++)
		word = !str_eq_nocase(first, str_of(words[i]));
	return word;
}

static bool keeps_hyphen(const struct cut *c, struct str s)
{
	if (c->soft)
		return false;
	if (c->stands[HYPHENED] || c->stands[JOINED])
		return c->stands[HYPHENED];
	if (are_words(c, s))
		return true;
	/* "al- Turkistani", "medium- sized"; two hyphens are of a compound */
	return !look_is_lower(s, c->after) || begins_compounds(str_sub(s, c->start, c->hyphen)) || (c->start > 0 && s.p[c->start - 1] == '-') ||
	       (c->end < s.n && hyphen_at(s, c->end) && c->end + 1 < s.n && s.p[c->end + 1] != ' ');
}

void rule_hyphens(struct page *p)
{
	struct cuts c = { .p = p };
	for (size_t i = 0; i < p->n; i++)
		if (p->blocks[i].has & (HAS_HYPHEN | HAS_BEYOND) && p->blocks[i].role != ROLE_DROPPED && p->blocks[i].role != ROLE_CONTINUED)
			find_in(&c, i);
	if (c.n == 0)
		return;
	look_up(&c);
	struct edit *edits = arena_array(p->arena, c.n, sizeof(*edits));
	for (size_t i = 0; i < c.n; i++) {
		const struct cut *cut = &c.list[i];
		bool keeps = keeps_hyphen(cut, p->blocks[cut->block].text);
		edits[i] = (struct edit){ .block = cut->block, .start = keeps ? cut->after - 1 : cut->hyphen, .end = cut->after };
	}
	page_edit(p, edits, c.n);
	page_count(p, RULE_hyphens, c.n);
}

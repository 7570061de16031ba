/* Unknown words to known ones that are nearly the same; see respell.h. */
#include "config.h"

#include "query/respell.h"

#include <string.h>

#include "common/utf8.h"
#include "index/names.h"
#include "query/distance.h"
#include "query/spell.h"
#include "text/namekey.h"

#define LEAST_CHARS 5		/* of a word: shorter ones are too near to others */
#define LONG_CHARS 9		/* two letters may be wrong */
#define LEAST_KEY 6		/* letters of a key, which says less than the word */
#define KEY_START 2		/* of them are as they should be */
#define CANDIDATES 20		/* looked at: some will not do */
#define MAX_ENTRIES 20000	/* of the dictionary of names that are looked at */

bool respell_may(const struct query_token *t)
{
	return !(t->flags & (WORD_NUMBER | WORD_NO_SPACE | WORD_ALL_CAPS | WORD_CUT)) &&
	       utf8_count(t->exact) >= LEAST_CHARS;
}

static bool is_vowel(uint32_t c)
{
	return c < 0x80 ? c && strchr("aeiouy", (int)c) : c == 0x430 || c == 0x435 || c == 0x438 || c == 0x43e ||
		c == 0x443 || c == 0x44b || c == 0x44d || c == 0x44e || c == 0x44f;
}

/* Are the words alike but for vowels at their ends? */
static bool is_other_ending(struct str x, struct str y)
{
	struct distance_word a, b;
	distance_word(x, &a);
	distance_word(y, &b);
	size_t n = a.n < b.n ? a.n : b.n, same = 0;
	while (same < n && a.chars[same] == b.chars[same])
		same++;
	for (size_t i = same; i < a.n; i++)
		if (!is_vowel(a.chars[i]))
			return false;
	for (size_t i = same; i < b.n; i++)
		if (!is_vowel(b.chars[i]))
			return false;
	return true;
}

struct near {
	struct form *forms;
	size_t n;
	unsigned distance;	/* of all of them */
};

/* The nearest words that will do. */
static int near_words(struct store *s, struct analyzer *an, struct str folded, const char *prefix, struct arena *a,
		      struct near *out_r, struct err *err)
{
	struct distance_word word, other;
	unsigned most = utf8_count(folded) < LONG_CHARS ? 1 : 2;
	size_t n = 0;
	*out_r = (struct near){ 0 };
	if (spell_near_start(s, an, prefix, folded, most, CANDIDATES, a, &out_r->forms, &n, err) < 0)
		return -1;
	distance_word(folded, &word);
	for (size_t i = 0; i < n && out_r->n < RESPELL_FORMS; i++) {
		distance_word(out_r->forms[i].text, &other);
		unsigned d = distance(&word, &other, most);
		if (is_other_ending(folded, out_r->forms[i].text))
			continue;
		if (out_r->n && d > out_r->distance)
			break;
		out_r->distance = d;
		out_r->forms[out_r->n++] = out_r->forms[i];
	}
	return 0;
}

/* ---- By name keys ---- */

struct key_hunt {
	struct distance_word key;
	struct str text;
	unsigned entries;
	struct arena *arena;
	struct str found[RESPELL_FORMS];	/* keys */
	size_t n;
};

static int take_key(void *arg, struct str key, struct str term)
{
	struct key_hunt *h = arg;
	struct distance_word other;
	(void)term;
	if (++h->entries > MAX_ENTRIES || h->n == RESPELL_FORMS)
		return 1;
	if (h->n && str_eq(key, h->found[h->n - 1]))
		return 0;
	distance_word(key, &other);
	if (distance(&h->key, &other, 1) == 1 && !is_other_ending(key, h->text))
		h->found[h->n++] = arena_str(h->arena, key);
	return 0;
}

static int near_names(struct store *s, const struct query_token *t, bool field, struct arena *a, struct form **out_r,
		      size_t *n_r, struct err *err)
{
	struct key_hunt h = { .arena = a };
	struct namekeys keys;
	struct name_list names = { 0 };
	*n_r = 0;
	namekey_make(t->exact, false, NAMEKEY_NAME, &keys);
	if (keys.n == 0 || keys.list[0].text[0] == '-')
		return 0;
	h.text = str_of(keys.list[0].text);
	distance_word(h.text, &h.key);
	if (h.key.n < LEAST_KEY)
		return 0;
	if (names_each(s, field, str_sub(h.text, 0, KEY_START), take_key, &h, err) < 0)
		return -1;
	for (size_t i = 0; i < h.n; i++)
		if (names_find(s, field, arena_strz(a, h.found[i]), RESPELL_FORMS, a, &names, err) < 0)
			return -1;
	*out_r = arena_array(a, names.n, sizeof(**out_r));
	for (size_t i = 0; i < names.n; i++)
		(*out_r)[(*n_r)++] = (struct form){ .text = names.list[i].form };
	return 0;
}

int respell(struct store *s, struct analyzer *an, const struct query_token *t, const char *prefix, struct arena *a,
	    struct form **out_r, size_t *n_r, struct err *err)
{
	struct near near;
	*n_r = 0;
	if (near_words(s, an, t->exact, prefix, a, &near, err) < 0)
		return -1;
	if (near.distance != 1 && near_names(s, t, prefix[0] != '\0', a, out_r, n_r, err) < 0)
		return -1;
	if (*n_r == 0) {
		*out_r = near.forms;
		*n_r = near.n;
	}
	return 0;
}

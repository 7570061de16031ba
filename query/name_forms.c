/* Words of a query to other spellings of the same name; see name_forms.h. */
#include "config.h"

#include "query/name_forms.h"

#include <string.h>

#include "index/schema.h"
#include "text/namekey.h"

#define TELLING_KEY 5		/* letters */
#define PEOPLES_KEYS 2		/* of a word, that are read back to Russian */

struct forms {
	struct store *store;
	struct arena *arena;
	struct err *err;
	const struct query_token *token;
	bool field;
	bool telling;		/* only by keys that are */
	struct name_list found;
};

static bool is_cyrillic(struct str word)
{
	return word.n && ((unsigned char)word.p[0] == 0xd0 || (unsigned char)word.p[0] == 0xd1 ||
			  (unsigned char)word.p[0] == 0xd2 || (unsigned char)word.p[0] == 0xd3);
}

static bool is_own(const struct forms *f, struct str term)
{
	if (f->field)
		return str_eq(term, f->token->exact);
	for (size_t i = 0; i < f->token->n_stems; i++)
		if (str_eq(term, f->token->stems[i]))
			return true;
	return false;
}

/* Is what was found enough, so that less sure readings of the word are not tried?  For a Cyrillic
 * word that is a Latin spelling: its own forms say nothing about that. */
static bool is_enough(const struct forms *f)
{
	for (size_t i = 0; i < f->found.n; i++)
		if (!is_cyrillic(f->found.list[i].term))
			return true;
	return false;
}

/* Long enough that two words of different scripts are hardly alike by chance. */
static bool is_telling(const struct namekey *key)
{
	return key->text[0] != '-' && strlen(key->text) >= TELLING_KEY;
}

static int look_up(struct forms *f, const struct namekeys *keys)
{
	for (size_t i = 0; i < keys->n; i++) {
		const struct namekey *key = &keys->list[i];
		if (i && key->grade != keys->list[i - 1].grade && is_enough(f))
			return 0;
		if (f->telling && !is_telling(key))
			continue;
		if (names_find(f->store, f->field, key->text, NAME_MAX_FORMS, f->arena, &f->found, f->err) < 0)
			return -1;
	}
	return 0;
}

/* 1, 0, -1: does the collection have the word? */
static int stands(const struct forms *f)
{
	const struct query_token *t = f->token;
	const struct str *terms = f->field ? &t->exact : t->stems;
	size_t n = f->field ? 1 : t->n_stems;
	for (size_t i = 0; i < n; i++) {
		uint32_t freq;
		struct str term = schema_term(f->arena, f->field ? PREFIX_AUTHOR : "", terms[i]);
		if (store_term_frequency(f->store, term, &freq, f->err) < 0)
			return -1;
		if (freq)
			return 1;
	}
	return 0;
}

/* Does the dictionary have one of the word's terms under one of the keys? */
static int is_name(const struct forms *f, const struct namekeys *keys)
{
	const struct query_token *t = f->token;
	const struct str *terms = f->field ? &t->exact : t->stems;
	size_t n = f->field ? 1 : t->n_stems;
	int rc = 0;
	for (size_t i = 0; i < keys->n && rc == 0; i++)
		for (size_t k = 0; k < n && rc == 0; k++)
			rc = names_have(f->store, f->field, keys->list[i].text, terms[k], f->err);
	return rc;
}

/* 1, 0, -1: may the word be anything but itself?  Sets what keys will do. */
static int is_expandable(struct forms *f, const struct namekeys *keys)
{
	const struct query_token *t = f->token;
	int known;
	if (keys->n == 0)
		return 0;
	if (!is_cyrillic(t->exact)) {
		int name = is_name(f, keys);
		if (name)
			return name;
		known = stands(f);
		return known < 0 ? -1 : !known;
	}
	/* Russian writes peoples without a capital and surnames with one: уйгуров, Каримов.  Without one it may be any
	 * word, but one that is read like a name in Latin letters is seldom another. */
	if (!(t->flags & WORD_CAPITAL)) {
		known = stands(f);
		if (known < 0)
			return -1;
		f->telling = known;
	}
	return 1;
}

static void leave_out_own(struct forms *f)
{
	size_t kept = 0;
	for (size_t i = 0; i < f->found.n; i++)
		if (!is_own(f, f->found.list[i].term))
			f->found.list[kept++] = f->found.list[i];
	f->found.n = kept;
}

/* A particle that is no other word. */
static bool is_clear(struct str word)
{
	static const char *const list[] = { "аль", "эль", "бен", "бин", "ибн", "ibn" };
	for (size_t i = 0; i < sizeof(list) / sizeof(*list); i++)
		if (str_eqz(word, list[i]))
			return true;
	return false;
}

/* Adds the term, when there is one and it is new. */
static int add_if_there(struct forms *f, struct str word, struct str form)
{
	uint32_t freq;
	if (is_own(f, word) || f->found.n >= NAME_MAX_FORMS)
		return 0;
	for (size_t i = 0; i < f->found.n; i++)
		if (str_eq(f->found.list[i].term, word))
			return 0;
	struct str term = schema_term(f->arena, f->field ? PREFIX_AUTHOR : "", word);
	if (store_term_frequency(f->store, term, &freq, f->err) < 0)
		return -1;
	if (freq == 0)
		return 0;
	f->found.list = arena_grow(f->arena, f->found.list, &f->found.cap, f->found.n + 1, sizeof(*f->found.list));
	f->found.list[f->found.n++] = (struct name_form){ arena_str(f->arena, word), arena_str(f->arena, form) };
	return 0;
}

static int add_particles(struct forms *f, const char *const *particles)
{
	for (; *particles; particles++)
		if (add_if_there(f, str_of(*particles), str_of(*particles)) < 0)
			return -1;
	return 0;
}

static int add_people(struct forms *f, struct analyzer *an, struct str word)
{
	struct str *stems;
	size_t n;
	analyzer_stems(an, word, f->arena, &stems, &n);
	for (size_t i = 0; i < n; i++)
		if (add_if_there(f, stems[i], word) < 0)
			return -1;
	return 0;
}

/* Words that documents write without a capital, and that the dictionary does not have: уйгуры for Uyghurs.  For a word
 * with its capital, lest every method finds метод.  What ends in a vowel has the stem of too much else (Бухари,
 * Бухаре). */
static int add_peoples(struct forms *f, struct analyzer *an, const struct namekeys *keys)
{
	char words[NAMEKEY_RUSSIAN][NAMEKEY_RUSSIAN_BYTES];
	for (size_t i = 0; i < keys->n && i < PEOPLES_KEYS; i++) {
		const char *key = keys->list[i].text;
		size_t n = is_telling(&keys->list[i]) && !strchr("aeiouy", key[strlen(key) - 1]) ? namekey_russian(key, words) : 0;
		for (size_t k = 0; k < n; k++)
			if (add_people(f, an, str_of(words[k])) < 0)
				return -1;
	}
	return 0;
}

int name_forms(struct store *s, struct analyzer *an, const struct query_token *t, bool field, bool joined, struct arena *a,
	       struct name_list *out_r, struct err *err)
{
	struct forms f = { .store = s, .arena = a, .err = err, .token = t, .field = field };
	const char *particles[NAMEKEY_PARTICLES];
	struct namekeys keys;
	*out_r = (struct name_list){ 0 };
	if ((joined || is_clear(t->exact)) && namekey_particle(t->exact, particles)) {
		if (add_particles(&f, particles) < 0)
			return -1;
		*out_r = f.found;
		return 0;
	}
	namekey_make(t->exact, t->flags & WORD_ALL_CAPS, t->flags & WORD_CAPITAL ? NAMEKEY_CASE : NAMEKEY_PLURAL, &keys);
	if (names_is_plural(t->exact, t->stems[0])) {
		struct namekeys more;
		namekey_make(t->stems[0], false, NAMEKEY_NAME, &more);
		for (size_t i = 0; i < more.n && keys.n < NAMEKEY_MAX; i++)
			keys.list[keys.n++] = more.list[i];
	}
	int rc = is_expandable(&f, &keys);
	if (rc <= 0)
		return rc;
	if (look_up(&f, &keys) < 0)
		return -1;
	if (!field && !is_cyrillic(t->exact) && (t->flags & WORD_CAPITAL) && add_peoples(&f, an, &keys) < 0)
		return -1;
	leave_out_own(&f);
	*out_r = f.found;
	return 0;
}

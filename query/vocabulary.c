/* Looking through all words for those nearly like one; see vocabulary.h. */
#include "config.h"

#include "query/vocabulary.h"

#include <stdlib.h>

#include "common/fs.h"
#include "common/log.h"
#include "common/xalloc.h"
#include "index/schema.h"
#include "index/wordlist.h"

/* ---- Lists of words, kept with the store ---- */

struct kept {
	struct wordlist *list;		/* NULL: none that can be used */
	uint64_t revision;		/* of the database when it was looked for */
};

static void free_kept(void *p)
{
	struct kept *k = p;
	wordlist_close(&k->list);
	free(k);
}

static void tell(const char *path, const struct err *why)
{
	if (why->code != ERR_NOT_FOUND)
		log_warn("words", "%s: %s: spelling without it", path, why->msg);
}

/* A database of a former generation may still be open while the file is that of the next. */
static struct wordlist *open_list(struct store *s, size_t i)
{
	struct arena a = ARENA_INIT;
	char *path = fs_join(store_path(s, i), WORDLIST_FILE);
	struct wordlist *list = NULL;
	struct str uuid;
	struct err err;
	if (wordlist_open(path, &list, &err) != 0)
		tell(path, &err);
	else if (store_uuid(s, i, &a, &uuid, NULL) != 0 || !str_eqz(uuid, wordlist_header(list)->uuid))
		wordlist_close(&list);
	free(path);
	arena_fini(&a);
	return list;
}

/* Once a revision: an update may have left a newer one. */
static struct kept *kept_of(struct store *s, size_t i)
{
	void **place = store_attached(s, i, free_kept);
	struct kept *k = *place;
	uint64_t revision = 0;
	(void)store_revision(s, i, &revision, NULL);
	if (k && k->revision == revision)
		return k;
	if (!k)
		*place = k = xcalloc(1, sizeof(*k));
	wordlist_close(&k->list);
	*k = (struct kept){ open_list(s, i), revision };
	return k;
}

/* ---- Looking ---- */

struct look {
	struct typo *typo;
	vocabulary_fn *fn;
	void *arg;
	struct str start;
	bool common;
	/* Terms: */
	size_t skip;			/* bytes of the prefix */
	char before[256];		/* the word before, */
	size_t n_before;
	size_t dead;			/* and how many bytes of it no more words may share */
	unsigned scanned;
};

static size_t on_word(void *arg, struct str word, size_t shared, uint32_t documents, bool is_stem)
{
	struct look *l = arg;
	size_t dead;
	unsigned cost = typo_next(l->typo, word, shared, &dead);
	if (cost <= l->typo->budget && str_starts(word, l->start))
		l->fn(l->arg, word, cost, documents, is_stem);
	return dead;
}

/* False: not every database has one that is whole. */
static bool look_in_lists(struct look *l, struct store *s)
{
	struct err err;
	for (size_t i = 0; i < store_databases(s); i++)
		if (!kept_of(s, i)->list)
			return false;
	for (size_t i = 0; i < store_databases(s); i++) {
		struct kept *k = kept_of(s, i);
		if (wordlist_each(k->list, l->start, l->common, on_word, l, &err) == 0)
			continue;
		tell(store_path(s, i), &err);
		wordlist_close(&k->list);
		return false;
	}
	return true;
}

static int on_term(void *arg, struct str term, uint32_t documents)
{
	struct look *l = arg;
	bool is_form = l->skip || term_is_marked(term);
	struct str word = str_sub(term, l->skip, term.n - (l->skip ? 0 : is_form));
	size_t shared = 0;
	if (++l->scanned > VOCABULARY_SCAN)
		return 1;
	while (shared < word.n && shared < l->n_before && word.p[shared] == l->before[shared])
		shared++;
	if ((l->dead && shared >= l->dead) || word.n > sizeof(l->before))
		return 0;
	memcpy(l->before, word.p, word.n);
	l->n_before = word.n;
	l->dead = on_word(l, word, shared, documents, !is_form);
	return 0;
}

static int look_at_terms(struct look *l, struct store *s, const char *prefix, struct str start, struct err *err)
{
	struct arena a = ARENA_INIT;
	l->skip = strlen(prefix);
	l->dead = l->n_before = 0;
	int rc = store_each_term(s, schema_term(&a, prefix, start), on_term, l, err);
	arena_fini(&a);
	return rc;
}

/* Terms without a prefix begin with anything but an ASCII capital. */
static int look_at_words(struct look *l, struct store *s, struct err *err)
{
	if (l->start.n)
		return look_at_terms(l, s, "", l->start, err);
	for (unsigned c = '0'; c < 0xf5; c++) {
		char start = (char)c;
		if ((c >= 'A' && c <= 'Z') || (c >= 0x80 && c < 0xc2))
			continue;
		if (look_at_terms(l, s, "", str_n(&start, 1), err) != 0)
			return -1;
	}
	return 0;
}

int vocabulary_near(struct store *s, const char *prefix, struct str start, bool common, struct typo *t, vocabulary_fn *fn, void *arg,
		    struct err *err)
{
	struct look l = { .typo = t, .fn = fn, .arg = arg, .start = start, .common = common };
	if (prefix[0])
		return look_at_terms(&l, s, prefix, start, err);
	return look_in_lists(&l, s) ? 0 : look_at_words(&l, s, err);
}

/* Writing and walking through the list of words; see wordlist.h. */
#include "config.h"

#include "index/wordlist.h"

#include <stdlib.h>

#include "common/ascii.h"
#include "common/utf8.h"
#include "common/xalloc.h"
#include "index/schema.h"

#define GROUP 64			/* words */
#define PAD 4				/* zero bytes behind a word, for who reads characters of damaged ones */

static const struct sidefile_kind kind = { WORDLIST_MAGIC, WORDLIST_VERSION, "list of words" };

/* The numbers of the header: where the common words and the two indexes begin.  The second index ends with the file. */
enum { COMMON_AT, INDEX_AT, COMMON_INDEX_AT };

/* ---- Writing ---- */

/* One of the two lists of a file under way. */
struct section {
	char before[WORDLIST_BYTES];
	size_t n_before;
	unsigned in_group;		/* words */
	uint64_t at;			/* bytes from where it begins */
	struct buf index;		/* where its groups begin, likewise */
};

struct writing {
	struct sidefile_writer file;
	struct section all, common;
	struct buf words, entry;	/* the common ones, few beside all; the one under way */
	struct err unwritten;		/* why a word could not be written */
};

static bool may_be_misspelled(struct str word)
{
	size_t letters = 0;
	if (word.n > WORDLIST_BYTES)
		return false;
	for (size_t i = 0; i < word.n; letters++) {
		uint32_t c = utf8_next(word, &i);
		if (c < 0x80 && !ascii_is_letter((char)c))
			return false;
	}
	return letters > 1;
}

static void begin_group(struct section *s)
{
	buf_add(&s->index, &s->at, sizeof(s->at));
	s->in_group = 0;
	s->n_before = 0;
}

/* As an entry of the section, in w->entry. */
static void pack_word(struct writing *w, struct section *s, struct str word, uint32_t documents, bool is_form)
{
	size_t shared = 0;
	if (s->in_group == GROUP)
		begin_group(s);
	s->in_group++;
	while (shared < word.n && shared < s->n_before && word.p[shared] == s->before[shared])
		shared++;
	buf_reset(&w->entry);
	buf_putc(&w->entry, (char)shared);
	buf_putc(&w->entry, (char)(word.n - shared));
	buf_addstr(&w->entry, str_sub(word, shared, word.n));
	buf_add_varint(&w->entry, (uint64_t)documents * 2 + is_form);
	memcpy(s->before, word.p, word.n);
	s->n_before = word.n;
	s->at += w->entry.n;
}

static int put_word(struct writing *w, struct str word, uint32_t documents, bool is_form)
{
	if (documents >= WORDLIST_COMMON) {
		pack_word(w, &w->common, word, documents, is_form);
		buf_addstr(&w->words, buf_str(&w->entry));
	}
	pack_word(w, &w->all, word, documents, is_form);
	return sidefile_put(&w->file, w->entry.p, w->entry.n, &w->unwritten);
}

static int on_term(void *arg, struct str term, uint32_t documents)
{
	struct writing *w = arg;
	bool is_form = term_is_marked(term);
	struct str word = str_sub(term, 0, term.n - is_form);
	return may_be_misspelled(word) && put_word(w, word, documents, is_form) != 0;
}

/* Terms without a prefix begin with anything but a capital; those with a digit are of no use here. */
static int write_words(struct writing *w, struct store *s, struct err *err)
{
	for (unsigned c = 'a'; c < 0xf5 && w->unwritten.code == ERR_NONE; c++) {
		char start = (char)c;
		if ((c <= 'z' || c >= 0xc2) && store_each_term(s, str_n(&start, 1), on_term, w, err) != 0)
			return -1;
	}
	if (w->unwritten.code == ERR_NONE)
		return 0;
	*err = w->unwritten;
	return -1;
}

static int put_buf(struct writing *w, const struct buf *b, uint64_t *at_r, struct err *err)
{
	*at_r = w->file.at;
	return b->n ? sidefile_put(&w->file, b->p, b->n, err) : 0;
}

static int write_all(struct writing *w, struct store *s, const struct sidefile_origin *origin, struct err *err)
{
	uint64_t numbers[SIDEFILE_NUMBERS] = { 0 };
	w->all.in_group = w->common.in_group = GROUP;
	if (write_words(w, s, err) != 0)
		return -1;
	if (w->all.index.failed || w->common.index.failed || w->words.failed || w->entry.failed)
		return err_set(err, ERR_NO_MEMORY, "the list of words does not fit into memory");
	if (put_buf(w, &w->words, &numbers[COMMON_AT], err) != 0 || put_buf(w, &w->all.index, &numbers[INDEX_AT], err) != 0 ||
	    put_buf(w, &w->common.index, &numbers[COMMON_INDEX_AT], err) != 0)
		return -1;
	return sidefile_finish(&w->file, &kind, origin, numbers, err);
}

int wordlist_write(const char *path, struct store *s, const struct sidefile_origin *origin, struct err *err)
{
	struct writing w = { .words = BUF_INIT };
	int rc = sidefile_begin(&w.file, path, err);
	if (rc == 0)
		rc = write_all(&w, s, origin, err);
	sidefile_end(&w.file);
	buf_fini(&w.all.index);
	buf_fini(&w.common.index);
	buf_fini(&w.words);
	buf_fini(&w.entry);
	return rc;
}

/* ---- Reading ---- */

struct list {
	struct str words, index;
};

struct wordlist {
	struct sidefile file;
	struct list all, common;
};

static int damaged(struct err *err, const char *what)
{
	return err_set(err, ERR_CORRUPT, "damaged %s: %s", kind.name, what);
}

/* STR_NONE with p = NULL: there is no such part. */
static struct str part(const struct wordlist *w, uint64_t from, uint64_t to)
{
	bool fits = from >= sizeof(*w->file.header) && from <= to && to <= w->file.body.n;
	return fits ? str_sub(w->file.body, (size_t)from, (size_t)to) : STR_NONE;
}

static bool is_whole(const struct list *l)
{
	return l->words.p && l->index.p && l->index.n % sizeof(uint64_t) == 0 && (l->words.n == 0) == (l->index.n == 0);
}

int wordlist_open(const char *path, struct wordlist **out_r, struct err *err)
{
	struct wordlist *w = *out_r = xcalloc(1, sizeof(*w));
	if (sidefile_open(&w->file, path, &kind, err) == 0) {
		const uint64_t *n = w->file.header->numbers, begin = sizeof(*w->file.header), end = w->file.body.n;
		w->all = (struct list){ part(w, begin, n[COMMON_AT]), part(w, n[INDEX_AT], n[COMMON_INDEX_AT]) };
		w->common = (struct list){ part(w, n[COMMON_AT], n[INDEX_AT]), part(w, n[COMMON_INDEX_AT], end) };
		if (is_whole(&w->all) && is_whole(&w->common))
			return 0;
		damaged(err, "sizes");
	}
	wordlist_close(out_r);
	return -1;
}

void wordlist_close(struct wordlist **wp)
{
	struct wordlist *w = *wp;
	if (!w)
		return;
	*wp = NULL;
	sidefile_close(&w->file);
	free(w);
}

const struct sidefile_header *wordlist_header(const struct wordlist *w)
{
	return w->file.header;
}

struct walk {
	wordlist_fn *fn;
	void *arg;
	char word[WORDLIST_BYTES + PAD];
	size_t n;			/* bytes of the word that fn was called for last, */
	size_t dead;			/* and how many of them no more words may share */
};

struct entry {
	size_t shared;
	struct str rest;
	uint64_t documents;		/* twice, and one more for a form */
};

static bool take_entry(struct str *in, struct entry *e)
{
	if (in->n < 2)
		return false;
	size_t rest = (unsigned char)in->p[1];
	e->shared = (unsigned char)in->p[0];
	e->rest = str_sub(*in, 2, 2 + rest);
	*in = str_sub(*in, 2 + rest, in->n);
	return e->rest.n == rest && str_take_varint(in, &e->documents) && e->documents / 2 <= UINT32_MAX;
}

static uint64_t n_groups(const struct list *l)
{
	return l->index.n / sizeof(uint64_t);
}

/* A group and its first word; false: damaged. */
static bool find_group(const struct list *l, uint64_t group, struct str *in_r, struct entry *first_r)
{
	uint64_t from, to = l->words.n;
	memcpy(&from, l->index.p + (size_t)group * sizeof(from), sizeof(from));
	if (group + 1 < n_groups(l))
		memcpy(&to, l->index.p + (size_t)(group + 1) * sizeof(to), sizeof(to));
	if (from >= to || to > l->words.n)
		return false;
	*in_r = str_sub(l->words, (size_t)from, (size_t)to);
	return take_entry(in_r, first_r) && first_r->shared == 0 && first_r->rest.n <= WORDLIST_BYTES;
}

static size_t shared_with(const struct walk *k, struct str word)
{
	size_t n = 0;
	while (n < word.n && n < k->n && word.p[n] == k->word[n])
		n++;
	return n;
}

/* shared: with the word that fn was called for last. */
static void call(struct walk *k, size_t shared, struct str rest, uint64_t documents)
{
	memcpy(k->word + shared, rest.p, rest.n);
	k->n = shared + rest.n;
	memset(k->word + k->n, 0, PAD);
	k->dead = k->fn(k->arg, str_n(k->word, k->n), shared, (uint32_t)(documents / 2), documents % 2 == 0);
}

/* The words of a group, of which the first is taken.  A word that is passed over shares all that is dead with the last
 * that fn was called for, so the first that shares less shares as much with that. */
static bool walk_group(struct walk *k, struct str in, const struct entry *first)
{
	struct entry e;
	size_t n = first->rest.n, shared = shared_with(k, first->rest);
	if (!k->dead || shared < k->dead)
		call(k, shared, str_sub(first->rest, shared, n), first->documents);
	while (in.n) {
		if (!take_entry(&in, &e) || e.shared > n || e.shared + e.rest.n > WORDLIST_BYTES)
			return false;
		n = e.shared + e.rest.n;
		if (!k->dead || e.shared < k->dead)
			call(k, e.shared, e.rest, e.documents);
	}
	return true;
}

/* All words between two that begin with what is dead begin with it too. */
static bool passes_over(const struct walk *k, const struct entry *first, const struct entry *next)
{
	return k->dead && shared_with(k, first->rest) >= k->dead && shared_with(k, next->rest) >= k->dead;
}

/* The last group whose first word is not behind `start`: no earlier one has a word that begins so.  -1: damaged. */
static int first_group(const struct list *l, struct str start, uint64_t *group_r)
{
	uint64_t low = 0, high = n_groups(l);
	struct str in;
	struct entry first;
	while (start.n && high - low > 1) {
		uint64_t middle = low + (high - low) / 2;
		if (!find_group(l, middle, &in, &first))
			return -1;
		if (str_cmp(first.rest, start) <= 0)
			low = middle;
		else
			high = middle;
	}
	*group_r = low;
	return 0;
}

int wordlist_each(const struct wordlist *w, struct str start, bool common, wordlist_fn *fn, void *arg, struct err *err)
{
	const struct list *l = common ? &w->common : &w->all;
	uint64_t group, to = n_groups(l);
	struct walk k = { .fn = fn, .arg = arg };
	struct str in, next_in;
	struct entry first, next;
	if (first_group(l, start, &group) < 0 || (to && !find_group(l, group, &next_in, &next)))
		return damaged(err, "a group");
	for (; group < to; group++) {
		in = next_in;
		first = next;
		if (str_cmp(first.rest, start) > 0 && !str_starts(first.rest, start))
			return 0;
		if (group + 1 < to && !find_group(l, group + 1, &next_in, &next))
			return damaged(err, "a group");
		if (group + 1 < to && passes_over(&k, &first, &next))
			continue;
		if (!walk_group(&k, in, &first))
			return damaged(err, "a word");
	}
	return 0;
}

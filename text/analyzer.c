/* The chain from text to terms: raw word, cache, folding, stemming; see analyzer.h. */
#include "config.h"

#include "text/analyzer.h"

#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "common/ascii.h"
#include "common/buf.h"
#include "common/utf8.h"
#include "common/xalloc.h"
#include "shim/stem.h"
#include "text/english.h"
#include "text/fold.h"
#include "text/tokenize.h"
#include "text/turkic.h"
#include "text/wordcache.h"

/* Some 400 000 distinct words. */
#define CACHE_BYTES (16u << 20)

#define N_SCRIPTS (sizeof(((struct words *)0)->lang) / sizeof(int))

struct analyzer {
	struct langs langs;
	struct stem *stems[LANGS_MAX];	/* per language; NULL: turkic.h has it */
	int english;			/* the index of English, or -1 */
	struct wordcache cache;
	struct buf folded, adjusted, stem, joined;	/* of the word under way */
	struct analyzer_stats stats;
};

int analyzer_new(const struct langs *langs, struct analyzer **out_r, struct err *err)
{
	*out_r = NULL;
	if (fold_setup(err))
		return -1;
	struct analyzer *a = xcalloc(1, sizeof(*a));
	a->langs = *langs;
	a->english = -1;
	wordcache_init(&a->cache, CACHE_BYTES);
	for (unsigned i = 0; i < langs->n; i++)
		if (!turkic_has(langs->list[i].code) && stem_new(langs->list[i].code, &a->stems[i], err)) {
			analyzer_free(&a);
			return -1;
		}
	for (unsigned i = 0; i < langs->n; i++)
		if (strcmp(langs->list[i].code, "en") == 0)
			a->english = (int)i;
	*out_r = a;
	return 0;
}

void analyzer_free(struct analyzer **ap)
{
	struct analyzer *a = *ap;
	if (!a)
		return;
	for (unsigned i = 0; i < a->langs.n; i++)
		stem_free(&a->stems[i]);
	wordcache_fini(&a->cache);
	buf_fini(&a->folded);
	buf_fini(&a->adjusted);
	buf_fini(&a->stem);
	buf_fini(&a->joined);
	free(a);
	*ap = NULL;
}

const struct langs *analyzer_langs(const struct analyzer *a)
{
	return &a->langs;
}

size_t analyzer_bytes(const struct analyzer *a)
{
	return wordcache_bytes(&a->cache);
}

void analyzer_clear_numbers(struct analyzer *a)
{
	wordcache_clear_numbers(&a->cache);
}

struct analyzer_stats analyzer_stats(const struct analyzer *a)
{
	return a->stats;
}

/* One word */

/* The script whose stemmer is for a folded word; numbers, acronyms with dots and words with digits
 * are nobody's. */
static enum script script_of(struct str folded)
{
	for (size_t i = 0; i < folded.n; i++)
		if ((unsigned char)folded.p[i] < 'A')
			return SCRIPT_OTHER;
	if (folded.n == 0)
		return SCRIPT_OTHER;
	size_t i = 0;
	UErrorCode status = U_ZERO_ERROR;
	switch (uscript_getScript((UChar32)utf8_next(folded, &i), &status)) {
	case USCRIPT_LATIN: return SCRIPT_LATIN;
	case USCRIPT_CYRILLIC: return SCRIPT_CYRILLIC;
	default: return SCRIPT_OTHER;
	}
}

/* lang: index of a language, or -1 for none.  The result is valid until the next call. */
static struct str stem_in(struct analyzer *a, struct str folded, int lang)
{
	if (lang < 0)
		return folded;
	struct err err;
	enum english english = lang == a->english ? english_adjust(folded, &a->adjusted) : ENGLISH_AS_IT_IS;
	if (english == ENGLISH_IS_STEM)
		return buf_str(&a->adjusted);
	if (english == ENGLISH_STEM_THIS)
		folded = buf_str(&a->adjusted);
	if (!a->stems[lang]) {
		turkic_stem(a->langs.list[lang].code, folded, &a->stem);
		return buf_str(&a->stem);
	}
	if (stem_word(a->stems[lang], folded, &a->stem, &err)) {
		if (err.code == ERR_NO_MEMORY)
			xalloc_failed(folded.n);
		BUG(err.msg);
	}
	return a->stem.n ? buf_str(&a->stem) : folded;
}

/* Shorten to WORD_MAX_CHARS characters and WORD_MAX_BYTES bytes; true when there was more. */
static bool cut(struct buf *b)
{
	struct str s = buf_str(b);
	size_t i = 0;
	for (unsigned chars = 0; i < s.n && chars < WORD_MAX_CHARS; chars++) {
		size_t next = i;
		utf8_next(s, &next);
		if (next > WORD_MAX_BYTES)
			break;
		i = next;
	}
	buf_truncate(b, i);
	return i < s.n;
}

/* A possessive 's says nothing about the capitals of a word. */
static unsigned capitals(struct str raw)
{
	unsigned flags = 0, upper = 0, lower = 0;
	bool apostrophe = false;
	for (size_t i = 0; i < raw.n;) {
		size_t start = i;
		uint32_t c = utf8_next(raw, &i);
		bool possessive = apostrophe && c == 's' && i == raw.n;
		bool ascii = c < 0x80;
		apostrophe = tokenize_apostrophe(c);
		if (apostrophe || possessive || !(ascii ? ascii_is_letter((char)c) : u_isalpha((UChar32)c)))
			continue;
		bool capital = ascii ? c < 'a' : u_isupper((UChar32)c) || u_istitle((UChar32)c);
		if (capital && start == 0)
			flags |= WORD_CAPITAL;
		upper += capital;
		lower += !capital;
	}
	if (upper >= 2 && lower == 0)
		flags |= WORD_ALL_CAPS;
	return flags;
}

/* "u.s." to "us": initials with a full stop behind each of them are capitals, however they are written. */
static bool take_initials(struct buf *folded)
{
	size_t n = 0;
	for (size_t i = 0; i < folded->n; i += 2)
		if (!ascii_is_letter(folded->p[i]) || (i + 1 < folded->n && folded->p[i + 1] != '.'))
			return false;
	for (size_t i = 0; i < folded->n; i += 2)
		folded->p[n++] = folded->p[i];
	if (n < 2)
		return false;
	buf_truncate(folded, n);
	return true;
}

/* "FTFs": several of what is called by an acronym. */
static bool is_plural_acronym(struct str raw)
{
	size_t n = raw.n - 1;
	if (raw.n < 3 || raw.p[n] != 's')
		return false;
	for (size_t i = 0; i < n; i++)
		if (raw.p[i] < 'A' || raw.p[i] > 'Z')
			return false;
	return true;
}

/* The term of an acronym, or false.  One that is also an ordinary word has a term of its own. */
static bool stem_acronym(struct analyzer *a, bool plural, bool initials, struct cached_word *word)
{
	struct str base = word->exact;
	if (plural)
		base.n--;
	if (a->english < 0 || !(plural || initials || word->flags & WORD_ACRONYM))
		return false;
	bool ordinary = english_is_ordinary(base);
	if (!ordinary && !plural)
		return false;
	buf_reset(&a->stem);
	buf_addstr(&a->stem, base);
	buf_puts(&a->stem, ordinary ? CAPITALS_MARK : "");
	word->stem = buf_str(&a->stem);
	return true;
}

static struct cached_word compute(struct analyzer *a, const int lang[], struct str raw, unsigned kind, bool shouting)
{
	struct cached_word word = { .flags = capitals(raw) };
	fold_word(raw, &a->folded);
	bool initials = take_initials(&a->folded);
	if (word.flags & WORD_ALL_CAPS && !shouting)
		word.flags |= WORD_ACRONYM;
	if (cut(&a->folded))
		word.flags |= WORD_CUT;
	word.exact = buf_str(&a->folded);
	if (!stem_acronym(a, !shouting && is_plural_acronym(raw), initials, &word))
		word.stem = stem_in(a, word.exact, lang[script_of(word.exact)]);
	if ((kind & (TOKEN_DIGIT | TOKEN_LETTER)) == TOKEN_DIGIT)
		word.flags |= WORD_NUMBER;
	if (kind & TOKEN_NO_SPACE)
		word.flags |= WORD_NO_SPACE;
	return word;
}

/* What the result depends on beside the word itself: the languages, and whether all of its line is in capitals. */
static uint32_t variant_of(const int lang[])
{
	return (uint32_t)(lang[SCRIPT_LATIN] + 1) | (uint32_t)(lang[SCRIPT_CYRILLIC] + 1) << 8;
}

static inline uint32_t variant_in(const struct words *w, bool shouting)
{
	return w->variant | (uint32_t)shouting << 16;
}

/* Its bytes; it lies in the text. */
static inline struct str raw_str(struct str text, const struct raw_word *raw)
{
	return str_n(text.p + raw->start, raw->end - raw->start);
}

static struct wordcache_entry *add_new(const struct words *w, struct str raw, unsigned kind, bool shouting, uint64_t hash)
{
	struct analyzer *a = w->analyzer;
	struct cached_word word = compute(a, w->lang, raw, kind, shouting);
	a->stats.misses++;
	return wordcache_add(&a->cache, raw, variant_in(w, shouting), hash, &word);
}

/* What a raw word becomes; valid until the cache is emptied. */
static inline struct wordcache_entry *look_up(const struct words *w, struct str raw, unsigned kind, bool shouting,
					      const struct word_key *key)
{
	struct wordcache_entry *e = wordcache_find(&w->analyzer->cache, raw, variant_in(w, shouting), key);
	return e ? e : add_new(w, raw, kind, shouting, key->hash);
}

/* The parts of a compound as one word. */
static struct wordcache_entry *look_up_joined(const struct words *w, const struct compound *compound)
{
	struct buf *joined = &w->analyzer->joined;
	buf_reset(joined);
	for (size_t i = 0; i < compound->n; i++)
		buf_addstr(joined, raw_str(w->text, &compound->parts[i]));
	struct str raw = buf_str(joined);
	/* A compound is no acronym, whatever its capitals. */
	struct word_key key = wordcache_key(raw, raw.n, variant_in(w, true));
	return look_up(w, raw, TOKEN_LETTER, true, &key);
}

/* The words of a text */

/* "de-AT" -> "de" */
static struct str primary_subtag(struct str lang)
{
	size_t n = 0;
	while (n < lang.n && lang.p[n] != '-' && lang.p[n] != '_')
		n++;
	return str_sub(lang, 0, n);
}

static void choose_languages(const struct langs *langs, struct str declared, int lang_r[])
{
	for (size_t i = 0; i < N_SCRIPTS; i++)
		lang_r[i] = -1;
	for (unsigned i = langs->n; i-- > 0;)
		lang_r[langs->list[i].script] = (int)i;
	declared = primary_subtag(declared);
	for (unsigned i = 0; i < langs->n; i++)
		if (str_eq_nocase(declared, str_of(langs->list[i].code)))
			lang_r[langs->list[i].script] = (int)i;
}

void words_begin(struct words *w, struct analyzer *a, struct str text, struct str lang,
		 uint32_t first_position)
{
	w->analyzer = a;
	w->text = text;
	w->position = first_position;
	w->compound_end = w->offset = 0;
	w->last_end = SIZE_MAX;
	w->line_end = 0;
	w->shouting = false;
	w->next = w->n_ahead = 0;
	w->choosy = false;
	choose_languages(&a->langs, lang, w->lang);
	w->variant = variant_of(w->lang);
}

void words_resume(struct words *w)
{
	const char *lf = w->text.n ? memchr(w->text.p, '\n', w->text.n) : NULL;
	w->line_end = lf ? (size_t)(lf - w->text.p) : w->text.n;
}

/* May the stemmer change the beginning of a word?  Irish and Indonesian have prefixes; what is left of a short Turkish word
 * ends, and so begins, without voice (buna: p). */
static bool changes_start(const char *code)
{
	return strcmp(code, "ga") == 0 || strcmp(code, "id") == 0 || strcmp(code, "tr") == 0;
}

void words_starting(struct words *w, const bool starts[256])
{
	int lang = w->lang[SCRIPT_LATIN];
	w->choosy = lang < 0 || !changes_start(w->analyzer->langs.list[lang].code);
	if (!w->choosy)
		return;
	memcpy(w->starts, starts, sizeof(w->starts));
	if (lang >= 0 && lang == w->analyzer->english)
		english_add_starts(w->starts);
}

/* Folding and stemming leave the first letter of a word in ASCII as it is, but for its case and what words_starting() knows. */
static bool starts_otherwise(const struct words *w, const struct raw_word *t)
{
	unsigned char first = (unsigned char)w->text.p[t->start];
	if (first >= 'A' && first <= 'Z')
		first += 'a' - 'A';
	if (w->starts[first])
		return false;
	for (size_t i = t->start; i < t->end; i++)
		if ((unsigned char)w->text.p[i] >= 0x80)
			return false;
	return true;
}

static bool has_small_letter(struct str s)
{
	for (size_t i = 0; i < s.n;) {
		unsigned char c = (unsigned char)s.p[i];
		if (c >= 'a' && c <= 'z')
			return true;
		if (c < 0x80)
			i++;
		else if (u_islower((UChar32)utf8_next(s, &i)))
			return true;
	}
	return false;
}

/* A word begins there: in a heading that is all capitals they tell nothing. */
static inline void look_at_line(struct words *w, size_t start)
{
	if (start < w->line_end)
		return;
	const char *lf = memchr(w->text.p + start, '\n', w->text.n - start);
	w->line_end = lf ? (size_t)(lf - w->text.p) : w->text.n;
	w->shouting = !has_small_letter(str_sub(w->text, start, w->line_end));
}

/* What is known of a word that was cut off, until it is looked up. */
struct pending {
	struct word_key key;
	bool passed, shouting;
};

/* Cut off the next words.  Of the cache, the slots that they will be looked up by are asked for. */
static void cut_off(struct words *w, struct pending pending[WORDS_AHEAD])
{
	const struct wordcache *cache = &w->analyzer->cache;
	struct raw_word raw;
	for (w->n_ahead = 0; w->n_ahead < WORDS_AHEAD && tokenize_next(w->text, w->offset, &raw); w->n_ahead++) {
		struct pending *p = &pending[w->n_ahead];
		look_at_line(w, raw.start);
		w->ahead[w->n_ahead] = (struct word_ahead){ raw, NULL };
		w->offset = raw.end;
		p->shouting = w->shouting;
		p->passed = w->choosy && starts_otherwise(w, &raw);
		if (p->passed)
			continue;
		p->key = wordcache_key(raw_str(w->text, &raw), w->text.n - raw.start, variant_in(w, w->shouting));
		wordcache_prefetch_slot(cache, p->key.hash);
	}
}

/* The next words, looked up.  What that costs is waiting for memory, so all of it is asked for before any of it is used. */
static bool look_ahead(struct words *w)
{
	struct wordcache *cache = &w->analyzer->cache;
	struct pending pending[WORDS_AHEAD];
	w->next = 0;
	cut_off(w, pending);
	if (!wordcache_has_room(cache, 2 * WORDS_AHEAD))	/* of these words and their compounds */
		wordcache_reset(cache);
	for (unsigned i = 0; i < w->n_ahead; i++)
		if (!pending[i].passed)
			wordcache_prefetch_entry(cache, pending[i].key.hash);
	for (unsigned i = 0; i < w->n_ahead; i++) {
		struct word_ahead *next = &w->ahead[i];
		if (!pending[i].passed)
			next->word = look_up(w, raw_str(w->text, &next->raw), next->raw.kind, pending[i].shouting, &pending[i].key);
	}
	return w->n_ahead > 0;
}

/* A word that has something searchable. */
struct found {
	struct raw_word raw;
	struct wordcache_entry *word;	/* NULL: only its place is wanted */
	struct compound compound;	/* that starts with it; n = 0: none */
	bool part;			/* of a compound that started before */
};

static inline bool next_found(struct words *w, struct found *f)
{
	for (;;) {
		if (w->next == w->n_ahead && !look_ahead(w))
			return false;
		const struct word_ahead *next = &w->ahead[w->next++];
		f->raw = next->raw;
		f->word = next->word;
		f->compound.n = 0;
		f->part = next->raw.start < w->compound_end;
		if (!f->part && tokenize_may_join(w->text, next->raw.end) &&
		    tokenize_compound(w->text, &f->raw, &f->compound))
			w->compound_end = f->compound.end;
		if (!f->word || f->word->exact_n)
			return true;
	}
}

/* Positions to leave out before the word that starts there. */
static inline uint32_t gap_before(const struct words *w, size_t start)
{
	uint32_t gap = 0;
	for (size_t i = w->last_end; i < start; i++) {
		char c = w->text.p[i];
		if (c == '\f')
			return GAP_OF_PASSAGE;
		if (c == '\n' || c == '\t')
			gap = GAP_OF_LINE;
	}
	return gap;
}

/* What the cache has of a word.  NULL: nothing. */
static inline void give(struct word *out_r, struct wordcache_entry *e)
{
	out_r->stem = e ? wordcache_stem(e) : STR_NONE;
	out_r->exact = e ? wordcache_exact(e) : STR_NONE;
	out_r->numbers = e ? &e->numbers : NULL;
	out_r->flags = e ? e->flags : 0;
}

static inline void give_joined(struct word *out_r, struct wordcache_entry *e)
{
	out_r->joined = e ? wordcache_stem(e) : STR_NONE;
	out_r->joined_exact = e ? wordcache_exact(e) : STR_NONE;
	out_r->joined_numbers = e ? &e->numbers : NULL;
}

bool words_next(struct words *w, struct word *out_r)
{
	struct analyzer *a = w->analyzer;
	struct found f;
	if (!next_found(w, &f))
		return false;
	a->stats.words++;
	w->position += gap_before(w, f.raw.start);
	w->last_end = f.raw.end;
	/* One by one: an initializer of all of it fills it with zeros first, which takes longer than the rest. */
	out_r->start = f.raw.start;
	out_r->end = f.raw.end;
	out_r->position = w->position++;
	give(out_r, f.word);
	if (f.part)
		out_r->flags |= WORD_PART;
	give_joined(out_r, f.word && f.compound.n ? look_up_joined(w, &f.compound) : NULL);
	return true;
}

bool words_ahead(const struct words *w, unsigned i, struct word *out_r)
{
	struct wordcache_entry *e = w->ahead[i].word;
	give(out_r, e);
	return e && e->exact_n;
}

struct str analyzer_fold(struct analyzer *a, struct str text, struct arena *arena)
{
	struct words w;
	struct word word;
	struct buf folded = BUF_INIT;
	words_begin(&w, a, text, STR_NONE, 0);
	while (words_next(&w, &word)) {
		if (folded.n)
			buf_putc(&folded, ' ');
		buf_addstr(&folded, word.exact);
	}
	struct str copy = arena_str(arena, buf_str(&folded));
	buf_fini(&folded);
	return copy;
}

/* The words of a query */

static void add_distinct(struct str stem, struct arena *arena, struct str *list, size_t *n)
{
	for (size_t i = 0; i < *n; i++)
		if (str_eq(list[i], stem))
			return;
	list[(*n)++] = arena_str(arena, stem);
}

/* `list` is in the order of the setting, so the default of a script comes first. */
void analyzer_stems(struct analyzer *a, struct str folded, struct arena *arena,
		    struct str **stems_r, size_t *n_r)
{
	enum script script = script_of(folded);
	*stems_r = arena_array(arena, a->langs.n + 2, sizeof(**stems_r));	/* query_token() may add one */
	*n_r = 0;
	for (unsigned i = 0; i < a->langs.n; i++)
		if (a->langs.list[i].script == script)
			add_distinct(stem_in(a, folded, (int)i), arena, *stems_r, n_r);
	if (*n_r == 0)
		add_distinct(folded, arena, *stems_r, n_r);
}

/* Snowball takes the last letter of -ан and -ян for an ending of verbs in the nominative and leaves it where another ending
 * stands behind it, so Казахстан and Казахстане, all names like them, are two words to it. */
static void add_other_case(struct analyzer *a, struct query_token *t, struct arena *arena)
{
	static const struct str last = { "н", 2 };
	for (unsigned i = 0; i < a->langs.n; i++) {
		if (strcmp(a->langs.list[i].code, "ru") != 0 || script_of(t->exact) != SCRIPT_CYRILLIC)
			continue;
		struct str stem = stem_in(a, t->exact, (int)i);
		bool cut = stem.n + last.n == t->exact.n && str_starts(t->exact, stem);
		if (cut && (str_ends(t->exact, STR("ан")) || str_ends(t->exact, STR("ян"))))
			add_distinct(t->exact, arena, t->stems, &t->n_stems);
		else if (stem.n < t->exact.n && (str_ends(stem, STR("ан")) || str_ends(stem, STR("ян"))))
			add_distinct(str_sub(stem, 0, stem.n - last.n), arena, t->stems, &t->n_stems);
		return;
	}
}

static struct query_token query_token(struct analyzer *a, const struct words *w, const struct found *f,
				      struct arena *arena)
{
	struct query_token t = { .start = f->raw.start, .end = f->raw.end, .flags = f->word->flags };
	t.exact = arena_str(arena, wordcache_exact(f->word));
	t.capitals = str_ends(wordcache_stem(f->word), STR(CAPITALS_MARK)) ? arena_str(arena, wordcache_stem(f->word)) : STR_NONE;
	analyzer_stems(a, t.exact, arena, &t.stems, &t.n_stems);
	add_other_case(a, &t, arena);
	if (t.capitals.n == 0)	/* of acronyms in the plural the analyzer alone knows it */
		add_distinct(wordcache_stem(f->word), arena, t.stems, &t.n_stems);
	if (f->compound.n)
		analyzer_stems(a, wordcache_exact(look_up_joined(w, &f->compound)), arena,
			       &t.joined, &t.n_joined);
	if (f->part)
		t.flags |= WORD_PART;
	return t;
}

void analyzer_query(struct analyzer *a, struct str piece, struct arena *arena,
		    struct query_token **tokens_r, size_t *n_r)
{
	struct query_token *tokens = NULL;
	size_t n = 0, cap = 0, first = 0;	/* token of the compound under way */
	struct words w;
	struct found f;
	words_begin(&w, a, piece, STR_NONE, 0);
	w.line_end = SIZE_MAX;	/* in a query capitals always tell */
	while (next_found(&w, &f)) {
		tokens = arena_grow(arena, tokens, &cap, n + 1, sizeof(*tokens));
		tokens[n] = query_token(a, &w, &f, arena);
		if (!f.part)
			first = n;
		if (tokens[first].n_joined)
			tokens[first].n_joined_tokens++;
		n++;
	}
	*tokens_r = tokens;
	*n_r = n;
}

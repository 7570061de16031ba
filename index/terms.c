/* Words to tokens, and tokens to what the store takes; see terms.h. */
#include "config.h"

#include "index/terms.h"

#include <stdlib.h>
#include <string.h>

#include "common/err.h"
#include "common/xalloc.h"
#include "index/schema.h"

/* Forms of a stem that were seen in the document under way. */
enum {
	FORM_STEM = 1,		/* a word whose exact form is the stem */
	FORM_OTHER = 2,		/* a word with another one */
	FORMS = FORM_STEM | FORM_OTHER
};

_Static_assert(sizeof(struct term_state) == 32, "two of them fill a line of the cache");

#define TOKENS_KEPT ((size_t)1 << 20)	/* room for more is not kept for the next document */

void terms_init(struct terms *t)
{
	*t = (struct terms){ .lexicon = lexicon_new() };
}

static void free_blocks(struct terms *t)
{
	for (size_t i = 0; i < t->n_blocks; i++)
		free(t->blocks[i]);
	free(t->blocks);
	t->blocks = NULL;
	t->n_blocks = 0;
}

void terms_fini(struct terms *t)
{
	lexicon_free(&t->lexicon);
	free(t->tokens);
	free_blocks(t);
	*t = (struct terms){ .lexicon = NULL };
}

size_t terms_bytes(const struct terms *t)
{
	return lexicon_bytes(t->lexicon) + t->cap * sizeof(*t->tokens) + terms_numbers(t) * sizeof(**t->blocks);
}

void terms_forget(struct terms *t)
{
	lexicon_reset(t->lexicon);
	free_blocks(t);
	t->document = 0;
	t->n = 0;
}

/* Stamps count by more than FORMS; when they are used up, all begins anew. */
void terms_begin(struct terms *t)
{
	t->n = 0;
	if (t->cap > TOKENS_KEPT) {
		free(t->tokens);
		t->tokens = NULL;
		t->cap = 0;
	}
	t->document += FORMS + 1;
	if (t->document == 0) {
		for (uint32_t i = 0; i < terms_numbers(t); i++)
			terms_state(t, i)->seen = 0;
		t->document = FORMS + 1;
	}
}

static void add_block(struct terms *t)
{
	const size_t size = TERMS_BLOCK * sizeof(struct term_state);
	t->blocks = xreallocarray(t->blocks, t->n_blocks + 1, sizeof(*t->blocks));
	t->blocks[t->n_blocks++] = memset(xalloc_spread(size), 0, size);
}

static uint32_t number_of_term(struct terms *t, struct str term)
{
	uint32_t number = lexicon_number(t->lexicon, term);
	if (number >= terms_numbers(t))
		add_block(t);
	return number;
}

/* Words are short enough for any prefix: WORD_MAX_BYTES. */
static uint32_t number_of(struct terms *t, const char *prefix, struct str text)
{
	char term[SCHEMA_TERM_MAX];
	size_t n = strlen(prefix);
	BUG_ON(n + text.n > sizeof(term));
	memcpy(mempcpy(term, prefix, n), text.p, text.n);
	return number_of_term(t, str_n(term, n + text.n));
}

/* The term of an exact form. */
static struct str exact_term(char term[SCHEMA_TERM_MAX], struct str form)
{
	BUG_ON(form.n + 1 > SCHEMA_TERM_MAX);
	*(char *)mempcpy(term, form.p, form.n) = TERM_MARK;
	return str_n(term, form.n + 1);
}

static uint32_t number_of_exact(struct terms *t, struct str form)
{
	char term[SCHEMA_TERM_MAX];
	return number_of_term(t, exact_term(term, form));
}

static inline void push(struct terms *t, uint32_t number, termpos_t position, unsigned wdf)
{
	if (t->n == t->cap) {
		t->cap = t->cap / 2 * 3 + 1024;
		t->tokens = xreallocarray(t->tokens, t->cap, sizeof(*t->tokens));
	}
	t->tokens[t->n++] = (struct token){ TOKEN(number, wdf), position };
}

void terms_add(struct terms *t, const char *prefix, struct str text, termpos_t position, unsigned wdf)
{
	push(t, number_of(t, prefix, text), position, wdf);
}

/* A form that is its own stem says something where another form of the stem stands beside it. */
static inline void note_form(struct terms *t, uint32_t stem, unsigned form)
{
	struct term_state *state = terms_state(t, stem);
	uint32_t seen = state->seen;
	if (seen < t->document)
		seen = t->document;
	state->seen = seen | form;
	if ((seen & FORMS) == FORMS || ((seen | form) & FORMS) != FORMS)
		return;
	if (!state->exact)
		state->exact = number_of_exact(t, lexicon_term(t->lexicon, stem)) + 1;
	push(t, state->exact - 1, 0, 0);
}

/* A word whose exact form is its stem has no term of that. */
static void number_word(struct terms *t, const struct word *word)
{
	word->numbers->stem = number_of_term(t, word->stem) + 1;
	word->numbers->exact = str_eq(word->exact, word->stem) ? 0 : number_of_exact(t, word->exact) + 1;
}

/* What number_word() will touch is asked for. */
static void prefetch_numbers(const struct terms *t, const struct word *word)
{
	char term[SCHEMA_TERM_MAX];
	lexicon_prefetch(t->lexicon, word->stem);
	if (!str_eq(word->exact, word->stem))
		lexicon_prefetch(t->lexicon, exact_term(term, word->exact));
}

/* Always inline: gcc takes a function that does nothing but this for one without effect, and leaves its calls out. */
__attribute__((always_inline)) static inline void prefetch_states(const struct terms *t, const struct word_numbers *numbers)
{
	__builtin_prefetch(terms_state(t, numbers->stem - 1), 1);
	if (numbers->exact)
		__builtin_prefetch(terms_state(t, numbers->exact - 1), 1);
}

void terms_look_ahead(struct terms *t, const struct words *words)
{
	struct word ahead[WORDS_AHEAD];
	unsigned n = 0;
	for (unsigned i = 0; i < words->n_ahead; i++)
		n += words_ahead(words, i, &ahead[n]);
	for (unsigned i = 0; i < n; i++)
		if (!ahead[i].numbers->stem)
			prefetch_numbers(t, &ahead[i]);
	for (unsigned i = 0; i < n; i++) {
		if (!ahead[i].numbers->stem)
			number_word(t, &ahead[i]);
		prefetch_states(t, ahead[i].numbers);
	}
}

static void add_title_stem(struct terms *t, uint32_t stem, termpos_t position)
{
	struct term_state *state = terms_state(t, stem);
	if (!state->title)
		state->title = number_of(t, PREFIX_TITLE, lexicon_term(t->lexicon, stem)) + 1;
	push(t, state->title - 1, position, 0);
}

static void add_joined(struct terms *t, const struct word *word, bool title)
{
	struct word_numbers *numbers = word->joined_numbers;
	if (!numbers->stem) {
		struct word joined = { .stem = word->joined, .exact = word->joined_exact, .numbers = numbers };
		number_word(t, &joined);
	}
	push(t, numbers->stem - 1, word->position, 0);
	if (title)
		add_title_stem(t, numbers->stem - 1, word->position);
}

void terms_add_word(struct terms *t, const struct word *word, enum word_place place)
{
	static const unsigned wdf[] = { [PLACE_TEXT] = 1, [PLACE_TITLE] = TITLE_WDF, [PLACE_FRAME] = 0 };
	bool title = place == PLACE_TITLE;
	const struct word_numbers *numbers = word->numbers;
	if (!numbers->stem)
		number_word(t, word);
	uint32_t stem = numbers->stem - 1;
	push(t, stem, word->position, wdf[place]);
	if (!numbers->exact) {
		note_form(t, stem, FORM_STEM);
	} else if (terms_state(t, numbers->exact - 1)->seen < t->document) {
		terms_state(t, numbers->exact - 1)->seen = t->document;
		push(t, numbers->exact - 1, 0, 0);
		note_form(t, stem, FORM_OTHER);
	}
	if (title)
		add_title_stem(t, stem, word->position);
	if (word->joined.n)
		add_joined(t, word, title);
}

/* ---- For the store ---- */

/* Does a token add a position to its term, whose last one is given (0: it has none)? */
static bool adds_position(const struct token *token, termpos_t last)
{
	return token->position && token->position != last;
}

/* Terms in the order in which they come, with their counts; ranks get their place + 1. */
static struct store_term *count(struct terms *t, size_t *n_r, size_t *positions_r)
{
	size_t n = 0, cap = 0;
	struct store_term *terms = NULL;
	termpos_t *last = NULL;
	for (size_t i = 0; i < t->n; i++) {
		const struct token *token = &t->tokens[i];
		uint32_t *rank = &terms_state(t, TOKEN_NUMBER(*token))->rank;
		if (!*rank) {
			if (n == cap) {
				cap = cap * 2 + 256;
				terms = xreallocarray(terms, cap, sizeof(*terms));
				last = xreallocarray(last, cap, sizeof(*last));
			}
			terms[n] = (struct store_term){ .term = lexicon_term(t->lexicon, TOKEN_NUMBER(*token)) };
			last[n] = 0;
			*rank = (uint32_t)++n;
		}
		struct store_term *term = &terms[*rank - 1];
		term->wdf += TOKEN_WDF(*token);
		if (adds_position(token, last[*rank - 1])) {
			last[*rank - 1] = token->position;
			term->n_positions++;
			++*positions_r;
		}
	}
	free(last);
	*n_r = n;
	return terms;
}

const struct store_term *terms_group(struct terms *t, struct arena *a, size_t *n_r)
{
	size_t n, n_positions = 0;
	struct store_term *counted = count(t, &n, &n_positions);
	struct store_term *terms = arena_array(a, n, sizeof(*terms));
	termpos_t *positions = arena_alloc(a, n_positions * sizeof(*positions));
	termpos_t **next = xreallocarray(NULL, n + 1, sizeof(*next));
	for (size_t i = 0; i < n; i++) {
		terms[i] = (struct store_term){ .term = arena_str(a, counted[i].term), .wdf = counted[i].wdf,
						.positions = positions };
		next[i] = positions;
		positions += counted[i].n_positions;
	}
	for (size_t i = 0; i < t->n; i++) {
		const struct token *token = &t->tokens[i];
		size_t rank = terms_state(t, TOKEN_NUMBER(*token))->rank - 1;
		if (adds_position(token, terms[rank].n_positions ? next[rank][-1] : 0)) {
			*next[rank]++ = token->position;
			terms[rank].n_positions++;
		}
	}
	for (size_t i = 0; i < t->n; i++)
		terms_state(t, TOKEN_NUMBER(t->tokens[i]))->rank = 0;
	free(next);
	free(counted);
	*n_r = n;
	return terms;
}

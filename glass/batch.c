/* Gathering documents, and what their run is made of; see batch.h.
 *
 * The tokens are inverted by counting, not by comparing: how often each term occurs is known when
 * the last document has come, the terms that occur are put in order, and then every token goes
 * straight to its place in a second array, where one term's tokens lie together, by document and
 * position.  That array read from the left gives the postings; each posting's rank and wdf, written
 * back into the part of the tokens that its document had, gives lists of terms in order.
 */
#include "config.h"

#include "glass/batch.h"

#include "glass/deflate.h"
#include "glass/positions.h"
#include "glass/radix.h"
#include "glass/run.h"
#include "glass/section.h"
#include "glass/pack.h"
#include "glass/termlist.h"

#define TOKENS_KEPT ((size_t)6 << 20)	/* room for so many stays for the next batch */
#define TERMS_KEPT ((size_t)1 << 18)	/* the same */
#define AHEAD 16		/* tokens or entries for which memory is asked beforehand */
#define DEFLATE_MIN 18		/* bytes: what Xapian tries to pack is longer */
#define SAMPLE 16		/* one list of so many is looked at before they are packed */
#define DOCUMENTS_MAX ((size_t)1 << 30)
#define UNPACKED_MAX ((size_t)128 << 10)	/* bytes of data that wait to be packed together */

/* A token in the second array: document, wdf, position, so that it sorts as the number it is. */
#define ENTRY(document, wdf, position) ((uint64_t)(document) << 34 | (uint64_t)(wdf) << 32 | (position))
#define ENTRY_DOCUMENT(e) ((uint32_t)((e) >> 34))
#define ENTRY_WDF(e) ((uint32_t)((e) >> 32) & 3)
#define ENTRY_POSITION(e) ((uint32_t)(e))

struct held_value {
	uint32_t slot, document;
	size_t at, n;		/* in value_bytes */
};

/* A term that occurs: its number and where it lies in the pool. */
struct used {
	uint32_t number, at, n;
};

/* What putting terms in order works with, in one block: memory that was used before costs no page faults. */
struct terms_room {
	char *block;
	size_t cap;		/* terms */
	struct ranked *ranked;	/* none lies in more lines of the cache than it must */
	struct keyed *keys, *other;
	struct used *used;
	uint32_t *ends;		/* numbers of the terms, then where their tokens end */
};

/* Bytes of the parts of the run before. */
struct expected {
	size_t data, termlists, postings, positions;
};

struct batch {
	struct lexicon *lexicon;
	struct deflate *deflate;
	struct run *run;	/* documents, data and slots are filled while they come */
	batch_pack_fn *pack;	/* NULL: data is stored as it comes */
	void *pack_arg;
	size_t n_packed;	/* documents whose data is packed */
	struct buf packed;	/* that of one */
	struct token *tokens;
	size_t n_tokens, tokens_cap;
	uint32_t *ends;		/* of the tokens of each document */
	size_t ends_cap;
	uint32_t *counts;	/* tokens, by number of the term */
	size_t n_counts, counts_cap;
	struct held_value *held;
	size_t n_held, held_cap;
	struct bytes value_bytes;
	uint64_t *entries;
	size_t entries_cap;
	struct expected expected;
	struct terms_room room;
	struct bytes pool;	/* the terms that occur */
};

struct batch *batch_new(struct lexicon *lexicon)
{
	struct batch *b = xcalloc(1, sizeof(*b));
	b->lexicon = lexicon;
	b->deflate = deflate_new();
	b->run = xcalloc(1, sizeof(*b->run));
	return b;
}

void batch_free(struct batch **batch)
{
	struct batch *b = *batch;
	if (!b)
		return;
	run_free(&b->run);
	deflate_free(&b->deflate);
	free(b->tokens);
	free(b->ends);
	free(b->counts);
	free(b->held);
	free(b->entries);
	free(b->room.block);
	bytes_fini(&b->pool);
	bytes_fini(&b->value_bytes);
	buf_fini(&b->packed);
	free(b);
	*batch = NULL;
}

size_t batch_documents(const struct batch *b)
{
	return b->run->n;
}

size_t batch_bytes(const struct batch *b)
{
	return b->run->data.n + b->run->n * (sizeof(*b->run->documents) + sizeof(*b->ends)) +
	       b->n_tokens * sizeof(*b->tokens) + b->n_counts * sizeof(*b->counts) +
	       b->n_held * sizeof(*b->held) + b->value_bytes.n;
}

/* ---- Documents ---- */

/* Counts the tokens of each term; the length of the document. */
static uint32_t count_tokens(struct batch *b, const struct token *tokens, size_t n)
{
	uint32_t most = 0;
	uint64_t length = 0;
	for (size_t i = 0; i < n; i++) {
		length += TOKEN_WDF(tokens[i]);
		most = tokens[i].term > most ? tokens[i].term : most;
	}
	size_t terms = n ? (most >> TOKEN_WDF_BITS) + (size_t)1 : 0;
	BUG_ON(terms > lexicon_count(b->lexicon) || length > UINT32_MAX);
	if (terms > b->n_counts) {
		terms = lexicon_count(b->lexicon);
		b->counts = array_room(b->counts, &b->counts_cap, terms, sizeof(*b->counts));
		memset(b->counts + b->n_counts, 0, (terms - b->n_counts) * sizeof(*b->counts));
		b->n_counts = terms;
	}
	uint32_t *counts = b->counts;
	for (size_t i = 0; i < n; i++)
		counts[TOKEN_NUMBER(tokens[i])]++;
	return (uint32_t)length;
}

static void add_tokens(struct batch *b, const struct token *tokens, size_t n)
{
	BUG_ON(n > UINT32_MAX - b->n_tokens);
	b->tokens = array_room(b->tokens, &b->tokens_cap, b->n_tokens + n, sizeof(*b->tokens));
	if (n)
		memcpy(b->tokens + b->n_tokens, tokens, n * sizeof(*tokens));
	b->n_tokens += n;
	b->ends = array_room(b->ends, &b->ends_cap, b->run->n + 1, sizeof(*b->ends));
	b->ends[b->run->n] = (uint32_t)b->n_tokens;
}

static int by_slot(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return x < y ? -1 : x > y;
}

static void add_values(struct batch *b, const struct glass_value *values, size_t n)
{
	if (n == 0)
		return;
	uint32_t *slots = xreallocarray(NULL, n, sizeof(*slots));
	b->held = array_room(b->held, &b->held_cap, b->n_held + n, sizeof(*b->held));
	for (size_t i = 0; i < n; i++) {
		BUG_ON(values[i].value.n == 0);
		slots[i] = values[i].slot;
		b->held[b->n_held++] = (struct held_value){
			values[i].slot, (uint32_t)b->run->n, b->value_bytes.n, values[i].value.n
		};
		bytes_add(&b->value_bytes, values[i].value);
	}
	qsort(slots, n, sizeof(*slots), by_slot);
	for (size_t i = 1; i < n; i++)
		BUG_ON(slots[i] == slots[i - 1]);
	termlist_slots(&b->run->slots, slots, n);
	free(slots);
}

void batch_pack_data(struct batch *b, batch_pack_fn *pack, void *arg)
{
	b->pack = pack;
	b->pack_arg = arg;
}

static size_t packed_end(const struct batch *b)
{
	return b->n_packed ? b->run->documents[b->n_packed - 1].data : 0;
}

/* The data that waits is taken off the end, and comes back packed. */
static void pack_waiting(struct batch *b)
{
	struct bytes *data = &b->run->data;
	size_t from = packed_end(b), at = 0;
	struct str waiting = bytes_sub(data, from, data->n);
	char *copy = xmalloc(waiting.n);
	if (waiting.n)
		memcpy(copy, waiting.p, waiting.n);
	data->n = from;
	for (struct run_document *d = b->run->documents + b->n_packed; b->n_packed < b->run->n; b->n_packed++, d++) {
		size_t end = d->data - from;
		buf_reset(&b->packed);
		b->pack(b->pack_arg, str_n(copy + at, end - at), &b->packed);
		bytes_add(data, buf_str(&b->packed));
		d->data = data->n;
		at = end;
	}
	free(copy);
}

void batch_add(struct batch *b, const struct glass_document *d)
{
	struct run *r = b->run;
	BUG_ON(r->n == DOCUMENTS_MAX);
	uint32_t length = count_tokens(b, d->tokens, d->n_tokens);
	add_tokens(b, d->tokens, d->n_tokens);
	bytes_add(&r->data, d->data);
	add_values(b, d->values, d->n_values);
	r->documents = array_room(r->documents, &r->cap, r->n + 1, sizeof(*r->documents));
	r->documents[r->n++] = (struct run_document){ .length = length, .data = r->data.n, .slots = r->slots.n };
	r->total_length += length;
	if (length && (length < r->shortest || !r->shortest))
		r->shortest = length;
	if (length > r->longest)
		r->longest = length;
	if (b->pack && r->data.n - packed_end(b) > UNPACKED_MAX)
		pack_waiting(b);
}

/* ---- Terms in their order ---- */

static void make_room(struct terms_room *r, size_t n)
{
	if (r->block && n <= r->cap)
		return;
	free(r->block);
	r->cap = (n + n / 8 + 16) & ~(size_t)15;	/* so that each array begins where a line of the cache does */
	r->block = xalloc_spread(r->cap * (sizeof(*r->ranked) + 2 * sizeof(*r->keys) + sizeof(*r->used) + sizeof(*r->ends)));
	r->ranked = (struct ranked *)(void *)r->block;
	r->keys = (struct keyed *)(void *)(r->ranked + r->cap);
	r->other = r->keys + r->cap;
	r->used = (struct used *)(void *)(r->other + r->cap);
	r->ends = (uint32_t *)(void *)(r->used + r->cap);
}

/* The terms that occur, copied side by side in the order of their numbers; how many. */
static size_t collect_terms(struct batch *b)
{
	struct bytes *pool = &b->pool;
	size_t n = 0;
	for (size_t i = 0; i < b->n_counts; i++)
		n += b->counts[i] != 0;
	make_room(&b->room, n + 1);
	struct used *used = b->room.used;
	n = pool->n = 0;
	for (uint32_t i = 0; i < b->n_counts; i++) {
		if (!b->counts[i])
			continue;
		struct str term = lexicon_term(b->lexicon, i);
		used[n++] = (struct used){ i, (uint32_t)pool->n, (uint32_t)term.n };
		bytes_add(pool, term);
	}
	memset(bytes_room(pool, RANKED_SHORT), 0, RANKED_SHORT);	/* what is copied with the last term */
	return n;
}

/* What by_term() looks at. */
struct terms_at {
	const struct used *used;
	const struct bytes *pool;
};

static int by_term(const void *a, const void *b, void *terms_at)
{
	const struct terms_at *t = terms_at;
	const struct used *x = &t->used[((const struct keyed *)a)->item], *y = &t->used[((const struct keyed *)b)->item];
	return str_cmp(bytes_sub(t->pool, x->at, x->at + x->n), bytes_sub(t->pool, y->at, y->at + y->n));
}

/* The same ones in their own order, and their numbers. */
static void rank_terms(struct terms_room *r, size_t n, const struct bytes *pool)
{
	const struct used *used = r->used;
	struct keyed *keys = r->keys;
	struct terms_at at = { used, pool };
	for (uint32_t i = 0; i < n; i++)
		keys[i] = (struct keyed){ pack_prefix(pool->p + used[i].at, used[i].n), i };
	radix_sort(keys, r->other, n);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && keys[end].key == keys[i].key; end++)
			;
		if (end > i + 1)
			qsort_r(keys + i, end - i, sizeof(*keys), by_term, &at);
	}
	for (size_t i = 0; i < n; i++) {
		const struct used *u = &used[keys[i].item];
		struct ranked *ranked = &r->ranked[i];
		ranked->n = (uint16_t)u->n;
		ranked->at = u->at;
		memcpy(ranked->bytes, pool->p + u->at, RANKED_SHORT);
		r->ends[i] = u->number;
	}
}

/* ---- Inversion ---- */

/* Where the list of each term begins, in counts, and where it ends, in place of its number. */
static void lay_out(struct batch *b, uint32_t *numbers, size_t n)
{
	uint32_t at = 0;
	for (size_t i = 0; i < n; i++) {
		uint32_t *begin = &b->counts[numbers[i]], count = *begin;
		*begin = at;
		numbers[i] = at += count;
	}
}

/* What was in the second array is not needed any more. */
static uint64_t *room_for_entries(struct batch *b, size_t n)
{
	if (n > b->entries_cap) {
		free(b->entries);
		b->entries_cap = n + n / 16;
		b->entries = xalloc_spread(b->entries_cap * sizeof(*b->entries));
	}
	return b->entries;
}

/* Every token to the list of its term.  Most of the time would go into waiting for memory, so what
 * will be needed is asked for some tokens before. */
static void scatter(struct batch *b)
{
	uint32_t *counts = b->counts, token = 0;
	const struct token *tokens = b->tokens;
	uint64_t *entries = room_for_entries(b, b->n_tokens + AHEAD);
	memset(entries + b->n_tokens, 0, AHEAD * sizeof(*entries));	/* they may be looked at */
	size_t n = b->n_tokens, last = n > AHEAD ? n - AHEAD : 0;
	for (size_t document = 0; document < b->run->n; document++)
		for (uint32_t end = b->ends[document]; token < end; token++) {
			struct token t = tokens[token];
			if (token < last) {
				__builtin_prefetch(&counts[TOKEN_NUMBER(tokens[token + AHEAD])], 1);
				__builtin_prefetch(&entries[counts[TOKEN_NUMBER(tokens[token + AHEAD / 2])]], 1);
			}
			entries[counts[TOKEN_NUMBER(t)]++] = ENTRY(document, TOKEN_WDF(t), t.position);
		}
}

/* A list in the making: what is known of the block and its body. */
struct list {
	struct block block;
	struct bytes body;
};

static void list_begin(struct list *l, struct str term)
{
	l->block = (struct block){ .term = term };
	l->body.n = 0;
	bytes_room(&l->body, PACK_SLACK);
}

/* One more document; where what is said about it goes, room bytes. */
static inline unsigned char *list_add(struct list *l, uint32_t document, uint64_t sum, size_t room)
{
	unsigned char *p = bytes_room(&l->body, PACK_UINT_MAX + room);
	if (l->block.count++)
		p = pack_uint(p, document - l->block.last - 1);
	else
		l->block.first = document;
	l->block.last = document;
	l->block.sum += sum;
	return p;
}

static void list_end(struct list *l, struct bytes *section)
{
	if (l->block.count == 0)
		return;
	l->block.body = l->body.n;
	unsigned char *p = block_pack(bytes_room(section, BLOCK_HEAD_MAX + l->body.n + PACK_SLACK), &l->block);
	bytes_end(section, pack_short(p, l->body.p, l->body.n));
}

/* What the scan of one batch works with. */
struct inversion {
	struct list postings, positions;
	uint32_t *rising;	/* positions of one posting */
	size_t rising_cap;
	uint32_t *filled;	/* for each document, where its next list entry goes */
	struct termlist_entry *entries;
};

static inline void add_positions(struct list *l, uint32_t document, const uint32_t *list, size_t n)
{
	if (n == 1) {	/* more than half of all */
		unsigned char *at = list_add(l, document, 1, PACK_UINT_MAX);
		unsigned char *to = pack_uint(at + 1, *list);
		*at = (unsigned char)(to - (at + 1));
		bytes_end(&l->body, to);
		return;
	}
	unsigned char *p = list_add(l, document, n, PACK_UINT_MAX + POSITIONS_MAX(n));
	unsigned char *end = positions_pack(p + 1, list, n);
	size_t length = (size_t)(end - (p + 1));
	if (length < 128) {
		*p = (unsigned char)length;
	} else {
		unsigned char head[PACK_UINT_MAX], *to = p + (pack_uint(head, length) - head);
		memmove(to, p + 1, length);
		memcpy(p, head, (size_t)(to - p));
		end = to + length;
	}
	bytes_end(&l->body, end);
}

/* One term's tokens to its postings. */
static void invert_term(struct batch *b, struct inversion *v, const uint64_t *e, const uint64_t *end, uint32_t rank)
{
	if ((size_t)(end - e) > v->rising_cap)
		v->rising = array_room(v->rising, &v->rising_cap, (size_t)(end - e), sizeof(*v->rising));
	while (e < end) {
		uint32_t document = ENTRY_DOCUMENT(*e), wdf = 0, last = 0;
		__builtin_prefetch(&v->entries[v->filled[ENTRY_DOCUMENT(e[AHEAD])]], 1);
		size_t n = 0;
		for (; e < end && ENTRY_DOCUMENT(*e) == document; e++) {
			uint32_t position = ENTRY_POSITION(*e);
			wdf += ENTRY_WDF(*e);
			BUG_ON(position < last);
			if (position > last)
				last = v->rising[n++] = position;
		}
		bytes_end(&v->postings.body, pack_uint(list_add(&v->postings, document, wdf, PACK_UINT_MAX), wdf));
		if (n)
			add_positions(&v->positions, document, v->rising, n);
		v->entries[v->filled[document]++] = (struct termlist_entry){ rank, wdf };
		if (wdf > b->run->wdf_max)
			b->run->wdf_max = wdf;
	}
}

/* Postings and positions of the run, and the entries of the lists of terms in place of the tokens. */
static void invert(struct batch *b, struct inversion *v, const uint32_t *ends, const struct ranked *ranked, size_t n,
		   const struct bytes *pool)
{
	for (size_t i = 0, at = 0; i < n; i++) {
		struct str term = str_n((const char *)ranked_bytes(&ranked[i], pool->p), ranked[i].n);
		uint32_t end = ends[i];
		list_begin(&v->postings, term);
		list_begin(&v->positions, term);
		invert_term(b, v, b->entries + at, b->entries + end, (uint32_t)i);
		list_end(&v->postings, &b->run->postings);
		list_end(&v->positions, &b->run->positions);
		at = end;
	}
}

/* The list of document i, at the end of lists. */
static struct str make_termlist(const struct batch *b, const struct inversion *v, const struct ranked *ranked,
				const struct bytes *pool, size_t i, struct bytes *lists)
{
	size_t start = lists->n, from = i ? b->ends[i - 1] : 0;
	termlist_pack(lists, ranked, pool->p, v->entries ? v->entries + from : NULL, v->filled[i] - from, b->run->documents[i].length);
	return bytes_sub(lists, start, lists->n);
}

/* A code that suits the lists. */
static void fit_code(struct batch *b, const struct inversion *v, const struct ranked *ranked, const struct bytes *pool)
{
	struct bytes list = { 0 };
	for (size_t i = 0; i < b->run->n; i += SAMPLE) {
		list.n = 0;
		deflate_sample(b->deflate, make_termlist(b, v, ranked, pool, i, &list));
	}
	deflate_fit(b->deflate);
	bytes_fini(&list);
}

static void pack_termlists(struct batch *b, const struct inversion *v, const struct ranked *ranked,
			   const struct bytes *pool)
{
	struct bytes *lists = &b->run->termlists;
	fit_code(b, v, ranked, pool);
	for (size_t i = 0; i < b->run->n; i++) {
		struct run_document *d = &b->run->documents[i];
		size_t start = lists->n;
		struct str list = make_termlist(b, v, ranked, pool, i, lists);
		struct str packed = list.n > DEFLATE_MIN ? deflate_pack(b->deflate, list) : STR_NONE;
		d->packed = packed.n > 0;
		if (d->packed) {
			lists->n = start;
			bytes_add(lists, packed);
		}
		d->termlist = lists->n;
	}
}

static void finish_terms(struct batch *b)
{
	size_t n = collect_terms(b);
	const struct bytes *pool = &b->pool;
	rank_terms(&b->room, n, pool);
	const struct ranked *ranked = b->room.ranked;
	uint32_t *ends = b->room.ends;
	/* A token and an entry of a list of terms are as large, and there are no more of these. */
	struct inversion v = { .entries = (struct termlist_entry *)(void *)b->tokens };
	_Static_assert(sizeof(struct token) == sizeof(struct termlist_entry), "one lies where the other was");
	lay_out(b, ends, n);
	scatter(b);
	v.filled = xreallocarray(NULL, b->run->n, sizeof(*v.filled));
	for (size_t i = 0; i < b->run->n; i++)
		v.filled[i] = i ? b->ends[i - 1] : 0;
	invert(b, &v, ends, ranked, n, pool);
	pack_termlists(b, &v, ranked, pool);
	bytes_fini(&v.postings.body);
	bytes_fini(&v.positions.body);
	free(v.rising);
	free(v.filled);
}

static void finish_lengths(struct batch *b)
{
	struct list l = { .body = { .p = NULL } };
	for (size_t i = 0; i < b->run->n; i++) {
		uint32_t length = b->run->documents[i].length;
		bytes_end(&l.body, pack_uint(list_add(&l, (uint32_t)i, length, PACK_UINT_MAX), length));
	}
	list_end(&l, &b->run->lengths);
	bytes_fini(&l.body);
}

/* ---- Values ---- */

/* The bytes of the slot's number in keys, as one that sorts like them. */
static uint64_t slot_key(uint32_t slot)
{
	unsigned char packed[PACK_UINT_MAX];
	return pack_prefix(packed, (size_t)(pack_uint(packed, slot) - packed));
}

/* The values of one slot: a block, and their statistics. */
static void finish_slot(struct batch *b, struct list *l, const struct keyed *keys, size_t n)
{
	struct run *r = b->run;
	struct run_slot s = { .slot = b->held[keys[0].item].slot, .count = (uint32_t)n, .low = r->bounds.n };
	struct str low = STR_NONE, high = STR_NONE;
	unsigned char packed[PACK_UINT_MAX];
	list_begin(l, str_n((char *)packed, (size_t)(pack_uint(packed, s.slot) - packed)));
	for (size_t i = 0; i < n; i++) {
		const struct held_value *h = &b->held[keys[i].item];
		struct str value = bytes_sub(&b->value_bytes, h->at, h->at + h->n);
		bytes_end(&l->body, pack_string(list_add(l, h->document, 0, PACK_UINT_MAX + h->n), value));
		if (i == 0 || str_cmp(value, low) < 0)
			low = value;
		if (i == 0 || str_cmp(value, high) > 0)
			high = value;
	}
	list_end(l, &r->values);
	bytes_add(&r->bounds, low);
	s.high = r->bounds.n;
	bytes_add(&r->bounds, high);
	s.end = r->bounds.n;
	r->slot_stats = array_room(r->slot_stats, &r->slot_stats_cap, r->n_slot_stats + 1, sizeof(*r->slot_stats));
	r->slot_stats[r->n_slot_stats++] = s;
}

static void finish_values(struct batch *b)
{
	struct list l = { .body = { .p = NULL } };
	struct keyed *keys = xreallocarray(NULL, b->n_held, 2 * sizeof(*keys));
	for (size_t i = 0; i < b->n_held; i++)
		keys[i] = (struct keyed){ slot_key(b->held[i].slot), (uint32_t)i };
	radix_sort(keys, keys + b->n_held, b->n_held);
	for (size_t i = 0, end; i < b->n_held; i = end) {
		for (end = i + 1; end < b->n_held && keys[end].key == keys[i].key; end++)
			;
		finish_slot(b, &l, keys + i, end - i);
	}
	free(keys);
	bytes_fini(&l.body);
}

/* ---- The run ---- */

static void empty(struct batch *b)
{
	b->run = xcalloc(1, sizeof(*b->run));
	b->n_tokens = b->n_counts = b->n_held = b->n_packed = 0;
	b->value_bytes.n = 0;
	if (b->tokens_cap > TOKENS_KEPT) {
		free(b->tokens);
		free(b->entries);
		b->tokens = NULL;
		b->entries = NULL;
		b->tokens_cap = b->entries_cap = 0;
	}
	if (b->room.cap > TERMS_KEPT) {
		free(b->room.block);
		bytes_fini(&b->pool);
		b->room = (struct terms_room){ .block = NULL };
	}
}

/* Room for the parts of the run, as large as those of the one before: arrays that grow would be copied. */
static void expect(struct batch *b)
{
	bytes_room(&b->run->termlists, b->expected.termlists);
	bytes_room(&b->run->postings, b->expected.postings);
	bytes_room(&b->run->positions, b->expected.positions);
}

struct run *batch_finish(struct batch *b)
{
	struct run *r = b->run;
	if (b->pack)
		pack_waiting(b);
	expect(b);
	finish_terms(b);
	finish_lengths(b);
	finish_values(b);
	struct bytes *all[] = { &r->data, &r->termlists, &r->slots, &r->lengths, &r->postings, &r->positions,
				&r->values, &r->bounds };
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		bytes_seal(all[i]);
	b->expected = (struct expected){ r->data.n, r->termlists.n, r->postings.n, r->positions.n };
	empty(b);
	bytes_room(&b->run->data, b->expected.data);
	return r;
}

void run_free(struct run **run)
{
	struct run *r = *run;
	if (!r)
		return;
	bytes_fini(&r->data);
	bytes_fini(&r->termlists);
	bytes_fini(&r->slots);
	bytes_fini(&r->lengths);
	bytes_fini(&r->postings);
	bytes_fini(&r->positions);
	bytes_fini(&r->values);
	bytes_fini(&r->bounds);
	free(r->documents);
	free(r->slot_stats);
	free(r);
	*run = NULL;
}

size_t run_bytes(const struct run *r)
{
	return sizeof(*r) + r->cap * sizeof(*r->documents) + r->data.cap + r->termlists.cap + r->slots.cap +
	       r->lengths.cap + r->postings.cap + r->positions.cap + r->values.cap + r->bounds.cap +
	       r->slot_stats_cap * sizeof(*r->slot_stats);
}

size_t run_documents(const struct run *r)
{
	return r->n;
}

/* Keys and tags of two tables; see postlist.h. */
#include "config.h"

#include "glass/postlist.h"

#include "glass/merge.h"
#include "glass/pack.h"

#define CHUNK 2000	/* bytes of entries after which another chunk begins */

void postlist_fini(struct postlist *p)
{
	bytes_fini(&p->entries);
	bytes_fini(&p->tag);
}

/* ---- Chunks of documents and numbers ---- */

/* A list being cut into chunks.  The first chunk has a key of its own and begins with what holds for
 * the list; the keys of the others end with their first document. */
struct chunks {
	unsigned char key[TABLE_KEY_MAX + 1];
	size_t first_n, others_n;	/* of the key: whole, up to the document */
	unsigned char head[3 * PACK_UINT_MAX];
	size_t head_n;		/* 0 after the first chunk */
	uint32_t first, last;	/* documents of the chunk */
};

static void head_chunks(struct chunks *c, uint64_t tf, uint64_t cf, uint32_t first)
{
	/* Readers take no more than 32 bits. */
	unsigned char *p = pack_uint(c->head, tf);
	p = pack_uint(p, cf < UINT32_MAX ? cf : UINT32_MAX);
	c->head_n = (size_t)(pack_uint(p, first - 1) - c->head);
	c->first = first;
}

static int put_chunk(struct postlist *p, struct chunks *c, bool final, struct err *err)
{
	size_t key_n = c->head_n ? c->first_n : c->others_n;
	if (!c->head_n)
		key_n = (size_t)(pack_uint_sort(c->key + key_n, c->first) - c->key);
	unsigned char *tag = bytes_room(&p->tag, c->head_n + 1 + PACK_UINT_MAX + p->entries.n);
	unsigned char *end = pack_raw(tag, str_n((char *)c->head, c->head_n));
	*end++ = final ? '1' : '0';
	end = pack_uint(end, c->last - c->first);
	end = pack_raw(end, str_n((char *)p->entries.p, p->entries.n));
	c->head_n = 0;
	p->entries.n = 0;
	return table_add(p->table, c->key, key_n, tag, (size_t)(end - tag), err);
}

/* The next entry of a chunk, as far as it names its document; room: bytes of the rest, which goes where this
 * says. */
static inline unsigned char *put_document(struct postlist *p, struct chunks *c, uint32_t document, size_t room)
{
	unsigned char *e = bytes_room(&p->entries, PACK_UINT_MAX + room);
	if (p->entries.n)
		e = pack_uint(e, document - c->last - 1);
	else
		c->first = document;
	c->last = document;
	return e;
}

static inline int put_number(struct postlist *p, struct chunks *c, uint32_t document, uint32_t number, struct err *err)
{
	if (p->entries.n >= CHUNK && put_chunk(p, c, false, err))
		return -1;
	unsigned char *e = put_document(p, c, document, PACK_UINT_MAX);
	bytes_end(&p->entries, pack_uint(e, number));
	return 0;
}

/* Who wants to see the numbers; NULL: nobody. */
typedef int number_fn(void *arg, uint32_t document, uint32_t number, struct err *err);

/* The numbers of one block. */
static int put_block(struct postlist *p, struct chunks *c, struct cursor *from, number_fn *see, struct err *err)
{
	uint32_t document = from->block.first;
	for (uint64_t i = 0, difference, number; i < from->block.count;) {
		const unsigned char *stop, *end, *q = cursor_ahead(from, 2 * PACK_UINT_MAX, &stop, &end, err);
		if (!q)
			return -1;
		for (; i < from->block.count && q < stop; i++) {
			if (i > 0) {
				q = unpack_uint(q, &difference);
				document += (uint32_t)difference + 1;
			}
			q = unpack_uint(q, &number);
			if (put_number(p, c, document, (uint32_t)number, err) ||
			    (see && see(p->sink.arg, document, (uint32_t)number, err)))
				return -1;
		}
		if (cursor_pass(from, q, err))
			return -1;
	}
	return 0;
}

/* A list that is one chunk is only joined, not read. */
static int join_blocks(struct postlist *p, struct chunks *c, struct cursor *const *tied, size_t n, struct err *err)
{
	for (size_t i = 0; i < n; i++) {
		const unsigned char *stop, *end, *body = cursor_ahead(tied[i], CHUNK, &stop, &end, err);
		if (!body)
			return -1;
		unsigned char *e = bytes_room(&p->entries, PACK_UINT_MAX + (size_t)(end - body) + PACK_SLACK);
		if (i > 0)
			e = pack_uint(e, tied[i]->block.first - tied[i - 1]->block.last - 1);
		bytes_end(&p->entries, pack_short(e, body, (size_t)(end - body)));
		if (cursor_pass(tied[i], end, err))
			return -1;
	}
	c->last = tied[n - 1]->block.last;
	return 0;
}

static int put_list(struct postlist *p, struct chunks *c, struct cursor *const *tied, size_t n, uint64_t body,
		    number_fn *see, struct err *err)
{
	if (!see && body + n * PACK_UINT_MAX <= CHUNK) {
		if (join_blocks(p, c, tied, n, err))
			return -1;
	} else {
		for (size_t i = 0; i < n; i++)
			if (put_block(p, c, tied[i], see, err))
				return -1;
	}
	return put_chunk(p, c, true, err);
}

int postlist_postings(void *postlist, struct cursor *const *tied, size_t n, struct err *err)
{
	struct postlist *p = postlist;
	struct chunks c;
	struct block b = merge_sum(tied, n);
	c.first_n = (size_t)(pack_term(c.key, b.term) - c.key);
	c.key[c.first_n] = 0;
	c.others_n = c.first_n + 1;
	head_chunks(&c, b.count, b.sum, b.first);
	p->terms++;
	p->postings += b.count;
	bool wanted = !p->sink.wants || p->sink.wants(p->sink.arg, b.term);
	if (wanted && p->sink.term && p->sink.term(p->sink.arg, b.term, (uint32_t)b.count, b.sum, err))
		return -1;
	return put_list(p, &c, tied, n, b.body, wanted ? p->sink.posting : NULL, err);
}

int postlist_lengths(void *postlist, struct cursor *const *tied, size_t n, struct err *err)
{
	struct chunks c = { .key = { 0x00, 0xe0 }, .first_n = 2, .others_n = 2 };
	struct block b = merge_sum(tied, n);
	struct postlist *p = postlist;
	head_chunks(&c, 0, 0, b.first);
	return put_list(p, &c, tied, n, b.body, p->sink.length, err);
}

/* ---- Positions ---- */

/* The lists of one block, under keys that begin as this one up to the suffix. */
static int put_positions(struct postlist *p, unsigned char *key, unsigned char *suffix, struct cursor *from,
			 struct err *err)
{
	const size_t usual = 2 * PACK_UINT_MAX;
	uint32_t document = from->block.first;
	size_t room = usual;
	for (uint64_t i = 0, difference = 0, length; i < from->block.count;) {
		const unsigned char *stop, *end, *at = cursor_ahead(from, room, &stop, &end, err), *q = at;
		if (!at)
			return -1;
		room = usual;
		for (; i < from->block.count && q < stop; i++) {
			const unsigned char *list = i > 0 ? unpack_uint(q, &difference) : q;
			list = unpack_uint(list, &length);
			if (length > from->left)
				return cursor_corrupt(err);
			if (list > end || length > (size_t)(end - list)) {	/* a long one: again with all of it */
				room = (size_t)(list - q) + (size_t)length;
				if (room > from->left - (size_t)(q - at))
					return cursor_corrupt(err);
				break;
			}
			if (i > 0)
				document += (uint32_t)difference + 1;
			size_t key_n = (size_t)(pack_uint_sort(suffix, document) - key);
			if (table_add(p->table, key, key_n, list, (size_t)length, err))
				return -1;
			q = list + length;
		}
		if (cursor_pass(from, q, err))
			return -1;
	}
	return 0;
}

int postlist_positions(void *postlist, struct cursor *const *tied, size_t n, struct err *err)
{
	struct postlist *p = postlist;
	unsigned char key[TABLE_KEY_MAX + 1], *suffix = pack_term(key, tied[0]->block.term);
	*suffix++ = 0;
	for (size_t i = 0; i < n; i++) {
		p->positions += tied[i]->block.sum;
		if (put_positions(p, key, suffix, tied[i], err))
			return -1;
	}
	return 0;
}

/* ---- Values ---- */

int postlist_slot(struct postlist *p, uint32_t slot, uint64_t count, struct str low, struct str high,
		  struct err *err)
{
	unsigned char key[2 + 4] = { 0x00, 0xd0 };
	size_t key_n = (size_t)(pack_uint_last(key + 2, slot) - key);
	unsigned char *tag = bytes_room(&p->tag, 2 * PACK_UINT_MAX + low.n + high.n);
	unsigned char *end = pack_string(pack_uint(tag, count), low);
	if (!str_eq(low, high))
		end = pack_raw(end, high);
	return table_add(p->table, key, key_n, tag, (size_t)(end - tag), err);
}

/* Calls fn with each string of a block and its document. */
typedef int string_fn(struct postlist *p, uint32_t document, struct str s, struct chunks *c, struct err *err);

static int each_string(struct postlist *p, struct cursor *from, string_fn *fn, struct chunks *c, struct err *err)
{
	uint32_t document = from->block.first;
	for (uint64_t i = 0; i < from->block.count; i++) {
		uint64_t difference;
		struct str s;
		if (i > 0) {
			if (cursor_uint(from, &difference, err))
				return -1;
			document += (uint32_t)difference + 1;
		}
		if (cursor_string(from, &s, err) || fn(p, document, s, c, err))
			return -1;
	}
	return 0;
}

static int put_values(struct postlist *p, struct chunks *c, struct err *err)
{
	size_t key_n = (size_t)(pack_uint_sort(c->key + c->others_n, c->first) - c->key);
	int rc = table_add(p->table, c->key, key_n, p->entries.p, p->entries.n, err);
	p->entries.n = 0;
	return rc;
}

static int put_value(struct postlist *p, uint32_t document, struct str value, struct chunks *c, struct err *err)
{
	if (p->entries.n >= CHUNK && put_values(p, c, err))
		return -1;
	unsigned char *e = put_document(p, c, document, PACK_UINT_MAX + value.n);
	bytes_end(&p->entries, pack_string(e, value));
	return 0;
}

int postlist_values(void *postlist, struct cursor *const *tied, size_t n, struct err *err)
{
	struct chunks c = { .key = { 0x00, 0xd8 } };
	c.others_n = (size_t)(pack_raw(c.key + 2, tied[0]->block.term) - c.key);
	for (size_t i = 0; i < n; i++)
		if (each_string(postlist, tied[i], put_value, &c, err))
			return -1;
	return put_values(postlist, &c, err);
}

/* ---- Metadata ---- */

static int keep_last(struct postlist *p, uint32_t document, struct str value, struct chunks *c, struct err *err)
{
	(void)document, (void)c, (void)err;
	p->entries.n = 0;
	bytes_add(&p->entries, value);
	return 0;
}

int postlist_metadata(void *postlist, struct cursor *const *tied, size_t n, struct err *err)
{
	struct postlist *p = postlist;
	unsigned char key[TABLE_KEY_MAX + 2] = { 0x00, 0xc0 };
	size_t key_n = (size_t)(pack_raw(key + 2, tied[0]->block.term) - key);
	for (size_t i = 0; i < n; i++)
		if (each_string(p, tied[i], keep_last, NULL, err))
			return -1;
	size_t value_n = p->entries.n;
	p->entries.n = 0;
	/* An empty value is none. */
	return value_n ? table_add(p->table, key, key_n, p->entries.p, value_n, err) : 0;
}

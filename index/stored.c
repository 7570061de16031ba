/* The stored form of a document, written block by block and read back; see stored.h. */
#include "config.h"

#include "index/stored.h"

#include <jansson.h>
#include <stdlib.h>

#include "common/ascii.h"
#include "common/json.h"
#include "common/utf8.h"
#include "index/schema.h"

#define STORED_VERSION 2
#define LOOSE 0		/* in place of the version: no dictionary, no packed lengths, and the text for the blocks */
#define PACKED_MIN 14	/* bytes of the shortest block that zstd makes */

/* The fields that are strings, in the order in which they are written. */
static const struct { const char *key; size_t offset; } fields[] = {
	{ "id", offsetof(struct doc, id) }, { "title", offsetof(struct doc, title) },
	{ "author", offsetof(struct doc, author) }, { "date", offsetof(struct doc, date) },
	{ "url", offsetof(struct doc, url) }, { "source", offsetof(struct doc, source) },
	{ "lang", offsetof(struct doc, lang) }, { "type", offsetof(struct doc, type) },
	{ "path", offsetof(struct doc, path) },
};
#define N_FIELDS (sizeof(fields) / sizeof(*fields))

static const char *const passage_kinds[] = { [PASSAGE_NOTE] = "note", [PASSAGE_FRAME] = "frame" };
#define N_KINDS (sizeof(passage_kinds) / sizeof(*passage_kinds))

/* ---- Writing ---- */

void stored_writer_init(struct stored_writer *w)
{
	*w = (struct stored_writer){ .packer = packer_new() };
}

void stored_writer_fini(struct stored_writer *w)
{
	packer_free(&w->packer);
	buf_fini(&w->directory);
	buf_fini(&w->fields);
	buf_fini(&w->head);
}

/* Blocks of this text come. */
static void begin_blocks(struct stored_writer *w, struct str text, termpos_t first_position, struct buf *out)
{
	w->loose = false;
	w->text = text;
	w->out = out;
	w->block_position = first_position;
	w->done = w->n_blocks = 0;
	buf_reset(&w->directory);
	buf_reset(&w->head);
}

void stored_begin(struct stored_writer *w, const struct doc *doc, const struct dictionary *dictionary,
		  termpos_t first_position, struct buf *out)
{
	begin_blocks(w, doc->text, first_position, out);
	w->doc = doc;
	w->dictionary = dictionary;
	buf_reset(&w->fields);
}

void stored_begin_loose(struct stored_writer *w, const struct doc *doc, termpos_t first_position, struct buf *out)
{
	stored_begin(w, doc, NULL, first_position, out);
	w->loose = true;
}

static int no_memory(struct err *err)
{
	return err_set(err, ERR_NO_MEMORY, "no memory to store a document");
}

/* The text from w->done up to `end` becomes a block; the next one starts with this position. */
static int add_block(struct stored_writer *w, size_t end, termpos_t position, struct err *err)
{
	struct str raw = str_sub(w->text, w->done, end);
	size_t before = w->out->n;
	buf_add_varint(&w->directory, raw.n);
	if (!w->loose) {
		if (!packer_add(w->packer, w->dictionary, raw, w->out))
			return no_memory(err);
		buf_add_varint(&w->directory, w->out->n - before);
	}
	buf_add_varint(&w->directory, w->block_position);
	w->done = end;
	w->block_position = position;
	w->n_blocks++;
	return 0;
}

/* Blocks without a word's start, as long as there is too much for one up to `end`. */
static int add_forced_blocks(struct stored_writer *w, size_t end, termpos_t position, struct err *err)
{
	while (end - w->done > STORED_BLOCK_MAX)
		if (add_block(w, utf8_floor(w->text, w->done + STORED_BLOCK_MAX), position, err) != 0)
			return -1;
	return 0;
}

int stored_cut(struct stored_writer *w, size_t start, termpos_t position, struct err *err)
{
	if (!stored_wants_cut(w, start))
		return 0;
	if (add_forced_blocks(w, start, position, err) != 0)
		return -1;
	return add_block(w, start, position, err);
}

/* [kind, start, end, anchor or -1, label] of each */
static void add_passages(const struct doc *doc, struct buf *b)
{
	json_key(b, "passages");
	json_open(b, '[');
	for (size_t i = 0; i < doc->n_passages; i++) {
		const struct doc_passage *p = &doc->passages[i];
		json_open(b, '[');
		json_str(b, str_of(passage_kinds[p->kind]));
		json_int(b, (int64_t)p->start);
		json_int(b, (int64_t)p->end);
		json_int(b, p->anchor == NO_ANCHOR ? -1 : (int64_t)p->anchor);
		json_str(b, p->label);
		json_close(b, ']');
	}
	json_close(b, ']');
}

static void add_fields(const struct doc *doc, uint64_t words, struct buf *b)
{
	json_open(b, '{');
	for (size_t i = 0; i < N_FIELDS; i++) {
		const struct str *field = (const void *)((const char *)doc + fields[i].offset);
		if (field->n) {
			json_key(b, fields[i].key);
			json_str(b, *field);
		}
	}
	json_key(b, "words");
	json_int(b, (int64_t)words);
	if (doc->n_passages)
		add_passages(doc, b);
	if (doc->evidence.n) {
		json_key(b, "evidence");
		json_raw(b, doc->evidence);
	}
	if (doc->n_extras) {
		json_key(b, "extra");
		json_open(b, '{');
		for (size_t i = 0; i < doc->n_extras; i++) {
			json_str(b, doc->extras[i].key);
			buf_putc(b, ':');
			json_raw(b, doc->extras[i].json);
		}
		json_close(b, '}');
	}
	json_close(b, '}');
}

/* Everything that stands before the packed blocks. */
static void make_head(struct stored_writer *w, struct str json, struct str sketch)
{
	struct buf *b = &w->head;
	buf_add_varint(b, w->loose ? LOOSE : STORED_VERSION);
	if (!w->loose)
		buf_add_varint(b, w->dictionary != NULL);
	buf_add_varint(b, json.n);
	buf_addstr(b, json);
	buf_add_varint(b, sketch.n);
	buf_addstr(b, sketch);
	buf_add_varint(b, w->text.n);
	buf_add_varint(b, w->n_blocks);
	buf_addstr(b, buf_str(&w->directory));
	b->failed = b->failed || w->fields.failed || w->directory.failed;
}

/* The head is known last and comes first.  A long text is packed in place and moved, which
 * takes less memory than two copies of it. */
static int put_head(struct stored_writer *w, struct str json, struct str sketch, struct err *err)
{
	make_head(w, json, sketch);
	const struct buf *head = &w->head;
	if (head->failed || !buf_reserve(w->out, head->n))
		return no_memory(err);
	memmove(w->out->p + head->n, w->out->p, w->out->n);
	memcpy(w->out->p, head->p, head->n);
	w->out->n += head->n;
	w->out->p[w->out->n] = '\0';
	return 0;
}

int stored_end(struct stored_writer *w, termpos_t end_position, uint64_t words, struct str sketch, struct err *err)
{
	size_t end = w->text.n;
	if (add_forced_blocks(w, end, end_position, err) != 0 ||
	    (end > w->done && add_block(w, end, end_position, err) != 0))
		return -1;
	add_fields(w->doc, words, &w->fields);
	if (w->loose)
		buf_addstr(w->out, w->text);
	return w->out->failed ? no_memory(err) : put_head(w, buf_str(&w->fields), sketch, err);
}

/* The next number of a loose form. */
static uint64_t take_number(struct str *in)
{
	uint64_t v;
	BUG_ON(!str_take_varint(in, &v));
	return v;
}

static struct str take_bytes(struct str *in)
{
	size_t n = (size_t)take_number(in);
	BUG_ON(n > in->n);
	struct str s = str_sub(*in, 0, n);
	*in = str_sub(*in, n, in->n);
	return s;
}

int stored_pack(struct stored_writer *w, struct str data, struct trainer *trainer, struct buf *out, struct err *err)
{
	struct str in = data;
	if (take_number(&in) != LOOSE) {
		buf_addstr(out, data);
		return out->failed ? no_memory(err) : 0;
	}
	struct str json = take_bytes(&in), sketch = take_bytes(&in);
	size_t length = (size_t)take_number(&in), n_blocks = (size_t)take_number(&in);
	begin_blocks(w, str_sub(data, data.n - length, data.n), 0, out);
	w->dictionary = trainer ? trainer_dictionary(trainer, w->text) : NULL;
	for (size_t i = 0; i < n_blocks; i++) {
		size_t raw = (size_t)take_number(&in);
		w->block_position = (termpos_t)take_number(&in);
		if (add_block(w, w->done + raw, 0, err) != 0)
			return -1;
	}
	return put_head(w, json, sketch, err);
}

/* ---- Reading ---- */

static int damaged(struct err *err, const char *what)
{
	return err_set(err, ERR_CORRUPT, "damaged stored document: %s", what);
}

/* Every number is held against what is there: the blocks have to fill text and data exactly. */
static int read_directory(struct str *in, uint64_t n_blocks, struct arena *a, struct stored *s, struct err *err)
{
	if (n_blocks > in->n / 3)	/* a block's entry has at least three bytes */
		return damaged(err, "number of blocks");
	s->n_blocks = (size_t)n_blocks;
	s->blocks = arena_array(a, s->n_blocks, sizeof(*s->blocks));
	size_t start = 0;
	termpos_t last = 0;
	for (size_t i = 0; i < s->n_blocks; i++) {
		uint64_t raw, packed, position;
		if (!str_take_varint(in, &raw) || raw == 0 || raw > STORED_BLOCK_MAX ||
		    raw > s->text_length - start ||
		    !str_take_varint(in, &packed) || packed > in->n || packed < PACKED_MIN ||
		    !str_take_varint(in, &position) || position > UINT32_MAX || position < last)
			return damaged(err, "directory of blocks");
		last = (termpos_t)position;
		s->blocks[i] = (struct stored_block){ start, (size_t)raw, last, { NULL, (size_t)packed } };
		start += (size_t)raw;
	}
	if (start != s->text_length)
		return damaged(err, "length of the text");
	return 0;
}

int stored_open(struct str data, struct arena *a, struct stored *out_r, struct err *err)
{
	uint64_t version, with, n_fields, n_sketch, length, n_blocks;
	struct str in = data;
	*out_r = (struct stored){ 0 };
	if (!str_take_varint(&in, &version))
		return damaged(err, "no version");
	if (version != STORED_VERSION)
		return err_set(err, ERR_MISMATCH, "stored document of version %llu, this karez reads %d",
			       (unsigned long long)version, STORED_VERSION);
	if (!str_take_varint(&in, &with) || with > 1)
		return damaged(err, "how it is packed");
	out_r->by_dictionary = with;
	if (!str_take_varint(&in, &n_fields) || n_fields > in.n)
		return damaged(err, "length of the fields");
	out_r->fields = str_sub(in, 0, (size_t)n_fields);
	in = str_sub(in, (size_t)n_fields, in.n);
	if (!str_take_varint(&in, &n_sketch) || n_sketch > in.n)
		return damaged(err, "length of the sketch");
	out_r->sketch = str_sub(in, 0, (size_t)n_sketch);
	in = str_sub(in, (size_t)n_sketch, in.n);
	if (!str_take_varint(&in, &length) || length > SIZE_MAX / 2 || !str_take_varint(&in, &n_blocks))
		return damaged(err, "length of the text");
	out_r->text_length = (size_t)length;
	if (read_directory(&in, n_blocks, a, out_r, err) != 0)
		return -1;
	for (size_t i = 0; i < out_r->n_blocks; i++) {
		struct str *packed = &out_r->blocks[i].packed;
		if (packed->n > in.n)
			return damaged(err, "cut off");
		*packed = str_sub(in, 0, packed->n);
		in = str_sub(in, packed->n, in.n);
	}
	return in.n ? damaged(err, "bytes after its end") : 0;
}

static void free_unpacker(void *unpacker)
{
	struct unpacker *u = unpacker;
	unpacker_free(&u);
}

/* Of the document's database, made when it is first asked for. */
static struct unpacker *unpacker_of(struct store *s, docid_t doc, struct arena *a, struct err *err)
{
	size_t database = store_database_of(s, doc);
	void **place = store_attached(s, database, free_unpacker);
	struct str dictionary;
	if (*place)
		return *place;
	if (store_metadata_of(s, database, STR(META_DICTIONARY), a, &dictionary, err) != 0)
		return NULL;
	*place = unpacker_new(dictionary);
	if (!*place)
		damaged(err, "the dictionary of its index");
	return *place;
}

int stored_of(struct store *s, docid_t doc, struct str data, struct arena *a, struct stored *out_r, struct err *err)
{
	if (stored_open(data, a, out_r, err) != 0)
		return -1;
	if (out_r->n_blocks)
		out_r->unpacker = unpacker_of(s, doc, a, err);
	return out_r->n_blocks && !out_r->unpacker ? -1 : 0;
}

static bool unpack_blocks(const struct stored *s, struct unpacker *u, size_t first, size_t last, char *out)
{
	bool ok = true;
	for (size_t i = first; i <= last && ok; i++) {
		const struct stored_block *b = &s->blocks[i];
		ok = unpacker_block(u, s->by_dictionary, b->packed, out + (b->start - s->blocks[first].start), b->length);
	}
	return ok;
}

int stored_text(const struct stored *s, size_t first, size_t last, struct arena *a,
		struct str *text_r, struct err *err)
{
	*text_r = STR_NONE;
	if (s->n_blocks == 0)
		return 0;
	BUG_ON(first > last || last >= s->n_blocks);
	size_t length = 0;
	for (size_t i = first; i <= last; i++)
		length += s->blocks[i].length;
	char *out = arena_alloc(a, length + 1);
	struct unpacker *own = s->unpacker ? NULL : unpacker_new(STR_NONE);
	bool ok = unpack_blocks(s, own ? own : s->unpacker, first, last, out);
	unpacker_free(&own);
	if (!ok)
		return damaged(err, "a block does not unpack");
	out[length] = '\0';
	*text_r = str_n(out, length);
	return 0;
}

static bool same_text(const struct stored *x, const struct stored *y, struct arena *a)
{
	struct str text, other;
	return x->n_blocks == y->n_blocks && (x->n_blocks == 0 ||
	       (stored_text(x, 0, x->n_blocks - 1, a, &text, NULL) == 0 &&
		stored_text(y, 0, y->n_blocks - 1, a, &other, NULL) == 0 && str_eq(text, other)));
}

bool stored_same(struct store *s, docid_t doc, struct str data, struct str other)
{
	struct stored x, y;
	struct arena a = ARENA_INIT;
	if (str_eq(data, other))
		return true;
	bool same = stored_of(s, doc, data, &a, &x, NULL) == 0 && stored_of(s, doc, other, &a, &y, NULL) == 0 &&
		    x.text_length == y.text_length && str_eq(x.fields, y.fields) && same_text(&x, &y, &a);
	arena_fini(&a);
	return same;
}

size_t stored_block_at(const struct stored *s, termpos_t position)
{
	/* The last block that starts with this position or an earlier one. */
	size_t low = 0, high = s->n_blocks;
	while (low + 1 < high) {
		size_t middle = low + (high - low) / 2;
		if (s->blocks[middle].position <= position)
			low = middle;
		else
			high = middle;
	}
	return low;
}

static struct str json_text(const json_t *value, struct arena *a)
{
	return arena_str(a, str_n(json_string_value(value), json_string_length(value)));
}

static void read_extras(json_t *extra, struct arena *a, struct doc *doc)
{
	const char *key;
	json_t *value;
	doc->extras = arena_array(a, json_object_size(extra), sizeof(*doc->extras));
	json_object_foreach(extra, key, value) {
		char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
		if (!text)
			continue;
		doc->extras[doc->n_extras++] = (struct doc_extra){
			arena_str(a, str_of(key)), arena_str(a, str_of(text))
		};
		free(text);
	}
}

static size_t place(const json_t *value, size_t length)
{
	json_int_t v = json_integer_value(value);
	return v < 0 || (uint64_t)v > length ? length : (size_t)v;
}

/* Places beyond the text are drawn in: whoever shows a passage cuts it out of the text. */
static void read_passages(const json_t *list, size_t length, struct arena *a, struct doc *doc)
{
	doc->passages = arena_array(a, json_array_size(list), sizeof(*doc->passages));
	for (size_t i = 0, last = 0; i < json_array_size(list); i++) {
		const json_t *row = json_array_get(list, i);
		const char *kind = json_string_value(json_array_get(row, 0));
		struct doc_passage p = { .start = place(json_array_get(row, 1), length),
					 .end = place(json_array_get(row, 2), length),
					 .anchor = NO_ANCHOR, .label = json_text(json_array_get(row, 4), a) };
		size_t k = 0;
		while (k < N_KINDS && (!kind || strcmp(kind, passage_kinds[k]) != 0))
			k++;
		if (k == N_KINDS || p.start < last || p.end < p.start)
			continue;
		p.kind = (enum passage_kind)k;
		if (json_integer_value(json_array_get(row, 3)) >= 0)
			p.anchor = place(json_array_get(row, 3), length);
		last = p.end;
		doc->passages[doc->n_passages++] = p;
	}
}

/* A string as json_str() writes it, and whether something in it is escaped; what only a JSON parser reads is refused. */
static bool take_string(struct str *in, struct str *text_r, bool *escaped_r)
{
	size_t n = 1;
	*escaped_r = false;
	if (!str_starts(*in, STR("\"")))
		return false;
	for (; n < in->n && in->p[n] != '"'; n++) {
		if ((unsigned char)in->p[n] < ' ')
			return false;
		if (in->p[n] != '\\')
			continue;
		*escaped_r = true;
		if (++n == in->n || !memchr("\"\\nrt", in->p[n], 5))
			return false;
	}
	if (n >= in->n)
		return false;
	*text_r = str_sub(*in, 1, n);
	*in = str_sub(*in, n + 1, in->n);
	return true;
}

static bool take_sign(struct str *in, char sign)
{
	if (in->n == 0 || in->p[0] != sign)
		return false;
	*in = str_sub(*in, 1, in->n);
	return true;
}

/* The key of a member, which nobody but this program has named. */
static bool take_key(struct str *in, struct str *key_r)
{
	bool escaped;
	return take_string(in, key_r, &escaped) && !escaped && take_sign(in, ':');
}

/* An object of strings stays as it is written. */
static bool take_evidence(struct str *in, struct str *json_r)
{
	struct str start = *in, key, text;
	bool escaped;
	if (!take_sign(in, '{'))
		return false;
	do
		if (!take_key(in, &key) || !take_string(in, &text, &escaped))
			return false;
	while (take_sign(in, ','));
	if (!take_sign(in, '}'))
		return false;
	*json_r = str_sub(start, 0, start.n - in->n);
	return true;
}

static void set_field(struct doc *doc, struct str key, struct str value)
{
	for (size_t i = 0; i < N_FIELDS; i++)
		if (str_eqz(key, fields[i].key))
			*(struct str *)(void *)((char *)doc + fields[i].offset) = value;
}

/* One member as add_fields() writes it. */
static bool take_member(struct str *in, struct doc *doc)
{
	struct str key, value;
	bool escaped;
	if (!take_key(in, &key))
		return false;
	if (str_eqz(key, "evidence"))
		return take_evidence(in, &doc->evidence);
	if (str_eqz(key, "words")) {
		size_t digits = 0;
		while (digits < in->n && ascii_is_digit(in->p[digits]))
			digits++;
		*in = str_sub(*in, digits, in->n);
		return digits > 0;
	}
	if (!take_string(in, &value, &escaped) || escaped)
		return false;
	set_field(doc, key, value);
	return true;
}

/* Most documents have neither extras nor passages, and nothing in their fields is escaped: they need no JSON parser. */
static bool read_plain(struct str in, struct arena *a, struct doc *doc)
{
	if (!utf8_valid(in))
		return false;
	in = arena_str(a, in);
	if (!take_sign(&in, '{'))
		return false;
	do
		if (!take_member(&in, doc))
			return false;
	while (take_sign(&in, ','));
	return take_sign(&in, '}') && in.n == 0;
}

int stored_fields(const struct stored *s, struct arena *a, struct doc *doc, struct err *err)
{
	json_error_t why;
	*doc = (struct doc){ .sketch = s->sketch };
	if (read_plain(s->fields, a, doc))
		return 0;
	*doc = (struct doc){ .sketch = s->sketch };
	json_t *root = json_loadb(s->fields.p ? s->fields.p : "", s->fields.n, JSON_ALLOW_NUL, &why);
	if (!json_is_object(root)) {
		json_decref(root);
		return damaged(err, "fields are no JSON object");
	}
	for (size_t i = 0; i < N_FIELDS; i++) {
		json_t *value = json_object_get(root, fields[i].key);
		if (json_is_string(value))
			*(struct str *)(void *)((char *)doc + fields[i].offset) = json_text(value, a);
	}
	read_passages(json_object_get(root, "passages"), s->text_length, a, doc);
	json_t *evidence = json_object_get(root, "evidence");
	char *text = evidence ? json_dumps(evidence, JSON_COMPACT) : NULL;
	doc->evidence = arena_str(a, str_of(text));
	free(text);
	read_extras(json_object_get(root, "extra"), a, doc);
	json_decref(root);
	return 0;
}

int stored_passages(const struct stored *s, struct arena *a, struct doc *doc, struct err *err)
{
	doc->passages = NULL;
	doc->n_passages = 0;
	return str_find(s->fields, STR("\"passages\":[[")) < 0 ? 0 : stored_fields(s, a, doc, err);
}

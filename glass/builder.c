/* The life of a database in the making; see builder.h. */
#include "config.h"

#include "glass/builder.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "common/fs.h"
#include "glass/merge.h"
#include "glass/pack.h"
#include "glass/postlist.h"
#include "glass/run.h"
#include "glass/table.h"
#include "glass/version.h"

#define KEY_MAX 253			/* of metadata */
#define METADATA_HELD ((size_t)1 << 20)	/* bytes, before they are sorted and put away */

enum { POSTINGS, POSITIONS, LENGTHS, VALUES, METADATA, STREAMS };

/* What is known of a slot: the order is that of the keys of the statistics. */
struct slot {
	uint32_t slot;
	uint64_t count;
	struct bytes low, high;
};

struct entry {
	size_t key, value, end;	/* key up to value, value up to end in the pool */
};

struct builder {
	char *path, *tmp;
	size_t memory;
	size_t kept;		/* bytes of sections in memory */
	unsigned jobs;
	struct posting_sink sink;
	bool finished;
	struct table *tables[TABLES];
	struct stream streams[STREAMS];
	struct version version;
	struct slot *slots;
	size_t n_slots, slots_cap;
	struct bytes pool;	/* metadata not put away yet */
	struct entry *entries;
	size_t n_entries, entries_cap;
};

static const char *const files[TABLES] = {
	[TABLE_POSTLIST] = "postlist.glass", [TABLE_DOCDATA] = "docdata.glass",
	[TABLE_TERMLIST] = "termlist.glass", [TABLE_POSITION] = "position.glass",
};

static int open_table(struct builder *b, int which, struct err *err)
{
	char *path = fs_join(b->path, files[which]);
	int rc = table_open(path, &b->tables[which], err);
	free(path);
	return rc;
}

static int close_table(struct builder *b, int which, struct err *err)
{
	bool needed = which == TABLE_POSTLIST || which == TABLE_TERMLIST;
	int rc = table_finish(b->tables[which], needed, &b->version.roots[which], err);
	table_free(&b->tables[which]);
	return rc;
}

int builder_begin(const struct builder_options *o, struct builder **out_r, struct err *err)
{
	*out_r = NULL;
	if (mkdir(o->path, 0777))
		return err_errno(err, "cannot make %s", o->path);
	struct builder *b = xcalloc(1, sizeof(*b));
	b->path = xstrdup(o->path);
	b->tmp = xstrdup(o->tmp);
	b->memory = o->memory > SIZE_MAX / 2 ? SIZE_MAX / 2 : (size_t)o->memory;
	b->jobs = o->jobs;
	if (o->sink)
		b->sink = *o->sink;
	for (int i = 0; i < STREAMS; i++)
		b->streams[i] = STREAM_NONE;
	for (int i = 0; i < TABLES; i++)
		b->version.roots[i].fake = true;
	int rc = 0;
	for (int i = 0; i < STREAMS && rc == 0; i++)
		rc = stream_open(&b->streams[i], b->tmp, err);
	if (rc || version_uuid(b->version.uuid, err) || open_table(b, TABLE_DOCDATA, err) ||
	    open_table(b, TABLE_TERMLIST, err)) {
		builder_free(&b);
		return -1;
	}
	*out_r = b;
	return 0;
}

void builder_free(struct builder **builder)
{
	struct builder *b = *builder;
	if (!b)
		return;
	for (int i = 0; i < TABLES; i++)
		table_free(&b->tables[i]);
	for (int i = 0; i < STREAMS; i++)
		stream_close(&b->streams[i]);
	if (!b->finished)
		fs_remove_tree(b->path, NULL);
	for (size_t i = 0; i < b->n_slots; i++) {
		bytes_fini(&b->slots[i].low);
		bytes_fini(&b->slots[i].high);
	}
	free(b->slots);
	free(b->entries);
	bytes_fini(&b->pool);
	free(b->path);
	free(b->tmp);
	free(b);
	*builder = NULL;
}

/* ---- Runs ---- */

static int slot_order(uint32_t x, uint32_t y)
{
	unsigned char a[4], b[4];
	return str_cmp(str_n((char *)a, (size_t)(pack_uint_last(a, x) - a)),
		       str_n((char *)b, (size_t)(pack_uint_last(b, y) - b)));
}

/* Where the slot is, or a new one in its place. */
static struct slot *slot_of(struct builder *b, uint32_t slot)
{
	size_t low = 0, high = b->n_slots;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (slot_order(b->slots[middle].slot, slot) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < b->n_slots && b->slots[low].slot == slot)
		return &b->slots[low];
	b->slots = array_room(b->slots, &b->slots_cap, b->n_slots + 1, sizeof(*b->slots));
	memmove(b->slots + low + 1, b->slots + low, (b->n_slots++ - low) * sizeof(*b->slots));
	b->slots[low] = (struct slot){ .slot = slot };
	return &b->slots[low];
}

static void set(struct bytes *b, struct str s)
{
	b->n = 0;
	bytes_add(b, s);
}

static void note_slots(struct builder *b, const struct run *r)
{
	for (size_t i = 0; i < r->n_slot_stats; i++) {
		const struct run_slot *from = &r->slot_stats[i];
		struct slot *s = slot_of(b, from->slot);
		struct str low = bytes_sub(&r->bounds, from->low, from->high);
		struct str high = bytes_sub(&r->bounds, from->high, from->end);
		if (s->count == 0 || str_cmp(low, bytes_sub(&s->low, 0, s->low.n)) < 0)
			set(&s->low, low);
		if (s->count == 0 || str_cmp(high, bytes_sub(&s->high, 0, s->high.n)) > 0)
			set(&s->high, high);
		s->count += from->count;
	}
}

static void note_bounds(struct version *v, const struct run *r)
{
	if (r->shortest && (!v->shortest || r->shortest < v->shortest))
		v->shortest = r->shortest;
	if (r->longest > v->longest)
		v->longest = r->longest;
	if (r->wdf_max > v->wdf_max)
		v->wdf_max = r->wdf_max;
	v->total_length += r->total_length;
	v->documents += (uint32_t)r->n;
}

/* What needs no merge: data and lists of terms and slots. */
static int put_documents(struct builder *b, const struct run *r, struct err *err)
{
	struct run_document from = { .data = 0 };
	for (size_t i = 0; i < r->n; i++) {
		const struct run_document *d = &r->documents[i];
		const struct str data = bytes_sub(&r->data, from.data, d->data);
		const struct str terms = bytes_sub(&r->termlists, from.termlist, d->termlist);
		const struct str slots = bytes_sub(&r->slots, from.slots, d->slots);
		uint32_t docid = b->version.documents + 1 + (uint32_t)i;
		unsigned char key[PACK_SORT_MAX + 1];
		size_t n = (size_t)(pack_uint_sort(key, docid) - key);
		if (data.n && table_add(b->tables[TABLE_DOCDATA], key, n, data.p, data.n, err))
			return -1;
		if (b->sink.data && b->sink.data(b->sink.arg, docid, data, err))
			return -1;
		if ((d->packed ? table_add_packed : table_add)(b->tables[TABLE_TERMLIST], key, n, terms.p, terms.n, err))
			return -1;
		key[n++] = 0;
		if (slots.n && table_add(b->tables[TABLE_TERMLIST], key, n, slots.p, slots.n, err))
			return -1;
		from = *d;
	}
	return 0;
}

/* A section waits for the merge: in memory while half of that lasts. */
static int put_section(struct builder *b, int stream, uint32_t base, struct bytes *section, struct err *err)
{
	bool keep = section->n + BYTES_SLACK <= b->memory / 2 - b->kept;
	if (keep)
		b->kept += section->n + BYTES_SLACK;
	return stream_add(&b->streams[stream], base, section, keep, err);
}

static int append(struct builder *b, struct run *r, struct err *err)
{
	struct bytes *sections[] = {
		[POSTINGS] = &r->postings, [POSITIONS] = &r->positions, [LENGTHS] = &r->lengths, [VALUES] = &r->values,
	};
	if (r->n >= UINT32_MAX - b->version.documents)
		return err_set(err, ERR_LIMIT, "too many documents for one index");
	for (int i = 0; i < METADATA; i++)
		if (put_section(b, i, b->version.documents + 1, sections[i], err))
			return -1;
	if (put_documents(b, r, err))
		return -1;
	note_slots(b, r);
	note_bounds(&b->version, r);
	return 0;
}

int builder_append(struct builder *b, struct run **r, uint32_t *first_r, struct err *err)
{
	*first_r = b->version.documents + 1;
	int rc = append(b, *r, err);
	run_free(r);
	return rc;
}

/* ---- Metadata ---- */

static struct str key_of(const struct builder *b, const struct entry *e)
{
	return bytes_sub(&b->pool, e->key, e->value);
}

static int by_key(const void *x, const void *y, void *builder)
{
	const struct entry *a = x, *b = y;
	int order = str_cmp(key_of(builder, a), key_of(builder, b));
	return order ? order : a->key < b->key ? -1 : a->key > b->key;
}

/* What is held becomes a section, the last value of each key. */
static int put_metadata(struct builder *b, struct err *err)
{
	struct stream *s = &b->streams[METADATA];
	struct bytes section = { 0 };
	if (b->n_entries == 0)
		return 0;
	qsort_r(b->entries, b->n_entries, sizeof(*b->entries), by_key, b);
	for (size_t i = 0; i < b->n_entries; i++) {
		const struct entry *e = &b->entries[i];
		if (i + 1 < b->n_entries && str_eq(key_of(b, e), key_of(b, e + 1)))
			continue;
		struct str value = bytes_sub(&b->pool, e->value, e->end);
		unsigned char head[PACK_UINT_MAX];
		size_t head_n = (size_t)(pack_uint(head, value.n) - head);
		struct block block = { .term = key_of(b, e), .count = 1, .body = head_n + value.n };
		bytes_end(&section, block_pack(bytes_room(&section, BLOCK_HEAD_MAX), &block));
		bytes_add(&section, str_n((char *)head, head_n));
		bytes_add(&section, value);
	}
	bytes_seal(&section);
	int rc = put_section(b, METADATA, (uint32_t)s->n, &section, err);
	bytes_fini(&section);
	b->pool.n = b->n_entries = 0;
	return rc;
}

int builder_metadata(struct builder *b, struct str key, struct str value, struct err *err)
{
	if (key.n == 0 || key.n > KEY_MAX)
		return err_set(err, ERR_INVALID, "a key of %zu bytes", key.n);
	b->entries = array_room(b->entries, &b->entries_cap, b->n_entries + 1, sizeof(*b->entries));
	struct entry *e = &b->entries[b->n_entries++];
	e->key = b->pool.n;
	bytes_add(&b->pool, key);
	e->value = b->pool.n;
	bytes_add(&b->pool, value);
	e->end = b->pool.n;
	return b->pool.n > METADATA_HELD ? put_metadata(b, err) : 0;
}

/* ---- The end ---- */

/* One table of those that the merge makes; with two threads each makes one. */
struct job {
	struct builder *b;
	int table;
	size_t memory;
	struct postlist out;
	int rc;
	struct err err;
};

static int merge_stream(struct job *j, int stream, merge_fn *fn)
{
	struct stream *s = &j->b->streams[stream];
	int rc = merge(s, j->memory, fn, &j->out, &j->err);
	stream_close(s);
	return rc;
}

static int merge_postlist(struct job *j)
{
	struct builder *b = j->b;
	if (put_metadata(b, &j->err) || merge_stream(j, METADATA, postlist_metadata))
		return -1;
	for (size_t i = 0; i < b->n_slots; i++) {
		const struct slot *s = &b->slots[i];
		if (postlist_slot(&j->out, s->slot, s->count, bytes_sub(&s->low, 0, s->low.n),
				  bytes_sub(&s->high, 0, s->high.n), &j->err))
			return -1;
	}
	j->out.sink = b->sink;
	if (merge_stream(j, VALUES, postlist_values) || merge_stream(j, LENGTHS, postlist_lengths))
		return -1;
	return merge_stream(j, POSTINGS, postlist_postings);
}

static void *run_job(void *arg)
{
	struct job *j = arg;
	j->rc = open_table(j->b, j->table, &j->err);
	if (j->rc)
		return NULL;
	j->out.table = j->b->tables[j->table];
	j->rc = j->table == TABLE_POSTLIST ? merge_postlist(j) : merge_stream(j, POSITIONS, postlist_positions);
	if (j->rc == 0)
		j->rc = close_table(j->b, j->table, &j->err);
	postlist_fini(&j->out);
	return NULL;
}

static int run_jobs(struct builder *b, struct job jobs[2], struct err *err)
{
	pthread_t thread;
	bool two = b->jobs >= 2 && pthread_create(&thread, NULL, run_job, &jobs[1]) == 0;
	run_job(&jobs[0]);
	if (two)
		pthread_join(thread, NULL);
	else
		run_job(&jobs[1]);
	for (int i = 0; i < 2; i++)
		if (jobs[i].rc) {
			if (err)
				*err = jobs[i].err;
			return -1;
		}
	return 0;
}

int builder_finish(struct builder *b, struct builder_info *info_r, struct err *err)
{
	/* What is left beside the sections that are kept; the buffers of both only when both run at once. */
	size_t memory = b->jobs >= 2 ? b->memory / 4 : b->memory / 2;
	struct job jobs[2] = {
		{ .b = b, .table = TABLE_POSTLIST, .memory = memory }, { .b = b, .table = TABLE_POSITION, .memory = memory },
	};
	if (close_table(b, TABLE_DOCDATA, err) || close_table(b, TABLE_TERMLIST, err) || run_jobs(b, jobs, err) ||
	    version_write(b->path, &b->version, err))
		return -1;
	*info_r = (struct builder_info){
		.documents = b->version.documents, .total_length = b->version.total_length,
		.terms = jobs[0].out.terms, .postings = jobs[0].out.postings, .positions = jobs[1].out.positions,
	};
	if (fs_tree_size(b->path, &info_r->bytes, err))
		return -1;
	b->finished = true;
	return 0;
}

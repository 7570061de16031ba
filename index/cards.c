/* Writing and reading of cards; see cards.h. */
#include "config.h"

#include "index/cards.h"

#include <stdlib.h>

#include "common/xalloc.h"

#define GROUP 16			/* records to one entry of the index */
#define LINE 64				/* bytes that memory gives at once */
#define PREFETCH (16 * LINE)		/* of a group: most of it where records are short */
#define WORTH_SHARING 4			/* bytes of a value that is not written again */

static const struct sidefile_kind kind = { CARDS_MAGIC, CARDS_VERSION, "cards" };

enum { LAST_DOC, INDEX_AT };

static const size_t fields[] = {
	offsetof(struct doc, id), offsetof(struct doc, title), offsetof(struct doc, author),
	offsetof(struct doc, date), offsetof(struct doc, url), offsetof(struct doc, source),
	offsetof(struct doc, lang), offsetof(struct doc, type), offsetof(struct doc, path),
	offsetof(struct doc, sketch),
};
#define N_FIELDS (sizeof(fields) / sizeof(*fields))

static struct str *field(struct doc *d, size_t i)
{
	return (struct str *)(void *)((char *)d + fields[i]);
}

/* ---- Writing ---- */

struct cards_writer {
	struct sidefile_writer file;
	docid_t next;
	struct buf record, index;
	struct {
		struct buf value;
		uint64_t at;		/* where it stands */
	} before[N_FIELDS];		/* latest values */
};

int cards_begin(const char *path, struct cards_writer **out_r, struct err *err)
{
	struct cards_writer *w = *out_r = xcalloc(1, sizeof(*w));
	w->next = 1;
	return sidefile_begin(&w->file, path, err);
}

void cards_free(struct cards_writer **wp)
{
	struct cards_writer *w = *wp;
	if (!w)
		return;
	*wp = NULL;
	sidefile_end(&w->file);
	buf_fini(&w->record);
	buf_fini(&w->index);
	for (size_t i = 0; i < N_FIELDS; i++)
		buf_fini(&w->before[i].value);
	free(w);
}

/* Length of the record, and the place in the index when it has one. */
static int put_record(struct cards_writer *w, struct err *err)
{
	struct buf head = BUF_INIT;
	if ((w->next++ - 1) % GROUP == 0)
		buf_add(&w->index, &w->file.at, sizeof(w->file.at));
	buf_add_varint(&head, w->record.n);
	int rc = sidefile_put(&w->file, head.p, head.n, err);
	if (rc == 0)
		rc = sidefile_put(&w->file, w->record.p, w->record.n, err);
	buf_fini(&head);
	buf_reset(&w->record);
	return rc;
}

/* Twice the length, or that and 1 and how far before the record the value stands. */
static void add_value(struct cards_writer *w, size_t i, struct str value)
{
	bool again = value.n >= WORTH_SHARING && str_eq(value, buf_str(&w->before[i].value));
	buf_add_varint(&w->record, value.n * 2 + again);
	if (again)
		buf_add_varint(&w->record, w->file.at - w->before[i].at);
	else
		buf_addstr(&w->record, value);
}

static unsigned varint_size(uint64_t v)
{
	unsigned n = 1;
	while (v >>= 7)
		n++;
	return n;
}

/* Where values stand is known once the record is: the offsets are counted from its start. */
static void remember(struct cards_writer *w, const struct doc *d, const size_t *ends)
{
	uint64_t start = w->file.at + varint_size(w->record.n);
	for (size_t i = 0; i < N_FIELDS; i++) {
		struct str value = *field((struct doc *)d, i);
		if (value.n < WORTH_SHARING || str_eq(value, buf_str(&w->before[i].value)))
			continue;
		buf_reset(&w->before[i].value);
		buf_addstr(&w->before[i].value, value);
		w->before[i].at = start + ends[i] - value.n;
	}
}

int cards_put(struct cards_writer *w, docid_t doc, const struct doc *d, struct err *err)
{
	size_t ends[N_FIELDS];
	if (doc < w->next)
		return err_set(err, ERR_INTERNAL, "writing %s: documents out of order", w->file.path);
	while (w->next < doc)
		if (put_record(w, err) != 0)
			return -1;
	for (size_t i = 0; i < N_FIELDS; i++) {
		add_value(w, i, *field((struct doc *)d, i));
		ends[i] = w->record.n;
	}
	buf_add_varint(&w->record, d->n_extras);
	for (size_t i = 0; i < d->n_extras; i++) {
		buf_add_counted(&w->record, d->extras[i].key);
		buf_add_counted(&w->record, d->extras[i].json);
	}
	remember(w, d, ends);
	return put_record(w, err);
}

int cards_finish(struct cards_writer *w, const struct sidefile_origin *origin, struct err *err)
{
	const uint64_t numbers[SIDEFILE_NUMBERS] = { [LAST_DOC] = w->next - 1, [INDEX_AT] = w->file.at };
	if (sidefile_put(&w->file, w->index.p, w->index.n, err) != 0)
		return -1;
	return sidefile_finish(&w->file, &kind, origin, numbers, err);
}

/* ---- Reading ---- */

struct cards {
	struct sidefile file;
	docid_t last_doc;
	struct str records;		/* the file from 0 up to the index */
	struct str index;
};

static int damaged(struct err *err, const char *what)
{
	return err_set(err, ERR_CORRUPT, "damaged cards: %s", what);
}

int cards_open(const char *path, struct cards **out_r, struct err *err)
{
	struct cards *c = *out_r = xcalloc(1, sizeof(*c));
	if (sidefile_open(&c->file, path, &kind, err) == 0) {
		const uint64_t *n = c->file.header->numbers;
		uint64_t size = c->file.body.n, groups = n[LAST_DOC] / GROUP + (n[LAST_DOC] % GROUP != 0);
		c->last_doc = (docid_t)n[LAST_DOC];
		if (n[LAST_DOC] <= UINT32_MAX && n[INDEX_AT] >= sizeof(*c->file.header) && n[INDEX_AT] <= size &&
		    (size - n[INDEX_AT]) == groups * sizeof(uint64_t)) {
			c->records = str_sub(c->file.body, 0, (size_t)n[INDEX_AT]);
			c->index = str_sub(c->file.body, c->records.n, c->file.body.n);
			return 0;
		}
		damaged(err, "sizes");
	}
	cards_close(out_r);
	return -1;
}

void cards_close(struct cards **cp)
{
	struct cards *c = *cp;
	if (!c)
		return;
	*cp = NULL;
	sidefile_close(&c->file);
	free(c);
}

const struct sidefile_header *cards_header(const struct cards *c)
{
	return c->file.header;
}

static bool take(struct str *in, struct str *out_r)
{
	uint64_t n;
	if (!str_take_varint(in, &n) || n > in->n)
		return false;
	*out_r = str_sub(*in, 0, (size_t)n);
	*in = str_sub(*in, (size_t)n, in->n);
	return true;
}

/* Where the group of a document starts; false: nowhere in the file. */
static bool find_group(const struct cards *c, docid_t doc, uint64_t *at_r)
{
	if (doc == 0 || doc > c->last_doc)
		return false;
	memcpy(at_r, c->index.p + (size_t)(doc - 1) / GROUP * sizeof(*at_r), sizeof(*at_r));
	return *at_r <= c->records.n;
}

void cards_prefetch(const struct cards *c, docid_t doc)
{
	uint64_t at;
	if (!find_group(c, doc, &at))
		return;
	uint64_t end = c->records.n - at < PREFETCH ? c->records.n : at + PREFETCH;
	for (; at < end; at += LINE)
		__builtin_prefetch(c->records.p + at);
}

static bool find_record(const struct cards *c, docid_t doc, struct str *record_r)
{
	uint64_t at;
	if (!find_group(c, doc, &at))
		return false;
	struct str in = str_sub(c->records, (size_t)at, c->records.n);
	for (docid_t skip = (doc - 1) % GROUP; skip > 0; skip--)
		if (!take(&in, record_r))
			return false;
	return take(&in, record_r);
}

/* start: of the record in the file, before its length. */
static bool take_value(const struct cards *c, struct str *in, size_t start, struct str *out_r)
{
	uint64_t n, back;
	if (!str_take_varint(in, &n))
		return false;
	if (n % 2 == 0) {
		if (n / 2 > in->n)
			return false;
		*out_r = str_sub(*in, 0, (size_t)n / 2);
		*in = str_sub(*in, (size_t)n / 2, in->n);
		return true;
	}
	if (!str_take_varint(in, &back) || back > start || n / 2 > back)
		return false;
	*out_r = str_sub(c->records, start - (size_t)back, start - (size_t)back + (size_t)n / 2);
	return true;
}

static bool take_extras(struct str *in, struct arena *a, struct doc *d)
{
	uint64_t n;
	if (!str_take_varint(in, &n) || n > in->n / 2)
		return false;
	if (n == 0)
		return true;
	d->extras = arena_array(a, (size_t)n, sizeof(*d->extras));
	d->n_extras = (size_t)n;
	for (size_t i = 0; i < d->n_extras; i++)
		if (!take(in, &d->extras[i].key) || !take(in, &d->extras[i].json))
			return false;
	return true;
}

int cards_get(const struct cards *c, docid_t doc, struct arena *a, struct doc *out_r, struct err *err)
{
	struct str in;
	*out_r = (struct doc){ .id = STR_NONE };
	if (!find_record(c, doc, &in) || in.n == 0)
		return damaged(err, "no record of a document");
	size_t start = (size_t)(in.p - c->records.p) - varint_size(in.n);
	for (size_t i = 0; i < N_FIELDS; i++)
		if (!take_value(c, &in, start, field(out_r, i)))
			return damaged(err, "a field");
	return take_extras(&in, a, out_r) && in.n == 0 ? 0 : damaged(err, "extras");
}

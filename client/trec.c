/* Reading queries, judgements and runs, and writing runs; see trec.h. */
#include "config.h"

#include "client/trec.h"

#include <math.h>
#include <stdlib.h>

#include "common/fs.h"
#include "common/utf8.h"

enum { MOST_FIELDS = 6, LARGEST_RELEVANCE = 1000000 };

struct lines {
	const char *name;
	struct str rest;
	size_t number;
	struct err *err;
};

static struct lines lines_of(const char *name, struct str bytes, struct err *err)
{
	const struct str mark = STR("\xEF\xBB\xBF");	/* U+FEFF, which some editors write */
	return (struct lines){ .name = name, .rest = str_sub(bytes, str_starts(bytes, mark) ? mark.n : 0, bytes.n), .err = err };
}

/* 1: a line that means something. */
static int next_line(struct lines *l, struct str *line_r)
{
	while (l->rest.n && str_cut(&l->rest, '\n', line_r)) {
		l->number++;
		if (str_ends(*line_r, STR("\r")))
			line_r->n--;
		struct str said = str_trim(*line_r);	/* as ids are read: "\v#1" must not be an id that a run cannot hold */
		if (!said.n || said.p[0] == '#')
			continue;
		if (utf8_valid(*line_r) && !memchr(line_r->p, '\0', line_r->n))
			return 1;
		return err_set(l->err, ERR_SYNTAX, "%s:%zu: not UTF-8 text", l->name, l->number);
	}
	return 0;
}

static int wrong(const struct lines *l, size_t line, const char *what, struct str it)
{
	return err_set(l->err, ERR_SYNTAX, "%s:%zu: %s: \"%.*s\"", l->name, line, what,
		       it.n > 60 ? (int)utf8_floor(it, 60) : (int)it.n, it.p ? it.p : "");
}

/* The columns of a line; more than MOST_FIELDS when there are more. */
static size_t fields_of(struct str line, struct str fields[MOST_FIELDS])
{
	char sep = str_chr(line, '\t') < 0 ? ' ' : '\t';
	struct str field;
	size_t n = 0;
	while (str_cut(&line, sep, &field)) {
		field = str_trim(field);
		if (!field.n && sep == ' ')
			continue;
		if (n == MOST_FIELDS)
			return n + 1;
		fields[n++] = field;
	}
	return n;
}

static bool empty_field(const struct str *fields, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!fields[i].n)
			return true;
	return false;
}

/* ---- Queries ---- */

static int by_id(const void *x, const void *y)
{
	const struct topic *a = x, *b = y;
	int c = str_cmp(a->id, b->id);
	return c ? c : a->line < b->line ? -1 : a->line > b->line;
}

static int check_ids(const struct lines *l, const struct topics *t, struct arena *a)
{
	if (!t->n)
		return 0;
	struct topic *sorted = arena_array(a, t->n, sizeof(*sorted));
	memcpy(sorted, t->list, t->n * sizeof(*sorted));
	qsort(sorted, t->n, sizeof(*sorted), by_id);
	for (size_t i = 1; i < t->n; i++)
		if (str_eq(sorted[i].id, sorted[i - 1].id))
			return wrong(l, sorted[i].line, "the id stands before already", sorted[i].id);
	return 0;
}

int topics_parse(const char *name, struct str bytes, struct arena *a, struct topics *out_r, struct err *err)
{
	struct lines l = lines_of(name, bytes, err);
	struct str line;
	int more;
	*out_r = (struct topics){ 0 };
	while ((more = next_line(&l, &line)) > 0) {
		ptrdiff_t tab = str_chr(line, '\t');
		if (tab < 0)
			return wrong(&l, l.number, "id, tab and query are wanted", line);
		struct topic t = { str_trim(str_sub(line, 0, (size_t)tab)), str_trim(str_sub(line, (size_t)tab + 1, line.n)), l.number };
		if (!t.id.n || !t.text.n)
			return wrong(&l, l.number, t.id.n ? "no query" : "no id", line);
		out_r->list = arena_grow(a, out_r->list, &out_r->cap, out_r->n + 1, sizeof(*out_r->list));
		out_r->list[out_r->n++] = t;
	}
	return more < 0 ? -1 : check_ids(&l, out_r, a);
}

/* ---- Judgements ---- */

static int by_document(const void *x, const void *y)
{
	const struct judgement *a = x, *b = y;
	int c = str_cmp(a->topic, b->topic);
	c = c ? c : str_cmp(a->document, b->document);
	return c ? c : a->line < b->line ? -1 : a->line > b->line;
}

static bool take_relevance(struct str s, int *out_r)
{
	uint64_t v;
	bool minus = str_starts(s, STR("-"));
	if (!str_to_u64(str_sub(s, minus, s.n), 0, LARGEST_RELEVANCE, &v))
		return false;
	*out_r = minus ? -(int)v : (int)v;
	return true;
}

/* The same judgement twice is one. */
static int settle_qrels(const struct lines *l, struct qrels *q)
{
	size_t kept = 0;
	if (q->n)
		qsort(q->list, q->n, sizeof(*q->list), by_document);
	for (size_t i = 0; i < q->n; i++) {
		const struct judgement *j = &q->list[i], *last = kept ? &q->list[kept - 1] : NULL;
		if (!last || !str_eq(j->topic, last->topic) || !str_eq(j->document, last->document))
			q->list[kept++] = *j;
		else if (j->relevance != last->relevance)
			return wrong(l, j->line, "the document was judged otherwise before", j->document);
	}
	q->n = kept;
	return 0;
}

int qrels_parse(const char *name, struct str bytes, struct arena *a, struct qrels *out_r, struct err *err)
{
	struct lines l = lines_of(name, bytes, err);
	struct str line, f[MOST_FIELDS];
	bool first = true;
	int more;
	*out_r = (struct qrels){ 0 };
	for (; (more = next_line(&l, &line)) > 0; first = false) {
		size_t n = fields_of(line, f);
		struct judgement j = { .line = l.number };
		if ((n != 3 && n != 4) || empty_field(f, n))
			return wrong(&l, l.number, "topic, iteration, document and relevance are wanted", line);
		if (!take_relevance(f[n - 1], &j.relevance)) {
			if (first)	/* names of columns */
				continue;
			return wrong(&l, l.number, "relevance is a whole number, not", f[n - 1]);
		}
		j.topic = f[0];
		j.document = f[n - 2];
		out_r->list = arena_grow(a, out_r->list, &out_r->cap, out_r->n + 1, sizeof(*out_r->list));
		out_r->list[out_r->n++] = j;
	}
	return more < 0 ? -1 : settle_qrels(&l, out_r);
}

/* ---- Runs ---- */

static int by_ranked_document(const void *x, const void *y)
{
	const struct ranked *a = x, *b = y;
	int c = str_cmp(a->topic, b->topic);
	c = c ? c : str_cmp(a->document, b->document);
	return c ? c : a->line < b->line ? -1 : a->line > b->line;
}

static int by_rank(const void *x, const void *y)
{
	const struct ranked *a = x, *b = y;
	int c = str_cmp(a->topic, b->topic);
	if (c || a->rank != b->rank)
		return c ? c : a->rank < b->rank ? -1 : 1;
	if (a->score > b->score || a->score < b->score)
		return a->score > b->score ? -1 : 1;
	return a->line < b->line ? -1 : a->line > b->line;
}

void run_sort(struct run_list *r)
{
	if (r->n)
		qsort(r->list, r->n, sizeof(*r->list), by_rank);
}

static int settle_run(const struct lines *l, struct run_list *r)
{
	if (!r->n)
		return 0;
	qsort(r->list, r->n, sizeof(*r->list), by_ranked_document);
	for (size_t i = 1; i < r->n; i++)
		if (str_eq(r->list[i].topic, r->list[i - 1].topic) && str_eq(r->list[i].document, r->list[i - 1].document))
			return wrong(l, r->list[i].line, "the document stands before already", r->list[i].document);
	run_sort(r);
	return 0;
}

int run_parse(const char *name, struct str bytes, struct arena *a, struct run_list *out_r, struct err *err)
{
	struct lines l = lines_of(name, bytes, err);
	struct str line, f[MOST_FIELDS];
	int more;
	*out_r = (struct run_list){ 0 };
	while ((more = next_line(&l, &line)) > 0) {
		uint64_t rank;
		struct ranked r = { .line = l.number };
		if (fields_of(line, f) != 6 || empty_field(f, 6))
			return wrong(&l, l.number, "topic, Q0, document, rank, score and tag are wanted", line);
		if (!str_to_u64(f[3], 0, UINT32_MAX, &rank))
			return wrong(&l, l.number, "a rank is a whole number, not", f[3]);
		if (!str_to_double(f[4], &r.score))
			return wrong(&l, l.number, "a score is a number, not", f[4]);
		r.topic = f[0];
		r.document = f[2];
		r.rank = (uint32_t)rank;
		out_r->list = arena_grow(a, out_r->list, &out_r->cap, out_r->n + 1, sizeof(*out_r->list));
		out_r->list[out_r->n++] = r;
	}
	return more < 0 ? -1 : settle_run(&l, out_r);
}

/* The topic is the first member of the rows of both lists. */
static struct str topic_of(const void *list, size_t size, size_t i)
{
	struct str topic;
	memcpy(&topic, (const char *)list + i * size, sizeof(topic));
	return topic;
}

static void find(const void *list, size_t n, size_t size, struct str topic, size_t *from_r, size_t *to_r)
{
	size_t low = 0, high = n;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (str_cmp(topic_of(list, size, mid), topic) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	*from_r = low;
	while (low < n && str_eq(topic_of(list, size, low), topic))
		low++;
	*to_r = low;
}

void qrels_find(const struct qrels *q, struct str topic, size_t *from_r, size_t *to_r)
{
	find(q->list, q->n, sizeof(*q->list), topic, from_r, to_r);
}

void run_find(const struct run_list *r, struct str topic, size_t *from_r, size_t *to_r)
{
	find(r->list, r->n, sizeof(*r->list), topic, from_r, to_r);
}

void run_write(const struct run_list *r, const char *tag, struct buf *out)
{
	const double scale = 1e6, most = 1e9;	/* the digits that a double and a reader can hold */
	double last = 0;
	for (size_t i = 0; i < r->n; i++) {
		const struct ranked *k = &r->list[i];
		double score = rint(fmax(-most, fmin(most, k->score)) * scale);
		if (i > 0 && str_eq(k->topic, r->list[i - 1].topic) && score >= last)
			score = last - 1;
		buf_printf(out, "%.*s\tQ0\t%.*s\t%u\t%.6f\t%s\n", STR_ARG(k->topic), STR_ARG(k->document), k->rank,
			   score / scale, tag);
		last = score;
	}
}

/* ---- Files ---- */

static int read_file(const char *path, struct arena *a, struct str *bytes_r, struct err *err)
{
	struct buf b = BUF_INIT;
	int rc = fs_read(strcmp(path, "-") ? path : "/dev/stdin", TREC_MAX_FILE, &b, err);
	*bytes_r = rc == 0 ? arena_str(a, buf_str(&b)) : STR_NONE;
	buf_fini(&b);
	return rc;
}

int topics_read(const char *path, struct arena *a, struct topics *out_r, struct err *err)
{
	struct str bytes;
	return read_file(path, a, &bytes, err) < 0 ? -1 : topics_parse(path, bytes, a, out_r, err);
}

int qrels_read(const char *path, struct arena *a, struct qrels *out_r, struct err *err)
{
	struct str bytes;
	return read_file(path, a, &bytes, err) < 0 ? -1 : qrels_parse(path, bytes, a, out_r, err);
}

int run_read(const char *path, struct arena *a, struct run_list *out_r, struct err *err)
{
	struct str bytes;
	return read_file(path, a, &bytes, err) < 0 ? -1 : run_parse(path, bytes, a, out_r, err);
}

/* Tables of the names of a collection, and how they are written; see name_lore.h. */
#include "config.h"

#include "query/name_lore.h"

#include <pthread.h>
#include <stdlib.h>

#include "common/buf.h"
#include "common/hash.h"
#include "common/xalloc.h"
#include "index/prepare.h"
#include "index/propers.h"
#include "index/schema.h"
#include "index/stored.h"
#include "query/numbered.h"

#define WRITTEN_SLOTS 65536	/* half of them are used */

struct place {
	uint32_t number, documents;
};

struct alias {
	uint32_t acronym, number;	/* what the acronym stands for */
	struct str long_form;
};

struct written {
	uint64_t key;			/* of a document and a number; 0: free */
	struct str form;
};

struct name_table {
	struct buf key;			/* identities and states of the databases; empty: not shared */
	unsigned users;			/* under the lore's lock, as is used */
	uint64_t used;
	pthread_mutex_t lock;		/* of what follows while it is made, of the forms always */
	bool made;
	uint64_t documents;
	struct numbered places, aliases;
	struct arena long_forms;
	struct preparer *preparer;	/* reads texts again */
	struct written *written;
	size_t n_written;
	struct arena forms;
};

struct name_lore {
	pthread_mutex_t lock;
	uint64_t clock;
	struct name_table *tables[LORE_TABLES];
};

/* ---- Acronyms ---- */

static const struct alias *find_alias(const struct name_table *t, uint32_t acronym)
{
	return numbered_find(&t->aliases, sizeof(struct alias), acronym);
}

/* Definitions of acronyms with one key, while the terms go by. */
struct definitions {
	struct name_table *table;
	struct propers *propers;
	struct analyzer *analyzer;
	struct arena scratch;
	struct str key;
	struct definition {
		uint32_t number, documents, most;	/* of the long form; most: of its writing */
		struct str acronym, long_form;
		bool capital;
	} *list;
	size_t n, cap;
	uint64_t documents;
};

/* It stands for what two thirds of the documents say, if that is a name. */
static void end_key(struct definitions *d)
{
	const struct definition *best = NULL;
	for (size_t i = 0; i < d->n; i++)
		if (!best || d->list[i].documents > best->documents)
			best = &d->list[i];
	if (best && best->capital && 3 * (uint64_t)best->documents >= 2 * d->documents) {
		uint32_t acronym = propers_number_of(d->propers, d->analyzer, best->acronym, NULL);
		if (acronym && best->number && acronym != best->number)
			*(struct alias *)numbered_add(&d->table->aliases, sizeof(struct alias), acronym) = (struct alias){
				acronym, best->number, arena_str(&d->table->long_forms, best->long_form) };
	}
	arena_reset(&d->scratch);
	d->list = NULL;
	d->n = d->cap = 0;
	d->documents = 0;
}

static struct definition *definition_of(struct definitions *d, uint32_t number)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->list[i].number == number)
			return &d->list[i];
	d->list = arena_grow(&d->scratch, d->list, &d->cap, d->n + 1, sizeof(*d->list));
	d->list[d->n] = (struct definition){ .number = number };
	return &d->list[d->n++];
}

static int take_definition(void *arg, struct str term, uint32_t documents)
{
	struct definitions *d = arg;
	struct str rest = str_sub(term, strlen(PREFIX_ACRONYM), term.n), key, acronym;
	bool capital = false;
	if (!str_cut(&rest, '\t', &key) || !str_cut(&rest, '\t', &acronym) || rest.n == 0)
		return 0;
	if (!str_eq(key, d->key)) {
		end_key(d);
		d->key = arena_str(&d->scratch, key);
	}
	struct definition *one = definition_of(d, propers_number_of(d->propers, d->analyzer, rest, &capital));
	d->documents += documents;
	one->documents += documents;
	one->capital |= capital;
	if (documents > one->most) {
		one->most = documents;
		one->acronym = arena_str(&d->scratch, acronym);
		one->long_form = arena_str(&d->scratch, rest);
	}
	return 0;
}

static int find_aliases(struct name_table *t, struct store *s, struct analyzer *an, struct err *err)
{
	struct propers propers;
	propers_init(&propers);
	struct definitions d = { .table = t, .propers = &propers, .analyzer = an, .scratch = ARENA_INIT };
	int rc = store_each_term(s, STR(PREFIX_ACRONYM), take_definition, &d, err);
	end_key(&d);
	arena_fini(&d.scratch);
	propers_fini(&propers);
	return rc;
}

/* ---- Numbers ---- */

size_t name_table_numbers(const struct name_table *t, struct str packed, uint32_t *numbers_r)
{
	size_t n = propers_count(packed), kept = 0;
	for (size_t i = 0; i < n && i < PROPERS_MAX; i++) {
		uint32_t own = propers_number(packed, i), number = own;
		bool again = own == 0;	/* no name has it */
		if (t->aliases.n && find_alias(t, own)->acronym)
			number = find_alias(t, own)->number;
		/* Perhaps the long form stands there too. */
		for (size_t k = 0; k < kept && !again && t->aliases.n; k++)
			again = numbers_r[k] == number;
		if (!again)
			numbers_r[kept++] = number;
	}
	return kept;
}

static int count_document(void *arg, size_t doc, struct str value)
{
	struct name_table *t = arg;
	uint32_t numbers[PROPERS_MAX];
	size_t n = name_table_numbers(t, value, numbers);
	(void)doc;
	for (size_t i = 0; i < n; i++) {
		struct place *place = numbered_add(&t->places, sizeof(*place), numbers[i]);
		place->documents++;
	}
	return 0;
}

uint64_t name_table_documents(const struct name_table *t)
{
	return t->documents;
}

uint32_t name_table_all(const struct name_table *t, uint32_t number)
{
	const struct place *place = numbered_find(&t->places, sizeof(*place), number);
	return place->documents;
}

/* ---- Tables ---- */

static void unmake(struct name_table *t)
{
	preparer_free(&t->preparer);
	numbered_fini(&t->places);
	numbered_fini(&t->aliases);
	free(t->written);
	t->written = NULL;
	t->n_written = 0;
	arena_fini(&t->long_forms);
	arena_fini(&t->forms);
}

static int make(struct name_table *t, struct store *s, struct analyzer *an, struct err *err)
{
	struct store_info info;
	numbered_init(&t->places, sizeof(struct place), 1024);
	numbered_init(&t->aliases, sizeof(struct alias), 64);
	t->written = xcalloc(WRITTEN_SLOTS, sizeof(*t->written));
	if (store_info(s, &info, err) < 0 || find_aliases(t, s, an, err) < 0 ||
	    store_values(s, SLOT_NAMES, NULL, 0, count_document, t, err) < 0 ||
	    preparer_new(analyzer_langs(an), NULL, &t->preparer, err) < 0) {
		unmake(t);
		return -1;
	}
	t->documents = info.documents;
	t->made = true;
	return 0;
}

static struct name_table *table_new(struct str key)
{
	struct name_table *t = xcalloc(1, sizeof(*t));
	pthread_mutex_init(&t->lock, NULL);
	arena_init(&t->long_forms);
	arena_init(&t->forms);
	buf_addstr(&t->key, key);
	return t;
}

static void table_free(struct name_table *t)
{
	if (!t)
		return;
	unmake(t);
	buf_fini(&t->key);
	pthread_mutex_destroy(&t->lock);
	free(t);
}

struct name_lore *name_lore_new(void)
{
	struct name_lore *l = xcalloc(1, sizeof(*l));
	pthread_mutex_init(&l->lock, NULL);
	return l;
}

void name_lore_free(struct name_lore **lp)
{
	struct name_lore *l = *lp;
	if (!l)
		return;
	*lp = NULL;
	for (size_t i = 0; i < LORE_TABLES; i++)
		table_free(l->tables[i]);
	pthread_mutex_destroy(&l->lock);
	free(l);
}

/* Which databases, in which state, with which languages. */
static int add_key(struct store *s, const struct analyzer *an, struct arena *a, struct buf *key, struct err *err)
{
	buf_puts(key, analyzer_langs(an)->spec);
	for (size_t i = 0; i < store_databases(s); i++) {
		struct str uuid;
		uint64_t revision;
		if (store_uuid(s, i, a, &uuid, err) < 0 || store_revision(s, i, &revision, err) < 0)
			return -1;
		buf_addstr(key, uuid);
		buf_add(key, &revision, sizeof(revision));
	}
	return 0;
}

/* The table with the key, or an empty one in the place of that which was used least recently; NULL: all are in use. */
static struct name_table *find_table(struct name_lore *l, struct str key)
{
	struct name_table **place = NULL;
	for (size_t i = 0; i < LORE_TABLES; i++) {
		struct name_table *t = l->tables[i];
		if (t && str_eq(buf_str(&t->key), key))
			return t;
		if ((!place || *place) && (!t || (!t->users && (!place || t->used < (*place)->used))))
			place = &l->tables[i];
	}
	if (!place)
		return NULL;
	table_free(*place);
	return *place = table_new(key);
}

static struct name_table *borrow(struct name_lore *l, struct str key)
{
	pthread_mutex_lock(&l->lock);
	struct name_table *t = find_table(l, key);
	if (t) {
		t->users++;
		t->used = ++l->clock;
	}
	pthread_mutex_unlock(&l->lock);
	return t;
}

int name_table_get(struct name_lore *lore, struct store *s, struct analyzer *an, struct name_table **out_r, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct buf key = BUF_INIT;
	struct name_table *t = NULL;
	int rc = add_key(s, an, &a, &key, err);
	if (rc == 0) {
		t = lore ? borrow(lore, buf_str(&key)) : NULL;
		if (!t)
			t = table_new(STR_NONE);
		pthread_mutex_lock(&t->lock);
		if (!t->made)
			rc = make(t, s, an, err);
		pthread_mutex_unlock(&t->lock);
	}
	buf_fini(&key);
	arena_fini(&a);
	if (rc < 0)
		name_table_put(lore, &t);
	*out_r = t;
	return rc;
}

void name_table_put(struct name_lore *lore, struct name_table **tp)
{
	struct name_table *t = *tp;
	*tp = NULL;
	if (!t)
		return;
	if (t->key.n == 0) {
		table_free(t);
		return;
	}
	pthread_mutex_lock(&lore->lock);
	t->users--;
	pthread_mutex_unlock(&lore->lock);
}

/* ---- Written forms ---- */

static struct written *find_written(const struct name_table *t, docid_t doc, uint32_t number)
{
	uint64_t key = ((uint64_t)doc << 32 | number) + 1;
	size_t mask = WRITTEN_SLOTS - 1, at = (size_t)(key * UINT64_C(0x9e3779b97f4a7c15) >> 32) & mask;
	while (t->written[at].key && t->written[at].key != key)
		at = (at + 1) & mask;
	return &t->written[at];
}

static void add_written(struct name_table *t, docid_t doc, uint32_t number, struct str form)
{
	struct written *w = find_written(t, doc, number);
	if (w->key)
		return;
	*w = (struct written){ ((uint64_t)doc << 32 | number) + 1, arena_str(&t->forms, form) };
	t->n_written++;
}

/* The text as far as names are looked for. */
static int read_text(struct store *s, docid_t doc, struct arena *a, struct doc *out, struct err *err)
{
	struct str data;
	struct stored stored;
	size_t n = 0;
	if (store_data(s, doc, a, &data, err) < 0 || stored_of(s, doc, data, a, &stored, err) < 0 ||
	    stored_fields(&stored, a, out, err) < 0)
		return -1;
	while (n < stored.n_blocks && stored.blocks[n].start <= PROPERS_TEXT_MAX)
		n++;
	return n ? stored_text(&stored, 0, n - 1, a, &out->text, err) : 0;
}

static int read_names(struct name_table *t, struct store *s, docid_t doc, uint32_t wanted, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct doc read;
	struct proper *list;
	size_t n = 0;
	int rc = read_text(s, doc, &a, &read, err);
	if (t->n_written + PROPERS_MAX + 1 > WRITTEN_SLOTS / 2) {
		memset(t->written, 0, WRITTEN_SLOTS * sizeof(*t->written));
		t->n_written = 0;
		arena_reset(&t->forms);
	}
	if (rc == 0)
		preparer_propers(t->preparer, &read, &a, &list, &n);
	for (size_t i = 0; i < n; i++) {
		const struct alias *alias = find_alias(t, list[i].number);
		add_written(t, doc, alias->acronym ? alias->number : list[i].number,
			    alias->acronym ? alias->long_form : list[i].written);
	}
	if (rc == 0)	/* if it is not there it need not be looked for again */
		add_written(t, doc, wanted, STR_NONE);
	arena_fini(&a);
	return rc;
}

int name_table_written(struct name_table *t, struct store *s, docid_t doc, uint32_t number, struct arena *a, struct str *out_r,
		       struct err *err)
{
	pthread_mutex_lock(&t->lock);
	int rc = find_written(t, doc, number)->key ? 0 : read_names(t, s, doc, number, err);
	*out_r = rc == 0 ? arena_str(a, find_written(t, doc, number)->form) : STR_NONE;
	pthread_mutex_unlock(&t->lock);
	return rc;
}

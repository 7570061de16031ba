/* Making, opening and giving up the files beside a generation; see aids.h. */
#include "config.h"

#include "index/aids.h"

#include <stdlib.h>

#include "common/fs.h"
#include "common/log.h"
#include "common/xalloc.h"
#include "index/stored.h"
#include "index/wordlist.h"

/* ---- Making ---- */

struct aids_maker {
	struct impacts_writer *impacts;
	struct cards_writer *cards;
	struct arena arena;		/* of the document under way */
};

static int on_data(void *arg, docid_t doc, struct str data, struct err *err)
{
	struct aids_maker *m = arg;
	struct stored stored;
	struct doc fields;
	arena_reset(&m->arena);
	if (stored_open(data, &m->arena, &stored, err) != 0 ||
	    stored_fields(&stored, &m->arena, &fields, err) != 0)
		return -1;
	return cards_put(m->cards, doc, &fields, err);
}

static int on_length(void *arg, docid_t doc, uint32_t length, struct err *err)
{
	return impacts_document(((struct aids_maker *)arg)->impacts, doc, length, err);
}

/* Impacts are of plain terms; lists that nobody looks at are joined without being read. */
static bool wants(void *arg, struct str term)
{
	(void)arg;
	return term_is_plain(term);
}

static int on_term(void *arg, struct str term, uint32_t documents, uint64_t occurrences, struct err *err)
{
	return impacts_term(((struct aids_maker *)arg)->impacts, term, documents, occurrences, err);
}

static int on_posting(void *arg, docid_t doc, uint32_t wdf, struct err *err)
{
	return impacts_posting(((struct aids_maker *)arg)->impacts, doc, wdf, err);
}

struct posting_sink aids_maker_sink(struct aids_maker *m)
{
	return (struct posting_sink){
		.arg = m, .data = on_data, .length = on_length, .wants = wants, .term = on_term, .posting = on_posting,
	};
}

struct aids_maker *aids_maker_new(void)
{
	return xcalloc(1, sizeof(struct aids_maker));
}

void aids_maker_free(struct aids_maker **mp)
{
	struct aids_maker *m = *mp;
	if (!m)
		return;
	*mp = NULL;
	impacts_free(&m->impacts);
	cards_free(&m->cards);
	arena_fini(&m->arena);
	free(m);
}

int aids_maker_begin(struct aids_maker *m, const char *database, struct err *err)
{
	char *impacts = fs_join(database, IMPACTS_FILE), *cards = fs_join(database, CARDS_FILE);
	int rc = impacts_begin(impacts, &m->impacts, err) != 0 || cards_begin(cards, &m->cards, err) != 0 ? -1 : 0;
	free(impacts);
	free(cards);
	return rc;
}

static int finish(struct aids_maker *m, struct store *s, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct sidefile_origin origin;
	char *words = fs_join(store_path(s, 0), WORDLIST_FILE);
	int rc = 0;
	if (store_uuid(s, 0, &a, &origin.uuid, err) != 0 || store_revision(s, 0, &origin.revision, err) != 0 ||
	    impacts_finish(m->impacts, &origin, err) != 0 || cards_finish(m->cards, &origin, err) != 0 ||
	    wordlist_write(words, s, &origin, err) != 0)
		rc = -1;
	free(words);
	arena_fini(&a);
	return rc;
}

int aids_maker_finish(struct aids_maker *m, const char *database, struct err *err)
{
	struct store *s = NULL;
	int rc = store_open(&database, 1, &s, err);
	if (rc == 0)
		rc = finish(m, s, err);
	store_close(&s);
	return rc;
}

/* ---- Of a database that is there ---- */

struct walker {
	struct aids_maker *maker;
	struct store *store;
};

static int walk_document(void *arg, docid_t doc, uint32_t length, struct err *err)
{
	struct walker *w = arg;
	struct arena a = ARENA_INIT;
	struct str data;
	int rc = store_hit_data(w->store, doc, &a, &data, err);
	if (rc == 0 && (on_length(w->maker, doc, length, err) != 0 || on_data(w->maker, doc, data, err) != 0))
		rc = -1;
	arena_fini(&a);
	return rc;
}

static int walk_term(void *arg, struct str term, uint32_t documents, uint64_t occurrences, struct err *err)
{
	return on_term(((struct walker *)arg)->maker, term, documents, occurrences, err);
}

static int walk_posting(void *arg, docid_t doc, uint32_t wdf, struct err *err)
{
	return on_posting(((struct walker *)arg)->maker, doc, wdf, err);
}

int aids_write(const char *database, struct err *err)
{
	struct walker w = { .maker = aids_maker_new() };
	struct store_walk walk = { &w, walk_document, walk_term, walk_posting };
	int rc = store_open(&database, 1, &w.store, err);
	if (rc == 0 && (aids_maker_begin(w.maker, database, err) != 0 || store_walk(w.store, &walk, err) != 0 ||
			finish(w.maker, w.store, err) != 0))
		rc = -1;
	aids_maker_free(&w.maker);
	store_close(&w.store);
	return rc;
}

bool aids_are_current(const char *database)
{
	struct store *s = NULL;
	struct aids aids, now;
	if (store_open(&database, 1, &s, NULL) != 0)
		return false;
	aids_open(&aids, database, s, false);
	now = aids_now(&aids, s);
	aids_close(&aids);
	store_close(&s);
	return now.impacts && now.cards;
}

/* ---- Using ---- */

static bool belongs(const struct sidefile_header *h, struct str uuid)
{
	return str_eqz(uuid, h->uuid);
}

static void tell(bool loud, const char *path, const struct err *why)
{
	if (loud && why->code != ERR_NOT_FOUND)
		log_warn("aids", "%s: %s: searching without it", path, why->msg);
}

static void open_impacts(struct aids *aids, const char *path, struct str uuid, bool loud)
{
	struct err err;
	if (impacts_open(path, &aids->impacts, &err) == 0 && !belongs(impacts_header(aids->impacts), uuid)) {
		impacts_close(&aids->impacts);
		err_set(&err, ERR_MISMATCH, "of another database");
	}
	if (!aids->impacts)
		tell(loud, path, &err);
}

static void open_cards(struct aids *aids, const char *path, struct str uuid, bool loud)
{
	struct err err;
	if (cards_open(path, &aids->cards, &err) == 0 && !belongs(cards_header(aids->cards), uuid)) {
		cards_close(&aids->cards);
		err_set(&err, ERR_MISMATCH, "of another database");
	}
	if (!aids->cards)
		tell(loud, path, &err);
}

static void open_positions(struct aids *aids, const char *database, bool loud)
{
	struct err err;
	if (positions_map(database, &aids->positions, &err) != 0)
		tell(loud, database, &err);
}

void aids_open(struct aids *aids, const char *database, struct store *s, bool loud)
{
	struct arena a = ARENA_INIT;
	struct str uuid;
	char *impacts = fs_join(database, IMPACTS_FILE), *cards = fs_join(database, CARDS_FILE);
	*aids = (struct aids){ .given_up = false };
	if (store_uuid(s, 0, &a, &uuid, NULL) == 0) {
		open_impacts(aids, impacts, uuid, loud);
		open_cards(aids, cards, uuid, loud);
		if (aids->impacts)
			open_positions(aids, database, loud);
	}
	free(impacts);
	free(cards);
	arena_fini(&a);
}

void aids_close(struct aids *aids)
{
	impacts_close(&aids->impacts);
	cards_close(&aids->cards);
	positions_unmap(&aids->positions);
	aids->given_up = false;
}

struct aids aids_now(const struct aids *aids, struct store *s)
{
	struct aids now = { .given_up = true };
	uint64_t revision;
	if (!aids || aids->given_up || store_revision(s, 0, &revision, NULL) != 0)
		return now;
	if (aids->impacts && impacts_header(aids->impacts)->revision == revision) {
		now.impacts = aids->impacts;
		/* The file of the impacts tells whose they are; the positions may be of a commit since. */
		if (aids->positions && positions_are_of(aids->positions, revision, str_of(impacts_header(aids->impacts)->uuid)))
			now.positions = aids->positions;
	}
	if (aids->cards && cards_header(aids->cards)->revision == revision)
		now.cards = aids->cards;
	return now;
}

void aids_refresh(struct aids *aids, const char *database, struct store *s)
{
	struct aids now = aids_now(aids, s);
	if ((now.impacts && now.cards && now.positions) || aids->given_up)
		return;
	aids_close(aids);
	aids_open(aids, database, s, false);
}

void aids_give_up(struct aids *aids, const struct err *why)
{
	if (!aids->given_up)
		log_warn("aids", "%s: searching without it", why->msg);
	aids->given_up = true;
}

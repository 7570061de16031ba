/* Making, opening and giving up the files beside a generation; see aids.h. */
#include "config.h"

#include "index/aids.h"

#include <stdlib.h>

#include "common/fs.h"
#include "common/log.h"
#include "common/xalloc.h"
#include "index/stored.h"

/* ---- Making ---- */

struct aids_writer {
	struct impacts_writer *impacts;
	struct cards_writer *cards;
};

int aids_begin(const char *database, struct aids_writer **out_r, struct err *err)
{
	struct aids_writer *w = *out_r = xcalloc(1, sizeof(*w));
	char *impacts = fs_join(database, IMPACTS_FILE), *cards = fs_join(database, CARDS_FILE);
	int rc = impacts_begin(impacts, &w->impacts, err) != 0 || cards_begin(cards, &w->cards, err) != 0 ? -1 : 0;
	free(impacts);
	free(cards);
	if (rc != 0)
		aids_free(out_r);
	return rc;
}

void aids_free(struct aids_writer **w)
{
	if (*w) {
		impacts_free(&(*w)->impacts);
		cards_free(&(*w)->cards);
	}
	free(*w);
	*w = NULL;
}

int aids_finish(struct aids_writer *w, const struct sidefile_origin *origin, struct err *err)
{
	return impacts_finish(w->impacts, origin, err) != 0 || cards_finish(w->cards, origin, err) != 0 ? -1 : 0;
}

static int on_document(void *arg, docid_t doc, uint32_t length, struct str data, struct err *err)
{
	struct aids_writer *w = arg;
	struct arena a = ARENA_INIT;
	struct stored stored;
	struct doc fields;
	int rc = impacts_document(w->impacts, doc, length, err);
	if (rc == 0 && (stored_open(data, &a, &stored, err) != 0 || stored_fields(&stored, &a, &fields, err) != 0 ||
			cards_put(w->cards, doc, &fields, err) != 0))
		rc = -1;
	arena_fini(&a);
	return rc;
}

static int on_term(void *arg, struct str term, uint32_t documents, uint64_t occurrences, struct err *err)
{
	return impacts_term(((struct aids_writer *)arg)->impacts, term, documents, occurrences, err);
}

static int on_posting(void *arg, docid_t doc, uint32_t wdf, struct err *err)
{
	return impacts_posting(((struct aids_writer *)arg)->impacts, doc, wdf, err);
}

struct posting_sink aids_sink(struct aids_writer *w)
{
	return (struct posting_sink){ w, on_document, on_term, on_posting };
}

/* ---- Making them of a database that is complete ---- */

struct walker {
	struct store *store;
	struct aids_writer *aids;
};

static int walk_document(void *arg, docid_t doc, uint32_t length, struct err *err)
{
	struct walker *w = arg;
	struct arena a = ARENA_INIT;
	struct str data;
	int rc = store_hit_data(w->store, doc, &a, &data, err);
	if (rc == 0)
		rc = on_document(w->aids, doc, length, data, err);
	arena_fini(&a);
	return rc;
}

static int walk_term(void *arg, struct str term, uint32_t documents, uint64_t occurrences, struct err *err)
{
	return on_term(((struct walker *)arg)->aids, term, documents, occurrences, err);
}

static int walk_posting(void *arg, docid_t doc, uint32_t wdf, struct err *err)
{
	return on_posting(((struct walker *)arg)->aids, doc, wdf, err);
}

static int finish(struct walker *w, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct sidefile_origin origin;
	int rc = store_uuid(w->store, 0, &a, &origin.uuid, err);
	if (rc == 0)
		rc = store_revision(w->store, 0, &origin.revision, err);
	if (rc == 0)
		rc = aids_finish(w->aids, &origin, err);
	arena_fini(&a);
	return rc;
}

int aids_write(const char *database, struct err *err)
{
	struct walker w = { .store = NULL };
	struct store_walk walk = { .arg = &w, .document = walk_document, .term = walk_term, .posting = walk_posting };
	int rc = 0;
	if (store_open(&database, 1, &w.store, err) != 0 || aids_begin(database, &w.aids, err) != 0 ||
	    store_walk(w.store, &walk, err) != 0 || finish(&w, err) != 0)
		rc = -1;
	aids_free(&w.aids);
	store_close(&w.store);
	return rc;
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

void aids_open(struct aids *aids, const char *database, struct store *s, bool loud)
{
	struct arena a = ARENA_INIT;
	struct str uuid;
	char *impacts = fs_join(database, IMPACTS_FILE), *cards = fs_join(database, CARDS_FILE);
	*aids = (struct aids){ .given_up = false };
	if (store_uuid(s, 0, &a, &uuid, NULL) == 0) {
		open_impacts(aids, impacts, uuid, loud);
		open_cards(aids, cards, uuid, loud);
	}
	free(impacts);
	free(cards);
	arena_fini(&a);
}

void aids_close(struct aids *aids)
{
	impacts_close(&aids->impacts);
	cards_close(&aids->cards);
	aids->given_up = false;
}

struct aids aids_now(const struct aids *aids, struct store *s)
{
	struct aids now = { .given_up = true };
	uint64_t revision;
	if (!aids || aids->given_up || store_revision(s, 0, &revision, NULL) != 0)
		return now;
	if (aids->impacts && impacts_header(aids->impacts)->revision == revision)
		now.impacts = aids->impacts;
	if (aids->cards && cards_header(aids->cards)->revision == revision)
		now.cards = aids->cards;
	return now;
}

void aids_give_up(struct aids *aids, const struct err *why)
{
	if (!aids->given_up)
		log_warn("aids", "%s: searching without it", why->msg);
	aids->given_up = true;
}

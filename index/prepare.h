/* A document to what an index takes: terms with positions, values, data.
 *
 * Pure work on one thread, no store: the indexer runs it on all processors.  Terms come as tokens, as
 * the bulk builder wants them (glass/batch.h); prepared_group() makes of them what the store wants.
 */
#ifndef KAREZ_INDEX_PREPARE_H
#define KAREZ_INDEX_PREPARE_H

#include "common/arena.h"
#include "common/err.h"
#include "common/buf.h"
#include "common/hash.h"
#include "glass/lexicon.h"
#include "index/names.h"
#include "index/trainer.h"
#include "shim/store_write.h"
#include "text/analyzer.h"
#include "text/doc.h"

struct prepare_limits {
	uint64_t max_words;	/* words of text indexed; the rest is stored, not searchable.
				 * 0: no limit */
};

/* What a thread needs for it, kept from document to document: an analyzer and a lexicon. */
struct preparer;

/* trainer: of the generation that it is for; borrowed.  NULL: texts are packed without a dictionary. */
int preparer_new(const struct langs *langs, struct trainer *trainer, struct preparer **out_r, struct err *err);
void preparer_free(struct preparer **p);
struct analyzer *preparer_analyzer(struct preparer *p);
struct lexicon *preparer_lexicon(struct preparer *p);	/* of the tokens */
/* From now on the data of short documents is left loose (index/stored.h): whoever collects it has it packed, one document after the
 * other (out is empty at first; what is not loose is copied). */
void preparer_pack_later(struct preparer *p);
void preparer_pack(void *preparer, struct str data, struct buf *out);
size_t preparer_bytes(const struct preparer *p);	/* memory held */
/* Forgets terms if there are too many.  To be called now and then, when nothing (a prepared document,
 * a batch) refers to their numbers any more. */
void preparer_trim(struct preparer *p);
/* What the documents since the last time add to the dictionary of names (index/names.h), again:
 * those to come are to tell all of it once more. */
struct name_entry *preparer_names(struct preparer *p, bool again, struct arena *a, size_t *n_r);

/* The proper names of a document as prepare() finds them (index/propers.h), in their written form; nothing else is made of it. */
struct proper;
void preparer_propers(struct preparer *p, const struct doc *doc, struct arena *a, struct proper **out_r, size_t *n_r);

struct prepared {
	struct arena arena;		/* owns all below but the tokens */
	struct buf data;		/* the stored form, what document.data points to */
	struct store_document document;	/* terms: after prepared_group() */
	/* The same terms over the preparer's lexicon; its own, until the next prepare(). */
	const struct token *tokens;
	size_t n_tokens;
	struct name_entry *names;	/* after prepared_group(): preparer_names() of this document */
	size_t n_names;
	struct str unique;		/* Q term */
	struct hash128 content;		/* of everything that is indexed: fields and text */
	uint64_t words;			/* of the text that are indexed */
	bool truncated;			/* max_words was passed */
};

/* file: path whose XF term the document gets.  *out_r must be initialised with
 * prepared_init(), or hold another document, whose memory is used again; after an error it holds nothing.  ERR_LIMIT for a text that is too long to be
 * stored, whatever the words. */
void prepared_init(struct prepared *p);
void prepared_fini(struct prepared *p);
size_t prepared_bytes(const struct prepared *p);	/* memory held beside it, for the budget */
int prepare(struct preparer *p, const struct doc *doc, struct str file,
	    const struct prepare_limits *limits, struct prepared *out_r, struct err *err);

/* Right after prepare(): the tokens to document.terms, for writer_put() on any thread. */
void prepared_group(struct preparer *p, struct prepared *out);

#endif

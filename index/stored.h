/* The stored form of a document: its fields and its text in compressed blocks.
 *
 * Layout (all numbers varints):
 *   version, 1 if the blocks are packed with the dictionary of the generation (index/trainer.h), else 0,
 *   length of fields, fields (JSON object, see below), length of sketch, sketch (sketch.h), raw bytes of the text,
 *   number of blocks, then per block: raw length, packed length, position of its first word;
 *   then the packed blocks (zstd), one after the other.
 * Blocks are cut at word boundaries about every STORED_BLOCK bytes, so that a snippet unpacks
 * one or two blocks of a long document, and words_begin() at a block's start with the block's
 * first position gives the same words and positions as the indexer saw.  Where no word starts
 * for long, blocks are cut at STORED_BLOCK_MAX between two characters; stored_block_at() never
 * gives those that hold no word's start.
 */
#ifndef KAREZ_INDEX_STORED_H
#define KAREZ_INDEX_STORED_H

#include "common/arena.h"
#include "common/buf.h"
#include "common/err.h"
#include "common/packer.h"
#include "index/trainer.h"
#include "shim/store.h"
#include "text/doc.h"

#define STORED_BLOCK 16384
#define STORED_BLOCK_MAX (4 * STORED_BLOCK)

/* Writing, one document after another: begin (dictionary: NULL for none), then stored_cut() at word boundaries while the words are
 * iterated, then end.  doc and out (empty at first) are borrowed until then.  After an error only
 * stored_begin() or stored_writer_fini() may follow. */
struct stored_writer {
	struct packer *packer;
	const struct dictionary *dictionary;	/* of the blocks; NULL: none */
	bool loose;			/* see stored_begin_loose() */
	const struct doc *doc;
	struct str text;		/* of the document */
	struct buf *out;		/* packed blocks, until stored_end() */
	struct buf directory, head;
	struct buf fields;		/* as struct stored has them; from stored_end() to stored_begin() */
	size_t done;			/* bytes of text that are in blocks */
	termpos_t block_position;	/* first position of the block under way */
	size_t n_blocks;
};
void stored_writer_init(struct stored_writer *w);
void stored_writer_fini(struct stored_writer *w);
void stored_begin(struct stored_writer *w, const struct doc *doc, const struct dictionary *dictionary,
		  termpos_t first_position, struct buf *out);
/* The same, but the blocks wait: what stored_end() gives is for stored_pack() and nobody else.  A document packed at once takes twice
 * the time of one among others, for the packer's tables and the words of the analysis drive each other out of the processor's cache. */
void stored_begin_loose(struct stored_writer *w, const struct doc *doc, termpos_t first_position, struct buf *out);
/* A word starts at byte `start` with this position: a good place to cut if the block is full.  Not to
 * be called for a WORD_PART (text/analyzer.h): a compound stays in one block. */
static inline bool stored_wants_cut(const struct stored_writer *w, size_t start)
{
	return start - w->done >= STORED_BLOCK;
}
int stored_cut(struct stored_writer *w, size_t start, termpos_t position, struct err *err);
/* end_position: of the word that would come next.  words: counted in the text, kept in the fields. */
int stored_end(struct stored_writer *w, termpos_t end_position, uint64_t words, struct str sketch, struct err *err);
/* The stored form of what stored_end() gave, loose or not, w between two documents.  trainer: NULL for none. */
int stored_pack(struct stored_writer *w, struct str data, struct trainer *trainer, struct buf *out, struct err *err);

/* Reading.  A struct stored borrows the data it was opened on. */
struct stored_block {
	size_t start, length;		/* bytes in the text */
	termpos_t position;		/* of its first word */
	struct str packed;
};
struct stored {
	struct str fields;		/* JSON object: id, title, author, date, url, source, lang,
					 * type, path where known; words; "passages": [[kind, start,
					 * end, anchor, label], ..]; "evidence", "extra": {..} */
	struct str sketch;
	size_t text_length;
	struct stored_block *blocks;	/* in the arena */
	size_t n_blocks;
	bool by_dictionary;
	struct unpacker *unpacker;	/* NULL: not known; then only text without a dictionary can be read */
};
int stored_open(struct str data, struct arena *a, struct stored *out_r, struct err *err);
/* The same for the data of a document of the store, whose unpacker it gets: its text can be read. */
int stored_of(struct store *s, docid_t doc, struct str data, struct arena *a, struct stored *out_r, struct err *err);
/* Are data of that document and `other`, of the same store but maybe packed otherwise, the same document?
 * What cannot be read is not. */
bool stored_same(struct store *s, docid_t doc, struct str data, struct str other);
/* Text of blocks first..last (both included) in one piece. */
int stored_text(const struct stored *s, size_t first, size_t last, struct arena *a,
		struct str *text_r, struct err *err);
/* The block that holds the start of the word with this position, if any word has it; the first
 * block for positions before the text. */
size_t stored_block_at(const struct stored *s, termpos_t position);
/* Fields back into a struct doc (text stays empty; the sketch is borrowed from the data). */
int stored_fields(const struct stored *s, struct arena *a, struct doc *doc, struct err *err);
/* Of the fields the passages alone, if it has any: most documents have none. */
int stored_passages(const struct stored *s, struct arena *a, struct doc *doc, struct err *err);

#endif

/* Entries of the tables counted by their kind, and the files beside them; see sizes.h. */
#include "config.h"

#include "indexer/sizes.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "glass/table_view.h"
#include "index/generation.h"
#include "index/schema.h"
#include "index/stored.h"
#include "shim/store.h"

/* Kinds of entries: by table and by how the key begins.  The first row that fits counts. */
static const struct kind {
	unsigned table;
	struct str start;
	const char *name;
} kinds[] = {
	{ TABLE_POSITION, { PREFIX_TITLE, 1 }, "positions of words of titles" },
	{ TABLE_POSITION, { PREFIX_AUTHOR, 1 }, "positions of words of authors" },
	{ TABLE_POSITION, { PREFIX_SOURCE, 2 }, "positions of words of sources" },
	{ TABLE_POSITION, { "", 0 }, "positions of words" },
	{ TABLE_POSTLIST, { "\0\xc0" META_FILE, 3 }, "catalogue of files" },
	{ TABLE_POSTLIST, { "\0\xc0" META_NAME, 3 }, "dictionary of names" },
	{ TABLE_POSTLIST, { "\0\xc0" META_FIELD_NAME, 3 }, "dictionary of authors and sources" },
	{ TABLE_POSTLIST, { "\0\xc0", 2 }, "other metadata" },
	{ TABLE_POSTLIST, { "\0\xe0", 2 }, "lengths of documents" },
	{ TABLE_POSTLIST, { "\0", 1 }, "values" },
	{ TABLE_POSTLIST, { PREFIX_TITLE, 1 }, "postings of words of titles" },
	{ TABLE_POSTLIST, { PREFIX_AUTHOR, 1 }, "postings of words of authors" },
	{ TABLE_POSTLIST, { PREFIX_SOURCE, 2 }, "postings of words of sources" },
	{ TABLE_POSTLIST, { PREFIX_ID, 1 }, "ids" },
	{ TABLE_POSTLIST, { PREFIX_FILE, 2 }, "files of documents" },
	{ TABLE_POSTLIST, { PREFIX_ACRONYM, 2 }, "acronyms" },
	{ TABLE_POSTLIST, { PREFIX_LONG, 2 }, "acronyms" },
	{ TABLE_POSTLIST, { PREFIX_LANG, 1 }, "languages and types" },
	{ TABLE_POSTLIST, { PREFIX_TYPE, 1 }, "languages and types" },
	{ TABLE_POSTLIST, { "", 0 }, "postings of words" },
	{ TABLE_TERMLIST, { "", 0 }, "lists of terms" },
	{ TABLE_DOCDATA, { "", 0 }, "stored documents" },
};
enum { N_KINDS = sizeof(kinds) / sizeof(*kinds), EXACT_FORMS = N_KINDS, BLOCKS, N_ROWS };

struct sizes {
	unsigned table;
	uint64_t bytes[N_ROWS];
	uint64_t in_items, tables, all;
};

static unsigned kind_of(unsigned table, struct str key)
{
	unsigned i = 0;
	while (kinds[i].table != table || !str_starts(key, kinds[i].start))
		i++;
	return i;
}

/* A term in a key ends at a zero byte or with the key. */
static bool is_exact(struct str key)
{
	ptrdiff_t end = str_chr(key, '\0');
	return term_is_marked(end < 0 ? key : str_sub(key, 0, (size_t)end));
}

static int count_leaf(void *arg, const struct table_leaf *leaf, struct err *err)
{
	struct sizes *s = arg;
	for (unsigned i = 0; i < leaf->items; i++) {
		struct table_item item;
		if (table_map_item(leaf, i, &item, err) != 0)
			return -1;
		unsigned row = kind_of(s->table, item.key);
		if (s->table == TABLE_POSTLIST && row == kind_of(TABLE_POSTLIST, STR_NONE) && is_exact(item.key))
			row = EXACT_FORMS;
		/* With its two bytes of the directory, its head of three and the number of a component. */
		uint64_t n = 5 + item.key.n + (item.component > 1 ? 2 : 0) + item.tag.n;
		s->bytes[row] += n;
		s->in_items += n;
	}
	return 0;
}

static int count_table(struct sizes *s, const char *database, unsigned table, struct err *err)
{
	struct table_view view;
	int rc = table_view_open(&view, database, table, err);
	s->table = table;
	if (rc == 0)
		rc = table_map_each(&view.map, count_leaf, s, err);
	if (rc == 0 && !table_view_holds(&view))
		rc = err_set(err, ERR_MODIFIED, "the index was changed meanwhile");
	s->tables += rc == 0 ? view.map.size : 0;
	table_view_close(&view);
	return rc;
}

/* Bytes of text in the documents. */
static int count_text(struct store *s, uint64_t *text_r, struct err *err)
{
	struct store_info info;
	struct arena a = ARENA_INIT;
	int rc = store_info(s, &info, err);
	*text_r = 0;
	for (uint64_t doc = 1; rc == 0 && doc <= info.last_docid; doc++) {
		struct str data;
		struct stored stored = { 0 };
		arena_reset(&a);
		if (store_data(s, (docid_t)doc, &a, &data, err) != 0)
			rc = err->code == ERR_NOT_FOUND ? 0 : -1;
		else
			rc = stored_open(data, &a, &stored, err);
		*text_r += stored.text_length;
	}
	arena_fini(&a);
	return rc;
}

static void print_row(const char *name, uint64_t bytes, uint64_t text)
{
	if (bytes)
		printf("%-36s %10.2f MB %8.4f\n", name, (double)bytes / 1e6, text ? (double)bytes / (double)text : 0);
}

/* The files that are no tables; adds up all. */
static int print_files(struct sizes *s, const char *database, uint64_t text, struct err *err)
{
	DIR *dir = opendir(database);
	if (!dir)
		return err_errno(err, "reading %s", database);
	for (struct dirent *e; (e = readdir(dir));) {
		struct stat st;
		if (fstatat(dirfd(dir), e->d_name, &st, 0) != 0 || !S_ISREG(st.st_mode))
			continue;
		s->all += (uint64_t)st.st_size;
		if (!str_ends(str_of(e->d_name), STR(".glass")))
			print_row(e->d_name, (uint64_t)st.st_size, text);
	}
	closedir(dir);
	return 0;
}

static int print(const char *database, uint64_t text, struct err *err)
{
	static const unsigned tables[] = { TABLE_POSITION, TABLE_POSTLIST, TABLE_TERMLIST, TABLE_DOCDATA };
	struct sizes s = { 0 };
	for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++)
		if (count_table(&s, database, tables[i], err) != 0)
			return -1;
	for (unsigned i = 0; i < N_KINDS; i++)
		print_row(kinds[i].name, s.bytes[i], text);
	print_row("postings of exact forms", s.bytes[EXACT_FORMS], text);
	print_row("branches, heads and free blocks", s.tables - s.in_items, text);
	if (print_files(&s, database, text, err) != 0)
		return -1;
	print_row("all", s.all, text);
	return 0;
}

enum result sizes_print(const char *index, struct err *why)
{
	char *path = NULL;
	uint64_t generation, text;
	struct store *s = NULL;
	if (generation_current(index, &generation, &path, why) != 0)
		return RESULT_ERROR;
	const char *database = path;
	int rc = store_open(&database, 1, &s, why);
	if (rc == 0)
		rc = count_text(s, &text, why);
	if (rc == 0)
		rc = print(path, text, why);
	store_close(&s);
	free(path);
	return rc == 0 ? RESULT_OK : RESULT_ERROR;
}

/* Fuzz target: arbitrary bytes as blocks of a table of positions and of one of words, and as one packed list.
 *
 * First byte: level of the root.  Then, for each block, two bytes each for how much stands at its
 * beginning and how much at its end, and these bytes; between them are zeros. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "common/buf.h"
#include "common/fs.h"
#include "common/xalloc.h"
#include "glass/lookup.h"
#include "glass/table_view.h"
#include "index/positions.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void add_blocks(struct str in, struct buf *out)
{
	static const char zeros[TABLE_BLOCK];
	while (in.n >= 4 && out->n < 8 * TABLE_BLOCK) {
		const unsigned char *p = (const unsigned char *)in.p;
		size_t head = (size_t)(p[0] << 8 | p[1]) % TABLE_BLOCK, tail = (size_t)(p[2] << 8 | p[3]) % TABLE_BLOCK;
		in = str_sub(in, 4, in.n);
		head = head < in.n ? head : in.n;
		tail = tail < in.n - head ? tail : in.n - head;
		tail = tail < TABLE_BLOCK - head ? tail : TABLE_BLOCK - head;
		buf_add(out, in.p, head);
		buf_add(out, zeros, TABLE_BLOCK - head - tail);
		buf_add(out, in.p + head, tail);
		in = str_sub(in, head + tail, in.n);
	}
}

static void read_document(struct positions_of *o, docid_t doc)
{
	struct err err;
	size_t n = 0;
	if (positions_find(o, doc, doc / 2, &err) <= 0 || o->code.n > 1 << 16 || positions_read(o, doc * 9, &n, &err) != 0)
		return;
	BUG_ON(n == 0 || n > o->code.n);
	for (size_t i = 1; i < n; i++)
		BUG_ON(o->list[i] <= o->list[i - 1]);
}

static void read_table(const char *folder)
{
	static const struct str terms[] = { { "a", 1 }, { "car", 3 }, { "cat", 3 }, { "a\0b", 3 }, { "", 0 } };
	struct positions *p;
	struct err err;
	if (positions_map(folder, &p, &err) != 0)
		return;
	for (size_t i = 0; i < sizeof(terms) / sizeof(*terms); i++) {
		struct arena a = ARENA_INIT;
		struct positions_of o;
		positions_begin(&o, p, terms[i], &a);
		for (docid_t doc = 1; doc < 12; doc++)
			read_document(&o, doc);
		for (docid_t doc = 5; doc > 0; doc--)
			read_document(&o, doc * 1000000);
		arena_fini(&a);
	}
	positions_unmap(&p);
}

static int see(void *arg, struct str key, struct str value)
{
	struct str *before = arg;
	BUG_ON(str_cmp(key, *before) < 0 || value.n > TABLE_BLOCK);
	*before = key;
	return 0;
}

static void read_words(const char *folder)
{
	static const struct str words[] = { { "a", 1 }, { "car", 3 }, { "a\0b", 3 }, { "", 0 }, { "\xff", 1 } };
	struct table_view v;
	struct err err;
	if (table_view_open(&v, folder, TABLE_POSTLIST, &err) != 0)
		return;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		uint32_t documents;
		struct str before = STR_NONE;
		lookup_term(&v.map, words[i], &documents);
		lookup_metadata(&v.map, words[i]);
		lookup_terms_starting(&v.map, words[i]);
		lookup_metadata_starting(&v.map, words[i], see, &before);
	}
	table_view_close(&v);
}

static void write_file(const char *folder, const char *name, struct str bytes)
{
	char *path = fs_join(folder, name);
	FILE *f = fopen(path, "wb");
	BUG_ON(!f || fwrite(bytes.p, 1, bytes.n, f) != bytes.n || fclose(f) != 0);
	free(path);
}

static void read_list(struct str packed)
{
	uint32_t list[4096];
	struct positions_code c;
	struct buf b = BUF_INIT;
	buf_addstr(&b, packed);
	buf_add(&b, "\0\0\0\0\0\0\0", POSITIONS_AFTER);
	if (positions_open(&c, str_sub(buf_str(&b), 0, packed.n)) && c.n <= 4096) {
		uint32_t n = positions_unpack(&c, UINT32_MAX, list);
		BUG_ON(n && (n != c.n || list[0] != c.first || list[n - 1] != c.last));
		for (uint32_t i = 1; i < n; i++)
			BUG_ON(list[i] <= list[i - 1]);
	}
	buf_fini(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 1)
		return 0;
	char folder[] = "/dev/shm/karez-fuzz-XXXXXX";
	struct version v = { .revision = 1 };
	unsigned char bytes[VERSION_MAX];
	struct buf table = BUF_INIT;
	struct err err;
	struct str in = str_n((const char *)data, size);
	read_list(in);
	for (int i = 0; i < TABLES; i++)
		v.roots[i].fake = i != TABLE_POSITION && i != TABLE_POSTLIST;
	v.roots[TABLE_POSITION].level = v.roots[TABLE_POSTLIST].level = data[0] % 4;
	add_blocks(str_sub(in, 1, in.n), &table);
	BUG_ON(!mkdtemp(folder));
	write_file(folder, "iamglass", str_n((char *)bytes, version_pack(bytes, &v)));
	if (table.n)
		write_file(folder, "position.glass", buf_str(&table));
	if (table.n)
		write_file(folder, "postlist.glass", buf_str(&table));
	read_table(folder);
	read_words(folder);
	BUG_ON(fs_remove_tree(folder, &err) != 0);
	buf_fini(&table);
	return 0;
}

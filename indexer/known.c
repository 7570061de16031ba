/* The catalogue in memory: a sorted array; see known.h. */
#include "config.h"

#include "indexer/known.h"

#include <stdlib.h>
#include <string.h>

#include "common/hash.h"
#include "common/xalloc.h"

void known_fini(struct known *k)
{
	free(k->files);
	*k = KNOWN_INIT;
}

uint64_t known_key(struct str path)
{
	/* The first half of what the catalogue's key spells in hex, so that both sort alike. */
	struct hash128 h = hash128(path);
	uint64_t key = 0;
	for (size_t i = 0; i < sizeof(key); i++)
		key = key << 8 | h.b[i];
	return key;
}

uint64_t known_state(uint64_t size, int64_t mtime_ns, uint64_t inode, bool records, struct str root)
{
	const uint64_t fields[] = { size, (uint64_t)mtime_ns, inode, records, hash64(root) };
	uint64_t state = hash64(str_n((const char *)fields, sizeof(fields)));
	return state ? state : 1;
}

int known_add(struct known *k, uint64_t key, const struct catalogue_entry *e, struct err *err)
{
	if (k->n && k->files[k->n - 1].key > key)
		return err_set(err, ERR_CORRUPT, "the catalogue of files is not in order at %.*s",
			       STR_ARG(e->path));
	if (k->n == k->cap) {
		k->cap = k->cap ? k->cap + k->cap / 2 : 256;
		k->files = xreallocarray(k->files, k->cap, sizeof(*k->files));
	}
	struct known_file *f = &k->files[k->n++];
	memset(f, 0, sizeof(*f));
	f->key = key;
	if (!(e->flags & (FILE_FAILED | FILE_RACY)))
		f->state = known_state(e->size, e->mtime_ns, e->inode, e->flags & FILE_RECORDS, e->root);
	f->documents = e->documents > UINT32_MAX ? UINT32_MAX : (uint32_t)e->documents;
	f->skipped = e->flags & FILE_SKIPPED;
	k->documents += f->documents;
	return 0;
}

struct known_file *known_find(const struct known *k, uint64_t key)
{
	size_t low = 0, high = k->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (k->files[middle].key < key)
			low = middle + 1;
		else
			high = middle;
	}
	return low < k->n && k->files[low].key == key ? &k->files[low] : NULL;
}

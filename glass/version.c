/* iamglass; see version.h. */
#include "config.h"

#include "glass/version.h"

#include <stdlib.h>
#include <sys/random.h>

#include "common/buf.h"
#include "common/fs.h"
#include "glass/pack.h"

#define FORMAT ((2016 - 2014) << 9 | 3 << 5 | 14)
#define COMPRESS_MIN 18		/* later writers compress what is longer */

static const unsigned char magic[] = { 0x0f, 0x0d, 'X', 'a', 'p', 'i', 'a', 'n', ' ', 'G', 'l', 'a', 's', 's' };

int version_uuid(unsigned char uuid[VERSION_UUID], struct err *err)
{
	if (getrandom(uuid, VERSION_UUID, 0) != VERSION_UUID)
		return err_errno(err, "no random bytes");
	uuid[6] = (unsigned char)((uuid[6] & 0x0f) | 0x40);
	uuid[8] = (unsigned char)((uuid[8] & 0x3f) | 0x80);
	return 0;
}

static unsigned char *pack_root(unsigned char *p, const struct table_root *r, bool compressed)
{
	p = pack_uint(p, r->root);
	/* Leaves lie in the order of their keys: sequential. */
	p = pack_uint(p, r->level << 2 | 2 | r->fake);
	p = pack_uint(p, r->entries);
	p = pack_uint(p, TABLE_BLOCK / 2048);
	p = pack_uint(p, compressed ? COMPRESS_MIN : 0);
	if (r->fake)
		return pack_uint(p, 0);
	/* The free list: no block is free. */
	unsigned char list[PACK_UINT_MAX * 6], *end = pack_uint(list, TABLE_REVISION);
	end = pack_uint(end, r->blocks);
	for (int i = 0; i < 4; i++)
		end = pack_uint(end, 0);
	return pack_string(p, str_n((char *)list, (size_t)(end - list)));
}

size_t version_pack(unsigned char out[VERSION_MAX], const struct version *v)
{
	unsigned char *p = pack_raw(out, str_n((const char *)magic, sizeof(magic)));
	p = pack_be16(p, FORMAT);
	p = pack_raw(p, str_n((const char *)v->uuid, VERSION_UUID));
	p = pack_uint(p, TABLE_REVISION);
	for (int i = 0; i < TABLES; i++)
		p = pack_root(p, &v->roots[i], i != TABLE_POSTLIST && i != TABLE_POSITION);
	p = pack_uint(p, v->documents);
	p = pack_uint(p, 0);
	p = pack_uint(p, v->shortest);
	p = pack_uint(p, v->wdf_max);
	p = pack_uint(p, v->longest - v->wdf_max);
	p = pack_uint(p, 0);
	p = pack_uint(p, v->total_length);
	p = pack_uint(p, 0);
	return (size_t)(p - out);
}

int version_write(const char *folder, const struct version *v, struct err *err)
{
	unsigned char bytes[VERSION_MAX];
	size_t n = version_pack(bytes, v);
	char *path = fs_join(folder, "iamglass");
	int rc = fs_write_atomic(path, str_n((char *)bytes, n), err);
	free(path);
	return rc;
}

/* ---- Reading ---- */

static bool take_bytes(struct str *in, size_t n, struct str *out_r)
{
	if (in->n < n)
		return false;
	*out_r = str_sub(*in, 0, n);
	*in = str_sub(*in, n, in->n);
	return true;
}

static int unpack_root(struct str *in, struct table_root *r, struct err *err)
{
	uint64_t root, level, entries, block, compress, n;
	struct str list;
	if (!str_take_varint(in, &root) || !str_take_varint(in, &level) || !str_take_varint(in, &entries) ||
	    !str_take_varint(in, &block) || !str_take_varint(in, &compress) || !str_take_varint(in, &n) ||
	    n > in->n || !take_bytes(in, (size_t)n, &list) || root > UINT32_MAX || level >> 2 >= TABLE_LEVELS)
		return err_set(err, ERR_CORRUPT, "damaged version file: root of a table");
	if (block != TABLE_BLOCK / 2048)
		return err_set(err, ERR_MISMATCH, "blocks of another size than %d", TABLE_BLOCK);
	*r = (struct table_root){
		.root = (uint32_t)root, .level = (unsigned)(level >> 2), .fake = level & 1, .entries = entries,
	};
	return 0;
}

int version_unpack(struct str bytes, struct version *v, struct err *err)
{
	struct str head, format, uuid;
	*v = (struct version){ .revision = 0 };
	if (!take_bytes(&bytes, sizeof(magic), &head) || !str_eq(head, str_n((const char *)magic, sizeof(magic))) ||
	    !take_bytes(&bytes, 2, &format) || unpack_be16((const unsigned char *)format.p) != FORMAT)
		return err_set(err, ERR_MISMATCH, "a version file of another format");
	if (!take_bytes(&bytes, VERSION_UUID, &uuid) || !str_take_varint(&bytes, &v->revision))
		return err_set(err, ERR_CORRUPT, "damaged version file: cut off");
	memcpy(v->uuid, uuid.p, VERSION_UUID);
	for (int i = 0; i < TABLES; i++)
		if (unpack_root(&bytes, &v->roots[i], err) != 0)
			return -1;
	return 0;
}

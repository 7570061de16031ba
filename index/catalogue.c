/* What the index knows of a file, to bytes and back; see catalogue.h. */
#include "config.h"

#include "index/catalogue.h"

#include "common/buf.h"
#include "index/schema.h"

#define CATALOGUE_VERSION 1

struct str catalogue_key(struct arena *a, struct str path)
{
	struct hash128 hash = hash128(path);
	char hex[33];
	hash128_hex(&hash, hex);
	return schema_term(a, META_FILE, str_of(hex));
}

/* Signed numbers with the sign in the lowest bit, so that small ones stay short. */
static uint64_t zigzag(int64_t v)
{
	return (uint64_t)v << 1 ^ (v < 0 ? UINT64_MAX : 0);
}

static int64_t unzigzag(uint64_t v)
{
	return (int64_t)(v >> 1 ^ (v & 1 ? UINT64_MAX : 0));
}

struct str catalogue_encode(struct arena *a, const struct catalogue_entry *e)
{
	struct buf b = BUF_INIT;
	buf_add_varint(&b, CATALOGUE_VERSION);
	buf_add_varint(&b, e->flags);
	buf_add_varint(&b, e->size);
	buf_add_varint(&b, zigzag(e->mtime_ns));
	buf_add_varint(&b, e->inode);
	buf_add(&b, e->content.b, sizeof(e->content.b));
	buf_add_varint(&b, e->documents);
	buf_add_counted(&b, e->root);
	buf_add_counted(&b, e->path);
	buf_add_counted(&b, e->reason);
	struct str value = arena_str(a, buf_str(&b));
	buf_fini(&b);
	return value;
}

static bool take_bytes(struct str *s, size_t n, struct str *out_r)
{
	if (n > s->n)
		return false;
	*out_r = str_sub(*s, 0, n);
	*s = str_sub(*s, n, s->n);
	return true;
}

static bool take_text(struct str *s, struct str *out_r)
{
	uint64_t n;
	return str_take_varint(s, &n) && n <= s->n && take_bytes(s, (size_t)n, out_r);
}

int catalogue_decode(struct str value, struct catalogue_entry *out_r, struct err *err)
{
	uint64_t version = 0, flags, mtime;
	struct str content;
	if (str_take_varint(&value, &version) && version == CATALOGUE_VERSION &&
	    str_take_varint(&value, &flags) && flags <= UINT32_MAX &&
	    str_take_varint(&value, &out_r->size) &&
	    str_take_varint(&value, &mtime) &&
	    str_take_varint(&value, &out_r->inode) &&
	    take_bytes(&value, sizeof(out_r->content.b), &content) &&
	    str_take_varint(&value, &out_r->documents) &&
	    take_text(&value, &out_r->root) &&
	    take_text(&value, &out_r->path) &&
	    take_text(&value, &out_r->reason) &&
	    value.n == 0) {
		out_r->flags = (unsigned)flags;
		out_r->mtime_ns = unzigzag(mtime);
		memcpy(out_r->content.b, content.p, sizeof(out_r->content.b));
		return 0;
	}
	return err_set(err, ERR_CORRUPT, "damaged entry in the catalogue of files (version %llu)",
		       (unsigned long long)version);
}

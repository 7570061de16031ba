/* Packing bodies by zlib; see http_gzip.h. */
#include "config.h"

#include "proto/http_gzip.h"

#include <zlib.h>

#define LEVEL 1			/* JSON packs to a third at once, and to little less with four times the work */
#define GZIP_WINDOW (15 + 16)	/* of zlib: 32 KiB, and gzip's head around it */

/* "gzip;q=0" forbids what "gzip" allows. */
static bool is_forbidden(struct str params)
{
	struct str one;
	double q;
	while (str_cut(&params, ';', &one)) {
		one = str_trim(one);
		if (str_starts(one, STR("q=")) && str_to_double(str_sub(one, 2, one.n), &q) && q <= 0)
			return true;
	}
	return false;
}

bool http_gzip_accepted(struct str accept)
{
	struct str one, name;
	while (str_cut(&accept, ',', &one)) {
		if (str_cut(&one, ';', &name) && str_eq_nocase(str_trim(name), STR("gzip")))
			return !one.p || !is_forbidden(one);
	}
	return false;
}

bool http_is_gzip(struct str body)
{
	return body.n > 2 && body.p[0] == '\x1f' && body.p[1] == '\x8b';
}

bool http_gzip(struct str body, struct buf *out)
{
	z_stream z = { .next_in = (unsigned char *)(uintptr_t)body.p, .avail_in = (uInt)body.n };
	if (body.n < HTTP_GZIP_MIN || body.n > UINT32_MAX / 2 ||
	    deflateInit2(&z, LEVEL, Z_DEFLATED, GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		return false;
	bool good = buf_reserve(out, body.n);
	if (good) {
		z.next_out = (unsigned char *)out->p + out->n;
		z.avail_out = (uInt)(body.n - 1);	/* no room: no gain */
		good = deflate(&z, Z_FINISH) == Z_STREAM_END;
	}
	if (good)
		out->n += z.total_out;
	deflateEnd(&z);
	if (good)
		out->p[out->n] = '\0';
	return good;
}

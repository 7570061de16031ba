/* Packing bodies by zlib; see http_gzip.h. */
#include "config.h"

#include "proto/http_gzip.h"

#include <zlib.h>

#define LEVEL 1			/* JSON packs to a third at once, and to little less with four times the work */
#define GZIP_WINDOW (15 + 16)	/* of zlib: 32 KiB, and gzip's head around it */

#define MOST 1000		/* q=1 */

/* What "q=0.5" is worth in thousandths (RFC 9110, 12.4.2), nothing where it is no weight: it is not known then what is wanted. */
static unsigned weight_of(struct str params)
{
	unsigned weight = 0, unit = MOST;
	struct str q = str_trim(params);
	if (!params.p)
		return MOST;
	if (!str_eq_nocase(str_sub(q, 0, 2), STR("q=")) || q.n < 3 || q.n > 7 || (q.n > 3 && q.p[3] != '.'))
		return 0;
	for (size_t i = 2; i < q.n; i++) {
		if (i == 3)
			continue;
		if (q.p[i] < '0' || q.p[i] > '9')
			return 0;
		weight += (unsigned)(q.p[i] - '0') * unit;
		unit /= 10;
	}
	return weight <= MOST ? weight : 0;
}

bool http_gzip_accepted(struct str accept)
{
	struct str one, name;
	unsigned gzip = 0, identity = 0;
	while (str_cut(&accept, ',', &one)) {
		if (!str_cut(&one, ';', &name))
			continue;
		if (str_eq_nocase(str_trim(name), STR("gzip")))
			gzip = weight_of(one);
		else if (str_eq_nocase(str_trim(name), STR("identity")))
			identity = weight_of(one);
	}
	return gzip > 0 && gzip >= identity;
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

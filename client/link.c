/* URIs of web pages and files; see link.h. */
#include "config.h"

#include "client/link.h"

#include "common/buf.h"

/* What RFC 3986 has in a path, and beyond it in a whole URI; '%' there is one that was encoded already. */
static const char in_path[] = "-._~!$&'()*+,;=:@/";
static const char in_uri[] = "-._~!$&'()*+,;=:@/?#[]%";

static bool alphanumeric(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static void add_encoded(struct buf *b, struct str s, const char *allowed)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (alphanumeric(c) || (c && strchr(allowed, c)))
			buf_putc(b, c);
		else
			buf_printf(b, "%%%02X", (unsigned char)c);
	}
}

static bool is_web(struct str url)
{
	static const struct str schemes[] = { STR("http://"), STR("https://") };
	for (size_t i = 0; i < sizeof(schemes) / sizeof(*schemes); i++)
		if (url.n > schemes[i].n && str_eq_nocase(str_sub(url, 0, schemes[i].n), schemes[i]))
			return true;
	return false;
}

struct str link_of(struct str url, struct str path, const char *host, struct arena *a)
{
	struct str s;
	struct buf b;
	buf_init(&b, LINK_MAX);
	if (is_web(url))
		add_encoded(&b, url, in_uri);
	else if (host && str_starts(path, STR("/"))) {
		buf_puts(&b, "file://");
		add_encoded(&b, str_of(host), in_path);
		add_encoded(&b, path, in_path);
	}
	s = b.failed ? STR_NONE : arena_str(a, buf_str(&b));
	buf_fini(&b);
	return s;
}

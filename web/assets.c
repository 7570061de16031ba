/* The table of files; see assets.h.  The makefile writes the bytes of FILE as numbers into FILE.h. */
#include "config.h"

#include "web/assets.h"

static const unsigned char script[] = {
#include "web/karez.js.h"
};
static const unsigned char style[] = {
#include "web/karez.css.h"
};
static const unsigned char icon[] = {
#include "web/karez.svg.h"
};
static const unsigned char openapi[] = {
#include "web/openapi.json.h"
};

static const struct asset assets[] = {
	{ "/karez.js", "text/javascript; charset=utf-8", script, sizeof(script) },
	{ "/karez.css", "text/css; charset=utf-8", style, sizeof(style) },
	{ "/karez.svg", "image/svg+xml", icon, sizeof(icon) },
	{ "/v1/openapi.json", "application/json", openapi, sizeof(openapi) },
};

const struct asset *asset_at(size_t i)
{
	return i < sizeof(assets) / sizeof(*assets) ? &assets[i] : NULL;
}

const struct asset *asset_find(struct str path)
{
	const struct asset *one;
	for (size_t i = 0; (one = asset_at(i)); i++)
		if (str_eqz(path, one->path))
			return one;
	return NULL;
}

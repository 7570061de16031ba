/* Names of terms, value slots and stamps, and the check that an index can be read; see schema.h. */
#include "config.h"

#include "index/schema.h"

#include <stdio.h>
#include <unicode/uchar.h>

#include "common/hash.h"
#include "common/utf8.h"
#include "text/analyzer.h"

/* Xapian writes a NUL in a key as two bytes. */
static size_t encoded_length(struct str s)
{
	size_t n = s.n;
	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == '\0';
	return n;
}

/* The longest part from the start that fits into max bytes and ends with a character. */
static struct str cut_to(struct str s, size_t max)
{
	size_t n = 0, used = 0;
	while (n < s.n && used + 1 + (s.p[n] == '\0') <= max)
		used += 1 + (s.p[n++] == '\0');
	return str_sub(s, 0, utf8_floor(s, n));
}

static struct str join(struct arena *a, struct str x, struct str y, struct str z)
{
	char *p = arena_alloc(a, x.n + y.n + z.n + 1), *end = p;
	const struct str parts[] = { x, y, z };
	for (size_t i = 0; i < 3; i++)
		if (parts[i].n)
			end = mempcpy(end, parts[i].p, parts[i].n);
	*end = '\0';
	return str_n(p, (size_t)(end - p));
}

struct str schema_term(struct arena *a, const char *prefix, struct str text)
{
	text = cut_to(text, SCHEMA_TERM_MAX - strlen(prefix));
	return str_eqz(STR(EXACT), prefix) ? join(a, text, STR(EXACT), STR_NONE) : join(a, str_of(prefix), text, STR_NONE);
}

struct str schema_id_term(struct arena *a, struct str id)
{
	const size_t max = SCHEMA_TERM_MAX - strlen(PREFIX_ID);
	if (encoded_length(id) <= max)
		return join(a, STR(PREFIX_ID), id, STR_NONE);
	struct hash128 hash = hash128(id);
	char tail[34] = "#";
	hash128_hex(&hash, tail + 1);
	return join(a, STR(PREFIX_ID), cut_to(id, max - strlen(tail)), str_of(tail));
}

struct str schema_file_term(struct arena *a, struct str path)
{
	struct hash128 hash = hash128(path);
	char hex[33];
	hash128_hex(&hash, hex);
	return schema_term(a, PREFIX_FILE, str_n(hex, FILE_HASH));
}

bool schema_slot(struct str name, uint32_t *slot_r)
{
	static const struct { const char *name; enum slot slot; } known[] = {
		{ "author", SLOT_AUTHOR }, { "content", SLOT_CONTENT }, { "date", SLOT_DATE_FROM },
		{ "lang", SLOT_LANG }, { "source", SLOT_SOURCE }, { "title", SLOT_TITLE_KEY },
		{ "type", SLOT_TYPE }, { "year", SLOT_YEAR },
	};
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (str_eqz(name, known[i].name)) {
			*slot_r = known[i].slot;
			return true;
		}
	return false;
}

struct str schema_analyzer_stamp(struct arena *a, const struct langs *langs)
{
	return arena_printf(a, "%d %s", ANALYZER_VERSION, langs->spec);
}

struct str schema_icu_stamp(struct arena *a)
{
	UVersionInfo version;
	u_getUnicodeVersion(version);
	return arena_printf(a, "%d.%d", version[0], version[1]);
}

static int mismatch(const char *dir, struct err *err, const char *what, struct str found, const char *wanted)
{
	return err_set(err, ERR_MISMATCH, "index %s has %s '%.*s', this karez needs '%s'; "
		       "make it anew: karez-index --full --index %s", dir, what,
		       STR_ARG(str_sub(found, 0, 40)), wanted, dir);
}

static int check(struct store *s, const char *dir, struct arena *a, struct langs *langs_r, struct err *err)
{
	struct str format, stamp, version, spec;
	char wanted[16];
	if (store_metadata(s, STR(META_FORMAT), a, &format, err) != 0 ||
	    store_metadata(s, STR(META_ANALYZER), a, &stamp, err) != 0)
		return -1;
	if (format.n == 0)
		return err_set(err, ERR_MISMATCH, "index %s was not made by karez (no %s in its metadata)",
			       dir, META_FORMAT);
	snprintf(wanted, sizeof(wanted), "%d", SCHEMA_VERSION);
	if (!str_eqz(format, wanted))
		return mismatch(dir, err, "format", format, wanted);
	snprintf(wanted, sizeof(wanted), "%d", ANALYZER_VERSION);
	spec = stamp;
	if (!str_cut(&spec, ' ', &version) || !str_eqz(version, wanted))
		return mismatch(dir, err, "analyzer", stamp, wanted);
	if (langs_parse(spec, langs_r, err) != 0) {
		err->code = ERR_MISMATCH;
		return err_prefix(err, "languages of index %s", dir);
	}
	return 0;
}

int schema_check(struct store *s, const char *index_dir, struct langs *langs_r, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct err own;		/* err may be NULL */
	int rc = check(s, index_dir, &a, langs_r, err ? err : &own);
	arena_fini(&a);
	return rc;
}

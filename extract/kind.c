/* Kinds of files from a table of suffixes and media types, and the first bytes; see kind.h. */
#include "config.h"

#include "extract/kind.h"

#include "text/charset.h"

#define PDF_HEAD 1024		/* what is named a PDF may begin with some bytes of a mail or a shell */


struct row {
	enum kind kind;
	const char *names;	/* suffixes and media types between blanks */
};

static const struct row rows[] = {
	{ KIND_PDF, ".pdf application/pdf application/x-pdf" },
	{ KIND_DOCX, ".docx .docm .dotx application/vnd.openxmlformats-officedocument.wordprocessingml.document" },
	{ KIND_ODT, ".odt .ott application/vnd.oasis.opendocument.text" },
	{ KIND_EPUB, ".epub application/epub+zip" },
	{ KIND_RTF, ".rtf application/rtf text/rtf" },
	{ KIND_EML, ".eml message/rfc822" },
	{ KIND_MBOX, ".mbox .mbx application/mbox" },
	{ KIND_CSV, ".csv text/csv" },
	{ KIND_WARC, ".warc .wet application/warc" },
	{ KIND_ZIP, ".zip application/zip application/x-zip-compressed" },
	{ KIND_TAR, ".tar application/x-tar" },
	{ KIND_PACKED, ".gz .tgz .bz2 .tbz2 .tbz .xz .txz application/gzip application/x-gzip application/x-bzip2 application/x-xz" },
	{ KIND_TEXT, "text/plain text/html application/xhtml+xml text/markdown text/x-markdown" },
	{ KIND_OTHER, "text/css text/javascript text/calendar text/x-vcard" },
};

#define N_ROWS (sizeof(rows) / sizeof(*rows))

static const struct {
	const char *name;
	enum kind first, last;
} families[N_FAMILIES] = {
	[FAMILY_TEXT] = { "text", KIND_TEXT, KIND_TEXT },
	[FAMILY_PDF] = { "pdf", KIND_PDF, KIND_PDF },
	[FAMILY_OFFICE] = { "office", KIND_DOCX, KIND_RTF },
	[FAMILY_MAIL] = { "mail", KIND_EML, KIND_MBOX },
	[FAMILY_TABLE] = { "table", KIND_CSV, KIND_CSV },
	[FAMILY_WEB] = { "web", KIND_WARC, KIND_WARC },
	[FAMILY_ARCHIVE] = { "archive", KIND_ZIP, KIND_PACKED },
};

/* ---- Names and media types ---- */

struct str kind_suffix(struct str name)
{
	size_t i = name.n;
	while (i > 0 && name.p[i - 1] != '.' && name.p[i - 1] != '/')
		i--;
	/* ".profile" is a name, not a suffix. */
	bool suffix = i > 1 && name.p[i - 1] == '.' && name.p[i - 2] != '/';
	return suffix ? str_sub(name, i - 1, name.n) : STR_NONE;
}

struct str kind_unpacked_name(struct str name)
{
	static const char *const packed[] = { ".gz", ".bz2", ".xz" };
	for (size_t i = 0; i < sizeof(packed) / sizeof(*packed); i++) {
		struct str end = str_of(packed[i]);
		if (str_eq_nocase(kind_suffix(name), end))
			return str_sub(name, 0, name.n - end.n);
	}
	return name;
}

struct str kind_media_type(struct str type)
{
	struct str rest = type, first;
	return str_cut(&rest, ';', &first) ? str_trim(first) : STR_NONE;
}

struct str kind_parameter(struct str type, const char *name)
{
	struct str rest = type, field, key;
	bool first = true;
	while (str_cut(&rest, ';', &field)) {
		struct str value = field;
		if (!first && str_cut(&value, '=', &key) && value.p && str_eq_nocase(str_trim(key), str_of(name))) {
			value = str_trim(value);
			if (value.n >= 2 && value.p[0] == '"' && value.p[value.n - 1] == '"')
				value = str_sub(value, 1, value.n - 1);
			return value;
		}
		first = false;
	}
	return STR_NONE;
}

static bool is_named(const struct row *row, struct str word)
{
	struct str rest = str_of(row->names), name;
	while (word.n && str_cut(&rest, ' ', &name)) {
		if (str_eq_nocase(name, word))
			return true;
	}
	return false;
}

static const struct row *row_of(struct str word)
{
	for (size_t i = 0; i < N_ROWS; i++) {
		if (is_named(&rows[i], word))
			return &rows[i];
	}
	return NULL;
}

/* Types that say no more than "a file". */
static bool says_nothing(struct str type)
{
	static const char *const vague[] = {
		"application/octet-stream", "binary/octet-stream", "application/x-download",
		"application/force-download", "application/unknown",
	};
	for (size_t i = 0; i < sizeof(vague) / sizeof(*vague); i++) {
		if (str_eq_nocase(type, str_of(vague[i])))
			return true;
	}
	return type.n == 0;
}

/* ---- First bytes ---- */

/* A zip may be a document of an office program, whose first member or whose names tell. */
static enum kind kind_of_zip(struct str head)
{
	static const struct {
		const char *type;
		enum kind kind;
	} mimetypes[] = {
		{ "application/epub+zip", KIND_EPUB },
		{ "application/vnd.oasis.opendocument.text", KIND_ODT },
		{ "application/vnd.oasis.opendocument", KIND_OTHER },	/* tables, slides, drawings */
	};
	struct str first = str_sub(head, 30, head.n);
	if (str_starts(first, STR("mimetype"))) {
		for (size_t i = 0; i < sizeof(mimetypes) / sizeof(*mimetypes); i++) {
			if (str_starts(str_sub(first, 8, first.n), str_of(mimetypes[i].type)))
				return mimetypes[i].kind;
		}
	}
	if (str_find(head, STR("[Content_Types].xml")) < 0 && str_find(head, STR("_rels/.rels")) < 0)
		return KIND_ZIP;
	return str_find(head, STR("word/")) >= 0 ? KIND_DOCX : KIND_OTHER;
}

static bool is_tar(struct str head)
{
	return head.n >= 512 && memcmp(head.p + 257, "ustar", 5) == 0;
}

static bool is_warc(struct str head)
{
	return head.n > 9 && (str_starts(head, STR("WARC/1.")) || str_starts(head, STR("WARC/0."))) &&
	       (head.p[8] == '\r' || head.p[8] == '\n' || (head.p[8] >= '0' && head.p[8] <= '9'));
}

/* OpenDocument text in one piece of XML. */
static bool is_flat_odt(struct str head)
{
	return str_starts(head, STR("<?xml")) && str_find(head, STR("<office:document ")) >= 0 &&
	       str_find(head, STR("office:mimetype=\"application/vnd.oasis.opendocument.text\"")) >= 0;
}

static bool kind_of_bytes(struct str head, enum kind *kind_r)
{
	const struct {
		bool is;
		enum kind kind;
	} tests[] = {
		{ str_starts(head, STR("%PDF-")), KIND_PDF },
		{ str_starts(head, STR("PK\3\4")), kind_of_zip(head) },
		{ str_starts(head, STR("PK\5\6")), KIND_ZIP },		/* an empty one */
		{ str_starts(head, STR("{\\rtf")), KIND_RTF },
		{ str_starts(head, STR("\x1f\x8b\x08")), KIND_PACKED },
		{ str_starts(head, STR("BZh")) && str_find(str_sub(head, 4, 10), STR("1AY&SY")) == 0, KIND_PACKED },
		{ str_starts(head, STR("\xfd" "7zXZ")), KIND_PACKED },
		{ is_flat_odt(head), KIND_ODT },
		{ is_warc(head), KIND_WARC },
		{ is_tar(head), KIND_TAR },
	};
	for (size_t i = 0; i < sizeof(tests) / sizeof(*tests); i++) {
		if (tests[i].is) {
			*kind_r = tests[i].kind;
			return true;
		}
	}
	return false;
}

/* Kinds that their first bytes would have shown. */
static bool has_magic(enum kind kind)
{
	switch (kind) {
	case KIND_EML: case KIND_MBOX: case KIND_CSV: case KIND_TEXT: case KIND_TAR: case KIND_OTHER: return false;
	default: return true;
	}
}

enum kind kind_of(struct str name, struct str type, struct str head)
{
	enum kind kind;
	const struct row *by_type = row_of(kind_media_type(type)), *by_name = row_of(kind_suffix(name));
	bool vague = says_nothing(kind_media_type(type)) || (by_type && by_type->kind == KIND_TEXT);
	if (kind_of_bytes(head, &kind)) {
		/* A name or type tells of a zip what its first bytes may not. */
		const struct row *better = by_name ? by_name : by_type;
		bool office = better && (better->kind == KIND_DOCX || better->kind == KIND_ODT || better->kind == KIND_EPUB);
		return office && (kind == KIND_ZIP || kind == KIND_OTHER) ? better->kind : kind;
	}
	const struct row *row = vague && by_name ? by_name : by_type;
	if (!row && !vague)
		return KIND_OTHER;
	if (row && row->kind == KIND_PDF && str_find(str_sub(head, 0, PDF_HEAD), STR("%PDF-")) >= 0)
		return KIND_PDF;
	if (row && !has_magic(row->kind) && row->kind != KIND_TEXT)
		return row->kind;
	return charset_is_binary(head) ? KIND_OTHER : KIND_TEXT;
}

/* ---- Families ---- */

enum family kind_family(enum kind kind)
{
	for (unsigned i = 0; i < N_FAMILIES; i++) {
		if (kind >= families[i].first && kind <= families[i].last)
			return (enum family)i;
	}
	return FAMILY_TEXT;
}

const char *kind_family_name(enum family family)
{
	return families[family].name;
}

bool kind_families(struct str list, unsigned *families_r)
{
	struct str rest = list, name;
	*families_r = 1u << FAMILY_TEXT;
	if (str_eqz(str_trim(list), "all")) {
		*families_r = FAMILIES_ALL;
		return true;
	}
	while (str_cut(&rest, ',', &name)) {
		unsigned i = 0;
		while (i < N_FAMILIES && !str_eqz(str_trim(name), families[i].name))
			i++;
		if (i == N_FAMILIES)
			return false;
		*families_r |= 1u << i;
	}
	return true;
}

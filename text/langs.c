/* The languages that can be configured, and reading the setting; see langs.h. */
#include "config.h"

#include "text/langs.h"

#include <stdio.h>

#include "common/buf.h"

/* Snowball's languages in the two scripts that are stemmed, and our own (turkic.h).  Uzbek is written in both. */
static const struct { const char *code; enum script script; } known[] = {
	{ "ca", SCRIPT_LATIN }, { "da", SCRIPT_LATIN }, { "de", SCRIPT_LATIN }, { "en", SCRIPT_LATIN },
	{ "es", SCRIPT_LATIN }, { "eu", SCRIPT_LATIN }, { "fi", SCRIPT_LATIN }, { "fr", SCRIPT_LATIN },
	{ "ga", SCRIPT_LATIN }, { "hu", SCRIPT_LATIN }, { "id", SCRIPT_LATIN }, { "it", SCRIPT_LATIN },
	{ "kk", SCRIPT_CYRILLIC }, { "lt", SCRIPT_LATIN }, { "nl", SCRIPT_LATIN }, { "no", SCRIPT_LATIN }, { "pt", SCRIPT_LATIN },
	{ "ro", SCRIPT_LATIN }, { "ru", SCRIPT_CYRILLIC }, { "sv", SCRIPT_LATIN }, { "tr", SCRIPT_LATIN },
	{ "uz", SCRIPT_LATIN }, { "uz", SCRIPT_CYRILLIC },
};
#define N_KNOWN (sizeof(known) / sizeof(*known))

static int unknown(struct str name, struct err *err)
{
	char list[8 * N_KNOWN] = "";
	size_t n = 0;
	for (size_t i = 0; i < N_KNOWN; i++)
		if (i == 0 || strcmp(known[i].code, known[i - 1].code) != 0)
			n += (size_t)snprintf(list + n, sizeof(list) - n, "%s%s", i ? " " : "", known[i].code);
	return err_set(err, ERR_INVALID, "unknown language '%.*s' (known: %s)", STR_ARG(str_sub(name, 0, 32)), list);
}

static int add(struct langs *langs, struct str name, struct err *err)
{
	size_t k = 0;
	while (k < N_KNOWN && !str_eq_nocase(name, str_of(known[k].code)))
		k++;
	if (k == N_KNOWN)
		return unknown(name, err);
	for (unsigned i = 0; i < langs->n; i++)
		if (str_eqz(str_of(known[k].code), langs->list[i].code))
			return err_set(err, ERR_INVALID, "language '%s' is named twice", known[k].code);
	for (; k < N_KNOWN && str_eq_nocase(name, str_of(known[k].code)); k++) {
		if (langs->n == LANGS_MAX)
			return err_set(err, ERR_INVALID, "more than %d languages", LANGS_MAX);
		struct lang *lang = &langs->list[langs->n++];
		snprintf(lang->code, sizeof(lang->code), "%s", known[k].code);
		lang->script = known[k].script;
	}
	return 0;
}

int langs_parse(struct str spec, struct langs *out_r, struct err *err)
{
	struct langs langs = { 0 };
	struct str name, rest = str_trim(spec);
	size_t n = 0;
	if (rest.n == 0)
		return err_set(err, ERR_INVALID, "no language is named (\"none\" turns stemming off)");
	if (str_eq_nocase(rest, STR("none"))) {
		snprintf(langs.spec, sizeof(langs.spec), "none");
		rest = STR_NONE;
	}
	while (rest.p && str_cut(&rest, ',', &name)) {
		if (add(&langs, str_trim(name), err))
			return -1;
		n += (size_t)snprintf(langs.spec + n, sizeof(langs.spec) - n, "%s%s", n ? "," : "",
				      langs.list[langs.n - 1].code);
	}
	*out_r = langs;
	return 0;
}

/* Values of the configuration, from text to typed fields; see conf_value.h. */
#include "config.h"

#include "common/conf_value.h"

#include <limits.h>
#include <stdlib.h>

#include "common/conf.h"
#include "common/fs.h"
#include "common/unit.h"
#include "common/xalloc.h"

#define ADDRESSES .kind = CONF_ADDRESSES
#define PATHS .kind = CONF_PATHS
#define COMMANDS .kind = CONF_COMMANDS
#define ALIASES .kind = CONF_ALIASES
#define WORDS .kind = CONF_WORDS
#define PATH .kind = CONF_PATH
#define WORD(list) .kind = CONF_WORD, .choices = (list)
#define LANGUAGES .kind = CONF_LANGUAGES
#define TEXT .kind = CONF_TEXT
#define MODE .kind = CONF_MODE
#define COUNT(lo, hi) .kind = CONF_COUNT, .min = (lo), .max = (hi)
#define COUNT64(lo, hi) .kind = CONF_COUNT64, .min = (lo), .max = (hi)
#define SIZE(lo, hi) .kind = CONF_SIZE, .min = (lo), .max = (hi)
#define DURATION(lo, hi) .kind = CONF_DURATION, .min = (lo), .max = (hi)
#define SWITCH .kind = CONF_SWITCH
#define SCHEDULE .kind = CONF_SCHEDULE

const struct conf_row conf_rows[] = {
#define CONF_TOP(name, field, type, def, help) \
	{ .key = #name, .value = (def), .in_collection = false, .offset = offsetof(struct conf, field), type },
#define CONF_COLLECTION(name, field, type, def, help) \
	{ .key = #name, .value = (def), .in_collection = true, .offset = offsetof(struct conf_collection, field), type },
#include "common/conf.def"
#undef CONF_TOP
#undef CONF_COLLECTION
};
const size_t conf_n_rows = sizeof(conf_rows) / sizeof(*conf_rows);

const struct conf_row *conf_row_find(const char *key, bool in_collection)
{
	for (size_t i = 0; i < conf_n_rows; i++)
		if (conf_rows[i].in_collection == in_collection && strcmp(conf_rows[i].key, key) == 0)
			return &conf_rows[i];
	return NULL;
}

static void replace(char **field, char *fresh)
{
	free(*field);
	*field = fresh;
}

char *conf_absolute(const char *base, const char *path, struct err *err)
{
	if (!*path) {
		err_set(err, ERR_INVALID, "the path is empty");
		return NULL;
	}
	char *whole = path[0] == '/' ? xstrdup(path) : fs_join(base, path);
	if (strlen(whole) < PATH_MAX)
		return whole;
	err_set(err, ERR_INVALID, "the path has %zu bytes, the system takes at most %d", strlen(whole), PATH_MAX - 1);
	free(whole);
	return NULL;
}

static bool parse_count(struct str s, uint64_t *v_r)
{
	return str_to_u64(s, 0, UINT64_MAX, v_r);
}

/* A number within the row's range, by the same reading for it and for the range. */
static int parse_ranged(const struct conf_row *row, const char *value, bool (*parse)(struct str, uint64_t *),
			const char *what, uint64_t *v_r, struct err *err)
{
	uint64_t lo, hi;
	BUG_ON(!parse(str_of(row->min), &lo) || !parse(str_of(row->max), &hi));
	if (!parse(str_of(value), v_r) || *v_r < lo || *v_r > hi)
		return err_set(err, ERR_INVALID, "\"%s\" is not %s from %s to %s", value, what, row->min, row->max);
	return 0;
}

static int parse_mode(const char *value, unsigned *mode_r, struct err *err)
{
	size_t n = strspn(value, "01234567");
	if (value[n] || n < 3 || n > 4 || (n == 4 && value[0] != '0'))
		return err_set(err, ERR_INVALID, "\"%s\" is not an octal mode such as 0660", value);
	*mode_r = (unsigned)strtoul(value, NULL, 8);
	return 0;
}

static int parse_switch(const char *value, bool *on_r, struct err *err)
{
	static const char *const words[] = { "no", "yes", "off", "on", "false", "true" };
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (strcmp(value, words[i]) == 0) {
			*on_r = i & 1;
			return 0;
		}
	}
	return err_set(err, ERR_INVALID, "\"%s\" is neither yes nor no", value);
}

static int set_word(const struct conf_row *row, char **field, const char *value, struct err *err)
{
	struct str rest = str_of(row->choices), choice;
	while (str_cut(&rest, '|', &choice)) {
		if (str_eqz(choice, value)) {
			replace(field, xstrdup(value));
			return 0;
		}
	}
	return err_set(err, ERR_INVALID, "\"%s\" is not one of %s", value, row->choices);
}

static bool language_code(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < 'a' || s.p[i] > 'z')
			return false;
	return s.n > 0 && s.n < 16;
}

/* The form only: which languages there are is known to text/langs.h.  Blanks are dropped. */
static int set_languages(char **field, const char *value, struct err *err)
{
	struct str rest = str_of(value), code;
	char *out = xcalloc(strlen(value) + 2, 1), *end = out;
	while (str_cut(&rest, ',', &code)) {
		code = str_trim(code);
		if (!language_code(code)) {
			free(out);
			return err_set(err, ERR_INVALID, "\"%s\" is not a list of languages such as en,ru", value);
		}
		if (end > out)
			*end++ = ',';
		memcpy(end, code.p, code.n);
		end += code.n;
	}
	replace(field, out);
	return 0;
}

static int set_number(const struct conf_row *row, void *field, const char *value, struct err *err)
{
	uint64_t v;
	switch (row->kind) {
	case CONF_SIZE:
		return parse_ranged(row, value, unit_parse_size, "a size (such as 256M)", field, err);
	case CONF_DURATION:
		return parse_ranged(row, value, unit_parse_duration, "a time (such as 500ms, 2s, 10m)", field, err);
	case CONF_COUNT64:
		return parse_ranged(row, value, parse_count, "a number", field, err);
	default:
		if (parse_ranged(row, value, parse_count, "a number", &v, err) < 0)
			return -1;
		*(unsigned *)field = (unsigned)v;
		return 0;
	}
}

int conf_value_set(const struct conf_row *row, void *object, const char *base, const char *value,
		   struct err *err)
{
	void *field = (char *)object + row->offset;
	char *path;
	switch (row->kind) {
	case CONF_PATH:
		path = conf_absolute(base, value, err);
		if (!path)
			return -1;
		replace(field, path);
		return 0;
	case CONF_WORD:
		return set_word(row, field, value, err);
	case CONF_LANGUAGES:
		return set_languages(field, value, err);
	case CONF_TEXT:
		replace(field, xstrdup(value));
		return 0;
	case CONF_MODE:
		return parse_mode(value, field, err);
	case CONF_SWITCH:
		return parse_switch(value, field, err);
	case CONF_SCHEDULE:
		if (schedule_parse(str_of(value), field))
			return 0;
		return err_set(err, ERR_INVALID, "\"%s\" is not a schedule: never, every 15m, daily 03:30", value);
	case CONF_COUNT:
	case CONF_COUNT64:
	case CONF_SIZE:
	case CONF_DURATION:
		return set_number(row, field, value, err);
	case CONF_ADDRESSES:
	case CONF_PATHS:
	case CONF_COMMANDS:
	case CONF_ALIASES:
	case CONF_WORDS:
		break;
	}
	BUG("a list is no single value");
}

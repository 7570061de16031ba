/* Reading alias files; see alias_file.h. */
#include "config.h"

#include "query/alias_file.h"

#include <stdlib.h>

#include "common/ascii.h"
#include "common/fs.h"
#include "common/hash.h"
#include "common/utf8.h"
#include "common/xalloc.h"

static const char *const signs[] = {
	[ALIAS_EQUAL] = "=", [ALIAS_OFFERED] = "~", [ALIAS_ALSO] = "->", [ALIAS_OFFERED_ALSO] = "~>",
	[ALIAS_DISTINCT] = "!=",
};
#define N_SIGNS (sizeof(signs) / sizeof(*signs))

const char *alias_sign(enum alias_kind kind)
{
	return signs[kind];
}

struct alias_table *alias_table_new(void)
{
	return xcalloc(1, sizeof(struct alias_table));
}

void alias_table_free(struct alias_table **tp)
{
	struct alias_table *t = *tp;
	if (!t)
		return;
	*tp = NULL;
	free(t->slots);
	arena_fini(&t->arena);
	free(t);
}

/* ---- Names ---- */

static uint32_t *slot_of(const struct alias_table *t, struct str text)
{
	uint32_t i = (uint32_t)hash64(text) & (t->n_slots - 1);
	while (t->slots[i] && !str_eq(t->names[t->slots[i] - 1].text, text))
		i = (i + 1) & (t->n_slots - 1);
	return &t->slots[i];
}

static void grow_slots(struct alias_table *t)
{
	if (t->n_slots && t->n_names * 2 < t->n_slots)
		return;
	free(t->slots);
	t->n_slots = t->n_slots ? t->n_slots * 2 : 256;
	t->slots = xcalloc(t->n_slots, sizeof(*t->slots));
	for (uint32_t i = 0; i < t->n_names; i++)
		*slot_of(t, t->names[i].text) = i + 1;
}

/* The number of the name; a new one is a set of its own. */
static uint32_t name_number(struct alias_table *t, struct str text)
{
	grow_slots(t);
	uint32_t *slot = slot_of(t, text);
	if (*slot == 0) {
		t->names = arena_grow(&t->arena, t->names, &t->names_cap, t->n_names + 1, sizeof(*t->names));
		t->names[t->n_names] = (struct alias_name){ arena_str(&t->arena, text), t->n_names, t->n_lines };
		*slot = ++t->n_names;
	}
	return *slot - 1;
}

/* Until alias_table_finish() `set` leads to another name of the set, the first one to itself. */
static uint32_t first_of_set(struct alias_table *t, uint32_t name)
{
	while (t->names[name].set != name)
		name = t->names[name].set = t->names[t->names[name].set].set;
	return name;
}

/* The smaller number stays: that of the name that was written first. */
static void unite(struct alias_table *t, uint32_t a, uint32_t b)
{
	a = first_of_set(t, a);
	b = first_of_set(t, b);
	if (a < b)
		t->names[b].set = a;
	else
		t->names[a].set = b;
}

/* ---- Lines ---- */

struct place {
	struct alias_table *table;
	const char *path;
	uint32_t number;
	struct err *err;
};

#define WRONG(place, ...) (err_set((place)->err, ERR_INVALID, __VA_ARGS__), wrong(place))

static int wrong(const struct place *p)
{
	return err_prefix(p->err, "%s:%u", p->path, p->number);
}

/* A # at the start of a word begins the note. */
static struct str cut_note(struct str *line)
{
	for (size_t i = 0; i < line->n; i++)
		if (line->p[i] == '#' && (i == 0 || ascii_is_blank(line->p[i - 1]))) {
			struct str note = str_trim(str_sub(*line, i + 1, line->n));
			line->n = i;
			return note;
		}
	return STR_NONE;
}

/* Is this word a sign?  */
static bool find_sign(struct str word, enum alias_kind *kind_r)
{
	for (size_t i = 0; i < N_SIGNS; i++)
		if (str_eqz(word, signs[i])) {
			*kind_r = (enum alias_kind)i;
			return true;
		}
	return false;
}

/* A letter or a figure, or anything beyond ASCII: whether there is a word in it, analysis will tell. */
static bool has_word(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (ascii_is_letter(s.p[i]) || ascii_is_digit(s.p[i]) || (unsigned char)s.p[i] >= 0x80)
			return true;
	return false;
}

static int add_name(const struct place *p, struct alias_line *l, struct str text)
{
	if (text.n == 0)
		return WRONG(p, "a name is missing beside a sign");
	if (!has_word(text))
		return WRONG(p, "\"%.*s\" is no name: it has neither letter nor figure", STR_ARG(str_sub(text, 0, 40)));
	if (text.n > ALIAS_NAME_MAX)
		return WRONG(p, "a name of %zu bytes, at most %d are taken", text.n, ALIAS_NAME_MAX);
	if (l->n_names == ALIAS_NAMES_MAX)
		return WRONG(p, "more than %d names in one line", ALIAS_NAMES_MAX);
	uint32_t number = name_number(p->table, text);
	for (uint32_t i = 0; i < l->n_names; i++)
		if (l->names[i] == number)
			return WRONG(p, "\"%.*s\" stands in this line twice", STR_ARG(text));
	l->names[l->n_names++] = number;
	return 0;
}

/* The names between the signs, which are all the same one. */
static int read_names(const struct place *p, struct str line, struct alias_line *l)
{
	size_t at = 0, from = 0;
	bool signed_yet = false;
	enum alias_kind kind;
	for (struct str word; (word = str_word(line, &at)).n;) {
		if (!find_sign(word, &kind))
			continue;
		if (signed_yet && kind != l->kind)
			return WRONG(p, "%s and %s in one line: each line has one kind of sign", signs[l->kind], signs[kind]);
		l->kind = kind;
		signed_yet = true;
		if (add_name(p, l, str_trim(str_sub(line, from, (size_t)(word.p - line.p)))) < 0)
			return -1;
		from = at;
	}
	if (!signed_yet)
		return WRONG(p, "no sign between blanks: one of = ~ -> ~> != is wanted");
	return add_name(p, l, str_trim(str_sub(line, from, line.n)));
}

static int read_line(const struct place *p, struct str line, uint32_t file)
{
	struct alias_table *t = p->table;
	uint32_t names[ALIAS_NAMES_MAX];
	struct alias_line l = { .file = file, .number = p->number, .names = names };
	l.note = cut_note(&line);
	line = str_trim(line);
	if (line.n == 0)
		return 0;
	if (read_names(p, line, &l) < 0)
		return -1;
	for (uint32_t i = 1; i < l.n_names && l.kind == ALIAS_EQUAL; i++)
		unite(t, names[0], names[i]);
	l.names = arena_array(&t->arena, l.n_names, sizeof(*l.names));
	memcpy(l.names, names, l.n_names * sizeof(*l.names));
	l.note = arena_str(&t->arena, l.note);
	t->lines = arena_grow(&t->arena, t->lines, &t->lines_cap, t->n_lines + 1, sizeof(*t->lines));
	t->lines[t->n_lines++] = l;
	return 0;
}

/* ---- Files ---- */

int alias_table_parse(struct alias_table *t, const char *path, struct str text, struct err *err)
{
	struct place p = { .table = t, .path = path, .err = err };
	struct str line;
	uint32_t file = t->n_files;
	uint64_t mix[2] = { t->fingerprint, hash64(text) };
	struct err own;
	p.err = err ? err : &own;
	t->fingerprint = hash64(str_n((const char *)mix, sizeof(mix)));
	t->files = arena_grow(&t->arena, t->files, &t->files_cap, file + 1, sizeof(*t->files));
	t->files[t->n_files++] = arena_str(&t->arena, str_of(path));
	if (str_starts(text, STR("\xef\xbb\xbf")))
		text = str_sub(text, 3, text.n);
	while (str_cut(&text, '\n', &line)) {
		p.number++;
		if (str_ends(line, STR("\r")))
			line.n--;
		if (!utf8_valid(line))
			return WRONG(&p, "not UTF-8");
		if (read_line(&p, line, file) < 0)
			return -1;
	}
	return 0;
}

int alias_table_read(struct alias_table *t, const char *path, struct err *err)
{
	struct buf b = BUF_INIT;
	int rc = fs_read(path, ALIAS_FILE_MAX, &b, err);
	if (rc == 0)
		rc = alias_table_parse(t, path, buf_str(&b), err);
	buf_fini(&b);
	return rc;
}

/* Of the names of a line that are to be told apart. */
static int check_distinct(struct alias_table *t, const struct alias_line *l, struct err *err)
{
	for (uint32_t i = 0; i < l->n_names; i++)
		for (uint32_t k = i + 1; k < l->n_names; k++) {
			const struct alias_name *a = &t->names[l->names[i]], *b = &t->names[l->names[k]];
			if (a->set != b->set)
				continue;
			const struct alias_line *first = &t->lines[a->line], *second = &t->lines[b->line];
			return err_set(err, ERR_INVALID, "%.*s:%u: \"%.*s\" and \"%.*s\" are told apart here, but made "
				       "equal, perhaps by way of other names (see %.*s:%u, %.*s:%u)",
				       STR_ARG(t->files[l->file]), l->number, STR_ARG(a->text), STR_ARG(b->text),
				       STR_ARG(t->files[first->file]), first->number, STR_ARG(t->files[second->file]),
				       second->number);
		}
	return 0;
}

int alias_table_finish(struct alias_table *t, struct err *err)
{
	for (uint32_t i = 0; i < t->n_names; i++)
		t->names[i].set = first_of_set(t, i);
	for (uint32_t i = 0; i < t->n_lines; i++)
		if (t->lines[i].kind == ALIAS_DISTINCT && check_distinct(t, &t->lines[i], err) < 0)
			return -1;
	return 0;
}

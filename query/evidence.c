/* Everything that is known of a name; see evidence.h. */
#include "config.h"

#include "query/evidence.h"

#include "index/acronyms.h"
#include "index/schema.h"
#include "index/stored.h"
#include "text/acronym.h"

struct hunt {
	struct store *store;
	struct analyzer *analyzer;
	const struct aliases *names;
	struct arena *arena;
	struct err *err;
	struct evidence *list;
	size_t n, cap;
};

static void add(struct hunt *h, struct evidence e)
{
	for (size_t i = 0; i < h->n; i++)
		if (str_eq(h->list[i].name, e.name) && str_eq(h->list[i].relation, e.relation) &&
		    (h->list[i].file.n == 0) == (e.file.n == 0))
			return;
	h->list = arena_grow(h->arena, h->list, &h->cap, h->n + 1, sizeof(*h->list));
	h->list[h->n++] = e;
}

/* ---- Alias files ---- */

static bool is_one_of(const uint32_t *list, size_t n, uint32_t name)
{
	for (size_t i = 0; i < n; i++)
		if (list[i] == name)
			return true;
	return false;
}

/* What the line says of the set, of which the names asked for are `own`. */
static void add_line(struct hunt *h, const struct alias_line *l, uint32_t set, const uint32_t *own, size_t n_own)
{
	const struct alias_table *t = aliases_table(h->names);
	bool directed = l->kind == ALIAS_ALSO || l->kind == ALIAS_OFFERED_ALSO;
	uint32_t at = 0;
	while (at < l->n_names && t->names[l->names[at]].set != set)
		at++;
	for (uint32_t i = 0; at < l->n_names && i < l->n_names; i++) {
		uint32_t name = l->names[i];
		bool of_set = t->names[name].set == set;
		bool wanted = l->kind == ALIAS_EQUAL ? !is_one_of(own, n_own, name) : !of_set && (!directed || at == 0);
		if (wanted)
			add(h, (struct evidence){ .name = t->names[name].text, .relation = str_of(alias_sign(l->kind)),
						  .file = t->files[l->file], .line = l->number, .note = l->note });
	}
}

static void find_in_files(struct hunt *h, const struct alias_word *words, size_t n)
{
	uint32_t *own;
	size_t n_own;
	if (!h->names)
		return;
	const struct alias_table *t = aliases_table(h->names);
	aliases_match(h->names, words, n, true, h->arena, &own, &n_own);
	for (size_t i = 0; i < n_own; i++)
		for (uint32_t k = 0; k < t->n_lines; k++)
			add_line(h, &t->lines[k], t->names[own[i]].set, own, n_own);
}

/* ---- Documents ---- */

static int id_of(struct hunt *h, struct str term, struct str *id_r)
{
	struct arena scratch = ARENA_INIT;
	struct str data;
	struct stored stored;
	struct doc doc = { 0 };
	docid_t number;
	int rc = store_find(h->store, term, &number, h->err);
	if (rc == 0)
		rc = store_data(h->store, number, &scratch, &data, h->err);
	if (rc == 0)
		rc = stored_of(h->store, number, data, &scratch, &stored, h->err);
	if (rc == 0)
		rc = stored_fields(&stored, &scratch, &doc, h->err);
	*id_r = arena_str(h->arena, doc.id);
	arena_fini(&scratch);
	return rc;
}

static int add_definition(struct hunt *h, struct str name, uint32_t documents, struct str term)
{
	struct str id;
	if (id_of(h, term, &id) < 0)
		return -1;
	add(h, (struct evidence){ .name = name, .relation = STR("="), .documents = documents, .example = id });
	return 0;
}

static int find_long_forms(struct hunt *h, struct str text)
{
	struct acronym_found *found;
	size_t n;
	if (acronyms_of(h->store, h->analyzer, acronym_key(text, h->arena), h->arena, &found, &n, h->err) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (add_definition(h, found[i].long_form, found[i].documents, found[i].term) < 0)
			return -1;
	return 0;
}

static int find_acronyms(struct hunt *h, struct str text)
{
	struct str stems = acronyms_stems(h->analyzer, text, h->arena), first, second, rest = stems;
	struct acronym_long *longs;
	size_t n;
	if (!str_cut(&rest, ' ', &first) || !str_cut(&rest, ' ', &second))
		return 0;
	if (acronyms_beginning(h->store, first, second, h->arena, &longs, &n, h->err) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct str term = arena_printf(h->arena, PREFIX_LONG "%.*s\t%.*s", STR_ARG(stems), STR_ARG(longs[i].acronym));
		uint32_t documents;
		if (store_term_frequency(h->store, term, &documents, h->err) < 0)
			return -1;
		if (documents && add_definition(h, longs[i].acronym, documents, term) < 0)
			return -1;
	}
	return 0;
}

int evidence_find(struct store *s, struct analyzer *an, const struct aliases *names, struct str text, struct arena *a,
		  struct evidence **out_r, size_t *n_r, struct err *err)
{
	struct hunt h = { .store = s, .analyzer = an, .names = names, .arena = a, .err = err };
	struct query_token *tokens;
	size_t n;
	analyzer_query(an, text, a, &tokens, &n);
	struct alias_word *words = arena_array(a, n, sizeof(*words));
	for (size_t i = 0; i < n; i++)
		words[i] = (struct alias_word){ &tokens[i], i == 0, i + 1 == n };
	find_in_files(&h, words, n);
	if (find_long_forms(&h, text) < 0 || find_acronyms(&h, text) < 0)
		return -1;
	*out_r = h.list;
	*n_r = h.n;
	return 0;
}

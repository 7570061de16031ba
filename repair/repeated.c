/* Learning the lines that files of a folder share, and the rule that uses it; see repeated.h.
 *
 * Two such lines beside each other are left out.  One alone may be what the files are about (the title of a series): it
 * becomes a frame, which is still found, or stays where it may be a name.  Lines that state a field are never learned.
 */
#include "config.h"

#include "repair/repeated.h"

#include <stdlib.h>

#include "common/hash.h"
#include "common/xalloc.h"
#include "repair/forms.h"
#include "repair/page.h"

#define SLOTS 4096		/* power of 2; when half of them are taken, no more lines are learned */
#define LINE_LEAST 3		/* bytes */
#define LINE_MOST 160
#define FURNITURE_MOST 6		/* lines of a head or a tail: with more in common, files are versions of one text */

struct seen {
	uint64_t line;
	uint32_t file, files;	/* the last one it was in; in how many */
};

struct repeated {
	uint32_t files;
	size_t n, mask;		/* slots but one: a power of 2 but one */
	struct seen *slots;
};

struct repeated *repeated_new(void)
{
	struct repeated *r = xcalloc(1, sizeof(*r));
	r->mask = SLOTS - 1;
	r->slots = xcalloc(SLOTS, sizeof(*r->slots));
	return r;
}

void repeated_free(struct repeated **r)
{
	if (*r)
		free((*r)->slots);
	free(*r);
	*r = NULL;
}

static size_t slot_of(const struct repeated *r, uint64_t line)
{
	size_t i = (size_t)line & r->mask;
	while (r->slots[i].line && r->slots[i].line != line)
		i = (i + 1) & r->mask;
	return i;
}

static uint64_t key_of(struct str line)
{
	uint64_t h = hash64(line);
	return h ? h : 1;
}

static bool states_field(struct str line, struct arena *a)
{
	struct names names;
	struct str publisher;
	char iso[11];
	return form_date(line, iso) || form_byline(line, a, &names) ||
	       form_byline_date(line, a, &names, iso) || form_series(line, &publisher);
}

/* Lines that may be furniture. */
static bool may_repeat(const struct block *b)
{
	return (b->shape == SHAPE_LINE || b->shape == SHAPE_ITEM) && b->text.n >= LINE_LEAST && b->text.n <= LINE_MOST;
}

static void count_line(struct repeated *r, struct str line, struct arena *a)
{
	struct seen *s = &r->slots[slot_of(r, key_of(line))];
	if (s->line == 0) {
		if (r->n >= SLOTS / 2 || states_field(line, a))
			return;
		r->n++;
		s->line = key_of(line);
	}
	if (s->file != r->files) {
		s->file = r->files;
		s->files++;
	}
}

void repeated_look(struct repeated *r, const struct doc *doc, bool head_only)
{
	struct arena a = ARENA_INIT;
	struct repair_counts none = { { 0 } };
	struct page p = { .arena = &a, .source = doc, .counts = &none };
	page_read(&p);
	r->files++;
	for (size_t i = 0; i < p.n; i++) {
		if (i == REPEATED_EDGE && head_only)
			break;
		if (i == REPEATED_EDGE && p.n > 2 * REPEATED_EDGE)
			i = p.n - REPEATED_EDGE;
		if (may_repeat(&p.blocks[i]))
			count_line(r, p.blocks[i].text, &a);
	}
	arena_fini(&a);
}

static bool is_kept(const struct repeated *r, const struct seen *s)
{
	return s->files >= REPEATED_FILES_LEAST && s->files * 2 >= r->files;
}

/* What stays is put into a table of its own size: many folders may have one. */
bool repeated_finish(struct repeated *r)
{
	struct repeated all = *r;
	r->n = 0;
	r->mask = 3;
	for (size_t i = 0; i < SLOTS; i++)
		r->n += is_kept(&all, &all.slots[i]);
	while (r->mask < 2 * r->n)
		r->mask = 2 * r->mask + 1;
	r->slots = xcalloc(r->mask + 1, sizeof(*r->slots));
	for (size_t i = 0; i < SLOTS; i++)
		if (is_kept(&all, &all.slots[i]))
			r->slots[slot_of(r, all.slots[i].line)] = all.slots[i];
	free(all.slots);
	return r->n > 0;
}

bool repeated_has(const struct repeated *r, struct str line)
{
	return r->n && r->slots[slot_of(r, key_of(line))].line;
}

/* ---- The rule ---- */

static bool is_repeated(const struct page *p, size_t i)
{
	const struct block *b = &p->blocks[i];
	return b->role != ROLE_DROPPED && may_repeat(b) && repeated_has(p->source->repeated, b->text);
}

static size_t run_end(const struct page *p, size_t first, size_t end)
{
	size_t i = first;
	while (i < end && is_repeated(p, i))
		i++;
	return i;
}

/* A title above a date or an author is one of a series: "Weekly report", "3 May 2014"; and all may be by one author. */
static bool may_be_field(const struct page *p, size_t i)
{
	struct names names;
	return form_names(p->blocks[i].text, p->arena, &names) || (i + 1 < p->n && states_field(p->blocks[i + 1].text, p->arena));
}

/* A head or a tail. */
static size_t leave_out(struct page *p, size_t first, size_t last)
{
	size_t n = 0, repeated = 0;
	for (size_t i = first; i < last; i++)
		repeated += is_repeated(p, i);
	if (repeated == 0 || repeated > FURNITURE_MOST || repeated == p->n)
		return 0;
	for (size_t i = first, end; i < last; i = end) {
		end = run_end(p, i, last);
		bool alone = end == i + 1;
		if (end == i || (alone && may_be_field(p, i))) {
			end = i + 1;
			continue;
		}
		for (size_t k = i; k < end; k++)
			page_set_role(p, k, alone ? ROLE_FRAME : ROLE_DROPPED, RULE_repeated);
		n += end - i;
	}
	return n;
}

void rule_repeated(struct page *p)
{
	size_t edge = p->n < REPEATED_EDGE ? p->n : REPEATED_EDGE, tail = p->n - edge < edge ? edge : p->n - edge;
	if (!p->source->repeated)
		return;
	page_count(p, RULE_repeated, leave_out(p, 0, edge) + leave_out(p, tail, p->n));
}

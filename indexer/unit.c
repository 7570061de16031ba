/* Units and products of the pipeline: making, freeing, spooling; see unit.h. */
#include "config.h"

#include "indexer/unit.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "common/xalloc.h"

/* Time stamps of file systems are as coarse as two seconds. */
#define RACY_NS 2000000000LL

void work_file_encode(const struct work_file *f, size_t source, struct buf *out)
{
	buf_add_varint(out, source);
	buf_add_varint(out, f->input);
	buf_add_varint(out, f->size);
	buf_add_varint(out, f->known);
	buf_add(out, f->content.b, sizeof(f->content.b));
	buf_addstr(out, f->path);
}

bool work_file_decode(struct str record, const struct sources *sources, struct arena *a,
		      struct work_file *out_r)
{
	struct work_file f;
	uint64_t source, input, known;
	memset(&f, 0, sizeof(f));
	if (!str_take_varint(&record, &source) || source >= sources->n ||
	    !str_take_varint(&record, &input) || input > INPUT_CSV || !str_take_varint(&record, &f.size) ||
	    !str_take_varint(&record, &known) || record.n < sizeof(f.content.b))
		return false;
	const struct source *s = &sources->list[source];
	f.input = (enum input)input;
	f.known = known;
	memcpy(f.content.b, record.p, sizeof(f.content.b));
	f.path = arena_str(a, str_sub(record, sizeof(f.content.b), record.n));
	f.root = str_of(s->path);
	if (!source_is_stdin(s)) {
		f.shown = source_shown(f.path, a);
		f.id = source_id(s, f.path, a);
	}
	*out_r = f;
	return true;
}

void work_file_copy(struct work_file *to, const struct work_file *from, struct arena *a)
{
	*to = *from;
	to->path = arena_str(a, from->path);
	to->root = arena_str(a, from->root);
	to->shown = arena_str(a, from->shown);
	to->id = arena_str(a, from->id);
}

int outcome_stat(struct outcome *o, const char *path, int64_t scan_ns, struct err *err)
{
	struct timespec now;
	struct stat st;
	if (stat(path, &st) < 0)
		return err_errno(err, "looking at %s", path);
	if (!S_ISREG(st.st_mode))
		return err_set(err, ERR_NOT_FOUND, "%s is no file any more", path);
	clock_gettime(CLOCK_REALTIME, &now);
	o->size = (uint64_t)st.st_size;
	o->mtime_ns = (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
	o->inode = (uint64_t)st.st_ino;
	/* A stamp far in the future was set by hand or by a wrong clock; it tells a later change as
	 * well as any other. */
	o->racy = o->mtime_ns > scan_ns - RACY_NS &&
		  o->mtime_ns < (int64_t)now.tv_sec * 1000000000 + now.tv_nsec + RACY_NS;
	return 0;
}

struct unit *unit_new(enum unit_kind kind)
{
	struct unit *u = xcalloc(1, sizeof(*u));
	arena_init(&u->arena);
	u->kind = kind;
	return u;
}

void unit_free(struct unit *u)
{
	while (u) {
		struct unit *next = u->next;
		arena_fini(&u->arena);
		buf_fini(&u->text);
		free(u);
		u = next;
	}
}

size_t unit_bytes(const struct unit *u)
{
	return sizeof(*u) + u->arena.total + u->text.cap;
}

struct product *product_new(enum product_kind kind, struct unit *unit)
{
	struct product *p = xcalloc(1, sizeof(*p));
	p->kind = kind;
	p->unit = unit;
	prepared_init(&p->prepared);
	return p;
}

void product_free(struct product *p)
{
	while (p) {
		struct product *next = p->next;
		prepared_fini(&p->prepared);
		run_free(&p->run);
		free(p);
		p = next;
	}
}

size_t product_bytes(const struct product *p)
{
	return sizeof(*p) + prepared_bytes(&p->prepared) + (p->run ? run_bytes(p->run) : 0);
}

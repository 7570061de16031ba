/* The tables that words are looked up in, in place, while the store reads the revision that they are of. */
#include "config.h"

#include "shim/store_internal.hh"

/* Opened once for each revision. */
static bool is_open(struct place &p, const Xapian::Database &db)
{
	uint64_t revision = db.get_revision();
	if (p.tried == revision + 1)
		return p.open;
	if (p.open)
		table_view_close(&p.view);
	p.tried = revision + 1;
	struct err err;
	p.open = table_view_open(&p.view, p.path.c_str(), TABLE_POSTLIST, &err) == 0;
	if (p.open && !table_view_is_of(&p.view, revision, view_of(db.get_uuid()))) {
		table_view_close(&p.view);
		p.open = false;
	}
	return p.open;
}

void store_in_place(struct store *s)
{
	struct err err;
	bool all = s->places.size() == s->parts.size();		/* a writer's has none */
	int rc = guard(&err, [&] {
		auto db = s->parts.begin();
		for (struct place &p : s->places)
			all = is_open(p, *db++) && all;
	});
	s->in_place = rc == 0 && all;
}

bool store_in_place_ends(struct store *s)
{
	bool held = true;
	for (struct place &p : s->places) {
		if (!s->in_place || table_view_holds(&p.view))
			continue;
		table_view_close(&p.view);
		p.open = held = false;
	}
	s->in_place = false;
	return held;
}

/* What the parts of the store share: the handle's inside and the ways between str and std::string.
 *
 * Never included outside shim/.
 */
#ifndef KAREZ_SHIM_STORE_INTERNAL_HH
#define KAREZ_SHIM_STORE_INTERNAL_HH

#include "shim/guard.hh"

#include <list>
#include <map>
#include <vector>

/* store_info() beside struct store_info is plain C, but a hidden constructor to g++. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
extern "C" {
#include "common/arena.h"
#include "glass/table_view.h"
#include "shim/store.h"
}
#pragma GCC diagnostic pop

/* What somebody keeps with a database of a store. */
struct attached {
	void *p = nullptr;
	void (*free)(void *) = nullptr;
	~attached() { if (p) free(p); }
};

/* A database's words and metadata, read in place at the revision that the store reads. */
struct place {
	std::string path;
	struct table_view view = {};
	uint64_t tried = 0;			/* revision that it was opened for, + 1; whether or not it could be */
	bool open = false;
	explicit place(const char *p) : path(p) {}
	place(const place &) = delete;
	place &operator=(const place &) = delete;
	~place() { if (open) table_view_close(&view); }
};

struct store {
	Xapian::Database db;			/* all of them as one; shares its inside with parts */
	std::vector<Xapian::Database> parts;	/* in the order given to store_open() */
	std::vector<std::string> paths;		/* of the parts */
	std::map<std::pair<size_t, void (*)(void *)>, struct attached> attachments;	/* by number of the part, and kind */
	uint64_t deadline_us = 0;		/* of store_each_term() */
	unsigned terms_seen = 0;		/* since it was set */
	std::list<struct place> places;		/* one for each part */
	bool in_place = false;			/* all of them are looked into */
};

static inline std::string string_of(struct str s)
{
	return s.n ? std::string(s.p, s.n) : std::string();
}

static inline struct str view_of(const std::string &s)
{
	return str_n(s.data(), s.size());
}

#endif

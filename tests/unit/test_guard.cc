/* The guard: every class of exception becomes the code that a caller can act on. */
#include "config.h"

#include "shim/guard.hh"

#include <csetjmp>
#include <cstdarg>
#include <cstddef>
#include <stdexcept>

extern "C" {
#include <cmocka.h>
}

/* The errno of a failed system call travels as text only. */
static std::string no_space() { return strerror(ENOSPC); }

static const struct {
	const char *name;
	void (*raise)();
	enum err_code code;
	const char *message;	/* a part of it */
} rows[] = {
	{ "modified", [] { throw Xapian::DatabaseModifiedError("gone"); }, ERR_MODIFIED, "gone" },
	{ "lock", [] { throw Xapian::DatabaseLockError("held"); }, ERR_LOCKED, "held" },
	{ "database not found", [] { throw Xapian::DatabaseNotFoundError("x"); }, ERR_NOT_FOUND, "x" },
	{ "document not found", [] { throw Xapian::DocNotFoundError("x"); }, ERR_NOT_FOUND, "x" },
	{ "corrupt", [] { throw Xapian::DatabaseCorruptError("bad block"); }, ERR_CORRUPT, "bad block" },
	{ "version", [] { throw Xapian::DatabaseVersionError("format"); }, ERR_MISMATCH, "format" },
	{ "closed", [] { throw Xapian::DatabaseClosedError("x"); }, ERR_INTERNAL, "x" },
	{ "opening", [] { throw Xapian::DatabaseOpeningError("no", EACCES); }, ERR_IO, "Permission" },
	{ "create", [] { throw Xapian::DatabaseCreateError("no"); }, ERR_IO, "no" },
	{ "database", [] { throw Xapian::DatabaseError("read", EIO); }, ERR_IO, "read" },
	{ "disk full", [] { throw Xapian::DatabaseError("write", ENOSPC); }, ERR_NO_SPACE, "write" },
	{ "quota", [] { throw Xapian::DatabaseError("write", EDQUOT); }, ERR_NO_SPACE, "write" },
	{ "disk full at opening", [] { throw Xapian::DatabaseOpeningError("x", ENOSPC); }, ERR_NO_SPACE, "x" },
	{ "network", [] { throw Xapian::NetworkError("down"); }, ERR_IO, "down" },
	{ "network timeout", [] { throw Xapian::NetworkTimeoutError("late"); }, ERR_TIMEOUT, "late" },
	{ "wildcard", [] { throw Xapian::WildcardError("too many"); }, ERR_LIMIT, "too many" },
	{ "query parser", [] { throw Xapian::QueryParserError("x"); }, ERR_INVALID, "x" },
	{ "argument", [] { throw Xapian::InvalidArgumentError("x"); }, ERR_INVALID, "x" },
	{ "operation", [] { throw Xapian::InvalidOperationError("x"); }, ERR_INTERNAL, "x" },
	{ "range", [] { throw Xapian::RangeError("x"); }, ERR_INTERNAL, "x" },
	{ "assertion", [] { throw Xapian::AssertionError("x"); }, ERR_INTERNAL, "x" },
	{ "feature", [] { throw Xapian::FeatureUnavailableError("x"); }, ERR_INTERNAL, "x" },
	{ "memory", [] { throw std::bad_alloc(); }, ERR_NO_MEMORY, "memory" },
	{ "standard", [] { throw std::runtime_error("why"); }, ERR_INTERNAL, "why" },
	{ "length", [] { std::string().reserve(std::string::npos); }, ERR_INTERNAL, "" },
	{ "a number", [] { throw 7; }, ERR_INTERNAL, "unknown" },
};

static void maps_every_class(void **)
{
	for (const auto &row : rows) {
		struct err err;
		int rc = guard(&err, [&] { row.raise(); });
		if (rc != -1 || err.code != row.code || !strstr(err.msg, row.message))
			fail_msg("%s: rc %d code %d (%s)", row.name, rc, err.code, err.msg);
		assert_int_equal(guard(nullptr, [&] { row.raise(); }), -1);
	}
}

static void says_type_and_cause(void **)
{
	struct err err;
	guard(&err, [] { throw Xapian::DatabaseError("writing block", ENOSPC); });
	assert_string_equal(err.msg, ("DatabaseError: writing block: " + no_space()).c_str());
}

static void gives_back_what_the_body_gives(void **)
{
	struct err err;
	assert_int_equal(guard(&err, [] {}), 0);
	assert_int_equal(guard(&err, [] { return 1; }), 1);
	assert_int_equal(guard(&err, [] { return 0; }), 0);
	assert_int_equal(guard(&err, [&] { return err_set(&err, ERR_LIMIT, "full"); }), -1);
	assert_int_equal(err.code, ERR_LIMIT);
}

int main()
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(maps_every_class),
		cmocka_unit_test(says_type_and_cause),
		cmocka_unit_test(gives_back_what_the_body_gives),
	};
	return cmocka_run_group_tests(tests, nullptr, nullptr);
}

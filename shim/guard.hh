/* guard(): the one door through which no C++ exception passes.
 *
 * Every function of the shim is `return guard(err, [&] { ... });`.  The body may throw whatever
 * Xapian and the standard library throw: the list below, the only one, turns it into a code that a
 * caller can act on, and the message into err->msg.  A body gives nothing back (guard returns 0) or
 * an int of its own (an iterator's 1 or 0, or -1 with err filled).
 *
 * It also brings the C headers that every part of the shim needs, with C linkage.
 */
#ifndef KAREZ_SHIM_GUARD_HH
#define KAREZ_SHIM_GUARD_HH

#include <xapian.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <new>
#include <string>
#include <type_traits>
#include <utility>

extern "C" {
#include "common/err.h"
#include "common/str.h"
}

/* Xapian keeps the errno of a failed system call as its text alone. */
inline bool guard_disk_full(const Xapian::Error &e) noexcept
{
	const char *text = e.get_error_string();
	if (!text)
		return false;
	for (int number : { ENOSPC, EDQUOT }) {
		char space[128];
		if (strcmp(text, strerror_r(number, space, sizeof(space))) == 0)
			return true;
	}
	return false;
}

inline int guard_xapian(struct err *err, enum err_code code, const Xapian::Error &e) noexcept
{
	const char *text = e.get_error_string();
	if (guard_disk_full(e))
		code = ERR_NO_SPACE;
	return err_set(err, code, "%s: %s%s%s", e.get_type(), e.get_msg().c_str(),
		       text ? ": " : "", text ? text : "");
}

/* The exception under way as a code: subclasses stand before what they derive from. */
inline int guard_failed(struct err *err) noexcept
{
	try {
		throw;
	} catch (const Xapian::DatabaseModifiedError &e) {
		return guard_xapian(err, ERR_MODIFIED, e);
	} catch (const Xapian::DatabaseLockError &e) {
		return guard_xapian(err, ERR_LOCKED, e);
	} catch (const Xapian::DatabaseNotFoundError &e) {
		return guard_xapian(err, ERR_NOT_FOUND, e);
	} catch (const Xapian::DocNotFoundError &e) {
		return guard_xapian(err, ERR_NOT_FOUND, e);
	} catch (const Xapian::DatabaseVersionError &e) {
		return guard_xapian(err, ERR_MISMATCH, e);
	} catch (const Xapian::DatabaseCorruptError &e) {
		return guard_xapian(err, ERR_CORRUPT, e);
	} catch (const Xapian::DatabaseClosedError &e) {
		return guard_xapian(err, ERR_INTERNAL, e);
	} catch (const Xapian::DatabaseError &e) {
		return guard_xapian(err, ERR_IO, e);
	} catch (const Xapian::NetworkTimeoutError &e) {
		return guard_xapian(err, ERR_TIMEOUT, e);
	} catch (const Xapian::NetworkError &e) {
		return guard_xapian(err, ERR_IO, e);
	} catch (const Xapian::WildcardError &e) {
		return guard_xapian(err, ERR_LIMIT, e);
	} catch (const Xapian::QueryParserError &e) {
		return guard_xapian(err, ERR_INVALID, e);
	} catch (const Xapian::InvalidArgumentError &e) {
		return guard_xapian(err, ERR_INVALID, e);
	} catch (const Xapian::Error &e) {
		return guard_xapian(err, ERR_INTERNAL, e);
	} catch (const std::bad_alloc &) {
		return err_set(err, ERR_NO_MEMORY, "out of memory");
	} catch (const std::exception &e) {
		return err_set(err, ERR_INTERNAL, "%s", e.what());
	} catch (...) {
		return err_set(err, ERR_INTERNAL, "an exception of unknown type");
	}
}

template <typename Body>
inline int guard(struct err *err, Body &&body) noexcept
{
	try {
		if constexpr (std::is_void_v<std::invoke_result_t<Body>>) {
			std::forward<Body>(body)();
			return 0;
		} else {
			return std::forward<Body>(body)();
		}
	} catch (...) {
		return guard_failed(err);
	}
}

#endif

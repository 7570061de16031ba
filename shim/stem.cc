/* The Snowball stemmers of libxapian behind plain C; see stem.h. */
#include "config.h"

#include "shim/guard.hh"

extern "C" {
#include "shim/stem.h"
}

struct stem {
	Xapian::Stem stemmer;
};

extern "C" int stem_new(const char *lang, struct stem **out_r, struct err *err)
{
	*out_r = nullptr;
	return guard(err, [&] {
		try {
			*out_r = new stem { Xapian::Stem(lang) };
		} catch (const Xapian::InvalidArgumentError &) {
			return err_set(err, ERR_INVALID, "no stemmer for language '%s' (known: %s)", lang,
				       stem_languages());
		}
		return 0;
	});
}

extern "C" void stem_free(struct stem **s)
{
	delete *s;
	*s = nullptr;
}

extern "C" int stem_word(struct stem *s, struct str word, struct buf *out, struct err *err)
{
	buf_reset(out);
	return guard(err, [&] {
		std::string r = s->stemmer(std::string(word.n ? word.p : "", word.n));
		buf_add(out, r.data(), r.size());
		return out->failed ? err_set(err, ERR_LIMIT, "a stem of %zu bytes", r.size()) : 0;
	});
}

extern "C" const char *stem_languages(void)
{
	const char *names = "";
	guard(nullptr, [&] {
		static const std::string all = Xapian::Stem::get_available_languages();
		names = all.c_str();
	});
	return names;
}

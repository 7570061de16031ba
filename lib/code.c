/* Codes and their names: those of the library, and those of refusals on the wire. */
#include "config.h"

#include "lib/karez.h"
#include "lib/result.h"

static const struct {
	enum karez_code code;
	const char *name;
} codes[] = {
	{ KAREZ_OK, "OK" },
	{ KAREZ_E_MEMORY, "no memory" },
	{ KAREZ_E_INVALID, "invalid" },
	{ KAREZ_E_CONNECT, "no server" },
	{ KAREZ_E_CLOSED, "closed" },
	{ KAREZ_E_IO, "system" },
	{ KAREZ_E_TIMEOUT, "no answer in time" },
	{ KAREZ_E_PROTOCOL, "no karezd" },
	{ KAREZ_E_LIMIT, "too large" },
/* A refusal of the wire without a code here does not compile. */
#define WIRE_ERROR(name, status, help) { KAREZ_R_##name, #name },
#include "proto/errors.def"
#undef WIRE_ERROR
};

const char *karez_code_name(enum karez_code code)
{
	for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++)
		if (codes[i].code == code)
			return codes[i].name;
	return "refused";
}

enum karez_code result_refusal(struct str name)
{
	for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++)
		if (KAREZ_IS_REFUSAL(codes[i].code) && str_eqz(name, codes[i].name))
			return codes[i].code;
	return KAREZ_R_OTHER;
}

/* The version file of a database, which says that it is one and where its tables begin. */
#ifndef KAREZ_GLASS_VERSION_H
#define KAREZ_GLASS_VERSION_H

#include "common/err.h"
#include "common/str.h"
#include "glass/table.h"

/* In the order of the file. */
enum { TABLE_POSTLIST, TABLE_DOCDATA, TABLE_TERMLIST, TABLE_POSITION, TABLE_SPELLING, TABLE_SYNONYM, TABLES };

#define VERSION_MAX 256
#define VERSION_UUID 16

struct version {
	uint64_t revision;	/* TABLE_REVISION in what is written here */
	unsigned char uuid[VERSION_UUID];
	struct table_root roots[TABLES];
	uint32_t documents;	/* and the last docid */
	uint32_t shortest, longest;	/* lengths; shortest: of those that are not 0, else 0 */
	uint32_t wdf_max;
	uint64_t total_length;
};

/* A new one, unlike any other. */
int version_uuid(unsigned char uuid[VERSION_UUID], struct err *err);
/* The bytes of the file; how many. */
size_t version_pack(unsigned char out[VERSION_MAX], const struct version *v);
/* Writes it, durably, into the folder of the database. */
int version_write(const char *folder, const struct version *v, struct err *err);
/* Revision, identity and roots of the tables from the bytes of the file; what follows them is not
 * looked at.  ERR_MISMATCH for a format, or blocks, of another kind. */
int version_unpack(struct str bytes, struct version *v_r, struct err *err);

#endif

/* What is answered, whatever the wire: one line, rows, or an error.
 *
 * Lives in the job's arena.  Values are kept typed, so that each wire writes them its way;
 * the line protocol writes rows as JSON objects.
 */
#ifndef KAREZ_PROTO_REPLY_H
#define KAREZ_PROTO_REPLY_H

#include <stdbool.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/buf.h"
#include "common/str.h"

enum wire_error {
#define WIRE_ERROR(name, status, help) WIRE_##name,
#include "proto/errors.def"
#undef WIRE_ERROR
	WIRE_ERROR_COUNT_
};
const char *wire_error_name(enum wire_error e);
unsigned wire_error_status(enum wire_error e);	/* of HTTP */
const char *wire_error_help(enum wire_error e);

enum value_kind { VALUE_STRING, VALUE_INT, VALUE_DOUBLE, VALUE_BOOL, VALUE_JSON, VALUE_SPANS, VALUE_OBJECTS, VALUE_TUPLES };

struct reply_span {
	uint32_t start, end;
};

struct reply_fields {
	struct reply_field *list;
	size_t n, cap;
};

struct reply_field {
	const char *key;	/* static or in the arena; ASCII */
	enum value_kind kind;
	struct str string;	/* STRING, and finished JSON for JSON */
	int64_t integer;	/* INT, BOOL */
	double real;		/* DOUBLE */
	const struct reply_span *spans;	/* SPANS: [[start,end],...] */
	size_t n_spans;
	struct reply_fields *members;	/* OBJECTS: [{"key":value,...},...]; TUPLES: [[value,...],...] */
	size_t n_members;
};

struct reply {
	enum { REPLY_LINE, REPLY_ROWS, REPLY_ERROR } kind;
	struct arena *arena;
	enum wire_error error;		/* ERROR */
	struct str message;		/* LINE: text after '+'; ERROR: text after the code */
	struct reply_fields head;	/* ROWS: key=value of the first line */
	struct reply_fields *rows;
	size_t n_rows, rows_cap;
	struct reply_fields *expansions;	/* what `expanded` and `offered` of the head say, one by one: from, to, kind, offered */
	size_t n_expansions;
	bool close;			/* close the connection after it (QUIT) */
};

void reply_init(struct reply *r, struct arena *a);
/* A '+' line.  Its message is one line; line.c makes it so whatever it holds. */
void reply_line(struct reply *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void reply_error(struct reply *r, enum wire_error e, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* Turn into rows; the pointer is valid until the next row is added. */
struct reply_fields *reply_head(struct reply *r);
struct reply_fields *reply_row(struct reply *r);

/* Outside bytes made fit for a message: in single quotes, what is not plain text escaped, cut after
 * QUOTE_MAX bytes with "...".  Lives in the arena. */
#define QUOTE_MAX 80
struct str reply_quote(struct arena *a, struct str s);

/* Adding fields.  Strings are borrowed: they must live in the arena or be static.  Empty
 * strings are left out by field_text(), kept by field_str(). */
void field_str(struct reply *r, struct reply_fields *f, const char *key, struct str v);
void field_text(struct reply *r, struct reply_fields *f, const char *key, struct str v);
void field_int(struct reply *r, struct reply_fields *f, const char *key, int64_t v);
void field_double(struct reply *r, struct reply_fields *f, const char *key, double v);
void field_bool(struct reply *r, struct reply_fields *f, const char *key, bool v);
void field_json(struct reply *r, struct reply_fields *f, const char *key, struct str json);
void field_spans(struct reply *r, struct reply_fields *f, const char *key,
		 const struct reply_span *spans, size_t n);
/* OBJECTS or TUPLES: n members, to be filled. */
struct reply_fields *field_list(struct reply *r, struct reply_fields *f, const char *key, enum value_kind kind, size_t n);

/* Reading them, for what encodes: NULL, nothing and 0 where there is none of the kind. */
const struct reply_field *field_find(const struct reply_fields *f, const char *key);
struct str field_string(const struct reply_fields *f, const char *key);	/* also finished JSON */
int64_t field_integer(const struct reply_fields *f, const char *key);

#endif

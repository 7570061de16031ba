/* Building replies, wire-neutral; see reply.h. */
#include "config.h"

#include "proto/reply.h"

#include <stdarg.h>
#include <stdio.h>

#include "common/err.h"
#include "common/utf8.h"

static const struct {
	const char *name, *help;
	unsigned status;
} errors[] = {
#define WIRE_ERROR(name, status, help) { #name, help, status },
#include "proto/errors.def"
#undef WIRE_ERROR
};

const char *wire_error_name(enum wire_error e)
{
	return errors[e].name;
}

unsigned wire_error_status(enum wire_error e)
{
	return errors[e].status;
}

const char *wire_error_help(enum wire_error e)
{
	return errors[e].help;
}

void reply_init(struct reply *r, struct arena *a)
{
	*r = (struct reply){ .kind = REPLY_LINE, .arena = a };
}

__attribute__((format(printf, 2, 0)))
static struct str message(struct arena *a, const char *fmt, va_list ap)
{
	struct buf b = BUF_INIT;
	buf_vprintf(&b, fmt, ap);
	struct str s = arena_str(a, buf_str(&b));
	buf_fini(&b);
	return s;
}

void reply_line(struct reply *r, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	r->kind = REPLY_LINE;
	r->message = message(r->arena, fmt, ap);
	va_end(ap);
}

void reply_error(struct reply *r, enum wire_error e, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	r->kind = REPLY_ERROR;
	r->error = e;
	r->message = message(r->arena, fmt, ap);
	va_end(ap);
}

struct reply_fields *reply_head(struct reply *r)
{
	r->kind = REPLY_ROWS;
	return &r->head;
}

struct reply_fields *reply_row(struct reply *r)
{
	r->kind = REPLY_ROWS;
	r->rows = arena_grow(r->arena, r->rows, &r->rows_cap, r->n_rows + 1, sizeof(*r->rows));
	struct reply_fields *row = &r->rows[r->n_rows++];
	*row = (struct reply_fields){ NULL, 0, 0 };
	return row;
}

/* One character (or bad byte) at s, escaped where it must be; its length is taken off s. */
static void quote_one(struct str *s, struct buf *out)
{
	char one[8];
	size_t i = 0;
	size_t room = s->n < 4 ? s->n : 4;
	unsigned char byte = (unsigned char)s->p[0];
	if (byte >= 0x80 && utf8_valid_prefix(str_n(s->p, room)) == 0) {
		buf_printf(out, "\\x%02x", byte);
		i = 1;
	} else {
		uint32_t c = utf8_next(*s, &i);
		if (!utf8_is_text(c)) {
			snprintf(one, sizeof(one), c < 0x80 ? "\\x%02x" : "\\u%04x", (unsigned)c);
			buf_puts(out, one);
		} else {
			if (c == '\'' || c == '\\')
				buf_putc(out, '\\');
			buf_add(out, s->p, i);
		}
	}
	*s = str_sub(*s, i, s->n);
}

struct str reply_quote(struct arena *a, struct str s)
{
	struct buf out = BUF_INIT;
	buf_putc(&out, '\'');
	while (s.n && out.n <= QUOTE_MAX)
		quote_one(&s, &out);
	buf_puts(&out, s.n ? "...'" : "'");
	struct str q = arena_str(a, buf_str(&out));
	buf_fini(&out);
	return q;
}

static struct reply_field *add(struct reply *r, struct reply_fields *f, const char *key, enum value_kind kind)
{
	f->list = arena_grow(r->arena, f->list, &f->cap, f->n + 1, sizeof(*f->list));
	struct reply_field *field = &f->list[f->n++];
	*field = (struct reply_field){ .key = key, .kind = kind };
	return field;
}

void field_str(struct reply *r, struct reply_fields *f, const char *key, struct str v)
{
	add(r, f, key, VALUE_STRING)->string = v;
}

void field_text(struct reply *r, struct reply_fields *f, const char *key, struct str v)
{
	if (v.n)
		field_str(r, f, key, v);
}

void field_int(struct reply *r, struct reply_fields *f, const char *key, int64_t v)
{
	add(r, f, key, VALUE_INT)->integer = v;
}

void field_double(struct reply *r, struct reply_fields *f, const char *key, double v)
{
	add(r, f, key, VALUE_DOUBLE)->real = v;
}

void field_bool(struct reply *r, struct reply_fields *f, const char *key, bool v)
{
	add(r, f, key, VALUE_BOOL)->integer = v;
}

void field_json(struct reply *r, struct reply_fields *f, const char *key, struct str json)
{
	add(r, f, key, VALUE_JSON)->string = json;
}

void field_spans(struct reply *r, struct reply_fields *f, const char *key,
		 const struct reply_span *spans, size_t n)
{
	struct reply_field *field = add(r, f, key, VALUE_SPANS);
	field->spans = spans;
	field->n_spans = n;
}

struct reply_fields *field_list(struct reply *r, struct reply_fields *f, const char *key, enum value_kind kind, size_t n)
{
	struct reply_field *field = add(r, f, key, kind);
	field->members = arena_array(r->arena, n, sizeof(*field->members));
	field->n_members = n;
	return field->members;
}

const struct reply_field *field_find(const struct reply_fields *f, const char *key)
{
	for (size_t i = 0; i < f->n; i++)
		if (strcmp(f->list[i].key, key) == 0)
			return &f->list[i];
	return NULL;
}

struct str field_string(const struct reply_fields *f, const char *key)
{
	const struct reply_field *v = field_find(f, key);
	return v ? v->string : STR_NONE;
}

int64_t field_integer(const struct reply_fields *f, const char *key)
{
	const struct reply_field *v = field_find(f, key);
	return v ? v->integer : 0;
}

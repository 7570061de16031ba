/* Values of replies as JSON; see reply_json.h. */
#include "config.h"

#include "proto/reply_json.h"

#include "common/json.h"

static void add_spans(const struct reply_field *f, struct buf *out)
{
	json_open(out, '[');
	for (size_t i = 0; i < f->n_spans; i++) {
		json_open(out, '[');
		json_int(out, f->spans[i].start);
		json_int(out, f->spans[i].end);
		json_close(out, ']');
	}
	json_close(out, ']');
}

/* JSON made elsewhere may be spread over lines; between its tokens a line end means a blank. */
static void add_json(struct str json, struct buf *out)
{
	size_t from = out->n;
	json_raw(out, str_trim(json));
	for (size_t i = from; i < out->n; i++)
		if ((unsigned char)out->p[i] < 0x20)
			out->p[i] = ' ';
}

void reply_json_object(const struct reply_fields *object, struct buf *out)
{
	json_open(out, '{');
	for (size_t i = 0; i < object->n; i++) {
		json_key(out, object->list[i].key);
		reply_json_value(&object->list[i], out);
	}
	json_close(out, '}');
}

static void add_tuple(const struct reply_fields *tuple, struct buf *out)
{
	json_open(out, '[');
	for (size_t i = 0; i < tuple->n; i++)
		reply_json_value(&tuple->list[i], out);
	json_close(out, ']');
}

static void add_members(const struct reply_field *f, struct buf *out)
{
	json_open(out, '[');
	for (size_t i = 0; i < f->n_members; i++)
		(f->kind == VALUE_OBJECTS ? reply_json_object : add_tuple)(&f->members[i], out);
	json_close(out, ']');
}

void reply_json_value(const struct reply_field *f, struct buf *out)
{
	switch (f->kind) {
	case VALUE_STRING: json_str(out, f->string); break;
	case VALUE_INT: json_int(out, f->integer); break;
	case VALUE_DOUBLE: json_double(out, f->real, 4); break;
	case VALUE_BOOL: json_bool(out, f->integer != 0); break;
	case VALUE_JSON: add_json(f->string, out); break;
	case VALUE_SPANS: add_spans(f, out); break;
	case VALUE_OBJECTS: case VALUE_TUPLES: add_members(f, out); break;
	}
}

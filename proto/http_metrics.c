/* Rows of METRICS in the text format of Prometheus; see http.h. */
#include "config.h"

#include "proto/http.h"

#include <string.h>

static void add_escaped(struct buf *out, struct str s, bool quotes)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\\' || s.p[i] == '\n' || (quotes && s.p[i] == '"'))
			buf_putc(out, '\\');
		buf_putc(out, s.p[i] == '\n' ? 'n' : s.p[i]);
	}
}

static bool is_label(const struct reply_field *f)
{
	return f->kind == VALUE_STRING && strcmp(f->key, "part") != 0;
}

static void add_labels(struct buf *out, const struct reply_fields *sample)
{
	size_t n = 0;
	for (size_t i = 0; i < sample->n; i++) {
		const struct reply_field *f = &sample->list[i];
		if (!is_label(f))
			continue;
		buf_printf(out, "%s%s=\"", n++ ? "," : "{", f->key);
		add_escaped(out, f->string, true);
		buf_putc(out, '"');
	}
	if (n)
		buf_putc(out, '}');
}

static void add_sample(struct buf *out, struct str name, const struct reply_fields *sample)
{
	const struct reply_field *value = field_find(sample, "value");
	struct str part = field_string(sample, "part");
	buf_addstr(out, name);
	if (part.n)
		buf_printf(out, "_%.*s", STR_ARG(part));
	add_labels(out, sample);
	if (value && value->kind == VALUE_DOUBLE)
		buf_printf(out, " %.6f\n", value->real);
	else
		buf_printf(out, " %lld\n", (long long)field_integer(sample, "value"));
}

void http_metrics(const struct reply *r, struct buf *out)
{
	for (size_t i = 0; i < r->n_rows; i++) {
		struct str name = field_string(&r->rows[i], "name");
		const struct reply_field *samples = field_find(&r->rows[i], "samples");
		buf_printf(out, "# HELP %.*s ", STR_ARG(name));
		add_escaped(out, field_string(&r->rows[i], "help"), false);
		buf_printf(out, "\n# TYPE %.*s %.*s\n", STR_ARG(name), STR_ARG(field_string(&r->rows[i], "type")));
		for (size_t k = 0; samples && k < samples->n_members; k++)
			add_sample(out, name, &samples->members[k]);
	}
}

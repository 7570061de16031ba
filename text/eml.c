/* A mail message: its fields, its text, its parts; see eml.h. */
#include "config.h"

#include "text/eml.h"

#include <stdio.h>

#include "common/buf.h"
#include "common/json.h"
#include "text/eml_text.h"
#include "text/field.h"
#include "text/marks.h"
#include "text/mime.h"

#define DEPTH 16		/* of multiparts in one another; what is deeper is not read */
#define STUB 4			/* plain text so many times shorter than the HTML beside it says "see the HTML" */
#define RECIPIENTS_MAX 1024	/* bytes of text */

struct entity {
	struct str head, body, type, value, transfer;
};

struct attachment {
	struct str name, type, body, transfer;
};

struct message {
	struct arena *arena;
	struct attachment *attachments;
	size_t n, cap;
	unsigned depth;
};

/* ---- Entities ---- */

static void read_entity(struct str bytes, const char *default_type, struct arena *a, struct entity *e)
{
	mime_split(bytes, &e->head, &e->body);
	e->type = mime_field(e->head, "Content-Type");
	e->value = mime_value(e->type, a);
	if (str_chr(e->value, '/') < 0) {
		e->type = str_of(default_type);
		e->value = e->type;
	}
	e->transfer = mime_value(mime_field(e->head, "Content-Transfer-Encoding"), a);
}

static bool is_multipart(const struct entity *e)
{
	return str_starts(e->value, STR("multipart/"));
}

static bool is_message(const struct entity *e)
{
	return str_eqz(e->value, "message/rfc822") || str_eqz(e->value, "message/global");
}

/* "report.pdf" of "C:\tmp\report.pdf" */
static struct str base_name(struct str s)
{
	for (size_t i = s.n; i > 0; i--)
		if (s.p[i - 1] == '/' || s.p[i - 1] == '\\')
			return str_sub(s, i, s.n);
	return s;
}

static struct str stated_name(const struct message *m, const struct entity *e)
{
	struct str name = mime_param(mime_field(e->head, "Content-Disposition"), "filename", m->arena);
	if (!name.n)
		name = mime_param(e->type, "name", m->arena);
	return base_name(name);
}

static struct str name_of(const struct message *m, const struct entity *e)
{
	struct str name = stated_name(m, e), head, body;
	if (name.n && !str_eqz(name, ".") && !str_eqz(name, ".."))
		return name;
	const char *suffix = is_message(e) ? ".eml" : str_eqz(e->value, "text/html") ? ".html"
			     : str_eqz(e->value, "text/plain") ? ".txt" : "";
	if (is_message(e) && !str_eqz(e->transfer, "base64") && !str_eqz(e->transfer, "quoted-printable")) {
		mime_split(e->body, &head, &body);
		struct str subject = base_name(mime_text(mime_field(head, "Subject"), m->arena));
		if (subject.n)
			return arena_printf(m->arena, "%.*s.eml", STR_ARG(subject));
	}
	return arena_printf(m->arena, "part-%zu%s", m->n + 1, suffix);
}

static void attach(struct message *m, const struct entity *e)
{
	struct str name = name_of(m, e);
	m->attachments = arena_grow(m->arena, m->attachments, &m->cap, m->n + 1, sizeof(*m->attachments));
	m->attachments[m->n++] = (struct attachment){ name, e->type, e->body, e->transfer };
}

/* ---- The text ---- */

static void read_part(struct message *m, struct str bytes, const char *default_type, struct buf *text);

static void add_text(struct buf *text, struct str s)
{
	while (s.n && (s.p[s.n - 1] == '\n' || s.p[s.n - 1] == ' '))
		s.n--;
	if (!str_trim(s).n)
		return;
	if (text->n)
		buf_puts(text, "\n\n");
	buf_addstr(text, s);
}

/* The same in several forms.  What is attached to any of them is kept. */
static void read_alternatives(struct message *m, const struct entity *e, struct str boundary, struct buf *text)
{
	struct str rest = e->body, one;
	struct buf plain = BUF_INIT, other = BUF_INIT;
	while (mime_next_part(&rest, boundary, &one)) {
		struct entity part;
		read_entity(one, "text/plain", m->arena, &part);
		struct buf *to = str_eqz(part.value, "text/plain") ? &plain : &other;
		bool readable = is_multipart(&part) || str_starts(part.value, STR("text/"));
		/* An invitation, a page for watches: the same once more. */
		if (!readable || str_eqz(part.value, "text/calendar") || str_eqz(part.value, "text/x-amp-html"))
			continue;
		/* Of other forms the last is the richest. */
		if (to == &other)
			buf_reset(&other);
		read_part(m, one, "text/plain", to);
	}
	bool stub = plain.n < other.n / STUB;
	add_text(text, buf_str(plain.n && !stub ? &plain : other.n ? &other : &plain));
	buf_fini(&plain);
	buf_fini(&other);
}

/* A page and what it shows: pictures of the page are no attachments. */
static void read_related(struct message *m, const struct entity *e, struct str boundary, struct buf *text)
{
	struct str rest = e->body, one;
	bool first = true;
	while (mime_next_part(&rest, boundary, &one)) {
		struct entity part;
		read_entity(one, "text/plain", m->arena, &part);
		bool shown = str_starts(part.value, STR("image/")) || mime_field(part.head, "Content-ID").n;
		if (first)
			read_part(m, one, "text/plain", text);
		else if (!shown)
			read_part(m, one, "text/plain", text);
		first = false;
	}
}

static void read_multipart(struct message *m, const struct entity *e, struct buf *text)
{
	struct str boundary = mime_param(e->type, "boundary", m->arena), rest = e->body, one;
	const char *default_type = str_eqz(e->value, "multipart/digest") ? "message/rfc822" : "text/plain";
	if (str_eqz(e->value, "multipart/alternative")) {
		read_alternatives(m, e, boundary, text);
	} else if (str_eqz(e->value, "multipart/related")) {
		read_related(m, e, boundary, text);
	} else {
		while (mime_next_part(&rest, boundary, &one))
			read_part(m, one, default_type, text);
	}
}

/* Signatures, keys to them, and what a mail server says to another. */
static bool is_no_text(struct str value)
{
	static const char *const types[] = {
		"application/pgp-signature", "application/pgp-keys", "application/pkcs7-signature",
		"application/x-pkcs7-signature", "application/pgp-encrypted", "message/delivery-status",
		"message/disposition-notification", "message/external-body", "text/rfc822-headers",
	};
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (str_eqz(value, types[i]))
			return true;
	return false;
}

static void read_part(struct message *m, struct str bytes, const char *default_type, struct buf *text)
{
	struct entity e;
	if (m->depth == DEPTH)
		return;
	read_entity(bytes, default_type, m->arena, &e);
	struct str disposition = mime_value(mime_field(e.head, "Content-Disposition"), m->arena);
	bool attached = str_eqz(disposition, "attachment") || (m->depth && stated_name(m, &e).n);
	m->depth++;
	if (is_multipart(&e) && mime_param(e.type, "boundary", m->arena).n)
		read_multipart(m, &e, text);
	else if (is_no_text(e.value))
		;
	else if (!attached && str_eqz(e.value, "text/html"))
		add_text(text, eml_html(e.body, e.type, e.transfer, m->arena));
	else if (!attached && (str_eqz(e.value, "text/plain") || is_multipart(&e)))
		add_text(text, eml_plain(e.body, e.type, e.transfer, m->arena));
	else
		attach(m, &e);
	m->depth--;
}

/* ---- The fields ---- */

/* "3 Mar 99" as it was written before 2000 (RFC 5322, 4.3). */
static struct str old_date(struct str s, struct arena *a)
{
	unsigned day, year;
	char month[4], full[32];
	ptrdiff_t comma = str_chr(s, ',');
	struct str date = str_trim(str_sub(s, (size_t)(comma + 1), s.n));
	if (sscanf(arena_strz(a, str_sub(date, 0, 32)), "%2u %3[A-Za-z] %2u", &day, month, &year) != 3)
		return STR_NONE;
	snprintf(full, sizeof(full), "%u %s %u", day, month, year < 50 ? 2000 + year : 1900 + year);
	return field_date(str_of(full), a);
}

static struct str read_date(struct str head, struct arena *a)
{
	struct str raw = mime_text(mime_field(head, "Date"), a), date = field_date(raw, a);
	return date.n ? date : old_date(raw, a);
}

static void add_extra(struct doc *doc, const char *key, struct str value, struct arena *a)
{
	struct buf json = BUF_INIT;
	if (!value.n)
		return;
	json_str(&json, value);
	doc->extras[doc->n_extras++] = (struct doc_extra){ str_of(key), arena_str(a, buf_str(&json)) };
	buf_fini(&json);
}

static void read_fields(struct str head, struct arena *a, struct doc *doc, struct buf *text)
{
	static const struct {
		const char *name, *key, *label;
	} recipients[] = { { "To", "to", "To" }, { "Cc", "cc", "Cc" } };
	struct str from = mime_field(head, "From");
	*doc = (struct doc){ .type = STR("message/rfc822") };
	doc->title = mime_text(mime_field(head, "Subject"), a);
	doc->author = mime_names(from.n ? from : mime_field(head, "Sender"), a);
	doc->date = read_date(head, a);
	doc->lang = field_lang(mime_text(mime_field(head, "Content-Language"), a), a);
	doc->extras = arena_array(a, 4, sizeof(*doc->extras));
	add_extra(doc, "message_id", mime_text(mime_field(head, "Message-ID"), a), a);
	for (size_t i = 0; i < sizeof(recipients) / sizeof(*recipients); i++) {
		struct str names = mime_names(mime_field(head, recipients[i].name), a);
		add_extra(doc, recipients[i].key, names, a);
		if (!names.n || names.n > RECIPIENTS_MAX)
			continue;
		/* They are searched for, but are not what the message is about. */
		if (text->n)
			buf_puts(text, "\n\n");
		buf_printf(text, "%c%s: %.*s", MARK_CAPTION, recipients[i].label, STR_ARG(names));
	}
}

static bool is_header(struct str head)
{
	static const char *const names[] = { "From", "Date", "Subject", "To", "Received", "Message-ID", "MIME-Version" };
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (mime_field(head, names[i]).n)
			return true;
	return false;
}

static int give_attachments(const struct message *m, struct str id, struct parts *out, struct err *err)
{
	int rc = 0;
	for (size_t i = 0; i < m->n && rc == 0; i++) {
		const struct attachment *one = &m->attachments[i];
		struct buf bytes = BUF_INIT;
		struct str name = id.n ? arena_printf(m->arena, "%.*s/%.*s", STR_ARG(id), STR_ARG(one->name)) : one->name;
		mime_decode(one->body, one->transfer, &bytes);
		if (bytes.failed)
			rc = err_set(err, ERR_NO_MEMORY, "no memory for the attachment %.*s", STR_ARG(one->name));
		else
			rc = out->part(out->ctx, name, one->type, buf_str(&bytes), err);
		buf_fini(&bytes);
	}
	return rc;
}

static int read_message(struct str bytes, struct str id, struct arena *a, struct parts *out, struct err *err)
{
	struct message m = { .arena = a };
	struct buf text = BUF_INIT;
	struct str head, body;
	struct doc doc;
	mime_split(bytes, &head, &body);
	if (!is_header(head))
		return err_set(err, ERR_INVALID, "no mail message: it does not begin with a header");
	read_fields(head, a, &doc, &text);
	read_part(&m, bytes, "text/plain", &text);
	int rc = text.failed ? err_set(err, ERR_NO_MEMORY, "no memory for the text of the message") : 0;
	doc.id = id;
	doc.text = arena_str(a, buf_str(&text));
	buf_fini(&text);
	if (rc == 0)
		rc = out->document(out->ctx, &doc, err);
	return rc < 0 ? -1 : give_attachments(&m, id, out, err);
}

int eml_read(struct str bytes, struct arena *a, struct parts *out, struct err *err)
{
	if (str_starts(bytes, STR("\xef\xbb\xbf")))
		bytes = str_sub(bytes, 3, bytes.n);
	while (bytes.n && (bytes.p[0] == '\n' || bytes.p[0] == '\r'))
		bytes = str_sub(bytes, 1, bytes.n);
	if (str_starts(bytes, STR("From ")))
		bytes = mbox_message(bytes, a);
	return read_message(bytes, STR_NONE, a, out, err);
}

/* ---- Boxes ---- */

int mbox_read(struct str bytes, struct arena *a, struct parts *out, struct err *err)
{
	for (size_t number = 1; bytes.n; number++) {
		struct arena one = ARENA_INIT;
		size_t searched = 0, n = mbox_length(bytes, true, &searched);
		struct err why;
		int rc = read_message(mbox_message(str_sub(bytes, 0, n), &one), arena_printf(a, "%zu", number), &one, out, &why);
		arena_fini(&one);
		if (rc < 0 && why.code != ERR_INVALID)
			return err_set(err, why.code, "message %zu: %s", number, why.msg);
		bytes = str_sub(bytes, n, bytes.n);
	}
	return 0;
}

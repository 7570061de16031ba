/* XML by libxml2's SAX2 interface; see xml.h. */
#include "config.h"

#include "text/xml.h"

#include <limits.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "common/buf.h"
#include "common/utf8.h"
#include "text/charset.h"

/* Names are interned by libxml2: equal ones have one address, so what was looked up is remembered by it. */
#define CACHE 256

struct walk {
	const struct xml_handler *handler;
	xmlParserCtxtPtr parser;
	struct err *err;
	bool failed;
	struct {
		const xmlChar *local, *space;
		int id;
	} cache[CACHE];
};

static int look_up(const struct xml_handler *h, const xmlChar *local, const xmlChar *space)
{
	for (size_t i = 0; i < h->n_names; i++)
		if (strcmp(h->names[i].local, (const char *)local) == 0 &&
		    (h->names[i].space[0] == '\0' || (space && strstr((const char *)space, h->names[i].space))))
			return h->names[i].id;
	return 0;
}

static int id_of(struct walk *w, const xmlChar *local, const xmlChar *space)
{
	size_t at = (((uintptr_t)local >> 3) ^ ((uintptr_t)space >> 5)) % CACHE;
	if (w->cache[at].local != local || w->cache[at].space != space) {
		w->cache[at].local = local;
		w->cache[at].space = space;
		w->cache[at].id = look_up(w->handler, local, space);
	}
	return w->cache[at].id;
}

static void stop(struct walk *w)
{
	w->failed = true;
	xmlStopParser(w->parser);
}

static void on_open(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *space, int n_namespaces,
		    const xmlChar **namespaces, int n_attributes, int n_defaulted, const xmlChar **attributes)
{
	struct walk *w = ctx;
	(void)prefix, (void)n_namespaces, (void)namespaces, (void)n_defaulted;
	struct xml_attrs attrs = { attributes, (unsigned)n_attributes };
	if (!w->failed && w->handler->open(w->handler->ctx, id_of(w, local, space), &attrs, w->err) < 0)
		stop(w);
}

static void on_close(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *space)
{
	struct walk *w = ctx;
	(void)prefix;
	if (!w->failed && w->handler->close(w->handler->ctx, id_of(w, local, space), w->err) < 0)
		stop(w);
}

static void on_text(void *ctx, const xmlChar *p, int n)
{
	struct walk *w = ctx;
	if (!w->failed && w->handler->text(w->handler->ctx, str_n((const char *)p, (size_t)n), w->err) < 0)
		stop(w);
}

static void on_entity(void *ctx, const xmlChar *name, int type, const xmlChar *public_id, const xmlChar *system_id,
		      xmlChar *content)
{
	struct walk *w = ctx;
	(void)name, (void)type, (void)public_id, (void)system_id, (void)content;
	if (!w->failed)
		err_set(w->err, ERR_CORRUPT, "it declares entities");
	stop(w);
}

static void on_error(void *ctx, xmlErrorPtr error)
{
	(void)ctx, (void)error;		/* what ended the walk is told by xml_walk() */
}

static int parse(struct walk *w, struct str bytes, const char *name)
{
	static const xmlSAXHandler callbacks = {
		.initialized = XML_SAX2_MAGIC,
		.startElementNs = on_open,
		.endElementNs = on_close,
		.characters = on_text,
		.ignorableWhitespace = on_text,
		.cdataBlock = on_text,
		.entityDecl = on_entity,
		.serror = on_error,
	};
	xmlParserCtxtPtr parser = w->parser = xmlCreateMemoryParserCtxt(bytes.p, (int)bytes.n);
	if (!parser)
		return err_set(w->err, ERR_NO_MEMORY, "%s: no memory for reading it", name);
	*parser->sax = callbacks;
	parser->userData = w;
	/* NOENT: "&amp;" in an attribute is "&".  Others cannot be declared. */
	xmlCtxtUseOptions(parser, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_NOENT);
	int rc = xmlParseDocument(parser);
	const xmlError *why = xmlCtxtGetLastError(parser);
	if (w->failed)
		rc = err_prefix(w->err, "%s", name);
	else if (rc != 0 && why)
		rc = err_set(w->err, ERR_CORRUPT, "%s, line %d: XML error %d: %.*s", name, why->line, why->code,
			     (int)strcspn(why->message ? why->message : "", "\n"), why->message ? why->message : "");
	else if (rc != 0)
		rc = err_set(w->err, ERR_CORRUPT, "%s: not XML", name);
	xmlFreeDoc(parser->myDoc);
	xmlFreeParserCtxt(parser);
	return rc;
}

int xml_walk(struct str bytes, const char *name, const struct xml_handler *handler, struct err *err)
{
	struct walk w = { .handler = handler, .err = err };
	struct buf decoded = BUF_INIT;
	const char *encoding;
	struct err ignored;
	if (!err)
		w.err = err = &ignored;
	/* libxml2 would ask the system for converters, which a locked-in process cannot have. */
	if (!utf8_valid(bytes)) {
		if (charset_decode(bytes, STR_NONE, &decoded, &encoding, err) < 0) {
			buf_fini(&decoded);
			return err_prefix(err, "%s", name);
		}
		bytes = buf_str(&decoded);
	}
	int rc = bytes.n == 0 ? err_set(err, ERR_CORRUPT, "%s: it is empty", name)
	       : bytes.n > INT_MAX ? err_set(err, ERR_LIMIT, "%s: longer than 2 GB", name)
	       : parse(&w, bytes, name);
	buf_fini(&decoded);
	return rc;
}

struct str xml_attr(const struct xml_attrs *attrs, const char *local)
{
	for (unsigned i = 0; i < attrs->n; i++) {
		const unsigned char *const *row = attrs->list + (size_t)i * 5;
		if (strcmp((const char *)row[0], local) == 0)
			return str_n((const char *)row[3], (size_t)(row[4] - row[3]));
	}
	return STR_NONE;
}

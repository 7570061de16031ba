/* Meta data of web pages; see html_meta.h. */
#include "config.h"

#include "text/html_meta.h"

#include "text/entity.h"
#include "text/field.h"

enum field { FIELD_TITLE, FIELD_AUTHOR, FIELD_DATE, FIELD_LANG, FIELD_URL, FIELD_SOURCE };

/* name=, property= or itemprop= of <meta>.  Dates of publication only: when a page was changed or
 * its file written tells nothing about the text. */
static const struct {
	const char *name;
	enum field field;
	int rank;
} meta_names[] = {
	{ "og:title", FIELD_TITLE, 2 },
	{ "citation_title", FIELD_TITLE, 4 },
	{ "dc.title", FIELD_TITLE, 1 },
	{ "citation_author", FIELD_AUTHOR, 5 },
	{ "author", FIELD_AUTHOR, 4 },
	{ "article:author", FIELD_AUTHOR, 3 },
	{ "dc.creator", FIELD_AUTHOR, 3 },
	{ "dcterms.creator", FIELD_AUTHOR, 3 },
	{ "citation_publication_date", FIELD_DATE, 8 },
	{ "article:published_time", FIELD_DATE, 7 },
	{ "citation_date", FIELD_DATE, 6 },
	{ "datepublished", FIELD_DATE, 6 },
	{ "dcterms.issued", FIELD_DATE, 5 },
	{ "dc.date.issued", FIELD_DATE, 5 },
	{ "dc.date", FIELD_DATE, 4 },
	{ "dcterms.date", FIELD_DATE, 4 },
	{ "date", FIELD_DATE, 4 },
	{ "pubdate", FIELD_DATE, 4 },
	{ "publish-date", FIELD_DATE, 4 },
	{ "publication_date", FIELD_DATE, 4 },
	{ "dcterms.created", FIELD_DATE, 3 },
	{ "dc.date.created", FIELD_DATE, 3 },
	{ "content-language", FIELD_LANG, 2 },
	{ "dc.language", FIELD_LANG, 2 },
	{ "og:locale", FIELD_LANG, 1 },
	{ "og:url", FIELD_URL, 1 },
	{ "citation_journal_title", FIELD_SOURCE, 3 },
	{ "og:site_name", FIELD_SOURCE, 2 },
	{ "dc.publisher", FIELD_SOURCE, 1 },
	{ "dcterms.publisher", FIELD_SOURCE, 1 },
	{ "citation_publisher", FIELD_SOURCE, 1 },
};
#define RANK_TITLE 3		/* the element */
#define RANK_HEADING 1
#define RANK_TIME_PUBDATE 4
#define RANK_TIME_CLASS 2
#define RANK_LANG 3
#define RANK_CANONICAL 2

void html_meta_init(struct html_meta *m, struct arena *a)
{
	*m = (struct html_meta){ .arena = a };
}

static bool is_address(struct str s)
{
	return str_eq_nocase(str_sub(s, 0, 7), STR("http://")) ||
	       str_eq_nocase(str_sub(s, 0, 8), STR("https://"));
}

/* The better value replaces; the first of equals stays. */
static void set(struct str *field, int *best, struct str value, int rank)
{
	if (value.n && rank > *best) {
		*field = value;
		*best = rank;
	}
}

static void add_author(struct html_meta *m, struct str value, int rank)
{
	/* Some give the address of the author's page. */
	if (rank < m->rank.author || value.n == 0 || is_address(value))
		return;
	if (rank > m->rank.author)
		m->fields.author = STR_NONE;
	m->rank.author = rank;
	field_add_author(&m->fields, value, m->arena);
}

static void put(struct html_meta *m, enum field field, struct str raw, int rank)
{
	struct arena *a = m->arena;
	struct doc *d = &m->fields;
	struct str value = field_line(entity_decode_all(raw, a), a);
	switch (field) {
	case FIELD_TITLE:
		set(&d->title, &m->rank.title, value, rank);
		break;
	case FIELD_AUTHOR:
		add_author(m, value, rank);
		break;
	case FIELD_DATE:
		set(&d->date, &m->rank.date, field_date(value, a), rank);
		break;
	case FIELD_LANG:
		set(&d->lang, &m->rank.lang, field_lang(value, a), rank);
		break;
	case FIELD_URL:
		set(&d->url, &m->rank.url, is_address(value) ? value : STR_NONE, rank);
		break;
	case FIELD_SOURCE:
		set(&d->source, &m->rank.source, value, rank);
		break;
	}
}

static void meta(struct html_meta *m, struct str attrs)
{
	static const char *const keys[] = { "property", "name", "itemprop", "http-equiv" };
	struct str content, key;
	if (!html_attr(attrs, "content", &content))
		return;
	for (size_t k = 0; k < sizeof(keys) / sizeof(*keys); k++) {
		if (!html_attr(attrs, keys[k], &key))
			continue;
		key = str_trim(key);
		for (size_t i = 0; i < sizeof(meta_names) / sizeof(*meta_names); i++)
			if (str_eq_nocase(key, str_of(meta_names[i].name)))
				put(m, meta_names[i].field, content, meta_names[i].rank);
		if (str_eq_nocase(key, STR("og:title")))
			m->own_title = field_line(entity_decode_all(content, m->arena), m->arena);
	}
}

static bool has_token(struct str list, struct str token)
{
	struct str one;
	while (str_cut(&list, ' ', &one))
		if (str_eq_nocase(one, token))
			return true;
	return false;
}

static void time_element(struct html_meta *m, struct str attrs)
{
	struct str datetime, value;
	if (!html_attr(attrs, "datetime", &datetime))
		return;
	if (html_attr(attrs, "pubdate", &value) ||
	    (html_attr(attrs, "itemprop", &value) && str_eq_nocase(value, STR("datePublished"))))
		put(m, FIELD_DATE, datetime, RANK_TIME_PUBDATE);
	else if (html_attr(attrs, "class", &value) &&
		 (has_token(value, STR("published")) || has_token(value, STR("dt-published"))))
		put(m, FIELD_DATE, datetime, RANK_TIME_CLASS);
}

void html_meta_tag(struct html_meta *m, const struct html_token *tag)
{
	struct str value, href;
	if (strcmp(tag->name, "meta") == 0) {
		meta(m, tag->attrs);
	} else if (strcmp(tag->name, "time") == 0) {
		time_element(m, tag->attrs);
	} else if (strcmp(tag->name, "html") == 0) {
		if (html_attr(tag->attrs, "lang", &value) || html_attr(tag->attrs, "xml:lang", &value))
			put(m, FIELD_LANG, value, RANK_LANG);
	} else if (strcmp(tag->name, "link") == 0) {
		if (html_attr(tag->attrs, "rel", &value) && has_token(value, STR("canonical")) &&
		    html_attr(tag->attrs, "href", &href))
			put(m, FIELD_URL, href, RANK_CANONICAL);
	}
}

void html_meta_title(struct html_meta *m, struct str raw)
{
	put(m, FIELD_TITLE, raw, RANK_TITLE);
}

void html_meta_heading(struct html_meta *m, struct str text)
{
	struct str heading = field_line(text, m->arena);
	set(&m->fields.title, &m->rank.title, heading, RANK_HEADING);
	if (m->heading.n == 0)
		m->heading = heading;
}

/* "Water and borders | Steppe Review" without the name of the site. */
static struct str without_site(struct str title, struct str site)
{
	static const char *const separators[] = { "|", "-", "–", "—", "·", "•", ":", "/", "»", "«" };
	if (site.n == 0 || site.n >= title.n || !str_ends(title, site))
		return title;
	struct str rest = str_trim(str_sub(title, 0, title.n - site.n));
	for (size_t i = 0; i < sizeof(separators) / sizeof(*separators); i++) {
		struct str sep = str_of(separators[i]);
		if (rest.n > sep.n && str_ends(rest, sep))
			return str_trim(str_sub(rest, 0, rest.n - sep.n));
	}
	return title;
}

void html_meta_finish(struct html_meta *m, struct doc *doc)
{
	struct str *title = &m->fields.title;
	*title = without_site(*title, m->fields.source);
	/* What the page itself calls its title is better, when the element only adds to it. */
	if (m->own_title.n && m->own_title.n < title->n && str_find(*title, m->own_title) >= 0)
		*title = m->own_title;
	/* A heading that is the greater part of it, from its beginning: the rest names the site. */
	else if (m->heading.n < title->n && m->heading.n * 2 >= title->n && str_starts(*title, m->heading) && title->p[m->heading.n] == ' ')
		*title = m->heading;
	doc->title = *title;
	doc->author = m->fields.author;
	doc->date = m->fields.date;
	doc->lang = m->fields.lang;
	doc->url = m->fields.url;
	doc->source = m->fields.source;
}

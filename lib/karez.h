/* libkarez: asks a karezd from a C or C++ program; see libkarez(3).
 *
 *     struct karez *k = karez_new();
 *     struct karez_result *r = NULL;
 *     if (k && karez_connect(k, "unix:/run/karez/karez.sock") == KAREZ_OK)
 *         r = karez_search(k, "border trade", NULL);
 *     if (!r)
 *         fprintf(stderr, "%s\n", k ? karez_message(k) : "out of memory");
 *     for (size_t i = 0; r && i < r->n_hits; i++)
 *         printf("%s\n", r->hits[i]->id);
 *     karez_result_free(r);
 *     karez_free(k);
 *
 * A handle is used by one thread at a time; different handles by different threads without any rule, for nothing is
 * shared.  The library does not print, does not end the program, handles no signals and raises none.  When memory fails,
 * a call fails with KAREZ_E_MEMORY.
 *
 * Strings are UTF-8 and end in a zero byte.  A string that is not there is NULL, a number 0.  Structures but for
 * karez_options are made by the library alone and grow at their end in later versions: arrays are of pointers for that.
 */
#ifndef KAREZ_H
#define KAREZ_H

#include <stddef.h>
#include <stdint.h>

#ifdef __GNUC__
#pragma GCC visibility push(default)
#endif
#ifdef __cplusplus
extern "C" {
#endif

#define KAREZ_VERSION_MAJOR 1
#define KAREZ_VERSION_MINOR 0

struct karez;	/* a connection, and what went wrong last */

/* What a call comes to.  From KAREZ_R_OTHER on it is the server that refuses; see karez-protocol(7) for the reasons. */
enum karez_code {
	KAREZ_OK = 0,
	KAREZ_E_MEMORY = 1,	/* no memory */
	KAREZ_E_INVALID = 2,	/* an argument, an option or the order of calls makes no sense; nothing was sent */
	KAREZ_E_CONNECT = 3,	/* nobody answers at the address */
	KAREZ_E_CLOSED = 4,	/* not connected, or the server closed the connection */
	KAREZ_E_IO = 5,		/* the system refused; the message has its reason */
	KAREZ_E_TIMEOUT = 6,	/* no answer within the time of karez_set_timeout() */
	KAREZ_E_PROTOCOL = 7,	/* what came is not an answer of a karezd */
	KAREZ_E_LIMIT = 8,	/* an answer or a request is larger than this library takes */
	KAREZ_R_OTHER = 100,	/* a refusal that this version does not know; the message begins with its name */
	KAREZ_R_SYNTAX = 101,	/* the query; karez_column() says where */
	KAREZ_R_BADREQUEST = 102,
	KAREZ_R_UNKNOWNVERB = 103,
	KAREZ_R_BADOPTION = 104,
	KAREZ_R_NOCOLLECTION = 105,
	KAREZ_R_NOTFOUND = 106,
	KAREZ_R_TOOLONG = 107,
	KAREZ_R_LIMIT = 108,
	KAREZ_R_ENCODING = 109,
	KAREZ_R_BUSY = 110,
	KAREZ_R_DENIED = 111,
	KAREZ_R_UNAVAILABLE = 112,
	KAREZ_R_TIMEOUT = 113,
	KAREZ_R_INTERNAL = 114
};
#define KAREZ_IS_REFUSAL(code) ((int)(code) >= (int)KAREZ_R_OTHER)

/*
 * Results: made by the library, freed with karez_result_free(), independent of the handle they came from.
 */

struct karez_span {
	size_t start, end;	/* bytes of the text, [start, end); rising, never overlapping */
};

struct karez_snippet {		/* a passage, or a note of one */
	const char *text;
	const struct karez_span *spans;	/* what matched, in text */
	size_t n_spans;
	size_t offset, end;	/* which bytes of the document's text it is */
	const char *label;	/* of a note: "3" */
	int is_sentence;	/* of a note: text is the sentence that calls for it */
	const struct karez_snippet *const *notes;
	size_t n_notes;
};

struct karez_hit {		/* a document: of a search, or of karez_get() */
	const char *json;	/* all of it, as it came */
	const char *id;
	const char *title, *date, *author, *url, *source, *lang, *type, *path;
	const char *collection;	/* when several are searched */
	const char *extra;	/* other keys of the record: a JSON object */
	const char *relation;	/* KAREZ_VERSIONS: "itself", "copy", "version", "part", "whole" */
	double score;
	uint64_t rank;		/* from 1 */
	uint64_t collapsed;	/* how many others, at least, it stands for */
	const struct karez_span *title_spans;
	size_t n_title_spans;
	const struct karez_snippet *const *snippets;	/* the best first */
	size_t n_snippets;
	const char *const *also;	/* ids of documents that say the same, or a part of it */
	size_t n_also;
	const char *text;	/* karez_get() */
	size_t text_length;
};

struct karez_facet_value {
	const char *value;
	uint64_t documents;	/* that match */
	uint64_t all;		/* names: documents that have it, whether they match or not */
};

struct karez_facet {
	const char *name;	/* "lang", "year" ... */
	const struct karez_facet_value *const *values;	/* the most frequent first */
	size_t n_values;
	uint64_t none;		/* matches that have no value */
	uint64_t more, other;	/* values that are not given, and their documents */
};

struct karez_suggestion {
	const char *text;
	const char *kind;	/* "word", "title"; NULL for a spelling */
	uint64_t documents;	/* that have it */
};

struct karez_spelling {
	const char *word;	/* as typed */
	uint64_t documents;	/* that have the word as typed */
	const struct karez_suggestion *const *better;	/* the likeliest first */
	size_t n_better;
};

struct karez_collection {
	const char *json;	/* all of it, as it came */
	const char *name, *state;	/* "ok" ... */
	const char *reason;	/* when it is not "ok" */
	uint64_t documents;
};

enum karez_relation {
	KAREZ_TOTAL_NONE,	/* the answer has no total */
	KAREZ_TOTAL_EXACT, KAREZ_TOTAL_ATLEAST, KAREZ_TOTAL_ESTIMATE
};

struct karez_result {
	enum karez_code code;	/* KAREZ_OK, or KAREZ_R_...: only karez_receive(), _next(), _request() give refusals */
	const char *message;	/* of a refusal; of an answer that is one line its text ("PONG") */
	const char *tag;
	const char *line;	/* the first line, as it came */
	const char *const *rows;	/* the others: JSON objects */
	size_t n_rows;

	uint64_t total;		/* documents that match */
	enum karez_relation relation;	/* of the number to the truth */
	uint64_t took_us;	/* of the engine */
	const char *widened;	/* too little was found, so: "any", "spelling:WORD", with commas between */
	const char *expanded;	/* what was searched for besides the words typed, and why */
	const char *offered;	/* what was not, but may be meant */
	const char *corrected;	/* karez_spell(): the whole text put right */
	const char *partial;	/* "time": not all documents were looked at */

	const struct karez_hit *const *hits;
	size_t n_hits;
	const struct karez_facet *const *facets;
	size_t n_facets;
	const struct karez_suggestion *const *suggestions;
	size_t n_suggestions;
	const struct karez_spelling *const *spellings;
	size_t n_spellings;
	const struct karez_collection *const *collections;
	size_t n_collections;
};

void karez_result_free(struct karez_result *result);	/* NULL is fine */

/* The value of any key in the first line ("generation"), NULL without it; lives as long as the result. */
const char *karez_head(const struct karez_result *result, const char *key);

/*
 * What is asked for
 */

enum karez_verb {
	KAREZ_SEARCH, KAREZ_COUNT, KAREZ_SUGGEST, KAREZ_SPELL, KAREZ_SIMILAR, KAREZ_VERSIONS, KAREZ_GET,
	KAREZ_COLLECTIONS, KAREZ_STATUS, KAREZ_PING
};

#define KAREZ_PLAIN	 (1u << 0)	/* no operators: every character of the query is text */
#define KAREZ_STRICT	 (1u << 1)	/* the words typed, all of them, and nothing else */
#define KAREZ_EXACT	 (1u << 2)	/* count all matches, whatever it costs */
#define KAREZ_EXPAND	 (1u << 3)	/* search for words of the best documents as well */
#define KAREZ_EXPLAIN	 (1u << 4)	/* why each hit has its score: in its json */
#define KAREZ_NO_ALIASES  (1u << 5)
#define KAREZ_NO_TRANSLIT (1u << 6)
#define KAREZ_NO_SPELLING (1u << 7)
#define KAREZ_NO_CACHE	 (1u << 8)

/* Begin with KAREZ_OPTIONS_INIT and set what is wanted; NULL or 0 leaves the choice to the server.  What is set is sent, and
 * the server refuses an option that the request does not take.  Values are those of karez-protocol(7). */
struct karez_options {
	size_t size;		/* of this structure: what the program was compiled with */
	const char *collections;	/* "memos,news" */
	const char *tag;	/* comes back with the answer: at most 64 visible ASCII characters */
	int limit;		/* hits; negative: none */
	int offset;		/* hits skipped */
	int snippets;		/* passages of each hit; negative: none */
	int values;		/* values of each facet; negative: none */
	unsigned flags;		/* KAREZ_PLAIN | ... */
	unsigned search_ms;	/* give what is found by then */
	const char *match;	/* "auto", "all", "any" */
	const char *sort;	/* "relevance", "date", "date-asc", "title" */
	const char *collapse;	/* "near", "none", "content", "source", "title" */
	const char *facets;	/* "lang,year" */
	const char *fields;	/* "id,title" */
	const char *recency;	/* "2y" */
	const char *more;	/* other options, sent as they are: "key=value key=value" */
};
#define KAREZ_OPTIONS_INIT { sizeof(struct karez_options), NULL, NULL, 0, 0, 0, 0, 0, 0, \
	NULL, NULL, NULL, NULL, NULL, NULL, NULL }

/*
 * Handles
 */

struct karez *karez_new(void);		/* NULL: no memory */
void karez_free(struct karez *k);	/* closes the connection; NULL is fine */

/* "unix:/path", "/path", "host:port", "[ipv6]:port".  What was connected before is closed.  Looking up a name is the system's
 * affair and its time is not bounded. */
enum karez_code karez_connect(struct karez *k, const char *address);
/* A connected stream socket of the program's; the handle closes it, also when this fails. */
enum karez_code karez_attach(struct karez *k, int fd);
/* To the same address; requests that wait for their answers are given up. */
enum karez_code karez_reconnect(struct karez *k);

/* For connecting, and for each answer from when it is the next one to come; 10 000 until set.  0 is KAREZ_E_INVALID. */
enum karez_code karez_set_timeout(struct karez *k, unsigned ms);
/* Whether a call that sends and waits connects again, once, when the connection was closed before its answer began; off until
 * set.  Never for a request that changes something, unless it cannot have been sent. */
void karez_set_retry(struct karez *k, int on);
/* The largest answer, in bytes; until set, what the longest text needs that a karezd sends (193 MiB).  What is read out of it takes
 * at most four times as much, or 64 MiB where that is more: a program that trusts its server little or asks for no texts sets less.  0 is
 * KAREZ_E_INVALID. */
enum karez_code karez_set_max_reply(struct karez *k, size_t bytes);

/* How the last call on this handle went, for a program and for a person (one line).  The message is the handle's until its
 * next call. */
enum karez_code karez_code(const struct karez *k);
const char *karez_message(const struct karez *k);
unsigned karez_column(const struct karez *k);	/* KAREZ_R_SYNTAX: which character of the query, from 1 */
const char *karez_code_name(enum karez_code code);	/* "TIMEOUT", "NOCOLLECTION"; static */

/*
 * Sending and waiting.  NULL when there is no answer or the server refuses; karez_code() says which.  Not while requests of
 * karez_send() wait for their answers.  options may be NULL.
 */

struct karez_result *karez_search(struct karez *k, const char *query, const struct karez_options *options);
struct karez_result *karez_count(struct karez *k, const char *query, const struct karez_options *options);
struct karez_result *karez_suggest(struct karez *k, const char *typed, const struct karez_options *options);
struct karez_result *karez_spell(struct karez *k, const char *text, const struct karez_options *options);
struct karez_result *karez_similar(struct karez *k, const char *id, const struct karez_options *options);
struct karez_result *karez_versions(struct karez *k, const char *id, const struct karez_options *options);
struct karez_result *karez_get(struct karez *k, const char *id, const struct karez_options *options);
struct karez_result *karez_collections(struct karez *k);
struct karez_result *karez_status(struct karez *k);
enum karez_code karez_ping(struct karez *k);
/* Any line of the protocol; a refusal is a result too, and rows are not looked into. */
struct karez_result *karez_request(struct karez *k, const char *line);

/*
 * Pipelining: send some, then receive in the same order.  Sending does not wait: what the system does not take at once is kept
 * and goes out while answers are waited for.
 */

enum karez_code karez_send(struct karez *k, enum karez_verb verb, const char *text, const struct karez_options *options);
enum karez_code karez_send_line(struct karez *k, const char *line);
/* The next answer, waited for; a refusal is a result too.  NULL: karez_code() says why, and but for KAREZ_E_INVALID the connection
 * is closed and nothing waits any more. */
struct karez_result *karez_receive(struct karez *k);
size_t karez_pending(const struct karez *k);	/* requests whose answers were not taken yet */

/*
 * For event loops: watch karez_fd() for karez_events(), call karez_process() when one of them or the time of karez_wait_ms() has
 * come, then take answers with karez_next().  None of them waits.  After connecting or reconnecting ask for the descriptor again.
 */

#define KAREZ_READ 1
#define KAREZ_WRITE 2

int karez_fd(const struct karez *k);		/* -1: not connected */
int karez_events(const struct karez *k);	/* KAREZ_READ | KAREZ_WRITE, as wanted now */
int karez_wait_ms(const struct karez *k);	/* until the next answer is overdue; -1: none is waited for */
enum karez_code karez_process(struct karez *k);	/* on failure the connection is closed; answers that came whole can be taken */
struct karez_result *karez_next(struct karez *k);	/* NULL: none is there */

const char *karez_version(void);	/* of the library: "0.1.0" */

#ifdef __cplusplus
}
#endif
#ifdef __GNUC__
#pragma GCC visibility pop
#endif

#endif

/* Redis' commands: what is asked of karez for each, what is answered at once, and how replies look in both versions. */
#include "config.h"

#include "tests/unit/arena_fixture.h"

#include <string.h>

#include "proto/redis.h"

static struct redis_session session;
static struct redis_shape shape;
static struct reply reply;

static int fresh(void **state)
{
	(void)state;
	session = (struct redis_session){ .proto = 2, .id = 7 };
	return 0;
}

/* A request as the line protocol has it, but for what is as usual. */
static void describe(const struct request *r, struct buf *b)
{
	static const char *const sorts[] = { "relevance", "date", "date-asc", "title" };
	buf_puts(b, verb_name(r->verb));
	for (unsigned i = 0; i < r->n_collections; i++)
		buf_printf(b, "%c%.*s", i ? ',' : ' ', STR_ARG(r->collections[i]));
	if (r->limit != 10 || r->offset)
		buf_printf(b, " %u+%u", r->offset, r->limit);
	if (r->snippets != 1)
		buf_printf(b, " snippets=%u", r->snippets);
	if (r->sort)
		buf_printf(b, " sort=%s", sorts[r->sort]);
	if (r->exact_total)
		buf_puts(b, " total=exact");
	if (r->timeout_ms)
		buf_printf(b, " timeout=%llu", (unsigned long long)r->timeout_ms);
	for (unsigned i = 0; i < r->n_facets; i++)
		buf_printf(b, " facet=%.*s", STR_ARG(r->facets[i]));
	buf_printf(b, " : %.*s", STR_ARG(r->text));
}

/* Arguments stand between "^". */
static void run(const char *command, struct buf *got)
{
	struct str rest = str_of(command), args[64];
	struct request r;
	size_t n = 0;
	while (str_cut(&rest, '^', &args[n]))
		n++;
	reply_init(&reply, &arena);
	if (redis_parse(&session, args, n, &arena, &r, &shape, &reply))
		describe(&r, got);
	else
		redis_encode(&reply, &shape, got);
}

struct row {
	const char *command, *got;
};

static void check(const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct buf b = BUF_INIT;
		run(rows[i].command, &b);
		if (!str_eqz(buf_str(&b), rows[i].got))
			fail_msg("%s: %.*s, not %s", rows[i].command, STR_ARG(buf_str(&b)), rows[i].got);
		buf_fini(&b);
	}
}
#define CHECK(rows) check(rows, sizeof(rows) / sizeof(*(rows)))

static void connections(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "PING", "PING : " }, { "ping^hi", "$2\r\nhi\r\n" }, { "ECHO^x", "$1\r\nx\r\n" }, { "SELECT^0", "+OK\r\n" },
		{ "SELECT^1", "-ERR DB index is out of range\r\n" }, { "CLIENT^SETINFO^LIB-NAME^x", "+OK\r\n" }, { "CLIENT^ID", ":7\r\n" },
		{ "CLIENT^GETNAME", "$-1\r\n" }, { "CLIENT^SETNAME^me", "+OK\r\n" }, { "CLIENT^GETNAME", "$2\r\nme\r\n" },
		{ "CLIENT^SETNAME^a b", "-ERR Client names cannot contain spaces, newlines or special characters.\r\n" },
		{ "client^maint_notifications^on", "-ERR unknown subcommand or wrong number of arguments for 'maint_notifications': CLIENT has SETINFO, SETNAME, GETNAME, ID\r\n" },
		{ "COMMAND", "*0\r\n" }, { "COMMAND^COUNT", ":0\r\n" }, { "COMMAND^DOCS", "*0\r\n" }, { "CONFIG^GET^x", "*0\r\n" },
		{ "MODULE^LIST", "*1\r\n*4\r\n$4\r\nname\r\n$6\r\nsearch\r\n$3\r\nver\r\n:21005\r\n" }, { "INFO", "STATUS : " }, { "info^server", "STATUS : " },
		{ "CLUSTER^NODES", "-ERR This instance has cluster support disabled\r\n" },
		{ "HSET^a^b^c", "-READONLY karez indexes are built by karez-index(1); 'HSET' is not for clients\r\n" },
		{ "NOPE^x", "-ERR unknown command 'NOPE'\r\n" }, { "ECHO", "-ERR wrong number of arguments for 'ECHO' command\r\n" },
		{ "AUTH^x", "-ERR AUTH called without any password configured: karez has none, the rights of its socket decide\r\n" },
		{ "HELLO^4", "-NOPROTO unsupported protocol version\r\n" }, { "HELLO^x", "-ERR Protocol version is not an integer or out of range\r\n" },
		{ "HELLO^3^FOO", "-ERR Syntax error in HELLO option 'FOO'\r\n" }, { "HELLO^3^SETNAME", "-ERR Syntax error in HELLO option 'SETNAME'\r\n" },
		{ "CLIENT^GETNAME", "$2\r\nme\r\n" },
		{ "HELLO", "*14\r\n$6\r\nserver\r\n$5\r\nkarez\r\n$7\r\nversion\r\n$5\r\n7.4.0\r\n$5\r\nproto\r\n:2\r\n$2\r\nid\r\n:7\r\n$4\r\nmode\r\n$10\r\nstandalone\r\n"
			   "$4\r\nrole\r\n$6\r\nmaster\r\n$7\r\nmodules\r\n*0\r\n" },
		{ "hello^3^setname^you", "%7\r\n$6\r\nserver\r\n$5\r\nkarez\r\n$7\r\nversion\r\n$5\r\n7.4.0\r\n$5\r\nproto\r\n:3\r\n$2\r\nid\r\n:7\r\n$4\r\nmode\r\n$10\r\nstandalone\r\n"
			   "$4\r\nrole\r\n$6\r\nmaster\r\n$7\r\nmodules\r\n*0\r\n" },
		{ "CLIENT^GETNAME", "$3\r\nyou\r\n" }, { "COMMAND^DOCS", "%0\r\n" },
	};
	CHECK(rows);
	assert_int_equal(session.proto, 3);
	struct buf b = BUF_INIT;
	run("QUIT", &b);
	assert_true(str_eqz(buf_str(&b), "+OK\r\n") && reply.close);
	buf_fini(&b);
}

static void searches(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "FT.SEARCH^memos^border trade", "SEARCH memos : border trade" }, { "ft.search^a,b,a^x", "SEARCH a,b : x" }, { "FT.SEARCH^*^x", "SEARCH : x" },
		{ "FT.SEARCH^m^x^NOCONTENT^DIALECT^2^LIMIT^20^5", "SEARCH m 20+5 snippets=0 : x" }, { "FT.SEARCH^m^x^LIMIT^0^0", "SEARCH m 0+0 : x" },
		{ "FT.SEARCH^m^x^RETURN^2^title^date", "SEARCH m snippets=0 : x" }, { "FT.SEARCH^m^x^RETURN^3^@snippet^AS^s", "SEARCH m : x" },
		{ "FT.SEARCH^m^x^RETURN^0", "SEARCH m snippets=0 : x" }, { "FT.SEARCH^m^x^SORTBY^date^DESC", "SEARCH m sort=date : x" },
		{ "FT.SEARCH^m^x^sortby^@date", "SEARCH m sort=date-asc : x" },
		{ "FT.SEARCH^m^x^SORTBY^date^DESC^WITHCOUNT^LIMIT^0^5", "SEARCH m 0+5 sort=date total=exact : x" }, { "FT.SEARCH^m^x^SORTBY^title^ASC^VERBATIM", "SEARCH m sort=title : =x" },
		{ "FT.SEARCH^m^x^SUMMARIZE^FRAGS^3^SEPARATOR^ - ^HIGHLIGHT^TAGS^<i>^</i>", "SEARCH m snippets=3 : x" },
		{ "FT.SEARCH^m^x^TIMEOUT^250^SCORER^BM25^NOSTOPWORDS^WITHSCORES", "SEARCH m timeout=250 : x" },
		{ "FT.SEARCH^m^$q y^PARAMS^2^q^x^DIALECT^2", "SEARCH m : x y" }, { "FT.SEARCH^m^a b|c^DIALECT^1", "SEARCH m : a ((b) OR (c))" },
		{ "FT.SEARCH^m^a b^INFIELDS^2^title^author", "SEARCH m : (title:(a b) OR author:(a b))" },
		{ "FT.SEARCH^m^a^FILTER^date^20140101^+inf", "SEARCH m : date:2014-01-01.. (a)" },
		{ "FT.AGGREGATE^m^*^GROUPBY^1^@lang^REDUCE^COUNT^0^AS^n", "SEARCH m 0+0 snippets=0 facet=lang : *" },
		{ "FT.TAGVALS^m^lang", "SEARCH m 0+0 snippets=0 facet=lang : *" }, { "FT.SUGGET^m^bor", "SUGGEST m 0+5 : bor" },
		{ "FT.SUGGET^m^bor^MAX^20^WITHSCORES", "SUGGEST m 0+20 : bor" }, { "FT.SPELLCHECK^m^boarder^DISTANCE^2", "SPELL m : boarder" },
		{ "FT.EXPLAIN^m^a|b", "EXPLAIN m : ((a) OR (b))" }, { "FT.EXPLAIN^m^a^NOCONTENT^LIMIT^20^5", "EXPLAIN m 20+5 : a" },
		{ "FT._LIST", "COLLECTIONS : " }, { "FT.INFO^m", "COLLECTIONS : " },
	};
	CHECK(rows);
}

static void refusals(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "FT.SEARCH^m", "-ERR wrong number of arguments for 'FT.SEARCH' command\r\n" },
		{ "FT.SEARCH^m^a\xff", "-ERR ENCODING argument 2 is not UTF-8, or holds a NUL byte\r\n" },
		{ "FT.SEARCH^^x", "-SEARCH_INDEX_NOT_FOUND no such index: the name is empty\r\n" },
		{ "FT.SEARCH^m^a (b", "-SEARCH_SYNTAX this '(' is not closed at offset 2 near '(b'\r\n" },
		{ "FT.SEARCH^m^x^LIMIT^0", "-SEARCH_PARSE_ARGS LIMIT wants more arguments\r\n" },
		{ "FT.SEARCH^m^x^LIMIT^0^1000", "SEARCH m 0+1000 : x" },
		{ "FT.SEARCH^m^x^LIMIT^0^1001", "-SEARCH_PARSE_ARGS LIMIT: '1001' is no number from 0 to 1000\r\n" },
		{ "FT.SEARCH^m^x^RETURN^5^title", "-SEARCH_PARSE_ARGS RETURN wants more arguments\r\n" },
		{ "FT.SEARCH^m^x^GEOFILTER^f^1^2^3^km", "-SEARCH_PARSE_ARGS 'GEOFILTER' is not supported by karez's FT.SEARCH\r\n" },
		{ "FT.SEARCH^m^x^PAYLOAD^y", "-SEARCH_PARSE_ARGS 'PAYLOAD' is not supported by karez's FT.SEARCH\r\n" },
		{ "FT.SEARCH^m^x^EXPLAINSCORE", "-SEARCH_PARSE_ARGS 'EXPLAINSCORE' is not supported by karez's FT.SEARCH\r\n" },
		{ "FT.SEARCH^m^x^SLOP^2", "-SEARCH_PARSE_ARGS 'SLOP' is not supported by karez's FT.SEARCH\r\n" },
		{ "FT.SEARCH^m^x^SORTBY^size", "-SEARCH_PARSE_ARGS SORTBY 'size' is not supported: there are date ASC, date DESC and title ASC\r\n" },
		{ "FT.SEARCH^m^x^SCORER^TFIDF", "-SEARCH_PARSE_ARGS SCORER 'TFIDF' is not supported: it is BM25\r\n" },
		{ "FT.SEARCH^m^x^SUMMARIZE^FRAGS^4", "-SEARCH_PARSE_ARGS snippets=4: wants 0..3\r\n" },
		{ "FT.SEARCH^m^x^SUMMARIZE^LEN^4", "-SEARCH_PARSE_ARGS LEN is not supported: passages end where sentences do\r\n" },
		{ "FT.SEARCH^m^x^HIGHLIGHT^FIELDS^1^body", "-SEARCH_PARSE_ARGS HIGHLIGHT FIELDS: only title and snippet are marked, only snippet is cut\r\n" },
		{ "FT.SEARCH^m^x^PARAMS^1^q", "-SEARCH_PARSE_ARGS PARAMS wants names and values, at most 128 of each\r\n" },
		{ "FT.SEARCH^m^x^DIALECT^5", "-SEARCH_PARSE_ARGS DIALECT: '5' is no number from 0 to 4\r\n" },
		{ "FT.SEARCH^m^x^TIMEOUT^1^TIMEOUT^2", "-SEARCH_PARSE_ARGS timeout is given twice\r\n" },
		{ "FT.SEARCH^m^x^FILTER^size^1^2", "-SEARCH_PARSE_ARGS FILTER is for date and year only\r\n" },
		{ "FT.AGGREGATE^m^*", "-SEARCH_PARSE_ARGS FT.AGGREGATE wants GROUPBY 1 @field REDUCE COUNT 0\r\n" },
		{ "FT.AGGREGATE^m^*^LOAD^1^x", "-SEARCH_PARSE_ARGS 'LOAD' is not supported by karez's FT.AGGREGATE\r\n" },
		{ "FT.AGGREGATE^m^*^GROUPBY^2^@a^@b", "-SEARCH_PARSE_ARGS GROUPBY wants one field\r\n" },
		{ "FT.AGGREGATE^m^*^GROUPBY^1^@lang^REDUCE^SUM^1^@x", "-SEARCH_PARSE_ARGS REDUCE 'SUM' is not supported: there is COUNT 0\r\n" },
		{ "FT.AGGREGATE^m^*^GROUPBY^1^@lang^REDUCE^COUNT^0^AS^n^SORTBY^1^@m", "-SEARCH_PARSE_ARGS SORTBY: there is no column 'm'\r\n" },
		{ "FT.SUGGET^m^x^FUZZY", "-SEARCH_PARSE_ARGS 'FUZZY' is not supported by karez's FT.SUGGET\r\n" },
		{ "FT.SPELLCHECK^m^x^DISTANCE^1", "-SEARCH_PARSE_ARGS DISTANCE below 2 is not supported: the length of a word decides\r\n" },
		{ "FT.CREATE^m", "-READONLY karez indexes are built by karez-index(1); 'FT.CREATE' is not for clients\r\n" },
	};
	CHECK(rows);
}

/* ---- Replies ---- */

static void two_hits(void)
{
	static const struct reply_span in_title[] = { { 0, 6 } }, in_text[] = { { 2, 8 }, { 9, 14 } };
	reply_init(&reply, &arena);
	struct reply_fields *head = reply_head(&reply);
	field_int(&reply, head, "total", 12);
	field_int(&reply, head, "hits", 2);
	field_str(&reply, head, "partial", STR("time"));
	struct reply_fields *hit = reply_row(&reply);
	field_str(&reply, hit, "id", STR("d1"));
	field_double(&reply, hit, "score", 2.25);
	field_str(&reply, hit, "title", STR("Border post"));
	field_spans(&reply, hit, "title_hl", in_title, 1);
	struct reply_fields *passages = field_list(&reply, hit, "snippets", VALUE_OBJECTS, 2);
	field_str(&reply, &passages[0], "text", STR("A border trade."));
	field_spans(&reply, &passages[0], "hl", in_text, 2);
	field_str(&reply, &passages[1], "text", STR("More."));
	hit = reply_row(&reply);
	field_str(&reply, hit, "id", STR("d2"));
	field_double(&reply, hit, "score", 1);
}

static void assert_encoded(const char *command, unsigned proto, const char *want)
{
	struct buf b = BUF_INIT;
	struct reply kept = reply;
	session.proto = proto;
	run(command, &b);
	buf_reset(&b);
	reply = kept;
	redis_encode(&reply, &shape, &b);
	if (!str_eqz(buf_str(&b), want))
		fail_msg("%s:\n%.*s, not\n%s", command, STR_ARG(buf_str(&b)), want);
	buf_fini(&b);
}

static void hits(void **state)
{
	(void)state;
	two_hits();
	assert_encoded("FT.SEARCH^m^x^NOCONTENT", 2, "*3\r\n:12\r\n$2\r\nd1\r\n$2\r\nd2\r\n");
	assert_encoded("FT.SEARCH^m^x^NOCONTENT^WITHSCORES", 2, "*5\r\n:12\r\n$2\r\nd1\r\n$6\r\n2.2500\r\n$2\r\nd2\r\n$6\r\n1.0000\r\n");
	assert_encoded("FT.SEARCH^m^x", 2, "*5\r\n:12\r\n$2\r\nd1\r\n*4\r\n$5\r\ntitle\r\n$11\r\nBorder post\r\n$7\r\nsnippet\r\n$25\r\nA border trade. … More.\r\n"
					   "$2\r\nd2\r\n*0\r\n");
	assert_encoded("FT.SEARCH^m^x^RETURN^5^title^AS^t^snippet^date^HIGHLIGHT^SUMMARIZE^SEPARATOR^|", 2,
		       "*5\r\n:12\r\n$2\r\nd1\r\n*4\r\n$1\r\nt\r\n$18\r\n<b>Border</b> post\r\n$7\r\nsnippet\r\n$35\r\nA <b>border</b> <b>trade</b>.|More.\r\n$2\r\nd2\r\n*0\r\n");
	assert_encoded("FT.SEARCH^m^x^RETURN^1^title^WITHSCORES", 3,
		       "%5\r\n$10\r\nattributes\r\n*0\r\n$6\r\nformat\r\n$6\r\nSTRING\r\n$13\r\ntotal_results\r\n:12\r\n$7\r\nwarning\r\n*1\r\n$13\r\npartial: time\r\n"
		       "$7\r\nresults\r\n*2\r\n%4\r\n$2\r\nid\r\n$2\r\nd1\r\n$5\r\nscore\r\n,2.2500\r\n$16\r\nextra_attributes\r\n%1\r\n$5\r\ntitle\r\n$11\r\nBorder post\r\n"
		       "$6\r\nvalues\r\n*0\r\n%4\r\n$2\r\nid\r\n$2\r\nd2\r\n$5\r\nscore\r\n,1.0000\r\n$16\r\nextra_attributes\r\n%0\r\n$6\r\nvalues\r\n*0\r\n");
}

static void groups(void **state)
{
	(void)state;
	static const struct { const char *value; int64_t count; } facet[] = { { "en", 24 }, { "ru", 15 }, { "kk", 1 } };
	reply_init(&reply, &arena);
	reply_head(&reply);
	struct reply_fields *row = reply_row(&reply);
	field_str(&reply, row, "facet", STR("lang"));
	struct reply_fields *v = field_list(&reply, row, "values", VALUE_TUPLES, 3);
	for (size_t i = 0; i < 3; i++) {
		field_str(&reply, &v[i], "value", str_of(facet[i].value));
		field_int(&reply, &v[i], "count", facet[i].count);
	}
	assert_encoded("FT.AGGREGATE^m^*^GROUPBY^1^@lang^REDUCE^COUNT^0^AS^n^LIMIT^0^2", 2,
		       "*3\r\n:3\r\n*4\r\n$4\r\nlang\r\n$2\r\nen\r\n$1\r\nn\r\n$2\r\n24\r\n*4\r\n$4\r\nlang\r\n$2\r\nru\r\n$1\r\nn\r\n$2\r\n15\r\n");
	assert_encoded("FT.AGGREGATE^m^*^GROUPBY^1^@lang^REDUCE^COUNT^0^AS^n^SORTBY^2^@n^ASC^MAX^1", 2,
		       "*2\r\n:3\r\n*4\r\n$4\r\nlang\r\n$2\r\nkk\r\n$1\r\nn\r\n$1\r\n1\r\n");
	assert_encoded("FT.AGGREGATE^m^*^GROUPBY^1^@lang^REDUCE^COUNT^0^AS^n^SORTBY^2^@lang^DESC^LIMIT^2^9", 2,
		       "*2\r\n:3\r\n*4\r\n$4\r\nlang\r\n$2\r\nen\r\n$1\r\nn\r\n$2\r\n24\r\n");
	assert_encoded("FT.TAGVALS^m^lang", 2, "*3\r\n$2\r\nen\r\n$2\r\nru\r\n$2\r\nkk\r\n");
	assert_encoded("FT.AGGREGATE^m^*^GROUPBY^1^@lang^REDUCE^COUNT^0^LIMIT^0^1", 3,
		       "%5\r\n$10\r\nattributes\r\n*0\r\n$6\r\nformat\r\n$6\r\nSTRING\r\n$13\r\ntotal_results\r\n:3\r\n$7\r\nwarning\r\n*0\r\n$7\r\nresults\r\n*1\r\n"
		       "%2\r\n$16\r\nextra_attributes\r\n%2\r\n$4\r\nlang\r\n$2\r\nen\r\n$22\r\n__generated_aliascount\r\n$2\r\n24\r\n$6\r\nvalues\r\n*0\r\n");
}

static void words(void **state)
{
	(void)state;
	reply_init(&reply, &arena);
	struct reply_fields *row = reply_row(&reply);
	field_str(&reply, row, "text", STR("border"));
	field_int(&reply, row, "documents", 14);
	assert_encoded("FT.SUGGET^m^bor", 2, "*1\r\n$6\r\nborder\r\n");
	assert_encoded("FT.SUGGET^m^bor^WITHSCORES", 3, "*2\r\n$6\r\nborder\r\n,14.0000\r\n");
	reply_init(&reply, &arena);
	row = reply_row(&reply);
	field_str(&reply, row, "word", STR("boarder"));
	struct reply_fields *better = field_list(&reply, row, "better", VALUE_OBJECTS, 1);
	field_str(&reply, better, "text", STR("border"));
	field_int(&reply, better, "documents", 14);
	assert_encoded("FT.SPELLCHECK^m^boarder", 2, "*1\r\n*3\r\n$4\r\nTERM\r\n$7\r\nboarder\r\n*1\r\n*2\r\n$7\r\n14.0000\r\n$6\r\nborder\r\n");
	assert_encoded("FT.SPELLCHECK^m^boarder", 3, "%1\r\n$7\r\nresults\r\n%1\r\n$7\r\nboarder\r\n*1\r\n%1\r\n$6\r\nborder\r\n,14.0000\r\n");
	reply_init(&reply, &arena);
	row = reply_row(&reply);
	field_str(&reply, row, "parsed", STR("(p)"));
	row = reply_row(&reply);
	field_str(&reply, row, "planned", STR("(q)"));
	assert_encoded("FT.EXPLAIN^m^q", 2, "$3\r\n(q)\r\n");
}

static void indexes(void **state)
{
	(void)state;
	struct buf b = BUF_INIT;
	reply_init(&reply, &arena);
	for (int i = 0; i < 2; i++) {
		struct reply_fields *row = reply_row(&reply);
		field_str(&reply, row, "collection", i ? STR("news") : STR("memos"));
		field_int(&reply, row, "documents", 41 + i);
	}
	assert_encoded("FT._LIST", 3, "*2\r\n$5\r\nmemos\r\n$4\r\nnews\r\n");
	assert_encoded("FT.INFO^nope", 2, "-SEARCH_INDEX_NOT_FOUND no such index: 'nope'\r\n");
	struct reply kept = reply;
	session.proto = 2;
	run("FT.INFO^news", &b);
	buf_reset(&b);
	reply = kept;
	redis_encode(&reply, &shape, &b);
	/* Clients that read by position need 50 values. */
	assert_true(str_starts(buf_str(&b), STR("*50\r\n$10\r\nindex_name\r\n$4\r\nnews\r\n")));
	assert_true(str_find(buf_str(&b), STR("$8\r\nnum_docs\r\n:42\r\n")) > 0);
	buf_fini(&b);
}

static void errors(void **state)
{
	(void)state;
	static const struct { enum wire_error e; const char *want; } rows[] = {
		{ WIRE_SYNTAX, "-SEARCH_SYNTAX m\r\n" }, { WIRE_NOCOLLECTION, "-SEARCH_INDEX_NOT_FOUND no such index: m\r\n" },
		{ WIRE_TIMEOUT, "-SEARCH_TIMEOUT m\r\n" }, { WIRE_BUSY, "-BUSY m\r\n" }, { WIRE_DENIED, "-NOPERM m\r\n" },
		{ WIRE_UNAVAILABLE, "-ERR UNAVAILABLE m\r\n" }, { WIRE_INTERNAL, "-ERR INTERNAL m\r\n" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		reply_init(&reply, &arena);
		reply_error(&reply, rows[i].e, "m");
		assert_encoded("FT.SEARCH^m^x", 2, rows[i].want);
	}
	reply_init(&reply, &arena);
	reply_line(&reply, "PONG");
	assert_encoded("PING", 2, "+PONG\r\n");
	struct buf b = BUF_INIT;
	redis_protocol_error("invalid bulk length", &arena, &shape, &reply);
	redis_encode(&reply, &shape, &b);
	assert_true(str_eqz(buf_str(&b), "-ERR Protocol error: invalid bulk length\r\n") && reply.close);
	buf_fini(&b);
}

/* Two requests with the same key have the same bytes for an answer. */
static void keys_differ(void **state)
{
	(void)state;
	static const char *const commands[] = {
		"FT.SEARCH^m^x", "FT.SEARCH^m^x^NOCONTENT", "FT.SEARCH^m^x^WITHSCORES", "FT.SEARCH^m^x^RETURN^1^title", "FT.SEARCH^m^x^RETURN^1^date",
		"FT.SEARCH^m^x^RETURN^3^title^AS^t", "FT.SEARCH^m^x^HIGHLIGHT", "FT.SEARCH^m^x^HIGHLIGHT^TAGS^<b^></b>",
		"FT.SEARCH^m^x^SUMMARIZE^SEPARATOR^-", "FT.TAGVALS^m^lang", "FT.AGGREGATE^m^*^GROUPBY^1^@lang^REDUCE^COUNT^0",
		"FT.AGGREGATE^m^*^GROUPBY^1^@lang^REDUCE^COUNT^0^AS^n", "FT.AGGREGATE^m^*^GROUPBY^1^@lang^REDUCE^COUNT^0^LIMIT^1^1",
	};
	struct buf keys[2 * sizeof(commands) / sizeof(*commands)];
	size_t n = 0;
	for (unsigned proto = 2; proto <= 3; proto++)
		for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++) {
			struct buf ignored = BUF_INIT;
			session.proto = proto;
			run(commands[i], &ignored);
			buf_fini(&ignored);
			keys[n] = BUF_INIT;
			redis_shape_key(&shape, &keys[n]);
			for (size_t k = 0; k < n; k++)
				assert_false(str_eq(buf_str(&keys[k]), buf_str(&keys[n])));
			n++;
		}
	while (n > 0)
		buf_fini(&keys[--n]);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, fresh, empty_arena)
	const struct CMUnitTest tests[] = {
		T(connections), T(searches), T(refusals), T(hits), T(groups), T(words), T(indexes), T(errors), T(keys_differ),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* hiredis against karezd: a line for each command, as matrix.py reads them.  usage: hiredis SOCKET COLLECTION
 *
 * hiredis has one function for all commands, so each is "raw"; Debian's speaks RESP2. */
#include <hiredis/hiredis.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static redisContext *redis;
static const char *collection;

static redisReply *checked(redisReply *r)
{
	if (!r) {
		fprintf(stderr, "hiredis: %s\n", redis->errstr);
		exit(1);
	}
	return r;
}

static redisReply *call(const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	redisReply *r = redisvCommand(redis, format, ap);
	va_end(ap);
	return checked(r);
}

static const char *text(const redisReply *r)
{
	return r->type == REDIS_REPLY_STRING || r->type == REDIS_REPLY_STATUS || r->type == REDIS_REPLY_ERROR ? r->str : "(no text)";
}

/* The value behind a key of a flat array. */
static const redisReply *member(const redisReply *r, const char *key)
{
	for (size_t i = 0; i + 1 < r->elements; i += 2)
		if (!strcmp(text(r->element[i]), key))
			return r->element[i + 1];
	return r;
}

static void begin(const char *command)
{
	printf("%s\traw\t", command);
}

static void end(redisReply *r)
{
	putchar('\n');
	freeReplyObject(r);
}

static void show_text(const char *command, redisReply *r)
{
	begin(command);
	if (r->type == REDIS_REPLY_INTEGER)
		printf("%lld", r->integer);
	else
		printf("%s", text(r));
	end(r);
}

/* What of a hit is shown behind its id. */
enum { TITLE = 1, LANG = 2, CONTENT = 4, SCORE = 8 };

static void show_hits(const char *command, redisReply *r, unsigned what)
{
	begin(command);
	if (r->type != REDIS_REPLY_ARRAY) {
		printf("failed: %s", text(r));
		end(r);
		return;
	}
	printf("%lld", r->element[0]->integer);
	for (size_t i = 1; i < r->elements; i += 1 + !!(what & SCORE) + !!(what & CONTENT)) {
		const redisReply *fields = r->element[i + !!(what & CONTENT)];
		printf(" | %s", text(r->element[i]));
		if (what & TITLE)
			printf(" %s", text(member(fields, "title")));
		if (what & LANG)
			printf(" %s", text(member(fields, "lang")));
		if (what & SCORE)
			printf(" %.4f", atof(text(r->element[i + 1])));
	}
	end(r);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Strings in order, with commas between. */
static void show_sorted(const char *command, char **list, size_t n, redisReply *r)
{
	begin(command);
	qsort(list, n, sizeof(*list), by_text);
	for (size_t i = 0; i < n; i++) {
		printf("%s%s", i ? "," : "", list[i]);
		free(list[i]);
	}
	end(r);
}

static void show_groups(redisReply *r)
{
	char *list[32];
	size_t n = 0;
	for (size_t i = 1; i < r->elements && n < 32; i++) {
		char one[100];
		snprintf(one, sizeof(one), "%s=%s", text(member(r->element[i], "lang")), text(member(r->element[i], "n")));
		list[n++] = strdup(one);
	}
	show_sorted("FT.AGGREGATE", list, n, r);
}

static void show_tags(redisReply *r)
{
	char *list[32];
	size_t n = 0;
	for (; n < r->elements && n < 32; n++)
		list[n] = strdup(text(r->element[n]));
	show_sorted("FT.TAGVALS", list, n, r);
}

static void show_suggestions(redisReply *r)
{
	begin("FT.SUGGET");
	for (size_t i = 0; i + 1 < r->elements; i += 2)
		printf("%s%s %g", i ? "," : "", text(r->element[i]), atof(text(r->element[i + 1])));
	end(r);
}

static void show_info(redisReply *r)
{
	const char *line = strstr(text(r), "redis_version:");
	begin("INFO");
	printf("%.*s", line ? (int)strcspn(line, "\r") : 0, line ? line : "");
	end(r);
}

static void show_spelling(redisReply *r)
{
	begin("FT.SPELLCHECK");
	if (r->elements && r->element[0]->elements == 3 && r->element[0]->element[2]->elements)
		printf("%s %s", text(r->element[0]->element[1]), text(r->element[0]->element[2]->element[0]->element[1]));
	end(r);
}

/* Two replies on one line. */
static void show_two(const char *command, const char *between, redisReply *a, redisReply *b)
{
	begin(command);
	printf("%s%s%s", text(a), between, b->type == REDIS_REPLY_INTEGER ? "number" : text(b));
	freeReplyObject(a);
	end(b);
}

static void about_the_connection(void)
{
	redisReply *r = call("HELLO");
	begin("HELLO");
	printf("proto %lld", member(r, "proto")->integer);
	end(r);
	show_text("AUTH", call("AUTH x"));
	show_text("PING", call("PING"));
	show_text("ECHO", call("ECHO %s", "\"эхо\""));
	show_two("SELECT", ", ", call("SELECT 0"), call("SELECT 1"));
	freeReplyObject(call("CLIENT SETNAME tests"));
	show_two("CLIENT", ", ", call("CLIENT GETNAME"), call("CLIENT ID"));
	show_info(call("INFO"));
	show_text("COMMAND", call("COMMAND COUNT"));
	r = call("CONFIG GET timeout");
	begin("CONFIG GET");
	printf("%s", r->type == REDIS_REPLY_ARRAY && r->elements == 0 ? "{}" : "something");
	end(r);
}

static void searches(void)
{
	show_hits("FT.SEARCH", call("FT.SEARCH %s %s LIMIT 0 3", collection, "border cooperation"), TITLE | CONTENT);
	show_hits("options", call("FT.SEARCH %s %s VERBATIM RETURN 2 title lang HIGHLIGHT FIELDS 1 title TAGS [ ] SORTBY date DESC LIMIT 1 2 "
				  "PARAMS 2 w water TIMEOUT 5000 DIALECT 2", collection, "border $w"), TITLE | LANG | CONTENT);
	redisReply *r = call("FT.SEARCH %s border SUMMARIZE FRAGS 1 HIGHLIGHT LIMIT 0 1", collection);
	begin("snippets");
	printf("%s", r->elements == 3 ? text(member(r->element[2], "snippet")) : text(r));
	end(r);
	show_hits("NOCONTENT", call("FT.SEARCH %s border NOCONTENT LIMIT 0 5", collection), 0);
	show_hits("WITHSCORES", call("FT.SEARCH %s border NOCONTENT WITHSCORES LIMIT 0 2", collection), SCORE);
	show_hits("unicode", call("FT.SEARCH %s %s LIMIT 0 1", collection, "\"Азамат Чынбаев\" граница"), TITLE | CONTENT);
}

static void other_commands(void)
{
	redisReply *r = call("FT._LIST");
	begin("FT._LIST");
	printf("%s", r->elements == 1 ? text(r->element[0]) : text(r));
	end(r);
	r = call("FT.INFO %s", collection);
	begin("FT.INFO");
	printf("%s %lld", text(member(r, "index_name")), member(r, "num_docs")->integer);
	end(r);
	show_groups(call("FT.AGGREGATE %s * GROUPBY 1 @lang REDUCE COUNT 0 AS n", collection));
	show_suggestions(call("FT.SUGGET %s bord WITHSCORES MAX 2", collection));
	show_spelling(call("FT.SPELLCHECK %s boarder", collection));
	show_text("FT.EXPLAIN", call("FT.EXPLAIN %s %s", collection, "border -drug"));
	show_tags(call("FT.TAGVALS %s lang", collection));
}

static void pipeline(void)
{
	static const char *const queries[] = { "border", "water", "trade" };
	redisReply *r;
	for (size_t i = 0; i < 30; i++)
		redisAppendCommand(redis, "FT.SEARCH %s %s LIMIT 0 1", collection, queries[i % 3]);
	begin("pipeline");
	for (size_t i = 0; i < 30; i++) {
		if (redisGetReply(redis, (void **)&r) != REDIS_OK)
			checked(NULL);
		printf("%s%lld", i ? "," : "", r->elements ? r->element[0]->integer : -1);
		freeReplyObject(r);
	}
	putchar('\n');
}

static void errors(void)
{
	redisReply *r[] = { call("FT.SEARCH nowhere x"), call("FT.SEARCH %s (border", collection), call("FT.CREATE x SCHEMA"), call("PING") };
	begin("errors");
	for (size_t i = 0; i < 4; i++) {
		printf("%s%s", i ? " | " : "", text(r[i]));
		freeReplyObject(r[i]);
	}
	putchar('\n');
}

static void reconnect(void)
{
	puts("restart");
	fflush(stdout);
	(void)getchar();
	redisReply *r = redisCommand(redis, "PING");
	if (r)
		freeReplyObject(r);
	if (redisReconnect(redis) != REDIS_OK)
		checked(NULL);
	show_hits("reconnect", call("FT.SEARCH %s border LIMIT 0 0", collection), 0);
}

int main(int argc, char **argv)
{
	if (argc != 3 || !(redis = redisConnectUnix(argv[1])) || redis->err) {
		fprintf(stderr, "usage: hiredis SOCKET COLLECTION%s%s\n", redis ? ": " : "", redis ? redis->errstr : "");
		return 2;
	}
	collection = argv[2];
	signal(SIGPIPE, SIG_IGN);	/* hiredis writes to connections that were closed, and says so */
	about_the_connection();
	searches();
	other_commands();
	pipeline();
	errors();
	reconnect();
	show_text("QUIT", call("QUIT"));
	redisFree(redis);
	return 0;
}

/* Every request of libkarez, for 53-libkarez.sh: reads "CALL TEXT" lines, prints what came of each in a line.
 * usage: libkarez ADDRESS */
#include <karez.h>
#include <stdio.h>
#include <string.h>

typedef struct karez_result *call_fn(struct karez *k, const char *text, const struct karez_options *options);

static struct karez_result *collections(struct karez *k, const char *text, const struct karez_options *options)
{
	(void)text, (void)options;
	return karez_collections(k);
}

static struct karez_result *status(struct karez *k, const char *text, const struct karez_options *options)
{
	(void)text, (void)options;
	return karez_status(k);
}

static struct karez_result *request(struct karez *k, const char *text, const struct karez_options *options)
{
	(void)options;
	return karez_request(k, text);
}

static const struct {
	const char *name;
	call_fn *call;
} calls[] = {
	{ "search", karez_search }, { "count", karez_count }, { "suggest", karez_suggest }, { "spell", karez_spell },
	{ "similar", karez_similar }, { "versions", karez_versions }, { "get", karez_get }, { "collections", collections },
	{ "status", status }, { "request", request },
};

static void print(const struct karez_result *r)
{
	printf("total=%d", r->relation == KAREZ_TOTAL_NONE ? -1 : (int)r->total);
	for (size_t i = 0; i < r->n_hits; i++)
		printf(" %s%s%s%s%s", r->hits[i]->id, r->hits[i]->relation ? ":" : "", r->hits[i]->relation ? r->hits[i]->relation : "",
		       r->hits[i]->text ? "=" : "", r->hits[i]->text ? r->hits[i]->text : "");
	for (size_t i = 0; i < r->n_suggestions; i++)
		printf(" %s(%s,%d)", r->suggestions[i]->text, r->suggestions[i]->kind, (int)r->suggestions[i]->documents);
	for (size_t i = 0; i < r->n_spellings; i++)
		printf(" %s->%s", r->spellings[i]->word, r->spellings[i]->n_better ? r->spellings[i]->better[0]->text : "");
	for (size_t i = 0; i < r->n_collections; i++)
		printf(" %s:%s:%d", r->collections[i]->name, r->collections[i]->state, (int)r->collections[i]->documents);
	printf("%s%s%s%s\n", r->corrected ? " corrected=" : "", r->corrected ? r->corrected : "", r->message ? " " : "",
	       r->message ? r->message : "");
}

static void answer(struct karez *k, const char *name, const char *text)
{
	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++) {
		if (strcmp(name, calls[i].name) != 0)
			continue;
		struct karez_result *r = calls[i].call(k, text, NULL);
		if (r)
			print(r);
		else
			printf("%s: %s\n", karez_code_name(karez_code(k)), karez_message(k));
		karez_result_free(r);
		return;
	}
	printf("%s\n", strcmp(name, "ping") == 0 ? karez_code_name(karez_ping(k)) : "?");
}

int main(int argc, char **argv)
{
	char line[1000];
	struct karez *k = karez_new();
	if (argc != 2 || !k || karez_connect(k, argv[1]) != KAREZ_OK) {
		printf("%s\n", k ? karez_message(k) : "out of memory");
		return 1;
	}
	karez_set_retry(k, 1);
	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = '\0';
		char *text = strchr(line, ' ');
		if (text)
			*text++ = '\0';
		answer(k, line, text ? text : "");
		fflush(stdout);
	}
	karez_free(k);
	return 0;
}

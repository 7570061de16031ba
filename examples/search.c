/* Searches and prints: the least that a program needs of libkarez(3).  C, and C++ as it stands.
 *
 *     cc -o search search.c $(pkg-config --cflags --libs libkarez)
 *     ./search /run/karez/karez.sock border trade
 */
#include <karez.h>
#include <stdio.h>
#include <string.h>

/* The text with what matched in brackets. */
static void print_marked(const char *text, const struct karez_span *spans, size_t n)
{
	size_t at = 0;
	for (size_t i = 0; i < n; i++) {
		printf("%.*s[%.*s]", (int)(spans[i].start - at), text + at, (int)(spans[i].end - spans[i].start), text + spans[i].start);
		at = spans[i].end;
	}
	printf("%s\n", text + at);
}

static void print_hit(const struct karez_hit *hit)
{
	printf("%2d  %s\n", (int)hit->rank, hit->title ? hit->title : hit->id);
	for (size_t i = 0; i < hit->n_snippets; i++) {
		printf("    ");
		print_marked(hit->snippets[i]->text, hit->snippets[i]->spans, hit->snippets[i]->n_spans);
	}
}

static void print_result(const struct karez_result *r)
{
	for (size_t i = 0; i < r->n_hits; i++)
		print_hit(r->hits[i]);
	for (size_t i = 0; i < r->n_facets; i++)
		for (size_t j = 0; j < r->facets[i]->n_values; j++)
			printf("%s %s: %d\n", r->facets[i]->name, r->facets[i]->values[j]->value,
			       (int)r->facets[i]->values[j]->documents);
	printf("%d of %s%d documents%s%s\n", (int)r->n_hits, r->relation == KAREZ_TOTAL_EXACT ? "" : "about ", (int)r->total,
	       r->widened ? ", widened: " : "", r->widened ? r->widened : "");
}

int main(int argc, char **argv)
{
	struct karez_options options = KAREZ_OPTIONS_INIT;
	struct karez_result *result = NULL;
	char query[1000] = "";
	if (argc < 3) {
		fprintf(stderr, "usage: %s ADDRESS WORDS...\n", argv[0]);
		return 2;
	}
	for (int i = 2; i < argc; i++)
		snprintf(query + strlen(query), sizeof(query) - strlen(query), "%s%s", i > 2 ? " " : "", argv[i]);
	struct karez *k = karez_new();
	if (!k) {
		fprintf(stderr, "out of memory\n");
		return 1;
	}
	options.limit = 5;
	options.facets = "lang";
	if (karez_connect(k, argv[1]) == KAREZ_OK)
		result = karez_search(k, query, &options);
	if (result)
		print_result(result);
	else
		fprintf(stderr, "%s: %s\n", karez_code_name(karez_code(k)), karez_message(k));
	int failed = !result;
	karez_result_free(result);
	karez_free(k);
	return failed;
}

/* Any bytes as what a server sends to libkarez.
 *
 * The first byte says what was asked, the second in how large pieces the answers arrive.  Every call comes to an error or to a
 * result in which strings end, spans lie within their text and rise, and lists have what they count; nothing hangs or leaks.
 */
#include "config.h"

#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/err.h"
#include "common/str.h"
#include "lib/karez.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { REQUESTS = 3 };

static void check_spans(const struct karez_span *spans, size_t n, const char *text)
{
	size_t length = text ? strlen(text) : 0, last = 0;
	for (size_t i = 0; i < n; i++) {
		BUG_ON(spans[i].start < last || spans[i].end <= spans[i].start || spans[i].end > length);
		last = spans[i].end;
	}
}

static void check_snippet(const struct karez_snippet *s)
{
	BUG_ON(!s->text);
	check_spans(s->spans, s->n_spans, s->text);
	for (size_t i = 0; i < s->n_notes; i++)
		check_snippet(s->notes[i]);
}

static void check_hit(const struct karez_hit *h)
{
	BUG_ON(!h->json || h->json[0] == '\0');
	BUG_ON(h->text ? strlen(h->text) != h->text_length : h->text_length);
	BUG_ON(h->extra && h->extra[0] != '{');
	check_spans(h->title_spans, h->n_title_spans, h->title);
	for (size_t i = 0; i < h->n_snippets; i++)
		check_snippet(h->snippets[i]);
	for (size_t i = 0; i < h->n_also; i++)
		BUG_ON(!h->also[i]);
}

static void check_lists(const struct karez_result *r)
{
	for (size_t i = 0; i < r->n_hits; i++)
		check_hit(r->hits[i]);
	for (size_t i = 0; i < r->n_facets; i++) {
		BUG_ON(!r->facets[i]->name);
		for (size_t j = 0; j < r->facets[i]->n_values; j++)
			BUG_ON(!r->facets[i]->values[j]->value);
	}
	for (size_t i = 0; i < r->n_suggestions; i++)
		BUG_ON(!r->suggestions[i]->text);
	for (size_t i = 0; i < r->n_spellings; i++) {
		BUG_ON(!r->spellings[i]->word);
		for (size_t j = 0; j < r->spellings[i]->n_better; j++)
			BUG_ON(!r->spellings[i]->better[j]->text);
	}
	for (size_t i = 0; i < r->n_collections; i++)
		BUG_ON(!r->collections[i]->name || !r->collections[i]->json);
}

static void check_result(const struct karez_result *r)
{
	BUG_ON(!r->line || strchr(r->line, '\n'));
	BUG_ON(r->code != KAREZ_OK && (!KAREZ_IS_REFUSAL(r->code) || !r->message || r->n_hits));
	BUG_ON(r->relation == KAREZ_TOTAL_NONE && r->total);
	for (size_t i = 0; i < r->n_rows; i++)
		BUG_ON(strchr(r->rows[i], '\n'));
	BUG_ON(r->n_hits + r->n_facets + r->n_suggestions + r->n_spellings + r->n_collections > r->n_rows);
	check_lists(r);
	karez_head(r, "total");
}

/* Answers that came, whatever comes behind them. */
static size_t take(struct karez *k)
{
	struct karez_result *r;
	size_t n = 0;
	for (; (r = karez_next(k)); n++) {
		check_result(r);
		karez_result_free(r);
	}
	return n;
}

/* The bytes in pieces, then the end.  A socket that is full is left: the library was made to read what there was. */
static void play(struct karez *k, int fd, const uint8_t *data, size_t size, size_t piece)
{
	size_t answered = 0;
	for (size_t i = 0; i < size && karez_fd(k) >= 0; i += piece) {
		size_t n = size - i < piece ? size - i : piece;
		if (send(fd, data + i, n, MSG_NOSIGNAL | MSG_DONTWAIT) != (ssize_t)n)
			break;
		karez_process(k);
		answered += take(k);
	}
	shutdown(fd, SHUT_WR);
	while (karez_process(k) == KAREZ_OK)
		answered += take(k);
	answered += take(k);
	BUG_ON(answered > REQUESTS);
	BUG_ON(karez_fd(k) >= 0 || karez_pending(k) || karez_code(k) == KAREZ_OK || !karez_message(k)[0]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const enum karez_verb verbs[] = { KAREZ_SEARCH, KAREZ_SUGGEST, KAREZ_SPELL, KAREZ_STATUS, KAREZ_PING };
	int pair[2];
	if (size < 2)
		return 0;
	BUG_ON(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0);
	struct karez *k = karez_new();
	BUG_ON(!k || karez_attach(k, pair[0]) != KAREZ_OK);
	BUG_ON(karez_set_max_reply(k, 1 << 16) != KAREZ_OK);
	for (int i = 0; i < REQUESTS; i++)
		BUG_ON(karez_send(k, verbs[(data[0] + i) % 5], "x", NULL) != KAREZ_OK);
	play(k, pair[1], data + 2, size - 2, (size_t)data[1] * data[1] + 1);
	karez_free(k);
	close(pair[1]);
	return 0;
}

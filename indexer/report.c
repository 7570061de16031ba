/* Counts, failures and the summary of a run; see report.h. */
#include "config.h"

#include "indexer/report.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "common/json.h"
#include "common/unit.h"
#include "common/utf8.h"
#include "indexer/source.h"

static const struct { const char *name; size_t offset; bool rare; } count_fields[] = {
	/* rare: shown to people only when there are any */
	{ "added", offsetof(struct counts, added), false },
	{ "updated", offsetof(struct counts, updated), false },
	{ "deleted", offsetof(struct counts, deleted), false },
	{ "unchanged", offsetof(struct counts, unchanged), false },
	{ "skipped", offsetof(struct counts, skipped), false },
	{ "failed", offsetof(struct counts, failed), false },
	{ "duplicates", offsetof(struct counts, duplicates), true },
	{ "truncated", offsetof(struct counts, truncated), true },
};
#define N_COUNTS (sizeof(count_fields) / sizeof(*count_fields))

static uint64_t count_at(const struct report *r, size_t i)
{
	uint64_t v;
	memcpy(&v, (const char *)&r->n + count_fields[i].offset, sizeof(v));
	return v;
}

void report_init(struct report *r, const char *collection, const char *index)
{
	memset(r, 0, sizeof(*r));
	r->collection = collection;
	r->index = index;
	r->start_us = clock_us();
	arena_init(&r->arena);
}

void report_fini(struct report *r)
{
	arena_fini(&r->arena);
}

/* File names and what documents hold go to a terminal: text only, nothing that controls it. */
static void add_plain(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; ) {
		size_t start = i;
		uint32_t c = utf8_next(s, &i);
		if (utf8_is_text(c))
			buf_add(out, s.p + start, i - start);
		else
			buf_printf(out, "\\u%04X", (unsigned)c);
	}
}

struct event {
	const char *name;
	struct str file;	/* text; may be empty */
	uint64_t line;		/* 0: none */
	struct str text;	/* may be empty */
};

static void format_json(const struct report *r, const struct event *e, struct buf *out)
{
	json_open(out, '{');
	json_key(out, "event");
	json_str(out, str_of(e->name));
	if (r->collection) {
		json_key(out, "collection");
		json_str(out, str_of(r->collection));
	}
	if (e->file.n) {
		json_key(out, "file");
		json_str(out, e->file);
	}
	if (e->line) {
		json_key(out, "line");
		json_int(out, (int64_t)e->line);
	}
	if (e->text.n) {
		json_key(out, "message");
		json_str(out, e->text);
	}
	json_close(out, '}');
}

static void format_text(const struct report *r, const struct event *e, struct buf *out)
{
	/* Some messages name the file in their middle. */
	bool named = !e->line && str_find(e->text, e->file) >= 0;
	if (!e->file.n && r->collection)
		buf_printf(out, "%s: ", r->collection);
	if (!named || !e->text.n)
		add_plain(out, e->file);
	if (e->line)
		buf_printf(out, ":%llu", (unsigned long long)e->line);
	if (!named && e->text.n)
		buf_puts(out, ": ");
	add_plain(out, e->text);
}

/* A line about a file: what is wrong goes to standard error, names to standard output. */
static void print_line(struct report *r, FILE *to, const char *event, struct str file, uint64_t line,
		       struct str text)
{
	struct arena a = ARENA_INIT;
	struct buf out = BUF_INIT;
	if (r->silent)
		return;
	const struct event e = { event, source_shown(file, &a), line, source_shown(text, &a) };
	if (r->json) {
		format_json(r, &e, &out);
	} else {
		buf_printf(&out, "%s ", to == stderr ? "karez-index:" : event);
		format_text(r, &e, &out);
	}
	progress_hide(&r->progress);
	fprintf(to, "%.*s\n", STR_ARG(buf_str(&out)));
	buf_fini(&out);
	arena_fini(&a);
}

void report_again(struct report *r, bool silent)
{
	r->silent = silent;
	if (silent) {
		memset(&r->n, 0, sizeof(r->n));
		r->bytes = 0;
		r->words = (struct analyzer_stats){ 0, 0 };
		memset(&r->repaired, 0, sizeof(r->repaired));
		r->n_failures = 0;
	}
}

/* "FILE: REASON" as the reason alone: an event has the file already. */
static struct str without_name(struct str text, struct str file)
{
	struct str rest = str_sub(text, file.n, text.n);
	return file.n && str_starts(text, file) && str_starts(rest, STR(": ")) ? str_sub(rest, 2, rest.n) : text;
}

void report_failure(struct report *r, struct str file, uint64_t line, struct str reason)
{
	reason = without_name(reason, file);
	r->n.failed++;
	if (r->n_failures < REPORT_FAILURES)
		r->failures[r->n_failures++] = (struct report_failure){
			source_shown(file, &r->arena), arena_str(&r->arena, reason), line };
	print_line(r, stderr, "failed", file, line, reason);
}

void report_warning(struct report *r, struct str file, struct str message)
{
	print_line(r, stderr, "warning", file, 0, without_name(message, file));
}

void report_name(struct report *r, const char *what, struct str file)
{
	if (r->verbose)
		print_line(r, stdout, what, file, 0, STR_NONE);
}

void report_summary(const struct report *r, uint64_t elapsed_us, struct buf *out)
{
	char size[24], rate[24];
	double seconds = (double)elapsed_us / 1e6;
	if (r->collection)
		buf_printf(out, "%s: ", r->collection);
	if (r->dry_run)
		buf_puts(out, "would be: ");
	for (size_t i = 0; i < N_COUNTS; i++) {
		if (!count_fields[i].rare || count_at(r, i))
			buf_printf(out, "%s%s %llu", i ? ", " : "", count_fields[i].name,
				   (unsigned long long)count_at(r, i));
	}
	unit_format_size(r->bytes, size, sizeof(size));
	unit_format_size(elapsed_us ? (uint64_t)((double)r->bytes / seconds) : 0, rate, sizeof(rate));
	if (r->dry_run)
		buf_printf(out, "; %s to read", size);
	else
		buf_printf(out, "; %s in %.1f s (%s/s); %llu documents, generation %llu", size, seconds, rate,
			   (unsigned long long)r->documents, (unsigned long long)r->generation);
}

static const char *result_name(enum result result)
{
	switch (result) {
	case RESULT_OK: return "ok";
	case RESULT_ERROR: return "error";
	case RESULT_USAGE: return "usage";
	case RESULT_PARTIAL: return "partial";
	case RESULT_REFUSED: return "refused";
	case RESULT_LOCKED: return "locked";
	case RESULT_STOPPED: break;
	}
	return "stopped";
}

static void add_repairs(const struct report *r, struct buf *out)
{
	json_key(out, "repaired");
	json_open(out, '{');
	for (unsigned i = 0; i < N_RULES; i++) {
		json_key(out, repair_rule_name(i));
		json_int(out, (int64_t)r->repaired.n[i]);
	}
	json_close(out, '}');
}

static void add_failures(const struct report *r, struct buf *out)
{
	json_key(out, "failures");
	json_open(out, '[');
	for (unsigned i = 0; i < r->n_failures; i++) {
		json_open(out, '{');
		json_key(out, "file");
		json_str(out, r->failures[i].file);
		if (r->failures[i].line) {
			json_key(out, "line");
			json_int(out, (int64_t)r->failures[i].line);
		}
		json_key(out, "reason");
		json_str(out, r->failures[i].reason);
		json_close(out, '}');
	}
	json_close(out, ']');
}

void report_json(const struct report *r, enum result result, const char *why, uint64_t elapsed_us, bool full,
		 struct buf *out)
{
	char now[32];
	clock_iso(time(NULL), now);
	json_open(out, '{');
	if (full && r->collection) {
		json_key(out, "collection");
		json_str(out, str_of(r->collection));
	}
	if (full) {
		json_key(out, "index");
		json_str(out, str_of(r->index));
	}
	json_key(out, "result");
	json_str(out, str_of(result_name(result)));
	if (why) {
		json_key(out, "why");
		json_str(out, str_of(why));
	}
	if (r->dry_run) {
		json_key(out, "dry_run");
		json_bool(out, true);
	}
	for (size_t i = 0; i < N_COUNTS; i++) {
		json_key(out, count_fields[i].name);
		json_int(out, (int64_t)count_at(r, i));
	}
	json_key(out, "bytes");
	json_int(out, (int64_t)r->bytes);
	json_key(out, "words");
	json_int(out, (int64_t)r->words.words);
	json_key(out, "word_cache_hits");	/* a part of 1 */
	json_double(out, r->words.words ? 1 - (double)r->words.misses / (double)r->words.words : 0, 4);
	add_repairs(r, out);
	json_key(out, "seconds");
	json_double(out, (double)elapsed_us / 1e6, 3);
	if (full) {	/* within the index, this is written before they are known */
		json_key(out, "documents");
		json_int(out, (int64_t)r->documents);
		json_key(out, "generation");
		json_int(out, (int64_t)r->generation);
	}
	json_key(out, "finished");
	json_str(out, str_of(now));
	if (full)
		add_failures(r, out);
	json_close(out, '}');
}

void report_end(struct report *r, enum result result, const struct err *why)
{
	uint64_t elapsed = clock_us() - r->start_us;
	bool told = result == RESULT_OK || result == RESULT_PARTIAL;
	struct buf out = BUF_INIT;
	progress_hide(&r->progress);
	if (r->json) {
		report_json(r, result, told ? NULL : why->msg, elapsed, true, &out);
	} else {
		if (!told)
			report_warning(r, STR_NONE, str_of(why->msg));
		if (!r->quiet && (told || result >= RESULT_STOPPED))
			report_summary(r, elapsed, &out);
	}
	if (out.n) {
		buf_putc(&out, '\n');
		fwrite(out.p, 1, out.n, stdout);
	}
	fflush(stdout);
	buf_fini(&out);
}

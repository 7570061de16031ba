/* Plays tests/wire/ transcripts that need no daemon against the protocol code (format: its README). */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <glob.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/fs.h"
#include "proto/line.h"

struct player {
	const char *file;
	unsigned line;
	struct buf pending;	/* answers that no S line has taken yet */
	bool closed;
	unsigned checks;
};

/* \xNN, \r and \\ undone. */
static struct str unescape(struct str s, struct arena *a)
{
	char *out = arena_alloc(a, s.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] != '\\' || i + 1 == s.n) {
			out[n++] = s.p[i];
			continue;
		}
		char c = s.p[++i];
		if (c == 'x' && s.n - i > 2) {
			char digits[3] = { s.p[i + 1], s.p[i + 2], '\0' };
			c = (char)strtoul(digits, NULL, 16);
			i += 2;
		} else if (c == 'r')
			c = '\r';
		out[n++] = c;
	}
	return str_n(out, n);
}

static void client(struct player *p, struct str line, struct arena *a)
{
	struct request req;
	struct reply error;
	if (p->pending.n == 0)
		p->closed = false;
	if (p->closed)
		return;
	if (line_parse(line, a, &req, &error))
		fail_msg("%s:%u: the request is taken, so it needs a daemon", p->file, p->line);
	line_encode(&error, req.tag, &p->pending);
	p->closed = error.close;
}

static bool matches(const char *regex, const char *s)
{
	regex_t re;
	struct buf whole = BUF_INIT;
	buf_printf(&whole, "^(%s)$", regex);
	int bad = regcomp(&re, whole.p, REG_EXTENDED | REG_NOSUB);
	bool yes = bad == 0 && regexec(&re, s, 0, NULL, 0) == 0;
	if (bad == 0)
		regfree(&re);
	buf_fini(&whole);
	return yes;
}

static void server(struct player *p, char kind, struct str want, struct arena *a)
{
	struct str rest = buf_str(&p->pending), line = STR_NONE;
	p->checks++;
	if (kind == '.') {
		if (!p->closed || rest.n)
			fail_msg("%s:%u: the connection is not closed", p->file, p->line);
		return;
	}
	if (rest.n == 0 || !str_cut(&rest, '\n', &line))
		fail_msg("%s:%u: no answer", p->file, p->line);
	const char *got = arena_strz(a, line);
	if (kind == ':' ? !str_eq(line, want) : !matches(arena_strz(a, want), got))
		fail_msg("%s:%u: got %s", p->file, p->line, got);
	char *left = arena_strz(a, rest);
	buf_reset(&p->pending);
	buf_puts(&p->pending, left);
}

static void step(struct player *p, struct str line, struct arena *a)
{
	if (line.n == 0 || line.p[0] == '#')
		return;
	char who = line.p[0], kind = line.n > 1 ? line.p[1] : 0;
	struct str text = str_sub(line, 3, line.n);
	if (who == 'C' && (kind == ':' || kind == '\\'))
		client(p, kind == ':' ? text : unescape(text, a), a);
	else if (who == 'S' && (kind == ':' || kind == '~' || kind == '.'))
		server(p, kind, text, a);
	else
		fail_msg("%s:%u: neither C: nor S:", p->file, p->line);
}

static bool play(const char *file)
{
	struct arena a = ARENA_INIT;
	struct buf b = BUF_INIT;
	struct err err;
	struct player p = { .file = file };
	assert_int_equal(fs_read(file, 1 << 20, &b, &err), 0);
	bool mine = str_find(buf_str(&b), STR("\nneeds: nothing\n")) >= 0;
	struct str rest = buf_str(&b), line;
	while (mine && str_cut(&rest, '\n', &line)) {
		p.line++;
		if (!str_starts(line, STR("needs: ")))
			step(&p, line, &a);
	}
	if (p.pending.n)
		fail_msg("%s: left over: %s", file, p.pending.p);
	assert_true(!mine || p.checks > 0);
	buf_fini(&p.pending);
	buf_fini(&b);
	arena_fini(&a);
	return mine;
}

static void transcripts(void **state)
{
	(void)state;
	const char *source = getenv("srcdir");
	char pattern[4096];
	glob_t files;
	snprintf(pattern, sizeof(pattern), "%s/tests/wire/*.txt", source ? source : ".");
	assert_int_equal(glob(pattern, 0, NULL, &files), 0);
	size_t played = 0;
	for (size_t i = 0; i < files.gl_pathc; i++)
		played += play(files.gl_pathv[i]);
	assert_true(played >= 2);
	globfree(&files);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(transcripts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

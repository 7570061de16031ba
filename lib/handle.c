/* Handles: their making and end, their settings, how the last call went; see handle.h. */
#include "config.h"

#include "lib/handle.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/utf8.h"
#include "proto/limits.h"

#define TIMEOUT_US (10u * 1000000)
/* A text of the greatest length whose every byte JSON writes as \u00xx, and its other fields. */
#define MAX_REPLY ((size_t)6 * LIMIT_TEXT + (1u << 20))

struct karez *karez_new(void)
{
	struct karez *k = calloc(1, sizeof(*k));
	if (!k)
		return NULL;
	k->fd = -1;
	k->timeout_us = TIMEOUT_US;
	k->max_reply = MAX_REPLY;
	k->last = &k->first;
	return k;
}

void handle_drop(struct karez *k)
{
	if (k->fd >= 0)
		close(k->fd);
	k->fd = -1;
	buf_fini(&k->out);
	buf_fini(&k->in);
	buf_fini(&k->waiting);
	k->sent = k->taken = k->seen = k->looked = k->rows = k->left = k->answered = 0;
	k->deaf = k->begun = k->ended = false;
}

void karez_free(struct karez *k)
{
	if (!k)
		return;
	handle_drop(k);
	while (k->first) {
		struct result *next = k->first->next;
		result_free(k->first);
		k->first = next;
	}
	free(k->address);
	free(k);
}

enum karez_code handle_ok(struct karez *k)
{
	k->code = KAREZ_OK;
	k->err.msg[0] = '\0';
	k->column = 0;
	return KAREZ_OK;
}

/* Bytes that are no text become blanks: of what a server said, and it may be shown on a terminal. */
static void clean(char *message)
{
	for (struct str s = str_of(message); s.n;) {
		size_t valid = utf8_valid_prefix(s);
		char *p = message + (s.p - message);
		for (size_t at = 0, next = 0; at < valid; at = next)
			if (!utf8_is_text(utf8_next(s, &next)))
				memset(p + at, ' ', next - at);
		if (valid < s.n)
			p[valid++] = ' ';
		s = str_sub(s, valid, s.n);
	}
}

enum karez_code handle_fail(struct karez *k, enum karez_code code, const char *fmt, ...)
{
	char message[sizeof(k->err.msg)];
	va_list ap;
	va_start(ap, fmt);
	size_t n = (size_t)vsnprintf(message, sizeof(message), fmt, ap);
	va_end(ap);
	if (n >= sizeof(message))	/* the last character may not be whole */
		message[utf8_floor(str_n(message, sizeof(message) - 1), sizeof(message) - 2)] = '\0';
	clean(message);
	err_set(&k->err, ERR_INTERNAL, "%s", message);
	k->code = code;
	k->column = 0;
	return code;
}

enum karez_code handle_failed(struct karez *k)
{
	static const struct {
		enum err_code from;
		enum karez_code to;
	} codes[] = {
		{ ERR_INVALID, KAREZ_E_INVALID }, { ERR_NO_MEMORY, KAREZ_E_MEMORY }, { ERR_LIMIT, KAREZ_E_LIMIT },
		{ ERR_CORRUPT, KAREZ_E_PROTOCOL },
	};
	k->code = KAREZ_E_IO;
	k->column = 0;
	for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++)
		if (codes[i].from == k->err.code)
			k->code = codes[i].to;
	return k->code;
}

enum karez_code karez_set_timeout(struct karez *k, unsigned ms)
{
	if (!ms)
		return handle_fail(k, KAREZ_E_INVALID, "a timeout of 0 ms leaves no time for an answer");
	k->timeout_us = (uint64_t)ms * 1000;
	return handle_ok(k);
}

void karez_set_retry(struct karez *k, int on)
{
	k->retry = on != 0;
}

enum karez_code karez_set_max_reply(struct karez *k, size_t bytes)
{
	if (!bytes)
		return handle_fail(k, KAREZ_E_INVALID, "answers of 0 bytes are none");
	k->max_reply = bytes;
	return handle_ok(k);
}

enum karez_code karez_code(const struct karez *k)
{
	return k->code;
}

const char *karez_message(const struct karez *k)
{
	return k->err.msg;
}

unsigned karez_column(const struct karez *k)
{
	return k->column;
}

const char *karez_version(void)
{
	return PACKAGE_VERSION;
}

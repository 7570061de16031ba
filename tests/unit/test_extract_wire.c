/* extract/wire.h: messages there and back, cut, too long, and made of anything. */
#include "config.h"

#include "extract/wire.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "common/fs.h"
#include "common/unit.h"

static void pair_of(int s[2])
{
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, s), 0);
}

static void there_and_back(void **state)
{
	struct doc_extra extras[] = { { STR("k"), STR("\"v\"") }, { STR("n"), STR("[1,2]") } };
	struct doc doc = { .id = STR("a!b"), .title = STR("T"), .text = STR("words\n"), .author = STR("A"), .date = STR("2014"),
			   .url = STR("u"), .source = STR("s"), .lang = STR("en"), .type = STR("t/t"), .extras = extras, .n_extras = 2 };
	struct wire_job job = { STR("n\xff"), STR("t"), STR(".pdf\n"), { 1, 2, 3, UINT64_MAX, 5, 6, 7 } }, job_r;
	struct wire_message m = { .fd = -1 };
	struct arena a = ARENA_INIT;
	struct buf body = BUF_INIT;
	struct doc doc_r;
	struct str x, y;
	struct err err;
	struct stat st, st_r;
	int s[2];
	(void)state;
	pair_of(s);
	wire_put_document(&body, &doc);
	assert_int_equal(wire_send(s[0], WIRE_DOCUMENT, buf_str(&body), -1, &err), 0);
	assert_int_equal(wire_receive(s[1], &m, body.n, 0, &err), 1);
	assert_int_equal(m.type, WIRE_DOCUMENT);
	assert_int_equal(m.fd, -1);
	assert_int_equal(wire_take_document(buf_str(&m.body), &a, &doc_r, &err), 0);
	assert_true(str_eq(doc_r.id, doc.id) && str_eq(doc_r.text, doc.text) && str_eq(doc_r.type, doc.type));
	assert_int_equal(doc_r.n_extras, 2);
	assert_true(str_eqz(doc_r.extras[1].json, "[1,2]"));

	buf_reset(&body);
	wire_put_job(&body, &job);
	assert_int_equal(wire_send(s[0], WIRE_READ, buf_str(&body), STDIN_FILENO, &err), 0);
	assert_int_equal(wire_receive(s[1], &m, 1000, clock_us() + 1000000, &err), 1);
	assert_int_equal(wire_take_job(buf_str(&m.body), &job_r, &err), 0);
	assert_true(str_eq(job_r.name, job.name) && job_r.limits.members == UINT64_MAX && job_r.limits.families == 7);
	assert_true(m.fd >= 0 && fstat(m.fd, &st) == 0 && fstat(STDIN_FILENO, &st_r) == 0 && st.st_ino == st_r.st_ino);

	buf_reset(&body);
	wire_put_pair(&body, STR(""), STR("x"));
	assert_int_equal(wire_send(s[0], WIRE_FAILED, buf_str(&body), -1, &err), 0);
	assert_int_equal(wire_receive(s[1], &m, 1000, 0, &err), 1);
	assert_int_equal(m.fd, -1);
	assert_int_equal(wire_take_pair(buf_str(&m.body), &x, &y, &err), 0);
	assert_true(x.n == 0 && str_eqz(y, "x"));
	close(s[0]);
	assert_int_equal(wire_receive(s[1], &m, 1000, 0, &err), 0);
	close(s[1]);
	wire_message_fini(&m);
	buf_fini(&body);
	arena_fini(&a);
}

/* Whatever comes, cut anywhere: an answer, and no harm. */
static void bad_messages(void **state)
{
	static const struct { struct str bytes; enum err_code code; } rows[] = {
		{ { "\1\3\0\0\5\0\0\0abcde", 13 }, ERR_LIMIT },		/* longer than 4 */
		{ { "\1\3\0\0\xff\xff\xff\xff", 8 }, ERR_LIMIT },
		{ { "\2\3\0\0\0\0\0\0", 8 }, ERR_CORRUPT },		/* another version */
		{ { "\1\0\0\0\0\0\0\0", 8 }, ERR_CORRUPT },		/* no such type */
		{ { "\1\x63\0\0\0\0\0\0", 8 }, ERR_CORRUPT },
		{ { "\1\3\0\0\4\0\0\0ab", 10 }, ERR_CORRUPT },		/* cut */
		{ { "\1\3\0", 3 }, ERR_CORRUPT },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct wire_message m = { .fd = -1 };
		struct err err;
		int s[2];
		pair_of(s);
		assert_int_equal(fs_write_all(s[0], rows[i].bytes), 0);
		close(s[0]);
		assert_int_equal(wire_receive(s[1], &m, 4, 0, &err), -1);
		assert_int_equal(err.code, rows[i].code);
		close(s[1]);
		wire_message_fini(&m);
	}
}

static void bad_bodies(void **state)
{
	struct doc doc = { .id = STR("a"), .text = STR("words"), .extras = &(struct doc_extra){ STR("k"), STR("1") }, .n_extras = 1 };
	struct arena a = ARENA_INIT;
	struct buf body = BUF_INIT;
	struct doc out;
	struct wire_job job;
	struct str x, y;
	struct err err;
	(void)state;
	wire_put_document(&body, &doc);
	for (size_t n = 0; n < body.n; n++)
		assert_int_equal(wire_take_document(str_sub(buf_str(&body), 0, n), &a, &out, &err), -1);
	buf_putc(&body, 'x');
	assert_int_equal(wire_take_document(buf_str(&body), &a, &out, &err), -1);
	assert_int_equal(wire_take_job(STR("\1a\1b\1c"), &job, &err), -1);
	assert_int_equal(wire_take_job(STR("\1a\1b\1c\1\1\1\1\xff\xff\xff\xff\x7f\1\1"), &job, &err), -1);
	assert_int_equal(wire_take_pair(STR("\1\xff\1b"), &x, &y, &err), -1);	/* no UTF-8 */
	assert_int_equal(wire_take_pair(STR("\xff\xff\xff\xff\x0f"), &x, &y, &err), -1);

	/* fields that are no UTF-8, extras that are no JSON */
	doc.title = STR("\xff");
	buf_reset(&body);
	wire_put_document(&body, &doc);
	assert_int_equal(wire_take_document(buf_str(&body), &a, &out, &err), -1);
	doc.title = STR_NONE;
	doc.extras->json = STR("{\"a\":");
	buf_reset(&body);
	wire_put_document(&body, &doc);
	assert_int_equal(wire_take_document(buf_str(&body), &a, &out, &err), -1);
	buf_fini(&body);
	arena_fini(&a);
}

static void silence(void **state)
{
	struct wire_message m = { .fd = -1 };
	struct err err;
	int s[2];
	(void)state;
	pair_of(s);
	assert_int_equal(wire_receive(s[1], &m, 4, clock_us() + 20000, &err), -1);
	assert_int_equal(err.code, ERR_TIMEOUT);
	/* a head without its body */
	assert_int_equal(fs_write_all(s[0], str_n("\1\3\0\0\4\0\0\0", 8)), 0);
	assert_int_equal(wire_receive(s[1], &m, 4, clock_us() + 20000, &err), -1);
	close(s[1]);
	assert_int_equal(wire_send(s[0], WIRE_STEP, STR_NONE, -1, &err), -1);
	close(s[0]);
	wire_message_fini(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(there_and_back), cmocka_unit_test(bad_messages), cmocka_unit_test(bad_bodies),
		cmocka_unit_test(silence),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

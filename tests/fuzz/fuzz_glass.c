/* Documents made of the input, through the bulk builder and through Xapian: no difference.
 *
 * Each byte is an order: see step().  The databases lie in memory where there is a file system for that.
 */
#include "config.h"

#include <unistd.h>

#include "tests/unit/twin.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define TOKENS_MAX 4000
#define VALUES_MAX 8
#define INPUT_MAX 4000

/* A document being collected. */
struct draft {
	struct twin_token tokens[TOKENS_MAX];
	size_t n;
	struct store_value_in values[VALUES_MAX];
	size_t n_values;
	struct str data;
	uint32_t position;
};

static struct str take(struct str *in, size_t n)
{
	struct str s = str_sub(*in, 0, n);
	*in = str_sub(*in, s.n, in->n);
	return s;
}

static unsigned take_byte(struct str *in)
{
	struct str s = take(in, 1);
	return s.n ? (unsigned char)*s.p : 0;
}

/* A term of the input, or one of them drawn out to a great length. */
static struct str take_term(struct str *in, unsigned how)
{
	static char longer[256][LEXICON_TERM_MAX];	/* tokens point there: one for each byte, so that it stays as it is */
	struct str s = take(in, how % 8 + 1);
	if (how < 240 || s.n == 0)
		return s;
	char *to = longer[(unsigned char)s.p[0]];
	size_t n = s.p[0] ? LEXICON_TERM_MAX - how % 4 : LEXICON_TERM_MAX / 2;
	memset(to, s.p[0], LEXICON_TERM_MAX);
	return str_n(to, n);
}

static void add_token(struct draft *d, struct str term, uint32_t position, unsigned wdf)
{
	if (d->n == TOKENS_MAX || !lexicon_takes(term))
		return;
	/* xapian-check takes a document of length 0 for one without terms. */
	d->tokens[d->n] = (struct twin_token){ term, position, d->n ? wdf : 1 };
	/* Without a position only before those that have one. */
	for (size_t i = 0; i < d->n && position == 0; i++)
		if (d->tokens[i].position && str_eq(d->tokens[i].term, term))
			return;
	d->n++;
}

static void add_value(struct draft *d, uint32_t slot, struct str value)
{
	for (size_t i = 0; i < d->n_values; i++)
		if (d->values[i].slot == slot)
			return;
	if (value.n && d->n_values < VALUES_MAX)
		d->values[d->n_values++] = (struct store_value_in){ slot, value };
}

static void step(struct twin *t, struct draft *d, struct str *in)
{
	unsigned order = take_byte(in), how = take_byte(in);
	switch (order % 8) {
	case 0:	/* the document is complete */
		twin_add(t, d->data, d->tokens, d->n, d->values, d->n_values);
		*d = (struct draft){ .n = 0 };
		if (how % 4 == 0)
			twin_run(t, how % 8 == 0);
		break;
	case 1:
		add_value(d, how % 5 * how * 1000, take(in, take_byte(in)));
		break;
	case 2:
		d->data = take(in, how * 8);
		break;
	case 3:	/* a term many times */
		for (struct str term = take_term(in, take_byte(in)); how-- > 0;)
			add_token(d, term, ++d->position, how & 3);
		break;
	case 4:	/* far on */
		if (d->position < UINT32_MAX - (how << 22))
			d->position += how << 22;
		break;
	case 5:
		add_token(d, take_term(in, how), 0, order >> 6);
		break;
	case 6: {
		struct str key = take(in, how % 16 + 1);
		if (key.n)
			twin_metadata(t, key, take(in, how));
		break;
	}
	default:
		add_token(d, take_term(in, how), d->position += order >> 7, order >> 5 & 3);
	}
}

/* Positions are kept from running over. */
static bool far_on(const struct draft *d)
{
	return d->position > UINT32_MAX - 1000;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct draft draft;
	char folder[] = "/dev/shm/karez-fuzz-XXXXXX", other[] = "/tmp/karez-fuzz-XXXXXX";
	char *path = access("/dev/shm", W_OK) == 0 ? mkdtemp(folder) : mkdtemp(other);
	if (!path)
		abort();
	struct str in = str_n((const char *)data, size < INPUT_MAX ? size : INPUT_MAX);
	struct twin t;
	twin_begin(&t, path, path, 0, 1 + size % 2, NULL);
	draft = (struct draft){ .n = 0 };
	while (in.n && !far_on(&draft))
		step(&t, &draft, &in);
	twin_finish(&t);
	twin_end(&t);
	rmdir(path);
	return 0;
}

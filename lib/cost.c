/* Memory by the signs of a text; see cost.h. */
#include "config.h"

#include "lib/cost.h"

/* By jansson 2.14 on 64 bits with what malloc adds: an array takes 128 bytes, an object 224, a pair of it 112, a string 80 and itself, a
 * number 32, a place in an array that grows 24.  Of an element at most a snippet is made: 112.  An opening bracket stands for the first
 * element too, for which there is no comma. */
enum { ELEMENT = 24 + 32 + 112, ARRAY = 128 + ELEMENT, OBJECT = 224 + ELEMENT, PAIR = 112, STRING = 96, HEAD_BYTE = 32 };

/* Bytes of the string that begins at `at`, with its quotes. */
static size_t string_size(struct str json, size_t at)
{
	size_t end = at + 1;
	while (end < json.n && json.p[end] != '"')
		end += json.p[end] == '\\' ? 2 : 1;
	return (end < json.n ? end + 1 : json.n) - at;
}

uint64_t cost_of_json(struct str json)
{
	uint64_t cost = 0;
	size_t n;
	for (size_t i = 0; i < json.n; i += n) {
		n = 1;
		switch (json.p[i]) {
		case '"':
			n = string_size(json, i);
			cost += STRING + n;
			break;
		case '[': cost += ARRAY; break;
		case '{': cost += OBJECT; break;
		case ':': cost += PAIR; break;
		case ',': cost += ELEMENT; break;
		default: break;
		}
	}
	return cost;
}

uint64_t cost_of_head(struct str line)
{
	return (uint64_t)line.n * HEAD_BYTE;
}

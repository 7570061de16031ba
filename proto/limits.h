/* Every limit of the wire, with its reason.  Announced by HELLO, tested at the limit and one past it.
 */
#ifndef KAREZ_PROTO_LIMITS_H
#define KAREZ_PROTO_LIMITS_H

#define LIMIT_LINE 65536		/* bytes of a request line without its end: longer than any
					 * query a person or program means; bounds memory per client */
#define LIMIT_RESULTS 1000		/* limit= : a page, not a dump */
#define LIMIT_OFFSET 100000		/* offset= : ranking that deep costs memory */
#define LIMIT_PIPELINE 128		/* requests of one client under way; then it is not read */
#define LIMIT_OUTPUT (8u << 20)		/* bytes waiting for a client; then it is not read */
#define LIMIT_TAG 64			/* bytes of @tag */
#define LIMIT_COLLECTIONS 32		/* named in one request */
#define LIMIT_VALUES 1000		/* values= of a facet */
#define LIMIT_SNIPPETS 3		/* snippets= */
#define LIMIT_SUGGESTIONS 100		/* limit= of SUGGEST and SPELL */
#define LIMIT_TEXT (32u << 20)		/* bytes of text that GET returns; then truncated=1 */
#define LIMIT_HTTP_HEAD 32768		/* bytes of the head of an HTTP request: a long query, percent-encoded */
#define LIMIT_HTTP_HEADERS 100		/* lines of it */
#define LIMIT_HTTP_BODY LIMIT_LINE	/* bytes of a body: it says what a line does */

#endif

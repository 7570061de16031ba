noinst_LIBRARIES += proto/libproto.a
proto_libproto_a_SOURCES = \
	proto/errors.def proto/limits.h proto/options.def proto/routes.def proto/verbs.def \
	proto/html.c proto/html.h \
	proto/http.c proto/http.h proto/http_guard.c proto/http_guard.h proto/http_gzip.c proto/http_gzip.h \
	proto/http_chunks.c proto/http_message.c proto/http_metrics.c proto/http_params.c proto/http_reply.c \
	proto/line.c proto/line.h proto/line_client.c \
	proto/page.c proto/page.h \
	proto/page_ask.c proto/page_ask.h \
	proto/page_document.c proto/page_results.c proto/page_side.c \
	proto/page_parts.c proto/page_parts.h \
	proto/redis.c proto/redis.h proto/redis_command.h \
	proto/redis_query.c proto/redis_query.h proto/redis_reply.c proto/redis_search.c \
	proto/reply.c proto/reply.h \
	proto/reply_json.c proto/reply_json.h \
	proto/request.c proto/request.h \
	proto/resp.c proto/resp.h

noinst_LIBRARIES += proto/libproto.a
proto_libproto_a_SOURCES = \
	proto/errors.def proto/limits.h proto/options.def proto/verbs.def \
	proto/line.c proto/line.h \
	proto/redis.c proto/redis.h proto/redis_command.h \
	proto/redis_query.c proto/redis_query.h proto/redis_reply.c proto/redis_search.c \
	proto/reply.c proto/reply.h \
	proto/request.c proto/request.h \
	proto/resp.c proto/resp.h

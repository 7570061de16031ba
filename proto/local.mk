noinst_LIBRARIES += proto/libproto.a
proto_libproto_a_SOURCES = \
	proto/errors.def proto/limits.h proto/options.def proto/verbs.def \
	proto/line.c proto/line.h \
	proto/reply.c proto/reply.h \
	proto/request.c proto/request.h

LIB_DAEMON = daemon/libdaemon.a $(EVENT_LIBS) -lm
LINK_DAEMON = $(LIB_DAEMON) $(LINK_QUERY) $(LINK_PROTO)
sbin_PROGRAMS += daemon/karezd
daemon_karezd_SOURCES = daemon/main.c
nodist_EXTRA_daemon_karezd_SOURCES = dummy.cxx	# linked as C++: the shim is
daemon_karezd_LDADD = $(LINK_DAEMON)
noinst_LIBRARIES += daemon/libdaemon.a
daemon_libdaemon_a_SOURCES = \
	daemon/answer.c daemon/answer.h \
	daemon/board.c daemon/board.h \
	daemon/cache.c daemon/cache.h \
	daemon/child.c daemon/child.h \
	daemon/collections.c daemon/collections.h \
	daemon/conn.c daemon/conn.h \
	daemon/dispatch.c daemon/dispatch.h \
	daemon/due.c daemon/due.h \
	daemon/flights.c daemon/flights.h \
	daemon/freshness.c daemon/freshness.h \
	daemon/histogram.c daemon/histogram.h \
	daemon/inherited.c daemon/inherited.h \
	daemon/io.c daemon/io.h \
	daemon/job.c daemon/job.h \
	daemon/listen.c daemon/listen.h \
	daemon/loop.c daemon/loop.h \
	daemon/names.c daemon/names.h \
	daemon/nested.c daemon/nested.h \
	daemon/notify.c daemon/notify.h \
	daemon/params.c daemon/params.h \
	daemon/reindex.c daemon/reindex.h \
	daemon/server.c daemon/server.h \
	daemon/snapshot.c daemon/snapshot.h \
	daemon/stats.c daemon/stats.h daemon/stats.def \
	daemon/verb_control.c \
	daemon/verb_explain.c \
	daemon/verb_get.c \
	daemon/verb_metrics.c \
	daemon/verb_search.c \
	daemon/verb_similar.c \
	daemon/verb_status.c \
	daemon/verb_words.c \
	daemon/verbs.c daemon/verbs.h \
	daemon/view.c daemon/view.h \
	daemon/view_open.c \
	daemon/wire.h daemon/wire_http.c daemon/wire_line.c daemon/wire_redis.c \
	daemon/worker.c daemon/worker.h

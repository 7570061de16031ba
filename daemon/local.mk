LIB_DAEMON = daemon/libdaemon.a $(EVENT_LIBS) -lm
noinst_LIBRARIES += daemon/libdaemon.a
daemon_libdaemon_a_SOURCES = \
	daemon/cache.c daemon/cache.h \
	daemon/conn.c daemon/conn.h \
	daemon/histogram.c daemon/histogram.h \
	daemon/io.c daemon/io.h \
	daemon/job.c daemon/job.h \
	daemon/loop.c daemon/loop.h \
	daemon/snapshot.c daemon/snapshot.h \
	daemon/stats.c daemon/stats.h daemon/stats.def \
	daemon/worker.c daemon/worker.h

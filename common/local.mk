noinst_LIBRARIES += common/libcommon.a
common_libcommon_a_SOURCES = \
	common/addr.c common/addr.h \
	common/arena.c common/arena.h \
	common/ascii.h \
	common/buf.c common/buf.h \
	common/command.c common/command.h \
	common/conf.c common/conf.h common/conf.def \
	common/conf_value.c common/conf_value.h \
	common/err.c common/err.h \
	common/fs.c common/fs.h \
	common/hash.c common/hash.h \
	common/idset.c common/idset.h \
	common/json.c common/json.h \
	common/lock.c common/lock.h \
	common/log.c common/log.h \
	common/packer.c common/packer.h \
	common/schedule.c common/schedule.h \
	common/str.c common/str.h \
	common/unit.c common/unit.h \
	common/utf8.c common/utf8.h \
	common/wordset.c common/wordset.h \
	common/xalloc.c common/xalloc.h

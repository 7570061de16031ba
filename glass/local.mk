noinst_LIBRARIES += glass/libglass.a
glass_libglass_a_SOURCES = \
	glass/batch.c glass/batch.h \
	glass/builder.c glass/builder.h \
	glass/bytes.h \
	glass/deflate.c glass/deflate.h \
	glass/lexicon.c glass/lexicon.h \
	glass/lookup.c glass/lookup.h \
	glass/merge.c glass/merge.h \
	glass/pack.h \
	glass/positions.c glass/positions.h glass/positions_read.c \
	glass/postlist.c glass/postlist.h \
	glass/radix.c glass/radix.h \
	glass/run.h \
	glass/section.c glass/section.h \
	glass/spill.c glass/spill.h \
	glass/table.c glass/table.h \
	glass/table_map.c glass/table_map.h \
	glass/table_view.c glass/table_view.h \
	glass/termlist.c glass/termlist.h \
	glass/version.c glass/version.h

noinst_LIBRARIES += glass/libglass.a
glass_libglass_a_SOURCES = \
	glass/lexicon.c glass/lexicon.h

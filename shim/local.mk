noinst_LIBRARIES += shim/libshim.a
shim_libshim_a_SOURCES = \
	shim/bm25.h \
	shim/guard.hh \
	shim/store_internal.hh \
	shim/stem.cc shim/stem.h \
	shim/store_compare.cc shim/store_compare.h \
	shim/store_open.cc shim/store.h \
	shim/store_place.cc \
	shim/store_search.cc \
	shim/store_terms.cc \
	shim/store_write.cc shim/store_write.h

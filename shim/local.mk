noinst_LIBRARIES += shim/libshim.a
shim_libshim_a_SOURCES = \
	shim/guard.hh \
	shim/stem.cc shim/stem.h

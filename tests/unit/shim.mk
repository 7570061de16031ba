if HAVE_CMOCKA
UNIT_SHIM = \
	tests/unit/test_guard \
	tests/unit/test_stem \
	tests/unit/test_store \
	tests/unit/test_store_search \
	tests/unit/test_store_write
check_PROGRAMS += $(UNIT_SHIM)
TESTS += $(UNIT_SHIM)
tests_unit_test_guard_SOURCES = tests/unit/test_guard.cc
tests_unit_test_guard_LDADD = $(LIB_SHIM) $(LIB_GLASS) $(LIB_COMMON) $(CMOCKA_LIBS)
# dummy.cxx: makes automake link with the C++ compiler.
tests_unit_test_stem_SOURCES = tests/unit/test_stem.c
nodist_EXTRA_tests_unit_test_stem_SOURCES = dummy.cxx
tests_unit_test_stem_LDADD = $(LIB_SHIM) $(LIB_GLASS) $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_store_SOURCES = tests/unit/test_store.c tests/unit/store_fixture.h
nodist_EXTRA_tests_unit_test_store_SOURCES = dummy.cxx
tests_unit_test_store_LDADD = $(LIB_SHIM) $(LIB_GLASS) $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_store_search_SOURCES = tests/unit/test_store_search.c tests/unit/store_fixture.h
nodist_EXTRA_tests_unit_test_store_search_SOURCES = dummy.cxx
tests_unit_test_store_search_LDADD = $(LIB_SHIM) $(LIB_GLASS) $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_store_write_SOURCES = tests/unit/test_store_write.c tests/unit/store_fixture.h
nodist_EXTRA_tests_unit_test_store_write_SOURCES = dummy.cxx
tests_unit_test_store_write_LDADD = $(LIB_SHIM) $(LIB_GLASS) $(LIB_COMMON) $(CMOCKA_LIBS)
endif

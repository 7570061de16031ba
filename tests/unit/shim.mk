if HAVE_CMOCKA
UNIT_SHIM = tests/unit/test_guard tests/unit/test_stem
check_PROGRAMS += $(UNIT_SHIM)
TESTS += $(UNIT_SHIM)
tests_unit_test_guard_SOURCES = tests/unit/test_guard.cc
tests_unit_test_guard_LDADD = $(LIB_SHIM) $(LIB_COMMON) $(CMOCKA_LIBS)
# dummy.cxx: makes automake link with the C++ compiler.
tests_unit_test_stem_SOURCES = tests/unit/test_stem.c
nodist_EXTRA_tests_unit_test_stem_SOURCES = dummy.cxx
tests_unit_test_stem_LDADD = $(LIB_SHIM) $(LIB_COMMON) $(CMOCKA_LIBS)
endif

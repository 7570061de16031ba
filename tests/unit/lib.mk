EXTRA_DIST += tests/unit/server_fixture.h
if HAVE_CMOCKA
UNIT_LIB = tests/unit/test_libkarez tests/unit/test_libkarez_results
check_PROGRAMS += $(UNIT_LIB)
TESTS += $(UNIT_LIB)
tests_unit_test_libkarez_SOURCES = tests/unit/test_libkarez.c tests/unit/arena_fixture.h
tests_unit_test_libkarez_LDADD = $(LIB_KAREZ) $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_libkarez_results_SOURCES = tests/unit/test_libkarez_results.c tests/unit/arena_fixture.h
tests_unit_test_libkarez_results_LDADD = $(LIB_KAREZ) $(LIB_COMMON) $(CMOCKA_LIBS)
endif

if HAVE_CMOCKA
UNIT_LIB = tests/unit/test_libkarez
check_PROGRAMS += $(UNIT_LIB)
TESTS += $(UNIT_LIB)
tests_unit_test_libkarez_SOURCES = tests/unit/test_libkarez.c tests/unit/arena_fixture.h
tests_unit_test_libkarez_LDADD = $(LIB_KAREZ) $(LIB_COMMON) $(CMOCKA_LIBS)
endif

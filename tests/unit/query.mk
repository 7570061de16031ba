if HAVE_CMOCKA
UNIT_QUERY = tests/unit/test_qparse
check_PROGRAMS += $(UNIT_QUERY)
TESTS += $(UNIT_QUERY)
LINK_QPARSE = $(LIB_QUERY) $(LINK_TEXT)
tests_unit_test_qparse_SOURCES = tests/unit/test_qparse.c
nodist_EXTRA_tests_unit_test_qparse_SOURCES = dummy.cxx
tests_unit_test_qparse_LDADD = $(LINK_QPARSE) $(CMOCKA_LIBS)
endif

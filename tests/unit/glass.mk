if HAVE_CMOCKA
UNIT_GLASS = \
	tests/unit/test_lexicon
check_PROGRAMS += $(UNIT_GLASS)
TESTS += $(UNIT_GLASS)
tests_unit_test_lexicon_SOURCES = tests/unit/test_lexicon.c
tests_unit_test_lexicon_LDADD = $(LIB_GLASS) $(LIB_COMMON) $(CMOCKA_LIBS)
endif

if HAVE_CMOCKA
UNIT_TEXT = \
	tests/unit/test_date \
	tests/unit/test_reader
check_PROGRAMS += $(UNIT_TEXT)
TESTS += $(UNIT_TEXT)
tests_unit_test_date_SOURCES = tests/unit/test_date.c
tests_unit_test_date_LDADD = text/libtext.a $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_reader_SOURCES = tests/unit/test_reader.c
tests_unit_test_reader_LDADD = text/libtext.a $(LIB_COMMON) $(ZLIB_LIBS) $(CMOCKA_LIBS)
endif

if HAVE_CMOCKA
UNIT_EXTRACT = \
	tests/unit/test_extract_wire \
	tests/unit/test_http \
	tests/unit/test_kind \
	tests/unit/test_walk \
	tests/unit/test_warc
check_PROGRAMS += $(UNIT_EXTRACT)
TESTS += $(UNIT_EXTRACT)
tests_unit_test_extract_wire_SOURCES = tests/unit/test_extract_wire.c
tests_unit_test_extract_wire_LDADD = $(LIB_EXTRACT) $(CMOCKA_LIBS)
tests_unit_test_http_SOURCES = tests/unit/test_http.c
tests_unit_test_http_LDADD = $(LIB_EXTRACT) $(CMOCKA_LIBS)
tests_unit_test_kind_SOURCES = tests/unit/test_kind.c
tests_unit_test_kind_LDADD = $(LIB_EXTRACT) $(CMOCKA_LIBS)
tests_unit_test_walk_SOURCES = tests/unit/test_walk.c
tests_unit_test_walk_LDADD = $(LIB_EXTRACT) $(CMOCKA_LIBS)
tests_unit_test_warc_SOURCES = tests/unit/test_warc.c
tests_unit_test_warc_LDADD = $(LIB_EXTRACT) $(CMOCKA_LIBS)
endif

if HAVE_CMOCKA
UNIT_GLASS = \
	tests/unit/test_builder \
	tests/unit/test_deflate \
	tests/unit/test_glass_pack \
	tests/unit/test_lexicon \
	tests/unit/test_merge \
	tests/unit/test_table
check_PROGRAMS += $(UNIT_GLASS)
TESTS += $(UNIT_GLASS)
tests_unit_test_builder_SOURCES = tests/unit/test_builder.c tests/unit/store_fixture.h tests/unit/twin.h
nodist_EXTRA_tests_unit_test_builder_SOURCES = dummy.cxx
tests_unit_test_builder_LDADD = $(LIB_SHIM) $(LIB_GLASS) $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_deflate_SOURCES = tests/unit/test_deflate.c
tests_unit_test_deflate_LDADD = $(LIB_GLASS) $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_glass_pack_SOURCES = tests/unit/test_glass_pack.c
tests_unit_test_glass_pack_LDADD = $(LIB_GLASS) $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_lexicon_SOURCES = tests/unit/test_lexicon.c
tests_unit_test_lexicon_LDADD = $(LIB_GLASS) $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_merge_SOURCES = tests/unit/test_merge.c tests/unit/store_fixture.h
nodist_EXTRA_tests_unit_test_merge_SOURCES = dummy.cxx
tests_unit_test_merge_LDADD = $(LIB_SHIM) $(LIB_GLASS) $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_table_SOURCES = tests/unit/test_table.c tests/unit/store_fixture.h
nodist_EXTRA_tests_unit_test_table_SOURCES = dummy.cxx
tests_unit_test_table_LDADD = $(LIB_SHIM) $(LIB_GLASS) $(LIB_COMMON) $(CMOCKA_LIBS)
endif

if HAVE_CMOCKA
UNIT_INDEXER = \
	tests/unit/test_pipeline
check_PROGRAMS += $(UNIT_INDEXER)
TESTS += $(UNIT_INDEXER)
tests_unit_test_pipeline_SOURCES = tests/unit/test_pipeline.c
tests_unit_test_pipeline_LDADD = indexer/libindexer.a $(LIB_COMMON) $(CMOCKA_LIBS)
endif

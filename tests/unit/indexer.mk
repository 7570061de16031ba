if HAVE_CMOCKA
UNIT_INDEXER = \
	tests/unit/test_apply \
	tests/unit/test_known \
	tests/unit/test_pdf \
	tests/unit/test_pipeline \
	tests/unit/test_progress \
	tests/unit/test_report \
	tests/unit/test_scan \
	tests/unit/test_source \
	tests/unit/test_source_files \
	tests/unit/test_source_records \
	tests/unit/test_spool
check_PROGRAMS += $(UNIT_INDEXER)
TESTS += $(UNIT_INDEXER)
# dummy.cxx: makes automake link with the C++ compiler.
tests_unit_test_apply_SOURCES = tests/unit/test_apply.c
nodist_EXTRA_tests_unit_test_apply_SOURCES = dummy.cxx
tests_unit_test_apply_LDADD = $(LINK_INDEXER) $(CMOCKA_LIBS)
tests_unit_test_known_SOURCES = tests/unit/test_known.c
tests_unit_test_known_LDADD = indexer/libindexer.a $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_pdf_SOURCES = tests/unit/test_pdf.c
tests_unit_test_pdf_LDADD = indexer/libindexer.a text/libtext.a $(LIB_COMMON) $(ICU_LIBS) $(CMOCKA_LIBS)
tests_unit_test_pipeline_SOURCES = tests/unit/test_pipeline.c
tests_unit_test_pipeline_LDADD = indexer/libindexer.a $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_progress_SOURCES = tests/unit/test_progress.c
tests_unit_test_progress_LDADD = indexer/libindexer.a $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_report_SOURCES = tests/unit/test_report.c
tests_unit_test_report_LDADD = indexer/libindexer.a $(LIB_REPAIR) $(LIB_COMMON) $(CMOCKA_LIBS)
# dummy.cxx: makes automake link with the C++ compiler.
tests_unit_test_scan_SOURCES = tests/unit/test_scan.c tests/unit/store_fixture.h
nodist_EXTRA_tests_unit_test_scan_SOURCES = dummy.cxx
tests_unit_test_scan_LDADD = $(LINK_INDEXER) $(CMOCKA_LIBS)
tests_unit_test_source_SOURCES = tests/unit/test_source.c
tests_unit_test_source_LDADD = indexer/libindexer.a $(LIB_COMMON) $(CMOCKA_LIBS)
# dummy.cxx: makes automake link with the C++ compiler.
tests_unit_test_source_files_SOURCES = tests/unit/test_source_files.c
nodist_EXTRA_tests_unit_test_source_files_SOURCES = dummy.cxx
tests_unit_test_source_files_LDADD = $(LINK_INDEXER) $(CMOCKA_LIBS)
# dummy.cxx: makes automake link with the C++ compiler.
tests_unit_test_source_records_SOURCES = tests/unit/test_source_records.c tests/unit/store_fixture.h
nodist_EXTRA_tests_unit_test_source_records_SOURCES = dummy.cxx
tests_unit_test_source_records_LDADD = $(LINK_INDEXER) $(CMOCKA_LIBS)
tests_unit_test_spool_SOURCES = tests/unit/test_spool.c
tests_unit_test_spool_LDADD = indexer/libindexer.a $(LIB_COMMON) $(CMOCKA_LIBS)
endif

if HAVE_CMOCKA
UNIT_INDEX = \
	tests/unit/test_acronyms \
	tests/unit/test_bulk_check \
	tests/unit/test_catalogue \
	tests/unit/test_generation \
	tests/unit/test_impacts \
	tests/unit/test_positions \
	tests/unit/test_prepare \
	tests/unit/test_propers \
	tests/unit/test_schema \
	tests/unit/test_sketch \
	tests/unit/test_stored \
	tests/unit/test_names \
	tests/unit/test_terms \
	tests/unit/test_trainer \
	tests/unit/test_writer
check_PROGRAMS += $(UNIT_INDEX)
TESTS += $(UNIT_INDEX)
tests_unit_test_acronyms_SOURCES = tests/unit/test_acronyms.c tests/unit/query_fixture.h
nodist_EXTRA_tests_unit_test_acronyms_SOURCES = dummy.cxx
tests_unit_test_acronyms_LDADD = $(LINK_QUERY) $(CMOCKA_LIBS)
tests_unit_test_bulk_check_SOURCES = tests/unit/test_bulk_check.c tests/unit/store_fixture.h
nodist_EXTRA_tests_unit_test_bulk_check_SOURCES = dummy.cxx
tests_unit_test_bulk_check_LDADD = $(LINK_INDEX) $(CMOCKA_LIBS)
tests_unit_test_catalogue_SOURCES = tests/unit/test_catalogue.c
nodist_EXTRA_tests_unit_test_catalogue_SOURCES = dummy.cxx
tests_unit_test_catalogue_LDADD = $(LINK_INDEX) $(CMOCKA_LIBS)
tests_unit_test_generation_SOURCES = tests/unit/test_generation.c tests/unit/store_fixture.h
nodist_EXTRA_tests_unit_test_generation_SOURCES = dummy.cxx
tests_unit_test_generation_LDADD = $(LINK_INDEX) $(CMOCKA_LIBS)
tests_unit_test_impacts_SOURCES = tests/unit/test_impacts.c tests/unit/store_fixture.h
nodist_EXTRA_tests_unit_test_impacts_SOURCES = dummy.cxx
tests_unit_test_impacts_LDADD = $(LINK_INDEX) $(CMOCKA_LIBS)
tests_unit_test_positions_SOURCES = tests/unit/test_positions.c tests/unit/store_fixture.h
nodist_EXTRA_tests_unit_test_positions_SOURCES = dummy.cxx
tests_unit_test_positions_LDADD = $(LINK_INDEX) $(CMOCKA_LIBS)
tests_unit_test_prepare_SOURCES = tests/unit/test_prepare.c tests/unit/preparer_fixture.h
nodist_EXTRA_tests_unit_test_prepare_SOURCES = dummy.cxx
tests_unit_test_prepare_LDADD = $(LINK_INDEX) $(CMOCKA_LIBS)
tests_unit_test_propers_SOURCES = tests/unit/test_propers.c tests/unit/preparer_fixture.h
nodist_EXTRA_tests_unit_test_propers_SOURCES = dummy.cxx
tests_unit_test_propers_LDADD = $(LINK_INDEX) $(CMOCKA_LIBS)
tests_unit_test_schema_SOURCES = tests/unit/test_schema.c tests/unit/store_fixture.h
nodist_EXTRA_tests_unit_test_schema_SOURCES = dummy.cxx
tests_unit_test_schema_LDADD = $(LINK_INDEX) $(CMOCKA_LIBS)
tests_unit_test_sketch_SOURCES = tests/unit/test_sketch.c
nodist_EXTRA_tests_unit_test_sketch_SOURCES = dummy.cxx
tests_unit_test_sketch_LDADD = $(LINK_INDEX) $(CMOCKA_LIBS)
tests_unit_test_stored_SOURCES = tests/unit/test_stored.c tests/unit/analyzer_fixture.h
nodist_EXTRA_tests_unit_test_stored_SOURCES = dummy.cxx
tests_unit_test_stored_LDADD = $(LINK_INDEX) $(CMOCKA_LIBS)
tests_unit_test_names_SOURCES = tests/unit/test_names.c
nodist_EXTRA_tests_unit_test_names_SOURCES = dummy.cxx
tests_unit_test_names_LDADD = $(LINK_INDEX) $(CMOCKA_LIBS)
tests_unit_test_terms_SOURCES = tests/unit/test_terms.c
nodist_EXTRA_tests_unit_test_terms_SOURCES = dummy.cxx
tests_unit_test_terms_LDADD = $(LINK_INDEX) $(CMOCKA_LIBS)
tests_unit_test_trainer_SOURCES = tests/unit/test_trainer.c tests/unit/store_fixture.h
nodist_EXTRA_tests_unit_test_trainer_SOURCES = dummy.cxx
tests_unit_test_trainer_LDADD = $(LINK_INDEX) $(CMOCKA_LIBS)
tests_unit_test_writer_SOURCES = tests/unit/test_writer.c tests/unit/store_fixture.h
nodist_EXTRA_tests_unit_test_writer_SOURCES = dummy.cxx
tests_unit_test_writer_LDADD = $(LINK_INDEX) $(CMOCKA_LIBS)
endif

if HAVE_CMOCKA
UNIT_CLIENT = tests/unit/test_view tests/unit/test_args tests/unit/test_print \
	tests/unit/test_metrics tests/unit/test_trec tests/unit/test_link tests/unit/test_format tests/unit/test_lines tests/unit/test_complete \
	tests/unit/test_history_file
check_PROGRAMS += $(UNIT_CLIENT)
TESTS += $(UNIT_CLIENT)
tests_unit_test_view_SOURCES = tests/unit/test_view.c
tests_unit_test_view_LDADD = $(LINK_CLIENT) $(CMOCKA_LIBS)
tests_unit_test_args_SOURCES = tests/unit/test_args.c tests/unit/arena_fixture.h
tests_unit_test_args_LDADD = $(LINK_CLIENT) $(CMOCKA_LIBS)
tests_unit_test_print_SOURCES = tests/unit/test_print.c tests/unit/arena_fixture.h
tests_unit_test_print_LDADD = $(LINK_CLIENT) $(CMOCKA_LIBS)
tests_unit_test_metrics_SOURCES = tests/unit/test_metrics.c
tests_unit_test_metrics_LDADD = $(LINK_CLIENT) $(CMOCKA_LIBS)
tests_unit_test_trec_SOURCES = tests/unit/test_trec.c tests/unit/arena_fixture.h
tests_unit_test_trec_LDADD = $(LINK_CLIENT) $(CMOCKA_LIBS)
tests_unit_test_link_SOURCES = tests/unit/test_link.c
tests_unit_test_link_LDADD = $(LINK_CLIENT) $(CMOCKA_LIBS)
tests_unit_test_format_SOURCES = tests/unit/test_format.c
tests_unit_test_format_LDADD = $(LINK_CLIENT) $(CMOCKA_LIBS)
tests_unit_test_lines_SOURCES = tests/unit/test_lines.c
tests_unit_test_lines_LDADD = $(LINK_CLIENT) $(CMOCKA_LIBS)
tests_unit_test_complete_SOURCES = tests/unit/test_complete.c
tests_unit_test_complete_LDADD = $(LINK_CLIENT) $(CMOCKA_LIBS)
tests_unit_test_history_file_SOURCES = tests/unit/test_history_file.c tests/unit/arena_fixture.h
tests_unit_test_history_file_LDADD = $(LINK_CLIENT) $(CMOCKA_LIBS)
endif

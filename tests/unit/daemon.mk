if HAVE_CMOCKA
UNIT_DAEMON = tests/unit/test_answer tests/unit/test_cache tests/unit/test_conn tests/unit/test_due tests/unit/test_flights tests/unit/test_histogram tests/unit/test_reindex tests/unit/test_worker
check_PROGRAMS += $(UNIT_DAEMON)
TESTS += $(UNIT_DAEMON)
tests_unit_test_answer_SOURCES = tests/unit/test_answer.c tests/unit/store_fixture.h
nodist_EXTRA_tests_unit_test_answer_SOURCES = dummy.cxx
tests_unit_test_answer_LDADD = $(LINK_DAEMON) $(CMOCKA_LIBS)
tests_unit_test_flights_SOURCES = tests/unit/test_flights.c
nodist_EXTRA_tests_unit_test_flights_SOURCES = dummy.cxx
tests_unit_test_flights_LDADD = $(LINK_DAEMON) $(CMOCKA_LIBS)
tests_unit_test_cache_SOURCES = tests/unit/test_cache.c
tests_unit_test_cache_LDADD = $(LIB_DAEMON) $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_conn_SOURCES = tests/unit/test_conn.c
nodist_EXTRA_tests_unit_test_conn_SOURCES = dummy.cxx
tests_unit_test_conn_LDADD = $(LINK_DAEMON) $(CMOCKA_LIBS)
tests_unit_test_due_SOURCES = tests/unit/test_due.c
nodist_EXTRA_tests_unit_test_due_SOURCES = dummy.cxx
tests_unit_test_due_LDADD = $(LINK_DAEMON) $(CMOCKA_LIBS)
tests_unit_test_histogram_SOURCES = tests/unit/test_histogram.c
tests_unit_test_histogram_LDADD = $(LIB_DAEMON) $(CMOCKA_LIBS)
tests_unit_test_reindex_SOURCES = tests/unit/test_reindex.c
nodist_EXTRA_tests_unit_test_reindex_SOURCES = dummy.cxx
tests_unit_test_reindex_LDADD = $(LINK_DAEMON) $(CMOCKA_LIBS)
tests_unit_test_worker_SOURCES = tests/unit/test_worker.c
nodist_EXTRA_tests_unit_test_worker_SOURCES = dummy.cxx
tests_unit_test_worker_LDADD = $(LINK_DAEMON) $(CMOCKA_LIBS)
endif

if HAVE_CMOCKA
UNIT_REPAIR = \
	tests/unit/test_repair
check_PROGRAMS += $(UNIT_REPAIR)
TESTS += $(UNIT_REPAIR)
tests_unit_test_repair_SOURCES = tests/unit/test_repair.c tests/unit/repair_fixture.h
nodist_EXTRA_tests_unit_test_repair_SOURCES = dummy.cxx
tests_unit_test_repair_LDADD = $(LINK_REPAIR) $(CMOCKA_LIBS)
endif

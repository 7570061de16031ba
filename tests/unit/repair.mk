if HAVE_CMOCKA
UNIT_REPAIR = \
	tests/unit/test_repair \
	tests/unit/test_repair_forms \
	tests/unit/test_repair_site
check_PROGRAMS += $(UNIT_REPAIR)
TESTS += $(UNIT_REPAIR)
tests_unit_test_repair_SOURCES = tests/unit/test_repair.c tests/unit/repair_fixture.h
nodist_EXTRA_tests_unit_test_repair_SOURCES = dummy.cxx
tests_unit_test_repair_LDADD = $(LINK_REPAIR) $(CMOCKA_LIBS)
tests_unit_test_repair_forms_SOURCES = tests/unit/test_repair_forms.c tests/unit/repair_fixture.h
nodist_EXTRA_tests_unit_test_repair_forms_SOURCES = dummy.cxx
tests_unit_test_repair_forms_LDADD = $(LINK_REPAIR) $(CMOCKA_LIBS)
tests_unit_test_repair_site_SOURCES = tests/unit/test_repair_site.c tests/unit/repair_fixture.h
nodist_EXTRA_tests_unit_test_repair_site_SOURCES = dummy.cxx
tests_unit_test_repair_site_LDADD = $(LINK_REPAIR) $(CMOCKA_LIBS)
endif

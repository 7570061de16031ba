if HAVE_CMOCKA
UNIT_REPAIR = \
	tests/unit/test_repair \
	tests/unit/test_repair_forms \
	tests/unit/test_repair_site \
	tests/unit/test_repair_markup \
	tests/unit/test_repair_pages \
	tests/unit/test_repair_notes \
	tests/unit/test_repair_frames \
	tests/unit/test_repair_joins \
	tests/unit/test_repair_glued \
	tests/unit/test_repair_hyphens \
	tests/unit/test_repair_markers
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
tests_unit_test_repair_markup_SOURCES = tests/unit/test_repair_markup.c tests/unit/repair_fixture.h
nodist_EXTRA_tests_unit_test_repair_markup_SOURCES = dummy.cxx
tests_unit_test_repair_markup_LDADD = $(LINK_REPAIR) $(CMOCKA_LIBS)
tests_unit_test_repair_pages_SOURCES = tests/unit/test_repair_pages.c tests/unit/repair_fixture.h
nodist_EXTRA_tests_unit_test_repair_pages_SOURCES = dummy.cxx
tests_unit_test_repair_pages_LDADD = $(LINK_REPAIR) $(CMOCKA_LIBS)
tests_unit_test_repair_notes_SOURCES = tests/unit/test_repair_notes.c tests/unit/repair_fixture.h
nodist_EXTRA_tests_unit_test_repair_notes_SOURCES = dummy.cxx
tests_unit_test_repair_notes_LDADD = $(LINK_REPAIR) $(CMOCKA_LIBS)
tests_unit_test_repair_frames_SOURCES = tests/unit/test_repair_frames.c tests/unit/repair_fixture.h
nodist_EXTRA_tests_unit_test_repair_frames_SOURCES = dummy.cxx
tests_unit_test_repair_frames_LDADD = $(LINK_REPAIR) $(CMOCKA_LIBS)
tests_unit_test_repair_joins_SOURCES = tests/unit/test_repair_joins.c tests/unit/repair_fixture.h
nodist_EXTRA_tests_unit_test_repair_joins_SOURCES = dummy.cxx
tests_unit_test_repair_joins_LDADD = $(LINK_REPAIR) $(CMOCKA_LIBS)
tests_unit_test_repair_glued_SOURCES = tests/unit/test_repair_glued.c tests/unit/repair_fixture.h
nodist_EXTRA_tests_unit_test_repair_glued_SOURCES = dummy.cxx
tests_unit_test_repair_glued_LDADD = $(LINK_REPAIR) $(CMOCKA_LIBS)
tests_unit_test_repair_hyphens_SOURCES = tests/unit/test_repair_hyphens.c tests/unit/repair_fixture.h
nodist_EXTRA_tests_unit_test_repair_hyphens_SOURCES = dummy.cxx
tests_unit_test_repair_hyphens_LDADD = $(LINK_REPAIR) $(CMOCKA_LIBS)
tests_unit_test_repair_markers_SOURCES = tests/unit/test_repair_markers.c tests/unit/repair_fixture.h
nodist_EXTRA_tests_unit_test_repair_markers_SOURCES = dummy.cxx
tests_unit_test_repair_markers_LDADD = $(LINK_REPAIR) $(CMOCKA_LIBS)
endif

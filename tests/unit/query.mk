if HAVE_CMOCKA
UNIT_QUERY = \
	tests/unit/test_account \
	tests/unit/test_alias_file \
	tests/unit/test_cards \
	tests/unit/test_closeness \
	tests/unit/test_typo \
	tests/unit/test_expansion \
	tests/unit/test_facets \
	tests/unit/test_feedback \
	tests/unit/test_footnotes \
	tests/unit/test_glued \
	tests/unit/test_keyboard \
	tests/unit/test_name_forms \
	tests/unit/test_numbered \
	tests/unit/test_qparse \
	tests/unit/test_query_manual \
	tests/unit/test_query_words \
	tests/unit/test_recall \
	tests/unit/test_recency \
	tests/unit/test_respell \
	tests/unit/test_search \
	tests/unit/test_sentence \
	tests/unit/test_snippet \
	tests/unit/test_steps \
	tests/unit/test_top \
	tests/unit/test_topk \
	tests/unit/test_twins \
	tests/unit/test_query_dates \
	tests/unit/test_widen \
	tests/unit/test_wordlist
tests_unit_test_account_SOURCES = tests/unit/test_account.c tests/unit/query_fixture.h
nodist_EXTRA_tests_unit_test_account_SOURCES = dummy.cxx
tests_unit_test_account_LDADD = $(LINK_QUERY) $(CMOCKA_LIBS)
tests_unit_test_closeness_SOURCES = tests/unit/test_closeness.c tests/unit/impacts_fixture.h tests/unit/store_fixture.h
nodist_EXTRA_tests_unit_test_closeness_SOURCES = dummy.cxx
tests_unit_test_closeness_LDADD = $(LINK_QUERY) $(CMOCKA_LIBS)
tests_unit_test_steps_SOURCES = tests/unit/test_steps.c tests/unit/query_fixture.h
nodist_EXTRA_tests_unit_test_steps_SOURCES = dummy.cxx
tests_unit_test_steps_LDADD = $(LINK_QUERY) $(CMOCKA_LIBS)
tests_unit_test_recall_SOURCES = tests/unit/test_recall.c tests/unit/query_fixture.h
nodist_EXTRA_tests_unit_test_recall_SOURCES = dummy.cxx
tests_unit_test_recall_LDADD = $(LINK_QUERY) $(CMOCKA_LIBS)
tests_unit_test_recency_SOURCES = tests/unit/test_recency.c tests/unit/query_fixture.h
nodist_EXTRA_tests_unit_test_recency_SOURCES = dummy.cxx
tests_unit_test_recency_LDADD = $(LINK_QUERY) $(CMOCKA_LIBS)
tests_unit_test_facets_SOURCES = tests/unit/test_facets.c tests/unit/query_fixture.h
nodist_EXTRA_tests_unit_test_facets_SOURCES = dummy.cxx
tests_unit_test_facets_LDADD = $(LINK_QUERY) $(CMOCKA_LIBS)
tests_unit_test_feedback_SOURCES = tests/unit/test_feedback.c tests/unit/query_fixture.h
nodist_EXTRA_tests_unit_test_feedback_SOURCES = dummy.cxx
tests_unit_test_feedback_LDADD = $(LINK_QUERY) $(CMOCKA_LIBS)
tests_unit_test_footnotes_SOURCES = tests/unit/test_footnotes.c
nodist_EXTRA_tests_unit_test_footnotes_SOURCES = dummy.cxx
tests_unit_test_footnotes_LDADD = $(LINK_QUERY) $(CMOCKA_LIBS)
tests_unit_test_glued_SOURCES = tests/unit/test_glued.c
nodist_EXTRA_tests_unit_test_glued_SOURCES = dummy.cxx
tests_unit_test_glued_LDADD = $(LINK_QUERY) $(CMOCKA_LIBS)
tests_unit_test_twins_SOURCES = tests/unit/test_twins.c
nodist_EXTRA_tests_unit_test_twins_SOURCES = dummy.cxx
tests_unit_test_twins_LDADD = $(LINK_QUERY) $(CMOCKA_LIBS)
check_PROGRAMS += $(UNIT_QUERY)
TESTS += $(UNIT_QUERY)
tests_unit_test_alias_file_SOURCES = tests/unit/test_alias_file.c
nodist_EXTRA_tests_unit_test_alias_file_SOURCES = dummy.cxx
tests_unit_test_alias_file_LDADD = $(LIB_QUERY) $(LINK_TEXT) $(CMOCKA_LIBS)
tests_unit_test_cards_SOURCES = tests/unit/test_cards.c tests/unit/query_fixture.h
nodist_EXTRA_tests_unit_test_cards_SOURCES = dummy.cxx
tests_unit_test_cards_LDADD = $(LINK_QUERY) $(CMOCKA_LIBS)
tests_unit_test_keyboard_SOURCES = tests/unit/test_keyboard.c
nodist_EXTRA_tests_unit_test_keyboard_SOURCES = dummy.cxx
tests_unit_test_keyboard_LDADD = $(LIB_QUERY) $(LINK_TEXT) $(CMOCKA_LIBS)
tests_unit_test_wordlist_SOURCES = tests/unit/test_wordlist.c tests/unit/query_fixture.h
nodist_EXTRA_tests_unit_test_wordlist_SOURCES = dummy.cxx
tests_unit_test_wordlist_LDADD = $(LINK_QUERY) $(CMOCKA_LIBS)
tests_unit_test_typo_SOURCES = tests/unit/test_typo.c
nodist_EXTRA_tests_unit_test_typo_SOURCES = dummy.cxx
tests_unit_test_typo_LDADD = $(LIB_QUERY) $(LINK_TEXT) $(CMOCKA_LIBS)
tests_unit_test_expansion_SOURCES = tests/unit/test_expansion.c
nodist_EXTRA_tests_unit_test_expansion_SOURCES = dummy.cxx
tests_unit_test_expansion_LDADD = $(LIB_QUERY) $(LINK_TEXT) $(CMOCKA_LIBS)
tests_unit_test_name_forms_SOURCES = tests/unit/test_name_forms.c tests/unit/query_fixture.h
nodist_EXTRA_tests_unit_test_name_forms_SOURCES = dummy.cxx
tests_unit_test_name_forms_LDADD = $(LINK_QUERY) $(CMOCKA_LIBS)
tests_unit_test_qparse_SOURCES = tests/unit/test_qparse.c
nodist_EXTRA_tests_unit_test_qparse_SOURCES = dummy.cxx
tests_unit_test_qparse_LDADD = $(LIB_QUERY) $(LINK_TEXT) $(CMOCKA_LIBS)
tests_unit_test_query_manual_SOURCES = tests/unit/test_query_manual.c
nodist_EXTRA_tests_unit_test_query_manual_SOURCES = dummy.cxx
tests_unit_test_query_manual_LDADD = $(LIB_QUERY) $(LINK_TEXT) $(CMOCKA_LIBS)
tests_unit_test_query_words_SOURCES = tests/unit/test_query_words.c
nodist_EXTRA_tests_unit_test_query_words_SOURCES = dummy.cxx
tests_unit_test_query_words_LDADD = $(LINK_QUERY) $(CMOCKA_LIBS)
tests_unit_test_respell_SOURCES = tests/unit/test_respell.c tests/unit/query_fixture.h
nodist_EXTRA_tests_unit_test_respell_SOURCES = dummy.cxx
tests_unit_test_respell_LDADD = $(LINK_QUERY) $(CMOCKA_LIBS)
tests_unit_test_search_SOURCES = tests/unit/test_search.c
nodist_EXTRA_tests_unit_test_search_SOURCES = dummy.cxx
tests_unit_test_search_LDADD = $(LINK_QUERY) $(CMOCKA_LIBS)
tests_unit_test_sentence_SOURCES = tests/unit/test_sentence.c
nodist_EXTRA_tests_unit_test_sentence_SOURCES = dummy.cxx
tests_unit_test_sentence_LDADD = $(LIB_QUERY) $(LINK_TEXT) $(CMOCKA_LIBS)
tests_unit_test_snippet_SOURCES = tests/unit/test_snippet.c
nodist_EXTRA_tests_unit_test_snippet_SOURCES = dummy.cxx
tests_unit_test_snippet_LDADD = $(LINK_QUERY) $(CMOCKA_LIBS)
tests_unit_test_numbered_SOURCES = tests/unit/test_numbered.c
tests_unit_test_numbered_LDADD = $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_top_SOURCES = tests/unit/test_top.c
tests_unit_test_top_LDADD = $(LIB_QUERY) $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_query_dates_SOURCES = tests/unit/test_query_dates.c
nodist_EXTRA_tests_unit_test_query_dates_SOURCES = dummy.cxx
tests_unit_test_query_dates_LDADD = $(LINK_QUERY) $(CMOCKA_LIBS)
tests_unit_test_widen_SOURCES = tests/unit/test_widen.c tests/unit/query_fixture.h
nodist_EXTRA_tests_unit_test_widen_SOURCES = dummy.cxx
tests_unit_test_widen_LDADD = $(LINK_QUERY) $(CMOCKA_LIBS)
tests_unit_test_topk_SOURCES = tests/unit/test_topk.c tests/unit/impacts_fixture.h tests/unit/store_fixture.h
nodist_EXTRA_tests_unit_test_topk_SOURCES = dummy.cxx
tests_unit_test_topk_LDADD = $(LINK_QUERY) $(CMOCKA_LIBS)
endif

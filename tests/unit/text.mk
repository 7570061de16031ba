if HAVE_CMOCKA
UNIT_TEXT = \
	tests/unit/test_acronym \
	tests/unit/test_analyzer \
	tests/unit/test_archive_file \
	tests/unit/test_charset \
	tests/unit/test_csv \
	tests/unit/test_columns \
	tests/unit/test_date \
	tests/unit/test_english \
	tests/unit/test_turkic \
	tests/unit/test_entity \
	tests/unit/test_epub \
	tests/unit/test_extract \
	tests/unit/test_field \
	tests/unit/test_flow \
	tests/unit/test_fold \
	tests/unit/test_front_matter \
	tests/unit/test_json_members \
	tests/unit/test_langs \
	tests/unit/test_mail \
	tests/unit/test_markdown \
	tests/unit/test_namekey \
	tests/unit/test_office \
	tests/unit/test_html \
	tests/unit/test_html_token \
	tests/unit/test_reader \
	tests/unit/test_record \
	tests/unit/test_tokenize \
	tests/unit/test_wordcache \
	tests/unit/test_words_property
check_PROGRAMS += $(UNIT_TEXT)
TESTS += $(UNIT_TEXT)
tests_unit_test_acronym_SOURCES = tests/unit/test_acronym.c
nodist_EXTRA_tests_unit_test_acronym_SOURCES = dummy.cxx
tests_unit_test_acronym_LDADD = $(LINK_TEXT) $(CMOCKA_LIBS)
tests_unit_test_analyzer_SOURCES = tests/unit/test_analyzer.c
nodist_EXTRA_tests_unit_test_analyzer_SOURCES = dummy.cxx
tests_unit_test_analyzer_LDADD = $(LINK_TEXT) $(CMOCKA_LIBS)
tests_unit_test_csv_SOURCES = tests/unit/test_csv.c tests/unit/parts_fixture.h
tests_unit_test_csv_LDADD = $(LIB_TEXT) $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_mail_SOURCES = tests/unit/test_mail.c tests/unit/parts_fixture.h
tests_unit_test_mail_LDADD = $(LIB_TEXT) $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_epub_SOURCES = tests/unit/test_epub.c tests/unit/parts_fixture.h
tests_unit_test_epub_LDADD = $(LIB_TEXT) $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_office_SOURCES = tests/unit/test_office.c tests/unit/parts_fixture.h
tests_unit_test_office_LDADD = $(LIB_TEXT) $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_archive_file_SOURCES = tests/unit/test_archive_file.c
tests_unit_test_archive_file_LDADD = text/libtext.a $(LIB_COMMON) $(ARCHIVE_LIBS) $(ICU_LIBS) $(CMOCKA_LIBS)
tests_unit_test_charset_SOURCES = tests/unit/test_charset.c
tests_unit_test_charset_LDADD = text/libtext.a $(LIB_COMMON) $(ICU_LIBS) $(CMOCKA_LIBS)
tests_unit_test_columns_SOURCES = tests/unit/test_columns.c
tests_unit_test_columns_LDADD = text/libtext.a $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_date_SOURCES = tests/unit/test_date.c
tests_unit_test_date_LDADD = text/libtext.a $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_field_SOURCES = tests/unit/test_field.c
tests_unit_test_field_LDADD = text/libtext.a $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_fold_SOURCES = tests/unit/test_fold.c
tests_unit_test_fold_LDADD = text/libtext.a $(LIB_COMMON) $(ICU_LIBS) $(CMOCKA_LIBS)
tests_unit_test_json_members_SOURCES = tests/unit/test_json_members.c
tests_unit_test_json_members_LDADD = text/libtext.a $(LIB_COMMON) $(JANSSON_LIBS) $(CMOCKA_LIBS)
tests_unit_test_langs_SOURCES = tests/unit/test_langs.c
nodist_EXTRA_tests_unit_test_langs_SOURCES = dummy.cxx
tests_unit_test_langs_LDADD = $(LINK_TEXT) $(CMOCKA_LIBS)
tests_unit_test_reader_SOURCES = tests/unit/test_reader.c
tests_unit_test_reader_LDADD = text/libtext.a $(LIB_COMMON) $(ZLIB_LIBS) $(CMOCKA_LIBS)
tests_unit_test_record_SOURCES = tests/unit/test_record.c
tests_unit_test_record_LDADD = text/libtext.a $(LIB_COMMON) $(JANSSON_LIBS) $(CMOCKA_LIBS)
tests_unit_test_tokenize_SOURCES = tests/unit/test_tokenize.c
tests_unit_test_tokenize_LDADD = text/libtext.a $(LIB_COMMON) $(ICU_LIBS) $(CMOCKA_LIBS)
tests_unit_test_wordcache_SOURCES = tests/unit/test_wordcache.c
tests_unit_test_wordcache_LDADD = text/libtext.a $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_words_property_SOURCES = tests/unit/test_words_property.c tests/unit/query_words.h
nodist_EXTRA_tests_unit_test_words_property_SOURCES = dummy.cxx
tests_unit_test_words_property_LDADD = $(LINK_TEXT) $(CMOCKA_LIBS)
tests_unit_test_turkic_SOURCES = tests/unit/test_turkic.c
tests_unit_test_turkic_LDADD = text/libtext.a $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_english_SOURCES = tests/unit/test_english.c tests/unit/analyzer_fixture.h
nodist_EXTRA_tests_unit_test_english_SOURCES = dummy.cxx
tests_unit_test_english_LDADD = $(LINK_TEXT) $(CMOCKA_LIBS)
tests_unit_test_entity_SOURCES = tests/unit/test_entity.c
tests_unit_test_entity_LDADD = text/libtext.a $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_flow_SOURCES = tests/unit/test_flow.c
tests_unit_test_flow_LDADD = text/libtext.a $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_html_token_SOURCES = tests/unit/test_html_token.c
tests_unit_test_html_token_LDADD = text/libtext.a $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_html_SOURCES = tests/unit/test_html.c tests/unit/marked.h
tests_unit_test_html_LDADD = text/libtext.a $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_front_matter_SOURCES = tests/unit/test_front_matter.c
tests_unit_test_front_matter_LDADD = text/libtext.a $(LIB_COMMON) $(CMOCKA_LIBS)
tests_unit_test_markdown_SOURCES = tests/unit/test_markdown.c
tests_unit_test_markdown_LDADD = text/libtext.a $(LIB_COMMON) $(ICU_LIBS) $(CMOCKA_LIBS)
tests_unit_test_namekey_SOURCES = tests/unit/test_namekey.c
tests_unit_test_namekey_LDADD = text/libtext.a $(LIB_COMMON) $(ICU_LIBS) $(CMOCKA_LIBS)
tests_unit_test_extract_SOURCES = tests/unit/test_extract.c
tests_unit_test_extract_LDADD = text/libtext.a $(LIB_COMMON) $(ICU_LIBS) $(CMOCKA_LIBS)
endif

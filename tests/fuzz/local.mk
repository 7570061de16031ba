# Fuzz targets: fuzz_NAME.c with LLVMFuzzerTestOneInput, its corpus in corpus/NAME/.
#
# To add one, append a block after the pattern of those below: FUZZ_TARGETS, SOURCES, LDADD (the
# libraries it needs), LDFLAGS and, when a library with C++ inside is linked, nodist_EXTRA.
# Built by make check-fuzz.  With --enable-fuzzers (clang) libFuzzer drives them, else driver.c.
FUZZ_TARGETS =
EXTRA_PROGRAMS = $(FUZZ_TARGETS)
EXTRA_DIST += tests/fuzz/corpus tests/fuzz/run
if FUZZERS
FUZZ_DRIVER =
FUZZ_LINK = -fsanitize=fuzzer
else
FUZZ_DRIVER = tests/fuzz/driver.c
FUZZ_LINK =
endif

fuzzers: $(FUZZ_TARGETS)
check-fuzz: fuzzers
	$(srcdir)/tests/fuzz/run $(abs_srcdir)/tests/fuzz/corpus $(FUZZ_TARGETS)
.PHONY: fuzzers check-fuzz

FUZZ_TARGETS += tests/fuzz/fuzz_request
tests_fuzz_fuzz_request_SOURCES = tests/fuzz/fuzz_request.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_request_LDADD = $(LINK_PROTO)
tests_fuzz_fuzz_request_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)

FUZZ_TARGETS += tests/fuzz/fuzz_redis
tests_fuzz_fuzz_redis_SOURCES = tests/fuzz/fuzz_redis.c $(FUZZ_DRIVER)
nodist_EXTRA_tests_fuzz_fuzz_redis_SOURCES = dummy.cxx
tests_fuzz_fuzz_redis_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)
tests_fuzz_fuzz_redis_LDADD = proto/libproto.a $(LIB_QUERY) $(LINK_TEXT)

FUZZ_TARGETS += tests/fuzz/fuzz_page
tests_fuzz_fuzz_page_SOURCES = tests/fuzz/fuzz_page.c tests/unit/html_check.h $(FUZZ_DRIVER)
tests_fuzz_fuzz_page_LDADD = $(LINK_PROTO)
tests_fuzz_fuzz_page_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)

FUZZ_TARGETS += tests/fuzz/fuzz_http
tests_fuzz_fuzz_http_SOURCES = tests/fuzz/fuzz_http.c tests/unit/html_check.h $(FUZZ_DRIVER)
tests_fuzz_fuzz_http_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)
tests_fuzz_fuzz_http_LDADD = $(LINK_PROTO) $(JANSSON_LIBS)

FUZZ_TARGETS += tests/fuzz/fuzz_query
tests_fuzz_fuzz_query_SOURCES = tests/fuzz/fuzz_query.c $(FUZZ_DRIVER)
nodist_EXTRA_tests_fuzz_fuzz_query_SOURCES = dummy.cxx
tests_fuzz_fuzz_query_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)
tests_fuzz_fuzz_query_LDADD = $(LIB_QUERY) $(LINK_TEXT)

FUZZ_TARGETS += tests/fuzz/fuzz_record
EXTRA_DIST += tests/fuzz/check_doc.h tests/fuzz/check_members.h
tests_fuzz_fuzz_record_SOURCES = tests/fuzz/fuzz_record.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_record_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)
tests_fuzz_fuzz_record_LDADD = text/libtext.a $(LIB_COMMON) $(JANSSON_LIBS)

FUZZ_TARGETS += tests/fuzz/fuzz_charset
tests_fuzz_fuzz_charset_SOURCES = tests/fuzz/fuzz_charset.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_charset_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)
tests_fuzz_fuzz_charset_LDADD = text/libtext.a $(LIB_COMMON) $(ICU_LIBS)

FUZZ_TARGETS += tests/fuzz/fuzz_conf
tests_fuzz_fuzz_conf_SOURCES = tests/fuzz/fuzz_conf.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_conf_LDADD = $(LIB_COMMON)
tests_fuzz_fuzz_conf_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)

FUZZ_TARGETS += tests/fuzz/fuzz_words
tests_fuzz_fuzz_words_SOURCES = tests/fuzz/fuzz_words.c tests/unit/query_words.h $(FUZZ_DRIVER)
nodist_EXTRA_tests_fuzz_fuzz_words_SOURCES = dummy.cxx
tests_fuzz_fuzz_words_LDADD = $(LINK_TEXT)
tests_fuzz_fuzz_words_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)

FUZZ_TARGETS += tests/fuzz/fuzz_stored
tests_fuzz_fuzz_stored_SOURCES = tests/fuzz/fuzz_stored.c $(FUZZ_DRIVER)
nodist_EXTRA_tests_fuzz_fuzz_stored_SOURCES = dummy.cxx
tests_fuzz_fuzz_stored_LDADD = $(LINK_INDEX)
tests_fuzz_fuzz_stored_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)

FUZZ_TARGETS += tests/fuzz/fuzz_impacts
tests_fuzz_fuzz_impacts_SOURCES = tests/fuzz/fuzz_impacts.c $(FUZZ_DRIVER)
nodist_EXTRA_tests_fuzz_fuzz_impacts_SOURCES = dummy.cxx
tests_fuzz_fuzz_impacts_LDADD = $(LINK_INDEX)
tests_fuzz_fuzz_impacts_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)

FUZZ_TARGETS += tests/fuzz/fuzz_cards
EXTRA_DIST += tests/fuzz/sidefile_fixture.h
tests_fuzz_fuzz_cards_SOURCES = tests/fuzz/fuzz_cards.c $(FUZZ_DRIVER)
nodist_EXTRA_tests_fuzz_fuzz_cards_SOURCES = dummy.cxx
tests_fuzz_fuzz_cards_LDADD = $(LINK_INDEX)
tests_fuzz_fuzz_cards_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)

FUZZ_TARGETS += tests/fuzz/fuzz_html
tests_fuzz_fuzz_html_SOURCES = tests/fuzz/fuzz_html.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_html_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)
tests_fuzz_fuzz_html_LDADD = text/libtext.a $(LIB_COMMON)

FUZZ_TARGETS += tests/fuzz/fuzz_markdown
tests_fuzz_fuzz_markdown_SOURCES = tests/fuzz/fuzz_markdown.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_markdown_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)
tests_fuzz_fuzz_markdown_LDADD = text/libtext.a $(LIB_COMMON) $(ICU_LIBS)

FUZZ_TARGETS += tests/fuzz/fuzz_plan
tests_fuzz_fuzz_plan_SOURCES = tests/fuzz/fuzz_plan.c $(FUZZ_DRIVER)
nodist_EXTRA_tests_fuzz_fuzz_plan_SOURCES = dummy.cxx
tests_fuzz_fuzz_plan_LDADD = $(LINK_QUERY)
tests_fuzz_fuzz_plan_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)

FUZZ_TARGETS += tests/fuzz/fuzz_glass
tests_fuzz_fuzz_glass_SOURCES = tests/fuzz/fuzz_glass.c tests/unit/twin.h $(FUZZ_DRIVER)
nodist_EXTRA_tests_fuzz_fuzz_glass_SOURCES = dummy.cxx
tests_fuzz_fuzz_glass_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)
tests_fuzz_fuzz_glass_LDADD = $(LIB_SHIM) $(LIB_GLASS) $(LIB_COMMON)

FUZZ_TARGETS += tests/fuzz/fuzz_acronym
tests_fuzz_fuzz_acronym_SOURCES = tests/fuzz/fuzz_acronym.c $(FUZZ_DRIVER)
nodist_EXTRA_tests_fuzz_fuzz_acronym_SOURCES = dummy.cxx
tests_fuzz_fuzz_acronym_LDADD = $(LINK_TEXT)
tests_fuzz_fuzz_acronym_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)

FUZZ_TARGETS += tests/fuzz/fuzz_repair
tests_fuzz_fuzz_repair_SOURCES = tests/fuzz/fuzz_repair.c $(FUZZ_DRIVER)
nodist_EXTRA_tests_fuzz_fuzz_repair_SOURCES = dummy.cxx
tests_fuzz_fuzz_repair_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)
tests_fuzz_fuzz_repair_LDADD = $(LINK_REPAIR)

FUZZ_TARGETS += tests/fuzz/fuzz_office
tests_fuzz_fuzz_office_SOURCES = tests/fuzz/fuzz_office.c tests/fuzz/check_parts.h $(FUZZ_DRIVER)
tests_fuzz_fuzz_office_LDADD = $(LIB_TEXT) $(LIB_COMMON)
tests_fuzz_fuzz_office_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)

FUZZ_TARGETS += tests/fuzz/fuzz_rtf
tests_fuzz_fuzz_rtf_SOURCES = tests/fuzz/fuzz_rtf.c tests/fuzz/check_parts.h $(FUZZ_DRIVER)
tests_fuzz_fuzz_rtf_LDADD = $(LIB_TEXT) $(LIB_COMMON)
tests_fuzz_fuzz_rtf_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)

FUZZ_TARGETS += tests/fuzz/fuzz_mail
tests_fuzz_fuzz_mail_SOURCES = tests/fuzz/fuzz_mail.c tests/fuzz/check_parts.h $(FUZZ_DRIVER)
tests_fuzz_fuzz_mail_LDADD = $(LIB_TEXT) $(LIB_COMMON)
tests_fuzz_fuzz_mail_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)

FUZZ_TARGETS += tests/fuzz/fuzz_csv
tests_fuzz_fuzz_csv_SOURCES = tests/fuzz/fuzz_csv.c tests/fuzz/check_parts.h $(FUZZ_DRIVER)
tests_fuzz_fuzz_csv_LDADD = $(LIB_TEXT) $(LIB_COMMON)
tests_fuzz_fuzz_csv_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)

FUZZ_TARGETS += tests/fuzz/fuzz_positions
tests_fuzz_fuzz_positions_SOURCES = tests/fuzz/fuzz_positions.c $(FUZZ_DRIVER)
nodist_EXTRA_tests_fuzz_fuzz_positions_SOURCES = dummy.cxx
tests_fuzz_fuzz_positions_LDADD = $(LINK_INDEX)
tests_fuzz_fuzz_positions_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)

FUZZ_TARGETS += tests/fuzz/fuzz_aliases
tests_fuzz_fuzz_aliases_SOURCES = tests/fuzz/fuzz_aliases.c $(FUZZ_DRIVER)
nodist_EXTRA_tests_fuzz_fuzz_aliases_SOURCES = dummy.cxx
tests_fuzz_fuzz_aliases_LDADD = $(LIB_QUERY) $(LINK_TEXT)
tests_fuzz_fuzz_aliases_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)

FUZZ_TARGETS += tests/fuzz/fuzz_warc
tests_fuzz_fuzz_warc_SOURCES = tests/fuzz/fuzz_warc.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_warc_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)
tests_fuzz_fuzz_warc_LDADD = $(LIB_EXTRACT)

FUZZ_TARGETS += tests/fuzz/fuzz_extract_wire
tests_fuzz_fuzz_extract_wire_SOURCES = tests/fuzz/fuzz_extract_wire.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_extract_wire_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)
tests_fuzz_fuzz_extract_wire_LDADD = $(LIB_EXTRACT)

FUZZ_TARGETS += tests/fuzz/fuzz_walk
tests_fuzz_fuzz_walk_SOURCES = tests/fuzz/fuzz_walk.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_walk_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)
tests_fuzz_fuzz_walk_LDADD = $(LIB_EXTRACT)

FUZZ_TARGETS += tests/fuzz/fuzz_namekey
tests_fuzz_fuzz_namekey_SOURCES = tests/fuzz/fuzz_namekey.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_namekey_LDADD = text/libtext.a $(LIB_COMMON) $(ICU_LIBS)
tests_fuzz_fuzz_namekey_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)

FUZZ_TARGETS += tests/fuzz/fuzz_trec
tests_fuzz_fuzz_trec_SOURCES = tests/fuzz/fuzz_trec.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_trec_LDADD = $(LINK_CLIENT)
tests_fuzz_fuzz_trec_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)

FUZZ_TARGETS += tests/fuzz/fuzz_wordlist
tests_fuzz_fuzz_wordlist_SOURCES = tests/fuzz/fuzz_wordlist.c $(FUZZ_DRIVER)
nodist_EXTRA_tests_fuzz_fuzz_wordlist_SOURCES = dummy.cxx
tests_fuzz_fuzz_wordlist_LDADD = $(LINK_QUERY)
tests_fuzz_fuzz_wordlist_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)

FUZZ_TARGETS += tests/fuzz/fuzz_format
tests_fuzz_fuzz_format_SOURCES = tests/fuzz/fuzz_format.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_format_LDADD = $(LINK_CLIENT)
tests_fuzz_fuzz_format_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)

FUZZ_TARGETS += tests/fuzz/fuzz_lib
tests_fuzz_fuzz_lib_SOURCES = tests/fuzz/fuzz_lib.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_lib_LDADD = $(LIB_KAREZ) $(LIB_COMMON)
tests_fuzz_fuzz_lib_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_LINK)

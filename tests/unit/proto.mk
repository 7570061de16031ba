EXTRA_DIST += tests/wire
if HAVE_CMOCKA
UNIT_PROTO = tests/unit/test_request tests/unit/test_line tests/unit/test_wire \
	tests/unit/test_resp tests/unit/test_redis tests/unit/test_redis_query \
	tests/unit/test_page_html tests/unit/test_page tests/unit/test_http_message tests/unit/test_http_routes
check_PROGRAMS += $(UNIT_PROTO)
TESTS += $(UNIT_PROTO)
tests_unit_test_request_SOURCES = tests/unit/test_request.c tests/unit/arena_fixture.h
tests_unit_test_request_LDADD = $(LINK_PROTO) $(CMOCKA_LIBS)
tests_unit_test_line_SOURCES = tests/unit/test_line.c tests/unit/arena_fixture.h
tests_unit_test_line_LDADD = $(LINK_PROTO) $(CMOCKA_LIBS)
tests_unit_test_wire_SOURCES = tests/unit/test_wire.c
tests_unit_test_wire_LDADD = $(LINK_PROTO) $(CMOCKA_LIBS)
tests_unit_test_resp_SOURCES = tests/unit/test_resp.c tests/unit/arena_fixture.h
tests_unit_test_resp_LDADD = $(LINK_PROTO) $(CMOCKA_LIBS)
tests_unit_test_redis_SOURCES = tests/unit/test_redis.c tests/unit/arena_fixture.h
tests_unit_test_redis_LDADD = $(LINK_PROTO) $(CMOCKA_LIBS)
tests_unit_test_redis_query_SOURCES = tests/unit/test_redis_query.c tests/unit/arena_fixture.h
tests_unit_test_redis_query_LDADD = $(LINK_PROTO) $(CMOCKA_LIBS)
tests_unit_test_page_html_SOURCES = tests/unit/test_page_html.c
tests_unit_test_page_html_LDADD = $(LINK_PROTO) $(CMOCKA_LIBS)
tests_unit_test_page_SOURCES = tests/unit/test_page.c tests/unit/html_check.h
tests_unit_test_page_LDADD = $(LINK_PROTO) $(LIB_WEB) $(CMOCKA_LIBS)
tests_unit_test_http_message_SOURCES = tests/unit/test_http_message.c
tests_unit_test_http_message_LDADD = $(LINK_PROTO) $(CMOCKA_LIBS)
tests_unit_test_http_routes_SOURCES = tests/unit/test_http_routes.c
tests_unit_test_http_routes_LDADD = $(LINK_PROTO) $(JANSSON_LIBS) $(ZLIB_LIBS) $(CMOCKA_LIBS)
endif

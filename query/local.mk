noinst_LIBRARIES += query/libquery.a
query_libquery_a_SOURCES = \
	query/qlex.c query/qlex.h \
	query/qparse.c query/qparse.h \
	query/query.c query/query.h

noinst_LIBRARIES += query/libquery.a
query_libquery_a_SOURCES = \
	query/distance.c query/distance.h \
	query/forms.c query/forms.h \
	query/highlight.c query/highlight.h \
	query/node.c query/node.h \
	query/places.c query/places.h \
	query/plan.c query/plan.h \
	query/plan_near.c query/plan_near.h \
	query/plan_word.c query/plan_word.h \
	query/qlex.c query/qlex.h \
	query/qparse.c query/qparse.h \
	query/query.c query/query.h \
	query/sentence.c query/sentence.h \
	query/snippet.c query/snippet.h \
	query/spell.c query/spell.h \
	query/top.c query/top.h \
	query/window.c query/window.h

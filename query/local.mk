noinst_LIBRARIES += query/libquery.a
query_libquery_a_SOURCES = \
	query/account.c query/account.h \
	query/alias_file.c query/alias_file.h \
	query/aliases.c query/aliases.h \
	query/alternatives.c query/alternatives.h \
	query/audit.c query/audit.h \
	query/audit_places.c \
	query/audit_sources.c \
	query/best.c query/best.h \
	query/blend.c query/blend.h \
	query/closeness.c query/closeness.h \
	query/counts.c query/counts.h \
	query/cursor.c query/cursor.h \
	query/dates.c query/dates.h \
	query/evidence.c query/evidence.h \
	query/expansion.c query/expansion.h \
	query/feedback.c query/feedback.h \
	query/facets.c query/facets.h \
	query/fetch.c query/fetch.h \
	query/footnotes.c query/footnotes.h \
	query/forms.c query/forms.h \
	query/glued.c query/glued.h \
	query/hits.c query/hits.h \
	query/highlight.c query/highlight.h \
	query/name_facet.c query/name_facet.h \
	query/keyboard.c query/keyboard.h \
	query/matches.c query/matches.h \
	query/meant.c query/meant.h \
	query/name_forms.c query/name_forms.h \
	query/name_lore.c query/name_lore.h \
	query/numbered.h \
	query/node.c query/node.h \
	query/other_names.c query/other_names.h \
	query/passage.c query/passage.h \
	query/phrase.c query/phrase.h \
	query/piece.c query/piece.h \
	query/places.c query/places.h \
	query/plan.c query/plan.h \
	query/plan_near.c query/plan_near.h \
	query/plan_word.c query/plan_word.h \
	query/planner.c query/planner.h \
	query/qlex.c query/qlex.h \
	query/qparse.c query/qparse.h \
	query/query.c query/query.h \
	query/recall.c query/recall.h \
	query/recency.c query/recency.h \
	query/respell.c query/respell.h \
	query/search.c query/search.h \
	query/search_state.c query/search_state.h \
	query/sentence.c query/sentence.h \
	query/sequence.c query/sequence.h \
	query/shape.c query/shape.h \
	query/similar.c query/similar.h \
	query/snippet.c query/snippet.h \
	query/spell.c query/spell.h \
	query/split.c query/split.h \
	query/suggest.c query/suggest.h \
	query/top.c query/top.h \
	query/topk.c query/topk.h query/topk_state.h \
	query/topk_all.c query/topk_any.c query/topk_hits.c query/topk_merge.c query/topk_one.c \
	query/widen.c query/widen.h \
	query/twins.c query/twins.h \
	query/typo.c query/typo.h \
	query/vocabulary.c query/vocabulary.h \
	query/window.c query/window.h \
	query/works.c query/works.h

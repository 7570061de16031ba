noinst_LIBRARIES += indexer/libindexer.a
indexer_libindexer_a_SOURCES = \
	indexer/analyst.c indexer/analyst.h \
	indexer/apply.c indexer/apply.h \
	indexer/before.c indexer/before.h \
	indexer/check.c indexer/check.h \
	indexer/command_run.c indexer/command_run.h \
	indexer/duplicates.c indexer/duplicates.h \
	indexer/extractor.c indexer/extractor.h \
	indexer/feed.c indexer/feed.h \
	indexer/guard.c indexer/guard.h \
	indexer/holder.c indexer/holder.h \
	indexer/known.c indexer/known.h \
	indexer/pdf.c indexer/pdf.h \
	indexer/lessons.c indexer/lessons.h \
	indexer/pipeline.c indexer/pipeline.h \
	indexer/progress.c indexer/progress.h \
	indexer/report.c indexer/report.h \
	indexer/run.c indexer/run.h indexer/run_state.h \
	indexer/scan.c indexer/scan.h \
	indexer/show.c indexer/show.h \
	indexer/sizes.c indexer/sizes.h \
	indexer/source.c indexer/source.h \
	indexer/source_files.c indexer/source_files.h \
	indexer/source_parts.c indexer/source_parts.h \
	indexer/source_records.c indexer/source_records.h \
	indexer/spool.c indexer/spool.h \
	indexer/stop.c indexer/stop.h \
	indexer/unit.c indexer/unit.h
LINK_INDEXER = indexer/libindexer.a extract/libextract.a $(LIB_REPAIR) $(LINK_INDEX)

bin_PROGRAMS += indexer/karez-index
indexer_karez_index_SOURCES = indexer/main.c indexer/options.def
# dummy.cxx: makes automake link with the C++ compiler.
nodist_EXTRA_indexer_karez_index_SOURCES = dummy.cxx
indexer_karez_index_LDADD = $(LINK_INDEXER)

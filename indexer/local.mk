noinst_LIBRARIES += indexer/libindexer.a
indexer_libindexer_a_SOURCES = \
	indexer/apply.c indexer/apply.h \
	indexer/check.c indexer/check.h \
	indexer/feed.c indexer/feed.h \
	indexer/idset.c indexer/idset.h \
	indexer/known.c indexer/known.h \
	indexer/pipeline.c indexer/pipeline.h \
	indexer/progress.c indexer/progress.h \
	indexer/report.c indexer/report.h \
	indexer/run.c indexer/run.h \
	indexer/scan.c indexer/scan.h \
	indexer/source.c indexer/source.h \
	indexer/source_files.c indexer/source_files.h \
	indexer/source_records.c indexer/source_records.h \
	indexer/spool.c indexer/spool.h \
	indexer/stop.c indexer/stop.h \
	indexer/unit.c indexer/unit.h
LINK_INDEXER = indexer/libindexer.a $(LINK_INDEX)

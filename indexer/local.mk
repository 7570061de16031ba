noinst_LIBRARIES += indexer/libindexer.a
indexer_libindexer_a_SOURCES = \
	indexer/idset.c indexer/idset.h \
	indexer/known.c indexer/known.h \
	indexer/pipeline.c indexer/pipeline.h \
	indexer/progress.c indexer/progress.h \
	indexer/report.c indexer/report.h \
	indexer/source.c indexer/source.h \
	indexer/spool.c indexer/spool.h

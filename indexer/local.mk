noinst_LIBRARIES += indexer/libindexer.a
indexer_libindexer_a_SOURCES = \
	indexer/pipeline.c indexer/pipeline.h

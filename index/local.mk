noinst_LIBRARIES += index/libindex.a
index_libindex_a_SOURCES = \
	index/acronyms.c index/acronyms.h \
	index/aids.c index/aids.h \
	index/bulk_check.c index/bulk_check.h \
	index/cards.c index/cards.h \
	index/catalogue.c index/catalogue.h \
	index/generation.c index/generation.h \
	index/impacts.c index/impacts.h index/impacts_format.h \
	index/impacts_write.c \
	index/names.c index/names.h \
	index/positions.c index/positions.h \
	index/prepare.c index/prepare.h \
	index/propers.c index/propers.h index/propers.def \
	index/schema.c index/schema.h \
	index/sidefile.c index/sidefile.h \
	index/sketch.c index/sketch.h \
	index/stored.c index/stored.h \
	index/terms.c index/terms.h \
	index/trainer.c index/trainer.h \
	index/wordlist.c index/wordlist.h \
	index/writer.c index/writer.h

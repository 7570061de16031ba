noinst_LIBRARIES += extract/libextract.a
extract_libextract_a_SOURCES = \
	extract/http.c extract/http.h \
	extract/kind.c extract/kind.h \
	extract/readers.c extract/readers.h \
	extract/sandbox.c extract/sandbox.h \
	extract/walk.c extract/walk.h \
	extract/warc.c extract/warc.h \
	extract/wire.c extract/wire.h

pkglibexec_PROGRAMS = extract/karez-extract
extract_karez_extract_SOURCES = extract/main.c
extract_karez_extract_LDADD = $(LIB_EXTRACT)

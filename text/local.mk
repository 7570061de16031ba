noinst_LIBRARIES += text/libtext.a
text_libtext_a_SOURCES = \
	text/date.c text/date.h \
	text/reader.c text/reader.h

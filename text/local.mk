noinst_LIBRARIES += text/libtext.a
text_libtext_a_SOURCES = \
	text/date.c text/date.h \
	text/field.c text/field.h \
	text/plain.c text/plain.h \
	text/reader.c text/reader.h \
	text/record.c text/record.h

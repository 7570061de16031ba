noinst_LIBRARIES += text/libtext.a
text_libtext_a_SOURCES = \
	text/analyzer.c text/analyzer.h \
	text/charset.c text/charset.h \
	text/charset_guess.c text/charset_guess.h \
	text/date.c text/date.h \
	text/field.c text/field.h \
	text/fold.c text/fold.h \
	text/langs.c text/langs.h \
	text/plain.c text/plain.h \
	text/reader.c text/reader.h \
	text/record.c text/record.h \
	text/tokenize.c text/tokenize.h \
	text/wordcache.c text/wordcache.h

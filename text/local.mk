noinst_LIBRARIES += text/libtext.a
text_libtext_a_SOURCES = \
	text/acronym.c text/acronym.h \
	text/acronym_match.c text/acronym_match.h \
	text/analyzer.c text/analyzer.h \
	text/archive_file.c text/archive_file.h \
	text/charset.c text/charset.h \
	text/charset_guess.c text/charset_guess.h \
	text/date.c text/date.h \
	text/doc.h \
	text/entity.c text/entity.def text/entity.h \
	text/extract.c text/extract.h \
	text/field.c text/field.h \
	text/flow.c text/flow.h \
	text/fold.c text/fold.h \
	text/front_matter.c text/front_matter.h \
	text/html.c text/html.h \
	text/html_element.c text/html_element.h \
	text/html_furniture.c text/html_furniture.h \
	text/html_meta.c text/html_meta.h \
	text/html_token.c text/html_token.h \
	text/json_members.c text/json_members.h \
	text/langs.c text/langs.h \
	text/marks.h \
	text/markdown.c text/markdown.h \
	text/markdown_inline.c text/markdown_inline.h \
	text/namekey.c text/namekey.h \
	text/parts.h \
	text/plain.c text/plain.h \
	text/raised.c text/raised.h \
	text/reader.c text/reader.h \
	text/record.c text/record.h \
	text/tokenize.c text/tokenize.h \
	text/wordcache.c text/wordcache.h
